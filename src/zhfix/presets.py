"""Presets: ordered lists of rules.  The order is written out here, and argued, and comes from nowhere else."""

from __future__ import annotations

from zhfix.normalizer import Normalizer
from zhfix.normalizers import (
    decode_escapes,
    rebalance_quotes,
    repair_foreign,
    repair_mojibake,
    report_lost,
    resync_bytes,
    strip_controls,
    strip_pinyin,
)

REPAIR: tuple[Normalizer, ...] = (
    # Escapes before all: what they hold may be damaged in its turn, and rules that judge a text by its characters see
    # none of them in `\\u4e2d`.
    decode_escapes,
    # Then what was misread, for it is not the text yet, and no other rule should judge it.  Other languages first: what
    # reads as Chinese is not theirs, and they leave every line of which that is possible; the search for Chinese, which
    # has no model of Hebrew or Greek, would find characters in what is proven to be theirs.
    repair_foreign,
    # A wrong code page before a lost byte: the bytes of the one are all there, or their gaps known, and those of the
    # other are searched for among what is left.
    repair_mojibake,
    # The readings that a filter wrote into the bytes tell which were lost, so this runs while they are still there.
    resync_bytes,
    # Then what cannot be seen: it stands between a character and its reading, or between a mark and the word it
    # encloses, and would hide both from the rules that look for them.
    strip_controls,
    # Readings before quotation marks: the brackets and the letters of `服務(wù)”` count as text when a mark is paired.
    strip_pinyin,
    # Marks last of the repairs: they are paired over the paragraph as its author wrote it.
    rebalance_quotes,
    # It changes nothing, and comes after all that do: what they brought back is not lost, and what they had to leave,
    # U+FFFD among what they wrote included, is told once.
    report_lost,
)

PRESETS: dict[str, tuple[Normalizer, ...]] = {"repair": REPAIR}
"""Each preset by the name it is asked for."""
