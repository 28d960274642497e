"""EUC-TW, and the planes of CNS 11643 that it writes: the standard of Taiwan's offices, of which Python has no codec.

Plane 1 takes two bytes, as in any EUC.  Every plane takes four: 8E, a byte for the plane, and the place in it.  Planes
1 and 2 are Big5's two levels in nearly the same order; 3 to 7 and 15 hold what names and places need.  The table is
``data/cns11643.bin``, read on first use.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache

from zhfix.encoding._reading import Builder, Reading, write_by_table
from zhfix.errors import DataError
from zhfix.package_data import read_data

PLANES = (1, 2, 3, 4, 5, 6, 7, 15)
SIDE = 94
"""Rows of a plane, and places in a row."""
HOLE = "\0"
"""What stands for a place without a character."""

_MAGIC = b"zhfix cns11643 1\n"
_FIRST = 0xA1
_SINGLE_SHIFT = 0x8E
_PLANE_ZERO = 0xA0


def pack_planes(planes: Sequence[str]) -> bytes:
    """Return the file for `planes`: magic, then the first, second and third bytes of all code points, deflated."""
    code_points = "".join(planes).encode("utf-32-le")
    return _MAGIC + zlib.compress(b"".join(code_points[k::4] for k in range(3)), 9)


def unpack_planes(packed: bytes) -> list[str]:
    """Return the planes of a file; raises :class:`~zhfix.errors.DataError` for anything else."""
    size = len(PLANES) * SIDE * SIDE
    try:
        bytes_apart = zlib.decompress(packed.removeprefix(_MAGIC))
    except zlib.error as error:
        raise DataError("data/cns11643.bin is damaged; reinstall zhfix") from error
    if not packed.startswith(_MAGIC) or len(bytes_apart) != 3 * size:
        raise DataError("data/cns11643.bin is of another version; reinstall zhfix")
    code_points = bytearray(4 * size)
    for k in range(3):
        code_points[k::4] = bytes_apart[k * size : (k + 1) * size]
    chars = code_points.decode("utf-32-le")
    return [chars[k : k + SIDE * SIDE] for k in range(0, size, SIDE * SIDE)]


@cache
def _open_planes() -> dict[int, str]:
    return dict(zip(PLANES, unpack_planes(read_data("cns11643.bin")), strict=True))


@cache
def _open_codes() -> dict[str, bytes]:
    """Return how each character is written; where a radical is also a character, by the code of that, the later."""
    codes = {chr(byte): bytes((byte,)) for byte in range(0x80)}
    for plane, chars in _open_planes().items():
        prefix = b"" if plane == 1 else bytes((_SINGLE_SHIFT, _PLANE_ZERO + plane))
        for place, char in enumerate(chars):
            if char != HOLE:
                codes[char] = prefix + bytes((_FIRST + place // SIDE, _FIRST + place % SIDE))
    return codes


@cache
def _tokens() -> re.Pattern[bytes]:
    whole = rb"([\0-\x7f]+)|([\xa1-\xfe]+)|\x8e([\xa1-\xb0])([\xa1-\xfe]{2})"
    return re.compile(whole + rb"|(\x8e(?:[\xa1-\xb0][\xa1-\xfe]?)?)|[\x80-\xff]")


class EucTw:
    """EUC-TW: reads every plane that the table has, and both ways to write plane 1."""

    def read(self, data: bytes) -> Reading:
        """Read runs of ASCII and of pairs; a lead byte that has no second one is a fault of its own."""
        planes, built = _open_planes(), Builder()
        for token in _tokens().finditer(data):
            ascii_run, pairs, plane, place, shift = token.groups()
            start, end = token.span()
            if ascii_run:
                built.add(ascii_run.decode("ascii"))
            elif pairs:
                _read_pairs(planes[1], pairs, start, built, cut=end == len(data))
            elif plane:
                _read_pairs(planes.get(plane[0] - _PLANE_ZERO, HOLE * SIDE**2), place, start, built, size=4)
            else:
                built.add_fault(start, end, cut=bool(shift) and end == len(data))
        return built.build()

    def write(self, text: str) -> bytes:
        """Write plane 1 in two bytes and the others in four."""
        return write_by_table(text, _open_codes(), "euc-tw")


def _read_pairs(plane: str, pairs: bytes, start: int, built: Builder, *, size: int = 2, cut: bool = False) -> None:
    """Read pairs of one plane, each of which takes `size` bytes of the data; `cut` where that ends with them."""
    rows, cells = pairs[::2], pairs[1::2]
    chars = "".join([plane[(row - _FIRST) * SIDE + cell - _FIRST] for row, cell in zip(rows, cells, strict=False)])
    if HOLE not in chars:
        built.add(chars)
    else:
        for k, char in enumerate(chars):
            if char == HOLE:
                built.add_fault(start + size * k, start + size * (k + 1))
            else:
                built.add(char)
    if len(rows) > len(cells):
        built.add_fault(start + len(pairs) - 1, start + len(pairs), cut=cut)
