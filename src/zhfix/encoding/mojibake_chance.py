"""Which misreadings a stretch of ideographs can show at all, asked before any search.

Sound text is full of rare names and terms.  What tells them from misread text at little cost is what their bytes would
have been: debris reads back as common characters, or as whole characters of UTF-8, and rare words as rarer ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.charlm import open_model
from zhfix.encoding.mojibake_looks import ODD_CHAR, read_pair, whole_utf8
from zhfix.encoding.mojibake_signs import SHORT
from zhfix.encoding.registry import MISREADINGS, Misreading
from zhfix.encoding.wrong_pages import WrongPage, open_page

USUAL_WIDE = 6.0
"""Nats of a character at most where it shows two bytes of likely text."""
ASCII_DECAY = 0.5
"""Nats that each character of ASCII takes off again: odd characters far apart are no stretch."""
FLOOR = 13.0
"""Nats of a character, at most: beyond that one is as odd as another."""
LEAST_GAIN = 0.2
"""Nats that the odd characters of misread text gain as what they were, each by itself, at least: of 259 texts of 4 to
24 characters given back from one code page of two bytes in another (2026-11) the least had 0.3 and most over 2, and of
569 stretches of sound text thirty had more than this."""
FEWEST = 3
"""Odd characters that must be there to be read back as pairs, but in short text; two are a rare word as often."""
COMMON, COMMON_ROW = -7.0, -10.0
"""Log-probability of a character that is worth a look where it alone is UTF-8, and of each of several: one in a hundred
of the ideographs has more than the first, one in eleven more than the second."""
CERTAIN = 3
"""Characters of three bytes in a row that are no chance, common or not: below them may lie another layer."""


def list_chances(text: str, before: str, odd: float) -> frozenset[Misreading] | None:
    """Return the misreadings for which `text`, behind the character `before`, is worth a search; None for all.

    That the others need none is meant to be certain. `odd` are the nats by which a stretch must be unlikelier than
    sound text.
    """
    if _other_signs().search(text):
        return None
    left = open_model().log_bigrams_of(text, before)
    fewest = 1 if len(text) <= SHORT else FEWEST
    chances: set[Misreading] = set()
    for start, end in _find_odd(text, left, odd):
        chances.update(_read_as_utf8(text[start:end]), _read_as_pairs(text[start:end], left[start:end], fewest))
    return frozenset(chances)


@cache
def _other_signs() -> re.Pattern[str]:
    """Return the pattern of characters that are neither ideographs, kana, marks of Chinese nor ASCII, and of gaps."""
    return re.compile(
        "[^\\0-\\x3e\\x40-\\x7f\\xb7\\u2014\\u2018-\\u201d\\u2026\\u3000-\\u30ff\\u3400-\\u9fff\\uff00-\\uff5e]"
    )


def _find_odd(text: str, left: list[float], odd: float) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are `odd` nats and more unlikelier than usual, each up to where it is oddest."""
    start, peak, end, worst = 0, 0.0, 0, 0.0
    for place, (char, score) in enumerate(zip(text, left, strict=True)):
        worst -= ASCII_DECAY if char < "\x80" else score + USUAL_WIDE
        if worst <= 0.0:
            if peak > odd:
                yield start, end
            start, peak, worst = place + 1, 0.0, 0.0
        elif worst > peak:
            peak, end = worst, place + 1
    if peak > odd:
        yield start, end


def _read_as_utf8(text: str) -> Iterator[Misreading]:
    """Yield the misreadings in which bytes of `text` are common characters of UTF-8."""
    for misreading, page in _pages():
        for match in whole_utf8().finditer(b"".join([page.first[char] or b"?" for char in text])):
            chars = match[0].decode("utf-8", "ignore")
            scores = sum(map(open_model().log_unigram, chars))
            is_common = chars and scores > (COMMON_ROW * len(chars) if len(chars) > 1 else COMMON)
            if is_common or sum(char >= "\u0800" for char in chars) >= CERTAIN:
                yield misreading


def _read_as_pairs(text: str, left: list[float], fewest: int) -> Iterator[Misreading]:
    """Yield the misreadings in which the odd characters of `text` are less rare as what their bytes were."""
    odd = [(char, score) for char, score in zip(text, left, strict=True) if char > "\x7f" and score < ODD_CHAR]
    if len(odd) >= fewest:
        chars = [char for char, _ in odd]
        least = sum(max(score, -FLOOR) for _, score in odd) + LEAST_GAIN * len(odd)
        for misreading, table in _tables():
            if sum(map(table.__getitem__, chars)) >= least:
                yield misreading


class _Readings(dict[str, float]):
    """The log-probability of what each character was, by itself, if it was misread in one way; filled when asked."""

    def __init__(self, was: str, read: str) -> None:
        self._was, self._first = was, open_page(read).first

    def __missing__(self, char: str) -> float:
        data = self._first[char]
        known = read_pair(data, self._was) if data else ""
        score = max(open_model().log_unigram(known), -FLOOR) if known else -FLOOR
        if char <= "\uffff":
            self[char] = score
        return score


@cache
def _pages() -> list[tuple[Misreading, WrongPage]]:
    pages = [(each, open_page(each.read)) for each in MISREADINGS if each.was == "utf-8"]
    return [(each, page) for each, page in pages if not page.is_single]


@cache
def _tables() -> list[tuple[Misreading, _Readings]]:
    pairs = [each for each in MISREADINGS if each.was != "utf-8" and not open_page(each.read).is_single]
    return [(each, _Readings(each.was, each.read)) for each in pairs]
