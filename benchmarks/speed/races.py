"""Tools that do the same work in turns, so that all have the same machine at the same time."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from statistics import median, quantiles
from typing import Any

from tools import Tool

LEAST = 0.03
"""Seconds that one measurement takes at least; shorter work is repeated."""


@dataclass(frozen=True)
class Contender:
    """A tool with options; `label` is what it is called in tables."""

    label: str
    tool: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Race:
    """Items that each contender does a job with; the time is that of one pass, told an item."""

    group: str
    name: str
    job: str
    items: list[Any]
    contenders: list[Contender]
    about: dict[str, Any] = field(default_factory=dict)


def spread(values: list[float]) -> tuple[float, float, float]:
    """Return the median and the quartiles beside it."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, _, high = quantiles(values, n=4, method="inclusive")
    return median(values), low, high


def run_race(race: Race, tools: dict[str, Tool], rounds: int) -> Iterator[dict[str, Any]]:
    """Yield what each contender took; ratios are taken in each round, and their median counts."""
    running = [c for c in race.contenders if c.tool in tools]
    repeats = {}
    for runner in running:
        tools[runner.tool].time(race.job, race.items[:1], **runner.options)  # loads what is loaded on first use
        once, _ = tools[runner.tool].time(race.job, race.items, **runner.options)
        repeats[runner.label] = ceil(LEAST / max(once, 1e-9))
    times: dict[str, list[tuple[float, float]]] = {runner.label: [] for runner in running}
    for turn in range(rounds):
        shift = turn % len(running)
        for runner in [*running[shift:], *running[:shift]]:  # nobody is always the first
            taken = tools[runner.tool].time(race.job, race.items, repeats[runner.label], **runner.options)
            times[runner.label].append(taken)
    base = times.get("zhfix")
    size = sum(len(item if isinstance(item, bytes) else item.encode(errors="replace")) for item in race.items)
    for runner in running:
        seconds = [clock for clock, _ in times[runner.label]]
        row = {"group": race.group, "name": race.name, "tool": runner.label, "bytes": size, "items": len(race.items)}
        row |= {"seconds": median(seconds), "cpu": median(cpu for _, cpu in times[runner.label]), "rounds": seconds}
        if base:
            ratios = [mine / zhfix for mine, (zhfix, _) in zip(seconds, base, strict=True)]
            row["ratio"], row["ratio_low"], row["ratio_high"] = spread(ratios)
        yield {**row, **race.about}
