"""Mojibake: text whose bytes were decoded in the wrong code page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from zhfix.charlm import open_model
from zhfix.edits import Edit, Finding
from zhfix.messages import reason
from zhfix.normalizer import normalizer

CODE_PAGE = "cp1252"
CERTAINTY = 0.999
"""No language writes letters of Latin-1 and marks in the order of UTF-8's lead and trail bytes: none of 1,476 lines of
French holds such a stretch, and a line must hold two East Asian characters besides."""


@cache
def _byte_of() -> dict[str, int]:
    """Return the byte that each character of Windows-1252 stands for.

    Bytes that it leaves undefined are C1 controls, as in browsers; all characters of Latin-1 stand for their own.
    """
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        char = bytes([byte]).decode(CODE_PAGE, "ignore")
        if char:
            table[char] = byte
    return table


@cache
def _find_stretches() -> re.Pattern[str]:
    """Return the pattern of UTF-8 seen as Windows-1252 or Latin-1: lead bytes and trail bytes in their order."""
    tables: dict[int, list[str]] = {}
    for char, byte in _byte_of().items():
        tables.setdefault(byte, []).append(char)

    def chars(low: int, high: int) -> str:
        return "[" + "".join(re.escape(char) for byte in range(low, high + 1) for char in tables[byte]) + "]"

    trail = chars(0x80, 0xBF)
    three, four = f"{chars(0xE2, 0xEF)}{trail}{trail}", f"{chars(0xF0, 0xF0)}{trail}{trail}{trail}"
    interpunct = f"{chars(0xC2, 0xC2)}{chars(0xB7, 0xB7)}"
    return re.compile(f"(?:{three}|{four}|{interpunct})+")


_EAST_ASIAN = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\U00020000-\U0003ffff"


# A lead byte of East Asian UTF-8 and a trail byte, each as either code page shows it.
_SHOWN = (
    "[\u00e3-\u00e9\u00ef\u00f0][\u0080-\u00bf\u0152-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
NONSENSE, SENSE = 9.5, 8.5
"""Nats a character above which text is none, and below which its other reading is: real Chinese has 5 to 6, UTF-8 read
as GBK some 13."""


@cache
def _search_suspects() -> Callable[[str], object]:
    """Return the search for mojibake of either kind: in Latin-1, or in ideographs of GBK's rows E3 to E9."""
    rows = ((lead, trail) for lead in range(0xE3, 0xEA) for trail in range(0x80, 0xFF))
    leads = bytes(byte for pair in rows for byte in pair).decode("gb18030")
    return re.compile(f"{_SHOWN}|[{leads}]").search


def may_hold_mojibake(text: str) -> bool:
    """Return whether `text` holds characters that show the bytes of East Asian UTF-8."""
    return not text.isascii() and bool(_search_suspects()(text))


@normalizer(probe=may_hold_mojibake)
def repair_mojibake(text: str) -> Iterator[Edit | Finding]:
    """Give back UTF-8 that was read as Latin-1 or Windows-1252: ``ç•Œ`` was ``界``.

    Each ideograph is three bytes in UTF-8, and a program that takes them for Windows-1252 shows three
    characters instead, an accented letter from ã to é and two marks or controls: web pages without a declared
    charset, databases whose connection was set wrong, mail. The characters name their bytes exactly, so the
    text comes back exactly, and damaged again in the same way it gives the input.

    Only stretches that are whole are repaired, all bytes there, in a line with two East Asian characters or more,
    once they are counted. UTF-8 read as GBK (``鏃跺皻`` was 时尚) is reported; other code pages and stretches that
    lost bytes are left as they are for now, and so is the mojibake of other languages (``cafÃ©``).

    >>> repair_mojibake("他說：" + "你好，世界。".encode().decode("latin-1"))
    '他說：你好，世界。'
    >>> repair_mojibake("L’été, c’est déjà fini")
    'L’été, c’est déjà fini'
    """
    yield from _report_gbk(text)
    for line in re.finditer("[^\r\n]+", text):
        stretches = [(match, _read(match[0])) for match in _find_stretches().finditer(line[0])]
        counts = [_count_east_asian(after) for _, after in stretches]
        if sum(counts) + (_count_east_asian(line[0]) if any(counts) else 0) < 2:
            continue
        for (match, after), count in zip(stretches, counts, strict=True):
            if count:
                message = reason("mojibake.repaired", was="UTF-8", read="Windows-1252")
                start, end = line.start() + match.start(), line.start() + match.end()
                yield Edit(start, end, match[0], after, repair_mojibake.rule, CERTAINTY, message)


def _read(stretch: str) -> str:
    """Return the text whose bytes `stretch` shows, or the empty string where nothing proves it.

    The proof is that the text, damaged again by one of the two code pages, is the stretch.
    """
    table = _byte_of()
    try:
        after = bytes(table[char] for char in stretch).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    again = after.encode("utf-8")
    windows = "".join(bytes([byte]).decode(CODE_PAGE, "ignore") or chr(byte) for byte in again)
    return after if stretch in (windows, again.decode("latin-1")) else ""


def _count_east_asian(text: str) -> int:
    return len(re.findall(f"[{_EAST_ASIAN}]", text))


def _report_gbk(text: str) -> Iterator[Finding]:
    """Report stretches whose bytes in GBK are UTF-8 for the greater part, where that is what makes sense of them."""
    for match in re.finditer("[^\0-\x7f\ud800-\udfff]{4,}", text):
        data = match[0].encode("gb18030")
        found = "".join(run[0].decode("utf-8", "ignore") for run in re.finditer(_UTF8, data))
        if 6 * len(found) > len(data) and _measure(match[0]) > NONSENSE and _measure(found) < SENSE:
            message = reason("mojibake.suspected", reading=found)
            yield Finding(*match.span(), repair_mojibake.rule, "error", message)


_UTF8 = rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){2,}"


def _measure(text: str) -> float:
    return -open_model().log_probability(text[1:], text[0]) / max(1, len(text) - 1)
