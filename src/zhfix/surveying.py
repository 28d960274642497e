r"""What the bytes of a file are, found out as they pass: the encoding, its stretches and what is damaged, not the text.

>>> import io
>>> found = survey(io.BytesIO("图书馆\r\n".encode("gb18030") + "开放\r\n".encode("utf-8")))
>>> found.encoding, [segment.encoding for segment in found.segments], found.newline, found.text
('gb18030', ['gb18030', 'utf-8'], '\r\n', '')
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate

from zhfix.compressed import Source
from zhfix.encoding.codepages import count_wide
from zhfix.encoding.decoded import Decoded, Piece
from zhfix.encoding.decoding import find_newline, join_pieces, list_newlines
from zhfix.encoding.hypotheses import Hints
from zhfix.encoding.stream import StreamReader
from zhfix.filereading import read_pieces


def survey(source: Source) -> Decoded:
    """Return what :func:`zhfix.decode` says of all that `source` holds, but for the text, which is empty.

    Memory grows with what is damaged and with the changes of encoding, not with the file.
    """
    reader, wide = StreamReader(Hints(), None), [0]
    pieces: list[Piece] = []
    kinds: set[str] = set()
    held = ""  # a carriage return, to which a line feed may belong that is still to come
    for piece, data in read_pieces(source, reader):
        wide.append(count_wide(data))
        text = held + piece.text
        held = "\r" if text.endswith("\r") else ""
        kinds |= list_newlines(text.removesuffix("\r"))
        pieces.append(piece._replace(text=""))
    kinds |= list_newlines(held)
    starts, before = [piece.start for piece in pieces], list(accumulate(wide))
    decoded = join_pieces(
        pieces, reader, lambda start, end: before[bisect_left(starts, end)] - before[bisect_left(starts, start)]
    )
    return replace(decoded, newline=find_newline(kinds))
