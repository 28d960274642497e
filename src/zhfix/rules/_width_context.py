# ruff: noqa: RUF001 - fullwidth characters are what this module is about, and are meant where they stand
"""What stands around a mark: the nearest letters on either side, and what kind of line it is in.

A mark is judged by letters, never by the width of other marks, so that what a rule writes does not change how it judges
the rest: a second run finds nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zhfix.patterns import HAN, KANA, compile_in_lines

LATIN = "0-9A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u024f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
"""Letters and digits of Latin, fullwidth ones too."""
UNITS = "%°℃℉‰％"
CLOSERS = "”’」』》〉】〕）)\"'"
OPENERS = "“‘「『《〈【〔（("
MARKS = ",.;:!?~，。；：！？～、…"
MARKUP = "*`"
"""Signs of Markdown around words, emphasised or code."""
SEEN_THROUGH = MARKS + CLOSERS + OPENERS + " "
"""What a look for the nearest letter passes over."""


def is_han(char: str) -> bool:
    """Return whether `char` is an ideograph; the edge of a line, ``""``, is none."""
    return bool(char) and compile_in_lines(f"[{HAN}]").match(char) is not None


def is_latin(char: str) -> bool:
    """Return whether `char` is a Latin letter, a digit or a unit such as %."""
    return bool(char) and compile_in_lines(f"[{LATIN}{UNITS}]").match(char) is not None


class Line(NamedTuple):
    """A line of the text.

    It is `chinese` where Han outnumber words of Latin letters, `japanese` where kana are a tenth of it, `code` where it
    looks like a program or data, and a `row` where it is one of several lines with as many commas.
    """

    start: int
    end: int
    chinese: bool
    japanese: bool
    code: bool
    row: bool

    @property
    def prose(self) -> bool:
        """Return whether this is Chinese that a person reads."""
        return not (self.japanese or self.code)


class Lines:
    """The lines of a text, each looked at when first asked for, in order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = Line(0, -1, chinese=False, japanese=False, code=False, row=False)

    def at(self, place: int) -> Line:
        """Return the line that holds `place`; asked for in order, all of them cost one pass over the text."""
        if not self._line.start <= place <= self._line.end:
            self._line = self._look(place)
        return self._line

    def _look(self, place: int) -> Line:
        text = self._text
        start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
        end = len(text) if end < 0 else end
        line = text[start:end]
        han, kana = _count(f"[{HAN}]+", line), _count(f"[{KANA}]+", line)
        words = len(compile_in_lines("[A-Za-z]+").findall(line))
        return Line(
            start,
            end,
            chinese=han > 0 and han >= words,
            japanese=kana * 10 >= han + kana > 0,
            code=looks_like_code(line),
            row=self._is_row(line, start, end),
        )

    def _is_row(self, line: str, start: int, end: int) -> bool:
        """Return whether a neighbour has as many commas, at least two, and neither line is a sentence."""
        commas = _count_fields(line)
        if not commas:
            return False
        before = self._text[self._text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)] if start else ""
        stop = self._text.find("\n", end + 1)
        after = self._text[end + 1 : stop if stop >= 0 else len(self._text)]
        return commas in (_count_fields(before), _count_fields(after))


def _count(pattern: str, text: str) -> int:
    """Return of how many characters the matches of a pattern consist."""
    return sum(map(len, compile_in_lines(pattern).findall(text)))


def _count_fields(line: str) -> int:
    """Return how many commas part the fields of a line of a table, 0 where it is none."""
    commas = line.count(",")
    stripped = line.strip()
    if commas < 2 or len(line) > _LONGEST_FIELD * (commas + 1) or stripped[-1:] in (",", ".", ";", ":"):
        return 0
    return 0 if compile_in_lines("[。！？!?、，]").search(line) else commas


_LONGEST_FIELD = 24
"""How long the fields of a table are at most, on average."""

_CODE = (
    r"""=\s*["'\[({]|=>|->|&&|\|\||[A-Za-z0-9_][(（]["'][^"'\n]*["'][)）]|[A-Za-z0-9_][(（][)）]\s*[;；{]|^\s*[\w.]+\s*[-+*/]?=\s"""
    r"""|^\s*(?:import|from|def|class|return|var|let|const|public|private|static|void|int|#include|SELECT|INSERT)\s+[\w<*"']"""
    r"""|"[^"\n]*"\s*[:：]\s*["\[{\d]"""
    r"""|-\{[^\n]*\bzh(?:-[a-z]+)?\s*:"""  # markup of a wiki that is not whole
)


def looks_like_code(line: str) -> bool:
    """Return whether a line is of a program or of data: its Chinese stands in strings, or it assigns and calls.

    >>> looks_like_code('print("完成,退出")'), looks_like_code('{"姓名": "甲", "年齡": 3}')
    (True, True)
    >>> looks_like_code("完成,退出(甲)")
    False
    """
    if "<" in line:  # what tags hold is protected, and says nothing of what stands between them
        line = compile_in_lines(r"</?[A-Za-z][^<>]*>").sub("", line)
    if not compile_in_lines(r"[=\"'{}&|/>]|[(（][)）]|^\s*[a-zA-Z#]").search(line):
        return False
    if compile_in_lines(_CODE).search(line) or _is_record(line):
        return True
    bare = compile_in_lines(r"\"[^\"\n]*\"|'[^'\n]*'").sub("", line)
    return len(bare) < len(line) and _count(f"[{HAN}]+", bare) == 0 and _count("[A-Za-z]+", bare) > 0


def _is_record(line: str) -> bool:
    """Return whether a line is of names and values throughout, ``id: 5, 名稱: 甲``, with a Latin name among them."""
    return (
        compile_in_lines(_RECORD).fullmatch(line) is not None
        and compile_in_lines(r"(?:^|[,;])\s*[A-Za-z_][\w.\-]*[ ]?[:=]").search(line) is not None
    )


_FIELD = r"[ ]{0,4}[\w.\-]{1,32}[ ]?[:=][^,;:=，；：。！？\n]{1,40}"
_RECORD = f"{_FIELD}(?:[,;]{_FIELD})+[.;]?\\s*"


class Run(NamedTuple):
    """A stretch of marks, brackets, quotation marks and blanks, and the characters on either side within the line."""

    start: int
    end: int
    before: str
    after: str


class Runs:
    """The stretches that marks stand in, each measured once."""

    def __init__(self, text: str, others: str = "") -> None:
        """`others` are characters to see through beside :data:`SEEN_THROUGH`."""
        self._text = text
        self._run = Run(0, 0, "", "")
        self._members = frozenset(SEEN_THROUGH + others)
        self._step = compile_in_lines(f"[{re.escape(SEEN_THROUGH + others)}]*").match

    def at(self, place: int) -> Run:
        """Return the run that holds the mark at `place`; asked for in order, all cost one pass."""
        if not self._run.start <= place < self._run.end:
            text, start = self._text, place
            floor = self._run.end
            while start > floor and text[start - 1] in self._members:
                start -= 1
            found = self._step(text, place)
            assert found is not None  # the pattern matches nothing at all, too
            end = max(found.end(), place + 1)
            self._run = Run(start, end, _letter(text, start - 1), _letter(text, end))
        return self._run


def _letter(text: str, at: int) -> str:
    """Return the character at a place, ``""`` at the edge of a line."""
    char = text[at] if 0 <= at < len(text) else ""
    return "" if char in "\n\r" else char
