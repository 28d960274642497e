"""Ruby: readings that a page sets above or beside characters, as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span
from zhfix.rules._annotation_pinyin import HAN

_HIDDEN = ("rt", "rp", "rtc")
_KANA = "\u3041-\u3096\u30a1-\u30fc"


def find_ruby(text: str) -> Iterator[tuple[Span, bool]]:
    """Yield the spans of `text` that are ruby markup or readings in it, and False for a ruby that is never closed."""
    block: list[re.Match[str]] = []
    depth = 0  # one ruby inside another is a second row of readings
    for match in _tag().finditer(text):
        if match[2].lower() == "ruby":
            depth += -1 if match[1] else 1
            depth = max(0, depth)
        if depth or block:
            block.append(match)
        if block and not depth:
            yield from ((span, True) for span in _join(_list_spans(block)))
            block = []
    if block:
        yield block[0].span(), False


def _list_spans(block: list[re.Match[str]]) -> list[Span]:
    """Return what goes of one ruby: its tags, and what stands in those of readings."""
    spans = [tag.span() for tag in block]
    hidden = -1
    for tag in block:  # an element may lack its end: the next tag ends it
        if hidden >= 0:
            spans.append((hidden, tag.start()))
        hidden = tag.start() if tag[2].lower() in _HIDDEN and not tag[1] else -1
    return sorted(spans)


def _join(spans: list[Span]) -> Iterator[Span]:
    start, end = spans[0]
    for low, high in spans[1:]:
        if low > end:
            yield start, end
            start = low
        end = max(end, high)
    yield start, end


def find_aozora(text: str) -> Iterator[Span]:
    """Yield the readings in the notation of Japanese e-texts, ``漢字《かんじ》``, and the bar before what they are of.

    Only where the text marks some with the bar: elsewhere 《》 hold titles.
    """
    if _barred().search(text):
        for match in _reading().finditer(text):
            if match[1]:
                yield match.span(1)
            yield match.span(2)


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"<(/?)(ruby|rb|rtc?|rp)\b[^<>]*>", re.IGNORECASE)


@cache
def _barred() -> re.Pattern[str]:
    return re.compile(f"[|\uff5c][{HAN}々]{{1,12}}《[{_KANA}]{{1,20}}》")


@cache
def _reading() -> re.Pattern[str]:
    return re.compile(f"([|\uff5c])?(?<=[{HAN}々|\uff5c])(?:[{HAN}々]{{1,12}})?(《[{_KANA}]{{1,20}}》)")
