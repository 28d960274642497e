"""Edits: what every repair is made of, and the arithmetic that keeps them true.

An :class:`Edit` says which span of a text is replaced by what, by which rule, how surely and why.  Rules produce
edits; text is only ever changed by :func:`apply_edits`.  A list of edits is *sound* for a text when

* it is sorted and the spans are disjoint (two insertions at one place are not: join them),
* ``text[edit.start:edit.end] == edit.before`` for each,
* none is a no-op (``before != after``).

Positions are indexes into the ``str``, in code points, as Python counts them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from math import prod
from operator import itemgetter
from typing import NamedTuple

from zhfix.errors import EditError
from zhfix.messages import join_reasons

Span = tuple[int, int]

MAX_ALTERNATIVES = 4
"""How many alternatives a joined edit keeps: a list to choose from, not every combination of its members'."""


class Edit(NamedTuple):
    """One replacement in a text.

    `start` and `end` are indexes into the text that the edit was made for; `before` is what stands there and
    `after` what replaces it.  `rule` is the id of the rule (``family.function``).  `confidence` lies in 0..1: of edits
    reported at p or more, at least the share p is meant to be right.  `alternatives` are other readings of the same
    span, likeliest first; where there are any, characters of `after` were inferred and not just read.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    confidence: float = 1.0
    reason: str = ""
    alternatives: tuple[str, ...] = ()


class Finding(NamedTuple):
    """Damage that was seen, repairable or not.

    `severity` is ``"error"`` (text is wrong or lost), ``"warning"`` (very likely wrong) or ``"info"`` (worth a look).
    `fixable` is true where the preset that was asked would repair it.  `lost` estimates how many characters of the
    original are gone for good.
    """

    start: int
    end: int
    rule: str
    severity: str
    reason: str
    fixable: bool = False
    lost: int = 0


def check_edits(text: str, edits: Sequence[Edit]) -> None:
    """Raise :class:`EditError` unless `edits` are sound for `text`.

    >>> check_edits("甲乙", [Edit(0, 1, "乙", "丙", "my.rule")])
    Traceback (most recent call last):
        ...
    zhfix.errors.EditError: edit 0 (my.rule) expects '乙' at 0:1, where the text has '甲'
    """
    at, inserted = 0, False  # where the edit before this one ended, and whether it was an insertion
    for i, edit in enumerate(edits):
        name = f"edit {i} ({edit.rule})"
        if not at <= edit.start <= edit.end <= len(text):
            raise EditError(f"{name} spans {edit.start}:{edit.end}, outside {at}:{len(text)} or out of order")
        if inserted and edit.start == edit.end == at:
            raise EditError(f"{name} and the one before it both insert at {at}: join them")
        if text[edit.start : edit.end] != edit.before:
            found = text[edit.start : edit.end]
            raise EditError(f"{name} expects {edit.before!r} at {edit.start}:{edit.end}, where the text has {found!r}")
        if edit.before == edit.after:
            raise EditError(f"{name} at {edit.start}:{edit.end} changes nothing")
        at, inserted = edit.end, edit.start == edit.end


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with every edit made; the same object where there is none.

    Raises :class:`EditError` where the edits are not sound for the text.

    >>> apply_edits("服務(wù)", [Edit(2, 6, "(wù)", "", "annotation.strip_pinyin")])
    '服務'
    """
    if not edits:
        return text
    check_edits(text, edits)
    return _patch(text, edits, 0)


def invert_edits(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that undo `edits`, in the coordinates of the text they produce.

    >>> made = [Edit(1, 2, "錒", "", "my.rule")]
    >>> apply_edits(apply_edits("甲錒乙", made), invert_edits(made))
    '甲錒乙'
    """
    inverse = []
    for (start, _), group in groupby(_turn(edits), itemgetter(0, 1)):
        members = list(group)
        if len(members) == 1:
            inverse.append(members[0]._replace(alternatives=()))
        else:  # deletions side by side are undone by one insertion
            inverse.append(_merge(start, "", "".join(edit.after for edit in members), members))
    return inverse


def compose_edits(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Compose two sound lists of edits, `second` being for the text that `first` produces.

    The result is sound for the text that `first` is for.  A later edit that falls inside or touches an earlier
    replacement joins it: one edit over the union of the spans, with the earlier one's rule, both reasons, the product
    of the confidences, and the alternatives of each where they still fit.  What becomes a no-op by that is dropped.

    >>> first = [Edit(0, 1, "a", "bc", "one.rule", 0.9, "first")]
    >>> compose_edits(first, [Edit(1, 3, "cx", "d", "two.rule", 0.5, "then")]) == [
    ...     Edit(0, 2, "ax", "bd", "one.rule", 0.45, "first; then")
    ... ]
    True
    """
    if not first or not second:
        return list(first or second)
    composed: list[Edit] = []
    shift = 0  # how much longer than the input the middle text is, up to here
    for earlier, later in _clusters(_turn(first), second):
        members = [*earlier, *later]
        start = min(edit.start for edit in members)
        middle = _rebuild_span(start, members)
        before, after = _patch(middle, earlier, start), _patch(middle, later, start)
        source = start - shift
        if len(members) == 1:
            composed.append(members[0]._replace(start=source, end=source + len(before), before=before, after=after))
        elif before != after:
            others = dict.fromkeys(_alternatives(middle, start, earlier, later))
            others.pop(after, None)
            composed.append(_merge(source, before, after, members, tuple(islice(others, MAX_ALTERNATIVES))))
        shift += len(middle) - len(before)
    return composed


def _turn(edits: Sequence[Edit]) -> list[Edit]:
    """Turn each edit about: its place is in the text produced, `before` what it put there, `after` what was there."""
    turned, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        turned.append(edit._replace(start=start, end=start + len(edit.after), before=edit.after, after=edit.before))
        shift += len(edit.after) - len(edit.before)
    return turned


def _clusters(earlier: Sequence[Edit], later: Sequence[Edit]) -> Iterator[tuple[Sequence[Edit], Sequence[Edit]]]:
    """Group edits of two lists for one text where one of the first touches one of the second, in order.

    Edits of the same list never draw each other in, however close they lie.
    """
    i = j = 0
    while i < len(earlier) or j < len(later):
        i0, j0 = i, j
        if j == len(later) or (i < len(earlier) and earlier[i].end < later[j].start):
            i += 1
        elif i == len(earlier) or later[j].end < earlier[i].start:
            j += 1
        else:
            i, j = i + 1, j + 1
            while True:
                if i < len(earlier) and earlier[i].start <= later[j - 1].end:
                    i += 1
                elif j < len(later) and later[j].start <= earlier[i - 1].end:
                    j += 1
                else:
                    break
        yield earlier[i0:i], later[j0:j]


def _rebuild_span(start: int, edits: Sequence[Edit]) -> str:
    """Return what stands in the span that `edits` cover between them, as their `before` tells it."""
    chars = [""] * (max(edit.end for edit in edits) - start)
    for edit in edits:
        chars[edit.start - start : edit.end - start] = edit.before
    return "".join(chars)


def _patch(text: str, edits: Sequence[Edit], origin: int) -> str:
    """Make edits whose positions count from `origin`, unchecked."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += text[at : edit.start - origin], edit.after
        at = edit.end - origin
    parts.append(text[at:])
    return "".join(parts)


def _merge(start: int, before: str, after: str, members: Sequence[Edit], alternatives: tuple[str, ...] = ()) -> Edit:
    """Return one edit for what `members` did together, the first of them giving its rule."""
    confidence = round(prod(edit.confidence for edit in members), 6)
    reason = join_reasons(edit.reason for edit in members)
    return Edit(start, start + len(before), before, after, members[0].rule, confidence, reason, alternatives)


def _alternatives(middle: str, origin: int, earlier: Sequence[Edit], later: Sequence[Edit]) -> Iterator[str]:
    """Yield other readings of a joined span: each alternative of a member, with the other members' decisions kept.

    A later edit inside what an earlier alternative replaces has no place in it and is left out.
    """
    budget = MAX_ALTERNATIVES + 1  # one of them may turn out to be what was chosen
    for edit in islice((e for e in earlier if e.alternatives), budget):
        kept = [e for e in later if e.end <= edit.start or e.start >= edit.end]
        # `earlier` is turned about: the alternatives are for what it put in the middle text, which stands in `before`.
        for other in edit.alternatives[:budget]:
            yield _patch(middle, sorted([*kept, edit._replace(after=other)], key=itemgetter(0, 1)), origin)
    for i, edit in islice(((i, e) for i, e in enumerate(later) if e.alternatives), budget):
        for other in edit.alternatives[:budget]:
            yield _patch(middle, [*later[:i], edit._replace(after=other), *later[i + 1 :]], origin)


class Mapping:
    """Where spans of a text lie after edits, and the reverse.

    A place inside a replaced span maps to the whole replacement, since nobody can say which part became which.

    >>> mapping = Mapping([Edit(2, 6, "(wù)", "", "annotation.strip_pinyin")])
    >>> mapping.to_output((0, 7)), mapping.to_source((2, 3))
    ((0, 3), (6, 7))
    """

    __slots__ = ("_after", "_before")

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._before = [(e.start, e.end) for e in edits]
        self._after = [(e.start, e.end) for e in _turn(edits)]

    def to_output(self, span: Span) -> Span:
        """Return the span of the output that `span` of the source became."""
        return _map_span(span, self._before, self._after)

    def to_source(self, span: Span) -> Span:
        """Return the span of the source that became `span` of the output."""
        return _map_span(span, self._after, self._before)


def _map_span(span: Span, ours: list[Span], theirs: list[Span]) -> Span:
    start, end = span
    if not 0 <= start <= end:
        raise EditError(f"{start}:{end} is no span: it must have 0 <= start <= end")
    edges = _map_start(start, ours, theirs), _map_end(end, ours, theirs)
    return min(edges), max(edges)


def _map_start(at: int, ours: list[Span], theirs: list[Span]) -> int:
    """Map the start of a span: what was inserted right there stays before it."""
    k = bisect_right(ours, at, key=_END)
    if k < len(ours) and ours[k][0] < at:
        return theirs[k][0]
    return at - ours[k - 1][1] + theirs[k - 1][1] if k else at


def _map_end(at: int, ours: list[Span], theirs: list[Span]) -> int:
    """Map the end of a span: what was inserted right there stays behind it."""
    k = bisect_left(ours, at, key=_END)
    if k < len(ours) and ours[k][0] < at:
        if at < ours[k][1]:
            return theirs[k][1]
        k += 1
    return at - ours[k - 1][1] + theirs[k - 1][1] if k else at


_END = itemgetter(1)
