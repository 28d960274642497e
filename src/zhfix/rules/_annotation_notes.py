"""Marks that point to a note: ``[1]``, ``〔注2〕``, ``³``, and ``①`` where the text lists its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from zhfix.edits import Span
from zhfix.patterns import HAN

_NUMBER = "(?!0)[0-9\uff10-\uff19]{1,3}"
_SUPERSCRIPT = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_CIRCLED = "\u2460-\u2473"
_CLOSING = "。，、；：？！”’」』》）"
# What is named by its number: without it the sentence would say nothing.
_NAMED = "第见見由据據如参參数數组組列表式图圖版献獻卷册冊期"
_UNITS = "米里尺寸吋厘分公"


def find_note_marks(text: str) -> Iterator[Span]:
    """Yield the marks that point to a note, those side by side as one."""
    listed = "".join(sorted({match[1] for match in _listed().finditer(text)}))
    for match in _marks(listed).finditer(text):
        yield match.span()


@lru_cache(maxsize=64)  # for which notes a text lists; most list none, or the first few
def _marks(listed: str) -> re.Pattern[str]:
    # Behind a word or its punctuation: after a blank, a letter or at a line's start brackets are something else.  No
    # unit follows: 〔12〕号 numbers a document, and a bracket in front of a bracket calls for what is in it.
    numbers = f"{_NUMBER}(?:\\s?[-,，、–]\\s?{_NUMBER}){{0,5}}"
    held = f"(?:附?[注註]|[参參]考)?\\s?{numbers}|[來来]源[請请]求|原[創创]研究[？?]?|需要引[註注]"
    square = f"\\[(?:{held})\\](?![(（])|\uff3b(?:{held})\uff3d"
    others = f"〔(?:{held})〕(?![号號])|【(?:附?[注註]|[参參]考)\\s?{numbers}】"
    marks = f"{square}|{others}|[{_SUPERSCRIPT}]{{1,3}}"
    if listed:  # circled numbers count as often as they point; within a sentence they count
        marks += f"|[{listed}]+(?=[{_CLOSING}\\r\\n\\[\uff3b〔【]|$)"
    return re.compile(f"(?:(?<=[{HAN}])(?<![{_NAMED}{_UNITS}])|(?<=[{_CLOSING}]))(?:{marks})+")


@cache
def _listed() -> re.Pattern[str]:
    """Return the pattern of a note by itself: a line that begins with its mark."""
    return re.compile(f"^[ \u3000\t]*([{_CIRCLED}])(?=\\S)", re.MULTILINE)
