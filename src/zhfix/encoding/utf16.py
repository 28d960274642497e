r"""UTF-16 that went through a program in text mode: a carriage return was put before every byte 0A.

Such programs know bytes and not characters.  0A is half of a line end in UTF-16, and half of 上 (4E 0A): each return
moves what follows by one byte, until the next one moves it back.  The damage is undone exactly, by taking every 0D away
that stands before an 0A.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from zhfix.encoding.byte_ways import UTF16
from zhfix.encoding.codepages import read
from zhfix.encoding.decoded import ByteEdit, Piece
from zhfix.encoding.salvage import mark_faults
from zhfix.encoding.suspicion import count_odd
from zhfix.messages import reason

RETURN = rb"\r(?=\n)"
SHARE_LEFT = 0.5
"""Odd characters and faults that are left, of those there were, at which taking the returns away is right."""


def is_mangled(data: bytes, encoding: str) -> bool:
    r"""Return whether `data`, in UTF-16, has returns before its bytes 0A that do not belong there.

    >>> is_mangled("上海\n下雨了\n".encode("utf-16-le").replace(b"\n", b"\r\n"), "utf-16-le")
    True
    >>> is_mangled("上海\r\n下雨了\r\n".encode("utf-16-le"), "utf-16-le")
    False
    """
    if encoding not in UTF16 or not re.search(RETURN, data):
        return False
    before, after = read(data, encoding), read(re.sub(RETURN, b"", data), encoding)
    odd = len(before.faults) + count_odd(before.text)
    return len(after.faults) + count_odd(after.text) < SHARE_LEFT * odd


def read_mangled(data: bytes, encoding: str) -> Piece:
    """Read `data` without the returns, with an edit for each, and for each place that is no character even so."""
    reading = read(re.sub(RETURN, b"", data), encoding)
    removed = [found.start() - number for number, found in enumerate(re.finditer(RETURN, data))]
    edits = []
    for edit in mark_faults(re.sub(RETURN, b"", data), reading.faults):
        start = edit.start + bisect_right(removed, edit.start)
        end = edit.end + bisect_right(removed, edit.end - 1)
        edits.append(edit._replace(start=start, end=end, before=data[start:end]))
    lost = {place for edit in edits for place in range(edit.start, edit.end)}
    edits += (edit for edit in _find_returns(data, encoding) if lost.isdisjoint(range(edit.start, edit.end)))
    return Piece(0, len(data), reading.text, encoding, 1.0, tuple(sorted(edits)))


def find_end(data: bytes) -> int:
    """Return how much of `data` is whole characters once the returns are taken away."""
    end = len(data)
    while end and (data[end - 1 : end] == b"\r" or (end - len(re.findall(RETURN, data[:end]))) % 2):
        end -= 1
    return end


def _find_returns(data: bytes, encoding: str) -> Iterator[ByteEdit]:
    """Yield the returns; where one is inside a character, the whole of it."""
    for taken, found in enumerate(re.finditer(RETURN, data)):
        start, end = found.span()
        if (start - taken) % 2 == 0:
            why = reason("salvage.returned")
            yield ByteEdit(start, end, data[start:end], "", "salvage.drop_byte", 1.0, why)
            continue
        before = data[start - 1 : end + 1]
        char = read(re.sub(RETURN, b"", before), encoding).text
        why = reason("salvage.inserted", bytes=before.hex(" "), char=char)
        yield ByteEdit(start - 1, end + 1, before, char, "salvage.drop_byte", 1.0, why)
