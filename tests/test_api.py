"""``fix``, ``explain`` and ``detect``, and every option of theirs, given right and wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

import zhfix
from zhfix import normalizers
from zhfix.presets import PRESETS, REPAIR

DAMAGED = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。"
SOUND = "本次活動服務企業，推進發展。"
CALLS = (zhfix.fix, zhfix.explain, zhfix.detect)


def test_fix_repairs_and_leaves_sound_text_as_the_same_object() -> None:
    assert zhfix.fix(DAMAGED) == SOUND
    assert zhfix.fix(SOUND) is SOUND
    for text in ("", "Plain ASCII, nothing more.", "\ud800"):
        assert zhfix.fix(text) is text


def test_explain_says_what_fix_does() -> None:
    result = zhfix.explain(DAMAGED)
    assert result.text == zhfix.fix(DAMAGED) == zhfix.apply_edits(DAMAGED, result.edits)
    assert [edit[:4] for edit in result.edits] == [
        (6, 10, "(wù)", ""),
        (12, 16, "(yè)", ""),
        (19, 24, "(jìn)", ""),
        (25, 29, "(fā)", ""),
    ]
    assert result.undo() == DAMAGED


def test_detect_tells_repairs_and_what_is_left() -> None:
    damaged = DAMAGED + "\n他說：「明天再來。"
    found = zhfix.detect(damaged)
    repairs = [f for f in found if f.fixable]
    assert [f[:3] for f in repairs] == [(e.start, e.end, e.rule) for e in zhfix.explain(damaged).edits]
    assert [f for f in found if not f.fixable] == list(zhfix.explain(damaged).findings)
    assert any(f.rule == "quotes.rebalance_quotes" for f in found)
    assert found == sorted(found)
    assert zhfix.detect(SOUND) == []


@pytest.mark.parametrize("name", ["annotation.strip_pinyin", "strip_pinyin", "annotation"])
def test_rules_are_selected_and_ignored_by_id_name_or_family(name: str) -> None:
    assert zhfix.fix(DAMAGED, select=[name]) == SOUND
    assert zhfix.fix(DAMAGED, select=(name, "quotes")) == SOUND
    assert zhfix.fix(DAMAGED, ignore=[name]) is DAMAGED
    assert zhfix.fix(DAMAGED, select=["quotes"]) is DAMAGED
    assert zhfix.fix(DAMAGED, select=[name], ignore={"strip_pinyin"}) is DAMAGED


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("option", ["select", "ignore"])
def test_unknown_rules_are_refused_with_those_there_are(call: Callable[..., object], option: str) -> None:
    with pytest.raises(zhfix.OptionError, match=f"unknown rule in {option} 'quote', did you mean 'quotes'") as caught:
        call("text", **{option: ["quote"]})
    for rule in REPAIR:
        assert rule.rule in str(caught.value)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("option", ["select", "ignore", "terms"])
def test_one_string_is_no_list_of_strings(call: Callable[..., object], option: str) -> None:
    with pytest.raises(zhfix.OptionError, match=rf"{option} takes a list of strings: pass \['quotes'\]"):
        call("text", **{option: "quotes"})


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"preset": "repiar"}, "unknown preset 'repiar', did you mean 'repair'. There are: repair"),
        ({"preset": ["repair"]}, "unknown preset"),
        ({"markup": "pdf"}, "unknown markup 'pdf'. There are: text, markdown, html, none"),
        ({"markup": []}, "unknown markup"),
        ({"min_confidence": 2}, "min_confidence is a number from 0 to 1"),
        ({"min_confidence": "0.9"}, "min_confidence is a number from 0 to 1"),
        ({"expect": "English"}, "unknown expectation 'English'. There are: zh"),
        ({"evidence": "text"}, "evidence is an Evidence or None"),
        ({"select": [3]}, "select takes strings of one character or more, not 3"),
    ],
)
def test_wrong_options_are_refused(call: Callable[..., object], options: dict[str, object], complaint: str) -> None:
    with pytest.raises(zhfix.OptionError, match=complaint):
        call("text", **options)


@pytest.mark.parametrize("call", CALLS)
def test_bytes_are_sent_to_decode(call: Callable[..., object]) -> None:
    name = call.__name__
    with pytest.raises(TypeError, match=rf"{name}\(\) takes text \(str\), and was given bytes.*zhfix\.decode\(data\)"):
        call(DAMAGED.encode())
    with pytest.raises(zhfix.InputTypeError, match="was given NoneType"):
        call(None)


def test_terms_markup_and_confidence_reach_the_rules() -> None:
    assert zhfix.fix(DAMAGED, terms=["服務(wù)"]) == "本次活動服務(wù)企業，推進發展。"
    code = DAMAGED + "`企業(yè)`"
    assert zhfix.fix(code) == SOUND + "`企業(yè)`"
    assert zhfix.fix(code, markup="none") == SOUND + "`企業`"
    doubtful = zhfix.explain(DAMAGED, min_confidence=1)
    assert doubtful.text is DAMAGED
    assert [f.start for f in doubtful.findings] == [6, 12, 19, 25]


def test_evidence_of_the_neighbours_decides_a_short_text() -> None:
    alone = "研究所(suǒ)"
    neighbours = zhfix.Evidence.gather([DAMAGED] * 5)
    assert zhfix.fix(alone, evidence=neighbours) == "研究所"


def test_rules_have_one_name_each_and_stand_in_normalizers() -> None:
    rules = {rule.rule: rule for preset in PRESETS.values() for rule in preset}
    assert {rule.__name__ for rule in rules.values()} == set(normalizers.__all__)
    for rule in rules.values():
        family, _, name = rule.rule.partition(".")
        assert family in rule.__module__.split(".")[-2:]  # of the module, or of all modules of a package
        assert getattr(normalizers, name).rule == rule.rule  # a preset may have bound options
        assert rule.__doc__
        assert ">>> " in rule.__doc__


def test_preload_loads_the_model_once() -> None:
    script = (
        "import zhfix, zhfix.charlm as c; zhfix.preload(); n = c.open_model.cache_info().misses;"
        "zhfix.fix('本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。'); print(n, c.open_model.cache_info().misses)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.split() == ["1", "1"]
