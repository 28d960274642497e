"""Measure the models of other languages: ``python benchmarks/measure_languages.py FOLDER [--russian FILE]``.

Prints Markdown: nats a character of each model on each language; how often bytes of other languages are taken for
Chinese, and Chinese for another language, where the likeliest reading by encoding, language and prior wins; and what
the models cost. FOLDER holds ``simp-*.txt``, ``trad-*.txt`` and ``other-{japanese,korean,
french}.txt``, a passage a line.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable, Iterator
from importlib import resources
from itertools import islice
from pathlib import Path

from zhfix.charlm import LANGUAGES, open_language
from zhfix.charlm import _read_model as read_model

SEED, SAMPLES, LENGTHS = 21, 6000, (4, 8, 16)
PRIORS = {
    ("gb18030", "zh"): 0.0,
    ("big5hkscs", "zh"): -1.0,
    ("euc_jp", "ja"): -3.5,
    ("cp932", "ja"): -3.5,
    ("cp949", "ko"): -3.5,
    ("cp1251", "ru"): -4.5,
    ("koi8_r", "ru"): -5.0,
    ("cp1252", "western"): -2.0,
}
SENTENCES = {  # 16 characters each
    "ja": "図書館は今日も開いています。明日",
    "ko": "도서관은 오늘 문을 열었습니다",
    "ru": "Библиотека откры",
    "western": "à la bibliothèqu",
}
SETS = (
    ("simp", "gb18030", "zh"),
    ("trad", "gb18030", "zh"),
    ("trad", "big5hkscs", "zh"),
    ("other-japanese", "euc_jp", "ja"),
    ("other-japanese", "cp932", "ja"),
    ("other-korean", "cp949", "ko"),
    ("russian", "cp1251", "ru"),
    ("russian", "koi8_r", "ru"),
    ("other-french", "cp1252", "western"),
)
UNREADABLE = 20.0  # nats for what an encoding cannot read

Lines = list[str]


def score(text: str, language: str) -> float:
    """Return the log-probability of what stands beyond ASCII, and of how it goes with the ASCII beside it.

    ASCII itself is the same in all readings and counts nothing: of an ASCII character that follows, what counts is how
    much likelier it is there than anywhere. Markup beside Chinese, Japanese and Korean says nothing against them;
    letters do, and beside Cyrillic or accented letters any character counts.
    """
    model, wide = open_language(language), language in {"zh", "ja", "ko"}
    total, before = 0.0, ""
    for char in text:
        if char == "\N{REPLACEMENT CHARACTER}":
            total, before = total - UNREADABLE, ""
            continue
        if not char.isascii():
            pair = model.log_bigram(before, char) if before else -math.inf
            free = not before or (wide and before.isascii() and not before.isalpha())
            total += max(pair, model.log_unigram(char)) if free else pair
        elif before and not before.isascii() and (char.isalpha() or not wide):
            gain = model.log_bigram(before, char) - model.log_unigram(char)
            total += min(gain, 0.0) if wide else gain
        before = char
    return total


def choose(data: bytes) -> tuple[str, str]:
    """Return the language and the text of the likeliest reading."""
    readings = ((prior, language, data.decode(codec, "replace")) for (codec, language), prior in PRIORS.items())
    best = max(readings, key=lambda reading: reading[0] + score(reading[2], reading[1]))
    return best[1:]


def cut(lines: Lines, length: int, codec: str, fits: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """Yield pieces of lines that `codec` can write, and their bytes, for ever."""
    rnd = random.Random(SEED)  # noqa: S311 - no secret
    while True:
        line = rnd.choice(lines)
        at = rnd.randrange(max(1, len(line) - length + 1))
        piece = line[at : at + length]
        if len(piece) == length and fits(piece):
            try:
                yield piece, piece.encode(codec)
            except UnicodeEncodeError:
                continue


def is_mostly_wide(text: str) -> bool:
    """Return whether at least half of `text` is beyond ASCII."""
    return 2 * sum(char > "\x7f" for char in text) >= len(text)


def is_wide(text: str) -> bool:
    """Return whether `text` has a character beyond ASCII."""
    return not text.isascii()


def show_errors(name: str, lines: Lines, codec: str, language: str) -> str:
    """Return a row: at each length how often Chinese is mistaken, or another language for it, and other errors."""
    fits = is_wide if language == "western" else is_mostly_wide
    row = [f"| {name} as {codec} "]
    for length in LENGTHS:
        crossed = other = 0
        for piece, data in islice(cut(lines, length, codec, fits), SAMPLES):
            found, text = choose(data)
            crossed += (found == "zh") != (language == "zh")
            other += (found == "zh") == (language == "zh") and text != piece
        row.append(f"| {100 * crossed / SAMPLES:.2f} | {100 * other / SAMPLES:.2f} ")
    return "".join(row) + "|"


def show_costs() -> Iterator[str]:
    """Yield a row for each model: its size, symbols, time to load and time of 16 characters."""
    for language, text in SENTENCES.items():
        size = len(resources.files("zhfix").joinpath("data", f"charlm-{language}.bin").read_bytes())
        loads, scores = [], []
        for _ in range(9):
            begin = time.perf_counter()
            model = read_model(f"charlm-{language}.bin")
            loads.append(time.perf_counter() - begin)
            model.log_probability(text)
            begin = time.perf_counter()
            for _ in range(200):
                model.log_probability(text)
            scores.append((time.perf_counter() - begin) / 200)
        yield f"| {language} | {size:,} | {model.symbols:,} | {1e3 * min(loads):.1f} | {1e6 * min(scores):.1f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--russian", type=Path, help="Russian text, a passage a line")
    options = parser.parse_args()

    def read(pattern: str) -> Lines:
        return [line for path in sorted(options.folder.glob(pattern)) for line in path.read_text("utf-8").splitlines()]

    texts = {name: read(f"{name}*.txt") for name in ("simp", "trad", "other-japanese", "other-korean", "other-french")}
    texts["russian"] = options.russian.read_text("utf-8").splitlines() if options.russian else []
    print("| text | " + " | ".join(LANGUAGES) + " |")
    for name, lines in texts.items():
        if size := sum(map(len, lines[:500])):
            nats = (sum(map(open_language(x).log_probability, lines[:500])) / size for x in LANGUAGES)
            print(f"| {name} | " + " | ".join(f"{-x:.2f}" for x in nats) + " |")
    print("\n| text | " + " | ".join(f"{n} characters: crossed | other" for n in LENGTHS) + " |")
    for name, codec, language in SETS:
        if texts[name]:
            print(show_errors(name, texts[name], codec, language))
    print("\n| model | bytes | symbols | ms to load | µs for 16 characters |")
    print("\n".join(show_costs()))


if __name__ == "__main__":
    main()
