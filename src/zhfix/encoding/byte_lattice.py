"""Damaged bytes as a lattice for the search.

A node is a place in the bytes and the encoding that is being read there; a way leads from it over some bytes, reading
one character or, where that cannot be known yet, none.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from zhfix.encoding.byte_ways import list_ways
from zhfix.encoding.search import Arc, Lattice

SWITCH_COST = 9.0
"""Nats of another encoding beginning inside a line."""


class Places(NamedTuple):
    """How places in the bytes and encodings are numbered as nodes."""

    encodings: tuple[str, ...]

    def node(self, place: int, index: int) -> int:
        """Return the node of the encoding number `index` at `place`."""
        return place * len(self.encodings) + index

    def split(self, node: int) -> tuple[int, int]:
        """Return the place and the number of the encoding."""
        return divmod(node, len(self.encodings))


def build_byte_lattice(data: bytes, places: Places, *, first: bool, last: bool) -> Lattice:
    """Return the lattice of `data`; `first` and `last` say that it begins and ends the whole.

    It ends in one node, that of the first encoding behind the last byte.
    """
    lattice: dict[int, list[Arc]] = {}
    count = len(places.encodings)
    for place in range(len(data)):
        ways = [list(list_ways(data, place, name, first=first, last=last)) for name in places.encodings]
        for here, there in product(range(count), repeat=2):
            cost = SWITCH_COST if here != there else 0.0
            lattice.setdefault(places.node(place, here), []).extend(
                Arc(_target(data, places, place + way.size, there), way.text, way.cost + cost, f"{way.kind} {there}")
                for way in ways[there]
                if here == there or way.text > "\x7f"
            )
    return lattice


def _target(data: bytes, places: Places, place: int, index: int) -> int:
    return places.node(place, index if place < len(data) else 0)
