"""What each shown character of mojibake may stand for: known bytes, bytes that were lost, and what went with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.units import ANY, Slots
from zhfix.encoding.wrong_pages import WrongPage

SURE, GUESSED = "sure", "guessed"
VARIANT_COST = 2.0
"""Nats of a second code of a character: a program that writes it differently."""
QUESTION_COST = 2.0
"""Nats of a question mark that stands for a byte; of U+FFFD nothing, for it stands for nothing else."""
EATEN_COST = 0.5
"""Nats, on top, of a question mark that took the ASCII character behind the byte with it."""
NEARBY = 400
"""Characters on either side among which the other mark of a pair is looked for."""
WANTED_COST = 5.0
"""Nats, less or more, where a mark of the line wants another for its pair: hardly any line has an odd number."""
EATEN_PAIR_COST = 3.0
"""Nats, on top, of one that took the next byte, itself beyond ASCII."""
DROPPED_COST = 5.0
"""Nats of a byte of which nothing is left."""
BLANK_COST = 1.0
"""Nats of a blank that was a no-break space."""
UNDEFINED_COST = 2.5
"""Nats of a blank that stands for a byte without a character."""
HIDDEN_COST = 5.0
"""Nats of a byte being dropped whose character shows nothing: a control, a soft hyphen."""
ANY_COST = 3.0
"""Nats, on top, of any other byte being dropped where it would have shown something."""
NBSP, BLANK = "\N{NO-BREAK SPACE}", " "
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
EATEN = b"\n"
"""Stands for the ASCII character that a question mark took: like a line's end it says nothing of what follows."""
MAYBE = frozenset(" ?")
"""ASCII that may stand for lost bytes."""
MARKS = 4
"""Question marks in a row, less one, that may stand for lost bytes."""
DOUBTFUL = frozenset(f" ?{UNREADABLE}锟")
"""Characters that may stand for lost bytes."""
_LEADS = bytes(range(0x81, 0xFF))


class Reading(NamedTuple):
    """One way to take the characters from a place: `size` of them, for these `slots`, at `cost` nats."""

    size: int
    slots: Slots
    cost: float
    kind: str


def list_readings(text: str, place: int, page: WrongPage, *, folded: bool = False) -> Iterator[Reading]:
    r"""Yield what the character at `place` may stand for in `page`; its letters were `folded` to small ones, or not.

    >>> from zhfix.encoding.wrong_pages import open_page
    >>> [reading.slots for reading in list_readings("鏂", 0, open_page("gb18030"))]
    [(b'\xe6', b'\x96')]
    """
    char = text[place]
    capital = page.bytes_of(char.upper()) if folded and char > "\x7f" and page.is_single else ()
    for number, data in enumerate(page.bytes_of(char)):
        if capital and capital[0] != data:
            yield Reading(1, (bytes(sorted(data + capital[0])),), 0.0, GUESSED)
        else:
            yield Reading(1, _known(data), VARIANT_COST if number else 0.0, SURE)
    if char in MAYBE:
        if may_stand_for_bytes(text, place):
            yield from _readings_of_blank(page) if char == BLANK else _readings_of_question(text, place, page, 1)
    elif char == UNREADABLE or (char == "锟" and page.name == "gb18030"):
        yield from _readings_of_mark(text, place, page)


def may_stand_for_bytes(text: str, place: int) -> bool:
    """Return whether the blank or question mark at `place` is beside what may be bytes: behind, or before a blank."""
    row = text[max(0, place - MARKS) : place].rstrip("?")
    if row and row[-1] > "\x7f":
        return True
    return text[place] == BLANK and text[place + 1 : place + 2] > "\x7f"


def _readings_of_blank(page: WrongPage) -> Iterator[Reading]:
    """A blank was the no-break space, or a byte for which the code page has nothing to show."""
    if not page.is_single:
        return
    for data in page.bytes_of(NBSP):
        yield Reading(1, _known(data), BLANK_COST, GUESSED)
    if lost := page.lost_before(-1):
        yield Reading(1, (lost,), UNDEFINED_COST, GUESSED)


def list_dropped(
    text: str, place: int, page: WrongPage, cost: float, *, before: bool = False
) -> Iterator[tuple[float, bytes]]:
    """Yield the bytes that may have been dropped before `place`, and the price of each set of them.

    What shows nothing, a control or a soft hyphen, is dropped by many programs; `cost` is that of any other byte. In
    code pages of two bytes what has no character was dropped, and any byte if some were lost `before` the misreading.
    """
    if not page.is_single:
        yield cost, lost_before(text, place, page)
        if before:
            yield cost + ANY_COST, ANY
        return
    hidden = page.lost_before(-1) + b"".join(page.bytes_of(SOFT_HYPHEN))
    if hidden:
        yield HIDDEN_COST, bytes(sorted(hidden))
    yield cost + ANY_COST, ANY


def _known(data: bytes) -> Slots:
    return tuple(data[i : i + 1] for i in range(len(data)))


def first_byte(text: str, place: int, page: WrongPage) -> int:
    """Return the first byte of the character at `place`, -1 where it is not known."""
    data = page.bytes_of(text[place]) if place < len(text) else ()
    return data[0][0] if data else -1


def lost_before(text: str, place: int, page: WrongPage) -> bytes:
    """Return the bytes that may have been lost before the character at `place`."""
    lost = page.lost_before(first_byte(text, place, page))
    return lost or ANY


def _readings_of_mark(text: str, place: int, page: WrongPage) -> Iterator[Reading]:
    """U+FFFD stands for one byte; saved and misread once more it is 锟 and what follows it."""
    size = _size_of_mark(text, place)
    if size == 1 and text[place] != UNREADABLE:
        return
    yield Reading(size, (lost_before(text, place + size, page),), 0.0, GUESSED)
    if not page.is_single and text[place + size : place + size + 1] == "?":
        yield from _readings_of_question(text, place, page, size + 1)


def _size_of_mark(text: str, place: int) -> int:
    if text[place] == UNREADABLE:
        return 1
    for form in ("锟斤拷", "锟�"):  # EF BF BD, the bytes of U+FFFD, by themselves or with half of what follows
        if text.startswith(form, place):
            return len(form)
    return 1


def _readings_of_question(text: str, place: int, page: WrongPage, size: int) -> Iterator[Reading]:
    """A question mark stands for a byte, and in code pages of two bytes for the one behind it, too."""
    after = place + size
    if page.is_single:
        yield Reading(size, (lost_before(text, after, page),), QUESTION_COST, GUESSED)
        return
    lost = lost_before(text, after, page)
    if _wanted_mark(text[max(0, place - NEARBY) : place], text[after : after + NEARBY]):
        wanted, eaten = WANTED_COST, _LEADS
    else:  # what would have been lost by itself needs no other to go with it
        wanted, eaten = 0.0, _leads_beside(lost)
    yield Reading(size, (lost,), QUESTION_COST + wanted, GUESSED)
    if eaten:
        yield Reading(size, (eaten, EATEN), QUESTION_COST + EATEN_COST - wanted, GUESSED)
    if leads := page.lost_leads():
        yield Reading(size, (leads, ANY), QUESTION_COST + EATEN_PAIR_COST, GUESSED)


@lru_cache(maxsize=1 << 10)
def _leads_beside(lost: bytes) -> bytes:
    return bytes(sorted({*_LEADS} - {*lost}))


def guess_eaten(before: str, after: str, *, certain: bool) -> str:
    """Return the ASCII character that a question mark took along, or the empty string.

    It is the mark that another of the line wants for its pair, the last dot of three, or most often a blank where
    something must have been there. `before` is restored already, and ends in the character that lost a byte; `certain`
    says that this byte and what follows now would have been shown as a character.

    >>> guess_eaten("COMMENT '文件名", ",", certain=False), guess_eaten("修复", "UTF-8", certain=True)
    ("'", ' ')
    """
    mark = _wanted_mark(before, after)
    if mark:
        return mark
    return BLANK if certain and before[-1:] not in _CLOSING else ""


def _wanted_mark(before: str, after: str) -> str:
    """Return the mark that is missing between the two parts of a line, or the empty string."""
    line = before + after
    if after.startswith("*") and line.count("*") % 2:
        return "*"
    for mark in "\"'`":
        if before.count(mark) % 2 and line.count(mark) % 2:
            return mark
    return "." if after.startswith("..") and not after.startswith("...") else ""


_CLOSING = "，。、；：？！）》」』”"
