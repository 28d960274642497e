"""The tools compared: each in a virtual environment of its own, each asked over a pipe."""
# ruff: noqa: INP001, T201 - modules of a script, which prints

from __future__ import annotations

import json
import subprocess
import sys
import venv
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from judge import Answer, Sample

ROOT = Path(__file__).resolve().parents[2]
WORKER = Path(__file__).with_name("worker.py")
REQUIREMENTS = {
    "zhfix": (f"--editable={ROOT}",),
    "chardet": ("chardet==7.7.0",),
    "charset-normalizer": ("charset-normalizer==3.5.2",),
    "cchardet": ("faust-cchardet==3.2.0",),
    "chardetng": ("chardetng_py==0.3.5",),
}
"""What is installed for each tool; another version here makes another environment."""


def build_environment(name: str, folder: Path) -> Path:
    """Return the Python that has the tool, installed on first use."""
    requirements = REQUIREMENTS[name]
    home = folder / (name if name == "zhfix" else requirements[0].replace("==", "-"))
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # zhfix is this checkout, whose dependencies may have changed since.
    ready, wanted = home / "ready", (ROOT / "pyproject.toml").read_text("utf-8") if name == "zhfix" else requirements[0]
    if not ready.is_file() or ready.read_text("utf-8") != wanted:
        print(f"installing {name} in {home}", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *requirements], check=True)  # noqa: S603 - ours
        ready.write_text(wanted, "utf-8")
    return python


class Tool:
    """A tool that runs in a process of its own."""

    def __init__(self, name: str, python: Path) -> None:
        self.name = name
        command = [str(python), "-X", "utf8", str(WORKER), name]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")  # noqa: S603 - ours
        version = self._ask({"op": "version"})
        self.version, self.python = version["version"], version["python"]

    def answer(self, sample: Sample) -> Answer:
        """Return what the tool says of a sample."""
        request: dict[str, Any] = {"op": "detect", "data": b64encode(sample.data).decode()}
        if sample.fields:
            request["fields"] = [b64encode(item).decode() for item in sample.data.split(b"\n")]
        reply = self._ask(request)
        segments, texts = reply.get("segments"), reply.get("texts")
        return Answer(
            reply["encoding"],
            reply.get("text"),
            reply.get("confidence"),
            None if segments is None else tuple((start, end, name) for start, end, name in segments),
            None if texts is None else tuple(texts),
            reply.get("error", ""),
        )

    def answer_all(self, samples: Iterable[Sample]) -> list[Answer]:
        """Return what the tool says of each."""
        return [self.answer(sample) for sample in samples]

    def time(self, data: bytes, repeat: int = 1) -> float:
        """Return the seconds that the tool takes from bytes to text."""
        return float(self._ask({"op": "time", "data": b64encode(data).decode(), "repeat": repeat})["seconds"])

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended with status {self._process.wait()}")
        reply: dict[str, Any] = json.loads(line)
        return reply
