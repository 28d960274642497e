"""Zip archives as programs write them that do not go by the standard: what tests read and rewrite."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

UTF8 = 0x800


def pack(
    names: Iterable[bytes],
    *,
    flags: int = 0,
    comment: bytes = b"",
    comments: dict[int, bytes] | None = None,
    unicode_names: dict[int, tuple[bytes, str]] | None = None,
    streamed: bool = False,
) -> bytes:
    """Return an archive of members with these names in bytes, each holding its number, a hundred times.

    `comments` are those of members, `unicode_names` what Info-ZIP's extra field has: the name that it is for, and the
    one that it gives.  With `streamed`, sums and sizes stand behind the data.
    """
    target = io.BytesIO()
    file: object = _Unseekable(target) if streamed else target
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for number, name in enumerate(names):
            info = _Raw(f"member {number}", (2020, 1, 2, 3, 4, 6))
            info.raw, info.raw_flags = name, flags
            info.external_attr = 0o640 << 16
            info.compress_type = zipfile.ZIP_STORED if name.endswith(b"/") else zipfile.ZIP_DEFLATED
            info.comment = (comments or {}).get(number, b"")
            if unicode_names and number in unicode_names:
                old, new = unicode_names[number]
                body = struct.pack("<BL", 1, zlib.crc32(old)) + new.encode()
                info.extra = struct.pack("<2H", 0x7075, len(body)) + body + struct.pack("<2HB", 0x5455, 1, 0)
            archive.writestr(info, b"" if name.endswith(b"/") else f"{number}\n".encode() * 100)
        archive.comment = comment
    return target.getvalue()


def contents(data: bytes | Path) -> dict[str, bytes]:
    """Return what Python reads of an archive, all sums checked."""
    with zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


class _Raw(zipfile.ZipInfo):
    """A member whose name is bytes of any kind."""

    raw = b""
    raw_flags = 0

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.raw, self.flag_bits | self.raw_flags


class _Unseekable(io.RawIOBase):
    """A file that one can only write on, as a pipe is."""

    def __init__(self, target: io.BytesIO) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._target.write(data)
