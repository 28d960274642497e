"""Blanks: what is left alone, options, how fast the rules are, and their laws."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text, damaged_text
from zhfix import Evidence, Normalizer, OptionError, apply_edits
from zhfix.edits import check_edits
from zhfix.messages import translate
from zhfix.normalizers import fold_spaces, join_spaced_han, join_split_words, space_latin, trim_marks

BLANK = " \t\n\r\xa0\u2003\u3000"
ATOMS = [
    *BLANK, " ", " ", " ", " ", "甲", "我", "们", "今天", "天气", "报告", "很好", "一", "二", "三", "，", "。",
    "：", "（", "）", "《", "》", "“", "”", "、", ",", ".", "a", "Rust", "15%", "3", "@me", "#", "T恤", "の", "한",
    "|", "- ",
]  # fmt: skip
blank_text = st.lists(st.sampled_from(ATOMS), max_size=40).map("".join)
VARIANTS = [
    join_spaced_han,
    join_split_words,
    trim_marks,
    fold_spaces,
    fold_spaces.using(ideographic="space"),
    space_latin,
    space_latin.using(mode="add"),
    space_latin.using(mode="remove"),
]
each_rule = pytest.mark.parametrize("rule", VARIANTS, ids=repr)


@each_rule
@given(blank_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(rule: Normalizer, text: str) -> None:
    edits = rule.edits(text)
    check_edits(text, edits)
    once = apply_edits(text, edits)
    assert rule.edits(once) == []
    assert rule.edits(once, evidence=Evidence(text)) == []


@each_rule
@given(blank_text | any_text)
def test_nothing_but_blanks_changes(rule: Normalizer, text: str) -> None:
    assert "".join(rule(text).split()) == "".join(text.split())
    assert all(not edit.before.strip() and not edit.after.strip() for edit in rule.edits(text))


@given(st.lists(st.sampled_from(["今天", "明天", "公园", "我们", "他", "也", "去", "，"]), min_size=12, max_size=40))
def test_text_cut_into_words_is_left_alone(words: list[str]) -> None:
    text = " ".join([*words, *["我们"] * 8])
    assert join_spaced_han(text) is text
    assert join_split_words(text) is text


def test_blanks_are_added_as_the_page_has_them() -> None:
    page = "我用 Rust 写，他用 Go 写，她用 C 写，大家用 Python 写。"
    forgotten = "谁用Java写？"
    assert space_latin(page + forgotten) == page + "谁用 Java 写？"
    assert space_latin(forgotten, evidence=Evidence(page)) == "谁用 Java 写？"
    assert space_latin(forgotten) is forgotten
    unspaced = page.replace(" ", "") + "谁用 Java 写？"
    assert space_latin(unspaced) is unspaced
    assert space_latin(unspaced, mode="leave") is unspaced


def test_options_are_checked() -> None:
    with pytest.raises(OptionError, match="mode"):
        space_latin("用Rust", mode="pangu")
    with pytest.raises(OptionError, match="ideographic"):
        fold_spaces("甲\u3000乙", ideographic="drop")


def test_what_the_caller_keeps_stays() -> None:
    text = "甲\xa0乙 \n丙\u2003丁\xa0\n"
    assert fold_spaces(text) == "甲 乙\n丙 丁\n"
    assert fold_spaces(text, keep="\xa0") == "甲\xa0乙\n丙 丁\xa0\n"
    assert fold_spaces(text, trailing=False) == "甲 乙 \n丙 丁\xa0\n"


@pytest.mark.parametrize("rule", [join_spaced_han, join_split_words, trim_marks, space_latin, fold_spaces])
def test_other_languages_are_left_alone(rule: Normalizer) -> None:
    for text in (
        "東 京 都 新 宿 区 は ここ です。\nこれ は 日本語 の 文章 です 。",
        "한국어 문장 입니다 。 大韓民國 헌법 제1조",
        "Il a dit\xa0: «\xa0oui\xa0»",
    ):
        assert rule(text) is text


def test_reasons_are_told_in_chinese() -> None:
    (edit,) = join_split_words.edits("这份报 告很长")
    assert (edit.start, edit.end, edit.before, edit.after) == (3, 4, " ", "")
    assert translate(edit.reason, "zh") == "词语中间有空格"


@pytest.mark.parametrize("text", ["没有空格的一段话。", "说 English 的人", "李\u3000明", "目 录"])
def test_sound_text_does_not_load_the_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhfix.rules import _spacing_runs, _spacing_words

    def refuse() -> None:
        raise AssertionError("asked for nothing")

    monkeypatch.setattr(_spacing_runs, "open_model", refuse)
    monkeypatch.setattr(_spacing_words, "open_model", refuse)
    for rule in (join_spaced_han, join_split_words):
        assert rule(text) is text


@each_rule
@pytest.mark.parametrize(
    "atom", ["甲 ", "今天 ", "甲 ，", "（ ", " ", "\u3000", "甲\xa0", "a甲", "a 甲 ", "@a", "甲 \n", "\xa0\n", "，，"]
)
def test_time_is_linear(rule: Normalizer, atom: str) -> None:
    join_spaced_han("本 店 今 日 盘 点")  # the data are read by now
    text = atom * (80_000 // len(atom))
    start = time.perf_counter()
    rule(text + "x")
    assert time.perf_counter() - start < 4  # a second at most on a quiet machine
