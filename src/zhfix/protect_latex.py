"""Formulas and commands of LaTeX."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span

# Environments of LaTeX whose content is no prose.
_LITERAL_ENVIRONMENTS = frozenset(
    "align alignat alltt array bmatrix Bmatrix cases code comment displaymath eqnarray equation flalign gather "
    "listing lstlisting math matrix minted multline pmatrix smallmatrix split tikzpicture Verbatim verbatim vmatrix "
    "Vmatrix".split()
)


@cache
def _opening_pattern() -> re.Pattern[str]:
    return re.compile(r"\\(?:[(\[]|begin\{)")


@cache
def _latex_pattern() -> re.Pattern[str]:
    return re.compile(r"\\(?:([()\[\]\\])|(begin|end)\{([A-Za-z]{1,20})\*?\})|(\n[ \t\r]*\n)")


def find_latex(text: str) -> Iterator[Span]:
    r"""Find \(...\), \[...\] within a paragraph, and environments whose content is no prose."""
    if not _opening_pattern().search(text):
        return
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
def _reference_pattern() -> re.Pattern[str]:
    """Return a command whose argument is a name, and no prose; of other commands, what stands before the argument."""
    names = (
        "cite[a-z]* (?:eq|page|auto|c|C|name|v)?ref label url href includegraphics input include bibliography "
        "usepackage documentclass bibliographystyle bibitem begin end newcommand color vspace hspace"
    )
    option = r"(?:\[[^\[\]\n]{0,200}\])?"
    return re.compile(
        rf"\\(?:(?:{'|'.join(names.split())})\*?{option}\{{[^{{}}\n]{{0,200}}\}}|[A-Za-z]{{2,40}}\*?{option}(?=\{{))"
    )


def find_commands(text: str) -> Iterator[Span]:
    r"""Find commands of LaTeX that take an argument; the argument only where it is the name of something.

    >>> text = r"\section{緒論}見\cite{li2020,wu2021}"
    >>> [text[start:end] for start, end in find_commands(text)]
    ['\\section', '\\cite{li2020,wu2021}']
    """
    return (match.span() for match in _reference_pattern().finditer(text))


@cache
def _dollar_pattern() -> re.Pattern[str]:
    return re.compile(r"\\.|\$\{[A-Za-z_][A-Za-z0-9_]*\}|\$\$?|\n[ \t\r]*\n", re.DOTALL)


def find_dollar_math(text: str) -> Iterator[Span]:
    """Find $...$ and $$...$$ by pandoc's rule: no blank just inside, and no digit behind, as prices have.

    ``${name}`` is a variable of a template, and protected by itself.
    """
    opening: dict[str, Span] = {}
    for match in _dollar_pattern().finditer(text):
        sign = match.group()
        start, end = match.span()
        if sign not in ("$", "$$"):
            if sign[0] == "\n":
                opening.clear()
            elif sign[0] == "$":
                yield start, end
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
