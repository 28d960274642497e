r"""A result as a unified diff, as ``diff -u`` writes it; made from the edits, so in linear time.

>>> from zhfix.edits import Edit
>>> result = Result("第一行\n第二(è)行\n", "第一行\n第二行\n", (Edit(6, 9, "(è)", "", "my.rule"),))
>>> print("".join(write_diff("page.txt", result)), end="")
--- page.txt
+++ page.txt
@@ -1,2 +1,2 @@
 第一行
-第二(è)行
+第二行
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from zhfix.edits import Mapping
from zhfix.result import Result

CONTEXT = 3
"""Lines before and behind a change that are shown."""


class _Change(NamedTuple):
    """Lines of the source, and of the output, that differ: half-open ranges counted from 0."""

    start: int
    end: int
    new_start: int
    new_end: int


def write_diff(name: str, result: Result, context: int = CONTEXT) -> Iterator[str]:
    """Yield the lines of a unified diff, each with its line feed; nothing where the text was not changed."""
    old, new = _split(result.source), _split(result.text)
    hunks = list(_group(list(_find_changes(result, old, new)), context))
    if hunks:
        yield f"--- {name}\n"
        yield f"+++ {name}\n"
    for hunk in hunks:
        start = max(0, hunk[0].start - context)
        end = min(len(old), hunk[-1].end + context)
        new_start = start + hunk[0].new_start - hunk[0].start
        new_end = end + hunk[-1].new_end - hunk[-1].end
        yield f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@\n"
        at = start
        for change in hunk:
            yield from _mark(" ", old[at : change.start])
            yield from _mark("-", old[change.start : change.end])
            yield from _mark("+", new[change.new_start : change.new_end])
            at = change.end
        yield from _mark(" ", old[at:end])


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    last = lines.pop()
    return [*(line + "\n" for line in lines), *([last] if last else [])]


def _range(start: int, end: int) -> str:
    if end - start == 1:
        return f"{start + 1}"
    return f"{start + (end > start)},{end - start}"


def _mark(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if line.endswith("\n"):
            yield sign + line
        else:
            yield f"{sign}{line}\n"
            yield "\\ No newline at end of file\n"


def _find_changes(result: Result, old: Sequence[str], new: Sequence[str]) -> Iterator[_Change]:
    """Yield the lines that edits changed, joined where one line has several."""
    starts, new_starts = [0, *accumulate(map(len, old))], [0, *accumulate(map(len, new))]
    ranges: list[tuple[int, int]] = []
    for edit in result.edits:
        # What ends with a line takes the next one along: its line feed may be gone.
        first = min(bisect_right(starts, edit.start) - 1, max(0, len(old) - 1))
        last = min(bisect_right(starts, edit.end), len(old))
        if ranges and first <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    mapping = Mapping(result.edits)
    for first, last in ranges:
        start = mapping.to_output((starts[first], starts[first]))[0] if first else 0
        end = mapping.to_output((starts[last], starts[last]))[1] if last < len(old) else len(result.text)
        yield from _trim(old, new, _Change(first, last, bisect_left(new_starts, start), bisect_left(new_starts, end)))


def _trim(old: Sequence[str], new: Sequence[str], change: _Change) -> Iterator[_Change]:
    """Leave out lines at either end that are the same."""
    start, end, new_start, new_end = change
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    if start < end or new_start < new_end:
        yield _Change(start, end, new_start, new_end)


def _group(changes: Sequence[_Change], context: int) -> Iterator[list[_Change]]:
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.start - hunk[-1].end > 2 * context:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk
