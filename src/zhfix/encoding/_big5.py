"""Big5 and its extensions: five tables that agree on 13,502 codes, and on little beyond.

All of them are CPython's ``cp950`` with other characters for some codes and more codes.  The web's ``big5`` has ETEN's
rows and Hong Kong's supplementary characters; Microsoft's ``cp950`` has private use in their place; ``cp951`` is what
Hong Kong's patch made of that; and ``big5-uao`` is what the boards of Taiwan use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.encoding._reading import Patches, Reading, Step, read_past_faults, write_by_table
from zhfix.package_data import read_rows

TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))

# Codes that name two characters each, which a table of single characters cannot say.
_TWO_CHARS = {
    b"\x88\x62": "\N{LATIN CAPITAL LETTER E WITH CIRCUMFLEX}\N{COMBINING MACRON}",
    b"\x88\x64": "\N{LATIN CAPITAL LETTER E WITH CIRCUMFLEX}\N{COMBINING CARON}",
    b"\x88\xa3": "\N{LATIN SMALL LETTER E WITH CIRCUMFLEX}\N{COMBINING MACRON}",
    b"\x88\xa5": "\N{LATIN SMALL LETTER E WITH CIRCUMFLEX}\N{COMBINING CARON}",
}
# Microsoft's areas for characters of one's own, in the order of their places from U+E000 on.
_USER_DEFINED = (
    (b"\xfa\x40", b"\xfe\xfe"),
    (b"\x8e\x40", b"\xa0\xfe"),
    (b"\x81\x40", b"\x8d\xfe"),
    (b"\xc6\xa1", b"\xc8\xfe"),
)
# Characters with two codes are written by the first of the standard's, and these by the last, as the web does: the
# second 十 and 卅 are among numerals; the lines are ETEN's doubles.
_NUMERALS = "十卅"
_LINES = "\N{BOX DRAWINGS DOUBLE HORIZONTAL}╞╡╪"

Table = dict[bytes, str]


class Big5:
    """One member of the family: `name` says which."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read(self, data: bytes) -> Reading:
        """Read as CPython's cp950 does, but for what this table has otherwise or besides."""
        table = _open_table(self._name)
        patches = _open_patches(self._name)

        def decode(window: bytes) -> str:
            return patches.apply(window.decode("cp950"))

        def step(data: bytes, start: int, _: int) -> Step:
            pair = data[start : start + 2]
            if pair in table:
                return Step(2, table[pair])
            if pair[0] in (0x80, 0xFF):
                return Step(1)
            if len(pair) == 1:
                return Step(1, None, cut=True)
            return Step(1 if pair[1] < 0x80 else 2)  # a byte of ASCII after a lead byte is not part of the fault

        return read_past_faults(data, decode, step)

    def write(self, text: str) -> bytes:
        """Write what this table has; the web writes no big5 below A140, which is Hong Kong's alone."""
        units = _units().findall(text) if self._name in ("big5hkscs", "cp951") else text
        return write_by_table(units, _open_pairs(self._name), self._name)


@cache
def _units() -> re.Pattern[str]:
    return re.compile("|".join(_TWO_CHARS.values()) + "|.", re.DOTALL)


@cache
def _open_patches(name: str) -> Patches:
    """Return what cp950 reads otherwise, by the character that it gives: none of them has another code there."""
    return Patches({old: char for pair, char in _open_table(name).items() if (old := _decode_pair(pair))})


@cache
def _open_pairs(name: str) -> dict[str, bytes]:
    """Return how each character is written; where it has two codes, by the first from A140 on, then by the first."""
    table, pairs = _open_table(name), {chr(byte): bytes((byte,)) for byte in range(0x80)}
    last = _NUMERALS if name in ("cp950", "cp951") else _NUMERALS + _LINES
    for leads in (range(0xA1, 0xFF), range(0x81, 0xA1) if name != "big5" else ()):
        for pair in (bytes((lead, trail)) for lead in leads for trail in TRAILS):
            char = table.get(pair) or _decode_pair(pair)
            if char and char in last:
                pairs[char] = pair
            elif char:
                pairs.setdefault(char, pair)
    return pairs


def _decode_pair(pair: bytes) -> str:
    """Return what CPython's cp950 reads, or the empty string where it refuses; asked too often for exceptions."""
    char = pair.decode("cp950", "ignore")
    return "" if char.isascii() else char  # the trail byte may be a letter, and left over


@cache
def _open_table(name: str) -> Table:
    """Return the codes that cp950 of CPython lacks or reads otherwise."""
    if name == "cp950":
        return dict(_user_defined())
    if name == "cp951":
        hong_kong = _open_table("big5hkscs")
        return {pair: hong_kong.get(pair, char) for pair, char in _user_defined()}
    if name == "big5-uao":
        return _read_runs("big5-uao.txt")
    return _open_table("big5hkscs") if name == "big5" else _read_runs("big5-hkscs.txt") | _TWO_CHARS


def _user_defined() -> Iterator[tuple[bytes, str]]:
    private = 0xE000
    for first, last in _USER_DEFINED:
        for lead in range(first[0], last[0] + 1):
            for trail in TRAILS:
                pair = bytes((lead, trail))
                if first <= pair <= last:
                    yield pair, chr(private)
                    private += 1


def _read_runs(file: str) -> Table:
    table = {}
    for line in read_rows(file):
        code, _, chars = line.partition("\t")
        lead, trail = bytes.fromhex(code)
        first = TRAILS.index(trail)
        for k, char in enumerate(chars):
            table[bytes((lead, TRAILS[first + k]))] = char
    return table
