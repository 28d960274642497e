"""What becomes of each invisible character: judged by the whole run it stands in, its neighbours and its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from zhfix.patterns import HAN, compile_pattern
from zhfix.rules import _invisible_chars as chars
from zhfix.rules._invisible_chars import Line, is_in


class Token(NamedTuple):
    """An invisible character or a terminal sequence, and what becomes of it.

    `kind` says why it goes; it is empty where the token stays, and then `left` may say why that is reported.
    """

    start: int
    end: int
    kind: str = ""
    left: str = ""


class _Place(NamedTuple):
    """Where a run stands: the visible characters on either side (empty at the edges of the text), and the line."""

    before: str
    after: str
    line: Line

    def touches(self, members: str) -> bool:
        """Return whether one of the neighbours belongs to a class."""
        return is_in(members, self.before) or is_in(members, self.after)

    def lies_in(self, members: str) -> bool:
        """Return whether one neighbour belongs to a class and the other does too, or is a blank or an edge."""
        return self.touches(members) and all(is_in(members + r"\s", char) or not char for char in self[:2])


def judge_run(text: str, run: re.Match[str], line: Line, *, shifted: bool) -> list[Token]:
    """Decide for every token of a run, by the visible characters before and behind the run.

    `shifted` says that the text designates character sets as ISO-2022 does.
    """
    place = _Place(text[run.start() - 1 : run.start()] if run.start() else "", text[run.end() : run.end() + 1], line)
    tokens = [Token(*match.span()) for match in compile_pattern(chars.TOKEN).finditer(text, *run.span())]
    flag = compile_pattern(_FLAG_TAGS).match(text, run.start()) if place.before == chars.BLACK_FLAG else None
    if line.bytelike:
        return _judge_bytes(text, tokens, flag.end() if flag else run.start())
    separator = _judge_separators("".join(compile_pattern(f"[{chars.SEPARATORS}]").findall(run[0])), place)
    selectors = [token.start for token in tokens if is_in(_SELECTORS, text[token.start])]
    judged = []
    for token in tokens:
        char, following = text[token.start], text[token.end : token.end + 1]
        if token.end - token.start > 1:
            kind, left = "sequence", ""
        elif flag and token.start < flag.end():
            kind, left = "", ""
        elif char == chars.ESCAPE:
            kind, left = ("", "shift") if following and following in _INTERMEDIATE else ("control", "")
        elif char in _SHIFTS and shifted:
            kind, left = "", "shift"
        elif char == _SWAPPED_MARK and not token.start:
            kind, left = "", "swapped"
        elif token.start in selectors[1:]:
            kind, left = "selector", ""  # a character has one at most; rows of them hide text
        elif char == _INTRODUCER and compile_pattern(_PARAMETERS).match(text, run.end()):
            kind, left = ("" if place.touches(chars.LATIN_1) else "c1"), ""
        else:
            kind, left = _judge_char(char, place, separator)
        judged.append(token._replace(kind=kind, left=left))
    return judged


def _judge_bytes(text: str, tokens: list[Token], start: int) -> list[Token]:
    """In a line of misread bytes what may be one stays; byte order marks before the text go, and hidden text."""
    judged = []
    first = tokens[0].start == 0
    for token in tokens:
        char = text[token.start]
        kind = ""
        if is_in(chars.BEYOND, char):
            kind = chars.find_kind(char) if token.start >= start else ""
        elif first and char == _BYTE_ORDER_MARK:
            kind = "zero_width"
        else:
            first = False
        judged.append(token._replace(kind=kind))
    return judged


def _judge_char(char: str, place: _Place, separator: tuple[str, str]) -> tuple[str, str]:
    """Return why a character goes, or else why it is reported; neither where it has its meaning."""
    kind = chars.find_kind(char)
    if kind == "separator":
        return separator
    if judge := _JUDGES.get(kind):
        return judge(char, place)
    goes = _GOES.get(kind)
    return (kind if goes is None or goes(place) else ""), ""


def _parts_no_letters(place: _Place) -> bool:
    return place.touches(chars.CJK) and not place.touches(chars.LATIN_1)


def _judge_object(_: str, place: _Place) -> tuple[str, str]:
    return ("object", "") if place.line.chinese else ("", "object")


def _judge_selector(char: str, place: _Place) -> tuple[str, str]:
    return ("" if _takes_selector(char, place) else "selector"), ""


def _takes_selector(char: str, place: _Place) -> bool:
    """Return whether the character before takes a selector, or may, in a line that is not Chinese."""
    if is_in(chars.IDEOGRAPHIC_SELECTORS, char):
        return is_in(HAN, place.before)
    if is_in(chars.EMOJI_SELECTORS, char):
        return not place.line.chinese or (place.before != "" and not is_in(chars.CJK + r"\s", place.before))
    return not place.line.chinese or (char <= _LAST_STANDARDIZED and is_in(chars.VARIED, place.before))


def _judge_bidi(char: str, place: _Place) -> tuple[str, str]:
    """Marks for right-to-left text go from Chinese; elsewhere those that hide what code does are reported."""
    if place.line.chinese and not place.line.right_to_left:
        return "bidi", ""
    if is_in(_OVERRIDES if place.line.right_to_left else chars.DIRECTIONS, char):
        return "", "direction"
    return "", ""


def _judge_blank(_: str, place: _Place) -> tuple[str, str]:
    """A letter that shows as a blank goes between Chinese; at an edge or beside a word it may have been set there."""
    if not place.line.chinese or place.touches(chars.OWNERS):
        return "", ""
    return ("filler", "") if all(is_in(chars.CJK, char) for char in place[:2]) else ("", "blank_letter")


_GOES: dict[str, Callable[[_Place], bool]] = {
    "control": lambda place: not place.touches(chars.LATIN_1),
    "filler": lambda place: place.line.chinese and not place.touches(chars.OWNERS),
    "soft_hyphen": _parts_no_letters,
    "unassigned": lambda place: place.line.chinese,
}
"""Where a character of a kind goes; other kinds go everywhere."""


def _judge_separators(separators: str, place: _Place) -> tuple[str, str]:
    """Judge all of a run together: padding at the end of a field, or stray in a sentence; else they may part fields."""
    if not separators.strip(_NUL) and (place.before in _FIELD_STARTS or place.after in _FIELD_ENDS):
        return "separator", ""
    if len(separators) == 1 and place.line.prose and place.lies_in(chars.CJK):
        return "separator", ""
    return "", "separator"


def _judge_c1(char: str, place: _Place) -> tuple[str, str]:
    """A C1 control goes between Han; beside Latin-1 it is a byte, and as a mark of Windows it stands for something."""
    if place.touches(chars.LATIN_1):
        return "", ""
    if place.lies_in(chars.CJK) and not is_in(chars.C1_MARKS, char):
        return "c1", ""
    return "", "c1"


def _judge_zero_width(char: str, place: _Place) -> tuple[str, str]:
    """Joiners hold emoji together and shape letters of some scripts; everything else of no width is junk in Chinese."""
    if char == _BYTE_ORDER_MARK:
        return "zero_width", ""
    if place.touches(chars.JOINING):
        return "", ""
    if char == _JOINER and is_in(chars.EMOJI, place.after):
        return "", "" if is_in(chars.EMOJI, place.before) else "orphan"
    if is_in(chars.MATHEMATICAL, char):
        return "zero_width" if place.lies_in(chars.CJK) else "", ""
    return "zero_width" if place.line.chinese else "", ""


_JUDGES: dict[str, Callable[[str, _Place], tuple[str, str]]] = {
    "annotation": lambda _char, _place: ("", "annotation"),
    "bidi": _judge_bidi,
    "blank_letter": _judge_blank,
    "c1": _judge_c1,
    "object": _judge_object,
    "selector": _judge_selector,
    "zero_width": _judge_zero_width,
}
"""What judges a character of a kind where that takes more than a condition."""

_SELECTORS = chars.SELECTORS + chars.IDEOGRAPHIC_SELECTORS
_LAST_STANDARDIZED = "\N{VARIATION SELECTOR-3}"  # no sequence of the Unicode standard has one of the next eleven
_OVERRIDES = "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"
_NUL = "\x00"
_JOINER = "\N{ZERO WIDTH JOINER}"
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SWAPPED_MARK = "\ufffe"  # the noncharacter that a byte order mark becomes when bytes are swapped
_SHIFTS = "\x0e\x0f"
_INTERMEDIATE = "".join(map(chr, range(0x20, 0x30)))
_INTRODUCER = "\x9b"  # CONTROL SEQUENCE INTRODUCER, one character for ESC [
_PARAMETERS = "[0-9;?]{1,24}[A-Za-z]"
_FLAG_TAGS = "[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"  # of letters and digits, as those of regions
_FIELD_STARTS, _FIELD_ENDS = ("", "\n"), ("", "\n", "\r", "\t", ",", ";", "|", '"', "'")
