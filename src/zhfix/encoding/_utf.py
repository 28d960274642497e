r"""The encodings of Unicode; a fault of UTF-8 is a maximal subpart of a character, as browsers and CPython count.

CESU-8 and Java's modified UTF-8 write a character beyond U+FFFF as two surrogates of three bytes each; databases and
class files are where they come from.  Both are read side by side with true UTF-8, since they mostly come mixed.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from zhfix.encoding._reading import Reading, Step, Stepper, read_past_faults, write_past_strangers

_MARKS = {
    "utf-8-sig": ((codecs.BOM_UTF8, "utf-8"),),
    "utf-16": ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")),
    "utf-32": ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")),
}
_CODECS = {"utf-8-sig": "utf-8", "cesu-8": "utf-8", "mutf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


class UTF:
    """One of them: `name` says which."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._codec = _CODECS.get(name, name)

    def read(self, data: bytes) -> Reading:
        """Read `data`; a byte order mark is dropped where the name promises one, and decides which end comes first."""
        for mark, codec in _MARKS.get(self._name, ()):
            if data.startswith(mark):
                text, faults = _read(data[len(mark) :], codec, self._name)
                shift = len(mark)
                return Reading(text, [f._replace(start=f.start + shift, end=f.end + shift) for f in faults])
        return _read(data, self._codec, self._name)

    def write(self, text: str) -> bytes:
        """Write `text`, with a byte order mark where the name promises one, little end first."""
        data = write_past_strangers(text, self._name, lambda window: window.encode(self._codec), lambda _: None)
        if self._name in ("cesu-8", "mutf-8"):
            data = _four_byte_chars().sub(_write_surrogates, data)
        if self._name == "mutf-8":
            data = data.replace(b"\0", b"\xc0\x80")
        return _MARKS[self._name][0][0] + data if self._name in _MARKS else data


def _read(data: bytes, codec: str, name: str) -> Reading:
    steppers: dict[str, Stepper] = {
        "cesu-8": _step_cesu8,
        "mutf-8": _step_mutf8,
        "utf-8": _step_utf8,
        "utf-16-le": _step_utf16,
        "utf-16-be": _step_utf16_be,
    }
    stepper = steppers.get(name) or steppers.get(codec, _step_utf32)
    return read_past_faults(data, lambda window: window.decode(codec), stepper)


def _step_utf8(data: bytes, start: int, end: int) -> Step:
    lead = data[start]
    needed = 2 + (lead >= 0xE0) + (lead >= 0xF0) if 0xC2 <= lead <= 0xF4 else 1
    return Step(end - start, None, cut=end == len(data) and end - start < needed)


@cache
def _surrogates() -> re.Pattern[bytes]:
    """A high surrogate and whatever of a low one follows, or a low one by itself."""
    low = rb"\xed(?:[\xb0-\xbf][\x80-\xbf]?)?"
    return re.compile(rb"\xed[\xa0-\xaf](?:[\x80-\xbf](?:" + low + rb")?)?|" + low)


def _step_cesu8(data: bytes, start: int, end: int) -> Step:
    found = _surrogates().match(data, start)
    if not found:
        return _step_utf8(data, start, end)
    units = found[0]
    if len(units) == 6:
        return Step(6, units.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le"))
    is_high = len(units) > 1 and units[1] < 0xB0
    if found.end() == len(data) and (is_high or len(units) < 3):
        return Step(len(units), None, cut=True)
    return Step(min(len(units), 3))


def _step_mutf8(data: bytes, start: int, end: int) -> Step:
    if data.startswith(b"\xc0\x80", start):
        return Step(2, "\0")
    if data[start] == 0xC0 and start + 1 == len(data):
        return Step(1, None, cut=True)
    return _step_cesu8(data, start, end)


@cache
def _four_byte_chars() -> re.Pattern[bytes]:
    return re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")


def _write_surrogates(found: re.Match[bytes]) -> bytes:
    code = ord(found[0].decode("utf-8")) - 0x10000
    return (chr(0xD800 + (code >> 10)) + chr(0xDC00 + (code & 0x3FF))).encode("utf-8", "surrogatepass")


def _step_utf16(data: bytes, start: int, _: int, *, first: int = 1) -> Step:
    """Take one unit, a surrogate without its other half; `first` is where in the unit its high byte stands."""
    left = len(data) - start
    if left < 2:
        return Step(left, None, cut=True)
    if left < 4 and data[start + first] & 0xFC == 0xD8:  # the other half may have been cut off
        return Step(left, None, cut=True)
    return Step(2)


def _step_utf16_be(data: bytes, start: int, end: int) -> Step:
    return _step_utf16(data, start, end, first=0)


def _step_utf32(data: bytes, start: int, _: int) -> Step:
    left = len(data) - start
    return Step(min(left, 4), None, cut=left < 4)
