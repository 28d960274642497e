"""The likeliest pairing of a paragraph's quotation marks, and which of them are wrong or missing.

Marks are read from left to right; those that stand open are a stack.  Every step has a price, and the cheapest reading
wins: a mark is as it is written, or was turned round, or the mark of the other side is missing.  A paragraph may begin
and end inside a quotation.  It is a beam search over stacks of at most four marks: time is linear in their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zhfix.rules._quotemarks import CLOSER, INNER, NEVER, Mark

# Prices, chosen so that parity decides first (one mark turned is cheaper than two lost) and the neighbours second.
TURNED = 3.0
ALL_TURNED = 3.0  # all of a paragraph, by one cause: that costs as much as one
LOST = 4.0
CUT = 2.0  # the paragraph begins or ends inside a quotation
SAME_NESTED = 2.5  # “甲“乙”丙”: against the rules, and seen in public
MIXED = 3.5  # “甲」
HALF_STRAIGHT = 1.0  # “甲"
_LEAN = 0.5  # what the neighbours say counts half: they are not independent of each other
_DEPTH = 4
_BEAM = 12
_HOPELESS = 8.0  # a reading that is so much dearer than the best one so far is dropped

Stack = tuple[str, ...]
State = tuple[Stack, str]  # what stands open; the last quotation that began before the paragraph, or one of:
_ANY, _OVER = "", "over"


class Step(NamedTuple):
    """What became of one mark.

    `role` is ``"open"``, ``"close"`` or ``"none"`` (no quotation mark); `lost` says what is missing before it: nothing
    (``""``), the closing mark of what stood open (``"close"``), its own opening mark (``"open"``), or the beginning of
    the paragraph's first quotation, which is not here (``"cut"``).
    """

    role: str
    lost: str


_NONE, _OPEN, _CLOSE = Step("none", ""), Step("open", ""), Step("close", "")
_OPEN_AFTER_LOST, _CLOSE_AFTER_LOST = Step("open", "close"), Step("close", "close")
_CLOSE_LOST, _CLOSE_CUT = Step("close", "open"), Step("close", "cut")


class Pairing(NamedTuple):
    """One reading of the marks: a step for each, and the indexes of those that belong together (-1: none)."""

    steps: list[Step]
    partner: list[int]
    cost: float


def pair_marks(marks: Sequence[Mark]) -> Pairing:
    """Return the cheapest reading of `marks`.

    >>> from zhfix.rules._quotemarks import find_marks
    >>> pair_marks(find_marks("他说：”好的“")).partner
    [1, 0]
    >>> pair_marks(find_marks("”早“、”晚“都可以")).partner
    [1, 0, 3, 2]
    """
    pairing = _search(marks)
    if len(marks) >= _SEVERAL and [mark.opens for mark in marks] == [False, True] * (len(marks) // 2):
        turned = _search([mark._replace(opens=not mark.opens) for mark in marks])
        if -1 not in turned.partner and turned.cost + ALL_TURNED < pairing.cost:
            return turned
    return pairing


_SEVERAL = 4
"""Marks of which all may have been turned round by one cause: of two each is reckoned by itself."""


def _search(marks: Sequence[Mark]) -> Pairing:
    """Return the cheapest reading of marks, each reckoned by itself."""
    # what stands open, and the quotation that began before the paragraph -> cost, and the steps as a linked list
    states: dict[State, tuple[float, object]] = {((), _ANY): (0.0, None)}
    for mark in marks:
        after: dict[State, tuple[float, object]] = {}
        bound = min(cost for cost, _ in states.values()) + _HOPELESS
        for (stack, outside), (cost, path) in states.items():
            if cost > bound:
                continue
            for price, new_stack, new_outside, step in _steps(mark, stack, outside):
                total = cost + price
                known = after.get((new_stack, new_outside))
                if known is None or total < known[0]:
                    after[new_stack, new_outside] = (total, (path, step))
        states = after if len(after) <= _BEAM else dict(sorted(after.items(), key=_cost)[:_BEAM])
    (_, _), (cost, path) = min(states.items(), key=_final_cost)
    steps: list[Step] = []
    while isinstance(path, tuple):
        path, step = path
        steps.append(step)
    steps.reverse()
    return Pairing(steps, _partners(steps), cost)


def _cost(item: tuple[State, tuple[float, object]]) -> float:
    return item[1][0]


def _final_cost(item: tuple[State, tuple[float, object]]) -> float:
    return item[1][0] + CUT * len(item[0][0])


def _steps(mark: Mark, stack: Stack, outside: str) -> list[tuple[float, Stack, str, Step]]:
    """Return what `mark` can be in a state: (price, the state afterwards, step)."""
    family = mark.family
    steps: list[tuple[float, Stack, str, Step]] = []
    if mark.skip < NEVER:
        steps.append((mark.skip, stack, outside, _NONE))
    lean = mark.lean * _LEAN
    opening = (-lean if lean < 0 else 0.0) + (TURNED if mark.opens is False else 0.0)
    closing = (lean if lean > 0 else 0.0) + (TURNED if mark.opens is True else 0.0)
    if len(stack) < _DEPTH:
        steps.append((opening + _nesting(family, stack), (*stack, family), _OVER, _OPEN))
    if stack:
        rest = stack[:-1]
        steps.append((opening + LOST + _nesting(family, rest), (*rest, family), _OVER, _OPEN_AFTER_LOST))
        steps.append((closing + _mismatch(stack[-1], family), rest, _OVER, _CLOSE))
        steps.append((closing + LOST + _nesting(family, stack), stack, _OVER, _CLOSE_LOST))
        if len(stack) > 1:
            steps.append((closing + LOST + _mismatch(stack[-2], family), stack[:-2], _OVER, _CLOSE_AFTER_LOST))
    else:
        steps.append((closing + LOST, stack, _OVER, _CLOSE_LOST))
        if outside == _ANY or INNER.get(outside) == family:
            steps.append((closing + CUT, stack, family, _CLOSE_CUT))
    return steps


def _nesting(family: str, stack: Stack) -> float:
    """Return the price of opening a quotation inside those that stand open."""
    if not stack:
        return 0.0
    if family not in CLOSER or stack[-1] not in CLOSER:
        return SAME_NESTED / 2
    return 0.0 if INNER[family] == stack[-1] and family not in stack else SAME_NESTED


def _mismatch(opened: str, closed: str) -> float:
    """Return the price of closing a quotation with another kind of mark; straight and TeX marks go with all."""
    if opened == closed:
        return 0.0
    if opened not in CLOSER or closed not in CLOSER:
        return HALF_STRAIGHT
    return MIXED + (SAME_NESTED if INNER[opened] == closed else 0.0)


def _partners(steps: list[Step]) -> list[int]:
    partner = [-1] * len(steps)
    stack: list[int] = []
    for i, step in enumerate(steps):
        if step.role == "open":
            if step.lost == "close":
                stack.pop()
            stack.append(i)
        elif step.role == "close" and step.lost in ("", "close"):
            if step.lost == "close":
                stack.pop()
            partner[i] = stack.pop()
            partner[partner[i]] = i
    return partner
