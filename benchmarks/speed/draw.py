"""Draw results that were written before: ``python benchmarks/speed/draw.py RESULTS... FOLDER``.

As ``run.py --plots FOLDER`` does: matplotlib is installed in an environment of its own on first use.
"""
# ruff: noqa: INP001 - a script

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

from tools import ENVIRONMENTS, build_environment


def draw(files: list[Path], folder: Path, environments: Path = ENVIRONMENTS) -> None:
    """Write every plot that there are results for."""
    python = build_environment("matplotlib", environments)
    command = [str(python), str(Path(__file__).with_name("plot.py")), *map(str, files), str(folder)]
    subprocess.run(command, check=True)  # noqa: S603 - ours


if __name__ == "__main__":
    *results, target = map(Path, sys.argv[1:])
    draw(results, target)
