# ruff: noqa: RUF001 - fullwidth characters are what is tested here
"""Punctuation: options, what is reported and left, and the laws of the rules."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_second_run
from strategies import any_text, damaged_text
from zhfix import Normalizer, OptionError
from zhfix.normalizers import collapse_marks, normalize_dashes, normalize_ellipses, normalize_interpuncts

RULES = [normalize_ellipses, normalize_dashes, normalize_interpuncts, collapse_marks]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)

PIECES = [
    *json.loads(Path(__file__).with_name("untidy_pieces.json").read_text(encoding="utf-8")),
    *"甲乙他,.;:!?，。；：！？、…⋯·・．•‧-—─― \n1aか”",
    *("...", "。。。", "--", "──", " -  - ", ". . .", "……", "——"),
]
crowded_text = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


@each_rule
@given(text=crowded_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(rule: Normalizer, text: str) -> None:
    check_second_run(rule, text)


@each_rule
@given(text=crowded_text)
def test_letters_stay(rule: Normalizer, text: str) -> None:
    assert re.findall(r"[^\W_]", rule(text)) == re.findall(r"[^\W_]", text)


def test_regions_have_their_dots() -> None:
    text = "约翰•洛克、约翰‧洛克、约翰·洛克"
    assert normalize_interpuncts(text) == "约翰·洛克、约翰·洛克、约翰·洛克"
    assert normalize_interpuncts(text, region="TW") == "约翰‧洛克、约翰‧洛克、约翰·洛克"
    with pytest.raises(OptionError):
        normalize_interpuncts(text, region="US")


def test_how_many_marks_stay() -> None:
    text = "来啊！！！！走？？坐，，"
    assert collapse_marks(text) == "来啊！！！走？？坐，"
    assert collapse_marks(text, most=1) == "来啊！走？坐，"
    assert collapse_marks(text, most=9) == "来啊！！！！走？？坐，"
    for wrong in (0, "3"):
        with pytest.raises(OptionError):
            collapse_marks(text, most=wrong)


@pytest.mark.parametrize(
    ("text", "spans"), [("来了。，坐", [(2, 4)]), ("来了：，坐", [(2, 4)]), ("来了，坐", []), ("来了，，坐", [])]
)
def test_what_nobody_can_tell_is_reported(text: str, spans: list[tuple[int, int]]) -> None:
    assert [(x.start, x.end) for x in collapse_marks.findings(text)] == spans


@each_rule
@pytest.mark.parametrize(
    "atom",
    ["甲...", "...", ". ", "--", "甲--", "—", "甲•", "·", "。，", "甲，，", "！？", "…甲", "甲 -- ", "、", "…\n"],
)
def test_long_text_takes_a_moment(rule: Normalizer, atom: str) -> None:
    text = atom * (80_000 // len(atom))
    start = time.process_time()
    rule(text)
    assert time.process_time() - start < 4  # 0.4 s at most on an idle machine


@each_rule
@pytest.mark.parametrize("name", ["other-japanese", "other-korean", "other-french"])
def test_other_languages_stay(shared: Path, rule: Normalizer, name: str) -> None:
    lines = (shared / "corpora" / "devtest" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    changed = [line for line in lines if rule(line) != line]
    assert len(changed) <= 0.002 * len(lines), changed[:5]
