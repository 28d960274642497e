"""The classes of characters that rules of script look for, as expressions that are made when first asked for."""

from __future__ import annotations

import re
from functools import cache

from zhfix.script._forms import TRADITIONAL, list_ambiguous, list_forms, list_kinds
from zhfix.script._glyphs import open_glyphs
from zhfix.script.tables import open_variants

BASIC_END = "\uffff"
"""The last code point of the basic plane."""


@cache
def find_simplified() -> re.Pattern[str]:
    """Find what only simplified text has, less what authors of traditional text write out of habit, such as 晒."""
    return _compile(open_variants().simplified - open_glyphs().kin.keys())


@cache
def find_habits() -> re.Pattern[str]:
    """Find simplified characters that some authors write in traditional text."""
    return _compile(open_variants().simplified & open_glyphs().kin.keys())


@cache
def find_traditional() -> re.Pattern[str]:
    """Find what only traditional text has."""
    return _compile(open_variants().traditional)


@cache
def find_japanese() -> re.Pattern[str]:
    """Find forms that only Japan has."""
    return _compile(frozenset(open_glyphs().japanese))


@cache
def find_simplified_or_japanese() -> re.Pattern[str]:
    """Find what text in traditional characters may have to be rid of: both at once."""
    return _unite(find_simplified(), find_japanese())


@cache
def find_traditional_or_japanese() -> re.Pattern[str]:
    """Find the same of text in simplified characters."""
    return _unite(find_traditional(), find_japanese())


def _unite(first: re.Pattern[str], second: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(f"[{list_members(first)}{list_members(second)}]")


def list_members(pattern: re.Pattern[str]) -> str:
    """Return the characters of one of these classes, as members of another."""
    return pattern.pattern[1:-1]


@cache
def find_ambiguous() -> re.Pattern[str]:
    """Find characters that are sound in traditional text and may yet stand for another one."""
    chars = list_ambiguous(TRADITIONAL)
    return _compile(frozenset(glyph for char in chars for kind in list_kinds(char, TRADITIONAL) for glyph in kind))


@cache
def find_convertible() -> re.Pattern[str]:
    """Find characters of traditional text whose simplified form is a traditional character, too, such as 後."""
    chars = list_ambiguous(TRADITIONAL)
    kinds = {char: list_forms(char, TRADITIONAL) for char in chars}
    sound = {char for char, forms in kinds.items() if any(char in kind for kind in forms)}
    return _compile(frozenset(kind[0] for char in sound for kind in kinds[char] if char not in kind))


def _compile(chars: frozenset[str]) -> re.Pattern[str]:
    # Characters beyond the basic plane are tried one by one, forty times slower; sound text has none of these.
    return re.compile(f"[{''.join(sorted(char for char in chars if char <= BASIC_END))}]")
