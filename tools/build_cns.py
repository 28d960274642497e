"""Build ``data/cns11643.bin``: the planes of CNS 11643 that EUC-TW and ISO-2022-CN write, from ICU's converter.

    python tools/build_cns.py /usr/lib/x86_64-linux-gnu/libicudata.so.72.1

The argument is ICU's data library, as Debian 12 has it in libicu72; ``uconv`` of the package icu-devtools reads the
codes out of it.  Its table euc-tw-2014 follows Unicode's own sources, and so has the characters that Taiwan's
standard moved in 2007 at their new places.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from _provenance import DATA, check_source, record

from zhfix.encoding._cns import HOLE, PLANES, SIDE, pack_planes

VERSION = "72.1"
SOURCE_SHA256 = "5f572a055d6410ab50fc45770d529109dcc4fe8888f3b2834f76730ff19ebf58"
ROW = range(0xA1, 0xA1 + SIDE)


def read_plane(number: int, library: Path) -> str:
    """Return the characters of one plane in the order of their codes."""
    prefix = b"" if number == 1 else bytes((0x8E, 0xA0 + number))
    lines = b"".join(prefix + bytes((row, cell)) + b"\n" for row in ROW for cell in ROW)
    command = ("uconv", "--from-code", "EUC-TW", "--to-code", "UTF-8", "--from-callback", "substitute")
    environment = {**os.environ, "LD_LIBRARY_PATH": str(library.parent)}
    done = subprocess.run(command, input=lines, capture_output=True, check=True, env=environment)  # noqa: S603
    chars = done.stdout.decode("utf-8").split("\n")[:-1]
    return "".join(HOLE if len(char) != 1 or is_unassigned(char) else char for char in chars)


def is_unassigned(char: str) -> bool:
    """Return whether ICU has no character, or only one for private use, for a code."""
    return char == "\N{REPLACEMENT CHARACTER}" or "\ue000" <= char <= "\uf8ff"


def main() -> None:
    """Write the planes and their provenance."""
    library = check_source(Path(sys.argv[1]), SOURCE_SHA256)
    (DATA / "cns11643.bin").write_bytes(pack_planes([read_plane(number, library) for number in PLANES]))
    record(
        "cns11643.bin",
        source="ICU, libicudata.so.72.1 of Debian's libicu72 72.1-3+deb12u1, converter euc-tw-2014",
        version=VERSION,
        licence="ICU License (Unicode, Inc.)",
        url="https://icu.unicode.org",
        source_sha256=SOURCE_SHA256,
        tool="tools/build_cns.py",
    )


if __name__ == "__main__":
    main()
