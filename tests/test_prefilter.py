"""What the prefilter leaves out has nothing to find: that is all it promises, and all that it may ever do."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given

import zhfix
from strategies import any_text, damaged_text
from test_cases import CASES
from zhfix import Edit, Evidence, Pipeline
from zhfix.normalizer import Normalizer, normalizer
from zhfix.prefilter import Prefilter
from zhfix.presets import PRESETS
from zhfix.selection import open_rules

RULES = tuple(open_rules().values())
PREFILTER = Prefilter(RULES)
FROM_ELSEWHERE = (
    Evidence("會議結束後，大家都願意參加這個討論。" * 40),
    Evidence("会议结束后，大家都愿意参加这个讨论。" * 40),
)


def find_missed(text: str) -> list[str]:
    """Return the rules that find something in `text` and are not chosen, alone or with evidence from elsewhere."""
    missed = []
    for chosen, evidences in (
        (PREFILTER.choose(text), (Evidence(text),)),
        (PREFILTER.choose(text, alone=False), FROM_ELSEWHERE),
    ):
        left_out = (rule for i, rule in enumerate(RULES) if i not in chosen)
        missed += [rule.rule for rule in left_out for evidence in evidences if rule.find(text, evidence=evidence)]
    return missed


@pytest.mark.parametrize("text", sorted({case["text"] for case in CASES}))
def test_no_case_is_missed(text: str) -> None:
    assert not find_missed(text)


@given(damaged_text)
def test_no_damage_is_missed(text: str) -> None:
    assert not find_missed(text)


@given(any_text)
def test_nothing_is_missed_in_any_text(text: str) -> None:
    assert not find_missed(text)


@pytest.mark.parametrize(
    "text", ["", "这段文字没有坏。", "第12届会议，2026年11月召开；地点：北京、上海！", "這段文字也沒有。"]
)
def test_sound_text_is_decided_by_the_scan(text: str) -> None:
    assert Prefilter(PRESETS["repair"]).choose(text) == ()


@normalizer(probe="甲")
def _keep_asking(text: str) -> Iterator[Edit]:
    yield Edit(0, 1, text[:1], "乙", "test.keep_asking")


def test_what_says_nothing_of_its_signs_is_always_asked() -> None:
    inner = Pipeline([])
    steps: Sequence[object] = (_keep_asking, inner, str.strip, PRESETS["repair"][0])
    assert Prefilter(steps).choose("沒有") == (0, 1, 2)
    assert Prefilter(()).choose("沒有") == ()


def test_several_groups_are_all_wanted_of_a_text_that_stands_alone() -> None:
    rule = Normalizer(_keep_asking.__wrapped__, "甲", "line", signs=("甲", "乙"))
    prefilter = Prefilter([rule])
    assert [prefilter.choose(text) for text in ("甲丙", "乙", "甲丙乙")] == [(), (), (0,)]
    assert [prefilter.choose(text, alone=False) for text in ("甲丙", "乙", "丙")] == [(0,), (0,), ()]


REPORTING = tuple(rule for rule in RULES if not rule.repairs)


def test_some_rules_only_report() -> None:
    assert {rule.rule for rule in REPORTING} >= {"annotation.report_masked", "unrecoverable.report_lost"}
    assert not any(rule.edits(case["text"]) for rule in REPORTING for case in CASES)


@given(damaged_text)
def test_rules_that_only_report_edit_nothing(text: str) -> None:
    assert not any(rule.edits(text) for rule in REPORTING)


@given(damaged_text, damaged_text)
def test_what_edits_write_adds_all_that_it_brings(text: str, line: str) -> None:
    whole, written = f"{text}\n{line}", f"\n{line}"
    assert {*PREFILTER.choose(whole)} <= {*PREFILTER.choose(text), *PREFILTER.choose(written, within=whole)}


def test_it_travels_with_its_pipeline() -> None:
    pipeline = Pipeline.from_preset("tidy")
    pipeline("讓它先看一次“文字”。")
    again = pickle.loads(pickle.dumps(pipeline))  # noqa: S301 - made here
    assert again("服務(wù)企業(yè)，推進(jìn)發(fā)展。") == zhfix.fix("服務(wù)企業(yè)，推進(jìn)發(fā)展。", "tidy")


@given(damaged_text)
def test_the_short_way_gives_what_the_long_one_does(text: str) -> None:
    pipeline = Pipeline.from_preset("repair")
    assert pipeline(text) == pipeline.explain(text).text
