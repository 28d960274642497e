"""What is printed, and how: nothing of a text reaches a terminal as a command to it."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any

import click

from zhfix.cli.language import LANGUAGE, find_locale
from zhfix.complaints import explain_error
from zhfix.messages import reason, translate
from zhfix.patterns import compile_pattern

# Controls of either set but line feed and tab, halves of surrogate pairs, and what turns the order of characters round.
_COMMANDS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"


def show_controls(text: str) -> str:
    r"""Return `text` with what a terminal would obey, or hide, as code points.

    >>> print(show_controls("紅\x1b[31m字"))
    紅<U+001B>[31m字
    """
    return compile_pattern(_COMMANDS).sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def say(text: str, *, err: bool = False, **style: Any) -> None:
    """Print a line in the user's language, without anything that a terminal would obey but its own `style`."""
    shown = show_controls(translate(text, find_language()))
    stream = sys.stderr if err else sys.stdout
    click.echo(click.style(shown, **style) if style and wants_colour(stream) else shown, err=err, color=True)


def complain(text: str) -> None:
    """Tell on standard error what is wrong; what follows goes on."""
    say(reason("cli.complaint", message=translate(text, find_language())), err=True, fg="red")


def refuse(key: str, kind: type[click.UsageError] = click.UsageError, **values: object) -> click.UsageError:
    """Return what to raise where the command was given wrongly: the message `key` in the user's language."""
    return kind(translate(reason(key, **values), find_language()))


def find_language() -> str:
    """Return the language of messages: that asked for, or else that of the environment."""
    context = click.get_current_context(silent=True)
    asked = None if context is None else context.find_root().meta.get(LANGUAGE)
    return str(asked) if asked else find_locale()


def wants_colour(stream: Any) -> bool:
    """Return whether to colour what is written to `stream`: as ``--color`` says, or else on a terminal."""
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(stream.isatty())


class FileError(click.ClickException):
    """What ends the command: one line, and exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Tell it on standard error, or in `file`."""
        if file is None:
            complain(self.message)
        else:
            super().show(file)

    def format_message(self) -> str:
        """Return it in the user's language."""
        return show_controls(translate(self.message, find_language()))


class Output:
    """Standard output for bytes of files: as they are to a file or a pipe, with controls shown to a terminal."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace") if sys.stdout.isatty() else None
        self._held = ""

    def write(self, data: bytes) -> None:
        """Write bytes; they may stop in the middle of a character."""
        if self._decoder is None:
            self._put(data)
            return
        text = self._held + self._decoder.decode(data)
        self._held = "\r" if text.endswith("\r") else ""  # a line feed may follow, and then it is half a line end
        self._put_text(text.removesuffix("\r"))

    def write_line(self, line: str, colour: str | None = None) -> None:
        """Write a line of text, with its line feed."""
        text = line.removesuffix("\n")
        if self._decoder is not None:
            text = show_controls(text.removesuffix("\r"))
        if colour is not None and wants_colour(sys.stdout):
            text = click.style(text, fg=colour)
        encoding = (sys.stdout.encoding or "utf-8") if self._decoder is not None else "utf-8"
        self._put(text.encode(encoding, "backslashreplace") + b"\n")

    def write_shown(self, text: str) -> None:
        """Write text in which code points stand for controls already, and all that are left are our own."""
        encoding = (sys.stdout.encoding or "utf-8") if self._decoder is not None else "utf-8"
        self._put(text.encode(encoding, "backslashreplace"))

    def finish(self) -> None:
        """Write what was held back."""
        if self._decoder is not None:
            self._put_text(self._held + self._decoder.decode(b"", final=True))
        try:
            sys.stdout.flush()
        except OSError as error:
            _refuse(error)

    def _put_text(self, text: str) -> None:
        shown = show_controls(text.replace("\r\n", "\n"))
        encoding = sys.stdout.encoding or "utf-8"
        self._put(shown.encode(encoding, "backslashreplace"))

    def _put(self, data: bytes) -> None:
        try:
            sys.stdout.buffer.write(data)
        except OSError as error:
            _refuse(error)


def _refuse(error: OSError) -> None:
    if error.errno == errno.EPIPE:
        raise error
    raise lose_output(error) from error


def lose_output(error: OSError) -> FileError:
    """Return what to tell where standard output cannot be written; what it still holds would fail again at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return FileError(reason("cli.cannot_print", why=explain_error(error)))


def prepare_streams() -> None:
    """Let a terminal that cannot show a character show its code point."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
