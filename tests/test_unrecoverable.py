"""What is lost for good is reported where it is, with an estimate; text that talks about it is not damage."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import zhfix
from laws import least_time
from strategies import any_text, damaged_text
from zhfix.messages import Reason
from zhfix.rules._lost_shapes import (
    DOUBLE_BYTE,
    SINGLE_BYTE,
    _list_fills,
    _list_shapes,
    decode_sloppily,
    find_pieces,
    may_hold_debris,
)
from zhfix.rules.unrecoverable import report_lost

PROSE = "社区活动中心下周搬到新楼办公请大家相互转告谢谢"
han = st.text(st.sampled_from(PROSE), min_size=4, max_size=20)


def lose(text: str, encoding: str = "gbk") -> str:
    """Read bytes of two-byte text as UTF-8, as programs do that take all text for UTF-8."""
    return text.encode(encoding).decode("utf-8", "replace")


@given(text=han, codec=st.sampled_from(sorted(DOUBLE_BYTE)))
def test_lost_text_is_found_in_every_page_of_two_bytes(text: str, codec: str) -> None:
    debris = lose(text).encode().decode(codec, "replace")
    found = report_lost.findings(f"<p>{debris}</p>")
    assert found
    assert {finding.severity for finding in found} == {"error"}
    assert sum(finding.end - finding.start for finding in found) >= 0.6 * len(debris)
    # An estimate from below: what bytes happened to be UTF-8, or ASCII, is not counted.
    assert 0.4 * len(text) <= sum(finding.lost for finding in found) <= 1.1 * len(text)


@given(text=han, codec=st.sampled_from(sorted(SINGLE_BYTE)), layers=st.integers(1, 2))
def test_and_in_every_page_of_one_byte_read_once_or_twice(text: str, codec: str, layers: int) -> None:
    debris = lose(text).replace("?", "")
    assume("\ufffd\ufffd" in debris)
    for _ in range(layers):
        debris = decode_sloppily(debris.encode(), codec)
    found = report_lost.findings(f"name: {debris};")
    assert found
    assert {finding.severity for finding in found} == {"error"}


@pytest.mark.parametrize("codec", sorted(DOUBLE_BYTE))
def test_the_page_is_named(codec: str) -> None:
    (finding,) = report_lost.findings(("\ufffd" * 6).encode().decode(codec))
    assert isinstance(finding.reason, Reason)
    assert finding.reason.values["page"] == DOUBLE_BYTE[codec]
    assert (finding.start, finding.end, finding.lost) == (0, 9, 3)


def test_every_shape_passes_the_probe() -> None:
    shapes = [*_list_shapes(), *(char * 3 for char, _, _ in _list_fills()), "\ufffd", "????", "□□", "甲〓乙"]
    shapes += [(b"\xef\xbf\xbd" * 2).decode(codec) for codec in DOUBLE_BYTE]
    for shape in shapes:
        assert may_hold_debris(shape), shape
        assert list(find_pieces(shape)), shape


@given(text=damaged_text | any_text)
def test_nothing_is_changed_and_every_finding_is_in_a_line(text: str) -> None:
    assert report_lost(text) is text
    at = 0
    for finding in report_lost.findings(text):
        assert at <= finding.start < finding.end
        assert "\n" not in text[finding.start : finding.end]
        assert finding.severity in {"error", "warning", "info"}
        assert finding.lost >= 0
        at = finding.end


@given(text=st.text(st.sampled_from("abc 12,.()甲乙丙我们的今天在，。！锟拷斤烫屯占蕭踝申緒ø¿©\n")))
def test_single_characters_of_debris_are_no_debris(text: str) -> None:
    assume(not any(part in text for part in ("锟斤", "拷锟", "斤拷", "烫烫烫", "屯屯屯", "锟锟", "拷拷")))
    assume(text.count("锟") < 2)
    assert report_lost.findings(text) == []


# --- talked about or damaged ----------------------------------------------------------------


@pytest.mark.parametrize("marks", ["“”", "「」", "『』", "《》", '""', "（）", "[]", "``", "//"])
def test_a_quoted_term_is_not_damage(marks: str) -> None:
    assert report_lost.findings(f"老师讲了{marks[0]}锟斤拷{marks[1]}这三个字是怎么来的") == []


def test_a_quoted_unit_with_nothing_around_it_may_be_either() -> None:
    (finding,) = report_lost.findings('title = "锟斤拷"')
    assert (finding.severity, finding.lost) == ("info", 1)


def test_much_of_it_is_damage_in_quotation_marks_too() -> None:
    (finding,) = report_lost.findings("标题“锟斤拷锟斤拷锟斤拷锟斤拷”")
    assert (finding.severity, finding.lost) == ("error", 4)


def test_a_document_that_explains_garbling_has_examples() -> None:
    example = "锟斤拷锟斤拷锟斤拷锟斤拷"
    article = f"网页上的乱码“锟斤拷”是怎么来的？\n\n{example}\n\n上面就是一例。"
    assert [finding.severity for finding in report_lost.findings(article)] == ["info"]
    assert [finding.severity for finding in report_lost.findings(example)] == ["error"]
    evidence = zhfix.Evidence(article)
    assert [finding.severity for finding in report_lost.findings(example, evidence=evidence)] == ["info"]


def test_half_destroyed_text_is_damage_whatever_the_line_says() -> None:
    (finding,) = report_lost.findings("乱码：锟斤拷锟叫癸拷锟斤拷")
    assert (finding.start, finding.end, finding.severity) == (3, 13, "error")


# --- in the preset ----------------------------------------------------------------------------


def test_the_preset_reports_once_what_repairs_had_to_leave() -> None:
    text = "這裡有一個��，原因不明"
    (finding,) = zhfix.detect(text)
    assert (finding.start, finding.end, finding.rule, finding.lost) == (5, 7, report_lost.rule, 1)
    assert zhfix.fix(text) is text


def test_protected_spans_are_not_reported() -> None:
    assert zhfix.detect("请看代码 `s = '锟斤拷锟斤拷锟斤拷'` 的输出") == []


@pytest.mark.parametrize(
    "atom", ["锟", "锟斤拷，", "拷锟", "\ufffd甲", "“锟斤拷” ", "?? ", "烫烫烫 ", "〓甲", "ï¿½", "甲??乙", "癸拷甲锟叫"]
)
def test_time_is_linear(atom: str) -> None:
    short = atom * (10_000 // len(atom))
    small, large = least_time(lambda: report_lost.findings(short)), least_time(lambda: report_lost.findings(short * 4))
    assert large < max(1.0, 8 * small)
