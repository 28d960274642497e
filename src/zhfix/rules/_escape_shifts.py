r"""Seven-bit encodings shown raw: HZ, ISO-2022-CN, and GB 2312 in the manner of ISO-2022-JP.

Every pair of GB 2312 is shown as two characters of ASCII: ``VPND`` is 中文.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.rules._escape_chars import Piece, reads_as_chinese

PAIRS = "(?:[!-w][!-~])"
BARE_HAN = 3
"""Ideographs that a stretch must have where nothing says where it ends."""


@cache
def _shifts() -> re.Pattern[str]:
    """Return the pattern of all: the named group is the form, and holds the pairs."""
    return re.compile(
        rf"~\{{(?P<hz>{PAIRS}+?)~\}}"
        rf"|~\{{(?P<hz_open>{PAIRS}{{{BARE_HAN},}})(?=[\r\n]|\Z)"
        rf"|(?:\x1b?\$\)A)?\x0e(?P<so>{PAIRS}+)(?:\x0f|(?=[\r\n]|\Z))"
        rf"|\x1b\$A(?P<jp>{PAIRS}+?)\x1b\([BJ]"
        rf"|(?<![!-~])(?:\x1b?\$\)A(?P<bare>{PAIRS}{{{BARE_HAN},}})|\$A(?P<bare_jp>{PAIRS}+?)\([BJ])(?![!-~])"
    )


_FORMS = {
    "hz": "HZ",
    "hz_open": "HZ",
    "so": "ISO-2022-CN",
    "jp": "ISO-2022",
    "bare": "ISO-2022-CN",
    "bare_jp": "ISO-2022",
}
_UNCLOSED = ("hz_open", "bare")


def find_shifts(text: str) -> Iterator[Piece]:
    """Yield what stands between shifts, if every pair is a character and together they are Chinese.

    >>> [piece.after for piece in find_shifts("~{VPND~} and $)A" + chr(14) + "VPND" + chr(15) + ", ~{ab~}")]
    ['中文', '中文']
    """
    for match in _shifts().finditer(text):
        group = next(name for name in _FORMS if match[name] is not None)
        data = bytes(ord(char) | 0x80 for char in match[group])
        try:
            after = data.decode("gbk")
        except UnicodeDecodeError:
            continue
        if after.encode("gbk") == data and reads_as_chinese(after, BARE_HAN if group in _UNCLOSED else 2):
            yield Piece(*match.span(), after, _FORMS[group], "sealed", "GB 2312")


def may_hold_shifts(text: str) -> bool:
    """Return whether any of the shifts occurs."""
    return "~{" in text or "\x0e" in text or "$)A" in text or "$A" in text
