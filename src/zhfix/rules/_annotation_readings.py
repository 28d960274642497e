"""Readings that stand in the text without markup: between the characters, above or below them, in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from zhfix.edits import Span
from zhfix.patterns import HAN, compile_pattern
from zhfix.readings import open_readings, parse_syllable
from zhfix.rules._annotation_pinyin import speaks_of_readings
from zhfix.rules._annotation_zhuyin import TONES, ZHUYIN, to_pinyin

# Vowels with a mark of tone, breves for carons among them, and the combining marks.
_MARKED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜĀÁǍÀĒÉĚÈŌÓǑÒ\u0300\u0301\u0304\u0306\u030c"
_READING = f"[A-Za-züÜêÊ\u0308{_MARKED}1-5{ZHUYIN}{TONES}]"
LETTERS = f"A-Za-zü{_MARKED}{ZHUYIN}{TONES}"
"""Members of a class: what every reading between characters has one of."""
_APART = " \N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}'’\\-·"
_SYLLABLE = 9
"""Characters of one syllable at most: zhuāng in decomposed form has seven, and a number may follow."""
_CAPITALS = 4
"""At how many capitals inside a run, at most, a name may begin: 作为zuòwéiWTA."""
_WORD = 24
"""Syllables at most in one place."""

# How much a reading between characters says that a page had ruby.  Where one is followed by the next character at
# once, nobody parted it from the text; where it stands between two such, the more so.
_INSIDE, _LISTED, _JOINED = 1.0, 0.25, 1.0
_PLAIN = 0.5
"""What a reading without tones counts; it may be a word of another language."""
_EVERY = 0.8
"""Which share of all characters must be read for those without tones to go one by one."""
_NUMBERED = 0.3
"""Which share of all letters behind characters has a number where numbers stand for tones, words and names included."""
_UNFIT = -1.0
_SPEAKS = -4.0
"""Words such as 拼音 anywhere: a text about readings writes them where it likes."""
_LEAST = 2.2
"""What it must come to: 汉hàn字zì alone does, 重zhòng要 and 长cháng短 in one text do not …"""
_SPARSE = 0.004
"""… and so much more for each character without a reading.  Of ruby on hard words only, there is one in some fifty."""
_ENDS, _MOST_ENDS = " ,.!?，。！？；：、”…\r", 4
"""What a line may end with behind its last character, and how much of it."""
_INDENT = "[ \\t\u3000]{0,8}"


class Place(NamedTuple):
    """A reading behind the characters that it is of: where they begin, where it begins and ends.

    `toned` says whether it has its tone, which may be the neutral one, or is zhuyin, `inside` whether the next
    character follows at once, and `joined` whether another reading ends where the characters begin.
    """

    base: int
    start: int
    end: int
    toned: bool
    inside: bool
    joined: bool


def find_places(text: str) -> tuple[list[Place], int]:
    """Return the readings between characters, in order, and how many there are that do not fit."""
    runs = list(_between().finditer(text))
    marked = sum(_marked().search(match[1]) is not None for match in runs)
    numbers = sum(_numbers().search(match[1]) is not None for match in runs)
    numbered = numbers > max(2 * marked, _NUMBERED * len(runs))
    places: list[Place] = []
    unfit = 0
    for match in runs:
        start, run = match.start(1), match[1]
        toned = _tone().search(run) is not None
        for size, exact in _list_sizes(run, text[match.end() : match.end() + 1], numbered=numbered):
            reading, end = run[:size], start + size
            neutral = reading in open_readings().of(text[start - 1])  # without a mark, as 了 le has it
            count = 1 if neutral else count_read(text, start, reading, exact=exact)
            base = start - count
            joined = bool(places) and places[-1].end == base
            if count and (neutral or not (numbered and exact and reading.isalpha())):
                places.append(Place(base, start, end, toned or neutral, _is_han(text[end : end + 1]), joined))
                break
        else:
            unfit += toned and run.isalpha()  # 键F4 says nothing
    return places, unfit


def _list_sizes(run: str, after: str, *, numbered: bool) -> Iterator[tuple[int, bool]]:
    """Yield how long the reading may be at the beginning of a run of letters, and whether it must be exact.

    A number or a name may follow it, 作为zuòwéiWTA, 了le2012年. In a text that is `numbered` a digit must be the tone
    then, and letters without one must be those of the neutral tone.
    """
    if spelled := _spelled_run().match(run):
        yield spelled.end(), False
        return
    capitals = [match.start() + 1 for match in _capital().finditer(run)][-_CAPITALS:]
    marked = _marked().search(run) is not None
    numbers = [match.span() for match in _numbers().finditer(run)]
    if marked:
        yield numbers[0][0] if numbers else len(run), False
    elif numbers:
        start, end = numbers[-1]
        if numbered and (end < len(run) or (end - start == 1 and not after.isdecimal())):
            yield len(run), True
        if numbered:
            yield start + 1, True
        yield numbers[0][0], True
    else:
        yield len(run), after.isascii() and after.isalnum()
    yield from ((at, not marked) for at in reversed(capitals))


class Flattening(NamedTuple):
    """What a document says about readings between its characters.

    With a `margin` above zero they are what is left of ruby; `every` says whether nearly every character has one.
    """

    margin: float
    every: bool


def measure_flattening(sample: str) -> Flattening:
    """Weigh the readings between characters of a document."""
    places, unfit = find_places(sample)
    if not places:
        return Flattening(-_LEAST, every=False)
    total = _UNFIT * unfit - _LEAST
    bare, at = [], 0
    for place in places:
        weight = (_INSIDE if place.inside else _LISTED) + (_JOINED if place.joined else 0.0)
        total += weight if _tone().search(sample, place.start, place.end) else _PLAIN * weight
        bare.append(sample[at : place.base])
        at = place.end
    rest = "".join(bare) + sample[at:]
    unread, read = len(_han().findall(rest)), sum(place.start - place.base for place in places)
    total += _SPEAKS if speaks_of_readings(rest) else 0.0
    return Flattening(total - _SPARSE * unread, every=read >= _EVERY * (read + unread))


def count_read(text: str, end: int, gloss: str, *, exact: bool = False, most: int = _WORD) -> int:
    """Return of how many characters before `end` the `gloss` is the reading, in pinyin or zhuyin; 0 if of none.

    Unless `exact`, its tones may differ: on the mainland, in Taiwan and in speech 期 and 研 have others.

    >>> [count_read("参观西安", 4, gloss) for gloss in ("Xī'ān", "ān", "cānguānxīān", "ㄒㄧ ㄢ", "nán")]
    [2, 1, 4, 2, 0]
    """
    at = end
    for part in reversed(_apart().split(gloss)):
        places = {len(part)}  # where in the part the syllables may begin that were read so far, from the end
        while 0 not in places:
            at -= 1
            if at < 0 or end - at > most or not _is_han(text[at]):
                return 0
            places = {
                place - size
                for place in places
                for size in range(1, min(place, _SYLLABLE) + 1)
                if _reads(text[at], part[place - size : place], exact=exact)
            }
            if not places:
                return 0
    return end - at


@lru_cache(maxsize=16384)  # a page has some hundred syllables, each asked for at several lengths
def _reads(char: str, syllable: str, *, exact: bool) -> bool:
    """Return whether `syllable` is a reading of `char`."""
    if _spelled().match(syllable):
        if not _spelled().fullmatch(syllable):
            return False
        syllable = to_pinyin(syllable)
    readings, parsed = open_readings(), parse_syllable(syllable)
    if parsed is None:
        return False
    return readings.fits(char, syllable) or (not exact and readings.fits(char, parsed.letters))


def find_rows(text: str) -> Iterator[Span]:
    """Yield the lines of readings that stand above or below the line that they are of, neighbours as one span."""
    lines = text.split("\n")
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    first = last = -1
    syllables = 0
    for i, line in enumerate(lines):
        count = _count_row(lines, i) if _tone().search(line) and _row().fullmatch(line) else 0
        if not count:
            continue
        if last >= 0 and i > last + 2:
            if syllables > 1:
                yield starts[first], starts[last] + len(lines[last])
            first, syllables = -1, 0
        first, last, syllables = i if first < 0 else first, i, syllables + count
    if syllables > 1:
        yield starts[first], starts[last] + len(lines[last])


def _count_row(lines: list[str], i: int) -> int:
    """Return how many characters of the line below or above are read by line `i`, 0 if not exactly all."""
    gloss = " ".join(_syllables().findall(lines[i]))
    for other in (*lines[i + 1 : i + 2], *lines[max(0, i - 1) : i]):
        chars = "".join(_han().findall(other))
        if (
            chars
            and len(gloss) <= 10 * len(chars)
            and count_read(chars, len(chars), gloss, most=len(chars)) == len(chars)
        ):
            return len(chars)
    return 0


class Gloss(NamedTuple):
    """A bracket with the readings of the word before it."""

    start: int
    end: int
    word: str


def find_glosses(text: str) -> Iterator[Gloss]:
    """Yield the brackets that hold a reading for each of the characters before them, in order."""
    at = 0
    while match := _gloss().search(text, at):
        start, at = match.span()
        count = _count_gloss(text, start, match[1])
        if not count:
            at = start + 1
            continue
        while (again := _bracket().match(text, at)) and _count_gloss(text, start, again[1]):
            at = again.end()  # once in pinyin and once in zhuyin
        yield Gloss(start, at, text[start - count : start])


def _count_gloss(text: str, end: int, held: str) -> int:
    """Return how many characters before `end` a bracket reads; a single letter in it is more often a name."""
    gloss = held.strip(" \N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}")
    return 0 if len(gloss) == 1 and gloss.isascii() else count_read(text, end, gloss)


def _is_han(char: str) -> bool:
    return _han().fullmatch(char) is not None


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


@cache
def _tone() -> re.Pattern[str]:
    return re.compile(f"[{_MARKED}1-5{ZHUYIN}]")


@cache
def _spelled() -> re.Pattern[str]:
    return re.compile(f"\u02d9?[{ZHUYIN}]{{1,3}}[{TONES}]?")


@cache
def _apart() -> re.Pattern[str]:
    return re.compile(f"[{_APART}]+")


@cache
def _between() -> re.Pattern[str]:
    # A letter comes first, and then a look at what stands before it: letters are rare, so the scan is fast.
    return re.compile(f"({_READING}(?<=[{HAN}].)(?<![1-5]){_READING}*(?:['’]{_READING}+)*)")


@cache
def _spelled_run() -> re.Pattern[str]:
    return re.compile(f"[{ZHUYIN}{TONES}]+")


@cache
def _marked() -> re.Pattern[str]:
    return re.compile(f"[{_MARKED}]")


@cache
def _numbers() -> re.Pattern[str]:
    return re.compile("[1-5]+")


@cache
def _capital() -> re.Pattern[str]:
    return re.compile(f"[a-zü1-5{_MARKED}](?=[A-Z])")


@cache
def _syllables() -> re.Pattern[str]:
    return re.compile(f"{_READING}+")


@cache
def _row() -> re.Pattern[str]:
    return re.compile(f'(?:{_READING}|[{_APART}\t\r,.!?;:"，。！？；：、“”…—]){{1,400}}')


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(f"[(（]((?:{_READING}|[{_APART}]){{1,120}})[)）]")


@cache
def _gloss() -> re.Pattern[str]:
    return re.compile(f"[(（](?<=[{HAN}].)((?:{_READING}|[{_APART}]){{1,120}})[)）]")


def may_be_flattened(text: str) -> bool:
    """Return whether readings may stand between characters, or a line of them above or below."""
    if any(pattern.search(text) for pattern in _probes()):
        return True
    return any(_ends_with_han(text, match.start()) for match in _below().finditer(text))


@cache
def _probes() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a reading behind a character and of one above a line.

    Each begins with what is rare, and looks back from there, so that the scan is fast.
    """
    told = f"{_MARKED}{ZHUYIN}"
    toned = f"(?<=[{told}\u02d9])|(?<=[A-Za-zü])(?:[A-Za-zü]{{0,4}}[{told}\u02d9]|[A-Za-zü]{{0,5}}[1-5])"
    behind = f"[A-Za-zü{told}\u02d9](?<=[{HAN}].)(?:{toned}|(?<=[a-z])[a-z]{{0,5}}[{HAN}][a-z])"
    above = f"[{told}{TONES}][a-z]{{0,4}}[{_ENDS}]{{0,{_MOST_ENDS}}}\\n{_INDENT}[{HAN}]"
    return re.compile(behind), re.compile(above)


@cache
def _below() -> re.Pattern[str]:
    """Return the pattern of a reading below a line, from the line end on."""
    return re.compile(f"\\n{_INDENT}[A-Za-zü]{{0,5}}[{_MARKED}{ZHUYIN}]")


def _ends_with_han(text: str, at: int) -> bool:
    """Return whether a line that ends at a place ends with an ideograph and a few marks."""
    last = text[max(0, at - _MOST_ENDS - 1) : at].rstrip(_ENDS)[-1:]
    return compile_pattern(f"[{HAN}]+").match(last) is not None
