"""The exceptions that zhfix raises, as a tree.

::

    ZhfixError
    ├── EditError      (also a ValueError)   edits that do not fit the text they are applied to
    ├── OptionError    (also a ValueError)   an option with a value that means nothing
    │   └── ConfigError                      the same in a configuration file
    ├── ReportError    (also a ValueError)   a report that is none, or is that of another file
    ├── CompressionError (also an OSError)   a compressed file that is damaged, or cannot be read here
    ├── ArchiveError   (also a ValueError)   an archive that is damaged, or cannot be rewritten
    ├── EncodeError    (also a ValueError)   text with a character that an encoding does not have
    ├── DecodeError    (also a ValueError)   bytes that are no text, where `strict` asked to be told
    ├── InputTypeError (also a TypeError)    bytes where text belongs, or the reverse
    └── DataError      (also a RuntimeError) a data file of the package is missing or damaged

No exception is ever raised because of what a text *says*: any ``str`` is accepted everywhere, and any ``bytes`` can be
read.  Only writing can fail, since no encoding but those of Unicode has every character.
"""

from __future__ import annotations


class ZhfixError(Exception):
    """Base of every exception that zhfix raises on purpose."""


class EditError(ZhfixError, ValueError):
    """Edits that overlap, are out of order, or do not match the text."""


class OptionError(ZhfixError, ValueError):
    """An option has a value that means nothing; the message lists those that do."""


class ConfigError(OptionError):
    """A configuration file that cannot be read, or has a key or a value that means nothing."""


class ReportError(ZhfixError, ValueError):
    """A report that cannot be read, or that is not of the file that is to be undone."""


class RecordError(ZhfixError, ValueError):
    """No record of a file has the field that was to be repaired."""


class CompressionError(ZhfixError, OSError):
    """A compressed file, `filename`, that is damaged or not all there, or whose compression cannot be read here."""

    def __str__(self) -> str:
        return f"{self.filename}: {self.strerror}"


class ArchiveError(ZhfixError, ValueError):
    """An archive that is cut off, damaged or made to do harm, or that its format does not let us rewrite."""


class EncodeError(ZhfixError, ValueError):
    """A character that the encoding does not have, at `position` of the text."""

    def __init__(self, position: int, char: str, encoding: str) -> None:
        super().__init__(position, char, encoding)
        self.position = position
        self.char = char
        self.encoding = encoding

    def __str__(self) -> str:
        code = "U+" + "-".join(f"{ord(each):04X}" for each in self.char)
        wider = "; gb18030 and utf-8 have every character" if self.encoding.startswith("gb") else "; utf-8 has it"
        if self.is_half:
            wider = ": it is half a character; replace it"
        return f"{self.encoding} has no {self.char!r} ({code}), at position {self.position} of the text{wider}"

    @property
    def is_half(self) -> bool:
        """Whether it is half a surrogate pair, which is no character, so that no encoding has it."""
        return "\ud800" <= self.char <= "\udfff"


class DecodeError(ZhfixError, ValueError):
    """Bytes that are no text in the encoding, the first of them at `position` of the data."""

    def __init__(self, position: int, encoding: str) -> None:
        super().__init__(position, encoding)
        self.position = position
        self.encoding = encoding

    def __str__(self) -> str:
        if self.encoding == "binary":
            return (
                "the bytes are no text in any encoding that zhfix knows; without strict=True each byte is read as the "
                "character of its number"
            )
        return (
            f"the bytes from position {self.position} are no sound text in {self.encoding}; without strict=True they "
            "are repaired or read as U+FFFD, and the rest stays readable"
        )


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
