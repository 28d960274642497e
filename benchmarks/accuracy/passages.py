"""Text to cut samples from: a folder of files in UTF-8, a passage a line."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ATTEMPTS = 400
"""Cuts that are tried before a sample is given up."""


@dataclass(frozen=True)
class Source:
    """The passages of one file; `kind` is ``simp``, ``trad`` or the language of an ``other-`` file."""

    name: str
    kind: str
    digest: str
    lines: tuple[str, ...]


def read_source(path: Path, kind: str = "") -> Source:
    """Read one file; its kind is told by its name (``simp-news.txt``, ``other-french.txt``) unless it is given."""
    data = path.read_bytes()
    script, _, rest = path.stem.partition("-")
    lines = tuple(line for line in data.decode("utf-8").splitlines() if line.strip())
    return Source(path.name, kind or (rest if script == "other" else script), hashlib.sha256(data).hexdigest(), lines)


def read_folder(folder: Path, russian: Path | None = None) -> list[Source]:
    """Read the corpora: ``simp-*.txt``, ``trad-*.txt``, ``other-*.txt``, and a file of Russian where there is one."""
    paths = [path for pattern in ("simp-*.txt", "trad-*.txt", "other-*.txt") for path in sorted(folder.glob(pattern))]
    if not paths:
        raise SystemExit(f"{folder} has no files simp-*.txt, trad-*.txt or other-*.txt")
    return [read_source(path) for path in paths] + ([read_source(russian, "russian")] if russian else [])


def is_han(char: str) -> bool:
    """Return whether `char` is an ideograph of the basic block or of extension A."""
    return "\u3400" <= char <= "\u9fff"


class Drawer:
    """Draws pieces of text of a given length from sources of a kind, always the same for the same seed."""

    def __init__(self, sources: list[Source], kinds: tuple[str, ...], seed: str) -> None:
        self.sources = [source for source in sources if source.kind in kinds]
        self.random = random.Random(seed)  # noqa: S311 - no secret

    def draw(self, length: int, fits: Callable[[str], bool]) -> str | None:
        """Return a piece of `length` characters that `fits`, or None where none was found.

        A piece longer than its passage goes on with the passages that follow, after a line feed.
        """
        for _ in range(ATTEMPTS if self.sources else 0):
            lines = self.random.choice(self.sources).lines
            at = self.random.randrange(len(lines))
            text = lines[at]
            while len(text) < length and at + 1 < len(lines):
                at += 1
                text += "\n" + lines[at]
            if len(text) < length:
                continue
            start = self.random.randrange(len(text) - length + 1)
            piece = text[start : start + length]
            if "\N{REPLACEMENT CHARACTER}" not in piece and fits(piece):
                return piece
        return None

    def draw_many(self, count: int, length: int, fits: Callable[[str], bool]) -> list[str]:
        """Return `count` pieces, or fewer where the text has no more that fit."""
        drawn = []
        for _ in range(count):
            piece = self.draw(length, fits)
            if piece is None:
                break
            drawn.append(piece)
        return drawn
