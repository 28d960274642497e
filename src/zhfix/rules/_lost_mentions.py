"""Whether a line talks about debris or is damaged: what is quoted, and stands in sentences, was written on purpose."""

from __future__ import annotations

import re
from functools import cache, cached_property

from zhfix.charlm import open_model
from zhfix.rules._lost_stretches import Stretch

_ENCLOSED = frozenset({
    "“”", "‘’", "「」", "『』", '""', "''", "``", "（）", "()", "[]", "【】", "《》", "〈〉", "<>", "//", "**", "__",
})  # fmt: skip
WINDOW = 24
"""Characters on either side of a place that are looked at."""
LEAST_HAN = 4
SENSE, NONSENSE = 8.5, 9.5
"""Nats a character below which what stands around a place is Chinese, and above which it is none.  Of 5,865 windows of
4 to 48 characters of prose 99.1 % are below the one and 0.1 % above the other; of 5,928 that were UTF-8 read as GBK
1.0 % and 97.3 %, of 5,826 that were GBK read as Big5 2.4 % and 94.7 % (corpora/devtest, 2026-11)."""


def is_enclosed(line: str, start: int, end: int) -> bool:
    """Return whether a pair of marks encloses just ``line[start:end]``, as a term is that is spoken of.

    >>> is_enclosed("所谓“锟斤拷”", 3, 6), is_enclosed("所谓锟斤拷”", 2, 5)
    (True, False)
    """
    return bool(start) and line[start - 1] + line[end : end + 1] in _ENCLOSED


def rate_surroundings(line: str, start: int, end: int, least: int = LEAST_HAN) -> float | None:
    """Return how many nats a character what stands on either side has as Chinese; None where it is too little.

    >>> sound, debris = rate_surroundings("他们在学校里？？念书", 6, 8), rate_surroundings("鏃跺？？皻鐨勫", 2, 4)
    >>> sound < SENSE < NONSENSE < debris
    True
    """
    sides = ["".join(side.split()) for side in (line[max(0, start - WINDOW) : start], line[end : end + WINDOW])]
    if sum("\u3400" <= char <= "\u9fff" for side in sides for char in side) < least:
        return None
    # The first character of a side follows on nothing that is known.
    measured = [(side[1:], side[0]) for side in sides if len(side) > 1]
    size = sum(len(side) for side, _ in measured)
    return -sum(open_model().log_probability(*side) for side in measured) / size if size else None


@cache
def _garbling() -> re.Pattern[str]:
    name = r"U\+FFFD|\\ufffd|replacement char|替换字符|替換字元"
    return re.compile(f"乱码|亂碼|文字化け|mojibake|garbled|gibberish|{name}", re.IGNORECASE)


@cache
def _memory() -> re.Pattern[str]:
    return re.compile(r"未初始化|越界|填充|内存|記憶體|uninitiali[sz]ed|0x[a-f]{2}\b", re.IGNORECASE)


@cache
def _encodings() -> re.Pattern[str]:
    searching = r"regex|正则|正則|\bre\.\w|\bgrep\b|\.(?:test|match|replace|includes|contains|search|count)\(|\bin\b"
    naming = r"编码|編碼|解码|解碼|encod|decod|charset|utf-?8|gbk|gb-?2312|gb-?18030|big-?5|unicode|latin-?1|ascii"
    return re.compile(f"{naming}|{searching}", re.IGNORECASE)


def discusses_garbling(sample: str) -> bool:
    """Return whether a document has a word for garbled text, and quotes some.

    >>> discusses_garbling("网页上常见的乱码“锟斤拷”是怎么来的？")
    True
    """
    quoted = "[“‘「『\"'`（(《](?:(?:锟斤拷)+|烫{3,}|屯{3,}|\N{REPLACEMENT CHARACTER})[”’」』\"'`）)》]"
    return _garbling().search(sample) is not None and re.search(quoted, sample) is not None


_FEW_UNITS = 2
"""Units that are quoted as an example; more of them in a row are what a program wrote."""
_SHORT_FILL, _SURE_FILL, _EXAMPLE_FILL = 6, 4, 12
"""Characters of a fill: up to six are written in a sentence (烫烫烫烫, of soup), four alone are no exclamation, and
up to twelve are an example where memory is spoken of.  Judgement, no count: there are too few in any corpus."""


class Scene:
    """A line with its stretches of debris, and what the line says of them."""

    def __init__(self, line: str, stretches: list[Stretch], *, discussed: bool) -> None:
        whole = [stretch for stretch in stretches if stretch.whole]
        self._discussed = discussed
        self._units = sum(stretch.units for stretch in whole if stretch.kinds != {"fill"})
        quiet = list(line)
        for stretch in whole:  # so that no stretch speaks against its neighbours
            quiet[stretch.start : stretch.end] = " " * (stretch.end - stretch.start)
        self._line, self._quiet = line, "".join(quiet)
        # An enumeration: 锟斤拷和烫烫烫.
        several = len({stretch.text[:3] for stretch in whole if stretch.kinds != {"unreadable"}}) > 1
        self._garbling = several or _garbling().search(line) is not None

    def rate(self, stretch: Stretch) -> str:
        """Return the severity of a stretch; the empty string where the line only speaks of such debris."""
        if not stretch.whole:
            return "error"
        if is_enclosed(self._line, stretch.start, stretch.end) and stretch.units <= _FEW_UNITS:
            spoken_of = self._garbling or self._encodings or self._is_fluent(stretch)
            return "" if spoken_of and stretch.kinds != {"unreadable"} else "info"
        if stretch.kinds == {"fill"}:
            return self._rate_fill(stretch)
        if stretch.kinds == {"unreadable"}:
            return "info" if self._garbling and (stretch.units == 1 or self._is_fluent(stretch)) else "error"
        fluent = self._is_fluent(stretch)
        if fluent and self._units == 1:
            return "" if self._garbling else "info"
        return "info" if self._discussed or (fluent and self._garbling) else "error"

    @cached_property
    def _memory(self) -> bool:
        return _memory().search(self._line) is not None

    @cached_property
    def _encodings(self) -> bool:
        return _encodings().search(self._line) is not None

    def _rate_fill(self, stretch: Stretch) -> str:
        length = stretch.end - stretch.start
        spoken_of = self._garbling or self._memory
        if spoken_of or self._is_fluent(stretch):
            return "" if length <= (_EXAMPLE_FILL if spoken_of else _SHORT_FILL) else "info"
        if self._discussed:
            return "info"
        sides = self._line[: stretch.start][-1:] + self._line[stretch.end : stretch.end + 1]
        if re.search("[0-9A-Za-z]", sides):
            return "error"
        return "warning" if length >= _SURE_FILL else "info"

    def _is_fluent(self, stretch: Stretch) -> bool:
        nats = rate_surroundings(self._quiet, stretch.start, stretch.end)
        return nats is not None and nats < SENSE
