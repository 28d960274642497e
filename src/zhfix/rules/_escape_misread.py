r"""Escapes of misread text: ``\u5b8c`` byte by byte, ``\u00e5\u00ae\u008c``, as exports of social networks have it."""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.patterns import compile_pattern
from zhfix.rules._escape_chars import Piece, reads_as_chinese

FORM = r"\u00"


def find_misread(text: str) -> Iterator[Piece]:
    r"""Yield the rows of escapes of single bytes that are UTF-8, if Chinese comes out of them all together.

    Who writes the bytes of UTF-8 as characters takes them for Latin-1: no sound JSON has them in that order, so they
    are read in files of several lines as well.

    >>> [piece.after for piece in find_misread(r'{"name": "\u00e5\u00ae\u008c\u00e6\u0088\u0090"}')]
    ['完成']
    """
    pieces = []
    for match in compile_pattern(r"(?<!\\)(?:\\u00[89A-Fa-f][0-9A-Fa-f])+").finditer(text):
        data = bytes.fromhex(match[0].replace(FORM, ""))
        try:
            after = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        pieces.append(Piece(*match.span(), after, FORM, "sealed", "UTF-8"))
    if reads_as_chinese("".join(piece.after for piece in pieces)):
        yield from pieces
