"""What stands around a character that has several forms in the other script, as features that a model weighs.

里 is 裡 behind a place (屋里), and 里 in a name (莫里斯) or a measure (三里). What tells them apart is what stands on
either side: the characters, the kind of character they are, where words end, and what OpenCC's dictionaries say of the
words that cover the place. Each of these is a feature, a short string that begins with the character in question.

Learning and deciding list features by the same code, :meth:`Context.list_features`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import NamedTuple

from zhfix.script._opencc import Dictionary
from zhfix.words import LONGEST, open_words, simplify

REACH = 3
"""Characters on either side that a feature may hold."""
UNKNOWN, EDGE = "\0", "^"
"""What stands beside a word of a list, where nobody knows what does, and beside a text."""
FRAME = 8
"""Characters from a preposition to the word of place that belongs to it, at most."""
LISTED_GAIN = 0.4
"""Nats: what a word of OpenCC's dictionaries gains that the list of words lacks: more than none."""
MOST_LISTED = 6
"""Characters of a dictionary's word at most that is looked for around a place; longer ones are idioms."""
_ALIKE = {
    **dict.fromkeys("，,、；;：:。！？!?…—", "，"),
    **dict.fromkeys("“”‘’「」『』《》〈〉（）()\"'", "「"),
    **dict.fromkeys("\r\n", EDGE),
}


class Kinds(NamedTuple):
    """The kind of a character by what usually stands beside it: few kinds for pairs, and more for single characters."""

    coarse: Mapping[str, str]
    fine: Mapping[str, str]


class Place(NamedTuple):
    """A character with a choice: `given` is the number of the form that OpenCC gives it, None where that is hidden."""

    at: int
    forms: Mapping[str, int]
    given: int | None


class Context:
    """A run of ideographs from `start` to `end` of `text`, with what the features of its places have in common.

    `closed` says that `text` is a word of a list, and that other text may stand on either side.
    """

    def __init__(
        self, text: str, start: int, end: int, dictionary: Dictionary, kinds: Kinds, *, closed: bool = False
    ) -> None:
        self._start, self._kinds, self._dictionary, self._closed = start, kinds, dictionary, closed
        self._run = text[start:end]
        beside = UNKNOWN if closed else EDGE
        before = text[max(0, start - REACH) : start].rjust(REACH, beside)
        behind = text[end : end + REACH].ljust(REACH, beside)
        self._folded = fold_context(before + self._run + behind)

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        return divide(self._run, self._dictionary)

    @cached_property
    def _matched(self) -> list[int]:
        """The size of the dictionary's word at each place, as OpenCC divides the run; 0 where there is none."""
        sizes = [0] * len(self._run)
        place = 0
        while place < len(self._run):
            size = len(self._dictionary.find(self._run, place))
            sizes[place : place + size] = [size] * size
            place += size or 1
        return sizes

    def list_features(self, place: Place) -> list[str]:
        """Return the features of `place`, which is counted from the beginning of the text."""
        here = place.at - self._start
        char = self._run[here]
        return [char + feature for feature in (*self._list_words(here, place), *self._list_neighbours(here))]

    def _list_words(self, here: int, place: Place) -> list[str]:
        """Return what words say: those of the dictionary for forms, the others for where a word begins and ends."""
        features = []
        start, size = self._words[here]
        word = self._run[start : start + size]
        if place.given is not None:
            features.append(f"o{place.given}{min(self._matched[here], 4)}")
            features += [f"v{form}{min(size, 4)}" for form, size in self._list_votes(here, place.forms).items()]
            after = self._dictionary.words.get(word, "") if size > 1 else ""
            if len(after) == size and after[here - start] in place.forms:
                features.append(f"d{place.forms[after[here - start]]}")
        if size > 1:
            features.append(f"W{word}{here - start}")
        if not self._closed or size == len(self._run):
            features.append(f"S{size}{here - start}")
        return features

    def _list_votes(self, here: int, forms: Mapping[str, int]) -> dict[int, int]:
        """Return the forms that words of the dictionary around `here` have, with the size of the longest of each."""
        votes: dict[int, int] = {}
        run, words = self._run, self._dictionary.words
        for start in range(max(0, here - 4), here + 1):
            for end in range(max(start + 2, here + 1), min(start + MOST_LISTED, len(run)) + 1):
                after = words.get(run[start:end])
                if after is not None and len(after) == end - start and after[here - start] in forms:
                    form = forms[after[here - start]]
                    votes[form] = max(votes.get(form, 0), end - start)
        return votes

    def _list_neighbours(self, here: int) -> list[str]:
        a3, a2, a1, _, b1, b2, b3 = list(self._folded[here : here + 2 * REACH + 1])
        coarse, fine = self._kinds.coarse.get, self._kinds.fine.get
        k2, k1, n1, n2 = coarse(a2, a2), coarse(a1, a1), coarse(b1, b1), coarse(b2, b2)
        features = [
            "1" + a1, "2" + a2, "5" + b1, "6" + b2, "p" + a2 + a1, f"q{a1}_{b1}", "r" + b1 + b2, "x" + a3 + a2 + a1,
            f"y{a2}{a1}_{b1}", f"z{a1}_{b1}{b2}", "w" + b1 + b2 + b3,
            "A" + fine(a1, a1), "B" + fine(b1, b1), "C" + k1 + n1, "D" + k2 + k1, "E" + n1 + n2,
        ]  # fmt: skip
        # 在楼里, 在雪夜里: what a preposition opens closes with a word of place.
        opened = self._run.rfind("在", max(0, here - FRAME), here)
        if opened >= 0:
            features.append(f"F{(here - opened + 1) // 2}")
        return [feature for feature in features if UNKNOWN not in feature] if self._closed else features


def divide(run: str, dictionary: Dictionary) -> list[tuple[int, int]]:
    """Return where the word at each place of `run` begins and its size, by the words that gain most together.

    >>> from zhfix.script._opencc import open_recipe
    >>> [size for _, size in divide("运作并合并", open_recipe("s2t").stages[0][0])]
    [2, 2, 1, 2, 2]
    """
    gain_of, listed, simple = open_words().get, dictionary.words, simplify(run)
    best, sizes = [0.0], [0]
    for end in range(1, len(run) + 1):
        most, chosen = best[end - 1], 1
        for size in range(2, min(LONGEST, end) + 1):
            gain = gain_of(simple[end - size : end])
            if gain is None and run[end - size : end] in listed:
                gain = LISTED_GAIN
            if gain and best[end - size] + gain > most:
                most, chosen = best[end - size] + gain, size
        best.append(most)
        sizes.append(chosen)
    words, end = [(0, 0)] * len(run), len(run)
    while end:
        size = sizes[end]
        words[end - size : end] = [(end - size, size)] * size
        end -= size
    return words


def fold_context(text: str) -> str:
    """Return `text` with all digits as one character, and so Latin letters, and marks of a kind; Han simplified."""
    return "".join([_fold_char(char) for char in simplify(text)])


@cache
def _fold_char(char: str) -> str:
    alike = _ALIKE.get(char)
    if alike is not None:
        return alike
    if char.isdigit():
        return "0"
    if char.isascii() and char != UNKNOWN:
        return "a" if char.isalpha() else EDGE if char == EDGE else "_"
    return char


@cache
def han_run() -> re.Pattern[str]:
    """Return the expression of a run of ideographs, the iteration mark and zero among them."""
    return re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff々〇]+")
