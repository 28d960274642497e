"""Which form of a character a line means, weighed by all that stands around it.

The line is looked at as simplified, so what was damaged in it does not count, and what is decided at one place changes
nothing at the next.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from math import log
from typing import NamedTuple

from zhfix.script._choice import open_choices, weigh
from zhfix.script._choice_context import Context, Place, han_run
from zhfix.script._conversion import open_conversion
from zhfix.script._forms import SIMPLIFIED, TRADITIONAL, fold, fold_char, list_forms
from zhfix.script._opencc import open_recipe

CONFIGS = {TRADITIONAL: "s2t", SIMPLIFIED: "t2s"}
LEAST_SHARE = 1e-6
"""Of a form: what the model says is impossible was still seen."""


class Weighed(NamedTuple):
    """The likeliest form of a character, and how many nats likelier it is than another one: see :meth:`gain_over`."""

    shares: dict[str, float]

    @property
    def best(self) -> str:
        """The likeliest form."""
        return max(self.shares, key=lambda form: self.shares[form])

    def gain_over(self, char: str) -> float:
        """Return by how many nats the likeliest form is likelier than `char`."""
        shares = self.shares
        return log(max(shares[self.best], LEAST_SHARE)) - log(max(shares.get(char, 0.0), LEAST_SHARE))


class Scales:
    """A line in which the forms of characters are weighed, for text of one script."""

    def __init__(self, line: str, script: str) -> None:
        self._script = script
        self._line = fold(line) if script == TRADITIONAL else line
        self._runs: dict[int, tuple[Context, str]] = {}

    def weigh(self, at: int) -> Weighed:
        """Return what the character `at` a place can be, by the first glyph of each kind."""
        char = self._line[at]
        if self._script == SIMPLIFIED:
            return self._weigh_simplified(at, char)
        kinds = list_forms(char, TRADITIONAL)
        known = open_choices().to_traditional.get(char)
        if len(kinds) == 1 or known is None:
            return Weighed({kinds[0][0]: 1.0})
        shares = dict.fromkeys((kind[0] for kind in kinds), 0.0)
        for form, share in zip(known, self._ask(at, known), strict=True):
            for kind in kinds:
                if form in kind:
                    shares[kind[0]] += share
        return Weighed(shares)

    def _weigh_simplified(self, at: int, char: str) -> Weighed:
        known = open_choices().to_simplified.get(char)
        if known is not None:
            return Weighed(dict(zip(known, self._ask(at, known), strict=True)))
        return Weighed({fold_char(self._open_run(at)[1]): 1.0})

    def _ask(self, at: int, known: str) -> list[float]:
        """Return the shares of the forms by the model."""
        context, given = self._open_run(at)
        numbers = {form: number for number, form in enumerate(known)}
        features = context.list_features(Place(at, numbers, numbers.get(given, 0)))
        return weigh(features, len(known), open_choices().weights)

    def _open_run(self, at: int) -> tuple[Context, str]:
        """Return the run of ideographs around a place as the model sees it, and what OpenCC makes of the character."""
        start, end = self._find_run(at)
        if start not in self._runs:
            config = CONFIGS[self._script]
            context = Context(self._line, start, end, open_recipe(config).stages[0][0], open_choices().kinds)
            self._runs[start] = context, open_conversion(config).convert(self._line[start:end])
        context, converted = self._runs[start]
        return context, converted[at - start] if len(converted) == end - start else self._line[at]

    def _find_run(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._spans, (at, len(self._line))) - 1
        if number >= 0 and at < self._spans[number][1]:
            return self._spans[number]
        return at, at + 1

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [run.span() for run in han_run().finditer(self._line)]
