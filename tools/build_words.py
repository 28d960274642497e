"""Build ``data/words.bin``: the words that the character model should know and does not, in general text and software.

    python tools/build_words.py PACKAGES

General text is the list of ``wordfreq``; software is the text in the packages of ``software.toml``, whose files
PACKAGES holds (see ``software_text.py``). What a word gains is the logarithm of how often it begins at a character of
text, less that of the probability which the bigrams of ``charlm.bin`` give its characters. Kept are the words of the
list whose gain times frequency is greatest: those that explain most of a text; and all words of software that gain
beyond what these and shorter ones do. The same sources give the same file, byte for byte.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from _provenance import DATA, check_source, compute_digest, find_package_file, record
from software_text import Package, count_words, read_packages

from zhfix.charlm import MODEL_FILE, open_model
from zhfix.words import LONGEST, STEP, pack_words, simplify

WORD_LIST = "large_zh.msgpack.gz"
SOURCE_SHA256 = "e079d7aaff1cfb92874850cb3ffbc7b611af939d9d671c1cbda932d968467cdd"
# As benchmarks/measure_words.py measures, on 3,500 characters of devtest, simplified, 2026-11-22: a score of 55.9 with
# 72,000 words that gain a quarter of a nat or more, 55.6 with 77,000 of a nat or more, 56.2 with 88,000 of a quarter.
WORDS = 80_000
LEAST = STEP
# Nats. On devtest 8 and 12 score the same; on software held out 73.4 and 74.2, since pairs of news know little of it.
MOST = 12.0
# How much of what is damaged is taken to be of software; the rest is taken to be general text. Score at weight 1 on
# devtest, simplified and traditional, and on the packages held out, 2026-11-22: 58.6, 61.2, 58.7 without software;
# with a tenth 58.7, 61.1, 72.6; with 15 % 58.6, 61.1, 73.2; with a quarter 58.2, 60.9, 74.6.
SOFTWARE = 0.2
LEAST_BEYOND = 0.5  # nats beyond what shorter words in it gain
HAN = re.compile(f"[\u3400-\u4dbf\u4e00-\u9fff]{{2,{LONGEST}}}")


def read_frequencies() -> dict[str, float]:
    """Return how often each word of the list begins at a character of text; simplified."""
    import wordfreq  # only this function needs it

    listed = wordfreq.get_frequency_dict("zh", "large")
    length = sum(share * len(word) for word, share in listed.items())
    frequencies: dict[str, float] = defaultdict(float)
    for word, share in listed.items():
        frequencies[simplify(word)] += share / length
    return frequencies


def compute_gain(word: str, frequency: float) -> float:
    """Return by how many nats `word` is likelier as a word than as pairs."""
    model = open_model()
    pairs = sum(model.log_bigram(before, char) for before, char in pairwise(word))
    return math.log(frequency) - model.log_unigram(word[0]) - pairs


def choose_words(general: Mapping[str, float], software: Mapping[str, float]) -> dict[str, float]:
    """Return the words that explain most, with what each gains, in steps and no more than :data:`MOST`."""
    found = {word: compute_gain(word, share) for word, share in general.items() if HAN.fullmatch(word)}
    worth = sorted((-gain * general[word], word) for word, gain in found.items() if gain >= LEAST)
    shares = {word: general[word] for _, word in worth[:WORDS]}
    # The greater of the two, and no mean of them: general text keeps what it had.
    shares = {word: max(share, SOFTWARE * software.get(word, 0.0)) for word, share in shares.items()}
    gains = {word: _round(compute_gain(word, share)) for word, share in shares.items()}
    return gains | choose_more(gains, general, software)


def choose_more(
    gains: Mapping[str, float], general: Mapping[str, float], software: Mapping[str, float]
) -> dict[str, float]:
    """Return the words of software that gain beyond what `gains` and the shorter of them do."""
    more: dict[str, float] = {}
    for word in sorted(software, key=len):
        if word not in gains and open_model().knows(word[0]):
            gain = compute_gain(word, max(general.get(word, 0.0), SOFTWARE * software[word]))
            beyond = min(MOST, gain) - _score_parts(word, {**_parts(word, gains), **_parts(word, more)})
            if gain >= LEAST and beyond > LEAST_BEYOND:
                more[word] = _round(gain)
    return more


def _parts(word: str, gains: Mapping[str, float]) -> dict[str, float]:
    parts = (word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1))
    return {part: gains[part] for part in parts if part in gains}


def _score_parts(word: str, gains: Mapping[str, float]) -> float:
    """Return the best sum of gains of what is in a word: of one part, or of its two halves."""
    halves = gains.get(word[:2], 0.0) + gains.get(word[2:], 0.0)
    return max([halves, *gains.values()])


def _round(gain: float) -> float:
    return min(MOST, STEP * round(gain / STEP))


def record_sources(name: str, packages: list[Package]) -> None:
    """Write the provenance of the words."""
    licences = sorted({package.licence for package in packages})
    digests = [SOURCE_SHA256, *(package.sha256 for package in packages), compute_digest(DATA / MODEL_FILE)]
    record(
        name,
        source=f"wordfreq, {WORD_LIST}; {', '.join(package.name for package in packages)}; {MODEL_FILE}",
        version=", ".join(["3.1.1", *(package.version for package in packages)]),
        licence=f"CC BY-SA 4.0; counts under {', '.join(licences)}; no sentence is kept",
        url="https://github.com/rspeer/wordfreq; tools/software.toml",
        source_sha256=", ".join(digests),
        tool="tools/build_words.py",
    )


def main() -> None:
    """Write the words and their provenance, and print how many there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", type=Path, help="the folder of the packages that software.toml names")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    check_source(find_package_file("wordfreq", f"data/{WORD_LIST}"), SOURCE_SHA256)
    packages = read_packages(options.packages)
    words = choose_words(read_frequencies(), count_words(packages))
    path = options.out / "words.bin"
    path.write_bytes(pack_words(words))
    if options.out == DATA:
        record_sources(path.name, [package for package in packages if not package.held_out])
    print(f"{path}: {path.stat().st_size:,} bytes, {len(words):,} words")


if __name__ == "__main__":
    main()
