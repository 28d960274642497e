"""What escapes stand for: which characters may be read out of them, and how good Chinese they make."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.patterns import HAN, compile_pattern
from zhfix.rules._language import count_in, is_mostly_foreign

MARKS = "\u3000-\u3006\u3008-\u301f\uff01-\uff20\uff3b-\uff40\uff5b-\uff60\uffe5·‘’“”…—～"
"""Punctuation of Chinese, the ideographic blank among it."""
PLAIN_ASCII = frozenset(" ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_,.-!():/?*")
"""ASCII that is read out of an escape among escaped ideographs.  Whatever a language of markup or programming has a use
for stays escaped: that is why it was escaped."""
NONSENSE = -9.5
"""Nats a character below which text is none: real Chinese has -5 to -6, and ideographs in the order of a code table,
as test data and tables of characters hold them, some -14."""


class Piece(NamedTuple):
    """A stretch of escapes and what it reads.

    `form` names the notation.  A `sealed` piece is proved by its notation, which says where it begins and ends and in
    what encoding it is; others are judged by the line that they stand in.  `kind` is the family of a notation.
    """

    start: int
    end: int
    after: str
    form: str
    kind: str
    encoding: str = ""

    @property
    def sealed(self) -> bool:
        """Whether the notation itself proves the piece."""
        return self.kind == "sealed"

    @property
    def han(self) -> int:
        """How many ideographs it reads."""
        return count_han(self.after)


def count_han(text: str) -> int:
    """Return the number of ideographs.

    >>> count_han("中文，a")
    2
    """
    return count_in(HAN, text)


def reads_as_chinese(text: str, least: int = 2) -> bool:
    """Return whether `text` has `least` ideographs and reads as Chinese.

    >>> [reads_as_chinese(text) for text in ("密码错误", "丏丒丌", "中", "Fehler")]
    [True, False, False, False]
    """
    return count_han(text) >= least and not is_mostly_foreign(text) and mean_score(text) > NONSENSE


def mean_score(text: str, *, symbols: bool = True) -> float:
    """Return the log-probability of what is not ASCII in `text`, a character; without `symbols`, of Chinese alone.

    What lies beyond the first plane is rare in any text, and no sign against one.
    """
    counted = "[^\0-\x7f\U00010000-\U0010ffff]+" if symbols else f"[\u3400-\u9fff\uf900-\ufaff{MARKS}]+"
    runs = compile_pattern(counted).findall(text)
    length = sum(map(len, runs))
    model = open_model()
    return sum(max(model.log_probability(run), _alone(run)) for run in runs) / length if length else 0.0


def _alone(run: str) -> float:
    """Return the log-probability of `run` as the middle of a text: what begins a line is another matter."""
    model = open_model()
    return model.log_unigram(run[0]) + model.log_probability(run[1:], run[0])


@cache
def is_readable(char: str) -> bool:
    """Return whether `char` may be read out of an escape at all.

    Controls, invisible characters, private use and what is not assigned are better seen as escapes.

    >>> [is_readable(char) for char in "中é😀a&" + chr(10) + chr(0x200B) + chr(0xE600)]
    [True, True, True, True, False, False, False, False]
    """
    if char.isascii():
        return char in PLAIN_ASCII
    return unicodedata.category(char)[0] != "C" and char not in "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
