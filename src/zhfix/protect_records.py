"""The frame of data and of statements in running text: signs of CSV, calls, lists, SQL, references.

What stands between them is text and may be damaged; only the signs that part it are protected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from zhfix.edits import Span
from zhfix.patterns import compile_pattern

_HAN = "\u3400-\u9fff"
_KIND = "(?:[A-Z]|[A-Z]{1,2}/OL)"
LEAST_ROWS = 2
"""Lines in a row with as many commas each that are a table."""
_FIELD = 24
"""Characters of a field of such a table, at most."""


def find_records(text: str) -> Iterator[Span]:
    """Find the signs that part the fields of data, and the arguments of statements.

    >>> text = 'print("你好,世界")'
    >>> [text[start:end] for start, end in find_records(text)]
    ['(', '"', ',', '"', ')']
    """
    for needs, pattern, signs in (
        ("[(\\[{=,]", _statement, _frame),
        ('",|,"', _quoted_row, _separator),
        (f"\\[{_KIND}\\]", _reference, _mark),
    ):
        for line in pattern().finditer(text) if compile_pattern(needs).search(text) else ():
            yield from (sign.span() for sign in signs().finditer(text, *line.span()))
    yield from _find_tables(text)
    for needs, pattern in (("\"'", _argument), ("(", _file_name), ("(", _face)):
        for match in pattern().finditer(text) if any(sign in text for sign in needs) else ():
            yield from (match.span(number) for number in range(1, match.re.groups + 1) if match[number])


def find_settings(text: str) -> Iterator[Span]:
    """Find the signs that part names and values in a file of settings, which has sections."""
    if (text.startswith("[") or "\n[" in text) and _section().search(text):
        for line in _setting().finditer(text):
            yield from (sign.span() for sign in _separator().finditer(text, *line.span()))


def _find_tables(text: str) -> Iterator[Span]:
    """Find the commas of lines in a row that hold as many each, short fields and nothing of prose."""
    if "," not in text or "\n" not in text:
        return
    rows = ((line, _count_commas(line[0])) for line in _line().finditer(text))
    for count, group in groupby(rows, key=lambda row: row[1]):
        lines = [line for line, _ in group]
        if count and len(lines) >= LEAST_ROWS:
            for line in lines:
                yield from (sign.span() for sign in _separator().finditer(text, *line.span()))


def _count_commas(line: str) -> int:
    """Return how many commas part the fields of a row of data, 0 for a line that is none."""
    if "," not in line:
        return 0
    row = _quoted_field().sub("x", line)  # what is quoted may hold commas of its own
    return row.count(",") if _plain_row().fullmatch(row) else 0


@cache
def _quoted_field() -> re.Pattern[str]:
    return re.compile('"[^"\n]*"')


@cache
def _line() -> re.Pattern[str]:
    return re.compile("[^\r\n]+")


@cache
def _plain_row() -> re.Pattern[str]:
    field = f"[^,\\s，。；：！？]{{0,{_FIELD}}}"
    return re.compile(f"{field}(?:,{field})+")


@cache
def _statement() -> re.Pattern[str]:
    """Return the pattern of a line that is a call, a list or mapping of quoted values, or SQL."""
    call = r"[A-Za-z_$][A-Za-z0-9_$.]*\([^\n]*\)"
    key = rf"(?:[A-Za-z0-9_{_HAN}]{{1,20}}[ \t]*:[ \t]*)?"
    values = rf"(?![^\n]*\"[ \t]*:)[\[({{][ \t]*{key}[\"'][^\n]*[\"'0-9\])}}][ \t]*[\])}}]"
    query = r"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE|VALUES)\b[^\n]*[=(,][^\n]*"
    ended = rf"(?:{call}|{values})[ \t]*[;:,]?|{query}"
    return re.compile(rf"^[ \t]*(?![ \t])(?:{ended})[ \t]*(?:(?:#|//)[^\n]*)?$", re.MULTILINE)


@cache
def _frame() -> re.Pattern[str]:
    """Return the pattern of the signs of a statement: not the bracket behind a word, which may hold its reading."""
    return re.compile(rf"[,;:=\"']|(?<![{_HAN}])[(\[{{]|[)\]}}](?=[;:,)\]}}\s]|$)|(?<=[\"'0-9])[)\]}}]", re.MULTILINE)


@cache
def _separator() -> re.Pattern[str]:
    return re.compile("[,;=\"']")


@cache
def _quoted_row() -> re.Pattern[str]:
    field = '(?:"[^"\n]*"|[^",\n，。]*)'
    return re.compile(f'^(?=[^\n]*(?:",|,"))(?:{field},)+{field}$', re.MULTILINE)


@cache
def _section() -> re.Pattern[str]:
    return re.compile(r"^\[[A-Za-z0-9_ .\-]+\][ \t]*$", re.MULTILINE)


@cache
def _setting() -> re.Pattern[str]:
    return re.compile(r"^[^\s=\[，。]{1,40}[ \t]*=[^\n]*$", re.MULTILINE)


@cache
def _reference() -> re.Pattern[str]:
    """Return the pattern of an entry of references by GB/T 7714, which names the kind of work: [J], [M], [EB/OL]."""
    return re.compile(rf"^[^\n]*\[{_KIND}\][^\n]*$", re.MULTILINE)


@cache
def _mark() -> re.Pattern[str]:
    return re.compile("[.,:;()]")


@cache
def _argument() -> re.Pattern[str]:
    """Return the pattern of a quoted argument of a command, behind its option or its name; the groups are the marks."""
    command = r"(?:(?<=\be)cho|(?<=\bg)rep|(?<=\bp)rintf)[ ](?:-[A-Za-z]+[ ])*"
    # What begins it comes first, and then a look back, so that the scan is fast.
    before = rf"[\-egp](?:(?<=\s-)-?[A-Za-z][A-Za-z0-9\-]*[= ]|{command})"
    return re.compile(rf"{before}(?:(\")[^\"\n]*(\")|(')[^'\n]*('))")


@cache
def _file_name() -> re.Pattern[str]:
    return re.compile(rf"(\()(?<=[A-Za-z0-9_{_HAN}].)[^()\n]{{1,20}}(\))(?=\.[A-Za-z0-9]{{2,4}}(?![A-Za-z0-9]))")


@cache
def _face() -> re.Pattern[str]:
    return re.compile("(\\()[^()\n]{0,8}[\u309cДω\u0ca0\u0ca5□∀][^()\n]{0,8}(\\))")
