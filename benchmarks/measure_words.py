"""Measure what words add to pairs: ``python benchmarks/measure_words.py FOLDER [--seed N]``.

Prints Markdown. FOLDER holds ``simp-*.txt``, ``trad-*.txt`` or what ``tools/software_text.py`` writes, a passage a
line; whatever is there is measured. Ideographs are taken out at random places; each competes with 40 others, known to
the model, whose UTF-8 begins with the same two bytes, as if its last byte were lost. What decides is the two pairs that
the character is in, and ``score_words`` of the nine characters about it, by a weight. It is restored where the
posterior is at least 0.75; the score is what was restored rightly, less three times what wrongly, in percent.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.words import open_words, score_words, unpack_words

SAMPLES, RIVALS, ABOUT, POSTERIOR = 5000, 40, 4, 0.75
WEIGHTS = (0.0, 0.5, 0.7, 1.0, 1.25)
TEXTS = {
    "simplified": "simp-*.txt",
    "traditional": "trad-*.txt",
    "software": "software-packages.txt",
    "software, strings": "software-strings.txt",
}


class Scored(NamedTuple):
    """What pairs and words say of each character that may stand at a place; of the right one first."""

    pairs: list[float]
    words: list[float]


def take_places(lines: list[str], chance: random.Random) -> Iterator[Scored]:
    """Yield ideographs of the text at random, scored beside their rivals."""
    model = open_model()
    known = [(line, at) for line in lines for at, char in enumerate(line) if "一" <= char <= "鿿" and model.knows(char)]
    for line, at in chance.sample(known, min(SAMPLES, len(known))):
        first = ord(line[at]) & ~63  # those of one lead and one middle byte are 64
        others = [chr(code) for code in range(first, first + 64) if chr(code) != line[at] and model.knows(chr(code))]
        chars = [line[at], *chance.sample(others, min(RIVALS, len(others)))]
        left, right = line[max(0, at - ABOUT) : at], line[at + 1 : at + 1 + ABOUT]
        before, after = left[-1:] or BOUNDARY, right[:1] or BOUNDARY
        pairs = [model.log_bigram(before, char) + model.log_bigram(char, after) for char in chars]
        yield Scored(pairs, [score_words(left + char + right) for char in chars])


def print_row(name: str, weight: float, places: list[Scored]) -> None:
    """Print accuracy, what is restored rightly and wrongly, the score, and how often a reading of 0.75 is right."""
    best = right = wrong = 0
    for place in places:
        sums = [pair + weight * word for pair, word in zip(place.pairs, place.words, strict=True)]
        top = max(sums)
        is_right = sums.index(top) == 0
        best += is_right
        if 1 / sum(math.exp(each - top) for each in sums) >= POSTERIOR:
            right += is_right
            wrong += not is_right
    shares = [100 * number / len(places) for number in (best, right, wrong, right - 3 * wrong)]
    cells = " | ".join(f"{share:.1f}" for share in shares)
    print(f"| {name} | {weight:g} | {cells} | {100 * right / (right + wrong):.1f} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=22)
    options = parser.parse_args()
    print("| text | weight | likeliest is right | restored | wrongly | score | of restored right |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, pattern in TEXTS.items():
        files = sorted(options.folder.glob(pattern))
        if not files:
            continue
        lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
        places = list(take_places(lines, random.Random(options.seed)))  # noqa: S311 - nothing secret
        for weight in WEIGHTS:
            print_row(name, weight, places)
    print_costs(lines)


def print_costs(lines: list[str]) -> None:
    """Print how long it takes to read the words and to score text, the best of seven."""
    import zhfix

    path = Path(zhfix.__file__).with_name("data") / "words.bin"
    data, text = path.read_bytes(), "".join(lines)[:80_000]
    reading, scoring = [], []
    for _ in range(7):
        start = time.perf_counter()
        unpack_words(data)
        middle = time.perf_counter()
        score_words(text)
        reading.append(middle - start)
        scoring.append((time.perf_counter() - middle) / len(text))
    print(f"\n{len(open_words()):,} words, {len(data):,} bytes; ", end="")
    print(f"{1e3 * min(reading):.0f} ms to read, {1e6 * min(scoring):.2f} µs a character")


if __name__ == "__main__":
    main()
