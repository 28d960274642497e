r"""What was done to files, as JSON: everything that was found and changed, and the way back, byte for byte.

A report is an object with ``schema``, ``zhfix`` (the version) and ``files``, each on a line of its own, so that it can
be written file by file and what was written stays readable whatever happens to the rest.  ``docs/cli.md`` describes
each key.

>>> from zhfix.encoding.decoded import Piece
>>> account = Account(bytearray("服務(wù)".encode()), bytearray("服務".encode()))
>>> entry = describe_file("page.txt", FileRepair("utf-8", 1.0, changed=True), account, "utf-8")
>>> undo_bytes("服務".encode(), [entry]).decode()
'服務(wù)'
>>> undo_bytes("服务".encode(), [entry])
Traceback (most recent call last):
    ...
zhfix.errors.ReportError: ...
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from zhfix.diff import diff_edits
from zhfix.edits import Edit, Finding
from zhfix.encoding.decoded import LATIN
from zhfix.encoding.decoding import find_newline, list_newlines
from zhfix.encoding.encode import MARKED
from zhfix.errors import ReportError
from zhfix.excerpts import cut_excerpts
from zhfix.filereading import Account
from zhfix.files import FileRepair
from zhfix.messages import describe_reason, reason

SCHEMA = "zhfix-report/1"
"""The name and version of the format; one that adds keys stays the same."""


def describe_file(name: str, repair: FileRepair, account: Account, written: str | None) -> dict[str, Any]:
    """Return what is to be kept of one file, as plain dicts, lists, strings and numbers.

    Offsets of edits and findings are characters of the text as it was read, those of bytes are bytes of the source, and
    those of `undo` are bytes of the output: its stretches, and the bytes to put in their place.  `excerpts` is what
    stands around edits and findings.
    """
    source, output = bytes(account.source), bytes(account.output)
    result = account.make_result()
    plain = result.to_dict()
    damaged = [edit for piece in account.pieces for edit in piece.edits]
    spans = [each[:2] for found in (result.edits, result.findings) for each in found]
    return {
        "name": name,
        "source": {
            "sha256": hashlib.sha256(source).hexdigest(),
            "bytes": len(source),
            "encoding": repair.encoding,
            "confidence": repair.confidence,
            "bom": repair.bom.hex(),
            "characters": len(result.source),
            "line_feeds": result.source.count("\n"),
            "newline": find_newline(list_newlines(result.source)),
            "segments": list(_join_segments(account)),
        },
        "output": {
            "sha256": hashlib.sha256(output).hexdigest(),
            "bytes": len(output),
            "encoding": written or repair.encoding,
        },
        "changed": repair.changed,
        "unreadable": [[edit.start, edit.before.hex()] for edit in damaged if edit.rule == MARKED],
        "byte_edits": [
            {
                **edit._asdict(),
                "before": edit.before.hex(),
                "reason": str(edit.reason),
                "alternatives": list(edit.alternatives),
                "told": describe_reason(edit.reason),
            }
            for edit in damaged
            if edit.rule != MARKED
        ],
        "edits": list(_tell(plain["edits"], result.edits)),
        "findings": list(_tell(plain["findings"], result.findings)),
        "excerpts": cut_excerpts(result.source, spans),
        "undo": list(_list_changes(source, output)),
    }


def _tell(plain: Iterable[dict[str, Any]], found: Iterable[Edit | Finding]) -> Iterator[dict[str, Any]]:
    """Add to what JSON has of edits or findings what gives their reasons in another language."""
    for each, original in zip(plain, found, strict=True):
        yield {**each, "told": describe_reason(original.reason)}


def _join_segments(account: Account) -> Iterator[list[Any]]:
    """Yield the stretches of bytes that are in one encoding: start, end, its name."""
    last: list[Any] = []
    for piece in account.pieces:
        if last and last[2] == piece.encoding and last[1] == piece.start:
            last[1] = piece.end
            continue
        if last:
            yield last
        last = [piece.start, piece.end, piece.encoding]
    if last:
        yield last


def _list_changes(source: bytes, output: bytes) -> Iterator[list[Any]]:
    """Yield the stretches of `output` that differ from `source`, with the bytes that stood there."""
    if source == output:
        return
    # Each byte as the character of its number: what compares texts compares bytes as well, in linear time.
    for edit in diff_edits(output.decode(LATIN), source.decode(LATIN), "bytes"):
        yield [edit.start, edit.end, edit.after.encode(LATIN).hex()]


# --- written ---------------------------------------------------------------------


def start_report(version: str) -> bytes:
    """Return what a report begins with, given the version of zhfix."""
    head = _dump({"schema": SCHEMA, "zhfix": version})
    return head[:-1] + b', "files": [\n'


def add_file(entry: dict[str, Any], *, first: bool) -> bytes:
    """Return the line for a file."""
    return (b"" if first else b",\n") + _dump(entry)


def end_report(problems: Sequence[str]) -> bytes:
    """Return what a report ends with: what went wrong, as it was told."""
    return b'\n], "problems": ' + _dump(list(problems)) + b"}\n"


def _dump(value: Any) -> bytes:
    """Return JSON in UTF-8; half a surrogate pair, which UTF-8 has no bytes for, is escaped as JSON escapes it."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


# --- read ------------------------------------------------------------------------


class Saved(NamedTuple):
    """What a report holds: its files, and what went wrong, as it was told."""

    files: list[dict[str, Any]]
    problems: list[str]


def read_report(data: bytes) -> Saved:
    """Return what a report holds; of one that was cut off, the files that are there.

    Raises :class:`~zhfix.errors.ReportError` where `data` is no report.
    """
    try:
        report = json.loads(data)
    except (ValueError, RecursionError):  # the latter for brackets within brackets, a thousand deep
        report = _read_cut(data)
    if not isinstance(report, dict) or not str(report.get("schema", "")).startswith(SCHEMA.partition("/")[0]):
        raise ReportError(reason("cli.no_report", schema=SCHEMA))
    if report["schema"] != SCHEMA:
        raise ReportError(reason("cli.other_report", found=report["schema"], schema=SCHEMA))
    files = report.get("files", [])
    if not isinstance(files, list):
        raise ReportError(reason("cli.no_report", schema=SCHEMA))
    problems = report.get("problems", [])
    return Saved(
        [entry for entry in files if isinstance(entry, dict)],
        list(map(str, problems)) if isinstance(problems, list) else [],
    )


def _read_cut(data: bytes) -> dict[str, Any] | None:
    head, *lines = data.split(b"\n")
    try:
        report = json.loads(head + b"]}")
    except (ValueError, RecursionError):
        return None
    if not isinstance(report, dict):
        return None
    report["files"] = []
    for line in lines:
        try:
            report["files"].append(json.loads(line.rstrip(b",")))
        except (ValueError, RecursionError):
            break
    return report


def undo_bytes(data: bytes, entries: Iterable[dict[str, Any]]) -> bytes:
    """Return the bytes of the file that became `data`, by the report's entry for it.

    Raises :class:`~zhfix.errors.ReportError` where no entry is for these bytes, or it was tampered with.
    """
    digest = hashlib.sha256(data).hexdigest()
    known = list(entries)
    for entry in known:
        try:
            if entry["output"]["sha256"] != digest:
                continue
            source = _patch(data, entry["undo"])
            sound = hashlib.sha256(source).hexdigest() == entry["source"]["sha256"]
        except (LookupError, TypeError, ValueError) as error:
            raise ReportError(reason("cli.broken_report")) from error
        if not sound:
            raise ReportError(reason("cli.broken_report"))
        return source
    raise ReportError(reason("cli.undone" if _is_original(digest, known) else "cli.no_undo", digest=digest[:12]))


def _is_original(digest: str, entries: Iterable[dict[str, Any]]) -> bool:
    sources = (entry.get("source") for entry in entries)
    return any(isinstance(source, dict) and source.get("sha256") == digest for source in sources)


def _patch(data: bytes, changes: Iterable[Sequence[Any]]) -> bytes:
    parts: list[bytes] = []
    at = 0
    for start, end, before in changes:
        if not at <= start <= end <= len(data):
            raise ValueError("changes overlap")
        parts += data[at:start], bytes.fromhex(before)
        at = end
    parts.append(data[at:])
    return b"".join(parts)
