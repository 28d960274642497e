"""What reading gives, text and the places where bytes were no characters; and the loops that get past those places.

CPython's decoders stop at the first fault, and each stop copies the rest of the input into the exception.  Over a
megabyte of random bytes that is quadratic, so the loops look through windows that shrink at a fault and grow where
there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from zhfix.errors import EncodeError

UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class Fault(NamedTuple):
    """Bytes that are no character: `start` and `end` in the data, and the index `at` of the U+FFFD for them.

    `cut` is true where the data ended inside a character.
    """

    start: int
    end: int
    at: int
    cut: bool


class Reading(NamedTuple):
    """Text, and the faults of the bytes it was read from, in order."""

    text: str
    faults: list[Fault]


class Step(NamedTuple):
    """How a place is read that CPython's codec refuses: `size` bytes are `chars`, or a fault where that is None."""

    size: int
    chars: str | None = None
    cut: bool = False


class Family(Protocol):
    """One encoding, or some that differ little: how it is read and written."""

    def read(self, data: bytes) -> Reading:
        """Read any bytes, in linear time."""

    def write(self, text: str) -> bytes:
        """Return the bytes of `text`, or raise :class:`~zhfix.errors.EncodeError`."""


Stepper = Callable[[bytes, int, int], Step]
"""``(data, start, end) -> Step``: `start` is where CPython stopped, and it blames the bytes up to `end`."""
CharWriter = Callable[[str], "bytes | None"]
"""The bytes of one character that CPython's codec refuses, or None where the encoding has none."""

_CLOSE = 0x20
SMALLEST_WINDOW = 64
LARGEST_WINDOW = 65_536
LONGEST_CHAR = 8
"""Bytes; a fault this close to the end of a window may be a character that the window cuts."""


class Builder:
    """A reading while it is being made."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._faults: list[Fault] = []

    def add(self, chars: str) -> None:
        """Append what was read."""
        self._parts.append(chars)
        self._at += len(chars)

    def add_fault(self, start: int, end: int, *, cut: bool = False) -> None:
        """Append U+FFFD for the bytes from `start` to `end`."""
        self._faults.append(Fault(start, end, self._at, cut))
        self.add(UNREADABLE)

    def build(self) -> Reading:
        """Return all of it."""
        return Reading("".join(self._parts), self._faults)


class Patches:
    """Characters that a codec of CPython gives where others belong, and those others.

    Matching all of clean text by one class is how `re` scans fastest: 1.0 ms for 525,000 characters of GB 18030, where
    a search for the characters takes 1.6 and decoding 2.4 (Python 3.11, two shared cores).
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._table = table
        self._clean = re.compile(f"[{_complement(sorted(table))}]*")
        self._patched = re.compile(f"[{''.join(map(re.escape, table))}]") if table else self._clean

    def apply(self, text: str) -> str:
        """Return `text` with every such character replaced."""
        clean = self._clean.match(text)
        if clean and clean.end() == len(text):
            return text
        return self._patched.sub(lambda found: self._table[found[0]], text)


def _complement(chars: Sequence[str]) -> str:
    """Return the ranges of a class of everything but `chars`, and what lies between two that are close."""
    edges = [-1]
    for code in map(ord, chars):
        if len(edges) > 1 and code - edges[-1] < _CLOSE:
            edges[-1] = code
        else:
            edges += code, code
    edges.append(0x110000)
    ranges = [(edges[k] + 1, edges[k + 1] - 1) for k in range(0, len(edges), 2)]
    ranges.sort(key=lambda pair: not pair[0] <= ord("中") <= pair[1])  # asked in this order: Chinese first
    return "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges if first <= last)


def step_over(data: bytes, start: int, end: int) -> Step:
    """Take what CPython blames for one fault."""
    return Step(end - start, None, end == len(data) and data[start] >= 0x80)


def read_past_faults(data: bytes, decode: Callable[[bytes], str], stepper: Stepper) -> Reading:
    """Read `data` by a stateless strict decoder, with `stepper` deciding about what that refuses."""
    try:
        return Reading(decode(data), [])
    except UnicodeDecodeError as error:
        start = error.start
    built = Builder()
    built.add(decode(data[:start]))
    size = SMALLEST_WINDOW
    while start < len(data):
        window = data[start : start + size]
        fault_end = 0
        try:
            built.add(decode(window))
            good = len(window)
        except UnicodeDecodeError as error:
            good = error.start
            built.add(decode(window[:good]))
            if good <= len(window) - LONGEST_CHAR or start + len(window) == len(data):
                fault_end = start + error.end
        start += good
        if not fault_end:  # nothing wrong, or only that the window ended
            size = min(2 * size, LARGEST_WINDOW)
            continue
        size = SMALLEST_WINDOW
        step = stepper(data, start, fault_end)
        if step.chars is None:
            built.add_fault(start, start + step.size, cut=step.cut)
        else:
            built.add(step.chars)
        start += step.size
    return built.build()


def write_past_strangers(text: str, name: str, encode: Callable[[str], bytes], write_char: CharWriter) -> bytes:
    """Write `text` by a strict encoder, with `write_char` for what that refuses; `name` is for the message."""
    parts: list[bytes] = []
    start, size = 0, len(text)
    while start < len(text):
        window, refusal = text[start : start + size], None
        try:
            parts.append(encode(window))
        except UnicodeEncodeError as error:
            refusal, window = error, window[: error.start]
            parts.append(encode(window))
        start += len(window)
        if not refusal:
            size = min(2 * size, LARGEST_WINDOW)
            continue
        written = write_char(text[start])
        if written is None:
            raise EncodeError(start, text[start], name) from refusal
        parts.append(written)
        start += 1
        size = SMALLEST_WINDOW
    return b"".join(parts)


def write_by_table(units: Sequence[str], table: Mapping[str, bytes], name: str) -> bytes:
    """Write each of `units`, the characters of a text or what it is split into, as `table` says."""
    try:
        return b"".join(map(table.__getitem__, units))
    except KeyError:
        position = 0
        for unit in units:
            if unit not in table:
                raise EncodeError(position, unit, name) from None
            position += len(unit)
        raise  # never: a unit was missing
