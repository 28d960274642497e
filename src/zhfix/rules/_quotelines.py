"""Which paragraphs of a text are Chinese and have quotation marks that do not pair; sound text costs one scan."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from zhfix.rules._quotemarks import CLOSER, OPENER

_NESTED = 4  # marks that are nested deeper are looked at one by one


class Line(NamedTuple):
    """A paragraph whose marks do not pair by themselves.

    `continued`: they do pair with those of the paragraphs around, so nothing is wrong.  `before_opener`: the next
    paragraph begins with an opening mark, as each paragraph of one long quotation does.
    """

    start: int
    end: int
    continued: bool
    before_opener: bool


@cache
def _skeleton() -> re.Pattern[str]:
    return re.compile('[“”‘’「」『』"`\n]')


@cache
def _left_over() -> re.Pattern[str]:
    return re.compile('[“”‘’「」『』"]|``')


@cache
def _cut() -> re.Pattern[str]:
    return re.compile("([”’」』]*)([“‘「『]*)")


def find_unsound(text: str) -> list[Line]:
    r"""Return the paragraphs whose marks do not pair as they stand; a paragraph is a line, less the blanks around it.

    >>> [(line.start, line.end) for line in find_unsound("“甲”\n“乙\n丙”“\n丁")]
    [(4, 6), (7, 10)]
    """
    marks = "".join(_skeleton().findall(text))
    bare = marks
    for _ in range(_NESTED):
        for opener, closer in CLOSER.items():
            bare = bare.replace(opener + closer, "")
    if not _left_over().search(bare):
        return []
    found: list[tuple[int, int, int, str]] = []
    first: list[str] = []  # the first character of each paragraph that is not blank
    start = 0
    for line, rest in zip(marks.split("\n"), bare.split("\n"), strict=True):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        stripped = text[start:end].strip()
        if rest and _left_over().search(rest) and line.strip('"`'):
            left = text.index(stripped, start)
            found.append((left, left + len(stripped), len(first), rest))
        if stripped:
            first.append(stripped[0])
        start = end + 1
    continued = _find_continued([rest for _, _, _, rest in found])
    return [
        Line(start, end, continued[i], nth + 1 < len(first) and first[nth + 1] in CLOSER)
        for i, (start, end, nth, _) in enumerate(found)
    ]


def _find_continued(rests: list[str]) -> list[bool]:
    """Tell which of the unsound paragraphs are sound together, given what is left over of each.

    Paragraphs belong together from one that leaves marks open up to one that leaves none; what one leaves open, the
    next unsound one must begin by closing.  They are left alone as a whole or not at all, so that a repair of one
    cannot part them.
    """
    continued = [False] * len(rests)
    begin, open_marks = 0, ""
    for i, rest in enumerate(rests):
        match = _cut().fullmatch(rest)
        closed = "".join(OPENER[closer] for closer in reversed(match[1])) if match else ""
        if match and open_marks and closed == open_marks:
            open_marks = match[2]
            if not open_marks:
                continued[begin : i + 1] = [True] * (i + 1 - begin)
        else:
            begin, open_marks = i, match[2] if match and not match[1] else ""
    return continued
