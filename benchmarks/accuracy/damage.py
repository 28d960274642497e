"""Bytes that were damaged on their way: what must still come out right is the text away from the damage."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from cells import Cell, Writing, draw_texts, named, write_bytes
from judge import Sample
from passages import Source

LENGTHS = (64, 256)


class Written:
    """A text with the bytes of each character apart, so that bytes can be traced back to characters."""

    def __init__(self, text: str, codec: str) -> None:
        self.parts = [write_bytes(char, codec) or b"" for char in text]
        self.starts = list(accumulate(map(len, self.parts), initial=0))[:-1]

    @property
    def data(self) -> bytes:
        """The bytes, sound."""
        return b"".join(self.parts)

    def char_at(self, byte: int) -> int:
        """Return the index of the character that a byte belongs to."""
        return bisect_right(self.starts, byte) - 1

    def wide(self) -> list[int]:
        """Return the indexes of the characters of more than one byte."""
        return [i for i, part in enumerate(self.parts) if len(part) > 1]


Damage = Callable[[Written, random.Random], "tuple[bytes, list[int]] | None"]
"""Gives the damaged bytes and the characters touched; None where the text cannot be damaged so."""


def lose_byte(written: Written, rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """One byte is lost."""
    data, at = written.data, rnd.randrange(len(written.data))
    return data[:at] + data[at + 1 :], [written.char_at(at)]


def insert_byte(written: Written, rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """One byte too many."""
    data, at = written.data, rnd.randrange(len(written.data))
    return data[:at] + bytes([rnd.randrange(256)]) + data[at:], [written.char_at(at)]


def replace_byte(written: Written, rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """One byte has another value."""
    data, at = bytearray(written.data), rnd.randrange(len(written.data))
    data[at] = rnd.choice([value for value in range(256) if value != data[at]])
    return bytes(data), [written.char_at(at)]


def cut_start(written: Written, rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """A block was read from the middle of a character on."""
    size = len(written.parts[0])
    return (written.data[rnd.randrange(1, size) :], [0]) if size > 1 else None


def cut_end(written: Written, rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """A field or a block ended in the middle of a character."""
    size = len(written.parts[-1])
    return (written.data[: -rnd.randrange(1, size)], [len(written.parts) - 1]) if size > 1 else None


def pad_with_nul(written: Written, rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """A record of fixed length, filled up with NUL."""
    return written.data + bytes(2 * rnd.randrange(1, 33)), []  # whole units of UTF-16


def wrap_lines(written: Written, rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """CR LF after so many bytes, by a gateway that counts bytes: some fall between the bytes of a character."""
    width, data, parts, touched = rnd.randrange(60, 79), written.data, [], []
    for start in range(0, len(data), width):
        parts.append(data[start : start + width])
        if start + width < len(data):
            touched.append(written.char_at(start + width))
    return (b"\r\n".join(parts), touched) if touched else None


def expand_line_ends(written: Written, _rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """Each byte 0A became 0D 0A, as in a transfer as text; in UTF-16 that byte is half of a character such as 上."""
    touched = [i for i, part in enumerate(written.parts) if b"\n" in part]
    return (written.data.replace(b"\n", b"\r\n"), touched) if touched else None


def blank_a0(written: Written, _rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """Each byte A0 became 20, by a program that took it for the no-break space of Latin-1."""
    touched = [i for i, part in enumerate(written.parts) if b"\xa0" in part]
    return (written.data.replace(b"\xa0", b" "), touched) if touched else None


def double_backslash(written: Written, _rnd: random.Random) -> tuple[bytes, list[int]] | None:
    """Each byte 5C became two, by a program that escapes backslashes without knowing the encoding."""
    touched = [i for i in written.wide() if b"\\" in written.parts[i]]
    return (written.data.replace(b"\\", b"\\\\"), touched) if touched else None


@dataclass(frozen=True)
class Kind:
    """A kind of damage, the encodings it befalls, and whether the whole text can be had back."""

    make: Damage
    names: tuple[str, ...]
    whole: bool = False


_THREE = ("utf-8", "gb18030", "big5")
KINDS = {
    "byte lost": Kind(lose_byte, _THREE),
    "byte inserted": Kind(insert_byte, _THREE),
    "byte replaced": Kind(replace_byte, _THREE),
    "cut at the start": Kind(cut_start, _THREE),
    "cut at the end": Kind(cut_end, _THREE),
    "NUL padding": Kind(pad_with_nul, (*_THREE, "utf-16-le"), whole=True),
    "wrapped by bytes": Kind(wrap_lines, _THREE),
    "LF to CR LF": Kind(expand_line_ends, ("utf-16-le", "utf-16-be"), whole=True),
    "A0 to 20": Kind(blank_a0, ("utf-8", "gbk-trad"), whole=True),
    "backslash doubled": Kind(double_backslash, ("big5", "gbk-trad"), whole=True),
}
POOL = 12
"""Texts drawn for a sample where a kind of damage needs a byte that not every text has."""


def damage_text(text: str, writing: Writing, kind: Kind, rnd: random.Random) -> Sample | None:
    """Return the damaged bytes of `text` with what is true of them."""
    written = Written(text, writing.codec)
    if written.data != write_bytes(text, writing.codec):  # an encoding with states
        return None
    found = kind.make(written, rnd)
    if found is None:
        return None
    data, touched = found
    return Sample(data, writing.truth, text, damaged=True, places=tuple(touched))


def make_damaged(sources: list[Source], count: int, seed: int) -> Iterator[Cell]:
    """Yield cells of damage: the share of the text away from it, and, where it can be had back, the whole text."""
    for name, kind in KINDS.items():
        for writing in map(named, kind.names):
            for length in LENGTHS:
                key = f"{seed}/damage/{name}/{writing.name}/{length}"
                rnd = random.Random(key)  # noqa: S311 - no secret
                texts = draw_texts(sources, writing, length, count * POOL, key)
                made = (damage_text(text, writing, kind, rnd) for text in texts)
                samples = tuple(sample for sample in made if sample)[:count]
                for measure in ("outside", "whole")[: 1 + kind.whole] if samples else ():
                    yield Cell(f"damage, {measure}", f"{name}, {writing.name}", length, samples, measure, "zhfix")
