r"""What text that is lost for good looks like, derived from bytes: each shape is some bytes read in some code page.

A decoder that meets bytes which are none writes U+FFFD, which is EF BF BD in UTF-8.  Saved so and read as GBK, two of
them are 锟斤拷; every other code page has its own shape of the same three bytes.  Memory that a program never wrote
holds CC in every byte, which is 烫 in GBK.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

UNREADABLE = "\N{REPLACEMENT CHARACTER}"

_MARK = b"\xef\xbf\xbd"
_OTHER_MARKS = (b"\xef\xbf\xbf", b"\xef\xbf\xbe")  # noncharacters, which some programs write in its stead

SINGLE_BYTE = {
    "cp1252": "Windows-1252", "latin-1": "Latin-1", "cp1254": "Windows-1254", "iso8859-15": "Latin-9",
    "cp1250": "Windows-1250", "iso8859-2": "Latin-2", "cp1251": "Windows-1251", "koi8-r": "KOI8-R",
    "cp866": "CP866", "cp437": "CP437", "cp850": "CP850", "mac_roman": "Mac Roman",
}  # fmt: skip
DOUBLE_BYTE = {"gb18030": "GBK", "cp950": "Big5", "euc_jp": "EUC-JP", "cp949": "CP949"}
"""Python's codecs that two U+FFFD make three characters in, and what the page is called."""
FIRST_HALVES = "锟嚙鐃占"
"""The first of those three characters, in each of them."""

# Bytes that memory is filled with: by Microsoft's debugging runtime on the stack where it is new (CC), on the heap
# where it is new (CD) or freed (DD), and around aligned blocks (ED); by Windows where a heap is freed (FEEE, here read
# from its second byte on).  FD and AB, which guard the ends of blocks, and FEEE in step are private use in GBK.
_FILLS = (b"\xcc\xcc", b"\xcd\xcd", b"\xdd\xdd", b"\xed\xed", b"\xee\xfe")
_SANITIZER = b"\xbe\xbe"  # AddressSanitizer's, of new memory; in Big5 it is 噢, which people do repeat
_LEAST_FILL, _LEAST_LATIN_FILL = 3, 8
"""Characters that make a run of one fill: 烫烫 is a word, and 'SÍÍÍÍÍ' a cheer."""


class Piece(NamedTuple):
    """A span of debris.

    `kind` is *replaced* (U+FFFD that was misread), *unreadable* (U+FFFD itself), *fill*, *questions* or *boxes*.
    `sure` is false where sound text may have the same characters by chance; `whole` is true where they are a unit
    that people quote.  `page` is the code page that it was read in, or the bytes of a fill.
    """

    start: int
    end: int
    kind: str
    sure: bool = True
    whole: bool = True
    page: str = ""


def decode_sloppily(data: bytes, codec: str) -> str:
    """Decode as browsers do: a byte that the code page leaves undefined is the control of its number."""
    return "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in data)


@cache
def _list_shapes() -> dict[str, str]:
    """Return every shape of U+FFFD that is a string of its own, with the page it was read in.

    >>> shapes = _list_shapes()
    >>> shapes["ï¿½"], shapes["пїЅ"], shapes["茂驴陆"]
    ('Windows-1252', 'Windows-1251', 'Windows-1252, GBK')
    """
    shapes: dict[str, str] = {}
    for codec, name in SINGLE_BYTE.items():
        once = decode_sloppily(_MARK, codec)
        twice = decode_sloppily(once.encode(), codec)
        found = [(once, name), (twice, f"{name}, {name}")]
        found += [(decode_sloppily(mark, codec), name) for mark in _OTHER_MARKS]
        if codec in ("cp1252", "latin-1"):
            found.append((decode_sloppily(twice.encode(), codec), f"{name}, {name}, {name}"))
        for shape, page in found:
            shapes.setdefault(shape, page)
            shapes.setdefault(shape.lower(), page)  # a program folded case afterwards: 'ã¯â¿â½'
    once = decode_sloppily(_MARK, "cp1252")
    for codec in ("gb18030", "cp950", "cp949"):  # and not EUC-JP, where it is 誰多遜: those may be words
        shapes.setdefault(once.encode().decode(codec), f"Windows-1252, {DOUBLE_BYTE[codec]}")
    return shapes


def _read_pairs(codec: str, pairs: Iterator[bytes]) -> str:
    """Return the characters of byte pairs, as the inside of a class of a regular expression."""
    read = (pair.decode(codec, "ignore") for pair in pairs)
    return "".join(char for char in read if len(char) == 1 and not char.isascii())


class _Group(NamedTuple):
    """An expression for pieces of one description, and the characters that may begin one."""

    pattern: str
    begins: str
    found: tuple[str, bool, bool, str]


def _list_shape_groups() -> Iterator[_Group]:
    by_page: dict[str, list[str]] = {}
    for shape, page in _list_shapes().items():
        by_page.setdefault(page, []).append(shape)
    for page, shapes in by_page.items():
        union = "|".join(re.escape(shape) for shape in sorted(shapes, key=len, reverse=True))
        yield _Group(union, "".join(shape[0] for shape in shapes), ("replaced", True, True, page))


def _list_pair_groups() -> Iterator[_Group]:
    """Two U+FFFD are three pairs of bytes, EF BF, BD EF and BF BD; other bytes between them end up in either half."""
    for codec, page in DOUBLE_BYTE.items():
        first, middle, last = tuple((_MARK * 2).decode(codec))
        behind = _read_pairs(codec, (bytes([0xBD, trail]) for trail in range(0x40, 0xFF)))
        before = _read_pairs(codec, (bytes([lead, 0xEF]) for lead in range(0x81, 0xFF)))
        cycle = f"(?:{first}{middle}{last})+"
        tail = f"{first}(?!{middle}{last}){middle}?"  # not of a cycle
        inner = f"{middle}?{last}{first}{middle}?|{first}{middle}(?!{last})"
        part = f"{middle}?{last}{cycle}(?:{tail})?|{cycle}{tail}|{inner}"
        # A part stands first, as it is the longer where both fit.
        yield _Group(part, first + middle + last, ("replaced", True, False, page))
        yield _Group(cycle, first, ("replaced", True, True, page))
        yield _Group(f"{first}[{behind}?]|[{before}]{last}", first + before, ("replaced", False, False, page))
    # Shift_JIS has no character EF BF: a program skips one byte or both, and writes U+FFFD or the dot of Windows.
    shapes = f"{UNREADABLE}ｿ?ｽ|・ｽ(?=・ｽ)|(?<=・ｽ)・ｽ"
    yield _Group(shapes, f"{UNREADABLE}・", ("replaced", True, True, "Shift_JIS"))
    yield _Group(f"[锟嚙鐃]?{UNREADABLE}+", f"锟嚙鐃{UNREADABLE}", ("unreadable", True, True, ""))


def _list_fill_groups() -> Iterator[_Group]:
    for char, tail, page in _list_fills():
        if tail:
            yield _Group(f"{char}{{{_LEAST_FILL},}}[{tail}]", char, ("fill", True, False, page))
        yield _Group(f"{char}{{{_LEAST_FILL},}}", char, ("fill", True, True, page))
    for char in "ÌÍÝ":
        yield _Group(f"{char}{{{_LEAST_LATIN_FILL},}}", char, ("fill", True, False, f"{ord(char):02X}"))


@cache
def _compile_pieces() -> tuple[re.Pattern[str], tuple[tuple[str, bool, bool, str], ...]]:
    """Return the expression whose n-th group is a piece of the n-th description: kind, sure, whole, page."""
    groups = [*_list_shape_groups(), *_list_pair_groups(), *_list_fill_groups()]
    groups.append(_Group(_QUESTIONS, "?", ("questions", True, True, "")))
    groups.append(_Group(_BOXES, BOXES, ("boxes", True, True, "")))
    begins = re.escape("".join(sorted({char for group in groups for char in group.begins})))
    union = "|".join(f"({group.pattern})" for group in groups)
    return re.compile(f"(?=[{begins}])(?:{union})"), tuple(group.found for group in groups)


# Runs of question marks and boxes; whether they stand for lost text is decided by what is around them.
_QUESTIONS = r"\?{2,}(?:[ \t，。、：；！,.:;!]{1,2}\?{2,})+|\?{3,}|(?<=[\u3400-\u9fff])\?\?(?=[\u3400-\u9fff])"
BOXES = "\N{WHITE SQUARE}\N{WHITE VERTICAL RECTANGLE}\N{BALLOT BOX WITH X}\N{GETA MARK}"
_SQUARE, _RECTANGLE, _CROSSED, _GETA = tuple(BOXES)
_BOXES = rf"{_SQUARE}{{2,}}|{_RECTANGLE}+|{_CROSSED}{{2,}}|(?<=[\u3400-\u9fff]){_GETA}{{1,6}}(?=[\u3400-\u9fff])"


@cache
def _list_fills() -> tuple[tuple[str, str, str], ...]:
    """Return the character of each fill, those that swallowed the ASCII letter behind it, and the bytes.

    >>> [char for char, _, page in _list_fills() if page == "CC"]
    ['烫', '昍', '儆']
    """
    fills = []
    for codec in ("gb18030", "cp950", "cp949"):
        for fill in (*_FILLS, _SANITIZER) if codec == "gb18030" else _FILLS:
            char = fill.decode(codec)
            tail = _read_pairs(codec, (bytes([fill[0], trail]) for trail in range(0x40, 0x7F)))
            fills.append((char, tail if fill[0] == fill[1] else "", "FEEE" if fill[0] == 0xEE else f"{fill[0]:02X}"))
    return tuple(fills)


# Each shape of `_list_shapes` has one of these.
_SEEDS = "¿˝żŹĹĺї©╫╬╘┐╤⌐┤ø√驴聶챦"


def list_seeds() -> str:
    """Return the members of a class that debris cannot do without, question marks in place of characters included."""
    return f"?{_list_rare_seeds()}"


def _list_rare_seeds() -> str:
    """Return those that sound text seldom has."""
    fills = "".join(char for char, _, _ in _list_fills())
    return f"{UNREADABLE}锟拷嚙鐃쏙옙ｽÌÍÝ{_SEEDS}{BOXES}{fills}"


@cache
def _search_seeds() -> Callable[[str], object]:
    return re.compile(f"[{_list_rare_seeds()}]").search


def may_hold_debris(text: str) -> bool:
    """Return whether `text` holds a character that debris cannot do without, or a run of question marks."""
    return "??" in text or (not text.isascii() and bool(_search_seeds()(text)))


@cache
def _seed() -> re.Pattern[str]:
    """Return the pattern of a character that debris cannot do without, or of two question marks."""
    return re.compile(f"[{list_seeds()}](?:(?<!\\?)|\\?)")


def find_lines(text: str) -> Iterator[re.Match[str]]:
    """Yield the lines of `text` that may hold debris, in order."""
    line, end = re.compile("[^\r\n]+"), 0
    for seed in _seed().finditer(text):
        if seed.start() >= end:
            start = max(text.rfind("\n", end, seed.start()), text.rfind("\r", end, seed.start()), end - 1) + 1
            if match := line.match(text, start):
                yield match
                end = match.end()


def find_pieces(line: str) -> Iterator[Piece]:
    """Find the debris of one line, sure and unsure.

    >>> [(line_piece.kind, line_piece.page) for line_piece in find_pieces("锟斤拷 ï¿½ 烫烫烫 占쏙옙")]
    [('replaced', 'GBK'), ('replaced', 'Windows-1252'), ('fill', 'CC'), ('replaced', 'CP949')]
    """
    pattern, kinds = _compile_pieces()
    for match in pattern.finditer(line):
        assert match.lastindex  # every alternative is a group
        kind, sure, whole, page = kinds[match.lastindex - 1]
        yield Piece(*match.span(), kind, sure, whole, page)
