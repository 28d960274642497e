"""Question marks and boxes: what stands for characters that an encoder or a font lacked, or that nobody could read.

People write both, so what is told here is cautious, and never more than a warning.
"""

from __future__ import annotations

import re
from functools import cache

from zhfix.rules._lost_mentions import NONSENSE, WINDOW, rate_surroundings
from zhfix.rules._lost_stretches import Stretch

_LEAST_QUESTIONS = 4
_LEAST_DEBRIS = 3
"""Ideographs beside question marks that must make no sense, for the marks to be part of the same damage."""


@cache
def _opening() -> re.Pattern[str]:
    """What stands before a field: a label, a bracket, the start of a comment.  After a word they end a question."""
    return re.compile("(?:^|[:：=>\"'“‘「『(（[【,，;；|、。！]|//+|/\\*+|[*#]+|--+|<!--)[ \t]*$")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile("[ \t]*(?:$|[\"'”’」』)）\\]】<,，;；。、|：:！]|\\*/|//|-->|\\\\[nrt])")


@cache
def _ideographs() -> re.Pattern[str]:
    return re.compile("[\u3400-\u9fff]+")


def rate_questions(line: str, stretch: Stretch) -> str:
    """Return the severity of question marks: they fill a field, or stand in the middle of debris; else none."""
    start, end = stretch.span
    before, after = line[max(0, start - WINDOW) : start], line[end : end + WINDOW]
    if _is_han(before[-1:]) and _is_han(after[:1]):
        sides = _ideographs().findall(before)[-1], _ideographs().findall(after)[0]
        nats = rate_surroundings("".join(sides), len(sides[0]), len(sides[0]), _LEAST_DEBRIS)
        return "warning" if nats is not None and nats > NONSENSE else ""
    if stretch.lost < _LEAST_QUESTIONS or not _opening().search(before) or not _closing().match(after):
        return ""
    return "warning" if re.search(r"\?[^?]+\?", stretch.text) else "info"


def rate_boxes(line: str, stretch: Stretch) -> str:
    """Return the severity of boxes: those beside ideographs stand for some; others are to be ticked or filled in."""
    start, end = stretch.span
    before, after = line[max(0, start - 1) : start], line[end : end + 1]
    return "info" if _is_han(before) or _is_han(after) else ""


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
