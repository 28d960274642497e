"""What a file holds, read as a stream: its text, and what is found out about its bytes meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from zhfix.blocks import Part, place_parts
from zhfix.compressed import Source
from zhfix.edits import apply_edits
from zhfix.encoding.decoded import BINARY, Piece
from zhfix.encoding.encode import MARKED
from zhfix.encoding.rewrite import Rewriter
from zhfix.encoding.stream import StreamReader
from zhfix.result import Result, split_steps

CHUNK = 65_536
"""Bytes that are read in one go."""
MAX_FINDINGS = 1_000
"""Findings, and unreadable places, that are kept one by one; more are counted."""


@dataclass(slots=True)
class Account:
    """All that is to be known of a file that is repaired: its bytes, what was written, and what was found.

    It takes memory as the file does, and is kept where a caller asks for it.
    """

    source: bytearray = field(default_factory=bytearray)
    output: bytearray = field(default_factory=bytearray)
    pieces: list[Piece] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def make_result(self) -> Result:
        """Return what became of the text, as :func:`zhfix.explain` tells it."""
        text = "".join(part.text for part in self.parts)
        edits, found = place_parts(self.parts)
        steps = split_steps(edits, sorted({edit.rule for edit in edits}))
        return Result(text, apply_edits(text, edits), tuple(edits), tuple(found), steps)


class WatchedSource:
    """A file that is read, where somebody wants to know how far it is."""

    def __init__(self, file: Source, watch: Callable[[int], object] | None) -> None:
        self._file, self._watch = file, watch

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`."""
        data = self._file.read(size)
        if self._watch is not None:
            self._watch(len(data))
        return data


def read_pieces(source: Source, reader: StreamReader) -> Iterator[tuple[Piece, bytes]]:
    """Yield the pieces of what `source` holds as `reader` tells them, each with its bytes."""
    raw, offset = bytearray(), 0

    def feed() -> Iterator[Piece]:
        while chunk := source.read(CHUNK):
            raw.extend(chunk)
            yield from reader.feed(chunk)
        yield from reader.finish()

    for piece in feed():
        size = piece.end - offset
        yield piece, bytes(raw[piece.start - offset : size])
        del raw[:size]
        offset = piece.end


class FileReading:
    """The text of a stream of bytes, and what is found out about these meanwhile."""

    def __init__(self, source: Source, reader: StreamReader, writer: Rewriter, account: Account | None) -> None:
        self._account = account
        self.reader = reader
        self.writer = writer
        self.encodings: Counter[str] = Counter()  # bytes of each
        self.edits: Counter[str] = Counter()
        self.unreadable: list[tuple[int, bytes]] = []
        self.certain = 0.0
        self._pieces = read_pieces(source, reader)
        self._first: tuple[Piece, bytes] | None = None

    def is_binary(self) -> bool:
        """Return whether it begins as no text at all."""
        self._first = next(self._pieces, None)
        return self._first is not None and self._first[0].encoding == BINARY

    def texts(self) -> Iterator[str]:
        """Yield the text, telling the writer of each piece before."""
        if self._first is not None:
            yield self._note(*self._first)
        for piece, data in self._pieces:
            yield self._note(piece, data)

    def _note(self, piece: Piece, data: bytes) -> str:
        self.writer.note(piece, data, self.reader.bom)
        self.encodings[piece.encoding] += len(data)
        if self._account is not None:
            self._account.source += data
            self._account.pieces.append(piece)
        self.certain += piece.confidence * len(data)
        for edit in piece.edits:
            if edit.rule != MARKED:
                self.edits[edit.rule] += 1
            elif len(self.unreadable) < MAX_FINDINGS:
                self.unreadable.append((edit.start, edit.before))
        return piece.text
