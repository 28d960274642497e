"""Where Han and Latin letters or digits meet, and whether a blank belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.patterns import compile_pattern
from zhfix.rules import _spacing_chars as chars

_LETTERS = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff"  # accented and Greek, without × and ÷
_LAST = f"{_LETTERS}%‰°℃℉+"
"""What a number or a word may end with; `C++`, `15%`."""

_WORDS = (
    "A股 B股 H股 T恤 B超 X光 K线 K線 K歌 T台 U盘 AA制 AB型 A型 B型 O型 O型腿 X型 T型 V领 V領 卡拉OK 阿Q T字 "
    "丁克 维C 维生素C 维生素D X射线 X射線 α射线 γ射线 KTV包 P图 P圖 E代 Z世代 Q版 Q弹 Q彈 很Q 超Q"
)
"""Words that are written with a letter: it belongs to the word, and nothing parts it."""

_TOKEN = 64  # characters that are looked back over for the beginning of a word
_CLEAR = 0.8
"""The share of a page's borders with a blank from which on the others are taken for slips."""
_ENOUGH = 5  # borders that a page must have, to have a habit


@cache
def _border() -> re.Pattern[str]:
    """Borders without a blank."""
    return re.compile(
        f"(?<=[{chars.HAN}])(?=[{_LETTERS}])|(?<=[{_LAST}])(?=[{chars.HAN}])|(?<=[A-Za-z]#)(?=[{chars.HAN}])"
    )


@cache
def _spaced() -> re.Pattern[str]:
    """Blanks at borders."""
    return re.compile(
        f"(?<=[{chars.HAN}])[{chars.NARROW}](?=[{_LETTERS}])|(?<=[{_LAST}])[{chars.NARROW}](?=[{chars.HAN}])"
    )


def find_borders(text: str) -> Iterator[int]:
    """Yield where a blank may be put between Han and a word or a number.

    >>> list(find_borders("用Rust写的，涨15%；@user的，买A股"))
    [1, 5, 9, 21]
    """
    for match in _border().finditer(text):
        at = match.start()
        if not _is_exempt(text, at):
            yield at


def _is_exempt(text: str, at: int) -> bool:
    """Tell whether nothing may part the characters around `at`: a name of a user, a tag, `%s`, a word like T恤."""
    back = text[max(0, at - _TOKEN) : at]
    if compile_pattern(f"(?<![0-9A-Za-z])[#@][^\\s#@{chars.WIDE_MARKS}{chars.QUOTATION}]*$").search(back):
        return True
    if compile_pattern(f"[{_LAST}]").match(text, at - 1):
        token = compile_pattern(f"[^\\s{chars.HAN}{chars.WIDE_MARKS}{chars.QUOTATION}]*$").search(back)
        if token and token[0][:1] in ("%", "\\", "&", "/", "+"):
            return True
    return any(text.startswith(word, at - k) for k, word in _parted_words(text[at - 1 : at + 1]))


@cache
def _parted_words(around: str) -> tuple[tuple[int, str], ...]:
    """Return the words that may stand across two characters, each with where in it the second of them is."""
    return tuple((k + 1, word) for word in _WORDS.split() for k in range(len(word) - 1) if word[k : k + 2] == around)


def find_blanks(text: str) -> Iterator[int]:
    r"""Yield where a single blank parts Han from a word or a number, but for the number of a heading.

    >>> list(find_blanks("1 范围\n用 Rust 写"))
    [6, 11]
    """
    for match in _spaced().finditer(text):
        at = match.start()
        if not compile_pattern("(?:^|\n)[ \t#]*[0-9.]+$").search(text[max(0, at - _TOKEN) : at]):
            yield at


def prefers_blanks(sample: str) -> bool:
    """Tell whether a document puts blanks between Han and Latin nearly everywhere."""
    blanks = sum(1 for _ in find_blanks(sample))
    return blanks >= _ENOUGH and blanks >= _CLEAR * (blanks + sum(1 for _ in find_borders(sample)))
