r"""Files converted between the scripts, a stretch of lines at a time: what a stream of any size goes through.

>>> conversion = Conversion(lambda text: text.replace("软", "軟"), "script.convert")
>>> [part.edits for part in convert_parts(["这里的", "软件\n好\n"], conversion)]
[[Edit(start=0, end=6, before='这里的软件\n', after='这里的軟件\n', rule='script.convert', ...)]]
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import NamedTuple

from zhfix.blocks import Part
from zhfix.edits import Edit

STRETCH = 65_536
"""Characters that are converted in one go, and the rest of the line."""


class Conversion(NamedTuple):
    """What converts a text, and the rule that it is.

    Each line is converted by itself, as no word of OpenCC's dictionaries holds a line end; with `whole` the text
    decides as one.
    """

    convert: Callable[[str], str]
    rule: str
    whole: bool = False


def convert_parts(texts: Iterable[str], conversion: Conversion) -> Generator[Part, None, None]:
    """Yield the parts of the text that `texts` are together, with an edit for each line that is written otherwise."""
    start = 0
    for stretch in ["".join(texts)] if conversion.whole else _cut_lines(texts):
        yield Part(start, stretch, list(_list_edits(stretch, conversion)), ())
        start += len(stretch)


def _cut_lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield stretches that end with a line, but for the last."""
    held: list[str] = []
    size = 0
    for text in texts:
        end = max(text.rfind("\n"), text.rfind("\r")) + 1 if size + len(text) >= STRETCH else 0
        if end:
            yield "".join([*held, text[:end]])
            held, size = [], 0
        held.append(text[end:])
        size += len(text) - end
    yield "".join(held)


def _list_edits(stretch: str, conversion: Conversion) -> Iterator[Edit]:
    converted = conversion.convert(stretch)
    if converted == stretch:
        return
    at = 0
    for before, after in zip(_split(stretch), _split(converted), strict=True):
        if before != after:
            yield Edit(at, at + len(before), before, after, conversion.rule)
        at += len(before)


def _split(text: str) -> list[str]:
    """Return the lines of a text with their ends; of those that only Python takes for one, none."""
    *lines, last = text.split("\n")
    return [*(line + "\n" for line in lines), last]
