"""``zhfix.decode``: the contract of what it returns, and the laws that hold for any bytes."""

from __future__ import annotations

import json
import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from laws import least_time
from zhfix import Decoded, DecodeError, OptionError, decode
from zhfix.encoding.codepages import read, write

SIMPLIFIED = "镇上的图书馆今天重新开放，读者可以借阅新书。"
TRADITIONAL = "鎮上的圖書館今天重新開放，讀者可以借閱新書。"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"

# Bytes that decoding has much to do with, whole, cut and mixed.
_ATOMS = (
    SIMPLIFIED.encode(), SIMPLIFIED.encode("gb18030"), TRADITIONAL.encode("big5"), TRADITIONAL.encode("utf-16-le"),
    "上下".encode("utf-16-be"), "他说".encode("gb18030"), "他說".encode("big5"), "我".encode(), "功許".encode("big5"),
    "今日は".encode("shift_jis"), "오늘은".encode("cp949"), "Сегодня".encode("cp1251"), "été".encode("latin-1"),
    "𠮷".encode("gb18030"), "𠮷".encode(), b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff", b"\r\n",
    b"\n",
    b"\r", b"\x00", b"\x00\x00\x00", b" ", b"\xa0", b"\x80", b"\xff", b"\\", b"\\\\", b"~{VPND~}", b"~{", b"\x1b$B",
    b"\x0e",
    b"\xe4", b"\xe4\xb8", b"\xf0\x9f", b"\xc0\x80", b"\xed\xa0\x80", b"\x8e\xa2", b"\x81\x30", b"\x1a", b"<b>", b"a",
    b'<meta charset="big5">',
)  # fmt: skip
any_bytes = st.binary(max_size=120) | st.lists(st.sampled_from(_ATOMS) | st.binary(max_size=4), max_size=16).map(
    b"".join
)
UNITS = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le", "binary": "latin-1"}


def reread(data: bytes, decoded: Decoded) -> str:
    """Return what the segments read plainly between the edits, joined with what the edits say."""
    parts: list[str] = []
    for segment in decoded.segments:
        encoding = UNITS.get(segment.encoding, segment.encoding)
        if decoded.bom in (b"\xfe\xff", b"\x00\x00\xfe\xff"):
            encoding = encoding.replace("-le", "-be")
        at = len(decoded.bom) if segment.start == 0 else segment.start
        for edit in decoded.edits:
            if segment.start <= edit.start < segment.end or edit.start == edit.end == segment.end == len(data):
                parts += read(data[at : edit.start], encoding).text, edit.after
                at = edit.end
        parts.append(read(data[at : segment.end], encoding).text)
    return "".join(parts)


@given(any_bytes)
def test_any_bytes_give_a_sound_result(data: bytes) -> None:
    decoded = decode(data)
    check_contract(data, decoded)
    assert decode(data) == decoded
    for other in (bytearray(data), memoryview(data)):
        assert decode(other) == decoded  # type: ignore[arg-type]  # taken, too


def check_contract(data: bytes, decoded: Decoded) -> None:
    assert 0.0 <= decoded.confidence <= 1.0
    assert [one.start for one in decoded.segments[:1]] == [0] * bool(data)
    assert [one.end for one in decoded.segments[-1:]] == [len(data)] * bool(data)
    for before, after in zip(decoded.segments, decoded.segments[1:], strict=False):
        assert before.end == after.start
    for one in decoded.segments:
        assert one.start < one.end
        assert 0.0 <= one.confidence <= 1.0
    at = len(decoded.bom)
    for edit in decoded.edits:
        assert at <= edit.start <= edit.end
        at = edit.end
        assert data[edit.start : edit.end] == edit.before
        assert edit.before or edit.after
        assert edit.rule.startswith("salvage.")
        assert 0.0 < edit.confidence <= 1.0
        assert edit.reason
    assert at <= len(data)
    assert data.startswith(decoded.bom)


@given(any_bytes)
def test_the_segments_read_between_the_edits_give_the_text(data: bytes) -> None:
    decoded = decode(data)
    assert reread(data, decoded) == decoded.text


@given(
    any_bytes, st.sampled_from(["utf-8", "gb18030", "big5", "utf-16-le", "euc-tw", "hz", "iso-2022-cn", "shift_jis"])
)
def test_a_named_encoding_is_read_as_it_stands(data: bytes, encoding: str) -> None:
    decoded = decode(data, encoding=encoding)
    assert decoded.text == read(data.removeprefix(decoded.bom), encoding).text
    assert decoded.encoding in (encoding, f"{encoding}-sig" if decoded.bom else encoding)
    assert {edit.rule for edit in decoded.edits} <= {"salvage.mark_unreadable"}
    check_contract(data, decoded)


@given(any_bytes, st.sampled_from([["gb18030"], ["big5", "utf-8"], ["utf-16-le"], ["latin-1"], ["cp1252", "euc_jp"]]))
def test_candidates_give_a_sound_result(data: bytes, candidates: list[str]) -> None:
    decoded = decode(data, candidates=candidates)
    check_contract(data, decoded)


@given(any_bytes)
def test_strict_raises_or_changes_nothing(data: bytes) -> None:
    decoded = decode(data)
    if decoded.encoding == "binary" or decoded.edits:
        with pytest.raises(DecodeError) as caught:
            decode(data, strict=True)
        assert 0 <= caught.value.position <= len(data)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own
    else:
        assert decode(data, strict=True) == decoded


def test_strict_says_where() -> None:
    data = SIMPLIFIED.encode()
    with pytest.raises(DecodeError, match="position 3 ") as caught:
        decode(data[:5] + data[6:], strict=True)
    assert (caught.value.position, caught.value.encoding) == (3, "utf-8")
    with pytest.raises(DecodeError):
        decode(b"\x81", encoding="gbk", strict=True)
    assert decode(data, strict=True).text == SIMPLIFIED


# -- sound text comes back ------------------------------------------------

_WORDS = (
    "我们 今天 早上 下午 晚上 学校 老师 学生 图书馆 新书 天气 很好 公司 工作 城市 火车 "
    "汽车 机场 北京 上海 朋友 孩子 父母 吃饭 喝茶 买菜 水果 市场 医生 医院 身体 健康 "
    "问题 办法 意见 会议 讨论 决定 时间 地方 历史 文化 音乐 电影 故事 写信 读书 走路 "
    "回家 开始 已经 还是 因为 所以 但是 如果 非常 可以 应该 需要 知道 觉得 希望 准备 "
    "经过 看见 听说 一起 这个 那个 大家 他们 自己 什么 怎么 "
)
_TRADITIONAL_WORDS = (
    "我們 今天 早上 下午 晚上 學校 老師 學生 圖書館 新書 天氣 很好 公司 工作 城市 火車 "
    "汽車 機場 臺北 高雄 朋友 孩子 父母 吃飯 喝茶 買菜 水果 市場 醫生 醫院 身體 健康 "
    "問題 辦法 意見 會議 討論 決定 時間 地方 歷史 文化 音樂 電影 故事 寫信 讀書 走路 "
    "回家 開始 已經 還是 因為 所以 但是 如果 非常 可以 應該 需要 知道 覺得 希望 準備 "
    "經過 看見 聽說 一起 這個 那個 大家 他們 自己 什麼 怎麼 "
)


@cache
def prose(words: str) -> st.SearchStrategy[str]:
    """Sentences of common words, of 12 characters or more."""
    pieces = st.lists(st.sampled_from(words.split()), min_size=2, max_size=6).map("".join)
    sentences = st.lists(pieces, min_size=3, max_size=8)
    return st.tuples(sentences, st.sampled_from(("", "。", "\n", "\r\n"))).map(lambda x: "，".join(x[0]) + x[1])


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", _WORDS),
        ("utf-8-sig", _WORDS),
        ("gb18030", _WORDS),
        ("gb18030", _TRADITIONAL_WORDS),
        ("gbk", _TRADITIONAL_WORDS),
        ("gb2312", _WORDS),
        ("hz", _WORDS),
        ("iso-2022-cn", _WORDS),
        ("iso-2022-cn", _TRADITIONAL_WORDS),
        ("big5", _TRADITIONAL_WORDS),
        ("big5hkscs", _TRADITIONAL_WORDS),
        ("cp950", _TRADITIONAL_WORDS),
        ("euc-tw", _TRADITIONAL_WORDS),
        ("utf-16", _TRADITIONAL_WORDS),
        ("utf-16-le", _WORDS),
        ("utf-16-be", _TRADITIONAL_WORDS),
        ("utf-32", _WORDS),
        ("utf-32-le", _TRADITIONAL_WORDS),
        ("utf-32-be", _WORDS),
        ("cesu-8", _WORDS),
    ],
    ids=lambda value: value if len(value) < 12 else value[:2],
)
@given(data=st.data())
def test_what_was_written_is_read(encoding: str, words: str, data: st.DataObject) -> None:
    text = data.draw(prose(words))
    decoded = decode(write(text, encoding))
    assert decoded.text == text
    assert not decoded.edits
    assert decoded.confidence > 0.9


@given(prose(_WORDS), st.sampled_from(["utf-8", "gb18030", "utf-16-le"]), st.data())
def test_a_cut_anywhere_keeps_all_whole_characters(text: str, encoding: str, data: st.DataObject) -> None:
    whole = text.encode(encoding)
    cut = data.draw(st.integers(min(len(whole), 24), len(whole)))
    sound = whole[:cut].decode(encoding, "ignore")
    assert decode(whole[:cut]).text.startswith(sound.rstrip("\r"))


# -- what goes with the text ------------------------------------------------


@pytest.mark.parametrize(
    ("data", "newline", "bom"),
    [
        (b"", None, b""),
        ("一\n二\n".encode(), "\n", b""),
        ("一\r\n二\r\n".encode("utf-8-sig"), "\r\n", b"\xef\xbb\xbf"),
        ("一\r二\r".encode(), "\r", b""),
        ("一\r\n二\n".encode(), None, b""),
        ("他说\r\n我们\r\n".encode("utf-16"), "\r\n", b"\xff\xfe"),
    ],
)
def test_line_ends_stay_and_marks_go(data: bytes, newline: str | None, bom: bytes) -> None:
    decoded = decode(data)
    assert (decoded.newline, decoded.bom) == (newline, bom)
    assert not decoded.text.startswith("\ufeff")
    if newline:
        assert newline in decoded.text


def test_a_byte_order_mark_goes_whoever_names_the_encoding() -> None:
    assert decode(TRADITIONAL.encode("utf-8-sig"), encoding="utf-8").text == TRADITIONAL
    assert decode(TRADITIONAL.encode("utf-16"), encoding="utf-16").text == TRADITIONAL


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_byte_order_mark_goes_from_what_needs_none(name: str) -> None:
    assert decode(("\ufeff" + TRADITIONAL).encode(name), encoding=name).text == TRADITIONAL


def test_a_known_encoding_is_believed() -> None:
    assert decode("中文".encode("gbk"), encoding="gbk").text == "中文"
    assert decode(SIMPLIFIED.encode("gbk"), encoding="latin-1").text != SIMPLIFIED
    damaged = decode(SIMPLIFIED.encode("gbk")[:-1], encoding="x-gbk")
    assert (damaged.text, damaged.encoding) == (SIMPLIFIED[:-1] + UNREADABLE, "gbk")
    assert [(edit.rule, edit.before) for edit in damaged.edits] == [("salvage.mark_unreadable", b"\xa1")]


def test_a_preset_repairs_the_text_and_nothing_else() -> None:
    data = "本次活動服務(wù)企業(yè)，圖書館也開(kāi)放。".encode()
    plain, repaired = decode(data), decode(data, preset="repair")
    assert plain.text == data.decode()
    assert repaired.text == zhfix.fix(plain.text) == "本次活動服務企業，圖書館也開放。"
    assert (repaired.encoding, repaired.segments, repaired.edits) == (plain.encoding, plain.segments, plain.edits)


def test_a_result_is_plain_data() -> None:
    data = SIMPLIFIED.encode()
    decoded = decode(data[:5] + data[6:])
    assert pickle.loads(pickle.dumps(decoded)) == decoded  # noqa: S301 - our own
    shown = json.loads(json.dumps(decoded.to_dict()))
    assert shown["text"] == decoded.text
    assert bytes.fromhex(shown["edits"][0]["before"]) == decoded.edits[0].before
    assert set(shown) == {"text", "encoding", "confidence", "segments", "edits", "bom", "newline"}


# -- time and threads ------------------------------------------------


def damage_often(data: bytes, every: int) -> bytes:
    rnd = random.Random(3)  # noqa: S311 - a sample, and no secret
    out = bytearray(data)
    for place in range(0, len(out), every):
        out[min(len(out) - 1, place + rnd.randrange(every))] = rnd.randrange(256)
    return bytes(out)


PASSAGE = (SIMPLIFIED + "她把洗好的衣服晾在阳台上，然后坐下来喝茶，看窗外的雨慢慢停了。") * 5
HEAVY = {
    "mixed": (PASSAGE + "\n").encode() + (PASSAGE + "\n").encode("gb18030"),
    "damaged utf-8": damage_often((PASSAGE + "\n").encode() * 2, 90),
    "damaged gb18030": damage_often((PASSAGE + "\n").encode("gb18030") * 3, 90),
    "damaged utf-16": damage_often(PASSAGE.encode("utf-16-le") * 2, 90),
    "one long line": damage_often(PASSAGE.encode("gb18030") * 3, 120),
    "random": random.Random(4).randbytes(4_000),  # noqa: S311
    "lead bytes": b"\xe4" * 4_000,
    "lead bytes of pairs": b"\xb0" * 4_000,
    "wrapped": "他说".encode("gb18030")[:3] + b"\n" + b"\xb5\n" * 2_000,
    "padding": b"\xce\xd2\x00" * 1_500,
    "backslashes": "功".encode("big5") + b"\\" * 4_000,
    "escapes": b"~{VP" * 1_000,
    "blanks": b"\xe4 " * 2_000,
}


@pytest.mark.parametrize("data", HEAVY.values(), ids=HEAVY.keys())
def test_time_is_linear(data: bytes) -> None:
    decode(data)  # what is loaded once
    once, four_times = least_time(lambda: decode(data * 2)), least_time(lambda: decode(data * 8), 1)
    assert four_times < 8 * once + 0.25


def test_eight_threads_give_the_same_answers() -> None:
    items = [
        *(data[:1_500] for data in HEAVY.values()),
        *(text.encode(encoding) for text in (SIMPLIFIED, TRADITIONAL) for encoding in ("utf-8", "gb18030", "utf-16")),
    ] * 2
    expected = [decode(item) for item in items]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(decode, items)) == expected


def test_what_bytes_are_and_what_they_may_be_exclude_each_other() -> None:
    for begin in (
        lambda: decode(b"a", encoding="gbk", candidates=["big5"]),
        lambda: zhfix.decoder(encoding="gbk", candidates=["big5"]),
    ):
        with pytest.raises(OptionError, match="one of the two"):
            begin()
