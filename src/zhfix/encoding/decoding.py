"""Bytes to text: what ``zhfix.decode`` does before any preset."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from zhfix.encoding.codepages import count_wide
from zhfix.encoding.declared import parse_charset
from zhfix.encoding.decoded import BINARY, Decoded, Piece, Segment
from zhfix.encoding.detect import known_encodings
from zhfix.encoding.hypotheses import LANGUAGES, Hints
from zhfix.encoding.registry import find_encoding
from zhfix.encoding.stream import StreamReader
from zhfix.errors import DecodeError, InputTypeError
from zhfix.options import check_choice, check_strings


def decode_bytes(
    data: bytes, *, encoding: str | None = None, hints: Hints | None = None, strict: bool = False
) -> Decoded:
    """Read `data`; see :func:`zhfix.decode`."""
    name = None if encoding is None else find_encoding(encoding).name
    reader = StreamReader(hints or Hints(), name)
    pieces = [*reader.feed(data), *reader.finish()]
    text = "".join(piece.text for piece in pieces)
    decoded = join_pieces(pieces, reader, lambda start, end: count_wide(data[start:end]))
    decoded = replace(decoded, text=text, newline=find_newline(list_newlines(text)))
    if strict:
        check_sound(decoded)
    return decoded


def join_pieces(pieces: list[Piece], reader: StreamReader, count: Callable[[int, int], int]) -> Decoded:
    """Return what the pieces say together, but for their text; the encoding is that of most bytes beyond ASCII.

    `count` returns how many of these there are from one offset to another, each that of a piece.
    """
    segments = _join_segments(pieces)
    encoding = segments[0].encoding if segments else reader.encoding or "ascii"
    if len(segments) > 1:
        wide: Counter[str] = Counter()
        for segment in segments:
            wide[segment.encoding] += count(segment.start, segment.end)
        encoding = max(wide, key=lambda name: (wide[name], name == encoding))
    edits = tuple(edit for piece in pieces for edit in piece.edits)
    return Decoded("", encoding, _mean(segments), tuple(segments), edits, reader.bom)


def _join_segments(pieces: list[Piece]) -> list[Segment]:
    """Return the spans of the encodings; ASCII goes with what stands before it, or else with what follows."""
    segments: list[Segment] = []
    for piece in pieces:
        this = Segment(piece.start, piece.end, piece.encoding, piece.confidence)
        if not segments or (this.encoding not in (segments[-1].encoding, "ascii") and segments[-1].encoding != "ascii"):
            segments.append(this)
            continue
        last = segments[-1]
        name = last.encoding if this.encoding == "ascii" else this.encoding
        segments[-1] = Segment(last.start, this.end, name, _mean([last, this] if last.encoding == name else [this]))
    return segments


def _mean(segments: list[Segment]) -> float:
    size = sum(segment.end - segment.start for segment in segments)
    if not size:
        return 1.0
    return round(sum(segment.confidence * (segment.end - segment.start) for segment in segments) / size, 6)


def find_newline(kinds: set[str]) -> str | None:
    """Return the line end of all lines, of the kinds that a text has; None where there is none or not one alone."""
    return next(iter(kinds)) if len(kinds) == 1 else None


def list_newlines(text: str) -> set[str]:
    r"""Return the line ends that a text has.

    >>> list_newlines("一\r\n二\r\n"), sorted(list_newlines("一\n二\r\n"))
    ({'\r\n'}, ['\n', '\r\n'])
    """
    if "\r" not in text:
        return {"\n"} if "\n" in text else set()
    return {kind for kind in ("\r\n", "\n", "\r") if re.search(_NEWLINES[kind], text)}


_NEWLINES = {"\r\n": "\r\n", "\n": "(?<!\r)\n", "\r": "\r(?!\n)"}


def check_sound(decoded: Decoded) -> None:
    """Raise :class:`~zhfix.errors.DecodeError` unless the bytes are text and none of them was damaged."""
    if decoded.encoding == BINARY or decoded.edits:
        raise DecodeError(decoded.edits[0].start if decoded.edits else 0, decoded.encoding)


def make_hints(candidates: Iterable[str], declared: str | None, language: str | None) -> Hints:
    """Check what a caller says of the encoding, and return it with canonical names."""
    names = tuple(dict.fromkeys(find_encoding(name).name for name in check_strings("candidates", candidates)))
    label = None
    if declared is not None:
        if not isinstance(declared, str):
            raise InputTypeError(f"declared= takes a charset or a Content-Type header, not {type(declared).__name__}.")
        label = parse_charset(declared)
    if language is not None:
        short = language.partition("-")[0].lower() if isinstance(language, str) else language  # zh-TW is zh
        language = check_choice("language", short, LANGUAGES)
    return Hints(names, known_encodings((label,)) if label else (), language)


def check_bytes(data: object, function: str) -> bytes:
    """Return `data` as bytes, or raise :class:`~zhfix.errors.InputTypeError`."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    hint = ""
    if isinstance(data, str):
        hint = " Text has no encoding any more: zhfix.fix(text) repairs it. If it is a path: zhfix.open(path)."
    elif isinstance(data, os.PathLike):
        hint = " zhfix.open(path) reads a file."
    raise InputTypeError(f"{function}() takes bytes, and was given {type(data).__name__}.{hint}")
