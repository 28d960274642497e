"""Which form a character nearly always has in traditional text beside another: a glance, before anything is weighed.

后 behind 皇 is 后, and before 來 it is 後.  A form that a neighbour vouches for, and none speaks against, is sound and
costs one look each way; what is left, one character in several hundred, is looked at closely.

>>> find_form("before", "后", "皇"), find_form("behind", "后", "来"), find_form("behind", "后", "薨")
('后', '後', None)

They lie in ``data/formpairs.bin``, which is read on first use: UTF-8, deflated, a line for each side, character and
form with all neighbours, separated by tabs.  Characters and neighbours are simplified.
"""

from __future__ import annotations

import zlib
from functools import cache

from zhfix.errors import DataError
from zhfix.package_data import read_data

SIDES = ("before", "behind")

Pairs = dict[tuple[str, str], dict[str, str]]
"""On which side and of which character: the neighbours that go with each form, in one string."""


def find_form(side: str, char: str, neighbour: str) -> str | None:
    """Return the form that `char` has with this neighbour on a side; None where no one form goes with it."""
    forms = open_pairs().get((side, char), {})
    return next((form for form, neighbours in forms.items() if neighbour in neighbours), None)


@cache
def open_pairs() -> Pairs:
    """Return the neighbours that go with each form, read once."""
    try:
        return unpack_pairs(read_data("formpairs.bin"))
    except zlib.error as error:
        raise DataError(f"data/formpairs.bin is damaged ({error}); reinstall zhfix") from error


def pack_pairs(pairs: Pairs) -> bytes:
    """Return the bytes of a file of pairs."""
    rows = ((*key, form, "".join(sorted(found))) for key, forms in pairs.items() for form, found in forms.items())
    return zlib.compress("\0".join(map("\t".join, sorted(rows))).encode("utf-8"), 9)


def unpack_pairs(data: bytes) -> Pairs:
    """Read the bytes of a file of pairs."""
    pairs: Pairs = {}
    for line in zlib.decompress(data).decode("utf-8").split("\0"):
        side, char, form, neighbours = line.split("\t", 3)
        pairs.setdefault((side, char), {})[form] = neighbours
    return pairs
