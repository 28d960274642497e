"""Archives whose bytes could be text: tar puts files one behind another as they are, and zeros between them."""

from __future__ import annotations

import re

_HEADER = 512
_SUM = slice(148, 156)
"""Where the header of a tar archive says what its bytes add up to."""


def is_tar(data: bytes) -> bool:
    """Return whether `data` begins as a tar archive of any age: with a header that adds up.

    >>> import io, tarfile
    >>> file = io.BytesIO()
    >>> with tarfile.open(fileobj=file, mode="w") as archive:
    ...     archive.addfile(tarfile.TarInfo("page.txt"))
    >>> is_tar(file.getvalue()), is_tar(b"page.txt" + bytes(1000)), is_tar(b"x" * 1000)
    (True, False, False)
    """
    told = re.fullmatch(rb" *([0-7]+)[ \0]*", data[_SUM]) if len(data) >= _HEADER else None
    return told is not None and sum(data[:_HEADER]) - sum(data[_SUM]) + 8 * ord(" ") == int(told[1], 8)
