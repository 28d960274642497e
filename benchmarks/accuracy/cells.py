"""Cells of the benchmark: samples of one kind, one encoding and one length, always the same for the same seed."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

import codecs
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from judge import Sample
from passages import Drawer, Source, is_han

LENGTHS = (2, 3, 4, 8, 16, 32, 64, 256)
BOTH = ("simp", "trad")


@dataclass(frozen=True)
class Cell:
    """Samples that are counted together.

    `measure` is how (see ``judge.judge``); `tools` is ``all``, or ``zhfix`` where the others have nothing to compare.
    """

    group: str
    name: str
    length: int
    samples: tuple[Sample, ...]
    measure: str = "right"
    tools: str = "all"


@dataclass(frozen=True)
class Writing:
    """Text of some kinds written in an encoding: `codec` writes what the cell calls `name`."""

    name: str
    kinds: tuple[str, ...]
    codec: str
    truth: str


WRITINGS = (
    Writing("gb18030", ("simp",), "gb18030", "gb18030"),
    Writing("gbk-trad", ("trad",), "gbk", "gb18030"),
    Writing("big5", ("trad",), "cp950", "big5"),
    Writing("big5hkscs", ("trad",), "big5hkscs", "big5hkscs"),
    Writing("utf-8", BOTH, "utf-8", "utf-8"),
    Writing("utf-16-le", BOTH, "utf-16-le", "utf-16-le"),
    Writing("utf-16-be", BOTH, "utf-16-be", "utf-16-be"),
    Writing("hz", ("simp",), "hz", "hz"),
    Writing("euc-tw", ("trad",), "euc-tw", "euc-tw"),
    Writing("iso-2022-cn", BOTH, "iso-2022-cn", "iso-2022-cn"),
)
POOLED = ("gb18030", "gbk-trad", "big5", "big5hkscs")
"""Counted together as "GBK and Big5"."""
CANTONESE = str.maketrans("的了在些來沒那們", "嘅咗喺啲嚟冇嗰哋")
"""What Cantonese writes for common words, with characters that Windows' Big5 lacks; corpora have little of them."""


def write_bytes(text: str, codec: str) -> bytes | None:
    """Return `text` in `codec`, or None where it cannot be written or reads otherwise; EUC-TW is zhfix's to write."""
    try:
        data = text.encode(codec)
        return data if data.decode(codec) == text else None  # CP950 writes U+223C as what it reads as U+FF5E
    except UnicodeError:
        return None
    except LookupError:
        pass
    try:
        from zhfix.encoding.codepages import write

        return write(text, codec)
    except (ImportError, ValueError):
        return None


def knows(codec: str) -> bool:
    """Return whether anything here can write that encoding."""
    return write_bytes("中", codec) is not None


def named(name: str) -> Writing:
    """Return the writing of that name."""
    return next(writing for writing in WRITINGS if writing.name == name)


def fits_chinese(piece: str, codec: str, least: float = 0.5) -> bool:
    """Return whether at least that share of `piece` is ideographs, and the encoding can hold it."""
    return sum(map(is_han, piece)) >= least * len(piece) and write_bytes(piece, codec) is not None


def fits_hong_kong(piece: str) -> bool:
    """Return whether `piece`, in Cantonese words, has a character that only Hong Kong's Big5 holds."""
    text = piece.translate(CANTONESE)
    if not fits_chinese(text, "big5hkscs") or write_bytes(text, "cp950") is not None:
        return False
    # Some symbols, such as A145, are others on the web than in Python's table: with them tables would be judged.
    return all(char.encode("big5hkscs").decode("cp950", "ignore") in ("", char) for char in text if not is_han(char))


def draw_texts(sources: list[Source], writing: Writing, length: int, count: int, seed: str) -> list[str]:
    """Return Chinese of that length that the encoding can hold."""
    drawer = Drawer(sources, writing.kinds, seed)
    if writing.name == "big5hkscs":
        return [text.translate(CANTONESE) for text in drawer.draw_many(count, length, fits_hong_kong)]
    return drawer.draw_many(count, length, partial(fits_chinese, codec=writing.codec))


Make = Callable[[str, Writing, random.Random], "Sample | None"]


def make_cells(
    group: str, names: Iterable[str], lengths: Iterable[int], make: Make, sources: list[Source], count: int, seed: int
) -> Iterator[Cell]:
    """Yield a cell for each encoding and length, its samples made by `make` from a text."""
    for writing in map(named, names):
        for length in lengths if knows(writing.codec) else ():
            key = f"{seed}/{group}/{writing.name}/{length}"
            rnd = random.Random(key)  # noqa: S311 - no secret
            texts = draw_texts(sources, writing, length, count, key)
            samples = tuple(sample for text in texts if (sample := make(text, writing, rnd)))
            if samples:
                yield Cell(group, writing.name, length, samples)


def make_clean(text: str, writing: Writing, _rnd: random.Random) -> Sample | None:
    """The text as it is."""
    data = write_bytes(text, writing.codec)
    return Sample(data, writing.truth, text) if data else None


def make_bad_byte(text: str, writing: Writing, rnd: random.Random) -> Sample | None:
    """One byte anywhere, replaced by another value."""
    data = bytearray(write_bytes(text, writing.codec) or b"")
    at = rnd.randrange(len(data))
    data[at] = rnd.choice([value for value in range(256) if value != data[at]])
    return Sample(bytes(data), writing.truth, text, damaged=True)


def make_cut(text: str, writing: Writing, rnd: random.Random) -> Sample | None:
    """The last character cut off in its middle."""
    data = write_bytes(text, writing.codec) or b""
    last = len(write_bytes(text[-1], writing.codec) or b"")
    return Sample(data[: -rnd.randrange(1, last)], writing.truth, text, damaged=True) if last > 1 else None


PIECES = (
    *('<div class="item">', "</div>", '<a href="/list?page=2">', "</a>", "<br/>", "<td width=120>", "</td>", "&nbsp;"),
    *("HTTP 404 Not Found ", "the quick answer is no, ", "version 2.1.7 released ", "see the manual for details. "),
    *('{"id": 1024, "name": "', '"}, ', "2004-05-17 08:30:00 ", "user@example.org ", "while (i < n) i++; ", "\r\n"),
)
"""Markup, English and code, to be mixed with Chinese."""


def make_mixed(text: str, writing: Writing, rnd: random.Random) -> Sample | None:
    """As much ASCII as Chinese, in turns."""
    parts, left, at = [], len(text), 0
    while at < len(text):
        size = rnd.randrange(2, 20)
        parts.append(text[at : at + size])
        at += size
        if left > 0:
            parts.append(rnd.choice(PIECES)[:left])
            left -= len(parts[-1])
    while left > 0:
        parts.append(rnd.choice(PIECES)[:left])
        left -= len(parts[-1])
    return make_clean("".join(parts), writing, rnd)


def make_declared(text: str, writing: Writing, rnd: random.Random) -> Sample | None:
    """A page whose declaration is false."""
    false = rnd.choice([name for name in ("utf-8", "gb2312", "big5") if name[:2] != writing.name[:2]])
    equiv = f'<meta http-equiv="Content-Type" content="text/html; charset={false}">'
    meta = rnd.choice((f'<meta charset="{false}">', equiv))
    return make_clean(f"<!DOCTYPE html>\n<html><head>{meta}</head>\n<body><p>{text}</p></body></html>\n", writing, rnd)


FOREIGN = (
    *(("japanese", "euc_jp"), ("japanese", "cp932"), ("korean", "cp949"), ("french", "cp1252")),
    *(("russian", "cp1251"), ("russian", "koi8-r")),
)


def fits_foreign(piece: str, codec: str) -> bool:
    """Return whether `piece` shows its language: half of it beyond ASCII, or a letter of it in French."""
    beyond = sum(not char.isascii() for char in piece)
    return beyond >= (1 if codec == "cp1252" else len(piece) / 2) and write_bytes(piece, codec) is not None


def make_foreign(sources: list[Source], count: int, seed: int) -> Iterator[Cell]:
    """Yield text of other languages in their own encodings, which must not be taken for Chinese."""
    for language, codec in FOREIGN:
        for length in (8, 16, 32, 256):
            drawer = Drawer(sources, (language,), f"{seed}/foreign/{codec}/{length}")
            texts = drawer.draw_many(count, length, partial(fits_foreign, codec=codec))
            if texts:
                samples = tuple(Sample(text.encode(codec), codec, text) for text in texts)
                name = f"{language} {codecs.lookup(codec).name}"
                yield Cell("foreign", name, length, samples, measure="false")


def make_utf8(sources: list[Source], count: int, seed: int) -> Iterator[Cell]:
    """Yield valid UTF-8 of every language at hand."""
    for kind in sorted({source.kind for source in sources}):
        for length in LENGTHS:
            drawer = Drawer(sources, (kind,), f"{seed}/utf8/{kind}/{length}")
            texts = drawer.draw_many(count, length, lambda piece: not piece.isascii())
            if texts:
                yield Cell("utf8", kind, length, tuple(Sample(text.encode(), "utf-8", text) for text in texts))


def make_detection(sources: list[Source], count: int, seed: int) -> Iterator[Cell]:
    """Yield the cells that all tools are asked."""
    every = tuple(writing.name for writing in WRITINGS)
    cells = partial(make_cells, sources=sources, count=count, seed=seed)
    yield from cells("clean", every, LENGTHS, make_clean)
    yield from cells("bad byte", ("utf-8", "gb18030", "big5"), (8, 32, 256), make_bad_byte)
    yield from cells("cut", ("utf-8", "gb18030", "gbk-trad", "big5"), (8, 32, 256), make_cut)
    yield from cells("mixed", (*POOLED, "utf-8"), (8, 32, 256), make_mixed)
    yield from make_foreign(sources, count, seed)
    yield from make_utf8(sources, count, seed)
    yield from cells("false declaration", ("utf-8", "gb18030", "gbk-trad", "big5"), (8, 32, 256), make_declared)
