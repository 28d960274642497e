"""Labelled cases: every line of ``tests/cases/*.jsonl``, run through the rule or the preset that it names.

A line is ``{"id", "rule", "kind", "text", "expected", "edits", "note"}``.  `rule` is a rule's id or the name of a
preset; `kind` is *wild-like* (made after damage seen in public), *synthetic*, *negative* (must stay as it is) or
*known-failure* (what we get wrong so far: when it comes right, the case must move).  `edits`, where given, are
``[start, end, after]`` each, and must be all that the rule makes.  `findings`, of a rule that only reports, are all of
them, each ``[start, end, severity, lost]``.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from zhfix import Normalizer, Pipeline, normalizers
from zhfix.presets import PRESETS

KINDS = {"wild-like", "synthetic", "negative", "known-failure"}
KEYS = {"id", "rule", "kind", "text", "expected", "edits", "findings", "note"}


def load_cases() -> list[dict[str, Any]]:
    """Return the cases of all files, each with the file it came from."""
    return [
        {**json.loads(line), "file": file.name}
        for file in sorted((Path(__file__).parent / "cases").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


CASES = load_cases()


def find_rule(name: str) -> Normalizer | Pipeline:
    """Return the rule or the preset of that name."""
    if name in PRESETS:
        return Pipeline(PRESETS[name])
    rule: Normalizer = getattr(normalizers, name.rpartition(".")[2])
    assert rule.rule == name
    return rule


def marked(case: dict[str, Any]) -> Any:
    failing = pytest.mark.xfail(strict=True, reason=case["note"]) if case["kind"] == "known-failure" else ()
    return pytest.param(case, id=case["id"], marks=failing)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    rule = find_rule(case["rule"])
    text, expected = case["text"], case["expected"]
    assert rule(text) == expected
    if "edits" in case:
        assert [[e.start, e.end, e.after] for e in rule.edits(text)] == case["edits"]
    if "findings" in case:
        assert isinstance(rule, Normalizer)
        assert [[f.start, f.end, f.severity, f.lost] for f in rule.findings(text)] == case["findings"]
    if text == expected:
        assert rule(text) is text
    assert rule(expected) == expected


def test_cases_are_well_formed() -> None:
    assert [name for name, count in Counter(case["id"] for case in CASES).items() if count > 1] == []
    for case in CASES:
        where = f"{case['file']}: {case['id']}"
        assert case.keys() - {"file"} <= KEYS, where
        assert case.keys() >= KEYS - {"edits", "findings", "note"}, where
        assert case["kind"] in KINDS, where
        if case["kind"] == "negative":
            assert case["text"] == case["expected"], where
            assert not case.get("edits"), where
            assert not case.get("findings"), where
        elif case["kind"] == "known-failure":
            assert case.get("note"), f"{where}: say what is wrong"
        elif case.get("findings"):
            assert case["text"] == case["expected"], where
        else:
            assert case["text"] != case["expected"], where
            assert "edits" in case, f"{where}: say where"


def test_every_rule_has_cases_that_change_and_cases_that_do_not() -> None:
    kinds = {(case["rule"], case["kind"] == "negative") for case in CASES}
    for name in normalizers.__all__:
        rule = getattr(normalizers, name).rule
        assert (rule, False) in kinds, rule
        assert (rule, True) in kinds, rule
