"""A report for people: what is in it is gathered as the work goes on, and it is written as a whole at the end."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from types import TracebackType

from zhfix.batch import Outcome, show_name
from zhfix.cli.terminal import FileError, find_language
from zhfix.complaints import explain_error
from zhfix.encoding.decoded import BINARY
from zhfix.errors import OptionError
from zhfix.messages import reason
from zhfix.replacing import open_replacement
from zhfix.report import find_missing, write_collection
from zhfix.report.collection import Collection
from zhfix.report.view import view_file

FORMATS = {".html": "html", ".htm": "html", ".md": "markdown", ".txt": "text"}
"""The format of a report by what its name ends in; ``.json`` is that of the journal."""


def find_format(path: str) -> str:
    """Return the format of the report of that name."""
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - names come as they were typed
    if suffix not in FORMATS:
        raise FileError(reason("cli.report_format", name=show_name(path)))
    return FORMATS[suffix]


class Page:
    """Gathers what became of files, and writes it where `path` says; a file that is there is replaced in the end.

    Raises :class:`FileError` at once where it cannot be written, before any file is changed.
    """

    wanted = True
    announced = False

    def __init__(self, path: str, form: str) -> None:
        self._path, self._form = path, form
        self._language = find_language()
        self._place = os.path.realpath(path)
        self._stack = ExitStack()
        self._created = self._written = False

    def __enter__(self) -> Page:  # noqa: PYI034 - Self is younger than Python 3.10
        missing = find_missing(self._form)
        if missing:
            raise FileError(missing)
        try:
            self._collection = self._stack.enter_context(Collection())
            with suppress(FileExistsError):
                open(self._place, "xb").close()  # noqa: PTH123 - which has the mode of a new file
                self._created = True
            status = os.stat(self._place)  # noqa: PTH116
            self._file, self._commit = self._stack.enter_context(open_replacement(self._place, status))
        except (OSError, OptionError, ValueError) as error:
            self.__exit__(None, None, None)
            raise self._refuse(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stack.__exit__(kind, error, trace)
            if self._written:
                os.utime(self._place)
            elif self._created:
                os.unlink(self._place)  # noqa: PTH108
        except OSError as failed:
            raise self._refuse(failed) from failed

    def note(self, outcome: Outcome) -> None:
        """Take down what became of a file."""
        self.take(lambda collection, language: add_outcome(collection, outcome, language))

    def take(self, add: Callable[[Collection, str], None]) -> None:
        """Let `add` put something into what is gathered, in a language."""
        try:
            add(self._collection, self._language)
        except OSError as error:  # no room for what is to be shown
            raise self._refuse(error) from error

    def finish(self, problems: list[str]) -> None:
        """Write the report, with what went wrong."""
        self._collection.problems = problems
        try:
            for part in write_collection(self._collection, self._form, self._language):
                self._file.write(part.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise self._refuse(error) from error
        self._commit()
        self._written = True

    def _refuse(self, error: Exception) -> FileError:
        return FileError(reason("cli.cannot_write", name=show_name(self._path), why=explain_error(error)))


def add_outcome(collection: Collection, outcome: Outcome, language: str) -> None:
    """Add what became of a file to a collection."""
    if outcome.repair is None or outcome.account is None:
        collection.failed += 1
    elif outcome.repair.encoding == BINARY:
        collection.binary += 1
    else:
        repair, account = outcome.repair, outcome.account
        damaged = [edit for piece in account.pieces for edit in piece.edits]
        name = show_name(outcome.task.name)
        collection.add(view_file(name, repair.encoding, repair.edits, account.make_result(), damaged, language))
