"""Conversion of long text with numpy: one lookup for all characters, and the places where a word may decide.

Text without characters beyond U+FFFF is read as 16-bit numbers, in half the time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BITS, _SIEVE_BITS = 22, 19
"""Bits of a table of what may begin a word: of what begins none, one in some hundred is taken for one that does; and of
a smaller one that is asked first, since it stays in the cache of the processor."""
_BLOCK, _BLOCK_SIZE, _SUPPLEMENT = 0xF900, 0x200, 0x2F800
"""Where compatibility ideographs begin, how many code points they take, and where the others begin."""
_LONGEST_WINDOW = 12
"""Characters on either side of a word up to which windows are looked for with numpy."""
_HALF, _SHIFT = np.uint64(32), np.uint32(_BITS - _SIEVE_BITS)
_WORD, _LONGER = 1, 2
"""What two characters may be: a word, and the beginning of a longer one."""

Codes = NDArray[np.uint16] | NDArray[np.uint32]
Found = tuple[int, int, str]
"""The start and the end of a window, and what it becomes."""


class Places(NamedTuple):
    """Where a word may begin: one of two characters whose edges no word crosses, and any other."""

    free: NDArray[np.intp]
    others: list[int]


class LongConversion:
    """The tables of a conversion as arrays over all code points.

    `folded` is applied before all else, `chars` are those that become another, `wide` those that become two, `starts`
    the words that become something else than their characters do, by their first two, and `inside` the pairs of
    characters that stand inside a word.
    """

    def __init__(
        self,
        folded: dict[int, str],
        chars: dict[str, str],
        wide: str,
        starts: dict[str, tuple[str, ...]],
        inside: frozenset[str],
    ) -> None:
        self._folded = folded
        self._table = np.arange(0x110000, dtype=np.uint32)
        for char, after in chars.items():
            self._table[ord(char)] = ord(after)
        # Of the characters up to U+FFFF; 0 for those that become one beyond.
        self._short = np.where(self._table < 0x10000, self._table, 0)[:0x10000].astype(np.uint16)
        self._wide = np.array([ord(char) for char in wide], dtype=np.uint32)
        self._starts = starts
        self._pairs = np.zeros(1 << _BITS, dtype=np.uint8)
        self._triples = np.zeros(1 << _BITS, dtype=np.bool_)
        words = {word for each in starts.values() for word in each}
        self._pairs[_mix(*_columns({word for word in words if len(word) == 2}, 2))] = _WORD
        self._sieve = np.zeros(1 << _SIEVE_BITS, dtype=np.bool_)
        self._sieve[_mix(*_columns(starts, 2)) >> _SHIFT] = True
        longer = {word[:3] for word in words if len(word) > 2}
        self._pairs[_mix(*_columns({word[:2] for word in longer}, 2))] |= _LONGER
        self._inside = np.zeros(1 << _BITS, dtype=np.bool_)
        self._inside[_mix(*_columns(inside, 2))] = True
        self._triples[_mix(*_columns(longer, 3))] = True

    def convert(
        self, text: str, convert_window: Callable[[str], str], find_windows: Callable[[str, list[int]], Iterable[Found]]
    ) -> str:
        """Return `text` converted."""
        codes = _read(text)
        if _has_compatibility(codes):
            text = text.translate(self._folded)
            codes = _read(text)
        places = self._find_places(codes)
        out, longer = self._put_free(codes, self._convert_chars(codes), places.free, convert_window)
        same: list[Found] = []
        windows = self._list_windows(codes, text, places.others, convert_window)
        for window in find_windows(text, places.others) if windows is None else windows:
            (same if len(window[2]) == window[1] - window[0] else longer).append(window)
        if same:
            put = _read("".join([after for _, _, after in same]))
            starts, ends = np.array([window[:2] for window in same]).T
            sizes = ends - starts
            out = _widen(out, put)
            out[np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(len(put))] = put
        return _splice(_write(out), sorted(longer))

    def _list_windows(
        self, codes: Codes, text: str, places: list[int], convert_window: Callable[[str], str]
    ) -> Iterable[Found] | None:
        """Return the windows around `places`; None where characters become two, or windows are long.

        A window is all that hangs together by pairs inside words, so two of them are the same or apart. A few words too
        many, which the tables take for some, do no harm.
        """
        if self._wide.size:
            return None
        at = np.array(places, dtype=np.intp)
        at = at[self._inside.take(_mix(codes[at], codes[at + 1]))] if len(at) else at
        edges = at.copy(), at + 2
        for edge, step in zip(edges, (-1, 1), strict=True):
            moving = np.arange(len(at))
            for _ in range(_LONGEST_WINDOW):
                moving = moving[(edge[moving] > 0) & (edge[moving] < len(codes))]
                here = edge[moving]
                moving = moving[self._inside.take(_mix(codes[here - 1], codes[here]))]
                edge[moving] += step
            if len(moving):
                return None
        starts, which = np.unique(edges[0], return_index=True)
        spans = zip(starts.tolist(), edges[1][which].tolist(), strict=True)
        return [(start, end, convert_window(text[start:end])) for start, end in spans]

    def _convert_chars(self, codes: Codes) -> Codes:
        if codes.dtype == np.uint16:
            short: Codes = self._short.take(codes)
            if short.all():
                return short
        return self._table.take(codes)

    def _put_free(
        self, codes: Codes, out: Codes, places: NDArray[np.intp], convert_window: Callable[[str], str]
    ) -> tuple[Codes, list[Found]]:
        """Write into `out` the words of two characters at `places`, each converted once.

        Return those, too, that become longer or shorter and cannot be written.
        """
        words, which = np.unique(codes[places].astype(np.uint64) << _HALF | codes[places + 1], return_inverse=True)
        pairs = [chr(word >> 32) + chr(word & 0xFFFFFFFF) for word in words.tolist()]
        # Some are none: the tables take a few for words that are not.
        afters = [convert_window(pair) if pair in self._starts else "" for pair in pairs]
        fits = np.array([len(after) == 2 for after in afters], dtype=np.bool_)
        put = _read("".join([after if len(after) == 2 else "\0\0" for after in afters])).reshape(-1, 2)
        out = _widen(out, put)
        written = fits[which]
        at, rows = places[written], put[which[written]]
        out[at], out[at + 1] = rows[:, 0], rows[:, 1]
        left = zip(places[~written].tolist(), which[~written].tolist(), strict=True)
        return out, [(place, place + 2, afters[row]) for place, row in left if afters[row]]

    def has_compatibility(self, text: str) -> bool:
        """Return whether `text` may hold characters that are made one with others before all else."""
        return _has_compatibility(_read(text))

    def find_places(self, text: str) -> list[int]:
        """Return the places where a word may begin that becomes something else than its characters do."""
        places = self._find_places(_read(text))
        return sorted([*places.free.tolist(), *places.others])

    def _find_places(self, codes: Codes) -> Places:
        mixed = _mix(codes[:-1], codes[1:])
        places = np.flatnonzero(self._sieve.take(mixed >> _SHIFT))
        found, first, second = self._pairs[mixed[places]], codes[places], codes[places + 1]
        last = len(codes) - 1
        third = codes[np.minimum(places + 2, last)]
        longer = self._triples[_mix(first, second, third)]
        chosen = np.flatnonzero((found & _WORD) | longer)
        places, first, second, third = places[chosen], first[chosen], second[chosen], third[chosen]
        crossed = self._inside[_mix(codes[np.maximum(places - 1, 0)], first)] | self._inside[_mix(second, third)]
        free = ~crossed & (places > 0) & (places + 2 < last)
        others: list[int] = places[~free].tolist()
        if self._wide.size:
            others = sorted({*others, *np.flatnonzero(np.isin(codes, self._wide)).tolist()})
        return Places(places[free], others)


def _has_compatibility(codes: Codes) -> bool:
    beyond = codes.dtype == np.uint32 and bool((codes >= _SUPPLEMENT).any())
    return beyond or bool(((codes - codes.dtype.type(_BLOCK)) < _BLOCK_SIZE).any())


def _splice(text: str, windows: list[Found]) -> str:
    """Return `text` with the windows put in."""
    if not windows:
        return text
    pieces: list[str] = []
    done = 0
    for start, end, after in windows:
        pieces += (text[done:start], after)
        done = end
    return "".join([*pieces, text[done:]])


def _columns(words: Collection[str], size: int) -> NDArray[np.uint32]:
    """Return the code points of `words` of `size` characters, one row a place."""
    return np.array([[ord(char) for char in word] for word in words], dtype=np.uint32).reshape(-1, size).T


def _read(text: str) -> Codes:
    data = text.encode("utf-16-le", "surrogatepass")
    if len(data) == 2 * len(text):
        codes = np.frombuffer(data, dtype=np.uint16)
        # Halves of a pair that stand side by side are two characters of the text, and would become one.
        if not ((codes - np.uint16(0xD800)) < 0x800).any():
            return codes
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _write(codes: Codes) -> str:
    return codes.tobytes().decode("utf-16-le" if codes.dtype == np.uint16 else "utf-32-le", "surrogatepass")


def _widen(codes: Codes, put: Codes) -> Codes:
    """Return `codes` so that those of `put` can be written into it."""
    return codes.astype(np.uint32) if codes.dtype.itemsize < put.dtype.itemsize else codes


def _mix(first: Codes, second: Codes, third: Codes | None = None) -> NDArray[np.uint32]:
    """Return an index of a table of :data:`_BITS` bits for characters in a row."""
    mixed = (first * np.uint32(0x9E3779B1)) ^ (second * np.uint32(0x85EBCA77))
    if third is not None:
        mixed ^= third * np.uint32(0xC2B2AE3D)
    return mixed >> np.uint32(32 - _BITS)
