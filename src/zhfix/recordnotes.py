"""What was found in a record, written beside it: as one more member of an object, or one more cell of a row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from zhfix.edits import Edit
from zhfix.messages import reason
from zhfix.result import Result

RULE = "records.findings"
"""The id of the edits that write it; it is no rule that repairs anything."""


def list_notes(field: str, found: Result) -> list[dict[str, Any]]:
    """Return what is told of a field: what was changed and what was found, in the order of the text as it was.

    >>> from zhfix import explain
    >>> [(note["rule"], note["start"], note["before"]) for note in list_notes("title", explain("本次服務(wù)"))]
    [('annotation.strip_pinyin', 4, '(wù)')]
    """
    changed = [
        {"field": field, "rule": e.rule, "start": e.start, "end": e.end, "before": e.before, "after": e.after,
         "confidence": round(e.confidence, 4)}
        for e in found.edits
    ]  # fmt: skip
    left = [
        {"field": field, "rule": f.rule, "start": f.start, "end": f.end, "severity": f.severity,
         "reason": str(f.reason)}
        for f in found.findings
    ]  # fmt: skip
    return sorted([*changed, *left], key=lambda note: (note["start"], note["end"]))


def add_member(line: str, at: int, name: str, notes: Iterable[dict[str, Any]], *, first: bool) -> Edit:
    """Return the edit that adds a member to the object of a line, behind the last one, which ends at `at`."""
    spaced, ascii_only = '": ' in line, line.isascii()
    separators = (", ", ": ") if spaced else (",", ":")
    member = json.dumps({name: list(notes)}, ensure_ascii=ascii_only, separators=separators)[1:-1]
    return _insert(at, member if first else separators[0] + member)


def add_cell(row: str, delimiter: str, text: str) -> Edit:
    """Return the edit that adds a cell to a row."""
    at = len(row.rstrip("\r\n"))
    if set(text) & {'"', delimiter, "\n", "\r"}:
        text = '"' + text.replace('"', '""') + '"'
    return _insert(at, delimiter + text)


def write_notes(notes: Iterable[dict[str, Any]]) -> str:
    """Return them as JSON, for a cell."""
    return json.dumps(list(notes), ensure_ascii=False, separators=(",", ":"))


def _insert(at: int, text: str) -> Edit:
    return Edit(at, at, "", text, RULE, 1.0, reason("records.noted"))
