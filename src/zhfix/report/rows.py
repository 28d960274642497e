r"""A text before and after its repair, line by line beside each other, in time that is linear in its length.

>>> from zhfix.edits import Edit
>>> source = "一\n" * 99 + "務(wù)二\n"
>>> hunks = list(cut_hunks(source, (Edit(199, 203, "(wù)", "", "my.rule"),), context=1))
>>> [(hunk.lines, [row.line for row in hunk.rows]) for hunk in hunks]
[(98, [99, 100])]
>>> hunks[0].rows[1].old
(Piece(text='務', edit=-1), Piece(text='(wù)', edit=0), Piece(text='二', edit=-1))
>>> hunks[0].rows[1].new
(Piece(text='務', edit=-1), Piece(text='', edit=0), Piece(text='二', edit=-1))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhfix.edits import Edit
from zhfix.excerpts import CONTEXT, NEAR

ROW = 400
"""Characters from which on a row ends between two edits: text without line feeds would be one row of any length."""
LONGEST = 2_000
"""Characters of one edit that are shown, half of them at either end; the rest is counted."""
SHORTEST = 60
"""Characters below which nothing is left out between two edits: to say so would take as much room."""


class Piece(NamedTuple):
    """Text that an edit of that number made or removed, or sound text, whose number is -1."""

    text: str
    edit: int


class Row(NamedTuple):
    """A stretch of text before and after: a line, where no edit joined or split lines, or a part of a long one.

    `line` is the number of the line of the original that begins with it, from 1 on; 0 where a line goes on.
    """

    line: int
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


class Hunk(NamedTuple):
    """Rows that follow one another, behind so many `lines`, or `characters` of one line, that are left out."""

    lines: int
    characters: int
    rows: list[Row]


class _Writer:
    """Takes text and edits in order, and has the rows that they make."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._line = 1
        self._begins = True  # whether what comes next begins a line
        self._start = 1
        self._old: list[Piece] = []
        self._new: list[Piece] = []
        self._length = 0

    def keep(self, text: str) -> None:
        """Take sound text."""
        at = 0
        while at < len(text):
            line_end = text.find("\n", at) + 1 or len(text)
            end = min(line_end, at + max(1, ROW - self._length))
            part = text[at:end]
            shown = part.removesuffix("\n").removesuffix("\r")
            self._add(Piece(shown, -1), Piece(shown, -1))
            self._pass(part)
            if part.endswith("\n") or self._length >= ROW:
                self.close()
            at = end

    def change(self, number: int, edit: Edit) -> None:
        """Take an edit."""
        self._add(Piece(clip(edit.before, LONGEST), number), Piece(clip(edit.after, LONGEST), number))
        self._pass(edit.before)
        if self._length >= ROW:
            self.close()

    def skip(self, text: str) -> None:
        """Leave sound text out."""
        self.close()
        self._pass(text)

    def close(self) -> None:
        """End the row, if anything is in it."""
        if self._old:
            self.rows.append(Row(self._start, tuple(self._old), tuple(self._new)))
        self._old, self._new, self._length = [], [], 0

    def _add(self, old: Piece, new: Piece) -> None:
        if not self._old:
            self._start = self._line if self._begins else 0
        self._old.append(old)
        self._new.append(new)
        self._length += max(len(old.text), len(new.text))

    def _pass(self, text: str) -> None:
        self._line += text.count("\n")
        if text:
            self._begins = text.endswith("\n")


def cut_hunks(source: str, edits: Sequence[Edit], context: int | None = CONTEXT) -> Iterator[Hunk]:
    """Yield what is to be shown of a text: its edits with `context` lines around them, or with None all of it.

    What is left out behind the last edit makes a hunk without rows.
    """
    writer = _Writer()
    at = lines = characters = 0
    for number in range(len(edits) + 1):
        end = edits[number].start if number < len(edits) else len(source)
        text = source[at:end]
        head = _find_head(text, context) if number else 0
        tail = _find_tail(text, context) if number < len(edits) else len(text)
        if context is None or tail - head < SHORTEST:
            writer.keep(text)
        else:
            writer.keep(text[:head])
            left_out = text[head:tail]
            writer.skip(left_out)
            if writer.rows or lines or characters:
                yield Hunk(lines, characters, writer.rows)
            writer.rows = []
            lines, characters = left_out.count("\n"), len(left_out)
            writer.keep(text[tail:])
        if number < len(edits):
            writer.change(number, edits[number])
            at = edits[number].end
    writer.close()
    if writer.rows or lines or characters:
        yield Hunk(lines, characters, writer.rows)


def _find_head(text: str, context: int | None) -> int:
    """Return where that ends which is shown behind an edit: the rest of its line, and so many lines more."""
    if context is None:
        return len(text)
    window = text[: NEAR * (context + 1)]
    at = 0
    for _ in range(context + 1):
        end = window.find("\n", at) + 1
        if not end:
            return len(text) if window == text else at or NEAR
        at = end
    return at


def _find_tail(text: str, context: int | None) -> int:
    """Return where that begins which is shown before an edit: the line up to it, and so many lines more."""
    if context is None:
        return 0
    window = text[-NEAR * (context + 1) :]
    at = len(window)
    for _ in range(context + 1):
        end = window.rfind("\n", 0, at)
        if end < 0:
            if window == text:
                return 0
            return len(text) - (len(window) - at - 1 if at < len(window) else NEAR)
        at = end
    return len(text) - len(window) + at + 1


def clip(text: str, limit: int) -> str:
    """Return `text`, of which at most about `limit` characters are kept, half of them at either end.

    >>> clip("一二三四五六七八", 4)
    '一二 … (+4) … 七八'
    """
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]} … (+{len(text) - 2 * half:,}) … {text[-half:]}"
