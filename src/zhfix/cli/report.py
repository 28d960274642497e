"""``zhfix report``: what is damaged in files, for people to read; nothing is changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

import click

from zhfix.batch import STDIN, Hooks, Job, Outcome, Task, run_batch, tell_of
from zhfix.cli.help import Command
from zhfix.cli.journal import Journal, is_report, open_report
from zhfix.cli.options import Rules, check_jobs, common_options, encoding_option, rule_options, usage_errors
from zhfix.cli.page import add_outcome
from zhfix.cli.planning import Planned
from zhfix.cli.progress import Progress, Tally
from zhfix.cli.reading import UnreadableError, read_saved
from zhfix.cli.terminal import Output, complain, find_language, refuse, wants_colour
from zhfix.complaints import explain_error
from zhfix.encoding.decoding import make_hints
from zhfix.errors import ReportError
from zhfix.files import make_plan
from zhfix.report import write_collection
from zhfix.report.collection import Collection
from zhfix.report.saved import add_entry
from zhfix.walk import walk_paths


@click.command(
    cls=Command,
    examples=(
        ("zhfix report page.txt", "what would be repaired, line by line, with reasons"),
        ("zhfix report -o corpus.html -j auto corpus", "how damaged a directory is, as a page for a browser"),
        ("zhfix report --lang zh -o report.md docs", "as Markdown, in Chinese"),
        ("zhfix report --from run.json -o run.html", "what `zhfix fix --report run.json` did, as a page"),
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@rule_options
@encoding_option
@click.option("-o", "--output", metavar="FILE", help="Write FILE.html, .md, .txt or .json; by default print text.")
@click.option("--from", "saved", multiple=True, metavar="FILE.json", help="Read no PATH, but a report in JSON.")
@click.option("--no-ignore", "everything", is_flag=True, help="In directories, hidden and ignored files too.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress on a terminal.")
@click.option("-j", "--jobs", default="1", metavar="N", callback=check_jobs, help="Work in N processes, or 'auto'.")
@common_options
def report(
    paths: tuple[str, ...],
    rules: Rules,
    encoding: str | None,
    output: str | None,
    saved: tuple[str, ...],
    everything: bool,  # noqa: FBT001 - click passes it by name
    quiet: bool,  # noqa: FBT001
    jobs: int | None,
) -> None:
    """Show what is damaged in files: where, how it would be repaired, and how much of all.

    A PATH is a file, a directory, or - for standard input; by default the current directory.  Files that are no text
    are only counted.  The exit status is 2 where a file cannot be read; the others are still reported.

    With --from, what an earlier run wrote as JSON is shown instead; files are neither read nor asked for.
    """
    if saved:
        if paths or encoding or everything or rules.asked:
            raise refuse("cli.from_alone")
        _render(saved, output)
        return
    planned = Planned()
    with usage_errors():
        for found in walk_paths(paths or (os.curdir,), planned.skip, everything=everything):
            if found.below is not None and is_report(found.path, output):
                continue
            pipeline = rules.open_pipeline(found.path)
            plan = make_plan(pipeline, None, make_hints((), None, None), encoding, "keep", None, jobs)
            planned.add(Task(found.path, None, found=True), plan)
    names = [task.name for task in planned.tasks if task.name != STDIN]
    page = _Printed() if output is None else open_report(output, names, writes=False)
    tally = Tally()
    with page, Progress(planned.tasks, tally, quiet=quiet) as progress:
        job = Job(tuple(planned.plans), compare=True, detailed=True)
        for outcome in run_batch(planned.tasks, job, Hooks(lambda _: None, progress.advance)):
            tally.add(outcome)
            if outcome.complaint:
                planned.tell(outcome.complaint)
            page.note(outcome)
        page.finish([] if output is None else planned.complaints)  # which stand beside it otherwise
    sys.exit(2 if planned.complaints else 0)


def _render(saved: Sequence[str], output: str | None) -> None:
    """Show what reports in JSON say."""
    if output is not None and output.endswith(".json"):
        raise refuse("cli.from_json")
    page = _Printed() if output is None else open_report(output, saved, writes=False)
    assert not isinstance(page, Journal)
    problems: list[str] = []
    failed = False
    with page:
        for name in saved:
            try:
                report = read_saved(name)
            except UnreadableError as error:
                complain(error.args[0])
                failed = True
                continue
            problems += report.problems
            for entry in report.files:
                try:
                    page.take(partial(add_entry, entry))
                except ReportError as error:
                    complain(tell_of(name, explain_error(error)))
                    failed = True
        page.finish(problems)
    if failed:
        sys.exit(2)


class _Printed:
    """Gathers what was found in files, and prints it."""

    def __init__(self) -> None:
        self._collection = Collection()

    def __enter__(self) -> _Printed:  # noqa: PYI034 - Self is younger than Python 3.10
        return self

    def __exit__(self, *_error: object) -> None:
        self._collection.__exit__(None, None, None)

    def note(self, outcome: Outcome) -> None:
        add_outcome(self._collection, outcome, find_language())

    def take(self, add: Callable[[Collection, str], None]) -> None:
        add(self._collection, find_language())

    def finish(self, problems: list[str]) -> None:
        """Print the report, with what went wrong."""
        self._collection.problems = problems
        output = Output()
        form = "ansi" if wants_colour(sys.stdout) else "text"
        for part in write_collection(self._collection, form, find_language()):
            output.write_shown(part)
        output.finish()
