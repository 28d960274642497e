"""How likely text is as it stands, in whatever language: what every repair of mojibake must beat.

Japanese, Korean, Russian and Western text has models of its own.  Other languages of the Latin alphabet have none, so
their accented letters cost no more than a constant.  The score is that of the best division of the text among the
languages; it is asked for the text as given, never for a candidate, or any noise would pass for a rare language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from math import inf

from zhfix.charlm import BOUNDARY, open_language
from zhfix.encoding.scoring import ODD_ASCII_COST

SWITCH_COST = 4.0
"""Nats of another language beginning: a loanword, a name."""
REPEATED_COST, ALTERNATING_COST = 2.0, 3.0
"""Nats, at most, of a character that is the last one again, or the one before it: a cry, a noise."""
HALF_WIDTH_COST = 4.6
"""Nats, at most, of a half-width kana behind another: the model of Japanese hardly saw any (a trial found 4.8)."""
FOREIGN_COST = 1.5
"""Nats of a character of another language where the rest was misread Chinese: else the last one of a row would stay."""
ACCENTED_COST, ACCENTED_PAIR_COST = 4.5, 8.5
"""Nats of an accented Latin letter after an unaccented one, and after another accented one, at most: in no language
written with them do several follow each other often (2026-11: from the trial on French in corpora/devtest)."""
_SIGNS = {"ja": "[\u3041-\u30ff\uff66-\uff9f]", "ko": "[\uac00-\ud7a3]", "ru": "[\u0401\u0410-\u0451]"}
_ACCENTED = "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]"


class Leaving:
    """The log-probability of each character of a text as it stands, after the one that precedes it."""

    def __init__(self, text: str, before: str) -> None:
        self._text = text
        languages = ["zh", *(name for name in _SIGNS if _signs(name).search(text))]
        if "ja" not in languages and _ideographs().search(text):  # Japanese of ideographs alone
            languages.append("ja")
        if _accented().search(text):
            languages.append("western")
        self._rows = [_score_language(text, name, before) for name in languages]

    @cached_property
    def favoured(self) -> list[float]:
        """The scores where accented letters, other alphabets, symbols and repetitions cost no more than in any text."""
        scores = [list(column) for column in zip(*self._rows, strict=True)]
        _raise_repeated(self._text, scores)
        _raise_accented(self._text, scores)
        return _divide(scores)

    @cached_property
    def plain(self) -> list[float]:
        """The scores where every character has its price: what a row of debris is held against beside a reading."""
        chinese, *others = self._rows
        rows = [chinese, *([score - FOREIGN_COST for score in row] for row in others)]
        return _divide(list(zip(*rows, strict=True)))


def score_leaving(text: str, before: str = BOUNDARY) -> Leaving:
    """Return how likely `text` is as it stands, behind the character `before`.

    >>> sum(score_leaving("오늘은 날씨가 좋습니다").plain) > -100 > sum(score_leaving("匡숭뚤뺐움칵훰槨").plain)
    True
    """
    return Leaving(text, before)


@cache
def _signs(language: str) -> re.Pattern[str]:
    return re.compile(_SIGNS[language])


@cache
def _accented() -> re.Pattern[str]:
    return re.compile(_ACCENTED)


@cache
def _ideographs() -> re.Pattern[str]:
    return re.compile("[\u4e00-\u9fff]{2}")


@cache
def _symbol() -> re.Pattern[str]:
    """Return the pattern of symbols of mathematics, units and trade marks that touch no accented letter."""
    symbols = "\u00a7\u00a9\u00ac\u00ae\u00b0-\u00b3\u00bc-\u00be\u00d7\u00f7\u03a9\u03c0\u2122\u2190-\u22ff"
    return re.compile(f"(?<!{_ACCENTED})[{symbols}](?!{_ACCENTED})")


@cache
def _other_word() -> re.Pattern[str]:
    """Return the pattern of words of alphabets that no model knows: Greek, Armenian, Hebrew, Arabic, those of India."""
    blocks = ("\u0370-\u03ff\u1f00-\u1fff", "\u0530-\u058f", "\u0590-\u05ff", "\u0600-\u06ff", "\u0900-\u0fff")
    return re.compile("|".join(f"[{block}]{{3,}}" for block in blocks))


def _score_language(text: str, language: str, before: str) -> list[float]:
    row = open_language(language).log_bigrams_of(text, before)
    for match in _printable().finditer(text):
        for place in range(match.start(), match.end()):
            row[place] = max(row[place], -ODD_ASCII_COST)
    return row


@cache
def _printable() -> re.Pattern[str]:
    return re.compile("[ -~]+")


def _raise_repeated(text: str, scores: list[list[float]]) -> None:
    """Price what repeats itself, and half-width kana among their like: 哐哐哐, ｶﾀｶﾅ."""
    for place, char in enumerate(text):
        if place == 0:
            floor = -HALF_WIDTH_COST if "\uff66" <= char <= "\uff9f" else -inf
        elif char == text[place - 1]:
            floor = -REPEATED_COST
        elif place > 1 and char == text[place - 2]:
            floor = -ALTERNATING_COST
        elif "\uff66" <= char <= "\uff9f" and "\uff66" <= text[place - 1] <= "\uff9f":
            floor = -HALF_WIDTH_COST
        else:
            continue
        scores[place] = [max(score, floor) for score in scores[place]]


def _raise_accented(text: str, scores: list[list[float]]) -> None:
    for match in _other_word().finditer(text):
        for place in range(match.start() + 1, match.end()):
            scores[place] = [max(score, -ACCENTED_COST) for score in scores[place]]
    for match in _symbol().finditer(text):
        scores[match.start()] = [max(score, -ACCENTED_COST) for score in scores[match.start()]]
    for match in _accented().finditer(text):
        place = match.start()
        after_pair = place > 0 and _accented().match(text, place - 1)
        floor = -(ACCENTED_PAIR_COST if after_pair else ACCENTED_COST)
        scores[place] = [max(score, floor) for score in scores[place]]


def _divide(scores: Sequence[Sequence[float]]) -> list[float]:
    """Return the score of each character on the best way through the languages."""
    count = len(scores[0]) if scores else 0
    if count < 2:
        return [column[0] for column in scores]
    best = [0.0] * count
    sources: list[list[int]] = []
    for column in scores:
        highest = max(best)
        floor = highest - SWITCH_COST
        if min(best) >= floor:
            sources.append(list(range(count)))
            best = [score + gain for score, gain in zip(best, column, strict=True)]
        else:
            top = best.index(highest)
            sources.append([i if score >= floor else top for i, score in enumerate(best)])
            best = [(max(score, floor)) + gain for score, gain in zip(best, column, strict=True)]
    language = best.index(max(best))
    chosen: list[float] = []
    for column, came in zip(reversed(scores), reversed(sources), strict=True):
        cost = SWITCH_COST if came[language] != language else 0.0
        chosen.append(column[language] - cost)
        language = came[language]
    return chosen[::-1]
