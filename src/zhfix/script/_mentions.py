"""Characters and words that a text speaks of, in whichever form, and what is no text: they are no leaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property

from zhfix.patterns import HAN, compile_pattern
from zhfix.script._forms import fold, fold_char
from zhfix.script._page import Page

OPENING, CLOSING = "“‘「『《〈（(\"'", "”’」』》〉）)\"'"
BETWEEN = "（）()/\N{FULLWIDTH SOLIDUS}、=\N{FULLWIDTH EQUALS SIGN}→⇒≠|\\- "
"""What stands between two forms of one character where a text speaks of them: 后（後）, 國/国."""
FEW_LEAKS, BESIDE = 2.5, 12
"""Leaks of a page up to which a word in both forms, so many characters apart at most, is spoken of."""

NEAR = 3
"""Characters on either side among which debris is looked for."""


class Mentions:
    """What a line of a page speaks of; `wrong` are the places of characters that belong to the other script."""

    def __init__(self, line: str, page: Page, wrong: Iterable[int]) -> None:
        self._line, self._page, self._wrong_places = line, page, frozenset(wrong)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._line)

    @cached_property
    def _enclosed(self) -> frozenset[str]:
        """The characters that stand alone between marks somewhere in the line."""
        return frozenset(compile_pattern(f"[{OPENING}](.)(?=[{CLOSING}])").findall(self._line))

    def is_spoken_of(self, at: int) -> bool:
        """Return whether a character is spoken of: alone between marks, with its reading, or beside another form."""
        line = self._line
        if line[at] in self._enclosed and self._page.leaks < self._counts[line[at]] + 1:
            return True
        if (
            self._is_entry(at)
            or _gloss().match(line, at + 1)
            or _debris().search(line, max(0, at - NEAR), at + NEAR + 1)
        ):
            return True
        if self._page.leaks <= FEW_LEAKS and self._has_counterpart(at):
            return True
        folded = fold_char(line[at])
        sides = (line[max(0, at - 3) : at][::-1], line[at + 1 : at + 4])
        found = (compile_pattern(f"[{BETWEEN}]+([{HAN}])").match(side) for side in sides)
        return any(other and other[1] != line[at] and fold_char(other[1]) == folded for other in found)

    def _is_entry(self, at: int) -> bool:
        """Return whether a character stands by itself, as in a dictionary: 发 fà 髮."""
        is_part = compile_pattern(f"[{HAN}\\d]")
        sides = (self._line[at - 1 : at] if at else "", self._line[at + 1 : at + 2])
        return not any(map(is_part.match, sides))

    def _has_counterpart(self, at: int) -> bool:
        """Return whether the word of a character stands in the line in both forms: 關於（关于）, 把頭髮改成头发."""
        line, folded = self._line, self._folded
        for start in (max(0, at - 1), at):
            if self._wrong_places.isdisjoint((start, start + 1)):
                continue
            low, word = max(0, start - BESIDE), folded[start : start + 2]
            other = folded.find(word, low, start + BESIDE)
            while len(word) > 1 and other >= 0:
                first, second = sorted((start, other))
                beside = self._is_enclosed(first) or self._is_enclosed(second)
                beside = beside or bool(_side_by_side().fullmatch(line, first + 2, second))
                if beside and line[first : first + 2] != line[second : second + 2]:
                    return True
                other = folded.find(word, other + 1, start + BESIDE)
        return False

    def _is_enclosed(self, start: int) -> bool:
        """Return whether marks enclose the two characters from `start` on."""
        line = self._line
        return start > 0 and line[start - 1] in OPENING and line[start + 2 : start + 3] in (*CLOSING,)

    @cached_property
    def _folded(self) -> str:
        return fold(self._line)


@cache
def _gloss() -> re.Pattern[str]:
    """Match a reading in brackets: who gives one speaks of the character as it stands there."""
    return re.compile("[(\uff08][a-z\xe0-\xfc\u0101-\u01dc ]+[1-5]?[)\uff09]")


@cache
def _debris() -> re.Pattern[str]:
    """Find what is hardly in sound text: what stands beside it may have been misread, and is no character of it."""
    return re.compile("[\uac00-\uf8ff\uff61-\uff9f\ufffd]")


@cache
def _side_by_side() -> re.Pattern[str]:
    """Match what stands between two forms of a word where a text sets them side by side."""
    return re.compile("[/=→⇒≠]|[改换換叫][成为為做作]?")


@cache
def about_scripts() -> re.Pattern[str]:
    """Find what text has that speaks of scripts and characters."""
    return re.compile(
        "[简簡繁异異俗][体體字]|[简簡繁][体體中]|[错錯][别別]?字|[误誤错錯][写寫用]|[写寫][作成][“「『]"
        "|OpenCC|zh[-_](?:CN|TW|HK|Han)"
    )
