"""Characters to bytes and back, one pair at a time, without giving up: user-defined areas included.

Text that was read with a byte missing holds characters that no author would write, private-use ones among them.  They
still name exactly two bytes each, and that is all that a repair needs.
"""

from __future__ import annotations

from functools import cache

from zhfix.encoding.registry import DoubleByteCodec


class PairTable:
    """The pairs of one encoding, both ways: made by :func:`open_pairs`.

    `chars` has the character of each pair, whose number is ``lead << 8 | trail``, and `pairs` the two bytes of each
    character, for loops to which a call costs more than what it does.
    """

    __slots__ = ("_by_lead", "_by_trail", "chars", "pairs")

    def __init__(self, codec: DoubleByteCodec) -> None:
        self.chars: dict[int, str] = {}
        self.pairs: dict[str, tuple[int, int]] = {}
        self._by_lead: dict[int, list[str]] = {}
        self._by_trail: dict[int, list[str]] = {}
        trails = [trail for row in codec.trails for trail in row]
        for lead in codec.leads:
            chars = _decode_pairs([bytes((lead, trail)) for trail in trails], codec.codecs)
            for trail, char in zip(trails, chars, strict=True):
                if char:
                    self.chars[lead << 8 | trail] = char
                    self.pairs.setdefault(char, (lead, trail))
                    self._by_lead.setdefault(lead, []).append(char)
                    self._by_trail.setdefault(trail, []).append(char)

    def char(self, lead: int, trail: int) -> str:
        """Return the character of a pair, or the empty string where it has none."""
        return self.chars.get(lead << 8 | trail, "")

    def pair(self, char: str) -> tuple[int, int] | None:
        """Return the two bytes of `char`, or None where it is not in the encoding (ASCII is one byte, and not here)."""
        return self.pairs.get(char)

    def with_lead(self, lead: int) -> list[str]:
        """Return every character whose first byte is `lead`."""
        return self._by_lead.get(lead, [])

    def with_trail(self, trail: int) -> list[str]:
        """Return every character whose second byte is `trail`."""
        return self._by_trail.get(trail, [])


def _decode_pairs(pairs: list[bytes], codecs: tuple[str, ...]) -> list[str]:
    """Return the character of each pair by the first codec that has one, or the empty string.

    A row is decoded in one go, with line ends between the pairs, which no codec takes for the half of one.
    """
    chars = [""] * len(pairs)
    for name in codecs:
        left = [i for i, char in enumerate(chars) if not char]
        if not left:
            break
        read = b"\n".join([pairs[i] for i in left]).decode(name, "replace").split("\n")
        for i, char in zip(left, read, strict=True):
            chars[i] = char if len(char) == 1 and char != "\ufffd" else ""
    return chars


@cache
def open_pairs(codec: DoubleByteCodec) -> PairTable:
    """Return the pairs of `codec`, built on first use and kept.

    >>> from zhfix.encoding.registry import GBK
    >>> open_pairs(GBK).pair("現"), open_pairs(GBK).char(0xAC, 0x46)
    ((172, 70), '現')
    """
    return PairTable(codec)
