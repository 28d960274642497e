"""Measure the speed of zhfix beside that of others: ``python benchmarks/speed/run.py --corpora DIR --out FILE``.

DIR holds text in UTF-8, a passage a line: ``simp-*.txt`` simplified, ``trad-*.txt`` traditional; without it text of
installed packages is taken.  Prints tables; ``--out`` writes what they were made of, with machine, versions, the files'
digests, the seed and the command.  ``docs/benchmarks.md`` says what is measured.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

from draw import draw
from growth import MEGABYTE, measure_imports, measure_jobs, measure_shares, measure_sizes
from passages import Source, add_traditional, describe_corpora, read_folder, read_packages
from races import Contender, Race, run_race
from tables import draw_table
from texts import CHAINS, count_bytes, damage_lines, join_lines, take_lines, take_pieces, take_sentences
from tools import (
    CONVERTERS,
    DETECTORS,
    ENVIRONMENTS,
    FIXERS,
    Tool,
    check_names,
    describe_run,
    open_tools,
)

SCHEMA = 1
"""Of the JSON; a change of what is there counts it up."""
GROUPS = {
    "fix": "Repairing text",
    "convert": "Simplified and traditional",
    "decode": "From bytes to text",
    "import": "Importing",
    "growth": "Against size",
    "damage": "Against damage",
    "jobs": "Two processes against one",
}
KINDS = {"simp": "simplified", "trad": "traditional"}
CALLS = 3_000
SHORT, SHORT_CALLS = 20, 1_000
"""Characters of a short text to convert, and how many of them."""
SHORT_BYTES = 16
HEAD = "|tool|bytes|seconds|MB/s|times that of zhfix|quartiles|seen before|peak|lines right".split("|")
UNITS = {"kB": 1_000, "MB": MEGABYTE, "GB": 1_000_000_000}
JOBS_LARGEST = 200 * MEGABYTE


def parse_size(text: str) -> int:
    """Return the bytes of ``64MB``."""
    number, unit = text[:-2], text[-2:]
    if unit not in UNITS or not number.isdigit() or number == "0":
        raise argparse.ArgumentTypeError(f"a size is a number and one of {', '.join(UNITS)}, not {text!r}")
    return int(number) * UNITS[unit]


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return what was asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="text to take")
    parser.add_argument("--only", default=",".join(GROUPS), metavar="GROUPS", help="some of %(default)s")
    parser.add_argument("--tools", default=",".join(all_tools()), metavar="NAMES", help="some of %(default)s")
    parser.add_argument("--size", type=parse_size, default="1MB", help="of a long text (%(default)s)")
    parser.add_argument("--largest", type=parse_size, default="64MB", help="size that text grows to (%(default)s)")
    parser.add_argument("--patience", type=float, default=120, help="seconds that growth waits for one (%(default)g)")
    parser.add_argument("--rounds", type=int, default=7, help="turns, whose median counts (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other text (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--plots", type=Path, metavar="DIR", help="draw the results there, as SVG")
    parser.add_argument("--envs", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where the tools are installed")
    asked = parser.parse_args(arguments)
    asked.only, asked.tools = check_names(asked.only, GROUPS), check_names(asked.tools, all_tools())
    return asked


def all_tools() -> list[str]:
    """Return every tool that is measured."""
    return list(dict.fromkeys([*FIXERS, *CONVERTERS, *DETECTORS]))


def needed_tools(groups: list[str], chosen: list[str]) -> list[str]:
    """Return the chosen tools that the groups need; zhfix is what the others are measured by."""
    by_group = {"fix": FIXERS, "convert": CONVERTERS, "decode": ("python", *DETECTORS), "import": all_tools()}
    wanted = {name for group in groups for name in by_group.get(group, ("zhfix",))}
    return [name for name in all_tools() if name in wanted and (name in chosen or name == "zhfix")]


def make_fixing(sources: list[Source], asked: argparse.Namespace) -> Iterator[Race]:
    """Yield sound text, long and in single sentences, and text of which some lines are damaged."""
    contenders, turns, seed = [Contender(name, name) for name in FIXERS], range(asked.rounds + 1), f"{asked.seed}/fix"
    for kind, name in KINDS.items():
        texts = [join_lines(take_lines(sources, kind, asked.size, seed, turn)) for turn in turns]
        about = {"lines": texts[0].count("\n"), "truth": texts[0]}
        yield Race("fix", f"sound, {name}", "fix", [[text] for text in texts], contenders, about)
    sentences = [take_sentences(sources, "simp", CALLS, seed, turn) for turn in turns]
    yield Race("fix", f"sound, {CALLS:,} sentences one by one", "fix", sentences, contenders)
    sound = [take_lines(sources, "simp", asked.size, seed, turn) for turn in turns]
    for name, chains in {**{f"as {chain}": [chain] for chain in CHAINS}, "in turns": list(CHAINS)}.items():
        damaged = [damage_lines(lines, 0.05, chains, seed) for lines in sound]
        about = {"lines": len(sound[0]), "damaged": len(damaged[0][1]), "truth": join_lines(sound[0])}
        items = [[join_lines(lines)] for lines, _ in damaged]
        yield Race("fix", f"5 % of lines UTF-8 read {name}", "fix", items, contenders, about)


def make_converting(sources: list[Source], asked: argparse.Namespace) -> Iterator[Race]:
    """Yield simplified text to convert to Taiwan's, and traditional text to convert to simplified; long and short."""
    turns, seed = range(asked.rounds + 1), f"{asked.seed}/convert"
    for config, kind in (("s2tw", "simp"), ("t2s", "trad")):
        contenders = [Contender(name, name, {"config": config}) for name in CONVERTERS]
        contenders.append(Contender("zhfix in context", "zhfix", {"config": config, "context": True}))
        long = [[join_lines(take_lines(sources, kind, asked.size, seed, turn))] for turn in turns]
        yield Race("convert", f"{config}, long", "convert", long, contenders)
        pieces = [take_pieces(sources, kind, SHORT, SHORT_CALLS, f"{seed}/{turn}") for turn in turns]
        yield Race("convert", f"{config}, {SHORT} characters", "convert", pieces, contenders)


def make_decoding(sources: list[Source], asked: argparse.Namespace) -> Iterator[Race]:
    """Yield bytes: long in GB18030, and short ones in three encodings."""
    turns, seed = range(asked.rounds + 1), f"{asked.seed}/decode"
    contenders = [Contender(name, name) for name in ("zhfix", "python", *DETECTORS[1:])]
    texts = (join_lines(take_lines(sources, "simp", asked.size * 3 // 2, seed, turn)) for turn in turns)
    long = [text.encode("gb18030", "replace")[: asked.size].rpartition(b"\n")[0] for text in texts]
    yield Race("decode", "GB18030, long", "decode", [[data] for data in long], contenders)
    short = [
        [
            text.encode(codec, "ignore")
            for codec, kind in (("gb18030", "simp"), ("cp950", "trad"), ("utf-8", "simp"))
            for text in take_pieces(sources, kind, SHORT_BYTES, SHORT_CALLS // 3, f"{seed}/{codec}/{turn}")
        ]
        for turn in turns
    ]
    contenders = [runner for runner in contenders if runner.tool != "python"]  # which is told GB18030
    yield Race("decode", f"GB18030, Big5, UTF-8, {SHORT_BYTES} characters", "decode", short, contenders)


def count_right(race: Race, tools: dict[str, Tool]) -> dict[str, int]:
    """Return how many lines of a long text are as they should be when a tool has repaired it."""
    counts, right = {}, str(race.about["truth"]).split("\n")
    for runner in race.contenders:
        if runner.tool in tools:
            lines = tools[runner.tool].make("fix", race.turns[0], **runner.options)[0].split("\n")
            counts[runner.label] = sum(a == b for a, b in zip(lines, right, strict=False)) - 1  # the end is no line
    return counts


def run_races(sources: list[Source], tools: dict[str, Tool], asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yield the results of the groups in which tools take turns."""
    makers = {"fix": make_fixing, "convert": make_converting, "decode": make_decoding}
    for group, make in makers.items():
        for race in make(sources, asked) if group in asked.only else ():
            print(f"{race.group}: {race.name}", file=sys.stderr)
            right = count_right(race, tools) if "truth" in race.about else {}
            race.about.pop("truth", None)  # is text
            for row in run_race(race, tools):
                yield row | ({"right": right[row["tool"]]} if right else {})


def run_processes(sources: list[Source], tools: dict[str, Tool], asked: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yield the results of the groups that start processes."""
    if "import" in asked.only:
        yield from measure_imports(tools, asked.rounds)
    with TemporaryDirectory() as name:
        folder, python, size = Path(name), tools["zhfix"].path, asked.size
        if "growth" in asked.only:
            yield from measure_sizes(python, sources, folder, asked.largest, asked.seed, asked.patience)
        if "damage" in asked.only:
            yield from measure_shares(python, sources, folder, size, asked.seed)
        if "jobs" in asked.only:
            large = min(asked.largest, JOBS_LARGEST)
            yield from measure_jobs(python, sources, folder, large, asked.seed, min(asked.rounds, 3))


def read_text(asked: argparse.Namespace) -> list[Source]:
    """Return the text asked for, or that of installed packages, whose traditional text is made by zhfix."""
    sources = read_folder(asked.corpora) if asked.corpora else read_packages()
    with open_tools(["zhfix"], asked.envs, Tool) as tools:
        sources = add_traditional(sources, lambda lines: tools["zhfix"].make("convert", lines, config="s2tw"))
    needed = asked.size * (asked.rounds + 1)
    for kind, name in KINDS.items():
        if (there := count_bytes(sources, kind)) < needed:
            print(f"{there:,} bytes of {name} text; beyond that turns repeat what was seen before", file=sys.stderr)
    return sources


def show_results(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a table for each group."""
    for group, title in GROUPS.items():
        chosen = [row for row in rows if row["group"] == group]
        if not chosen:
            continue
        head = list(HEAD)
        if group == "jobs":
            head[head.index("times that of zhfix")] = "times as fast as one"
        lines = [[show_cell(row, key) for key in head] for row in chosen]
        kept = [i for i in range(len(head)) if i == 0 or any(line[i] for line in lines)]
        yield f"\n## {title}\n"
        yield from draw_table([head[i] for i in kept], [[line[i] for i in kept] for line in lines])


def show_cell(row: dict[str, Any], key: str) -> str:
    """Return what a table says of a result."""
    size, seconds = row.get("bytes", 0), row["seconds"]
    shown = {
        "": row["name"],
        "tool": row["tool"],
        "bytes": f"{size:,}" if size else "",
        "seconds": f"{seconds:.3g}",
        "MB/s": f"{size / seconds / MEGABYTE:.3g}" if size else "",
        "quartiles": f"{row['ratio_low']:.3g} to {row['ratio_high']:.3g}" if "ratio" in row else "",
        "seen before": f"{row['ratio_again']:.3g}" if "ratio_again" in row else "",
        "peak": f"{row['peak'] / MEGABYTE:.0f} MB" if "peak" in row else "",
        "lines right": f"{row['right']} of {row['lines']}" if "right" in row else "",
    }
    return str(shown.get(key, f"{row['ratio']:.3g}" if "ratio" in row else ""))


def main(arguments: list[str] | None = None) -> None:
    """Build the environments, measure, print."""
    asked = parse_arguments(arguments)
    sources = read_text(asked)
    with open_tools(needed_tools(asked.only, asked.tools), asked.envs, Tool) as tools:
        record: dict[str, Any] = {"schema": SCHEMA, "benchmark": "speed", **describe_run(tools), "seed": asked.seed}
        record |= {"size": asked.size, "largest": asked.largest, "rounds": asked.rounds}
        record |= {"command": shlex.join(["speed/run.py", *shown_arguments(arguments)])}
        record |= {"corpora": describe_corpora(sources)}
        record["results"] = [*run_races(sources, tools, asked), *run_processes(sources, tools, asked)]
    print(f"{record['date']}, commit {record['commit']}, seed {record['seed']}, {record['machine']['system']}")
    print("; ".join(f"{name} {tool['version']}" for name, tool in record["tools"].items()))
    for line in show_results(record["results"]):
        print(line)
    if asked.out:
        write_record(asked.out, record)
    if asked.plots:
        with TemporaryDirectory() as name:
            path = asked.out or write_record(Path(name) / "results.json", record)
            draw([path], asked.plots, asked.envs)


def write_record(path: Path, record: dict[str, Any]) -> Path:
    """Write the results as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def shown_arguments(arguments: list[str] | None) -> list[str]:
    """Return the arguments without the folders of this machine."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for i, word in enumerate(words[:-1]):
        if word in ("--corpora", "--envs", "--out", "--plots"):
            words[i + 1] = "DIR" if word != "--out" else "FILE"
    return words


if __name__ == "__main__":
    main()
