"""Where in a stretch each misreading may begin, end and have lost bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from math import inf
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.codepages import UNREADABLE, read
from zhfix.encoding.mojibake_lattice import SPAN_COST, Scene
from zhfix.encoding.mojibake_looks import (
    HOLE,
    ODD_CHAR,
    Look,
    find_runs,
    join_bytes,
    list_gains,
    list_looks,
    read_pair,
    whole_utf8,
)
from zhfix.encoding.registry import COMMON, WAS, Misreading
from zhfix.encoding.scoring import FAULT_COST
from zhfix.encoding.units import UTF16
from zhfix.encoding.wrong_pages import open_page
from zhfix.script.tables import open_variants

CANDIDATES = 4
"""Misreadings that are searched, those that look best; the right one is nearly always the first."""
KNOWN_COST = 3.0
"""Nats of a misreading that other stretches of the document show."""
STRANGE_COST, STRANGE_CHARS = 9.0, 4
"""Nats of misread Chinese where that many characters beside it are likely Japanese or Korean."""
PAIRED = ("gb18030", "big5")
"""What text of two bytes a character was stored in."""
FEWEST_BYTES = 6
"""Bytes that must read as UTF-8 before others are supposed to have done so: two characters."""
BESIDE = 9
"""Bytes beside what reads as UTF-8 that may be characters which lost some."""
FEW_DOUBTS, MANY_DOUBTS = 24, 8
"""Places where bytes may be missing unseen, so many or one in so many characters, that are looked into; where there are
more, nothing could be told, and the search would take its time."""
DOUBT = 0.9
"""How much worse a division of text into sound and misread may be than the best, as a share of what it costs to begin
and to end: what a character gains by itself is off by some nats, as those beside it count."""
NEAR = 3
"""Characters around the beginning or end of what looks misread where it may truly begin or end."""
SOUND_LOSS = 8.0
"""Nats that a part of a stretch loses as what its bytes were, from which it may be sound: the search decides then."""
MARKS = 2
"""Characters in a row, at most, that may be the text's own marks, which code pages of one byte have as well."""
FEWEST_PAIRS, HOPELESS = 12, -10.0
"""Characters of two bytes by which it is told that they are none, and the nats a character below which that is so: in a
trial (2026-11) text that had lost one byte in a hundred had -8 and more, what was something else -11.4 and less."""
LOSS, SHIFT_DOUBT = 20.0, 5.0
"""Nats of a byte lost among pairs, and of its character; and those by which another place for it may be worse."""


class Stretch(NamedTuple):
    """A text that may be misread: what stands before and behind it, and what is known of the document.

    `left` is the log-probability of each character as it stands. `known` are the misreadings seen elsewhere in the
    document; a common one costs `most` at most. `chances` are the only misreadings that need a look, where not all do.
    Letters may have been `folded` to one case.
    """

    text: str
    context: tuple[str, str]
    left: list[float]
    known: frozenset[Misreading]
    most: float
    chances: frozenset[Misreading] | None = None
    folded: bool = False

    @property
    def is_expected(self) -> bool:
        """Whether misread Chinese is expected, and hardly another language that no model knows."""
        return bool(self.known) or self.most < inf


def find_looks(stretch: Stretch) -> list[Look]:
    """Return the misreadings that are worth a search, likeliest first."""
    pairs = zip(stretch.text, stretch.left, strict=True)
    odd = {char for char, score in pairs if char > "\x7f" and char != UNREADABLE and score < ODD_CHAR}
    # Where letters were folded it must have been UTF-8.
    stored = ("utf-8",) if stretch.folded else WAS
    return list_looks(stretch.text, stretch.left, odd, stored, stretch.chances)[:CANDIDATES]


def make_whole_scene(stretch: Stretch, look: Look) -> Scene:
    """Return the scene in which all that the code page has was misread, from end to end, and nothing was lost."""
    page, text, cuts = open_page(look.misreading.read), stretch.text, {0, len(stretch.text)}
    was_in = None  # whether the last character beyond ASCII can have been misread; ASCII belongs to both sides
    last = 0
    for match in _wide_rows().finditer(text):
        start, end = match.span()
        for place in range(start, end):
            is_in = bool(look.data[place])
            if is_in is not was_in:
                cuts.update((last, place))
                was_in = is_in
            last = place + 1
    cuts.add(last)
    entry = _price(stretch, look.misreading)
    return Scene(
        text, *stretch.context, look.misreading, stretch.left, frozenset(cuts), {}, entry, frozenset(),
        folded=stretch.folded and page.is_single, guess_ascii=False,
    )  # fmt: skip


def make_scene(stretch: Stretch, look: Look) -> Scene:
    """Return the scene of a misreading: where misread text may begin and end, and where it may have lost bytes."""
    text, misreading, data = stretch.text, look.misreading, look.data
    guess_ascii = len(_beside_wide().findall(text)) <= max(FEW_DOUBTS, len(text) // MANY_DOUBTS)
    loose = find_loose(text, look) if look.gain > 0.0 else {}
    if len(loose) > max(2 * FEW_DOUBTS, len(text) // 2):
        loose = {}
    entry = _price(stretch, misreading)
    cuts = _find_cuts(text, stretch.left, look, entry).union(loose)
    lossy = bool(loose) or UNREADABLE in text or "?" in text
    avoided = _other_script(b"".join(data), misreading) if lossy else frozenset()
    return Scene(
        text, *stretch.context, misreading, stretch.left, cuts, loose, entry, avoided,
        folded=stretch.folded, guess_ascii=guess_ascii,
    )  # fmt: skip


def _price(stretch: Stretch, misreading: Misreading) -> float:
    """Return what it costs that text was misread so, here."""
    if misreading in stretch.known:
        return KNOWN_COST
    pairs = zip(stretch.text, stretch.left, strict=True)
    others = sum(bool(_kana_or_hangul().match(char)) for char, score in pairs if score > ODD_CHAR)
    strange = STRANGE_COST if others >= STRANGE_CHARS else 0.0
    return min(misreading.cost + strange, stretch.most + misreading.cost - COMMON)


@cache
def _wide_rows() -> re.Pattern[str]:
    return re.compile("[^\0-\x7f]+")


def _other_script(data: bytes, misreading: Misreading) -> frozenset[str]:
    """Return the characters of the script that the text is not in, none where that cannot be told."""
    variants = open_variants()
    chars = set(read(data, misreading.was).text)
    simplified, traditional = len(chars & variants.simplified), len(chars & variants.traditional)
    if simplified > 2 * traditional:
        return variants.traditional
    return variants.simplified if traditional > 2 * simplified else frozenset()


@cache
def _beside_wide() -> re.Pattern[str]:
    return re.compile("(?<=[^\\x00-\\x7f])[ ?]|[ ](?=[^\\x00-\\x7f])")


@cache
def _marked_gap() -> re.Pattern[str]:
    """Return the pattern of question marks between characters beyond ASCII."""
    return re.compile(r"(?<=[^\x00-\x7f])\?+(?=[^\x00-\x7f])")


@cache
def _kana_or_hangul() -> re.Pattern[str]:
    return re.compile("[\u3041-\u30ff\uac00-\ud7a3]")


def _find_cuts(text: str, left: list[float], look: Look, entry: float) -> frozenset[int]:
    """Return where misread text may begin or end."""
    misreading, data = look.misreading, look.data
    page = open_page(misreading.read)
    end = len(text)
    cuts = {0, end}
    if not page.is_single and misreading.was in PAIRED:  # each character is one of what was stored
        return frozenset(cuts.union(_find_switches(list_gains(left, data, misreading), entry)))
    if misreading.was in UTF16:
        return frozenset(cuts)
    for place in range(1, end):
        if (text[place] > "\x7f") != (text[place - 1] > "\x7f") or not data[place] or not data[place - 1]:
            cuts.add(place)
    if page.is_single:  # marks at the ends of a row may be the text's own; between others they are bytes
        for match in _edge_marks().finditer(text):
            cuts.update(range(match.start(), match.end() + 1))
    if not page.is_single:
        for match in _marked_gap().finditer(text):  # those at which misread text ends are found as edges
            cuts.difference_update(range(match.start(), match.end() + 1))
        cuts.update(_edges_of_utf8(data))
    return frozenset(cuts)


def _find_switches(gains: list[float], entry: float) -> Iterator[int]:
    """Yield the places where misread text may begin or end, by what each character gains if it was misread.

    Those are the places where the best division of the text that switches there is hardly worse than the best of all:
    by less than it costs to switch twice, which can be done anywhere.
    """
    best = list(_divide(gains, entry, SPAN_COST))
    rest = list(_divide(gains[::-1], SPAN_COST, entry))[::-1]
    floor = max(best[-1]) - DOUBT * (entry + SPAN_COST)
    for place, ((kept, misread), (kept_on, misread_on)) in enumerate(zip(best, rest, strict=True)):
        if max(kept - entry + misread_on, misread - SPAN_COST + kept_on) >= floor:
            yield place


def _divide(gains: list[float], enter: float, leave: float) -> Iterator[tuple[float, float]]:
    """Yield what the best division gains up to each place, where that lies in text as it stands, and in misread."""
    kept, misread = 0.0, -enter
    yield kept, misread
    for gain in gains:
        kept, misread = max(kept, misread + gain - leave), max(misread + gain, kept - enter)
        yield kept, misread


@cache
def _edge_marks() -> re.Pattern[str]:
    """Return the pattern of marks at the ends of rows that are in sound Chinese text and in code pages of one byte."""
    marks = "[\xa0“”‘’—…·•×÷°±§¥№←↑→↓■□▲△◆◇○●★☆√∞≈≠≤≥]+"
    others = "\x00-\x7f\u2e80-\uffff"  # what no such code page has
    return re.compile(f"(?:^|(?<=[{others}])){marks}|{marks}(?=[{others}]|$)")


def _edges_of_utf8(data: list[bytes]) -> Iterator[int]:
    """Yield the places near which a row of whole characters of UTF-8 begins or ends.

    Where a mark stands for lost bytes between two rows, the one goes on as the other.
    """
    place_of, joined = join_bytes(data)
    rows = [match.span() for match in whole_utf8().finditer(joined)]
    edges = [offset for row in rows[:1] for offset in row[:1]] + [row[1] for row in rows[-1:]]
    for (_, end), (start, _) in pairwise(rows):
        if start - end > BESIDE or (HOLE not in joined[end:start] and b"?" not in joined[end:start]):
            edges += (end, start)
    for offset in edges:
        edge = place_of[offset] if offset < len(place_of) else len(data)
        yield from range(max(0, edge - NEAR), min(len(data), edge + NEAR) + 1)


def is_whole(stretch: Stretch, look: Look) -> bool:
    """Return whether no byte seems to be missing, for pairs out of step read as something, and no part to be sound."""
    if look.misreading.was != "utf-8":
        return not find_loose(stretch.text, look) and not _holds_sound(stretch, look)
    place_of, joined = join_bytes(look.data)
    try:
        joined.decode()
    except UnicodeDecodeError as error:
        place = place_of[error.start]
        bytes_of = open_page(look.misreading.read).bytes_of
        if any(len(bytes_of(char)) > 1 for char in stretch.text[max(0, place - 1) : place + 1]):
            return True  # the other bytes of € may be right: who reads it whole finds that out
        return not _marked_bytes().search(joined) and not find_loose(stretch.text, look)
    return True


@cache
def _marked_bytes() -> re.Pattern[bytes]:
    """Find a question mark behind a character of UTF-8 that is not whole: it stands for the rest."""
    return re.compile(rb"[\xe2-\xef][\x80-\xbf]?\?")


def _holds_sound(stretch: Stretch, look: Look) -> bool:
    """Return whether a part is likelier as it stands, where the code page has the characters of sound text, too."""
    if open_page(look.misreading.read).is_single or look.misreading.was not in PAIRED:
        return False
    lost = 0.0
    for gain in list_gains(stretch.left, look.data, look.misreading):
        lost = max(0.0, lost - gain)
        if lost > SOUND_LOSS:
            return True
    return False


def find_loose(text: str, look: Look) -> dict[int, int]:
    """Return the places before which bytes may have been dropped, and how many: around what does not read."""
    misreading, data = look.misreading, look.data
    if misreading.was in PAIRED:
        return dict.fromkeys(_find_shifts(text, misreading, data), 1)
    if misreading.was != "utf-8":
        return {}
    place_of, joined = join_bytes(data)
    loose: dict[int, int] = {}
    rows = [match.span() for match in whole_utf8().finditer(joined)]
    if sum(end - start for start, end in rows) < FEWEST_BYTES:
        return {}
    for (_, start), (end, _) in pairwise([(0, 0), *rows, (len(joined), len(joined))]):
        if HOLE in joined[start:end] or b"?" in joined[start:end]:  # a mark stands for what was lost
            continue
        for match in _broken_utf8().finditer(joined, start, end):
            low, high = match.span()
            if (start and low - start < BESIDE) or (end < len(joined) and end - high < BESIDE):
                size = 3 if joined[low] < 0xC0 else 2 if joined[low] < 0xE0 else 3 if joined[low] < 0xF0 else 4
                # What lost its lead byte lost it before the first; else one behind the lead is missing.
                for offset in range(low, low + 1) if joined[low] < 0xC0 else range(low + 1, high + 1):
                    place = place_of[offset] if offset < len(joined) else len(text)
                    loose[place] = max(1, size - (high - low))
    return loose


@cache
def _broken_utf8() -> re.Pattern[bytes]:
    """Return the pattern of a character of UTF-8 that lost bytes: with its lead byte, or the last one or two of it."""
    return re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,3}|[\x80-\xbf]{1,2}")


def _are_pairs(misreading: Misreading) -> bool:
    """Return whether a byte was shown as a character each, and two of them were one: where one is lost, all shift."""
    return misreading.was in PAIRED and open_page(misreading.read).is_single


def is_hopeless(text: str, look: Look) -> bool:
    """Return whether pairs of bytes read as no text however many of them were lost."""
    if not _are_pairs(look.misreading):
        return False
    total, count = 0.0, 0
    for start, end in find_runs(text, look.data, look.misreading):
        if end - start > MARKS:
            done, _ = _weigh_losses(b"".join(look.data[start:end]), look.misreading.was)
            total, count = total + done[-1], count + (end - start) // 2
    return count >= FEWEST_PAIRS and total < HOPELESS * count


def _find_shifts(text: str, misreading: Misreading, data: list[bytes]) -> Iterator[int]:
    """Yield the places where a byte of text of two bytes a character was lost: what follows reads well one byte on.

    Those are the places where the best reading of a row that loses a byte there is at most :data:`SHIFT_DOUBT` worse
    than the best of all, if that loses any.
    """
    for start, end in find_runs(text, data, misreading):
        joined = b"".join(data[start:end])
        place_of = [place for place in range(start, end) for _ in data[place]]
        done, rest = _weigh_losses(joined, misreading.was)
        losses = [
            (done[offset] - LOSS + rest[offset + 1], place_of[offset])
            for offset, byte in enumerate(joined)
            if byte >= 0x80
        ]
        highest = max(losses, default=(-inf, 0))[0]
        if highest >= done[-1] - 1e-6:  # the best reading loses a byte
            for score, place in losses:
                if score >= highest - SHIFT_DOUBT:
                    yield from (place, place + 1)


@lru_cache(maxsize=64)  # a look asks, and the scene then made of it
def _weigh_losses(data: bytes, encoding: str) -> tuple[list[float], list[float]]:
    """Return the score of the best reading of `data` up to each offset, and from it on, where bytes may be lost."""
    pairs = _score_pairs(data, encoding)
    return _sum_from_start(data, pairs), _sum_to_end(data, pairs)


def _score_pairs(data: bytes, encoding: str) -> list[float]:
    """Return for each two bytes of `data` how likely they are as a character behind the two before them."""
    bigram = open_model().log_bigram
    chars = [read_pair(data[offset : offset + 2], encoding) for offset in range(len(data) - 1)]
    before = [BOUNDARY, BOUNDARY, *(char or BOUNDARY for char in chars)]
    return [bigram(last, char) if char else -FAULT_COST for last, char in zip(before, chars, strict=False)]


def _sum_from_start(data: bytes, pairs: list[float]) -> list[float]:
    """Return the score of the best reading of `data` up to each offset."""
    best = [0.0] + [-inf] * len(data)
    for offset, byte in enumerate(data):
        alone = 0.0 if byte < 0x80 else LOSS
        best[offset + 1] = max(best[offset + 1], best[offset] - alone)
        if byte >= 0x80 and offset + 1 < len(data):
            best[offset + 2] = best[offset] + pairs[offset]
    return best


def _sum_to_end(data: bytes, pairs: list[float]) -> list[float]:
    """Return the score of the best reading of `data` from each offset on."""
    best = [0.0] * (len(data) + 1)
    for offset in reversed(range(len(data))):
        alone = 0.0 if data[offset] < 0x80 else LOSS
        best[offset] = best[offset + 1] - alone
        if data[offset] >= 0x80 and offset + 1 < len(data):
            best[offset] = max(best[offset], best[offset + 2] + pairs[offset])
    return best
