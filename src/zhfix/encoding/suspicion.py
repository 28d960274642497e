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


@cache
def _odd_class() -> str:
    """Return the characters that ordinary text seldom holds, as a class of a regular expression."""
    return f"[{rare_ideographs()}\x80-\x9f\ue000-\uf8ff\ufffd\u0370-\u052f\u2500-\u25ff\uff66-\uff9f]"


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(_odd_class())


@cache
def _odd_pair() -> re.Pattern[str]:
    return re.compile(f"{_odd_class()}[^\n]{{0,2}}{_odd_class()}")


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
    pairs = (found.span() for found in _odd_pair().finditer(text))
    if encoding.startswith("gb") and not any(char in text for char in TRADITIONAL):
        return pairs
    ends = (found.span() for found in _shift_end(letters=not encoding.startswith("gb")).finditer(text))
    return merge(pairs, ends)


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
        low = _find_low(text, place, last)
        start = place
        if text[place].isascii():  # then what is odd stands before it
            _, start, _ = _find_worst(text, low, end)
        rivals = list(_find_rivals(text[start : min(end, behind + LOOK)], encoding))
        if not rivals:
            continue
        excess, start, stop = _find_worst(text, low, end)
        # A shift may end before ASCII where a second byte was lost: then what is worst is all of it.
        if excess > EXCESS and any(_is_beaten(text[start:to], encoding, rivals) for to in {end, stop}):
            yield start, end
            last = end


def _find_end(text: str, place: int) -> int:
    """Return where a shift that has reached `place` ends: at ASCII, of which the first may be half a character."""
    return _reach().match(text, place).end()  # type: ignore[union-attr]  # it matches nothing at all too


@cache
def _reach() -> re.Pattern[str]:
    return re.compile(f"[^\x00-\x7f]{{0,{REACH}}}[@-~]?")


@cache
def _two_of_utf8() -> re.Pattern[bytes]:
    return re.compile(rb"(?:[\xe2-\xe9][\x80-\xbf]{2}){2}")


_CODECS = {"utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "euc-tw": "", "big5-uao": "", "gb18030": "gb18030"}
"""CPython's codecs that are near enough for a first look; big5hkscs for all others."""


def _find_rivals(stretch: str, encoding: str) -> Iterator[tuple[str, int]]:
    """Yield how else the bytes of a stretch look ordinary, as encoding and bytes left out: a first look by class."""
    codec = _CODECS.get(encoding, "gb18030" if encoding.startswith("gb") else "big5hkscs")
    if not codec:  # CPython does not have it
        yield from ((encoding, 1), ("utf-8", 0), ("gb18030", 0), ("big5", 0))
        return
    data = stretch.encode(codec, "ignore")
    if found := _two_of_utf8().search(data):
        yield "utf-8", found.start()
    other = "big5" if codec == "gb18030" else "gb18030"
    for name, shift in ((encoding, 1), (other, 0), (other, 1)):
        text = data[shift:].decode(codec if name == encoding else name, "replace")
        if len(_odd().findall(text)) * ODD_SHARE <= len(text):
            yield name, shift


def _find_low(text: str, place: int, last: int) -> int:
    """Return where the characters before `place` begin that it may be shifted with: ASCII ends every shift."""
    low = place
    while low > max(last, place - REACH) and not text[low - 1].isascii():
        low -= 1
    return low


def _find_worst(text: str, start: int, end: int) -> tuple[float, int, int]:
    """Return by how many nats the worst stretch within a span costs more than ordinary text, and its span."""
    model = open_model()
    worst, current, begins = (0.0, start, end), 0.0, start
    before = text[start - 1] if start else "\n"
    for place in range(start, end):
        current -= model.log_bigram(before, text[place]) + ORDINARY
        before = text[place]
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
        if name != encoding:
            beaten = cost - _cost(data[shift:], name) > CHANGE_GAIN
        else:  # what is worst may begin a character or two before the shift
            beaten = any(_gain_of_shift(stretch[skip:], encoding) > SHIFT_GAIN for skip in range(SKIPPED))
        if beaten:
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
