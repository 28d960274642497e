"""Whether text that was read without a fault may still have been read wrongly: a test that clean text passes quickly.

Bytes of another encoding, and bytes read one out of step, mostly are characters too: rare ideographs, private-use
characters, odd symbols, close together.  First a class scan finds two such near each other; then the model says how much
less likely the neighbourhood is than ordinary text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from zhfix.charlm import open_model
from zhfix.errors import DataError

RARE_FILE = "rare_han.txt"
ORDINARY = 6.5
"""Nats a character that ordinary text costs at most, over a stretch."""
EXCESS = 18.0
"""Nats that a stretch must cost beyond ordinary text to be looked at closely: three characters of debris, or one name
of two rare ideographs and a half."""
REACH = 12
"""Characters looked at on either side of two rare ones."""


@cache
def _pair_search() -> re.Pattern[str]:
    try:
        rare = resources.files("zhfix").joinpath("data", RARE_FILE).read_text(encoding="utf-8").splitlines()[-1]
    except OSError as error:
        raise DataError(f"a list of ideographs is missing from the installation ({error}): reinstall zhfix") from error
    odd = f"[{rare}\x80-\x9f\ue000-\uf8ff\u0370-\u052f\u2500-\u25ff\u3105-\u312f\uff66-\uff9f]"
    return re.compile(f"{odd}[^\n]{{0,2}}{odd}")


def find_suspicious(text: str) -> Iterator[tuple[int, int]]:
    """Yield stretches of `text` that are far less likely than ordinary Chinese, as spans of characters.

    >>> misread = "镇上的图书馆今天开放".encode("utf-8").decode("gb18030")
    >>> bool(list(find_suspicious(misread))), list(find_suspicious("镇上的图书馆今天开放"))
    (True, [])
    """
    last = 0
    for found in _pair_search().finditer(text):
        if found.start() < last:
            continue
        start = max(found.start() - REACH, text.rfind("\n", 0, found.start()) + 1, last)
        line_end = text.find("\n", found.end())
        end = min(found.end() + REACH, len(text) if line_end < 0 else line_end)
        if _excess(text, start, end) > EXCESS:
            yield start, end
            last = end


def _excess(text: str, start: int, end: int) -> float:
    """Return by how many nats the worst stretch within the span costs more than ordinary text."""
    model = open_model()
    worst = current = 0.0
    before = text[start - 1] if start else "\n"
    for char in text[start:end]:
        current = max(0.0, current - model.log_bigram(before, char) - ORDINARY)
        worst = max(worst, current)
        before = char
    return worst
