"""Line ends, wrapped lines and indents: their options, their laws, and how much is joined of what was wrapped."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_second_run
from strategies import any_text, damaged_text
from zhfix import Evidence, OptionError
from zhfix.messages import translate
from zhfix.normalizer import Normalizer
from zhfix.normalizers import indent_paragraphs, join_wrapped_lines, normalize_line_ends
from zhfix.rules._lines_kinds import count_columns
from zhfix.rules.lines import find_dominant_end, is_spaced

RULES = [
    normalize_line_ends,
    normalize_line_ends.using(ends="crlf"),
    join_wrapped_lines,
    indent_paragraphs,
    indent_paragraphs.using(mode="add"),
    indent_paragraphs.using(mode="remove"),
]
PROSE = (
    "去年冬天，河边的老厂房改成了一座小剧场，每到周末就有附近学校的学生来排戏。看门的老人起初嫌他们太吵，"
    "后来渐渐听出了门道，遇到哪一句台词念得不顺，他还会从传达室里探出头来，提醒一声。到了春天，剧场第一次"
    "公开演出，票价只要十块钱，来看戏的大多是住在附近的居民，有人还把自家的小板凳也带来了。演到一半忽然停电，"
    "大家便打着手电筒把剩下的半场看完，谁也没有提前离开。"
)
ATOMS = [
    *("　　", "    ", "\t", "\xa0", " ", "\n", "\n", "\n\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "é", "\x80"),
    *(
        "1. ",
        "- ",
        "# ",
        "|",
        "“",
        "”",
        "：",
        "。",
        "，",
        "甲：",
        "a",
        "word",
        "inter-",
        "7",
        "水",
        "中国",
        "白日依山尽",
    ),
    *(PROSE[at : at + 33] for at in range(0, 132, 33)),
    *(PROSE[at : at + 20] + "\n" for at in range(0, 120, 20)),
    *(PROSE[at : at + 20] + "\r\n" for at in range(120, 160, 20)),
]
broken_text = st.lists(st.sampled_from(ATOMS), max_size=24).map("".join)


def wrap(text: str, columns: int) -> str:
    """Break a text as programs do that know only columns."""
    lines = [""]
    for char in text:
        if count_columns(lines[-1] + char) > columns:
            lines.append("")
        lines[-1] += char
    return "\n".join(lines)


@pytest.mark.parametrize("rule", RULES, ids=repr)
@given(text=broken_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(rule: Normalizer, text: str) -> None:
    check_second_run(rule, text)


@pytest.mark.parametrize("rule", RULES, ids=repr)
@given(text=broken_text | damaged_text)
def test_nothing_but_blanks_and_line_ends_changes(rule: Normalizer, text: str) -> None:
    # A hyphen goes where the text has the word without it.
    assert rule(text).replace("\x85", "").split() == text.replace("\x85", "").split() or rule is join_wrapped_lines
    assert "".join(rule(text).split()).replace("-", "") == "".join(text.split()).replace("-", "")


@pytest.mark.parametrize("columns", [32, 36, 40, 50, 60, 72, 76, 78])
def test_wrapped_prose_comes_back(columns: int) -> None:
    text = wrap(PROSE, columns)
    joined = join_wrapped_lines(text)
    assert joined.replace("\n", "") == PROSE
    # What may stay is a break behind a full stop, which may be that of a paragraph, and one that reads on badly.
    assert sum(line[-1] != "。" for line in joined.split("\n")) <= 1
    assert join_wrapped_lines(f"{text}\n\n{text}").count("\n") <= 4


@pytest.mark.parametrize("size", range(4, 26))
def test_lines_that_end_with_what_they_say_stay(size: int) -> None:
    """Lines of a list or of verse: of one width, and each whole."""
    clauses = PROSE.replace("。", "，").split("，")
    text = "\n".join(clause for clause in clauses if abs(len(clause) - size) < 2)
    assert join_wrapped_lines(text) is text
    text = "\n".join(a + "，" + b for a, b in pairwise(clauses) if abs(len(a + b) - size) < 2)
    assert join_wrapped_lines(text) is text


def test_short_fields_share_the_width_of_their_document() -> None:
    whole = wrap(PROSE, 40)
    short = "那天以后，老人在传达室门口挂了一块小黑板，\n写上当天的戏名。"
    assert join_wrapped_lines(short) is short
    assert join_wrapped_lines(short, evidence=Evidence(whole)) == short.replace("\n", "")


def test_the_ends_asked_for() -> None:
    text = "甲\r\n乙\n丙\r丁"
    assert normalize_line_ends(text) == "甲\n乙\n丙\n丁"
    assert normalize_line_ends(text, ends="crlf") == "甲\r\n乙\r\n丙\r\n丁"
    assert normalize_line_ends(text, ends="cr") == "甲\r乙\r丙\r丁"
    with pytest.raises(OptionError, match="lf"):
        normalize_line_ends(text, ends="unix")


def test_the_dominant_end_is_that_of_the_document() -> None:
    assert normalize_line_ends("甲\n乙", evidence=Evidence("一\r\n二\r\n")) == "甲\r\n乙"
    assert find_dominant_end("") == "\n"
    assert find_dominant_end("\r\r\n\n\r\r") == "\r"


def test_modes_of_the_indent() -> None:
    text = "題目\n\n　　水庫昨天開始放水，下游的村莊都接到了通知。\n今天雨停了，河水慢慢退了下去，路也通了。\n- 通知。"
    assert indent_paragraphs(text) is text
    assert indent_paragraphs(text, mode="add") == text.replace("\n今", "\n　　今")
    assert indent_paragraphs(text, mode="remove") == text.replace("　　", "")
    with pytest.raises(OptionError, match="mode"):
        indent_paragraphs(text, mode="two")


def test_a_line_that_goes_on_is_not_set_in() -> None:
    text = "水庫昨天放水。下游的三個村莊一早都\n接到了通知。今天雨停了，河水慢慢退去。"
    assert indent_paragraphs(text, mode="add") == "　　" + text


def test_blanks_between_han_and_latin_are_those_of_the_document() -> None:
    assert is_spaced("用 Python 写 3 行")
    assert not is_spaced("用Python写 3 行，再用C写")
    assert not is_spaced("")


def test_reasons_in_both_languages() -> None:
    (edit,) = normalize_line_ends.edits("甲\n乙\n丙\u2028丁")
    assert edit.reason == "U+2028 ends a line that should end with LF"
    assert translate(edit.reason, "zh") == "以 U+2028 换行，应为 LF"


@pytest.mark.parametrize(
    "atom",
    ["\r", "\r\n", "\x85", "中\n", "中 ", "　", "\n　", "1\n", "a-\n", "“", "《" * 30 + "\n", PROSE[:36] + "\n"],
)
@pytest.mark.parametrize("rule", RULES, ids=repr)
def test_long_text_takes_a_moment(rule: Normalizer, atom: str) -> None:
    text = atom * (80_000 // len(atom))
    join_wrapped_lines(wrap(PROSE, 40))  # reads its data
    start = time.perf_counter()
    rule(text)
    assert time.perf_counter() - start < 4  # 0.3 s on an idle machine
