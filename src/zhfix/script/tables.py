"""Which characters are traditional, which simplified, and what each is in the other script.

One character at a time and without context: what is asked of a text as evidence, not how a text is converted.

>>> traditional_only("務"), simplified_only("务"), traditional_only("干"), simplified_only("床")
(True, True, False, False)
>>> to_simplified("髮"), to_traditional("发"), to_traditional("人")
('发', ('發', '髮'), ('人',))

The table comes from OpenCC's dictionaries, in ``data/variants.txt``, and is read on first use.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from zhfix.package_data import read_rows


class Variants(NamedTuple):
    """The two scripts: the characters that belong to one only, and the forms in the other."""

    traditional: frozenset[str]
    simplified: frozenset[str]
    simplified_forms: dict[str, str]
    traditional_forms: dict[str, tuple[str, ...]]


def traditional_only(char: str) -> bool:
    """Return whether `char` is never sound in simplified text, such as 務 or 這.

    乾, 著, 藉 and others that simplified text has in some words are not meant.
    """
    return char in open_variants().traditional


def simplified_only(char: str) -> bool:
    """Return whether `char` is never sound in traditional text of Taiwan or Hong Kong, such as 务 or 这.

    后, 里, 面 and others that are also traditional characters of their own are not meant.
    """
    return char in open_variants().simplified


def to_simplified(char: str) -> str:
    """Return the likeliest simplified form of `char`: itself where it has none."""
    return open_variants().simplified_forms.get(char, char)


def to_traditional(char: str) -> tuple[str, ...]:
    """Return the traditional forms that `char` can stand for, the likeliest first: itself where it has none."""
    return open_variants().traditional_forms.get(char, (char,))


def converted_from(char: str) -> tuple[str, ...]:
    """Return the simplified characters that a converter may have turned into `char`, itself not among them.

    >>> converted_from("憂"), converted_from("人")
    (('忧',), ())
    """
    return _sources().get(char, ())


@cache
def _sources() -> dict[str, tuple[str, ...]]:
    sources: dict[str, tuple[str, ...]] = {}
    for simplified, forms in open_variants().traditional_forms.items():
        for form in forms:
            if form != simplified:
                sources[form] = (*sources.get(form, ()), simplified)
    return sources


def count_by_script(sample: str) -> tuple[int, int]:
    """Return how many characters of a text are only simplified, and how many only traditional.

    >>> count_by_script("这里的工作，這裡的工作")
    (1, 2)
    """
    simplified, traditional = _classes()
    return len(simplified.findall(sample)), len(traditional.findall(sample))


@cache
def _classes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the classes of both, of the basic plane: others are tried one by one, forty times slower."""
    variants = open_variants()
    simplified, traditional = (
        "".join(sorted(char for char in chars if char <= "\uffff"))
        for chars in (variants.simplified, variants.traditional)
    )
    return re.compile(f"[{simplified}]"), re.compile(f"[{traditional}]")


@cache
def open_variants() -> Variants:
    """Return the package's own table, read once."""
    cells = "\t".join(read_rows("variants.txt")).split("\t")
    chars, scripts, simplified, traditional = (cells[column::4] for column in range(4))
    return Variants(
        traditional=frozenset(char for char, script in zip(chars, scripts, strict=True) if script == "T"),
        simplified=frozenset(char for char, script in zip(chars, scripts, strict=True) if script == "S"),
        simplified_forms={char: forms[0] for char, forms in zip(chars, simplified, strict=True)},
        traditional_forms=dict(zip(chars, map(tuple, traditional), strict=True)),
    )
