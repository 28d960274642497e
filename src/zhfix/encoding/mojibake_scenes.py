"""Which misreadings a damaged stretch may be, and where in it each may begin, end and have lost bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.codepages import UNREADABLE, read
from zhfix.encoding.mojibake_lattice import Scene
from zhfix.encoding.registry import MISREADINGS, Misreading
from zhfix.encoding.scoring import FAULT_COST
from zhfix.encoding.units import UTF16
from zhfix.script.tables import open_variants
from zhfix.encoding.wrong_pages import WrongPage, open_page

CANDIDATES = 4
"""Misreadings that are searched, those that look best; the right one is nearly always the first."""
PROVEN_GAIN = 40.0
"""Nats that text read back as UTF-8 gains from which no other encoding is looked at: some four characters."""
WORTH_LOOKING = 6.0
"""Nats by which a misreading may pay less at a first look than it costs, and still be searched."""
ODD = -6.5
"""Nats of a character that is odd enough to ask which code pages have it."""
_HIGH_BYTES = bytes((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)))
PAIRED = ("gb18030", "big5")
FEWEST_BYTES = 6
"""Bytes that must read as UTF-8 before others are supposed to have done so: two characters."""
BESIDE = 9
"""Bytes beside what reads as UTF-8 that may be characters which lost some."""
CLEAR_GAIN = 2.0
"""Nats that a character inside misread text gains, at least, where no clean text is near."""
NEAR = 3
"""Characters around the beginning or end of what looks misread where it may truly begin or end."""
HOLE = b"\xff"
"""Stands for lost bytes in a first look: no byte of UTF-8, and no lead byte of GBK or Big5."""


def list_scenes(
    text: str, context: tuple[str, str], left: list[float], known: frozenset[Misreading], most: float
) -> Iterator[tuple[float, Scene]]:
    """Yield the scenes of `text` that are worth a search, likeliest first, with what they may gain at most or so.

    `context` is the characters that stand before and behind `text`. `known` are the misreadings seen elsewhere in the document; none costs more than `most`.
    """
    odd = {char for char, score in zip(text, left, strict=True) if char > "\x7f" and char != UNREADABLE and score < ODD}
    looks = _list_looks(text, left, odd)
    looks.sort(key=lambda each: -each[0])
    for gain, misreading, data in looks[:CANDIDATES]:
        loose = _find_loose(text, misreading, data)
        cuts = _find_cuts(text, left, misreading, data) | loose
        entry = min(KNOWN_COST if misreading in known else misreading.cost, most)
        avoided = _other_script(b"".join(data), misreading) if loose or UNREADABLE in text or "?" in text else frozenset()
        yield gain, Scene(text, *context, misreading, left, cuts, loose, entry, avoided)


KNOWN_COST = 3.0
"""Nats of a misreading that other stretches of the document show."""


def _list_looks(text: str, left: list[float], odd: set[str]) -> list[tuple[float, Misreading, list[bytes]]]:
    """Return the misreadings that may pay, each with what it gains, and the bytes of each character."""
    pages = {read: _shown_bytes(text, odd, open_page(read)) for read in dict.fromkeys(each.read for each in MISREADINGS)}
    looks: list[tuple[float, Misreading, list[bytes]]] = []
    seen: set[tuple[str, bytes]] = set()
    for structured in (True, False):
        for misreading in MISREADINGS:
            data = pages[misreading.read]
            if not data or (misreading.was == "utf-8") is not structured:
                continue
            key = misreading.was, b"".join(data)
            if key in seen:  # code pages that agree on this text are one: the commonest
                continue
            seen.add(key)
            gain = _look(text, left, misreading, data)
            if gain > misreading.cost - WORTH_LOOKING:
                looks.append((gain - misreading.cost, misreading, data))
        if any(gain > PROVEN_GAIN and _covers(data, text, odd) for gain, _, data in looks):
            break  # nothing else has its bytes in the order of UTF-8's
    return looks


def _covers(data: list[bytes], text: str, odd: set[str]) -> bool:
    """Return whether nearly all odd characters are part of whole characters of UTF-8."""
    place_of, joined = _join(data)
    covered: set[int] = set()
    for match in _whole_utf8().finditer(joined):
        covered.update(place_of[match.start() : match.end()])
    places = [place for place, char in enumerate(text) if char in odd]
    return 10 * sum(place in covered for place in places) >= 9 * len(places)


def _other_script(data: bytes, misreading: Misreading) -> frozenset[str]:
    """Return the characters of the script that the text is not in, none where that cannot be told."""
    variants = open_variants()
    chars = set(read(data, misreading.was).text)
    simplified, traditional = len(chars & variants.simplified), len(chars & variants.traditional)
    if simplified > 2 * traditional:
        return variants.traditional
    return variants.simplified if traditional > 2 * simplified else frozenset()


def _look(text: str, left: list[float], misreading: Misreading, data: list[bytes]) -> float:
    """Return by how many nats what reads back is likelier than as it stands, at most or so.

    A first look: it asks only what is read out, and not where it may begin.
    """
    if misreading.was == "utf-8":
        return _gain_of_rows(left, data)
    if misreading.was in UTF16 and not _is_utf16(b"".join(data), misreading.was):
        return 0.0
    if open_page(misreading.read).is_single or misreading.was in UTF16:
        return _gain_of_runs(text, left, data, misreading)
    gain = _gain_of_chars(left, data, misreading)
    if misreading.read == "shift_jis":  # half-width kana are one byte each
        gain = max(gain, _gain_of_runs(text, left, data, misreading))
    return gain


def _is_utf16(data: bytes, encoding: str) -> bool:
    """Return whether most of the high bytes are those of ideographs, marks and ASCII."""
    high = data[1::2] if encoding == "utf-16-le" else data[::2]
    return 5 * len(high.translate(None, _HIGH_BYTES)) <= len(high)


def _gain_of_rows(left: list[float], data: list[bytes]) -> float:
    """Rows of whole characters of UTF-8: each by itself is likelier or is not."""
    place_of, joined = _join(data)
    gain = 0.0
    for match in _whole_utf8().finditer(joined):
        start, end = place_of[match.start()], place_of[match.end() - 1] + 1
        score = open_model().log_probability(match.group().decode("utf-8", "ignore"))
        gain += max(0.0, score - sum(left[start:end]))
    return gain


def _gain_of_runs(text: str, left: list[float], data: list[bytes], misreading: Misreading) -> float:
    """Rows of characters that a code page of one byte has: hardly any sound Chinese is among them."""
    runs = list(_find_runs(text, data, misreading))
    if misreading.was in UTF16:
        readings = [read(b"".join(data[start:end]), misreading.was).text for start, end in runs]
    else:  # a line end between them puts every encoding of pairs back into step
        joined = b"\n".join(b"".join(data[start:end]) for start, end in runs)
        readings = read(joined, misreading.was).text.split("\n")
    gain, best = 0.0, 0.0
    for (start, end), reading in zip(runs, readings, strict=False):
        faults = reading.count(UNREADABLE)
        score = open_model().log_probability(reading.replace(UNREADABLE, "")) - FAULT_COST / 2 * min(faults, 8)
        gain = max(0.0, gain) + score - sum(left[start:end])
        best = max(best, gain)
    return best


def _gain_of_chars(left: list[float], data: list[bytes], misreading: Misreading) -> float:
    """Characters of two bytes, each of which was one of two bytes: the best row of them."""
    gain, best = 0.0, 0.0
    for each in _list_gains(left, data, misreading):
        gain = max(0.0, gain + each)
        best = max(best, gain)
    return best


def _list_gains(left: list[float], data: list[bytes], misreading: Misreading) -> Iterator[float]:
    """Yield by how many nats each character is likelier as what its own bytes were."""
    bigram, before = open_model().log_bigram, BOUNDARY
    for known, score in zip(data, left, strict=True):
        char = _read_char(known, misreading.was) if known else ""
        yield bigram(before, char) - score if char else -FAULT_COST
        before = char or BOUNDARY


@lru_cache(maxsize=1 << 14)
def _read_char(data: bytes, encoding: str) -> str:
    reading = read(data, encoding)
    return "" if reading.faults or len(reading.text) != 1 else reading.text


def _join(data: list[bytes]) -> tuple[list[int], bytes]:
    """Return the bytes of all characters together, and the place of the character that each is of."""
    place_of = [place for place, known in enumerate(data) for _ in known or b"?"]
    return place_of, b"".join(known or b"?" for known in data)


def _shown_bytes(text: str, odd: set[str], page: WrongPage) -> list[bytes]:
    """Return the bytes of each character, none at all where the code page has hardly one of the odd ones."""
    known = {char: (page.bytes_of(char) or (b"",))[0] for char in {*text}}
    if sum(1 for char in odd if known[char]) < min(2, len(odd)):
        return []
    known[UNREADABLE] = HOLE
    return [known[char] for char in text]


def _find_runs(text: str, data: list[bytes], misreading: Misreading) -> Iterator[tuple[int, int]]:
    """Yield the rows of characters that can be read back together and hold one beyond ASCII."""
    whole = misreading.was in UTF16
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and data[end] and (whole or text[end] > "\x7f" or (end > start and _is_inside(text, end))):
            end += 1
        if end > start:
            yield start, end
        start = end + 1


def _is_inside(text: str, place: int) -> bool:
    """Return whether ASCII at `place` stands between characters beyond it, or directly behind one: it may be a byte."""
    return text[place - 1] > "\x7f" or place + 1 < len(text) and text[place + 1] > "\x7f"


@cache
def _whole_utf8() -> re.Pattern[bytes]:
    long = rb"(?:[\xe2-\xef][\x80-\xbf]{2}|\xc2[\xa0-\xbf]|\xf0[\x80-\xbf]{3})"
    return re.compile(long + rb"(?:" + long + rb"|[\xc2-\xdf][\x80-\xbf])*")


def _find_cuts(text: str, left: list[float], misreading: Misreading, data: list[bytes]) -> frozenset[int]:
    """Return where misread text may begin or end."""
    page = open_page(misreading.read)
    end = len(text)
    cuts = {0, end}
    if not page.is_single and misreading.was in PAIRED:  # each character is one of what was stored
        weak = [place for place, gain in enumerate(_list_gains(left, data, misreading)) if gain < CLEAR_GAIN]
        return frozenset(each for place in weak for each in range(max(0, place - NEAR), min(end, place + NEAR + 1) + 1)) | cuts
    if misreading.was in UTF16:
        return frozenset(cuts)
    for place in range(1, end):
        wide = text[place] > "\x7f"
        if wide != (text[place - 1] > "\x7f") or not data[place] or not data[place - 1]:
            cuts.add(place)
        elif wide and page.is_single and (_is_shared(text[place]) or _is_shared(text[place - 1])):
            cuts.add(place)
    if not page.is_single:
        cuts.update(_edges_of_utf8(data))
    return frozenset(cuts)


def _is_shared(char: str) -> bool:
    """Return whether sound Chinese text holds `char`, which code pages of one byte a character have, too."""
    return char in "\xa0“”‘’—…·×÷°±§¥№←↑→↓■□▲△◆◇○●★☆√∞≈≠≤≥"


def _edges_of_utf8(data: list[bytes]) -> Iterator[int]:
    """Yield the places near which a row of whole characters of UTF-8 begins or ends."""
    place_of, joined = _join(data)
    for match in _whole_utf8().finditer(joined):
        for offset in match.span():
            edge = place_of[offset] if offset < len(place_of) else len(data)
            yield from range(max(0, edge - NEAR), min(len(data), edge + NEAR) + 1)


def _find_loose(text: str, misreading: Misreading, data: list[bytes]) -> frozenset[int]:
    """Return the places before which bytes may have been dropped: around what does not read."""
    if misreading.was in PAIRED and open_page(misreading.read).is_single:
        return frozenset(_find_shifts(text, misreading, data))
    if misreading.was != "utf-8":
        return frozenset()
    place_of, joined = _join(data)
    loose: set[int] = set()
    rows = [match.span() for match in _whole_utf8().finditer(joined)]
    if sum(end - start for start, end in rows) < FEWEST_BYTES:
        return frozenset()
    for (_, start), (end, _) in pairwise([(0, 0), *rows, (len(joined), len(joined))]):
        broken = joined[start:end]
        if HOLE in broken or b"?" in broken:  # a mark stands for what was lost
            continue
        offsets = [start + n for n, byte in enumerate(broken) if byte >= 0x80]
        near = [n for n in offsets if (start and n - start < BESIDE) or (end < len(joined) and end - n <= BESIDE)]
        loose.update(place for n in near for place in (place_of[n], place_of[n] + 1))
    return frozenset(loose)


def _find_shifts(text: str, misreading: Misreading, data: list[bytes]) -> Iterator[int]:
    """Yield the places around the beginning of what reads badly to its end: a byte was lost there, and all behind it
    is shifted, up to ASCII."""
    bigram = open_model().log_bigram
    for start, end in _find_runs(text, data, misreading):
        place_of = [place for place in range(start, end) for _ in data[place]]
        reading = read(b"".join(data[start:end]), misreading.was)
        if reading.faults and reading.faults[-1].cut:  # an odd number of bytes: one was lost, perhaps near the end
            yield from range(max(start, end - 2 * BEFORE_SHIFT), end)
        offset, before, costs, offsets = 0, BOUNDARY, list[float](), list[int]()
        for char in reading.text:
            costs.append(-bigram(before, char))
            offsets.append(offset)
            before = char
            offset += 1 if char < "\x80" else 2
        for number in range(len(costs) - SHIFTED_ROW):
            rest = costs[number:]
            if sum(rest[:SHIFTED_ROW]) > SHIFTED * SHIFTED_ROW and sum(rest) > SHIFTED * len(rest):
                first = place_of[min(max(0, offsets[number] - BEFORE_SHIFT), len(place_of) - 1)]
                yield from range(first, min(first + 2 * BEFORE_SHIFT, end))
                break


SHIFTED, SHIFTED_ROW = 9.0, 4
"""Nats a character above which that many in a row are read one byte out of step."""
BEFORE_SHIFT = 8
"""Bytes before what reads badly at which the loss is looked for, and behind."""
