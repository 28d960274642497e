"""Characters of traditional text that do not go with their neighbours, found by a glance at each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.patterns import compile_pattern
from zhfix.script._classes import find_ambiguous
from zhfix.script._forms import TRADITIONAL, fold_char, list_ambiguous, list_forms
from zhfix.script._pairs import open_pairs

SOUND = "[一兩三四五幾多每某首這那此該本整半數第]齣|標志"
"""What most text has otherwise and is sound: plays, which converted text has as 出, and a word with two spellings."""


class Glances(NamedTuple):
    """The form that goes with each pair, by the pair as it stands in simplified text, and the kind of each glyph."""

    before: dict[str, str]
    behind: dict[str, str]
    kinds: dict[str, tuple[str, str]]


def find_odd(text: str, *, closely: bool) -> Iterator[int]:
    """Yield the places of characters of traditional text that a neighbour speaks against.

    `closely` looks at those, too, that no neighbour says anything of.
    """
    before, behind, kinds = _open_glances()
    for match in find_ambiguous().finditer(text):
        at = match.start()
        kind, char = kinds[match[0]]
        left = before.get(fold_char(text[at - 1 : at] or "\n") + char)
        right = behind.get(char + fold_char(text[at + 1 : at + 2] or "\n"))
        if left is None and right is None:
            if closely:
                yield at
        elif compile_pattern(SOUND).match(text, max(0, at - 1)):
            continue
        elif (left is not None and left != kind) or (right is not None and right != kind):
            yield at


def name_kind(glyph: str) -> str:
    """Return the first glyph of the kind that a character of traditional text is of."""
    kind = _open_glances().kinds.get(glyph)
    return kind[0] if kind else glyph


@cache
def _open_glances() -> Glances:
    pairs = open_pairs().items()
    return Glances(
        {neighbour + char: form for (side, char, neighbour), form in pairs if side == "before"},
        {char + neighbour: form for (side, char, neighbour), form in pairs if side == "behind"},
        {
            glyph: (kind[0], char)
            for char in list_ambiguous(TRADITIONAL)
            for kind in list_forms(char, TRADITIONAL)
            for glyph in kind
        },
    )
