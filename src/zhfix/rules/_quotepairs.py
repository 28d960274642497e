"""The likeliest pairing of a paragraph's quotation marks, and which of them are wrong or missing.

Marks are read from left to right; the marks that stand open are a stack.  Every step has a price, in nats, and the cheapest reading
wins: a mark is as it is written, or was turned round, or the mark of the other side is missing.  A paragraph may begin and
end inside a quotation.  It is a beam search over stacks of at most four marks, so time is linear in the number of marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhfix.rules._quotemarks import CLOSER, INNER, NEVER, Mark

# Prices, chosen so that parity decides first (one mark turned is cheaper than two lost) and the neighbours second.
TURNED = 3.0
LOST = 4.0
CUT = 2.0  # the paragraph begins or ends inside a quotation
SAME_NESTED = 2.5  # “甲“乙”丙”: against the rules, and seen in public
MIXED = 3.5  # “甲」
_LEAN = 0.5  # what the neighbours say counts half: they are not independent of each other
_DEPTH = 4
_BEAM = 12

Stack = tuple[str, ...]
State = tuple[Stack, str]  # what stands open; the last quotation that began before the paragraph, or one of:
_ANY, _OVER = "", "over"


class Step(NamedTuple):
    """What became of one mark.

    `role` is ``"open"``, ``"close"`` or ``"none"`` (no quotation mark); `lost` says what is missing before it: nothing
    (``""``), the closing mark of what stood open (``"close"``), its own opening mark (``"open"``), or the beginning of the
    paragraph's first quotation, which is not here (``"cut"``).
    """

    role: str
    lost: str


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
    """
    # what stands open, and the quotation that began before the paragraph -> cost, and the steps as a linked list
    states: dict[State, tuple[float, object]] = {((), _ANY): (0.0, None)}
    for mark in marks:
        after: dict[State, tuple[float, object]] = {}
        for (stack, outside), (cost, path) in states.items():
            for price, new_stack, new_outside, step in _steps(mark, stack, outside):
                key, total = (new_stack, new_outside), cost + price
                known = after.get(key)
                if known is None or total < known[0]:
                    after[key] = (total, (path, step))
        if len(after) > _BEAM:
            after = dict(sorted(after.items(), key=_cost)[:_BEAM])
        states = after
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


def _steps(mark: Mark, stack: Stack, outside: str) -> Iterator[tuple[float, Stack, str, Step]]:
    """Yield what `mark` can be in a state: (price, the state afterwards, step)."""
    if mark.skip < NEVER:
        yield mark.skip, stack, outside, Step("none", "")
    opening = max(0.0, -mark.lean * _LEAN) + (TURNED if mark.opens is False else 0.0)
    if len(stack) < _DEPTH:
        yield opening + _nesting(mark.family, stack), (*stack, mark.family), _OVER, Step("open", "")
    if stack:
        rest = stack[:-1]
        yield opening + LOST + _nesting(mark.family, rest), (*rest, mark.family), _OVER, Step("open", "close")
    closing = max(0.0, mark.lean * _LEAN) + (TURNED if mark.opens is True else 0.0)
    if stack:
        yield closing + _mismatch(stack[-1], mark.family), stack[:-1], _OVER, Step("close", "")
        yield closing + LOST + _nesting(mark.family, stack), stack, _OVER, Step("close", "open")
        if len(stack) > 1:
            yield closing + LOST + _mismatch(stack[-2], mark.family), stack[:-2], _OVER, Step("close", "close")
    else:
        yield closing + LOST, stack, _OVER, Step("close", "open")
        if outside == _ANY or INNER.get(outside) == mark.family:
            yield closing + CUT, stack, mark.family, Step("close", "cut")


def _nesting(family: str, stack: Stack) -> float:
    """Return the price of opening a quotation inside those that stand open."""
    if not stack:
        return 0.0
    if family not in CLOSER or stack[-1] not in CLOSER:
        return SAME_NESTED / 2
    return 0.0 if INNER[family] == stack[-1] and family not in stack else SAME_NESTED


def _mismatch(opened: str, closed: str) -> float:
    """Return the price of closing a quotation with another kind of mark; straight and TeX marks go with all."""
    if opened == closed or opened not in CLOSER or closed not in CLOSER:
        return 0.0
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
