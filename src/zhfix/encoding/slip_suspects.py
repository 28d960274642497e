"""Where in a text a byte slip may be: tests around what shifted text is full of, which sound text fails at once.

A slip leaves rare ideographs, private-use characters and symbols; readings in brackets that do not fit; and letters
alone among ideographs, which were the second byte of a character.  Sound text holds all of these, some ten in a
thousand characters.  Those that read shifted as usual characters are weighed by the model, and only where that may pay
for a lost byte is a line searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from zhfix.charclass import CharClass
from zhfix.encoding.lenient import PairTable
from zhfix.encoding.rare import rare_ideographs
from zhfix.encoding.registry import BIG5, GBK
from zhfix.encoding.slip_gains import AHEAD, WORTH_SEARCHING, WORTH_WITH_LETTER, ShiftedText
from zhfix.encoding.slip_lattice import UNREADABLE
from zhfix.encoding.slip_runs import OF_ITS_OWN
from zhfix.encoding.slip_scene import Gloss, find_glosses
from zhfix.readings import open_readings
from zhfix.script.tables import converted_from

READING_SPAN = 12
"""Characters of the longest reading with its brackets and what is left of them."""
ODD_BEFORE_LETTERS = 6.0
"""Nats that a character before letters costs at least if it is made of the bytes of two: of 129,000 such 0.54 to 0.70
do, of sound ones 0.35 to 0.43 (corpora/train, 2026-11)."""
BLOCK, LOOKED, WEIGHED = 512, 64, 16
"""In each so many characters so many places are looked at, and so many beginnings weighed; text with more is searched,
which is bounded."""


@cache
def list_signs() -> CharClass:
    """Return the characters without which nothing here finds anything."""
    return CharClass(")）@-~", _debris())


@cache
def _debris() -> CharClass:
    """Return rare ideographs, private use, symbols, and wide letters."""
    symbols = "\u0391-\u0451\u2010\u2025\u2035-\u22bf\u2460-\u249b\u2500-\u2642\u3021-\u3129"
    wide = "\uff02-\uff07\uff0a\uff0b\uff10-\uff19\uff1c-\uff1e\uff20-\uff5d"  # not the marks of sound text
    return CharClass(f"\ue000-\uf8ff{UNREADABLE}{symbols}{wide}", rare_ideographs())


@cache
def _row_of_kana() -> re.Pattern[str]:
    """Match behind a character that is of a row of kana, which is no debris."""
    return re.compile(f"(?<={OF_ITS_OWN}{{2}})|(?<={OF_ITS_OWN}){OF_ITS_OWN}")


def _find_odd(text: str) -> Iterator[int]:
    """Yield the places of debris."""
    debris, in_row = _debris(), _row_of_kana().match
    at = debris.search(text)
    while at >= 0:
        if not in_row(text, at + 1):
            yield at
        at = debris.search(text, at + 1)


@cache
def _readings() -> re.Pattern[str]:
    """Return the search for brackets that close letters: one class, verified where it is met, is fast."""
    return re.compile("[)）](?<=[a-zà-ǹ1-5 \N{IDEOGRAPHIC SPACE}].)")


@cache
def _lone_letters() -> re.Pattern[str]:
    """Return the search for an ASCII letter or sign alone behind an ideograph or a wide sign."""
    return re.compile("[@-~](?<=[\u2460-\u249b\u4e00-\u9fff\ue000-\uffe5].)(?![ -')-~])")


def may_hold_slip(text: str) -> bool:
    """Return whether `text` holds a character that shifted text is full of, a reading, or a lone letter."""
    if text.isascii():
        return False
    return any(search().search(text) for search in (_readings, _lone_letters)) or next(_find_odd(text), -1) >= 0


def find_suspects(text: str) -> Iterator[tuple[int, int, list[int]]]:
    r"""Yield the lines that may hold a slip: where they start and end, and the places in them that say so.

    >>> list(find_suspects("會場裡有蘭花、山茶等！焙蟿(chuàng)嘉園藝公司的作品\n囫圇吞棗(a)\n她是A級"))
    [(0, 29, [11, 13])]
    """
    shifted = [ShiftedText(text, codec) for codec in (GBK, BIG5)]
    debris = _weigh(_find_debris(text, shifted), WORTH_SEARCHING)
    letters = _weigh(_find_second_bytes(text, shifted), WORTH_WITH_LETTER)
    return _gather_lines(text, sorted([*debris, *letters, *_find_readings(text, shifted)]))


def _gather_lines(text: str, places: Iterable[int]) -> Iterator[tuple[int, int, list[int]]]:
    line_end = re.compile("[\r\n]|\\Z")
    start = end = 0
    found: list[int] = []
    for at in places:
        if found and at >= end:
            yield start, end, found
            found = []
        if not found:
            start = max(end, text.rfind("\n", end, at) + 1)  # from the last line on, that no text is gone over twice
            start = max(start, text.rfind("\r", start, at) + 1)
            end = line_end.search(text, at).start()  # type: ignore[union-attr]  # the text ends somewhere
        found.append(at)
    if found:
        yield start, end, found


def _find_debris(text: str, shifted: list[ShiftedText]) -> Iterator[tuple[int, ShiftedText]]:
    """Yield the places of characters that sound text seldom holds, with how they read as usual ones."""
    for at in _find_odd(text):
        places = (at,) if text[at] != UNREADABLE else (at - 1, at + 1)  # of U+FFFD the bytes are not known
        for place in places:
            if 0 <= place < len(text):
                for reading in shifted:
                    if reading.reads_on(place):
                        yield place, reading


def _find_second_bytes(text: str, shifted: list[ShiftedText]) -> Iterator[tuple[int, ShiftedText]]:
    """Yield the places before lone letters that may have been second bytes."""
    for hit in _lone_letters().finditer(text):
        for reading in shifted:
            if reading.is_second_byte(hit.start()):
                yield hit.start() - 1, reading


def _weigh(candidates: Iterable[tuple[int, ShiftedText]], least: float) -> Iterator[int]:
    """Yield the places at which a slip may pay for its lost byte, and all those that are left where many did not."""
    passed = block = looked = weighed = 0
    for at, reading in candidates:
        if at < passed:
            continue
        if at // BLOCK != block:
            block, looked, weighed = at // BLOCK, 0, 0
        looked += 1
        for begin in reading.find_beginnings(at) if looked <= LOOKED else (None,):
            weighed += 1
            if begin is None or weighed > WEIGHED or reading.pays(begin, least):
                yield at
                passed = at + AHEAD
                break


def _find_readings(text: str, shifted: list[ShiftedText]) -> Iterator[int]:
    """Yield where readings start that may have been written between the bytes of a character."""
    for hit in _readings().finditer(text):
        low = max(0, hit.end() - READING_SPAN)
        whole, torn = find_glosses(text[low : hit.end()])
        for gloss in (*whole.values(), *torn.values()):
            if low + gloss.end == hit.end() and low + gloss.start > 0:
                start = low + gloss.start
                if any(_explains(reading, start, gloss, whole=gloss.start in whole) for reading in shifted):
                    yield start


def _explains(shifted: ShiftedText, start: int, gloss: Gloss, *, whole: bool) -> bool:
    """Return whether a slip explains why a reading stands at `start`."""
    before, table = shifted.text[start - 1], shifted.table
    if whole and open_readings().fits(before, gloss.reading):
        return False
    pairs = _pairs_of(gloss.reading, table)
    if before < "\x80":
        return whole and any(pair[1] == ord(before) for pair in pairs)
    begun = {pair[1] for char in (before, *converted_from(before)) if (pair := table.pair(char)) is not None}
    # Nearly every byte begins some character that is read so.  Letters without a tone may be anything, as in 钛(ti):
    # there what was made of half of it must look odd, too.
    plain = whole and gloss.reading.isascii() and shifted.oddness(start - 1) < ODD_BEFORE_LETTERS
    if not plain and any(pair[0] in begun for pair in pairs):
        return True
    return bool(pairs) and next(shifted.find_beginnings(start - 1, ends=True), None) is not None


@lru_cache(maxsize=256)  # a page that holds readings holds the same ones again
def _pairs_of(reading: str, table: PairTable) -> frozenset[tuple[int, int]]:
    """Return the bytes of every character with this reading."""
    pairs = map(table.pair, open_readings().chars_with(reading))
    return frozenset(pair for pair in pairs if pair is not None)
