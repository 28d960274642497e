"""Readings that stand in the text without markup: between the characters, or in brackets after a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.readings import open_readings
from zhfix.rules._annotation_pinyin import HAN
from zhfix.rules._annotation_zhuyin import TONES, ZHUYIN, to_pinyin

_VOWELS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_TONED = f"[a-zü]{{0,5}}[{_VOWELS}][a-z]{{0,3}}|[a-zü:]{{1,6}}[1-5]|[a-zü]{{1,6}}"  # the neutral tone has no mark
_SPELLED = f"\u02d9?[{ZHUYIN}]{{1,3}}[{TONES}]?"
LEAST = 4
"""Characters in a row, each with its reading behind it, that prove that a page had ruby: a person who glosses in the
text itself puts readings in brackets, or blanks between."""
_MOST_SYLLABLES = 8


class Row(NamedTuple):
    """Characters with their readings behind them: the spans of the readings, and the characters alone."""

    spans: tuple[tuple[int, int], ...]
    plain: str


def find_rows(text: str) -> Iterator[Row]:
    """Yield each row of :data:`LEAST` characters and more of which every one is followed by its own reading."""
    for match in _row().finditer(text):
        spans: list[tuple[int, int]] = []
        plain = ""
        for pair in _pair().finditer(text, match.start(), match.end()):
            if not fits(pair[1], pair[2]):
                break
            spans.append(pair.span(2))
            plain += pair[1]
        toned = sum(_tone().search(text, *span) is not None for span in spans)
        if len(spans) >= LEAST and toned >= LEAST - 1:
            yield Row(tuple(spans), plain)


def fits(char: str, reading: str) -> bool:
    """Return whether `reading`, in pinyin or zhuyin, is one of `char`."""
    pinyin = to_pinyin(reading) if "\u3105" <= reading.strip(TONES)[:1] <= "\u3129" else reading
    return open_readings().fits(char, pinyin)


class Gloss(NamedTuple):
    """A bracket with the readings of the word before it."""

    start: int
    end: int
    word: str


def find_glosses(text: str) -> Iterator[Gloss]:
    """Yield the brackets that hold a reading for each of the characters before them, in order."""
    for match in _gloss().finditer(text):
        syllables = _split(match[1])
        if not 0 < len(syllables) <= _MOST_SYLLABLES:
            continue
        word = text[max(0, match.start() - len(syllables)) : match.start()]
        if len(word) == len(syllables) and all(map(fits, word, syllables)):
            yield Gloss(match.start(), match.end(), word)


def _split(readings: str) -> list[str]:
    """Split at blanks and apostrophes, and zhuyin and numbered pinyin behind each tone."""
    return [syllable for part in re.split(r"[\s'’\-]+", readings) for syllable in _syllables().findall(part)]


@cache
def _row() -> re.Pattern[str]:
    return re.compile(f"(?:[{HAN}](?:{_TONED}|{_SPELLED})){{{LEAST},}}")


@cache
def _tone() -> re.Pattern[str]:
    return re.compile(f"[{_VOWELS}{ZHUYIN}1-5]")


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(f"([{HAN}])({_TONED}|{_SPELLED})")


@cache
def _gloss() -> re.Pattern[str]:
    letters = f"a-zA-Z\u00fc{_VOWELS}"
    return re.compile(f"[(（](?<=[{HAN}].)([{letters}{ZHUYIN}{TONES}1-5 \u3000'’\\-]{{2,60}})[)）]")


@cache
def _syllables() -> re.Pattern[str]:
    return re.compile(rf"{_SPELLED}|[a-zA-Z\u00fc:]+[1-5]|[^\s1-5{ZHUYIN}{TONES}]+")
