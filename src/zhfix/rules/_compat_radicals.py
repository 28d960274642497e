"""Radicals that stand where ideographs belong, told from radicals that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from zhfix.charlm import open_model
from zhfix.ideographs import find_descriptions
from zhfix.patterns import HAN, KANA, compile_pattern
from zhfix.rules._compat_tables import RADICALS, find_lines, open_radicals

# Of the Supplement, what is a character in its own right.  The rest are forms that a radical takes as a part, such as
# \u2ea1 and \u2eae, and no font shows them for the character that they come from.
_WHOLE = "⺎⺒⺓⺜⺝⺟⺠⺬⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
# The table has the forms of the Kangxi dictionary; what stands in simplified text for the same shape, and in any text.
_IN_SIMPLIFIED = {"戶": "户", "黃": "黄"}
_EVERYWHERE = {"靑": "青"}

# Words of texts about radicals, undamaged; in text from PDF 首 and 字典 of such a word would be damaged in their turn.
_ABOUT = "部首|偏旁|字根|字素|字旁|[Rr]adical|RADICAL|[Kk]ang[Xx]i|KANGXI|[Uu]\\+2[EeFf]"
# A piece that describes a character by its parts, as databases of classical text write it: {⻊叉}, [⽊+奇].
_PARTS = f"[{{\\[][{RADICALS}{HAN}+*/@()-]{{1,8}}[}}\\]]"
_NUMERALS = "⼀⼆⼋⼗"
_ENUMERATED = f"[（(]?[{_NUMERALS}]{{1,3}}[、.\uff0e）)：:]"  # at the start of a line
_WORD = -7.0
"""Nats of the second of two characters that are a word, such as 人工 and 自己: of 38 words made of radicals 35 have at
least so many.  Of the neighbours in the dictionary's order 12 of 213 do; those are never read as a word."""
_LIST = 6
"""Radicals in a row that are a list of them.  The longest words that consist of them alone have four (⼀⼼⼀⼒)."""


def find_radicals(text: str, *, simplified: bool, components: bool) -> Iterator[tuple[int, str]]:
    """Yield the place of each radical that stands for an ideograph, and that ideograph."""
    table = open_radicals()
    wanted = compile_pattern(f"[{RADICALS}]" if components else f"[\u2f00-\u2fd5{_WHOLE}]")
    for start, end in find_lines(text, f"[{RADICALS}]"):
        line = text[start:end]
        if not components and is_about_radicals(line):
            continue
        meant = _find_meant(line)
        places = [match.start() for match in wanted.finditer(line) if match.start() not in meant]
        if not components and not any(_is_bound(line, place) for place in places):
            places = sorted({*_find_enumerated(line, places), *_find_words(line, places)})
        for place in places:
            ideograph = table.get(line[place])
            if ideograph:
                ideograph = _EVERYWHERE.get(ideograph, ideograph)
                yield start + place, _IN_SIMPLIFIED.get(ideograph, ideograph) if simplified else ideograph


def is_about_radicals(line: str) -> bool:
    """Return whether a line talks about radicals, lists them, or holds one beside the ideograph that it looks like."""
    if compile_pattern(_ABOUT).search(line) or compile_pattern(f"[{RADICALS}]{{{_LIST}}}").search(line):
        return True
    return any(_stands_beside(line, match.start()) for match in compile_pattern(f"[{RADICALS}]").finditer(line))


def _stands_beside(line: str, place: int) -> bool:
    """Return whether a radical stands beside its own ideograph, with at most a mark between: ⼏几, ⼀（一）."""
    ideograph = open_radicals().get(line[place], "")
    for neighbour, next_but_one in (
        (line[place + 1 : place + 2], line[place + 2 : place + 3]),
        (line[place - 1 : place], line[place - 2 : place - 1] if place > 1 else ""),
    ):
        letter = compile_pattern(f"[{HAN}{RADICALS}]").match(neighbour)
        if ideograph and ideograph == (neighbour if letter else next_but_one):
            return True
    return False


def _find_meant(line: str) -> set[int]:
    """Return the places of radicals inside descriptions of characters."""
    spans = [*find_descriptions(line), *(match.span() for match in compile_pattern(_PARTS).finditer(line))]
    return {place for start, end in spans for place in range(start, end)}


def _is_bound(line: str, place: int) -> bool:
    """Return whether a radical touches a letter of running text, itself no radical, through other radicals or not."""
    run = _run_of(line, place)
    before, after = line[run.start() - 1 : run.start()], line[run.end() : run.end() + 1]
    return any(compile_pattern(f"[{HAN}{KANA}]").match(char) for char in (before, after) if char)


def _run_of(line: str, place: int) -> re.Match[str]:
    """Return the run of radicals that begins, or goes on, at `place`."""
    start = place
    while start and compile_pattern(f"[{RADICALS}]").match(line[start - 1]) and place - start < _LIST:
        start -= 1
    run = compile_pattern(f"[{RADICALS}]+").match(line, start)
    assert run is not None  # there is a radical at `place`
    return run


def _find_words(line: str, places: list[int]) -> list[int]:
    """Return which of the radicals stand in a row by themselves and read as a word."""
    model = open_model()
    found = []
    for match in compile_pattern(f"[{RADICALS}]{{2,}}").finditer(line):
        word = [(ord(radical), open_radicals().get(radical, "")) for radical in match[0]]
        pairs = list(pairwise(word))
        if all(a and b and second != first + 1 for (first, a), (second, b) in pairs) and all(
            model.log_bigram(a, b) >= _WORD for (_, a), (_, b) in pairs
        ):
            found += [place for place in places if match.start() <= place < match.end()]
    return found


def _find_enumerated(line: str, places: list[int]) -> list[int]:
    """Return which of the radicals number a heading or an item, where nothing else in the line shows what they are."""
    number = compile_pattern(_ENUMERATED).match(line)
    if number is None or not compile_pattern(f"[{HAN}]").search(line):
        return []
    return [place for place in places if place < number.end()]
