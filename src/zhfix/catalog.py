"""Every rule with all that is known of it, for documentation, for listings, and for programs that let people choose.

>>> entry = find_entry("strip_pinyin")
>>> print(entry.id, entry.summary[:42])
annotation.strip_pinyin Remove the readings that a converter wrote
>>> "repair" in entry.presets
True
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

from zhfix.messages import LANGUAGES, MESSAGES
from zhfix.normalizer import Normalizer
from zhfix.options import check_choice
from zhfix.presets import PRESETS
from zhfix.selection import find_options, open_rules


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a rule.

    `summary` is the first sentence of its docstring, with examples between single backticks, `details` the rest of
    it.  `options` are those that :meth:`~zhfix.Normalizer.using` takes, with their defaults.  `messages` are the
    reasons that its family gives, by key, in each language of :data:`zhfix.messages.LANGUAGES`, with names in braces
    for what is filled in.  `presets` tells by the name of each preset that runs it which options that binds.
    """

    id: str
    summary: str
    details: str
    options: dict[str, Any]
    messages: dict[str, dict[str, str]]
    presets: dict[str, dict[str, Any]]
    reach: str
    everywhere: bool

    @property
    def family(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The name of its function in :mod:`zhfix.normalizers`, the second part of the id."""
        return self.id.partition(".")[2]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain dicts, lists, strings and numbers, for JSON."""
        return {
            "id": self.id,
            "summary": self.summary,
            "details": self.details,
            "options": {name: _plain(value) for name, value in self.options.items()},
            "messages": {key: dict(texts) for key, texts in self.messages.items()},
            "presets": {
                name: {option: _plain(value) for option, value in bound.items()} for name, bound in self.presets.items()
            },
            "reach": self.reach,
            "everywhere": self.everywhere,
        }


def list_entries() -> tuple[Entry, ...]:
    """Return all rules, in the order in which they run where they run together."""
    return tuple(_make_entry(rule) for rule in open_rules().values())


def find_entry(name: str) -> Entry:
    """Return the rule of that id, or with that function name."""
    known = open_rules()
    by_name = {rule.__name__: rule for rule in known.values()}
    if name in by_name:
        return _make_entry(by_name[name])
    return _make_entry(known[check_choice("rule", name, list(known), list(by_name))])


def _make_entry(rule: Normalizer) -> Entry:
    summary, _, details = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")
    family = rule.rule.partition(".")[0]
    return Entry(
        rule.rule,
        " ".join(summary.replace("``", "`").split()),
        details,
        find_options(rule),
        {
            key: dict(zip(LANGUAGES, texts, strict=True))
            for key, texts in MESSAGES.items()
            if key.partition(".")[0] == family
        },
        {preset: dict(each.options) for preset, rules in PRESETS.items() for each in rules if each.rule == rule.rule},
        rule.reach,
        rule.everywhere,
    )


def _plain(value: object) -> object:
    """Return what JSON has for the value of an option."""
    return sorted(value) if isinstance(value, (set, frozenset)) else list(value) if isinstance(value, tuple) else value
