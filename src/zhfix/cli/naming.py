"""The names that paths on the command line stand for, what is to become of each, and doing it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from zhfix.batch import show_name
from zhfix.cli.journal import Journal
from zhfix.cli.terminal import complain
from zhfix.complaints import explain_error
from zhfix.errors import ArchiveError, OptionError
from zhfix.messages import reason
from zhfix.namereport import describe_archive, describe_rename
from zhfix.names import NameRepair, repair_names
from zhfix.renaming import check_names, is_same, rename
from zhfix.replacing import open_replacement
from zhfix.walk import walk_entries
from zhfix.zipnames import ArchivePlan, plan_archive
from zhfix.zipwriting import write_archive

ARCHIVES = (".zip", ".cbz")
"""What names of archives end in."""


class Change(NamedTuple):
    """A name that is damaged: where it is, what it should be, and why; `why` it stays, if it has to.

    `kind` is ``"file"``, ``"member"``, or ``"comment"`` of a member or an archive; `place` is a folder or an archive.
    """

    kind: str
    place: str
    before: str
    after: str
    rule: str
    confidence: float
    repair_reason: str
    why: str = ""
    is_guess: bool = False
    is_done: bool = False

    @property
    def shown_place(self) -> str:
        """What stands before the name in a message."""
        if self.kind != "file":
            return show_name(self.place) + ": "
        return show_name(os.path.join(self.place, "")) if self.place else ""  # noqa: PTH118 - ends in a slash


class Archive(NamedTuple):
    """A zip archive, and what is to become of it."""

    path: str
    plan: ArchivePlan


class _Entry(NamedTuple):
    folder: str
    name: str
    path: str


class Names:
    """What is below some paths, and what is damaged of it; `complaints` are what was told."""

    def __init__(self, paths: Iterable[str], encoding: str | None, *, everything: bool) -> None:
        self.complaints: list[str] = []
        self._encoding = encoding
        self._archives: dict[str, None] = {}
        self._changes: list[Change] = []
        lone: list[_Entry] = []
        pools = [lone]
        for path in paths:
            try:
                is_folder = stat.S_ISDIR(os.lstat(path).st_mode)
            except (OSError, ValueError) as error:  # ValueError: a NUL in the name
                self._refuse(path, error)
                continue
            if not is_folder:
                lone += _name_path(path)
                if _may_be_archive(path):
                    self._archives[path] = None
                continue
            entries = _name_path(path)
            for entry in walk_entries(path, self._refuse, everything=everything):
                entries.append(_Entry(os.path.dirname(entry.path), entry.name, entry.path))  # noqa: PTH120
                if entry.name.lower().endswith(ARCHIVES) and entry.is_file(follow_symlinks=False):
                    self._archives[entry.path] = None
            pools.append(entries)
        seen: set[tuple[str, str]] = set()
        for entries in pools:
            repairs = repair_names((entry.name for entry in entries), encoding=encoding)
            damaged = {(entry.folder, entry.name): repairs[entry.name] for entry in entries if entry.name in repairs}
            self._plan(damaged, seen)
        # What is in a folder is renamed before the folder is.
        self._changes.sort(key=lambda change: -os.path.abspath(change.place).count(os.sep))  # noqa: PTH100

    def tell(self, complaint: str) -> None:
        """Say what is wrong; the rest goes on."""
        self.complaints.append(complaint)
        complain(complaint)

    def list_changes(self) -> Iterator[Change]:
        """Yield what is to be changed, and what cannot be."""
        for archive in self._open_archives():
            yield from _list_members(archive)
        yield from self._changes

    def apply(self, journal: Journal, *, backup: bool) -> Iterator[Change]:
        """Change it, and yield what was changed, and what was not."""
        for archive in self._open_archives():
            changes = list(_list_members(archive))
            done = archive.plan.is_change and self._write(archive, journal, backup=backup)
            for change in changes:
                if change.why or change.is_guess:
                    yield change
                elif done:
                    yield change._replace(is_done=True)
        journal.add(
            describe_rename(os.path.abspath(change.place), change.before, change.after)  # noqa: PTH100
            for change in self._changes
            if not (change.why or change.is_guess)
        )
        for change in self._changes:
            if change.why or change.is_guess:
                yield change
                continue
            try:
                rename(change.place, change.before, change.after)
            except FileExistsError:
                yield change._replace(why=reason("names.exists", after=show_name(change.after)))
            except OSError as error:
                yield change._replace(why=explain_error(error))
            else:
                yield change._replace(is_done=True)

    def _refuse(self, path: str, error: Exception) -> None:
        self.tell(reason("cli.cannot_read", name=show_name(path), why=explain_error(error)))

    def _plan(self, damaged: dict[tuple[str, str], NameRepair], seen: set[tuple[str, str]]) -> None:
        """Add what is to become of damaged names, folder by folder."""
        folders: dict[str, dict[str, NameRepair]] = {}
        for (folder, name), repair in damaged.items():
            place = os.path.abspath(folder), name  # noqa: PTH100 - names come as they were typed
            if place not in seen:
                seen.add(place)
                folders.setdefault(folder, {})[name] = repair
        for folder, repairs in folders.items():
            wanted = {name: repair.after for name, repair in repairs.items() if repair.is_sure}
            refused = dict(check_names(_list_names(folder), wanted)) if wanted else {}
            for name, repair in repairs.items():
                why: str = refused.get(name, "")
                if why and is_same(folder, name, repair.after):
                    why = reason("names.same_file", after=show_name(repair.after))
                if repair.after == name:
                    why = repair.reason
                is_guess = not (why or repair.is_sure)
                self._changes.append(Change("file", folder, *repair[:5], why=why, is_guess=is_guess))

    def _open_archives(self) -> Iterator[Archive]:
        for path in self._archives:
            try:
                with open(path, "rb") as file:  # noqa: PTH123 - names come as they were typed
                    plan = plan_archive(file, encoding=self._encoding)
            except ArchiveError as error:
                self.tell(reason("cli.cannot_read", name=show_name(path), why=error))
            except OSError as error:
                self._refuse(path, error)
            else:
                yield Archive(path, plan)

    def _write(self, archive: Archive, journal: Journal, *, backup: bool) -> bool:
        """Write an archive anew; return whether that was done."""
        place = os.path.realpath(archive.path)
        try:
            with (
                open(place, "rb") as source,  # noqa: PTH123
                open_replacement(place, os.fstat(source.fileno()), backup=backup) as (target, commit),
            ):
                written = write_archive(source, target, archive.plan)
                journal.add([describe_archive(place, written, archive.plan)])
                commit()
        except (OSError, OptionError, ArchiveError) as error:
            self.tell(reason("cli.cannot_write", name=show_name(archive.path), why=explain_error(error)))
            return False
        return True


def _name_path(path: str) -> list[_Entry]:
    """Return the name that ends a path, none for what has none of its own: the current directory, a root."""
    bare = path.rstrip(os.sep)
    folder, name = os.path.split(bare)
    return [] if name in ("", os.curdir, os.pardir) else [_Entry(folder, name, bare)]


def _may_be_archive(path: str) -> bool:
    """Return whether a file that was named is an archive, by its name or by how it begins."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - names come as they were typed
            return False
        if path.lower().endswith(ARCHIVES):
            return True
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(4) in (b"PK\3\4", b"PK\5\6")
    except OSError:  # a link to nothing, or a file without permission: it may have a name to repair all the same
        return False


def _list_names(folder: str) -> list[str]:
    try:
        with os.scandir(folder or os.curdir) as entries:
            return [entry.name for entry in entries]
    except OSError:  # one may enter it and not list it: what is there is found out when a file is renamed
        return []


def _list_members(archive: Archive) -> Iterator[Change]:
    for member in archive.plan.members:
        if member.why or member.before != member.after:
            yield Change("member", archive.path, *member[1:7], is_guess=member.is_guess)
        if member.comment is not None and member.is_change:
            raw = archive.plan.layout.members[member.number].comment.decode("cp437")
            if raw != member.comment:
                yield Change(
                    "comment", archive.path, raw, member.comment, member.rule, member.confidence, member.reason
                )
    if archive.plan.comment is not None:
        before, after = archive.plan.comment
        yield Change("comment", archive.path, before, after, "names.bytes", 1.0, reason("names.archive_comment"))
