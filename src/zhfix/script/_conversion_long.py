"""Conversion of long text with numpy: one lookup for all characters, and the places where a word may decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

_BITS = 22
"""Bits of a table of what may begin a word: of what begins none, one in some hundred is taken for one that does."""
_COMPATIBILITY, _BLOCK, _SUPPLEMENT = np.uint32(0xF900), np.uint32(0x200), 0x2F800
"""Where compatibility ideographs begin, how many code points they take, and where the others begin."""
_WORD, _LONGER = 1, 2
"""What two characters may be: a word, and the beginning of a longer one."""


class LongConversion:
    """The tables of a conversion as arrays over all code points.

    `chars` are those that become another, `wide` those that become two, `starts` the words that become something else
    than their characters do, by their first two, and `inside` the pairs of characters that stand inside a word.
    """

    def __init__(
        self, chars: dict[str, str], wide: str, starts: dict[str, tuple[str, ...]], inside: frozenset[str]
    ) -> None:
        self._table = np.arange(0x110000, dtype=np.uint32)
        for char, after in chars.items():
            self._table[ord(char)] = ord(after)
        self._wide = np.array([ord(char) for char in wide], dtype=np.uint32)
        self._pairs = np.zeros(1 << _BITS, dtype=np.uint8)
        self._triples = np.zeros(1 << _BITS, dtype=np.bool_)
        words = {word for each in starts.values() for word in each}
        self._pairs[_mix(*_columns({word for word in words if len(word) == 2}, 2))] = _WORD
        longer = {word[:3] for word in words if len(word) > 2}
        self._pairs[_mix(*_columns({word[:2] for word in longer}, 2))] |= _LONGER
        self._inside = np.zeros(1 << _BITS, dtype=np.bool_)
        self._inside[_mix(*_columns(inside, 2))] = True
        self._triples[_mix(*_columns(longer, 3))] = True

    def convert_chars(self, text: str) -> str:
        """Return `text` with every character converted by itself."""
        converted: bytes = self._table[_read(text)].tobytes()
        return converted.decode("utf-32-le", "surrogatepass")

    def has_compatibility(self, text: str) -> bool:
        """Return whether `text` may hold characters that are made one with others before all else."""
        codes = _read(text)
        return bool(((codes - _COMPATIBILITY) < _BLOCK).any() or codes.max() >= _SUPPLEMENT)

    def find_places(self, text: str) -> Iterable[tuple[int, bool]]:
        """Return the places where a word may begin that becomes something else than its characters do."""
        return self._list_places(_read(text))

    def _list_places(self, codes: np.ndarray) -> Iterable[tuple[int, bool]]:
        pairs = self._pairs[_mix(codes[:-1], codes[1:])]
        places = np.flatnonzero(pairs.view(np.bool_))
        found = pairs[places]
        last = len(codes) - 1
        third = codes[np.minimum(places + 2, last)]
        longer = self._triples[_mix(codes[places], codes[places + 1], third)]
        places = places[((found & _WORD) | longer).view(np.bool_)]
        crossed = self._inside[_mix(codes[np.maximum(places - 1, 0)], codes[places])]
        crossed |= self._inside[_mix(codes[places + 1], codes[np.minimum(places + 2, last)])]
        free = ~crossed & (places > 0) & (places + 2 < last)
        if not self._wide.size:
            return zip(places.tolist(), free.tolist(), strict=True)
        wide = np.flatnonzero(np.isin(codes, self._wide)).tolist()
        return ((place, False) for place in sorted({*places.tolist(), *wide}))


def _columns(words: Collection[str], size: int) -> np.ndarray:
    """Return the code points of `words` of `size` characters, one row a place."""
    return np.array([[ord(char) for char in word] for word in words], dtype=np.uint32).reshape(-1, size).T


def _read(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _mix(first: np.ndarray, second: np.ndarray, third: np.ndarray | None = None) -> np.ndarray:
    """Return an index of a table of :data:`_BITS` bits for characters in a row."""
    mixed = (first * np.uint32(0x9E3779B1)) ^ (second * np.uint32(0x85EBCA77))
    if third is not None:
        mixed ^= third * np.uint32(0xC2B2AE3D)
    return mixed >> np.uint32(32 - _BITS)
