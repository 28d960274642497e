"""Spans that no rule may touch: URLs, e-mail addresses, code, LaTeX, and the terms a caller names.

Damage is sought in prose.  A quotation mark in code, a comma in a URL or brackets in a formula follow rules of their
own, and a repair there breaks what works.  In running Chinese text the same characters also stand for prices, footnotes
and TeX quotation marks, so everything here wants its closing mark and refuses what does not look the part: a span that
is protected wrongly hides damage.

Nothing is replaced or marked in the text, not even for a while: spans are positions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from zhfix.edits import Span
from zhfix.options import check_choice

MARKUPS = ("text", "none")
"""What a text may be marked up with: whatever running text holds, or nothing at all."""

# Environments of LaTeX whose content is no prose.
_LITERAL_ENVIRONMENTS = frozenset(
    "align alignat alltt array bmatrix Bmatrix cases code comment displaymath eqnarray equation flalign gather "
    "listing lstlisting math matrix minted multline pmatrix smallmatrix split tikzpicture Verbatim verbatim vmatrix "
    "Vmatrix".split()
)


def find_protected(text: str, markup: str = "text", terms: Sequence[str] = ()) -> list[Span]:
    """Return the spans of `text` that no rule may touch, sorted and disjoint.

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
    if markup == "text":
        fences = list(_find_fences(text)) if "```" in text or "~~~" in text else []
        spans += fences
        spans += _find_urls(text)
        if "`" in text:
            spans += _find_code(text, fences)
        if "\\" in text:
            spans += _find_latex_brackets(text)
        if "$" in text:
            spans += _find_dollar_math(text)
    return _union(spans)


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


# --- URLs and e-mail ------------------------------------------------------------


@cache
def _url_pattern() -> re.Pattern[str]:
    # A URL is ASCII here: in running text what follows it without a blank is Chinese prose far more often than an IRI,
    # and a browser copies the characters of an IRI percent-encoded.  Quotation marks and backticks end it.
    path = r"[\w!#$%&()*+,\-./:;=?@\[\]~]"
    return re.compile(
        rf"(?<![a-z0-9+.\-])[a-z][a-z0-9+.\-]{{1,15}}://{path}+"
        rf"|(?<![\w.\-@])www\.[\w\-]+\.{path}+"
        r"|(?<![\w.%+\-])[\w.%+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+",
        re.ASCII | re.IGNORECASE,
    )


def _find_urls(text: str) -> Iterator[Span]:
    if "://" not in text and "@" not in text and "www." not in text.lower():
        return
    for match in _url_pattern().finditer(text):
        start, end = match.span()
        yield start, _trim_url(text, start, end)


def _trim_url(text: str, start: int, end: int) -> int:
    """Return where a URL ends without the punctuation of the sentence around it, and brackets opened before it."""
    unopened = {")": text.count(")", start, end) - text.count("(", start, end)}
    unopened["]"] = text.count("]", start, end) - text.count("[", start, end)
    while end > start:
        last = text[end - 1]
        if unopened.get(last, 0) > 0:
            unopened[last] -= 1
        elif last not in ".,;:!?([":
            break
        end -= 1
    return end


# --- code -----------------------------------------------------------------------


@cache
def _fence_pattern() -> re.Pattern[str]:
    return re.compile(r"^ {0,3}(`{3,}(?=[^`\r\n]*$)|~{3,})([^\r\n]*)\r?$", re.MULTILINE)


def _find_fences(text: str) -> Iterator[Span]:
    """Find fenced blocks of Markdown.  A fence that is never closed fences nothing, unlike in CommonMark."""
    lines = list(_fence_pattern().finditer(text))
    # The longest closing fence of each kind from each line on tells whether a fence is closed before looking for where.
    longest: list[dict[str, int]] = [{}] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        longest[i] = longest[i + 1]
        fence, rest = lines[i].groups()
        if not rest.strip() and len(fence) > longest[i].get(fence[0], 0):
            longest[i] = {**longest[i], fence[0]: len(fence)}
    i = 0
    while i < len(lines):
        opening = lines[i][1]
        i += 1
        if longest[i].get(opening[0], 0) >= len(opening):
            start = lines[i - 1].start()
            while not (lines[i][1].startswith(opening) and not lines[i][2].strip()):
                i += 1
            yield start, lines[i].end()
            i += 1


def _find_code(text: str, fences: list[Span]) -> Iterator[Span]:
    """Find code spans: a run of backticks, and the next run of the same length in the same paragraph."""
    breaks = [match.start() for match in _paragraph_pattern().finditer(text)]
    fence_ends = [end for _, end in fences]
    runs = [match.span() for match in _backticks_pattern().finditer(text)]
    runs = [run for run in runs if not _lies_in(run, fences, fence_ends)]
    closing: dict[int, Span] = {}  # from the end: the next run of each length
    pairs = []
    for run in reversed(runs):
        length = run[1] - run[0]
        pairs.append((run, closing.get(length)))
        closing[length] = run
    settled = 0
    for (start, content), closer in reversed(pairs):
        if closer is None or start < settled or bisect_left(breaks, content) != bisect_left(breaks, closer[0]):
            continue
        if not _is_tex_quotation(text[content : closer[0]], content - start):
            settled = closer[1]
            yield start, settled


def _lies_in(run: Span, spans: list[Span], ends: list[int]) -> bool:
    """Return whether `run` begins in one of `spans`, whose ends are `ends`."""
    k = bisect_right(ends, run[0])
    return k < len(spans) and spans[k][0] <= run[0]


@cache
def _paragraph_pattern() -> re.Pattern[str]:
    return re.compile(r"\n[ \t\r]*\n")


@cache
def _backticks_pattern() -> re.Pattern[str]:
    return re.compile("`+")


def _is_tex_quotation(content: str, length: int) -> bool:
    """Return whether what stands between backticks is a TeX quotation and the text up to the next one.

    In ``甲'' and ``乙'' what lies between the backticks closes a quotation that it did not open.
    """
    if length > 2:  # TeX has ` and ``
        return False
    if content.count("'" * length) % 2:
        return True
    # ``甲” closed by another kind of mark; between single backticks that is a code span which shows such a mark.
    return length == 2 and any(
        content.count(closer) > content.count(opener) for opener, closer in ("“”", "「」", "『』")
    )


# --- LaTeX ----------------------------------------------------------------------


@cache
def _latex_pattern() -> re.Pattern[str]:
    return re.compile(r"\\(?:([()\[\]\\])|(begin|end)\{([A-Za-z]{1,20})\*?\})|(\n[ \t\r]*\n)")


def _find_latex_brackets(text: str) -> Iterator[Span]:
    r"""Find \(...\), \[...\] within a paragraph, and environments whose content is no prose."""
    brackets: dict[str, int] = {}
    environments: defaultdict[str, list[int]] = defaultdict(list)
    for match in _latex_pattern().finditer(text):
        bracket, verb, name, paragraph = match.groups()
        if paragraph:
            brackets.clear()
        elif bracket in ("(", "["):
            brackets[bracket] = match.start()
        elif bracket in (")", "]"):
            start = brackets.pop("(" if bracket == ")" else "[", None)
            if start is not None and _looks_like_math(text[start + 2 : match.start()]):
                yield start, match.end()
        elif verb and name in _LITERAL_ENVIRONMENTS:
            if verb == "begin":
                environments[name].append(match.start())
            elif environments[name]:
                yield environments[name].pop(), match.end()


@cache
def _dollar_pattern() -> re.Pattern[str]:
    return re.compile(r"\\.|\$\$?|\n[ \t\r]*\n", re.DOTALL)


def _find_dollar_math(text: str) -> Iterator[Span]:
    """Find $...$ and $$...$$ by pandoc's rule: no blank just inside, and no digit behind, as prices have."""
    opening: dict[str, Span] = {}
    for match in _dollar_pattern().finditer(text):
        sign = match.group()
        start, end = match.span()
        if sign not in ("$", "$$"):
            if sign[0] == "\n":
                opening.clear()
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        begun = opening.pop(sign, None)
        closes = sign == "$$" or (before.strip() and not after.isdigit())
        if begun and closes and _looks_like_math(text[begun[1] : start]):
            yield begun[0], end
            opening.clear()
        elif sign == "$$" or after.strip():
            opening[sign] = start, end


@cache
def _prose_pattern() -> re.Pattern[str]:
    return re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")  # Han, and marks for it


@cache
def _command_pattern() -> re.Pattern[str]:
    return re.compile(r"\\[A-Za-z]{2}")


def _looks_like_math(content: str) -> bool:
    r"""Return whether `content` may be a formula: no Chinese, unless some command such as ``\text`` may hold it."""
    return bool(content.strip()) and not (_prose_pattern().search(content) and not _command_pattern().search(content))
