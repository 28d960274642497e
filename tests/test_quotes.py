"""Quotation marks: what is reported and left, how sure the rule is, and its laws."""

from __future__ import annotations

import sys
import time
from hashlib import sha256
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_second_run
from strategies import any_text, damaged_text
from zhfix import Evidence, Finding
from zhfix.messages import translate
from zhfix.normalizers import rebalance_quotes
from zhfix.rules import quotes
from zhfix.rules._quoteplaces import open_weights

MARKS = [*"“”‘’「」『』\"`'", "``", "''", '\\"', '""']
ATOMS = [
    *MARKS,
    *MARKS[:4],
    "甲",
    "我们",
    "好的话",
    "，",
    "。",
    "：",
    "说：",
    "、",
    "（",
    "）",
    " ",
    "\n",
    "\n",
    "a",
    "it’s",
    '5"',
]
crowded_text = st.lists(st.sampled_from(ATOMS), max_size=40).map("".join)


def keys(text: str) -> list[str]:
    return [finding.reason.key for finding in rebalance_quotes.findings(text)]  # type: ignore[attr-defined]


@given(crowded_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(text: str) -> None:
    check_second_run(rebalance_quotes, text)


@given(crowded_text | damaged_text | any_text)
def test_only_marks_change(text: str) -> None:
    """What is replaced was a mark, and what replaces it is one mark."""
    for edit in rebalance_quotes.edits(text):
        assert len(edit.after) == 1
        assert edit.after in "“”‘’「」『』"
        assert edit.before.strip("\\") in {"", *MARKS}


@given(crowded_text)
def test_nothing_is_put_in_where_it_was_not_asked_for(text: str) -> None:
    assert all(edit.before for edit in rebalance_quotes.edits(text, place_missing=False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他说：“今天很热，明天也热。", ["quotes.cut"]),
        ("明天也热。”他说。", ["quotes.cut"]),
        ("快递本应9“30送到，结果下午才来。", ["quotes.lone"]),
        ("这就是原因。“村长补充道：”还有水的问题也要解决。", ["quotes.narrator"]),
        ("他喜欢“山水花鸟人物画展，也喜欢“戏曲”节目。", ["quotes.no_closing"]),
        ("“路”不好走，大家商量先修石桥再修路”的事。", ["quotes.no_opening"]),
        ("“路”和“桥”都可以。“他说：”", []),
    ],
)
def test_what_is_left_is_reported(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_a_mark_missing_in_the_middle_is_a_warning_and_one_at_the_edge_is_not() -> None:
    def severities(text: str) -> list[str]:
        return [finding.severity for finding in rebalance_quotes.findings(text)]

    assert severities("他喜欢“山水花鸟人物画展，也喜欢“戏曲”节目。") == ["warning"]
    assert severities("他说：“今天很热，明天也热。") == ["info"]


def test_a_quotation_of_several_paragraphs_is_sound() -> None:
    assert rebalance_quotes.find("他说：“今天很热，\n明天也热，\n\n后天下雨。”大家笑了。") == []
    whole = "他说：“今天很热。\n“明天也热。\n“后天下雨。”"
    assert [(x.start, x.severity) for x in rebalance_quotes.find(whole) if isinstance(x, Finding)] == [
        (3, "info"),
        (10, "info"),
    ]
    assert rebalance_quotes(whole) is whole


def test_without_place_missing_a_missing_mark_is_reported() -> None:
    text = "展厅分为“春耕”、“夏耘、“秋收”、“冬藏”四个部分。"
    assert rebalance_quotes(text) == "展厅分为“春耕”、“夏耘”、“秋收”、“冬藏”四个部分。"
    assert rebalance_quotes(text, place_missing=False) is text
    assert [x.severity for x in rebalance_quotes.findings(text, place_missing=False)] == ["warning"]


def test_what_the_document_quotes_elsewhere_tells_the_place() -> None:
    doubtful = "村里想办一个“晒秋文化节方案已经有了，“请柬”也印好了。"
    assert rebalance_quotes(doubtful) is doubtful
    page = f"去年的“晒秋文化节”很热闹。\n{doubtful}"
    repaired = page.replace("文化节方案", "文化节”方案")
    assert rebalance_quotes(page) == repaired
    assert rebalance_quotes(doubtful, evidence=Evidence(page)) == repaired.split("\n")[1]
    assert rebalance_quotes(repaired) is repaired


def test_a_document_in_another_language_is_left_alone() -> None:
    line = "「東京都「新宿区」"
    japanese = f"これは日本語の文章です。\n{line}\nそれだけのことでした。"
    assert rebalance_quotes(line) != line or rebalance_quotes.findings(line)
    assert rebalance_quotes.find(japanese) == []


def test_a_placed_mark_is_less_sure_than_a_turned_one() -> None:
    (turned,) = rebalance_quotes.edits("这家店的“招牌面“的确不错。")
    (placed,) = rebalance_quotes.edits("展厅分为“春耕”、“夏耘、“秋收”、“冬藏”四个部分。")
    assert turned.confidence == pytest.approx(0.99)
    assert 0.6 <= placed.confidence <= 0.9
    assert "“" in translate(turned.reason, "zh")


@pytest.mark.parametrize(
    "text", ["没有引号的一段话。", '"只有直引号"', "他说：“明天见。”\n她答：‘好。’\n「是」『嗎』", "it’s"]
)
def test_sound_text_neither_loads_the_model_nor_reads_data(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked for nothing")

    for name in ("choose_place", "read_quoted", "pair_marks"):
        monkeypatch.setattr(quotes, name, refuse)
    assert rebalance_quotes(text) is text


@pytest.mark.parametrize(
    "atom",
    [
        "“",
        "”",
        "“”",
        "“中",
        "“中”",
        '中"“',
        "“中\n",
        "‘’",
        "“「",
        "“中`",
        "``中“",
        "“中$",
        "“中<a",
        '“中="',
        "：”",
        "“中\\",
        '"文',
        '他说"走吧"，我说"好"。',
    ],
)
def test_time_is_linear(atom: str) -> None:
    rebalance_quotes("“中“文”")  # the data are read by now
    text = atom * (80_000 // len(atom))
    start = time.perf_counter()
    rebalance_quotes(text)
    assert time.perf_counter() - start < 2.5  # a second at most on a quiet machine


def test_nested_as_deep_as_one_likes() -> None:
    text = "“" * 40_000 + "中" + "”" * 40_000
    assert rebalance_quotes(text) is text


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib is new in 3.11")
def test_the_weights_are_those_whose_digest_is_recorded() -> None:
    import tomllib

    data = resources.files("zhfix") / "data"
    recorded = tomllib.loads((data / "PROVENANCE.toml").read_text(encoding="utf-8"))["quoteplaces.txt"]
    assert sha256((data / "quoteplaces.txt").read_bytes()).hexdigest() == recorded["sha256"]
    assert len(open_weights()) > 1_000
