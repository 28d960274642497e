"""Characters of traditional text that do not go with a neighbour, found by a glance at each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from zhfix.patterns import compile_pattern
from zhfix.script._classes import find_ambiguous
from zhfix.script._forms import TRADITIONAL, list_ambiguous, list_forms, list_kinds
from zhfix.script._pairs import SIDES, find_form, open_pairs

SPELLING = "標志"
"""A word with two spellings, whatever leaked."""
SOUND = "[一兩三四五幾多每某首這那此該本整半數第]齣|標志|而后|傢(?=[具俱伙什])|仁傑|明瞭|瞭[解望然若]"
"""What most text has otherwise and is sound: plays, which converted text has as 出, and words with two spellings."""
MOST_PAIRS = 1 << 16
"""Pairs that are remembered, of each side."""


def find_odd(text: str, places: Sequence[int] | None = None) -> Iterator[int]:
    """Yield the places of characters of traditional text that a neighbour speaks against, all or of `places`."""
    sound = compile_pattern(SOUND)
    before, behind = _open_odd()
    if places is None:
        places = [match.start() for match in find_ambiguous().finditer(text)]
    for at in places:  # one in fourteen of all characters: what `list_against` does is written out
        odd = behind[text[at : at + 2]] or (at and before[text[at - 1 : at + 1]])
        if odd and not sound.match(text, max(0, at - 1)):
            yield at


def list_against(text: str, at: int) -> tuple[bool, bool]:
    """Return whether the neighbour before a character speaks against it, and whether the one behind does."""
    before, behind = _open_odd()
    return before[text[at - 1 : at + 1]] if at else False, behind[text[at : at + 2]]


def find_doubtful(text: str) -> Iterator[int]:
    """Yield the places of all characters of traditional text that may stand for another one."""
    spelling = compile_pattern(SPELLING)
    places = (match.start() for match in find_ambiguous().finditer(text))
    return (at for at in places if not spelling.match(text, max(0, at - 1)))


class _OddPairs(dict[str, bool]):
    """Whether a character should most likely be another one, by pairs of it and its neighbour on one side."""

    def __init__(self, side: str) -> None:
        self._side = side

    def __missing__(self, pair: str) -> bool:
        odd = len(pair) == 2 and self._is_odd(*(pair[::-1] if self._side == "before" else pair))
        if len(self) < MOST_PAIRS:
            self[pair] = odd
        return odd

    def _is_odd(self, glyph: str, neighbour: str) -> bool:
        for char in _list_sources().get(glyph, (glyph,)):
            for beside in (neighbour, *_list_sources().get(neighbour, ())):
                form = find_form(self._side, char, beside)
                if form and any(glyph in kind and form not in kind for kind in list_kinds(char, TRADITIONAL)):
                    return True
        return False


@cache
def _open_odd() -> tuple[_OddPairs, _OddPairs]:
    """Return the pairs with the neighbour before, and those with the neighbour behind, filled as they are asked for."""
    before, behind = map(_OddPairs, SIDES)
    return before, behind


@cache
def _list_sources() -> dict[str, tuple[str, ...]]:
    """Return the simplified characters that each glyph of traditional text may stand for."""
    sources: dict[str, tuple[str, ...]] = {}
    neighbours = (found for forms in open_pairs().values() for found in forms.values())
    for char in sorted({char for _, char in open_pairs()}.union(*neighbours)):
        for glyph in dict.fromkeys(glyph for kind in list_kinds(char, TRADITIONAL) for glyph in kind):
            sources[glyph] = (*sources.get(glyph, ()), char)
    return sources


def name_kind(glyph: str) -> str:
    """Return the first glyph of the kind that a character of traditional text is of."""
    return _kinds().get(glyph, glyph)


@cache
def _kinds() -> dict[str, str]:
    kinds = (kind for char in list_ambiguous(TRADITIONAL) for kind in list_forms(char, TRADITIONAL))
    return {glyph: kind[0] for kind in kinds for glyph in kind}
