"""One tool, asked over standard input: ``PYTHON worker.py TOOL``, run by the Python that the tool is installed in.

Every request and every reply is a line of JSON, bytes in Base64.  ``{"op": "detect", "data": …}`` is answered with what
the tool says; ``"fields"`` beside it makes it a column; ``{"op": "time", "data": …, "repeat": n}`` with the seconds of
one call; ``{"op": "version"}`` with the version of the tool and of Python.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import json
import platform
import sys
import time
from base64 import b64decode
from collections.abc import Callable
from importlib import metadata
from typing import Any

Detect = Callable[[bytes], "str | None"]
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def load_chardet() -> Detect:
    """chardet, as its manual says."""
    import chardet

    return lambda data: chardet.detect(data)["encoding"]


def load_charset_normalizer() -> Detect:
    """charset-normalizer, as its manual says."""
    from charset_normalizer import from_bytes

    def detect(data: bytes) -> str | None:
        best = from_bytes(data).best()
        return best.encoding if best else None

    return detect


def load_cchardet() -> Detect:
    """faust-cchardet, as its manual says."""
    import cchardet

    return lambda data: cchardet.detect(data)["encoding"]


def load_chardetng() -> Detect:
    """chardetng, told that UTF-8 is an answer too: by default it leaves that to its caller, as in a browser."""
    import chardetng_py

    return lambda data: chardetng_py.detect(data, allow_utf8=True)


PEERS: dict[str, tuple[str, Callable[[], Detect]]] = {
    "chardet": ("chardet", load_chardet),
    "charset-normalizer": ("charset-normalizer", load_charset_normalizer),
    "cchardet": ("faust-cchardet", load_cchardet),
    "chardetng": ("chardetng_py", load_chardetng),
}


class Peer:
    """A tool that names an encoding."""

    def __init__(self, name: str) -> None:
        self.package, load = PEERS[name]
        self.detect = load()

    def answer(self, data: bytes, _fields: list[bytes]) -> dict[str, Any]:
        """Return what the tool says."""
        return {"encoding": self.detect(data)}

    def decode(self, data: bytes) -> None:
        """Do what a user does to have the text."""
        name = (self.detect(data) or "utf-8").lower()
        data.decode(SUPERSETS.get(name, name), "replace")


class Zhfix:
    """zhfix, which gives the text itself."""

    package = "zhfix"

    def __init__(self) -> None:
        import zhfix

        self.zhfix: Any = zhfix

    def answer(self, data: bytes, fields: list[bytes]) -> dict[str, Any]:
        """Return what zhfix says; what an older version does not have is left out."""
        decoded = self.zhfix.decode(data)
        reply = {"encoding": decoded.encoding, "text": decoded.text, "confidence": decoded.confidence}
        if hasattr(decoded, "segments"):
            reply["segments"] = [(part.start, part.end, part.encoding) for part in decoded.segments]
        if fields and hasattr(self.zhfix, "decode_many"):
            reply["texts"] = [item.text for item in self.zhfix.decode_many(fields)]
        return reply

    def decode(self, data: bytes) -> None:
        """Do what a user does to have the text."""
        self.zhfix.decode(data)


def reply_to(tool: Peer | Zhfix, request: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked."""
    if request["op"] == "version":
        return {"version": metadata.version(tool.package), "python": platform.python_version()}
    data = b64decode(request["data"])
    if request["op"] == "time":
        begin = time.perf_counter()
        for _ in range(request["repeat"]):
            tool.decode(data)
        return {"seconds": (time.perf_counter() - begin) / request["repeat"]}
    try:
        return tool.answer(data, [b64decode(item) for item in request.get("fields", ())])
    except Exception as error:  # noqa: BLE001 - whatever a tool raises is its answer, and a wrong one
        return {"encoding": None, "error": repr(error)}


def main() -> None:
    """Answer until the input ends."""
    tool = Zhfix() if sys.argv[1] == "zhfix" else Peer(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(reply_to(tool, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
