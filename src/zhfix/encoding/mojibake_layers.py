"""Text that was misread more than once: saved as UTF-8 after the first misreading, and misread again.

What the outer layer shows is UTF-8 from end to end, so it is taken off exactly; whether what appears is mojibake in its
turn is decided by whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Edit
from zhfix.encoding.registry import MISREADINGS, Misreading
from zhfix.encoding.shown import NBSP
from zhfix.encoding.units import UTF16
from zhfix.encoding.wrong_pages import open_page

FEWEST = 3
"""Characters in a row that an outer layer must show."""


def list_outer(text: str) -> Iterator[tuple[Misreading, list[Edit]]]:
    """Yield each outer layer that `text` may have, with the edits that take it off.

    >>> damaged = "門票".encode().decode("cp1252").encode().decode("cp1252")
    >>> [(misreading.read, edit.after) for misreading, (edit,) in list_outer(damaged) if misreading.read == "cp1252"]
    [('cp1252', 'é–€ç¥¨')]
    """
    seen: set[tuple[Edit, ...]] = set()
    for misreading in MISREADINGS:
        if misreading.was == "utf-8" and misreading.read not in UTF16 and _shows_utf8(text, misreading):
            edits = list(_take_off(text, misreading))
            wide = sum(char > "\x7f" for char in text)
            if edits and 2 * sum(len(edit.before) for edit in edits) >= wide and tuple(edits) not in seen:
                seen.add(tuple(edits))
                yield misreading, edits


def _shows_utf8(text: str, misreading: Misreading) -> bool:
    """Return whether :func:`_take_off` may find anything; in most text it would not, and this is done sooner."""
    first = open_page(misreading.read).first
    forms = (text, text.replace(" ", NBSP)) if " " in text else (text,)
    return any(_utf8_pair().search(b"".join([first[char] or b"\xff" for char in form])) for form in forms)


@cache
def _utf8_pair() -> re.Pattern[bytes]:
    """Return the pattern of two characters of UTF-8 beyond ASCII, with a little ASCII between them or none."""
    char = rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x80-\xbf]{3})"
    return re.compile(char + rb"[\x20-\x7e]{0,40}" + char)


def _take_off(text: str, misreading: Misreading) -> Iterator[Edit]:
    page = open_page(misreading.read)
    data, places = bytearray(), []
    for place, char in enumerate(text):
        # A blank behind a lead byte was a no-break space, or there would be no trail byte.
        blank = char == " " and data[-1:] >= b"\xc2"
        shown = page.bytes_of(NBSP if blank else char)
        data += shown[0] if shown else b"\xff"
        places += [place] * (len(shown[0]) if shown else 1)
    places.append(len(text))
    for match in _utf8_row().finditer(bytes(data)):
        start, end = match.span()
        while start and places[start - 1] == places[start]:  # half of a character belongs to nobody
            start += 1
        while end > start and places[end] == places[end - 1]:
            end -= 1
        after = bytes(data[start:end]).decode("utf-8", "ignore")
        if len(after) >= FEWEST and after.encode() == data[start:end]:
            before = text[places[start] : places[end]]
            yield Edit(places[start], places[end], before, after, "")


@cache
def _utf8_row() -> re.Pattern[bytes]:
    return re.compile(
        rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x80-\xbf]{3})"
        rb"(?:[\x20-\x7e]{0,40}(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|\xf0[\x80-\xbf]{3}))+"
    )
