"""One tool, asked over standard input: ``PYTHON worker.py TOOL``, run by the Python that the tool is installed in.

Every request and every reply is a line of JSON, bytes in Base64.

========  =====================================  ==========================================
``op``    beside it                              the reply
========  =====================================  ==========================================
version                                          the version of the tool and of Python
detect    ``data``, ``fields`` for a column      what the tool says of the encoding
answer    ``job``, ``options``, ``items``        what the tool makes of each
time      the same                               seconds of one pass over the items, by the
                                                 clock and of the processor; and of another
========  =====================================  ==========================================

A job is ``decode`` (bytes to text), ``fix`` or ``convert``.  An adapter is one entry of `ADAPTERS`.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import json
import platform
import sys
import time
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module, metadata
from typing import Any

Detect = Callable[[bytes], "str | None"]
Work = Callable[[Any], Any]
TWICE = 1.0
"""Seconds: what takes longer is not done twice, and remembers nothing that matters."""
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


def load_chardet() -> Detect:
    """Detect by chardet, as its manual says."""
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


def decode_by(load: Callable[[], Detect]) -> Work:
    """Do what a user of a detector does to have the text."""
    detect = load()

    def decode(data: bytes) -> str:
        name = (detect(data) or "utf-8").lower()
        try:
            return data.decode(SUPERSETS.get(name, name), "replace")
        except LookupError:  # an encoding that Python does not have
            return data.decode("utf-8", "replace")

    return decode


def fix_by_ftfy() -> Work:
    """Fix by ftfy with all that is not encoding turned off, and without telling what it did."""
    import ftfy

    off = (
        "remove_terminal_escapes fix_latin_ligatures fix_character_width uncurl_quotes fix_line_breaks fix_surrogates "
        "remove_control_chars explain"
    )
    config = ftfy.TextFixerConfig(unescape_html=False, normalization=None, **dict.fromkeys(off.split(), False))
    return lambda text: ftfy.fix_text(text, config)


def convert_by_opencc(config: str) -> Work:
    """OpenCC, and the two that answer to the same class and names of configurations."""
    from opencc import OpenCC

    converter: Work = OpenCC(config).convert
    return converter


def convert_by_opencc_pyo3(config: str) -> Work:
    """opencc-pyo3, which by default leaves quotation marks alone, as OpenCC does."""
    from opencc_pyo3 import OpenCC

    converter: Work = OpenCC(config).convert
    return converter


def convert_by_zhconv(config: str) -> Work:
    """Convert by zhconv, whose Taiwan also changes words of the region."""
    import zhconv

    locale = {"s2tw": "zh-tw", "t2s": "zh-hans"}[config]
    return lambda text: zhconv.convert(text, locale)


def convert_by_zhconv_rs(config: str) -> Work:
    """Convert by zhconv-rs, likewise."""
    from zhconv_rs import zhconv

    locale = {"s2tw": "zh-TW", "t2s": "zh-Hans"}[config]
    return lambda text: zhconv(text, locale)


def convert_by_hanziconv(config: str) -> Work:
    """Convert by hanziconv, which knows one traditional script and no words."""
    from hanziconv import HanziConv

    chosen: Work = {"s2tw": HanziConv.toTraditional, "t2s": HanziConv.toSimplified}[config]
    return chosen


def fix_by_zhfix(**options: Any) -> Work:
    """Fix by zhfix with its default preset, unless told another."""
    import zhfix

    return partial(zhfix.fix, **options)


def convert_by_zhfix(config: str, *, context: bool = False) -> Work:
    """zhfix, in context or as OpenCC does."""
    import zhfix

    return zhfix.convert.using(config=config, context=context)


def decode_by_zhfix() -> Work:
    """zhfix, which gives the text itself."""
    import zhfix

    return lambda data: zhfix.decode(data).text


@dataclass(frozen=True)
class Adapter:
    """A tool: its package, what is imported, and what it can be asked to do."""

    package: str
    module: str
    jobs: dict[str, Callable[..., Work]] = field(default_factory=dict)
    detect: Callable[[], Detect] | None = None


def adapt_detector(package: str, module: str, load: Callable[[], Detect]) -> Adapter:
    """Return the adapter of a tool that names an encoding."""
    return Adapter(package, module, {"decode": partial(decode_by, load)}, load)


def read_bytes() -> Work:
    """Decode bytes whose encoding is known: what nobody can do without."""
    return lambda data: data.decode("gb18030")


def write_and_read() -> Work:
    """Encode text and decode it again: the same for text."""
    return lambda text: text.encode().decode()


ADAPTERS = {
    "python": Adapter("", "", {"decode": read_bytes, "fix": write_and_read}),
    "zhfix": Adapter("zhfix", "zhfix", {"decode": decode_by_zhfix, "fix": fix_by_zhfix, "convert": convert_by_zhfix}),
    "chardet": adapt_detector("chardet", "chardet", load_chardet),
    "charset-normalizer": adapt_detector("charset-normalizer", "charset_normalizer", load_charset_normalizer),
    "cchardet": adapt_detector("faust-cchardet", "cchardet", load_cchardet),
    "chardetng": adapt_detector("chardetng_py", "chardetng_py", load_chardetng),
    "ftfy": Adapter("ftfy", "ftfy", {"fix": fix_by_ftfy}),
    "opencc": Adapter("opencc", "opencc", {"convert": convert_by_opencc}),
    "opencc-python-reimplemented": Adapter("opencc-python-reimplemented", "opencc", {"convert": convert_by_opencc}),
    "opencc-pyo3": Adapter("opencc-pyo3", "opencc_pyo3", {"convert": convert_by_opencc_pyo3}),
    "zhconv": Adapter("zhconv", "zhconv", {"convert": convert_by_zhconv}),
    "zhconv-rs": Adapter("zhconv-rs", "zhconv_rs", {"convert": convert_by_zhconv_rs}),
    "hanziconv": Adapter("hanziconv", "hanziconv", {"convert": convert_by_hanziconv}),
}


def detect_by_zhfix(data: bytes, fields: list[bytes]) -> dict[str, Any]:
    """Return what zhfix says of an encoding; what an older version does not have is left out."""
    import zhfix

    decoded = zhfix.decode(data)
    reply: dict[str, Any] = {"encoding": decoded.encoding, "text": decoded.text, "confidence": decoded.confidence}
    if hasattr(decoded, "segments"):
        reply["segments"] = [(part.start, part.end, part.encoding) for part in decoded.segments]
    if fields and hasattr(zhfix, "decode_many"):
        reply["texts"] = [item.text for item in zhfix.decode_many(fields)]
    return reply


def find_version(adapter: Adapter) -> str:
    """Return the version of a tool; zhfix may run from its checkout, of which no installer knows."""
    if not adapter.package:
        return platform.python_version()
    try:
        return metadata.version(adapter.package)
    except metadata.PackageNotFoundError:
        return str(import_module(adapter.module).__version__)


class Worker:
    """Answers requests about one tool."""

    def __init__(self, name: str) -> None:
        self.name, self.adapter = name, ADAPTERS[name]
        self._works: dict[str, Work] = {}
        self._detect = self.adapter.detect() if self.adapter.detect else None

    def reply_to(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked; whatever a tool raises is its answer."""
        if request["op"] == "version":
            return {"version": find_version(self.adapter), "python": platform.python_version()}
        try:
            if request["op"] == "detect":
                fields = [b64decode(item) for item in request.get("fields", ())]
                return self.detect(b64decode(request["data"]), fields)
            work = self.open_job(request["job"], request.get("options", {}))
            items = [b64decode(item) if request["job"] == "decode" else item for item in request["items"]]
            if request["op"] == "answer":
                return {"answers": [work(item) for item in items]}
            return time_passes(work, items)
        except Exception as error:  # noqa: BLE001 - it is told with the tool's name where it is asked
            return {"encoding": None, "error": repr(error)}

    def detect(self, data: bytes, fields: list[bytes]) -> dict[str, Any]:
        """Return what the tool says of an encoding."""
        return {"encoding": self._detect(data)} if self._detect else detect_by_zhfix(data, fields)

    def open_job(self, job: str, options: dict[str, Any]) -> Work:
        """Return what does a job, made once for the same options."""
        key = json.dumps([job, options])
        if key not in self._works:
            self._works[key] = self.adapter.jobs[job](**options)
        return self._works[key]


def time_passes(work: Work, items: list[Any]) -> dict[str, float]:
    """Return the seconds of one pass over `items`, and of a second where that does not take long.

    In the second a tool may remember what it saw in the first.
    """
    clock, processor = time.perf_counter(), time.process_time()
    for item in items:
        work(item)
    taken = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    taken["again"] = taken["seconds"]
    if taken["seconds"] < TWICE:
        clock = time.perf_counter()
        for item in items:
            work(item)
        taken["again"] = time.perf_counter() - clock
    return taken


def main() -> None:
    """Answer until the input ends."""
    worker = Worker(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(worker.reply_to(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
