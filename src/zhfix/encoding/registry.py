"""The table of encodings that zhfix reads: what their bytes look like, and what each is for.

Two families hold Chinese in one or two bytes. Both resynchronise only at an ASCII byte, which is why one lost
byte ruins text up to the next one; and in both a trail byte may lie in the range of ASCII letters.
"""

from __future__ import annotations

from typing import NamedTuple

from zhfix.errors import OptionError


class DoubleByteCodec(NamedTuple):
    """An encoding of one or two bytes a character.

    `codecs` are CPython's names, the first that decodes a pair being right; `leads` and `trails` are the byte
    values that begin and end a pair. `script` is the one it was made for: ``"simplified"``, ``"traditional"``
    or ``"both"``.
    """

    name: str
    codecs: tuple[str, ...]
    leads: range
    trails: tuple[range, ...]
    script: str

    def is_trail(self, byte: int) -> bool:
        """Return whether `byte` may end a pair."""
        return any(byte in trails for trails in self.trails)


# gb18030 and not gbk: CPython's gbk lacks 101 assigned codes and every user-defined area, and shifted text is
# full of them.
GBK = DoubleByteCodec("gbk", ("gb18030",), range(0x81, 0xFF), (range(0x40, 0x7F), range(0x80, 0xFF)), "both")
# cp950 first, for its readings of the symbols at A145-A246; big5hkscs adds what Hong Kong put into the free rows.
BIG5 = DoubleByteCodec(
    "big5", ("cp950", "big5hkscs"), range(0x81, 0xFF), (range(0x40, 0x7F), range(0xA1, 0xFF)), "traditional"
)

DOUBLE_BYTE = {codec.name: codec for codec in (GBK, BIG5)}


def find_codec(name: str) -> DoubleByteCodec:
    """Return the two-byte codec called `name`; an unknown one is an :class:`~zhfix.errors.OptionError`.

    >>> find_codec("big5").script
    'traditional'
    """
    if name not in DOUBLE_BYTE:
        raise OptionError(f"no two-byte encoding is called {name!r}; there are: {', '.join(DOUBLE_BYTE)}")
    return DOUBLE_BYTE[name]
