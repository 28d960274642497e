r"""ISO-2022-CN and ISO-2022-JP: seven-bit encodings in which escapes say what the bytes after them are.

A lost escape turns Chinese into rubbish of ASCII.  In ISO-2022-CN, RFC 1922, every line starts anew, so that only one
line is lost; Japan's, RFC 1468, goes on until told otherwise.  Each run is read by the eight-bit encoding that has the
same pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from zhfix.encoding._cns import EucTw
from zhfix.encoding._gb18030 import GB
from zhfix.encoding._hz import HIGH_BITS, LOW_BITS
from zhfix.encoding._python import SHIFTS, Stateful, open_codec
from zhfix.encoding._reading import Builder, Reading
from zhfix.errors import EncodeError


class Charset(NamedTuple):
    """Characters of `width` bytes each: what `read` makes of `prefix` and those bytes with their high bits set."""

    read: Callable[[bytes], Reading]
    prefix: bytes = b""
    width: int = 2

    def read_run(self, run: bytes, start: int, built: Builder) -> int:
        """Read the whole characters of `run`, which stands at `start` of the data; return how many bytes they are."""
        size = len(run) - len(run) % self.width
        high = run[:size].translate(HIGH_BITS)
        codes = [self.prefix + high[k : k + self.width] for k in range(0, size, self.width)]
        text, faults = self.read(b"".join(codes))
        if not faults:
            built.add(text)
            return size
        for k, code in enumerate(codes):
            char, faults = self.read(code)
            if faults:
                built.add_fault(start + k * self.width, start + (k + 1) * self.width)
            else:
                built.add(char)
        return size


class Place(NamedTuple):
    """What an escape does: from now on `slot` is `charset`, None being ASCII."""

    slot: str
    charset: Charset | None


_SINGLE_SHIFTS = {b"N": "second", b"O": "third"}


class Iso2022:
    """A reader by escapes; `new_lines` is true where each line starts anew."""

    def __init__(self, escapes: dict[bytes, Place], *, new_lines: bool) -> None:
        self._escapes, self._new_lines = escapes, new_lines

    def read(self, data: bytes) -> Reading:
        """Read `data`; what no escape has named is ASCII."""
        slots: dict[str, Charset | None] = {}
        now, built = "initial", Builder()
        for token in _tokens().finditer(data):
            kind, (start, end) = token.lastgroup, token.span()
            if kind == "escape" and token[0] in self._escapes:
                place = self._escapes[token[0]]
                slots[place.slot] = place.charset
            elif kind == "shift" and self._new_lines:
                now = "shifted" if token[0] == b"\x0e" else "initial"
            elif kind == "single" and (charset := slots.get(_SINGLE_SHIFTS[token[0][1:2]])):
                charset.read_run(token[0][2:], start + 2, built)
            elif kind == "run" and (charset := slots.get(now)):
                read = charset.read_run(token[0], start, built)
                if start + read < end:
                    built.add_fault(start + read, end, cut=end == len(data))
            elif kind in ("run", "other", "line"):
                built.add(token[0].decode("ascii"))
                if kind == "line" and self._new_lines:
                    slots, now = {}, "initial"
            else:
                built.add_fault(start, end, cut=kind == "cut")
        return built.build()


@cache
def _tokens() -> re.Pattern[bytes]:
    return re.compile(
        rb"(?P<escape>\x1b(?:\$[@B]|\$?[()*+][@-M]))|(?P<single>\x1b[NO][!-~]{2})|(?P<shift>[\x0e\x0f])"
        rb"|(?P<line>[\r\n]+)|(?P<run>[!-~]+)|(?P<other>[\0-\t\x0b\x0c\x10-\x1a\x1c-\x20\x7f]+)"
        rb"|(?P<cut>\x1b(?:\$?[()*+]?|[NO][!-~]?)\Z)|[\x1b\x80-\xff]"
    )


_CNS_ESCAPES = {1: b"\x1b$)G", 2: b"\x1b$*H", 3: b"\x1b$+I", 4: b"\x1b$+J", 5: b"\x1b$+K", 6: b"\x1b$+L", 7: b"\x1b$+M"}
_GB_ESCAPE = b"\x1b$)A"
_SHIFT_OUT, _SHIFT_IN = b"\x0e", b"\x0f"


class Iso2022Cn:
    """ISO-2022-CN and -EXT: GB 2312, and planes 1 to 7 of CNS 11643."""

    def __init__(self) -> None:
        self._gb, self._cns = GB("gb2312"), EucTw()
        escapes = {_GB_ESCAPE: Place("shifted", Charset(self._gb.read))}
        for plane, escape in _CNS_ESCAPES.items():
            slot = {1: "shifted", 2: "second"}.get(plane, "third")
            prefix = b"" if plane == 1 else bytes((0x8E, 0xA0 + plane))
            escapes[escape] = Place(slot, Charset(self._cns.read, prefix))
        self._reader = Iso2022(escapes, new_lines=True)

    def read(self, data: bytes) -> Reading:
        """Read `data`; blanks among pairs are themselves."""
        return self._reader.read(data)

    def write(self, text: str) -> bytes:
        """Write GB 2312 where it has the character, and CNS 11643 where not; each line names what it needs."""
        parts: list[bytes] = []
        named: dict[str, bytes] = {}  # what this line has named so far
        shifted = False
        for position, char in enumerate(text):
            if char in SHIFTS:
                raise EncodeError(position, char, "iso-2022-cn")
            if char.isascii():
                parts.append((_SHIFT_IN if shifted else b"") + char.encode("ascii"))
                shifted = False
                if char in "\r\n":
                    named = {}
                continue
            escape, pair = self._find_code(char, position)
            slot = self._slot(escape)
            if named.get(slot) != escape:
                parts.append(escape)
                named[slot] = escape
                shifted = shifted and slot != "shifted"  # glibc's reader turns to the new set at the next shift
            if slot == "shifted":
                parts.append(pair if shifted else _SHIFT_OUT + pair)
                shifted = True
            else:
                parts.append((b"\x1bN" if slot == "second" else b"\x1bO") + pair)
        return b"".join(parts) + (_SHIFT_IN if shifted else b"")

    @staticmethod
    def _slot(escape: bytes) -> str:
        return {b")": "shifted", b"*": "second", b"+": "third"}[escape[2:3]]

    def _find_code(self, char: str, position: int) -> tuple[bytes, bytes]:
        """Return what must be named for `char`, and its two bytes."""
        try:
            return _GB_ESCAPE, self._gb.write(char).translate(LOW_BITS)
        except EncodeError:
            pass
        try:
            code = self._cns.write(char)
            plane = 1 if len(code) == 2 else code[1] - 0xA0
            return _CNS_ESCAPES[plane], code[-2:].translate(LOW_BITS)
        except (EncodeError, KeyError) as error:
            raise EncodeError(position, char, "iso-2022-cn") from error


def _read_roman(data: bytes) -> Reading:
    """Read JIS X 0201: ASCII but for a yen sign and an overline."""
    return Reading(data.translate(LOW_BITS).decode("ascii").replace("\\", "¥").replace("~", "\N{OVERLINE}"), [])


class Iso2022Jp:
    """ISO-2022-JP, with the kana and the supplementary characters that programs write although its RFC has none."""

    def __init__(self) -> None:
        read = open_codec("euc_jp").read
        pairs, kana = Charset(read), Charset(read, b"\x8e", 1)
        self._reader = Iso2022(
            {
                b"\x1b(B": Place("initial", None),
                b"\x1b(J": Place("initial", Charset(_read_roman, b"", 1)),
                b"\x1b(I": Place("initial", kana),
                b"\x1b$@": Place("initial", pairs),
                b"\x1b$B": Place("initial", pairs),
                b"\x1b$(D": Place("initial", Charset(read, b"\x8f")),
            },
            new_lines=False,
        )

    def read(self, data: bytes) -> Reading:
        """Read `data`."""
        return self._reader.read(data)

    def write(self, text: str) -> bytes:
        """Write by CPython's codec."""
        return Stateful("iso2022_jp").write(text)
