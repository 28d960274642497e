"""Words of half-width katakana."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from zhfix.charlm import open_language
from zhfix.patterns import compile_pattern
from zhfix.rules._compat_tables import find_lines

_LETTERS = "\uff66-\uff9d"
_MARKED = "[\uff9e\uff9f]?"  # voiced or not
_IN_FACES = r"[^\w\s，。、；：！？「」『』《》“”‘’（）()\[\]【】/·,.:;!?~～-]"
# What UTF-8 is made of where it was read as Shift_JIS: the lead bytes of kana and of marks.
_MOJIBAKE = "[縺繧繝縲]"
_READABLE = -7.0
"""Nats of a letter in a word of katakana by the model of Japanese.  Words have -3 to -6, names of foreign places
included; GBK that was read as Shift_JIS, which is half-width katakana too, has -7 to -9."""
_PLAIN = {"\u3099": "\N{KATAKANA-HIRAGANA VOICED SOUND MARK}", "\u309a": "\N{KATAKANA-HIRAGANA SEMI-VOICED SOUND MARK}"}


def find_halfwidth(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a word of half-width katakana stands, and the same in full width."""
    word = compile_pattern(f"[{_LETTERS}]{_MARKED}[{_LETTERS}]")
    in_face = compile_pattern(_IN_FACES)
    for start, end in find_lines(text, f"[{_LETTERS}]"):
        line = text[start:end]
        if compile_pattern(_MOJIBAKE).search(line):
            continue
        for match in compile_pattern("[\uff61-\uff9f]+").finditer(line):
            neighbours = line[match.start() - 1 : match.start()] + line[match.end() : match.end() + 1]
            widened = _widen(match[0])
            if word.search(match[0]) and not in_face.search(neighbours) and _is_japanese(widened):
                yield start + match.start(), start + match.end(), widened


def _widen(word: str) -> str:
    """Return a word in full width; a voiced mark without a letter that takes it stands by itself."""
    widened = unicodedata.normalize("NFKC", word)
    return "".join(_PLAIN.get(char, char) for char in widened)


def _is_japanese(word: str) -> bool:
    return open_language("ja").log_probability(word) >= _READABLE * len(word)
