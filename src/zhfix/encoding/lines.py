"""One line of bytes: read in the encoding of its neighbours, in another, or as the search finds it likeliest.

A line that no encoding reads soundly goes to the search, which may change the encoding in its middle or find where
bytes were damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.encoding.byte_ways import CHINESE_PAIRED, PAIRED, UTF8_FAMILY, UTF16
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
SEARCHABLE = UTF8_FAMILY | PAIRED
FEW_DAMAGES = 400
"""Bytes for each damaged place beyond the first, up to which no other encoding is thought of."""
BEFORE = 8
"""Characters before a suspicious stretch at which the search begins."""
UNLIKELY = 8.0
"""Nats a character that Chinese text does not reach."""
TOO_BROKEN = 0.34
"""Share of a line's bytes that are no characters, from which nothing is searched for: it is no text."""


def is_sound(text: str, encoding: str) -> bool:
    """Return whether nothing in `text`, read without a fault, looks as if it had been read wrongly."""
    if encoding in CHINESE_PAIRED or encoding.startswith("utf-16"):
        return next(find_suspicious(text, encoding), None) is None
    return True


def read_line(line: bytes, main: str, current: str, hints: Hints, *, first: bool, last: bool) -> Iterator[Piece]:
    """Yield the pieces of a line, each with its encoding, or none where it is ASCII."""
    if main in SEARCHABLE and b"\x00" in line and (padding := list(find_padding(line, last=last))):
        at = 0
        for edit in [*padding, ByteEdit(len(line), len(line), b"", "", "")]:
            if edit.start > at:
                ends = {"first": first and at == 0, "last": last and edit.start == len(line)}
                for piece in read_part(line[at : edit.start], main, current, hints, **ends):
                    yield shift_piece(piece, at)
            if edit.before:
                yield Piece(edit.start, edit.end, "", "", 1.0, (edit,))
            at = edit.end
        return
    yield from read_part(line, main, current, hints, first=first, last=last)


def read_part(line: bytes, main: str, current: str, hints: Hints, *, first: bool, last: bool) -> Iterator[Piece]:
    """Yield the pieces of a line, or of what lies between padding."""
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
    if not reading.faults and main in CHINESE_PAIRED:  # so much that it is not in some other language
        hypotheses = [one for one in hypotheses if one.encoding in CHINESE_PAIRED or one.encoding == "utf-8"]
    found = read_sample(line, hypotheses)
    best = found[0]
    if not best.faults and best.hypothesis.encoding not in UTF16 and is_sound(best.text, best.hypothesis.encoding):
        confidence = grade(found, line, hints)[0].confidence
        yield Piece(0, len(line), best.text, best.hypothesis.encoding, confidence)
        return
    if is_searchable(main):
        pieces = _search(line, (main,), reading, first=first, last=last)
        text = "".join(piece.text for piece in pieces)
        few = sum(len(piece.edits) for piece in pieces) <= 1 + len(line) // FEW_DAMAGES
        if main in UTF16 or (few and is_likely(text)):
            yield from pieces
            return
    found = read_damaged_sample(
        line[:DAMAGED_SAMPLE], hypotheses, first=first, last=last and len(line) <= DAMAGED_SAMPLE
    )
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
    if not is_searchable(near[0]) or lost > TOO_BROKEN * len(line):
        return ()
    if near[0] in UTF16:
        return (near[0],)
    names = dict.fromkeys(name for name in (near[0], main, *near[1:]) if is_searchable(name) and name not in UTF16)
    return tuple(names)[:ENCODINGS_AT_ONCE]


def _search(line: bytes, names: tuple[str, ...], reading: Reading, *, first: bool, last: bool) -> list[Piece]:
    """Return the pieces of a line that no encoding reads soundly."""
    straight = not reading.faults and names[0] in CHINESE_PAIRED and len(names) == 1
    pieces: list[Piece] = []
    for start, end in _find_windows(line, reading.text, names[0]) if straight else _split_stretches(line, names[0]):
        if straight and (at := pieces[-1].end if pieces else 0) < start:
            pieces.append(Piece(at, start, read(line[at:start], names[0]).text, names[0], 1.0))
        part = line[start:end]
        text = read(part, names[0]).text if straight else None
        ends = {"first": first and start == 0, "last": last and end == len(line)}
        pieces += (shift_piece(piece, start) for piece in read_damaged(part, names, straight=text, **ends))
    if straight and (at := pieces[-1].end if pieces else 0) < len(line):
        pieces.append(Piece(at, len(line), read(line[at:], names[0]).text, names[0], 1.0))
    return pieces


def _find_windows(line: bytes, text: str, encoding: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a line without faults that the search looks at, each whole characters."""
    last = place = 0  # up to where bytes and characters have been counted
    for start, end in find_suspicious(text, encoding):
        low_place = max(start - BEFORE, place)
        low = last + _count_bytes(line[last:], text[place:low_place], encoding)
        to_ascii = _wide_run().match(text, end)  # and one more: it may be half of a character
        place = max(to_ascii.end() if to_ascii else end, low_place)
        last = low + _count_bytes(line[low:], text[low_place:place], encoding)
        if last > low:
            yield low, last


@cache
def _wide_run() -> re.Pattern[str]:
    return re.compile(f"[^\x00-\x7f]{{0,{STRETCH // 2}}}[@-~]?")


def _count_bytes(data: bytes, text: str, encoding: str) -> int:
    """Return how many bytes `data`, which is sound, begins with that are read as `text`."""
    try:
        size = len(write(text, encoding))
    except EncodeError:
        size = -1
    if size >= 0 and read(data[:size], encoding).text == text:
        return size
    low, high = len(text), len(data)  # a character has two codes of unlike length: halve what remains
    while low < high:
        middle = (low + high) // 2
        found = read(data[:middle], encoding)
        if len(found.text) - len(found.faults) < len(text):
            low = middle + 1
        else:
            high = middle
    return low


def is_searchable(name: str) -> bool:
    """Return whether the search knows how bytes of this encoding are damaged."""
    return name in UTF8_FAMILY or name in CHINESE_PAIRED or name in UTF16


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


def shift_piece(piece: Piece, offset: int) -> Piece:
    """Return `piece` with all its offsets counted from `offset` bytes earlier."""
    if not offset:
        return piece
    edits = tuple(edit._replace(start=edit.start + offset, end=edit.end + offset) for edit in piece.edits)
    return piece._replace(start=piece.start + offset, end=piece.end + offset, edits=edits)
