"""The table of encodings that zhfix reads: what their bytes look like, and what each is for.

Two families hold Chinese in one or two bytes. Both resynchronise only at an ASCII byte, which is why one lost
byte ruins text up to the next one; and in both a trail byte may lie in the range of ASCII letters.
"""

from __future__ import annotations

from typing import NamedTuple


class DoubleByteCodec(NamedTuple):
    """An encoding of one or two bytes a character.

    `codecs` are CPython's names, the first that decodes a pair being right; `leads` and `trails` are the byte
    values that begin and end a pair.
    """

    name: str
    codecs: tuple[str, ...]
    leads: range
    trails: tuple[range, ...]


# gb18030 and not gbk: CPython's gbk lacks 101 assigned codes and every user-defined area, and shifted text is
# full of them.
GBK = DoubleByteCodec("gbk", ("gb18030",), range(0x81, 0xFF), (range(0x40, 0x7F), range(0x80, 0xFF)))
# cp950 first, for its readings of the symbols at A145-A246; big5hkscs adds what Hong Kong put into the free rows.
BIG5 = DoubleByteCodec("big5", ("cp950", "big5hkscs"), range(0x81, 0xFF), (range(0x40, 0x7F), range(0xA1, 0xFF)))
