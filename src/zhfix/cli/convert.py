"""``zhfix convert``: simplified and traditional."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

import zhfix
from zhfix.batch import STDIN, show_name, tell_of
from zhfix.cli.help import Command
from zhfix.cli.options import common_options, encoding_option, usage_errors
from zhfix.cli.reading import UnreadableError, read_bytes, write_bytes
from zhfix.cli.terminal import Output, complain, refuse
from zhfix.complaints import explain_error
from zhfix.encoding.decoded import BINARY
from zhfix.messages import reason


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
    output = Output()
    failed = False
    for name in files or (STDIN,):
        complaint = _convert_file(name, converter, encoding, None if in_place else output)
        if complaint:
            failed = True
            complain(complaint)
    output.finish()
    if failed:
        sys.exit(2)


def _convert_file(name: str, converter: Callable[[str], str], encoding: str | None, output: Output | None) -> str:
    """Convert a file, in place if there is no `output`; return what is wrong with it, or nothing."""
    try:
        with usage_errors():
            decoded = zhfix.decode(read_bytes(name), encoding=encoding)
        if decoded.encoding == BINARY:
            return reason("cli.binary", name=show_name(name))
        text = converter(decoded.text)
        if output is not None:
            output.write(zhfix.encode_like(text, decoded, encoding="utf-8"))
        elif text != decoded.text:
            write_bytes(name, zhfix.encode_like(text, decoded))
    except UnreadableError as error:
        complaint: str = error.args[0]
        return complaint
    except zhfix.EncodeError as error:
        return tell_of(name, explain_error(error))
    except (OSError, zhfix.OptionError) as error:
        return reason("cli.cannot_write", name=show_name(name), why=explain_error(error))
    return ""
