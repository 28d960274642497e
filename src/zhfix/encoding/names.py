"""Names of files that were read in the wrong code page, decided together.

A name is short: four accented letters may be a word or two ideographs.  But names that stand in one folder or archive
were mostly damaged alike, so they are taken for a mixture, as fields of bytes are in :mod:`zhfix.encoding.pool`: each
is sound, or was misread in one of the ways there are, drawn with an unknown share.  Expectation and maximisation find
the shares, which then are what is known of a name beforehand.

Only readings without a loss are considered: every character of the name is one of the code page, and its bytes are text
from end to end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp
from typing import NamedTuple

from zhfix.encoding.codepages import read_sound
from zhfix.encoding.leaving import score_leaving
from zhfix.encoding.registry import MISREADINGS
from zhfix.encoding.scoring import score_text
from zhfix.encoding.units import UTF16
from zhfix.encoding.wrong_pages import open_page

ROUNDS = 8
SCALE = 0.5
"""What log-likelihoods are scaled by: neighbouring characters are no independent evidence, see `pool.SCALE`."""
PRIOR_WEIGHT = 2.0
"""Names that the usual shares count for."""
CROSSED_COST = 6.0
"""Nats, beyond the usual, of ideographs that stand for ideographs: of 6,000 words of two to five, sound and alone, 4
would pass for others without it and none with it (2026-11, words of OpenCC's dictionaries)."""
OTHER_COSTS = {"shift_jis": 10.0, "cp949": 11.0}
"""Nats of Japanese and Korean names being misread: they have to be known to be told from Chinese."""
ARCHIVE_COSTS = {"utf-8": 1.0, "gb18030": 1.0, "big5": 2.0, "shift_jis": 3.0, "cp949": 4.0}
"""Nats of what the bytes in an archive are that names no encoding: all of it is read as CP437, and seldom is CP437."""
RAW_COST = 0.0
"""Nats of a name whose bytes are another encoding's and UTF-8's as well, beside names that are that encoding's only."""
NO_NAME = -11.5
"""Nats a character beyond ASCII below which what was read is noise, too; as in `mojibake_sense`."""
FEWEST = 2
"""Ideographs, kana or syllables that a name must have to be read by itself."""
SUPPORT = 0.5
"""Share of the names that can have been misread at all, and have two ideographs or more, that were misread in the same
way, from which one ideograph is enough."""
SPEAKS = {"utf-8": ("zh", "ja", "ko", "ru", "western"), "shift_jis": ("ja",), "cp949": ("ko",)}
"""Languages that names in an encoding are in; Chinese in all others."""


class Way(NamedTuple):
    """How a name was misread: stored in `was`, shown as if it were in `read`."""

    was: str
    read: str


class Guess(NamedTuple):
    """What a name was, in which way it was misread, and how probable that is."""

    text: str
    way: Way
    confidence: float


_ZIPPED = Way("utf-8", "cp437")


def find_ways(encoding: str | None = None, *, archive: bool = False) -> dict[Way, float]:
    """Return the ways names are misread, with their costs in nats: those of files, or those in an archive.

    With `encoding`, names were in that one and nothing else, which the caller knows.

    >>> find_ways("gbk", archive=True)
    {Way(was='gbk', read='cp437'): 0.0}
    """
    if archive:
        return {Way(was, "cp437"): cost for was, cost in ({encoding: 0.0} if encoding else ARCHIVE_COSTS).items()}
    pages = dict.fromkeys(each.read for each in MISREADINGS if each.read not in UTF16)
    if encoding:
        return {Way(encoding, page): 0.0 for page in pages if page != encoding}
    ways = {
        Way(each.was, each.read): each.cost + (CROSSED_COST if _is_crossed(each.was, each.read) else 0.0)
        for each in MISREADINGS
        if each.read in pages and each.was not in UTF16
    }
    for was, cost in OTHER_COSTS.items():
        ways.update({Way(was, page): cost for page in pages if page != was and open_page(page).is_single})
    return ways


def _is_crossed(was: str, read: str) -> bool:
    return was != "utf-8" and not open_page(read).is_single


def read_names(names: Iterable[str], ways: Mapping[Way, float]) -> dict[str, Guess]:
    """Return what those of `names` were that were probably misread, in one of `ways`.

    >>> found = read_names(["ÖÐÎÄ", "ÎÄ¼þ", "Über uns"], find_ways())
    >>> {name: guess.text for name, guess in found.items()}
    {'ÖÐÎÄ': '中文', 'ÎÄ¼þ': '文件'}
    """
    listed = {name: _list_readings(name, ways) for name in dict.fromkeys(names) if not name.isascii()}
    telling = {name: found for name, found in listed.items() if len(found) > 1}
    shares = _Shares(ways)
    weighed = shares.learn(list(telling.values()))
    guesses = {
        name: guess
        for (name, found), weights in zip(telling.items(), weighed, strict=True)
        if (guess := _choose(found, weights))
    }
    support: defaultdict[Way, float] = defaultdict(float)
    for guess in guesses.values():
        if count_letters(guess.text) >= FEWEST:
            support[guess.way] += guess.confidence
    return {
        name: guess
        for name, guess in guesses.items()
        if guess.way == _ZIPPED
        or count_letters(guess.text) >= (1 if support[guess.way] > max(1.0, SUPPORT * len(telling)) else FEWEST)
    }


class _Reading(NamedTuple):
    text: str
    score: float


_Found = Mapping["Way | None", _Reading]
_Weights = Mapping["Way | None", float]


def _list_readings(name: str, ways: Mapping[Way, float]) -> _Found:
    """Return what `name` may have been by each way, None standing for none."""
    found: dict[Way | None, _Reading] = {None: _Reading(name, SCALE * sum(score_leaving(name).favoured))}
    pages: dict[str, bytes | None] = {}
    texts: dict[tuple[bytes, str], _Reading | None] = {}
    for way in ways:
        if way.read not in pages:
            pages[way.read] = _restore(name, way.read)
        data = pages[way.read]
        if data is None:
            continue
        if (data, way.was) not in texts:
            texts[data, way.was] = _read(data, way.was)
        reading = texts[data, way.was]
        if reading is not None and reading.text != name:
            found[way] = reading
    return found


def _restore(name: str, page: str) -> bytes | None:
    """Return the bytes that are shown as `name`, None where the code page does not have it."""
    if page == "utf-8":
        return name.encode("utf-8", "surrogateescape") if name.isprintable() else None
    first = open_page(page).first
    parts = [first[char] for char in name]
    return b"".join(parts) if all(parts) else None


def _read(data: bytes, encoding: str) -> _Reading | None:
    """Return the text of `data` if it is sound and no noise, with the logarithm of how probable it is."""
    text = read_sound(data, encoding)
    if text is None or text.isascii() or not text.isprintable():
        return None
    languages = [one for one in SPEAKS.get(encoding, ("zh",)) if one != "ja" or _kana().search(text)]
    if encoding == "shift_jis":
        languages = ["ja"]
    score = max(score_text(text, language) for language in languages)
    wide = "".join(char for char in text if char > "\x7f")
    if max(score_text(wide, language) for language in languages) < NO_NAME * len(wide):
        return None
    return _Reading(text, SCALE * score)


class _Shares:
    """The share of names that were misread in each way, or in none, without the name that is asked for."""

    def __init__(self, ways: Mapping[Way, float]) -> None:
        usual: dict[Way | None, float] = {None: 1.0, **{way: exp(-SCALE * cost) for way, cost in ways.items()}}
        total = sum(usual.values())
        self._usual = {way: PRIOR_WEIGHT * share / total for way, share in usual.items()}
        self._counted: defaultdict[Way | None, float] = defaultdict(float)

    def learn(self, names: Sequence[_Found]) -> list[_Weights]:
        """Find the shares that make `names` likeliest, and return how probable each reading of each is."""
        own: list[_Weights] = [{} for _ in names]
        for _ in range(ROUNDS):
            own = [self.weigh(found, known) for found, known in zip(names, own, strict=True)]
            counted: defaultdict[Way | None, float] = defaultdict(float)
            for weights in own:
                for way, weight in weights.items():
                    counted[way] += weight
            self._counted = counted
        return own

    def weigh(self, found: _Found, own: _Weights) -> _Weights:
        """Return how probable each reading of a name is, given what it was counted for itself."""
        best = max(reading.score for reading in found.values())
        total = 0.0
        weights = {}
        for way, reading in found.items():
            share = self._usual[way] + max(0.0, self._counted[way] - own.get(way, 0.0))
            weights[way] = share * exp(max(reading.score - best, -700.0))
            total += weights[way]
        return {way: weight / total for way, weight in weights.items()}


def _choose(found: _Found, weights: _Weights) -> Guess | None:
    """Return the likeliest reading, all ways that lead to one text counting for it; None where that is the name."""
    texts: defaultdict[str, float] = defaultdict(float)
    for way, weight in weights.items():
        texts[found[way].text] += weight
    text = max(texts, key=lambda each: texts[each])
    way = max((each for each in weights if found[each].text == text), key=lambda each: weights[each])
    return None if way is None else Guess(text, way, round(min(texts[text], 0.999), 6))


def count_letters(text: str) -> int:
    """Return how many ideographs, kana and syllables `text` holds."""
    return len(_letter().findall(text))


@cache
def _letter() -> re.Pattern[str]:
    return re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")


@cache
def _kana() -> re.Pattern[str]:
    return re.compile("[\u3041-\u30ff]")
