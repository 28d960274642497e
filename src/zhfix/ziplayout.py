"""Where everything is in a zip archive: its members, its directory, its end.

Only the structure is read, never the contents, so that all of them can be copied as they are: compressed, encrypted,
with data descriptors.  What does not fit together raises :class:`~zhfix.errors.ArchiveError`: to rewrite what two
programs may read differently would do harm.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from struct import Struct, error, unpack_from
from typing import BinaryIO, NamedTuple, NoReturn
from zlib import crc32

from zhfix.errors import ArchiveError
from zhfix.messages import reason

UTF8 = 0x800
"""The flag of a member whose name and comment are UTF-8."""
_HIDDEN = 0x2000
"""The flag of a member whose entry in the directory is encrypted."""
LOCAL, CENTRAL = Struct("<4s5H3L2H"), Struct("<4s6H3L5H2L")
_END, _END64, _LOCATOR = Struct("<4s4H2LH"), Struct("<4sQ2H2L4Q"), Struct("<4sLQL")
LOCAL_SIGN, CENTRAL_SIGN = b"PK\3\4", b"PK\1\2"
_END_SIGN, _END64_SIGN, _LOCATOR_SIGN = b"PK\5\6", b"PK\6\6", b"PK\6\7"
LONGEST_COMMENT = 0xFFFF
FULL = 0xFFFFFFFF
"""What stands in a field of four bytes whose value is in the extra field of zip64."""
ZIP64, UNICODE_NAME, UNICODE_COMMENT = 0x0001, 0x7075, 0x6375
"""Extra fields: sizes and offsets of eight bytes, and Info-ZIP's name and comment in UTF-8."""


class Member(NamedTuple):
    """An entry of the directory, `head` being its part of fixed length.

    Its data and the header before them are from `start` to `end` in the file, and `local` is how long the header is.
    """

    head: bytes
    name: bytes
    extra: bytes
    comment: bytes
    start: int
    end: int
    local: int

    @property
    def is_utf8(self) -> bool:
        """Whether its name is said to be UTF-8."""
        flags: int = unpack_from("<H", self.head, 8)[0]
        return bool(flags & UTF8)

    @property
    def unicode_name(self) -> str | None:
        """The name in the Unicode extra field, if that is of this name and no older one."""
        return _read_unicode(self.extra, UNICODE_NAME, self.name)

    @property
    def unicode_comment(self) -> str | None:
        """The comment in the Unicode extra field, likewise."""
        return _read_unicode(self.extra, UNICODE_COMMENT, self.comment)


class Layout(NamedTuple):
    """An archive: places in bytes of the file.

    Its directory is from `directory` to `directory_end`; `end64` is where the end record of zip64 is, if there is one,
    and `end` where the other is.  `shift` is by how much offsets are short of places, by what was put before all.
    """

    members: tuple[Member, ...]
    shift: int
    directory: int
    directory_end: int
    end64: int | None
    end: int
    comment: bytes
    size: int


def read_layout(file: BinaryIO) -> Layout:
    """Return where everything is in an archive that is open for reading.

    >>> import io, zipfile
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     archive.writestr("中文.txt", "text")
    >>> [(member.name.decode(), member.is_utf8) for member in read_layout(file).members]
    [('中文.txt', True)]
    """
    size = file.seek(0, os.SEEK_END)
    first = max(0, size - LONGEST_COMMENT - _END.size)
    tail = _read(file, first, size - first)
    at = len(tail)
    while (at := tail.rfind(_END_SIGN, 0, at)) >= 0:
        if at + _END.size <= len(tail) and (found := _read_end(file, first + at, size)) is not None:
            return found
    raise ArchiveError(reason("names.end"))


def _read_end(file: BinaryIO, end: int, size: int) -> Layout | None:
    """Return the layout whose end record is at `end`, None where there is no such record but its sign by chance."""
    _, disk, first_disk, here, count, length, offset, commented = _END.unpack(_read(file, end, _END.size))
    if end + _END.size + commented > size:
        return None
    end64, before = None, end
    if end >= _LOCATOR.size and (found := _find_end64(file, end - _LOCATOR.size)) is not None:
        end64, (_, _, _, _, disk, first_disk, here, count, length, offset) = found
        before = end64
    if disk or first_disk or here != count:
        raise ArchiveError(reason("names.disks"))
    if length > before:
        return None
    start = before - length
    if offset <= start and (not count or _read(file, offset, 4) == CENTRAL_SIGN) and offset + length <= before:
        start = offset
    elif count and _read(file, start, 4) != CENTRAL_SIGN:
        return None
    if start < offset:
        _fail(start)
    comment = _read(file, end + _END.size, commented)
    members = tuple(_read_members(file, start, length, count, start - offset))
    _check_apart(members, start)
    return Layout(members, start - offset, start, start + length, end64, end, comment, size)


def _find_end64(file: BinaryIO, locator: int) -> tuple[int, tuple[int, ...]] | None:
    sign, _, offset, _ = _LOCATOR.unpack(_read(file, locator, _LOCATOR.size))
    if sign != _LOCATOR_SIGN:
        return None
    for place in (locator - _END64.size, offset):  # the former where something was put before the archive
        if 0 <= place <= locator - _END64.size:
            record = _END64.unpack(_read(file, place, _END64.size))
            if record[0] == _END64_SIGN:
                return place, record
    raise ArchiveError(reason("names.central", place=locator))


def _read_members(file: BinaryIO, start: int, length: int, count: int, shift: int) -> Iterator[Member]:
    directory = _read(file, start, length)
    at = 0
    for _ in range(count):
        if at + CENTRAL.size > length or directory[at : at + 4] != CENTRAL_SIGN:
            _fail(start + at)
        head = directory[at : at + CENTRAL.size]
        fields = CENTRAL.unpack(head)
        ends = [at := at + CENTRAL.size, *(at := at + part for part in fields[10:13])]
        if at > length:
            _fail(start + ends[0])
        name, extra, comment = (directory[a:b] for a, b in pairwise(ends))
        if fields[3] & _HIDDEN:
            raise ArchiveError(reason("names.hidden_directory"))
        packed, offset = _read_sizes(fields[8], fields[9], fields[16], extra, start + ends[1])
        yield _place(file, Member(head, name, extra, comment, offset + shift, packed, 0), start)
    if at != length:
        _fail(start + at)


def _read_sizes(packed: int, unpacked: int, offset: int, extra: bytes, place: int) -> tuple[int, int]:
    """Return the size of a member's data and its offset, in zip64's extra field where they are too large."""
    if FULL not in (packed, offset):
        return packed, offset
    body = dict(list_extras(extra)).get(ZIP64, b"")
    at = 8 if unpacked == FULL else 0
    try:
        if packed == FULL:
            packed, at = unpack_from("<Q", body, at)[0], at + 8
        if offset == FULL:
            offset = unpack_from("<Q", body, at)[0]
    except error:
        _fail(place)
    return packed, offset


def _place(file: BinaryIO, member: Member, directory: int) -> Member:
    """Return the member with the end of its data; what was given as that is how long they are."""
    start, packed = member.start, member.end
    if not 0 <= start <= directory - LOCAL.size:
        _fail(start)
    fields = LOCAL.unpack(_read(file, start, LOCAL.size))
    local = LOCAL.size + fields[9] + fields[10]
    if fields[0] != LOCAL_SIGN or start + local + packed > directory:
        _fail(start)
    return member._replace(end=start + local + packed, local=local)


def _check_apart(members: tuple[Member, ...], directory: int) -> None:
    """Raise :class:`~zhfix.errors.ArchiveError` where members share bytes."""
    last = 0
    for member in sorted(members, key=lambda each: each.start):
        if member.start < last:
            raise ArchiveError(reason("names.overlap", place=member.start))
        last = member.end
    if last > directory:
        raise ArchiveError(reason("names.overlap", place=directory))


def list_extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the extra fields that a member has, their numbers and contents, up to what is none."""
    at = 0
    while at + 4 <= len(extra):
        number, length = unpack_from("<2H", extra, at)
        if at + 4 + length > len(extra):
            return
        yield number, extra[at + 4 : at + 4 + length]
        at += 4 + length


def drop_unicode(extra: bytes) -> bytes:
    """Return extra fields without those that name a member or comment on it; what is no extra field stays."""
    kept, at = bytearray(), 0
    for number, body in list_extras(extra):
        if number not in (UNICODE_NAME, UNICODE_COMMENT):
            kept += extra[at : at + 4 + len(body)]
        at += 4 + len(body)
    return bytes(kept + extra[at:])


def _read_unicode(extra: bytes, number: int, raw: bytes) -> str | None:
    body = dict(list_extras(extra)).get(number, b"")
    if len(body) < 5 or body[0] != 1 or unpack_from("<L", body, 1)[0] != crc32(raw):
        return None
    try:
        return body[5:].decode()
    except UnicodeDecodeError:
        return None


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    data = file.read(length)
    if len(data) != length:
        _fail(start)
    return data


def _fail(place: int) -> NoReturn:
    raise ArchiveError(reason("names.central", place=place))
