r"""Escapes of bytes: ``\xe4\xb8\xad``, ``\344\270\255``, ``%E4%B8%AD``, ``=E4=B8=AD``, ``<E4><B8><AD>``.

The encoding is not told.  UTF-8 proves itself by its lead and trail bytes; GBK and Big5 must make good Chinese, and
better sense than the same bytes make in any other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from zhfix.charlm import open_language
from zhfix.rules._escape_chars import Piece, count_han, is_readable, mean_score
from zhfix.rules._escape_codes import ESCAPED

LEGACY_SCORE = -8.0
"""Nats a character that GBK or Big5 must reach: their pairs fit any bytes above 0x80, so the text must prove them."""
LEGACY_MARGIN = 6.0
"""Nats by which that reading must beat those in other languages."""
SOUND_SHARE = 0.8
"""The share of the bytes above 0x80 that must be whole characters of UTF-8: more is lost only from binary data."""
EDGE = 3
"""Bytes that a cut may leave of a character, at either end."""


NEVER = "(?!)"
"""A pattern that matches nothing."""


class Notation(NamedTuple):
    """How a byte is written: `digits` to `base`, between `opening` and `closing`.

    `trail` matches a character that stands for itself as the second half of a pair of GBK or Big5; `glue` what may
    stand between two escapes and means nothing.
    """

    form: str
    opening: str
    digits: str
    base: int
    trail: str
    closing: str = ""
    glue: str = NEVER

    @property
    def sign(self) -> str:
        """What every escape begins with."""
        return self.form[0]


_HEX = "[0-9A-Fa-f]{2}"
NOTATIONS = (
    Notation("\\x", ESCAPED + "x", _HEX, 16, r"[@-\[\]-~]|\\\\(?=\\x)"),
    Notation("\\ooo", ESCAPED, "[0-3][0-7]{2}", 8, r"[@-\[\]-~]|\\\\(?=\\[23])"),
    Notation("%", "%(?:25){0,2}", _HEX, 16, "[A-Za-z^_`~]"),
    Notation("=", "=", "[0-9A-F]{2}", 16, "[@-~]", glue=r"=[ \t]*\r?\n"),
    Notation("<>", "<", _HEX, 16, "[@-~]", closing=">"),
)


class Item(NamedTuple):
    """A byte, where it stands, and whether it is escaped."""

    byte: int
    start: int
    end: int
    escaped: bool


class Region(NamedTuple):
    """Escaped bytes that follow one another, with the characters between them that may be halves of pairs."""

    start: int
    end: int
    form: str
    items: tuple[Item, ...]

    @property
    def data(self) -> bytes:
        """The bytes."""
        return bytes(item.byte for item in self.items)


@cache
def _patterns(notation: Notation) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds an escaped byte above 0x7F, what finds a region, and what finds each byte of one."""
    _, opening, digits, base, trail, closing, glue = notation
    high = "[89A-Fa-f][0-9A-Fa-f]" if base == 16 else "[23][0-7]{2}"
    token = f"{opening}{digits}{closing}"
    region = rf"(?:{glue})?(?:{token}(?:{glue}|{trail})?)+"
    return (
        re.compile(f"{opening}{high}{closing}"),
        re.compile(region),
        re.compile(rf"{opening}({digits}){closing}|(?:{glue})|(?P<trail>{trail})"),
    )


def find_regions(text: str, notation: Notation) -> Iterator[Region]:
    r"""Yield the regions of a notation that hold a byte above 0x7F.

    >>> [region.data for region in find_regions("a%E4%B8%ADb %41 %a4H", NOTATIONS[2])]
    [b'\xe4\xb8\xadb', b'\xa4H']
    """
    token, find, split = _patterns(notation)
    if not token.search(text):  # many times as fast, as it begins with a sign and not with what may glue two together
        return
    for match in find.finditer(text):
        items = []
        for part in split.finditer(text, *match.span()):
            if part[1] is not None:
                items.append(Item(int(part[1], notation.base), *part.span(), escaped=True))
            elif part["trail"]:
                items.append(Item(ord(part["trail"][0]), *part.span(), escaped=False))
        if any(item.byte > 0x7F for item in items):
            yield Region(*match.span(), notation.form, tuple(items))


class Char(NamedTuple):
    """A character that a codec reads out of the bytes `start` to `end`; None where they are none."""

    start: int
    end: int
    char: str | None


@cache
def _utf8() -> re.Pattern[bytes]:
    trail = rb"[\x80-\xbf]"
    return re.compile(
        rb"[\0-\x7f]|[\xc2-\xdf]T|\xe0[\xa0-\xbf]T|[\xe1-\xec\xee\xef]TT|\xed[\x80-\x9f]T"
        rb"|\xf0[\x90-\xbf]TT|[\xf1-\xf3]TTT|\xf4[\x80-\x8f]TT|(?P<fault>.)".replace(b"T", trail),
        re.DOTALL,
    )


@cache
def _pairs(codec: str) -> re.Pattern[bytes]:
    trail = rb"[\x40-\x7e\x80-\xfe]" if codec == "gb18030" else rb"[\x40-\x7e\xa1-\xfe]"
    four = rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]|" if codec == "gb18030" else b""
    return re.compile(four + rb"[\x81-\xfe]" + trail + rb"|[\0-\x7f]|(?P<fault>.)", re.DOTALL)


def read_bytes(data: bytes, codec: str) -> list[Char]:
    """Return the characters of `data`, one after the other, each proved by writing it again.

    >>> [each.char for each in read_bytes("中a文".encode() + bytes([0xE6]), "utf-8")]
    ['中', 'a', '文', None]
    """
    pattern = _utf8() if codec == "utf-8" else _pairs(codec)
    chars = []
    for match in pattern.finditer(data):
        char = None
        if match["fault"] is None:
            try:
                char = match[0].decode(codec)
                char = char if char.encode(codec) == match[0] else None
            except UnicodeDecodeError:
                char = None
        chars.append(Char(*match.span(), char))
    return chars


def read_regions(regions: Sequence[Region], *, expected: bool) -> Iterator[Piece]:
    """Yield the pieces that the regions of one line read, all in the same encoding, where one is found.

    With `expected` the text is known to be Chinese, and no other language is asked.
    """
    modern = [region for region in regions if _is_utf8(region)]
    if modern:
        for region in modern:
            yield from _split(region, read_bytes(region.data, "utf-8"), "UTF-8")
        return
    if any(_holds_utf8(region.data) for region in regions):  # of some other language
        return
    best: tuple[float, str, list[list[Char]]] | None = None
    for codec in ("gb18030", "cp950"):
        readings = [read_bytes(region.data, codec) for region in regions]
        if any(each.char is None for reading in readings for each in reading[:-1]):
            continue
        words = ["".join(each.char or "" for each in reading) for reading in readings]
        if sum(map(count_han, words)) >= 2 and (score := mean_score("\n".join(words))) > LEGACY_SCORE:
            best = max(best or (score, codec, readings), (score, codec, readings), key=lambda each: each[0])
    if best and (expected or _is_likelier(regions, best[2])):
        for region, reading in zip(regions, best[2], strict=True):
            yield from _split(region, reading, "GBK" if best[1] == "gb18030" else "Big5")


def _is_utf8(region: Region) -> bool:
    """Return whether a region is UTF-8 with ideographs in it, cut at an end maybe."""
    chars = read_bytes(region.data, "utf-8")
    if not count_han("".join(each.char or "" for each in chars)):
        return False
    sound = sum(each.end - each.start for each in chars if each.char and not each.char.isascii())
    inner = [k for k, each in enumerate(chars) if each.char is None and EDGE <= k < len(chars) - EDGE]
    faults = sum(each.char is None for each in chars)
    return (not inner and faults <= 2 * EDGE) or sound >= SOUND_SHARE * (sound + faults)


def _holds_utf8(data: bytes) -> bool:
    """Return whether all of `data` is UTF-8, with a character of three bytes or more: pairs hardly ever look so."""
    chars = read_bytes(data, "utf-8")
    return all(each.char for each in chars[:-1]) and any(each.char and each.end - each.start > 2 for each in chars)


_RIVALS = (
    ("western", "latin-1"),
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ja", "euc_jp"),
    ("ja", "shift_jis"),
    ("ko", "cp949"),
)


def _is_likelier(regions: Sequence[Region], readings: list[list[Char]]) -> bool:
    """Return whether the Chinese reading of all regions beats every other language by the margin."""
    ends = [reading[-1].start if reading[-1].char is None else reading[-1].end for reading in readings]
    data = [region.data[:end] for region, end in zip(regions, ends, strict=True)]
    chinese = _measure(["".join(each.char or "" for each in reading) for reading in readings], "zh")
    for language, codec in _RIVALS:
        try:
            words = [each.decode(codec) for each in data]
        except UnicodeDecodeError:
            continue
        if _measure(words, language) + LEGACY_MARGIN > chinese:
            return False
    return True


def _measure(words: list[str], language: str) -> float:
    model = open_language(language)
    return sum(model.log_probability(word.lower()) for word in words)


def _split(region: Region, chars: Sequence[Char], encoding: str) -> Iterator[Piece]:
    """Yield a piece for every stretch of characters that were escaped and may be read."""
    start, end, after = 0, -1, ""
    for each in chars:
        items = region.items[each.start : each.end]
        percent = region.form == "%" and each.char is not None and each.char in "/:?!*()"  # they mean something there
        taken = each.char is not None and items[0].escaped and is_readable(each.char) and not percent
        if after and not taken:
            yield Piece(start, end, after, region.form, "byte", encoding)
            after = ""
        if taken:
            if not after:  # what joins lines goes with the escapes beside it
                start = items[0].start if each.start else region.start
            after += each.char or ""
            end = items[-1].end if each.end < len(region.items) else region.end
    if after:
        yield Piece(start, end, after, region.form, "byte", encoding)
