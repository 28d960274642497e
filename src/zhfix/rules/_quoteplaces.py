"""The likeliest place of a missing quotation mark: a log-linear choice among the places where it can have stood.

What speaks for a place are its features, as short strings: how long the quotation would be, what stands on both sides,
how much likelier the character model finds the text with the mark, what the paragraph quotes elsewhere.  Their weights
are fitted by ``tools/fit_quotes.py`` to sound text from which marks were taken, and are read on first use from
``data/quoteplaces.txt``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, CharModel, open_model
from zhfix.errors import DataError
from zhfix.package_data import read_rows
from zhfix.rules._quotegaps import Gap, Place
from zhfix.rules._quotemarks import CLOSER, Mark
from zhfix.rules._quotepairs import Pairing

WEIGHTS_FILE = "quoteplaces.txt"
_SCALE = 100  # weights are kept as whole hundredths
_NEAR = 1_000  # how far from the gap another occurrence of the same words counts
_SHORT = 45  # a paragraph of at most so many characters without a full stop is taken for a heading

_CLASSES = {
    "，,": ",", "、": "、", "。！？!?;；…": ".", "：:": ":", "（(《<〈【[": "(", "）)》>〉】]": ")",
    " \N{IDEOGRAPHIC SPACE}\t": "_", "“‘「『": "“", "”’」』": "”", "-—–~～·/": "-",
}  # fmt: skip
_LENGTHS = (10, 12, 15, 20, 25, 30, 40, 60, 80)


class Quoted(NamedTuple):
    """What a paragraph, or the whole document, puts in quotation marks, and what stands around it."""

    spans: frozenset[str]
    pairs: int  # of the pairs of the paragraph
    outer: tuple[frozenset[str], frozenset[str]]  # what stands before the opening marks, and behind the closing ones
    inner: tuple[frozenset[str], frozenset[str]]  # the first and the last characters of the quotations
    lengths: frozenset[int]


def read_quoted(
    paragraph: str, marks: Sequence[Mark], pairing: Pairing, terms: Callable[[], frozenset[str]] = frozenset
) -> Quoted:
    """Return what the pairs of a paragraph enclose; `terms` gives what the rest of the document quotes."""
    pairs = [(marks[i], marks[j]) for i, j in enumerate(pairing.partner) if j > i]
    spans = [paragraph[opener.end : closer.start] for opener, closer in pairs]
    return Quoted(
        terms() | frozenset(spans),
        len(set(spans)),
        (
            frozenset(paragraph[opener.start - 1 : opener.start] for opener, _ in pairs),
            frozenset(paragraph[closer.end : closer.end + 1] for _, closer in pairs),
        ),
        (frozenset(span[:1] for span in spans), frozenset(span[-1:] for span in spans)),
        frozenset(map(len, spans)),
    )


@lru_cache(maxsize=256)  # a document that learns what it quotes, and a pipeline that runs again, ask for the same gaps
def choose_place(paragraph: str, gap: Gap, quoted: Quoted) -> tuple[int, float]:
    """Return the likeliest place of a missing mark and its probability, the rest being other places or none at all."""
    weights = open_weights()
    described = describe_places(paragraph, gap, quoted, open_model())
    scores = [sum(weights.get(feature, 0.0) for feature in features) for features in described]
    if len(scores) == 1:
        return -1, 0.0
    best = max(range(len(scores) - 1), key=scores.__getitem__)
    top = max(scores)
    return gap.places[best].at, math.exp(scores[best] - top) / sum(math.exp(score - top) for score in scores)


@cache
def open_weights() -> dict[str, float]:
    """Return the weight of each feature, read on first use and kept."""
    try:
        rows = (line.split("\t") for line in read_rows(WEIGHTS_FILE))
        return {feature: int(weight) / _SCALE for feature, weight in rows}
    except ValueError as error:
        raise DataError(f"data/{WEIGHTS_FILE} is damaged ({error}); reinstall zhfix") from error


def describe_places(paragraph: str, gap: Gap, quoted: Quoted, model: CharModel) -> list[list[str]]:
    """Return the features of every place of `gap`, and last those of "it stands nowhere in this paragraph"."""
    described = []
    side = "C" if gap.closing else "O"
    heading = "H" if len(paragraph) <= _SHORT and not any(char in paragraph for char in "。；") else "P"
    anchor = gap.mark.end if gap.closing else gap.mark.start
    beside = _class_of(_char(paragraph, gap.mark.start - 1 if gap.closing else gap.mark.end))
    seen = _Seen(paragraph, gap, anchor, quoted)
    for place in gap.places:
        left, right = _char(paragraph, place.at - 1), _char(paragraph, place.at)
        inner, outer = (left, right) if gap.closing else (right, left)
        classes = _class_of(left) + _class_of(right)
        length = _length(abs(place.at - anchor))
        features = [
            f"n{length}", f"n{length}:{beside}", f"n{length}{heading}", f"i{inner}", f"o{outer}",
            f"c{classes}", f"c{classes}:{beside}", f"c{classes}{heading}",
        ]  # fmt: skip
        before, behind = paragraph[max(0, place.at - 2) : place.at], paragraph[place.at : place.at + 2]
        features += (f"v{before}", f"w{behind}") if gap.closing else (f"v{behind}", f"w{before}")
        features += _ask_model(paragraph, place.at, gap, heading, model)
        features += seen.describe(place, inner, outer)
        described.append([side + feature for feature in features])
    described.append(_describe_none(paragraph, gap, beside, heading, quoted.pairs))
    return described


def _describe_none(paragraph: str, gap: Gap, beside: str, heading: str, quotations: int) -> list[str]:
    """Return the features of the missing mark's being nowhere in the paragraph."""
    edge = _class_of(_char(paragraph, len(paragraph) - 1 if gap.closing else 0))
    rest = _length(len(gap.places))
    features = [
        "", beside, f"l{rest}", f"l{rest}:{beside}", f"l{rest}{heading}", heading, heading + beside,
        f"q{min(3, quotations)}", f"e{edge}", f"e{edge}:{beside}", f"z{_length(len(paragraph) // 3)}",
    ]  # fmt: skip
    side = "CN" if gap.closing else "ON"
    return [side + ("x" if gap.cut else "y") + feature for feature in features]


def _ask_model(paragraph: str, at: int, gap: Gap, heading: str, model: CharModel) -> Iterator[str]:
    """Yield what the character model says of a place: with and without the mark, and as the edge of a word."""
    bigram, unigram = model.log_bigram, model.log_unigram
    family = gap.mark.family if gap.mark.family in "“「" else "“"
    sign = CLOSER[family] if gap.closing else family
    left, right = _char(paragraph, at - 1) or BOUNDARY, _char(paragraph, at) or BOUNDARY
    before = _char(paragraph, at - 2) or BOUNDARY
    behind = _char(paragraph, at + 1) or BOUNDARY
    joint, into, out = bigram(left, right), bigram(left, sign), bigram(sign, right)
    bond = joint - unigram(right)
    left_bond = bigram(before, left) - unigram(left)
    right_bond = bigram(right, behind) - unigram(behind)
    gain = _step(into + out - joint, -16, 4)
    yield f"s{gain}"
    yield f"s{gain}{heading}"
    yield f"p{_step(2 * bond, -8, 12)}"
    yield f"l{_step(left_bond, -4, 6)}"
    yield f"r{_step(right_bond, -4, 6)}"
    yield f"d{_step(bond - min(left_bond, right_bond), -6, 6)}"
    yield f"f{_step(2 * (into - unigram(sign)), -8, 8)}"
    yield f"g{_step(2 * (out - unigram(right)), -8, 8)}"
    yield f"h{_step(bigram(left, BOUNDARY) - unigram(BOUNDARY), -4, 4)}"
    yield f"b{_step(bigram(BOUNDARY, right) - unigram(right), -4, 4)}"


class _Seen:
    """What lies between the mark and a place, read from place to place, and whether it occurs elsewhere."""

    def __init__(self, paragraph: str, gap: Gap, anchor: int, quoted: Quoted) -> None:
        self._paragraph, self._gap, self._anchor, self._quoted = paragraph, gap, anchor, quoted
        self._around = paragraph[max(0, anchor - _NEAR) : anchor + _NEAR]
        self._at = anchor
        self._commas = self._stops = self._brackets = 0

    def describe(self, place: Place, inner: str, outer: str) -> Iterator[str]:
        """Yield what the stretch from the mark to `place` holds; places must come in order."""
        start, end = sorted((self._at, place.at))
        if end - start == 1:  # else a whole quotation was stepped over
            kind = _class_of(self._paragraph[start])
            self._commas += kind == ","
            self._stops += kind == "."
            self._brackets += (kind == "(") - (kind == ")")
        self._at = place.at
        yield f"m{min(4, self._commas)}"
        yield f"t{min(3, self._stops)}"
        yield f"y{max(-2, min(2, self._brackets))}"
        yield f"x{place.crossed}"
        start, end = sorted((self._anchor, place.at))
        closing = self._gap.closing
        if outer in self._quoted.outer[closing]:
            yield f"=o{_class_of(outer)}"
        near = 2 <= end - start <= 20 and not place.crossed
        quoted = near and self._paragraph[start:end] in self._quoted.spans
        if quoted:
            yield "=q"
        if quoted or inner in self._quoted.inner[closing]:
            yield "=i"
        if quoted or end - start in self._quoted.lengths:
            yield f"=n{_length(end - start)}"
        if near:
            yield from self._compare(start, end)

    def _compare(self, start: int, end: int) -> Iterator[str]:
        """Yield whether the same words recur, and would not if there were one more of them."""
        words = self._paragraph[start:end]
        more = self._paragraph[start : end + 1] if self._gap.closing else self._paragraph[max(0, start - 1) : end]
        if self._around.count(words) > 1 and (len(more) == len(words) or self._around.count(more) < 2):
            yield f"=r{min(6, end - start)}"


def _step(value: float, low: int, high: int) -> int:
    return round(max(low, min(high, value)))


def _char(text: str, at: int) -> str:
    return text[at] if 0 <= at < len(text) else ""


def _length(count: int) -> int:
    """Round a length to one of those that features tell apart."""
    return count if count <= 8 else next((limit for limit in _LENGTHS if count <= limit), 99)


@cache
def _class_table() -> dict[str, str]:
    return {char: kind for chars, kind in _CLASSES.items() for char in chars}


def _class_of(char: str) -> str:
    """Return the kind of a character: a mark of some kind, a digit, a letter, or 字; $ where there is none."""
    if not char:
        return "$"
    kind = _class_table().get(char)
    if kind:
        return kind
    if char.isdecimal():
        return "0"
    if char.isascii():
        return "a" if char.isalpha() else "x"
    return "字"
