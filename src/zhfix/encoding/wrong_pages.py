"""The code pages that Chinese is misread in, from the shown character back to its bytes.

A character of mojibake names bytes.  Most name exactly one sequence, but programs differ: Windows-1252 leaves five
bytes undefined, which browsers show as controls and others drop; the byte 80 is shown as the euro sign where text was
taken for GBK; the no-break space is often turned into a blank.  So a character may have several readings back, the
one that the code page itself gives first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from zhfix.encoding.codepages import read

SINGLE = (
    "latin-1", "cp1252", "cp1250", "cp1251", "cp1254", "iso8859-2", "iso8859-15",
    "cp437", "cp850", "cp866", "mac-roman", "koi8-r",
)  # fmt: skip
"""Code pages of one byte a character."""
_PAIRED: dict[str, tuple[tuple[str, ...], str]] = {
    # CPython's codecs that write it, the widest first, and the one whose gaps are what older programs do not show.
    "gb18030": (("gb18030",), "gbk"),
    "big5": (("cp950", "big5hkscs"), "cp950"),
    "shift_jis": (("cp932", "shift_jis"), "cp932"),
    "cp949": (("cp949",), "cp949"),
    "euc_jp": (("euc_jp",), "euc_jp"),
}
LONGEST = 3
"""Bytes of a character, at most: the four of GB18030 begin with a digit in the middle, as other encodings never do."""
_UTF16 = ("utf-16-le", "utf-16-be")
# Characters that fonts and converters confuse: what is shown, and what the code page has.
_ALIKE = str.maketrans("\u2126\u0394\u03b2\u03bc\u00a4", "\u03a9\u2206\u00df\u00b5\u20ac")


class WrongPage(NamedTuple):
    """A code page as what text was read in; made by :func:`open_page`.

    `bytes_of` gives the byte sequences that a character may stand for, none where it is not in the code page; `first`
    holds the first of each, the empty one where there is none.
    `lost_before` gives, in order, the bytes that the code page has no character for when the given byte follows
    (-1: nothing). `lost_leads` are those that it has no character for with some other byte beyond ASCII behind them.
    """

    name: str
    first: Mapping[str, bytes]
    bytes_of: Callable[[str], tuple[bytes, ...]]
    lost_before: Callable[[int], bytes]
    lost_leads: Callable[[], bytes]
    show: Callable[[bytes], str]

    @property
    def is_single(self) -> bool:
        """Whether every byte is a character."""
        return self.name in SINGLE


class _First(dict[str, bytes]):
    """The first byte sequence of each character, filled as they are asked for."""

    def __init__(self, bytes_of: Callable[[str], tuple[bytes, ...]]) -> None:
        self._bytes_of = bytes_of

    def __missing__(self, char: str) -> bytes:
        data = (self._bytes_of(char) or (b"",))[0]
        if char <= "\uffff":
            self[char] = data
        return data


@cache
def open_page(name: str) -> WrongPage:
    r"""Return the code page `name`, any of :data:`~zhfix.encoding.registry.MISREADINGS`.

    >>> page = open_page("cp1252")
    >>> page.bytes_of("\N{EN DASH}"), page.bytes_of("\x81"), page.bytes_of("中")
    ((b'\x96',), (b'\x81',), ())
    >>> list(map(hex, page.lost_before(-1)))
    ['0x81', '0x8d', '0x8f', '0x90', '0x9d']
    >>> open_page("gb18030").bytes_of("鏂"), open_page("gb18030").bytes_of("€")
    ((b'\xe6\x96',), (b'\x80', b'\xa2\xe3'))
    """
    if name in SINGLE:
        return _open_single(name)
    if name in _UTF16:
        return _open_utf16(name)
    return _open_paired(name)


def _open_single(name: str) -> WrongPage:
    shown = [bytes([byte]).decode(name, "ignore") for byte in range(0x100)]
    undefined = bytes(byte for byte, char in enumerate(shown) if not char)
    table: dict[str, tuple[bytes, ...]] = {chr(byte): (bytes([byte]),) for byte in range(0x100) if byte < 0xA0}
    for byte, char in enumerate(shown):
        if char:
            table[char] = (bytes([byte]),)
    for char in map(chr, _ALIKE):
        alike = table.get(char.translate(_ALIKE))
        if alike:
            table.setdefault(char, alike)
    # Programs that know no C1 controls show or drop all of them, so where nothing is undefined any of them may be lost.
    lost = undefined or bytes(range(0x80, 0xA0)) if name in ("latin-1", "iso8859-2", "iso8859-15") else undefined
    shown = [char or chr(byte) for byte, char in enumerate(shown)]

    def show(data: bytes) -> str:
        return "".join([shown[byte] for byte in data])

    def bytes_of(char: str) -> tuple[bytes, ...]:
        return table.get(char, ())

    return WrongPage(name, _First(bytes_of), bytes_of, lambda _: lost, lambda: lost, show)


def _open_utf16(name: str) -> WrongPage:
    @lru_cache(maxsize=1 << 14)
    def bytes_of(char: str) -> tuple[bytes, ...]:
        return (char.encode(name, "surrogatepass"),)

    def show(data: bytes) -> str:
        return data.decode(name, "surrogatepass" if len(data) % 2 == 0 else "replace")

    return WrongPage(name, _First(bytes_of), bytes_of, lambda _: b"", lambda: b"", show)


def _open_paired(name: str) -> WrongPage:
    writers, shown_by = _PAIRED[name]
    doubled = _find_doubled(writers[0]) if name in ("shift_jis", "big5") else {}

    @lru_cache(maxsize=1 << 14)
    def bytes_of(char: str) -> tuple[bytes, ...]:
        if "\x80" <= char < "\xa0":
            return (bytes([ord(char)]),)
        found = [b"\x80"] if char == "€" and name == "gb18030" else []
        for writer in writers:
            try:
                data = char.encode(writer)
            except UnicodeEncodeError:
                continue
            if data not in found and len(data) <= LONGEST:
                found.append(data)
        return tuple(found + doubled.get(char, []))

    @lru_cache(maxsize=1 << 10)
    def lost_before(following: int) -> bytes:
        return bytes(byte for byte in range(0x80, 0x100) if not _is_shown(byte, following, shown_by))

    @cache
    def lost_leads() -> bytes:
        trails = range(0x80, 0xF5)  # no character of UTF-8, and no common one of GBK or Big5, has a byte above
        return bytes(byte for byte in range(0x80, 0x100) if not all(_is_shown(byte, each, shown_by) for each in trails))

    return WrongPage(name, _First(bytes_of), bytes_of, lost_before, lost_leads, lambda data: read(data, name).text)


def _is_shown(byte: int, following: int, codec: str) -> bool:
    """Return whether `byte` is a character, by itself or with the one that follows."""
    for data in (bytes([byte]), bytes([byte, following]) if following >= 0 else b""):
        if data and data.decode(codec, "ignore") not in ("", chr(max(following, 0))):
            return True
    return False


def _find_doubled(codec: str) -> dict[str, list[bytes]]:
    """Return the characters that have two codes, with those that the encoder does not write."""
    doubled: dict[str, list[bytes]] = {}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            pair = bytes((lead, trail))
            try:
                char = pair.decode(codec)
            except UnicodeDecodeError:
                continue
            if len(char) == 1 and char.encode(codec) != pair:
                doubled.setdefault(char, []).append(pair)
    return doubled
