"""The file that ``--report`` names: one to go back by, written as the work goes on, or one for people to read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

import zhfix
from zhfix.batch import Outcome, show_name
from zhfix.cli.terminal import FileError
from zhfix.complaints import explain_error
from zhfix.messages import reason

if TYPE_CHECKING:
    from zhfix.cli.page import Page


def open_report(path: str | None, names: Iterable[str], *, writes: bool) -> Journal | Page:
    """Return what takes down what becomes of files, in the format that the name of the report ends in.

    `names` are the files that are read or written, none of which may be the report.
    """
    if path is None:
        return Journal(None, writes=writes)
    from zhfix.cli.page import Page, find_format

    form = None if path.endswith(".json") else find_format(path)
    place = os.path.realpath(path)
    if any(os.path.realpath(name) == place for name in names):
        raise FileError(reason("cli.report_is_input", name=show_name(path)))
    return Page(path, form) if form else Journal(path, writes=writes)


def is_report(path: str, report: str | None) -> bool:
    """Return whether a file is the report itself: that of an earlier run may lie in the directory that is read."""
    return report is not None and os.path.realpath(path) == os.path.realpath(report)


class Journal:
    """Takes down what became of each file, once; does nothing where no report is wanted.

    A report of files that are replaced is itself never replaced: it would be the only way back to what they were.
    """

    def __init__(self, path: str | None, *, writes: bool) -> None:
        self.wanted = path is not None
        self.announced = path is not None and writes
        """Whether it has to know of a file before that is replaced."""
        self._path, self._mode = path, "xb" if writes else "wb"
        self._file: BinaryIO | None = None
        self._noted: set[str] = set()

    def __enter__(self) -> Journal:  # noqa: PYI034 - Self is younger than Python 3.10
        if self._path is None:
            return self
        from zhfix.filereport import start_report

        try:
            self._file = open(self._path, self._mode)  # type: ignore[assignment]  # noqa: PTH123
        except FileExistsError as error:
            raise FileError(reason("cli.report_exists", name=show_name(self._path))) from error
        except OSError as error:
            raise self._refuse(error) from error
        self._write(start_report(zhfix.__version__))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def note(self, outcome: Outcome) -> None:
        """Take down what became of a file; it is on the disk when this returns."""
        if self._file is None or outcome.repair is None or outcome.account is None:
            return
        from zhfix.filereport import add_file, describe_file

        name = outcome.task.name
        if name in self._noted:
            return
        entry = describe_file(name, outcome.repair, outcome.account, outcome.written)
        self._write(add_file(entry, first=not self._noted))
        self._noted.add(name)

    def add(self, entries: Iterable[dict[str, Any]]) -> None:
        """Take down what is going to be done to names; it is on the disk when this returns."""
        if self._file is None:
            return
        from zhfix.filereport import add_file

        data = b""
        for entry in entries:
            data += add_file(entry, first=not self._noted)
            self._noted.add(entry["name"])
        self._write(data)

    def finish(self, problems: list[str]) -> None:
        """End the report."""
        if self._file is not None:
            from zhfix.filereport import end_report

            self._write(end_report(problems))

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        try:
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._refuse(error) from error

    def _refuse(self, error: OSError) -> FileError:
        return FileError(reason("cli.cannot_write", name=show_name(self._path or ""), why=explain_error(error)))
