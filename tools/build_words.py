"""Build ``data/words.bin``: the words that the character model should know and does not, in general text and software.

    python tools/build_words.py PACKAGES

General text is the list of ``wordfreq``; software is the text in the packages of ``software.toml``, whose files
PACKAGES holds (see ``software_text.py``). What a word gains is the logarithm of how often it begins at a character of
text, less that of the probability which the bigrams of ``charlm.bin`` give its characters. Kept are the words of the
list whose gain times frequency is greatest: those that explain most of a text; and of software those that explain most
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
from zhfix.words import LONGEST, STEP, pack_words, score_words_by, simplify

WORD_LIST = "large_zh.msgpack.gz"
SOURCE_SHA256 = "e079d7aaff1cfb92874850cb3ffbc7b611af939d9d671c1cbda932d968467cdd"
# As benchmarks/measure_words.py measures, on 3,500 characters of devtest, simplified, 2026-11-22: a score of 55.9 with
# 72,000 words that gain a quarter of a nat or more, 55.6 with 77,000 of a nat or more, 56.2 with 88,000 of a quarter.
WORDS = 80_000
LEAST = STEP
MOST = 8.0  # nats; with 12 the score was the same, and a word of the list may be noise
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


def choose_words(frequencies: Mapping[str, float]) -> dict[str, float]:
    """Return the words that explain most, with what each gains, in steps and no more than :data:`MOST`."""
    gains = {word: compute_gain(word, share) for word, share in frequencies.items() if HAN.fullmatch(word)}
    worth = sorted((-gain * frequencies[word], word) for word, gain in gains.items() if gain >= LEAST)
    return {word: min(MOST, STEP * round(gains[word] / STEP)) for _, word in worth[:WORDS]}


def main() -> None:
    """Write the words and their provenance, and print how many there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    check_source(find_package_file("wordfreq", f"data/{WORD_LIST}"), SOURCE_SHA256)
    words = choose_words(read_frequencies())
    path = options.out / "words.bin"
    path.write_bytes(pack_words(words))
    if options.out == DATA:
        record(
            path.name,
            source=f"wordfreq, {WORD_LIST}; {MODEL_FILE}",
            version="3.1.1",
            licence="CC BY-SA 4.0; counts under Apache-2.0",
            url="https://github.com/rspeer/wordfreq",
            source_sha256=f"{SOURCE_SHA256}, {compute_digest(DATA / MODEL_FILE)}",
            tool="tools/build_words.py",
        )
    print(f"{path}: {path.stat().st_size:,} bytes, {len(words):,} words")


if __name__ == "__main__":
    main()
