"""Tables that read well as they are and are Markdown."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

from collections.abc import Iterator


def draw_table(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Yield the lines of a table, in Markdown and readable as it is."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
