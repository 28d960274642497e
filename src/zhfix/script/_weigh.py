"""Which form of a character a line means, weighed by all that stands around it.

The line is looked at as simplified, so what was damaged in it does not count, and what is decided at one place changes
nothing at the next.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, cached_property
from math import log
from typing import NamedTuple

from zhfix.script._choice import open_choices, weigh
from zhfix.script._choice_context import REACH, Context, Place, han_run
from zhfix.script._conversion import open_conversion
from zhfix.script._forms import SIMPLIFIED, TRADITIONAL, fold, fold_char, list_forms
from zhfix.script._opencc import open_recipe

CONFIGS = {TRADITIONAL: "s2t", SIMPLIFIED: "t2s"}
REMEMBERED = 1 << 17
"""Characters of lines that are remembered: those of two blocks of a long text."""
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


class _Run(NamedTuple):
    """A run of ideographs that starts at `start` of a line, with its context, whose text begins at `begins`."""

    begins: int
    context: Context
    start: int
    chars: str
    converted: str

    def convert(self, at: int) -> str:
        """Return what OpenCC makes of the character at a place of the line."""
        here = at - self.start
        return (self.converted if len(self.converted) == len(self.chars) else self.chars)[here]


class Scales:
    """A line in which the forms of characters are weighed, for text of one script; what was weighed is kept."""

    def __init__(self, line: str, script: str) -> None:
        self._script, self._line = script, line
        self._runs: dict[int, _Run] = {}
        self._weighed: dict[int, Weighed] = {}

    def weigh(self, at: int) -> Weighed:
        """Return what the character `at` a place can be, by the first glyph of each kind."""
        weighed = self._weighed.get(at)
        if weighed is None:
            by_script = self._weigh_simplified if self._script == SIMPLIFIED else self._weigh_traditional
            weighed = self._weighed[at] = by_script(at)
        return weighed

    def _weigh_traditional(self, at: int) -> Weighed:
        char = fold_char(self._line[at])
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

    def _weigh_simplified(self, at: int) -> Weighed:
        known = open_choices().to_simplified.get(self._line[at])
        if known is not None:
            return Weighed(dict(zip(known, self._ask(at, known), strict=True)))
        return Weighed({fold_char(self._open_run(at).convert(at)): 1.0})

    def _ask(self, at: int, known: str) -> list[float]:
        """Return the shares of the forms by the model."""
        run = self._open_run(at)
        numbers = {form: number for number, form in enumerate(known)}
        features = run.context.list_features(Place(at - run.begins, numbers, numbers.get(run.convert(at), 0)))
        return weigh(features, len(known), open_choices().weights)

    def _open_run(self, at: int) -> _Run:
        """Return the run of ideographs around a place as the model sees it, and what OpenCC makes of it."""
        start, end = self._find_run(at)
        if start not in self._runs:
            config, begins = CONFIGS[self._script], max(0, start - REACH)
            seen = self._line[begins : end + REACH]
            if self._script == TRADITIONAL:
                seen = fold(seen)
            run = seen[start - begins : end - begins]
            dictionary = open_recipe(config).stages[0][0]
            context = Context(seen, start - begins, end - begins, dictionary, open_choices().kinds)
            self._runs[start] = _Run(begins, context, start, run, open_conversion(config).convert(run))
        return self._runs[start]

    def _find_run(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._spans, (at, len(self._line))) - 1
        if number >= 0 and at < self._spans[number][1]:
            return self._spans[number]
        return at, at + 1

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [run.span() for run in han_run().finditer(self._line)]


class _Shelf:
    """The scales of the last lines."""

    def __init__(self) -> None:
        self._scales: dict[tuple[str, str], Scales] = {}
        self._room = REMEMBERED

    def find(self, line: str, script: str) -> Scales:
        """Return the scales of a line, new ones where there are none."""
        scales = self._scales.get((line, script))
        if scales is None:
            scales = Scales(line, script)
            self._room -= len(line)
            if self._room < 0:
                self._scales, self._room = {}, REMEMBERED - len(line)
            self._scales[line, script] = scales
        return scales


@cache
def _open_shelf() -> _Shelf:
    return _Shelf()


def open_scales(line: str, script: str) -> Scales:
    """Return a line in which the forms of characters are weighed, for text of one script.

    The last lines are remembered, since they are asked for again: when a page is measured, when it is repaired, and
    when the repaired text is looked at once more.
    """
    return _open_shelf().find(line, script)
