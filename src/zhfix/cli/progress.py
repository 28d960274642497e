"""How far long work is, on standard error where that is a terminal, and what came of it at the end."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import click

from zhfix.batch import Outcome, Task, measure_file
from zhfix.cli.terminal import find_language, wants_colour
from zhfix.messages import reason, translate

LONG = 2_000_000
"""Bytes that take some seconds where there is damage, so that one wants to know how far it is."""
EVERY = 0.2
"""Seconds between two states shown without rich."""


class Tally:
    """What was done to all files."""

    def __init__(self) -> None:
        self.files = self.changed = self.failed = 0
        self.edits: Counter[str] = Counter()
        self.left: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count what became of one file."""
        self.files += 1
        if outcome.repair is None:
            self.failed += 1
            return
        self.changed += outcome.repair.changed
        self.edits.update(outcome.repair.edits)
        self.left.update(outcome.repair.left)

    @property
    def found(self) -> int:
        """How many places were repaired or reported."""
        return self.edits.total() + self.left.total()

    def show(self) -> None:
        """Print a table by rule on standard error, if that is a terminal."""
        if not sys.stderr.isatty():
            return
        language = find_language()
        head = [translate(reason(f"cli.column_{name}"), language) for name in ("rule", "repaired", "left")]
        rows = [
            [rule, f"{self.edits[rule]:,}", f"{self.left[rule]:,}"]
            for rule in sorted(self.edits.keys() | self.left.keys())
        ]
        if rows:
            _print_table(head, rows)
        counts = {"files": self.files, "changed": self.changed, "failed": self.failed}
        click.echo(translate(reason("cli.total", **counts), language), err=True)


def _print_table(head: list[str], rows: list[list[str]]) -> None:
    try:
        from rich.console import Console
        from rich.table import Table
    except ModuleNotFoundError:
        width = max(len(row[0]) for row in rows)
        for row in (head, *rows):
            click.echo(f"{row[0]:{width}} {row[1]:>10} {row[2]:>10}", err=True)
        return
    table = Table(box=None)
    for i, title in enumerate(head):
        table.add_column(title, justify="right" if i else "left")
    for row in rows:
        table.add_row(*row)
    Console(stderr=True, no_color=not wants_colour(sys.stderr), highlight=False).print(table)


class Progress:
    """Shows bytes, rate, time left and findings so far, with rich where it is installed and in one line elsewhere."""

    def __init__(self, tasks: Sequence[Task], tally: Tally, *, quiet: bool) -> None:
        self._tally = tally
        self._total = sum(measure_file(task.name) for task in tasks)
        self._wanted = not quiet and self._total >= LONG and sys.stderr.isatty()
        self._done = 0
        self._start = self._shown = time.monotonic()
        self._bar: Any = None

    def __enter__(self) -> Progress:  # noqa: PYI034 - Self is younger than Python 3.10
        if self._wanted:
            self._bar = _open_bar(self._total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        elif self._wanted:
            sys.stderr.write("\r\x1b[K")

    def advance(self, size: int) -> None:
        """Count bytes that were read."""
        if not self._wanted:
            return
        self._done += size
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], advance=size, found=_count(self._tally))
            return
        now = time.monotonic()
        if now - self._shown >= EVERY:
            self._shown = now
            rate = self._done / (now - self._start)
            left = (self._total - self._done) / rate if rate else 0
            sys.stderr.write(
                f"\r{self._done / 1e6:.1f}/{self._total / 1e6:.1f} MB  {rate / 1e6:.1f} MB/s  {left:.0f} s  "
                f"{_count(self._tally)}\x1b[K"
            )
            sys.stderr.flush()


def _count(tally: Tally) -> str:
    return translate(reason("cli.found", count=f"{tally.found:,}"), find_language())


def _open_bar(total: int) -> Any:
    """Return a running bar of rich, or None where that is not installed."""
    try:
        from rich import progress
        from rich.console import Console
    except ModuleNotFoundError:
        return None
    bar = progress.Progress(
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.fields[found]}"),
        console=Console(stderr=True, no_color=not wants_colour(sys.stderr)),
        transient=True,
    )
    bar.add_task("", total=total, found="")
    bar.start()
    return bar
