r"""Text back to the bytes it came from: what ``zhfix.encode_like`` does.

What decoding put right stays right; what it could not read, U+FFFD, becomes the bytes again that stood there.

>>> from zhfix.encoding.decoding import decode_bytes
>>> data = "图书馆".encode("gb18030") + b"\xff\r\n" + "星期一".encode("gb18030") + b"\r\n"
>>> decoded = decode_bytes(data, encoding="gb18030")
>>> write_like(decoded.text, decoded) == data
True
>>> write_like("图书馆\n", decoded) == "图书馆\r\n".encode("gb18030")
True
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhfix.encoding.codepages import UNREADABLE, write
from zhfix.encoding.decoded import BINARY, LATIN, ByteEdit, Decoded
from zhfix.encoding.registry import find_encoding
from zhfix.errors import EncodeError

MARKED = "salvage.mark_unreadable"
"""How binary data is written: each character is the byte of its number."""
GB_FAMILY = ("gb18030", "gbk", "gb2312")
EURO_OF_WINDOWS = b"\x80"
"""How Windows writes the euro sign in GBK; the standard's code is A2E3."""
_LONGEST = 4
"""Bytes of a character, at most; what escape sequences need is found out by its not fitting."""
WIDER = {"big5": "big5hkscs"}
"""What is read alike, but can be written in full: the web writes no character of Hong Kong in Big5."""
_WIDER_UNCHANGED = {**WIDER, "gb2312": "gb18030", "gbk": "gb18030"}
"""Text that was read from bytes is written as they were: a file that says GB 2312 mostly holds GBK."""


class UnmatchedError(EncodeError):
    """U+FFFD in a changed text, where nobody can tell any more which bytes each of them stands for."""

    def __str__(self) -> str:
        return (
            f"the U+FFFD at position {self.position} of the text stands for no known bytes: there was another number "
            "of them when it was decoded, and they are matched in order. Put all of them back, replace all of them, or "
            "write them as they are with encoding='utf-8'"
        )


class _Misfit(Exception):  # noqa: N818 - a signal of this module's
    """The text does not fit the bytes that the segments count."""


class ByteSpan(NamedTuple):
    """The bytes of ``text[start:end]``; `marked` where they are no character, and U+FFFD stands for them."""

    start: int
    end: int
    data: bytes
    marked: bool = False


def write_like(text: str, decoded: Decoded, encoding: str | None = None) -> bytes:
    """Return `text` as bytes like those that `decoded` came from; see :func:`zhfix.encode_like`."""
    if encoding is not None:
        return _write(_end_lines(text, decoded.newline), find_encoding(encoding).name, text)
    parts = trace_bytes(decoded)
    if parts is not None and text == decoded.text:
        return decoded.bom + b"".join(part.data for part in parts)
    return decoded.bom + _write_whole(text, decoded, _list_lost(decoded, parts))


def trace_bytes(decoded: Decoded) -> list[ByteSpan] | None:
    """Return the text that was decoded part by part, with the euro sign as Windows writes it if that is what fits."""
    found: list[ByteSpan] | None = None
    size = decoded.segments[-1].end - len(decoded.bom) if decoded.segments else 0
    for euro in (b"", EURO_OF_WINDOWS) if "€" in decoded.text else (b"",):
        try:
            parts = list(_walk(decoded, euro))
        except (_Misfit, EncodeError):
            continue
        if sum(len(part.data) for part in parts) == size:
            return parts
        found = found or parts
    return found


def _walk(decoded: Decoded, euro: bytes) -> Iterator[ByteSpan]:
    """Yield the text that was decoded, part by part, each in the encoding of its segment.

    Segments count bytes, so a stretch of text goes as far as its bytes do.  That fails where a character has codes of
    unlike length, or between escape sequences.
    """
    at, edits, text = 0, list(reversed(decoded.edits)), decoded.text
    for segment in decoded.segments:
        name = name_actual(segment.encoding, decoded.bom)
        place = max(segment.start, len(decoded.bom)) if segment is decoded.segments[0] else segment.start
        while edits and edits[-1].end <= segment.end:
            edit = edits.pop()
            for part in _take(text, at, edit.start - place, name, euro):
                at = part.end
                yield part
            end = at + len(edit.after)
            if text[at:end] != edit.after:
                raise _Misfit
            marked = _is_mark(edit)
            yield ByteSpan(at, end, edit.before if marked else write_unchanged(edit.after, name, euro), marked)
            at, place = end, edit.end
        if len(decoded.segments) == 1 and not decoded.edits:
            yield ByteSpan(at, len(text), write_unchanged(text, name, euro))
            return
        for part in _take(text, at, segment.end - place, name, euro):
            at = part.end
            yield part
    if at != len(text):
        raise _Misfit


_COMBINED = ("\N{COMBINING MACRON}", "\N{COMBINING CARON}")


def _take(text: str, at: int, size: int, encoding: str, euro: bytes) -> Iterator[ByteSpan]:
    """Yield the text from `at` that is `size` bytes in `encoding`, by halves: so each character is written once."""
    while size > 0:
        end = at + max(1, size // _LONGEST)
        if text[end : end + 1] in _COMBINED:  # four codes of Big5 are a letter and its mark
            end += 1
        data = write_unchanged(text[at:end], encoding, euro)
        if at >= len(text) or len(data) > size:
            raise _Misfit
        yield ByteSpan(at, min(end, len(text)), data)
        at, size = end, size - len(data)


def _list_lost(decoded: Decoded, parts: Sequence[ByteSpan] | None) -> list[bytes | None]:
    """Return for each U+FFFD of the text that was decoded the bytes behind it, or None where it was one itself."""
    if parts is None:
        lost: list[bytes | None] = [edit.before for edit in decoded.edits if _is_mark(edit)]
        return lost if len(lost) == decoded.text.count(UNREADABLE) else []
    lost = []
    for part in parts:
        lost += [part.data] if part.marked else [None] * decoded.text.count(UNREADABLE, part.start, part.end)
    return lost


def _is_mark(edit: ByteEdit) -> bool:
    return edit.rule == MARKED and edit.after == UNREADABLE


def _write_whole(text: str, decoded: Decoded, lost: Sequence[bytes | None]) -> bytes:
    """Return `text` in the encoding of most of the bytes; U+FFFD become the bytes that they stand for, in order."""
    encoding = name_actual(decoded.encoding, decoded.bom)
    unchanged = text == decoded.text
    count = text.count(UNREADABLE)
    if count != len(lost) and any(_is_mark(edit) for edit in decoded.edits):
        if count:
            raise UnmatchedError(text.index(UNREADABLE), UNREADABLE, encoding)
        lost = ()
    elif count != len(lost):
        lost = (None,) * count
    written, start = [], 0
    for data in lost:
        end = text.index(UNREADABLE, start)
        written.append(_write_span(text, start, end + (data is None), encoding, decoded.newline, unchanged=unchanged))
        written.append(data or b"")
        start = end + 1
    written.append(_write_span(text, start, len(text), encoding, decoded.newline, unchanged=unchanged))
    return b"".join(written)


def _write_span(text: str, start: int, end: int, encoding: str, newline: str | None, *, unchanged: bool) -> bytes:
    part = text[start:end]
    try:
        if unchanged:
            return write_unchanged(part, encoding)
        return _write(_end_lines(part, newline), WIDER.get(encoding, encoding), part)
    except EncodeError as error:
        raise EncodeError(error.position + start, error.char, encoding) from None


def write_unchanged(text: str, encoding: str, euro: bytes = b"") -> bytes:
    """Return `text` that was read from bytes in `encoding`, in the widest that is read alike; `euro` for its sign."""
    if euro and encoding in GB_FAMILY and "€" in text:
        return euro.join(write_unchanged(part, encoding) for part in text.split("€"))
    try:
        return _write(text, encoding, text)
    except EncodeError:
        if encoding not in _WIDER_UNCHANGED:
            raise
        return write(text, _WIDER_UNCHANGED[encoding])


def _write(text: str, encoding: str, original: str) -> bytes:
    """Return `text` in `encoding`; an error tells the place in `original`, the text before line ends were put in."""
    try:
        if encoding != BINARY:
            return write(text, encoding)
        return text.encode(LATIN)
    except EncodeError:
        if original is not text:
            write(original, encoding)  # raises there
        raise
    except UnicodeEncodeError as error:
        place = re.search("[^\x00-\xff]", original)
        raise EncodeError(place.start() if place else error.start, text[error.start], encoding) from None


def _end_lines(text: str, newline: str | None) -> str:
    if newline not in ("\r\n", "\r"):
        return text
    return re.sub("(?<!\r)\n", newline, text)


_ENDIAN = {
    codecs.BOM_UTF16_BE: "utf-16-be",
    codecs.BOM_UTF32_BE: "utf-32-be",
}


def name_actual(encoding: str, bom: bytes) -> str:
    """Return the encoding to write in: the mark is written apart, and tells which end comes first."""
    if encoding in ("utf-16", "utf-32"):
        return _ENDIAN.get(bom, f"{encoding}-le")
    return "utf-8" if encoding == "utf-8-sig" else encoding
