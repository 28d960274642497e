# ruff: noqa: RUF001 - fullwidth characters are what this module is about, and are meant where they stand
"""Whether an ASCII mark is written fullwidth: the decisions of widen_marks, a kind of mark each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from zhfix.patterns import HAN, compile_in_lines
from zhfix.rules._width_context import MARKUP, Line, Run, is_han, is_latin

WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "~": "～", "(": "（", ")": "）"}

# How sure a mark is by what stands beside it; see docs/rules/width.md for the figures.
BETWEEN_HAN, AFTER_HAN, BEFORE_HAN, IN_WORDS = 0.99, 0.97, 0.9, 0.8
BRACKET, STOP, STOP_BY_HABIT, WAVE, AFTER_WORD = 0.95, 0.95, 0.8, 0.9, 0.8


class Habit(NamedTuple):
    """How a document writes marks.

    `flattened`: Chinese marks that have no ASCII counterpart are there, and of those that have one only the ASCII
    counterpart, so a program replaced them.  `stops`: sentences end in an ASCII full stop, and none in 。
    """

    flattened: bool
    stops: bool


_ENOUGH = 3
"""ASCII commas between Han that show a habit: one or two may be slips of the hand."""


def find_habit(sample: str) -> Habit:
    """Return how the sample of a document writes marks."""
    commas = sum(1 for _ in compile_in_lines(f"[{HAN}],(?=[{HAN}])").finditer(sample))
    own = compile_in_lines("[，：；！？（）]").search(sample) is None
    flattened = own and commas >= _ENOUGH and compile_in_lines("[、《》【】]").search(sample) is not None
    stops = "。" not in sample and compile_in_lines(rf"[{HAN}]\.(?=[ \"”’)]|$)").search(sample) is not None
    return Habit(flattened, stops)


class Place(NamedTuple):
    """A mark, and all that is looked at to judge it."""

    text: str
    at: int
    run: Run
    line: Line
    habit: Habit
    brackets: Mapping[int, bool]

    @property
    def mark(self) -> str:
        """The mark itself."""
        return self.text[self.at]

    def beside(self, offset: int) -> str:
        """Return the character so many places on, ``""`` at the edge of the line."""
        at = self.at + offset
        char = self.text[at] if 0 <= at < len(self.text) else ""
        return "" if char in "\n\r" else char

    @property
    def following(self) -> str:
        """The next character but one blank."""
        return self.beside(1) if self.beside(1) != " " else self.beside(2)


def judge_mark(place: Place) -> float:
    """Return how sure it is that the mark is written fullwidth, 0 where it stays.

    >>> run, line = Run(1, 2, "甲", "乙"), Line(0, 3, chinese=True, japanese=False, code=False, row=False)
    >>> judge_mark(Place("甲,乙", 1, run, line, Habit(flattened=False, stops=False), {}))
    0.99
    """
    if not place.line.prose or _is_technical(place):
        return 0.0
    if place.mark == ".":
        return _judge_stop(place)
    return _judge_wave(place) if place.mark == "~" else _judge_plain(place)


def _judge_plain(place: Place) -> float:
    """Judge , ; : ! and ? by the letters on either side: Chinese on one is enough in a Chinese line."""
    before, after = is_han(place.run.before), is_han(place.run.after)
    sure = 0.0
    if before and after:
        sure = BETWEEN_HAN
    elif not place.line.chinese:
        pass
    elif before:
        sure = 0.0 if _belongs_to_what_follows(place) else AFTER_HAN
    elif after and place.run.before and not _numbers_an_item(place):
        sure = BEFORE_HAN if is_han(place.following) or place.following in _OPENERS else 0.0
    elif place.habit.flattened and _parts_words(place):
        sure = IN_WORDS
    elif place.mark in "!?" and _ends_on_word(place, _SHORT_CLAUSE):
        sure = AFTER_WORD
    return sure


def _belongs_to_what_follows(place: Place) -> bool:
    """Return whether the mark stands apart from the Chinese before it and close to a word, as in `甲 :name`."""
    letter = place.beside(-2)
    return place.beside(-1) == " " and is_latin(place.beside(1)) and (is_han(letter) or is_latin(letter))


_OPENERS = tuple("“‘「『《〈【（(")
_NOSES = "-o^'"
_FACE_ENDS = tuple(")(）（DPpO|*")


def _is_technical(place: Place) -> bool:
    """Return whether the mark is part of a number, an address, a command, an operator, a face or a short code."""
    mark, before, after = place.mark, place.beside(-1), place.beside(1)
    if mark in (before, after) and mark in ".:~,;":
        return True
    if before.isdigit() and after.isdigit():
        return True
    return mark in _SIGNS and _SIGNS[mark](place)


def _begins_an_address(place: Place) -> bool:
    before, after = place.beside(-1), place.beside(1)
    return after in ("/", "\\", "=", "]") or before == "[" or _is_face(place) or _is_short_code(place)


def _ends_an_entity(place: Place) -> bool:
    head = place.text[max(place.line.start, place.at - _LONGEST_NAME) : place.at]
    return compile_in_lines(r"&#?[A-Za-z0-9]+\Z").search(head) is not None or _is_face(place)


def _is_an_operator(place: Place) -> bool:
    return place.beside(1) in ("[", "=") or _names_end().search(place.text, max(0, place.at - 10), place.at) is not None


@cache
def _names_end() -> re.Pattern[str]:
    """Return the names of firms, programs and bands that are written with a mark at their end."""
    return re.compile(r"(?<![A-Za-z])(?:Yahoo|Wham|Panic|Joomla|Kahoot|Jeopardy|Yum)\Z")


def _begins_a_query(place: Place) -> bool:
    return compile_in_lines(r"\?[A-Za-z0-9_%.-]{1,32}=").match(place.text, place.at) is not None


_SIGNS: dict[str, Callable[[Place], bool]] = {
    ",": lambda place: place.line.row,
    ":": _begins_an_address,
    ";": _ends_an_entity,
    "!": _is_an_operator,
    "?": _begins_a_query,
}
"""What each mark may be beside punctuation."""


def _is_face(place: Place) -> bool:
    """Return whether a colon or semicolon begins a face, such as ``:)``, ``;-)`` and ``:D``."""
    nose = 2 if place.beside(1) and place.beside(1) in _NOSES and place.beside(2) in _FACE_ENDS else 1
    mouth = place.beside(nose)
    if mouth not in _FACE_ENDS or is_latin(place.beside(nose + 1)):
        return False
    return mouth not in "()（）" or place.at + nose not in place.brackets


def _is_short_code(place: Place) -> bool:
    """Return whether the colon begins or ends a name between colons, which some programs show as a picture."""
    code = compile_in_lines(r":[a-z_+-][a-z0-9_+-]{0,31}:")
    behind = place.text[max(place.line.start, place.at - _LONGEST_NAME) : place.at + 1]
    last = behind.rfind(":", 0, -1)
    return code.match(place.text, place.at) is not None or (last >= 0 and code.fullmatch(behind, last) is not None)


def _numbers_an_item(place: Place) -> bool:
    """Return whether the mark ends the number of an item, ``1:``, or a name as in a header, ``title: ``."""
    head = place.text[max(place.line.start, place.at - _LONGEST_NAME) : place.at]
    if len(head) == _LONGEST_NAME:
        return False
    if compile_in_lines(r"[\s>*#-]*\d{1,3}\s?").fullmatch(head):
        return True
    return place.mark == ":" and place.beside(1) == " " and _is_name(head)


def _is_name(head: str) -> bool:
    return compile_in_lines(r"[\s>*#-]*[A-Za-z][\w-]*\s?").fullmatch(head) is not None


_LONGEST_NAME = 32


def _parts_words(place: Place) -> bool:
    """Return whether the mark stands between words without a blank, as fullwidth marks do and English ones do not."""
    return place.mark in ",;" and is_latin(place.beside(-1)) and is_latin(place.beside(1))


def _judge_wave(place: Place) -> float:
    """~ between Han or at the end of Chinese is ～; before a digit or a path it is a sign."""
    if not is_han(place.beside(-1)) or not place.line.chinese:
        return 0.0
    after = place.beside(1)
    return WAVE if is_han(after) or after.isdigit() or after in _WAVE_ENDS else 0.0


_WAVE_ENDS = ("", *'，。！？、；：”’」』）》,.!?;:)" ')
_NAMES = frozenset("斯尔爾特克拉德里尼罗羅巴卡马馬维維利亚亞奥奧莱萊伊夫托达達诺諾蒂姆布莉娜")
"""Characters that names in other languages are most often transliterated with: . between two of them parts names."""
_ORDINALS = (
    r"[\s>*#-]*(?:第[0-9]{1,3}[章节節回条條款]|第?[一二三四五六七八九十百零〇]{1,4}[章节節条條]?"
    r"|[甲乙丙丁戊己庚辛壬癸附注註例])"
)
_ABBREVIATIONS = frozenset("etc inc ltd co corp jr sr no vs dr mr mrs ms st fig vol pp ed al eg ie".split())
_CLOSING = "”’」』》】）)\"' " + MARKUP
_LONGEST_RUN = 12
"""Marks in a row, more than which are no punctuation."""
_CLAUSE = 5
"""Han that a line with no other mark has at least, if a full stop ends it: a heading or an item is shorter."""


def _judge_stop(place: Place) -> float:
    """A full stop ends a Chinese sentence at the end of a line, before a blank, or by habit; a name's dot does not."""
    crowded = place.run.end - place.run.start > _LONGEST_RUN
    if not place.line.chinese or crowded or place.beside(-1) == "．" or _is_heading(place):
        return 0.0
    if place.text[place.run.start : place.at].strip(_CLOSING):
        return 0.0
    if not is_han(place.run.before):
        return STOP_BY_HABIT if _ends_on_word(place) or _ends_on_number(place) else 0.0
    return _judge_stop_after_han(place)


def _judge_stop_after_han(place: Place) -> float:
    before, after = place.beside(-1), place.beside(1)
    ends = not place.run.after and not place.text[place.at + 1 : place.run.end].strip(_CLOSING)
    if ends or (after and after in '”’」』）)"'):
        return STOP if _is_sentence(place) else 0.0
    if after == " ":
        return STOP if place.beside(2) not in ("", " ") else 0.0
    named = {after, before} <= _NAMES
    return STOP_BY_HABIT if is_han(after) and is_han(before) and place.habit.stops and not named else 0.0


def _is_heading(place: Place) -> bool:
    """Return whether what the line holds so far is a number such as 一 or 第三章."""
    head = place.text[max(place.line.start, place.at - 12) : place.at]
    return place.at - 12 <= place.line.start and compile_in_lines(_ORDINALS).fullmatch(head) is not None


def _is_sentence(place: Place, least: int = _CLAUSE) -> bool:
    line = place.text[place.line.start : place.line.end] if place.line.end - place.line.start <= _SHORT else None
    if line is None or compile_in_lines("[，。；！？、：,;!?:]").search(line.rstrip(_WEAK)):
        return True
    return len(compile_in_lines(f"[{HAN}]").findall(line)) >= least


_WEAK = "!?,;: "
_SHORT = 60
"""Characters of a line that is looked at whole; a longer one is a sentence in any case."""


def _ends_clause(place: Place) -> bool:
    """Return whether nothing but closing marks stands between the mark and what it ends, or behind it in its line."""
    text, after = place.text, place.beside(1)
    if text[place.run.start : place.at].strip(_CLOSING):
        return False
    at_end = not place.run.after and not text[place.at + 1 : place.run.end].strip(_CLOSING)
    return at_end or (after == " " and is_han(place.beside(2)))


def _ends_on_word(place: Place, least: int = _CLAUSE) -> bool:
    """Return whether the mark follows a few words of Latin letters in a Chinese sentence and ends it."""
    if not _ends_clause(place):
        return False
    head = place.text[max(place.line.start, place.run.start - 60) : place.run.start]
    match = compile_in_lines(rf"[{HAN}][ ]?[`*]{{0,3}}(?:[A-Za-z][\w-]*[ ]){{0,2}}([A-Za-z][A-Za-z]+)\Z").search(head)
    return match is not None and match[1].lower() not in _ABBREVIATIONS and _is_sentence(place, least)


def _ends_on_number(place: Place) -> bool:
    """Return whether the stop follows a number in a Chinese sentence, with its unit or without, and ends it.

    Not the number of an item or of a figure, `步骤1. 打开`, nor a decimal that goes on.
    """
    if not _ends_clause(place):
        return False
    head = place.text[max(place.line.start, place.run.start - 60) : place.run.start]
    match = _number_end().search(head)
    if match is None or (match["before"] in _COUNTED_BY and not match["unit"]):
        return False
    if match["unit"]:
        return _is_sentence(place, _SHORT_CLAUSE)
    return _is_sentence(place) and (not place.run.after or len(match["number"]) > 1)


@cache
def _number_end() -> re.Pattern[str]:
    number, unit = r"\d[\d,]*(?:\.\d+)*", r"[%％‰℃℉°]C?|(?:[kcmμ]?m|km|k?g|mg|m?l|[KMGT]?B|k?W|Hz|[kMG]Hz|kWh)[²³]?"
    return re.compile(
        rf"(?P<before>[{HAN}])[ ]?(?:[A-Za-z][\w-]*[ ]?){{0,2}}[`*]{{0,3}}(?P<number>v?{number}) ?(?P<unit>{unit})?\Z",
        re.ASCII,
    )


_COUNTED_BY = frozenset("第图圖表章节節项項题題步条條页頁卷期号號版款例式点點驟骤")
"""What stands before a number that a full stop parts from its item, 步骤1. 打开, or that numbers a figure."""
_SHORT_CLAUSE = 3
"""Han that a line has at least if a full stop after a number with its unit ends it: 长度是5cm."""
