r"""The file format of the character model: the one place that writes it and the one that reads it.

::

    magic      8 bytes   b"ZHLM\x00\x01\r\n": a name, the format's version, and line ends, which a bad copy changes
    digest    32 bytes   SHA-256 of all that follows
    lengths    5 x u32   little-endian: the bytes of each section below
    symbols              UTF-8: characters and classes of characters, commonest first, joined by U+0001
    unigrams   bytes     one a symbol: how rare it is
    follows    2 x bytes one a symbol: how rare it is behind one it is not known to follow; and the price of that
    rows                 of each of the commonest symbols: u16 length, and deflated a byte for each of them that follows
    pairs                u32 count, then u32 keys (first * 65536 + second) in order, then a byte each: the other pairs

Every byte is a log-probability in steps of -1/12 nat (`STEP`); 0 says that the pair is not known.  A step of 1/12 costs
nothing against exact numbers, and 255 of them reach down to e**-21.
"""

from __future__ import annotations

import array
import hashlib
import struct
import sys
import zlib
from typing import NamedTuple

from zhfix.errors import DataError

MAGIC = b"ZHLM\x00\x01\r\n"
STEP = 1 / 12
SEPARATOR = "\x01"
_LENGTHS = struct.Struct("<5I")
_HEADER = len(MAGIC) + 32 + _LENGTHS.size


class ModelTables(NamedTuple):
    """The tables of a model, as they lie in the file; `rows` are still deflated."""

    symbols: list[str]
    unigrams: bytes
    follows: bytes
    unknown_pair: bytes
    rows: list[bytes]
    pair_keys: array.array[int]
    pair_values: bytes


def pack_model(tables: ModelTables) -> bytes:
    """Return the bytes of a model file."""
    keys = array.array("I", tables.pair_keys)
    if sys.byteorder == "big":
        keys.byteswap()
    sections = (
        SEPARATOR.join(tables.symbols).encode("utf-8", "surrogatepass"),
        tables.unigrams,
        tables.follows + tables.unknown_pair,
        b"".join(struct.pack("<H", len(row)) + row for row in tables.rows),
        struct.pack("<I", len(keys)) + keys.tobytes() + tables.pair_values,
    )
    body = _LENGTHS.pack(*map(len, sections)) + b"".join(sections)
    return MAGIC + hashlib.sha256(body).digest() + body


def unpack_model(data: bytes) -> ModelTables:
    """Read the bytes of a model file; :class:`~zhfix.errors.DataError` where they are not what was written."""
    if data[: len(MAGIC)] != MAGIC:
        raise DataError("the character model is no model file of this version: reinstall zhfix")
    if hashlib.sha256(data[len(MAGIC) + 32 :]).digest() != data[len(MAGIC) : len(MAGIC) + 32]:
        raise DataError("the character model is damaged (its SHA-256 differs): reinstall zhfix")
    sections, at = [], _HEADER
    for length in _LENGTHS.unpack_from(data, len(MAGIC) + 32):
        sections.append(data[at : at + length])
        at += length
    symbols, unigrams, follows, rows, pairs = sections
    count = len(unigrams)
    (number,) = struct.unpack_from("<I", pairs)
    keys = array.array("I")
    keys.frombytes(pairs[4 : 4 + 4 * number])
    if sys.byteorder == "big":
        keys.byteswap()
    return ModelTables(
        symbols.decode("utf-8", "surrogatepass").split(SEPARATOR),
        unigrams,
        follows[:count],
        follows[count:],
        list(_split_rows(rows)),
        keys,
        pairs[4 + 4 * number :],
    )


def _split_rows(section: bytes) -> list[bytes]:
    rows, at = [], 0
    while at < len(section):
        length = section[at] | section[at + 1] << 8
        rows.append(section[at + 2 : at + 2 + length])
        at += 2 + length
    return rows


def deflate_row(row: bytes) -> bytes:
    """Compress one dense row."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(row) + packer.flush()


def inflate_row(row: bytes) -> bytes:
    """Return the dense row that :func:`deflate_row` was given."""
    return zlib.decompress(row, -15)
