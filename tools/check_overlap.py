"""Show that no test text was trained on: ``python tools/check_overlap.py --corpora TRAIN --tests DEVTEST``.

Every run of 20 ideographs of the test files, in either script, is looked for in what the model was trained on.
Exits with 1 and the passages where one is found. ``tools/train_charlm.py`` leaves such passages out by the same
measure.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from train_charlm import collect
from training_text import fingerprints, test_fingerprints


def main() -> int:
    """Print what was compared and every passage that training shares with a test file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="the folder that the model was trained on")
    parser.add_argument("--tests", type=Path, required=True, help="the folder of test files")
    parser.add_argument(
        "--all", action="store_true", help="compare what training would use without leaving anything out"
    )
    options = parser.parse_args()
    tests = test_fingerprints(options.tests)
    texts, sizes = collect(options.corpora, None if options.all else options.tests)
    shared = [text for text, _ in texts if not tests.isdisjoint(fingerprints(text))]
    for text in shared[:20]:
        print("shared:", text[:80].replace("\n", " "))
    size = sum(sizes.values())
    print(f"{size:,} characters of training, {len(tests):,} runs of test text, {len(shared)} passages shared")
    return 1 if shared else 0


if __name__ == "__main__":
    sys.exit(main())
