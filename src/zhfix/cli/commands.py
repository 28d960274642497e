"""The commands by name; each is loaded when it is asked for, so that none waits for what another one needs."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

import zhfix
from zhfix.cli.help import Command
from zhfix.cli.language import language_option, skip_language, speak
from zhfix.cli.terminal import lose_output, prepare_streams, refuse

COMMANDS = ("fix", "check", "explain", "report", "undo", "encoding", "convert", "names", "rules", "completion")
"""Each command: a module of that name in :mod:`zhfix.cli`, and a function of that name in it."""
ALLOCATIONS = 50_000
"""New objects after which Python looks for garbage; of its own accord it does after 700, or 2,000 in later versions."""


def _stop(signum: int, _frame: object) -> None:
    """End as by an error, so that no half of a file and no process is left."""
    sys.exit(128 + signum)


@contextmanager
def _stopping() -> Iterator[None]:
    """End by :func:`_stop` what a signal would kill; other programs that call the command get their handlers back."""
    if threading.current_thread() is not threading.main_thread():  # to which signals go
        yield
        return
    before = {signal.SIGTERM: signal.getsignal(signal.SIGTERM)}
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is ignored, and stays so
        before[signal.SIGINT] = signal.default_int_handler
    for signum in before:
        signal.signal(signum, _stop)
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for cycles of garbage less often: tables of some hundred thousand entries are read, and none is garbage."""
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _LazyGroup(Command, click.Group):
    """A group whose arguments, where they do not begin with a command, are those of ``fix``."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:
        """Run the command that the arguments name, or those that the program was given.

        Where what it prints finds no room, that is told as any other error is.
        """
        given = sys.argv[1:] if args is None else list(args)
        with speak(given), _stopping(), _collecting_seldom():
            try:
                return super().main(given, *more, **options)
            except OSError as error:
                if error.filename is not None:
                    raise
                lost = lose_output(error)
                lost.show()
                sys.exit(lost.exit_code)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"zhfix.cli.{name}"), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:  # a shell asks what may stand here
            return super().parse_args(ctx, args)
        own = {"--version", "--help", "-h"}
        if not args and not sys.stdin.isatty():  # at the end of a pipe
            args = ["fix"]
        word = next(iter(args[skip_language(args) :]), "")
        if args and word not in COMMANDS and word not in own:
            self._check_spelling(ctx, word)
            args = ["fix", *args]
        return super().parse_args(ctx, args)

    def _check_spelling(self, ctx: click.Context, word: str) -> None:
        """Tell a mistyped command from a file: there is no such file, and there is such a command, nearly."""
        import difflib

        close = difflib.get_close_matches(word, COMMANDS, n=1)
        if close and not os.path.exists(word):  # noqa: PTH110  # the word may be no path at all
            error = refuse("cli.mistyped", word=repr(word), close=repr(close[0]))
            error.ctx = ctx
            raise error


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    examples=(
        ("zhfix page.txt > repaired.txt", "repair one file"),
        ("zhfix fix -i docs", "repair all files below a directory"),
        ("zhfix check docs", "list what is damaged, and where"),
        ("zhfix encoding old.txt", "tell which encoding a file is in"),
    ),
)
@language_option
@click.version_option(zhfix.__version__, prog_name="zhfix", message="%(prog)s %(version)s")
def main() -> None:
    """Detect and repair corrupted Chinese text.

    `zhfix FILE` is short for `zhfix fix FILE`.  Commands read standard input where no FILE is named, or FILE is -.
    RULES are ids (quotes.rebalance_quotes), function names or families (quotes), separated by commas.
    """
    prepare_streams()
