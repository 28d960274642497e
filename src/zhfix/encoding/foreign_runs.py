"""What changed between a line and the line repaired, one change for a damaged run.

Undoing a misread code page changes no letter, digit or mark of ASCII, and none goes or comes: they are the same
characters in the same order on both sides, so what lies between two of them became what lies between the same two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

EAST_ASIAN = "\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U00020000-\U0003ffff"
"""Ideographs, kana, Hangul and their marks, for the inside of a regular expression's class."""


class Change(NamedTuple):
    """``line[start:end]`` became `after`."""

    start: int
    end: int
    after: str


def find_changes(before: str, after: str) -> list[Change]:
    """Return the changes that turn `before` into `after`; none where they do not have the same ASCII in them.

    >>> find_changes("cafÃ© ZoÃ«", "café Zoë")
    [Change(start=3, end=5, after='é'), Change(start=8, end=10, after='ë')]
    >>> find_changes("cafe", "case")
    []
    """
    for pattern in (_anchor(east_asian=True), _anchor(east_asian=False)):
        ours, theirs = list(pattern.finditer(before)), list(pattern.finditer(after))
        if [match[0] for match in ours] == [match[0] for match in theirs]:
            return list(_compare_gaps(before, after, ours, theirs))
    return []


@cache
def _anchor(*, east_asian: bool) -> re.Pattern[str]:
    """Return what stays as it is: ASCII but blanks and question marks, which may stand for lost bytes."""
    return re.compile(f"[!->@-~{EAST_ASIAN if east_asian else ''}]")


def _compare_gaps(before: str, after: str, ours: list[re.Match[str]], theirs: list[re.Match[str]]) -> Iterator[Change]:
    at, other = 0, 0
    edges = [(*mine.span(), *its.span()) for mine, its in zip(ours, theirs, strict=True)]
    for start, end, its_start, its_end in [*edges, (len(before), len(before), len(after), len(after))]:
        if before[at:start] != after[other:its_start]:
            yield from _compare_words(before[at:start], after[other:its_start], at)
        at, other = end, its_end


def _compare_words(before: str, after: str, at: int) -> Iterator[Change]:
    """Yield the words that changed, where they are as many as before; else all of the gap."""
    words, others = before.split(" "), after.split(" ")
    if len(words) != len(others):
        words, others = [before], [after]
    for word, other in zip(words, others, strict=True):
        if word != other:
            yield _trim(Change(at, at + len(word), other), word)
        at += len(word) + 1


def _trim(change: Change, before: str) -> Change:
    """Leave out what is the same at the beginning and at the end: East Asian text, or anything beside single marks."""
    after = change.after
    start = _count_same(before, after)
    end = _count_same(before[start:][::-1], after[start:][::-1])
    return Change(change.start + start, change.end - end, after[start : len(after) - end])


def _count_same(before: str, after: str) -> int:
    """Return how many characters at the beginning are the same, and sure to be so."""
    count, one_by_one = 0, len(before) == len(after)
    for old, new in zip(before, after, strict=False):
        if old != new or not (one_by_one or is_east_asian(old)):
            break
        count += 1
    return count


def is_east_asian(text: str) -> bool:
    """Return whether `text` holds an ideograph, kana, Hangul, or a mark of theirs."""
    return _east_asian().search(text) is not None


@cache
def _east_asian() -> re.Pattern[str]:
    return re.compile(f"[{EAST_ASIAN}]")
