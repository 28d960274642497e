"""Byte slips made from sound text with real bytes: what is restored, what is left, and what is said of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhfix
from strategies import read_pairwise
from zhfix.encoding.slip import measure_costs, resync_bytes
from zhfix.encoding.slip_lattice import LEAD, UNREADABLE
from zhfix.encoding.slip_runs import find_runs
from zhfix.encoding.slip_scene import Costs, find_glosses
from zhfix.messages import Reason

SENTENCES = [
    "鎮上的老人都很高興，說這項工程是一件好事，以後出門方便多了。",
    "工廠的負責人表示，新的機器下個月就會運到，工人們正在接受訓練。",
    "今年的收成比往年好，村里准备修一条新的水泥路，大家都愿意出力。",
    "老师带着同学们参观了博物馆，孩子们对古代的铜钟很感兴趣，问个不停。",
]


def slip(text: str, at: int, stop: int) -> str:
    """Lose the lead byte of the character at `at`; ASCII stands at `stop`."""
    return read_pairwise(text[:at].encode("gbk") + text[at:stop].encode("gbk")[1:]) + "7" + text[stop:]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_lost_comma_and_what_follows_come_back(text: str) -> None:
    at = text.index("，")
    fixed = resync_bytes(slip(text, at, at + 9))
    assert fixed[: at + 8] == text[: at + 8]
    assert fixed[at + 8] in (text[at + 8], UNREADABLE)  # of the last character only the lead byte is left
    assert fixed[at + 9 :] == "7" + text[at + 9 :]


@pytest.mark.parametrize("text", SENTENCES[2:])
@pytest.mark.parametrize("sentences", [(0, 0), (12, 12), (0, 40), (40, 0)])
def test_a_slip_in_a_long_line_is_found_where_it_is(text: str, sentences: tuple[int, int]) -> None:
    before, behind = ("".join(SENTENCES[2:]) * (count // 2) for count in sentences)
    at = text.index("，")
    alone = resync_bytes.edits(slip(text, at, at + 9))
    found = resync_bytes.edits(before + slip(text, at, at + 9) + behind)
    assert alone
    assert [(e.start - len(before), e.end - len(before), e.before) for e in found] == [e[:3] for e in alone]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SENTENCES), st.integers(2, 18), st.integers(4, 9))
def test_a_repair_never_makes_it_worse(text: str, at: int, size: int) -> None:
    """Whatever byte was lost: no more characters differ after the repair than before."""
    broken = slip(text, at, at + size)
    fixed = resync_bytes(broken)
    want = text[: at + size] + "7" + text[at + size :]
    if len(fixed) == len(want):
        wrong = [i for i, (a, b) in enumerate(zip(fixed, want, strict=True)) if a != b]
        assert len(wrong) <= 4 or fixed == broken
    assert resync_bytes(fixed) == fixed


def test_the_edit_spans_the_run_and_its_reading() -> None:
    text = "會場裡有蘭花、山茶等！焙蟿(chuàng)嘉園藝公司的作品"
    (edit,) = resync_bytes.edits(text)
    assert (edit.start, edit.end, edit.after) == (10, 21, "。”合創")
    assert edit.before == "！焙蟿(chuàng)"
    assert edit.confidence > 0.9
    assert edit.alternatives


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("會場裡有蘭花、山茶等！焙蟿(chuàng)嘉園藝公司的作品", "slip.lead"),
        ("這份報告由財務部發表，F(xiàn)inTech部門協助", "slip.across"),
        ("本品適\0\0shi)\0\0yong)於605型", "slip.gloss"),
    ],
)
def test_the_reason_is_what_happened(text: str, key: str) -> None:
    (edit,) = resync_bytes.edits(text)
    assert isinstance(edit.reason, Reason)
    assert edit.reason.key == key


def test_what_cannot_be_restored_is_marked_and_the_preset_reports_it() -> None:
    text = slip("秘書長在致辭中說，我們要感謝每一位志工的付出", 8, 13)
    assert resync_bytes(text).count(UNREADABLE) == 1
    result = zhfix.explain(text)
    (edit,) = result.edits
    (finding,) = result.findings
    assert (finding.start, finding.end, finding.rule, finding.lost) == (*edit[:2], "unrecoverable.report_lost", 1)


def test_a_run_that_is_not_sure_enough_is_reported_and_left() -> None:
    data = "收成比往年".encode("gbk")
    text = "今年的" + read_pairwise(data[:1] + data[2:]) + "7好，村里准备修一条新的水泥路，大家都愿意出力。"
    assert resync_bytes.edits(text) == []
    (finding,) = resync_bytes.findings(text)
    assert (finding.start, finding.end, finding.severity) == (3, 7, "warning")
    assert "成比往年" in finding.reason


def test_the_marks_of_the_page_tell_whether_they_were_folded() -> None:
    assert measure_costs("今天,天氣好,我們去玩!").mark_folded < measure_costs("今天，天氣好，我們去玩！").mark_folded


def test_other_losses_in_the_document_decide_a_doubtful_one() -> None:
    line = "努力做到最好”，F(xiàn)場的人都說不錯"
    doubtful = find_runs(line, Costs(trail_lost=9.0, mark_folded=0.7))
    leads = find_runs(line, Costs(trail_lost=9.0, mark_folded=0.7).seen(leads=9, trails=0))
    assert Costs().seen(leads=9, trails=0).trail_lost > Costs().trail_lost
    assert all(run.certainty <= 1 for run in doubtful + leads)
    assert [run.loss for run in leads] == [LEAD]


def test_brackets_that_close_earlier_ones_are_no_torn_readings() -> None:
    whole, torn = find_glosses("他說(我們和you)一起走(zǒu)，因?yàn)檫@")
    assert [gloss.reading for gloss in whole.values()] == ["zǒu"]
    assert [gloss.reading for gloss in torn.values()] == ["yàn"]


def test_text_of_all_debris_takes_no_time() -> None:
    for atom in ("珈慌瑣瘴乩疲", "\ue123鐨?", "業(yà)", "F(xiàn)", "我們(wo)服務(wù)他們，"):
        start = time.process_time()
        resync_bytes(atom * (20_000 // len(atom)))
        assert time.process_time() - start < 5


def test_utf8_read_as_gbk_is_no_slip() -> None:
    broken = "".join(SENTENCES).encode().decode("gbk", "replace")
    assert resync_bytes(broken) == broken
