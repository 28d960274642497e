"""Train the small models of other languages: ``python tools/train_languages.py``.

They tell Japanese, Korean, Russian and Western text from Chinese when bytes are read in several encodings, and have the
file format of the Chinese model. They are learnt from word lists alone (see ``language_counts.py`` and
``languages.toml``). The same lists give the same files, byte for byte; their digests are recorded in
``src/zhfix/data/PROVENANCE.toml``.
"""

from __future__ import annotations

import argparse
import array
import math
from collections import defaultdict
from pathlib import Path

from _provenance import DATA, check_source, find_package_file, record
from language_counts import WORD_LISTS, Counts, count_text, read_recipes, read_words

from zhfix._charlm_file import STEP, ModelTables, deflate_row, pack_model
from zhfix.charlm import BOUNDARY, CLASS_NAMES, class_of, fold_symbol

FLOOR = 1e-3  # the share of all characters that is spread over the classes, so that none is impossible
SCALE = 3e6  # words of text that the counts are taken to stand for
DISCOUNT = 2.0  # of such counts; word lists hold no pair that was seen once
RARE = 3e-7  # a character that is rarer in a word of text is counted with its class
GAIN = 3e-6  # nats a word of text: a pair that gains less is left out


def fold(counts: Counts) -> Counts:
    """Return the counts with rare characters, and ASCII if no letter of it is listed, counted as their classes."""
    kept = {char for char, number in counts.chars.items() if number >= RARE}

    def symbol(char: str) -> str:
        return char if char in kept else fold_symbol(char) if fold_symbol(char) in kept else class_of(char)

    chars: dict[str, float] = defaultdict(float)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    after: dict[str, float] = defaultdict(float)
    for char, number in counts.chars.items():
        chars[symbol(char)] += number
    for (first, second), number in counts.pairs.items():
        pairs[symbol(first), symbol(second)] += number
    for char, number in counts.after.items():
        after[symbol(char)] += number
    return Counts(chars, pairs, after)


def build(counts: Counts, unseen: float) -> ModelTables:
    """Return the tables of the model."""
    counts = fold(counts)
    listed = set(counts.chars) | set(CLASS_NAMES) | {BOUNDARY}
    symbols = sorted(listed, key=lambda symbol: (-counts.chars.get(symbol, 0.0), symbol))
    total = sum(counts.chars.values())
    unigram = {
        symbol: (1 - FLOOR) * counts.chars.get(symbol, 0.0) / total
        + (FLOOR / len(CLASS_NAMES) if len(symbol) > 1 or symbol == BOUNDARY else 0)
        for symbol in symbols
    }
    follow = {symbol: (1 - unseen) * counts.after.get(symbol, 0.0) + unseen * unigram[symbol] for symbol in symbols}
    behind: dict[str, dict[str, float]] = {symbol: {} for symbol in symbols}
    for (first, second), number in counts.pairs.items():
        behind[first][second] = number
    ids = {symbol: i for i, symbol in enumerate(symbols)}
    unknown, kept = [], []
    for symbol in symbols:
        number = counts.chars.get(symbol, 0.0)
        exact, price = estimate(behind[symbol], number, follow)
        unknown.append(price)
        kept.append({ids[second]: quantise(p) for second, p in exact.items()})
    return lay_out(
        symbols,
        [quantise(unigram[s]) for s in symbols],
        [quantise(follow[s]) for s in symbols],
        [quantise(p, 0) for p in unknown],
        kept,
    )


def estimate(behind: dict[str, float], number: float, follow: dict[str, float]) -> tuple[dict[str, float], float]:
    """Return the probabilities of the pairs worth keeping behind a character, and the price of any other."""
    if not behind:
        return {}, 1.0
    inside = {second: max(count - DISCOUNT / SCALE, 0.2 * count) for second, count in behind.items()}
    left = 1 - sum(inside.values()) / number
    exact = {second: count / number + left * follow[second] for second, count in inside.items()}
    kept = {second: p for second, p in exact.items() if behind[second] * math.log(p / (left * follow[second])) > GAIN}
    return kept, min(1.0, max(1e-4, 1 - sum(kept.values())) / max(1e-4, 1 - sum(follow[second] for second in kept)))


def quantise(probability: float, least: int = 1) -> int:
    """Return steps of -1/12 nat, up to 255; of a pair not 0, which says that it is not known."""
    return min(255, max(least, round(-math.log(probability) / STEP)))


def lay_out(
    symbols: list[str], unigrams: list[int], follows: list[int], unknown: list[int], kept: list[dict[int, int]]
) -> ModelTables:
    """Return the tables, as many rows dense as give the smallest file."""

    def tables(dense: int) -> ModelTables:
        rows, pairs = [], []
        for i, row in enumerate(kept):
            if i < dense:
                rows.append(deflate_row(lay_row(row, dense)))
            pairs += [(i << 16 | j, q) for j, q in sorted(row.items()) if i >= dense or j >= dense]
        keys = array.array("I", [key for key, _ in pairs])
        return ModelTables(
            symbols, bytes(unigrams), bytes(follows), bytes(unknown), rows, keys, bytes(q for _, q in pairs)
        )

    sizes = [size for size in (64, 128, 256, 512, 1024, 2048) if size < len(symbols)] + [min(len(symbols), 4096)]
    return min(map(tables, sizes), key=lambda made: len(pack_model(made)))


def lay_row(row: dict[int, int], dense: int) -> bytes:
    """Return a byte for each of the first `dense` symbols."""
    laid = bytearray(dense)
    for second, quantum in row.items():
        if second < dense:
            laid[second] = quantum
    return bytes(laid)


def main() -> None:
    """Train, write the files and print how large they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    for language, recipe in read_recipes().items():
        for name in recipe.words:
            check_source(find_package_file("wordfreq", f"data/{name}.msgpack.gz"), WORD_LISTS[name])
        made = build(count_text(recipe, read_words(recipe)), recipe.unseen)
        path = options.out / f"charlm-{language}.bin"
        path.write_bytes(pack_model(made))
        if options.out == DATA:
            record(
                path.name,
                source="wordfreq, " + ", ".join(f"{name}.msgpack.gz" for name in recipe.words),
                version="3.1.1",
                licence="counts of word lists under Apache-2.0 and CC BY-SA 4.0; no list is kept",
                url="https://github.com/rspeer/wordfreq",
                source_sha256=", ".join(WORD_LISTS[name] for name in recipe.words),
                tool="tools/train_languages.py",
            )
        size, symbols = path.stat().st_size, len(made.symbols)
        print(f"{path}: {size:,} bytes, {symbols:,} symbols, {len(made.rows):,} rows, {len(made.pair_keys):,} pairs")


if __name__ == "__main__":
    main()
