r"""Bytes that come in chunks, and files: read as the whole would be, in memory that does not grow.

>>> incremental = decoder()
>>> data = "图书馆星期一开放。".encode("gb18030")
>>> "".join(incremental.decode(data[i : i + 1], final=i + 1 == len(data)) for i in range(len(data)))
'图书馆星期一开放。'
>>> incremental.encoding
'gb18030'
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Iterable, Iterator
from typing import Any

from zhfix.compressed import open_plain
from zhfix.edits import apply_edits
from zhfix.encoding.decoded import ByteEdit, Segment
from zhfix.encoding.decoding import check_bytes, make_hints
from zhfix.encoding.hypotheses import Hints
from zhfix.encoding.registry import find_encoding
from zhfix.encoding.stream import StreamReader
from zhfix.options import check_choice
from zhfix.pipeline import Pipeline
from zhfix.presets import PRESETS
from zhfix.repairing import repair_parts

CHUNK = 65_536
"""Bytes that are read from a file in one go."""


class Decoder:
    """Decodes chunks of bytes of any size, and finds the encoding meanwhile; made by :func:`zhfix.decoder`.

    Text comes out up to 64 kB of bytes late, and the first of it that is not ASCII up to 256 kB late, since that much
    is looked at before the encoding is decided.  After a call with ``final=True`` the next begins with other data.
    """

    def __init__(self, hints: Hints, encoding: str | None) -> None:
        self._hints, self._told = hints, encoding
        self.reset()

    def reset(self) -> None:
        """Forget all that was read."""
        self._reader = StreamReader(self._hints, self._told)
        self._done = False
        self.segments: tuple[Segment, ...] = ()
        """Which bytes the text of the last call was read from, in which encoding; offsets count from the first call."""
        self.edits: tuple[ByteEdit, ...] = ()
        """Where bytes were damaged that the text of the last call was read from."""

    def decode(self, chunk: bytes, final: bool = False) -> str:  # noqa: FBT001, FBT002 - as codecs.IncrementalDecoder
        """Return what can be read for good, now that `chunk` is there too; with `final`, all that is left."""
        data = check_bytes(chunk, "decode")
        if self._done:
            self.reset()
        pieces = list(self._reader.feed(data))
        if final:
            pieces += self._reader.finish()
            self._done = True
        self.segments = tuple(Segment(piece.start, piece.end, piece.encoding, piece.confidence) for piece in pieces)
        self.edits = tuple(edit for piece in pieces for edit in piece.edits)
        return "".join(piece.text for piece in pieces)

    @property
    def encoding(self) -> str | None:
        """The encoding, or None as long as it is not known: while all has been ASCII, or too little has been read."""
        return self._reader.encoding or ("ascii" if self._done else None)

    @property
    def confidence(self) -> float | None:
        """How sure the encoding is (0..1), or None as long as it is not known."""
        if self._reader.found:
            return self._reader.found[0].confidence
        return None if self.encoding is None else 1.0

    @property
    def bom(self) -> bytes:
        """The byte order mark that was taken off."""
        return self._reader.bom


def decoder(
    *,
    encoding: str | None = None,
    candidates: Iterable[str] = (),
    declared: str | None = None,
    language: str | None = None,
) -> Decoder:
    """Return an incremental decoder: its ``decode(chunk, final=False)`` is like that of ``codecs.IncrementalDecoder``.

    However the bytes are cut into chunks, the text is that of :func:`zhfix.decode` for all of them, whose arguments
    these are.
    """
    return Decoder(make_hints(candidates, declared, language), _find_name(encoding))


def _find_name(encoding: str | None) -> str | None:
    return None if encoding is None else find_encoding(encoding).name


class RepairedFile(io.TextIOWrapper):
    """A file of text that is decoded and repaired as it is read; made by :func:`zhfix.open`."""

    def __init__(self, source: _RepairedBytes, newline: str | None) -> None:
        self._source = source
        super().__init__(io.BufferedReader(source, CHUNK), "utf-8", "surrogatepass", newline)

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has an attribute; it is read-only in CPython, too
        """The encoding of the file; asking for it reads the beginning."""
        if not self.closed:
            self.buffer.peek(1)  # type: ignore[attr-defined]  # the buffer is a BufferedReader
        return self._source.decoder.encoding or "ascii"


class _RepairedBytes(io.RawIOBase):
    """Repaired text, as UTF-8, so that TextIOWrapper can do the rest: lines, line ends, ``read(n)``."""

    def __init__(self, file: io.BufferedReader, decoder: Decoder, preset: str | None) -> None:
        self._file = file
        self._plain = open_plain(file, file.name)
        self.decoder = decoder
        texts = self._read_texts()
        if preset is not None:
            parts = repair_parts(texts, Pipeline.from_preset(preset))
            texts = (apply_edits(part.text, part.edits) for part in parts)
        self._texts = texts
        self._rest = memoryview(b"")
        self.name = file.name

    def _read_texts(self) -> Iterator[str]:
        while chunk := self._plain.read(CHUNK):
            yield self.decoder.decode(chunk)
        yield self.decoder.decode(b"", final=True)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            text = next(self._texts, None)
            if text is None:
                return 0
            self._rest = memoryview(text.encode("utf-8", "surrogatepass"))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


def open(  # noqa: A001 - zhfix.open, as codecs.open
    path: str | os.PathLike[str],
    *,
    preset: str | None = "repair",
    encoding: str | None = None,
    candidates: Iterable[str] = (),
    declared: str | None = None,
    language: str | None = None,
    newline: str | None = None,
) -> RepairedFile:
    r"""Open a file to read it as repaired text: lines, ``read()``, ``readline()``, ``with``, as with the built-in.

    A file whose name ends in ``.gz``, ``.bz2``, ``.xz`` or ``.zst`` is read uncompressed.
    The file is decoded by what its bytes say, or by `encoding`; `candidates`, `declared` and `language` are as in
    :func:`zhfix.decode`.  Then `preset` repairs the text, or nothing does where it is None.  What is doubtful is
    decided by the first 65,536 characters, as :func:`~zhfix.fix` decides it: the text is what that makes of the whole,
    in memory that does not grow with the file.  `newline` is as in the built-in ``open``: None reads every line end as
    ``\n``, ``""`` leaves them as they are.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "page.txt")
    >>> _ = path.write_bytes("本次活動服務(wù)企業(yè)，\r\n推進(jìn)發(fā)展。\r\n".encode("big5hkscs", "replace"))
    >>> with open(path) as file:
    ...     list(file), file.encoding
    (['本次活動服務企業，\n', '推進發展。\n'], 'big5')
    """
    if preset is not None:
        check_choice("preset", preset, list(PRESETS))
    reader = decoder(encoding=encoding, candidates=candidates, declared=declared, language=language)
    if newline not in (None, "", "\n", "\r", "\r\n"):
        check_choice("newline", newline, ("", "\n", "\r", "\r\n"))
    return RepairedFile(_RepairedBytes(builtins.open(path, "rb"), reader, preset), newline)  # noqa: PTH123
