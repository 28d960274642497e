"""Ruby: readings that a page sets above or beside characters, as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span
from zhfix.patterns import HAN, KANA

_LONG = 400
"""Characters of code at most in which ruby is taken for an example, and of a tag's attributes."""
_LEAST, _MOST = 3, 0.8
"""How many 《》 with kana behind ideographs, and which share of all 《》, make a convention where none has the bar."""


def find_ruby(text: str) -> Iterator[tuple[Span, bool]]:
    """Yield the spans of `text` that are ruby markup or readings in it, and False for a ruby that is never closed."""
    tags = [match for match in _tag().finditer(text) if match.lastgroup != "code"]
    opened: list[int] = []
    closed: list[tuple[int, int]] = []  # the tags that begin and end the outermost ones
    for i, tag in enumerate(tags):
        name, ends = _read_tag(tag)
        if name == "ruby" and not ends:
            opened.append(i)
        elif name == "ruby" and opened:
            first = opened.pop()
            while closed and closed[-1][0] > first:
                closed.pop()
            closed.append((first, i))
    found = [(tags[i].span(), False) for i in opened]
    for first, last in closed:
        spans = _list_spans(tags[first : last + 1])
        # What is left of a torn tag could come together with what follows, and be a tag.
        if not any(_fragment().search(text, max(0, start - _LONG), start) for start, _ in spans):
            found += ((span, True) for span in spans)
    yield from sorted(found)


def _list_spans(block: list[re.Match[str]]) -> list[Span]:
    """Return what goes of one ruby: its tags, and what stands in those of readings.

    An element may lack its end: the next one ends it.
    """
    spans: list[Span] = []
    depth, row, reading = 0, False, False  # rubies inside a reading; inside a row of readings; inside a reading
    for tag, after in zip(block, [*block[1:], None], strict=True):
        name, ends = _read_tag(tag)
        if name == "ruby":
            if depth or ((row or reading) and not ends):
                depth += -1 if ends else 1
            elif ends:
                row = reading = False
        elif name == "rtc" and not depth:
            row, reading = not ends, False
        elif name == "rb" and not depth:
            row, reading = row and ends, reading and ends
        elif not depth:
            reading = not ends
        start, end = tag.span()
        if after is not None and (depth or row or reading):
            end = after.start()
        if spans and start == spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    return spans


def _read_tag(tag: re.Match[str]) -> tuple[str, bool]:
    """Return the name of a tag, and whether it ends its element."""
    return (tag["name"] or tag["escaped"]).lower(), bool(tag["ends"] or tag["ends_escaped"])


def find_aozora(text: str) -> Iterator[Span]:
    """Yield the readings in the notation of Japanese e-texts, ``漢字《かんじ》``, and the bar before what they are of.

    Only where the text marks some with the bar, or has hardly any other 《》: elsewhere they hold titles.
    """
    found = list(_reading().finditer(text))
    if any(match[1] for match in found) or (len(found) >= _LEAST and len(found) >= _MOST * text.count("《")):
        for match in found:
            if match[1]:
                yield match.span(1)
            yield match.span(2) if match[1] else match.span()


@cache
def _tag() -> re.Pattern[str]:
    unquoted, name = f"[^<>\"']{{0,{_LONG}}}", "ruby|rb|rtc?|rp"
    value = f"\"[^\"]{{0,{_LONG}}}\"|'[^']{{0,{_LONG}}}'"
    return re.compile(
        f"<(?P<ends>/?)(?P<name>{name})(?=[\\s/>]){unquoted}(?:(?:{value}){unquoted}){{0,16}}>"
        f"|&lt;(?P<ends_escaped>/?)(?P<escaped>{name})(?:\\s[^<>&]{{0,{_LONG}}})?&gt;"
        f"|(?P<code>`[^`\\n]{{1,{_LONG}}}`|<(?:code|pre)\\b[^<>]{{0,{_LONG}}}>.{{0,{_LONG}}}?</(?:code|pre)>)",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _fragment() -> re.Pattern[str]:
    begun = "/?(?:r(?:u(?:by?)?|tc?|[bp])?)?"
    return re.compile(f"<(?:{begun}|/?(?:ruby|rb|rtc?|rp)\\s[^<>]*)$|&(?:l?t?|lt;{begun})$", re.IGNORECASE)


@cache
def _reading() -> re.Pattern[str]:
    readings = f"(?:《[{KANA}]{{1,20}}》)+"
    return re.compile(f"([|\uff5c])(?:[^|\uff5c《》\\n]{{1,20}})({readings})|(?<=[{HAN}々]){readings}")
