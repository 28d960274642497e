"""A zip archive written anew with other names; all the rest is copied as it is.

Contents may be compressed, encrypted or damaged: nobody looks at them.  Sums, times, attributes, the order of members
and what stands before, between and behind them stay, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from struct import pack_into
from typing import Any, BinaryIO, NamedTuple

from zhfix.errors import ArchiveError
from zhfix.messages import reason
from zhfix.ziplayout import (
    CENTRAL,
    FULL,
    LOCAL,
    LONGEST_COMMENT,
    UTF8,
    ZIP64,
    Layout,
    Member,
    drop_unicode,
    list_extras,
)
from zhfix.zipnames import ArchivePlan, MemberPlan

CHUNK = 1 << 20


class Rewritten(NamedTuple):
    """What was written: digests and sizes before and after, and how to go back, as in a report."""

    source: dict[str, Any]
    output: dict[str, Any]
    undo: list[list[Any]]


def write_archive(source: BinaryIO, target: BinaryIO, plan: ArchivePlan) -> Rewritten:
    """Write the archive in `source` to `target` with the names and comments of `plan`.

    Raises :class:`~zhfix.errors.ArchiveError` where it would grow beyond what its format has place for.
    """
    layout = plan.layout
    copy = _Copy(source, target)
    places: dict[int, int] = {}
    members = sorted(enumerate(layout.members), key=lambda pair: pair[1].start)
    for index, member in members:
        copy.keep(member.start)
        places[index] = copy.written
        if plan.members[index].is_change:
            copy.put(member.local, partial(_head_local, plan=plan.members[index]))
        copy.keep(member.end)
    copy.keep(layout.directory)
    start = copy.written
    directory = b"".join(
        _head_central(member, plan.members[index], places[index] - layout.shift)
        for index, member in enumerate(layout.members)
    )
    copy.put(layout.directory_end - layout.directory, lambda _: directory)
    if layout.end64 is not None:
        copy.keep(layout.end64)
        end64 = copy.written - layout.shift
        copy.put(layout.end - layout.end64, lambda old: _finish64(old, len(directory), start - layout.shift, end64))
    copy.keep(layout.end)
    comment = layout.comment if plan.comment is None else plan.comment[1].encode()
    length = layout.size - layout.end
    copy.put(
        length,
        lambda old: _finish(old, layout, len(directory), start - layout.shift, comment),
    )
    return copy.finish()


class _Copy:
    """Copies a file from its beginning to its end, putting something else in places; keeps the way back."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source, self._target = source, target
        self._read = self.written = 0
        self._digests = hashlib.sha256(), hashlib.sha256()
        self._undo: list[list[Any]] = []
        source.seek(0)

    def keep(self, end: int) -> None:
        """Copy what comes before `end`."""
        while self._read < end:
            data = self._take(min(CHUNK, end - self._read))
            self._write(data)

    def put(self, length: int, change: Callable[[bytes], bytes]) -> None:
        """Write what `change` makes of the next bytes."""
        old = self._take(length)
        new = change(old)
        if new != old:
            self._undo.append([self.written, self.written + len(new), old.hex()])
        self._write(new)

    def finish(self) -> Rewritten:
        """Return what was written."""
        before, after = (digest.hexdigest() for digest in self._digests)
        return Rewritten({"sha256": before, "bytes": self._read}, {"sha256": after, "bytes": self.written}, self._undo)

    def _take(self, length: int) -> bytes:
        data = self._source.read(length)
        if len(data) != length:
            raise ArchiveError(reason("names.central", place=self._read))
        self._read += length
        self._digests[0].update(data)
        return data

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._digests[1].update(data)
        self.written += len(data)


def _head_local(old: bytes, plan: MemberPlan) -> bytes:
    """Return what stands before the data of a member, with its new name."""
    fields = LOCAL.unpack_from(old)
    name = plan.after.encode("utf-8", "surrogateescape")
    extra = drop_unicode(old[LOCAL.size + fields[9] :])
    return LOCAL.pack(*fields[:2], fields[2] | UTF8, *fields[3:9], len(name), len(extra)) + name + extra


def _head_central(member: Member, plan: MemberPlan, offset: int) -> bytes:
    """Return the entry of a member in the directory, with its new name and place."""
    fields = list(CENTRAL.unpack(member.head))
    name, extra, comment = member.name, bytearray(member.extra), member.comment
    if plan.is_change:
        fields[3] |= UTF8
        name, extra = plan.after.encode("utf-8", "surrogateescape"), bytearray(drop_unicode(member.extra))
        comment = comment if plan.comment is None else plan.comment.encode()
    if max(len(name), len(comment)) > LONGEST_COMMENT:
        raise ArchiveError(reason("names.long", bytes=max(len(name), len(comment)), most=LONGEST_COMMENT))
    if fields[16] != FULL:
        fields[16] = _check_small(offset)
    else:
        at = 4 + 8 * ((fields[9] == FULL) + (fields[8] == FULL))
        for number, body in list_extras(bytes(extra)):
            if number == ZIP64:
                place = bytes(extra).index(b"\x01\x00" + len(body).to_bytes(2, "little") + body)
                pack_into("<Q", extra, place + at, offset)
                break
    fields[10:13] = len(name), len(extra), len(comment)
    return CENTRAL.pack(*fields) + name + extra + comment


def _check_small(number: int) -> int:
    if number >= FULL:
        raise ArchiveError(reason("names.large"))
    return number


def _finish64(old: bytes, length: int, start: int, end64: int) -> bytes:
    """Return zip64's record of the end and what leads there, with the new places."""
    data = bytearray(old)
    pack_into("<2Q", data, 40, length, start)
    pack_into("<Q", data, len(data) - 12, end64)
    return bytes(data)


def _finish(old: bytes, layout: Layout, length: int, start: int, comment: bytes) -> bytes:
    """Return the record of the end with the new places, the comment, and whatever stands behind."""
    data = bytearray(old[:22])
    known = int.from_bytes(old[12:16], "little"), int.from_bytes(old[16:20], "little")
    for at, (value, new) in zip((12, 16), zip(known, (length, start), strict=True), strict=True):
        if layout.end64 is None or value != FULL:
            pack_into("<L", data, at, _check_small(new))
    pack_into("<H", data, 20, len(comment))
    return bytes(data) + comment + old[22 + len(layout.comment) :]
