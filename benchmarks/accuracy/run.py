"""Compare detectors of encodings on Chinese: ``python benchmarks/accuracy/run.py --corpora DIR``.

DIR holds text in UTF-8, a passage a line: ``simp-*.txt`` simplified, ``trad-*.txt`` traditional, ``other-*.txt`` other
languages.  Prints tables; ``--out`` writes what they were made of, with machine, versions, the files' digests and the
seed.  ``docs/benchmarks.md`` says what is counted.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from cells import Cell, make_detection
from damage import make_damaged
from passages import Source, read_folder
from report import Answers, calibrate, count_cell, find_misses, show_calibration, show_errors, show_groups, show_speed
from speed import measure_speed
from streams import make_columns, make_streams
from tools import REQUIREMENTS, ROOT, Tool, build_environment

ENVIRONMENTS = ROOT / "benchmarks" / ".envs"


def parse_arguments() -> argparse.Namespace:
    """Return what was asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR", help="text to cut samples from")
    parser.add_argument("--russian", type=Path, metavar="FILE", help="Russian, a passage a line")
    parser.add_argument("--n", type=int, default=100, help="samples a cell (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other samples (%(default)s)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the results as JSON")
    parser.add_argument("--misses", type=Path, metavar="FILE", help="write what zhfix got wrong, a line of JSON each")
    parser.add_argument("--envs", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where the tools are installed")
    parser.add_argument("--tools", default=",".join(REQUIREMENTS), help="some of %(default)s")
    parser.add_argument("--groups", default="", help="only groups of cells whose names begin so, separated by commas")
    parser.add_argument("--speed", action="store_true", help="measure the time from bytes to text, and nothing else")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="tools asked at once (%(default)s)")
    arguments = parser.parse_args()
    arguments.tools = arguments.tools.split(",")
    if unknown := set(arguments.tools) - REQUIREMENTS.keys():
        parser.error(f"no tool is called {', '.join(sorted(unknown))}; there are {', '.join(REQUIREMENTS)}")
    return arguments


def make_cells(sources: list[Source], count: int, seed: int, groups: str) -> list[Cell]:
    """Return all cells asked for."""
    makers = (make_detection, make_damaged, make_streams, make_columns)
    cells = (cell for make in makers for cell in make(sources, count, seed))
    return [cell for cell in cells if cell.group.startswith(tuple(groups.split(",")))]


def ask(tools: dict[str, Tool], cells: list[Cell], jobs: int) -> list[tuple[Cell, Answers]]:
    """Return every cell with what each tool said; tools run side by side, each by itself in order."""

    def ask_tool(tool: Tool) -> list[list[Any]]:
        return [tool.answer_all(cell.samples) if cell.tools in ("all", tool.name) else [] for cell in cells]

    with ThreadPoolExecutor(jobs) as pool:
        said = dict(zip(tools, pool.map(ask_tool, tools.values()), strict=True))
    return [(cell, {name: said[name][i] for name in tools if said[name][i]}) for i, cell in enumerate(cells)]


def describe(arguments: argparse.Namespace, sources: list[Source], tools: dict[str, Tool]) -> dict[str, Any]:
    """Return all that somebody needs to do the same again."""
    commit = subprocess.run(  # noqa: S603 - ours
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],  # noqa: S607 - whichever git there is
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": {"system": platform.platform(), "processor": platform.machine(), "cores": os.cpu_count()},
        "seed": arguments.seed,
        "n": arguments.n,
        "commit": commit,
        "tools": {name: {"version": tool.version, "python": tool.python} for name, tool in tools.items()},
        "corpora": [{"file": s.name, "sha256": s.digest, "passages": len(s.lines)} for s in sources],
    }


def main() -> None:
    """Build the environments, ask, count, print."""
    arguments = parse_arguments()
    # zhfix writes encodings that Python has no codec for; without it their cells are left out.
    sys.path.append(str(ROOT / "src"))
    sources = read_folder(arguments.corpora, arguments.russian)
    with ExitStack() as stack:
        tools: dict[str, Tool] = {}
        for name in arguments.tools:
            tools[name] = Tool(name, build_environment(name, arguments.envs))
            stack.callback(tools[name].close)
        record: dict[str, Any] = describe(arguments, sources, tools)
        if arguments.speed:
            record["speed"] = list(measure_speed(tools, sources, arguments.seed))
            answered = []
        else:
            cells = make_cells(sources, arguments.n, arguments.seed, arguments.groups)
            answered = ask(tools, cells, arguments.jobs)
            record["cells"] = [count_cell(cell, answers) for cell, answers in answered if answers]
            record["calibration"] = calibrate(answered)
    print(f"{record['date']}, commit {record['commit']}, seed {record['seed']}, {record['machine']['system']}")
    print("; ".join(f"{name} {tool['version']}" for name, tool in record["tools"].items()))
    for lines in (
        show_groups(record.get("cells", [])),
        show_errors(record.get("cells", [])),
        show_calibration(record.get("calibration", [])),
        show_speed(record.get("speed", [])),
    ):
        for line in lines:
            print(line)
    if arguments.out:
        arguments.out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if arguments.misses:
        with arguments.misses.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(miss) + "\n" for miss in find_misses(answered))


if __name__ == "__main__":
    main()
