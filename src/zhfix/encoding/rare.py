"""The ideographs that ordinary text seldom holds, which text that was read wrongly is full of, and the commonest."""

from __future__ import annotations

from functools import cache
from importlib import resources

from zhfix.errors import DataError

RARE_FILE = "rare_han.txt"


@cache
def _read_lists() -> list[str]:
    try:
        return resources.files("zhfix").joinpath("data", RARE_FILE).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataError(f"data/{RARE_FILE} is missing from the installed package; reinstall zhfix") from error


def rare_ideographs() -> str:
    """Return them as ranges, for the inside of a regular expression's class."""
    return _read_lists()[1]


def commonest_ideographs() -> str:
    """Return those that sound text is never long without, for the inside of a regular expression's class."""
    return _read_lists()[2]
