"""Read the Chinese of software: translations, comments and documentation in the packages of ``software.toml``.

    python tools/software_text.py PACKAGES TEST

PACKAGES is a folder of the packages' files as their registries serve them, whose digests are checked; they are read and
never installed. Run so, it writes what ``build_words.py`` does not learn from to ``TEST/software-strings.txt`` and
``TEST/software-packages.txt``, for ``benchmarks/measure_words.py``: a tenth of the strings, and the packages held out.
"""

from __future__ import annotations

import argparse
import math
import re
import tarfile
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import tomllib
from _provenance import check_source

from zhfix.words import LONGEST, simplify

PACKAGES_FILE = Path(__file__).with_name("software.toml")
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
OTHER_LANGUAGE = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")  # kana, Hangul
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
STRING_ENDS = re.compile(r"[\n\r\"'`]|\\n")
SIZES = range(1, LONGEST + 1)
HELD_OUT = 10  # one string of so many
MOST_HELD_OUT = 300  # of one package, lest the largest be all that is measured
# Characters that one package counts for at most. One has 1.7 million, the next 0.2.
MOST_OF_A_PACKAGE = 400_000
LEAST_STRINGS = 4
# Nats. What has fewer neighbours on one side, or what its parts explain, is cut out of words or across them, and harms
# general text: with all runs of four strings the score of measure_words.py on devtest fell by 1.7 points and that on
# packages held out rose by 14.5; with limits of 1.2 and 1 by 0.8 and 17.5. These give the same as those in 20 kB
# less, and have words of common characters (表名). 2026-11-22.
LEAST_FREEDOM = 1.5
LEAST_ASSOCIATION = 0.5

Runs = tuple[str, ...]
"""The runs of ideographs of a string, simplified: what strings are told apart by."""


class Package(NamedTuple):
    """A package, and its strings by their runs."""

    name: str
    version: str
    licence: str
    sha256: str
    held_out: bool
    strings: dict[Runs, str]


def read_packages(folder: Path) -> list[Package]:
    """Return the packages of ``software.toml``, in its order; stops where a file is not the one that it names."""
    packages = []
    for table in tomllib.loads(PACKAGES_FILE.read_text(encoding="utf-8"))["package"]:
        path = check_source(folder / table["file"], table["sha256"])
        strings: dict[Runs, str] = {}
        for name, data in _list_members(path):
            if any(fnmatchcase(name, pattern) for pattern in table["members"]):
                strings.update(list_strings(data.decode("utf-8", "ignore")))
        name, version, licence, sha256 = (table[key] for key in ("name", "version", "licence", "sha256"))
        packages.append(Package(name, version, licence, sha256, table.get("held_out", False), strings))
    return packages


def _list_members(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                yield info.filename, archive.read(info)
        return
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and (file := archive.extractfile(member)):
                yield member.name, file.read()


def list_strings(text: str) -> Iterator[tuple[Runs, str]]:
    """Yield what stands between line ends and straight quotes and has two ideographs, with its runs of them."""
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    for string in STRING_ENDS.split(text):
        runs = tuple(simplify(run) for run in HAN.findall(string))
        if sum(map(len, runs)) > 1 and not OTHER_LANGUAGE.search(string):
            yield runs, string


def is_held_out(runs: Runs) -> bool:
    """Return whether nothing is learnt from a string, in whichever package it stands."""
    return zlib.crc32("\n".join(runs).encode()) % HELD_OUT == 0


def count_words(packages: Iterable[Package]) -> dict[str, float]:
    """Return how often each run that looks like a word, of two to four ideographs, begins at a character."""
    weights: dict[Runs, float] = {}
    for package in packages:
        learnt = [runs for runs in package.strings if not package.held_out and not is_held_out(runs)]
        size = sum(len(run) for runs in learnt for run in runs)
        weight = min(1.0, MOST_OF_A_PACKAGE / max(1, size))
        weights.update((runs, max(weight, weights.get(runs, 0.0))) for runs in learnt)
    counts: dict[str, float] = defaultdict(float)
    strings: Counter[str] = Counter()
    for runs, weight in weights.items():
        for part in (run[i : i + size] for run in runs for size in SIZES for i in range(len(run) - size + 1)):
            counts[part] += weight
            strings[part] += 1
    length = sum(weight * len(run) for runs, weight in weights.items() for run in runs)
    shares = {part: count / length for part, count in counts.items() if strings[part] >= LEAST_STRINGS}
    words = {part for part in shares if len(part) > 1 and measure_association(part, shares) >= LEAST_ASSOCIATION}
    freedom = measure_freedom(words, weights)
    return {word: shares[word] for word in sorted(words) if freedom[word] >= LEAST_FREEDOM}


def measure_association(part: str, shares: dict[str, float]) -> float:
    """Return the pointwise mutual information, in nats, of the two halves that explain a part best."""
    return min(math.log(shares[part] / (shares[part[:i]] * shares[part[i:]])) for i in range(1, len(part)))


def measure_freedom(words: Collection[str], strings: Iterable[Runs]) -> dict[str, float]:
    """Return the entropy, in nats, of what stands before or behind each word, whichever is less.

    Ends of runs all count as different: what stands alone is free.
    """
    before: dict[str, Counter[str]] = defaultdict(Counter)
    behind: dict[str, Counter[str]] = defaultdict(Counter)
    for padded in (f"\n{run}\n" for runs in strings for run in runs):
        for size in range(2, LONGEST + 1):
            for i in range(1, len(padded) - size):
                if (part := padded[i : i + size]) in words:
                    before[part][padded[i - 1]] += 1
                    behind[part][padded[i + size]] += 1
    return {word: min(_entropy(before[word]), _entropy(behind[word])) for word in words}


def _entropy(neighbours: Counter[str]) -> float:
    total = neighbours.total()
    return sum(count / total * math.log(total if char == "\n" else total / count) for char, count in neighbours.items())


def main() -> None:
    """Write what nothing is learnt from, a string a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path)
    parser.add_argument("test", type=Path)
    options = parser.parse_args()
    packages = read_packages(options.packages)
    apart = [string for package in packages if package.held_out for string in package.strings.values()]
    tenth = []
    for package in packages:
        held = sorted(runs for runs in package.strings if is_held_out(runs) and not package.held_out)
        held.sort(key=lambda runs: zlib.adler32("\n".join(runs).encode()))
        tenth += [package.strings[runs] for runs in held[:MOST_HELD_OUT]]
    for name, strings in (("strings", tenth), ("packages", apart)):
        path = options.test / f"software-{name}.txt"
        path.write_text("\n".join(strings) + "\n", encoding="utf-8")
        print(f"{path}: {len(strings):,} strings")


if __name__ == "__main__":
    main()
