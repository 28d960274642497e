"""The edits between two texts, for callables that only return text.

A rule of zhfix says what it changes; a function of the user's does not, so the two texts are compared.  The comparison
is made first by lines and then by characters, in windows, so that time is linear in the length of the texts; the edits
are small where the function made small changes, and never promised to be minimal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from zhfix.edits import Edit

Change = tuple[int, int, int, int]
"""``a[i:j]`` became ``b[k:m]``."""

_WINDOW = 1024
# Unrelated Chinese texts have about a tenth of a window's characters in common by chance (unrelated English: half), and
# then the one has simply replaced the other.
_RELATED = 0.3


def diff_edits(before: str, after: str, rule: str, *, reason: str = "") -> list[Edit]:
    """Return sound edits that turn `before` into `after`.

    >>> [edit[:4] for edit in diff_edits("甲乙丙丁", "甲丙丁戊", "user.my_function")]
    [(1, 2, '乙', ''), (4, 4, '', '戊')]
    """
    merged: list[Change] = []
    for change in _compare_lines(before, after):
        if merged and merged[-1][1] == change[0] and merged[-1][3] == change[2]:
            merged[-1] = (merged[-1][0], change[1], merged[-1][2], change[3])
        else:
            merged.append(change)
    edits = (Edit(i, j, before[i:j], after[k:m], rule, 1.0, reason) for i, j, k, m in merged)
    return [edit for edit in edits if edit.before != edit.after]


def _compare_lines(before: str, after: str) -> Iterator[Change]:
    """Yield the changes between two texts, characters being compared only within lines that differ."""
    a, b = before.splitlines(keepends=True), after.splitlines(keepends=True)
    a_starts, b_starts = [0, *accumulate(map(len, a))], [0, *accumulate(map(len, b))]
    for i, j, k, m in _compare(a, b, related=0):
        i0, k0 = a_starts[i], b_starts[k]
        for changed in _compare(before[i0 : a_starts[j]], after[k0 : b_starts[m]], related=_RELATED):
            yield changed[0] + i0, changed[1] + i0, changed[2] + k0, changed[3] + k0


def _compare(a: Sequence[str], b: Sequence[str], *, related: float) -> Iterator[Change]:
    """Yield the changes between two sequences, a window of each at a time.

    Only what lies in the first half of both windows is settled: near the end the partner of an element may lie outside.
    Where fewer than the share `related` of the elements match, the one window has become the other.
    """
    tail = _common_prefix(a[::-1], b[::-1])
    a, b = a[: len(a) - tail], b[: len(b) - tail]
    i = k = _common_prefix(a, b)
    while i < len(a) or k < len(b):
        ours, theirs = a[i : i + _WINDOW], b[k : k + _WINDOW]
        if ours == theirs:
            i, k = i + _WINDOW, k + _WINDOW
            continue
        matches = _longest_common(ours, theirs)
        if len(matches) < related * min(len(ours), len(theirs)):
            matches = []
        end = len(ours), len(theirs)
        if i + len(ours) < len(a) or k + len(theirs) < len(b):
            matches = [match for match in matches if max(match) < _WINDOW // 2]
            if matches:
                end = matches[-1][0] + 1, matches[-1][1] + 1
        x = y = 0
        for x_match, y_match in matches:
            if (x, y) != (x_match, y_match):
                yield i + x, i + x_match, k + y, k + y_match
            x, y = x_match + 1, y_match + 1
        if (x, y) != end:
            yield i + x, i + end[0], k + y, k + end[1]
        i, k = i + end[0], k + end[1]


def _longest_common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence of two short sequences, in order.

    Row by row in one integer each, after Hyyrö (2004): bit i of a row is 0 where a[i] lengthens what a[:i] has in
    common with the part of `b` read so far.
    """
    places: defaultdict[str, int] = defaultdict(int)
    for i, element in enumerate(a):
        places[element] |= 1 << i
    full = row = (1 << len(a)) - 1
    rows = []
    for element in b:
        hits = row & places.get(element, 0)
        row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    matches = []
    i, k = len(a) - 1, len(b) - 1
    while i >= 0 and k >= 0:
        if a[i] == b[k]:
            matches.append((i, k))
            i, k = i - 1, k - 1
        elif rows[k] >> i & 1:
            i -= 1
        else:
            k -= 1
    return matches[::-1]


def _common_prefix(a: Sequence[str], b: Sequence[str]) -> int:
    """Return how many leading elements `a` and `b` share, by halving rather than one by one."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
