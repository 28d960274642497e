"""Lines with escapes: which of them are read, by what else the line holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from zhfix.patterns import compile_pattern
from zhfix.rules import _escape_scene as scene
from zhfix.rules._escape_bytes import Region, read_regions
from zhfix.rules._escape_chars import MARKS, NONSENSE, Piece, count_han, mean_score
from zhfix.rules._language import is_mostly_foreign

LINE_END = r"[\r\n](?<![=\r][\r\n])"
"""What ends a line, unless mail wrapped it there."""


class Line(NamedTuple):
    """A line and the stretches of escapes in it, in order."""

    start: int
    end: int
    found: tuple[Piece | Region, ...]


def group_lines(text: str, found: Sequence[Piece | Region]) -> Iterator[Line]:
    """Yield the lines that `found`, which is sorted, begins in; those that mail wrapped are one."""
    start, end = 0, -1
    members: list[Piece | Region] = []
    for each in found:
        if each.start >= end:
            if members:
                yield Line(start, end, tuple(members))
            start = _find_start(text, each.start, end + 1)
            match = compile_pattern(LINE_END).search(text, each.start + 1)
            end = match.start() if match else len(text)
            members = []
        members.append(each)
    if members:
        yield Line(start, end, tuple(members))


def _find_start(text: str, place: int, limit: int) -> int:
    """Return where the line begins that `place` is in, and not before `limit`, where some line does."""
    ends = {mark: text.rfind(mark, limit, place + 1) for mark in "\r\n"}
    while (at := max(ends.values())) >= 0:
        if text[at - 1 : at] not in ("=", "\r"):
            return at + 1
        ends[text[at]] = text.rfind(text[at], limit, at)  # the other is not looked for again: it may be far away
    return limit


def judge_line(text: str, line: Line, *, expected: bool) -> Iterator[Piece]:
    """Yield the pieces of a line that are read."""
    start, end, _ = line
    content = text[start:end]
    pieces = _read(text, line, expected=expected)
    words = "\n".join(piece.after for piece in pieces)
    if not pieces or is_mostly_foreign(words) or is_mostly_foreign(content + words) or scene.has_range(content):
        return
    if count_han(words) > 1 and mean_score(words, symbols=False) < NONSENSE:
        return
    if scene.is_explained(text, start, end, pieces):
        return
    scale = _Scale.of(text, pieces, chinese=count_han(content) + count_han(words) > 0)
    kept = [piece for piece in pieces if _is_kept(text, piece, scale)]
    if any(piece.form.startswith("\\") for piece in kept) and scene.is_statement(content):
        kept = [piece for piece in kept if not piece.form.startswith("\\")]
    yield from kept
    if any(piece.form == "=" for piece in kept):  # then the lines were wrapped by the same hand
        yield from _find_wraps(text, start, end, kept)


class _Scale(NamedTuple):
    """How much the pieces of a line hold, by kind: the ideographs of the longest, and of all.

    Pieces that only a number parts count as one.  `edges` are the ends of pieces with ideographs; `chinese` says
    whether the line has any at all.
    """

    longest: dict[str, int]
    total: dict[str, int]
    edges: frozenset[int]
    chinese: bool

    @classmethod
    def of(cls, text: str, pieces: Sequence[Piece], *, chinese: bool) -> _Scale:
        """Measure `pieces` of a line that is `chinese`."""
        longest: dict[str, int] = {}
        total: dict[str, int] = {}
        edges = set()
        length, last = 0, 0
        for piece in pieces:
            gap = text[last : piece.start] if piece.start - last <= LONGEST_GAP else "-"
            length = piece.han + (length if compile_pattern(GAP).fullmatch(gap) else 0)
            last = piece.end
            longest[piece.kind] = max(longest.get(piece.kind, 0), length)
            total[piece.kind] = total.get(piece.kind, 0) + piece.han
            if piece.han:
                edges |= {piece.start, piece.end}
        return cls(longest, total, frozenset(edges), chinese)


GAP, LONGEST_GAP = " ?(?:[0-9.%]*|[A-Za-z]) ?", 8
"""What may part the escapes of one text, and how long it is at most: 1月5日, 共 12 条, 维生素 C 片."""


def _is_kept(text: str, piece: Piece, scale: _Scale) -> bool:
    """Return whether a piece of a line in Chinese is read.

    Ideographs are, where two of them say that this is text, or where one fills a gap in plain Chinese or is one of
    several notations in the line.  Marks and emoji
    are beside Chinese and in a line with words in the same notation, and those escaped twice in any Chinese line.
    """
    if piece.han:
        beside = sum(scale.total.values()) - piece.han > 1  # other escapes, in whatever notation
        if piece.kind == "code":
            return scale.longest["code"] > 1 or (beside and scene.lies_in_chinese(text, piece.start, piece.end))
        fills_gap = piece.kind == "entity" and scene.touches_chinese(text, piece.start, piece.end)
        return beside or scale.total[piece.kind] > 1 or fills_gap
    if piece.kind == "mark" and text.startswith(("amp;", "#"), piece.start + 1):
        return scale.chinese
    if not compile_pattern(f"[{MARKS}\U0001f000-\U0001faff]+").fullmatch(piece.after):
        return False
    if scale.longest.get(piece.kind, 0) > 1 or scale.edges & {piece.start, piece.end}:
        return True
    in_class = piece.kind != "mark" and scene.is_in_class(text, piece.start)
    return scene.touches_chinese(text, piece.start, piece.end) and not in_class


def _find_wraps(text: str, start: int, end: int, kept: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the line ends that mail put in, outside of what is `kept`."""
    ends = [piece.end for piece in kept]
    for match in compile_pattern(r"=[ \t]*\r?\n").finditer(text, start, end):
        k = bisect_right(ends, match.start())
        if k == len(kept) or match.end() <= kept[k].start:
            yield Piece(*match.span(), "", "=", "wrap")


def _read(text: str, line: Line, *, expected: bool) -> list[Piece]:
    """Return the pieces of a line, its bytes read, less what lies in addresses and paths."""
    start, end, found = line
    places = [each.start for each in found if each.form.startswith("%")]
    addresses = list(scene.find_addresses(text, start, end, places)) if places else []
    ends = [end for _, end in addresses]

    def stays(each: Piece | Region) -> bool:
        if each.form.startswith("%"):
            k = bisect_right(ends, each.start)
            return k < len(addresses) and addresses[k][0] <= each.start
        return each.form.startswith("\\") and scene.is_in_path(text, start, each.start)

    free = [each for each in found if not stays(each)]
    pieces = [each for each in free if isinstance(each, Piece)]
    regions = sorted((each for each in free if isinstance(each, Region)), key=lambda each: each.form)
    for _, members in groupby(regions, key=lambda each: each.form):
        pieces += read_regions(list(members), expected=expected)
    return sorted(pieces)


def drop_overlapping(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces sorted and disjoint: those that prove themselves first, then what begins first."""
    kept: list[Piece] = []
    sealed = sorted(piece for piece in pieces if piece.sealed)
    ends = [piece.end for piece in sealed]
    at = 0
    for piece in sorted(pieces):
        k = bisect_right(ends, piece.start)
        inside = not piece.sealed and k < len(sealed) and sealed[k].start < piece.end
        if piece.start >= at and not inside:
            kept.append(piece)
            at = piece.end
    return kept
