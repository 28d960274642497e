"""Measure the character model: ``python benchmarks/measure_model.py FOLDER``.

Prints Markdown: what the model takes in a wheel, in memory and in time to load; bits a character on each text file
of FOLDER; and how far apart real Chinese and mojibake score.  Files hold a passage a line in UTF-8; real Chinese is
taken from those called ``simp-*.txt`` and ``trad-*.txt``.  Start-up is also given as a ratio to the start of the same
Python, measured in the same run, since the seconds of one machine say little about another.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import math
import platform
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from importlib import resources
from pathlib import Path
from statistics import median, quantiles

from zhfix.charlm import MODEL_FILE, open_model

SEED = 7
PASSAGES = 300  # of each file
LENGTHS = (12, 60)  # characters of real text
STARTS = 15  # of Python; the quickest counts
MEMORY = """
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak // 1024 if sys.platform == 'darwin' else peak)
"""
LOAD = """
import time
from zhfix.charlm import open_model
begin = time.perf_counter()
open_model().log_probability('服務')
print(time.perf_counter() - begin)
"""
OPEN = "from zhfix.charlm import open_model; model = open_model()"


def read_as_gbk(text: str, _rnd: random.Random) -> str:
    """UTF-8 read as GBK."""
    return text.encode().decode("gb18030", "replace")


def read_as_latin(text: str, _rnd: random.Random) -> str:
    """GBK read as Latin-1."""
    return text.encode("gb18030").decode("latin-1")


def shuffle(text: str, rnd: random.Random) -> str:
    """The characters of a passage in another order."""
    return "".join(rnd.sample(text, len(text)))


def draw_ideographs(text: str, rnd: random.Random) -> str:
    """Ideographs of GB 2312 at random, as many as the passage has characters."""
    pairs = (bytes((rnd.randrange(0xB0, 0xF7), rnd.randrange(0xA1, 0xFE))) for _ in text)
    return b"".join(pairs).decode("gb18030")


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "real Chinese": lambda text, _: text,
    "its characters shuffled": shuffle,
    "UTF-8 read as GBK": read_as_gbk,
    "ideographs at random": draw_ideographs,
    "GBK read as Latin-1": read_as_latin,
}


def run(script: str, *arguments: str) -> str:
    """Run a script in a Python of its own, where zhfix is found as it is here."""
    whole = f"import sys; sys.path[:0] = {sys.path[1:]!r}\n{script}"
    command = [sys.executable, "-I", "-c", whole, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - ours


def measure_start(script: str) -> float:
    """Return the seconds that a new Python takes for `script`, the quickest of several."""
    seconds = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        run(script)
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def show_cost(folder: Path) -> Iterator[str]:
    """Yield the table of size, time and memory."""
    data = resources.files("zhfix").joinpath("data", MODEL_FILE).read_bytes()
    bare, opened = measure_start("import json"), measure_start(OPEN)
    score_all = (
        f"{OPEN}\nfrom pathlib import Path\n"
        "for path in Path(sys.argv[1]).glob('*.txt'):\n"
        "    with path.open(encoding='utf-8') as file:\n"
        "        for line in file: model.log_probability(line)\n"
    )
    memory = [int(run(f"{script}\n{MEMORY}", str(folder))) / 1024 for script in ("import json", OPEN, score_all)]
    loaded = min(float(run(LOAD)) for _ in range(STARTS))
    text = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt")))[-200_000:]
    model = open_model()
    model.log_probability(text)  # so that all rows it needs are inflated
    begin = time.perf_counter()
    model.log_probability(text)
    per_character = (time.perf_counter() - begin) / len(text) * 1e6
    yield "| cost | |\n|---|---:|"
    yield f"| the file | {len(data) / 1e6:.2f} MB |"
    yield f"| the same in a wheel, which deflates it | {len(zlib.compress(data, 9)) / 1e6:.2f} MB |"
    yield f"| symbols | {model.symbols:,} |"
    yield f"| start of Python with `import json` | {bare * 1e3:.0f} ms |"
    yield f"| start of Python, import and load of the model, by ratio to that | {opened / bare:.2f} |"
    yield f"| load alone, its modules being imported, and the first pair | {loaded * 1e3:.0f} ms |"
    yield f"| a character, scored | {per_character:.2f} µs |"
    yield f"| peak memory of Python with `import json` | {memory[0]:.1f} MB |"
    yield f"| … with the model loaded | + {memory[1] - memory[0]:.1f} MB |"
    yield f"| … with all of the folder scored | + {memory[2] - memory[0]:.1f} MB |"


def show_bits(folder: Path) -> Iterator[str]:
    """Yield the table of bits a character, line ends included."""
    yield "| file | characters | bits a character | nats a character |\n|---|---:|---:|---:|"
    for path in sorted(folder.glob("*.txt")):
        text = "\n".join(path.read_text("utf-8").splitlines()) + "\n"
        nats = -open_model().log_probability(text) / len(text)
        yield f"| {path.stem} | {len(text):,} | {nats / math.log(2):.2f} | {nats:.2f} |"


def choose_passages(folder: Path) -> list[str]:
    """Return passages of Chinese that are as long as the longest length asked for."""
    rnd = random.Random(SEED)  # noqa: S311 - no secret
    chosen: list[str] = []
    for path in sorted([*folder.glob("simp-*.txt"), *folder.glob("trad-*.txt")]):
        lines = [line for line in path.read_text("utf-8").splitlines() if len(line) >= LENGTHS[-1]]
        chosen += rnd.sample(lines, min(PASSAGES, len(lines)))
    return chosen


def show_distance(folder: Path) -> Iterator[str]:
    """Yield the table of how real Chinese and damaged text score."""
    passages = choose_passages(folder)
    model, heads = open_model(), "".join(f" {n} characters: 1 % | median | 99 % |" for n in LENGTHS)
    yield f"{len(passages):,} passages; nats a character of what is scored, the lowest and highest hundredth apart.\n"
    yield f"| kind |{heads}\n|---|{'---:|' * 3 * len(LENGTHS)}"
    for name, damage in KINDS.items():
        rnd, row = random.Random(SEED), []  # noqa: S311 - no secret
        for length in LENGTHS:
            texts = [damage(passage[:length], rnd) for passage in passages]
            scores = [model.log_probability(text) / len(text) for text in texts]
            cuts = quantiles(scores, n=100)
            row += [f"{value:.1f}" for value in (cuts[0], median(scores), cuts[-1])]
        yield f"| {name} | {' | '.join(row)} |"


def main() -> None:
    """Print what was measured, and on what."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="text files to score")
    folder = parser.parse_args().folder
    print(f"{date.today().isoformat()}, Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")  # noqa: DTZ011
    for show in (show_cost, show_bits, show_distance):
        print(*show(folder), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
