"""Ideographs that sound text seldom has two of together, and text read in a wrong code page is full of."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from zhfix.charclass import CharClass


@cache
def uncommon_ideographs() -> CharClass:
    """Return the ideographs beyond the first levels of GB 2312 and Big5."""
    common = bytes(byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail)).decode(
        "gbk", "ignore"
    )
    rows = ((lead, trail) for lead in range(0xA4, 0xC7) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    common += bytes(byte for pair in rows for byte in pair).decode("cp950", "ignore")
    places = sorted({0x33FF, 0xA000, *(ord(char) for char in common if "\u3400" <= char <= "\u9fff")})
    gaps = ((low + 1, high - 1) for low, high in pairwise(places) if high - low > 1)
    return CharClass("".join(f"{chr(low)}-{chr(high)}" if low < high else chr(low) for low, high in gaps))
