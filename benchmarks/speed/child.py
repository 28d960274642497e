"""What is measured in a process of its own: ``python child.py WORK FILE [JOBS]`` prints seconds as JSON.

WORK is ``read`` (the file's bytes, decoded), ``fix`` (and `zhfix.fix` of its text, twice) or ``many`` (`zhfix.fix_many`
of its lines in so many processes).
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

TWICE = 5.0
"""Seconds: what takes longer is not done twice."""


def main() -> None:
    """Do the work."""
    work, path = sys.argv[1], Path(sys.argv[2])
    begin = time.perf_counter()
    text = path.read_bytes().decode()
    seconds = {"read": time.perf_counter() - begin}
    if work == "fix":
        import zhfix

        begin = time.perf_counter()
        zhfix.fix(text)
        seconds["first"] = time.perf_counter() - begin
        if seconds["first"] < TWICE:
            begin = time.perf_counter()
            zhfix.fix(text)
            seconds["again"] = time.perf_counter() - begin
    elif work == "many":
        import zhfix

        lines = text.splitlines()
        zhfix.preload()
        begin = time.perf_counter()
        for _ in zhfix.fix_many(lines, jobs=int(sys.argv[3])):
            pass
        seconds["many"] = time.perf_counter() - begin
    print(json.dumps(seconds))


if __name__ == "__main__":
    main()
