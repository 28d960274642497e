"""Text to take time over: sound, and with some of its lines damaged; the same for the same seed."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import cycle, islice

from passages import Source

SENTENCE = re.compile("[^。！？\n]{8,80}[。！？]")

MOST = 4_000_000
"""Bytes that short texts are cut from."""


def read_as_latin_1(text: str) -> str:
    """UTF-8 read as Latin-1: each byte a character."""
    return text.encode().decode("latin-1")


def read_as_windows_1252(text: str) -> str:
    """UTF-8 read as Windows-1252, the five bytes that it has no character for as Latin-1 has them."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def read_as_gbk(text: str) -> str:
    """UTF-8 read as GBK: ideographs again, and U+FFFD where a byte is left over, whose character is lost."""
    return text.encode().decode("gbk", "replace")


CHAINS: dict[str, Callable[[str], str]] = {
    "Latin-1": read_as_latin_1,
    "Windows-1252": read_as_windows_1252,
    "GBK": read_as_gbk,
}
"""How UTF-8 is misread."""


def take_lines(sources: list[Source], kind: str, size: int, seed: str, turn: int = 0) -> list[str]:
    """Return `size` bytes of passages in random order: those of a turn follow those of the turn before.

    Where there is not so much text, it begins again.
    """
    lines = _shuffle_lines(tuple(sources), kind, seed)
    skipped, taken, left = turn * size, [], size
    for line in cycle(lines):
        cost = len(line.encode()) + 1
        if skipped > 0:
            skipped -= cost
            continue
        left -= cost
        if left < 0:
            break
        taken.append(line)
    return taken or list(lines[:1])


@lru_cache(maxsize=8)
def _shuffle_lines(sources: tuple[Source, ...], kind: str, seed: str) -> list[str]:
    lines = [line for source in sources if source.kind == kind for line in source.lines]
    if not lines:
        raise SystemExit(f"there is no text to take: no {kind}-*.txt with a line in it")
    random.Random(seed).shuffle(lines)  # noqa: S311 - no secret
    return lines


def join_lines(lines: list[str]) -> str:
    """Return lines as the text of a file."""
    return "\n".join(lines) + "\n"


def damage_lines(lines: list[str], share: float, chains: list[str], seed: str) -> tuple[list[str], list[int]]:
    """Return the lines, a share of them misread as the chains take turns, and which those are."""
    rnd = random.Random(seed)  # noqa: S311 - no secret
    hit = sorted(rnd.sample(range(len(lines)), round(share * len(lines))))
    damaged = list(lines)
    for i, chain in zip(hit, cycle(chains)):
        damaged[i] = CHAINS[chain](lines[i])
    return damaged, hit


def take_sentences(sources: list[Source], kind: str, count: int, seed: str, turn: int = 0) -> list[str]:
    """Return so many sentences, or those there are again and again."""
    sentences = SENTENCE.findall("\n".join(take_lines(sources, kind, MOST, seed)))
    if not sentences:
        raise SystemExit(f"there is no sentence of 8 to 80 characters in {kind}-*.txt")
    return list(islice(cycle(sentences), turn * count, (turn + 1) * count))


def take_pieces(sources: list[Source], kind: str, length: int, count: int, seed: str) -> list[str]:
    """Return so many pieces of `length` characters."""
    text = "".join(take_lines(sources, kind, MOST, seed))
    rnd = random.Random(seed)  # noqa: S311 - no secret
    starts = (rnd.randrange(max(len(text) - length, 1)) for _ in range(count))
    return [text[start : start + length] for start in starts]


def count_bytes(sources: list[Source], kind: str) -> int:
    """Return how much text of a kind there is."""
    return sum(len(line.encode()) + 1 for source in sources if source.kind == kind for line in source.lines)
