"""Build ``data/big5-hkscs.txt`` and ``data/big5-uao.txt``: two extensions of Big5, where CPython's cp950 differs.

    python tools/build_big5.py index-big5.txt uao-0.2.0.tar.gz

The first file is the index of big5 in WHATWG's Encoding Standard, the second the package ``uao`` as its index serves
it; the package is read and never imported, since importing it may register a codec.
"""

from __future__ import annotations

import ast
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from _provenance import DATA, check_source, record

WHATWG_SHA256 = "08e24270c8e95d998c994c03f907e972480dc01f58743e078654cc466203c8ff"
WHATWG_VERSION = "2024-09-18"
UAO_SHA256 = "acded40ed0848852c58c06c34126cec51d205a1f0cf93d3e37f9aac96cf4de85"
UAO_VERSION = "0.2.0"
TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
PAIRS = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in TRAILS]
HEADER = """\
# {title}
# Format: a code, tab, the characters of it and of the codes after it in the same row; UTF-8. Trail bytes go from 40 to
# 7e and on from a1 to fe. Only codes that CPython's cp950 lacks or reads otherwise are listed.
# Source: {source}
# Built by tools/build_big5.py; PROVENANCE.toml has the digests. Do not edit.
"""

Table = dict[bytes, str]


def read_whatwg(path: Path) -> Table:
    """Return the two-byte codes of the index; its four codes of two characters are not in it."""
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r"\s*(\d+)\s+0x([0-9A-F]+)", line)
        if found:
            table[PAIRS[int(found[1])]] = chr(int(found[2], 16))
    return table


def read_uao(path: Path) -> Table:
    """Return the table from Big5 to Unicode of the package's source distribution."""
    with tarfile.open(path) as archive:
        member = archive.extractfile(f"uao-{UAO_VERSION}/uao/b2u.py")
        if member is None:
            raise SystemExit(f"{path} has no uao/b2u.py")
        source = member.read().decode("utf-8")
    table = ast.literal_eval(source.partition("b2u_table=")[2].strip())
    return {code.to_bytes(2, "big"): char for code, char in table.items() if code > 0xFF}


def differs_from_cp950(pair: bytes, char: str) -> bool:
    """Return whether CPython's cp950 reads `pair` as something else, or not at all."""
    try:
        return pair.decode("cp950") != char
    except UnicodeDecodeError:
        return True


def format_runs(table: Table) -> Iterator[str]:
    """Yield a line for each run of consecutive codes of one row."""
    run = last = ""
    for number, pair in enumerate(PAIRS):
        char = table.get(pair, "")
        if not char or not differs_from_cp950(pair, char):
            last = ""
            continue
        if not last or PAIRS[number - 1][0] != pair[0]:
            if run:
                yield run + "\n"
            run = f"{pair.hex()}\t"
        run += char
        last = char
    yield run + "\n"


def write_table(name: str, table: Table, title: str, source: str) -> None:
    """Write one data file."""
    text = HEADER.format(title=title, source=source) + "".join(format_runs(table))
    (DATA / name).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write both tables and their provenance."""
    index, package = (Path(name) for name in sys.argv[1:])
    write_table(
        "big5-hkscs.txt",
        read_whatwg(check_source(index, WHATWG_SHA256)),
        "Big5 as the web reads it: with the extensions of ETEN and the Hong Kong Supplementary Character Set of 2008.",
        f"WHATWG Encoding Standard, index-big5.txt of {WHATWG_VERSION}; BSD-3-Clause where in source code.",
    )
    record(
        "big5-hkscs.txt",
        source="WHATWG Encoding Standard, index-big5.txt",
        version=WHATWG_VERSION,
        licence="BSD-3-Clause",
        url="https://encoding.spec.whatwg.org/index-big5.txt",
        source_sha256=WHATWG_SHA256,
        tool="tools/build_big5.py",
    )
    write_table(
        "big5-uao.txt",
        read_uao(check_source(package, UAO_SHA256)),
        "Big5-UAO, the extension by users in Taiwan that PTT and other boards run on (Unicode-at-on 2.50).",
        f"uao {UAO_VERSION}, uao/b2u.py; MIT License, Copyright (c) 2016 eight.",
    )
    record(
        "big5-uao.txt",
        source="uao, uao/b2u.py",
        version=UAO_VERSION,
        licence="MIT",
        url="https://github.com/eight04/pyUAO",
        source_sha256=UAO_SHA256,
        tool="tools/build_big5.py",
    )


if __name__ == "__main__":
    main()
