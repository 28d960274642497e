"""``zhfix undo``: files as they were before a run, byte for byte."""

from __future__ import annotations

import sys
from typing import Any

import click

from zhfix.batch import STDIN, show_name, tell_of
from zhfix.cli.help import Command
from zhfix.cli.options import common_options
from zhfix.cli.reading import UnreadableError, read_bytes, read_saved, write_bytes
from zhfix.cli.terminal import FileError, Output, complain, refuse
from zhfix.complaints import explain_error
from zhfix.errors import OptionError, ReportError
from zhfix.filereport import undo_bytes
from zhfix.messages import reason


@click.command(
    cls=Command,
    examples=(
        ("zhfix fix -i --report run.json docs", "repair, and keep the way back"),
        ("zhfix undo run.json docs/page.txt", "and go it for one file"),
        ("zhfix undo run.json - < repaired > old", "as a filter"),
        ("zhfix undo names.json", "all that `zhfix names` renamed"),
    ),
)
@click.argument("report", metavar="REPORT")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@common_options
def undo(report: str, files: tuple[str, ...]) -> None:
    """Make each FILE again what it was before `zhfix fix --report REPORT` repaired it.

    A file is known by its bytes, wherever it is now.  One that is not as the report says it was written is left alone,
    and the exit status is 2.  Of a report by `zhfix names` no FILE is named: all that was renamed gets its old name
    back, if that is free.
    """
    try:
        entries = read_saved(report).files
    except UnreadableError as error:
        raise FileError(error.args[0]) from error
    complaints = [_undo_file(name, entries) for name in files] if files else _undo_names(report, entries)
    for complaint in filter(None, complaints):
        complain(complaint)
    if any(complaints):
        sys.exit(2)


def _undo_file(name: str, entries: list[dict[str, Any]]) -> str:
    """Make a file what it was; return what is wrong with it, or nothing."""
    try:
        source = undo_bytes(read_bytes(name), [entry for entry in entries if "renamed" not in entry])
        if name == STDIN:
            output = Output()
            output.write(source)
            output.finish()
        else:
            write_bytes(name, source)
    except UnreadableError as error:
        complaint: str = error.args[0]
        return complaint
    except ReportError as error:
        return _join(name, error)
    except (OSError, OptionError) as error:
        return _cannot_write(name, error)
    return ""


def _undo_names(report: str, entries: list[dict[str, Any]]) -> list[str]:
    """Give names back, last ones first; return what is wrong with each, or nothing."""
    from zhfix.namereport import undo_entry

    named = [entry for entry in entries if "renamed" in entry or "members" in entry]
    if entries and not named:
        raise refuse("cli.undo_file")
    complaints = []
    for entry in reversed(named):
        name = str(entry.get("name", report))
        try:
            undo_entry(entry)
        except ReportError as error:
            complaints.append(_join(name, error))
        except (OSError, OptionError, ValueError) as error:  # ValueError: a NUL in a name
            complaints.append(_cannot_write(name, error))
    return complaints


def _cannot_write(name: str, error: Exception) -> str:
    return reason("cli.cannot_write", name=show_name(name), why=explain_error(error))


def _join(name: str, error: ReportError) -> str:
    return tell_of(name, explain_error(error))
