"""Help in the user's language, wrapped by the columns that a terminal shows it in.

What a command and its options say is written in English where they are, and is looked up in the catalogue of gettext
when it is shown: a paragraph with single blanks between its words, an option's help, what an example does.
"""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext
from typing import Any
from unicodedata import east_asian_width

import click

_KEPT = "\b\n"
"""What a paragraph begins with that click is not to wrap."""
_CLOSERS, _OPENERS = "，。、；：！？）」”》…", "（「“《"
"""Marks that begin no line, and those that end none."""


class _Formatter(click.HelpFormatter):
    """Wraps text with wide characters, of which the last words are no words to click, and their widths one column."""

    def write_text(self, text: str) -> None:
        width = self.width - self.current_indent
        super().write_text("\n\n".join(_wrap_paragraph(part, width) for part in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        longest = max((len(term) for term, _ in rows), default=0)
        width = self.width - self.current_indent - min(longest, col_max) - col_spacing
        super().write_dl([(term, _wrap_paragraph(text, width)) for term, text in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help ends with `examples`, commands and what each does, and is in the user's language."""

    context_class = _Context

    def __init__(self, *args: Any, examples: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.examples = tuple(examples)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        shown = copy.copy(self)
        shown.help = "\n\n".join(map(gettext, _list_paragraphs(self.help)))
        super(Command, shown).format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the options are."""
        shown = copy.copy(self)
        shown.params = [_translate_option(each) if isinstance(each, click.Option) else each for each in self.params]
        super(Command, shown).format_options(ctx, formatter)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        width = max((len(command) for command, _ in self.examples), default=0)
        lines = [f"  {command:{width}}  {gettext(what)}" for command, what in self.examples]
        if lines:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text("\n".join(("\b", gettext("Examples:"), *lines)))

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help; in Chinese all of it, as click would cut it off at a blank."""
        first = next(_list_paragraphs(self.help), "")
        shown = gettext(first)
        return super().get_short_help_str(limit) if shown == first else re.split("(?<=[。；])", shown)[0].rstrip("。；")


def _list_paragraphs(text: str | None) -> Iterator[str]:
    """Yield the paragraphs of a docstring as they are in the catalogue."""
    for paragraph in inspect.cleandoc(text or "").split("\n\n"):
        yield " ".join(paragraph.split())


def _translate_option(option: click.Option) -> click.Option:
    shown = copy.copy(option)
    shown.help = option.help and gettext(option.help)
    return shown


def _wrap_paragraph(text: str, width: int) -> str:
    """Return a paragraph that click is not to wrap, if it has wide characters; else as it is."""
    if text.startswith("\b") or _count_columns(text) == len(text):
        return text
    return _KEPT + "\n".join(wrap_wide(text, width))


def wrap_wide(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns, by one mark more where that would begin a line.

    >>> wrap_wide("修复每个 FILE 并输出，换行符保持原样。", 16)
    ['修复每个 FILE 并', '输出，换行符保持', '原样。']
    """
    lines: list[str] = []
    line = ""
    for token in re.findall(r"[!-~]+|\s+|.", text):
        if _count_columns(line) + _count_columns(token) <= width or token.isspace() or token in _CLOSERS:
            line += token
            continue
        kept = line.rstrip(f"{_OPENERS} ")
        if kept:
            lines.append(kept)
        line = line[len(kept) :].strip() + token
    return [*lines, line.rstrip()]


def _count_columns(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
