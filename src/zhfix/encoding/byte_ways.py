"""The ways to read on from one place in damaged bytes, with their prices.

What happens to bytes in the wild: a file is cut in the middle of a character, a byte is lost, inserted or changed, a
line is wrapped inside a character, a program that thought of Latin-1 turned the no-break space A0 into a blank.  In
encodings of two bytes a character all but the last shift what follows, up to the next ASCII byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.encoding.codepages import read
from zhfix.encoding.scoring import ASCII_COST

READ, BROKEN, INSERTED, WRAPPED, BLANKED, RETURNED = "read", "broken", "inserted", "wrapped", "blanked", "returned"
LOSS_COST = 12.0
"""Nats of a place where bytes are damaged: the price of a slip in text, and of naming what kind it is."""
SOUND_COST = 6.0
"""Nats on top, where the bytes are a character as they stand: a rare one is likelier than damage."""
EDGE_COST = 8.0
"""The same at the beginning and the end of the data, where a cut is the usual case: what any character costs, and a
little for the cut."""
BLANK_COST = 1.0
"""Nats of a blank that was A0: nothing else puts a blank where a character wants one byte more."""
WRAP_COST = 9.0
"""Nats of a line end inside a character."""
RETURN_COST = 3.0
"""Nats of a carriage return that a program put before each byte 0A of UTF-16, line end or half of 上."""
LONG_COST = 4.0
"""Nats of a character of four bytes in GB18030: they are rare."""
BLANK_LEAD_COST = 3.0
"""Nats of a blank that was A0 and began a character: any blank before an ideograph could be one."""
CONTENT_COST = 5.5
"""Nats of a byte that was put in or changed: it could have been any of 256."""
CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\r\f\x1b")
BLANK, A0, EURO = 0x20, 0xA0, 0x80
LINE_BYTES = frozenset(b"\t\n\r")
"""What nobody takes for a byte of a character that was changed: lines and fields end with it."""
LONGEST_REST = 3
UTF8_FAMILY = frozenset(("utf-8", "utf-8-sig"))
UTF16 = frozenset(("utf-16-le", "utf-16-be"))
CHINESE_PAIRED = frozenset(("gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "cp951", "big5-uao", "euc-tw"))
"""Chinese encodings of two bytes a character."""
PAIRED = CHINESE_PAIRED | {"euc_jp", "shift_jis", "cp949"}
"""Encodings of two bytes a character, mostly."""


class Way(NamedTuple):
    """One way on from a place: over `size` bytes, saying `text`, for `cost` nats."""

    size: int
    text: str
    cost: float
    kind: str


def list_ways(data: bytes, place: int, encoding: str, *, first: bool = False, last: bool = False) -> Iterator[Way]:
    r"""Yield the ways to go on from `place` in `encoding`.

    >>> [(way.size, way.text, way.kind) for way in list_ways("中".encode() + b"!", 0, "utf-8")]
    [(3, '中', 'read')]
    >>> [(way.size, way.text, way.kind) for way in list_ways(b"\xe4\xbd !", 0, "utf-8")]
    [(2, '', 'broken'), (3, '', 'broken'), (3, '你', 'blanked')]
    """
    if encoding in UTF8_FAMILY:
        return _ways_of_utf8(data, place, first=first, last=last)
    if encoding in CHINESE_PAIRED:
        return _ways_of_pairs(data, place, encoding, first=first, last=last)
    if encoding in UTF16:
        return _ways_of_utf16(data, place, encoding, first=first, last=last)
    message = f"nothing is known of damage in {encoding}"
    raise ValueError(message)


def _ways_of_utf8(data: bytes, place: int, *, first: bool, last: bool) -> Iterator[Way]:
    byte = data[place]
    size = _length_of_utf8(byte)
    if char := _char_of_utf8(data[place : place + size]):
        yield _read_ascii(byte) if size == 1 else Way(size, char, 0.0, READ)
        rest = data[place + 1 : place + LONGEST_REST]
        if size == 1 and byte not in LINE_BYTES and len(rest) > 1 and all(other & 0xC0 == 0x80 for other in rest):
            yield Way(LONGEST_REST, "", _cost_of_change(byte), BROKEN)  # it was the first byte of three
        return
    good = 1
    size = size if byte & 0xC0 != 0x80 else LONGEST_REST  # what is left of a character that lost its first byte
    while good < size and place + good < len(data) and data[place + good] & 0xC0 == 0x80:
        good += 1
    edge = (first and place == 0) or (last and place + good == len(data))
    blank = data[place + good : place + good + 1] == b" "
    turned = (
        _char_of_utf8(data[place : place + good] + b"\xa0" + data[place + good + 1 : place + size], size)
        if blank
        else ""
    )
    yield Way(good, "", EDGE_COST if edge else LOSS_COST + (SOUND_COST if turned else 0.0), BROKEN)
    # Where all of it is there it is no character: an overlong form or half a surrogate pair.
    if size == 1 or place + good >= len(data) or good == size:
        return
    if byte & 0xC0 == 0x80:
        return
    yield from _ways_of_change(data, place, good, size)
    if turned:
        yield Way(size, turned, BLANK_COST, BLANKED)
    for skipped, cost, kind in _interruptions(data, place + good):
        whole = data[place : place + good] + data[place + good + skipped : place + size + skipped]
        if char := _char_of_utf8(whole, size):
            yield Way(size + skipped, char, cost, kind)


def _cost_of_change(byte: int) -> float:
    """Return the price of a byte of a character having been changed into `byte`: into ASCII seldom, a blank hardly."""
    return LOSS_COST + (CONTENT_COST if byte == BLANK else ASCII_COST + 1.0 if byte < 0x80 else 0.0)


def _read_ascii(byte: int) -> Way:
    """Return how an ASCII byte is read: at a price, and without a say in what stands beside it."""
    return Way(1, "", ASCII_COST + (LOSS_COST if byte in CONTROLS else 0.0), READ)


def _ways_of_change(data: bytes, place: int, good: int, size: int) -> Iterator[Way]:
    """Yield how the byte after `good` ones of a character was changed, with the rest of the character or without."""
    changed = data[place + good]
    if changed in LINE_BYTES:
        return
    rest = 1
    while good + rest < size and place + good + rest < len(data) and data[place + good + rest] & 0xC0 == 0x80:
        rest += 1
    yield Way(good + rest, "", _cost_of_change(changed), BROKEN)


def _interruptions(data: bytes, place: int) -> Iterator[tuple[int, float, str]]:
    """Yield what may have come between the bytes of a character: how many bytes, at what cost, as what."""
    yield 1, LOSS_COST + CONTENT_COST, INSERTED
    if data[place : place + 2] == b"\r\n":
        yield 2, WRAP_COST, WRAPPED
    elif data[place : place + 1] in (b"\n", b"\r"):
        yield 1, WRAP_COST, WRAPPED


def _length_of_utf8(byte: int) -> int:
    return 1 if byte < 0xC2 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4 if byte < 0xF5 else 1


def _char_of_utf8(data: bytes, size: int = 0) -> str:
    if size and len(data) != size:
        return ""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


@cache
def char_of_pair(pair: bytes, encoding: str) -> str:
    """Return the character of two bytes, or the empty string.

    Of the four of Big5 that are two characters, the first.
    """
    reading = read(pair, encoding)
    return "" if len(pair) < 2 or reading.faults or pair[0] < 0x80 else reading.text[:1]


def is_lead(byte: int, encoding: str) -> bool:
    """Return whether a pair of `encoding` may begin with `byte`."""
    return 0x81 <= byte <= 0xFE and (encoding != "shift_jis" or byte < 0xA0 or byte >= 0xE0)


def _ways_of_ascii(data: bytes, place: int, encoding: str) -> Iterator[Way]:
    """Yield how a byte of ASCII is read: as itself, or as a lead byte that was turned into it."""
    yield _read_ascii(data[place])
    following = data[place + 1] if place + 1 < len(data) else -1
    blank = data[place] == BLANK
    sound = SOUND_COST if char_of_pair(data[place + 1 : place + 3], encoding) else 0.0
    if blank and following >= 0x40 and (char := char_of_pair(bytes((A0, following)), encoding)):
        between = place > 0 and data[place - 1] >= 0x80  # where Chinese seldom has a blank
        yield Way(2, char, BLANK_COST + BLANK_LEAD_COST + (0.0 if between else sound), BLANKED)
    if following >= 0x80 and data[place] not in LINE_BYTES:
        yield Way(2, "", _cost_of_change(data[place]) + sound, BROKEN)


def _ways_of_pairs(data: bytes, place: int, encoding: str, *, first: bool, last: bool) -> Iterator[Way]:
    byte = data[place]
    following = data[place + 1] if place + 1 < len(data) else -1
    if byte < 0x80:
        yield from _ways_of_ascii(data, place, encoding)
        return
    if byte == EURO and encoding.startswith("gb"):
        yield Way(1, "€", 0.0, READ)
        return
    edge = (first and place == 0) or (last and following < 0)
    char = char_of_pair(data[place : place + 2], encoding) if following >= 0 else ""
    sound = SOUND_COST if char else 0.0
    yield Way(1, "", (EDGE_COST if edge else LOSS_COST) + sound, BROKEN)
    if following < 0:
        return
    if char:
        yield Way(2, char, 0.0, READ)
    else:
        yield from _ways_of_no_pair(data[place : place + 4], encoding)
    if not is_lead(byte, encoding):
        return
    for skipped, cost, kind in _interruptions(data, place + 1):
        whole = data[place : place + 1] + data[place + 1 + skipped : place + 2 + skipped]
        if len(whole) > 1 and whole[1] >= 0x40 and (char := char_of_pair(whole, encoding)):
            yield Way(2 + skipped, char, cost + sound, kind)
    if following == BLANK and (char := char_of_pair(bytes((byte, A0)), encoding)):
        yield Way(2, char, BLANK_COST, BLANKED)


def _ways_of_no_pair(data: bytes, encoding: str) -> Iterator[Way]:
    """Yield how two bytes are read that are no character: as half of one in GB18030, or as one that was changed."""
    if encoding.startswith("gb") and (char := _char_of_four(data)):
        yield Way(4, char, LONG_COST, READ)
    elif data[1] not in LINE_BYTES:
        yield Way(2, "", _cost_of_change(data[1]), BROKEN)


def _char_of_four(data: bytes) -> str:
    if len(data) < 4 or not (0x30 <= data[1] <= 0x39 and data[2] >= 0x81 and 0x30 <= data[3] <= 0x39):
        return ""
    reading = read(data, "gb18030")
    return "" if reading.faults else reading.text


def _ways_of_utf16(data: bytes, place: int, encoding: str, *, first: bool, last: bool) -> Iterator[Way]:
    edge = (first and place == 0) or (last and place + 1 == len(data))
    mangled = data[place : place + 2] == b"\r\n"
    yield Way(1, "", EDGE_COST if edge else RETURN_COST if mangled else LOSS_COST, RETURNED if mangled else BROKEN)
    for size in (2, 4):
        if char := _char_of_utf16(data[place : place + size], encoding):
            yield Way(size, char, 0.0 if ord(char[0]) >= ord(" ") or char in "\t\r\n" else LOSS_COST, READ)
            break
    if data[place + 1 : place + 3] == b"\r\n":
        whole = data[place : place + 1] + data[place + 2 : place + 3]
        if char := _char_of_utf16(whole, encoding):
            yield Way(3, char, RETURN_COST, INSERTED)


def _char_of_utf16(data: bytes, encoding: str) -> str:
    char = data.decode(encoding, "ignore")
    return char if len(char) == 1 and len(data) == (2 if char < "\U00010000" else 4) else ""
