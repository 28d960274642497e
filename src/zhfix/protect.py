"""Spans that no rule may touch: URLs, e-mail addresses, paths, code, tags, formulas, and the terms a caller names.

Damage is sought in prose.  A quotation mark in code, a comma in a URL or brackets in a formula follow rules of their
own, and a repair there breaks what works.  In running Chinese text the same characters also stand for prices, footnotes
and TeX quotation marks, so everything here wants its closing mark and refuses what does not look the part: a span that
is protected wrongly hides damage.

Nothing is replaced or marked in the text, not even for a while: spans are positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from zhfix.blocks import cut_touched
from zhfix.edits import Span
from zhfix.ideographs import find_descriptions
from zhfix.options import check_choice
from zhfix.protect_code import find_code_spans, find_fences, find_json
from zhfix.protect_latex import find_commands, find_dollar_math, find_latex
from zhfix.protect_markdown import find_lines, find_links, find_rules
from zhfix.protect_records import find_records, find_settings
from zhfix.protect_tags import find_entities, find_tags
from zhfix.protect_urls import find_paths, find_urls

MARKUPS = ("text", "markdown", "html", "none")
"""What a text may be marked up with: whatever running text holds, Markdown, HTML or XML, or nothing at all."""


def find_protected(
    text: str, markup: str = "text", terms: Sequence[str] = (), *, near: Sequence[Span] | None = None
) -> list[Span]:
    """Return the spans of `text` that no rule may touch, sorted and disjoint; at least those in lines with any `near`.

    In ``"text"`` that is what is unambiguous wherever it stands: URLs, e-mail addresses, paths and names of files,
    fences and spans of code, LaTeX, tags of HTML and XML that look the part, destinations of links that look like
    addresses, the frame of JSON, CSV, calls and references, lines drawn in ASCII.  ``"markdown"`` adds what a whole
    document in Markdown tells by where it stands: front matter, indented code, definitions, the marks that lines begin
    with, tables, emphasis.
    ``"html"`` takes for tags and entities all that a browser does, and adds what stands in ``<pre>`` and
    ``<textarea>``; what means code or rules in Markdown means nothing there.  ``"none"`` protects `terms` alone.

    >>> text = "見http://a.cn/b，價$5和$10，“`x = 1`”"
    >>> [text[start:end] for start, end in find_protected(text)]
    ['http://a.cn/b', '`x = 1`']
    >>> find_protected(text, "none", ["價"])
    [(15, 16)]
    """
    check_choice("markup", markup, MARKUPS)
    spans: list[Span] = []
    if terms:
        spans += (match.span(1) for match in _terms_pattern(tuple(terms)).finditer(text))
    if markup != "none":
        if near is None:
            spans += _find_in_lines(text, markup)
        else:
            for block in cut_touched(text, near):
                start = block.start - len(block.before)
                spans += ((low + start, high + start) for low, high in _find_in_lines(block.seen, markup))
        spans += _find_data_and_formulas(text)
        spans += _find_markup(text, markup)
    return _union(spans)


def _find_in_lines(text: str, markup: str) -> Iterator[Span]:
    """Find what shows in a line, or in those beside it."""
    yield from find_urls(text)
    yield from find_paths(text)
    yield from find_records(text)
    if _description().search(text):  # a character that no code has, described by others: a part of it is none
        yield from find_descriptions(text)
    if markup != "html":
        yield from find_rules(text)


def _find_data_and_formulas(text: str) -> Iterator[Span]:
    """Find what is protected in every kind of text and may go over many lines."""
    yield from find_json(text)
    yield from find_settings(text)
    if "\\" in text:
        yield from find_latex(text)
        yield from find_commands(text)
    if "$" in text:
        yield from find_dollar_math(text)


@cache
def _description() -> re.Pattern[str]:
    return re.compile("[\u2ff0-\u2fff\u31ef]")


def _find_markup(text: str, markup: str) -> Iterator[Span]:
    if "<" in text:
        yield from find_tags(text, html=markup == "html", literal=markup != "text")
    if "&" in text:
        yield from find_entities(text, html=markup == "html")
    if markup == "html":
        return
    fences = list(find_fences(text)) if "```" in text or "~~~" in text else []
    yield from fences
    if "`" in text:
        yield from find_code_spans(text, fences)
    yield from find_links(text, markdown=markup == "markdown")
    if markup == "markdown":
        yield from find_lines(text, fences)


def _union(spans: list[Span]) -> list[Span]:
    """Sort spans and join those that overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif start < end:
            joined.append((start, end))
    return joined


@lru_cache(maxsize=16)
def _terms_pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Find the longest term at each place; one may overlap the next."""
    longest_first = sorted(set(terms), key=lambda term: (-len(term), term))
    return re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))")
