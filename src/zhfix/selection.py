"""Which rules run: those of a preset, less or more what a caller names, with the options that are asked for."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Any

from zhfix import normalizers
from zhfix.errors import OptionError
from zhfix.messages import reason
from zhfix.normalizer import Normalizer
from zhfix.options import check_choice, check_strings
from zhfix.presets import PRESETS

RuleOptions = Mapping[str, Mapping[str, Any]]


def choose_rules(
    preset: str, select: Iterable[str] = (), ignore: Iterable[str] = (), options: RuleOptions | None = None
) -> list[Normalizer]:
    """Return the rules of `preset` in its order, or those that `select` names, less those that `ignore` names.

    A name is a rule's id, the name of its function, its family, or a preset, which stands for all its rules.  A family
    means those of it that the preset runs, if there are any; an id may be that of any rule there is.

    >>> [rule.rule for rule in choose_rules("repair", select=["invisible", "strip_pinyin"])]
    ['invisible.strip_controls', 'annotation.strip_pinyin']
    >>> choose_rules("repair", select=["pinyin"])
    Traceback (most recent call last):
        ...
    zhfix.errors.OptionError: unknown rule in select 'pinyin', did you mean 'strip_pinyin'? There are: ...
    """
    rules = PRESETS[check_choice("preset", preset, list(PRESETS))]
    selected, ignored = check_strings("select", select), check_strings("ignore", ignore)
    if selected:
        chosen = _find_rules("select", selected, rules)
        rules = tuple(rule for rule in rules if rule.rule in chosen)
        others = chosen.keys() - {rule.rule for rule in rules}
        places = {name: place for place, name in enumerate(open_rules())}
        rules = tuple(sorted((*rules, *(chosen[name] for name in others)), key=lambda rule: places[rule.rule]))
    left_out = _find_rules("ignore", ignored, tuple(open_rules().values()))
    kept = [rule for rule in rules if rule.rule not in left_out]
    return kept if options is None else _bind_options(kept, options)


@cache
def open_rules() -> dict[str, Normalizer]:
    """Return every rule by its id, in the order in which rules run where they run together.

    That of the presets; rules that none of them runs come after the repairs, which they rely on, and before
    what tidies.
    """
    repair, tidy = PRESETS["repair"], PRESETS["tidy"]
    follows: dict[str, list[str]] = {repair[0].rule: []}  # each rule's id, and those of the rules just before it
    for preset in PRESETS.values():
        for before, after in pairwise(preset):
            follows.setdefault(after.rule, []).append(before.rule)
    last_repair, first_tidy = repair[-2].rule, tidy[len(repair) - 1].rule  # the last of all only reports
    rules = {rule.rule: rule for rule in (getattr(normalizers, name) for name in sorted(normalizers.__all__))}
    for name in sorted(rules.keys() - follows.keys()):
        follows[name] = [last_repair]
        follows[first_tidy].append(name)
    return {name: rules[name] for name in TopologicalSorter(follows).static_order()}


def _find_rules(option: str, names: Sequence[str], rules: Sequence[Normalizer]) -> dict[str, Normalizer]:
    """Return the rules that `names` mean, by id: those among `rules` before any others."""
    found: dict[str, Normalizer] = {}
    for name in names:
        meant = _find_meant(name, rules)
        if not meant:
            known = open_rules()
            short_names = [*PRESETS, *(part for rule in known for part in rule.split("."))]
            check_choice(reason("option.rule_in", option=option), name, list(known), short_names)
        found.update((rule.rule, rule) for rule in meant)
    return found


def _find_meant(name: str, rules: Sequence[Normalizer]) -> list[Normalizer]:
    if name in PRESETS:
        return list(PRESETS[name])
    for source in (rules, open_rules().values()):
        if meant := [rule for rule in source if name in (rule.rule, *rule.rule.split("."))]:
            return meant
    return []


# --- options --------------------------------------------------------------------


def _bind_options(rules: Sequence[Normalizer], options: object) -> list[Normalizer]:
    """Return `rules` with the `options` that are given for each by its id, or by the name of its function."""
    if not isinstance(options, Mapping):
        raise OptionError(
            f"options is a dict of dicts, such as {{'invisible.strip_controls': {{'keep': 'x'}}}}, not {options!r}"
        )
    bound = list(rules)
    for name, values in options.items():
        places = [i for i, rule in enumerate(rules) if name in (rule.rule, rule.__name__)]
        if not places:
            _refuse_name(name, rules)
        if not isinstance(values, Mapping):
            raise OptionError(f"the options of {name} are a dict of their names and values, not {values!r}")
        for i in places:
            bound[i] = bound[i].using(**values)
    return bound


def _refuse_name(name: object, rules: Sequence[Normalizer]) -> None:
    """Say why there is no rule `name` to give options to."""
    running = [rule.rule for rule in rules]
    if isinstance(name, str) and any(name in (rule.rule, rule.__name__) for rule in open_rules().values()):
        raise OptionError(
            f"options for {name}, which does not run here: select it too. There run: {', '.join(running)}"
        )
    check_choice(reason("option.rule_in", option="options"), name, running, [rule.__name__ for rule in rules])


def find_options(rule: Normalizer) -> dict[str, Any]:
    """Return the options of a rule with their defaults; what is bound already is none of those.

    >>> find_options(normalizers.strip_controls)
    {'keep': ''}
    """
    parameters = inspect.signature(rule.__wrapped__).parameters.values()
    return {each.name: each.default for each in parameters if each.name not in ("text", "evidence")}
