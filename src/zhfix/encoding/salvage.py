"""Bytes that were damaged: the likeliest reading around each place, so that the rest of the text comes out right.

What the damage looks like is told in :mod:`zhfix.encoding.byte_ways`.  The search finds where bytes are missing, too
many or wrong, and in which encoding to go on.  A character that lost one of its bytes is then restored where context
leaves no doubt; else U+FFFD stands for it, and the edit lists what it may have been.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import exp
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.byte_lattice import Places, build_byte_lattice
from zhfix.encoding.byte_ways import (
    BLANKED,
    BROKEN,
    CONTENT_COST,
    INSERTED,
    READ,
    RETURNED,
    UTF8_FAMILY,
    UTF16,
    WRAPPED,
    char_of_pair,
    is_lead,
)
from zhfix.encoding.codepages import UNREADABLE, Fault, read
from zhfix.encoding.decoded import ByteEdit, Piece
from zhfix.encoding.scoring import ASCII_COST, score_sound
from zhfix.encoding.search import solve
from zhfix.messages import reason

SURE_OF_CHARACTER = 0.9
"""Posterior from which a character that lost a byte is restored and not U+FFFD."""
STRAIGHT_AT_LEAST = -10.0
"""Logarithm of the probability of the bytes being sound as they stand, from which they are left so."""
ALTERNATIVES = 3
NEAR = 8
"""Steps back in which the character before a damaged one is looked for."""
NOTHING = ""


class Taken(NamedTuple):
    """A step of the likeliest reading: bytes `start` to `end`, in the encoding of that number."""

    start: int
    end: int
    coding: int
    kind: str
    text: str
    posterior: float


def read_damaged(
    data: bytes, encodings: tuple[str, ...], *, first: bool, last: bool, straight: str | None = None
) -> list[Piece]:
    """Read `data` in the likeliest way, changing between `encodings` where that is likelier still.

    `first` and `last` say that it begins and ends the whole, where a character may be cut.  `straight` is the text that
    the first encoding reads without a fault: it stays unless the other reading leaves hardly any doubt.  Offsets of
    the pieces count from the beginning of `data`.
    """
    places = Places(encodings)
    lattice = build_byte_lattice(data, places, first=first, last=last)
    solution = solve(lattice, places.node(0, 0), places.node(len(data), 0), open_model(), BOUNDARY)
    if straight is not None:
        certainty = _score_straight(straight) - solution.log_total
        if certainty > STRAIGHT_AT_LEAST:
            return [Piece(0, len(data), straight, encodings[0], 1.0)]
    steps = []
    for step in solution.path:
        kind, index = step.arc.kind.split(" ")
        start, end = places.split(step.source)[0], places.split(step.arc.target)[0]
        steps.append(Taken(start, end, int(index), kind, step.arc.text, solution.posterior(*step)))
    ends = (0 if first else -1, len(data) if last else -1)
    return [_make_piece(data, steps, list(run), encodings, ends) for run in _split_by_encoding(steps)]


def _score_straight(text: str) -> float:
    """Return the log-probability of sound text, its ASCII without a say as in the lattice."""
    wide = re.sub("[\x00-\x7f]+", "", text)
    return max(open_model().log_probability(wide), score_sound(wide)) - ASCII_COST * (len(text) - len(wide))


def score_damaged(data: bytes, encoding: str, *, first: bool, last: bool) -> float:
    """Return the log-probability of `data` in `encoding`, all the ways in which it may be damaged taken together."""
    places = Places((encoding,))
    lattice = build_byte_lattice(data, places, first=first, last=last)
    return solve(lattice, places.node(0, 0), places.node(len(data), 0), open_model(), BOUNDARY).log_total


def _split_by_encoding(steps: list[Taken]) -> Iterator[Iterable[Taken]]:
    """Yield the steps of one encoding after another; ASCII goes with what stands before it."""
    for _, run in groupby(steps, key=lambda step: step.coding):
        yield run


def _make_piece(
    data: bytes, steps: list[Taken], run: list[Taken], encodings: tuple[str, ...], ends: tuple[int, int]
) -> Piece:
    encoding = encodings[run[0].coding]
    parts: list[str] = []
    edits = []
    at = run[0].start
    offset = bisect_left(steps, run[0].start, key=lambda step: step.start)
    for number, step in enumerate(run, offset):
        if step.kind == READ:
            continue
        edit = _restore(data, steps, number, encoding, ends) if step.kind == BROKEN else _explain(data, step)
        parts += read(data[at : step.start], encoding).text, edit.after
        edits.append(edit)
        at = step.end
    parts.append(read(data[at : run[-1].end], encoding).text)
    certainty = min((step.posterior for step in run), default=1.0)
    return Piece(run[0].start, run[-1].end, "".join(parts), encoding, certainty, tuple(edits))


_RULES = {
    INSERTED: "salvage.drop_byte",
    RETURNED: "salvage.drop_byte",
    WRAPPED: "salvage.join_wrapped",
    BLANKED: "salvage.restore_a0",
}


def _explain(data: bytes, step: Taken) -> ByteEdit:
    before = data[step.start : step.end]
    why = reason(f"salvage.{step.kind}", bytes=before.hex(" "), char=step.text)
    return ByteEdit(step.start, step.end, before, step.text, _RULES[step.kind], round(step.posterior, 4), why)


def _restore(data: bytes, steps: list[Taken], number: int, encoding: str, ends: tuple[int, int]) -> ByteEdit:
    """Return the edit for bytes that are no character: what they were, if context tells, or U+FFFD."""
    step = steps[number]
    before = data[step.start : step.end]
    left = next((other.text for other in reversed(steps[max(0, number - NEAR) : number]) if other.text), BOUNDARY)
    right = next((other.text for other in steps[number + 1 : number + 3] if other.text), "")
    ranked = _rank(list(_guess(before, encoding, edge=step.start == ends[0] or step.end == ends[1])), left[-1], right)
    shown = ", ".join(text or "-" for _, text in ranked[:ALTERNATIVES])
    sure, text = ranked[0] if ranked else (0.0, UNREADABLE)
    if sure < SURE_OF_CHARACTER:
        why = reason("salvage.unreadable", bytes=before.hex(" "))
        others = tuple(dict.fromkeys(text for _, text in ranked[:ALTERNATIVES] if text))
        rule = "salvage.mark_unreadable"
        return ByteEdit(step.start, step.end, before, UNREADABLE, rule, round(step.posterior, 4), why, others)
    if text == NOTHING:
        why = reason("salvage.stray", bytes=before.hex(" "))
        return ByteEdit(step.start, step.end, before, text, "salvage.drop_byte", round(sure * step.posterior, 4), why)
    why = reason("salvage.restored", bytes=before.hex(" "), char=text, others=shown)
    others = tuple(other for _, other in ranked[1 : 1 + ALTERNATIVES] if other) or (UNREADABLE,)
    return ByteEdit(
        step.start, step.end, before, text, "salvage.restore_byte", round(sure * step.posterior, 4), why, others
    )


def _rank(guesses: list[tuple[str, float]], left: str, right: str) -> list[tuple[float, str]]:
    """Return the guesses with their posteriors between their neighbours, likeliest first."""
    if not guesses:
        return []
    model = open_model()
    scores: dict[str, float] = {}
    for text, cost in guesses:
        score = (model.log_bigram(left, text) if text else 0.0) - cost
        if right:
            score += model.log_bigram(text or left, right)
        scores[text] = max(score, scores.get(text, score))
    best = max(scores.values())
    total = sum(exp(score - best) for score in scores.values())
    return sorted(((exp(score - best) / total, text) for text, score in scores.items()), reverse=True)


def _guess(damaged: bytes, encoding: str, *, edge: bool) -> Iterator[tuple[str, float]]:
    """Yield what `damaged` may have been, and the cost: a byte lost, one changed, or all of it put in."""
    if encoding in UTF8_FAMILY:
        yield from _guess_utf8(damaged)
    elif encoding in UTF16:
        yield from ((char, 0.0) for char in _chars_of_units(damaged[0]))
    elif len(damaged) == 1:
        yield from ((char, 0.0) for char in _chars_with(damaged[0], encoding))
    else:
        yield from ((char, CONTENT_COST) for char in _chars_with(damaged[0], encoding, leads=True))
        yield from ((char, CONTENT_COST) for char in _chars_with(damaged[1], encoding, trails=True))
    if len(damaged) == 1 and not edge:
        yield NOTHING, CONTENT_COST


def _chars_with(byte: int, encoding: str, *, leads: bool = False, trails: bool = False) -> Iterator[str]:
    """Yield the characters that begin or end with `byte`; both where neither is asked for."""
    either = not leads and not trails
    if (leads or either) and is_lead(byte, encoding):
        yield from filter(_is_one, (char_of_pair(bytes((byte, trail)), encoding) for trail in range(0x40, 0xFF)))
    if (trails or either) and byte >= 0x40:
        yield from filter(_is_one, (char_of_pair(bytes((lead, byte)), encoding) for lead in range(0x81, 0xFF)))


def _chars_of_units(byte: int) -> Iterator[str]:
    """Yield the ideographs of which `byte` is one half in UTF-16."""
    yield from (chr(high << 8 | byte) for high in _IDEOGRAPH_ROWS)
    if byte in _IDEOGRAPH_ROWS:
        yield from (chr(byte << 8 | low) for low in range(0x100))


_IDEOGRAPH_ROWS = range(0x4E, 0xA0)


def _is_one(char: str) -> bool:
    return len(char) == 1


_CONTINUATIONS = range(0x80, 0xC0)
_LEADS_OF_THREE = range(0xE2, 0xF0)
_SIZE = 3


def _guess_utf8(damaged: bytes) -> Iterator[tuple[str, float]]:
    """Yield the characters of three bytes that `damaged` is but for one byte, lost or changed."""
    if len(damaged) not in (_SIZE - 1, _SIZE):
        return
    cost, kept = (0.0, 0) if len(damaged) == _SIZE - 1 else (CONTENT_COST, 1)
    for place in range(_SIZE):
        for byte in _CONTINUATIONS if place else _LEADS_OF_THREE:
            whole = damaged[:place] + bytes((byte,)) + damaged[place + kept :]
            char = whole.decode("utf-8", "ignore")
            if len(char) == 1 and len(whole) == len(char.encode("utf-8", "surrogatepass")):
                yield char, cost


def mark_faults(data: bytes, faults: Iterable[Fault]) -> tuple[ByteEdit, ...]:
    """Return an edit for each place that a plain reading could not read."""
    edits = []
    for fault in faults:
        before = data[fault.start : fault.end]
        why = reason("salvage.unreadable", bytes=before.hex(" "))
        edits.append(ByteEdit(fault.start, fault.end, before, UNREADABLE, "salvage.mark_unreadable", 1.0, why))
    return tuple(edits)
