"""Reports: what they show of one text and of many, whatever the texts say; HTML in a browser is in another file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import zhfix
from laws import least_time
from strategies import damaged_text, small_text, sound_edits
from zhfix.edits import Edit, Finding, apply_edits
from zhfix.excerpts import NEAR, cut_excerpts, restore_text
from zhfix.report import FORMATS, collection, write_report
from zhfix.report.collection import Collection
from zhfix.report.rows import LONGEST, ROW, Hunk, cut_hunks
from zhfix.report.view import make_view
from zhfix.result import Result

STRIP = "annotation.strip_pinyin"


def damage(count: int, sound: str = "春天的公園裡有很多人。\n") -> Result:
    """Return a result with so many edits, each behind its own line of sound text."""
    line = sound + "服務(wù)"
    size = len(line)
    edits = tuple(Edit(i * size + size - 4, (i + 1) * size, "(wù)", "", STRIP, 0.99, "why") for i in range(count))
    return Result(line * count, apply_edits(line * count, edits), edits)


def joined(hunks: list[Hunk], side: str) -> str:
    return "".join(piece.text for hunk in hunks for row in hunk.rows for piece in getattr(row, side))


def flat(text: str) -> str:
    return re.sub(r"[\r\n]", "", text)


# --- rows ------------------------------------------------------------------------------


@st.composite
def repaired(draw: st.DrawFn) -> Result:
    """Any text with any sound edits, which may join lines and split them."""
    text = draw(st.lists(small_text | st.sampled_from(("\n", "\r\n", "\n\n")) | damaged_text, max_size=8).map("".join))
    edits = draw(sound_edits(text))
    return Result(text, apply_edits(text, edits), tuple(edits))


@given(repaired())
def test_all_rows_together_are_both_texts(result: Result) -> None:
    hunks = list(cut_hunks(result.source, result.edits, None))
    assert flat(joined(hunks, "old")) == flat(result.source)
    assert flat(joined(hunks, "new")) == flat(result.text)


@given(repaired(), st.integers(0, 2))
def test_each_edit_is_shown_once_in_its_line_and_nothing_else_is_lost(result: Result, context: int) -> None:
    hunks = list(cut_hunks(result.source, result.edits, context))
    rows = [row for hunk in hunks for row in hunk.rows]
    pieces = [piece for row in rows for piece in row.old if piece.edit >= 0]
    assert [piece.edit for piece in pieces] == list(range(len(result.edits)))
    assert [piece.text for piece in pieces] == [edit.before for edit in result.edits]
    for row in rows:
        number = next((piece.edit for piece in row.old if piece.edit >= 0), None)
        if row.line and number is not None:
            before = row.old[: [piece.edit for piece in row.old].index(number)]
            start = result.edits[number].start - len("".join(piece.text for piece in before))
            assert row.line == result.source.count("\n", 0, start) + 1
    assert sum(hunk.characters for hunk in hunks) + len(flat(joined(hunks, "old"))) <= len(result.source)


def test_lines_are_counted_where_edits_join_and_split_them() -> None:
    source = "一\n二\n三四\n五\n"
    edits = (Edit(1, 2, "\n", "", "a.b"), Edit(5, 5, "", "\n", "a.b"), Edit(7, 8, "五", "伍", "a.b"))
    (hunk,) = cut_hunks(source, edits)
    assert [(row.line, "".join(piece.text for piece in row.old)) for row in hunk.rows] == [
        (1, "一\n二"),
        (3, "三四"),
        (4, "五"),
    ]
    assert ["".join(piece.text for piece in row.new) for row in hunk.rows] == ["一二", "三\n四", "伍"]


def test_lines_far_from_edits_are_left_out_and_counted() -> None:
    source = "一行\n" * 100 + "務(wù)\n" + "一行\n" * 50
    hunks = list(cut_hunks(source, (Edit(301, 305, "(wù)", "", STRIP),), 3))
    assert [(hunk.lines, [row.line for row in hunk.rows]) for hunk in hunks] == [
        (97, [98, 99, 100, 101, 102, 103, 104]),
        (47, []),
    ]


@given(st.text("一二\n", max_size=4_000), st.lists(st.integers(0, 4_000), max_size=4))
def test_excerpts_show_an_edit_as_the_whole_text_does(text: str, places: list[int]) -> None:
    edits = [Edit(at, at + 1, text[at], "三", STRIP) for at in sorted(set(places)) if at < len(text)]
    restored = restore_text(cut_excerpts(text, [edit[:2] for edit in edits]), len(text), text.count("\n"))
    assert list(cut_hunks(restored, edits)) == list(cut_hunks(text, edits)) or not edits


def test_excerpts_are_what_stands_around_and_no_more() -> None:
    text = "一行\n" * 5_000
    assert sum(len(each[3]) for each in cut_excerpts(text, [(6_000, 6_001), (6_001, 6_002), (9_000, 9_001)])) < 60
    assert cut_excerpts(text, []) == []


def test_one_long_line_is_cut_into_rows_near_its_edits() -> None:
    result = damage(500, "天" * 900)
    hunks = list(cut_hunks(result.source, result.edits))
    sizes = [sum(len(piece.text) for piece in row.old) for hunk in hunks for row in hunk.rows]
    assert {row.line for hunk in hunks for row in hunk.rows} == {0}  # none begins the line
    assert max(sizes) <= ROW + 8
    assert sum(sizes) <= 500 * (2 * NEAR + 8)
    assert sum(hunk.characters for hunk in hunks) + sum(sizes) == len(result.source)


def test_an_endless_edit_is_shortened_and_says_by_how_much() -> None:
    result = Result("鐨" * 100_000, "的", (Edit(0, 100_000, "鐨" * 100_000, "的", "mojibake.repair_mojibake"),))
    for form in FORMATS:
        report = write_report(result, form)
        assert len(report) < 60_000
        assert f"(+{100_000 - LONGEST:,})" in report.replace("&#40;", "(").replace("&#41;", ")")


# --- formats ---------------------------------------------------------------------------


@given(damaged_text, damaged_text, st.sampled_from(FORMATS), st.sampled_from(("en", "zh")))
def test_any_text_can_be_reported_and_no_control_gets_through(text: str, name: str, form: str, language: str) -> None:
    result = zhfix.explain(text)
    report = write_report({name: result, "": result}, form, language=language)
    report.encode()
    if form == "ansi":
        report = re.sub(r"\x1b\[(?:0|1|2|31|32|33)m", "", report)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", report)


def test_text_tells_change_rule_confidence_reason_and_alternatives() -> None:
    edit = Edit(2, 6, "(wù)", "", STRIP, 0.9, "no word", ("甲", "\u200b"))
    found = Finding(0, 1, "unrecoverable.report_lost", "error", "lost")
    result = Result("服務(wù)\n", "服務\n", (edit,), (found,))
    lines = write_report({"a\x1b[31m.txt": result}, "text").splitlines()
    assert lines[:7] == [
        "a<U+001B>[31m.txt  Repaired 1 · Left alone 1",
        "- 服務(wù)",
        "+ 服務",
        f'      1:3  {STRIP}  0.90  "(wù)" -> ""',
        "          no word",
        '          Or it was: "甲", "<U+200B>"',
        "  1:1  error  unrecoverable.report_lost  服務(wù)",
    ]
    assert "\x1b[31m(wù)\x1b[0m" in write_report(result, "ansi")
    assert "\x1b" not in write_report(result, "text")


def cells(markdown: str) -> list[list[str]]:
    """Return the rows of all tables, as a reader of Markdown sees them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append("".join(child.content for child in token.children or ()))
            assert all(child.type == "text" for child in token.children or ())
    return rows


@given(st.text("|`*_<>[]()\\&#;!~a \n甲", min_size=1, max_size=12), st.text("|`*_<\\ \n$a", max_size=6))
def test_tables_of_markdown_hold_whatever_the_text_says(before: str, after: str) -> None:
    if before == after:
        after += "x"
    result = Result(before, after, (Edit(0, len(before), before, after, "my.rule", 0.5, before),))
    (row,) = (row for row in cells(write_report({before: result}, "markdown")) if row[:1] == ["1:1"])
    shown = [text.replace("\n", "<U+000A>") for text in (before, after)]
    edges = [re.sub("^ +| +$", lambda match: "␣" * len(match[0]), text) or "∅" for text in shown]
    assert row[1:5] == [*edges, "my.rule", "0.50"]
    assert row[5] == shown[0].strip(" ")


def test_options_that_mean_nothing_are_refused() -> None:
    with pytest.raises(zhfix.OptionError, match="unknown format 'pdf'"):
        write_report(damage(1), "pdf")
    with pytest.raises(zhfix.OptionError, match="unknown language 'de'"):
        write_report(damage(1), language="de")


def test_reasons_and_labels_come_in_the_language_asked_for() -> None:
    result = zhfix.explain("展覽館的志工服務(wù)隊(duì)今天開(kāi)始工作。")
    for form in FORMATS:
        report = write_report(result, form, language="zh")
        assert "转换程序" in report
        assert "未改动" in report
        assert "converter" not in report


# --- many texts, and long ones -----------------------------------------------------------


def test_a_collection_counts_all_and_keeps_the_worst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "MOST_FILES", 3)
    monkeypatch.setattr(collection, "MOST_EDITS", 12)
    with Collection() as gathered:
        for count in (1, 7, 0, 2, 5, 3, 7):
            gathered.add(make_view(f"{count}.txt", damage(count), "en"))
        assert (gathered.files, gathered.damaged, gathered.repaired, gathered.left) == (7, 6, 25, 0)
        assert [entry.name for entry in gathered.list_worst()] == ["7.txt", "7.txt", "5.txt"]
        assert [entry.name for entry in gathered.list_shown()] == ["7.txt"]
        assert gathered.read_view(gathered.list_shown()[0]).repaired == {STRIP: 7}
        ((rule, tally),) = gathered.list_rules()
        assert (rule, tally.repaired, tally.files, len(tally.examples)) == (STRIP, 25, 6, 3)
        assert sum(gathered.shares.values()) == 7


def test_shares_count_each_damaged_character_once() -> None:
    edits = (Edit(1, 3, "乙丙", "x", "my.rule"), Edit(5, 5, "", "y", "my.rule"))
    source = "甲乙丙丁戊己庚"
    found = (
        Finding(0, 3, "a.rule", "error", ""),
        Finding(3, 4, "a.rule", "info", ""),
        Finding(6, 7, "a.rule", "warning", ""),
    )
    view = make_view("", Result(source, apply_edits(source, edits), edits, found), "en")
    assert (view.damaged, view.characters) == (5, 7)


def test_what_is_only_worth_a_look_makes_no_text_damaged() -> None:
    text = "他說：“明天再來。"
    open_quote = Result(text, text, (), (Finding(3, 4, "quotes.rebalance_quotes", "info", "no other mark"),))
    for form in FORMATS:
        report = re.sub("<[^>]*>|\x1b\\[[0-9]*m", "", write_report({"a": open_quote}, form))
        assert re.search(r"Damaged texts\W*0 ", report)
        assert "no other mark" in report


@pytest.mark.parametrize("form", FORMATS)
def test_time_grows_with_the_number_of_edits(form: str) -> None:
    few, many = damage(1_000), damage(8_000)
    write_report(few, form)
    assert least_time(lambda: write_report(many, form), 2) < 16 * least_time(lambda: write_report(few, form), 2)


def test_more_edits_than_can_be_read_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhfix.report.view.MOST_EDITS", 50)
    for form in FORMATS:
        report = write_report(damage(1_200), form)
        assert "1,150 more edits are not shown" in report
        assert "1,200" in report


def test_html_names_nothing_outside_of_itself() -> None:
    html = write_report(damage(3))
    assert "http" not in html.replace("http-equiv", "")
    assert not re.search(r"<(?:link|img|iframe|object|base)\b|\bsrc=|@import|url\((?!\"#)", html)
    assert html.count("<script") == 1
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_html_needs_no_script_to_be_read() -> None:
    html = write_report(damage(3))
    body = html[: html.rindex("<script")]
    assert len(re.findall(r"<del [^>]*>\(wù\)</del>", body)) == 3
    assert 'data-w="why"' in body


def test_templates_are_part_of_the_package() -> None:
    folder = Path(zhfix.__file__).parent / "report" / "templates"
    assert {path.name for path in folder.iterdir()} == {"page.html.jinja", "page.css", "page.js"}
