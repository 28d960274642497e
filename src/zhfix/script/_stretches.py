"""Stretches of a line that are in the other script throughout, such as a quotation or a title: they are no leaks.

The characters of a line that belong to one script make a chain of two states, the line's own script with leaks in it,
and the other one; to change costs least at quotation marks and brackets, and most inside a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import log
from typing import NamedTuple

from zhfix.edits import Span
from zhfix.script._page import STRAY, Page

AT_CLAUSE, INSIDE = 6.0, 12.0
"""What it costs to change between two scripts where a clause ends, and inside one, in nats."""
MOST_BEHIND = 12
"""Characters between the last sign of a stretch and the mark behind it at most."""
MOST_AT_QUOTE = 3.5
"""What it costs at most where a mark encloses: less on a page that has more quotations in the other script."""


class Sign(NamedTuple):
    """A character that belongs to one script only: where it stands and whether that is not the line's."""

    at: int
    is_other: bool


def find_stretches(line: str, signs: Sequence[Sign], page: Page) -> list[Span]:
    """Return the spans from first to last sign of each stretch in the other script."""
    if not any(sign.is_other for sign in signs):
        return []
    leaks, at_quote = page.leak_share(), min(MOST_AT_QUOTE, -log(page.others) / 2)
    leak, keep = log(leaks), log(1 - leaks)
    own, other, last = 0.0, -AT_CLAUSE, 0
    back: list[tuple[bool, bool]] = []  # for both states, whether the best way to here came from the other script
    for at, is_other in signs:
        cost = _cost(line[last:at], at_quote)
        back.append((other - cost > own, other > own - cost))
        own, other = (
            max(own, other - cost) + (leak if is_other else keep),
            max(other, own - cost) + log(1 - STRAY if is_other else STRAY),
        )
        last = at + 1
    closing = _cost(line[last:], at_quote)  # nothing has to change back where the line ends
    spans = _join(signs, back, other > own if closing == INSIDE else other - min(closing, at_quote) > own)
    return [(start, _find_end(line, end)) for start, end in spans]


def _find_end(line: str, end: int) -> int:
    """Return where the words end that a stretch ends in: at the next mark."""
    mark = _marks().search(line, end, end + MOST_BEHIND)
    return mark.start() if mark else end


def _join(signs: Sequence[Sign], back: Sequence[tuple[bool, bool]], last_is_other: int) -> list[Span]:
    """Return the spans of the signs that the likeliest way passes in the other script, given where it ends."""
    states, state = [], bool(last_is_other)
    for sign, ways in zip(reversed(signs), reversed(back), strict=True):
        states.append((sign.at, state))
        state = ways[state]
    spans: list[Span] = []
    before = False
    for at, is_other in reversed(states):
        if is_other and before:
            spans[-1] = spans[-1][0], at + 1
        elif is_other:
            spans.append((at, at + 1))
        before = is_other
    return spans


def _cost(between: str, at_quote: float) -> float:
    marks = _marks().findall(between)
    if not marks:
        return INSIDE
    return at_quote if any(mark in _QUOTES for mark in marks) else AT_CLAUSE


_QUOTES = "“”‘’「」『』《》〈〉（）()【】[]\"'"


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(_QUOTES)}，。！？；：、,.!?;:/|\\s]")
