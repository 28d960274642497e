"""What reading gives: text, and the places where bytes were no characters; and the loop that gets past them.

CPython's decoders stop at the first fault, and each stop copies the rest of the input into the exception.  Over a
megabyte of random bytes that is quadratic, so the loop looks through windows that shrink at a fault and grow where
there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

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
    """How one place is read that the codec refuses: `size` bytes, as `chars`, or as a fault where that is None."""

    size: int
    chars: str | None = None
    cut: bool = False


Stepper = Callable[[bytes, int, int], Step]
"""``(data, start, end) -> Step`` for a place where CPython reports ``data[start:end]``; `end` may be past a real fault."""

SMALLEST_WINDOW = 64
LARGEST_WINDOW = 65_536
LONGEST_CHAR = 8
"""Bytes; a fault this close to the end of a window may be a character that the window cuts."""


def step_over(data: bytes, start: int, end: int) -> Step:
    """Take what CPython reports for one fault."""
    return Step(end - start, None, end == len(data) and data[start] >= 0x80)


def read_past_faults(data: bytes, codec: str, stepper: Stepper) -> Reading:
    """Read `data` by a stateless codec of CPython, with `stepper` deciding about what that refuses."""
    try:
        return Reading(data.decode(codec), [])
    except UnicodeDecodeError as error:
        start = error.start
    parts = [data[:start].decode(codec)]
    at, faults = len(parts[0]), []
    size = SMALLEST_WINDOW
    while start < len(data):
        window = data[start : start + size]
        fault_end = 0
        try:
            text = window.decode(codec)
            good = len(window)
        except UnicodeDecodeError as error:
            good = error.start
            text = window[:good].decode(codec)
            if good <= len(window) - LONGEST_CHAR or start + len(window) == len(data):
                fault_end = start + error.end
        parts.append(text)
        at += len(text)
        start += good
        if not fault_end:  # nothing wrong, or only that the window ended
            size = min(2 * size, LARGEST_WINDOW)
            continue
        size = SMALLEST_WINDOW
        step = stepper(data, start, fault_end)
        if step.chars is None:
            faults.append(Fault(start, start + step.size, at, step.cut))
        parts.append(UNREADABLE if step.chars is None else step.chars)
        at += len(parts[-1])
        start += step.size
    return Reading("".join(parts), faults)
