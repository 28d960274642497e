"""Characters to bytes and back, one pair at a time, without giving up: user-defined areas included.

Text that was read with a byte missing holds characters that no author would write, private-use ones among them.  They
still name exactly two bytes each, and that is all that a repair needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from zhfix.encoding.registry import DoubleByteCodec

MOST_CHARACTERS = 1 << 16
"""Characters of which the pair is remembered: more than any encoding has."""


class PairTable:
    """The pairs of one encoding, both ways: made by :func:`open_pairs`.

    `chars` has the character of each pair, whose number is ``lead << 8 | trail``, and `pairs` the two bytes of each
    character, for loops to which a call costs more than what it does.  Both ask the codec for what they are asked for
    first, and keep it; of what the encoding does not have they hold the empty string and None.
    """

    __slots__ = ("_codec", "_with_lead", "_with_trail", "chars", "pairs")

    def __init__(self, codec: DoubleByteCodec) -> None:
        self._codec = codec
        self._with_lead: dict[int, list[str]] = {}
        self._with_trail: dict[int, list[str]] = {}
        self.chars = _Chars(codec.codecs)
        self.pairs = _Pairs(codec.codecs, self.chars)

    def char(self, lead: int, trail: int) -> str:
        """Return the character of a pair, or the empty string where it has none."""
        return self.chars[lead << 8 | trail]

    def pair(self, char: str) -> tuple[int, int] | None:
        """Return the two bytes of `char`, or None where it is not in the encoding (ASCII is one byte, and not here)."""
        return self.pairs[char]

    def with_lead(self, lead: int) -> list[str]:
        """Return every character whose first byte is `lead`."""
        if lead not in self._with_lead:
            trails = (trail for row in self._codec.trails for trail in row)
            self._with_lead[lead] = self._list_chars(lead << 8 | trail for trail in trails)
        return self._with_lead[lead]

    def with_trail(self, trail: int) -> list[str]:
        """Return every character whose second byte is `trail`."""
        if trail not in self._with_trail:
            self._with_trail[trail] = self._list_chars(lead << 8 | trail for lead in self._codec.leads)
        return self._with_trail[trail]

    def _list_chars(self, numbers: Iterable[int]) -> list[str]:
        return [char for number in numbers if (char := self.chars[number])]


class _Chars(dict[int, str]):
    """The characters of pairs, by the first codec that has one."""

    def __init__(self, codecs: tuple[str, ...]) -> None:
        self._codecs = codecs

    def __missing__(self, number: int) -> str:
        self[number] = char = next(filter(None, (_decode(divmod(number, 256), name) for name in self._codecs)), "")
        return char


class _Pairs(dict[str, "tuple[int, int] | None"]):
    """The pairs of characters, which are what the codecs write and read again."""

    def __init__(self, codecs: tuple[str, ...], chars: _Chars) -> None:
        self._codecs, self._chars = codecs, chars

    def __missing__(self, char: str) -> tuple[int, int] | None:
        written = (char.encode(name, "ignore") for name in self._codecs)
        found = ((data[0], data[1]) for data in written if len(data) == 2)
        pair = next((pair for pair in found if self._chars[pair[0] << 8 | pair[1]] == char), None)
        if len(self) < MOST_CHARACTERS:
            self[char] = pair
        return pair


def _decode(pair: tuple[int, int], codec: str) -> str:
    char = bytes(pair).decode(codec, "replace")
    return char if len(char) == 1 and char != "\ufffd" else ""


@cache
def open_pairs(codec: DoubleByteCodec) -> PairTable:
    """Return the pairs of `codec`, of which those that were asked for are kept.

    >>> from zhfix.encoding.registry import GBK
    >>> open_pairs(GBK).pair("現"), open_pairs(GBK).char(0xAC, 0x46)
    ((172, 70), '現')
    """
    return PairTable(codec)
