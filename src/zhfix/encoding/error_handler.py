r"""An error handler for Python's own decoders, which restores what the bytes around a damaged place leave no doubt of.

>>> register_error_handler()
>>> "我们在城里工作，你好。".encode().replace(b"\xa0", b" ").decode("utf-8", "zhfix")
'我们在城里工作，你好。'
>>> b"\xd6\xd0\xd6<br>".decode("gb18030", "zhfix")
'中\ufffd<br>'

A handler is asked when a decoder has met bytes that are no character, and can say what to read for them and where to go
on; what was read before stands.  So it sees less than :func:`zhfix.decode`, which also finds where sound bytes were
read wrongly.
"""

from __future__ import annotations

import codecs
from functools import cache

from zhfix.encoding.codepages import UNREADABLE, read
from zhfix.encoding.registry import find_encoding
from zhfix.encoding.salvage import read_damaged
from zhfix.errors import OptionError

RESTORED_IN = frozenset(("utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "big5", "cp950", "big5hkscs"))
BEFORE, BEHIND = 24, 30
"""Bytes around a fault that are searched: some eight characters on either side."""
AROUND = 128
MOST_FAULTS = 4
"""Faults in twice so many bytes around one, beyond which nothing is restored: that is no text, and would take long."""


def register_error_handler(name: str = "zhfix") -> None:
    r"""Register an error handler with Python's codecs, for ``open(path, encoding="gb18030", errors="zhfix")``.

    In UTF-8, GB 18030, GBK and Big5 a damaged character is restored where the characters around it leave hardly any
    doubt; else, and in every other encoding, it is U+FFFD, and the bytes after it are read.  A text that cannot be
    encoded raises, as with ``errors="strict"``.  zhfix registers nothing unless this is called; calling it twice does
    no harm.

    >>> register_error_handler("mend")
    >>> b"\xe5\x9b\xbe\xe4\xb9\xa6\xe9\xa6\xe5\xb7\xb2\xe7\xbb\x8f\xe5\xbc\x80\xe4\xba\x86".decode("utf-8", "mend")
    '图书馆已经开了'
    """
    if not isinstance(name, str) or not name:
        raise OptionError(f"an error handler has a name such as 'zhfix', not {name!r}")
    codecs.register_error(name, restore_or_replace)


def restore_or_replace(error: UnicodeError) -> tuple[str, int]:
    """Return what to read for the bytes that a decoder could not, and where it goes on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    encoding = _canonical(error.encoding)
    if encoding not in RESTORED_IN:
        return UNREADABLE, error.end
    encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    nearby = error.object[max(0, error.start - AROUND) : error.start + AROUND]
    if nearby.decode(error.encoding, "replace").count(UNREADABLE) > MOST_FAULTS:
        return UNREADABLE, error.end
    start = _find_boundary(error.object, error.start, encoding)
    window = error.object[start : error.start + BEHIND]
    at = error.start - start
    for piece in read_damaged(window, (encoding,), first=start == 0, last=True):
        for edit in piece.edits:
            if edit.start == at < edit.end and _is_readable(edit.after):
                return edit.after, start + edit.end
    return UNREADABLE, start + _find_next(window, at, encoding)


def _is_readable(text: str) -> bool:
    return not any("\ue000" <= char <= "\uf8ff" or char == UNREADABLE for char in text)


@cache
def _canonical(name: str) -> str:
    """Return zhfix's name of an encoding that a decoder calls by one of Python's."""
    try:
        return find_encoding(name).name
    except OptionError:
        return ""


def _find_boundary(data: bytes, end: int, encoding: str) -> int:
    """Return where a character begins, not far before `end`, where one does."""
    start = max(0, end - BEFORE)
    if encoding == "utf-8":
        while start < end and data[start] & 0xC0 == 0x80:
            start += 1
        return start
    near = data[start:end]
    wide = len(near) - len(near.rstrip(bytes(range(0x81, 0x100))))
    return end - (wide & ~1)  # bytes that are no ASCII come in pairs


def _find_next(window: bytes, at: int, encoding: str) -> int:
    """Return where the web's decoder goes on after the fault at `at`; never behind a byte of ASCII."""
    faults = read(window[at:], encoding).faults
    return at + (faults[0].end if faults and faults[0].start == 0 else 1)
