r"""Text that was read from a stream, back to the bytes that it came from, with edits made: what ``fix_file`` writes.

>>> from zhfix.edits import Edit
>>> from zhfix.encoding.decoded import ByteEdit
>>> data = "图书馆".encode("gb18030") + b"\xff\n"
>>> writer = Rewriter()
>>> lost = ByteEdit(6, 7, b"\xff", "\ufffd", "salvage.mark_unreadable")
>>> writer.note(Piece(0, len(data), "图书馆\ufffd\n", "gb18030", 1.0, (lost,)), data)
>>> data = writer.write("图书馆\ufffd\n", [Edit(0, 1, "图", "藏", "my.rule")]) + writer.finish()
>>> data == "藏书馆".encode("gb18030") + b"\xff\n"
True
"""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from zhfix.edits import Edit
from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.codepages import write as write_text
from zhfix.encoding.decoded import BINARY, LATIN, Decoded, Piece, Segment
from zhfix.encoding.encode import WIDER, name_actual, trace_bytes, write_unchanged
from zhfix.encoding.registry import find_encoding
from zhfix.errors import EncodeError

_MARKED_NAMES = {
    "utf-8-sig": ("utf-8", codecs.BOM_UTF8),
    "utf-16": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-32": ("utf-32-le", codecs.BOM_UTF32_LE),
}
"""Names that promise a byte order mark: what to write in, and the mark."""


class _Span(NamedTuple):
    """Text from `start` to `end` that was `data`, in `encoding`; no data if they are not known, `marked` if U+FFFD."""

    start: int
    end: int
    encoding: str
    data: bytes | None
    marked: bool = False


class Rewriter:
    """Is told of each piece by :meth:`note`, then given the text in order by :meth:`write`.

    Each stretch is written in the encoding that it came in, or all in `encoding`.  What was not changed is written as
    it was, byte for byte; bytes that could not be read stay where they were unless the encoding is another one.
    """

    def __init__(self, encoding: str | None = None) -> None:
        self._told: str | None = None
        self._mark = b""
        if encoding is not None:
            name = find_encoding(encoding).name
            self._told, self._mark = _MARKED_NAMES.get(name, (name, b""))
        self._spans: deque[_Span] = deque()
        self._noted = 0  # characters
        self._at = 0  # where the text begins that is held back because its span is not complete
        self._held: list[str] = []
        self._size = 0
        self._last = "utf-8"  # the encoding before this place

    def note(self, piece: Piece, data: bytes, bom: bytes = b"") -> None:
        """Remember that the text of `piece` was `data`."""
        name = name_actual(piece.encoding, bom)
        if name == "ascii":  # an edit may bring in Han, which are written as they would be today
            name = "utf-8" if self._last == "ascii" else self._last
        start, end = self._noted, self._noted + len(piece.text)
        self._noted = end
        if start == end:
            return
        if not piece.edits:
            self._spans.append(_Span(start, end, name, data))
            return
        edits = tuple(edit._replace(start=edit.start - piece.start, end=edit.end - piece.start) for edit in piece.edits)
        segments = (Segment(0, len(data), name, 1.0),)
        spans = trace_bytes(Decoded(piece.text, name, 1.0, segments, edits)) or ()
        self._spans += (_Span(start + x.start, start + x.end, name, x.data, x.marked) for x in spans if x.start < x.end)
        if not spans:
            self._spans.append(_Span(start, end, name, None))

    def is_binary(self, start: int, end: int) -> bool:
        """Return whether any of the text from `start` to `end`, not written yet, is no text but bytes."""
        for span in self._spans:
            if span.start > end:
                break
            if span.encoding == BINARY and span.end > start:
                return True
        return False

    def open(self, bom: bytes) -> bytes:
        """Return the byte order mark to begin with, given the one that was read."""
        if self._told is None or (self._spans and self._spans[0].encoding == BINARY):
            return bom
        if self._told == "utf-8" and bom == codecs.BOM_UTF8:
            return bom
        return self._mark

    def write(self, text: str, edits: Sequence[Edit]) -> bytes:
        """Return the bytes for the next stretch of text with its edits made, as far as they can be told by now."""
        written: list[bytes] = []
        at = 0
        for edit in edits:
            written += self._keep(text[at : edit.start])
            written += self._replace(edit)
            at = edit.end
        written += self._keep(text[at:] if at else text)
        return b"".join(written)

    def finish(self) -> bytes:
        """Return what was held back."""
        return b"".join(self._flush())

    def _keep(self, text: str) -> Iterator[bytes]:
        """Write text that was not changed, but for the last of it that is in the middle of a span."""
        if not text:
            return
        self._held.append(text)
        self._size += len(text)
        if not self._spans or self._size < self._spans[0].end - self._at:
            return
        held, used = "".join(self._held), 0
        while self._spans and self._spans[0].end - self._at <= len(held) - used:
            span = self._spans.popleft()
            size = span.end - self._at
            yield self._encode_own(held[used : used + size], span)
            used, self._at = used + size, span.end
        self._held, self._size = [held[used:]], len(held) - used

    def _flush(self) -> Iterator[bytes]:
        held = "".join(self._held)
        if held:
            yield self._encode_own(held, self._spans[0])
            self._at += len(held)
        self._held, self._size = [], 0

    def _replace(self, edit: Edit) -> Iterator[bytes]:
        """Write what an edit puts in place of what stood there; bytes that stand for U+FFFD go with it."""
        yield from self._flush()
        name, at = self._name(self._spans[0].encoding if self._spans else self._last), self._at
        lost: list[bytes | None] = []
        sound, *marks = edit.before.split(UNREADABLE)
        self._pass_over(len(sound))
        for behind in marks:
            span = self._spans[0]
            lost.append(span.data if span.marked and name == span.encoding else None)
            self._pass_over(1 + len(behind))
        first, *others = edit.after.split(UNREADABLE)
        if len(lost) != len(others):
            lost = [None] * len(others)
        yield self._encode(first, name, at)
        for data, other in zip(lost, others, strict=True):
            yield self._encode(UNREADABLE, name, at) if data is None else data
            yield self._encode(other, name, at)

    def _pass_over(self, size: int) -> None:
        self._at += size
        while self._spans and self._spans[0].end <= self._at:
            self._last = self._spans.popleft().encoding

    def _name(self, encoding: str) -> str:
        return encoding if encoding == BINARY else self._told or encoding

    def _encode_own(self, text: str, span: _Span) -> bytes:
        """Return text that was not changed, all of its span or a part of it."""
        name = self._name(span.encoding)
        self._last = span.encoding
        whole = span.end - span.start == len(text)
        if whole and span.data is not None and name == span.encoding:
            return span.data
        if name == span.encoding != "utf-8" and name != BINARY:
            return self._encode(text, name, self._at, write_unchanged)
        return self._encode(text, name, self._at)

    def _encode(self, text: str, name: str, at: int, function: Callable[[str, str], bytes] = write_text) -> bytes:
        """Return `text`, which stands for what began at `at`, in an encoding or what is read alike."""
        if name == BINARY:
            return text.encode(LATIN)
        try:
            return function(text, WIDER.get(name, name))
        except EncodeError as error:
            raise EncodeError(at + error.position, error.char, name) from None
