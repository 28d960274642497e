"""What a byte slip around one place could gain: worked out from a few characters of text, before any search.

It is the search in small, with one reading and not all of them: what stands behind a place is read shifted as far as
it can be, then what stands before it, and wherever that gains enough for a slip to begin, the best guess at its first
character is priced.  Sound text read shifted is nonsense within a character or two, so that little of it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import inf
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.lenient import open_pairs
from zhfix.encoding.registry import DoubleByteCodec
from zhfix.encoding.slip_lattice import DROPPED_80, MARKED_LOSS, MARKS, REPLACED, UNKNOWN_CHARACTER, UNREADABLE
from zhfix.encoding.slip_places import LIKELY_MARK
from zhfix.encoding.slip_scene import RAREST_GUESS, Costs

COMMON, USUAL, KNOWN = -9.0, -11.0, -12.5
"""Log-probabilities of characters.  Of 3,559 odd characters in 1 MB of sound encyclopaedia and news (devtest, 2026-11)
the next character reads so when shifted at 164, 298 and 725; of 2,123 slips put right the same holds at one character
at least of 1,786, 1,890 and 1,910, the others having readings, lone letters or question marks."""
BEHIND, AHEAD = 6, 12
"""Characters before and behind a place that are read shifted: enough of a longer run pays for the lost byte."""
HOPELESS = -6.0
"""Nats lost by reading on from which no more is read: no three characters gain so much."""
MARKED_GAIN = UNKNOWN_CHARACTER + Costs().lead_of_mark_lost - MARKED_LOSS
"""What a slip costs less behind a question mark, which may stand for the byte that was lost."""
WORTH_PRICING = Costs().lead_of_mark_lost + LIKELY_MARK
"""Nats that a slip must gain for the search to try its beginning; its first character is not guessed below."""
WORTH_SEARCHING = -2.5
"""Nats left once the lost byte and the first character are paid, from which a place is searched: the search sums over
all readings.  Of 1,818 slips put right that are found without a reading four are below, all wrong or in doubt; of 40
places worth pricing in 1.7 MB of sound text, 28 are (devtest, 2026-11)."""


class Ahead(NamedTuple):
    """What lies ahead in a run: what it gains, and its first character with the log-probability counted for it."""

    gain: float
    read: str = ""
    cost: float = 0.0


HALF = Ahead(-LIKELY_MARK)
"""Half a character, whose second byte is lost."""


class Beginning(NamedTuple):
    """A position at which a slip may begin: what it gains, its lost byte not paid, and what lies ahead."""

    position: int
    gain: float
    ahead: Ahead


class ShiftedText:
    """A text and how it reads one byte out of step in `codec`."""

    def __init__(self, text: str, codec: DoubleByteCodec) -> None:
        self.text, self.table, self._model = text, open_pairs(codec), open_model()
        self._common, self._usual, self._known = map(_chars_above, (COMMON, USUAL, KNOWN))

    def reads_on(self, at: int) -> bool:
        """Return whether the character at `at` and the next two read as usual ones, or a shift may end there."""
        text, table = self.text, self.table
        pair = table.pair(text[at])
        if pair is None or pair[1] < 0x80:  # an ASCII character ends the shift: what stands before it shows it
            return False
        follow = text[at + 1 : at + 2]
        after = table.pair(follow)
        if after is None:
            return follow in ("?", UNREADABLE) or (follow < "\x80" and self._may_end_with(at, pair, follow))
        read = table.char(pair[1], after[0])
        if read in self._common or read not in self._known:
            return read in self._common
        last = table.pair(text[at + 2 : at + 3])
        return last is None or table.char(after[1], last[0]) in (self._known if read in self._usual else self._usual)

    def _may_end_with(self, at: int, pair: tuple[int, int], stop: str) -> bool:
        """Return whether a run may end with `pair`, before an ASCII character: it reads as a usual one there, or both do."""
        if _is_private(self.text[at]):
            return True
        before = self.table.pair(self.text[at - 1]) if at else None
        if before is not None and self.table.char(before[1], pair[0]) in self._known:
            return True
        return bool(stop) and self.table.char(pair[1], ord(stop)) in self._known

    def is_second_byte(self, at: int) -> bool:
        """Return whether the ASCII character at `at` makes a usual one with the byte before it."""
        pair = self.table.pair(self.text[at - 1])
        return pair is not None and self.table.char(pair[1], ord(self.text[at])) in self._known

    def find_beginnings(self, at: int, *, ends: bool = False) -> Iterator[Beginning]:
        """Yield where a slip may begin whose run holds the character at `at`, if it gains enough to be priced.

        With `ends` the run ends behind it, before a reading.

        >>> from zhfix.encoding.registry import GBK
        >>> [round(begin.gain) for begin in ShiftedText("會議室等！焙蟿(chuàng)", GBK).find_beginnings(5)]
        [21, 24]
        >>> list(ShiftedText("我們不要囫圇吞棗", GBK).find_beginnings(5))
        []
        """
        text, table, model = self.text, self.table, self._model
        pair = table.pair(text[at])
        if pair is None:
            return
        ahead, read = Ahead(0.0) if ends else self._look_ahead(at), self._read(at)
        for i in range(at, max(-1, at - BEHIND), -1):
            before = text[i - 1] if i else BOUNDARY
            odd = -model.log_bigram(before, text[i])
            gain = ahead.gain + odd + (MARKED_GAIN if before == "?" else 0.0)
            if gain >= WORTH_PRICING and (ahead != HALF or _is_private(text[i])):  # two of debris, or a private one
                yield Beginning(i, gain, ahead)
            if not read or gain < HOPELESS:
                return
            context = self._read(i - 1)
            cost = model.log_bigram(context or UNREADABLE, read)
            ahead, read = Ahead(gain + cost, read, cost), context

    def _read(self, at: int) -> str:
        """Return the character made of the second byte of the one before `at` and the first byte of the one there."""
        before = self.table.pair(self.text[at - 1 : at])
        pair = self.table.pair(self.text[at]) if before is not None else None
        return self.table.char(before[1], pair[0]) if before is not None and pair is not None else ""

    def _look_ahead(self, at: int) -> Ahead:
        """Return the best that can lie ahead of the character at `at`, wherever the shift ends."""
        text, table, model = self.text, self.table, self._model
        pair = table.pair(text[at])
        if pair is None or pair[1] < 0x80:  # U+FFFD, or an ASCII character, with which the shift ends
            return HALF
        context, total = self._read(at) or UNREADABLE, 0.0
        first: tuple[str, float] | None = None
        best = Ahead(-inf)
        for i in range(at + 1, at + AHEAD):
            if read := table.char(pair[1], 0x80):  # a byte that many programs drop
                cost = model.log_bigram(context, read)
                best = max(best, Ahead(total + cost - DROPPED_80, *(first or (read, cost))))
            after = table.pair(text[i : i + 1])
            if after is None:
                end = self._end_run(i, pair[1], context)
                return max(best, Ahead(total + end.gain, *(first or end[1:])))
            read = table.char(pair[1], after[0])
            if not read or total < HOPELESS:
                return best
            cost = model.log_bigram(context, read)
            first = first or (read, cost)
            total += cost - model.log_bigram(text[i - 1], text[i])
            if after[1] < 0x80:  # an ASCII character, with which the shift ends
                return max(best, Ahead(total + model.log_bigram(read, chr(after[1])), *first))
            pair, context = after, read
        return max(best, Ahead(total, *(first or ())))

    def _end_run(self, at: int, lead: int, context: str) -> Ahead:
        """Return what lies ahead where the next character is no pair: half a character, whose second byte it may be."""
        stop = self.text[at : at + 1]
        if stop in ("?", UNREADABLE):
            return Ahead(UNKNOWN_CHARACTER - REPLACED)
        if stop > "\x7f":
            return Ahead(-inf)
        read = self.table.char(lead, ord(stop)) if stop else ""
        if not read:
            return HALF
        cost = self._model.log_bigram(context, read)
        return max(HALF, Ahead(cost - self._model.log_bigram(self.text[at - 1], stop), read, cost))

    def pays(self, begin: Beginning) -> bool:
        """Return whether what a slip gains is worth its lost byte and the best guess at its first character."""
        position, gain, ahead = begin
        pair = self.table.pair(self.text[position])
        if pair is None:
            return False
        model, costs, before = self._model, Costs(), self.text[position - 1] if position else BOUNDARY
        most = gain - ahead.cost - WORTH_SEARCHING
        for chars, lost, mark_lost in (
            (self.table.with_trail(pair[0]), costs.lead_lost, costs.lead_of_mark_lost),
            (self.table.with_lead(pair[0]), costs.trail_lost, costs.trail_lost),
        ):
            for char in chars:
                price = (mark_lost if char in MARKS else lost) - model.log_bigram(before, char)
                if price > most or model.log_unigram(char) <= RAREST_GUESS:
                    continue
                if not ahead.read or price - model.log_bigram(char, ahead.read) <= most:
                    return True
        return False


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


@cache
def _chars_above(log_probability: float) -> frozenset[str]:
    """Return the characters that are likelier than one of the three limits."""
    model = open_model()
    return frozenset(char for char in model.list_known() if model.log_unigram(char) > log_probability)
