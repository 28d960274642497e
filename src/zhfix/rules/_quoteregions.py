"""Which marks a region quotes with at which depth, and what those of a text are to become."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.rules._language import is_chinese
from zhfix.rules._quotemarks import CLOSER, INNER, OPENER, Mark, find_directed_marks, is_latin_aside

_OUTER = {"CN": "“", "TW": "「", "HK": "「"}
_INNER_MARKS = "‘『"
_DEEPEST = 4  # of what stands open at the end of a paragraph, so much is remembered
_TITLES = {"《": "》", "〈": "〉"}


class Change(NamedTuple):
    """A mark and what it is to become; `kind` says why: `region`, `nesting`, `inner_alone` or `title`."""

    start: int
    before: str
    after: str
    kind: str


class _Open(NamedTuple):
    """A quotation that stands open: its mark, its depth, and which of the paragraph's marks it is."""

    family: str
    depth: int
    nth: int


@cache
def _quoting() -> re.Pattern[str]:
    return re.compile("[“”‘’「」『』]")


@cache
def _settled(region: str) -> re.Pattern[str]:
    """Return the pattern of a paragraph in which the region's outer marks are paired and there are no others."""
    opener = _OUTER[region]
    closer = CLOSER[opener]
    text = "[^“”‘’「」『』]*"
    return re.compile(f"{text}(?:{opener}{text}{closer}{text})*")


@cache
def _titling() -> re.Pattern[str]:
    return re.compile("[《》〈〉]")


def convert_paragraphs(text: str, region: str, *, inner_first: bool) -> Iterator[Change]:
    """Yield what the quotation marks and the titles of Chinese paragraphs become in `region`, and which are left.

    A quotation may go on over paragraphs, with an opening mark at each of them or at the first one only.  `inner_first`
    tells that the document quotes with ‘ or 『 where others have “ or 「; else such a mark, alone, is taken for a
    distinction that the author made, and stays what it is (a change into itself, of the kind `inner_alone`).
    """
    open_before: list[_Open] = []
    start = 0
    for paragraph in text.split("\n"):
        settled = not open_before and _settled(region).fullmatch(paragraph)
        if not settled and _quoting().search(paragraph) and is_chinese(paragraph):
            marks = find_directed_marks(paragraph)
            depths, open_before = _nest(paragraph, marks, open_before)
            for mark, depth in zip(marks, depths, strict=True):
                if depth is not None:
                    yield from _change(paragraph, start, mark, depth, region, inner_first=inner_first)
        if _titling().search(paragraph):
            yield from _nest_titles(paragraph, start, region)
        start += len(paragraph) + 1


class _Depth(NamedTuple):
    """How deep a mark is nested, and whether it stands alone: in no quotation, with none inside."""

    depth: int
    alone: bool


def _nest(paragraph: str, marks: list[Mark], before: list[_Open]) -> tuple[list[_Depth | None], list[_Open]]:
    """Return the depth of each mark, None for those of English, and what the paragraph leaves open."""
    stack = _carry(paragraph, marks, before)
    opened_alike = Counter(each.family for each in stack)
    depths: list[_Depth | None] = [_Depth(0, alone=True)] * len(marks)
    for i, mark in enumerate(marks):
        if mark.opens:
            if stack and stack[-1].nth >= 0:
                depths[stack[-1].nth] = _Depth(stack[-1].depth, alone=False)
            depth = stack[-1].depth + 1 if stack else 0
            depths[i] = _Depth(depth, alone=depth == 0)
            stack.append(_Open(mark.family, depth, i))
            opened_alike[mark.family] += 1
            continue
        while opened_alike[mark.family] and stack[-1].family != mark.family:
            opened_alike[stack.pop().family] -= 1  # it was never closed
        if opened_alike[mark.family]:
            opened = stack.pop()
            opened_alike[mark.family] -= 1
            whole = opened.nth >= 0
            depths[i] = depths[opened.nth] if whole else _Depth(opened.depth, alone=False)
            if whole and is_latin_aside(paragraph, marks[opened.nth], mark):
                depths[opened.nth] = depths[i] = None
        else:  # its opening mark is lost: it stays as deep as its shape says
            depths[i] = _Depth(int(mark.family in _INNER_MARKS), alone=False)
    _lift(marks, depths, stack)
    return depths, [each._replace(nth=-1) for each in stack[-_DEEPEST:]]


def _lift(marks: list[Mark], depths: list[_Depth | None], unclosed: list[_Open]) -> None:
    """Take what follows an unclosed mark out of it where that is quoted alike: the mark lost its partner."""
    lost = {
        opened.nth + 1
        for opened in unclosed
        if 0 <= opened.nth < len(marks) - 1 and marks[opened.nth + 1].family == opened.family
    }
    if not lost:
        return
    count = 0
    for i, nested in enumerate(depths):
        count += i in lost
        if nested and count:
            depths[i] = _Depth(max(0, nested.depth - count), alone=False)


def _carry(paragraph: str, marks: list[Mark], before: list[_Open]) -> list[_Open]:
    """Return what of the quotations `before` left open the paragraph is inside of, before its first mark."""
    if not before or not marks:
        return list(before)
    first = marks[0]
    if first.opens and not paragraph[: first.start].strip():  # each paragraph opens again what goes on
        again = [i for i, each in enumerate(before) if each.family == first.family]
        return before[: again[0]] if again else list(before)
    if first.opens and first.family == before[-1].family:  # not nested, so the one before was cut or lost its mark
        return []
    return list(before)


def _change(
    paragraph: str, start: int, mark: Mark, nested: _Depth, region: str, *, inner_first: bool
) -> Iterator[Change]:
    outer = _OUTER[region]
    depth = nested.depth
    lone = nested.alone and mark.family in _INNER_MARKS and not inner_first
    opener = INNER[outer] if lone or depth % 2 else outer
    before, after = paragraph[mark.start], opener if mark.opens else CLOSER[opener]
    if lone:
        yield Change(start + mark.start, before, after, "inner_alone")
    elif before != after:
        kind = "nesting" if mark.family in (outer, INNER[outer]) else "region"
        yield Change(start + mark.start, before, after, kind)


def _nest_titles(paragraph: str, start: int, region: str) -> Iterator[Change]:
    """Yield what the marks of titles inside titles become: 《 》 outside, 〈 〉 inside, and in turn.

    In Taiwan and Hong Kong 〈 〉 enclose the title of an article, which may hold that of a book; there and alone they
    stay.  So does a paragraph whose marks do not pair.
    """
    stack: list[int] = []
    marks = list(_titling().finditer(paragraph))
    partner = [-1] * len(marks)
    depth = [0] * len(marks)
    holds: set[int] = set()
    for i, match in enumerate(marks):
        if match[0] in _TITLES:
            if stack:
                holds.add(stack[0])
            depth[i] = len(stack)
            stack.append(i)
        elif stack and _TITLES[marks[stack[-1]][0]] == match[0]:
            partner[i] = stack.pop()
            partner[partner[i]] = i
        else:
            return
    if stack:
        return
    root = 0
    for i, match in enumerate(marks):
        if partner[i] < i:
            continue
        root = root if depth[i] else i
        if root not in holds or (marks[root][0] == "〈" and region != "CN"):
            continue
        opener = "《〈"[depth[i] % 2]
        if match[0] != opener:
            yield Change(start + match.start(), match[0], opener, "title")
            closing = marks[partner[i]]
            yield Change(start + closing.start(), closing[0], _TITLES[opener], "title")


def is_inner_first(sample: str) -> bool:
    """Tell whether most quotations that lie in no other have ‘ ’ or 『 』.

    >>> is_inner_first("『甲「乙」丙』"), is_inner_first("「甲『乙』丙」")
    (True, False)
    """
    counts = [0, 0]
    for line in sample.split("\n"):
        depth = 0
        for mark in _quoting().findall(line):
            if mark in CLOSER:
                counts[mark in _INNER_MARKS] += depth == 0
                depth += 1
            elif mark in OPENER:
                depth = max(0, depth - 1)
    return counts[1] > counts[0]
