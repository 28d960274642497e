"""Write what the probes of slips and mojibake look for: ``python tools/build_probe.py``.

The ideographs that ordinary text seldom holds, and those that it is never long without, each as the inside of a
regular expression's class. Text that was read wrongly is full of the ones and lacks the others. Made from the
shipped character model.
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


COMMONEST = 300  # these make up half of sound text, simplified or traditional


def commonest() -> str:
    """Return the commonest ideographs, in the order of their codes."""
    model = open_model()
    ranked = sorted(map(chr, range(0x4E00, 0xA000)), key=lambda char: (-model.log_unigram(char), char))
    return "".join(sorted(ranked[:COMMONEST]))


def main() -> None:
    """Write ``rare_han.txt``."""
    text = (
        "# Rare ideographs, as ranges of a character class, and the commonest. Written by tools/build_probe.py.\n"
        f"{rare_ranges()}\n{commonest()}\n"
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
