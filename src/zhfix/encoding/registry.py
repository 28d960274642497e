"""The table of encodings that zhfix reads: what each is called, and what is written in it.

``docs/encodings.md`` says how each is read.  Two families hold Chinese in one or two bytes, :data:`GBK` and
:data:`BIG5`.  Both resynchronise only at an ASCII byte, which is why one lost byte ruins text up to the next one; and
in both a trail byte may lie in the range of ASCII letters.
"""

from __future__ import annotations

import codecs
from functools import cache
from typing import NamedTuple

from zhfix.errors import OptionError
from zhfix.options import check_choice


class DoubleByteCodec(NamedTuple):
    """An encoding of one or two bytes a character.

    `codecs` are CPython's names, the first that decodes a pair being right; `leads` and `trails` are the byte
    values that begin and end a pair.
    """

    name: str
    codecs: tuple[str, ...]
    leads: range
    trails: tuple[range, ...]


# gb18030 and not gbk: CPython's gbk lacks 101 assigned codes and every user-defined area, and shifted text is
# full of them.
GBK = DoubleByteCodec("gbk", ("gb18030",), range(0x81, 0xFF), (range(0x40, 0x7F), range(0x80, 0xFF)))
# cp950 first, for its readings of the symbols at A145-A246; big5hkscs adds what Hong Kong put into the free rows.
BIG5 = DoubleByteCodec("big5", ("cp950", "big5hkscs"), range(0x81, 0xFF), (range(0x40, 0x7F), range(0xA1, 0xFF)))


COMMON, RARER, WIDE = 8.0, 9.5, 12.5
"""Nats of a misreading that is found every day, of one that is found, and of one with two bytes to every character:
the natural logarithms of how many texts are sound for one that was misread so (research on public damage and a trial
on sound text; see docs/decisions/0014)."""
WAS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
"""What Chinese text is stored in, where it is misread."""
_MISREAD: dict[str, tuple[float | None, ...]] = {
    # What it was read as, with the prices of each of WAS; None is what leaves nothing to read.
    "latin-1": (COMMON, COMMON, COMMON, WIDE, WIDE),
    "cp1252": (COMMON, COMMON, COMMON, WIDE, WIDE),
    "gb18030": (COMMON, None, RARER, WIDE, WIDE),
    "cp437": (RARER, RARER, RARER, WIDE, WIDE),
    "mac-roman": (RARER, RARER, RARER, WIDE, WIDE),
    "cp1254": (RARER, RARER, RARER, WIDE, WIDE),
    "iso8859-15": (RARER, RARER, RARER, WIDE, WIDE),
    "cp1251": (RARER, RARER, RARER, WIDE, WIDE),
    "cp1250": (RARER, RARER, RARER, WIDE, WIDE),
    "iso8859-2": (RARER, RARER, RARER, WIDE, WIDE),
    "cp850": (RARER, RARER, RARER, WIDE, WIDE),
    "cp866": (RARER, RARER, RARER, WIDE, WIDE),
    "koi8-r": (RARER, RARER, RARER, WIDE, WIDE),
    "big5": (RARER, RARER, None, WIDE, WIDE),
    "shift_jis": (RARER, RARER, RARER, WIDE, WIDE),
    "cp949": (RARER, RARER, RARER, WIDE, WIDE),
    "euc_jp": (RARER, RARER, RARER, WIDE, WIDE),
    "utf-16-le": (WIDE, WIDE, WIDE, None, WIDE),
    "utf-16-be": (WIDE, WIDE, WIDE, WIDE, None),
}


class Misreading(NamedTuple):
    """A chain of one step: text in `was` was decoded as `read`, which happens once in ``e ** cost`` texts."""

    was: str
    read: str
    cost: float


MISREADINGS: tuple[Misreading, ...] = tuple(
    Misreading(was, read, cost)
    for read, costs in _MISREAD.items()
    for was, cost in zip(WAS, costs, strict=True)
    if cost is not None
)
"""Every misreading that is undone, the likeliest code pages first.  Text that was read as UTF-8 with replacement is not
among them: three bytes of four became U+FFFD, and what is left is no text but a report."""


class Encoding(NamedTuple):
    """An encoding by the name that zhfix reports: Python's own wherever Python has the codec.

    `languages` are those whose text is found in it: zh, ja, ko, ru, western. `labels` are its other names, on the web,
    in Python and on Windows.
    """

    name: str
    languages: tuple[str, ...]
    labels: tuple[str, ...]


_ALL = ("zh", "ja", "ko", "ru", "western")
_TABLE = (
    Encoding("ascii", _ALL, ("us-ascii", "646", "iso646-us", "ansi_x3.4-1968", "iso-ir-6", "cp20127", "cp367")),
    Encoding("utf-8", _ALL, ("utf8", "u8", "utf", "unicode-1-1-utf-8", "utf8mb3", "utf8mb4", "cp65001", "65001")),
    Encoding("utf-8-sig", _ALL, ("utf-8-bom", "utf-8-with-signature")),
    Encoding("cesu-8", _ALL, ("cscesu-8", "cesu")),
    Encoding("mutf-8", _ALL, ("modified-utf-8", "java-utf-8")),
    Encoding("utf-16", _ALL, ("u16", "ucs-2", "iso-10646-ucs-2", "unicode", "csunicode", "utf-16-bom")),
    Encoding("utf-16-le", _ALL, ("ucs-2-le", "unicode-little", "unicodefeff", "cp1200", "1200")),
    Encoding("utf-16-be", _ALL, ("ucs-2-be", "unicode-big", "unicodefffe", "cp1201", "1201")),
    Encoding("utf-32", _ALL, ("u32", "ucs-4", "iso-10646-ucs-4")),
    Encoding("utf-32-le", _ALL, ("ucs-4-le", "cp12000", "12000")),
    Encoding("utf-32-be", _ALL, ("ucs-4-be", "cp12001", "12001")),
    Encoding(
        "gb2312",
        ("zh",),
        ("euc-cn", "gb2312-80", "gb_2312-80", "chinese", "csgb2312", "csiso58gb231280", "iso-ir-58", "cp20936", "20936",
         "cp51936", "51936", "euc-gb2312-cn", "x-euc-cn"),
    ),
    Encoding("gbk", ("zh",), ("x-gbk", "csgbk", "cp936", "936", "ms936", "windows-936", "cp1386")),
    Encoding("gb18030", ("zh",), ("gb18030-2000", "gb18030-2005", "gb18030-2022", "csgb18030", "cp54936", "54936")),
    Encoding("hz", ("zh",), ("hz-gb", "hz-gb-2312", "hzgb", "cp52936", "52936")),
    Encoding("iso-2022-cn", ("zh",), ("csiso2022cn", "iso-2022-cn-ext", "csiso2022cnext", "cp50227", "x-cp50227")),
    Encoding("big5", ("zh",), ("cn-big5", "csbig5", "x-x-big5", "big5-eten", "x-big5-eten", "big5-tw", "bigfive")),
    Encoding("big5hkscs", ("zh",), ("big5-hkscs", "hkscs", "csbig5hkscs", "big5-hkscs:2004", "big5-hkscs:2008")),
    Encoding("cp950", ("zh",), ("950", "ms950", "windows-950", "x-windows-950")),
    Encoding("cp951", ("zh",), ("951", "ms951", "windows-951", "ms950-hkscs", "x-ms950-hkscs")),
    Encoding("big5-uao", ("zh",), ("uao", "uao250", "uao-2.50")),
    Encoding("euc-tw", ("zh",), ("x-euc-tw", "cseuctw", "cns11643", "cp964", "cp51950", "51950")),
    Encoding("euc_jp", ("ja",), ("x-euc-jp", "ujis", "u-jis", "cseucpkdfmtjapanese", "cp51932", "51932")),
    Encoding(
        "shift_jis",
        ("ja",),
        ("sjis", "s-jis", "x-sjis", "csshiftjis", "cp932", "932", "ms932", "ms-kanji", "windows-31j", "cswindows31j"),
    ),
    Encoding("iso2022_jp", ("ja",), ("csiso2022jp", "cp50220", "50220", "cp50221")),
    Encoding(
        "cp949",
        ("ko",),
        ("949", "ms949", "uhc", "windows-949", "euc-kr", "korean", "ksc5601", "ks_c-5601-1987", "ks_c-5601-1989",
         "ksc_5601", "ks_x-1001", "csksc56011987", "cseuckr", "iso-ir-149", "cp51949", "51949"),
    ),
    Encoding("cp1251", ("ru",), ("1251", "windows-1251", "x-cp1251")),
    Encoding("koi8-r", ("ru",), ("koi8", "koi", "cskoi8r", "cp20866", "20866")),
    Encoding("cp1252", ("western",), ("1252", "windows-1252", "x-cp1252", "ansi")),
    Encoding(
        "latin-1",
        ("western",),
        ("latin1", "iso-8859-1", "iso88591", "8859", "cp819", "l1", "iso-ir-100", "csisolatin1", "cp28591", "28591"),
    ),
)  # fmt: skip

ENCODINGS: dict[str, Encoding] = {encoding.name: encoding for encoding in _TABLE}
"""Every encoding that zhfix knows something about, by its canonical name."""

_NO_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "charmap", "mbcs", "oem"}
"""Text codecs of CPython that are no encodings of files: escapes, names of hosts, placeholders."""


def find_encoding(label: str) -> Encoding:
    """Return the encoding that `label` names; upper case, ``-``, ``_`` and blanks do not matter.

    Any other text encoding that Python has a codec for is found by Python's names for it, with no languages.  Raises
    :class:`~zhfix.errors.OptionError` for what is no name of an encoding.

    >>> find_encoding("Windows-936").name, find_encoding("X_GBK").name, find_encoding("iso8859-2").name
    ('gbk', 'gbk', 'iso8859-2')
    >>> find_encoding("gb2321")
    Traceback (most recent call last):
        ...
    zhfix.errors.OptionError: unknown encoding 'gb2321', did you mean 'gb2312'? There are: ascii, utf-8, ...
    """
    if not isinstance(label, str):
        raise OptionError(f"encoding takes a name such as 'gb18030', not {label!r}")
    known = ENCODINGS.get(label) or _labels().get(_fold(label))
    if known:
        return known
    name = _find_codec(label)
    if name:
        return _labels().get(_fold(name)) or Encoding(name, (), ())
    check_choice("encoding", label, tuple(ENCODINGS), [name for each in _TABLE for name in each.labels])
    raise AssertionError("check_choice raises")  # a known name was found above


def _fold(label: str) -> str:
    return label.lower().replace("-", "").replace("_", "").replace(" ", "").strip()


@cache
def _labels() -> dict[str, Encoding]:
    return {_fold(label): encoding for encoding in _TABLE for label in (encoding.name, *encoding.labels)}


def _find_codec(label: str) -> str:
    """Return CPython's name of a text encoding, in the spelling of the table, or the empty string."""
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):  # also names with NUL or beyond ASCII
        return ""
    is_text = getattr(info, "_is_text_encoding", True)  # rot13 and base64 are codecs, too
    return info.name if is_text and info.name.replace("_", "-") not in _NO_CHARSETS else ""
