"""What an error says, in Chinese too where its words are known."""

from __future__ import annotations

import errno
import os

from zhfix.errors import EncodeError
from zhfix.messages import Reason, reason

_KNOWN = frozenset(
    (
        *("EACCES", "EBADF", "EEXIST", "EIO", "EISDIR", "ELOOP", "EMFILE", "ENAMETOOLONG", "ENOENT", "ENOSPC"),
        *("ENOTDIR", "EPERM", "EROFS"),
    )
)
"""Names of the system's errors that a user meets when reading and writing files."""


def explain_error(error: BaseException) -> str:
    """Return what `error` says without the name of its file, in words that can be translated where they are known.

    >>> from zhfix.messages import translate
    >>> told = explain_error(FileNotFoundError(2, "No such file or directory", "page.txt"))
    >>> print(told, translate(told, "zh"), sep="; ")
    No such file or directory; 没有这个文件或目录
    >>> explain_error(ValueError("embedded null byte"))
    'embedded null byte'
    """
    if isinstance(error, EncodeError):
        return _explain_lack(error)
    text = getattr(error, "strerror", None)
    if not text:
        own = error.args[0] if len(error.args) == 1 else None
        return own if isinstance(own, Reason) else str(error)
    number = getattr(error, "errno", None) or 0
    name = errno.errorcode.get(number, "")
    if name in _KNOWN and text == os.strerror(number):  # else somebody said more of it
        return reason(f"system.{name}")
    return text if isinstance(text, str) else str(text)


def _explain_lack(error: EncodeError) -> Reason:
    """Return what the error says in English, as a reason."""
    key = (
        "encode.half" if error.is_half else "encode.no_char_gb" if error.encoding.startswith("gb") else "encode.no_char"
    )
    code = "U+" + "-".join(f"{ord(each):04X}" for each in error.char)
    return reason(key, encoding=error.encoding, char=repr(error.char), code=code, position=error.position)
