"""Characters out of bytes of which some are lost: what text was stored in, read from *slots*.

A slot is the set of byte values that may stand in a place, as :class:`bytes`: one value where the byte is known, many
where it was lost.  :func:`take` reads one character from the front of the slots.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.encoding.codepages import UNREADABLE, read_sound, write
from zhfix.errors import EncodeError

Slots = tuple[bytes, ...]

ANY = bytes(range(0x80, 0x100))
"""A byte beyond ASCII of which nothing is known."""
MANY = 120
"""Readings of one place that are kept: those with the likeliest characters."""
MORE = "more"
"""What :func:`take` answers when the character needs more slots than there are."""
UTF16 = ("utf-16-le", "utf-16-be")


class Taken(NamedTuple):
    """The characters that the first `size` slots may be; several where a byte was lost."""

    size: int
    chars: tuple[str, ...]


@lru_cache(maxsize=1 << 15)
def take(slots: Slots, encoding: str) -> Taken | str | None:
    r"""Read one character of `encoding` from the front of `slots`.

    Returns :data:`MORE` where it needs more slots, and None where no character begins so.

    >>> take((b"\xe4", b"\xbd", b"\xa0", b"!"), "utf-8")
    Taken(size=3, chars=('你',))
    >>> take((b"\xe4", b"\xbd"), "utf-8"), take((b"\xbd",), "utf-8")
    ('more', None)
    >>> sorted(take((b"\xef", b"\xbc", b"\x8c\x9f"), "utf-8").chars)
    ['，', '？']
    """
    size = _size(slots, encoding)
    if size <= 0:
        return None
    if size > len(slots):
        return MORE if _may_go_on(slots, encoding) else None
    chars = _complete(slots[:size], encoding)
    return Taken(size, chars) if chars else None


def _size(slots: Slots, encoding: str) -> int:
    """Return how many bytes the character has, 0 where none begins so."""
    first = slots[0]
    if encoding in UTF16:
        return 2
    if encoding == "utf-8":
        return _size_in_utf8(first)
    if first[-1] < 0x80:
        return 1
    if first == b"\x80":
        return 1 if encoding == "gb18030" else 0
    if encoding == "gb18030" and len(slots) > 1 and all(0x30 <= byte <= 0x39 for byte in slots[1]):
        return 4
    return 2


def _size_in_utf8(first: bytes) -> int:
    if len(first) > 1:  # a lost byte: of ASCII, or of a character, and nearly every one is three
        return 1 if first[-1] < 0x80 else 3 if first[-1] >= 0xE0 else 0
    sizes = ((0x80, 1), (0xC2, 0), (0xE0, 2), (0xF0, 3), (0xF5, 4))
    return next((size for limit, size in sizes if first[0] < limit), 0)


def _may_go_on(slots: Slots, encoding: str) -> bool:
    """Return whether a character may begin with all of `slots`."""
    if encoding == "utf-8":
        return all(slot[-1] >= 0x80 and slot[0] < 0xC0 for slot in slots[1:])
    return True


@lru_cache(maxsize=1 << 14)
def _complete(slots: Slots, encoding: str) -> tuple[str, ...]:
    """Return the characters that whole `slots` may be, the likely ones only where there are many."""
    if slots[0][-1] < 0x80 and len(slots) == 1:
        return tuple(map(chr, slots[0]))
    if all(len(slot) == 1 for slot in slots):
        char = _decode(b"".join(slots), encoding)
        return (char,) if char else ()
    table, found = _known_by_lead(encoding, len(slots)), []
    second, last = slots[1], slots[-1]
    for lead in slots[0]:
        rows = table.get(lead, {})
        for byte in second if len(second) < len(rows) else rows:
            if byte in second:
                found += [ranked for ranked in rows.get(byte, ()) if ranked[2] in last]
    chars = [char for _, char, _ in sorted(found)[:MANY]]
    # Of a byte that is one of two, a letter in either case, what it makes is known; else the character may also be one
    # that the model does not know, nobody can tell which.
    if encoding == "utf-8" and max(map(len, slots)) > 2 and _may_go_on(slots, encoding):
        chars.append(UNREADABLE)
    return tuple(chars)


@cache
def _list_known(encoding: str) -> list[tuple[str, bytes]]:
    """Return the characters beyond ASCII that the model knows, commonest first, as they are stored in `encoding`."""
    known = [char for char in open_model().list_known() if char > "\x7f"]
    stored = [(char, char.encode() if encoding == "utf-8" else restore(char, encoding)) for char in known]
    return [(char, data) for char, data in stored if data]


@cache
def _known_by_lead(encoding: str, size: int) -> dict[int, dict[int, list[tuple[int, str, int]]]]:
    """Return, by their first byte and their second, the characters of `size` bytes that the model knows.

    Of each: how common it is, the commonest first, the character, and its last byte.
    """
    table: dict[int, dict[int, list[tuple[int, str, int]]]] = {}
    for rank, (char, data) in enumerate(_list_known(encoding)):
        if len(data) == size:
            table.setdefault(data[0], {}).setdefault(data[1], []).append((rank, char, data[-1]))
    return table


def _decode(data: bytes, encoding: str) -> str:
    """Return the one character of `data`, or the empty string."""
    if encoding == "utf-8":
        char = data.decode("utf-8", "ignore")
    elif encoding == "gb18030":
        char = data.decode("gb18030", "ignore") if data != b"\x80" else "€"
    else:
        char = read_sound(data, encoding) or ""
        return char[:1]
    return char if len(char) == 1 and not (char < "\x80" and len(data) > 1) else ""


def restore(text: str, encoding: str) -> bytes | None:
    """Return `text` as it was stored, or None where the encoding does not have it."""
    try:
        return write(text, encoding)
    except EncodeError:
        return None
