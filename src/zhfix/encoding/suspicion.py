"""Whether text that was read without a fault may still have been read wrongly: a test that clean text passes quickly.

Bytes of another encoding, and bytes read one out of step, mostly are characters too: rare ideographs,
private-use characters, odd symbols, close together, and where a shift ends an ASCII character stands alone. First a
class scan finds such places; then a second asks whether the same bytes look ordinary when read in some other way; then
the model says how much likelier that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from heapq import merge

from zhfix.charlm import open_model
from zhfix.encoding.byte_ways import CHINESE_PAIRED
from zhfix.encoding.codepages import read, write
from zhfix.encoding.rare import rare_ideographs
from zhfix.encoding.scoring import FAULT_COST, score_sound, score_text
from zhfix.errors import EncodeError

ORDINARY = 6.5
"""Nats a character that ordinary text costs at most, over a stretch."""
EXCESS = 12.0
"""Nats that a stretch must cost beyond ordinary text to be looked at closely: two characters of debris and a half."""
SHIFT_GAIN = 14.0
"""Nats that reading one byte later must gain: what the search charges for a lost byte, and a margin."""
CHANGE_GAIN = 24.0
"""Nats that another encoding must gain: what the search charges for changing to it and back,
and a margin."""
SKIPPED = 3
"""Places in a row at which a shift may begin."""
TRADITIONAL = "們國這個為會"
"""Characters of which any traditional text of some length has one."""
LOOK = 4
"""Characters behind two odd ones that are looked at first: damage may reach no farther."""
ODD_SHARE = 6
"""One odd character in this many is what another reading may hold to be looked at: of
sound text in corpora/devtest one in 70 to 300 is (2026-11)."""
REACH = 12
"""Characters looked at on either side of two rare ones; behind them not past ASCII, where a shift ends."""
_LAST = "[@-~]"
"""ASCII at which a shift may end, as the second byte of a character."""


@cache
def _odd_class() -> str:
    """Return the characters that ordinary text seldom holds, as a class of a regular expression."""
    return f"[{rare_ideographs().members}\x80-\x9f\ue000-\uf8ff\ufffd\u0370-\u052f\u2500-\u25ff\uff66-\uff9f]"


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(_odd_class())


@cache
def _odd_pair() -> re.Pattern[str]:
    ahead = f"[^\0-\x7f]{{{LOOK}}}|[^\0-\x7f]{{0,{LOOK - 1}}}{_LAST}?"  # as far as `_find_end`, but for its distance
    return re.compile(f"{_odd_class()}[^\n]{{0,2}}{_odd_class()}(?=(?P<ahead>{ahead}))")


@cache
def _row_of_few_odd() -> re.Pattern[str]:
    """Return the search for lines with two odd characters at most: for more, those of a first look are too short."""
    sound = f"[^\n{_odd_class()[1:-1]}]*"
    return re.compile(f"^{sound}(?:{_odd_class()}{sound}){{0,2}}$", re.MULTILINE)


@cache
def _shift_end(*, letters: bool) -> re.Pattern[str]:
    """Return the search for an ASCII character alone behind an ideograph, where a shift may have ended.

    The second byte of many traditional characters is an ASCII letter or sign. With `letters` it may be a
    capital: in GB few are, and A股 is a word.
    """
    signs = "@-~" if letters else "@\\[-`a-~"
    return re.compile(f"[{signs}](?<=[\u4e00-\u9fff\ue000-\uf8ff][@-~])(?![ -~])")


def _find_places(text: str, encoding: str) -> Iterator[tuple[int, int]]:
    """Yield the places to look at, in order."""
    pairs = _find_pairs(text, encoding)
    if encoding.startswith("gb") and not any(char in text for char in TRADITIONAL):
        return pairs
    found = _shift_end(letters=not encoding.startswith("gb")).finditer(text)
    ends = (end.span() for end in found if _may_end_shift(text, end.start(), encoding))
    return merge(pairs, ends)


def _find_pairs(text: str, encoding: str) -> Iterator[tuple[int, int]]:
    """Yield where two odd characters stand close together that may be something else: a first look at all of them.

    They are read together, as if each were a line, which takes a quarter of the time of reading them one by one.
    """
    looked = [(*found.span(), found.end("ahead")) for found in _odd_pair().finditer(text)]
    spans = [(place, behind) for place, behind, _ in looked]
    stretches = [text[place:end] for place, _, end in looked]
    codec = _codec_near(encoding)
    if codec not in ("gb18030", "big5hkscs"):  # there a line end may be half of a character
        return (span for span, stretch in zip(spans, stretches, strict=True) if any(_find_rivals(stretch, encoding)))
    rows = "\n".join(stretches).encode(codec, "ignore")
    found = {rows.count(b"\n", 0, row.start()) for row in _two_of_utf8().finditer(rows)}
    shifted = b"\n".join([row[1:] for row in rows.split(b"\n")])
    for data, known in ((shifted, codec), (rows, _other(codec)), (shifted, _other(codec))):
        found.update(_find_ordinary(data.decode(known, "replace")))
    return (spans[k] for k in sorted(found) if k < len(spans))


def _find_ordinary(rows: str) -> Iterator[int]:
    """Yield the numbers of the lines that are ordinary text."""
    number = at = 0
    for row in _row_of_few_odd().finditer(rows):
        number += rows.count("\n", at, row.start())
        at = row.start()
        if _is_ordinary(row[0]):
            yield number


def _is_ordinary(text: str) -> bool:
    """Return whether `text` has few characters that ordinary text seldom holds."""
    odd = _odd()
    # In a short one the first is one too many.
    return not odd.search(text) or (len(text) >= ODD_SHARE and len(odd.findall(text)) * ODD_SHARE <= len(text))


def _may_end_shift(text: str, place: int, encoding: str) -> bool:
    """Return whether the ASCII character at `place` and the byte before it are one that ordinary text holds."""
    codec = _codec_near(encoding)
    pair = text[place - 1 : place + 1].encode(codec, "ignore")[1:] if codec else b""
    return not pair or not _odd().search(pair.decode(codec, "replace"))


def count_odd(text: str) -> int:
    """Return how many characters of `text` ordinary text seldom holds, those of other scripts included."""
    return len(_odd().findall(text)) + len(_strange().findall(text))


@cache
def _strange() -> re.Pattern[str]:
    return re.compile("[\u0100-\u036f\u0530-\u1fff\u2c00-\u2e7f\ua000-\ud7ff]")


def find_suspicious(text: str, encoding: str, *, first: bool = False) -> Iterator[tuple[int, int]]:
    """Yield stretches of `text`, read in `encoding`, that another reading of their bytes makes far likelier.

    The spans are of characters.  With `first` the text begins there, and may begin with half a character.

    >>> misread = "镇上的图书馆今天开放".encode("utf-8").decode("gb18030", "replace")
    >>> list(find_suspicious(misread, "gb18030")) != [], list(find_suspicious("镇上的图书馆", "gb18030"))
    (True, [])
    """
    last = 0
    if first and encoding in CHINESE_PAIRED and (end := _find_end(text, 0)):
        rivals = [rival for rival in _find_rivals(text[:end], encoding) if rival == (encoding, 1)]
        if rivals and _is_beaten(text[:end], encoding, rivals):
            yield 0, end
            last = end
    for place, behind in _find_places(text, encoding):
        if place < last:
            continue
        end = _find_end(text, behind)
        start = place
        if text[place].isascii():  # then what is odd stands before it
            _, start, _ = _find_worst(text, _find_low(text, place, last), end)
            if not any(_find_rivals(text[start : min(end, behind + LOOK)], encoding)):
                continue
        excess, start, stop = _find_worst(text, _find_low(text, place, last), end)
        if excess <= EXCESS:
            continue
        # A shift may end before ASCII where a second byte was lost: then what is worst is all of it.
        for to in {end, stop}:
            rivals = list(_find_rivals(text[start:to], encoding))
            if rivals and _is_beaten(text[start:to], encoding, rivals):
                yield start, end
                last = end
                break


def _find_end(text: str, place: int) -> int:
    """Return where a shift that has reached `place` ends: at ASCII, of which the first may be half a character."""
    return _reach().match(text, place).end()  # type: ignore[union-attr]  # it matches nothing at all too


@cache
def _reach() -> re.Pattern[str]:
    return re.compile(f"[^\0-\x7f]{{0,{REACH}}}{_LAST}?")


@cache
def _two_of_utf8() -> re.Pattern[bytes]:
    return re.compile(rb"(?:[\xe2-\xe9][\x80-\xbf]{2}){2}")


_CODECS = {"utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "euc-tw": "", "big5-uao": "", "gb18030": "gb18030"}
"""CPython's codecs that are near enough for a first look; big5hkscs for all others."""


def _codec_near(encoding: str) -> str:
    return _CODECS.get(encoding, "gb18030" if encoding.startswith("gb") else "big5hkscs")


def _other(codec: str) -> str:
    return "big5" if codec == "gb18030" else "gb18030"


def _find_rivals(stretch: str, encoding: str) -> Iterator[tuple[str, int]]:
    """Yield how else the bytes of a stretch look ordinary, as encoding and bytes left out: a first look by class."""
    codec = _codec_near(encoding)
    if not codec:  # CPython does not have it
        yield from ((encoding, 1), ("utf-8", 0), ("gb18030", 0), ("big5", 0))
        return
    data = stretch.encode(codec, "ignore")
    if found := _two_of_utf8().search(data):
        yield "utf-8", found.start()
    other = _other(codec)
    for name, shift, known in ((encoding, 1, codec), (other, 0, other), (other, 1, other)):
        if _is_ordinary(data[shift:].decode(known, "replace")):
            yield name, shift


def _find_low(text: str, place: int, last: int) -> int:
    """Return where the characters before `place` begin that it may be shifted with: ASCII ends every shift."""
    low = place
    while low > max(last, place - REACH) and not text[low - 1].isascii():
        low -= 1
    return low


def _find_worst(text: str, start: int, end: int) -> tuple[float, int, int]:
    """Return by how many nats the worst stretch within a span costs more than ordinary text, and its span."""
    worst, current, begins = (0.0, start, end), 0.0, start
    scores = open_model().log_bigrams_of(text[start:end], text[start - 1] if start else "\n")
    for place, score in enumerate(scores, start):
        current -= score + ORDINARY
        if current <= 0.0:
            current, begins = 0.0, place + 1
        elif current > worst[0]:
            worst = current, begins, place + 1
    return worst


def _is_beaten(stretch: str, encoding: str, rivals: list[tuple[str, int]]) -> bool:
    """Return whether one of the rivals reads the bytes of a stretch as far likelier text."""
    try:
        data = write(stretch, encoding)
    except EncodeError:  # a character that several codes stand for: its bytes are not known
        return True
    cost = -score_sound(stretch)
    for name, shift in rivals:
        if cost - _cost(data[shift:], name) > (CHANGE_GAIN if name != encoding else SHIFT_GAIN):
            return True
        if name == encoding:  # what is worst may begin a character or two before the shift
            later = (stretch[skip:] for skip in range(1, SKIPPED))
            if any(_gain_of_shift(part, encoding) > SHIFT_GAIN for part in later):
                return True
    return False


def _gain_of_shift(stretch: str, encoding: str) -> float:
    """Return by how many nats a stretch is likelier read one byte later."""
    return -score_sound(stretch) - _cost(write(stretch, encoding)[1:], encoding)


def _cost(data: bytes, encoding: str) -> float:
    text, faults = read(data, encoding)
    # What the stretch cuts off at its ends is no fault of the reading.
    inner = sum(1 for fault in faults if fault.start and not fault.cut)
    return FAULT_COST * inner - score_text(text, "zh")
