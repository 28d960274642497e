"""MediaWiki's markup for conversion, ``-{zh-hans:计算机;zh-hant:電腦}-``, as it stands in dumps of its text.

What a reader is shown follows MediaWiki's ConverterRule and LanguageZh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.patterns import HAN
from zhfix.rules._annotation_pinyin import find_script

_FALLBACKS = {
    "CN": ("zh-cn", "zh-hans", "zh-sg", "zh-my", "zh"),
    "TW": ("zh-tw", "zh-hant", "zh-hk", "zh-mo", "zh"),
    "HK": ("zh-hk", "zh-mo", "zh-hant", "zh-tw", "zh"),
    "S": ("zh-hans", "zh-cn", "zh-sg", "zh-my", "zh"),
    "T": ("zh-hant", "zh-tw", "zh-hk", "zh-mo", "zh"),
}
"""The variants that readers of each region or script are given, the first that there is."""
_RULES = frozenset("HTD+-")
"""Flags of markup that shows nothing: rules for the page and its title, and rules taken back.  For D a page lists the
rules by the names of the variants, which nobody wrote there, either."""
_DEPTH = 8
"""How many pieces may stand inside each other; pages have two or three."""


class Shown(NamedTuple):
    """What a reader sees of a piece of markup, None where that is not known, and what else it may have been.

    `exact` is false where none of the texts is for this reader, and `text` is one that is for others; `plain` is true
    where the markup has neither flags nor variants.
    """

    text: str | None
    others: tuple[str, ...] = ()
    exact: bool = True
    plain: bool = False


class Markup(NamedTuple):
    """A piece of markup and what is shown of it, None where it is never closed."""

    start: int
    end: int
    shown: Shown | None


def find_markup(text: str, reader: str) -> Iterator[Markup]:
    """Yield the outermost pieces of conversion markup, with what a `reader` of a region or script is shown.

    Without a reader only that is known which all readers see.
    """
    stack: list[tuple[int, list[str | None]]] = []  # where each open piece began, and what was read of it
    closed: list[Markup] = []
    read = 0
    for match in _ends().finditer(text):
        if stack:
            stack[-1][1].append(text[read : match.start()])
        read = match.end()
        if match[0] == "-{":
            stack.append((match.start(), []))
        elif stack:
            start, parts = stack.pop()
            known = [part for part in parts if part is not None]
            shown = Shown(None)
            if len(known) == len(parts) and len(stack) < _DEPTH:
                shown = _show("".join(known), reader)
            # A brace that came to stand beside what is shown could open or close another piece.
            if shown.text is not None and (_braces().search(shown.text) or text[read : read + 1] == "{"):
                shown = Shown(None, plain=shown.plain)
            while closed and closed[-1].start > start:
                closed.pop()
            if not shown.plain or _han().search((shown.text or "") + _look_back(text, closed, start)):
                closed.append(Markup(start, read, shown))
                shown_or_left = shown.text
            else:
                shown_or_left = text[start:read]
            if stack:
                stack[-1][1].append(shown_or_left)
    yield from sorted([*closed, *(Markup(start, start + 2, None) for start, _ in stack)])


def _look_back(text: str, closed: list[Markup], start: int) -> str:
    """Return the character that is seen before `start`."""
    for piece in reversed(closed):
        if piece.end < start or piece.shown is None or piece.shown.text is None:
            break
        if piece.shown.text:
            return piece.shown.text[-1]
        start = piece.start
    return text[max(0, start - 1) : start]


def find_reader(sample: str) -> str:
    """Return the script of a document outside of its markup, of which each piece has both."""
    parts, at = [], 0
    for piece in find_markup(sample, ""):
        parts.append(sample[at : piece.start])
        if piece.shown and piece.shown.text is not None:
            parts.append(piece.shown.text)
        at = piece.end
    return find_script("".join(parts) + sample[at:])


def _show(content: str, reader: str) -> Shown:
    """Return what is shown of the content of one piece of markup."""
    head, bar, rest = content.partition("|")
    flags = {flag.strip() for flag in head.split(";")} if bar and _flags().fullmatch(head) else set()
    raw = "R" in flags or (not flags & {"N", "-"} and any(flag.startswith("zh") for flag in flags))
    if not raw and "N" in flags:
        return Shown(None)  # the name of a variant, which only the wiki knows
    # The flag A shows the words that its rule adds, T or not, unless a flag behind it hides them.
    if not raw and flags & _RULES and ("A" not in flags or flags & set("HD-")):
        return Shown("")
    if flags:
        content = rest
    rules = {} if raw else dict(_list_rules(content))
    if not rules:
        return Shown(content, plain=not flags)
    others = tuple(dict.fromkeys(rules.values()))
    if len(others) == 1:
        return Shown(others[0])
    if not reader:
        return Shown(None, others)
    text = next((rules[variant] for variant in _FALLBACKS[reader] if variant in rules), None)
    chosen = others[0] if text is None else text
    return Shown(chosen, tuple(other for other in others if other != chosen), exact=text is not None)


def _list_rules(content: str) -> Iterator[tuple[str, str]]:
    """Yield the variants and their texts; no rules where anything else is there, as in the title of a film."""
    found = []
    for part in _borders().split(content):
        match = _rule().fullmatch(part)
        if match:
            found.append((match[1].lower(), match[2].strip()))
        elif part.strip():
            return
    yield from found


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"-\{|\}-")


@cache
def _braces() -> re.Pattern[str]:
    return re.compile(r"[{}]")


@cache
def _flags() -> re.Pattern[str]:
    flag = r"\s*(?:[A-Z+\-]|zh(?:-[a-z]+)?)\s*"
    return re.compile(f"{flag}(?:;{flag})*")


@cache
def _borders() -> re.Pattern[str]:
    """Return what parts two rules: a semicolon before a variant, since a text may hold one of an entity."""
    return re.compile(r";(?=\s*(?:[^;:{}]*=>\s*)?zh(?:-[a-z]+)?\s*:|\s*\Z)", re.IGNORECASE)


@cache
def _rule() -> re.Pattern[str]:
    return re.compile(r"\s*(?:[^:=;]*=>\s*)?(zh(?:-[a-z]+)?)\s*:(.*)", re.DOTALL | re.IGNORECASE)
