"""Bytes that were put into sound text: NUL padding, and backslashes doubled inside characters.

Programs that keep text in fields of fixed width fill these with NULs, and programs that copy such fields copy the NULs.
Programs that escape backslashes byte by byte find one in 功 (A5 5C in Big5), 許, 蓋 or 餐, and double it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhfix.encoding.byte_ways import is_lead
from zhfix.encoding.decoded import ByteEdit
from zhfix.messages import reason

BACKSLASH = 0x5C
CONFIDENCE = 0.9
"""A backslash behind such a character may be meant, in a path or an escape; paths are known by their beginning."""
_PATH = rb"[A-Za-z]:\\|\\\\[A-Za-z0-9]"


def find_padding(data: bytes, *, last: bool) -> Iterator[ByteEdit]:
    """Yield the NULs of `data` that pad: two or more together, or before a line end, or `last` at the end.

    A single NUL between other bytes separates fields and stays.
    """
    for found in re.finditer(rb"\x00+", data):
        end = found.end()
        ends = data[end : end + 1] in (b"\r", b"\n") or (last and end == len(data))
        if ends or end - found.start() > 1:
            why = reason("salvage.padding", count=end - found.start())
            yield ByteEdit(found.start(), end, found.group(), "", "salvage.strip_padding", 1.0, why)


def find_doubled(line: bytes, encoding: str) -> Iterator[ByteEdit]:
    """Yield the backslashes that double the second byte of a character, if all such characters of the line have one."""
    doubled, single, at = [], 0, 0
    while at < len(line):
        if not is_lead(line[at], encoding) or at + 1 == len(line):
            at += 1
            continue
        if line[at + 1] == BACKSLASH:
            if line[at + 2 : at + 3] == b"\\":
                doubled.append(at + 2)
            else:
                single += 1
        at += 2
    path = re.search(_PATH, line)
    if single or (path and doubled and path.start() < doubled[0]):
        return
    for place in doubled:
        why = reason("salvage.doubled")
        yield ByteEdit(place, place + 1, b"\\", "", "salvage.halve_backslash", CONFIDENCE, why)
