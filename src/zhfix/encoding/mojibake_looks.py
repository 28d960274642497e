"""A first look at a stretch: what each misreading would gain, without asking where misread text begins or ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.codepages import UNREADABLE, read, read_sound
from zhfix.encoding.mojibake_signs import is_utf16
from zhfix.encoding.registry import MISREADINGS, WAS, Misreading
from zhfix.encoding.scoring import FAULT_COST
from zhfix.encoding.units import UTF16
from zhfix.encoding.wrong_pages import WrongPage, open_page

PROVEN_GAIN = 40.0
"""Nats that text read back gains from which other encodings are not looked at: some four characters."""
LIKELY = -6.8
"""Nats a character above which text is sound Chinese: what bytes of another encoding read as has some 10."""
LOSSY, CLEAR_GAIN = -10.0, 2.0
"""The same of what is left where some was lost, and the nats a character that all must gain: in a trial (GBK
read as Big5 and as EUC-JP, 2026-11) the right code page had -9.8 and more, and gained 2 to 7; others 0.6 or -11."""
WORTH_LOOKING = 6.0
"""Nats by which a misreading may pay less at a first look than it costs, and still be searched."""
ODD_CHAR = -6.5
"""Nats of a character that is odd enough to ask which code pages have it."""
ABSENT = "\uffff"
"""Stands for a character that the code page does not have: a noncharacter, which none has."""
HOLE = b"\xff"
"""Stands for lost bytes in a first look: no byte of UTF-8, and no lead byte of GBK or Big5."""


GLANCED = {"gb18030": "gb18030", "big5": "big5hkscs"}
"""Codecs of CPython that tell at once what bytes say, if not where exactly their faults are."""
LONG_ROW = 24
"""Characters that are whole UTF-8 from which a row is long: eight ideographs, each of three that happen to fit."""
USUAL_CUT = -9.0
"""Nats of a character of which one byte was lost, and of the loss."""


NEARLY = 0.7
"""Share of a look's gain from which another one that knows more stands for it, too."""
FEWEST_KNOWN = 24
"""A code page that has fewer than one in so many of the odd characters is not that of a stretch worth a search."""


class Look(NamedTuple):
    """What a misreading would gain, in nats less its price, and the bytes of each character in its code page."""

    gain: float
    misreading: Misreading
    data: list[bytes]


def list_looks(
    text: str,
    left: list[float],
    odd: set[str],
    stored: Sequence[str] = WAS,
    chances: frozenset[Misreading] | None = None,
) -> list[Look]:
    """Return the misreadings that may pay, those that gain most first; `odd` are the characters that ask for one.

    Those that are `stored` so are looked at, and of them the `chances`, if that is known.
    """
    pages: dict[str, list[bytes]] = {}
    looks: list[Look] = []
    places = [place for place, char in enumerate(text) if char in odd]
    for was in stored:
        seen: set[bytes] = set()
        done: WrongPage | None = None
        for misreading in MISREADINGS:
            page = open_page(misreading.read)
            if misreading.was != was or (chances is not None and misreading not in chances):
                continue
            if done and not _may_agree(done, page):
                continue
            if page.name not in pages:
                pages[page.name] = _shown_bytes(text, odd, page)
            data = pages[page.name]
            joined = b"".join(data)
            if not data or joined in seen:  # code pages that agree on this text are one: the commonest
                continue
            seen.add(joined)
            gain, likely = _look(text, left, misreading, data)
            # What pairs would gain is not understated where none of their bytes was lost.
            exact = not page.is_single and was != "utf-8" and UNREADABLE not in text and "?" not in text
            if gain > misreading.cost - (0.0 if exact else WORTH_LOOKING):
                looks.append(Look(gain - misreading.cost, misreading, data))
            if gain > PROVEN_GAIN and _shows_all(was, data, places, likely=likely):
                done = page
        if done:
            break
    return list(_keep_distinct(sorted(looks, key=lambda look: -look.gain)))


def _may_agree(page: WrongPage, other: WrongPage) -> bool:
    """Return whether what one code page shows all of, the other may, too: those of one byte agree on many."""
    return (page.is_single and other.is_single) or (page.name in UTF16 and other.name in UTF16)


def _shows_all(was: str, data: list[bytes], places: list[int], *, likely: bool) -> bool:
    """Return whether a misreading leaves hardly one of the odd characters, and what is read is likely text."""
    if was == "utf-8":  # nothing else has its bytes in that order
        return _covers_as_utf8(data, places)
    return likely and _covers(data, places)


def _keep_distinct(looks: list[Look]) -> Iterator[Look]:
    """Yield the looks, likeliest first, less those that know nothing which a likelier or a fuller one does not.

    Windows-1252, Windows-1254 and Latin-1 agree on most bytes: two that say the same, or one with gaps, are one. Where
    bytes were lost a gap may gain, since pairs are in step again behind it.
    """
    kept: list[Look] = []
    gaps = [look.data.count(b"") for look in looks]
    for number, look in enumerate(looks):
        fuller = [
            other for k, other in enumerate(looks) if gaps[k] < gaps[number] and other.gain > NEARLY * look.gain > 0.0
        ]
        if not any(_includes(other, look) for other in (*kept, *fuller)):
            kept.append(look)
            yield look


def _includes(other: Look, look: Look) -> bool:
    return other.misreading.was == look.misreading.was and all(
        theirs == own or not own for own, theirs in zip(look.data, other.data, strict=True)
    )


def _covers(data: list[bytes], places: list[int]) -> bool:
    """Return whether nearly all odd characters, which are at `places`, can be read back."""
    return 10 * sum(bool(data[place]) for place in places) >= 9 * len(places)


def _covers_as_utf8(data: list[bytes], places: list[int]) -> bool:
    """Return whether nearly all odd characters are of whole characters of UTF-8, or most of a long row.

    A byte that is lost spoils two others; in a short row a few bytes of other encodings are in that order by chance.
    """
    place_of, joined = join_bytes(data)
    covered: set[int] = set()
    for match in whole_utf8().finditer(joined):
        covered.update(place_of[match.start() : match.end()])
    share = 6 if len(covered) >= LONG_ROW else 9
    return 10 * len(covered.intersection(places)) >= share * len(places)


def _look(text: str, left: list[float], misreading: Misreading, data: list[bytes]) -> tuple[float, bool]:
    """Return by how many nats what reads back is likelier than as it stands, and whether all of it is likely text.

    The gain is an upper limit or nearly: it asks only what is read out, and not where misread text may begin.
    """
    if misreading.was == "utf-8":
        return _gain_of_rows(left, data), False
    if misreading.was in UTF16 and not is_utf16(b"".join(data), misreading.was):
        return 0.0, False
    if open_page(misreading.read).is_single or misreading.was in UTF16:
        return _gain_of_runs(text, left, data, misreading)
    look = _gain_of_chars(left, data, misreading)
    if misreading.read == "shift_jis":  # half-width kana are one byte each
        return max(look, _gain_of_runs(text, left, data, misreading))
    return look


def _gain_of_rows(left: list[float], data: list[bytes]) -> float:
    """Rows of whole characters of UTF-8, each likelier by itself or not, and characters that lost their last byte."""
    place_of, joined = join_bytes(data)
    gain = 0.0
    for match in _cut_utf8().finditer(joined) if HOLE in joined else ():
        start, end = place_of[match.start()], place_of[match.end() - 1] + 1
        gain += max(0.0, USUAL_CUT - sum(left[start:end]))
    for match in whole_utf8().finditer(joined):
        start, end = place_of[match.start()], place_of[match.end() - 1] + 1
        score = open_model().log_probability(match.group().decode("utf-8", "ignore"))
        gain += max(0.0, score - sum(left[start:end]))
    return gain


def _gain_of_runs(text: str, left: list[float], data: list[bytes], misreading: Misreading) -> tuple[float, bool]:
    """Rows of characters that a code page of one byte has: hardly any sound Chinese is among them."""
    runs = list(find_runs(text, data, misreading))
    if misreading.was in UTF16:
        readings = [read(b"".join(data[start:end]), misreading.was).text for start, end in runs]
    else:  # a line end between them puts every encoding of pairs back into step
        joined = b"\n".join(b"".join(data[start:end]) for start, end in runs)
        readings = joined.decode(GLANCED[misreading.was], "replace").split("\n")
    gain, best, total, count = 0.0, 0.0, 0.0, 0
    for (start, end), reading in zip(runs, readings, strict=False):
        faults = reading.count(UNREADABLE)
        score = open_model().log_probability(reading.replace(UNREADABLE, "")) - FAULT_COST / 2 * min(faults, 8)
        gain = max(0.0, gain) + score - sum(left[start:end])
        best = max(best, gain)
        total, count = total + score, count + len(reading)
    return best, total > LIKELY * count


def _gain_of_chars(left: list[float], data: list[bytes], misreading: Misreading) -> tuple[float, bool]:
    """Characters of two bytes, each of which was one of two bytes: the best row of them."""
    gain, best = 0.0, 0.0
    gains = list_gains(left, data, misreading)
    for each in gains:
        gain = max(0.0, gain + each)
        best = max(best, gain)
    holes = [score for score, known in zip(left, data, strict=True) if known == HOLE]
    count, total = len(left), sum(gains) + sum(left)
    is_clear = best > CLEAR_GAIN * count and total - sum(holes) > LOSSY * (count - len(holes))
    return best, is_clear or total > LIKELY * count


def list_gains(left: list[float], data: list[bytes], misreading: Misreading) -> list[float]:
    """Return by how many nats each character is likelier as what its own bytes were; lost ones gain nothing."""
    chars = [read_pair(known, misreading.was) if known else "" for known in data]
    scores = open_model().log_bigrams_of("".join([char or BOUNDARY for char in chars]))
    return [
        score - stands if char else 0.0 if known == HOLE else -FAULT_COST
        for char, known, score, stands in zip(chars, data, scores, left, strict=True)
    ]


@lru_cache(maxsize=1 << 14)
def read_pair(data: bytes, encoding: str) -> str:
    """Return the one character that `data` is, or the empty string."""
    text = read_sound(data, encoding) or ""
    return text if len(text) == 1 else ""


def join_bytes(data: list[bytes]) -> tuple[Sequence[int], bytes]:
    """Return the bytes of all characters together, and the place of the character that each is of."""
    known = [shown or b"?" for shown in data]
    joined = b"".join(known)
    if len(joined) == len(data):  # of a code page of one byte each is that of its own character
        return range(len(data)), joined
    return [place for place, shown in enumerate(known) for _ in shown], joined


def _shown_bytes(text: str, odd: set[str], page: WrongPage) -> list[bytes]:
    """Return the bytes of each character, none at all where the code page has hardly one of the odd ones."""
    first = page.first
    known = dict(zip(odd, map(first.__getitem__, odd), strict=True))
    if sum(map(bool, known.values())) < max(min(2, len(odd)), len(odd) // FEWEST_KNOWN):
        return []
    strange = [known[char] for char in odd if not "\u3000" <= char <= "\u9fff"]  # among sound Chinese, all are debris
    if 2 * sum(map(bool, strange)) < len(strange):
        return []
    data = list(map(first.__getitem__, text))
    if UNREADABLE in text:
        for match in re.finditer(UNREADABLE, text):
            data[match.start()] = HOLE
    return data


def find_runs(text: str, data: list[bytes], misreading: Misreading) -> Iterator[tuple[int, int]]:
    """Yield the rows of characters that can be read back together and hold one beyond ASCII."""
    shown = text if all(data) else "".join([char if known else ABSENT for char, known in zip(text, data, strict=True)])
    rows = _rows_of_any() if misreading.was in UTF16 else _rows_of_single()
    for match in rows.finditer(shown):
        yield match.span()


@cache
def _rows_of_any() -> re.Pattern[str]:
    return re.compile(f"[^{ABSENT}]+")


@cache
def _rows_of_single() -> re.Pattern[str]:
    """Match characters beyond ASCII, and ASCII directly behind one or between two: it may be a byte."""
    ascii_inside = "(?<=[^\0-\x7f])[\0-\x7f]|[\0-\x7f](?=[^\0-\x7f])"
    return re.compile(f"[^\0-\x7f{ABSENT}](?:[^\0-\x7f{ABSENT}]|{ascii_inside})*")


@cache
def whole_utf8() -> re.Pattern[bytes]:
    """Return the pattern of whole characters of UTF-8, one or more, the first of which Chinese text may begin with."""
    long = rb"(?:[\xe2-\xef][\x80-\xbf]{2}|\xc2[\xa0-\xbf]|\xf0[\x80-\xbf]{3})"
    return re.compile(long + rb"(?:" + long + rb"|[\xc2-\xdf][\x80-\xbf])*")


@cache
def _cut_utf8() -> re.Pattern[bytes]:
    """Return the pattern of a character of UTF-8 whose last byte was lost and left a mark."""
    return re.compile(rb"[\xe2-\xef][\x80-\xbf]" + re.escape(HOLE))
