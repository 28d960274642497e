"""Build ``data/readings.txt``: the Mandarin readings of characters, from pypinyin's dictionary of single characters.

    python tools/build_readings.py

pypinyin (MIT) lists 41,923 characters.  Kept are those that two bytes of GB 18030 or of Big5 (cp950) can say: what a
converter, a phone or a web page of that age could annotate, and half the size.  The order of the readings is
pypinyin's, the commonest first.
"""

from __future__ import annotations

import json

from _provenance import DATA, check_source, find_package_file, record

VERSION = "0.55.0"
SOURCE_SHA256 = "5f294c01e6c6c0a1c8e329c79335a3f8e0b27d06bf1de7a99244b765892d1e5b"
HEADER = """\
# Mandarin readings of characters, the commonest first.
# Format: character, tab, readings with tone marks (NFC) separated by commas; sorted by code point; UTF-8.
# Source: pypinyin {version}, pinyin_dict.json; MIT License, Copyright (c) 2016 mozillazg, 闲耘 <hotoo.cn@gmail.com>.
# Built by tools/build_readings.py; PROVENANCE.toml has the digests. Do not edit.
"""


def is_covered(char: str) -> bool:
    """Return whether two bytes of GB 18030 or of Big5 say `char`."""
    for codec in ("gb18030", "cp950"):
        try:
            if len(char.encode(codec)) == 2:
                return True
        except UnicodeEncodeError:
            continue
    return False


def main() -> None:
    """Write the table and its provenance."""
    source = check_source(find_package_file("pypinyin", "pinyin_dict.json"), SOURCE_SHA256)
    entries = {chr(int(code)): value for code, value in json.loads(source.read_text(encoding="utf-8")).items()}
    lines = [f"{char}\t{entries[char]}\n" for char in sorted(entries) if is_covered(char)]
    text = HEADER.format(version=VERSION) + "".join(lines)
    (DATA / "readings.txt").write_text(text, encoding="utf-8", newline="\n")
    record(
        "readings.txt",
        source="pypinyin, pinyin_dict.json",
        version=VERSION,
        licence="MIT",
        url="https://github.com/mozillazg/python-pinyin",
        source_sha256=SOURCE_SHA256,
        tool="tools/build_readings.py",
    )


if __name__ == "__main__":
    main()
