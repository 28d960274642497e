"""Which form of the other script a character with several of them has in its context: 后 as 後 or as 后.

A log-linear model weighs the features of :mod:`zhfix.script._choice_context`, OpenCC's own answer among them. It was
learnt by ``tools/train_choices.py`` and lies in ``data/choices.bin``: UTF-8, deflated, in lines::

    the characters with a choice from simplified, each with its forms: 后後后 里裏里哩 ..., and those to simplified
    the ideographs of each coarse kind, then a line of each fine kind
    for each form but the first, a line of features: a weight in steps of 1/16 nat, then the features that have it, all
    separated by tabulators; the first form weighs nothing

The first form is the one that OpenCC's table of characters gives. Of two forms that a region writes alike either may
be chosen.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from zhfix.errors import DataError
from zhfix.package_data import read_data
from zhfix.script._choice_context import Context, Kinds, Place, han_run
from zhfix.script._opencc import Dictionary

CHOICES_FILE = "choices.bin"
STEP = 1 / 16
SWITCH = 0.6
"""How sure a form must be to be taken instead of OpenCC's. Wrong on DRCD held out in thirds, of 349 by OpenCC, 2026-11:
197 at 0.6, 201 at 0.7, 205 at 0.8, and 198 at 0.5."""

Forms = Mapping[str, str]


class ChoiceTables(NamedTuple):
    """What the file holds: `forms` by character, of the two directions; the kinds; and weights, one table a form."""

    to_traditional: Forms
    to_simplified: Forms
    kinds: Kinds
    weights: tuple[Mapping[str, float], ...]


class Choice(NamedTuple):
    """The form of the character that stands `at` a place, how sure it is, and the others, likeliest first."""

    at: int
    form: str
    confidence: float
    others: tuple[str, ...]


class Chooser:
    """The choices of one configuration: `forms` of each character as the model has them, `written` as the text does.

    `hide` says that the model was learnt without OpenCC's answers; `habits` has forms that a region writes otherwise
    than OpenCC does there.
    """

    def __init__(
        self,
        forms: Forms,
        written: Mapping[str, tuple[str, ...]],
        dictionary: Dictionary,
        *,
        hide: bool = False,
        habits: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._written, self._dictionary, self._hide, self._habits = written, dictionary, hide, habits
        self._numbers = {char: {form: number for number, form in enumerate(each)} for char, each in forms.items()}
        self._chars = frozenset(written)

    def list_choices(self, text: str, given: Mapping[int, str]) -> Iterator[Choice]:
        """Yield the choices in `text`; `given` has what OpenCC made of the characters, by their index."""
        tables = open_choices()
        for run in han_run().finditer(text):
            if self._chars.isdisjoint(run[0]):
                continue
            context: Context | None = None
            for index in range(run.start(), run.end()):
                char = text[index]
                if char in self._chars and given.get(index, "") in self._written[char]:
                    if context is None:
                        context = Context(text, run.start(), run.end(), self._dictionary, tables.kinds)
                    yield self._choose(index, char, self._written[char].index(given[index]), context, tables)

    def _choose(self, index: int, char: str, given: int, context: Context, tables: ChoiceTables) -> Choice:
        written = tuple([self._habits.get(form, form) for form in self._written[char]])
        features = context.list_features(Place(index, self._numbers[char], None if self._hide else given))
        shares = weigh(features, len(written), tables.weights)
        likely = sorted(range(len(written)), key=lambda number: -shares[number])
        best = likely[0] if shares[likely[0]] >= SWITCH else given
        others = dict.fromkeys(written[number] for number in likely if shares[number] > 1e-3)
        confidence = sum(share for number, share in enumerate(shares) if written[number] == written[best])
        others.pop(written[best], None)
        return Choice(index, written[best], confidence, tuple(others))


def weigh(features: list[str], forms: int, weights: tuple[Mapping[str, float], ...]) -> list[float]:
    """Return the probability of each of so many forms."""
    tables = weights[: forms - 1]
    scores = [0.0, *(sum([table[feature] for feature in features if feature in table]) for table in tables)]
    most = max(scores)
    powers = [math.exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def open_choices() -> ChoiceTables:
    """Return the package's own model, read on first use and kept."""
    return unpack_choices(read_data(CHOICES_FILE))


def pack_choices(
    forms: tuple[Forms, Forms], kinds: tuple[list[str], list[str]], weights: list[Mapping[str, int]]
) -> bytes:
    """Return the bytes of the file; `kinds` are the ideographs of each, `weights` whole steps by feature."""
    lines = [" ".join(char + each for char, each in sorted(table.items())) for table in forms]
    lines += [" ".join(each) for each in kinds]
    for table in weights:
        groups: dict[int, list[str]] = {}
        for feature, steps in sorted(table.items()):
            groups.setdefault(steps, []).append(feature)
        lines.append("\t".join(f"{steps}\t" + "\t".join(groups[steps]) for steps in sorted(groups)))
    return zlib.compress("\n".join(lines).encode("utf-8"), 9)


def unpack_choices(data: bytes) -> ChoiceTables:
    """Read the bytes of the file; :class:`~zhfix.errors.DataError` where they are not what was written."""
    try:
        lines = zlib.decompress(data).decode("utf-8").split("\n")
    except (zlib.error, UnicodeDecodeError) as error:
        raise DataError(f"data/{CHOICES_FILE} is damaged ({error}): reinstall zhfix") from error
    if len(lines) < 5:
        raise DataError(f"data/{CHOICES_FILE} is of another version: reinstall zhfix")
    forms = [{each[0]: each[1:] for each in line.split(" ") if each} for line in lines[:2]]
    coarse, fine = (
        {char: chr(first + number) for number, chars in enumerate(line.split(" ")) for char in chars}
        for first, line in zip(KIND_SIGNS, lines[2:4], strict=True)
    )
    return ChoiceTables(forms[0], forms[1], Kinds(coarse, fine), tuple(map(_read_weights, lines[4:])))


KIND_SIGNS = (0x100, 0x200)
"""The code points that stand for kinds in features, coarse and fine: letters that no Chinese text has there."""


def _read_weights(line: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    value = 0.0
    for each in line.split("\t") if line else ():
        if each[-1:].isdigit() and each.lstrip("-").isdigit():  # a feature begins with an ideograph
            value = int(each) * STEP
        else:
            weights[each] = value
    return weights
