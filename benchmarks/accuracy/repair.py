"""Compare repairs of misread text: ``python benchmarks/accuracy/repair.py --corpora DIR``.

DIR holds text in UTF-8, a passage a line (``simp-*.txt``, ``trad-*.txt``, ``other-*.txt``); without it text of
installed packages is taken, which zhfix's model has seen.  ``docs/benchmarks.md`` says what is counted.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

from passages import Drawer, Source, describe_corpora, is_han, read_folder, read_packages
from report import show_share
from tables import draw_table
from tools import ENVIRONMENTS, Tool, describe_run, open_tools

FIXERS = ("zhfix", "ftfy")
LENGTHS = (6, 12, 48)
PASSAGE = 40
"""Characters of a passage that is sound and should stay as it is."""


class Chain(NamedTuple):
    """Written in one encoding and read in another, once or again."""

    written: str
    read: str
    times: int = 1

    def damage(self, text: str) -> str | None:
        """Return what becomes of `text`, or None where something of it is lost or nothing happens."""
        damaged = text
        for _ in range(self.times):
            try:
                data = damaged.encode(self.written)
                damaged = read_1252(data) if self.read == "cp1252" else data.decode(self.read)
            except UnicodeError:
                return None
        return None if damaged == text else damaged

    def __str__(self) -> str:
        """Return it as tables tell it."""
        return f"{self.written} read as {self.read}" + (", twice" if self.times > 1 else "")


def read_1252(data: bytes) -> str:
    """Return bytes in Windows-1252, the five that it has no character for as browsers read them."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


CHAINS = (
    Chain("utf-8", "latin-1"),
    Chain("utf-8", "cp1252"),
    Chain("utf-8", "cp1252", 2),
    Chain("utf-8", "cp437"),
    Chain("utf-8", "gbk"),
    Chain("utf-8", "big5"),
    Chain("gbk", "latin-1"),
    Chain("gbk", "cp1252"),
    Chain("gbk", "cp1251"),
    Chain("big5", "latin-1"),
    Chain("big5", "cp1252"),
    Chain("gbk", "big5hkscs"),
    Chain("big5", "gbk"),
)
"""Of each, what can be undone: samples in which a byte found no character are left out."""


def make_samples(sources: list[Source], count: int, seed: int) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """Yield, for each chain and length, what should come and what is given."""
    for chain in CHAINS:
        kinds = {"gbk": ("simp",), "big5": ("trad",)}.get(chain.written, ("simp", "trad"))
        for length in LENGTHS:
            drawer = Drawer(sources, kinds, f"{seed}/repair/{chain}/{length}")

            def fits(piece: str, chain: Chain = chain) -> bool:
                return sum(map(is_han, piece)) * 2 >= len(piece) and "\n" not in piece and bool(chain.damage(piece))

            truths = drawer.draw_many(count, length, fits)
            if truths:
                yield str(chain), length, truths, [chain.damage(text) or "" for text in truths]
    for kind in dict.fromkeys(source.kind for source in sources):
        truths = Drawer(sources, (kind,), f"{seed}/sound/{kind}").draw_many(count, PASSAGE, lambda _: True)
        yield f"sound: {kind}", PASSAGE, truths, truths


def main(arguments: list[str] | None = None) -> None:
    """Ask, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="text to cut samples from")
    parser.add_argument("--n", type=int, default=100, help="samples a cell (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other samples (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--envs", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where the tools are installed")
    asked = parser.parse_args(arguments)
    sources = read_folder(asked.corpora) if asked.corpora else read_packages()
    with open_tools(FIXERS, asked.envs, Tool) as tools:
        record: dict[str, Any] = {"schema": 1, "benchmark": "repair", **describe_run(tools), "seed": asked.seed}
        record |= {"n": asked.n, "corpora": describe_corpora(sources), "results": []}
        for name, length, truths, given in make_samples(sources, asked.n, asked.seed):
            for tool in tools.values():
                answers = tool.make("fix", given)
                right = sum(a == b for a, b in zip(answers, truths, strict=True))
                row = {"name": name, "length": length, "tool": tool.name, "counted": right, "of": len(truths)}
                record["results"].append(row)
    print("; ".join(f"{name} {tool['version']}" for name, tool in record["tools"].items()))
    print("\n## Texts that came out exactly as they were written, in per cent\n")
    rows = record["results"]
    table = [
        [row["name"], str(row["length"]), str(row["of"]), show_share(row), show_share(other)]
        for row, other in zip(rows[:: len(FIXERS)], rows[1 :: len(FIXERS)], strict=True)
    ]
    print(*draw_table(["", "characters", "samples", *FIXERS], table), sep="\n")
    if asked.out:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
