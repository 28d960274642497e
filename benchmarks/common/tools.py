"""The tools compared: each in a virtual environment of its own, since they clash, each asked over a pipe."""
# ruff: noqa: INP001, T201 - modules of a script, which prints

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import venv
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ROOT / "benchmarks" / ".envs"
WORKER = Path(__file__).with_name("worker.py")
REQUIREMENTS = {
    "zhfix": (f"--editable={ROOT}",),
    "chardet": ("chardet==7.7.0",),
    "charset-normalizer": ("charset-normalizer==3.5.2",),
    "cchardet": ("faust-cchardet==3.2.0",),
    "chardetng": ("chardetng_py==0.3.5",),
    "ftfy": ("ftfy==6.3.1",),
    "opencc": ("opencc==1.4.2",),
    "opencc-python-reimplemented": ("opencc-python-reimplemented==0.1.7",),
    "opencc-pyo3": ("opencc-pyo3==0.12.0",),
    "zhconv": ("zhconv==1.4.3", "setuptools<81"),  # it imports pkg_resources, which later ones do not have
    "zhconv-rs": ("zhconv-rs==0.4.2",),
    "hanziconv": ("hanziconv==0.3.2",),
    "python": (),  # nothing but Python, as the limit
    "matplotlib": ("matplotlib>=3.8,<4",),  # draws the plots; nothing is measured of it
}
"""What is installed for each tool; another version here makes another environment."""
DETECTORS = ("zhfix", "chardet", "charset-normalizer", "cchardet", "chardetng")
FIXERS = ("zhfix", "python", "ftfy")
CONVERTERS = (
    "zhfix",
    "opencc",
    "opencc-python-reimplemented",
    "opencc-pyo3",
    "zhconv",
    "zhconv-rs",
    "hanziconv",
)


def build_environment(name: str, folder: Path) -> Path:
    """Return the Python that has the tool, installed on first use."""
    requirements = REQUIREMENTS[name]
    pinned = bool(requirements) and "==" in requirements[0]
    home = folder / (requirements[0].replace("==", "-") if pinned else name)
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # zhfix is this checkout, whose dependencies may have changed since.
    wanted = (ROOT / "pyproject.toml").read_text("utf-8") if name == "zhfix" else "\n".join(requirements)
    ready = home / "ready"
    if not ready.is_file() or ready.read_text("utf-8") != wanted:
        print(f"installing {name} in {home}", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        if requirements:
            subprocess.run([*pip, *requirements], check=True)  # noqa: S603 - ours
        ready.write_text(wanted, "utf-8")
    return python


class Tool:
    """A tool that runs in a process of its own."""

    def __init__(self, name: str, python: Path) -> None:
        self.name, self.path = name, python
        command = [str(python), "-X", "utf8", str(WORKER), name]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")  # noqa: S603 - ours
        version = self.ask({"op": "version"})
        self.version, self.python = version["version"], version["python"]

    def make(self, job: str, items: Iterable[Any], **options: Any) -> list[Any]:
        """Return what the tool makes of each text, or of each bytes where the job is ``decode``."""
        reply = self.ask({"op": "answer", "job": job, "options": options, "items": [pack(item) for item in items]})
        if "error" in reply:
            raise SystemExit(f"{self.name} raised {reply['error']}")
        answers: list[Any] = reply["answers"]
        return answers

    def time(self, job: str, items: Iterable[Any], **options: Any) -> dict[str, float]:
        """Return the seconds of a pass over the items: by the clock, of the processor, and of one more pass."""
        packed = [pack(item) for item in items]
        reply = self.ask({"op": "time", "job": job, "options": options, "items": packed})
        if "error" in reply:
            raise SystemExit(f"{self.name} raised {reply['error']}")
        return reply

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request and return the reply."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            self.close()
            raise SystemExit(f"{self.name} ended with status {self._process.returncode}")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def pack(item: str | bytes) -> str:
    """Return an item as it is sent."""
    return item if isinstance(item, str) else b64encode(item).decode()


AnyTool = TypeVar("AnyTool", bound=Tool)


@contextmanager
def open_tools(names: Iterable[str], folder: Path, kind: type[AnyTool]) -> Iterator[dict[str, AnyTool]]:
    """Install and start the tools; end them afterwards."""
    with ExitStack() as stack:
        tools: dict[str, AnyTool] = {}
        for name in names:
            tools[name] = kind(name, build_environment(name, folder))
            stack.callback(tools[name].close)
        yield tools


def describe_run(tools: Mapping[str, Tool]) -> dict[str, Any]:
    """Return when, on what machine and with what versions something is measured."""
    commit = subprocess.run(  # noqa: S603 - ours
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],  # noqa: S607 - whichever git there is
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()},
        "commit": commit,
        "tools": {name: {"version": tool.version, "python": tool.python} for name, tool in tools.items()},
    }


def check_names(names: str, known: Iterable[str]) -> list[str]:
    """Return names separated by commas; for :mod:`argparse`, which tells what is wrong."""
    chosen, known = [name for name in names.split(",") if name], list(known)
    if unknown := [name for name in chosen if name not in known]:
        raise SystemExit(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    return chosen
