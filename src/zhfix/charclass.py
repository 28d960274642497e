"""Classes of thousands of characters: whether a character is of one, and where a text holds some.

An expression with such a class takes six to fifteen milliseconds to compile and then passes over some three hundred
characters in a microsecond.  Text is therefore looked at character by character until there was so much of it that the
expression pays: a run over one short file, or a few short strings, never compiles it.

>>> kana = CharClass("ぁ-ゖァ-ヺー")
>>> "の" in kana, "的" in kana
(True, False)
>>> list(kana.find("我的のの")), list(kana.find("我的のの", 3))
([2, 3], [3])
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

DEAR = 20_000
"""Characters that are looked at one by one before an expression is compiled: 1.4 to 2.4 ms, where compiling takes 10.
A file of 30,000 took as long with five times as many (Python 3.11, 2026-11)."""


class CharClass:
    """Characters and ranges of characters, as in a class of an expression, but nothing escaped: ``"一-三五"``.

    Those of other classes are members, too.  `members` are all of them, for an expression that needs more than a class.

    >>> CharClass("a-z", CharClass("あ"), CharClass("い")).members
    'a-zあい'
    """

    __slots__ = ("_known", "_looked", "_pattern", "members")

    def __init__(self, members: str, *others: CharClass) -> None:
        self.members: str = members + "".join(other.members for other in others)
        self._known = _Known(members, others)
        self._looked = 0
        self._pattern: re.Pattern[str] | None = None

    def __contains__(self, char: str) -> bool:
        return self._known[char]

    def search(self, text: str, start: int = 0) -> int:
        """Return the first place in `text`, from `start` on, where there is a character of the class; -1 for none."""
        if self._pattern is not None:
            match = self._pattern.search(text, start)
            return match.start() if match else -1
        return next(self.find(text, start), -1)

    def find(self, text: str, start: int = 0) -> Iterator[int]:
        """Yield all such places."""
        if self._pattern is None:
            self._looked += len(text) - start
            if self._looked <= DEAR:
                known = self._known
                return (at for at in range(start, len(text)) if known[text[at]])
            self._pattern = re.compile(f"[{self.members}]")
        return (match.start() for match in self._pattern.finditer(text, start))


class _Known(dict[str, bool]):
    """Whether each character that was asked for is a member."""

    def __init__(self, members: str, others: tuple[CharClass, ...]) -> None:
        self._members, self._others = members, others
        self._bounds: list[int] = []

    def __missing__(self, char: str) -> bool:
        if not self._bounds:
            self._bounds = _list_bounds(self._members)
        # Within a range an odd number of bounds lie at or before the character.
        known = bisect_right(self._bounds, ord(char)) % 2 == 1 or any(char in other for other in self._others)
        if len(self) < DEAR:
            self[char] = known
        return known


def _list_bounds(members: str) -> list[int]:
    """Return the first code point of each range and the one behind its last, in order; ranges that touch are one."""
    ranges = sorted((ord(low), ord(high or low) + 1) for low, high in re.findall("(.)(?:-(.))?", members, re.DOTALL))
    bounds: list[int] = []
    for low, behind in ranges:
        if bounds and low <= bounds[-1]:
            bounds[-1] = max(bounds[-1], behind)
        else:
            bounds += (low, behind)
    return bounds
