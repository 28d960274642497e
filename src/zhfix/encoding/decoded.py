"""What decoding gives: text, what its bytes were, and every place where they were damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

BINARY = "binary"
"""The name of what is no text in any encoding."""
LATIN = "latin-1"
"""How binary data is read: each byte is the character of its number, and nothing is lost."""


class ByteEdit(NamedTuple):
    r"""One place where bytes were not what they should be.

    `start` and `end` are byte offsets in the data, `before` the bytes there and `after` the text that stands for them:
    U+FFFD where the character is lost, nothing where the bytes were put in.  `rule`, `confidence`, `reason` and
    `alternatives` are as in :class:`~zhfix.edits.Edit`.  All bytes between the edits are read as they stand.
    """

    start: int
    end: int
    before: bytes
    after: str
    rule: str
    confidence: float = 1.0
    reason: str = ""
    alternatives: tuple[str, ...] = ()


class Segment(NamedTuple):
    """A stretch of bytes in one encoding: `start` and `end` are byte offsets."""

    start: int
    end: int
    encoding: str
    confidence: float


class Piece(NamedTuple):
    """Bytes that were read in one go: a segment with its text and edits, in offsets of the whole."""

    start: int
    end: int
    text: str
    encoding: str
    confidence: float
    edits: tuple[ByteEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""Text that was read from bytes.

    `encoding` is that of most of the bytes beyond ASCII, ``"binary"`` where they are no text (then every byte is
    the character of its number, so that nothing is lost); `confidence` (0..1) the probability that the encodings are
    right, the mean of the segments by their bytes.
    `segments` say which bytes are in which encoding, in order and without gaps; `edits` where the bytes were
    damaged. `bom` is the byte order mark that was taken off, `newline` the line end that all lines have, or
    None where there is none or not one alone.

    Joining what the segments read between the edits with what the edits say gives `text`.
    """

    text: str
    encoding: str
    confidence: float
    segments: tuple[Segment, ...] = ()
    edits: tuple[ByteEdit, ...] = ()
    bom: bytes = b""
    newline: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Return all of it as what JSON can hold; bytes as hexadecimal digits."""
        return {
            "text": self.text,
            "encoding": self.encoding,
            "confidence": self.confidence,
            "segments": [segment._asdict() for segment in self.segments],
            "edits": [
                {**edit._asdict(), "before": edit.before.hex(), "reason": str(edit.reason)} for edit in self.edits
            ],
            "bom": self.bom.hex(),
            "newline": self.newline,
        }
