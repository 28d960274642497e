"""Mojibake that is spoken of and not damage: quoted as an example, listed in a detector's source.

A large share of what looks damaged in public is an explanation of the damage.  What tells it apart is that a pair of
marks encloses just the debris and the line has a word for it.  Straight marks enclose every string of source code, so
beside them only a word for garbled text counts, and no name of an encoding.
"""

from __future__ import annotations

import re
from functools import cache

_PAIRS = frozenset(("“”", "‘’", "「」", "『』", "``", "（）", "《》", "【】", "«»"))
_STRAIGHT = frozenset(('""', "''", "[]", "//", "()"))


def is_mention(line: str, start: int, end: int) -> bool:
    """Return whether ``line[start:end]`` is an example that the line speaks of.

    >>> line = "GBK 的文件名會變成「╓╨╬─」這樣"
    >>> is_mention(line, 12, 16), is_mention("名稱「╓╨╬─」", 3, 7)
    (True, False)
    """
    around = line[:start], line[end:]
    marks = around[0][-1:] + around[1][:1]
    if marks in _PAIRS:
        return any(_speaking().search(side) or _garbled().search(side) for side in around)
    return _is_enclosed(*around) and any(_garbled().search(side) for side in around)


def _is_enclosed(before: str, behind: str) -> bool:
    """Return whether straight marks stand on both sides, with nothing but more debris between."""
    opening = re.search(r"[\"'\[/(][^\x00-\x7f]*$", before)
    closing = re.match(r"[^\x00-\x7f]*[\"'\]/)]", behind)
    return bool(opening and closing) and opening[0][0] + closing[0][-1] in _STRAIGHT  # type: ignore[index]


@cache
def _garbled() -> re.Pattern[str]:
    return re.compile("乱码|亂碼|文字化け|mojibake|garbled|gibberish", re.IGNORECASE)


@cache
def _speaking() -> re.Pattern[str]:
    naming = r"utf-?8|gbk|gb-?2312|gb-?18030|big-?5|latin-?1|iso-?8859|cp\d{3,4}|unicode|ascii"
    return re.compile(f"编码|編碼|解码|解碼|字符集|字元集|{naming}|encod|decod|charset", re.IGNORECASE)
