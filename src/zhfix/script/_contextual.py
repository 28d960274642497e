"""Conversion in context: which characters of a configuration have a choice, and what OpenCC makes of them.

The model knows forms in OpenCC's own standard; a configuration writes them as its region does: 裏 as 裡 in Taiwan.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from zhfix.script._choice import Choice, Chooser, open_choices
from zhfix.script._classes import find_simplified
from zhfix.script._conversion import Conversion, Window, convert_char
from zhfix.script._opencc import open_recipe
from zhfix.script.tables import open_variants

HABITS = {"幷": "并"}
"""What a region writes for a form of OpenCC's standard that its tables of regions leave as it is: 并州."""


def list_choices(
    text: str, config: str, conversion: Conversion, parts: Iterable[tuple[int, int, list[Window]]]
) -> dict[int, Choice]:
    """Return the choices in the `parts` of `text`, each from a start to an end with its windows, by their index."""
    chooser = open_chooser(config)
    if chooser is None:
        return {}
    given: dict[int, str] = {}
    for start, end, windows in parts:
        done = start
        for window in windows:
            given.update(_map_chars(text, done, window.start, conversion))
            # Where a window changes its length, nobody knows which character became which.
            if len(window.after) == window.end - window.start:
                given.update(zip(range(window.start, window.end), window.after, strict=True))
            done = window.end
        given.update(_map_chars(text, done, end, conversion))
    return {choice.at: choice for choice in chooser.list_choices(text, given)}


def is_settled(text: str) -> bool:
    """Return whether `text` has traditional characters, and none that only simplified text has."""
    return not open_variants().traditional.isdisjoint(text) and not find_simplified().search(text)


def find_leaked(text: str) -> frozenset[str] | None:
    """Return the simplified characters of `text` where most of it is traditional, None where it is not."""
    simplified = find_simplified().findall(text)
    if simplified and sum(map(open_variants().traditional.__contains__, text)) > len(simplified):
        return frozenset(simplified)
    return None


def _map_chars(text: str, start: int, end: int, conversion: Conversion) -> Iterable[tuple[int, str]]:
    chars = conversion.chars
    return [(index, chars.get(text[index], text[index])) for index in range(start, end)]


@cache
def open_chooser(config: str) -> Chooser | None:
    """Return the choices of that configuration, None where it has none."""
    recipe, tables = open_recipe(config), open_choices()
    if config.startswith("s"):
        later = recipe.stages[1:]
        written = {
            char: tuple([convert_char(form, later) for form in forms]) for char, forms in tables.to_traditional.items()
        }
        return Chooser(tables.to_traditional, written, recipe.stages[0][0], habits=HABITS if later else {})
    if config.partition("2")[2].startswith("s"):
        written = {char: tuple(forms) for char, forms in tables.to_simplified.items()}
        return Chooser(tables.to_simplified, written, recipe.stages[-1][0], hide=True)
    return None
