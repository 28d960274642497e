"""Draw what was measured: ``python plot.py RESULTS... FOLDER``, run by the Python that matplotlib is installed in.

RESULTS are files that ``run.py --out`` wrote.  FOLDER receives ``fix.svg``, ``convert.svg``, ``decode.svg``,
``growth.svg`` and ``damage.svg``, as far as there are results for them.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update(
    {
        "svg.hashsalt": "zhfix",  # the same results give the same file
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#dddddd",
        "legend.frameon": False,
    }
)

from matplotlib import pyplot as plt  # noqa: E402 - once the backend is chosen

Row = dict[str, Any]
ZHFIX, OTHER = "#b2182b", "#8c9bab"
COLOURS = {"read": "#999999", "fix": ZHFIX, "command line": "#2166ac"}
LABELS = {"read": "read and decode the file", "fix": "zhfix.fix", "command line": "zhfix fix FILE"}
MEGABYTE = 1_000_000


def save(figure: Any, path: Path) -> None:
    """Write a figure without the hour it was drawn at."""
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight", facecolor="white")
    plt.close(figure)
    path.write_text("".join(f"{line.rstrip()}\n" for line in path.read_text("utf-8").splitlines()), "utf-8")
    print(path)


def draw_bars(rows: list[Row], path: Path) -> None:
    """Draw how many megabytes a second each tool does, a panel for each race."""
    names = list(dict.fromkeys(row["name"] for row in rows))
    most = max(sum(row["name"] == name for row in rows) for name in names)
    figure, axes = plt.subplots(len(names), 1, figsize=(8, len(names) * (0.6 + 0.26 * most)), squeeze=False)
    for axis, name in zip(axes[:, 0], names, strict=True):
        chosen = sorted((row for row in rows if row["name"] == name), key=lambda row: -row["seconds"])
        speeds = [row["bytes"] / row["seconds"] / MEGABYTE for row in chosen]
        colours = [ZHFIX if row["tool"].startswith("zhfix") else OTHER for row in chosen]
        axis.barh([row["tool"] for row in chosen], speeds, color=colours)
        axis.set_xscale("log")
        axis.set_title(name, loc="left", fontsize=10)
        axis.grid(visible=False, axis="y")
    axes[-1, 0].set_xlabel("MB/s, logarithmic: further right is faster")
    figure.tight_layout()
    save(figure, path)


def draw_lines(rows: list[Row], key: str, label: str, path: Path, *, logarithmic: bool) -> None:
    """Draw seconds and peak memory against size or against damage."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    styles = dict(zip(dict.fromkeys(row["name"] for row in rows), ("-", "--"), strict=False)) if logarithmic else {}
    for tool, colour in COLOURS.items():
        for name in styles or [""]:
            chosen = [row for row in rows if row["tool"] == tool and name in ("", row["name"])]
            places = [row[key] for row in chosen]
            style = {"color": colour, "linestyle": styles.get(name, "-"), "marker": ".", "label": LABELS[tool]}
            style["label"] += f", {name}" if name else ""
            axes[0].plot(places, [row["seconds"] for row in chosen], **style)
            axes[1].plot(places, [row["peak"] / MEGABYTE for row in chosen], **style)
    for axis, title in zip(axes, ("seconds", "peak memory, MB"), strict=True):
        axis.set_title(title, loc="left", fontsize=10)
        axis.set_xlabel(label)
        axis.set_yscale("log")
        if logarithmic:
            axis.set_xscale("log")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2)
    figure.tight_layout()
    save(figure, path)


def main() -> None:
    """Draw every plot that there are results for."""
    *files, folder = map(Path, sys.argv[1:])
    rows = [row for file in files for row in json.loads(file.read_text("utf-8"))["results"]]
    folder.mkdir(parents=True, exist_ok=True)
    for group in ("fix", "convert", "decode"):
        if chosen := [row for row in rows if row["group"] == group]:
            draw_bars(chosen, folder / f"{group}.svg")
    if chosen := [row for row in rows if row["group"] == "growth"]:
        draw_lines(chosen, "bytes", "bytes of text", folder / "growth.svg", logarithmic=True)
    if chosen := [row for row in rows if row["group"] == "damage"]:
        draw_lines(chosen, "share", "share of lines that are damaged", folder / "damage.svg", logarithmic=False)


if __name__ == "__main__":
    main()
