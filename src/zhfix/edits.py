"""Edits: what every repair is made of, and the arithmetic that keeps them true.

An :class:`Edit` says which span of a text is replaced by what, by which rule, how surely and why.  Rules produce
edits; text is only ever changed by :func:`apply_edits`.  A list of edits is *sound* for a text when

* it is sorted and the spans are disjoint (two insertions at one place are not: join them),
* ``text[edit.start:edit.end] == edit.before`` for each,
* none is a no-op (``before != after``).

Positions are indexes into the ``str``, in code points, as Python counts them.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from zhfix.errors import EditError

Span = tuple[int, int]


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
    at = 0
    for i, edit in enumerate(edits):
        name = f"edit {i} ({edit.rule})"
        if not at <= edit.start <= edit.end <= len(text):
            raise EditError(f"{name} spans {edit.start}:{edit.end}, outside {at}:{len(text)} or out of order")
        if i and edit.start == edit.end == at and edits[i - 1].start == edits[i - 1].end == at:
            raise EditError(f"{name} and the one before it both insert at {at}: join them")
        if text[edit.start : edit.end] != edit.before:
            found = text[edit.start : edit.end]
            raise EditError(f"{name} expects {edit.before!r} at {edit.start}:{edit.end}, where the text has {found!r}")
        if edit.before == edit.after:
            raise EditError(f"{name} at {edit.start}:{edit.end} changes nothing")
        at = edit.end


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with every edit made; the same object where there is none.

    Raises :class:`EditError` where the edits are not sound for the text.

    >>> apply_edits("服務(wù)", [Edit(2, 6, "(wù)", "", "annotation.strip_pinyin")])
    '服務'
    """
    if not edits:
        return text
    check_edits(text, edits)
    parts, at = [], 0
    for edit in edits:
        parts += text[at : edit.start], edit.after
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def invert_edits(edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that undo `edits`, in the coordinates of the text they produce.

    >>> made = [Edit(1, 2, "錒", "", "my.rule")]
    >>> apply_edits(apply_edits("甲錒乙", made), invert_edits(made))
    '甲錒乙'
    """
    inverse, shift = [], 0
    for edit in edits:
        start = edit.start + shift
        inverse.append(edit._replace(start=start, end=start + len(edit.after), before=edit.after, after=edit.before))
        shift += len(edit.after) - len(edit.before)
    return inverse


def compose_edits(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Compose two sound lists of edits, `second` being for the text that `first` produces.

    The result is sound for the text that `first` is for.  A later edit that falls inside or touches an earlier
    replacement joins it: one edit over the union of the spans, with the earlier one's rule, both reasons and the product of
    the confidences.  What becomes a no-op by that is dropped.

    >>> first = [Edit(0, 1, "a", "bc", "one.rule", 0.9, "first")]
    >>> compose_edits(first, [Edit(1, 3, "cx", "d", "two.rule", 0.5, "then")])
    [Edit(start=0, end=2, before='ax', after='bd', rule='one.rule', confidence=0.45, reason='first; then', alternatives=())]
    """
    composed: list[Edit] = []
    earlier, later = list(first), list(second)
    i = j = 0
    shift = 0  # position in the middle text = position in the input + shift, for what lies after earlier[:i]
    while i < len(earlier) or j < len(later):
        if j == len(later) or (i < len(earlier) and earlier[i].start + shift + len(earlier[i].after) < later[j].start):
            composed.append(earlier[i])
            shift += len(earlier[i].after) - len(earlier[i].before)
            i += 1
        elif i == len(earlier) or later[j].end < earlier[i].start + shift:
            edit = later[j]
            composed.append(edit._replace(start=edit.start - shift, end=edit.end - shift))
            j += 1
        else:
            joined, i, j, shift = _join(earlier, later, i, j, shift)
            if joined.before != joined.after:
                composed.append(joined)
    return composed


def _join(earlier: list[Edit], later: list[Edit], i: int, j: int, shift: int) -> tuple[Edit, int, int, int]:
    """Merge the cluster of edits that touch one another, beginning with earlier[i] and later[j]."""
    start = min(earlier[i].start + shift, later[j].start)  # in the middle text
    source, i0, j0 = start - shift, i, j
    end = start
    while True:
        if i < len(earlier) and earlier[i].start + shift <= end:
            shift += len(earlier[i].after) - len(earlier[i].before)
            end = max(end, earlier[i].end + shift)
            i += 1
        elif j < len(later) and later[j].start <= end:
            end = max(end, later[j].end)
            j += 1
        else:
            break
    # Rebuild both sides of the union: the middle text is known wherever an edit tells it, and unchanged elsewhere
    # means that one of the two lists covers it, since the cluster is connected.
    before, middle = _rebuild_middle(earlier[i0:i], later[j0:j], source, end - shift, start)
    after = _patch(middle, later[j0:j], start)
    members: list[Edit] = [*earlier[i0:i], *later[j0:j]]
    confidence = 1.0
    for edit in members:
        confidence *= edit.confidence
    reasons = dict.fromkeys(edit.reason for edit in members if edit.reason)
    alternatives = members[0].alternatives if len(members) == 1 else ()
    rule = earlier[i0].rule if i > i0 else later[j0].rule
    edit = Edit(source, end - shift, before, after, rule, round(confidence, 6), "; ".join(reasons), alternatives)
    return edit, i, j, shift


def _rebuild_middle(earlier: list[Edit], later: list[Edit], start: int, end: int, at: int) -> tuple[str, str]:
    """Return the text of the union before any edit and between the two lists.

    `start` and `end` are in the input, `at` is where the union begins in the middle text.
    """
    middle_end = at + (end - start) + sum(len(e.after) - len(e.before) for e in earlier)
    middle: list[str] = [""] * (middle_end - at)
    for edit in later:
        middle[edit.start - at : edit.end - at] = edit.before
    shift = at - start
    for edit in earlier:
        k = edit.start + shift - at
        middle[k : k + len(edit.after)] = edit.after
        shift += len(edit.after) - len(edit.before)
    text = "".join(middle)
    inverse = [e._replace(start=e.start + at - start, end=e.end + at - start) for e in earlier]
    return _patch(text, invert_edits(inverse), at), text


def _patch(text: str, edits: list[Edit], origin: int) -> str:
    """Apply edits whose positions count from `origin`."""
    parts, at = [], 0
    for edit in edits:
        parts += text[at : edit.start - origin], edit.after
        at = edit.end - origin
    return "".join(parts) + text[at:]


_DIFF_CELLS = 4_000_000  # past this many comparisons a diff is made by lines, or given as one replacement


def diff_edits(before: str, after: str, rule: str, *, reason: str = "") -> list[Edit]:
    """Return sound edits that turn `before` into `after`, for callables that only return text.

    The edits are small, not minimal; time is bounded for long texts by comparing lines first.

    >>> diff_edits("甲乙丙丁", "甲丙丁戊", "user.my_function")  # doctest: +ELLIPSIS
    [Edit(start=1, end=2, before='乙', after='', ...), Edit(start=4, end=4, before='', after='戊', ...)]
    """
    return [Edit(a, b, before[a:b], new, rule, 1.0, reason) for a, b, new in _differences(before, after, 0)]


def _differences(before: str, after: str, origin: int) -> Iterable[tuple[int, int, str]]:
    if before == after:
        return
    head = _common_prefix(before, after)
    tail = _common_prefix(before[head:][::-1], after[head:][::-1])
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    origin += head
    if not a or not b or len(a) * len(b) <= _DIFF_CELLS:
        for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if tag != "equal":
                yield origin + i, origin + j, b[k:m]
        return
    lines, others = a.splitlines(keepends=True), b.splitlines(keepends=True)
    if min(len(lines), len(others)) < 2 or len(lines) * len(others) > _DIFF_CELLS:
        yield origin, origin + len(a), b
        return
    starts = [origin]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for tag, i, j, k, m in difflib.SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        old, new = "".join(lines[i:j]), "".join(others[k:m])
        if tag == "replace" and len(old) * len(new) <= _DIFF_CELLS:
            yield from _differences(old, new, starts[i])
        elif tag != "equal":
            yield starts[i], starts[j], new


def _common_prefix(a: str, b: str) -> int:
    """Return how many leading characters `a` and `b` share, by halving rather than one by one."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


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
        self._after = [(e.start, e.end) for e in invert_edits(edits)]

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
