"""Paragraphs and the blanks before them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from zhfix.patterns import compile_pattern
from zhfix.rules import _lines_kinds as kinds

MODES = ("add", "remove", "leave")
INDENT = "\u3000\u3000"  # two IDEOGRAPHIC SPACEs
BLANKS = " \t\xa0\u2000-\u200a\u202f\u3000"
"""What writers and converters make an indent of: blanks, tabs, NO-BREAK SPACE, EN QUAD to HAIR SPACE, U+3000."""
MOST = 8
"""Columns of an indent at most: what is set in further is a signature, a date set to the right, or centred."""
_SHALLOW = 4
"""Columns of the indent that short lines may have, too, without being verse."""
SHORT = 32
"""Columns under which lines one below the other are taken for verse or a list, unless they are dialogue."""
_QUOTES = '“「『‘"'
_SENTENCE = "[。！？；…!?]|：$"
_LINE = r"([{blanks}]*)([^\r\n]*)(\r\n|[\r\n]|\Z)"


def find_indents(text: str) -> Iterator[tuple[int, str]]:
    """Yield of every paragraph where its line starts, and the blanks before it.

    Lines one after the other that are set in by the same blanks are paragraphs all or none: as most of them are.
    """
    for _, members in groupby(_judge_lines(text), key=lambda line: line.blanks):
        lines = list(members)
        found = [line for line in lines if line.paragraph]
        if lines[0].blanks and len(lines) > 1:
            found = [line for line in lines if line.chinese] if len(found) * 2 > len(lines) else []
        yield from ((line.start, line.blanks) for line in found)


class _Judged(NamedTuple):
    """A line with something in it: where it starts, the blanks before it, and what it is by itself."""

    start: int
    blanks: str
    paragraph: bool
    chinese: bool


def _judge_lines(text: str) -> Iterator[_Judged]:
    """Yield the lines of a text that are not empty."""
    before, listed, short_run = "", False, False
    lines = [x for x in compile_pattern(_LINE.format(blanks=BLANKS)).finditer(text) if x[0]]
    for i, line in enumerate(lines):
        body = line[2].rstrip()
        following = lines[i + 1][2].rstrip() if i + 1 < len(lines) else ""
        if not body:
            before, short_run = "", False
            continue
        item = not kinds.may_be_continuation(body)
        listed = item or (listed and bool(line[1]))
        short = kinds.count_columns(body) < SHORT
        deep = not 0 < _count_columns(line[1]) <= _SHALLOW
        verse = short and deep and body[0] not in _QUOTES and (short_run or _is_short(following))
        going_on = before and before[-1] not in kinds.TERMINAL and kinds.count_columns(before) >= SHORT
        paragraph = not (listed or verse or going_on) and _is_paragraph(line[1], body)
        chinese = not listed and kinds.may_go_on(body) and kinds.count_han(body) > 0
        yield _Judged(line.start(), line[1], paragraph, chinese)
        before, short_run = body, short


def _count_columns(blanks: str) -> int:
    return kinds.count_columns(blanks.replace("\t", "    "))


def _is_short(line: str) -> bool:
    return bool(line) and kinds.count_columns(line) < SHORT


def _is_paragraph(blanks: str, body: str) -> bool:
    """Return whether a line is a paragraph, by itself: Chinese sentences, set in by no more than paragraphs are."""
    return (
        _count_columns(blanks) <= MOST
        and kinds.may_go_on(body)
        and kinds.count_han(body) * 5 >= kinds.count_columns(body)
        and (blanks == INDENT or compile_pattern(_SENTENCE).search(body) is not None)
    )


def sets_paragraphs_in(sample: str) -> bool:
    r"""Return whether half of the paragraphs of a document, or more, are set in.

    >>> sets_paragraphs_in("\u3000\u3000水庫昨天放水，下游的村莊都接到了通知。\n    今天雨停了，河水開始慢慢退下去。")
    True
    """
    found = [len(blanks) > 1 or blanks == "\t" for _, blanks in find_indents(sample)]
    return bool(found) and sum(found) * 2 >= len(found)
