"""Every preset: what it is made of, that it comes to rest, and that it leaves markup of every kind alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import zhfix
from laws import least_time
from strategies import any_text, damaged_text
from zhfix import Pipeline, apply_edits
from zhfix.edits import check_edits
from zhfix.presets import PRESETS
from zhfix.protect import find_protected

each_preset = pytest.mark.parametrize("preset", PRESETS)
ROUGH = Path(__file__).parents[1].joinpath("examples", "rough-page.txt").read_text(encoding="utf-8")

# What rules that tidy react to, whole and broken, so that each meets what the others write.
_PIECES = json.loads(Path(__file__).with_name("untidy_pieces.json").read_text(encoding="utf-8"))
untidy_text = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


def test_presets_build_on_one_another() -> None:
    names = {preset: [rule.rule for rule in rules[:-1]] for preset, rules in PRESETS.items()}
    repair, tidy = names["repair"], names["tidy"]
    assert tidy[: len(repair)] == repair
    for name in ("publish-cn", "publish-tw", "publish-hk"):
        assert names[name][: len(tidy)] == tidy
    assert names["search"][: len(repair)] == repair
    for rules in PRESETS.values():
        assert rules[-1] is zhfix.normalizers.report_lost
        assert len({rule.rule for rule in rules}) == len(rules)


@each_preset
@settings(max_examples=150)
@given(text=untidy_text | damaged_text | any_text, markup=st.sampled_from(["text", "text", "markdown", "html", "none"]))
@example(text=ROUGH, markup="text")
def test_a_preset_comes_to_rest_and_its_edits_compose(preset: str, text: str, markup: str) -> None:
    result = zhfix.explain(text, preset, markup=markup)
    check_edits(text, result.edits)
    assert apply_edits(text, result.edits) == result.text
    assert result.undo() == text
    now = text
    for step in result.steps:
        check_edits(now, step.edits)
        now = apply_edits(now, step.edits)
    assert now == result.text
    assert zhfix.fix(result.text, preset, markup=markup) is result.text


@each_preset
@pytest.mark.parametrize("markup", ["text", "markdown", "html"])
@settings(max_examples=40)
@given(text=untidy_text)
def test_what_is_protected_survives(preset: str, markup: str, text: str) -> None:
    result = zhfix.explain(text, preset, markup=markup)
    spans = find_protected(text, markup)
    for edit in result.steps[0].edits if result.steps else ():
        assert not any(start < edit.end and edit.start < end for start, end in spans)


@each_preset
def test_no_rule_takes_back_what_another_wrote(preset: str) -> None:
    """Where rules disagree, the pipeline leaves one out and says so."""
    result = zhfix.explain(ROUGH, preset)
    assert not [finding for finding in result.findings if "pipeline." in str(getattr(finding.reason, "key", ""))]
    once = ROUGH
    for rule in PRESETS[preset]:
        once = rule(once)
    assert Pipeline(PRESETS[preset], markup="none")(once) == Pipeline(PRESETS[preset], markup="none")(ROUGH)


MARKED = {
    "markdown": "---\ntitle: a,b\n---\n\n# 標題\n\n- 甲\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n"
    '段落\n\n    f("甲,乙")\n\n[a]: b.md\n',
    "html": '<p class="a,b">段落</p>\n<!-- 甲,乙... -->\n<pre>甲 , 乙</pre>\n<script>f("甲,乙")</script>&hellip;\n',
    "text": '見 `f("甲,乙")`、https://a.cn/b?c=1,2 與 C:\\資料\\a,b.txt\n',
}


@each_preset
@pytest.mark.parametrize("markup", MARKED)
def test_marks_of_a_document_stay(preset: str, markup: str) -> None:
    text = MARKED[markup]
    fixed = zhfix.explain(text, preset, markup=markup)
    for start, end in find_protected(text, markup):
        out = fixed.to_output((start, end))
        assert fixed.text[slice(*out)] == text[start:end]


@each_preset
@pytest.mark.parametrize(
    "atom",
    [
        "甲,",
        "甲 ",
        "甲.",
        "...",
        "--",
        '"',
        "「",
        "（",
        "\N{FULLWIDTH DIGIT ONE}",
        "甲\n",
        "　",
        "(甲",
        "·",
        "a甲",
        "⼀",
        "<a",
        "**",
    ],
)
def test_time_is_linear(preset: str, atom: str) -> None:
    def seconds(size: int) -> float:
        text = atom * (size // len(atom))
        return least_time(lambda: zhfix.fix(text, preset), 2)

    seconds(2_000)
    small, large = seconds(10_000), seconds(40_000)
    assert large < max(1.0, 8 * small)  # what takes ten times as long for four times the text is far above both
