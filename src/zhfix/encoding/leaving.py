"""How likely text is as it stands, in whatever language: what every repair of mojibake must beat.

Japanese, Korean, Russian and Western text has models of its own.  Other languages of the Latin alphabet have none, so
their accented letters cost no more than a constant.  The score is that of the best division of the text among the
languages; it is asked for the text as given, never for a candidate, or any noise would pass for a rare language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import pairwise

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
        floors = _price_repeated(self._text)
        _price_accented(self._text, floors)
        if not floors:
            return _divide(self._rows)
        rows = [row.copy() for row in self._rows]
        for row in rows:
            for place, floor in floors.items():
                row[place] = max(row[place], floor)
        return _divide(rows)

    @cached_property
    def plain(self) -> list[float]:
        """The scores where every character has its price: what a row of debris is held against beside a reading."""
        chinese, *others = self._rows
        return _divide([chinese, *([score - FOREIGN_COST for score in row] for row in others)])


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


def _price_repeated(text: str) -> dict[int, float]:
    """Return the least score of places where text repeats itself, or half-width kana follow each other: 哐哐, ｶﾀ."""
    floors: dict[int, float] = {}
    for match in _half_width().finditer(text):
        floors.update(dict.fromkeys(range(*match.span()), -HALF_WIDTH_COST))
    for place, (char, after) in enumerate(zip(text, text[2:], strict=False), 2):
        if char == after:
            floors[place] = -ALTERNATING_COST
    for place, (char, after) in enumerate(pairwise(text), 1):
        if char == after:
            floors[place] = -REPEATED_COST
    return floors


@cache
def _half_width() -> re.Pattern[str]:
    """Return the pattern of half-width kana that begin a text or follow another."""
    return re.compile("(?:^|(?<=[\uff66-\uff9f]))[\uff66-\uff9f]+")


def _price_accented(text: str, floors: dict[int, float]) -> None:
    """Add to `floors` those of accented letters, of words of alphabets that no model knows, and of symbols."""

    def add(place: int, floor: float) -> None:
        floors[place] = max(floors.get(place, floor), floor)

    for match in _other_word().finditer(text):
        for place in range(match.start() + 1, match.end()):
            add(place, -ACCENTED_COST)
    for match in _symbol().finditer(text):
        add(match.start(), -ACCENTED_COST)
    for match in _accented().finditer(text):
        place = match.start()
        after_pair = place > 0 and _accented().match(text, place - 1)
        add(place, -(ACCENTED_PAIR_COST if after_pair else ACCENTED_COST))


def _divide(rows: Sequence[list[float]]) -> list[float]:
    """Return the score of each character on the best way through the languages, a row of scores for each."""
    if len(rows) < 2:
        return rows[0]
    if len(rows) == 2:
        return _divide_two(*rows)
    best = [0.0] * len(rows)
    sources: list[Sequence[int]] = []
    for column in zip(*rows, strict=True):
        highest = max(best)
        floor = highest - SWITCH_COST
        if min(best) >= floor:
            sources.append(range(len(rows)))
            best = [score + gain for score, gain in zip(best, column, strict=True)]
        else:
            top = best.index(highest)
            sources.append([i if score >= floor else top for i, score in enumerate(best)])
            best = [(max(score, floor)) + gain for score, gain in zip(best, column, strict=True)]
    language = best.index(max(best))
    chosen: list[float] = []
    for place, came in zip(reversed(range(len(sources))), reversed(sources), strict=True):
        cost = SWITCH_COST if came[language] != language else 0.0
        chosen.append(rows[language][place] - cost)
        language = came[language]
    return chosen[::-1]


def _divide_two(first: list[float], second: list[float]) -> list[float]:
    """Do the same with two languages, as most text asks for: all that matters is by how much one is ahead."""
    ahead = 0.0  # of the first one
    leads = []
    for one, other in zip(first, second, strict=True):
        if ahead > SWITCH_COST:
            ahead = SWITCH_COST
        elif ahead < -SWITCH_COST:
            ahead = -SWITCH_COST
        leads.append(ahead)
        ahead += one - other
    in_first, chosen = ahead >= 0.0, []
    for one, other, lead in zip(reversed(first), reversed(second), reversed(leads), strict=True):
        came_in_first = lead > -SWITCH_COST if in_first else lead >= SWITCH_COST
        chosen.append((one if in_first else other) - (0.0 if came_in_first == in_first else SWITCH_COST))
        in_first = came_in_first
    return chosen[::-1]
