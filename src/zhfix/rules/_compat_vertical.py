"""Marks in the shapes of vertical text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from zhfix.patterns import compile_pattern
from zhfix.rules._compat_tables import find_lines

Replacement = tuple[int, int, str]
"""From where to where, and by what."""

# Each opening shape is followed by the closing one.
_OPENING = "\ufe17\ufe35\ufe37\ufe39\ufe3b\ufe3d\ufe3f\ufe41\ufe43\ufe47"
_CLOSING = "".join(chr(ord(char) + 1) for char in _OPENING)
_MARKS = "\ufe10-\ufe16"
_WIDE = 0xFEE0  # from an ASCII mark to the same in full width
_DOTS, _BAR, _ELLIPSIS, _DASH = "\ufe30", "\ufe31", "\ufe19", "\ufe32"
_AFTER_TEXT = rf"(?<=[\w%”’{_CLOSING}\uff09\uff5d〕】》〉」』\uff3d〗])"
_NUMERAL = "[0-9\u3007一二三四五六七八九十百千]"


def find_vertical(text: str) -> Iterator[Replacement]:
    """Yield the marks that belong to text, from left to right, and the same as in horizontal text."""
    for start, end in find_lines(text, f"[{_OPENING}{_CLOSING}{_MARKS}{_DOTS}{_BAR}{_ELLIPSIS}{_DASH}]"):
        line = text[start:end]
        for first, last, after in sorted([*_find_brackets(line), *_find_marks(line)]):
            yield start + first, start + last, after


def _find_brackets(line: str) -> Iterator[Replacement]:
    """Yield the brackets that pair, one inside another or side by side, around something that is text."""
    opened: list[tuple[int, bool]] = []  # where each opens, and whether a letter has come since
    has_letter, at = compile_pattern(r"\w"), 0
    for match in compile_pattern(f"[{_OPENING}{_CLOSING}]").finditer(line):
        place, char = match.start(), match[0]
        if opened and not opened[-1][1] and has_letter.search(line, at, place):
            opened[-1] = opened[-1][0], True
        at = place + 1
        if char in _OPENING:
            opened.append((place, False))
        elif opened and ord(line[opened[-1][0]]) == ord(char) - 1:
            opener, filled = opened.pop()
            if filled:
                yield opener, opener + 1, lay_down(line[opener])
                yield place, place + 1, lay_down(char)
                opened[-1:] = [(start, True) for start, _ in opened[-1:]]
        else:
            opened.clear()


def _find_marks(line: str) -> Iterator[Replacement]:
    """Yield the marks that follow text."""
    for match in compile_pattern(f"{_AFTER_TEXT}[{_MARKS}]+").finditer(line):
        yield *match.span(), "".join(map(lay_down, match[0]))
    for match in compile_pattern(f"{_AFTER_TEXT}(?:{_DOTS}+|{_ELLIPSIS}+|{_BAR}+)").finditer(line):
        after = _read_dots(match[0])
        if after:
            yield *match.span(), after
    for match in compile_pattern(f"(?<={_NUMERAL}){_DASH}(?={_NUMERAL})").finditer(line):
        yield *match.span(), "–"


def _read_dots(run: str) -> str:
    """Return what a run of dots or bars is: a colon, an ellipsis, a dash, or nothing that is known."""
    if run == _DOTS:
        return "\N{FULLWIDTH COLON}"
    if run[0] != _BAR:
        return "……"
    return "——" if len(run) == 2 else ""


def lay_down(char: str) -> str:
    r"""Return the horizontal shape of a mark in full width.

    >>> [lay_down(char) for char in "\ufe10\ufe12\ufe41"]
    ['，', '。', '「']
    """
    plain = unicodedata.normalize("NFKC", char)
    return chr(ord(plain) + _WIDE) if plain.isascii() else plain
