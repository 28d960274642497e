"""Code that no rule may touch: fences and spans of Markdown, the keys and the frame of JSON."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span


@cache
def _fence_pattern() -> re.Pattern[str]:
    return re.compile(r"^ {0,3}(`{3,}(?=[^`\r\n]*$)|~{3,})([^\r\n]*)\r?$", re.MULTILINE)


def find_fences(text: str) -> Iterator[Span]:
    """Find fenced blocks of Markdown.  A fence that is never closed fences nothing, unlike in CommonMark."""
    lines = list(_fence_pattern().finditer(text))
    # The longest closing fence of each kind from each line on tells whether a fence is closed before looking for where.
    longest: list[dict[str, int]] = [{}] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        longest[i] = longest[i + 1]
        fence, rest = lines[i].groups()
        if not rest.strip() and len(fence) > longest[i].get(fence[0], 0):
            longest[i] = {**longest[i], fence[0]: len(fence)}
    i = 0
    while i < len(lines):
        opening = lines[i][1]
        i += 1
        if longest[i].get(opening[0], 0) >= len(opening):
            start = lines[i - 1].start()
            while not (lines[i][1].startswith(opening) and not lines[i][2].strip()):
                i += 1
            yield start, lines[i].end()
            i += 1


def find_code_spans(text: str, fences: list[Span]) -> Iterator[Span]:
    """Find code spans: a run of backticks, and the next run of the same length in the same paragraph."""
    breaks = [match.start() for match in _paragraph_pattern().finditer(text)]
    fence_ends = [end for _, end in fences]
    runs = [match.span() for match in _backticks_pattern().finditer(text)]
    runs = [run for run in runs if not _lies_in(run, fences, fence_ends)]
    closing: dict[int, Span] = {}  # from the end: the next run of each length
    pairs = []
    for run in reversed(runs):
        length = run[1] - run[0]
        pairs.append((run, closing.get(length)))
        closing[length] = run
    settled = 0
    for (start, content), closer in reversed(pairs):
        if closer is None or start < settled or bisect_left(breaks, content) != bisect_left(breaks, closer[0]):
            continue
        if not _is_tex_quotation(text[content : closer[0]], content - start):
            settled = closer[1]
            yield start, settled


def _lies_in(run: Span, spans: list[Span], ends: list[int]) -> bool:
    """Return whether `run` begins in one of `spans`, whose ends are `ends`."""
    k = bisect_right(ends, run[0])
    return k < len(spans) and spans[k][0] <= run[0]


@cache
def _paragraph_pattern() -> re.Pattern[str]:
    return re.compile(r"\n[ \t\r]*\n")


@cache
def _backticks_pattern() -> re.Pattern[str]:
    return re.compile("`+")


def _is_tex_quotation(content: str, length: int) -> bool:
    """Return whether what stands between backticks is a TeX quotation and the text up to the next one.

    In ``甲'' and ``乙'' what lies between the backticks closes a quotation that it did not open.
    """
    if length > 2:  # TeX has ` and ``
        return False
    if content.count("'" * length) % 2:
        return True
    # ``甲” closed by another kind of mark; between single backticks that is a code span which shows such a mark.
    return length == 2 and any(
        content.count(closer) > content.count(opener) for opener, closer in ("“”", "「」", "『』")
    )


# --- JSON -----------------------------------------------------------------------


@cache
def _json_key() -> re.Pattern[str]:
    # At the beginning of a line what follows must look like JSON, too: a quoted word may stand before a colon.
    key = r'"[^"\\\n]{1,200}"\s{0,80}:\s{0,80}(?=["\d\-\[{tfn])'
    ends = r"(?=[^\n]*(?:[,{\[][ \t\r]*$|\n\s{0,80}[}\]]))"
    return re.compile(rf"([{{,]\s{{0,80}}{key})|^[ \t]{{0,80}}({key}){ends}", re.MULTILINE)


@cache
def _json_string() -> re.Pattern[str]:
    """Return a string and the mark that ends it as a value."""
    return re.compile(r'"(?:[^"\\\n]|\\.)*("\s{0,80}(?:[,\]}]|$)[ \t]{0,80})', re.MULTILINE)


def find_json(text: str) -> Iterator[Span]:
    """Find keys of JSON, the quotation marks around values and what parts them; what a value says is open.

    A key that holds an escape is open, too: it may be Chinese that was escaped.

    >>> text = '{"名": "甲", "號": ["乙", "丙"], "數": 3}，他說"好":"對"'
    >>> [text[start:end] for start, end in find_json(text)]
    ['{"名": ', '"', '", ', ', "號": ', '[', '"', '", ', '"', '"]', ', "數": ']
    """
    if '":' not in text and '" :' not in text:
        return
    at = 0
    while match := _json_key().search(text, at):
        yield match.span(match.lastindex or 0)
        at = match.end()
        listed = text[at] == "["
        if listed:
            yield at, at + 1
            at += 1
        while value := _json_string().match(text, at):
            yield at, at + 1
            yield value.span(1)
            at = value.end()
            if not listed or "]" in value[1]:
                at = value.start(1) + 1  # the comma stands before the next key
                break
