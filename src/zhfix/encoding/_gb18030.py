"""GB 18030, GBK and GB 2312, which are one encoding to a reader and three to a writer.

CPython's ``gb18030`` is the table of 2000.  Those of 2005 and 2022 gave characters of their own to codes that had
been private use, and the web reads them so (:data:`_NEWER`).  CPython's ``gbk`` lacks 101 codes, and its ``gb2312`` has
another middle dot and another dash than everybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from zhfix.encoding._reading import Patches, Reading, Step, read_past_faults, write_past_strangers

EURO = "\N{EURO SIGN}"
_NEWER = (
    # the first of consecutive codes, and the characters that they have by now
    (b"\xa3\xa0", "\N{IDEOGRAPHIC SPACE}"),  # the web's reading: a wide blank among the wide letters
    (b"\xa8\xbc", "\N{LATIN SMALL LETTER M WITH ACUTE}"),
    (b"\xa6\xd9", "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16"),  # marks for vertical text, from COMMA to EXCLAMATION
    (b"\xa6\xec", "\ufe17\ufe18"),  # WHITE LENTICULAR BRACKETS for vertical text
    (b"\xa6\xf3", "\ufe19"),  # HORIZONTAL ELLIPSIS for vertical text
    (b"\xfe\x59", "\u9fb4"),  # and eight parts of characters
    (b"\xfe\x61", "\u9fb5"),
    (b"\xfe\x66", "\u9fb6\u9fb7"),
    (b"\xfe\x6d", "\u9fb8"),
    (b"\xfe\x7e", "\u9fb9"),
    (b"\xfe\x90", "\u9fba"),
    (b"\xfe\xa0", "\u9fbb"),
    (b"\x81\x35\xf4\x37", "\ue7c7"),  # private: what A8BC was before
)
_PRIVATE_SPACE = "\ue5e5"  # what A3A0 was before; it alone cannot be written, since it would not come back
_REFUSED = "\ud800"  # a lone surrogate, which no codec writes
_FOUR_BYTES = (range(0x81, 0xFF), range(0x30, 0x3A), range(0x81, 0xFF), range(0x30, 0x3A))


@cache
def _reading_patches() -> Patches:
    return Patches({old: new for old, new in _newer_chars() if old != new})


@cache
def _writing_patches() -> Patches:
    table = {new: old for old, new in _newer_chars() if old != new}
    table.pop("\N{IDEOGRAPHIC SPACE}", None)  # A1A1 before A3A0
    return Patches(table | {_PRIVATE_SPACE: _REFUSED})


def _newer_chars() -> Iterator[tuple[str, str]]:
    """Yield what CPython reads, which may follow the newer tables one day, and what is read here."""
    for first, chars in _NEWER:
        for k, char in enumerate(chars):
            code = first[:-1] + bytes((first[-1] + k,))
            yield code.decode("gb18030"), char


def _decode(data: bytes) -> str:
    return _reading_patches().apply(data.decode("gb18030"))


def _step(data: bytes, start: int, _: int) -> Step:
    """Read as the web does: a fault gives back the ASCII bytes in it, and the end of the data is one fault."""
    code = data[start : start + 4]
    if code[0] == 0x80:
        return Step(1, EURO)
    fitting = 0
    while fitting < len(code) and code[fitting] in _FOUR_BYTES[fitting]:
        fitting += 1
    if fitting == 4:
        return Step(4)  # in form a character, but Unicode ends before it
    if 0 < fitting == len(code):
        return Step(fitting, None, cut=True)
    return Step(2 if fitting == 1 and code[1] >= 0x80 else 1)


def _encode(text: str) -> bytes:
    return _writing_patches().apply(text).encode("gb18030")


def _encode_pair(char: str) -> bytes | None:
    """Return the two bytes of a character that CPython's gbk lacks; user-defined areas are among them."""
    if char == EURO:
        return b"\x80"
    try:
        pair = _encode(char)
    except UnicodeEncodeError:
        return None
    return pair if len(pair) == 2 else None


_DOT, _DASH = "\N{KATAKANA MIDDLE DOT}", "\N{HORIZONTAL BAR}"


def _encode_gb2312(text: str) -> bytes:
    """Write a middle dot and an em dash, for which CPython's gb2312 has two other characters at their places."""
    for char, pythons in ((_DOT, _REFUSED), (_DASH, _REFUSED), ("·", _DOT), ("—", _DASH)):
        text = text.replace(char, pythons)
    return text.encode("gb2312")


class GB:
    """GB 18030 and its subsets: `name` says which of them is written."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read(self, data: bytes) -> Reading:
        """Read as the web's gb18030, which is a superset of all."""
        return read_past_faults(data, _decode, _step)

    def write(self, text: str) -> bytes:
        """Write what the encoding of that name has: a euro sign is one byte in GBK and two in GB 18030."""
        if self._name == "gb18030":
            return write_past_strangers(text, self._name, _encode, lambda _: None)
        if self._name == "gbk":
            return write_past_strangers(text, self._name, lambda window: window.encode("gbk"), _encode_pair)
        return write_past_strangers(text, self._name, _encode_gb2312, lambda _: None)
