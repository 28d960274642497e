# ruff: noqa: RUF001 - fullwidth characters are what this module is about, and are meant where they stand
"""Fullwidth characters in Latin text: what is folded, and marks inside numbers and English sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.patterns import HAN, KANA, compile_in_lines

_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_ALNUM = f"0-9A-Za-z{_WIDE}"
_SIGNS = "＠＃＄＆＊＋－／＝＿＼"


def find_wide(text: str, keep: str) -> Iterator[re.Match[str]]:
    """Yield the stretches to fold, in which nothing of `keep` occurs."""
    kept = f"(?![{re.escape(keep)}])" if keep else ""
    sign = f"(?<=[{_ALNUM}])[{_SIGNS}](?=[{_ALNUM}])"
    percent, language = "(?<=[0-9\uff10-\uff19])％", "(?<=[CＣ])＃|(?<=[CＣ])＋(?=＋)|(?<=[CＣ][+＋])＋"
    stretch = compile_in_lines(f"(?:{kept}(?:[{_WIDE}]|{sign}|{percent}|{language}))+")
    # First by one class of characters, which is ten times as fast where there is little to find.
    for match in compile_in_lines(f"[{_WIDE}{_SIGNS}％]+").finditer(text):
        yield from stretch.finditer(text, match.start(), match.end() + 1)


@cache
def fold_table() -> dict[int, str]:
    """Return what is ASCII for each fullwidth character, as :meth:`str.translate` takes it."""
    return {ord("！") - ord("!") + code: chr(code) for code in range(ord("!"), ord("~") + 1)}


_NARROW = {"，": ",", "。": ".", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")", "．": "."}
_CANDIDATE = "[0-9A-Za-z][，。；：！？（）．]"

Narrowed = tuple[int, str, float, str]
"""Where a mark stands, what replaces it, how sure that is, and the key of the reason."""


def may_hold_wide_marks(text: str) -> bool:
    """Return whether a fullwidth mark follows a letter or a digit."""
    return compile_in_lines(_CANDIDATE).search(text) is not None


_TIME_WORDS = "午晨晚早夜日号號时時间間于於至到在"
_COUNTED = "%％元个個年月天岁歲人名条條次倍万萬亿億小"
_NUMBERS = (
    r"(?P<point>(?<=[0-9])．(?=[0-9])|(?<=[A-Za-z])．(?=[0-9A-Za-z])|(?<![A-Za-z]{2}．[A-Za-z])(?<=[A-Za-z]．[A-Za-z])．)"
    r"|(?<![0-9，．.,])[0-9]{1,2}(?:，[0-9]{3})+(?![0-9，．])"
    rf"|(?<![0-9：:])(?:(?<![{HAN}])|(?<=[{_TIME_WORDS}]))(?:[01]?[0-9]|2[0-3])：[0-5][0-9](?:：[0-5][0-9])?"
    rf"(?![0-9：{_COUNTED}]|分[钟鐘])"
    r"|(?<=[以为為分例])[0-9]{1,3}：[0-9]{1,3}(?![0-9：])"
)
_AHEAD = 2
"""Characters behind a number that are looked at."""
_SURE = {"．": 0.97, "，": 0.85, "：": 0.9}


def find_numbers(text: str) -> Iterator[Narrowed]:
    """Yield the fullwidth marks inside numbers, times and scores."""
    done = 0
    for match in compile_in_lines("[0-9A-Za-z][，：．][0-9A-Za-z]").finditer(text):
        if match.end() <= done:
            continue
        start = match.start()
        while start > done and text[start - 1].isdecimal():
            start -= 1
        stretch = compile_in_lines("[0-9A-Za-z，：．]*").match(text, start)
        assert stretch is not None  # it matches nothing at all, too
        done = stretch.end()
        for number in compile_in_lines(_NUMBERS).finditer(text, start, done + _AHEAD):
            for at in range(*number.span()):
                if text[at] in _SURE:
                    blank = " " if text[at] == "．" and _is_title(text, at) else ""
                    yield at, _NARROW[text[at]] + blank, _SURE[text[at]], "in_number"


def _is_title(text: str, at: int) -> bool:
    """Return whether a stop parts a title and a name: it has a blank behind it in English, Dr. Smith."""
    title = compile_in_lines(r"(?<![A-Za-z])(?:Dr|Mrs?|Ms|Prof|St|Capt|Col|Gen|Lt|Sgt|Rev)\Z")
    return title.search(text, max(0, at - 5), at) is not None and text[at + 1 : at + 2].isupper()


_EDGES = f'“”「」『』《》【】"\n\r{HAN}{KANA}'
_QUOTES = tuple('“”「」『』"\n\r')


def find_english(text: str) -> Iterator[Narrowed]:
    """Yield the fullwidth marks in pieces of English, which have no Han and end at quotation marks or the line."""
    done = 0
    is_edge = compile_in_lines(f"[{_EDGES}]").match
    for match in compile_in_lines(_CANDIDATE).finditer(text):
        if match.end() <= done:
            continue
        start = match.start()
        while start > done and not is_edge(text, start - 1):
            start -= 1
        piece = compile_in_lines(f"[^{_EDGES}]*").match(text, start)
        assert piece is not None  # it matches nothing at all, too
        edges = text[start - 1 : start] if start else "", text[piece.end() : piece.end() + 1]
        done = piece.end()
        if all(not edge or edge in _QUOTES for edge in edges) and _is_english(piece[0]):
            yield from _narrow_piece(text, *piece.span())


def _is_english(piece: str) -> bool:
    """Return whether a word is followed by one in small letters: names of products in a list are not."""
    return compile_in_lines("[A-Za-z]['’A-Za-z]*[ ，）][a-z]{2,}(?![A-Za-z0-9])").search(piece) is not None


def _narrow_piece(text: str, start: int, end: int) -> Iterator[Narrowed]:
    first = compile_in_lines("[0-9A-Za-z]").search(text, start, end)
    assert first is not None  # there was a candidate
    for match in compile_in_lines("[，。；：！？（）]").finditer(text, first.end(), end):
        at, mark = match.start(), _NARROW[match[0]]
        before, after = text[at - 1], text[at + 1 : at + 2]
        if mark == "(":
            after_text = f" {mark}" if before.isalnum() else mark
        else:
            after_text = f"{mark} " if after.isalnum() and at + 1 < end else mark
        yield at, after_text, 0.9, "in_english"
