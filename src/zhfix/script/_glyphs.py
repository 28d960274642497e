"""Forms of one character: by region, by habit, and those that only Japan has.

>>> open_glyphs().japanese["気"], open_glyphs().kin["裡"], "週" in open_glyphs().kin["周"]
('氣', '裏裡', True)

The table lies in ``data/glyphs.txt`` and is read on first use.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from zhfix.package_data import read_rows


class Regional(NamedTuple):
    """A character that regions write differently: the form of Taiwan, that of Hong Kong, and all of them."""

    taiwan: str
    hongkong: str
    forms: str


class Glyphs(NamedTuple):
    """The table.

    `regional` is by each form, `japanese` gives the traditional character of a form that only Japan has, and `kin` the
    forms of which a text may have one or another without a mistake, the character itself among them.  `new` are all
    forms that Japan has made new, and `old` what they were.
    """

    regional: dict[str, Regional]
    japanese: dict[str, str]
    kin: dict[str, str]
    new: frozenset[str]
    old: frozenset[str]


@cache
def open_glyphs() -> Glyphs:
    """Return the package's own table, read once."""
    regional: dict[str, Regional] = {}
    japanese: dict[str, str] = {}
    kin: dict[str, str] = {}
    new: set[str] = set()
    old: set[str] = set()
    for line in read_rows("glyphs.txt"):
        kind, *columns = line.split("\t")
        if kind in ("J", "N"):
            new.add(columns[0])
            old.add(columns[1])
            if kind == "J":
                japanese[columns[0]] = columns[1]
        elif kind in ("H", "R"):
            forms = "".join(dict.fromkeys("".join(kin.get(form, form) for form in columns[-1])))
            kin.update(dict.fromkeys(forms, forms))
            if kind == "R":
                regional.update(dict.fromkeys(columns[-1], Regional(*columns)))
    return Glyphs(regional, japanese, kin, frozenset(new), frozenset(old))
