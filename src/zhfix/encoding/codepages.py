r"""Bytes to text and back in every encoding of the registry, as the web reads them.

:func:`read` never fails: bytes that are no character become U+FFFD, and the :class:`Fault` says which they were.
:func:`write` is its inverse, and refuses what the encoding does not have.

>>> read(b"\xd6\xd0\xce\xc4\x80", "gbk").text
'中文€'
>>> read(b"\xd6\xd0\xff\xce\xc4\xd6", "gb18030")
Reading(text='中\ufffd文\ufffd', faults=[Fault(start=2, end=3, at=1, cut=False), Fault(start=5, end=6, at=3, cut=True)])
>>> write("中文€", "gbk")
b'\xd6\xd0\xce\xc4\x80'

``docs/encodings.md`` lists the encodings and how they differ from CPython's codecs of the same names.
"""

from __future__ import annotations

from zhfix.encoding._reading import Fault, Reading, read_past_faults, step_over
from zhfix.encoding.registry import find_encoding
from zhfix.errors import EncodeError

__all__ = ["Fault", "Reading", "read", "write"]

_CODECS = {
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp951": "big5hkscs", "big5-uao": "big5hkscs",
    "cesu-8": "utf-8", "mutf-8": "utf-8", "shift_jis": "cp932", "euc-tw": "ascii", "iso-2022-cn": "ascii",
}  # fmt: skip


def read(data: bytes, encoding: str) -> Reading:
    """Read `data` in `encoding`, any name of it; never raises for any bytes, and takes linear time.

    Raises :class:`~zhfix.errors.OptionError` where there is no such encoding.
    """
    name = find_encoding(encoding).name
    return read_past_faults(bytes(data), _CODECS.get(name, name), step_over)


def write(text: str, encoding: str) -> bytes:
    """Return `text` in `encoding`; raises :class:`~zhfix.errors.EncodeError` at what it does not have."""
    name = find_encoding(encoding).name
    try:
        return text.encode(_CODECS.get(name, name))
    except UnicodeEncodeError as error:
        raise EncodeError(error.start, text[error.start], name) from error
