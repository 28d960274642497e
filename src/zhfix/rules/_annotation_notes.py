"""Marks that point to a note: ``[1]``, ``〔注2〕``, ``³``, and ``①`` where the text lists its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span
from zhfix.rules._annotation_pinyin import HAN

_NUMBER = "[0-9\uff10-\uff19]{1,3}"
_SUPERSCRIPT = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
_CIRCLED = "\u2460-\u2473"
_WORD_ENDS = f"{HAN}。，、；：？！”’」』》）"


def find_note_marks(text: str) -> Iterator[Span]:
    """Yield the marks that point to a note, those side by side as one."""
    for match in _marks().finditer(text):
        yield match.span()
    listed = {match[1] for match in _listed().finditer(text)}
    if listed:
        for match in _circled().finditer(text):
            if set(match[0]) <= listed:
                yield match.span()


@cache
def _marks() -> re.Pattern[str]:
    # Behind a word or its punctuation: after a blank, a letter or at a line's start brackets are something else.  No
    # unit follows: 〔12〕号 numbers a document, and a square bracket in front of a bracket calls for what is in it.
    numbers = f"{_NUMBER}(?:[-,，、–]\\s?{_NUMBER}){{0,3}}"
    held = f"(?:附?[注註]|[参參]考)?\\s?{numbers}|[來来]源[請请]求|原[創创]研究[？?]?|需要引[註注]"
    brackets = f"\\[(?:{held})\\](?![(（])|\uff3b(?:{held})\uff3d|〔(?:{held})〕(?![号號])|【(?:注|註)\\s?{_NUMBER}】"
    return re.compile(f"(?<=[{_WORD_ENDS}])(?:{brackets})+|(?<=[{_WORD_ENDS}])[{_SUPERSCRIPT}]{{1,3}}")


@cache
def _circled() -> re.Pattern[str]:
    return re.compile(f"(?<=[{_WORD_ENDS}])[{_CIRCLED}]+(?=[。，、；：？！”’」』》）\r\n]|$)")


@cache
def _listed() -> re.Pattern[str]:
    """Return the pattern of a note by itself: a line that begins with its mark."""
    return re.compile(f"^[ \u3000\t]*([{_CIRCLED}])(?=\\S)", re.MULTILINE)
