"""One line of bytes: read in the encoding of its neighbours, in another, or as the search finds it likeliest.

A line that no encoding reads soundly goes to the search, which may change the encoding in its middle or find where
bytes were damaged.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.encoding.byte_ways import CHINESE_PAIRED, PAIRED, UTF8_FAMILY, UTF16
from zhfix.encoding.codepages import Reading, read
from zhfix.encoding.decoded import ByteEdit, Piece
from zhfix.encoding.detect import DAMAGED_SAMPLE, Candidate, grade, read_damaged_sample, read_sample
from zhfix.encoding.hypotheses import Hints, Hypothesis, list_hypotheses
from zhfix.encoding.padding import find_doubled, find_padding
from zhfix.encoding.salvage import mark_faults, read_damaged
from zhfix.encoding.scoring import score_text
from zhfix.encoding.suspicion import find_suspicious
from zhfix.encoding.windows import find_windows

RIVAL = 60.0
"""Nats behind the best reading of a line within which another encoding may hold a part of it."""
ENCODINGS_AT_ONCE = 3
"""Encodings that the search changes between inside a line."""
LINEWISE = UTF8_FAMILY | PAIRED
"""Encodings in which bytes can be no character, and a line is one by itself."""
FEW_DAMAGES = 12
"""Characters beyond ASCII for each fault beyond the first, up to which no other encoding is thought of."""
UNLIKELY = 8.0
"""Nats a character that Chinese text does not reach."""
TOO_BROKEN = 0.15
"""Share of a line's characters that are faults, from which nothing is searched for: context tells nothing there."""


def is_sound(text: str, encoding: str, *, first: bool = False) -> bool:
    """Return whether nothing in `text`, read without a fault, looks as if it had been read wrongly."""
    if encoding in CHINESE_PAIRED or encoding.startswith("utf-16"):
        return next(find_suspicious(text, encoding, first=first), None) is None
    return True


def read_line(line: bytes, main: str, current: str, hints: Hints, *, first: bool, last: bool) -> Iterator[Piece]:
    """Yield the pieces of a line, each with its encoding, or none where it is ASCII."""
    if main in LINEWISE and b"\x00" in line and (padding := list(find_padding(line, last=last))):
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
    reading = read(line, main)
    if line.isascii() and not reading.faults and reading.text.isascii():
        yield Piece(0, len(line), reading.text, "", 1.0)
        return
    if not reading.faults and main in LINEWISE and is_sound(reading.text, main, first=first):
        yield _read_doubled(line, reading.text, main)
        return
    if main not in LINEWISE and main not in UTF16:  # any bytes are text in it
        yield (_read_utf8(line) if is_one_byte(main) else None) or read_plainly(line, main)
        return
    likely = is_searchable(main) and _is_scattered(reading) and is_likely(reading.text)
    foreign = None if likely else _read_foreign(line, main, current, hints)
    if foreign is not None and (is_searchable(foreign.encoding) or not _is_scattered(reading)):
        yield foreign
        return
    if is_searchable(main) and _is_scattered(reading):
        pieces = _search(line, (main,), reading, first=first, last=last)
        if main in UTF16 or is_likely("".join(piece.text for piece in pieces)):
            yield from pieces
            return
    if foreign is not None:
        yield foreign
        return
    yield from _read_mixed(line, main, current, hints, first=first, last=last)


def is_one_byte(name: str) -> bool:
    """Return whether any byte is a character in the encoding, so that nothing is ever a fault."""
    return name not in LINEWISE and not name.startswith(("utf-", "cesu-", "mutf-", "iso-2022", "iso2022", "hz"))


def _read_utf8(line: bytes) -> Piece | None:
    """Return a line that is UTF-8 among lines of an encoding in which any bytes are text."""
    text, faults = read(line, "utf-8")
    return None if faults or text.isascii() else Piece(0, len(line), text, "utf-8", 1.0)


def _is_scattered(reading: Reading) -> bool:
    """Return whether faults are so few that the line is in the encoding that it was read in, and damaged."""
    wide = sum(1 for char in reading.text if char > "\x7f")
    return len(reading.faults) <= 1 + wide // FEW_DAMAGES


def _read_foreign(line: bytes, main: str, current: str, hints: Hints) -> Piece | None:
    """Return a line that is soundly in another encoding than the rest."""
    found = read_sample(line, _suppose(line, main, current, hints))
    encoding, text = found[0].hypothesis.encoding, found[0].text
    if found[0].faults or not is_sound(text, encoding):
        return None
    return Piece(0, len(line), text, encoding, grade(found, line, hints)[0].confidence)


def _suppose(line: bytes, main: str, current: str, hints: Hints) -> Iterator[Hypothesis]:
    """Yield what a line may be in: the encodings beside it are likelier, and UTF-16 and UTF-32 have no such lines."""
    for hypothesis in list_hypotheses(line, hints._replace(declared=tuple({main, current}))):
        if not hypothesis.encoding.startswith(("utf-16", "utf-32")) or hypothesis.encoding == main:
            yield hypothesis


def _read_mixed(line: bytes, main: str, current: str, hints: Hints, *, first: bool, last: bool) -> Iterator[Piece]:
    """Yield the pieces of a line that is damaged, or in several encodings."""
    sample = line[:DAMAGED_SAMPLE]
    hypotheses = _suppose(sample, main, current, hints)
    found = read_damaged_sample(sample, hypotheses, first=first, last=last and len(sample) == len(line))
    if names := _pick_names(main, found):
        yield from _search(line, names, read(line, names[0]), first=first, last=last)
    else:
        yield read_plainly(line, found[0].hypothesis.encoding)


def is_likely(text: str) -> bool:
    """Return whether what is in `text` beyond ASCII is about as likely as Chinese mostly is."""
    wide = "".join(char for char in text if char > "\x7f")
    return score_text(wide, "zh") >= -UNLIKELY * len(wide)


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


def _pick_names(main: str, found: list[Candidate]) -> tuple[str, ...]:
    """Return the encodings that a line may be in by turns; none where it is no Chinese text."""
    near = [one.hypothesis.encoding for one in found if found[0].score - one.score < RIVAL]
    if not is_searchable(near[0]) or len(found[0].faults) > TOO_BROKEN * len(found[0].text):
        return ()
    if near[0] in UTF16:
        return (near[0],)
    names = dict.fromkeys(name for name in (near[0], main, *near[1:]) if is_searchable(name) and name not in UTF16)
    return tuple(names)[:ENCODINGS_AT_ONCE]


def _search(line: bytes, names: tuple[str, ...], reading: Reading, *, first: bool, last: bool) -> list[Piece]:
    """Return the pieces of a line that no encoding reads soundly; `reading` is that of the first of `names`."""
    pieces: list[Piece] = []
    at = 0
    sound = not reading.faults
    for start, end in find_windows(line, reading, names[0], first=first):
        if at < start:
            pieces.append(Piece(at, start, read(line[at:start], names[0]).text, names[0], 1.0))
        part = line[start:end]
        text = read(part, names[0]).text if sound and len(names) == 1 else None
        ends = {"first": first and start == 0, "last": last and end == len(line)}
        pieces += (shift_piece(piece, start) for piece in read_damaged(part, names, straight=text, **ends))
        at = end
    if at < len(line):
        pieces.append(Piece(at, len(line), read(line[at:], names[0]).text, names[0], 1.0))
    return pieces


def is_searchable(name: str) -> bool:
    """Return whether the search knows how bytes of this encoding are damaged."""
    return name in UTF8_FAMILY or name in CHINESE_PAIRED or name in UTF16


def read_plainly(data: bytes, encoding: str) -> Piece:
    """Read `data` as the web does, with an edit for each place that cannot be read."""
    reading = read(data, encoding)
    return Piece(0, len(data), reading.text, encoding, 1.0, mark_faults(data, reading.faults))


def shift_piece(piece: Piece, offset: int) -> Piece:
    """Return `piece` with all its offsets counted from `offset` bytes earlier."""
    if not offset:
        return piece
    edits = tuple(edit._replace(start=edit.start + offset, end=edit.end + offset) for edit in piece.edits)
    return piece._replace(start=piece.start + offset, end=piece.end + offset, edits=edits)
