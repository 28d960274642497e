"""Where in a stretch each misreading may begin, end and have lost bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.codepages import UNREADABLE, read
from zhfix.encoding.mojibake_lattice import Scene
from zhfix.encoding.mojibake_looks import HOLE, ODD, find_runs, join_bytes, list_gains, list_looks, whole_utf8
from zhfix.encoding.registry import COMMON, WAS, Misreading
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
CLEAR_GAIN = 2.0
"""Nats that a character inside misread text gains, at least, where no clean text is near."""
NEAR = 3
"""Characters around the beginning or end of what looks misread where it may truly begin or end."""
SHIFTED, SHIFTED_ROW = 8.3, 4
"""Nats a character above which that many in a row are read one byte out of step."""
BEFORE_SHIFT = 8
"""Bytes before what reads badly at which the loss is looked for, and behind."""


def list_scenes(
    text: str,
    context: tuple[str, str],
    left: list[float],
    known: frozenset[Misreading],
    most: float,
    *,
    folded: bool = False,
) -> Iterator[tuple[float, Scene]]:
    """Yield the scenes of `text` that are worth a search, likeliest first, with what they may gain at most or so.

    `context` is the characters that stand before and behind `text`. `known` are the misreadings seen elsewhere in the
    document; a common one costs `most` at most. Where letters were `folded` it must have been UTF-8.
    """
    odd = {char for char, score in zip(text, left, strict=True) if char > "\x7f" and char != UNREADABLE and score < ODD}
    others = sum(bool(_kana_or_hangul().match(char)) for char, score in zip(text, left, strict=True) if score > ODD)
    beside = len(_beside_wide().findall(text))
    guess_ascii = beside <= max(FEW_DOUBTS, len(text) // MANY_DOUBTS)
    strange = STRANGE_COST if others >= STRANGE_CHARS else 0.0
    for gain, misreading, data in list_looks(text, left, odd, ("utf-8",) if folded else WAS)[:CANDIDATES]:
        loose = _find_loose(text, misreading, data) if gain > 0.0 else frozenset()
        if len(loose) > max(2 * FEW_DOUBTS, len(text) // 2):
            loose = frozenset()
        cuts = _find_cuts(text, left, misreading, data) | loose
        rarity = misreading.cost - COMMON
        entry = KNOWN_COST if misreading in known else min(misreading.cost + strange, most + rarity)
        avoided = (
            _other_script(b"".join(data), misreading) if loose or UNREADABLE in text or "?" in text else frozenset()
        )
        yield (
            gain,
            Scene(
                text, *context, misreading, left, cuts, loose, entry, avoided, folded=folded, guess_ascii=guess_ascii
            ),
        )


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
def _kana_or_hangul() -> re.Pattern[str]:
    return re.compile("[\u3041-\u30ff\uac00-\ud7a3]")


def _find_cuts(text: str, left: list[float], misreading: Misreading, data: list[bytes]) -> frozenset[int]:
    """Return where misread text may begin or end."""
    page = open_page(misreading.read)
    end = len(text)
    cuts = {0, end}
    if not page.is_single and misreading.was in PAIRED:  # each character is one of what was stored
        gains = [0.0, *list_gains(left, data, misreading), 0.0]
        weak = [place for place in range(end) if sum(gains[place : place + 3]) < 3 * CLEAR_GAIN]
        cuts.update(each for place in weak for each in range(max(0, place - NEAR), min(end, place + NEAR + 1) + 1))
        return frozenset(cuts)
    if misreading.was in UTF16:
        return frozenset(cuts)
    for place in range(1, end):
        wide = text[place] > "\x7f"
        shared = wide and page.is_single and (_is_shared(text[place]) or _is_shared(text[place - 1]))
        if shared or wide != (text[place - 1] > "\x7f") or not data[place] or not data[place - 1]:
            cuts.add(place)
    if not page.is_single:
        cuts.update(_edges_of_utf8(data))
    return frozenset(cuts)


def _is_shared(char: str) -> bool:
    """Return whether sound Chinese text holds `char`, which code pages of one byte a character have, too."""
    return char in "\xa0“”‘’—…·×÷°±§¥№←↑→↓■□▲△◆◇○●★☆√∞≈≠≤≥"


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


def _find_loose(text: str, misreading: Misreading, data: list[bytes]) -> frozenset[int]:
    """Return the places before which bytes may have been dropped: around what does not read."""
    if misreading.was in PAIRED and open_page(misreading.read).is_single:
        return frozenset(_find_shifts(text, misreading, data))
    if misreading.was != "utf-8":
        return frozenset()
    place_of, joined = join_bytes(data)
    loose: set[int] = set()
    rows = [match.span() for match in whole_utf8().finditer(joined)]
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
    """Yield the places around the beginning of what reads badly to its end.

    There a byte was lost, and all behind it is shifted, up to ASCII.
    """
    bigram = open_model().log_bigram
    for start, end in find_runs(text, data, misreading):
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
        rests = list(accumulate(reversed(costs)))[::-1]
        for number in range(len(costs) - SHIFTED_ROW):
            near = rests[number] - rests[number + SHIFTED_ROW]
            if near > SHIFTED * SHIFTED_ROW and rests[number] > SHIFTED * (len(costs) - number):
                first = place_of[min(max(0, offsets[number] - BEFORE_SHIFT), len(place_of) - 1)]
                yield from range(first, min(first + 2 * BEFORE_SHIFT, end))
                break
