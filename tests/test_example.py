"""The page that ``make demo`` shows: what is repaired in it, by which rule, and what is left."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import zhfix

EXAMPLES = Path(__file__).parents[1] / "examples"


def read(name: str) -> str:
    return EXAMPLES.joinpath(name).read_bytes().decode()


def test_the_example_page_is_repaired_as_shown() -> None:
    result = zhfix.explain(read("damaged-news.txt"))
    assert result.text == read("repaired-news.txt")
    assert Counter(edit.rule for edit in result.edits) == {
        "annotation.strip_pinyin": 28,
        "invisible.strip_controls": 3,
        "quotes.rebalance_quotes": 1,
        "script.unify_script": 6,
        "slip.resync_bytes": 2,
    }
    assert result.findings == ()
    assert result.undo() == result.source


def test_the_example_page_holds_the_damage_that_it_is_for() -> None:
    damaged, repaired = read("damaged-news.txt"), read("repaired-news.txt")
    for before, after in (
        ("!狈⻊(wù)臺前", "。”服務臺前"),
        ("”,F(xiàn)場", "”。現場"),
        ("“樣板園”、“", "“樣板園””、“"),
        ("品\N{ZERO WIDTH SPACE}牌要靠", "品牌要靠"),
        ("增加收入\x08\x05!", "增加收入!"),
    ):
        assert damaged.count(before) == 1
        assert before not in repaired
        assert repaired.count(after) == 1


def test_the_repaired_example_is_sound() -> None:
    repaired = read("repaired-news.txt")
    assert zhfix.fix(repaired) is repaired
    assert zhfix.detect(repaired) == []
