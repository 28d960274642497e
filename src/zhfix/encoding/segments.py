"""A block of bytes, read line by line where one encoding does not read all of it.

Logs that several programs write to, mail folders, files that were joined: each line is mostly in one encoding, and the
last one is the likeliest for the next.  Only lines with faults, and those that look odd, are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import AnyStr

from zhfix.encoding.byte_ways import CHINESE_PAIRED, PAIRED, UTF16
from zhfix.encoding.codepages import UNREADABLE, Reading, read
from zhfix.encoding.decoded import Piece
from zhfix.encoding.hypotheses import Hints
from zhfix.encoding.lines import (
    FEW_DAMAGES,
    LINEWISE,
    is_likely,
    is_one_byte,
    is_sound,
    read_line,
    read_part,
    read_plainly,
    shift_piece,
)
from zhfix.encoding.scoring import FAULT_COST, score_text
from zhfix.encoding.suspicion import find_suspicious
from zhfix.encoding.windows import STRETCH

SHORT_LINE = 120
"""Bytes of a line that is looked at again where the block is in several encodings: longer ones were told apart."""
MAIN_GAIN = 3.0
"""Nats for the encoding of most of the block."""


def read_block(data: bytes, main: str, hints: Hints, *, first: bool = True, last: bool = True) -> list[Piece]:
    r"""Read `data`, mostly in `main`; offsets count from its beginning.

    >>> mixed = "他说\n".encode("utf-8") + "我知道\n".encode("gb18030")
    >>> [(piece.encoding, piece.text) for piece in read_block(mixed, "utf-8", Hints())]
    [('utf-8', '他说\n'), ('gb18030', '我知道\n')]
    """
    reading = read(data, main)
    flagged = _flag_lines(data, main, reading, first=first)
    if not flagged:
        return [Piece(0, len(data), reading.text, main, 1.0)]
    if main.startswith("utf-32"):
        return [read_plainly(data, main)]
    if main in UTF16:
        return list(_join(list(read_part(data, main, main, hints, first=first, last=last))))
    pieces: list[Piece] = []
    current = main
    for start, end, sound in _split_lines(data, main, flagged):
        if sound:
            text = read(data[start:end], main).text
            current = current if text.isascii() else main
            pieces.append(Piece(start, end, text, current, 1.0))
            continue
        at_start, at_end = first and start == 0, last and end == len(data)
        for piece in read_line(data[start:end], main, current, hints, first=at_start, last=at_end):
            current = piece.encoding or current
            pieces.append(shift_piece(piece._replace(encoding=current), start))
    if rivals := {
        piece.encoding for piece in pieces if piece.encoding in CHINESE_PAIRED or piece.encoding == "utf-8"
    } - {main}:
        pieces = [part for piece in pieces for part in _reconsider(data, piece, main, rivals)]
    return list(_join(pieces))


def _reconsider(data: bytes, piece: Piece, main: str, rivals: set[str]) -> Iterator[Piece]:
    """Yield a piece that passed for sound, line by line in the likeliest of the encodings that the block is in.

    Two characters of one encoding are three of another often enough, once it is known that there are others.
    """
    if piece.encoding != main or piece.edits:
        yield piece
        return
    at = piece.start
    for line in data[piece.start : piece.end].splitlines(keepends=True):
        best = main
        if not line.isascii() and len(line) <= SHORT_LINE:
            best = max((main, *sorted(rivals)), key=lambda name: _score_line(line, name) + MAIN_GAIN * (name == main))
        yield Piece(at, at + len(line), read(line, best).text, best, piece.confidence)
        at += len(line)


def _score_line(line: bytes, encoding: str) -> float:
    text, faults = read(line, encoding)
    wide = "".join(char for char in text if char > "\x7f" and char != UNREADABLE)
    return score_text(wide, "zh") - FAULT_COST * len(faults)


def _flag_lines(data: bytes, main: str, reading: Reading, *, first: bool) -> set[int]:
    """Return the numbers of the lines that must be looked at; of UTF-16, 0 for all of it."""
    if main in UTF16:
        sound = not reading.faults and b"\r\n" not in data and is_sound(reading.text, main)
        return set() if sound else {0}
    places = [fault.start for fault in reading.faults]
    if main in LINEWISE and _has_odd_bytes(data, reading):  # padding and doubled backslashes are no faults
        places += (found.start() for found in _odd_bytes(paired=main in PAIRED).finditer(data))
    elif is_one_byte(main):  # encodings of one byte a character never have a fault
        places += (found.start() for found in _telling_utf8().finditer(data))
    lines = {number for number, _ in _number_lines(data, b"\n", sorted(places))}
    if main in CHINESE_PAIRED:
        odd = [start for start, _ in find_suspicious(reading.text, main, first=first)]
        lines |= {number for number, _ in _number_lines(reading.text, "\n", odd)}
    return lines


def _has_odd_bytes(data: bytes, reading: Reading) -> bool:
    # Text is asked first, since many second bytes of GBK and Big5 are backslashes.
    return b"\x00" in data or ("\\" in reading.text and b"\\\\" in data)


def _number_lines(whole: AnyStr, newline: AnyStr, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the number of the line of each place, and the place; places in order."""
    number = at = 0
    for place in places:
        number += whole.count(newline, at, place)
        at = place
        yield number, place


@cache
def _odd_bytes(*, paired: bool) -> re.Pattern[bytes]:
    return re.compile(rb"\x00|\\\\" if paired else rb"\x00")


@cache
def _telling_utf8() -> re.Pattern[bytes]:
    return re.compile(rb"[\xc3-\xf4][\x80-\xbf]")


def _split_lines(data: bytes, main: str, flagged: set[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield flagged lines, and what lies between them, as spans and whether they are sound.

    A line that ends inside a character goes with the next.
    """
    start = at = number = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        if number in flagged:
            if at > start:
                yield start, at, True
            line = at
            while rest := _count_wrapped(data[line:end], data[end : end + 3], main):
                line, end = end + rest, data.find(b"\n", end + rest) + 1 or len(data)
                number += 1
            yield at, end, False
            start = end
        at = end
        number += 1
    if start < len(data):
        yield start, len(data), True


def _count_wrapped(line: bytes, following: bytes, main: str) -> int:
    """Return how many bytes of the next line belong to the character that a line ends with, being wrapped in it."""
    bare = line.rstrip(b"\r\n")
    if main not in LINEWISE or not following or not bare or bare[-1] < 0x80 or len(line) > STRETCH:
        return 0
    text, faults = read(bare, main)
    if not faults or not faults[-1].cut or len(faults) > 1 + len(text) // FEW_DAMAGES or not is_likely(text[:-1]):
        return 0
    begun = bare[faults[-1].start :]
    return next((size for size in range(1, len(following) + 1) if not read(begun + following[:size], main).faults), 0)


def _join(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces, those side by side in one encoding joined."""
    group: list[Piece] = []
    for piece in pieces:
        if group and group[-1].encoding != piece.encoding:
            yield _merge(group)
            group = []
        group.append(piece)
    if group:
        yield _merge(group)


def _merge(group: list[Piece]) -> Piece:
    size = sum(piece.end - piece.start for piece in group) or 1
    certainty = sum(piece.confidence * (piece.end - piece.start) for piece in group) / size
    edits = tuple(edit for piece in group for edit in piece.edits)
    text = "".join(piece.text for piece in group)
    return Piece(group[0].start, group[-1].end, text, group[0].encoding, certainty, edits)
