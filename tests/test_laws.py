"""Laws that hold for every rule and every preset, on any text at all."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings

import zhfix
from laws import least_time
from strategies import any_text, damaged_text
from zhfix import Normalizer, Pipeline, apply_edits
from zhfix.edits import check_edits
from zhfix.presets import PRESETS
from zhfix.protect import find_protected

RULES = sorted({rule for preset in PRESETS.values() for rule in preset}, key=lambda rule: rule.rule)
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
each_preset = pytest.mark.parametrize("preset", PRESETS)

# Prose with a little damage of each kind: what a preset sees when it is used.
PAGE = (
    "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展，使更多的人瞭解家鄉。\n"
    '他說：“我們明天再來，”說完就走了。大家都說:"好的"。\n'
    "中間\u200b有看不見的\x08\x07，字符\ufeff；也有‘單引號’。\n"
    "如今,F(xiàn)場的氣氛十分熱烈，等!焙蟿(chuàng)新的人不少。\n"
    "見 https://a.cn/b?c=(wù) 與 `服務(wù)`。\n"
)


@each_rule
@given(text=damaged_text | any_text)
@example(text=PAGE)
@example(text="服務(wù)(wù)")
@example(text="焙蟿(chuàng),F(xiàn)")
def test_a_rule_keeps_the_laws(rule: Normalizer, text: str) -> None:
    edits = rule.edits(text)
    check_edits(text, edits)
    once = rule(text)
    assert once == apply_edits(text, edits)
    # Of a rule by itself, with the evidence it had; a preset holds it with evidence gathered afresh.
    assert rule(once, evidence=zhfix.Evidence(text)) == once
    if not edits:
        assert once is text
    if not rule.may_apply(text):
        assert rule.find(text) == []
    for found in rule.find(text):
        assert 0 <= found.start <= found.end <= len(text)
        assert found.rule == rule.rule
        assert found.reason
    for edit in edits:
        assert 0 < edit.confidence <= 1
        assert edit.after not in edit.alternatives


@each_preset
@settings(max_examples=200)
@given(text=damaged_text | any_text)
@example(text=PAGE)
def test_a_preset_keeps_the_laws(preset: str, text: str) -> None:
    result = zhfix.explain(text, preset)
    check_edits(text, result.edits)
    assert zhfix.fix(text, preset) == result.text == apply_edits(text, result.edits)
    assert result.undo() == text
    assert zhfix.fix(result.text, preset) is result.text
    if not result.edits:
        assert result.text is text
    now = text
    for step in result.steps:
        now = apply_edits(now, step.edits)
    assert now == result.text
    found = zhfix.detect(text, preset)
    assert [f[:3] for f in found if f.fixable] == [(e.start, e.end, e.rule) for e in result.edits]
    for finding in found:
        assert 0 <= finding.start <= finding.end <= len(text)


@each_preset
@given(text=damaged_text)
def test_protected_spans_survive(preset: str, text: str) -> None:
    result = zhfix.explain(text, preset, terms=["我們", "“"])
    for span in find_protected(text, terms=["我們", "“"]):
        start, end = result.to_output(span)
        assert result.text[start:end] == text[slice(*span)]


@each_preset
@given(text=damaged_text)
def test_han_is_not_lost_unseen(preset: str, text: str) -> None:
    """Every character of the source is in the output or in the `before` of an edit."""
    result = zhfix.explain(text, preset)
    kept, at = [], 0
    for edit in result.edits:
        kept += [text[at : edit.start], edit.before]
        at = edit.end
    assert "".join([*kept, text[at:]]) == text


@each_preset
def test_eight_threads_give_the_same_answers(preset: str) -> None:
    lines = PAGE.splitlines(keepends=True)
    texts = ["".join(lines[i:] + lines[:i]) for i in range(len(lines))]
    expected = [zhfix.explain(text, preset) for text in texts]
    fresh = Pipeline(PRESETS[preset])
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fresh.explain, texts * 2)) == expected * 2


@each_preset
def test_presets_pickle(preset: str) -> None:
    pipeline = Pipeline(PRESETS[preset])
    copy: Pipeline = pickle.loads(pickle.dumps(pipeline))  # noqa: S301 - our own bytes
    assert copy.steps == pipeline.steps
    assert copy.explain(PAGE) == pipeline.explain(PAGE)


@each_preset
def test_the_page_is_repaired_and_a_sound_one_is_the_same_object(preset: str) -> None:
    result = zhfix.explain(PAGE, preset)
    assert {edit.rule for edit in result.edits} >= {"annotation.strip_pinyin", "invisible.strip_controls"}
    assert "https://a.cn/b?c=(wù) " in result.text
    assert " `服務(wù)`" in result.text
    sound = result.text * 20
    assert zhfix.fix(sound, preset) is sound


@pytest.mark.parametrize(
    "atom",
    ["服務(wù)", "（wù）", "“", "”", "「", '"', "``", "\u200b", "\x08", "\ud800", "?", "(", "焙蟿(chuàng)", "鐨"],
)
def test_time_is_linear(atom: str) -> None:
    def seconds(size: int) -> float:
        text = atom * (size // len(atom))
        return least_time(lambda: zhfix.fix(text), 2)

    seconds(2_000)
    small, large = seconds(20_000), seconds(80_000)
    assert large < max(1.0, 8 * small)
    # One text has a slip in every five characters, each of which is searched for.  What the memory of a busy machine
    # does to that, it does not do to a sum: the limit is twice what was seen where nothing else ran.
    pace = least_time(lambda: sum(i * i for i in range(1_000_000)), 5)
    assert large < (400 if "蟿" in atom else 80) * pace
