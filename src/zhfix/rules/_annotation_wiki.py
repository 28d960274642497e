"""MediaWiki's markup for conversion, ``-{zh-hans:计算机;zh-hant:電腦}-``, as it stands in dumps of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_FALLBACKS = {
    "CN": ("zh-cn", "zh-hans", "zh-sg", "zh-my", "zh"),
    "TW": ("zh-tw", "zh-hant", "zh-hk", "zh-mo", "zh"),
    "HK": ("zh-hk", "zh-mo", "zh-hant", "zh-tw", "zh"),
}
"""The variants that readers of each region are given, the first that there is (MediaWiki, LanguageZh)."""
REGIONS = tuple(_FALLBACKS)
_SILENT = frozenset("TH-")
"""Flags of markup that shows nothing: a title, a rule for the page, a rule taken back."""


class Markup(NamedTuple):
    """A piece of markup and what a reader sees of it, None where it is never closed."""

    start: int
    end: int
    shown: str | None


def find_markup(text: str, region: str) -> Iterator[Markup]:
    """Yield the outermost pieces of conversion markup, with what a reader of `region` is shown."""
    stack: list[tuple[int, list[str]]] = []  # where each open piece began, and what was read of it
    read = 0
    for match in _ends().finditer(text):
        if match[0] == "-{":
            if stack:
                stack[-1][1].append(text[read : match.start()])
            stack.append((match.start(), []))
        elif stack:
            start, parts = stack.pop()
            shown = _show("".join([*parts, text[read : match.start()]]), region)
            if stack:
                stack[-1][1].append(shown)
            else:
                yield Markup(start, match.end(), shown)
        read = match.end()
    if stack:
        yield Markup(stack[0][0], stack[0][0] + 2, None)


def _show(content: str, region: str) -> str:
    """Return what is shown of the content of one piece of markup."""
    flags, bar, rest = content.partition("|")
    if bar and _flags().fullmatch(flags):
        if _SILENT & set(flags.replace(" ", "").split(";")):
            return ""
        content = rest
    rules = dict(_list_rules(content))
    if not rules:
        return content
    return next((rules[variant] for variant in _FALLBACKS[region] if variant in rules), next(iter(rules.values())))


def _list_rules(content: str) -> Iterator[tuple[str, str]]:
    for part in content.split(";"):
        match = _rule().fullmatch(part)
        if match:
            yield match[1].lower(), match[2].strip()


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"-\{|\}-")


@cache
def _flags() -> re.Pattern[str]:
    return re.compile(r"\s*(?:[A-Z\-]|zh(?:-[a-z]+)?)(?:\s*;\s*(?:[A-Z\-]|zh(?:-[a-z]+)?))*\s*|")


@cache
def _rule() -> re.Pattern[str]:
    return re.compile(r"\s*(?:[^:=;]*=>)?\s*(zh(?:-[A-Za-z]+)?)\s*:(.*)", re.DOTALL)
