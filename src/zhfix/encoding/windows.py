"""Where in a line the search looks: around faults and odd stretches, and no farther than their damage reaches.

A lattice costs milliseconds for a line.  Damage is local: in UTF-8 to a character, in encodings of two bytes a
character to what was read out of step behind it, which shows as a row of unlikely characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.byte_ways import UTF8_FAMILY, UTF16
from zhfix.encoding.codepages import UNREADABLE, Reading, read
from zhfix.encoding.suspicion import find_suspicious

STRETCH = 65_536
"""Bytes that the search looks at in one go, at most."""
SHORT_STRETCH = 200
"""Bytes that it looks at where a byte follows that is a character in every encoding."""
UNLIKELY = 9.5
"""Nats of a character that may have been read out of step.  Of sound text in corpora/devtest 8 to 17 % of the
characters cost more (2026-11), so only such as stand near a fault or an odd place count."""
GAP = 6
"""Likely characters in a row, at most, among those that were read out of step."""
MARGIN = 8
"""Characters on either side that the search sees: damage begins some before what it spoils."""


def find_windows(data: bytes, reading: Reading, encoding: str, *, first: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the spans of bytes that the search must look at, in order; `reading` is that of `data` in `encoding`.

    With `first` the text begins there, and may begin with half a character.

    >>> text = "我们在城里工作，今天很好，明天也很好，后天也是。"
    >>> data = text.encode("gb18030")
    >>> damaged = data[:24] + data[25:]
    >>> list(find_windows(damaged, read(damaged, "gb18030"), "gb18030"))[0][0] > 0
    True
    """
    sizes = _measure(data, reading, encoding)
    if sizes is None:
        yield from _split_stretches(data, 0, len(data), encoding)
        return
    offsets = [0]
    for size in sizes:
        offsets.append(offsets[-1] + size)
    low = high = 0
    for begins, behind in _find_rows(reading, encoding, first=first):
        begin, end = offsets[max(0, begins - MARGIN)], offsets[min(len(sizes), behind + MARGIN)]
        if begin > high:
            yield from _split_stretches(data, low, high, encoding)
            low = begin
        high = end
    yield from _split_stretches(data, low, high, encoding)


def _measure(data: bytes, reading: Reading, encoding: str) -> list[int] | None:
    """Return how many bytes each character is of, or None where that cannot be told from the characters."""
    text, faults = reading
    if encoding in UTF8_FAMILY:
        sizes = [len(char.encode("utf-8", "surrogatepass")) for char in text]
    elif encoding in UTF16:
        sizes = [2 if char < "\U00010000" else 4 for char in text]
    else:
        sizes = [1 if char < "\x80" else 2 for char in text]
    for fault in faults:
        sizes[fault.at] = fault.end - fault.start
    if sum(sizes) == len(data):
        return sizes
    if not encoding.startswith("gb"):
        return None
    for place, char in enumerate(text):  # four bytes, or the euro sign in one
        if char > "\x7f" and sizes[place] == 2 and char != UNREADABLE:
            sizes[place] = len(char.encode("gb18030", "replace"))
    return sizes if sum(sizes) == len(data) else None


def _find_rows(reading: Reading, encoding: str, *, first: bool) -> Iterator[tuple[int, int]]:
    """Yield the rows of unlikely characters around faults and odd stretches, as spans of characters."""
    text, faults = reading
    anchors = {fault.at for fault in faults}
    if encoding not in UTF8_FAMILY:  # there a byte too few makes no other characters
        anchors.update(place for span in find_suspicious(text, encoding, first=first) for place in range(*span))
    row: list[int] = []
    for place in sorted(anchors.union(_find_unlikely(text))):
        if row and place - row[-1] > GAP:
            if anchors.intersection(row):
                yield row[0], row[-1] + 1
            row = []
        row.append(place)
    if anchors.intersection(row):
        yield row[0], row[-1] + 1


def _find_unlikely(text: str) -> Iterator[int]:
    model, before = open_model(), BOUNDARY
    for place, char in enumerate(text):
        if char > "\x7f" and model.log_bigram(before, char) < -UNLIKELY:
            yield place
        before = char


def _split_stretches(data: bytes, low: int, high: int, encoding: str) -> Iterator[tuple[int, int]]:
    """Yield a span in stretches, each ending behind a byte that is a character in every encoding."""
    while high - low > SHORT_STRETCH and encoding not in UTF16:
        found = _stands_alone().search(data, low + SHORT_STRETCH, min(high, low + STRETCH))
        if not found and high - low <= STRETCH:
            break
        end = found.end() if found else _whole_characters(data, low, low + STRETCH, encoding)
        yield low, end
        low = end
    if low < high:
        yield low, high


@cache
def _stands_alone() -> re.Pattern[bytes]:
    """Return the search for an ASCII byte that no damage put there: a blank or a line end may be inside a character."""
    return re.compile(rb"[\x21-\x2f]|(?<=[\x20-\x7e])[\x09-\x20]")


def _whole_characters(data: bytes, low: int, high: int, encoding: str) -> int:
    faults = read(data[low:high], encoding).faults
    return low + faults[-1].start if faults and faults[-1].cut and faults[-1].start else high
