"""Ideographs for compatibility with old tables, in lines of Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from zhfix.ideographs import find_descriptions
from zhfix.patterns import HAN, HANGUL, KANA, compile_pattern
from zhfix.rules._compat_tables import find_lines
from zhfix.rules._language import count_in

# The twelve unified ideographs of the block, U+FA0E and so on, are not among them.
DOUBLES = (
    "\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufa6d\ufa70-\ufad9\U0002f800-\U0002fa1d"
)
_VARIANTS = "[\ufa10-\ufad9\U0002f800-\U0002fa1d]"
"""Those that look different; the others are doubles to the eye as well."""
_CHINESE_WORDS = "[的了是我你他她它们們这這那哪吗嗎呢吧而其於矣兮焉]"
_ABOUT = "兼容|相容|码位|碼位|编码|編碼|Unicode|U\\+[Ff2]|异体|異體|字形"
_LEAST_HAN = 4
_SHARE = 3  # ideographs of a line for each that is found; a list has fewer


def find_doubles(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place of each double in lines of Chinese, and its unified ideograph."""
    described = frozenset(place for start, end in find_descriptions(text) for place in range(start, end))
    for start, end in find_lines(text, f"[{DOUBLES}]"):
        line = text[start:end]
        found = list(compile_pattern(f"[{DOUBLES}]").finditer(line))
        if not _is_prose(line, found):
            continue
        chinese = compile_pattern(_CHINESE_WORDS).search(line) is not None
        for match in found:
            unified = unicodedata.normalize("NFC", match[0])
            meant = not chinese and compile_pattern(_VARIANTS).match(match[0])
            if not meant and start + match.start() not in described:
                yield start + match.start(), unified


def _is_prose(line: str, found: list[re.Match[str]]) -> bool:
    """Return whether a line is Chinese text that holds a few doubles, and no list of them or text about them."""
    if count_in(HAN, line) < max(_LEAST_HAN, _SHARE * len(found)):
        return False
    if compile_pattern(f"[{KANA}{HANGUL}]").search(line) or compile_pattern(_ABOUT).search(line):
        return False
    return not any(
        unicodedata.normalize("NFC", match[0]) in line[max(0, match.start() - 3) : match.end() + 3] for match in found
    )
