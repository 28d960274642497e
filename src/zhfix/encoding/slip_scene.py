"""A line of text as the bytes see it: the pair of each character, and the readings written into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import log
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.encoding.lenient import open_pairs
from zhfix.encoding.registry import GBK, DoubleByteCodec
from zhfix.readings import open_readings, parse_syllable
from zhfix.script.tables import converted_from

MISFIT_BRACKET = 4.6
"""Cost of a bracket such as (a), (men) or (you) that is no reading of the character before: one in a hundred."""
MISFIT_READING = 9.0
"""The same with a tone mark: it is a reading, and one that does not fit calls for an explanation."""
TORN_READING = 2.0
"""Cost of `?yàn)`, which says by itself that a reading was written into the middle of a character."""
TORN_LETTERS = 8.0
"""The same for `?you)`: letters without a tone may be anything, unless NUL or U+FFFD stands before them."""
TORN_AT_MOST, TORN_PER_THOUSAND = 8, 60
"""More torn readings than so many in a thousand characters are something else."""
CONVERSION = 2.0
"""Cost of debris having been converted to traditional characters after the damage."""
RAREST_GUESS = -14.0
"""Log-probability below which a character is not guessed: one that stands once in a million characters."""
_FOLDED_MARKS = "!,:;?()"


# The prices of a slip, in nats; the model charges for the text. Entering at -9 left all of 118 clean passages
# whole in a trial, at -6 one of 59 broke. What is lost in public damage is mostly A1 or A3, the lead byte of
# punctuation.
class Costs(NamedTuple):
    """What each kind of loss costs in a document."""

    lead_of_mark_lost: float = 9.0
    lead_lost: float = 11.0
    trail_lost: float = 12.0
    mark_folded: float = 5.0

    def seen(self, leads: int, trails: int) -> Costs:
        """Return the costs where so many lost lead and trail bytes have been seen in the document."""
        odds = log((leads + 1) / (trails + 1))
        return self._replace(
            lead_of_mark_lost=self.lead_of_mark_lost - min(odds, 0.0), trail_lost=self.trail_lost + max(odds, 0.0)
        )


@dataclass(frozen=True, slots=True)
class Gloss:
    """A reading in brackets, or what is left of one whose opening bracket was read as half a character."""

    start: int
    end: int
    reading: str
    debris: str = ""

    @property
    def misfit_cost(self) -> float:
        """Return the cost of taking this for a bracket that has nothing to do with the character before it."""
        return MISFIT_BRACKET if self.reading.isascii() else MISFIT_READING

    @property
    def torn_cost(self) -> float:
        """Return the cost of this being a reading whose opening bracket was eaten."""
        return TORN_LETTERS if self.reading.isascii() and not self.debris.strip("?") else TORN_READING


class Scene:
    """A line and what its characters are in `codec`; `costs` are what losses cost in its document."""

    def __init__(self, text: str, codec: DoubleByteCodec, costs: Costs) -> None:
        self.costs = costs
        self.text, self.table, self.leads = text, open_pairs(codec), codec.leads
        self.pairs = [self.table.pair(char) for char in text]
        self.glosses, self.torn = find_glosses(text)
        # The filters that write readings into bytes work on GBK, and not on every sixth character.
        if codec is not GBK or len(self.torn) > max(TORN_AT_MOST, len(text) * TORN_PER_THOUSAND // 1000):
            self.torn = {}
        # Shifted text is full of private-use characters: where a torn reading proves a shift and there are none, they
        # have been dropped.
        self.private_dropped = bool(self.torn) and not any("\ue000" <= char <= "\uf8ff" for char in text)
        self._readers: dict[str, frozenset[str]] = {}

    def fits(self, at: int, gloss: Gloss) -> bool:
        """Return whether the character at `at` has the reading of `gloss`."""
        return at >= 0 and open_readings().fits(self.text[at], gloss.reading)

    def read_so(self, reading: str) -> frozenset[str]:
        """Return the characters that have `reading`."""
        if reading not in self._readers:
            self._readers[reading] = frozenset(open_readings().chars_with(reading))
        return self._readers[reading]

    def likely(self, chars: list[str]) -> list[str]:
        """Return those of `chars` that are worth guessing: a rare one is never likelier than U+FFFD is honest."""
        model = open_model()
        return [char for char in chars if char and model.log_unigram(char) > RAREST_GUESS]

    def pairs_at(self, i: int, *, converted: bool) -> list[tuple[tuple[int, int], float]]:
        """Return the pairs that the character at `i` can stand for, each with its cost.

        ASCII marks may be full-width ones that were folded after the damage was done; with `converted`, traditional
        characters may have been simplified ones.
        """
        pair, char = self.pairs[i], self.text[i]
        found = [(pair, 0.0)] if pair is not None else []
        if pair is None and char in _FOLDED_MARKS:
            folded = self.table.pair(chr(ord(char) + 0xFEE0))
            found += [(folded, self.costs.mark_folded)] if folded is not None else []
        if converted:
            others = (self.table.pair(simplified) for simplified in converted_from(char))
            found += [(other, CONVERSION) for other in others if other is not None]
        return found


@cache
def _gloss_pattern() -> re.Pattern[str]:
    letters = "a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ"
    syllable = f"([{letters}]{{1,6}}[1-5]?)"
    blank = "[ \N{IDEOGRAPHIC SPACE}]?"
    debris = "[?\N{REPLACEMENT CHARACTER}\0-\x08]{0,4}"
    return re.compile(f"[(（]{blank}{syllable}{blank}[)）]|(?<![{letters}(（])({debris}){syllable}[)）]")


def find_glosses(text: str) -> tuple[dict[int, Gloss], dict[int, Gloss]]:
    """Return the whole readings and the torn ones of `text`, by where they start.

    >>> whole, torn = find_glosses("檢(jiǎn)修因?yàn)樗")
    >>> whole[1].reading, torn[9].reading
    ('jiǎn', 'yàn')
    """
    whole: dict[int, Gloss] = {}
    torn: dict[int, Gloss] = {}
    depth = at = 0
    for match in _gloss_pattern().finditer(text):
        opened = text.count("(", at, match.start()) + text.count("（", at, match.start())
        closed = text.count(")", at, match.start()) + text.count("）", at, match.start())
        depth, at = max(0, depth + opened - closed), match.end()
        reading = match[1] or match[3]
        gloss = Gloss(match.start(), match.end(), reading, match[2] or "") if parse_syllable(reading) else None
        if match[1]:
            whole.update({gloss.start: gloss} if gloss else {})
        elif depth:  # the bracket closes one that stands before: `(我和you)`
            depth -= 1
        elif gloss:
            torn[gloss.start] = gloss
    return whole, torn
