"""``@normalizer`` makes one function of a finder: it repairs, lists edits and findings, takes options, pickles."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given

from strategies import damaged_text
from zhfix import Edit, Evidence, Finding, InputTypeError, Normalizer, OptionError, apply_edits
from zhfix.normalizer import normalizer


@normalizer(probe="[裏錒]", reach="paragraph")
def tidy_marks(text: str, *, keep: str = "", evidence: Evidence) -> Iterator[Edit | Finding]:
    """Turn 裏 into 裡, and report 錒; for the tests."""
    for i, char in enumerate(text):
        if char == "錒":
            yield Finding(i, i + 1, tidy_marks.rule, "warning", f"seen in {len(evidence.sample)}")
        elif char == "裏" and char not in keep:
            yield Edit(i, i + 1, char, "裡", tidy_marks.rule)


@normalizer(probe=str.isupper)
def lower_backwards(text: str) -> Iterator[Edit]:
    """Lower letters, yielding the last first."""
    for i in reversed(range(len(text))):
        if text[i] != text[i].lower():
            yield Edit(i, i + 1, text[i], text[i].lower(), lower_backwards.rule)


def test_a_rule_is_named_after_its_module_and_function() -> None:
    assert tidy_marks.rule == "test_normalizer.tidy_marks"
    assert tidy_marks.__name__ == "tidy_marks"
    assert (tidy_marks.__doc__ or "").startswith("Turn 裏")
    assert tidy_marks.reach == "paragraph"
    assert repr(tidy_marks.using(keep="裏")) == "<normalizer test_normalizer.tidy_marks, keep='裏'>"


def test_text_edits_and_findings_come_from_one_finder() -> None:
    text = "裏錒"
    assert tidy_marks(text) == "裡錒"
    assert tidy_marks.edits(text) == [Edit(0, 1, "裏", "裡", tidy_marks.rule)]
    assert tidy_marks.findings(text) == [Finding(1, 2, tidy_marks.rule, "warning", "seen in 2")]
    assert tidy_marks.find(text) == [*tidy_marks.edits(text), *tidy_marks.findings(text)]


@given(damaged_text)
def test_calling_is_applying_the_edits(text: str) -> None:
    assert tidy_marks(text) == apply_edits(text, tidy_marks.edits(text)) == text.replace("裏", "裡")


@pytest.mark.parametrize("text", ["", "這裡很好", "\ud800"])
def test_what_the_probe_does_not_claim_comes_back_as_the_same_object(text: str) -> None:
    assert tidy_marks(text) is text
    assert not tidy_marks.may_apply(text)


def test_a_probe_may_be_a_predicate_and_edits_are_sorted() -> None:
    assert [edit.start for edit in lower_backwards.edits("ABC")] == [0, 1, 2]
    assert lower_backwards("ABC") == "abc"
    assert lower_backwards("AbC") == "AbC"


def test_options_are_bound_or_given() -> None:
    assert tidy_marks("裏", keep="裏") == tidy_marks.using(keep="裏")("裏") == "裏"
    assert tidy_marks.using(keep="裏")("裏", keep="") == "裡"
    assert tidy_marks("裏") == "裡"  # binding left the rule itself alone


@pytest.mark.parametrize("name", ["kept", "text", "evidence"])
def test_unknown_options_are_refused_at_once(name: str) -> None:
    with pytest.raises(OptionError, match=f"has no option '{name}'; it has: keep"):
        tidy_marks.using(**{name: 1})
    if name == "kept":
        with pytest.raises(OptionError, match="has no option 'kept'"):
            tidy_marks("nothing to do", kept="裏")


def test_an_unknown_reach_is_refused() -> None:
    with pytest.raises(OptionError, match="reach must be one of line, paragraph, document"):
        normalizer(probe="x", reach="page")(lambda text: iter(()))  # noqa: ARG005 - a finder that finds nothing


def test_evidence_is_the_text_itself_unless_it_is_given() -> None:
    assert tidy_marks.findings("錒")[0].reason == "seen in 1"
    assert tidy_marks.findings("錒", evidence=Evidence("甲乙丙"))[0].reason == "seen in 3"


@pytest.mark.parametrize("text", [b"\xd6\xd0", bytearray(b"x"), None, 7])
def test_only_text_is_taken(text: object) -> None:
    with pytest.raises(InputTypeError, match=r"tidy_marks\(\) takes text"):
        tidy_marks(text)  # type: ignore[arg-type]  # wrong on purpose


def test_rules_pickle_with_their_options() -> None:
    bound: Normalizer = pickle.loads(pickle.dumps(tidy_marks.using(keep="裏")))  # noqa: S301 - our own bytes
    assert bound("裏") == "裏"
    assert bound.rule == tidy_marks.rule
    assert pickle.loads(pickle.dumps(tidy_marks)) is tidy_marks  # noqa: S301


def test_evidence_pools_short_texts_and_stops() -> None:
    assert Evidence.gather(["甲", "乙"]).sample == "甲\n乙"
    assert len(Evidence.gather(["甲" * 50_000] * 3).sample) == len(Evidence("甲" * 99_999).sample) == 65_536
    endless = iter(lambda: "甲" * 9_999, None)
    assert len(Evidence.gather(endless).sample) == 65_536


def test_evidence_measures_once_and_pickles() -> None:
    calls = []

    def count(sample: str) -> int:
        calls.append(sample)
        return len(sample)

    evidence = Evidence("甲乙", expect="zh")
    assert (evidence.measure(count), evidence.measure(count), calls) == (2, 2, ["甲乙"])
    copy: Evidence = pickle.loads(pickle.dumps(evidence))  # noqa: S301
    assert (copy.sample, copy.expect, repr(copy)) == ("甲乙", "zh", "<Evidence of 2 characters, expecting 'zh'>")
