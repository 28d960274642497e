"""Which form a character nearly always has in traditional text beside another: a glance, before anything is weighed.

后 behind 皇 is 后, and before 來 it is 後.  A form that a neighbour vouches for, and none speaks against, is sound and
costs one look each way; what is left, one character in several hundred, is looked at closely.

>>> open_pairs()["before", "后", "皇"], open_pairs()["behind", "后", "来"]
('后', '後')

They lie in ``data/formpairs.bin``, which is read on first use: UTF-8, deflated, a line for each side, character and
form with all neighbours, separated by tabs.  Characters and neighbours are simplified.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache

from zhfix.errors import DataError
from zhfix.package_data import read_data

SIDES = ("before", "behind")

Pair = tuple[str, str, str]
"""On which side, of which character, which neighbour stands."""


@cache
def open_pairs() -> Mapping[Pair, str]:
    """Return the form that goes with each side, character and neighbour; read once."""
    try:
        return unpack_pairs(read_data("formpairs.bin"))
    except zlib.error as error:
        raise DataError(f"data/formpairs.bin is damaged ({error}); reinstall zhfix") from error


def pack_pairs(pairs: Mapping[Pair, str]) -> bytes:
    """Return the bytes of a file of pairs."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for (side, char, neighbour), form in pairs.items():
        rows.setdefault((side, char, form), []).append(neighbour)
    lines = ["\t".join([*row, "".join(sorted(found))]) for row, found in sorted(rows.items())]
    return zlib.compress("\0".join(lines).encode("utf-8"), 9)


def unpack_pairs(data: bytes) -> dict[Pair, str]:
    """Read the bytes of a file of pairs."""
    pairs: dict[Pair, str] = {}
    for line in zlib.decompress(data).decode("utf-8").split("\0"):
        side, char, form, neighbours = line.split("\t", 3)
        pairs.update({(side, char, neighbour): form for neighbour in neighbours})
    return pairs
