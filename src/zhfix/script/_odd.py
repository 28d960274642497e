"""Characters of traditional text that do not go with a neighbour, found by a glance at each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from zhfix.patterns import compile_pattern
from zhfix.script._classes import find_ambiguous
from zhfix.script._forms import TRADITIONAL, list_ambiguous, list_forms, list_kinds
from zhfix.script._pairs import SIDES, open_pairs

SPELLING = "標志"
"""A word with two spellings, whatever leaked."""
SOUND = "[一兩三四五幾多每某首這那此該本整半數第]齣|標志|而后|傢(?=[具俱伙什])|仁傑|明瞭|瞭[解望然若]"
"""What most text has otherwise and is sound: plays, which converted text has as 出, and words with two spellings."""


def find_odd(text: str) -> Iterator[int]:
    """Yield the places of characters of traditional text that a neighbour speaks against."""
    sound = compile_pattern(SOUND)
    for match in find_ambiguous().finditer(text):
        at = match.start()
        if any(list_against(text, at)) and not sound.match(text, max(0, at - 1)):
            yield at


def list_against(text: str, at: int) -> tuple[bool, bool]:
    """Return whether the neighbour before a character speaks against it, and whether the one behind does."""
    before, behind = _list_odd()
    return text[at - 1 : at + 1] in before, text[at : at + 2] in behind


def find_doubtful(text: str) -> Iterator[int]:
    """Yield the places of all characters of traditional text that may stand for another one."""
    spelling = compile_pattern(SPELLING)
    places = (match.start() for match in find_ambiguous().finditer(text))
    return (at for at in places if not spelling.match(text, max(0, at - 1)))


@cache
def _list_odd() -> tuple[frozenset[str], frozenset[str]]:
    """Return pairs of characters of which the second, and of which the first, should most likely be another one."""
    odd: dict[str, set[str]] = {side: set() for side in SIDES}
    for (side, char, neighbour), form in open_pairs().items():
        beside = {neighbour, *(glyph for kind in list_kinds(neighbour, TRADITIONAL) for glyph in kind)}
        wrong = [glyph for kind in list_kinds(char, TRADITIONAL) if form not in kind for glyph in kind]
        pairs = product(beside, wrong) if side == "before" else product(wrong, beside)
        odd[side].update(first + second for first, second in pairs)
    before, behind = (frozenset(odd[side]) for side in SIDES)
    return before, behind


def name_kind(glyph: str) -> str:
    """Return the first glyph of the kind that a character of traditional text is of."""
    return _kinds().get(glyph, glyph)


@cache
def _kinds() -> dict[str, str]:
    kinds = (kind for char in list_ambiguous(TRADITIONAL) for kind in list_forms(char, TRADITIONAL))
    return {glyph: kind[0] for kind in kinds for glyph in kind}
