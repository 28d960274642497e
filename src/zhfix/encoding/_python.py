"""What CPython's own codecs read well enough: encodings of other languages, and any other of which it has a codec."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import cache

from zhfix.encoding._reading import (
    UNREADABLE,
    Builder,
    Family,
    Fault,
    Reading,
    Step,
    Stepper,
    read_past_faults,
    step_over,
    write_past_strangers,
)

_UNDEFINED = "\ufffe"  # a noncharacter, which is how codecs say that a byte means nothing
_REFUSED = "\ud800"  # a lone surrogate, which no codec writes
_EUC_JP_THREE_BYTES = 0x8F
SHIFTS = "\x0e\x0f\x1b"
"""The controls that escapes are made of, and that text in such an encoding cannot have for itself."""


def open_codec(name: str) -> Family:
    """Return what reads the encoding of that name."""
    if name == "utf-7":
        return UTF7()
    if name in _DOUBLE_BYTE:
        codec, decode, stepper = _DOUBLE_BYTE[name]
        return MultiByte(name, codec, decode, stepper)
    if name.startswith("iso2022"):
        return Stateful(name)
    table = bytes(range(256)).decode(name, "replace")
    if len(table) == 256:  # a codec of several bytes a character would have joined some
        return SingleByte(name, table)
    return MultiByte(name, name, None, step_over)


class SingleByte:
    """A table of 256 characters; in Microsoft's, bytes 80 to 9F without a character are C1 controls, as on the web."""

    def __init__(self, name: str, table: str) -> None:
        self._name = name
        if name.startswith("cp125"):
            table = "".join(chr(k) if 0x80 <= k < 0xA0 and char == UNREADABLE else char for k, char in enumerate(table))
        self._table = table.replace(UNREADABLE, _UNDEFINED)

    def read(self, data: bytes) -> Reading:
        """Read each byte by itself."""
        text = codecs.charmap_decode(data, "replace", self._table)[0]
        if UNREADABLE not in text:
            return Reading(text, [])
        return Reading(text, [Fault(k, k + 1, k, cut=False) for k, char in enumerate(text) if char == UNREADABLE])

    def write(self, text: str) -> bytes:
        """Write each character that the table has."""
        mapping = codecs.charmap_build(self._table)

        def encode(window: str) -> bytes:
            return codecs.charmap_encode(window, "strict", mapping)[0]

        return write_past_strangers(text, self._name, encode, lambda _: None)


class MultiByte:
    """A stateless codec of CPython, `codec`, with what else it takes to read it."""

    def __init__(self, name: str, codec: str, decode: Callable[[bytes], str] | None, stepper: Stepper) -> None:
        self._name, self._codec, self._stepper = name, codec, stepper
        self._decode = decode or (lambda window: window.decode(codec))

    def read(self, data: bytes) -> Reading:
        """Read by the codec, and past its faults."""
        return read_past_faults(data, self._decode, self._stepper)

    def write(self, text: str) -> bytes:
        """Write by the codec what is then read as it was: CPython's cp932 writes ¢ as the wide one, and others so."""
        return write_past_strangers(text, self._name, self._encode, lambda _: None)

    def _encode(self, window: str) -> bytes:
        refusal = None
        try:
            data = window.encode(self._codec)
        except UnicodeEncodeError as error:
            refusal, data = error, window[: error.start].encode(self._codec)
        try:
            back = self._decode(data)
        except UnicodeDecodeError as error:
            back = self._decode(data[: error.start])
        same = next((k for k, pair in enumerate(zip(window, back, strict=False)) if pair[0] != pair[1]), len(back))
        if same == len(window):
            return data
        if refusal and same == refusal.start:
            raise refusal
        raise UnicodeEncodeError(self._codec, window, same, same + 1, "it would be read as another character")


def _step_pair(data: bytes, start: int, _: int) -> Step:
    """Take a lead byte and what follows it, unless that is ASCII."""
    lead = data[start]
    if not 0x81 <= lead <= 0xFE:
        return Step(1)
    if start + 1 == len(data):
        return Step(1, None, cut=True)
    return Step(1 if data[start + 1] < 0x80 else 2)


def _step_euc_jp(data: bytes, start: int, end: int) -> Step:
    """Read the row of NEC, which has ① and ㈱, by cp932: CPython's euc_jp lacks it and the web has it."""
    code = data[start : start + 3]
    if code[0] == _EUC_JP_THREE_BYTES:
        size = next((k for k, byte in enumerate(code) if byte < 0x80), len(code))
        return Step(size, None, cut=size < 3 and start + size == len(data))
    if not (0xA1 <= code[0] <= 0xFE or code[0] == 0x8E):
        return Step(1)
    if len(code) > 1 and code[0] >= 0xA1 and 0xA1 <= code[1] <= 0xFE:
        row, cell = code[0] - 0xA1, code[1] - 0xA1
        lead = (row >> 1) + (0x81 if row < 62 else 0xC1)
        trail = cell + (0x9F if row & 1 else 0x40 if cell < 63 else 0x41)
        return Step(2, bytes((lead, trail)).decode("cp932", "ignore") or None)
    return _step_pair(data, start, end)


@cache
def _no_shift_jis() -> re.Pattern[str]:
    return re.compile("[\N{NO-BREAK SPACE}\uf8f0-\uf8f3]")  # A0 and FD to FF in Apple's and Microsoft's tables


def _decode_shift_jis(window: bytes) -> str:
    refusal = None
    try:
        text = window.decode("cp932")
    except UnicodeDecodeError as error:
        refusal, text = error, window[: error.start].decode("cp932")
    found = _no_shift_jis().search(text)
    if found:
        start = len(text[: found.start()].encode("cp932"))
        raise UnicodeDecodeError("shift_jis", window, start, start + 1, "no character on the web")
    if refusal:
        raise refusal
    return text


def _step_shift_jis(data: bytes, start: int, end: int) -> Step:
    return Step(1) if data[start] in (0xA0, 0xFD, 0xFE, 0xFF) else _step_pair(data, start, end)


_DOUBLE_BYTE: dict[str, tuple[str, Callable[[bytes], str] | None, Stepper]] = {
    "euc_jp": ("euc_jp", None, _step_euc_jp),
    "shift_jis": ("cp932", _decode_shift_jis, _step_shift_jis),
    "cp949": ("cp949", None, _step_pair),
}


class Stateful:
    """A codec of CPython whose bytes mean what escapes before them say; after a fault it is fed byte by byte."""

    def __init__(self, name: str) -> None:
        self._name = name

    def read(self, data: bytes) -> Reading:
        """Read `data`; a fault leaves the state as it is."""
        try:
            return Reading(data.decode(self._name), [])
        except UnicodeDecodeError:
            decoder, built = codecs.getincrementaldecoder(self._name)(), Builder()
        pending, state = decoder.getstate()
        for k in range(len(data)):
            try:
                built.add(decoder.decode(data[k : k + 1]))
            except UnicodeError:  # also where an escape never ends and overflows CPython's buffer
                built.add_fault(k - len(pending), k + 1)
                decoder.setstate((b"", state))
            pending, state = decoder.getstate()
        if pending:
            built.add_fault(len(data) - len(pending), len(data), cut=True)
        return built.build()

    def write(self, text: str) -> bytes:
        """Write all of `text` in one go, since what comes before decides the bytes."""
        return write_past_strangers(text, self._name, self._encode, lambda _: None)

    def _encode(self, window: str) -> bytes:
        for shift in SHIFTS:
            window = window.replace(shift, _REFUSED)
        return window.encode(self._name)


@cache
def _utf7_tokens() -> re.Pattern[bytes]:
    return re.compile(rb"[^+\x80-\xff]+|\+[A-Za-z0-9+/]*-?|[\x80-\xff]")


class UTF7:
    """UTF-7, of old mail: ASCII, and runs of Base64 from a plus sign on."""

    def read(self, data: bytes) -> Reading:
        """Read each run by itself; one that is no text is one fault."""
        built = Builder()
        for token in _utf7_tokens().finditer(data):
            try:
                built.add(token[0].decode("utf-7"))
            except UnicodeDecodeError:
                built.add_fault(*token.span(), cut=token.end() == len(data))
        return built.build()

    def write(self, text: str) -> bytes:
        """Write by CPython's codec; it writes lone surrogates too, which no reader takes."""
        return write_past_strangers(text, "utf-7", _encode_utf7, lambda _: None)


def _encode_utf7(text: str) -> bytes:
    text.encode("utf-8")  # refuses a lone surrogate
    return text.encode("utf-7")
