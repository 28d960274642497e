"""The engine of conversion: OpenCC's algorithm, applied only where a word may decide.

OpenCC divides a text into words, the longest first, and looks each up, stage by stage. Of a thousand characters six are
in a word that becomes something else than its characters do. So all characters are looked up in one table, and around
each place where such a word may stand a *window* is cut out, at edges that no word of any dictionary can cross, and
converted word by word. A law holds that both are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from zhfix.script._opencc import Recipe, Stage, open_recipe

if TYPE_CHECKING:
    from zhfix.script._conversion_long import LongConversion

LONG = 256
"""Characters from which numpy is asked; below that plain Python is done sooner."""


class Window(NamedTuple):
    """A part of a text whose words decide what it becomes: from `start` to `end` it is `after`."""

    start: int
    end: int
    after: str


class Conversion:
    """One configuration, made ready for lookup; see :func:`open_conversion`."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        chars = _list_chars(recipe)
        self.wide = "".join(char for char, after in chars.items() if len(after) != 1)
        self.chars = {char: after for char, after in chars.items() if len(after) == 1}
        self._table = str.maketrans(self.chars)
        sources = [_invert(recipe, stages) for stages in range(len(recipe.stages))]
        self._starts = _list_starts(recipe, sources)
        self._inside = frozenset(_list_pairs(recipe, sources))
        self._folded = str.maketrans(recipe.chars)
        self.convert_window = lru_cache(maxsize=1 << 16)(self.convert_by_words)

    def convert(self, text: str) -> str:
        """Return `text` converted."""
        if len(text) >= LONG:
            return self._long.convert(text, self.convert_window, self._find_windows)
        text = self.fold(text)
        plain, done = text.translate(self._table), 0
        pieces: list[str] = []
        for start, end, after in self._find_windows(text, self._find_places(text)):
            pieces += (plain[done:start], after)
            done = end
        return "".join([*pieces, plain[done:]]) if done else plain

    def list_windows(self, text: str, start: int = 0, end: int | None = None) -> list[Window]:
        """Return the windows from `start` to `end`, in order; all else is converted character by character."""
        part = self.fold(text[start:end])
        places = self._long.find_places(part) if len(part) >= LONG else self._find_places(part)
        return [Window(start + first, start + last, after) for first, last, after in self._find_windows(part, places)]

    def fold(self, text: str) -> str:
        """Return `text` with the characters made one that OpenCC makes one before all else."""
        found = self._long.has_compatibility(text) if len(text) >= LONG else _compatibility().search(text)
        return text.translate(self._folded) if found else text

    def _find_places(self, text: str) -> list[int]:
        """Return where a word may stand that becomes something else than its characters do."""
        starts = self._starts
        places = {place for place, pair in enumerate(map(add, text, text[1:])) if pair in starts}
        if self.wide:  # a character that becomes two makes a window of its own
            places.update(place for place, char in enumerate(text) if char in self.wide)
        return sorted(places)

    def _find_windows(self, text: str, places: Iterable[int]) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and result of the windows around those of `places` where such a word does stand."""
        starts, inside, wide, convert, done = self._starts, self._inside, self.wide, self.convert_window, 0
        for place in places:
            if place < done:
                continue
            start, end = place, place + 2
            pair = text[place:end]
            if wide and text[place] in wide:
                end = place + 1
            elif pair not in starts or not text.startswith(starts[pair], place):
                continue
            while start > done and text[start - 1 : start + 1] in inside:
                start -= 1
            while text[end - 1 : end + 1] in inside:
                end += 1
            yield start, end, convert(text[start:end])
            done = end

    def convert_by_words(self, text: str) -> str:
        """Return `text` converted by OpenCC's algorithm, word by word."""
        recipe = self._recipe
        segments = _divide(text, recipe)
        for stage in recipe.stages:
            segments = [_convert_segment(segment, stage) for segment in segments]
        return "".join(segments)

    @cached_property
    def _long(self) -> LongConversion:
        from zhfix.script._conversion_long import LongConversion  # and with it numpy, for long text only

        return LongConversion(self._folded, self.chars, self.wide, self._starts, self._inside)


@cache
def open_conversion(config: str) -> Conversion:
    """Return the conversion of that name, made on first use and kept."""
    return Conversion(open_recipe(config))


@cache
def _compatibility() -> re.Pattern[str]:
    return re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")


def _divide(text: str, recipe: Recipe) -> list[str]:
    """Divide `text` into words, and what lies between words."""
    if recipe.words is None:
        return [text]
    segments, place, done = [], 0, 0
    while place < len(text):
        word = recipe.words.find(text, place)
        if not word:
            place += 1
            continue
        if done < place:
            segments.append(text[done:place])
        segments.append(word)
        place += len(word)
        done = place
    if done < place:
        segments.append(text[done:])
    return segments


def _convert_segment(text: str, stage: Stage) -> str:
    pieces, place = [], 0
    while place < len(text):
        for dictionary in stage:
            word = dictionary.find(text, place)
            if word:
                pieces.append(dictionary.words[word])
                place += len(word)
                break
        else:
            pieces.append(text[place])
            place += 1
    return "".join(pieces)


# --- what is made ready ----------------------------------------------------------------------------------------------


class Sources(NamedTuple):
    """What characters of the text may be that a later stage sees: as the first of a pair, and as the second of one.

    They differ where the stage before turned a word into another: its last character stands before what follows.
    """

    first: dict[str, set[str]]
    second: dict[str, set[str]]

    def spell(self, pair: str) -> Iterator[str]:
        """Yield the pairs of the text that may be seen as `pair`."""
        for first in self.first.get(pair[0], pair[0]):
            for second in self.second.get(pair[1], pair[1]):
                yield first + second


def convert_char(char: str, stages: Iterable[Stage]) -> str:
    """Return what `char` becomes by itself."""
    for stage in stages:
        if len(char) > 1:
            char = _convert_segment(char, stage)
            continue
        for dictionary in stage:
            if char in dictionary.words:
                char = dictionary.words[char]
                break
    return char


def _list_chars(recipe: Recipe) -> dict[str, str]:
    """Return what each character becomes by itself, if it becomes another."""
    single = set[str]().union(*map(_list_single, recipe.stages))
    # What one stage writes the next may change, and what is folded first is converted, too.
    chars = {char: convert_char(char, recipe.stages) for char in single}
    chars.update({char: convert_char(folded, recipe.stages) for char, folded in recipe.chars.items()})
    return {char: after for char, after in chars.items() if after != char}


def _invert(recipe: Recipe, stages: int) -> Sources:
    """Return what the characters that the first `stages` stages write may have been."""
    sources: dict[str, set[str]] = {}
    single = set[str]().union(*map(_list_single, recipe.stages[:stages]))
    for char in single:
        sources.setdefault(convert_char(char, recipe.stages[:stages]), set()).add(char)
    for char in set(sources) - single:  # those that stay as they are
        sources[char].add(char)
    first = {char: set(found) for char, found in sources.items()}
    second = sources
    known = recipe.words.words if recipe.words is not None else {}
    for each in (each for stage in recipe.stages[:stages] for each in stage):
        for word, after in each.words.items():
            if len(word) > 1 and after and word not in known:  # a known one is a segment of its own
                first.setdefault(after[-1], {after[-1]} - single).add(word[-1])
                second.setdefault(after[0], {after[0]} - single).add(word[0])
    return Sources(first, second)


def _list_starts(recipe: Recipe, sources: list[Sources]) -> dict[str, tuple[str, ...]]:
    """Return the words that become something else than their characters do, by their first two characters.

    A word of a later stage stands there by its first two characters alone: it may have been several words in the text.
    """
    starts: dict[str, set[str]] = {}
    for number, stage in enumerate(recipe.stages):
        table = str.maketrans({char: convert_char(char, (stage,)) for char in _list_single(stage)})
        for each in stage:
            plain = "\n".join(each.words).translate(table).split("\n")  # all at once, which takes a third of the time
            for (word, after), converted in zip(each.words.items(), plain, strict=True):
                if converted != after and len(word) > 1:
                    for pair in sources[number].spell(word[:2]):
                        starts.setdefault(pair, set()).add(word if number == 0 else pair)
    return {pair: tuple(words) for pair, words in starts.items()}


def _list_single(stage: Stage) -> set[str]:
    return set[str]().union(*(each.single for each in stage))


def _list_pairs(recipe: Recipe, sources: list[Sources]) -> Iterator[str]:
    """Yield the pairs of characters that stand inside a word of any dictionary: no window may end between them."""
    for number, stage in enumerate(recipe.stages):
        dictionaries = {id(each): each for each in stage}
        if number == 0 and recipe.words is not None:
            dictionaries[id(recipe.words)] = recipe.words
        for each in dictionaries.values():
            if number == 0:
                yield from (word for word in each.words if len(word) == 2)
                for word in (word for word in each.words if len(word) > 2):
                    yield from map(add, word, word[1:])
            else:
                for pair in {pair for word in each.words for pair in map(add, word, word[1:])}:
                    yield from sources[number].spell(pair)
