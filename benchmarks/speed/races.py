"""Tools that do the same work in turns, so that all have the same machine at the same time."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from tools import Tool


@dataclass(frozen=True)
class Contender:
    """A tool with options; `label` is what it is called in tables."""

    label: str
    tool: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Race:
    """Items of each turn that each contender does a job with; the time is that of one pass over the items of a turn.

    Other items in each turn, since a tool that remembers what it has seen would be measured on what it remembers.
    """

    group: str
    name: str
    job: str
    turns: list[list[Any]]
    contenders: list[Contender]
    about: dict[str, Any] = field(default_factory=dict)


def spread(values: list[float]) -> tuple[float, float, float]:
    """Return the median and the quartiles beside it."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return median(values), low, high


def run_race(race: Race, tools: Mapping[str, Tool]) -> Iterator[dict[str, Any]]:
    """Yield what each contender took; ratios are taken in each turn, and their median counts.

    The first turn is not counted: in it tools load what they load on first use.
    """
    running = [c for c in race.contenders if c.tool in tools]
    times: dict[str, list[dict[str, float]]] = {runner.label: [] for runner in running}
    for turn, items in enumerate(race.turns):
        shift = turn % len(running)
        for runner in [*running[shift:], *running[:shift]]:  # nobody is always the first
            taken = tools[runner.tool].time(race.job, items, **runner.options)
            times[runner.label].append(taken)
    times = {label: taken[1:] for label, taken in times.items()}
    size = round(median(sum(map(count_bytes, items)) for items in race.turns[1:]))
    for runner in running:
        row = {"group": race.group, "name": race.name, "tool": runner.label, "bytes": size}
        row |= {"items": len(race.turns[0]), "rounds": [taken["seconds"] for taken in times[runner.label]]}
        row |= {key: median(taken[key] for taken in times[runner.label]) for key in ("seconds", "cpu", "again")}
        if "zhfix" in times:
            row |= compare(times[runner.label], times["zhfix"])
        yield {**row, **race.about}


def compare(times: list[dict[str, float]], base: list[dict[str, float]]) -> dict[str, float]:
    """Return how many times as long as zhfix a tool took."""
    ratio, low, high = spread([a["seconds"] / b["seconds"] for a, b in zip(times, base, strict=True)])
    again = median(a["again"] / b["again"] for a, b in zip(times, base, strict=True))
    return {"ratio": ratio, "ratio_low": low, "ratio_high": high, "ratio_again": again}


def count_bytes(item: str | bytes) -> int:
    """Return the size of an item; of a text that of its UTF-8."""
    return len(item if isinstance(item, bytes) else item.encode(errors="replace"))
