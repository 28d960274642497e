"""Pieces of debris side by side are one stretch: one finding, one estimate of what is lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from zhfix.edits import Span
from zhfix.rules._lost_shapes import DOUBLE_BYTE, FIRST_HALVES, UNREADABLE, Piece, find_pieces

_GAP, _MARKED_GAP = 2, 4
"""Characters between two pieces of one stretch: bytes that happened to survive, and question marks in place of more."""


class Stretch:
    """Pieces of debris of one line, with nothing between them that is text."""

    def __init__(self, line: str, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.start, self.end = pieces[0].start, pieces[-1].end
        self.text = line[self.start : self.end]
        self.kinds = frozenset(piece.kind for piece in pieces)

    @property
    def span(self) -> Span:
        """Where it lies in its line."""
        return self.start, self.end

    @cached_property
    def whole(self) -> bool:
        """Whether it is made of units that people quote, and of nothing else."""
        gaps = sum(following.start - piece.end for piece, following in zip(self.pieces, self.pieces[1:], strict=False))
        return not gaps and all(piece.whole for piece in self.pieces)

    @cached_property
    def units(self) -> int:
        """How many of them, a run of a fill being one."""
        return sum(max(1, (piece.end - piece.start) // 3) if piece.page in _PAGES else 1 for piece in self.pieces)

    @cached_property
    def lost(self) -> int:
        """About how many characters of the original are gone.

        Each U+FFFD is a byte that could not be read, and what lies between them survived from other bytes of the same
        text; two bytes are a character in GBK and Big5, and a character of UTF-8 that was cut leaves one or two.
        Question marks and boxes stand for one each, and memory that was filled was no text.
        """
        if self.kinds <= {"questions", "boxes"}:
            return sum(self.text.count(char) for char in set(self.text) if not (char.isspace() or char in _SEPARATORS))
        if self.kinds == {"fill"}:
            return 0
        size = sum(self._count_bytes(piece) for piece in self.pieces)
        survived = sum(
            _count_surviving(self.text[piece.end - self.start : following.start - self.start])
            for piece, following in zip(self.pieces, self.pieces[1:], strict=False)
        )
        return max(1, (size + survived) // 2)

    def _count_bytes(self, piece: Piece) -> int:
        shown = self.text[piece.start - self.start : piece.end - self.start]
        if piece.page in _PAGES:
            return max(1, len(shown.encode(_PAGES[piece.page], "replace")) // 3)
        if piece.kind == "unreadable":
            return shown.count(UNREADABLE)
        return 1 if piece.kind == "replaced" else 0


_PAGES = {page: codec for codec, page in DOUBLE_BYTE.items()}
_SEPARATORS = "，。、：；！,.:;!"


def _count_surviving(gap: str) -> int:
    return sum(1 if char < "\u0800" else 2 for char in gap if not char.isascii())


def find_stretches(line: str) -> Iterator[Stretch]:
    """Find the stretches of debris in a line, less what may be sound: 锟 is also a name.

    >>> [stretch.text for stretch in find_stretches("锟斤拷锟缴德ｏ拷，曹锟进京")]
    ['锟斤拷锟缴德ｏ拷']
    """
    joined: list[Piece] = []
    for piece in find_pieces(line):
        if joined and not _belong_together(joined[-1], piece, line):
            yield from _take_sure(line, joined)
            joined = []
        joined.append(piece)
    yield from _take_sure(line, joined)


def _take_sure(line: str, pieces: list[Piece]) -> Iterator[Stretch]:
    """Yield a stretch that has something sure in it, or two pairs one of which has the rare first character."""
    unsure = len(pieces) > 1 and any(line[piece.start] in FIRST_HALVES for piece in pieces)
    if pieces and (unsure or any(piece.sure for piece in pieces)):
        yield Stretch(line, pieces)


def _belong_together(piece: Piece, following: Piece, line: str) -> bool:
    gap = line[piece.end : following.start]
    kinds = {piece.kind, following.kind}
    if not gap:
        return "boxes" not in kinds
    if kinds & {"boxes", "questions"} or kinds == {"fill"}:
        return False
    if not gap.strip("?"):
        return len(gap) <= _MARKED_GAP
    if len(gap) > _GAP or (not (piece.sure and following.sure) and any(char in _SEPARATORS for char in gap)):
        return False
    if any(_is_han(char) for char in gap):  # what survived may be one, in a page of two bytes a character
        return kinds == {"replaced"} and (len(gap) == 1 or not (piece.sure and following.sure))
    return "fill" not in kinds


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
