"""Reading one whole file that was named on the command line, and writing it back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

import zhfix
from zhfix.batch import STDIN, show_name, tell_of
from zhfix.complaints import explain_error
from zhfix.compressed import Packer, Plain, open_plain
from zhfix.errors import ReportError
from zhfix.filereport import Saved, read_report
from zhfix.messages import reason
from zhfix.replacing import replace_contents
from zhfix.surveying import survey


class UnreadableError(Exception):
    """A file that cannot be read; its argument is the complaint."""


def read_bytes(name: str) -> bytes:
    """Return all of a file, uncompressed, or of standard input for ``-``."""
    with _open(name) as source:
        return source.read()


def survey_file(name: str) -> zhfix.Decoded:
    """Return what a file is said to be by its bytes, with an empty text, in memory that does not grow with it."""
    with _open(name) as source:
        return survey(source)


@contextmanager
def _open(name: str) -> Iterator[BinaryIO | Plain]:
    """Open a file, or standard input, uncompressed; what is wrong with it is an :class:`UnreadableError`."""
    try:
        if name == STDIN:
            yield sys.stdin.buffer
            return
        with open(name, "rb") as file:  # noqa: PTH123 - names come as they were typed
            yield open_plain(file, name)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableError(reason("cli.cannot_read", name=show_name(name), why=explain_error(error))) from error


def write_bytes(name: str, data: bytes) -> None:
    """Write `data` into a file that is there, compressed if its name says so, all of it or nothing."""
    packed = BytesIO()
    with open(name, "rb") as old:  # noqa: PTH123 - names come as they were typed
        packer = Packer(packed.write, name, old.peek())
    packer.write(data)
    packer.finish()
    replace_contents(name, packed.getvalue())


def read_saved(name: str) -> Saved:
    """Return what a report in JSON holds."""
    try:
        return read_report(read_bytes(name))
    except ReportError as error:
        raise UnreadableError(tell_of(name, explain_error(error))) from error


def read_text(name: str, encoding: str | None = None) -> zhfix.Decoded:
    """Return the text of a file in any encoding."""
    return zhfix.decode(read_bytes(name), encoding=encoding)
