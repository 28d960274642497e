"""Streams of several encodings, and columns of short fields in one."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from cells import Cell, fits_chinese, named
from judge import Sample
from passages import Drawer, Source

LINES = (20, 41)
"""Lines of a stream, at least and fewer than."""
SIZES = (8, 121)
"""Characters of a line."""
STRETCHES = (3, 11)
"""Lines that follow each other in one encoding, where a stream is made of files."""
FIELDS = (3, 10, 50)
"""Fields of a column, each of two ideographs."""
FIELD_LENGTH = 2
STREAM_ENCODINGS = ("utf-8", "gb18030", "big5")


def fits_line(piece: str, codec: str) -> bool:
    """Return whether `piece` can be a line of a stream."""
    return "\n" not in piece and fits_chinese(piece, codec)


def make_stream(sources: list[Source], stretch: tuple[int, int], key: str) -> Sample | None:
    """Return lines, each stretch of them in an encoding of its own."""
    rnd = random.Random(key)  # noqa: S311 - no secret
    drawers = {name: Drawer(sources, named(name).kinds, f"{key}/{name}") for name in STREAM_ENCODINGS}
    data, text, spans, left, name = b"", "", [], 0, ""
    for _ in range(rnd.randrange(*LINES)):
        if not left:
            left = rnd.randrange(*stretch)
            name = rnd.choice([other for other in STREAM_ENCODINGS if other != name])
        left -= 1
        codec = named(name).codec
        line = drawers[name].draw(rnd.randrange(*SIZES), partial(fits_line, codec=codec))
        if line is None:
            return None
        start = len(data)
        data += line.encode(codec) + b"\n"
        text += line + "\n"
        spans.append((start, len(data), codec))
    return Sample(data, "mixed", text, damaged=True, spans=tuple(spans))


def make_streams(sources: list[Source], count: int, seed: int) -> Iterator[Cell]:
    """Yield streams whose every line, or every few lines, are in another encoding."""
    for name, stretch in (("a line each", (1, 2)), ("stretches of lines", STRETCHES)):
        made = (make_stream(sources, stretch, f"{seed}/stream/{name}/{i}") for i in range(count))
        samples = tuple(sample for sample in made if sample)
        if samples:
            yield Cell("several encodings", name, 0, samples, "bytes", "zhfix")


def make_columns(sources: list[Source], count: int, seed: int) -> Iterator[Cell]:
    """Yield columns of two-character fields; tools that know no columns get the fields joined by line feeds."""
    for writing in map(named, ("gb18030", "gbk-trad", "big5", "utf-8")):
        fits = partial(fits_chinese, codec=writing.codec, least=1)
        for size in FIELDS:
            samples = []
            for i in range(count):
                kinds = writing.kinds[i % len(writing.kinds) :][:1]  # a column is simplified or traditional
                drawer = Drawer(sources, kinds, f"{seed}/column/{writing.name}/{size}/{i}")
                fields = drawer.draw_many(size, FIELD_LENGTH, fits)
                text = "\n".join(fields)
                samples.append(Sample(text.encode(writing.codec), writing.truth, text, fields=tuple(fields)))
            if all(sample.fields for sample in samples):
                yield Cell("columns", writing.name, size, tuple(samples), "fields")
