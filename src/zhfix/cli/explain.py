"""``zhfix explain``: every change with its reason."""

from __future__ import annotations

import sys

import click

from zhfix.batch import STDIN, show_name
from zhfix.cli.help import Command
from zhfix.cli.listing import list_result
from zhfix.cli.options import Rules, common_options, encoding_option, files_argument, rule_options, usage_errors
from zhfix.cli.reading import UnreadableError, read_text
from zhfix.cli.terminal import complain, find_language, say


@click.command(
    cls=Command,
    examples=(
        ("zhfix explain page.txt", "each change with its place and reason"),
        ("zhfix explain --lang zh page.txt", "the reasons in Chinese"),
    ),
)
@files_argument
@rule_options
@encoding_option
@common_options
def explain(files: tuple[str, ...], rules: Rules, encoding: str | None) -> None:
    """Say what `fix` changes in each FILE and why, and what damage it leaves."""
    failed = False
    for name in files or (STDIN,):
        try:
            with usage_errors():
                pipeline = rules.open_pipeline(name)
                result = pipeline.explain(read_text(name, encoding).text)
        except UnreadableError as error:
            complain(error.args[0])
            failed = True
            continue
        for line in list_result(show_name(name), result, find_language()):
            say(line)
    if failed:
        sys.exit(2)
