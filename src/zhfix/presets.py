"""Presets: ordered lists of rules.  The order is written out here, and argued, and comes from nowhere else."""

from __future__ import annotations

from zhfix.normalizer import Normalizer
from zhfix.normalizers import rebalance_quotes, repair_mojibake, resync_bytes, strip_controls, strip_pinyin

REPAIR: tuple[Normalizer, ...] = (
    # Bytes first: what was misread is not the text yet, and no other rule should judge it.  A wrong code page before a
    # lost byte, for the bytes of the one are all there and those of the other are searched for among what is left.
    repair_mojibake,
    # The readings that a filter wrote into the bytes tell which were lost, so this runs while they are still there.
    resync_bytes,
    # Then what cannot be seen: it stands between a character and its reading, or between a mark and the word it
    # encloses, and would hide both from the rules that look for them.
    strip_controls,
    # Readings before quotation marks: the brackets and the letters of `服務(wù)”` count as text when a mark is paired.
    strip_pinyin,
    # Marks last: they are paired over the paragraph as its author wrote it.
    rebalance_quotes,
)

PRESETS: dict[str, tuple[Normalizer, ...]] = {"repair": REPAIR}
"""Each preset by the name it is asked for."""
