"""``zhfix convert``: simplified and traditional."""

from __future__ import annotations

import sys

import click

import zhfix
from zhfix.batch import STDIN, Hooks, Job, Task, run_batch
from zhfix.cli.help import Command
from zhfix.cli.options import common_options, encoding_option, usage_errors
from zhfix.cli.terminal import Output, complain, refuse
from zhfix.converting import Conversion
from zhfix.encoding.hypotheses import Hints
from zhfix.files import make_plan
from zhfix.pipeline import Pipeline


@click.command(
    cls=Command,
    examples=(
        ("zhfix convert s2twp page.txt > tw.txt", "into the words and characters of Taiwan"),
        ("zhfix convert t2s -i *.txt", "each file in place, in its own encoding"),
        ("zhfix convert s2t --context < page.txt", "forms chosen by what stands around them"),
    ),
)
@click.argument("config", metavar="CONFIG")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@encoding_option
@click.option("--context", is_flag=True, help="Choose among the forms of a character by what stands around it.")
@click.option("--term", "terms", multiple=True, metavar="TEXT", help="Leave this text alone wherever it stands.")
@click.option("-i", "--in-place", is_flag=True, help="Write each FILE back, as a whole or not at all; print nothing.")
@common_options
def convert(
    config: str,
    files: tuple[str, ...],
    encoding: str | None,
    context: bool,  # noqa: FBT001 - click passes it by name
    terms: tuple[str, ...],
    in_place: bool,  # noqa: FBT001
) -> None:
    """Convert each FILE by one of OpenCC's configurations, such as s2t, s2twp, t2s or tw2sp, and print it in UTF-8.

    In place, a FILE keeps its encoding, byte order mark and line ends; one whose encoding lacks a character that the
    conversion writes is left as it was, told on standard error, and the exit status is 2.
    """
    if in_place and (not files or STDIN in files):
        raise refuse("cli.needs_file", option="--in-place")
    with usage_errors():
        converter = zhfix.convert.using(config=config, context=context, terms=terms)
        plan = make_plan(Pipeline([]), None, Hints(), encoding, "keep" if in_place else "utf-8", None, 1)
    # In context the text decides as one whether it has a script, and which.
    plan = plan._replace(conversion=Conversion(converter, converter.rule, whole=context))
    output = Output()
    tasks = [Task(name, name if in_place else None) for name in files or (STDIN,)]
    failed = False
    for outcome in run_batch(tasks, Job((plan,)), Hooks(output.write)):
        if outcome.complaint:
            failed = True
            complain(outcome.complaint)
    output.finish()
    if failed:
        sys.exit(2)
