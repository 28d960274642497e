"""Which form of a character a line means, weighed by all that stands around it.

The line is looked at as simplified, so what was damaged in it does not count, and what is decided at one place changes
nothing at the next.
"""

from __future__ import annotations

from functools import cached_property
from math import log
from typing import NamedTuple

from zhfix.script._choice import open_choices, weigh
from zhfix.script._choice_context import Context, Place, han_run
from zhfix.script._conversion import open_conversion
from zhfix.script._forms import SIMPLIFIED, TRADITIONAL, fold, fold_char, list_forms

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
        self._contexts: dict[int, Context] = {}

    @cached_property
    def _converted(self) -> str:
        return open_conversion(CONFIGS[self._script]).convert(self._line)

    def weigh(self, index: int) -> Weighed:
        """Return what the character at `index` can be, by the first glyph of each kind."""
        char = self._line[index]
        if self._script == SIMPLIFIED:
            return self._weigh_simplified(index, char)
        kinds = list_forms(char, TRADITIONAL)
        known = open_choices().to_traditional.get(char)
        if len(kinds) == 1 or known is None:
            return Weighed({kinds[0][0]: 1.0})
        shares = dict.fromkeys((kind[0] for kind in kinds), 0.0)
        for form, share in zip(known, self._ask(index, known), strict=True):
            for kind in kinds:
                if form in kind:
                    shares[kind[0]] += share
        return Weighed(shares)

    def _weigh_simplified(self, index: int, char: str) -> Weighed:
        known = open_choices().to_simplified.get(char)
        if known is None:
            whole = len(self._converted) == len(self._line)
            return Weighed({fold_char(self._converted[index] if whole else char): 1.0})
        return Weighed(dict(zip(known, self._ask(index, known), strict=True)))

    def _ask(self, index: int, known: str) -> list[float]:
        """Return the shares of the forms by the model."""
        tables = open_choices()
        converted = self._converted
        numbers = {form: number for number, form in enumerate(known)}
        given = numbers.get(converted[index], 0) if len(converted) == len(self._line) else 0
        features = self._context(index).list_features(Place(index, numbers, given))
        return weigh(features, len(known), tables.weights)

    def _context(self, index: int) -> Context:
        start = index
        for run in han_run().finditer(self._line):
            if run.start() <= index < run.end():
                start = run.start()
                break
        if start not in self._contexts:
            dictionary = open_conversion(CONFIGS[self._script])._recipe.stages[0][0]
            self._contexts[start] = Context(self._line, run.start(), run.end(), dictionary, open_choices().kinds)
        return self._contexts[start]
