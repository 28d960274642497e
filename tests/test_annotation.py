"""Readings after characters: what a document says about them, and the laws of the rule."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_second_run
from strategies import any_text, damaged_text
from zhfix import Evidence, apply_edits
from zhfix.messages import translate
from zhfix.normalizers import strip_pinyin
from zhfix.readings import open_readings
from zhfix.rules._annotation_pinyin import find_annotations, find_script, list_annotations, measure_annotations

JUNK = "本園產(chǎn)品種類(lèi)齊全，業(yè)務(wù)遍及各縣(xiàn)，歡(huān)迎來電(diàn)洽詢(xún)。"
CLEAN = "本園產品種類齊全，業務遍及各縣，歡迎來電洽詢。"


@st.composite
def glossed_text(draw: st.DrawFn) -> str:
    """Text full of annotations of every kind, right and wrong, common and rare."""
    parts = []
    for _ in range(draw(st.integers(0, 16))):
        base = draw(st.sampled_from("業務為長行會還數鬣裛中國人有的龜軍务业长艷緯李陳環重了着鵝"))
        readings = open_readings().of(base)
        gloss = draw(st.sampled_from([*readings, readings[0].upper(), "chī", "e", "wu4", "nín hǎo"]))
        form = draw(st.sampled_from(["{}({})", "{}（{}）", "{}({} )", "{}", "，{}", "讀作{}({})", "「{}({})」\n"]))
        parts.append(form.format(base, gloss))
    return "".join(parts)


@given(glossed_text() | damaged_text | any_text)
def test_a_second_run_finds_nothing(text: str) -> None:
    check_second_run(strip_pinyin, text)


@given(glossed_text())
def test_only_brackets_with_a_reading_go(text: str) -> None:
    edits = strip_pinyin.edits(text)
    assert apply_edits(text, edits) == strip_pinyin(text)
    for edit in edits:
        assert edit.after == ""
        assert edit.before[0] in "(（"
        assert edit.before[-1] in ")）"
        assert open_readings().fits(text[edit.start - 1], edit.before[1:-1].strip())
        assert 0.5 < edit.confidence < 1


def test_edits_say_why_in_both_languages() -> None:
    (edit,) = strip_pinyin.edits("售後服務(wù)熱線全年無休")
    assert (edit.start, edit.end, edit.before, edit.after) == (4, 8, "(wù)", "")
    assert edit.reason == "the reading (wù) was written after 務 by a converter"
    assert translate(edit.reason, "zh") == "“務”后的注音“(wù)”是转换程序写入的"


def test_the_document_decides() -> None:
    rare = "園中有鬣(liè)狗"
    assert strip_pinyin(rare) == rare
    listed = "柳(liǔ)\n"
    assert strip_pinyin(listed) == listed
    mid = "隊伍由駝(tuó)夫帶領"  # stays alone, goes on a converter's page
    assert strip_pinyin(mid) == mid
    assert strip_pinyin(f"{JUNK}{mid}") == f"{CLEAN}隊伍由駝夫帶領"


def test_a_gloss_on_a_page_of_a_converter_stays() -> None:
    text = JUNK + "古人稱書香為裛(yì)香。"
    assert strip_pinyin(text) == CLEAN + "古人稱書香為裛(yì)香。"


def test_evidence_of_other_fields_counts() -> None:
    field = "由駝(tuó)夫帶領"
    assert strip_pinyin(field) == field
    assert strip_pinyin(field, evidence=Evidence.gather([JUNK, field])) == "由駝夫帶領"


def test_a_reading_that_does_not_fit_is_reported_on_a_page_of_a_converter_only() -> None:
    text = JUNK + "焙蟿(chuàng)新"
    (finding,) = strip_pinyin.findings(text)
    assert text[finding.start : finding.end] == "(chuàng)"
    assert not finding.fixable
    assert strip_pinyin.findings("我喜欢（chī）苹果") == []


@pytest.mark.parametrize(
    ("text", "script"), [("服務周到，歡迎參觀", "T"), ("服务周到，欢迎参观", "S"), ("人山人海", ""), ("", "")]
)
def test_script_of_a_document(text: str, script: str) -> None:
    assert find_script(text) == script


def test_a_converter_speaks_louder_the_more_it_wrote() -> None:
    assert measure_annotations(CLEAN).total == 0
    assert measure_annotations(JUNK * 3).total > measure_annotations(JUNK).total > 10
    assert measure_annotations("罗袖裛（yì）残香，醪（láo）浊不堪饮").total < -5


@given(
    st.lists(st.sampled_from([JUNK, CLEAN, "業(yè)", "長(cháng)(cháng)", "讀作裛(yì)", "，\n"]), min_size=1),
    st.integers(1, 60),
)
def test_what_the_sample_knows_is_not_found_again(pieces: list[str], cut: int) -> None:
    piece = "".join(pieces)
    text = piece * (1 + 4_000 // len(piece))
    sample = text[: 2_000 + cut]
    verdict = measure_annotations(sample)
    assert list_annotations(text, sample, verdict) == find_annotations(text, verdict.script)


def test_sample_page_keeps_only_the_two_readings_beside_slips(shared: Path) -> None:
    text = (shared / "samples" / "seed-news.txt").read_text(encoding="utf-8")
    assert len(strip_pinyin.edits(text)) == 193
    left = re.findall(r"..\([a-zà-ǜ]+\)", strip_pinyin(text))
    assert left == ["焙蟿(chuàng)", ",F(xiàn)"]


@pytest.mark.parametrize("atom", ["業(yè)", "業(ye", "（", "業(", "長(cháng)長(zhǎng)", "您好（nín hǎo"])
def test_long_text_takes_a_moment(atom: str) -> None:
    strip_pinyin("業(yè)")  # reads its data
    text = atom * (80_000 // len(atom))
    start = time.perf_counter()
    strip_pinyin(text)
    assert time.perf_counter() - start < 4  # 0.5 s on an idle machine
