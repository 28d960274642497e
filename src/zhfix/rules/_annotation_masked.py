"""Words in which a character is masked: by its reading, ``zheng府``, or with a sign in the middle, ``政*府``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.readings import open_readings
from zhfix.rules._annotation_pinyin import HAN
from zhfix.words import open_words, simplify

_LETTERS = 3
"""Letters of a syllable, at least: shorter ones are abbreviations, K线 and U盘."""
_COMMON = -9.0
"""Nats of a character that a reader thinks of at its reading."""


class Masked(NamedTuple):
    """A word of which a part is masked, and what it is."""

    start: int
    end: int
    word: str


def find_masked(text: str) -> Iterator[Masked]:
    """Yield the words that are masked, in order."""
    words = open_words()
    for match in _sign().finditer(text):
        start, end = match.start() - 1, match.end() + 1
        word = text[start] + text[end - 1]
        if simplify(word) in words and not _formula().search(text, max(0, start - 1), end + 1):
            yield Masked(start, end, word)
    for match in _spelled().finditer(text):
        before, syllable, after = text[match.start() - 1 : match.start()], match[0], text[match.end() : match.end() + 1]
        for char in _candidates(syllable):
            if _is_han(after) and simplify(char + after) in words:
                yield Masked(match.start(), match.end() + 1, char + after)
                break
            if _is_han(before) and simplify(before + char) in words:
                yield Masked(match.start() - 1, match.end(), before + char)
                break


def _candidates(syllable: str) -> Iterator[str]:
    """Yield the common characters with this reading."""
    readings, model = open_readings(), open_model()
    if readings.is_syllable(syllable):
        yield from (char for char in readings.chars_with(syllable) if model.log_unigram(char) > _COMMON)


def _is_han(char: str) -> bool:
    return _han().fullmatch(char) is not None


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(f"[*\uff0a#\uff03^](?<=[{HAN}].)(?=[{HAN}])")


@cache
def _formula() -> re.Pattern[str]:
    """Return the pattern of what stands beside a sign that means something else: numbers, and more signs."""
    return re.compile(r"[*#^0-9][^*#^0-9]?[*#^]|[*#^][^*#^0-9]?[*#^0-9]")


@cache
def _spelled() -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z0-9])[a-z]{{{_LETTERS},6}}(?![A-Za-z0-9])")
