"""The exceptions that zhfix raises, as a tree.

::

    ZhfixError
    ├── EditError      (also a ValueError)   edits that do not fit the text they are applied to
    ├── OptionError    (also a ValueError)   an option with a value that means nothing
    ├── InputTypeError (also a TypeError)    bytes where text belongs, or the reverse
    └── DataError      (also a RuntimeError) a data file of the package is missing or damaged

No exception is ever raised because of what a text *says*: any ``str`` is accepted everywhere.
"""

from __future__ import annotations


class ZhfixError(Exception):
    """Base of every exception that zhfix raises on purpose."""


class EditError(ZhfixError, ValueError):
    """Edits that overlap, are out of order, or do not match the text."""


class OptionError(ZhfixError, ValueError):
    """An option has a value that means nothing; the message lists those that do."""


class InputTypeError(ZhfixError, TypeError):
    """Something other than ``str`` where text is expected."""


class DataError(ZhfixError, RuntimeError):
    """A data file of the installed package is missing, damaged or of another version."""


def check_text(text: object, function: str) -> None:
    r"""Raise :class:`InputTypeError` unless `text` is a ``str``.

    >>> check_text("中文", "fix")
    >>> check_text(b"\xd6\xd0", "fix")
    Traceback (most recent call last):
        ...
    zhfix.errors.InputTypeError: fix() takes text (str), and was given bytes. ...
    """
    if isinstance(text, str):
        return
    if isinstance(text, (bytes, bytearray, memoryview)):
        message = (
            f"{function}() takes text (str), and was given {type(text).__name__}. Bytes have an encoding that has to "
            "be known or found first: zhfix.decode(data) turns bytes into text, or use data.decode('gb18030') where "
            "you know that encoding."
        )
    else:
        message = f"{function}() takes text (str), and was given {type(text).__name__}."
    raise InputTypeError(message)
