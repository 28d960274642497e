"""Invisible characters that stand for something visible: marks of Windows, overstruck letters, annotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress
from typing import NamedTuple

from zhfix.patterns import HAN, compile_pattern
from zhfix.rules import _invisible_chars as chars
from zhfix.rules._invisible_chars import is_in


class Change(NamedTuple):
    """A stretch of text and what becomes of it."""

    start: int
    end: int
    after: str


def find_annotations(text: str) -> Iterator[Change]:
    """Yield base characters with an interlinear annotation, of which the base stays, unless the annotation has Han."""
    for match in compile_pattern("\ufff9([^\ufff9-\ufffb\r\n]+)\ufffa([^\ufff9-\ufffb\r\n]*)\ufffb").finditer(text):
        if not compile_pattern(f"[{HAN}]").search(match[2]):
            yield Change(*match.span(), match[1])


def find_overstrikes(text: str) -> Iterator[Change]:
    """Yield what printers overstrike: a character twice for bold, a low line under it; twice and more in a line."""
    for line in compile_pattern("[^\r\n]+").finditer(text):
        if "\x08" not in line[0] or not compile_pattern(f"[{chars.CJK}]").search(line[0]):
            continue
        found = [Change(*match.span(), match[1] or "") for match in _overstrike().finditer(text, *line.span())]
        if len(found) >= _LEAST_OVERSTRIKES:
            yield from found


_LEAST_OVERSTRIKES = 2


@cache
def _overstrike() -> re.Pattern[str]:
    letter = f"[^\\s\x80-\xff{chars.INVISIBLE}{chars.SURROGATES}]"
    return re.compile(f"({letter})(?:\x08{{1,2}}\\1)+|__?\x08{{1,2}}(?={letter})")


def find_marks(text: str) -> Iterator[Change]:
    """Yield C1 controls that are marks of Windows beyond doubt: paired quotation marks, dashes and dots in twos.

    Runs of them must stand between visible characters and not beside Latin-1 letters, where they are bytes, and the
    quotation marks of a line must be balanced.
    """
    for line in compile_pattern("[^\r\n]+").finditer(text):
        runs = list(compile_pattern("[\x85\x91-\x94\x97]+").finditer(text, *line.span()))
        if not runs or not compile_pattern(f"[{chars.CJK}]").search(line[0]):
            continue
        apart = [_stands_apart(text, run) for run in runs]
        quotes = compile_pattern("[^\x91-\x94]+").sub("", line[0])
        paired = _is_balanced(quotes) and not any(
            _QUOTES & set(run[0]) for run, alone in zip(runs, apart, strict=True) if not alone
        )
        for run in compress(runs, apart):
            for match in compile_pattern("([\x85\x97])\\1|[\x91-\x94]").finditer(text, *run.span()):
                if paired or match[0] not in _QUOTES:
                    yield Change(*match.span(), "".join(_MARKS[char] for char in match[0]))


_MARKS = {"\x85": "…", "\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x97": "—"}
_QUOTES = {"\x91", "\x92", "\x93", "\x94"}


def _is_balanced(quotes: str) -> bool:
    """Return whether every mark is closed by its own kind, and none stands inside another of its kind."""
    opened = ""
    for quote in quotes:
        if quote in "\x91\x93" and quote not in opened:
            opened += quote
        elif opened and ord(quote) == ord(opened[-1]) + 1:
            opened = opened[:-1]
        else:
            return False
    return not opened


def _stands_apart(text: str, match: re.Match[str]) -> bool:
    before, after = (
        text[match.start() - 1 : match.start()] if match.start() else "",
        text[match.end() : match.end() + 1],
    )
    return not any(is_in(chars.INVISIBLE + chars.SURROGATES + chars.LATIN_1, char) for char in (before, after))
