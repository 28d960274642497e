"""What of Markdown is no prose: where links lead, what a line begins with, rules, definitions, indented code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zhfix.edits import Span

# --- links ----------------------------------------------------------------------


@cache
def _destination() -> re.Pattern[str]:
    title = r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?"
    # 2,000 characters are more than browsers take.
    return re.compile(rf"\((?:<[^<>\n]{{0,2000}}>|(?:[^()\s]|\([^()\s]{{0,200}}\)){{0,2000}}){title}[ \t]{{0,9}}\)")


@cache
def _address() -> re.Pattern[str]:
    """Return how a destination begins in running text, where round brackets behind square ones hold prose, too."""
    return re.compile(
        r"\(<?(?:[A-Za-z][A-Za-z0-9+.\-]{1,15}:|[/#?]|\.{1,2}/|www\.|[^\s()]{0,200}[A-Za-z0-9]\.[A-Za-z]{2,5}\b)"
    )


def find_links(text: str, *, markdown: bool = False) -> Iterator[Span]:
    """Find the destinations of links and images, with their brackets; what a link says is open.

    In running text a destination must look like an address; in `markdown` all that stand where one stands are.

    >>> text = "見[說明](docs/a.md)和![圖](b.png)，服務[1](如下)"
    >>> [text[start:end] for start, end in find_links(text)]
    ['](docs/a.md)', '![', '](b.png)']
    """
    at = 0
    while (middle := text.find("](", at)) >= 0:
        match = _destination().match(text, middle + 1)
        if match and (markdown or _address().match(text, middle + 1)):
            start = text.rfind("[", at, middle)
            if start > 0 and text[start - 1] == "!":
                yield start - 1, start + 1
            yield middle, match.end()
            at = match.end()
        else:
            at = middle + 2


# --- lines ----------------------------------------------------------------------


@cache
def _rule_pattern() -> re.Pattern[str]:
    # What begins it is one character, which a scan stops at ten times as fast as at the beginning of any line.
    return re.compile(r"\n(?=[^\n]*[-=*_|+:])([-=*_|:+ \t>]{3,}\r?)(?=\n|\Z)")


def find_rules(text: str) -> Iterator[Span]:
    r"""Find lines that are drawn in ASCII: rules, underlines of headings, and what parts the head of a table.

    >>> text = "甲\n---\n| 乙 | 丙 |\n|:--|--:|"
    >>> [text[start:end] for start, end in find_rules(text)]
    ['---', '|:--|--:|']
    """
    return ((match.start(), match.end() - 1) for match in _rule_pattern().finditer(f"\n{text}"))


@cache
def _front_matter() -> re.Pattern[str]:
    return re.compile(r"(?:\ufeff)?(---|\+\+\+)[ \t]*\r?\n(?s:.{0,20000}?\n)?(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)")


@cache
def _line_marks() -> re.Pattern[str]:
    """Return marks of headings, quotations and lists, as many as stand before the text of a line."""
    return re.compile(
        r"^(?:[ \t]*(?:>|(?:[-*+]|[0-9]{1,9}[.)]|#{1,6})(?=[ \t])))+[ \t]*(?:\[[ xX]\][ \t]+)?", re.MULTILINE
    )


@cache
def _definition() -> re.Pattern[str]:
    """Return the definition of a link, or the mark before a footnote."""
    target = r"[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*\r?$"
    return re.compile(rf"^ {{0,3}}\[(?:\^[^\[\]\n]{{1,200}}\]:[ \t]*|[^\[\]\n^]{{1,200}}\]:{target})", re.MULTILINE)


@cache
def _small_marks() -> re.Pattern[str]:
    r"""Return footnote marks, escapes such as ``\*``, emphasis, and the two blanks that break a line."""
    return re.compile(
        r"\[\^[^\[\]\s]{1,200}\]|\\[!-/:-@\[-`{-~]|\*{1,3}|~~"
        r"|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|(?<! ) {2,}(?=\r?\n)"
    )


@cache
def _cell_border() -> re.Pattern[str]:
    return re.compile(r"(?<![ \t])[ \t]*\|[ \t]*")


def find_lines(text: str, fences: Sequence[Span]) -> Iterator[Span]:
    r"""Find what marks up the lines of a document in Markdown: front matter, definitions, indented code, marks.

    >>> text = "# 標題\n\n1. 甲\n\n[b]: /c\n\n段落\n\n    x = 1\n"
    >>> [text[start:end] for start, end in find_lines(text, [])]
    ['# ', '1. ', '[b]: /c', '    x = 1']
    """
    head = _front_matter().match(text)
    if head:
        yield head.span()
    for pattern in (_line_marks(), _definition(), _small_marks()):
        yield from (match.span() for match in pattern.finditer(text) if match.end() > match.start())
    yield from _find_indented(text, [*([head.span()] if head else []), *fences])


def _find_indented(text: str, literal: Sequence[Span]) -> Iterator[Span]:
    """Find indented code and the borders of tables.

    Four blanks or a tab begin code only behind an empty line, and not below an item of a list, which they continue.
    """
    inside = sorted(literal)
    start = k = 0
    blank, listed, code = True, False, False
    for line in text.split("\n"):
        at, start = start, start + len(line) + 1
        while k < len(inside) and inside[k][1] <= at:
            k += 1
        if k < len(inside) and inside[k][0] <= at:
            blank, code = False, False
            continue
        indented = line.startswith(("    ", "\t"))
        if not line.strip():
            blank = True
            continue
        code = indented and (code or (blank and not listed))
        if code:
            yield at, at + len(line)
        elif line.lstrip(" \t>").startswith("|"):
            yield from ((at + m.start(), at + m.end()) for m in _cell_border().finditer(line))
        if not indented:
            marks = _line_marks().match(line)
            item = bool(marks and marks[0].lstrip(" \t>")[:1] not in ("", "#"))
            listed = item or (listed and (not blank or line.startswith(" ")))
        blank = False
