"""Build ``data/radicals.txt`` and ``data/private_use.txt``: characters that stand for others.

    python tools/build_compat.py EquivalentUnifiedIdeograph.txt index-gb18030.txt

The first file is Unicode's, as Debian has it in the package unicode-data; the second is the index of gb18030 in
WHATWG's Encoding Standard.  Which characters Big5 has at the codes of private use is read from ``data/big5-*.txt``.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from _provenance import DATA, check_source, compute_digest, record

RADICALS_VERSION = "15.0.0"
RADICALS_SHA256 = "f2e04bae8c856fad3a16353a99d4cc2de6c72770260379f5e4974a97548aad2a"
GB18030_VERSION = "2024-09-18"
GB18030_SHA256 = "746b3c55f1a8ec4b90b451f384437a17fd37cd51cd668456a28071a758d10784"
RADICALS = range(0x2E80, 0x2FE0)  # the Supplement and the radicals of the Kangxi dictionary; strokes are not among them

# Codes that GBK gave no character, in the order of their private use from U+E766 on.
GBK_PRIVATE = (
    "a2ab-a2b0 a2e3-a2e4 a2ef-a2f0 a2fd-a2fe a4f4-a4fe a5f7-a5fe a6b9-a6c0 a6d9-a6df a6ec-a6ed a6f3-a6f3 a6f6-a6fe "
    "a7c2-a7d0 a7f2-a7fe a896-a8a0 a8bc-a8bc a8bf-a8bf a8c1-a8c4 a8ea-a8fe a958-a958 a95b-a95b a95d-a95f a989-a995 "
    "a997-a9a3 a9f0-a9fe d7fa-d7fe fe50-fe50 fe51-fea0"
)
# Six characters that the standard and the web still read as private use; Unicode 3.1 took them in at these places.
GB_SINCE_ENCODED = {
    0xE816: "\U00020087",
    0xE817: "\U00020089",
    0xE818: "\U000200cc",
    0xE831: "\U000215d7",
    0xE83B: "\U0002298f",
    0xE855: "\U000241fe",
}
# Codes of Big5 for characters of one's own, in the order of their private use from U+E000 on: Microsoft's formula,
# which Hong Kong's standard kept to until its characters had codes in Unicode.
BIG5_PRIVATE = ((0xFA, 0x40, 0xFE), (0x8E, 0x40, 0xA0), (0x81, 0x40, 0x8D), (0xC6, 0xA1, 0xC8))
BIG5_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))

RADICALS_HEADER = """\
# Radicals and the ideographs that look the same or nearly so.
# Format: radical, tab, ideograph; sorted by code point; UTF-8.
# Source: Unicode Character Database, EquivalentUnifiedIdeograph.txt {version}; Unicode License.
# Built by tools/build_compat.py; PROVENANCE.toml has the digests. Do not edit.
"""
PRIVATE_HEADER = """\
# What characters for private use stand for in text from old tables, by table: gb (GBK, GB 18030 of 2000 and 2005),
# hkscs (Hong Kong's characters and ETEN's, before they had codes in Unicode), uao (the extension by users in Taiwan).
# Format: table, tab, a code point, tab, the characters of it and of those after it; UTF-8.
# Sources: WHATWG Encoding Standard, index-gb18030.txt of {version} and index-big5.txt, BSD-3-Clause in source code; and
# uao, MIT License, Copyright (c) 2016 eight.
# Built by tools/build_compat.py; PROVENANCE.toml has the digests. Do not edit.
"""

Private = dict[int, str]


def read_radicals(path: Path) -> dict[str, str]:
    """Return the ideograph of every radical that has one."""
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))? *; ([0-9A-F]+)", line)
        if found:
            for code in range(int(found[1], 16), int(found[2] or found[1], 16) + 1):
                table[chr(code)] = chr(int(found[3], 16))
    return {radical: table[radical] for radical in sorted(table) if ord(radical) in RADICALS}


def read_gb(path: Path) -> Private:
    """Return what the codes of GBK's private use name today, less those that still have no character."""
    chars = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r"\s*(\d+)\s+0x([0-9A-F]+)", line)
        if found:
            lead, trail = divmod(int(found[1]), 190)
            chars[(lead + 0x81) << 8 | (trail + (0x40 if trail < 0x3F else 0x41))] = chr(int(found[2], 16))
    codes = [code for first, last in map(_parse_range, GBK_PRIVATE.split()) for code in range(first, last + 1)]
    pairs = [code for code in codes if code & 0xFF != 0x7F]
    if len(pairs) != 0xE864 - 0xE766 + 1:
        raise SystemExit(f"{len(pairs)} codes of private use, not as many as there are code points for them")
    named = {0xE766 + number: chars[code] for number, code in enumerate(pairs) if code in chars}
    return {code: char for code, char in named.items() if not _is_private(char)} | GB_SINCE_ENCODED


def _parse_range(words: str) -> tuple[int, int]:
    first, last = words.split("-")
    return int(first, 16), int(last, 16)


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def read_big5(name: str) -> Private:
    """Return what the codes of Big5's private use name in one of the package's own tables."""
    chars = {}
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, _, run = line.partition("\t")
            lead, first = bytes.fromhex(code)
            for trail, char in zip(BIG5_TRAILS[BIG5_TRAILS.index(first) :], run, strict=False):
                chars[lead, trail] = char
    pairs = [
        (lead, trail)
        for first, begin, last in BIG5_PRIVATE
        for lead in range(first, last + 1)
        for trail in BIG5_TRAILS
        if lead > first or trail >= begin
    ]
    return {
        0xE000 + number: chars[pair]
        for number, pair in enumerate(pairs)
        if pair in chars and not _is_private(chars[pair])
    }


def format_runs(table: str, chars: Private) -> Iterator[str]:
    """Yield a line for each run of code points, at most 64 of them."""
    run, start = "", 0
    for code in sorted(chars):
        if run and (code != start + len(run) or len(run) == 64):
            yield f"{table}\t{start:04x}\t{run}\n"
            run = ""
        if not run:
            start = code
        run += chars[code]
    yield f"{table}\t{start:04x}\t{run}\n"


def main() -> None:
    """Write both tables and their provenance."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("equivalents", type=Path, help="Unicode's EquivalentUnifiedIdeograph.txt")
    parser.add_argument("index", type=Path, help="WHATWG's index-gb18030.txt")
    paths = parser.parse_args()
    equivalents, index = paths.equivalents, paths.index
    radicals = read_radicals(check_source(equivalents, RADICALS_SHA256))
    lines = "".join(f"{radical}\t{char}\n" for radical, char in radicals.items())
    text = RADICALS_HEADER.format(version=RADICALS_VERSION) + lines
    (DATA / "radicals.txt").write_text(text, encoding="utf-8", newline="\n")
    record(
        "radicals.txt",
        source="Unicode Character Database, EquivalentUnifiedIdeograph.txt of Debian's unicode-data 15.0.0-1",
        version=RADICALS_VERSION,
        licence="Unicode License (Unicode, Inc.)",
        url="https://www.unicode.org/Public/15.0.0/ucd/EquivalentUnifiedIdeograph.txt",
        source_sha256=RADICALS_SHA256,
        tool="tools/build_compat.py",
    )
    tables = {
        "gb": read_gb(check_source(index, GB18030_SHA256)),
        "hkscs": read_big5("big5-hkscs.txt"),
        "uao": read_big5("big5-uao.txt"),
    }
    text = PRIVATE_HEADER.format(version=GB18030_VERSION)
    text += "".join(line for name, chars in tables.items() for line in format_runs(name, chars))
    (DATA / "private_use.txt").write_text(text, encoding="utf-8", newline="\n")
    digests = (GB18030_SHA256, compute_digest(DATA / "big5-hkscs.txt"), compute_digest(DATA / "big5-uao.txt"))
    record(
        "private_use.txt",
        source="WHATWG Encoding Standard, index-gb18030.txt; big5-hkscs.txt, big5-uao.txt",
        version=GB18030_VERSION,
        licence="BSD-3-Clause; MIT",
        url="https://encoding.spec.whatwg.org/index-gb18030.txt",
        source_sha256=", ".join(digests),
        tool="tools/build_compat.py",
    )


if __name__ == "__main__":
    main()
