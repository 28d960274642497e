r"""What is wrong in a file, as problems with a line and a column: what ``zhfix check`` lists.

>>> from zhfix.edits import Edit
>>> result = Result("一\n務(wù)", "一\n務", (Edit(3, 7, "(wù)", "", "annotation.strip_pinyin", 0.99, "junk"),))
>>> [(problem.line, problem.column, problem.rule, problem.fixable) for problem in list_problems("a.txt", result)]
[(2, 2, 'annotation.strip_pinyin', True)]
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zhfix.edits import Mapping
from zhfix.encoding.encode import MARKED
from zhfix.filereading import Account
from zhfix.result import Result

SHOWN = 40
"""Characters of a stretch that are printed."""
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # categories that print as nothing or break lines
_WIDE = ("utf-16", "utf-32")  # units of two bytes and more: the line and the column of damaged ones are near it


class Problem(NamedTuple):
    """One place in a file; lines and columns are counted from 1, in characters, and the end is behind the last one.

    `severity` is as in :class:`~zhfix.edits.Finding`.  `change` is what a repair would make of it, two strings, or None
    where there is none.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    severity: str
    reason: str
    change: tuple[str, str] | None = None

    @property
    def fixable(self) -> bool:
        """Whether ``zhfix fix`` repairs it."""
        return self.change is not None


class Lines:
    """Line and column, counted from 1, of places in a text; lines end at line feeds."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def find(self, at: int) -> tuple[int, int]:
        """Return the line and the column of the character `at`."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def list_problems(path: str, result: Result) -> Iterator[Problem]:
    """Yield what is wrong in a text, repairable or not, in order of place."""
    lines = Lines(result.source)
    found = [(e.start, e.end, e.rule, "error", e.reason, (e.before, e.after)) for e in result.edits]
    left = [(f.start, f.end, f.rule, f.severity, f.reason, None) for f in result.findings]
    for start, end, rule, severity, why, change in sorted([*found, *left], key=lambda each: each[:3]):
        yield Problem(path, *lines.find(start), *lines.find(end), rule, severity, why, change)


def list_left(path: str, result: Result) -> Iterator[Problem]:
    """Yield what is still wrong once a text is repaired, where it then is."""
    lines, mapping = Lines(result.text), Mapping(result.edits)
    for finding in result.findings:
        start, end = mapping.to_output((finding.start, finding.end))
        yield Problem(path, *lines.find(start), *lines.find(end), finding.rule, finding.severity, finding.reason)


def list_byte_problems(path: str, account: Account) -> Iterator[Problem]:
    """Yield the places where damaged bytes were repaired; those that are no character are told as text that is lost."""
    source = bytes(account.source)
    for piece in account.pieces:
        for edit in piece.edits:
            if edit.rule == MARKED:
                continue
            codec = piece.encoding if not piece.encoding.startswith(_WIDE) else "utf-8"
            line = source.count(b"\n", 0, edit.start) + 1
            before = source[source.rfind(b"\n", 0, edit.start) + 1 : edit.start]
            column = len(_read(before, codec)) + 1
            change = (_read(edit.before, "ascii"), edit.after)
            yield Problem(path, line, column, line, column + len(edit.after), edit.rule, "error", edit.reason, change)


def _read(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "backslashreplace")
    except LookupError:  # one that Python does not have
        return data.decode("ascii", "backslashreplace")


def show(text: str) -> str:
    r"""Quote `text` on one line, with what cannot be seen written as code points.

    >>> show("中\u200b文\n")
    '"中<U+200B>文<U+000A>"'
    """
    cut = text if len(text) <= SHOWN else f"{text[: SHOWN // 2]}…{text[-SHOWN // 2 :]}"
    return '"' + "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in _INVISIBLE else c for c in cut) + '"'


def describe(problem: Problem, reason: str) -> str:
    """Return what to say of a problem, its `reason` being in the reader's language."""
    if problem.change is None:
        return reason
    return f"{show(problem.change[0])} -> {show(problem.change[1])}  {reason}".rstrip()


def keep_severe(problems: Iterable[Problem], *, info: bool) -> Iterator[Problem]:
    """Yield the problems that are certain or likely; with `info`, also those that are only worth a look."""
    return (problem for problem in problems if info or problem.severity != "info")
