"""What stands around a character: whether it is modern Chinese, and whether a form makes a word there."""

from __future__ import annotations

from zhfix.charlm import BOUNDARY, open_model
from zhfix.patterns import compile_pattern
from zhfix.script._page import MODERN, is_classical
from zhfix.words import LONGEST, score_words

AROUND = 15
"""Characters on either side that tell of which time the language is."""
WORD_GAIN = 2.0
"""Nats that words gain by a character that makes one."""
WORD_DRAW = 3.0
"""Nats by which a character draws one that makes a word with it."""


def is_modern(line: str, at: int, char: str, *, over: bool = False) -> bool:
    """Return whether the text around `at` is modern Chinese, or `char` makes a word of it there.

    What converters write (`over`) no classical text has, so nothing has to speak for them.
    """
    around = line[max(0, at - AROUND) : at + AROUND]
    if compile_pattern(f"[{MODERN}]").search(around):
        return True
    return not is_classical(around) and (over or makes_word(line, at, char))


def makes_word(line: str, at: int, char: str) -> bool:
    """Return whether `char` most likely makes a word with its neighbours, if it stands at `at`.

    >>> makes_word("今天天気很好", 3, "气"), makes_word("他姓気", 2, "气")
    (True, False)
    """
    before, behind = line[max(0, at - LONGEST) : at], line[at + 1 : at + 1 + LONGEST]
    gain = score_words(before + char + behind) - score_words(before) - score_words(behind)
    return gain >= WORD_GAIN or max(list_draws(line, at, char)) > WORD_DRAW


def list_draws(line: str, at: int, char: str) -> tuple[float, float]:
    """Return by how many nats `char` and the character before it draw each other, and `char` and the one behind it."""
    model = open_model()
    before, behind = line[at - 1 : at] or BOUNDARY, line[at + 1 : at + 2] or BOUNDARY
    return (
        model.log_bigram(before, char) - model.log_unigram(char),
        model.log_bigram(char, behind) - model.log_unigram(behind),
    )
