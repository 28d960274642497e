"""Tables of characters that stand for others, and the lines they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span
from zhfix.package_data import read_rows
from zhfix.patterns import compile_pattern
from zhfix.script.tables import count_by_script

# Members of character classes.
RADICALS = "\u2e80-\u2fd5"
PRIVATE = "\ue000-\uf8ff"


def find_lines(text: str, pattern: str) -> Iterator[Span]:
    """Yield the span of each line that has a match of `pattern`, which matches single characters."""
    search, end = compile_pattern(pattern).search, -1
    while match := search(text, end + 1):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        yield start, end


def is_simplified(sample: str) -> bool:
    """Return whether a document has more simplified characters than traditional ones."""
    simplified, traditional = count_by_script(sample)
    return simplified > traditional


@cache
def open_radicals() -> dict[str, str]:
    """Return the ideograph that looks like each radical, read on first use."""
    return dict(line.split("\t") for line in read_rows("radicals.txt"))


@cache
def open_private() -> dict[str, dict[str, str]]:
    """Return, by the name of an old table, what it wrote as each character for private use; read on first use."""
    tables: dict[str, dict[str, str]] = {}
    for name, code, run in (line.split("\t") for line in read_rows("private_use.txt")):
        start = int(code, 16)
        tables.setdefault(name, {}).update((chr(start + number), char) for number, char in enumerate(run))
    return tables
