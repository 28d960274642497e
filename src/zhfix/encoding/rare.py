"""The ideographs that ordinary text seldom holds, which text that was read wrongly is full of, and the commonest."""

from __future__ import annotations

from functools import cache

from zhfix.charclass import CharClass
from zhfix.package_data import read_data

RARE_FILE = "rare_han.txt"


@cache
def _read_lists() -> list[str]:
    return read_data(RARE_FILE).decode("utf-8").splitlines()


@cache
def rare_ideographs() -> CharClass:
    """Return the ideographs that ordinary text seldom holds."""
    return CharClass(_read_lists()[1])


def commonest_ideographs() -> str:
    """Return those that sound text is never long without, for the inside of a regular expression's class."""
    return _read_lists()[2]
