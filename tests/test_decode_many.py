"""Short fields from one place decide together what none of them can tell alone."""

from __future__ import annotations

import itertools
import pickle
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from zhfix import Evidence, InputTypeError, OptionError
from zhfix.encoding.pool import pool_fields
from zhfix.evidence import FIELD_LIMIT, SAMPLE_LIMIT

SIMPLIFIED = [
    family + given
    for family in "王李张刘陈杨赵黄周吴徐孙朱马胡郭林何高罗"
    for given in "伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚英华文玉红梅"
]
TRADITIONAL = [
    family + given
    for family in "王李張劉陳楊趙黃周吳徐孫朱馬胡郭林何高羅"
    for given in "偉芳娜敏靜強磊軍洋勇豔傑娟濤明超霞平剛英華文玉紅梅"
]
JAPANESE = [first + second for first in "田佐鈴高伊渡山中小加吉松石" for second in "中藤木橋本村林口野井崎島原"]
KOREAN = [first + second for first in "김이박최정강조윤장임" for second in "민서지현수영호준은미"]
LONG = "城外的图书馆 星期一休息 他们在读书 我也想去 门票五元 明天下午 学校门口 老师不在".split()
LONG_TRADITIONAL = "城外的圖書館 星期一休息 他們在讀書 我也想去 門票五元 明天下午 學校門口 老師不在".split()


def right(fields: list[str], encodings: list[str]) -> float:
    """Return the share of the fields that come out right."""
    data = [field.encode(encoding) for field, encoding in zip(fields, encodings, strict=True)]
    texts = [decoded.text for decoded in zhfix.decode_many(data)]
    assert len(texts) == len(fields)
    return sum(text == field for text, field in zip(texts, fields, strict=True)) / len(fields)


@pytest.mark.parametrize(
    ("fields", "encoding"),
    [
        (SIMPLIFIED, "gbk"),
        (SIMPLIFIED, "utf-8"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gbk"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "shift_jis"),
        (KOREAN, "cp949"),
    ],
)
def test_a_column_of_names_of_two_characters(fields: list[str], encoding: str) -> None:
    assert right(fields, [encoding] * len(fields)) >= 0.999


def test_alone_some_of_those_names_are_misread() -> None:
    assert any(zhfix.decode(name.encode("gbk")).text != name for name in SIMPLIFIED)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_few_fields_in_another_encoding_are_found(seed: int) -> None:
    shuffle = random.Random(seed)  # noqa: S311 - no secret
    chosen = [shuffle.randrange(len(LONG)) for _ in range(300)]
    other = [shuffle.random() < 0.1 for _ in chosen]
    fields = [(LONG_TRADITIONAL if odd else LONG)[i] for i, odd in zip(chosen, other, strict=True)]
    assert right(fields, ["big5" if odd else "gbk" for odd in other]) >= 0.99


def test_fields_of_ascii_and_empty_ones_say_nothing_and_stay() -> None:
    fields = ["", "ID 7", *SIMPLIFIED[:40], "-", ""]
    assert right(fields, ["gbk"] * len(fields)) == 1
    assert pool_fields([b"", b"ID 7"]) == ()
    assert [decoded.encoding for decoded in zhfix.decode_many([b"", b"plain"])] == ["ascii", "ascii"]


def test_the_order_of_the_fields_does_not_matter_for_what_they_share() -> None:
    data = [name.encode("gbk") for name in SIMPLIFIED[:60]]
    assert dict(pool_fields(data)) == pytest.approx(dict(pool_fields(data[::-1])))


@given(st.lists(st.binary(max_size=12), max_size=8))
def test_any_bytes_are_accepted(items: list[bytes]) -> None:
    decoded = list(zhfix.decode_many(items))
    assert len(decoded) == len(items)
    assert all(each.segments[-1].end == len(item) for each, item in zip(decoded, items, strict=True) if item)


def test_evidence_is_gathered_once_and_used_for_single_fields() -> None:
    evidence = Evidence.gather(name.encode("gbk") for name in SIMPLIFIED)
    again = pickle.loads(pickle.dumps(evidence))  # noqa: S301 - our own
    assert again.fields == evidence.fields
    assert len(evidence.fields) == len(SIMPLIFIED)
    for known in (evidence, again):
        assert all(zhfix.decode(name.encode("gbk"), evidence=known).text == name for name in SIMPLIFIED)
        (only,) = zhfix.decode_many([SIMPLIFIED[3].encode("gbk")], evidence=known)
        assert only.text == SIMPLIFIED[3]


def test_evidence_does_not_overrule_what_a_longer_text_shows() -> None:
    evidence = Evidence.gather(name.encode("gbk") for name in SIMPLIFIED)
    for field in LONG_TRADITIONAL[0], "圖書館星期一開放，我們在那裡讀書。":
        assert zhfix.decode(field.encode("big5"), evidence=evidence).text == field
        assert zhfix.decode(field.encode(), evidence=evidence).text == field


def test_evidence_is_bounded() -> None:
    assert len(Evidence.gather(itertools.repeat("王芳".encode("gbk"))).fields) == FIELD_LIMIT
    assert len(Evidence.gather(itertools.repeat(b"ascii")).fields) == 0
    assert sum(map(len, Evidence.gather(itertools.repeat(b"\xd6\xd0" * 500)).fields)) == SAMPLE_LIMIT


def test_fields_beyond_the_first_are_read_as_they_come() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield "王芳".encode("gbk") * 100

    stream = zhfix.decode_many(endless())
    assert [next(stream).text for _ in range(400)] == ["王芳" * 100] * 400
    assert taken == 400
    assert [each.text for each in itertools.islice(zhfix.decode_many(endless()), 1)] == ["王芳" * 100]


def test_a_preset_repairs_the_texts() -> None:
    fields = ["服務(wù)企業(yè)，推進(jìn)發(fā)展。", "天氣很好。"]
    decoded = zhfix.decode_many([field.encode() for field in fields], preset="repair")
    assert [each.text for each in decoded] == ["服務企業，推進發展。", "天氣很好。"]


def test_hints_hold_for_all_fields() -> None:
    data = [name.encode("big5") for name in TRADITIONAL[:20]]
    assert {each.encoding for each in zhfix.decode_many(data, candidates=["gbk"])} == {"gbk"}
    with pytest.raises(OptionError):
        zhfix.decode_many(data, declared="big5", candidates=["no such thing"])


def test_what_is_no_bytes_is_named_by_its_index() -> None:
    stream = zhfix.decode_many([b"a", None])  # type: ignore[list-item]
    with pytest.raises(InputTypeError, match="item 1 is NoneType"):
        list(stream)
    with pytest.raises(InputTypeError, match="item 0 is str"):
        list(zhfix.decode_many(["中"]))  # type: ignore[list-item]
    with pytest.raises(InputTypeError, match=r"zhfix\.decode"):
        zhfix.decode_many(b"abc")  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="item 1 is str"):
        Evidence.gather([b"\xd6\xd0", "中"])  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="item 1 is bytes"):
        Evidence.gather(["中", b"\xd6\xd0"])  # type: ignore[arg-type]
    with pytest.raises(OptionError):
        zhfix.decode(b"", evidence="gbk")  # type: ignore[arg-type]
