"""Reading the files named on the command line: UTF-8, and nothing in them translated."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass

import click

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its text, and the byte order mark that goes back in front of it."""

    name: str
    text: str
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """Return `text` as the bytes of a file like this one."""
        return self.mark + text.encode()


class FileError(click.ClickException):
    """A file that cannot be read: one line, and exit status 2."""

    exit_code = 2


def read_document(name: str) -> Document:
    """Read a file, or standard input for ``-``."""
    shown = "standard input" if name == STDIN else name
    try:
        if name == STDIN:
            data = sys.stdin.buffer.read()
        else:
            with open(name, "rb") as file:  # noqa: PTH123 - names come as they were typed
                data = file.read()
    except OSError as error:
        raise FileError(f"cannot read {shown}: {error.strerror or error}") from error
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return Document(shown, data[len(mark) :].decode(), mark)
    except UnicodeDecodeError as error:
        at = error.start + len(mark)
        message = (
            f"{shown} is not UTF-8: byte 0x{data[at]:02X} at offset {at}. Files in other encodings are not read yet; "
            "convert it first, for example with: iconv -f GB18030 -t UTF-8"
        )
        raise FileError(message) from error
