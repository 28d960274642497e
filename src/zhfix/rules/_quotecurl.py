"""Straight quotation marks in Chinese paragraphs that have no others, and which way each of them points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from zhfix.patterns import HAN
from zhfix.rules._quotemarks import CLOSER, INNER, Mark, find_straight_marks
from zhfix.rules._quotepairs import Pairing, pair_marks

_MOST_MARKS = 2_000  # of one paragraph: no prose has more
_APOSTROPHE = 0.5  # the cost of holding a mark for a sign for inches; nothing is amiss then


class Curl(NamedTuple):
    """A straight mark and the directed one that it stands for."""

    start: int
    end: int
    after: str


@cache
def _single() -> re.Pattern[str]:
    """A straight single mark that is neither an apostrophe inside a word nor a sign for minutes between figures."""
    return re.compile("(?<![A-Za-z0-9'])'(?!')|(?<!')'(?![A-Za-z0-9'])")


def _pair_single(paragraph: str) -> list[tuple[int, int]]:
    """Return the places of straight single marks around Chinese, as pairs; none where they do not all pair.

    They are paired in their order, and not by what stands beside one of them: in `'80年代'和'早'` figures and a
    particle stand where elsewhere words do.
    """
    places = [match.start() for match in _single().finditer(paragraph)]
    pairs = list(zip(places[::2], places[1::2], strict=False))
    if len(places) % 2 or not all(_is_pair(paragraph, *pair) for pair in pairs):
        return []
    return [(start, end) for start, end in pairs if _has_han().search(paragraph, start, end)]


def _is_pair(paragraph: str, start: int, end: int) -> bool:
    """Return whether two straight single marks may hold a quotation between them."""
    inner = paragraph[start + 1 : end]
    outside = paragraph[start - 1 : start] if start else "", paragraph[end + 1 : end + 2]
    return (
        0 < len(inner) <= _LONGEST
        and inner == inner.strip()
        and inner[0] not in _CLOSING
        and not any(char.isascii() and char.isalnum() for char in outside)
    )


_LONGEST = 60
"""Characters of a quotation in single marks."""
_CLOSING = "，。！？；：、,.!?;:）》)”"


@cache
def _has_han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


def curl_paragraph(paragraph: str, outer: str) -> tuple[list[Curl], Mark | None]:
    r"""Return the directed marks of a paragraph for its straight ones, and the first mark that has no partner.

    `outer` is the opening mark of the document's convention.  Where a mark has no partner none is directed.

    >>> curl_paragraph("'早'和\"晚\"", "“")[0] == [
    ...     Curl(0, 1, "‘"), Curl(2, 3, "’"), Curl(4, 5, "“"), Curl(6, 7, "”")
    ... ]
    True
    """
    curls: list[Curl] = []
    marks = find_straight_marks(paragraph)
    if len(marks) > _MOST_MARKS:
        return [], marks[0]
    if marks:
        pairing = pair_marks(marks)
        lone = _find_lone(marks, pairing)
        if lone is not None:
            return [], lone
        curls += _direct(marks, pairing, outer)
    if "'" in paragraph and (curls or '"' not in paragraph):
        inner = INNER[outer]
        for start, end in _pair_single(paragraph):
            curls.append(Curl(start, start + 1, inner))
            curls.append(Curl(end, end + 1, CLOSER[inner]))
    return sorted(curls), None


def _find_lone(marks: Sequence[Mark], pairing: Pairing) -> Mark | None:
    """Return the first mark that should have a partner and has none."""
    for mark, step, partner in zip(marks, pairing.steps, pairing.partner, strict=True):
        if step.lost or (partner < 0 and (step.role != "none" or mark.skip > _APOSTROPHE)):
            return mark
    return None


def _direct(marks: Sequence[Mark], pairing: Pairing, outer: str) -> list[Curl]:
    """Return the marks of each pair as those of its depth."""
    curls: list[Curl] = []
    within: list[str] = []
    for mark, step in zip(marks, pairing.steps, strict=True):
        if step.role == "open":
            within.append(INNER[within[-1]] if within else outer)
            curls.append(Curl(mark.start, mark.end, within[-1]))
        elif step.role == "close":
            curls.append(Curl(mark.start, mark.end, CLOSER[within.pop()]))
    return curls


def prefers_corners(sample: str) -> bool:
    """Tell whether a document quotes with 「 rather than with “."""
    return sample.count("「") > sample.count("“")
