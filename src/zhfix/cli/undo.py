"""``zhfix undo``: files as they were before a run, byte for byte."""

from __future__ import annotations

import sys

import click

from zhfix.batch import STDIN, show_name
from zhfix.cli.options import common_options
from zhfix.cli.reading import UnreadableError, read_bytes, read_saved
from zhfix.cli.terminal import FileError, Output, complain, find_language, show_examples
from zhfix.errors import OptionError, ReportError
from zhfix.filereport import undo_bytes
from zhfix.messages import reason, translate
from zhfix.replacing import replace_contents


@click.command(
    epilog=show_examples(
        ("zhfix fix -i --report run.json docs", "repair, and keep the way back"),
        ("zhfix undo run.json docs/page.txt", "and go it for one file"),
        ("zhfix undo run.json - < repaired > old", "as a filter"),
    )
)
@click.argument("report", metavar="REPORT")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@common_options
def undo(report: str, files: tuple[str, ...]) -> None:
    """Make each FILE again what it was before `zhfix fix --report REPORT` repaired it.

    A file is known by its bytes, wherever it is now.  One that is not as the report says it was written is left alone,
    and the exit status is 2.
    """
    try:
        entries = read_saved(report).files
    except UnreadableError as error:
        raise FileError(error.args[0]) from error
    failed = False
    for name in files:
        try:
            source = undo_bytes(read_bytes(name), entries)
            if name == STDIN:
                output = Output()
                output.write(source)
                output.finish()
            else:
                replace_contents(name, source)
        except UnreadableError as error:
            complaint = error.args[0]
        except ReportError as error:
            complaint = _join(name, error)
        except (OSError, OptionError) as error:
            why = getattr(error, "strerror", None) or str(error)
            complaint = reason("cli.cannot_write", name=show_name(name), why=why)
        else:
            continue
        failed = True
        complain(complaint)
    if failed:
        sys.exit(2)


def _join(name: str, error: ReportError) -> str:
    return f"{show_name(name)}: {translate(error.args[0], find_language())}"
