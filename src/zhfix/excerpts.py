r"""What stands around the places in a text that something was found in: enough to show them without the text.

>>> text = "一\n" * 99 + "務(wù)二\n" + "三\n" * 50
>>> excerpts = cut_excerpts(text, [(199, 203)])
>>> excerpts
[[191, 96, 2, '\n一\n一\n一\n務(wù)二\n三\n三\n三\n']]
>>> restored = restore_text(excerpts, len(text), text.count("\n"))
>>> restored[191:209] == text[191:209], len(restored) == len(text), restored.count("\n")
(True, True, 150)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

CONTEXT = 3
"""Lines before and behind an edit that are shown with it."""
NEAR = 200
"""Characters of a line before and behind an edit that are shown with it, where lines are longer."""
REACH = NEAR * (CONTEXT + 1)
"""Characters before and behind an edit that are looked at for these lines."""


def cut_excerpts(text: str, spans: Iterable[tuple[int, int]]) -> list[list[Any]]:
    """Return the stretches of `text` around `spans`, which are in order, as offset, line, column and text.

    Lines and columns are counted from 1.
    """
    excerpts: list[list[Any]] = []
    line, at = 1, 0
    for start, end in _join_spans((_find_start(text, start), _find_end(text, end)) for start, end in spans):
        line += text.count("\n", at, start)
        at = start
        excerpts.append([start, line, start - text.rfind("\n", 0, start), text[start:end]])
    return excerpts


def restore_text(excerpts: Iterable[Sequence[Any]], characters: int, line_feeds: int) -> str:
    """Return a text of that length in which the excerpts stand where they stood, between blanks and line feeds.

    Each line begins where it began, as far as it is in an excerpt.  Raises :class:`ValueError` where that cannot be.
    """
    parts: list[str] = []
    at, feeds = 0, 0
    for start, line, column, text in excerpts:
        parts += _fill(start - at, line - 1 - feeds, column - 1), text
        at, feeds = start + len(text), line - 1 + text.count("\n")
    parts.append(_fill(characters - at, line_feeds - feeds, 0))
    return "".join(parts)


def _fill(length: int, feeds: int, column: int) -> str:
    """Return blanks with so many line feeds among them, the last so far from the end."""
    tail = column if feeds else 0
    head = length - feeds - tail
    if min(head, feeds, tail) < 0:
        raise ValueError("excerpts overlap")
    return " " * head + "\n" * feeds + " " * tail


def _join_spans(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in order, those that touch as one."""
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last is None:
            last = start, end
        elif start <= last[1]:
            last = last[0], max(last[1], end)
        else:
            yield last
            last = start, end
    if last is not None:
        yield last


def _find_start(text: str, at: int) -> int:
    """Return where the line feed before the lines before `at` is, or what is within reach."""
    end, limit = at, max(0, at - REACH)
    for _ in range(CONTEXT + 1):
        end = text.rfind("\n", limit, end)
        if end < 0:
            return limit
    return end


def _find_end(text: str, at: int) -> int:
    """Return where the lines behind `at` end, or what is within reach."""
    end, limit = at, min(len(text), at + REACH)
    for _ in range(CONTEXT + 1):
        end = text.find("\n", end, limit) + 1
        if not end:
            return limit
    return end
