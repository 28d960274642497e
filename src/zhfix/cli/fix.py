"""``zhfix fix``: files repaired, to standard output, in place, into a directory, or as a diff."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from zhfix.batch import STDIN, Hooks, Job, Outcome, Task, run_batch, show_name
from zhfix.cli.help import Command
from zhfix.cli.journal import is_report, open_report
from zhfix.cli.options import (
    Rules,
    check_jobs,
    common_options,
    encoding_option,
    files_argument,
    rule_options,
    usage_errors,
)
from zhfix.cli.planning import Planned
from zhfix.cli.progress import Progress, Tally
from zhfix.cli.terminal import Output, refuse, say
from zhfix.compressed import split_name
from zhfix.encoding.decoding import make_hints
from zhfix.files import make_plan
from zhfix.messages import reason
from zhfix.records import Records
from zhfix.walk import Found, walk_paths

RECORD_FORMATS = ("jsonl", "csv", "tsv", "parquet")


@dataclass(frozen=True, slots=True)
class _Request:
    """What is to be done with the files, but for the rules."""

    files: tuple[str, ...]
    in_place: bool
    backup: bool
    output_dir: str | None
    diff: bool
    report: str | None
    everything: bool

    def check(self) -> None:
        """Refuse what contradicts."""
        if self.in_place + (self.output_dir is not None) + self.diff > 1:
            raise refuse("cli.exclusive", options="--in-place, --output-dir, --diff")
        if self.backup and not self.in_place:
            raise refuse("cli.backup")
        if (self.in_place or self.output_dir is not None) and (not self.files or STDIN in self.files):
            option = "--in-place" if self.in_place else "--output-dir"
            raise refuse("cli.needs_file", option=option)
        folder = self.output_dir
        if folder is not None and (not folder or (os.path.lexists(folder) and not os.path.isdir(folder))):  # noqa: PTH112
            raise refuse("cli.no_folder", name=repr(show_name(folder)))


@click.command(
    cls=Command,
    examples=(
        ("zhfix fix page.txt > repaired.txt", "one file; any encoding is read, UTF-8 is written"),
        ("zhfix fix -i --report run.json docs", "all files of a directory, and how to undo it"),
        ("zhfix fix --diff docs", "what that would change"),
        ("zhfix fix --output-dir clean raw -j auto", "into another directory, on all processors"),
    ),
)
@files_argument
@rule_options
@encoding_option
@click.option(
    "--to-encoding",
    metavar="NAME",
    help="Write in this encoding, or 'keep' that of each FILE; by default utf-8, and for files 'keep'.",
)
@click.option("-i", "--in-place", is_flag=True, help="Write each FILE back, as a whole or not at all; print nothing.")
@click.option("--backup", is_flag=True, help="With --in-place: keep the old file beside it as FILE.bak.")
@click.option("-o", "--output-dir", metavar="DIR", help="Write files of the same names there.")
@click.option("--diff", is_flag=True, help="Print what would be changed; the exit status is 1 if anything would.")
@click.option(
    "--report",
    metavar="FILE",
    help="Write what was found and done to FILE: .json, for `zhfix undo`, or .html, .md, .txt, for people.",
)
@click.option("--no-ignore", "everything", is_flag=True, help="In directories, hidden and ignored files too.")
@click.option("--field", "fields", multiple=True, metavar="NAME", help="Repair only this field of records.")
@click.option(
    "--format",
    "record_format",
    type=click.Choice(RECORD_FORMATS),
    help="What the records with --field are; by default as the name of FILE ends.",
)
@click.option(
    "--findings",
    metavar="NAME",
    help="Write what was found in the fields and changed beside them, in a new field of this name.",
)
@click.option("-q", "--quiet", is_flag=True, help="Show neither progress nor a summary on a terminal.")
@click.option(
    "-j",
    "--jobs",
    default="1",
    metavar="N",
    callback=check_jobs,
    help="Work in N processes, 'auto' for all processors.",
)
@common_options
def fix(
    rules: Rules,
    encoding: str | None,
    to_encoding: str | None,
    jobs: int | None,
    fields: tuple[str, ...],
    record_format: str | None,
    findings: str | None,
    quiet: bool,  # noqa: FBT001 - click passes it by name
    **request: object,
) -> None:
    """Print each FILE repaired: UTF-8, line ends and byte order mark as they were.

    Files of any size are read, repaired and written bit by bit.  A directory stands for the files below it, but for
    hidden ones, those that .gitignore names, and those that are no text; it needs --in-place, --output-dir or --diff.
    Names that end in .gz, .bz2, .xz or .zst are those of compressed files, which are written compressed, too.
    What is wrong with one file is told on standard error; the others are still repaired, and the exit status is 2.
    """
    asked = _Request(**request)  # type: ignore[arg-type]
    asked.check()
    if record_format and not fields:
        raise refuse("cli.format_of_fields")
    if findings and not fields:
        raise refuse("cli.findings_of_fields")
    to = to_encoding or ("keep" if asked.in_place or asked.output_dir is not None else "utf-8")
    hints = make_hints((), None, None)
    planned = Planned()
    with usage_errors():
        for task, name in _list_tasks(asked, planned):
            plan = make_plan(rules.open_pipeline(name), None, hints, encoding, to, None, jobs)
            if fields:
                form = record_format or _guess_format(name)
                if not form and task.found:  # a directory may hold other files
                    continue
                if not form:
                    raise refuse("cli.no_format", name=show_name(name))
                if form == "parquet" and (asked.diff or asked.report or encoding or to_encoding not in (None, "keep")):
                    raise refuse("cli.parquet_no_text", name=show_name(name))
                plan = plan._replace(records=Records(form, fields, findings))
            planned.add(task, plan)
    changed = _run(asked, planned, quiet=quiet)
    if planned.complaints:
        sys.exit(2)
    if asked.diff and changed:
        sys.exit(1)


def _guess_format(name: str) -> str:
    """Return the format of records that the name of a file says, or nothing."""
    ending = os.path.splitext(split_name(name)[0])[1].lower()  # noqa: PTH122 - names come as they were typed
    return "jsonl" if ending == ".ndjson" else ending[1:] if ending[1:] in RECORD_FORMATS else ""


def _list_tasks(asked: _Request, planned: Planned) -> Iterator[tuple[Task, str]]:
    """Yield what is to be repaired, and the name whose configuration holds for it."""
    prints = not (asked.in_place or asked.diff or asked.output_dir is not None)
    targets: dict[str, str] = {}

    for name in asked.files or (STDIN,):
        if prints and os.path.isdir(name):  # noqa: PTH112 - names come as they were typed
            planned.tell(reason("cli.directory", name=show_name(name)))
            continue
        for found in walk_paths([name], planned.skip, everything=asked.everything, without=asked.output_dir):
            if found.below is not None and is_report(found.path, asked.report):
                continue
            task = Task(found.path, _find_target(asked, found), found.below is not None)
            if asked.output_dir is not None and task.target is not None:
                place = os.path.realpath(task.target)
                if place == os.path.realpath(found.path):
                    planned.tell(reason("cli.own_target", name=show_name(found.path)))
                    continue
                if place in targets:
                    other = show_name(targets[place])
                    planned.tell(reason("cli.same_target", name=show_name(found.path), other=other))
                    continue
                targets[place] = found.path
            yield task, found.path


def _find_target(asked: _Request, found: Found) -> str | None:
    """Return where the repaired file goes; None if it is printed."""
    if asked.in_place:
        return found.path
    if asked.output_dir is None:
        return None
    inner = os.path.basename(found.path) if found.below is None else os.path.relpath(found.path, found.below)  # noqa: PTH119
    return os.path.join(asked.output_dir, inner)  # noqa: PTH118


def _run(asked: _Request, planned: Planned, *, quiet: bool) -> bool:
    """Repair all, and tell what there is to tell; return whether anything was or would be changed."""
    output = Output()
    tally = Tally()
    writes = asked.in_place or asked.output_dir is not None
    names = [name for task in planned.tasks for name in (task.name, task.target) if name not in (None, STDIN)]
    report = open_report(asked.report, names, writes=writes)
    with report as journal, Progress(planned.tasks, tally, quiet=quiet) as progress:
        announce = journal.note if journal.announced else None
        job = Job(tuple(planned.plans), asked.diff, journal.wanted, asked.backup)
        for outcome in run_batch(planned.tasks, job, Hooks(output.write, progress.advance, announce)):
            tally.add(outcome)
            if outcome.complaint:
                planned.tell(outcome.complaint)
            if asked.diff:
                _print_diff(outcome, output)
            journal.note(outcome)
        journal.finish(planned.complaints)
    output.finish()
    if writes and not quiet:
        tally.show()
    return tally.changed > 0


def _print_diff(outcome: Outcome, output: Output) -> None:
    from zhfix.unified import write_diff

    if outcome.repair is None or outcome.account is None or not outcome.repair.changed:
        return
    name = show_name(outcome.task.name)
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in write_diff(name, outcome.account.make_result()):
        output.write_line(line, colours.get(line[0]))
    inner = sum(1 for piece in outcome.account.pieces for _ in piece.edits) - len(outcome.repair.unreadable)
    if inner:
        say(reason("cli.diff_bytes", name=name, count=inner), err=True)
