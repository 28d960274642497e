"""Seconds from bytes to text, the tools asked in turns so that all have the same machine."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from cells import draw_texts, named
from passages import Source
from tools import Tool

ROUNDS = 7
LONG = 1_000_000
"""Bytes of GB18030."""
SHORT = 16
"""Characters, in which the work is done many times."""
REPEAT = 200
SHORT_TEXTS = 20


def long_text(sources: list[Source], seed: int) -> bytes:
    """Return 1 MB of GB18030, again from the beginning where there is not so much text."""
    data = b""
    for text in draw_texts(sources, named("gb18030"), 256, LONG // 256, f"{seed}/speed"):
        data += text.encode("gb18030") + b"\n"
    data *= LONG // len(data) + 1
    return data[: data.rindex(b"\n", 0, LONG) + 1]


def measure_speed(tools: dict[str, Tool], sources: list[Source], seed: int) -> Iterator[dict[str, Any]]:
    """Yield the medians of each tool, on 1 MB and on 16 characters, and their ratio to zhfix."""
    short = [
        text.encode(named(name).codec)
        for name in ("gb18030", "big5", "utf-8")
        for text in draw_texts(sources, named(name), SHORT, SHORT_TEXTS, f"{seed}/speed/{name}")
    ]
    long = long_text(sources, seed)
    for what, items, repeat in ((f"{len(long):,} bytes of gb18030", [long], 1), ("16 characters", short, REPEAT)):
        seconds: dict[str, list[float]] = {name: [] for name in tools}
        for tool in tools.values():
            tool.time(items[0])  # loads what is loaded on first use
        for _ in range(ROUNDS):
            for name, tool in tools.items():
                seconds[name].append(sum(tool.time(item, repeat // len(items) + 1) for item in items) / len(items))
        for name, times in seconds.items():
            ratio = median(times) / median(seconds["zhfix"]) if "zhfix" in seconds else None
            yield {"what": what, "tool": name, "seconds": median(times), "rounds": times, "ratio": ratio}
