"""Ideographs described by their parts: ``⿰虫鬼`` is one character that has no code, written with what has.

A description begins with a sign for how its parts are put together, ⿰ side by side or ⿱ one above the other, and then
has as many parts as that sign takes; a part may be a description in turn.  Taken apart it means nothing, and a part
that is changed, be it a radical or a stroke, describes another character.  So it is one unit, and no rule may touch it.

>>> text = "一種⿰虫鬼，又作⿺辶⿱穴鬼。"
>>> [text[start:end] for start, end in find_descriptions(text)]
['⿰虫鬼', '⿺辶⿱穴鬼']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span

_ARITY = {"⿲": 3, "⿳": 3, "\u2ffe": 1, "\u2fff": 1}  # parts that a sign takes, if not two; the last mirror and turn
_SIGNS = "\u2ff0-\u2fff\u31ef"
# What may be a part: radicals, ideographs, strokes, bopomofo and kana, which share shapes with them, a number in a
# circle or a geometric shape for a part that has no code, a question mark for one that cannot be made out, an entity of
# the CHISE database, and a character for private use.
_PART = (
    "&[A-Za-z0-9+-]{1,24};|"
    "[\u2e80-\u2fdf々\u3007\u3021-\u3029\u3040-\u30ff\u3105-\u312f\u31a0-\u31bf\u31c0-\u31ee\u3400-\u4dbf\u4e00-\u9fff"
    "\u2460-\u2473\u25a0-\u25ff\ue000-\uf8ff\uf900-\ufaff\uff1f\U00020000-\U000323af\U000f0000-\U0010fffd]"
    "[\ufe00-\ufe0f\U000e0100-\U000e01ef]?"
)


def find_descriptions(text: str) -> Iterator[Span]:
    """Yield the span of each ideographic description sequence, from left to right.

    One that ends before it has all its parts is yielded as far as it goes, since what is there of it still describes.
    A sign without any part is none.

    >>> list(find_descriptions("作⿰虫、⿱穴鬼")), list(find_descriptions("⿰、⿱"))
    ([(1, 3), (4, 7)], [])
    """
    sign, unit = _sign().search, _unit().match
    end = 0
    while first := sign(text, end):
        start = end = first.start()
        missing, parts = 1, 0  # parts that are still needed, and that were found
        while missing and (found := unit(text, end)):
            arity = _ARITY.get(found[0], 2) if found[1] else 0
            missing += arity - 1
            parts += not arity
            end = found.end()
        if parts:
            yield start, end


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(f"[{_SIGNS}]")


@cache
def _unit() -> re.Pattern[str]:
    """Match a sign, or a part of a description."""
    return re.compile(f"([{_SIGNS}])|{_PART}")
