"""Blanks, and the characters they stand between, as classes of regular expressions that rules compile on first use."""

from __future__ import annotations

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Ideographs of the Basic Multilingual Plane; a class with those beyond it is thirty times slower to search for."""
RARE_HAN = HAN + "\U00020000-\U000323af"

IDEOGRAPHIC_SPACE = "\N{IDEOGRAPHIC SPACE}"
FOREIGN_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f"
"""NO-BREAK SPACE, OGHAM SPACE MARK, EN QUAD to HAIR SPACE, NARROW NO-BREAK SPACE, MEDIUM MATHEMATICAL SPACE."""
NARROW = " " + FOREIGN_BLANKS
BLANKS = "\t" + NARROW + IDEOGRAPHIC_SPACE

STOPS = "，。、；：！？"
OPENERS, CLOSERS = "（《〈【〔「『", "）》〉】〕」』"
WIDE_MARKS = STOPS + OPENERS + CLOSERS
"""Marks that are as wide as a character, and white on one side or on both: they need no blank beside them."""
QUOTATION = "“”‘’"
ASCII_STOPS = ",.;:!?"
