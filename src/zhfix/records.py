"""Fields of records repaired where they stand: all else of a JSONL, CSV or TSV text stays as it is."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from zhfix.blocks import Part, split_lines
from zhfix.edits import Edit, Finding
from zhfix.errors import RecordError
from zhfix.evidence import SAMPLE_LIMIT, Evidence
from zhfix.messages import reason
from zhfix.patterns import compile_pattern
from zhfix.pipeline import Pipeline
from zhfix.recordnotes import add_cell, add_member, list_notes, write_notes

DELIMITERS = {"csv": ",", "tsv": "\t"}
_CHARACTER = r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[^\\]"
_HALVES = "[\ud800-\udfff]"
LONGEST_ROW = 10_000_000
"""Characters from which a quoted cell is one that was never closed."""
MOST_NAMES = 1_000
"""Names of members that are remembered, about, to be told where a field is in no record."""
_SPACE = "[ \t\n\r]*"


class Records(NamedTuple):
    """Which fields of which format are to be repaired, and the name of the field to write what was found in, if any.

    The format is a text, or ``"parquet"``, which :mod:`zhfix.parquet` repairs.
    """

    format: str
    fields: tuple[str, ...]
    findings: str | None = None


class _Value(NamedTuple):
    """The text of a field, where each of its characters stands in the record, and how one is written there."""

    name: str
    text: str
    offsets: list[int]  # one more than characters: the last is the end
    write: Callable[[str], str]
    cell: tuple[int, int] | None = None  # of a cell without quotes, which a repair may need


class _Record(NamedTuple):
    """A record with its fields, and what adds to it what was found in them, if it can be read."""

    raw: str
    values: list[_Value]
    add: Callable[[list[dict[str, Any]]], Edit] | None = None


def repair_records(
    texts: Iterable[str], records: Records, pipeline: Pipeline, known: Evidence | None, tell: Callable[[str], object]
) -> Generator[Part, None, None]:
    """Yield the text record by record, with the edits in its fields; `tell` is told what is wrong with a record.

    The first 65,536 characters of records are the evidence for each field, however `texts` is cut.  Raises
    :class:`~zhfix.errors.RecordError` where no record has a field that was asked for.
    """
    if records.format == "jsonl":
        read = _read_objects(split_lines(texts), records, tell)
    else:
        read = _read_rows(_split_rows(texts), records, DELIMITERS[records.format], tell)
    head: list[_Record] = []
    size = 0
    for record in read:
        head.append(record)
        size += len(record.raw)
        if size >= SAMPLE_LIMIT:
            break
    pooled = {}
    for name in records.fields:
        column = [value.text for record in head for value in record.values if value.name == name]
        pooled[name] = known or Evidence.gather(column, expect=pipeline.expect)
    start = 0
    for record in chain(head, read):
        edits: list[Edit] = []
        findings: list[Finding] = []
        notes: list[dict[str, Any]] = []
        for value in record.values:
            found = pipeline.explain(value.text, evidence=pooled[value.name])
            notes += list_notes(value.name, found)
            edits += _place(found.edits, value, record.raw)
            at = value.offsets
            findings += (f._replace(start=at[f.start], end=at[f.end]) for f in found.findings)
        edits.sort(key=lambda edit: edit.start)
        if records.findings is not None and record.add is not None:
            edits.append(record.add(notes))
        yield Part(start, record.raw, edits, findings)
        start += len(record.raw)


def _place(edits: Iterable[Edit], value: _Value, raw: str) -> Iterator[Edit]:
    """Yield the edits of a value where they belong in the record."""
    at = value.offsets
    placed = [
        e._replace(start=at[e.start], end=at[e.end], before=raw[at[e.start] : at[e.end]], after=value.write(e.after))
        for e in edits
    ]
    if value.cell is None or not any(set(e.after) & set('",\t\r\n') for e in placed):
        yield from placed
        return
    start, end = value.cell
    text, last = "", start
    for edit in placed:
        text += raw[last : edit.start] + edit.after
        last = edit.end
    text = '"' + (text + raw[last:end]).replace('"', '""') + '"'
    yield placed[0]._replace(start=start, end=end, before=raw[start:end], after=text)


def _refuse(name: str, fields: Iterable[str]) -> RecordError:
    return RecordError(reason("records.no_field", field=name, fields=", ".join(fields) or "-"))


# --- JSON, an object a line ----------------------------------------------------------


def _read_objects(lines: Iterable[str], asked: Records, tell: Callable[[str], object]) -> Iterator[_Record]:
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    seen: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        members: list[_Member] | None = None
        if line.strip(" \t\r\n"):
            try:
                members = list(_list_members(line, decoder))
            except (ValueError, RecursionError, IndexError):
                tell(reason("records.no_object", line=number))
        if members is None:
            yield _Record(line, [])
            continue
        if len(seen) < MOST_NAMES:
            seen |= dict.fromkeys(member.key for member in members)
        yield _make_object(line, number, members, asked, tell)
    for name in asked.fields:
        if seen and name not in seen:
            raise _refuse(name, seen)


def _make_object(
    line: str, number: int, members: list[_Member], asked: Records, tell: Callable[[str], object]
) -> _Record:
    values: list[_Value] = []
    for member in members:
        if member.key == asked.findings:
            raise RecordError(reason("records.taken", line=number, field=member.key))
        if member.key in asked.fields and line[member.start] == '"':
            values.append(_make_string(member.key, member.value, line, member.start, member.end))
        elif member.key in asked.fields:
            tell(reason("records.no_text", line=number, field=member.key))
    if asked.findings is None:
        return _Record(line, values)
    last = members[-1].end if members else line.index("{") + 1
    return _Record(line, values, partial(add_member, line, last, asked.findings, first=not members))


class _Member(NamedTuple):
    key: str
    start: int
    end: int
    value: object


def _list_members(line: str, decoder: json.JSONDecoder) -> Iterator[_Member]:
    """Yield the members of the object that a line is, and where their values are; what is none is a ValueError."""
    skip = compile_pattern(_SPACE).match

    def after(at: int) -> int:
        found = skip(line, at)
        return found.end() if found else at

    at = after(0)
    value, end = decoder.raw_decode(line, at)
    if not isinstance(value, dict) or after(end) != len(line):
        raise ValueError("not one object")
    at = after(at + 1)
    while line[at] != "}":
        key, at = decoder.raw_decode(line, at)
        start = after(after(at) + 1)
        member, end = decoder.raw_decode(line, start)
        yield _Member(key, start, end, member)
        at = after(end)
        if line[at] == ",":
            at = after(at + 1)


def _make_string(name: str, value: object, line: str, start: int, end: int) -> _Value:
    raw = line[start + 1 : end - 1]
    offsets = [start + 1 + found.start() for found in re.finditer(_CHARACTER, raw, re.DOTALL)] + [end - 1]
    escaped = raw.isascii()

    def write(text: str) -> str:
        inner = json.dumps(text, ensure_ascii=escaped)[1:-1]
        return re.sub(_HALVES, lambda half: f"\\u{ord(half[0]):04x}", inner)

    return _Value(name, str(value), offsets, write)


# --- cells between delimiters --------------------------------------------------------


def _read_rows(
    lines: Iterable[str], asked: Records, delimiter: str, tell: Callable[[str], object]
) -> Iterator[_Record]:
    names, added = asked.fields, asked.findings
    columns: dict[int, str] = {}
    width = 0
    for number, row in _join_rows(lines, delimiter):
        cells = list(_cut_cells(row, delimiter))
        values: list[_Value] = []
        add: Callable[[list[dict[str, Any]]], Edit] | None = None
        if not row.strip("\r\n"):
            pass
        elif not width:
            header = [_make_cell("", row, *cell).text for cell in cells]
            width = len(header)
            for name in names:
                if name not in header:
                    raise _refuse(name, header)
            if added in header:
                raise RecordError(reason("records.taken", line=number, field=added))
            add = None if added is None else partial(_head_column, row, delimiter, added)
            columns = {index: name for index, name in enumerate(header) if name in names}
        elif _ends_open(row, delimiter, is_open=False):
            tell(reason("records.open", line=number))
        elif len(cells) != width:
            tell(reason("records.ragged", line=number, found=len(cells), expected=width))
        else:
            values = [_make_cell(name, row, *cells[index]) for index, name in columns.items()]
            add = partial(_fill_column, row, delimiter)
        yield _Record(row, values, add)


def _head_column(row: str, delimiter: str, name: str, _notes: list[dict[str, Any]]) -> Edit:
    return add_cell(row, delimiter, name)


def _fill_column(row: str, delimiter: str, notes: list[dict[str, Any]]) -> Edit:
    return add_cell(row, delimiter, write_notes(notes))


def _split_rows(texts: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a table, which all end as the first row does: in some by a carriage return alone.

    In such a table a line feed inside quotation marks, in the header too, breaks a line of the cell.
    """
    rest = iter(texts)
    head: list[str] = []
    first = last = ""
    size, is_open = 0, False
    for text in rest:
        head.append(text)
        size += len(text)
        for found in compile_pattern('"|\r*\n|\r(?=[^\r\n])').finditer(last + text):
            if found[0] == '"':
                is_open = not is_open
                continue
            first = first or found[0][-1]
            if not is_open:
                return split_lines(chain(head, rest), found[0][-1])
        if first and size > LONGEST_ROW:
            break
        last = "\r" if text.endswith("\r") else ""
    return split_lines(chain(head, rest), first or last or "\n")


def _join_rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, str]]:
    """Yield rows with the number of the line they begin in: one goes on while a quoted cell is open.

    Of one that is never closed the first line is a row by itself, and all that follows is looked at again.
    """
    numbered = enumerate(lines, 1)
    again: deque[tuple[int, str]] = deque()
    row: list[tuple[int, str]] = []
    size, is_open = 0, False
    while True:
        line = again.popleft() if again else next(numbered, None)
        if line is not None:
            row.append(line)
            size += len(line[1])
            is_open = _ends_open(line[1], delimiter, is_open=is_open)
            if is_open and size <= LONGEST_ROW:
                continue
        elif not row:
            return
        if is_open:
            again.extendleft(reversed(row[1:]))
            del row[1:]
        yield row[0][0], "".join(text for _, text in row)
        row, size, is_open = [], 0, False


def _ends_open(line: str, delimiter: str, *, is_open: bool) -> bool:
    at = 0
    while True:
        if is_open or line.startswith('"', at):
            at += not is_open
            while (at := line.find('"', at) + 1) and line.startswith('"', at):
                at += 1
            if not at:
                return True
            is_open = False
        at = line.find(delimiter, at) + 1
        if not at:
            return False


def _cut_cells(row: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Yield where each cell starts and ends, its quotes with it."""
    stop = len(row.rstrip("\r\n"))
    at = 0
    while True:
        start = at
        if row.startswith('"', at):
            at += 1
            while (at := row.find('"', at) + 1) and row.startswith('"', at):
                at += 1
            at = at or stop
        at = row.find(delimiter, at, stop)
        yield start, at if at >= 0 else stop
        if at < 0:
            return
        at += 1


def _make_cell(name: str, row: str, start: int, end: int) -> _Value:
    raw = row[start:end]
    if len(raw) < 2 or not (raw[0] == raw[-1] == '"'):
        return _Value(name, raw, list(range(start, end + 1)), str, (start, end))
    offsets = [start + 1 + found.start() for found in re.finditer('""|[^"]|"', raw[1:-1])] + [end - 1]
    return _Value(name, raw[1:-1].replace('""', '"'), offsets, lambda text: text.replace('"', '""'))
