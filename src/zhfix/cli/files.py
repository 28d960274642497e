"""Reading the files named on the command line, and rewriting them: an error of one is told, and the others go on."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any, NamedTuple

import click

import zhfix
from zhfix.encoding.decoded import BINARY
from zhfix.files import FileRepair, Plan, rewrite_file, rewrite_stream
from zhfix.processes import run_in_processes

STDIN = "-"
SMALL = 1_000_000
"""Bytes of a file that one process repairs as a whole; larger ones are shared among them."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: what to call it, and its text."""

    name: str
    text: str


class FileError(click.ClickException):
    """A file that cannot be read or written: one line, and exit status 2."""

    exit_code = 2


class _UnreadableError(FileError):
    """One of several files, after which the others go on."""


def show_name(name: str) -> str:
    """Return what to call a file in a message: undecodable names and controls as escapes."""
    if name == STDIN:
        return "standard input"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


def read_document(name: str, encoding: str | None = None) -> Document:
    """Read a file, or standard input for ``-``, in any encoding."""
    try:
        if name == STDIN:
            data = sys.stdin.buffer.read()
        else:
            with open(name, "rb") as file:  # noqa: PTH123 - names come as they were typed
                data = file.read()
    except OSError as error:
        raise _refuse("read", name, error) from error
    return Document(show_name(name), zhfix.decode(data, encoding=encoding).text)


def _refuse(action: str, name: str, error: OSError) -> _UnreadableError:
    return _UnreadableError(f"cannot {action} {show_name(name)}: {error.strerror or error}")


class Outcome(NamedTuple):
    """What became of one file: its bytes if they are to be printed, and what there is to complain of."""

    data: bytes
    complaint: str


def rewrite_files(names: Iterable[str], plan: Plan, *, in_place: bool, write: Callable[[bytes], object]) -> list[str]:
    """Repair files, in place or one after another to `write`; return the complaints, told as they come."""
    complaints: list[str] = []
    for small, group in groupby(names, _is_small):
        if small and plan.processes > 1:
            outcomes = _share(list(group), plan, in_place=in_place)
        else:
            outcomes = (_rewrite(name, plan, in_place=in_place, write=write) for name in group)
        for outcome in outcomes:
            if outcome.data:
                write(outcome.data)
            if outcome.complaint:
                complaints.append(outcome.complaint)
                click.echo(f"Error: {outcome.complaint}", err=True)
    return complaints


def _is_small(name: str) -> bool:
    try:
        status = os.stat(name)  # noqa: PTH116 - names come as they were typed
    except (OSError, ValueError):
        return False
    return name != STDIN and stat.S_ISREG(status.st_mode) and status.st_size <= SMALL


def _share(names: list[str], plan: Plan, *, in_place: bool) -> Iterator[Outcome]:
    """Repair small files, each in one of several processes, in order."""
    alone = plan._replace(processes=1)
    if len(names) == 1:
        yield _collect(names[0], alone, in_place=in_place)
        return
    for _, outcome in run_in_processes(_work, names, min(plan.processes, len(names)), _prepare, alone, in_place):
        yield outcome


_prepared: list[tuple[Plan, bool]] = []
"""In a process of the pool, what it works with."""


def _prepare(plan: Plan, in_place: bool) -> None:  # noqa: FBT001 - sent by position
    _prepared[:] = [(plan, in_place)]


def _work(name: str) -> Outcome:
    ((plan, in_place),) = _prepared
    return _collect(name, plan, in_place=in_place)


def _collect(name: str, plan: Plan, *, in_place: bool) -> Outcome:
    buffer = BytesIO()
    outcome = _rewrite(name, plan, in_place=in_place, write=buffer.write)
    return outcome._replace(data=buffer.getvalue())


class _Source:
    """What is read from, with errors of reading told apart from those of writing."""

    def __init__(self, name: str, file: Any) -> None:
        self._name, self._file = name, file

    def read(self, size: int) -> bytes:
        try:
            return self._file.read(size)  # type: ignore[no-any-return]
        except OSError as error:
            raise _refuse("read", self._name, error) from error


def _rewrite(name: str, plan: Plan, *, in_place: bool, write: Callable[[bytes], object]) -> Outcome:
    """Repair one file; what is wrong with it is a complaint."""
    try:
        if in_place and name != STDIN:
            repair = _rewrite_in_place(name, plan)
        elif name == STDIN:
            repair = rewrite_stream(_Source(name, sys.stdin.buffer), write, plan)
        else:
            try:
                file = open(name, "rb")  # noqa: PTH123, SIM115 - names come as they were typed
            except (OSError, ValueError) as error:
                raise _refuse("read", name, _as_os_error(error)) from error
            with file:
                repair = rewrite_stream(_Source(name, file), write, plan)
    except _UnreadableError as error:
        return Outcome(b"", error.message)
    except zhfix.EncodeError as error:
        left = "; it is left as it was" if in_place else "; its output ends there"
        return Outcome(b"", f"{show_name(name)}: {error}{left}")
    return Outcome(b"", _complain(show_name(name), repair, plan))


def _rewrite_in_place(name: str, plan: Plan) -> FileRepair:
    try:
        return rewrite_file(name, name, plan)
    except zhfix.OptionError as error:
        raise _UnreadableError(str(error)) from error
    except (OSError, ValueError) as error:
        if isinstance(error, zhfix.EncodeError):
            raise
        raise _refuse("repair", name, _as_os_error(error)) from error


def _as_os_error(error: OSError | ValueError) -> OSError:
    """Return the error of a name that no file can have, a NUL in it, like other errors of names."""
    return error if isinstance(error, OSError) else OSError(str(error))


def _complain(name: str, repair: FileRepair, plan: Plan) -> str:
    """Return what is wrong with a file that was read, or nothing."""
    if repair.encoding == BINARY:
        return f"{name} is no text; it is left as it is"
    if not repair.unreadable:
        return ""
    offset, data = repair.unreadable[0]
    more = len(repair.unreadable) - 1
    also = f" and {more} more places" if more else ""
    shown = " ".join(f"0x{byte:02X}" for byte in data[:4])
    kept = plan.written is None or plan.written == repair.encoding.removesuffix("-sig")
    fate = "left as they are" if kept else "replaced by U+FFFD"
    return f"{name} is not {repair.encoding} throughout: bytes {shown} at offset {offset}{also} are {fate}"
