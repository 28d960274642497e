"""The characters of a text that belong to another script than its line, and what they should be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from math import exp, log
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.patterns import HAN, KANA, compile_pattern
from zhfix.script._choice import open_choices
from zhfix.script._classes import find_habits, find_japanese, find_simplified, find_traditional
from zhfix.script._forms import SIMPLIFIED, TRADITIONAL, fold_char
from zhfix.script._glyphs import open_glyphs
from zhfix.script._odd import find_odd, name_kind
from zhfix.script._page import MODERN, Page, is_classical, is_foreign, other_share
from zhfix.script._stretches import Sign, find_stretches
from zhfix.script._weigh import Scales
from zhfix.script.tables import open_variants
from zhfix.words import score_words

WINDOW = 4
AROUND = 15
WORDY = 3.0


class Leak(NamedTuple):
    """A character at `at` of the text that should most likely be another one."""

    at: int
    before: str
    after: str
    kind: str
    script: str
    confidence: float
    others: tuple[str, ...] = ()


def find_leaks(text: str, page: Page) -> Iterator[Leak]:
    """Yield the leaks of a text on a page, from left to right."""
    if page.script is None:
        return
    places = _find_places(text, page)
    end = -1
    for at in places:
        if at < end:
            continue
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at) + 1 or len(text) + 1
        line = _Line(text[start : end - 1], page)
        for leak in line.find_leaks():
            yield leak._replace(at=leak.at + start)


def _find_places(text: str, page: Page) -> Iterator[int]:
    """Yield places whose lines are worth a look, from left to right."""
    if page.script == SIMPLIFIED:
        strange = f"{find_traditional().pattern[:-1]}{find_japanese().pattern[1:]}"
        yield from (match.start() for match in compile_pattern(strange).finditer(text))
        return
    strange = f"{find_simplified().pattern[:-1]}{find_japanese().pattern[1:]}"
    wrong = [match.start() for match in compile_pattern(strange).finditer(text)]
    yield from sorted([*wrong, *find_odd(text, closely=page.is_leaky)])


class _Line:
    """A line with what belongs to one script in it."""

    def __init__(self, line: str, page: Page) -> None:
        self._line, self._page = line, page
        simplified = [match.start() for match in find_simplified().finditer(line)]
        traditional = [match.start() for match in find_traditional().finditer(line)]
        self._script = _judge_line(len(simplified), len(traditional), page)
        is_traditional = self._script == TRADITIONAL
        self._wrong = simplified if is_traditional else traditional
        self._signs = sorted(
            [*(Sign(at, is_traditional) for at in simplified), *(Sign(at, not is_traditional) for at in traditional)]
        )
        self._scales = Scales(line, self._script)

    def find_leaks(self) -> Iterator[Leak]:
        if is_foreign(self._line) or _is_about_scripts(self._line) or self._is_even:
            return
        stretches = find_stretches(self._line, self._signs, self._page)
        found: Iterable[Leak | None] = [
            *map(self._correct_wrong, self._wrong),
            *map(self._correct_doubtful, self._find_doubtful()),
            *map(self._correct_habit, self._find_habits()),
            *map(self._correct_japanese, (match.start() for match in find_japanese().finditer(self._line))),
        ]
        for leak in {leak.at: leak for leak in found if leak is not None}.values():
            if not any(start <= leak.at < end for start, end in stretches) and not self._is_named(leak.at):
                yield leak

    @property
    def _is_even(self) -> bool:
        """Whether neither script dominates the line, so that nobody can say which one it should be in."""
        major = len(self._signs) - len(self._wrong)
        return len(self._wrong) > 1 and len(self._wrong) > 0.8 * major and self._page.leak_share() > 0.3

    def _find_doubtful(self) -> Iterator[int]:
        leaky = self._page.is_leaky
        if self._script == TRADITIONAL:
            yield from find_odd(self._line, closely=leaky)
        elif leaky:
            chars = f"[{''.join(open_choices().to_simplified)}於]"
            yield from (match.start() for match in compile_pattern(chars).finditer(self._line))

    def _find_habits(self) -> Iterator[int]:
        """Find what an author may have meant, where other characters leaked for certain."""
        if self._script == TRADITIONAL and self._page.leaks > 0.5 and self._page.is_leaky:
            yield from (match.start() for match in find_habits().finditer(self._line))

    def _correct_habit(self, at: int) -> Leak | None:
        weighed = self._scales.weigh(at)
        forms = open_variants().traditional_forms.get(self._line[at], ())
        best = next((form for form in forms if form in _kin(weighed.best)), self._line[at])
        if best == self._line[at]:
            return None
        return self._leak(at, best, weighed.shares[weighed.best] * 0.9, weighed.shares)

    def _correct_wrong(self, at: int) -> Leak | None:
        """Return what a character should be that text of this script never has."""
        char = self._line[at]
        weighed = self._scales.weigh(at)
        best, confidence = weighed.best, max(weighed.shares.values())
        if best == char or (char in _kin(best) and self._script == TRADITIONAL):
            return None
        if not (self._page.is_leaky and self._is_leaky_beside(char)) and not self._fits(at, best):
            confidence *= 0.5
        return self._leak(at, best, confidence, weighed.shares)

    def _is_leaky_beside(self, char: str) -> bool:
        """Return whether other characters leaked than one that authors write out of habit, or in a name."""
        return char not in open_glyphs().kin or self._page.leaks > self._line.count(char) + 0.5

    def _correct_doubtful(self, at: int) -> Leak | None:
        """Return what a character should be that is sound in text of this script, but may be wrong here."""
        char = self._line[at]
        weighed = self._scales.weigh(at)
        own = name_kind(char) if self._script == TRADITIONAL else char
        best = weighed.best
        if best == own:
            return None
        is_over = char != fold_char(char)
        share = self._page.over_share(is_over) if is_over and self._script == TRADITIONAL else self._page.misfit_share()
        odds = weighed.gain_over(own) + log(share)
        if not self._page.is_leaky and not self._is_modern(at, best, over=is_over):
            return None
        confidence = weighed.shares[best] / (1 + exp(-max(-50.0, min(50.0, odds))))
        return self._leak(at, best, confidence, weighed.shares)

    def _correct_japanese(self, at: int) -> Leak | None:
        """Return the Chinese form of a character where it makes a word with its neighbours."""
        if compile_pattern(f"[{KANA}]").search(self._line):
            return None
        best = self._scales.weigh(at).best
        return self._leak(at, best, 0.95 if self._makes_word(at, best) else 0.4, {})

    def _is_modern(self, at: int, char: str, *, over: bool = False) -> bool:
        """Return whether the text around is modern Chinese, or `char` is part of a word of it; converters write what
        no classical text has.
        """
        around = self._line[max(0, at - AROUND) : at + AROUND]
        if compile_pattern(f"[{MODERN}]").search(around):
            return True
        return not is_classical(around) and (over or self._makes_word(at, char))

    def _gain(self, at: int, char: str) -> float:
        """Return by how much the words around `at` are likelier with `char` there than with what is in no word."""
        before, behind = self._line[max(0, at - WINDOW) : at], self._line[at + 1 : at + 1 + WINDOW]
        return score_words(before + char + behind) - score_words(before) - score_words(behind)

    def _leak(self, at: int, best: str, confidence: float, shares: dict[str, float]) -> Leak:
        char = self._line[at]
        others = [form for form, share in sorted(shares.items(), key=lambda row: -row[1]) if share > 0.01]
        kind = "leaked"
        if char in open_glyphs().japanese:
            kind = "japanese"
        elif self._script == SIMPLIFIED:
            kind = "leaked_traditional"
        elif fold_char(char) != char:
            kind = "overconverted"
        return Leak(at, char, best, kind, self._script, confidence, tuple(x for x in others if x not in (best, char)))

    def _fits(self, at: int, char: str) -> bool:
        """Return whether `char` goes with a neighbour, in modern text or as part of a word."""
        return self._is_modern(at, char) and self._draw(at, char) > 0.5

    def _draw(self, at: int, char: str) -> float:
        """Return by how much `char` draws the neighbour that it draws most, in nats."""
        model, line = open_model(), self._line
        before, behind = line[at - 1 : at] or "\n", line[at + 1 : at + 2] or "\n"
        return max(
            model.log_bigram(before, char) - model.log_unigram(char),
            model.log_bigram(char, behind) - model.log_unigram(behind),
        )

    def _makes_word(self, at: int, char: str) -> bool:
        """Return whether `char` most likely makes a word with its neighbours."""
        return self._draw(at, char) > WORDY or self._gain(at, char) >= 2

    def _is_modern(self, at: int, char: str, *, over: bool = False) -> bool:
        """Return whether the text around is modern Chinese, or `char` is part of a word of it; converters write what
        no classical text has.
        """
        around = self._line[max(0, at - AROUND) : at + AROUND]
        if compile_pattern(f"[{MODERN}]").search(around):
            return True
        return not is_classical(around) and (over or self._makes_word(at, char))

    def _gain(self, at: int, char: str) -> float:
        """Return by how much the words around `at` are likelier with `char` there than with what is in no word."""
        before, behind = self._line[max(0, at - WINDOW) : at], self._line[at + 1 : at + 1 + WINDOW]
        return score_words(before + char + behind) - score_words(before) - score_words(behind)

    def _leak(self, at: int, best: str, confidence: float, shares: dict[str, float]) -> Leak:
        char = self._line[at]
        others = [form for form, share in sorted(shares.items(), key=lambda row: -row[1]) if share > 0.01]
        kind = "leaked"
        if char in open_glyphs().japanese:
            kind = "japanese"
        elif self._script == SIMPLIFIED:
            kind = "leaked_traditional"
        elif fold_char(char) != char:
            kind = "overconverted"
        return Leak(at, char, best, kind, self._script, confidence, tuple(x for x in others if x not in (best, char)))

    def _fits(self, at: int, char: str) -> bool:
        """Return whether `char` goes with a neighbour, in modern text or as part of a word."""
        model, line = open_model(), self._line
        if not self._is_modern(at, char):
            return False
        here = model.log_unigram(char)
        before, behind = line[at - 1 : at] or "\n", line[at + 1 : at + 2] or "\n"
        return (
            model.log_bigram(before, char) > here + 0.5
            or model.log_bigram(char, behind) > model.log_unigram(behind) + 0.5
        )

    def _is_named(self, at: int) -> bool:
        """Return whether a character is spoken of: alone between marks, or beside another form of it."""
        line = self._line
        alone = at and compile_pattern("[“‘「『《〈（(\"'].[”’」』》〉）)\"']").match(line, at - 1)
        if alone and not self._page.is_leaky:
            return True
        folded = fold_char(line[at])
        beside = (line[max(0, at - 3) : at][::-1], line[at + 1 : at + 4])
        for found in (compile_pattern(f"[^{HAN}]+([{HAN}])").match(side) for side in beside):
            if found and found[1] != line[at] and fold_char(found[1]) == folded and found[0][0] not in "。！？\n":
                return True
        return False


def _kin(char: str) -> str:
    return open_glyphs().kin.get(char, char)


def _judge_line(simplified: int, traditional: int, page: Page) -> str:
    """Return the script of a line with so many characters of either, on a page."""
    is_traditional = page.script == TRADITIONAL
    minor, major = (simplified, traditional) if is_traditional else (traditional, simplified)
    if other_share(minor, major, page.leak_share(), page.others) > 0.5:
        is_traditional = not is_traditional
    return TRADITIONAL if is_traditional else SIMPLIFIED


@cache
def _about_scripts() -> re.Pattern[str]:
    return re.compile(
        "[简簡繁异異俗][体體字]|[简簡繁][体體中]|[错錯][别別]?字|[写寫]作[“「『]|OpenCC|zh[-_](?:CN|TW|HK|Han)"
    )


def _is_about_scripts(line: str) -> bool:
    return bool(_about_scripts().search(line))
