"""Mojibake that is spoken of and not damage: quoted as an example, listed in a detector's source.

A large share of what looks damaged in public is an explanation of the damage.  What tells it apart is that the line
has a word for garbled text, or shows beside the debris what it reads, or names an encoding and encloses just the debris
in marks.  Straight marks enclose every string of source code, and say nothing.
"""

from __future__ import annotations

import re
from functools import cache

_PAIRS = frozenset(("“”", "‘’", "「」", "『』", "``", "（）", "《》", "【】", "«»"))


def is_mention(line: str, start: int, end: int, after: str) -> bool:
    """Return whether ``line[start:end]``, which reads `after`, is an example that the line speaks of.

    >>> line = "GBK 的文件名會變成「╓╨╬─」這樣"
    >>> is_mention(line, 12, 16, "中文"), is_mention("名稱「╓╨╬─」", 3, 7, "中文")
    (True, False)
    >>> is_mention("鏂囦欢 → 文件", 0, 3, "文件")
    True
    """
    around = line[:start], line[end:]
    if any(_garbled().search(side) or (len(after) > 1 and after in side) for side in around):
        return True
    marks = around[0][-1:] + around[1][:1]
    return marks in _PAIRS and any(_speaking().search(side) for side in around)


@cache
def _garbled() -> re.Pattern[str]:
    return re.compile("乱码|亂碼|文字化け|mojibake|garbled|gibberish", re.IGNORECASE)


@cache
def _speaking() -> re.Pattern[str]:
    naming = r"utf-?8|gbk|gb-?2312|gb-?18030|big-?5|latin-?1|iso-?8859|cp\d{3,4}|unicode|ascii"
    return re.compile(f"编码|編碼|解码|解碼|字符集|字元集|{naming}|encod|decod|charset", re.IGNORECASE)
