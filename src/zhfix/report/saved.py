"""A report in JSON as what is shown of each of its files, so that what was found can be rendered at any later time."""

from __future__ import annotations

from collections import Counter
from typing import Any

from zhfix.batch import show_name
from zhfix.edits import Edit, Finding, apply_edits
from zhfix.encoding.decoded import BINARY, ByteEdit
from zhfix.encoding.encode import MARKED
from zhfix.errors import EditError, ReportError
from zhfix.excerpts import restore_text
from zhfix.messages import reason, restore_reason
from zhfix.report.collection import Collection
from zhfix.report.view import FileView, view_file
from zhfix.result import Result


def add_entry(entry: dict[str, Any], collection: Collection, language: str) -> None:
    """Add a file of a report that :func:`zhfix.filereport.read_report` read.

    Raises :class:`~zhfix.errors.ReportError` where the entry is not what `zhfix` writes; nothing is added then.
    """
    if "renamed" in entry or "members" in entry:
        raise ReportError(reason("cli.report_tells_names", name=show_name(str(entry.get("name", "?")))))
    try:
        if entry["source"]["encoding"] == BINARY:
            collection.binary += 1
            return
        view = _view_entry(entry, language)
    except (EditError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise ReportError(reason("cli.broken_entry", name=show_name(str(entry.get("name", "?"))))) from error
    collection.add(view)


def _view_entry(entry: dict[str, Any], language: str) -> FileView:
    source = entry["source"]
    text = restore_text(entry["excerpts"], source["characters"], source["line_feeds"])
    edits = tuple(Edit(**_tell(each, alternatives=tuple(map(str, each["alternatives"])))) for each in entry["edits"])
    findings = tuple(Finding(**_tell(each)) for each in entry["findings"])
    damaged = [
        ByteEdit(**_tell(each, before=bytes.fromhex(each["before"]), alternatives=tuple(each["alternatives"])))
        for each in entry["byte_edits"]
    ]
    repaired = Counter(each.rule for each in edits) + Counter(each.rule for each in damaged)
    for start, data in entry["unreadable"]:
        before = bytes.fromhex(data)
        damaged.append(ByteEdit(start, start + len(before), before, "\ufffd", MARKED))
    result = Result(text, apply_edits(text, edits), edits, findings)
    return view_file(show_name(entry["name"]), source["encoding"], repaired, result, sorted(damaged), language)


def _tell(plain: dict[str, Any], **values: object) -> dict[str, Any]:
    """Return what an edit or a finding is made of, its reason as one that can be had in any language."""
    own = {key: value for key, value in plain.items() if key != "told"}
    return {**own, **values, "reason": restore_reason(plain["reason"], plain.get("told"))}
