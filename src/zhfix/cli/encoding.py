"""``zhfix encoding``: which encoding files are in, how sure that is, and what is damaged."""

from __future__ import annotations

import json
import sys

import click

from zhfix.batch import STDIN, show_name
from zhfix.cli.help import Command
from zhfix.cli.options import common_options, files_argument
from zhfix.cli.reading import UnreadableError, survey_file
from zhfix.cli.terminal import complain, find_language, say
from zhfix.encoding.decoded import BINARY, Decoded
from zhfix.encoding.encode import MARKED
from zhfix.messages import reason, translate

_NEWLINES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


@click.command(
    cls=Command,
    examples=(
        ("zhfix encoding *.txt", "the encoding of each file"),
        ("zhfix encoding --json log.txt", "all that is known, for programs"),
    ),
)
@files_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, with every segment and damaged place.")
@common_options
def encoding(files: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes it by name
    """Tell the encoding of each FILE, how sure that is (0 to 1), and how many places in its bytes are damaged.

    A FILE in several encodings has a line for each stretch, with its offsets in bytes.
    """
    failed = False
    for name in files or (STDIN,):
        try:
            decoded = survey_file(name)
        except UnreadableError as error:
            complain(error.args[0])
            failed = True
            continue
        if as_json:
            told = {"name": show_name(name), **decoded.to_dict()}
            del told["text"]
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            _print(show_name(name), decoded)
    if failed:
        sys.exit(2)


def _print(name: str, decoded: Decoded) -> None:
    language = find_language()
    told = [f"{decoded.encoding} {decoded.confidence:.2f}"]
    if decoded.encoding != BINARY:
        lost = sum(edit.rule == MARKED for edit in decoded.edits)
        repaired = len(decoded.edits) - lost
        if decoded.bom:
            told.append(translate(reason("cli.bom"), language))
        if decoded.newline:
            told.append(_NEWLINES[decoded.newline])
        if repaired:
            told.append(translate(reason("cli.bytes_repaired", count=repaired), language))
        if lost:
            told.append(translate(reason("cli.bytes_lost", count=lost), language))
    say(f"{name}: {', '.join(told)}")
    if len(decoded.segments) > 1:
        for segment in decoded.segments:
            say(f"    {segment.start}-{segment.end} {segment.encoding} {segment.confidence:.2f}")
