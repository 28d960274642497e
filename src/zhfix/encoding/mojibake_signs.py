"""What mojibake looks like at first sight: where a line is worth a search, without the model.

Each misreading shows characters that sound Chinese text holds seldom, and hardly ever close together: accented
letters, Cyrillic and box drawings where a byte is a character; ideographs of the rarer rows where two are; syllables of
Hangul, half-width kana, private use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain

from zhfix.charclass import CharClass
from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.rare import commonest_ideographs
from zhfix.encoding.wrong_pages import SINGLE, open_page
from zhfix.uncommon import uncommon_ideographs

SHORT = 16
"""Characters of a line in which one uncommon ideograph is worth a look."""
ROW, SHORT_ROW = 8, 4
"""Ideographs in a row, none of them common, that are worth a look, and where there is no more text than a short line;
in sound text every other character is one of the commonest."""
ODD_ROW = -8.5
"""Nats a character of such a row at most.  Of 546 rows in 1.2 million characters of corpora/train two had less, and
all of 642 that misreadings made and that show no other sign had less than -10 (2026-11)."""
WHOLE = 160
"""Characters of a line that is looked at as a whole."""
HEAD = 200
"""Characters by which text is known to be UTF-16 read one byte a character."""
_HIGH_BYTES = bytes((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)))
LONGEST = 2_000
"""Characters of a stretch from which it may be divided."""
APART, MARGIN = 24, 16
"""Characters between two signs of one stretch, at most, and those on either side that are looked at, too."""


MOST_CHARACTERS = 1 << 16
"""Characters of which the kind is remembered."""

_Span = tuple[int, int]


def may_hold_mojibake(text: str) -> bool:
    """Return whether `text` holds characters that show the bytes of other text."""
    if text.isascii():
        return False
    at = _odd_chars().search(text)
    if at >= 0 and (len(text) <= SHORT or next(_find_close(text, at), None)):
        return True
    if _leads().search(text) or _lone_kana().search(text) or next(_find_rows(text), None):
        return True
    return len(text) <= SHORT and _row_in_short().search(text) is not None


@cache
def list_signs() -> CharClass:
    """Return the uncommon characters of which most text that is worth a look holds one."""
    return CharClass(_KANA, _odd_chars())


def is_odd_in_common(text: str) -> bool:
    """Return whether `text` holds common ideographs that are worth a look: such leads of UTF-8, or a row of others."""
    if _common_lead().search(text):
        return True
    if len(text) <= SHORT:
        return _row_in_short().search(text) is not None
    # Every other character of it makes a row of half as many, which is looked for in half the time.
    return _row_in_short().search(text[::2]) is not None and next(_find_rows(text), None) is not None


def _find_close(text: str, start: int = 0) -> Iterator[_Span]:
    """Find characters that no sound Chinese text has, and two close together that it seldom has."""
    ends = {"O": start, "S": start, "U": start}  # behind the last one of each kind
    kinds, close = _open_kinds(), _close()
    for at in _odd_chars().find(text, start):
        kind = kinds[text[at]]
        if at >= ends[kind] and (match := close.match("".join([kinds[char] for char in text[at : at + 4]]))):
            ends[kind] = at + match.end()
            yield at, ends[kind]


def _find_leads(text: str, start: int = 0) -> Iterator[_Span]:
    return (match.span() for match in _leads().finditer(text, start))


def _find_kana(text: str, start: int = 0) -> Iterator[_Span]:
    return (match.span() for match in _lone_kana().finditer(text, start))


def _find_rows(text: str, start: int = 0) -> Iterator[_Span]:
    """Find rows of ideographs of which none is common, and that hardly any text has in this order."""
    for match in _long_row().finditer(text, start):
        before = text[match.start() - 1 : match.start()] or BOUNDARY
        if sum(open_model().log_bigrams_of(match[0], before)) <= ODD_ROW * ROW:
            yield match.span()


def _find_odd_chars(text: str, start: int = 0) -> Iterator[_Span]:
    return ((at, at + 1) for at in _odd_chars().find(text, start))


def _find_short_rows(text: str, start: int = 0) -> Iterator[_Span]:
    return (match.span() for match in _row_in_short().finditer(text, start))


def _find_signs(text: str) -> Iterator[_Span]:
    return chain(_find_close(text), _find_leads(text), _find_kana(text), _find_rows(text))


def list_windows(text: str) -> Iterator[tuple[re.Match[str], list[_Span]]]:
    """Yield the lines of `text` that are worth a search, and of each the spans that are."""
    if text.isascii():
        return
    found = {line.start(): line for find in (_find_close, _find_leads, _find_kana) for line in _find_lines(find, text)}
    found |= {line.start(): line for line in _find_lines(_find_odd_chars, text) if len(line[0]) <= SHORT}
    rows = _find_rows(text)  # found once, since each is weighed
    found |= {line.start(): line for line in _find_lines(lambda _, at: (row for row in rows if row[0] >= at), text)}
    if len(text) <= SHORT:
        found |= {line.start(): line for line in _find_lines(_find_short_rows, text)}
    for start in sorted(found):
        yield found[start], list(find_windows(found[start][0]))


def _find_lines(find: Callable[[str, int], Iterator[_Span]], text: str) -> Iterator[re.Match[str]]:
    """Yield the lines in which something is found, each once: of debris every other character would be a place."""
    at = 0
    while span := next(find(text, at), None):
        place = span[0]
        begin = max(text.rfind("\n", at, place), text.rfind("\r", at, place), at - 1) + 1
        line = _line().match(text, begin)
        if line is None:
            return
        yield line
        at = line.end()


def find_windows(line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of `line` that are worth a search, in order.

    >>> line = "今天天气很好，" * 40 + "鏂囦欢" + "明天也很好。" * 40
    >>> [line[start:end].strip("今天气很好明也，。") for start, end in find_windows(line)]
    ['鏂囦欢']
    """
    if not may_hold_mojibake(line):
        return
    if len(line) <= WHOLE:
        yield 0, len(line)
        return
    cores: list[tuple[int, int]] = []
    for start, end in sorted(_find_signs(line)):
        low, high = cores[-1] if cores else (start, start)
        # A very long one is divided, at ASCII that is no trail byte of any encoding.
        too_long = high - low > LONGEST and " " <= line[start - 1] < "0"
        if cores and start - high <= APART and not too_long:
            cores[-1] = low, max(high, end)
        else:
            cores.append((start, end))
    behind = [low for low, _ in cores[1:]]
    done = 0
    for (low, high), following in zip(cores, [*behind, len(line)], strict=True):
        end = min(high + MARGIN, max(high, (high + following) // 2) if following < len(line) else len(line))
        yield max(done, low - MARGIN), end
        done = end


def may_be_utf16(text: str) -> bool:
    """Return whether `text` looks like UTF-16 that was read one byte a character: then a line end may be half of 上."""
    if not _controls().search(text) or not _broken_lines().search(text):
        return False
    head = text[:HEAD]
    for name in SINGLE:
        data = b"".join((open_page(name).bytes_of(char) or (b"",))[0] for char in head)
        if len(data) == len(head) and (is_utf16(data, "utf-16-le") or is_utf16(data, "utf-16-be")):
            return True
    return False


def is_utf16(data: bytes, encoding: str) -> bool:
    """Return whether most of the high bytes are those of ideographs, marks and ASCII."""
    high = data[1::2] if encoding == "utf-16-le" else data[::2]
    return 5 * len(high.translate(None, _HIGH_BYTES)) <= len(high)


@cache
def _broken_lines() -> re.Pattern[str]:
    return re.compile("[\r\n]")


@cache
def _controls() -> re.Pattern[str]:
    return re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x80-\x9f]")


@cache
def _line() -> re.Pattern[str]:
    return re.compile("[^\r\n]+")


@cache
def _leads() -> re.Pattern[str]:
    """Return the pattern of the first two bytes of UTF-8 as GBK shows them."""
    lead, second = _show_leads()
    return re.compile(f"[{lead}][{second}?]")


@cache
def _lone_kana() -> re.Pattern[str]:
    return re.compile(f"[{_KANA}](?<=[\u4e00-\u9fff].)(?![\u3041-\u30ff])")


_SINGLE = "\x80-\x9f\xa1-\xa6\xa8-\xaf\xb2-\xb6\xb8-\u02c5\u0370-\u1fff\u2500-\u259f\u2c00-\u2dff"
_OTHER = "\ua000-\uf8ff\uff61-\uff9f\ufffd"
_KANA = "\u3041-\u306d\u306f-\u30fa"  # but の
_BESIDE = "\xa0\xa7\xb0\xb1\xb7\u2018-\u201d\u2026"  # what stands for bytes and is in sound text as well


def _row(size: int) -> str:
    return f"[^\0-\u33ff{commonest_ideographs()}\uff00-\uffff]{{{size}}}"


@cache
def _odd_chars() -> CharClass:
    """Return the characters of which one is worth a look in a short line."""
    return CharClass(f"{_SINGLE}{_OTHER}", uncommon_ideographs())


class _Kinds(dict[str, str]):
    """The kind of a character, for :func:`_close`, filled as they are met."""

    def __missing__(self, char: str) -> str:
        known = (kind for kind, members in _list_kinds() if char in members)
        kind = next(known, "a" if char.isascii() else "x")
        if len(self) < MOST_CHARACTERS:
            self[char] = kind
        return kind


@cache
def _open_kinds() -> _Kinds:
    return _Kinds()


@cache
def _list_kinds() -> tuple[tuple[str, CharClass], ...]:
    classes = {"O": CharClass(_OTHER), "S": CharClass(_SINGLE), "n": CharClass("\r\n"), "?": CharClass("?")}
    return (*classes.items(), ("b", CharClass(_BESIDE)), ("U", uncommon_ideographs()))


@cache
def _close() -> re.Pattern[str]:
    """Match, by their kinds, characters that no sound text has, and two that it seldom has close together.

    Behind one that stands for a byte there may be marks that do so, too; ideographs of debris have no ASCII between
    them.
    """
    return re.compile("O|S[^n]{0,2}[SUb?]|U[^an?]{0,2}[SU]")


@cache
def _long_row() -> re.Pattern[str]:
    return re.compile(_row(ROW))


@cache
def _row_in_short() -> re.Pattern[str]:
    return re.compile(_row(SHORT_ROW))


@cache
def _common_lead() -> re.Pattern[str]:
    leads, second = _show_leads()
    uncommon = uncommon_ideographs()
    common = "".join(char for char in leads if char not in uncommon)
    return re.compile(f"[{common}][{second}?]")


@cache
def _show_leads() -> tuple[str, str]:
    """Return, as GBK shows them, the first two bytes of UTF-8's ideographs, and their last one with the next first."""
    lead = "".join(_show(first, second) for first in range(0xE2, 0xF0) for second in range(0x80, 0xC0))
    return lead, "".join(_show(first, second) for first in range(0x81, 0xC0) for second in range(0xE2, 0xF0))


def _show(first: int, second: int) -> str:
    return bytes((first, second)).decode("gb18030", "ignore")
