"""A block of bytes, read line by line where one encoding does not read all of it.

Logs that several programs write to, mail folders, files that were joined: each line is mostly in one encoding, and the
last one is the likeliest for the next.  A line that no encoding reads soundly goes to the search, which may change the
encoding in its middle or find where bytes were damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import AnyStr

from zhfix.encoding.byte_lattice import PAIRED, UTF8_FAMILY, UTF16
from zhfix.encoding.codepages import Reading, read, write
from zhfix.encoding.decoded import ByteEdit, Piece
from zhfix.encoding.detect import DAMAGED_SAMPLE, Candidate, grade, read_damaged_sample, read_sample
from zhfix.encoding.hypotheses import Hints, list_hypotheses
from zhfix.encoding.padding import find_doubled, find_padding
from zhfix.encoding.salvage import mark_faults, read_damaged
from zhfix.encoding.scoring import ODD_ASCII_COST, score_text
from zhfix.encoding.suspicion import find_suspicious
from zhfix.errors import EncodeError

STRETCH = 1_200
"""Bytes that the search looks at in one go, at most."""
SHORT_STRETCH = 200
"""Bytes that it looks at where a byte follows that is a character in every encoding."""
RIVAL = 60.0
"""Nats behind the best reading of a line within which another encoding may hold a part of it."""
ENCODINGS_AT_ONCE = 3
CHINESE = frozenset(("gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "cp951", "big5-uao", "euc-tw"))
SEARCHABLE = UTF8_FAMILY | PAIRED
FEW_DAMAGES = 400
"""Bytes for each damaged place beyond the first, up to which no other encoding is thought of."""
BEFORE = 8
"""Characters before a suspicious stretch at which the search begins."""
UNLIKELY = 8.0
"""Nats a character that Chinese text does not reach."""
TOO_BROKEN = 0.34
"""Share of a line's bytes that are no characters, from which nothing is searched for: it is no text."""


def read_block(data: bytes, main: str, hints: Hints, *, first: bool = True, last: bool = True) -> list[Piece]:
    r"""Read `data`, mostly in `main`; offsets count from its beginning.

    >>> mixed = "他说\n".encode("utf-8") + "我知道\n".encode("gb18030")
    >>> [(piece.encoding, piece.text) for piece in read_block(mixed, "utf-8", Hints())]
    [('utf-8', '他说\n'), ('gb18030', '我知道\n')]
    """
    reading = read(data, main)
    flagged = _flag_lines(data, main, reading)
    if not flagged:
        return [Piece(0, len(data), reading.text, main, 1.0)]
    if main in UTF16:
        return list(_join(list(_read_part(data, main, main, hints, first=first, last=last))))
    pieces: list[Piece] = []
    current = main
    for start, end, sound in _split_lines(data, main, flagged):
        if sound:
            text = read(data[start:end], main).text
            current = current if text.isascii() else main
            pieces.append(Piece(start, end, text, current, 1.0))
            continue
        at_start, at_end = first and start == 0, last and end == len(data)
        for piece in _read_line(data[start:end], main, current, hints, first=at_start, last=at_end):
            current = piece.encoding or current
            pieces.append(_shift(piece._replace(encoding=current), start))
    return list(_join(pieces))


def _flag_lines(data: bytes, main: str, reading: Reading) -> set[int]:
    """Return the numbers of the lines that must be looked at; of UTF-16 and UTF-32, 0 for all of it."""
    if main in UTF16:
        sound = not reading.faults and b"\r\n" not in data and is_sound(reading.text, main)
        return set() if sound else {0}
    places = [fault.start for fault in reading.faults]
    if main in SEARCHABLE and (b"\x00" in data or b"\\\\" in data):  # padding and doubled backslashes are no faults
        places += (found.start() for found in _odd_bytes(paired=main in PAIRED).finditer(data))
    elif main not in SEARCHABLE and not main.startswith("utf-"):  # encodings of one byte a character never have a fault
        places += (found.start() for found in _telling_utf8().finditer(data))
    lines = {number for number, _ in _number_lines(data, b"\n", sorted(places))}
    if main in CHINESE:
        odd = [start for start, _ in find_suspicious(reading.text, main)]
        lines |= {number for number, _ in _number_lines(reading.text, "\n", odd)}
    return lines


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


def is_sound(text: str, encoding: str) -> bool:
    """Return whether nothing in `text`, read without a fault, looks as if it had been read wrongly."""
    if encoding in CHINESE or encoding.startswith("utf-16"):
        return next(find_suspicious(text, encoding), None) is None
    return True


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
    if main not in SEARCHABLE or not following or not bare or bare[-1] < 0x80 or len(line) > STRETCH:  # noqa: PLR2004
        return 0
    text, faults = read(bare, main)
    if len(faults) != 1 or not faults[0].cut or not is_likely(text[:-1]):
        return 0
    begun = bare[faults[0].start :]
    return next((size for size in range(1, len(following) + 1) if not read(begun + following[:size], main).faults), 0)


def _read_line(
    line: bytes, main: str, current: str, hints: Hints, *, first: bool, last: bool
) -> Iterator[Piece]:
    """Yield the pieces of a line, each with its encoding, or none where it is ASCII."""
    if main in SEARCHABLE and b"\x00" in line and (padding := list(find_padding(line, last=last))):
        at = 0
        for edit in [*padding, ByteEdit(len(line), len(line), b"", "", "")]:
            if edit.start > at:
                ends = {"first": first and at == 0, "last": last and edit.start == len(line)}
                for piece in _read_part(line[at : edit.start], main, current, hints, **ends):
                    yield _shift(piece, at)
            if edit.before:
                yield Piece(edit.start, edit.end, "", "", 1.0, (edit,))
            at = edit.end
        return
    yield from _read_part(line, main, current, hints, first=first, last=last)


def _read_part(line: bytes, main: str, current: str, hints: Hints, *, first: bool, last: bool) -> Iterator[Piece]:
    if line.isascii():
        reading = read(line, main)
        if not reading.faults and reading.text.isascii():
            yield Piece(0, len(line), reading.text, "", 1.0)
            return
    reading = read(line, main)
    if not reading.faults and is_sound(reading.text, main) and main in SEARCHABLE:
        yield _read_doubled(line, reading.text, main)
        return
    hypotheses = list(list_hypotheses(line, hints._replace(declared=tuple({main, current}))))
    if not reading.faults and main in CHINESE:  # so much that it is not in some other language
        hypotheses = [one for one in hypotheses if one.encoding in CHINESE or one.encoding == "utf-8"]
    found = read_sample(line, hypotheses)
    best = found[0]
    if not best.faults and best.hypothesis.encoding not in UTF16 and is_sound(best.text, best.hypothesis.encoding):
        confidence = grade(found, line, hints)[0].confidence
        yield Piece(0, len(line), best.text, best.hypothesis.encoding, confidence)
        return
    if _is_searchable(main):
        pieces = _search(line, (main,), reading, first=first, last=last)
        text = "".join(piece.text for piece in pieces)
        few = sum(len(piece.edits) for piece in pieces) <= 1 + len(line) // FEW_DAMAGES
        if main in UTF16 or (few and is_likely(text)):
            yield from pieces
            return
    found = read_damaged_sample(line[:DAMAGED_SAMPLE], hypotheses, first=first, last=last and len(line) <= DAMAGED_SAMPLE)
    names = _pick_names(line, main, found)
    if not names:
        yield read_plainly(line, best.hypothesis.encoding)
        return
    yield from _search(line, names, reading, first=first, last=last)


def is_likely(text: str) -> bool:
    """Return whether `text` is about as likely as Chinese mostly is."""
    wide = sum(1 for char in text if char > "\x7f")
    return score_text(text, "zh") > -UNLIKELY * wide - ODD_ASCII_COST * (len(text) - wide)


def _read_doubled(line: bytes, text: str, encoding: str) -> Piece:
    """Return a sound line as a piece, less the backslashes that were doubled inside characters."""
    edits = tuple(find_doubled(line, encoding)) if encoding in PAIRED and b"\\\\" in line else ()
    if edits:
        parts, at = [], 0
        for edit in edits:
            parts.append(read(line[at : edit.start], encoding).text)
            at = edit.end
        text = "".join(parts) + read(line[at:], encoding).text
    return Piece(0, len(line), text, encoding, 1.0, edits)


def _pick_names(line: bytes, main: str, found: list[Candidate]) -> tuple[str, ...]:
    """Return the encodings that a line may be in by turns; none where it is no Chinese text."""
    near = [one.hypothesis.encoding for one in found if found[0].score - one.score < RIVAL]
    lost = sum(fault.end - fault.start for fault in found[0].faults)
    if not _is_searchable(near[0]) or lost > TOO_BROKEN * len(line):
        return ()
    if near[0] in UTF16:
        return (near[0],)
    names = dict.fromkeys(name for name in (near[0], main, *near[1:]) if _is_searchable(name) and name not in UTF16)
    return tuple(names)[:ENCODINGS_AT_ONCE]


def _search(line: bytes, names: tuple[str, ...], reading: Reading, *, first: bool, last: bool) -> list[Piece]:
    """Return the pieces of a line that no encoding reads soundly."""
    straight = not reading.faults and names[0] in CHINESE and len(names) == 1
    pieces: list[Piece] = []
    for start, end in _find_windows(line, reading.text, names[0]) if straight else _split_stretches(line, names[0]):
        if straight and (at := pieces[-1].end if pieces else 0) < start:
            pieces.append(Piece(at, start, read(line[at:start], names[0]).text, names[0], 1.0))
        part = line[start:end]
        text = read(part, names[0]).text if straight else None
        ends = {"first": first and start == 0, "last": last and end == len(line)}
        pieces += (_shift(piece, start) for piece in read_damaged(part, names, straight=text, **ends))
    if straight and (at := pieces[-1].end if pieces else 0) < len(line):
        pieces.append(Piece(at, len(line), read(line[at:], names[0]).text, names[0], 1.0))
    return pieces


def _find_windows(line: bytes, text: str, encoding: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a line without faults that the search looks at, each whole characters."""
    last = 0
    for start, end in find_suspicious(text, encoding):
        to_ascii = _wide_run().match(text, end)  # and one more: it may be half of a character
        low = _find_offset(line, text, max(0, start - BEFORE), encoding)
        high = _find_offset(line, text, to_ascii.end() if to_ascii else end, encoding)
        if high > max(low, last):
            yield max(low, last), high
            last = high


@cache
def _wide_run() -> re.Pattern[str]:
    return re.compile(f"[^\x00-\x7f]{{0,{STRETCH // 2}}}[@-~]?")


def _find_offset(line: bytes, text: str, place: int, encoding: str) -> int:
    """Return how many bytes of `line` are read as ``text[:place]``."""
    try:
        offset = len(write(text[:place], encoding))
    except EncodeError:
        offset = -1
    if offset < 0 or read(line[:offset], encoding).text != text[:place]:  # a character with two codes of unlike length
        offset = 0
        while read(line[:offset], encoding).text != text[:place]:
            offset += 1
    return offset


def _is_searchable(name: str) -> bool:
    return name in UTF8_FAMILY or name in CHINESE or name in UTF16


def read_plainly(data: bytes, encoding: str) -> Piece:
    """Read `data` as the web does, with an edit for each place that cannot be read."""
    reading = read(data, encoding)
    return Piece(0, len(data), reading.text, encoding, 1.0, mark_faults(data, reading.faults))


def _split_stretches(line: bytes, encoding: str) -> Iterator[tuple[int, int]]:
    """Yield stretches of a long line, each ending behind a byte that is a character in every encoding."""
    start = 0
    while len(line) - start > SHORT_STRETCH and encoding not in UTF16:
        found = _stands_alone().search(line, start + SHORT_STRETCH, start + STRETCH)
        end = found.end() if found else min(len(line), _whole_characters(line, start, start + STRETCH, encoding))
        yield start, end
        start = end
    yield start, len(line)


@cache
def _stands_alone() -> re.Pattern[bytes]:
    """Return the search for an ASCII byte that no damage put there: a blank or a line end may be inside a character."""
    return re.compile(rb"[\x21-\x2f]|(?<=[\x20-\x7e])[\x09-\x20]")


def _whole_characters(line: bytes, start: int, end: int, encoding: str) -> int:
    faults = read(line[start:end], encoding).faults
    return start + faults[-1].start if faults and faults[-1].cut and faults[-1].start else end


def _shift(piece: Piece, offset: int) -> Piece:
    if not offset:
        return piece
    edits = tuple(edit._replace(start=edit.start + offset, end=edit.end + offset) for edit in piece.edits)
    return piece._replace(start=piece.start + offset, end=piece.end + offset, edits=edits)


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
