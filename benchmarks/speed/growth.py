"""Time and memory of whole processes: against size, against the share of damage, with two jobs, and of an import."""
# ruff: noqa: INP001, T201 - modules of a script, which prints

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from passages import Source
from races import spread
from texts import CHAINS, damage_lines, join_lines, take_lines
from tools import Tool
from worker import ADAPTERS

HERE = Path(__file__).parent
WORKS = ("read", "fix", "command line")
MEGABYTE = 1_000_000
SMALLEST, STEP = 1_000, 4
SHARES = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0)
SHARE = 0.05
"""Of the lines, in growth against size and with two jobs."""
JOBS = (1, 2)


def launch(folder: Path, command: list[str]) -> dict[str, Any]:
    """Run a command in a process of its own and return what it took, and what it printed where that is JSON."""
    output = folder / "output"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-S", "-E", str(HERE / "launch.py"), str(output), *command],
        stdout=subprocess.PIPE,
        check=True,
    )
    taken: dict[str, Any] = json.loads(done.stdout)
    if taken.pop("status"):
        raise SystemExit(f"this failed: {' '.join(command)}")
    with output.open("rb") as file:
        head = file.read(1000)
    output.unlink()
    return taken | (json.loads(head) if head.startswith(b'{"read"') else {})


def write_text(path: Path, sources: list[Source], size: int, share: float, seed: int) -> int:
    """Write text of about `size` bytes, a share of its lines damaged; return the bytes written."""
    lines = take_lines(sources, "simp", min(size, MEGABYTE), f"{seed}/growth")
    damaged, _ = damage_lines(lines, share, list(CHAINS), f"{seed}/growth")
    data = join_lines(damaged).encode()
    if size < len(data):  # a text shorter than a passage
        data = data[:size].decode(errors="ignore").encode()
    times = max(size // len(data), 1)
    with path.open("wb") as file:
        for _ in range(times):
            file.write(data)
    return times * len(data)


def list_sizes(largest: int) -> list[int]:
    """Return the sizes that text grows through, up to the largest."""
    sizes = [SMALLEST]
    while sizes[-1] * STEP < largest:
        sizes.append(sizes[-1] * STEP)
    return [*sizes, largest] if largest > SMALLEST else [largest]


def measure_work(work: str, python: Path, folder: Path, path: Path) -> dict[str, Any]:
    """Return what reading the file, `zhfix.fix` of its text or the command line takes."""
    if work == "command line":
        taken = launch(folder, [str(python), "-m", "zhfix", "fix", str(path)])
        return {"tool": work, "seconds": taken["wall"], **taken}
    taken = launch(folder, [str(python), str(HERE / "child.py"), work, str(path)])
    seconds = taken["read"] if work == "read" else min(taken["first"], taken.get("again", taken["first"]))
    return {"tool": work, "seconds": seconds, **taken}


def measure_sizes(
    python: Path, sources: list[Source], folder: Path, largest: int, seed: int, patience: float
) -> Iterator[dict[str, Any]]:
    """Yield time and peak memory of each work on sound and on damaged text, until one takes longer than `patience`."""
    path = folder / "text"
    for share in (0.0, SHARE):
        expected = dict.fromkeys(WORKS, 0.0)
        for size in list_sizes(largest):
            written = write_text(path, sources, size, share, seed)
            for work in [work for work in WORKS if expected[work] <= patience]:
                taken = measure_work(work, python, folder, path)
                expected[work] = taken["wall"] * STEP
                yield {"group": "growth", "name": f"{share:.0%} of lines damaged", "bytes": written, **taken}
            if late := [work for work in WORKS if expected[work] > patience]:
                print(f"left out beyond {size:,} bytes, for --patience: {', '.join(late)}", file=sys.stderr)


def measure_shares(python: Path, sources: list[Source], folder: Path, size: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield time and peak memory of each work against the share of lines that are damaged."""
    path = folder / "text"
    for share in SHARES:
        written = write_text(path, sources, size, share, seed)
        for work in WORKS:
            taken = measure_work(work, python, folder, path)
            yield {"group": "damage", "name": f"{share:.0%}", "share": share, "bytes": written, **taken}


def measure_jobs(
    python: Path, sources: list[Source], folder: Path, size: int, seed: int, rounds: int
) -> Iterator[dict[str, Any]]:
    """Yield the time of two processes and that of one, in turns; the ratio is how many times as fast two are."""
    path = folder / "text"
    options = subprocess.run(  # noqa: S603 - ours
        [str(python), "-m", "zhfix", "fix", "--help"], stdout=subprocess.PIPE, encoding="utf-8", check=True
    ).stdout
    for share in (0.0, SHARE):
        written = write_text(path, sources, size, share, seed)
        commands = {"fix_many": ([str(python), str(HERE / "child.py"), "many", str(path)], "many")}
        if "--jobs" in options:
            commands["command line"] = ([str(python), "-m", "zhfix", "fix", str(path), "--jobs"], "wall")
        for tool, (command, key) in commands.items():
            turns = [[launch(folder, [*command, str(jobs)]) for jobs in JOBS] for _ in range(rounds)]
            ratio, low, high = spread([one[key] / two[key] for one, two in turns])
            row = {"group": "jobs", "name": f"{share:.0%} of lines damaged", "tool": tool, "bytes": written}
            for place, jobs in enumerate(JOBS):
                row[f"seconds_{jobs}"] = median(turn[place][key] for turn in turns)
            yield {**row, "seconds": row["seconds_2"], "ratio": ratio, "ratio_low": low, "ratio_high": high}


def measure_imports(tools: dict[str, Tool], rounds: int) -> Iterator[dict[str, Any]]:
    """Yield the seconds of importing each tool in a fresh process, in turns."""
    modules = {name: ADAPTERS[name].module for name in tools if ADAPTERS[name].module}
    seconds: dict[str, list[float]] = {name: [] for name in modules}
    for _ in range(rounds):
        for name, module in modules.items():
            code = f"import time\nt = time.perf_counter()\nimport {module}\nprint(time.perf_counter() - t)"
            command = [str(tools[name].path), "-c", code]
            done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)  # noqa: S603 - ours
            seconds[name].append(float(done.stdout))
    for name, times in seconds.items():
        row = {"group": "import", "name": "import", "tool": name, "seconds": median(times), "rounds": times}
        if "zhfix" in seconds:
            ratios = [mine / base for mine, base in zip(times, seconds["zhfix"], strict=True)]
            row["ratio"], row["ratio_low"], row["ratio_high"] = spread(ratios)
        yield row
