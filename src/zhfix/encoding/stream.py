"""Bytes in blocks: one way through for data that is all there and for data that comes in chunks.

What the encoding is gets decided once, from the first 256 kB that are not plain ASCII. Then the data is read in
blocks of some 64 kB that end with a line. Where a block ends depends on the bytes and not on the chunks they
came in, so that a stream gives the same text as the whole, in memory that does not grow.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache

from zhfix.encoding.codepages import read
from zhfix.encoding.decoded import BINARY, LATIN, Piece
from zhfix.encoding.detect import MARKS, SAMPLES, Detection, is_plain, rank_encodings
from zhfix.encoding.hypotheses import Hints
from zhfix.encoding.lines import read_plainly
from zhfix.encoding.segments import read_block
from zhfix.encoding.utf16 import find_end, is_mangled, read_mangled
from zhfix.errors import OptionError

BLOCK = 65_536
LONGEST_MARK = 4
"""Bytes of the longest byte order mark."""
_NOT_ALONE = bytes(range(0x30, 0x100))
"""Bytes that may be part of a longer character: all below are characters in encodings without units and shifts."""
SHIFTED = frozenset(("hz", "iso-2022-cn", "iso2022_jp", "iso2022_kr", "utf-7"))
"""Encodings in which ASCII bytes are characters or halves of them, by what stands before."""


@cache
def _back_to_ascii() -> re.Pattern[bytes]:
    """Return the search for what ends a shift: a line end, or its own sign."""
    return re.compile(rb"\n|~\}|\x1b\([BJ]|\x0f")


def _marked(mark: bytes, name: str) -> tuple[str, ...]:
    """Return the names of the encodings that a byte order mark may begin."""
    if name == "utf-8-sig":
        return "utf-8", name
    order = "be" if mark in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else "le"
    return name, f"{name}-{order}"


class StreamReader:
    """Takes bytes by :meth:`feed` and gives them back as pieces; `encoding` is known after the first that is not ASCII.

    With `encoding` given, nothing is detected or repaired: it reads as the web does.
    """

    def __init__(self, hints: Hints, encoding: str | None = None) -> None:
        if encoding is not None and hints.candidates:
            raise OptionError(
                "encoding= says what the bytes are, and candidates= what they may be: give one of the two"
            )
        self._hints = hints
        self._told = encoding
        self._buffer = bytearray()
        self._wanted = BLOCK + LONGEST_MARK
        self._deciding = False
        self._offset = 0
        self.found: list[Detection] = []
        self.bom = b""
        self._mangled = False

    @property
    def encoding(self) -> str | None:
        """The encoding that was found, or None while all has been ASCII."""
        return self._told or (self.found[0].encoding if self.found else None)

    def feed(self, data: bytes) -> Iterator[Piece]:
        """Take more bytes, and yield what can be read for good."""
        self._buffer += data
        while len(self._buffer) > self._wanted:
            if self.encoding is None and not self._deciding and not self._is_neutral():
                self._deciding = True
                self._wanted = SAMPLES[-1] + LONGEST_MARK
                continue
            size = len(self._buffer)
            yield from self._next_block(final=False)
            # Where nothing could be taken, an end is still to come.
            self._wanted = BLOCK if len(self._buffer) < size else size + BLOCK

    def finish(self) -> Iterator[Piece]:
        """Yield the rest: there are no more bytes."""
        while self._buffer:
            yield from self._next_block(final=True)

    def _next_block(self, *, final: bool) -> Iterator[Piece]:
        first = self._offset == 0
        if self.encoding is None and ((final and len(self._buffer) <= BLOCK) or not self._is_neutral()):
            self.found = rank_encodings(bytes(self._buffer[: SAMPLES[-1]]), self._hints)
        if first:
            yield from self._take_mark()
            self._mangled = self._told is None and is_mangled(bytes(self._buffer[: SAMPLES[-1]]), self._actual())
        last = final and len(self._buffer) <= BLOCK
        end = len(self._buffer) if last else self._find_end()
        if not end and not final:
            return
        block, offset = bytes(self._buffer[: end or len(self._buffer)]), self._offset
        del self._buffer[: len(block)]
        self._offset += len(block)
        if not block:
            return
        for piece in self._read(block, first=first, last=final and not self._buffer):
            edits = tuple(edit._replace(start=edit.start + offset, end=edit.end + offset) for edit in piece.edits)
            yield piece._replace(start=piece.start + offset, end=piece.end + offset, edits=edits)

    def _is_neutral(self) -> bool:
        """Return whether the next block is ASCII, and what follows may be anything."""
        return not self._hints.candidates and is_plain(bytes(self._buffer[:BLOCK]))

    def _take_mark(self) -> Iterator[Piece]:
        """Take the byte order mark off, if there is one of the encoding."""
        for mark, name in MARKS:
            if self._buffer.startswith(mark) and self.encoding in _marked(mark, name):
                self.bom = mark
                del self._buffer[: len(mark)]
                self._offset = len(mark)
                yield Piece(0, len(mark), "", self.encoding or name, 1.0)
                return

    def _actual(self) -> str:
        """Return the encoding to read with: without a mark, and with its byte order made out."""
        name = self.encoding or "ascii"
        if name in ("utf-16", "utf-32"):
            return f"{name}-be" if self.bom in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else f"{name}-le"
        return "utf-8" if name == "utf-8-sig" else name

    def _find_end(self) -> int:
        """Return where the next block ends: behind a line, or a character that stands alone, or any character.

        It is 0 where that is still to come: shifts of HZ and ISO-2022 are not cut.
        """
        head, name = bytes(self._buffer[:BLOCK]), self._actual()
        if name == BINARY:
            return BLOCK
        if self._mangled:
            return find_end(head) or BLOCK
        if name in SHIFTED:
            ends = [found.end() for found in _back_to_ascii().finditer(head)]
            later = None if ends else _back_to_ascii().search(self._buffer, BLOCK)
            return ends[-1] if ends else later.end() if later else 0
        if not name.startswith(("utf-16", "utf-32")):
            if (line := head.rfind(b"\n")) >= 0:
                return line + 1
            if alone := len(head.rstrip(_NOT_ALONE)):
                return alone
        faults = read(head, name).faults
        return faults[-1].start if faults and faults[-1].cut and faults[-1].start else BLOCK

    def _read(self, block: bytes, *, first: bool, last: bool) -> list[Piece]:
        encoding = self._actual()
        if encoding == BINARY:
            return [Piece(0, len(block), block.decode(LATIN), BINARY, self.found[0].confidence)]
        if self._told is not None:
            pieces = [read_plainly(block, encoding)]
        elif self._mangled:
            pieces = [read_mangled(block, encoding)]
        else:
            pieces = read_block(block, encoding, self._hints, first=first, last=last)
        certainty = self.found[0].confidence if self.found else 1.0
        named = self.encoding or "ascii"
        return [
            piece._replace(encoding=named, confidence=certainty) if piece.encoding == encoding else piece
            for piece in pieces
        ]
