r"""Bytes to text and back in every encoding of the registry, as the web reads them.

:func:`read` never fails: bytes that are no character become U+FFFD, and the :class:`Fault` says which they were.
:func:`write` is its inverse, and refuses what the encoding does not have.

>>> read(b"\xd6\xd0\xce\xc4\x80", "gbk").text
'中文€'
>>> read(b"\xd6\xd0\xff\xce\xc4\xd6", "gb18030") == Reading(
...     "中\ufffd文\ufffd", [Fault(start=2, end=3, at=1, cut=False), Fault(start=5, end=6, at=3, cut=True)]
... )
True
>>> write("中文€", "gbk")
b'\xd6\xd0\xce\xc4\x80'

``docs/encodings.md`` lists the encodings and how they differ from CPython's codecs of the same names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from zhfix.encoding._reading import UNREADABLE, Family, Fault, Reading
from zhfix.encoding.registry import find_encoding
from zhfix.errors import InputTypeError, check_text

__all__ = ["UNREADABLE", "Fault", "Reading", "count_wide", "read", "read_sound", "write"]


def read(data: bytes, encoding: str) -> Reading:
    """Read `data` in `encoding`, any name of it; never raises for any bytes, and takes linear time.

    Raises :class:`~zhfix.errors.OptionError` where there is no such encoding.
    """
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise InputTypeError(f"read() takes bytes, and was given {type(data).__name__}.")
    return _find_family(encoding).read(bytes(data))


def read_sound(data: bytes, encoding: str) -> str | None:
    r"""Return the text of `data` as :func:`read` does, or None where there is a fault.

    Most bytes are sound, and CPython's own codecs are many times as fast as a reading that looks for faults: they are
    asked where they and the web's tables are known to agree.

    >>> read_sound("中文".encode("big5"), "big5"), read_sound(b"\xa4", "big5")
    ('中文', None)
    """
    try:
        if encoding == "utf-8":
            return data.decode("utf-8")
        if encoding == "gb18030" and not _otherwise_in_gb18030().search(text := data.decode("gb18030")):
            return text
        if encoding == "big5" and _same_in_cp950().fullmatch(data):
            return data.decode("cp950")
    except UnicodeDecodeError:
        if encoding != "gb18030" or b"\x80" not in data:  # which the web reads as the euro sign
            return None
    reading = read(data, encoding)
    return None if reading.faults else reading.text


@cache
def _otherwise_in_gb18030() -> re.Pattern[str]:
    """Return the pattern of what CPython's gb18030 reads for codes that the web's table has otherwise."""
    return re.compile("[\u1e3f\ue000-\uf8ff\ufe10-\ufe19]")


@cache
def _same_in_cp950() -> re.Pattern[bytes]:
    """Return the pattern of the codes that all members of Big5's family have alike: marks and two levels of Han."""
    trail = rb"[\x40-\x7e\xa1-\xfe]"
    rows = rb"[\xa1\xa2\xa4-\xc5\xc9-\xf8]" + trail
    edges = rb"\xa3[\x40-\x7e\xa1-\xbf]|\xc6[\x40-\x7e]|\xf9[\x40-\x7e\xa1-\xfd]"
    return re.compile(rb"(?:[\x00-\x7f]|" + rows + rb"|" + edges + rb")*")


def write(text: str, encoding: str) -> bytes:
    """Return `text` in `encoding`; raises :class:`~zhfix.errors.EncodeError` at what it does not have."""
    check_text(text, "write")
    return _find_family(encoding).write(text)


@lru_cache(maxsize=256)
def _find_family(label: str) -> Family:
    return _open_family(find_encoding(label).name)


@cache
def _open_family(name: str) -> Family:
    """Return what reads and writes the encoding of that name; modules and tables are loaded when first asked for."""
    if name.startswith(("utf-", "cesu-", "mutf-")) and name != "utf-7":
        from zhfix.encoding._utf import UTF

        return UTF(name)
    if name in ("gb2312", "gbk", "gb18030"):
        from zhfix.encoding._gb18030 import GB

        return GB(name)
    if name in ("big5", "big5hkscs", "cp950", "cp951", "big5-uao"):
        from zhfix.encoding._big5 import Big5

        return Big5(name)
    return _open_rarer(name)


def _open_rarer(name: str) -> Family:
    if name == "euc-tw":
        from zhfix.encoding._cns import EucTw

        return EucTw()
    if name == "hz":
        from zhfix.encoding._hz import HZ

        return HZ()
    if name in ("iso-2022-cn", "iso2022_jp"):
        from zhfix.encoding._iso2022 import Iso2022Cn, Iso2022Jp

        return Iso2022Cn() if name == "iso-2022-cn" else Iso2022Jp()
    from zhfix.encoding._python import open_codec

    return open_codec(name)


_ASCII = bytes(range(0x80))


def count_wide(data: bytes) -> int:
    """Return how many bytes of `data` are beyond ASCII."""
    return len(data.translate(None, _ASCII))
