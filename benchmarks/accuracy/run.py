"""Compare detectors of encodings on Chinese: ``python benchmarks/accuracy/run.py --corpora DIR``.

DIR holds text in UTF-8, a passage a line: ``simp-*.txt`` simplified, ``trad-*.txt`` traditional, ``other-*.txt`` other
languages; without it text of installed packages is taken.  Prints tables; ``--out`` writes what they were made of, with
machine, versions, the files' digests and the seed.  ``docs/benchmarks.md`` says what is counted.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

from cells import Cell, make_detection
from damage import make_damaged
from detectors import Detector
from passages import Source, add_traditional, describe_corpora, read_folder, read_packages
from report import Answers, calibrate, count_cell, find_misses, show_calibration, show_errors, show_groups
from streams import make_columns, make_streams
from tools import DETECTORS, ENVIRONMENTS, ROOT, Tool, check_names, describe_run, open_tools


def parse_arguments() -> argparse.Namespace:
    """Return what was asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="text to cut samples from")
    parser.add_argument("--russian", type=Path, metavar="FILE", help="Russian, a passage a line")
    parser.add_argument("--n", type=int, default=100, help="samples a cell (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other samples (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--misses", type=Path, metavar="FILE", help="write what zhfix got wrong, a line of JSON each")
    parser.add_argument("--envs", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where the tools are installed")
    parser.add_argument("--tools", default=",".join(DETECTORS), help="some of %(default)s")
    parser.add_argument("--groups", default="", help="only groups of cells whose names begin so, separated by commas")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="tools asked at once (%(default)s)")
    arguments = parser.parse_args()
    arguments.tools = check_names(arguments.tools, DETECTORS)
    return arguments


def make_cells(sources: list[Source], count: int, seed: int, groups: str) -> list[Cell]:
    """Return all cells asked for."""
    makers = (make_detection, make_damaged, make_streams, make_columns)
    cells = (cell for make in makers for cell in make(sources, count, seed))
    return [cell for cell in cells if cell.group.startswith(tuple(groups.split(",")))]


def ask(tools: dict[str, Detector], cells: list[Cell], jobs: int) -> list[tuple[Cell, Answers]]:
    """Return every cell with what each tool said; tools run side by side, each by itself in order."""

    def ask_tool(tool: Detector) -> list[list[Any]]:
        return [tool.answer_all(cell.samples) if cell.tools in ("all", tool.name) else [] for cell in cells]

    with ThreadPoolExecutor(jobs) as pool:
        said = dict(zip(tools, pool.map(ask_tool, tools.values()), strict=True))
    return [(cell, {name: said[name][i] for name in tools if said[name][i]}) for i, cell in enumerate(cells)]


def read_text(arguments: argparse.Namespace) -> list[Source]:
    """Return the text asked for, or that of installed packages, whose traditional text is made by OpenCC."""
    if arguments.corpora:
        return read_folder(arguments.corpora, arguments.russian)
    with open_tools(["opencc"], arguments.envs, Tool) as tools:
        return add_traditional(read_packages(), lambda lines: tools["opencc"].make("convert", lines, config="s2tw"))


def main() -> None:
    """Build the environments, ask, count, print."""
    arguments = parse_arguments()
    # zhfix writes encodings that Python has no codec for; without it their cells are left out.
    sys.path.append(str(ROOT / "src"))
    sources = read_text(arguments)
    with open_tools(arguments.tools, arguments.envs, Detector) as tools:
        record: dict[str, Any] = describe_run(tools) | {"benchmark": "detection"}
        record |= {"seed": arguments.seed, "n": arguments.n, "corpora": describe_corpora(sources)}
        cells = make_cells(sources, arguments.n, arguments.seed, arguments.groups)
        answered = ask(tools, cells, arguments.jobs)
    record["cells"] = [count_cell(cell, answers) for cell, answers in answered if answers]
    record["calibration"] = calibrate(answered)
    print(f"{record['date']}, commit {record['commit']}, seed {record['seed']}, {record['machine']['system']}")
    print("; ".join(f"{name} {tool['version']}" for name, tool in record["tools"].items()))
    for lines in (
        show_groups(record["cells"]),
        show_errors(record["cells"]),
        show_calibration(record["calibration"]),
    ):
        for line in lines:
            print(line)
    if arguments.out:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if arguments.misses:
        with arguments.misses.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(miss) + "\n" for miss in find_misses(answered))


if __name__ == "__main__":
    main()
