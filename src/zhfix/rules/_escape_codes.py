r"""Escapes of code points: ``\u4e2d``, ``%u4E2D``, ``<U+4E2D>``, ``#U4e2d``, ``&#20013;`` and their doubled forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.patterns import compile_pattern
from zhfix.rules._escape_chars import MARKS, Piece, is_readable

ESCAPED = r"\\(?<!\\\\)\\?(?:\\\\)?"
"""One, two or four backslashes: written once, twice or three times over.  Three are one that is escaped and one that
escapes, which means something else."""
LAYERS = "(?:amp;|#0?38;){0,3}"
"""How often the ampersand of an entity is escaped again; what is nested deeper was meant to be."""
LARGEST = 0x10FFFF
FIRST_HAN = 0x3400
"""Code points from which an entity is read without its semicolon: numbers of four digits in hexadecimal or of five."""


@cache
def _tokens() -> re.Pattern[str]:
    """Return the pattern of one escape; the name of the group is its form, with ``_`` and its base behind."""
    code, braced = "[0-9A-Fa-f]{4}", r"\{[0-9A-Fa-f]{4,6}\}"
    long = "(?:000[0-9A-Fa-f]|0010)[0-9A-Fa-f]{4}"
    return re.compile(
        rf"{ESCAPED}(?:u+(?P<u_16>{code}|{braced})|U(?P<U_16>{long})|x(?P<x_16>{braced}))"
        rf"|%(?:25)?u(?P<pu_16>{code})"
        rf"|<U\+(?P<r_16>[0-9A-Fa-f]{{4,6}}|{long})>"
        rf"|#U(?P<zip_16>{code})(?![0-9A-Fa-f])"
        rf"|&{LAYERS}#(?:[xX](?P<hex_16>[0-9A-Fa-f]{{2,6}}|{code}(?![0-9A-Fa-f]))|(?P<dec_10>[0-9]{{2,7}}))"
        r"(?:(?P<semicolon>;)|(?![0-9A-Fa-f;]))"
    )


_FORMS = {
    "u_16": ("\\u", "code"),
    "U_16": ("\\U", "code"),
    "x_16": ("\\x{}", "code"),
    "pu_16": ("%u", "code"),
    "r_16": ("<U+>", "code"),
    "zip_16": ("#U", "code"),
    "hex_16": ("&#x;", "entity"),
    "dec_10": ("&#;", "entity"),
}
"""How each form is called to users, and its family: entities are debris in prose, the others may be code."""


class Code(NamedTuple):
    """The escape of one code point; `family` is that of its form."""

    start: int
    end: int
    code: int
    form: str
    family: str


def find_codes(text: str) -> Iterator[Piece]:
    r"""Yield every stretch of escapes of code points that follow one another, less those that stay escaped.

    >>> [(piece.start, piece.end, piece.after) for piece in find_codes(r"\u4e2d\\u6587, &#x4e2d;&amp;#25991;")]
    [(0, 13, '中文'), (15, 35, '中文')]
    """
    # First by what they begin with, which is many times as fast where there is none.
    if not compile_pattern(r"\\[uUx]|%(?:25)?u|<U\+|#U|&(?:amp;|#)").search(text):
        return
    run: list[Code] = []
    for code in _join_halves(text):
        readable = is_readable(chr(code.code))
        if run and not (readable and code.start == run[-1].end and code.family == run[0].family):
            yield _join_run(run)
            run = []
        if readable:
            run.append(code)
    if run:
        yield _join_run(run)


def _join_run(run: list[Code]) -> Piece:
    return Piece(run[0].start, run[-1].end, "".join(chr(code.code) for code in run), run[0].form, run[0].family)


def _join_halves(text: str) -> Iterator[Code]:
    """Yield all escapes, two that are the surrogates of one character as one."""
    high: Code | None = None
    for code in _find_each(text):
        if high and code.start == high.end and 0xDC00 <= code.code < 0xE000:
            whole = 0x10000 + ((high.code - 0xD800) << 10) + code.code - 0xDC00
            yield code._replace(start=high.start, code=whole)
            high = None
            continue
        high = code if 0xD800 <= code.code < 0xDC00 else None
        if not high:
            yield code


def _find_each(text: str) -> Iterator[Code]:
    for match in _tokens().finditer(text):
        group = next(name for name in _FORMS if match[name] is not None)
        form, family = _FORMS[group]
        code = int(match[group].strip("{}"), int(group[-2:]))
        unsure = family == "entity" and not match["semicolon"] and code < FIRST_HAN  # &#39 and the like
        yield Code(*match.span(), 0 if unsure or code > LARGEST else code, form, family)


@cache
def _names() -> dict[str, str]:
    """Return the named entities of marks, symbols and blanks, which have Chinese text beside them."""
    from html.entities import name2codepoint

    return {name: chr(code) for name, code in name2codepoint.items() if code in (0xA0, 0xB7) or 0x2010 <= code < 0x2200}


def find_names(text: str) -> Iterator[Piece]:
    r"""Yield named entities: those of quotation marks, dashes and the like, and others where they were escaped twice.

    >>> [piece.after for piece in find_names("&amp;ldquo;好&rdquo;&hellip; &nbsp; &amp;nbsp; &amp;lt;")]
    ['“', '”…', '\xa0']
    """
    run: list[Piece] = []
    for match in compile_pattern(f"&({LAYERS})([A-Za-z]{{4,6}});").finditer(text):
        char = _names().get(match[2], "")
        if not char or not (match[1] or compile_pattern(f"[{MARKS}]").match(char)):
            continue
        if run and run[-1].end != match.start():
            yield _join_names(run)
            run = []
        run.append(Piece(*match.span(), char, "&;", "mark"))
    if run:
        yield _join_names(run)


def _join_names(run: list[Piece]) -> Piece:
    return run[0]._replace(end=run[-1].end, after="".join(piece.after for piece in run))
