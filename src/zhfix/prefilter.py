r"""Which rules a text gives something to do: one scan for all of them, by the characters that each cannot do without.

Sound text has none of the characters that most rules look for, and one scan of it settles them all; what it does have
names the few rules that go on to look for themselves.

>>> from zhfix.presets import REPAIR
>>> prefilter = Prefilter(REPAIR)
>>> [REPAIR[i].rule for i in prefilter.choose("這段文字沒有壞。")]
[]
>>> [REPAIR[i].rule for i in prefilter.choose("這段\x08文字“沒有”壞。")]
['invisible.strip_controls', 'quotes.rebalance_quotes']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from zhfix.charclass import DEAR, CharClass
from zhfix.normalizer import Normalizer, list_members

MOST_COMBINATIONS = 4_096
"""Combinations of signs of which it is remembered what they mean."""


class Prefilter:
    """The signs of rules, those of most of them in one class of characters.

    Steps without signs are always chosen: other pipelines, functions of the user's, and rules that say nothing of what
    they look for.
    """

    def __init__(self, steps: Sequence[object]) -> None:
        self._steps = tuple(steps)
        self._chosen: dict[int, tuple[int, ...]] = {}
        self._looked = 0

    def choose(self, text: str, *, alone: bool = True, within: str | None = None) -> tuple[int, ...]:
        """Return the places among the steps of those that may find something in `text`, in order.

        A text that stands `alone` speaks for itself.  Where there is evidence from elsewhere, a sign of any group is
        enough for a rule that has several.  Lines `within` a longer text may be what it lacked of them.
        """
        found = 0
        if signs := self._list_signs(text):
            bits = self._bits
            for char in set(signs):
                found |= bits[char]
        for bit, unsigned in self._unsigned:
            if not found & bit and unsigned(text):
                found |= bit
        for bit, searches in self._grouped:
            decided = False  # by the first sign that is missing, or else by the first that is there
            for search in searches:
                if (search(text if within is None else within) is None) is alone:
                    decided = True
                    break
            if decided is not alone:
                found |= bit
        chosen = self._chosen.get(found)
        return self._list(found) if chosen is None else chosen

    def _list(self, found: int) -> tuple[int, ...]:
        """Return which steps are chosen where those with their bits in `found` may find something."""
        chosen = tuple(
            i
            for i, step in enumerate(self._steps)
            if found >> i & 1 or not (isinstance(step, Normalizer) and step.signs)
        )
        if len(self._chosen) < MOST_COMBINATIONS:
            self._chosen[found] = chosen
        return chosen

    def _list_signs(self, text: str) -> Sequence[str]:
        """Return the characters of `text` that are signs, or all of it before an expression pays."""
        if self._looked <= DEAR:
            self._looked += len(text)
        return text if self._looked <= DEAR else self._find_all(text)

    @cached_property
    def _rules(self) -> list[tuple[int, Normalizer]]:
        """The rules that have signs, each with its place."""
        return [(i, step) for i, step in enumerate(self._steps) if isinstance(step, Normalizer) and step.signs]

    @cached_property
    def _find_all(self) -> Callable[[str], list[str]]:
        # NUL between them keeps two that are no set operators apart.
        members = r"\0".join(list_members(rule.list_signs()[0]) for _, rule in self._rules if len(rule.signs) == 1)
        return re.compile(f"[{members}]" if members else "(?!)").findall

    @cached_property
    def _bits(self) -> _Bits:
        return _Bits((i, rule.list_signs()[0]) for i, rule in self._rules if len(rule.signs) == 1)

    @cached_property
    def _unsigned(self) -> list[tuple[int, Callable[[str], bool]]]:
        return [(1 << i, rule.unsigned) for i, rule in self._rules if rule.unsigned]

    @cached_property
    def _grouped(self) -> list[tuple[int, list[Callable[[str], object]]]]:
        """The searches for each group of the rules that have several."""
        rules = ((i, rule) for i, rule in self._rules if len(rule.signs) > 1)
        return [
            (1 << i, [re.compile(f"[{list_members(signs)}]").search for signs in rule.list_signs()])
            for i, rule in rules
        ]

    def __reduce__(self) -> tuple[Callable[..., Prefilter], tuple[Any, ...]]:
        return Prefilter, (self._steps,)


class _Bits(dict[str, int]):
    """The rules that a character is a sign of, one bit each at the rule's place, filled as characters are met."""

    def __init__(self, signs: Iterable[tuple[int, str | CharClass]]) -> None:
        bits = [(1 << i, members) for i, members in signs]
        self._large = [(bit, members) for bit, members in bits if isinstance(members, CharClass)]
        small = [(bit, members) for bit, members in bits if isinstance(members, str)]
        self._small = [(bit, re.compile(f"[{members}]")) for bit, members in small]
        self._any_small = re.compile("|".join(f"[{members}]" for _, members in small) or "(?!)")

    def __missing__(self, char: str) -> int:
        bits = sum(bit for bit, members in self._large if char in members)
        if self._any_small.match(char):
            bits += sum(bit for bit, members in self._small if members.match(char))
        self[char] = bits
        return bits
