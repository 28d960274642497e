"""Mandarin readings of characters, and whether a gloss such as ``wù``, ``wu4`` or ``wu`` is one of them.

Pinyin is written in many ways.  All of them are folded to one syllable, letters and tone:

>>> readings = open_readings()
>>> readings.of("務")[0], readings.of("好")
('wù', ('hǎo', 'hào'))
>>> [readings.fits("綠", gloss) for gloss in ("lǜ", "lv4", "lu:4", "LÜ", "lyu", "lán")]
[True, True, True, True, True, False]

Readings come from pypinyin's dictionary of characters, in ``data/readings.txt``, and are read on first use.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from zhfix.errors import DataError
from zhfix.package_data import read_rows

_TONE_MARKS = {
    "\N{COMBINING MACRON}": 1,
    "\N{COMBINING ACUTE ACCENT}": 2,
    "\N{COMBINING CARON}": 3,
    "\N{COMBINING BREVE}": 3,  # often typed for the caron
    "\N{COMBINING GRAVE ACCENT}": 4,
}
_LETTER_FORMS = {
    "\N{LATIN SMALL LETTER ALPHA}": "a",  # how schoolbooks of the mainland draw a and g
    "\N{LATIN SMALL LETTER SCRIPT G}": "g",
    "\N{GREEK SMALL LETTER ALPHA}": "a",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "",  # ê is told apart from e by few writers
    "v": "ü",
}
NEUTRAL = 5


class Syllable(NamedTuple):
    """A syllable of pinyin: its letters in one spelling, and its tone; None where none is written.

    In a dictionary no mark is the neutral tone; in a gloss it may also mean that tones were left out.
    """

    letters: str
    tone: int | None


def parse_syllable(gloss: str) -> Syllable | None:
    """Read one syllable of pinyin in any of its spellings; None where `gloss` cannot be one.

    Tone marks may be composed, combining or digits, letters of any case and width; ü may be v, u: or yu.

    >>> parse_syllable("Nǚ"), parse_syllable("jv1")
    (Syllable(letters='nü', tone=3), Syllable(letters='ju', tone=1))
    >>> parse_syllable("nu:3") == parse_syllable("ｎǚ")
    True
    >>> parse_syllable("two words")
    """
    return _parse_short(gloss) if 0 < len(gloss) <= 16 else None  # `zhuāng`, decomposed and with a digit, has 8


@lru_cache(maxsize=8192)  # a page has some hundred different glosses, written thousands of times
def _parse_short(gloss: str) -> Syllable | None:
    letters: list[str] = []
    tone = None
    for char in unicodedata.normalize("NFKD", gloss).lower():
        mark = _TONE_MARKS.get(char)
        if mark is None and char in "012345":
            mark = int(char) or NEUTRAL
        if mark is not None:
            if tone is not None or not letters:
                return None
            tone = mark
        elif char in ":\N{COMBINING DIAERESIS}":
            if not letters or letters[-1] != "u":
                return None
            letters[-1] = "ü"
        else:
            letters.append(_LETTER_FORMS.get(char, char))
    folded = "".join(letters)
    if not folded.replace("ü", "u").isascii() or not folded.isalpha():
        return None
    return Syllable(_fold_umlaut(folded), tone)


def _fold_umlaut(letters: str) -> str:
    """Write ü where it is meant and can be told from u, and u after j, q, x and y."""
    if letters[0] in "jqxy":
        return letters.replace("ü", "u")
    if letters in ("lyu", "nyu", "lyue", "nyue"):
        return letters[0] + "ü" + letters[3:]
    if letters in ("lue", "nue"):
        return letters[0] + "üe"
    return letters


class Readings:
    """The readings of some 21,000 characters: :meth:`of`, :meth:`fits` and the inverse, :meth:`chars_with`."""

    def __init__(self, entries: dict[str, str]) -> None:
        self._entries = entries

    def of(self, char: str) -> tuple[str, ...]:
        """Return the readings of `char` with tone marks, the commonest first; empty where none is known."""
        entry = self._entries.get(char)
        return tuple(entry.split(",")) if entry else ()

    def fits(self, char: str, gloss: str) -> bool:
        """Return whether `gloss` is a reading of `char`, in any spelling.

        A gloss without a tone fits every tone; one in the neutral tone too, since any syllable can lose its own.  The
        final r of erhua may be there: 點(diǎnr).  The changed tones of 一 and 不 count as theirs.

        >>> readings = open_readings()
        >>> [readings.fits("了", gloss) for gloss in ("le", "liǎo", "liao", "le5", "lè", "la")]
        [True, True, True, True, False, False]
        """
        return self.rank(char, gloss) is not None

    def rank(self, char: str, gloss: str) -> int | None:
        """Return which of the readings of `char` the `gloss` is, 0 being the commonest, or None where it fits none."""
        syllable = parse_syllable(gloss)
        if syllable is None:
            return None
        for form in (syllable, _strip_erhua(char, syllable)):
            for number, reading in enumerate(self.of(char) if form else ()):
                if form and _matches(_parse_reading(reading), form):
                    return number
        return None

    def is_syllable(self, gloss: str) -> bool:
        """Return whether `gloss` is a reading of any character, in any spelling.

        A single letter of ASCII is none: too many things are called (a).
        """
        syllable = parse_syllable(gloss)
        if syllable is None or (len(syllable.letters) == 1 and gloss.isascii()):
            return False
        letters = syllable.letters
        return letters in self._by_letters or (letters.endswith("r") and letters[:-1] in self._by_letters)

    def chars_with(self, gloss: str) -> tuple[str, ...]:
        """Return every character that `gloss` is a reading of, those for which it is the commonest first.

        Within that, characters stand in order of their code points.  Erhua is not undone here.

        >>> open_readings().chars_with("nüè")[:2]
        ('疟', '瘧')
        """
        syllable = parse_syllable(gloss)
        if syllable is None:
            return ()
        found: dict[str, int] = {}
        keys = [syllable.letters]
        if syllable.tone is None and syllable.letters in ("lu", "nu"):
            keys.append(syllable.letters[0] + "ü")
        for key in keys:
            for rank, reading, chars in self._by_letters.get(key, ()):
                if _matches(_parse_reading(reading), syllable):
                    found.update((char, min(rank, found.get(char, rank))) for char in chars)
        return tuple(sorted(found, key=lambda char: (min(found[char], 1), char)))

    @cached_property
    def _by_letters(self) -> dict[str, list[tuple[int, str, list[str]]]]:
        by_entry: defaultdict[str, list[str]] = defaultdict(list)  # of which there are a fifth as many as characters
        for char, entry in self._entries.items():
            by_entry[entry].append(char)
        index: defaultdict[str, list[tuple[int, str, list[str]]]] = defaultdict(list)
        for entry, chars in by_entry.items():
            for rank, reading in enumerate(entry.split(",")):
                index[_parse_reading(reading).letters].append((rank, reading, chars))
        return dict(index)


@cache
def _parse_reading(reading: str) -> Syllable:
    """Parse a reading of the dictionary, where no mark means the neutral tone."""
    syllable = parse_syllable(reading)
    if syllable is None:
        raise DataError(f"readings.txt has {reading!r}, which is no syllable; reinstall zhfix")
    return Syllable(syllable.letters, syllable.tone or NEUTRAL)


def _strip_erhua(char: str, syllable: Syllable) -> Syllable | None:
    """Return the syllable without the r of erhua; None where it has none, as ``er`` itself."""
    if syllable.letters == "r":
        return Syllable("er", syllable.tone) if char in "儿兒" else None
    if syllable.letters == "er" or not syllable.letters.endswith("r"):
        return None
    return Syllable(syllable.letters[:-1], syllable.tone)


def _matches(reading: Syllable, gloss: Syllable) -> bool:
    if gloss.tone is None and gloss.letters in ("lu", "nu"):  # where tone marks are lost, the dots mostly are too
        return reading.letters.replace("ü", "u") == gloss.letters
    return reading.letters == gloss.letters and gloss.tone in (None, NEUTRAL, reading.tone)


@cache
def open_readings() -> Readings:
    """Return the readings of the package's own table, read once."""
    cells = "\t".join(read_rows("readings.txt")).split("\t")
    return Readings(dict(zip(cells[::2], cells[1::2], strict=True)))
