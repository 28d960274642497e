"""Pipelines from presets: which rules run, in which order, with which options; and what is refused, with advice."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

import zhfix
from zhfix import Edit, OptionError, Pipeline, normalizers, selection
from zhfix.normalizer import Normalizer, normalizer
from zhfix.options import check_choice
from zhfix.presets import PRESETS, REPAIR
from zhfix.selection import choose_rules, find_options, open_rules

DAMAGED = "展\u200b覽館的服務(wù)隊(duì)開(kāi)始工作，他說：”好。“"


@normalizer(probe="甲")
def mark_jia(
    text: str, *, sign: str = "乙", often: int = 1, bare: bool = False, forms: tuple[str, ...] = ()
) -> Iterator[Edit]:
    """甲 becomes another sign."""
    check_choice("sign", sign, ("乙", "丙"))
    for i, char in enumerate(text):
        if char == "甲":
            yield Edit(i, i + 1, char, "" if bare else sign * often + "".join(forms), mark_jia.rule)


@normalizer(probe="戊")
def drop_wu(text: str, *, share: float = 0.5, other: str | None = None) -> Iterator[Edit]:
    """戊 goes, where the share is large."""
    if share > 0.2 and other is None:
        yield from (Edit(i, i + 1, c, "", drop_wu.rule) for i, c in enumerate(text) if c == "戊")


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let there be rules that no preset runs."""
    open_rules.cache_clear()
    monkeypatch.setattr(normalizers, "__all__", [*normalizers.__all__, "mark_jia", "drop_wu"])
    for rule in (mark_jia, drop_wu):
        monkeypatch.setattr(normalizers, rule.__name__, rule, raising=False)
    yield
    open_rules.cache_clear()


def ids(rules: list[Normalizer]) -> list[str]:
    return [rule.rule for rule in rules]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_pipeline_of_a_preset_is_what_fix_runs(preset: str) -> None:
    pipeline = Pipeline.from_preset(preset)
    assert pipeline.steps == PRESETS[preset]
    assert pipeline.explain(DAMAGED) == zhfix.explain(DAMAGED, preset)
    assert pickle.loads(pickle.dumps(pipeline)).explain(DAMAGED) == pipeline.explain(DAMAGED)  # noqa: S301 - our own


def test_the_order_is_that_of_the_preset_however_rules_are_named() -> None:
    named = choose_rules("repair", select=["quotes", "strip_pinyin", "invisible.strip_controls"])
    assert ids(named) == ["invisible.strip_controls", "annotation.strip_pinyin", "quotes.rebalance_quotes"]


@pytest.mark.usefixtures("one_more")
def test_a_preset_stands_for_its_rules() -> None:
    assert choose_rules("tidy", select=["repair"]) == list(REPAIR)
    assert not {*choose_rules("tidy", ignore=["repair"])} & {*REPAIR}
    more = ids(choose_rules("repair", select=["repair", mark_jia.rule]))
    assert more == [*ids(list(REPAIR[:-1])), mark_jia.rule, REPAIR[-1].rule]


@pytest.mark.usefixtures("one_more")
def test_a_rule_of_no_preset_is_found_by_its_id_or_name_alone() -> None:
    assert mark_jia.rule not in ids(choose_rules("repair"))
    for name in (mark_jia.rule, "mark_jia"):
        assert choose_rules("repair", select=[name]) == [mark_jia]
        assert choose_rules("repair", select=["repair", name], ignore=[name]) == list(REPAIR)


def test_a_family_means_those_of_it_that_the_preset_runs() -> None:
    assert ids(choose_rules("repair", select=["quotes"])) == [r.rule for r in REPAIR if r.rule.startswith("quotes.")]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_rule_has_one_place(preset: str) -> None:
    places = list(open_rules())
    assert set(places) == {getattr(normalizers, name).rule for name in normalizers.__all__}
    assert places[-1] == PRESETS[preset][-1].rule


def test_options_reach_their_rules() -> None:
    keep = Pipeline.from_preset("repair", options={"invisible.strip_controls": {"keep": "\u200b"}})
    assert keep(DAMAGED) == "展\u200b覽館的服務隊開始工作，他說：“好。”"
    by_name = Pipeline.from_preset(options={"strip_controls": {"keep": "\u200b"}})
    assert by_name(DAMAGED) == keep(DAMAGED)
    assert Pipeline.from_preset("repair", options={}).steps == REPAIR


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "乙"),
        ({"sign": "丙", "often": 2}, "丙丙"),
        ({"forms": ["丁"]}, "乙丁"),
        ({"bare": True}, ""),
    ],
)
@pytest.mark.usefixtures("one_more")
def test_options_of_every_kind(values: dict[str, object], expected: str) -> None:
    pipeline = Pipeline.from_preset(select=["mark_jia"], options={"mark_jia": values})
    assert pipeline("甲") == expected


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([], "options is a dict of dicts"),
        ({"invisible.strip_controls": "keep"}, "the options of invisible.strip_controls are a dict"),
        ({"invisible.strip_controls": {"kep": "x"}}, "has no option 'kep'; it has: keep"),
        ({"invisible.strip_controls": {"keep": 3}}, "option keep of invisible.strip_controls is str, not 3"),
        ({"strip_control": {}}, "unknown rule in options 'strip_control', did you mean 'strip_controls'"),
        ({3: {}}, "unknown rule in options 3"),
        ({"test_selection.mark_jia": {}}, "test_selection.mark_jia, which does not run here: select it too"),
    ],
)
@pytest.mark.usefixtures("one_more")
def test_wrong_options_are_refused(options: Any, complaint: str) -> None:
    with pytest.raises(OptionError, match=complaint):
        Pipeline.from_preset("repair", options=options)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"sign": "戊"}, "unknown sign '戊'"),  # the rule itself refuses it, and before any text is there
        ({"often": "2"}, "option often of .* is int, not '2'"),
        ({"often": True}, "option often of .* is int, not True"),
        ({"bare": 1}, "option bare of .* is bool, not 1"),
        ({"forms": "丁"}, "option forms of .* is a list of strings, not '丁'"),
    ],
)
@pytest.mark.usefixtures("one_more")
def test_wrong_values_are_refused_at_once(values: dict[str, object], complaint: str) -> None:
    with pytest.raises(OptionError, match=complaint):
        Pipeline.from_preset(select=["mark_jia"], options={"mark_jia": values})


@pytest.mark.usefixtures("one_more")
def test_numbers_and_none() -> None:
    assert Pipeline.from_preset(select=["drop_wu"], options={"drop_wu": {"share": 1, "other": None}})("戊") == ""
    assert find_options(drop_wu) == {"share": 0.5, "other": None}


def test_unknown_presets_are_refused() -> None:
    with pytest.raises(OptionError, match="unknown preset 'publish', did you mean 'publish-"):
        Pipeline.from_preset("publish")
    assert selection.open_rules().keys() >= {rule.rule for rule in REPAIR}
