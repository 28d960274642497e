"""Pairs of round brackets, and whether they belong to the Chinese around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhfix.patterns import HAN, compile_in_lines
from zhfix.rules._width_context import LATIN, Line, Lines, is_han

_WORDS = 4
"""More words of Latin letters than this are a remark in another language, which keeps its own brackets."""
_NUMBER = 3
"""So many digits at most number an item of a list; years have four."""
_PLAIN = f"[{LATIN}" + r"""\s.,:;!?'’"“”&/+%$€£¥°#@_=<>×·~～–—，：；、。！？\[\]-]*"""
"""What stands in brackets beside Han in prose; anything else makes a face, such as ``(^_^)``."""


@dataclass(slots=True)
class Pair:
    """An opening and a closing bracket of one line, of either width, and what they hold."""

    start: int
    end: int = -1
    han: bool = False
    plain: bool = True
    words: int = 0

    def add(self, text: str, start: int, end: int) -> None:
        """Take in a stretch of text between two brackets."""
        self.han = self.han or compile_in_lines(f"[{HAN}]").search(text, start, end) is not None
        self.plain = self.plain and (self.han or compile_in_lines(_PLAIN).fullmatch(text, start, end) is not None)
        self.words += len(compile_in_lines("[A-Za-z]+").findall(text, start, end)) if self.words <= _WORDS else 0

    def join(self, inner: Pair) -> None:
        """Take in what an inner pair holds."""
        self.han, self.plain = self.han or inner.han, self.plain and inner.plain
        self.words += inner.words


def find_pairs(text: str) -> Iterator[Pair]:
    """Yield the pairs of round brackets, inner ones first; a pair never spans lines."""
    open_pairs: list[Pair] = []
    at = 0
    for match in compile_in_lines(r"[()（）\n]").finditer(text):
        place, char = match.start(), match[0]
        if open_pairs:
            open_pairs[-1].add(text, at, place)
        if char == "\n":
            open_pairs.clear()
        elif char in "(（":
            open_pairs.append(Pair(place))
        elif open_pairs:
            pair = open_pairs.pop()
            pair.end = place
            yield pair
            if open_pairs:
                open_pairs[-1].join(pair)
        at = match.end()


def find_chinese_pairs(text: str) -> dict[int, bool]:
    """Return the brackets that belong to a pair, by place, and whether fullwidth ones are due there."""
    lines = Lines(text)
    places: dict[int, bool] = {}
    for pair in sorted(find_pairs(text), key=lambda pair: pair.start):
        places[pair.start] = places[pair.end] = _is_chinese(text, pair, lines.at(pair.start), places)
    return places


def _is_chinese(text: str, pair: Pair, line: Line, places: dict[int, bool]) -> bool:
    """Return whether a pair is written fullwidth, by what it holds and by its neighbours."""
    at = _step_over(text, pair.start, -1)
    before, after = _char(text, at), _char(text, _step_over(text, pair.end, 1))
    if not line.prose or before == "]" or "`" in (before, after):
        return False
    if pair.han:
        return line.chinese
    held = text[pair.start + 1 : pair.end] if pair.end - pair.start <= _LONGEST else ""
    if not pair.plain or pair.words > _WORDS or not compile_in_lines(f"[{LATIN}]").search(held):
        return False
    if _numbers_an_item(held, apart=at < pair.start - 1):
        return False
    chinese = is_han(before) or before in _CHINESE_CLOSERS or places.get(at, False)
    return chinese and (line.chinese or is_han(after))


def _numbers_an_item(held: str, *, apart: bool) -> bool:
    """Return whether brackets hold the number of an item, with a blank before them, or make a sign such as (C)."""
    number = rf"|[0-9\uff10-\uff19]{{1,{_NUMBER}}}" if apart else ""
    return compile_in_lines(rf"\s*(?:[A-Za-z]|TM{number})\s*").fullmatch(held) is not None


_CHINESE_CLOSERS = tuple("”」』》〉】〕")
_LONGEST = 200
"""How far apart the brackets around a few words of Latin letters are at most."""


def _step_over(text: str, at: int, step: int) -> int:
    """Return the place beside a bracket, one blank passed over."""
    at += step
    return at + step if _char(text, at) == " " else at


def _char(text: str, at: int) -> str:
    """Return the character at a place, ``""`` at the edge of a line."""
    char = text[at] if 0 <= at < len(text) else ""
    return "" if char in "\n\r" else char
