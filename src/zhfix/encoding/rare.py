"""The ideographs that ordinary text seldom holds: what text that was read wrongly is full of."""

from __future__ import annotations

from functools import cache
from importlib import resources

from zhfix.errors import DataError

RARE_FILE = "rare_han.txt"


@cache
def rare_ideographs() -> str:
    """Return them as ranges, for the inside of a regular expression's class."""
    try:
        return resources.files("zhfix").joinpath("data", RARE_FILE).read_text(encoding="utf-8").splitlines()[-1]
    except OSError as error:
        raise DataError(f"data/{RARE_FILE} is missing from the installed package; reinstall zhfix") from error
