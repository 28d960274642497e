r"""Compressed files, known by their names: ``.gz``, ``.bz2``, ``.xz`` and ``.zst``; nothing else knows of compression.

>>> split_name("page.csv.gz"), split_name("page.csv"), split_name("corpus.tar.gz")
(('page.csv', '.gz'), ('page.csv', ''), ('corpus.tar.gz', ''))
>>> from io import BytesIO
>>> file = BytesIO()
>>> packer = Packer(file.write, "page.txt.gz")
>>> packer.write("服務".encode())
>>> packer.finish()
>>> _ = file.seek(0)
>>> open_plain(file, "page.txt.gz").read().decode()
'服務'
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol, TypeVar

from zhfix.errors import CompressionError
from zhfix.messages import Reason, reason

CHUNK = 65_536
"""Bytes that are read, and given back, in one go."""
MAX_MEMORY = 256 * 1024 * 1024
"""What xz may ask for to read a file: four times what its best preset does."""
_ZSTD_STEP = 256
"""Bytes that zstandard is given in one go, since it gives back all they stand for: a block of 4 bytes may be 128 kB."""

Name = str | os.PathLike[str]


class Source(Protocol):
    """What can be read bit by bit."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`, and none at the end."""


_Source = TypeVar("_Source", bound=Source)


class _Codec(NamedTuple):
    """A compression: what it is called, and how it is undone and done, with what :mod:`bz2` has for it.

    A compressor is given the beginning of the file that it writes anew.
    """

    name: str
    open_decompressor: Callable[[], Any]
    open_compressor: Callable[[bytes], Any]
    errors: tuple[type[Exception], ...]


def split_name(name: Name) -> tuple[str, str]:
    """Return what a file is called uncompressed, and the ending that says how it is compressed, or nothing.

    Archives of many files have none: they are no text, whatever is in them.
    """
    whole = os.fsdecode(name)
    stem, ending = os.path.splitext(whole)  # noqa: PTH122 - names come as they were given
    ending = ending.lower()
    if ending not in _CODECS or stem.lower().endswith(".tar"):
        return whole, ""
    return stem, ending


def open_plain(file: _Source, name: Name) -> _Source | Plain:
    """Return what reads `file` uncompressed, as its name says it is compressed; `file` itself if it is not.

    What it reads raises :class:`~zhfix.errors.CompressionError` where a file is damaged or not all there.
    """
    _, ending = split_name(name)
    return Plain(_decompress(file, os.fsdecode(name), _find_codec(ending, name))) if ending else file


class Plain:
    """The uncompressed bytes of a file, read bit by bit."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._ready = chunks, bytearray()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, `size` of them or all; fewer at the end."""
        while size < 0 or len(self._ready) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._ready += chunk
        stop = len(self._ready) if size < 0 else size
        data = bytes(self._ready[:stop])
        del self._ready[:stop]
        return data


class Packer:
    """Gives bytes to `write`, compressed as `name` says; `head` is the beginning of the file that is written anew."""

    def __init__(self, write: Callable[[bytes], object], name: Name, head: bytes = b"") -> None:
        self._write = write
        _, ending = split_name(name)
        self._compressor = _find_codec(ending, name).open_compressor(head) if ending else None

    def write(self, data: bytes) -> None:
        """Write `data`, at once or later."""
        self._write(data if self._compressor is None else self._compressor.compress(data))

    def finish(self) -> None:
        """Write what is left."""
        if self._compressor is not None:
            self._write(self._compressor.flush())


def _fail(name: Name, why: Reason) -> CompressionError:
    return CompressionError(errno.EIO, why, os.fsdecode(name))


def _find_codec(ending: str, name: Name) -> _Codec:
    try:
        return _CODECS[ending]()
    except ModuleNotFoundError as error:
        told = "compressed.no_zstd" if ending == ".zst" else "compressed.no_module"
        raise _fail(name, reason(told, module=error.name)) from error


def _decompress(file: Source, name: str, codec: _Codec) -> Iterator[bytes]:
    """Yield what was compressed, of one stream after another, as the tools for all of these formats write them."""
    data = file.read(CHUNK)
    follows = False
    while True:
        decompressor = codec.open_decompressor()
        while not decompressor.eof:
            if decompressor.needs_input and not data:
                told = "compressed.followed" if follows else "compressed.truncated"
                raise _fail(name, reason(told, kind=codec.name))
            try:
                chunk = decompressor.decompress(data, CHUNK)
            except codec.errors as error:
                raise _fail(name, reason("compressed.damaged", kind=codec.name, why=error)) from error
            if chunk:
                yield chunk
            data = file.read(CHUNK) if decompressor.needs_input and not decompressor.eof else b""
        data, follows = decompressor.unused_data, True
        while not (data := data.lstrip(b"\0")):  # what a stream may be padded with, on tapes for one
            data = file.read(CHUNK)
            if not data:
                return


# --- gzip --------------------------------------------------------------------------


def _load_gzip() -> _Codec:
    import zlib

    return _Codec("gzip", _Inflater, _Deflater, (zlib.error,))


class _Inflater:
    """Undoes one stream of gzip, checksum and all, as :class:`bz2.BZ2Decompressor` does its own."""

    def __init__(self) -> None:
        import zlib

        self._inner = zlib.decompressobj(16 + zlib.MAX_WBITS)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Deflater:
    """Writes one stream of gzip, whose header has the name and the time that it had before."""

    def __init__(self, head: bytes) -> None:
        import zlib

        self._zlib = zlib
        self._inner = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._sum = self._size = 0
        time, name = _read_header(head)
        self._header = b"\x1f\x8b\x08" + (b"\x08" if name else b"\0") + time + b"\0\xff" + name

    def compress(self, data: bytes) -> bytes:
        self._sum = self._zlib.crc32(data, self._sum)
        self._size += len(data)
        header, self._header = self._header, b""
        return header + self._inner.compress(data)

    def flush(self) -> bytes:
        sizes = (self._sum, self._size & 0xFFFFFFFF)
        return self._header + self._inner.flush() + b"".join(each.to_bytes(4, "little") for each in sizes)


def _read_header(head: bytes) -> tuple[bytes, bytes]:
    """Return the time and the name, with its zero, in the header that `head` begins with: none if it is no gzip."""
    if len(head) < 10 or not head.startswith(b"\x1f\x8b\x08"):
        return bytes(4), b""
    start = 10 + (2 + int.from_bytes(head[10:12], "little") if head[3] & 4 else 0)
    stop = head.find(b"\0", start) + 1 if head[3] & 8 else 0
    return head[4:8], head[start:stop]


# --- the others -------------------------------------------------------------------


def _load_bzip2() -> _Codec:
    import bz2

    return _Codec("bzip2", bz2.BZ2Decompressor, lambda _: bz2.BZ2Compressor(), (OSError, EOFError))


def _load_xz() -> _Codec:
    import lzma

    return _Codec(
        "xz",
        lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_MEMORY),
        lambda _: lzma.LZMACompressor(),
        (lzma.LZMAError, EOFError),
    )


def _load_zstd() -> _Codec:
    if sys.version_info >= (3, 14):
        from compression import zstd

        options: dict[int, int] = {zstd.CompressionParameter.checksum_flag: 1}
        return _Codec(
            "zstd",
            zstd.ZstdDecompressor,
            lambda _: zstd.ZstdCompressor(options=options),
            (zstd.ZstdError, EOFError),
        )
    else:  # noqa: RET505 - mypy takes what follows for unreachable in 3.14
        import zstandard

        return _Codec(
            "zstd",
            _ZstandardReader,
            lambda _: zstandard.ZstdCompressor(write_checksum=True).compressobj(),
            (zstandard.ZstdError,),
        )


class _ZstandardReader:
    """Undoes one frame by the package zstandard, as :class:`bz2.BZ2Decompressor` does its own."""

    def __init__(self) -> None:
        import zstandard

        self._inner = zstandard.ZstdDecompressor().decompressobj()
        self._rest = memoryview(b"")

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._rest

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data + bytes(self._rest)

    def decompress(self, data: bytes, _max_length: int) -> bytes:
        if data:  # only given where nothing is left
            self._rest = memoryview(data)
        step, self._rest = self._rest[:_ZSTD_STEP], self._rest[_ZSTD_STEP:]
        return self._inner.decompress(step)


_CODECS: dict[str, Callable[[], _Codec]] = {
    ".gz": _load_gzip,
    ".bz2": _load_bzip2,
    ".xz": _load_xz,
    ".zst": _load_zstd,
}
"""How to load what each ending means."""
