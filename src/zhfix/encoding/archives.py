"""Archives and compressed data, much of which could be text: files as they are one behind another, or hardly packed."""

from __future__ import annotations

import re

_MAGIC = (b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", b"(\xb5/\xfd", b"PK\3\4", b"7z\xbc\xaf'\x1c", b'\x04"M\x18')
"""How gzip, bzip2, xz, zstd, zip, 7z and lz4 begin: with what no text begins with."""
_HEADER = 512
_SUM = slice(148, 156)
"""Where the header of a tar archive says what its bytes add up to."""


def is_archive(data: bytes) -> bool:
    """Return whether `data` begins as an archive or as compressed data; tar of any age has a header that adds up.

    >>> import gzip, io, tarfile
    >>> file = io.BytesIO()
    >>> with tarfile.open(fileobj=file, mode="w") as archive:
    ...     archive.addfile(tarfile.TarInfo("page.txt"))
    >>> is_archive(file.getvalue()), is_archive(b"page.txt" + bytes(1000)), is_archive(gzip.compress(b"page"))
    (True, False, True)
    """
    if data.startswith(_MAGIC):
        return True
    told = re.fullmatch(rb" *([0-7]+)[ \0]*", data[_SUM]) if len(data) >= _HEADER else None
    return told is not None and sum(data[:_HEADER]) - sum(data[_SUM]) + 8 * ord(" ") == int(told[1], 8)
