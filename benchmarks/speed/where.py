"""Where the time of zhfix goes: ``python benchmarks/speed/where.py --corpora DIR``.

Prints, for sound text, for text of which 5 % of lines are damaged, for bytes and for conversion, what reading and
decoding the bytes takes, what zhfix takes, and which modules and rules of it that time goes to.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import cProfile
import io
import json
import pstats
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

from passages import add_traditional, read_folder, read_packages
from tables import draw_table
from texts import CHAINS, damage_lines, join_lines, take_lines
from tools import ENVIRONMENTS, Tool, build_environment, open_tools

SIZE = 1_000_000
MOST = 8
"""Modules and rules that are told."""


def take_time(work: Callable[[], object], rounds: int) -> float:
    """Return the median of seconds, once what is loaded on first use is there."""
    work()
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return median(seconds)


def list_modules(work: Callable[[], object]) -> Counter[str]:
    """Return the share of time of each module; what is built in counts for the module that calls it."""
    profile = cProfile.Profile()
    profile.runcall(work)
    stats: Any = pstats.Stats(profile, stream=io.StringIO())
    shares: Counter[str] = Counter()
    for (path, _, _), (_, _, own, _, callers) in stats.stats.items():
        if "zhfix" in path:
            shares[path.rpartition("zhfix/")[2]] += own
        else:
            for (caller, _, _), (_, _, seconds, _) in callers.items():
                shares[caller.rpartition("zhfix/")[2] if "zhfix" in caller else "elsewhere"] += seconds
    total = sum(shares.values())
    return Counter({name: seconds / total for name, seconds in shares.items()})


def list_rules(text: str, rounds: int) -> Counter[str]:
    """Return the seconds of each rule of the default preset on a text as it is given."""
    from zhfix import Evidence
    from zhfix.presets import PRESETS

    evidence = Evidence(text)
    return Counter(
        {
            rule.rule: take_time(lambda rule=rule: rule.find(text, evidence=evidence), rounds)  # type: ignore[misc]
            for rule in PRESETS["repair"]
        }
    )


def list_works(texts: dict[str, str]) -> Iterator[tuple[str, bytes, str, Callable[[], object]]]:
    """Yield what is looked into: its name, its bytes and their encoding, and the work."""
    import zhfix

    for name in ("sound", "damaged"):
        yield f"fix, {name}", texts[name].encode(), "utf-8", lambda text=texts[name]: zhfix.fix(text)
    data = texts["sound"].encode("gb18030", "replace")
    yield "decode, GB18030", data, "gb18030", lambda: zhfix.decode(data)
    utf8 = texts["sound"].encode()
    yield "decode, UTF-8", utf8, "utf-8", lambda: zhfix.decode(utf8)
    for config, name in (("s2tw", "sound"), ("t2s", "trad")):
        for context in (False, True):
            yield (
                f"convert, {config}{', in context' if context else ''}",
                texts[name].encode(),
                "utf-8",
                lambda text=texts[name], config=config, context=context: zhfix.convert(text, config, context=context),
            )


def look(rounds: int) -> None:
    """Print the tables; run by the Python that zhfix is installed in."""
    texts: dict[str, str] = json.load(sys.stdin)
    rows = []
    for name, data, encoding, work in list_works(texts):
        read = take_time(lambda data=data, encoding=encoding: data.decode(encoding), rounds)  # type: ignore[misc]
        seconds = take_time(work, rounds)
        modules = ", ".join(f"{module} {share:.0%}" for module, share in list_modules(work).most_common(MOST))
        rows.append([name, f"{len(data) / read / 1e6:.0f}", f"{len(data) / seconds / 1e6:.3g}", modules])
    print("## Where the time goes\n")
    print(*draw_table(["", "decoding alone, MB/s", "zhfix, MB/s", "share of the time, by module"], rows), sep="\n")
    for name in ("sound", "damaged"):
        rules = list_rules(texts[name], rounds)
        total = rules.total()
        print(f"\n## Rules of the default preset on {name} text\n")
        shown = [[rule, f"{s * 1e3:.2f} ms", f"{s / total:.0%}"] for rule, s in rules.most_common(MOST)]
        print(*draw_table(["rule", "time", "share"], shown), sep="\n")


def main() -> None:
    """Make the text and look, in the environment of zhfix."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="text to take")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other text (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="whose median counts (%(default)s)")
    parser.add_argument("--envs", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where the tools are installed")
    parser.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.look:
        look(asked.rounds)
        return
    sources = read_folder(asked.corpora) if asked.corpora else read_packages()
    with open_tools(["zhfix"], asked.envs, Tool) as tools:
        sources = add_traditional(sources, lambda lines: tools["zhfix"].make("convert", lines, config="s2tw"))
    lines = take_lines(sources, "simp", SIZE, f"{asked.seed}/where")
    damaged, _ = damage_lines(lines, 0.05, list(CHAINS), f"{asked.seed}/where")
    traditional = take_lines(sources, "trad", SIZE, f"{asked.seed}/where")
    texts = {"sound": join_lines(lines), "damaged": join_lines(damaged), "trad": join_lines(traditional)}
    command = [str(build_environment("zhfix", asked.envs)), __file__, "--look", "--rounds", str(asked.rounds)]
    subprocess.run(command, input=json.dumps(texts), encoding="utf-8", check=True)  # noqa: S603 - ours


if __name__ == "__main__":
    main()
