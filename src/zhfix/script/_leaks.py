"""The characters of a text that belong to another script than its line, and what they should be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from math import exp, log
from typing import NamedTuple

from zhfix.patterns import KANA, compile_pattern
from zhfix.script._choice import open_choices
from zhfix.script._classes import (
    find_habits,
    find_japanese,
    find_simplified,
    find_simplified_or_japanese,
    find_traditional,
    find_traditional_or_japanese,
)
from zhfix.script._forms import SIMPLIFIED, TRADITIONAL, fold_char
from zhfix.script._glyphs import open_glyphs
from zhfix.script._mentions import Mentions, about_scripts
from zhfix.script._neighbours import is_modern, list_draws, makes_word
from zhfix.script._odd import find_doubtful, find_odd, list_against, name_kind
from zhfix.script._page import QUOTATION, Page, is_foreign, other_share
from zhfix.script._stretches import Sign, find_stretches
from zhfix.script._weigh import Weighed, open_scales
from zhfix.script.tables import open_variants

ODD_GAIN = 0.5
"""Nats by which another form is likelier where a neighbour speaks against one; the model, which was learnt from a tenth
of the text that neighbours were counted in, is too careful there."""
OVER_GAIN = 1.0
"""The same where a converter wrote the one and the other makes a word: 頭發 is none."""
UNFIT = 0.5
"""How sure it is that a lone character leaked that goes with no neighbour, and may be a name."""
BOND = 1.5
"""Nats by which a neighbour draws the character beyond it that is of one word with it: 部位 1.9, 統計 5.2, 部和 1.2."""
COPULA = "[都就亦唔像抑]係|係(?=[唔咁噉你我佢])"
"""係 as the verb that it is in Cantonese and Hakka."""
SHORT_LINE = 8
"""Characters of a line, at most, that is in the other script if it has none of the page's: a label, a table's head."""
DIALECT = "个"
"""What is written in traditional text by hand, and in Hakka and Hokkien: no leak where nothing else leaked."""
HABIT = 0.9
"""How sure it is that a form leaked that some authors write, where others did for certain."""
WORD, NO_WORD = 0.95, 0.4
"""How sure it is that a form of Japan stands for a Chinese one: where that makes a word, and where it does not."""


class Leak(NamedTuple):
    """A character at `at` of the text that should most likely be another one; `kind` is how it came there."""

    at: int
    before: str
    after: str
    kind: str
    confidence: float
    others: tuple[str, ...] = ()


def find_leaks(text: str, page: Page) -> Iterator[Leak]:
    """Yield the leaks of a text on a page, from left to right."""
    if page.script is None:
        return
    is_traditional = page.script == TRADITIONAL
    other = find_simplified_or_japanese() if is_traditional else find_traditional_or_japanese()
    looked = (find_doubtful if page.is_leaky else find_odd)(text) if is_traditional else ()
    doubtful, end = [*looked], -1
    for at in sorted([*_find(other, text), *doubtful]):
        if at < end:
            continue
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at) + 1 or len(text) + 1
        here = doubtful[bisect_left(doubtful, start) : bisect_left(doubtful, end)]
        line = _Line(text[start : end - 1], page, [place - start for place in here] if is_traditional else None)
        yield from (leak._replace(at=leak.at + start) for leak in line.find_leaks())


class _Line:
    """A line with the characters in it that belong to one script only.

    `doubtful` are the places of all that a neighbour may speak against, where they are known.
    """

    def __init__(self, line: str, page: Page, doubtful: Sequence[int] | None) -> None:
        self._line, self._page, self._doubtful = line, page, doubtful
        simplified = [*_find(find_simplified(), line)]
        # Where there are none of a page's other script there is nothing to compare.
        traditional = [*_find(find_traditional(), line)] if simplified or page.script != TRADITIONAL else []
        self._script = _judge_line(len(simplified), len(traditional), page)
        is_traditional = self._script == TRADITIONAL
        self._wrong = simplified if is_traditional else traditional
        signs = [
            *(Sign(at, is_traditional) for at in simplified),
            *(Sign(at, not is_traditional) for at in traditional),
        ]
        self._signs = sorted(signs)
        self._scales = open_scales(line, self._script)
        self._japanese: dict[str, bool] = {}  # whether a character of Japan is part of a word wherever it stands

    def find_leaks(self) -> Iterator[Leak]:
        """Yield the leaks of the line, from left to right."""
        if is_foreign(self._line) or about_scripts().search(self._line) or self._is_even():
            return
        stretches = find_stretches(self._line, self._signs, self._page)
        passed = {at for start, end in stretches for at in range(start, end)}.union(self._quoted)
        found: dict[int, Leak] = {}
        for correct, places in self._list_ways():
            for at in places:
                leak = correct(at) if at not in passed else None
                if leak is not None and leak.before != leak.after:
                    found.setdefault(at, leak)
        mentions = Mentions(self._line, self._page, self._wrong)
        yield from (found[at] for at in sorted(found) if not mentions.is_spoken_of(at))

    def _list_ways(self) -> Iterable[tuple[Callable[[int], Leak | None], Iterable[int]]]:
        """Return what corrects characters, each with the places that it may correct."""
        line, is_leaky = self._line, self._page.is_leaky
        is_traditional = self._script == TRADITIONAL
        yield self._correct_wrong, self._wrong
        if is_traditional:
            yield self._correct_odd, find_odd(line, self._doubtful)
            if is_leaky:
                yield self._correct_doubtful, find_doubtful(line)
            if is_leaky and self._page.leaks >= 1:
                yield self._correct_habit, _find(find_habits(), line)
        elif is_leaky:
            yield self._correct_doubtful, _find(compile_pattern(f"[{''.join(open_choices().to_simplified)}於]"), line)
        if not compile_pattern(f"[{KANA}]").search(line):
            places = _find(find_japanese(), line)
            titles = frozenset[int]() if is_leaky else self._enclosed_places
            yield self._correct_japanese, (at for at in places if at not in titles)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._line)

    @cached_property
    def _is_dialect(self) -> bool:
        return bool(compile_pattern(COPULA).search(self._line))

    @cached_property
    def _enclosed_places(self) -> frozenset[int]:
        spans = (match.span() for match in compile_pattern(QUOTATION).finditer(self._line))
        return frozenset(at for span in spans for at in range(*span))

    @cached_property
    def _quoted(self) -> frozenset[int]:
        """The places in quotations, titles and short lines that are of the other script; on a sound page they stay."""
        if self._page.is_leaky:
            return frozenset()
        own = find_traditional() if self._script == TRADITIONAL else find_simplified()
        if len(self._line) <= SHORT_LINE and not own.search(self._line):
            return frozenset(self._wrong)
        spans = (match.span() for match in compile_pattern(QUOTATION).finditer(self._line))
        line, japanese = self._line, find_japanese()
        others = (span for span in spans if not own.search(line, *span) or japanese.search(line, *span))
        return frozenset(at for span in others for at in range(*span))

    def _is_even(self) -> bool:
        """Whether neither script dominates the line, so that nobody can say which one it should be in."""
        minor = len(self._wrong)
        return minor > 1 and minor > 0.8 * (len(self._signs) - minor) and self._page.leak_share() > 0.3

    # --- one way to correct a character each ------------------------------------------------------------------------

    def _correct_wrong(self, at: int) -> Leak | None:
        """Return what a character should be that text of this script never has."""
        char, weighed = self._line[at], self._scales.weigh(at)
        if char == DIALECT and self._script == TRADITIONAL and self._counts[char] == len(self._wrong):
            return None
        best = weighed.best
        kin = open_glyphs().kin
        if best == char or (self._script == TRADITIONAL and char in kin.get(best, "")):
            return None
        confidence = weighed.shares[best]
        # A form that authors choose, and no other leak: a name, however often it stands there.
        is_lone = char in kin and self._page.leaks < self._counts[char] + 1
        if (is_lone or not self._page.is_leaky) and not self._fits(at, best):
            confidence *= UNFIT
        return self._make(at, best, confidence, weighed)

    def _correct_odd(self, at: int) -> Leak | None:
        """Return what a character should be that a neighbour speaks against."""
        char = self._line[at]
        is_over = char != fold_char(char)
        makes_sense = not is_over or makes_word(self._line, at, self._scales.weigh(at).best)
        leak = self._correct_doubtful(at, (OVER_GAIN if is_over else ODD_GAIN) if makes_sense else 0.0)
        return leak and leak._replace(confidence=leak.confidence * (UNFIT if self._is_crossed(at) else 1.0))

    def _is_crossed(self, at: int) -> bool:
        """Return whether what speaks against a character belongs to the next word: 乾 in 較乾部位 is no 幹部."""
        line = self._line
        if line[at] == "係" and self._is_dialect:
            return True
        before, behind = list_against(line, at)
        own = list_draws(line, at, line[at])
        if before == behind:
            return False
        if before:
            return own[1] > BOND and at > 1 and list_draws(line, at - 1, line[at - 1])[0] > BOND
        return own[0] > BOND and at + 2 < len(line) and list_draws(line, at + 1, line[at + 1])[1] > BOND

    def _correct_doubtful(self, at: int, gain: float = 0.0) -> Leak | None:
        """Return what a character should be that is sound in text of this script, but may be wrong here."""
        char, weighed = self._line[at], self._scales.weigh(at)
        is_traditional = self._script == TRADITIONAL
        own = name_kind(char) if is_traditional else char
        best = weighed.best
        if best == own:
            return None
        is_over = is_traditional and char != fold_char(char)
        if not self._page.is_leaky and not is_modern(self._line, at, best, over=is_over):
            return None
        share = self._page.over_share(1) if is_over else self._page.misfit_share()
        odds = weighed.gain_over(own) + gain + log(share)
        confidence = weighed.shares[best] / (1 + exp(max(-50.0, min(50.0, -odds))))
        return self._make(at, best, confidence, weighed)

    def _correct_habit(self, at: int) -> Leak | None:
        """Return what a simplified character should be that some authors write in traditional text."""
        weighed = self._scales.weigh(at)
        kin = open_glyphs().kin.get(weighed.best, weighed.best)
        best = next((form for form in open_variants().traditional_forms.get(self._line[at], ()) if form in kin), "")
        if not best or best == self._line[at]:
            return None
        return self._make(at, best, weighed.shares[weighed.best] * HABIT, weighed)

    def _correct_japanese(self, at: int) -> Leak | None:
        """Return the Chinese form of a character that only Japan writes so."""
        weighed = self._scales.weigh(at)
        if (char := self._line[at]) not in self._japanese:  # one that stays in a name stays everywhere
            places = (match.start() for match in re.finditer(char, self._line))
            self._japanese[char] = all(makes_word(self._line, place, weighed.best) for place in places)
        share = WORD if self._japanese[char] else NO_WORD
        return self._make(at, weighed.best, share * weighed.shares[weighed.best], weighed)

    def _make(self, at: int, best: str, confidence: float, weighed: Weighed) -> Leak:
        char = self._line[at]
        shares = sorted(weighed.shares.items(), key=lambda row: -row[1])
        others = tuple(form for form, share in shares if share > 0.01 and form not in (best, char))
        return Leak(at, char, best, self._name_kind(char), confidence, others)

    def _name_kind(self, char: str) -> str:
        if char in open_glyphs().japanese:
            return "japanese"
        if self._script == SIMPLIFIED:
            return "leaked_traditional"
        return "leaked" if fold_char(char) == char else "overconverted"

    # --- what stands around -----------------------------------------------------------------------------------------

    def _fits(self, at: int, char: str) -> bool:
        """Return whether `char` goes with a neighbour, in modern text or as part of a word."""
        return is_modern(self._line, at, char) and max(list_draws(self._line, at, char)) > 0.5


def _find(pattern: re.Pattern[str], line: str) -> Iterator[int]:
    return (match.start() for match in pattern.finditer(line))


def _judge_line(simplified: int, traditional: int, page: Page) -> str:
    """Return the script of a line with so many characters of either, on a page."""
    is_traditional = page.script == TRADITIONAL
    minor, major = (simplified, traditional) if is_traditional else (traditional, simplified)
    if other_share(minor, major, page.leak_share(), page.others) > 0.5:
        is_traditional = not is_traditional
    return TRADITIONAL if is_traditional else SIMPLIFIED
