"""``zhfix names``: names of files, folders and members of archives that were read in the wrong code page."""

from __future__ import annotations

import json
import sys

import click

from zhfix.batch import show_name
from zhfix.cli.help import Command
from zhfix.cli.journal import Journal
from zhfix.cli.naming import Change, Names
from zhfix.cli.options import common_options, usage_errors
from zhfix.cli.terminal import Output, find_language, refuse, say
from zhfix.encoding.registry import find_encoding
from zhfix.messages import reason, translate

FORMATS = ("text", "json")


@click.command(
    cls=Command,
    examples=(
        ("zhfix names .", "list names that are damaged, and what they were"),
        ("zhfix names --apply --report run.json .", "rename them; `zhfix undo run.json` goes back"),
        ("zhfix names --apply --encoding cp936 a.zip", "members that are known to be in a code page"),
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--apply", is_flag=True, help="Rename; without it, names are only listed.")
@click.option("--encoding", metavar="NAME", help="What is damaged was written in this code page.")
@click.option("--backup", is_flag=True, help="Keep an archive that is written anew beside it as archive.zip.bak.")
@click.option("--report", metavar="FILE", help="With --apply, write what was done to FILE.json, for `zhfix undo`.")
@click.option("--output-format", type=click.Choice(FORMATS), default="text", show_default=True, help="How to list it.")
@click.option("--no-ignore", "everything", is_flag=True, help="In directories, hidden and ignored names too.")
@common_options
def names(
    paths: tuple[str, ...],
    apply: bool,  # noqa: FBT001 - click passes it by name
    encoding: str | None,
    backup: bool,  # noqa: FBT001
    report: str | None,
    output_format: str,
    everything: bool,  # noqa: FBT001
) -> None:
    """List names of files and folders that are damaged, as `old -> new  (why, confidence)`; with --apply, rename them.

    A PATH is a file, a directory, which stands for itself and all below it, or a zip archive, of which the members are
    named, too.  Nothing is ever overwritten or moved to another folder: a name that is taken stays as it is and is told
    on standard error, and so is a guess.

    The exit status is 0 where no name is to be changed or all were, 1 where names would be changed, without --apply,
    and 2 where one cannot be, a file cannot be read or an option means nothing; the others are still done.
    """
    if not apply and (report or backup):
        raise refuse("cli.needs_apply")
    if report is not None and not report.endswith(".json"):
        raise refuse("cli.report_of_names")
    with usage_errors():
        known = None if encoding is None else find_encoding(encoding).name
    told = Names(paths, known, everything=everything)
    changes: list[Change] = []
    with Journal(report, writes=True) as journal:
        for change in told.apply(journal, backup=backup) if apply else told.list_changes():
            changes.append(change)
            if change.why:
                told.tell(_refuse(change))
            elif output_format == "text":
                _say(change)
        journal.finish(told.complaints)
    if output_format == "json":
        output = Output()
        text = json.dumps([_describe(change) for change in changes], ensure_ascii=False, indent=2)
        output.write(text.encode("utf-8", "backslashreplace") + b"\n")
        output.finish()
    planned = 0 if apply else sum(not change.is_guess and not change.why for change in changes)
    if planned and output_format == "text":
        say(reason("names.planned", count=planned), err=True)
    if told.complaints:
        sys.exit(2)
    sys.exit(int(planned > 0))


def _say(change: Change) -> None:
    """List a change; a guess is told on standard error, for it is none."""
    why = translate(change.repair_reason, find_language())
    if change.is_guess:
        told = reason(
            "names.doubtful", name=_locate(change), after=show_name(change.after), confidence=change.confidence, why=why
        )
        say(told, err=True)
    else:
        say(f"{_locate(change)} -> {show_name(change.after)}  ({why}, {change.confidence:.2f})")


def _refuse(change: Change) -> str:
    return reason("names.refused", name=_locate(change), why=translate(change.why, find_language()))


def _locate(change: Change) -> str:
    return change.shown_place + show_name(change.before)


def _describe(change: Change) -> dict[str, object]:
    """Return a change as JSON has it."""
    language = find_language()
    status = "left" if change.why else "guess" if change.is_guess else "changed" if change.is_done else "planned"
    return {
        "kind": change.kind,
        "place": change.place,
        "before": change.before,
        "after": change.after,
        "rule": change.rule,
        "confidence": change.confidence,
        "reason": translate(change.repair_reason, language),
        "status": status,
        "why": translate(change.why, language),
    }
