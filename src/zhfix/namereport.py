"""What was done to names, as entries of a report, and the way back.

A report is written before anything is done: an entry may tell of what never came to pass, and then there is nothing to
undo.  Entries are undone last ones first, since the path of what was in a folder is that of before the folder was
renamed.
"""

from __future__ import annotations

import os
from typing import Any

from zhfix.errors import ReportError
from zhfix.filereport import undo_bytes
from zhfix.messages import Reason, reason
from zhfix.renaming import rename_back
from zhfix.replacing import replace_contents
from zhfix.zipnames import ArchivePlan
from zhfix.zipwriting import Rewritten


def describe_rename(folder: str, before: str, after: str) -> dict[str, Any]:
    """Return what a report keeps of a name; `folder` is an absolute path."""
    name = os.path.join(folder, before)  # noqa: PTH118 - names may be no text
    return {"name": name, "renamed": {"folder": folder, "before": before, "after": after}}


def describe_archive(path: str, written: Rewritten, plan: ArchivePlan) -> dict[str, Any]:
    """Return what a report keeps of an archive: besides the names, all that ``zhfix undo`` asks of a file."""
    members = [[member.before, member.after] for member in plan.members if member.is_change]
    return {"name": path, **written._asdict(), "changed": True, "members": members}


def undo_entry(entry: dict[str, Any]) -> None:
    """Give a file its old name back, or an archive its old bytes.

    Raises :class:`~zhfix.errors.ReportError` where the report was tampered with, or something else is there by now, and
    :class:`OSError` where the system does not let us.

    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "new").write_text("text")
    >>> undo_entry(describe_rename(str(folder), "old", "new"))
    >>> [path.name for path in folder.iterdir()]
    ['old']
    """
    if "renamed" not in entry:
        _undo_archive(entry)
        return
    try:
        folder, before, after = (entry["renamed"][key] for key in ("folder", "before", "after"))
        sound = all(map(_is_name, (before, after))) and os.path.isabs(folder)  # noqa: PTH117
    except (LookupError, TypeError) as error:
        raise ReportError(reason("cli.broken_report")) from error
    if not sound:
        raise ReportError(reason("cli.broken_report"))
    try:
        rename_back(folder, before, after)
    except FileExistsError as error:
        raise ReportError(reason("names.exists", after=before)) from error


def _is_name(name: object) -> bool:
    """Return whether `name` is one in a folder, and leads nowhere else."""
    return isinstance(name, str) and name not in ("", os.curdir, os.pardir) and os.path.basename(name) == name  # noqa: PTH119


def _undo_archive(entry: dict[str, Any]) -> None:
    path = entry.get("name")
    if not isinstance(path, str):
        raise ReportError(reason("cli.broken_report"))
    with open(path, "rb") as file:  # noqa: PTH123
        data = file.read()
    try:
        source = undo_bytes(data, [entry])
    except ReportError as error:
        if isinstance(told := error.args[0], Reason) and told.key == "cli.undone":
            return
        raise
    replace_contents(path, source)
