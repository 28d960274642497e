"""The commands and their options."""

from __future__ import annotations

import difflib
import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

import zhfix
from zhfix.api import open_pipeline
from zhfix.cli.files import STDIN, FileError, read_document, rewrite_files
from zhfix.cli.listing import list_result
from zhfix.encoding.decoding import make_hints
from zhfix.files import make_plan
from zhfix.messages import LANGUAGES
from zhfix.presets import PRESETS
from zhfix.protect import MARKUPS

Command = TypeVar("Command", bound=Callable[..., None])


class _DefaultToFix(click.Group):
    """A group whose arguments, where they do not begin with a command, are those of ``fix``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--version", "--help", "-h"}
        if not args and not sys.stdin.isatty():  # at the end of a pipe
            args = ["fix"]
        if args and args[0] not in self.commands and args[0] not in own:
            self._check_spelling(ctx, args[0])
            args = ["fix", *args]
        return super().parse_args(ctx, args)

    def _check_spelling(self, ctx: click.Context, word: str) -> None:
        """Tell a mistyped command from a file: there is no such file, and there is such a command, nearly."""
        close = difflib.get_close_matches(word, self.commands, n=1)
        if close and not os.path.exists(word):  # noqa: PTH110  # the word may be no path at all
            ctx.fail(f"no command and no file is called {word!r}; did you mean {close[0]!r}?")


@contextmanager
def _usage_errors() -> Iterator[None]:
    """Report options that zhfix refuses as click reports those that it refuses itself."""
    try:
        yield
    except zhfix.OptionError as error:
        raise click.UsageError(str(error)) from error


def _split_names(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Turn ``--select a,b --select c`` into names."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not names:
        raise click.BadParameter("names no rule")
    return names


def _rule_options(command: Command) -> Command:
    """Add the options that say which rules run."""
    for option in (
        click.argument("files", nargs=-1, metavar="[FILE]..."),
        click.option("--ignore", multiple=True, callback=_split_names, metavar="RULES", help="Leave out these rules."),
        click.option("--select", multiple=True, callback=_split_names, metavar="RULES", help="Run only these rules."),
        click.option(
            "--markup",
            type=click.Choice(MARKUPS),
            default="text",
            show_default=True,
            help="What the text is marked up with; its marks stay as they are.",
        ),
        click.option(
            "--preset", type=click.Choice(list(PRESETS)), default="repair", show_default=True, help="The rules to run."
        ),
    ):
        command = option(command)
    return command


@click.group(cls=_DefaultToFix, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(zhfix.__version__, prog_name="zhfix", message="%(prog)s %(version)s")
def main() -> None:
    """Detect and repair corrupted Chinese text.

    `zhfix FILE` is short for `zhfix fix FILE`.  Commands read standard input where no FILE is named, or FILE is -.
    RULES are ids (quotes.rebalance_quotes), function names or families (quotes), separated by commas.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that cannot show a character shows its code point
        sys.stdout.reconfigure(errors="backslashreplace")


def _check_jobs(_ctx: click.Context, _param: click.Parameter, value: str) -> int | None:
    """Turn ``--jobs`` into a number; None is one a processor."""
    if value == "auto":
        return None
    if not value.isascii() or not value.isdecimal() or int(value) < 1:
        raise click.BadParameter(f"{value!r} is no number of processes from 1 on, nor 'auto'")
    return int(value)


_encoding_option = click.option(
    "--encoding", metavar="NAME", help="Read each FILE in this encoding; by default as its bytes say."
)


@main.command()
@_rule_options
@_encoding_option
@click.option(
    "--to-encoding",
    metavar="NAME",
    help="Write in this encoding, or 'keep' that of each FILE; by default utf-8, and in place 'keep'.",
)
@click.option(
    "-i", "--in-place", is_flag=True, help="Write each FILE back, as a whole or not at all, and print nothing."
)
@click.option(
    "-j",
    "--jobs",
    default="1",
    metavar="N",
    callback=_check_jobs,
    help="Work in N processes, 'auto' for all processors.",
)
def fix(
    files: tuple[str, ...],
    preset: str,
    markup: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    encoding: str | None,
    to_encoding: str | None,
    in_place: bool,  # noqa: FBT001 - click passes it by name
    jobs: int | None,
) -> None:
    """Print each FILE repaired: UTF-8, line ends and byte order mark as they were.

    Files of any size are read, repaired and written bit by bit.  What is wrong with one is told on standard error; the
    others are still repaired, and the exit status is 2.
    """
    if in_place and (not files or STDIN in files):
        raise click.UsageError("--in-place needs a FILE, and standard input is none")
    with _usage_errors():
        pipeline = open_pipeline(preset, select, ignore, None, (), markup, None)
        to = to_encoding or ("keep" if in_place else "utf-8")
        plan = make_plan(pipeline, None, make_hints((), None, None), encoding, to, None, jobs)
    signal.signal(signal.SIGTERM, _stop)
    complaints = rewrite_files(files or (STDIN,), plan, in_place=in_place, write=_write_out)
    _write_out(b"")
    if complaints:
        sys.exit(2)


def _write_out(data: bytes) -> None:
    """Write to standard output; nothing is held back where there is nothing to write."""
    try:
        sys.stdout.buffer.write(data)
        if not data:
            sys.stdout.buffer.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise FileError(f"cannot write standard output: {error.strerror or error}") from error


def _stop(signum: int, _frame: object) -> None:
    """End as by an error, so that no half of a file and no process is left."""
    sys.exit(128 + signum)


@main.command()
@_rule_options
@_encoding_option
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the reasons; by default the locale's.")
def explain(
    files: tuple[str, ...],
    preset: str,
    markup: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    encoding: str | None,
    lang: str | None,
) -> None:
    """Say what `fix` changes in each FILE and why, and what damage it leaves."""
    for name in files or (STDIN,):
        with _usage_errors():
            document = read_document(name, encoding)
            result = zhfix.explain(document.text, preset, select=select, ignore=ignore, markup=markup)
        for line in list_result(document.name, result, lang or _locale_language()):
            click.echo(line)


def _locale_language() -> str:
    """Return the language of messages that the environment asks for."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"
