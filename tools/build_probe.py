"""Write the probe for byte slips: ``python tools/build_probe.py``.

The ideographs that ordinary text seldom holds, as the inside of a regular expression's class. Text read one
byte out of step is full of them, so whatever holds none is not looked at any further. Made from the shipped
character model.
"""

from __future__ import annotations

from _provenance import DATA, compute_digest, record

from zhfix.charlm import open_model

COMMON = -12.2  # log-probability: what stands once in 200,000 characters is rare


def rare_ranges() -> str:
    """Return the rare ideographs of the basic block and extension A as ranges of a character class."""
    model = open_model()
    common = {code for code in range(0x4E00, 0xA000) if model.log_unigram(chr(code)) > COMMON}
    ranges, start = [], 0x3400
    for code in [*sorted(common), 0xA000]:
        if code > start:
            ranges.append(chr(start) if code == start + 1 else f"{chr(start)}-{chr(code - 1)}")
        start = code + 1
    return "".join(ranges)


def main() -> None:
    """Write ``rare_han.txt``."""
    text = (
        "# Rare ideographs, as ranges of a character class. Written by tools/build_probe.py.\n" + rare_ranges() + "\n"
    )
    (DATA / "rare_han.txt").write_text(text, encoding="utf-8", newline="\n")
    record(
        "rare_han.txt",
        source="charlm.bin",
        version="1",
        licence="MIT",
        url="",
        source_sha256=compute_digest(DATA / "charlm.bin"),
        tool="tools/build_probe.py",
    )


if __name__ == "__main__":
    main()
