"""Show that no test text was trained on: ``python tools/check_overlap.py --corpora TRAIN --tests DEVTEST``.

Trains once more from what shares no run of 20 ideographs, in either script, with a test file, and compares the
digest of the outcome with the model that ships: only a model trained on just that text has it. Exits with 1
where the digests differ, or where a passage that was kept shares a run after all. Lines of fewer than 20
ideographs cannot be told from phrases that any two texts share, and are not looked for.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from _provenance import DATA, compute_digest
from train_charlm import build, collect
from training_text import fingerprints, test_fingerprints

from zhfix._charlm_file import pack_model


def main() -> int:
    """Print what was compared, every passage that training shares with a test file, and the two digests."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="the folder that the model was trained on")
    parser.add_argument("--tests", type=Path, required=True, help="the folder of test files")
    options = parser.parse_args()
    tests = test_fingerprints(options.tests)
    texts, sizes = collect(options.corpora, options.tests)
    shared = [text for text, _ in texts if not tests.isdisjoint(fingerprints(text))]
    for text in shared[:20]:
        print("shared:", text[:80].replace("\n", " "))
    size = sum(sizes.values())
    print(f"{size:,} characters of training, {len(tests):,} runs of test text, {len(shared)} passages shared")
    built, shipped = hashlib.sha256(pack_model(build(texts))).hexdigest(), compute_digest(DATA / "charlm.bin")
    print(f"trained without them: {built}\nshipped:              {shipped}")
    return 1 if shared or built != shipped else 0


if __name__ == "__main__":
    sys.exit(main())
