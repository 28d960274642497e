"""What a byte slip around one place could gain: worked out from a few characters of text, before any search.

It is the search in small, with one reading and not all of them: what stands behind a place is read shifted as far as
it can be, then what stands before it, and wherever that gains enough for a slip to begin, the best guess at its first
character is priced.  Sound text read shifted is nonsense within a character or two, so that little of it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import exp, inf
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.lenient import PairTable, open_pairs
from zhfix.encoding.registry import DoubleByteCodec
from zhfix.encoding.slip_lattice import DROPPED_80, MARKED_LOSS, MARKS, REPLACED, UNKNOWN_CHARACTER, UNREADABLE
from zhfix.encoding.slip_places import LIKELY_MARK
from zhfix.encoding.slip_scene import RAREST_GUESS, Costs

COMMON, USUAL, KNOWN, SEEN = -9.0, -11.0, -12.5, -13.4
"""Log-probabilities of characters, of which `ShiftedText.reads_on` asks for some.  They stand, shifted, around 2,956 of
the 10,311 odd characters in 3.3 MB of sound text (corpora, 2026-11), and in all but nine of 2,560 slips put right
that have no reading."""
BEHIND, AHEAD = 6, 12
"""Characters before and behind a place that are read shifted: enough of a longer run pays for the lost byte."""
HOPELESS = -6.0
"""Nats lost by reading on from which no more is read.  Against -20 none of 2,219 slips put right is lost, at 0 five."""
MARKED_GAIN = UNKNOWN_CHARACTER + Costs().lead_of_mark_lost - MARKED_LOSS
"""What a slip costs less behind a question mark, which may stand for the byte that was lost."""
WORTH_PRICING = Costs().lead_of_mark_lost + LIKELY_MARK
"""Nats that a slip must gain for the search to try its beginning; its first character is not guessed below."""
ENDS_UNSEEN = ("?", UNREADABLE)
"""What stands for bytes that could not be read: a shift may end there, or go on."""
SLIGHT = 3.0
"""Nats below the limit from which a guess at the first character does not count: the search sums over all of them."""
WORTH_SEARCHING, WORTH_WITH_LETTER = -0.7, -4.0
"""Nats left once the lost byte and the first character are paid, from which a place is searched, since this is no exact
figure; and where a letter stands alone among ideographs, which sound text seldom has.  Of the same 2,560 slips
15 have no place that is above; in 3.3 MB of sound text two lines have one, and were the first -2, six."""


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
        self._common, self._usual, self._known, self._seen = _list_usual()

    def reads_on(self, at: int) -> bool:
        """Return whether there are usual characters in what stands around `at`, read shifted."""
        text, pairs, chars = self.text, self.table.pairs, self.table.chars
        pair = pairs[text[at]]
        if pair is None:
            return False
        follow = text[at + 1 : at + 2]
        after = pairs[follow]
        if after is None:
            ends = "@" <= follow <= "~" and chars[pair[1] << 8 | ord(follow)] in self._known
            return ends or follow in ENDS_UNSEEN or _is_private(text[at]) or self._read(at) in self._known
        read = chars[pair[1] << 8 | after[0]]
        if read in self._common:
            return True
        if read in self._known:
            last = pairs[text[at + 2 : at + 3]]
            wanted = self._known if read in self._usual else self._usual
            if last is None or chars[after[1] << 8 | last[0]] in wanted:
                return True
        earlier = pairs[text[at - 1 : at]]
        before = earlier and chars[earlier[1] << 8 | pair[0]]
        return before in self._seen and self._read(at - 1) in (self._seen if before in self._usual else self._usual)

    def oddness(self, at: int) -> float:
        """Return what the character at `at` costs as it stands, in nats."""
        return -self._model.log_bigram(self.text[at - 1] if at else BOUNDARY, self.text[at])

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
        if stop in ENDS_UNSEEN:
            return Ahead(UNKNOWN_CHARACTER - REPLACED)
        if stop > "\x7f":
            return Ahead(-inf)
        read = self.table.char(lead, ord(stop)) if stop else ""
        if not read:
            return HALF
        cost = self._model.log_bigram(context, read)
        return max(HALF, Ahead(cost - self._model.log_bigram(self.text[at - 1], stop), read, cost))

    def pays(self, begin: Beginning, least: float) -> bool:
        """Return whether `least` is left of what a slip gains when its lost byte and its first character are paid."""
        position, gain, ahead = begin
        pair = self.table.pair(self.text[position])
        if pair is None:
            return False
        model, before = self._model, self.text[position - 1] if position else BOUNDARY
        most, mass = gain - ahead.cost - least, 0.0
        for guesses in (_guess_leads(self.table, pair[0]), _guess_trails(self.table, pair[0])):
            for char, lost, cost in zip(
                guesses.chars, guesses.lost, model.log_bigrams(before, guesses.numbers), strict=True
            ):
                if lost - cost <= most + SLIGHT:
                    mass += exp(most - lost + cost + (model.log_bigram(char, ahead.read) if ahead.read else 0.0))
            if mass >= 1.0:
                return True
        return False


class _Guesses(NamedTuple):
    """Characters that may have lost a byte, their numbers in the model, and what the loss costs."""

    chars: list[str]
    numbers: tuple[int, ...]
    lost: list[float]


@cache  # as many as there are bytes
def _guess_leads(table: PairTable, byte: int) -> _Guesses:
    """Return what may have lost its first byte where `byte` is the second."""
    costs, chars = Costs(), _drop_rare(table.with_trail(byte))
    lost = [costs.lead_of_mark_lost if char in MARKS else costs.lead_lost for char in chars]
    return _Guesses(chars, open_model().number(chars), lost)


@cache
def _guess_trails(table: PairTable, byte: int) -> _Guesses:
    """Return what may have lost its second byte where `byte` is the first."""
    chars = _drop_rare(table.with_lead(byte))
    return _Guesses(chars, open_model().number(chars), [Costs().trail_lost] * len(chars))


def _drop_rare(chars: list[str]) -> list[str]:
    model = open_model()
    return [char for char in chars if model.log_unigram(char) > RAREST_GUESS]


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


@cache
def _list_usual() -> list[frozenset[str]]:
    """Return the characters that are likelier than each of the limits above."""
    model = open_model()
    known = [(char, model.log_unigram(char)) for char in model.list_known()]
    return [frozenset(char for char, cost in known if cost > least) for least in (COMMON, USUAL, KNOWN, SEEN)]
