"""``zhfix check``: a linter."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from gettext import gettext

import click

import zhfix
from zhfix.batch import STDIN, Hooks, Job, Outcome, Task, run_batch, show_name
from zhfix.cli.help import Command
from zhfix.cli.options import Rules, check_jobs, common_options, encoding_option, rule_options, usage_errors
from zhfix.cli.planning import Planned
from zhfix.cli.terminal import Output, find_language, say
from zhfix.encoding.decoded import BINARY
from zhfix.encoding.decoding import make_hints
from zhfix.files import make_plan
from zhfix.lint import Problem, keep_severe, list_byte_problems, list_left, list_problems
from zhfix.lint_formats import FORMATS, write_github, write_json, write_line, write_sarif
from zhfix.walk import walk_paths


@click.command(
    cls=Command,
    examples=(
        ("zhfix check docs", "what is damaged below a directory, and where"),
        ("zhfix check --fix docs", "repair it, and list what is left"),
        ("zhfix check --output-format github .", "as annotations, in a workflow"),
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@rule_options
@encoding_option
@click.option("--fix", is_flag=True, help="Repair what can be repaired, in place, and list what is left.")
@click.option("--info", is_flag=True, help="List also what is only worth a look, such as a quotation that stays open.")
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True, help="How to list it.")
@click.option("--no-ignore", "everything", is_flag=True, help="In directories, hidden and ignored files too.")
@click.option("-j", "--jobs", default="1", metavar="N", callback=check_jobs, help="Work in N processes, or 'auto'.")
@common_options
def check(
    paths: tuple[str, ...],
    rules: Rules,
    encoding: str | None,
    fix: bool,  # noqa: FBT001 - click passes it by name
    info: bool,  # noqa: FBT001
    output_format: str,
    everything: bool,  # noqa: FBT001
    jobs: int | None,
) -> None:
    """List damage in text files as `path:line:column: rule message`.

    A PATH is a file, a directory, or - for standard input; by default the current directory.  Files that are no text
    are passed over.  The exit status is 0 where nothing was found, 1 where anything was, and 2 where a file cannot be
    read, a configuration or an option means nothing; the other files are still checked.
    """
    planned = Planned()
    with usage_errors():
        for found in walk_paths(paths or (os.curdir,), planned.skip, everything=everything):
            pipeline = rules.open_pipeline(found.path)
            target = found.path if fix and found.path != STDIN else None
            plan = make_plan(pipeline, None, make_hints((), None, None), encoding, "keep", None, jobs)
            planned.add(Task(found.path, target, found=True), plan)
    job = Job(tuple(planned.plans), compare=not fix, detailed=True)
    status = _list_all(_check_all(planned, job, info=info), output_format)
    sys.exit(2 if planned.complaints else status)


def _check_all(planned: Planned, job: Job, *, info: bool) -> Iterator[Problem]:
    for outcome in run_batch(planned.tasks, job, Hooks(lambda _: None)):
        if outcome.repair is None:
            planned.tell(outcome.complaint)
        else:
            yield from keep_severe(_list_file(outcome), info=info)


def _list_file(outcome: Outcome) -> list[Problem]:
    """Return what is wrong in a file: all of it, or what is left if it was repaired."""
    assert outcome.repair is not None
    assert outcome.account is not None
    if outcome.repair.encoding == BINARY:
        return []
    name = show_name(outcome.task.name)
    result = outcome.account.make_result()
    if outcome.task.target is not None:
        return list(list_left(name, result))
    inner = list_byte_problems(name, outcome.account)
    return sorted([*list_problems(name, result), *inner], key=lambda problem: (problem.line, problem.column))


def _list_all(problems: Iterator[Problem], output_format: str) -> int:
    """Print the problems, line by line where the format has lines; return the exit status."""
    language = find_language()
    if output_format in ("text", "github"):
        write = write_line if output_format == "text" else write_github
        count = 0
        for count, problem in enumerate(problems, 1):  # noqa: B007 - asked for behind the loop
            say(write(problem, language))
        return int(count > 0)
    found = list(problems)
    if output_format == "json":
        text = write_json(found, language)
    else:
        text = write_sarif(found, language, zhfix.__version__, _summarize)
    output = Output()
    output.write(text.encode("utf-8", "backslashreplace") + b"\n")
    output.finish()
    return int(bool(found))


def _summarize(rule: str) -> str | None:
    from zhfix.catalog import find_entry
    from zhfix.errors import OptionError

    try:
        return gettext(find_entry(rule).summary)
    except OptionError:  # what repairs bytes is no rule of a preset
        return None
