"""Which files paths stand for: a file for itself, a directory for all below it that nobody wants left out.

Below a directory hidden files and directories are passed over, and so is what a ``.gitignore`` names: its own, those of
the directories below, and those above it up to the root of the repository that it is in.  Symbolic links, pipes and
devices are passed over there too.  What is named itself is always taken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Complain = Callable[[str, OSError], object]


class Found(NamedTuple):
    """A file: its path, and below which of the directories that were named it was found, if it was."""

    path: str
    below: str | None = None


class _Level(NamedTuple):
    """The patterns of one ``.gitignore``, and the directory that it is in."""

    folder: str
    spec: GitIgnoreSpec


def walk_paths(
    paths: Iterable[str], complain: Complain, *, everything: bool = False, without: str | None = None
) -> Iterator[Found]:
    """Yield the files that `paths` stand for, those of a directory by name.

    With `everything`, hidden and ignored files too.  `without` is a directory that is not gone into.  What cannot be
    read is told to `complain` with its path.

    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> for name, text in {".gitignore": "*.log", "b.txt": "", "a.log": "", "a.txt": ""}.items():
    ...     _ = (folder / name).write_text(text)
    >>> [pathlib.Path(found.path).name for found in walk_paths([str(folder)], print)]
    ['a.txt', 'b.txt']
    """
    skipped = None if without is None else os.path.realpath(without)
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - paths come as they were typed
            levels = () if everything else tuple(_read_above(path, complain))
            for entry in _walk(path, levels, complain, everything=everything, without=skipped):
                if entry.is_file(follow_symlinks=False):
                    yield Found(entry.path, path)
        else:
            yield Found(path)


def walk_entries(path: str, complain: Complain, *, everything: bool = False) -> Iterator[os.DirEntry[str]]:
    """Yield all that is below the directory `path`, files, folders and links, each before what is in it.

    Hidden and ignored ones are left out as by :func:`walk_paths`, and what belongs to git always.
    """
    levels = () if everything else tuple(_read_above(path, complain))
    yield from _walk(path, levels, complain, everything=everything, pruned=frozenset((".git",)))


def _walk(
    top: str,
    above: tuple[_Level, ...],
    complain: Complain,
    *,
    everything: bool,
    without: str | None = None,
    pruned: frozenset[str] = frozenset(),
) -> Iterator[os.DirEntry[str]]:
    pending = [(top, above)]
    while pending:
        folder, levels = pending.pop()
        entries = _list(folder, complain)
        if not everything and any(entry.name == ".gitignore" for entry in entries):
            levels = (*levels, *_read_patterns(os.path.join(folder, ".gitignore"), folder, complain))  # noqa: PTH118
        folders = []
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not everything and (entry.name.startswith(".") or _is_ignored(entry.path, levels, folder=is_folder)):
                continue
            if entry.name in pruned:
                continue
            yield entry
            if is_folder and (without is None or os.path.realpath(entry.path) != without):
                folders.append((entry.path, levels))
        pending += reversed(folders)


def _list(folder: str, complain: Complain) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        complain(folder, error)
        return []


def _is_ignored(path: str, levels: Sequence[_Level], *, folder: bool) -> bool:
    """Return whether the nearest ``.gitignore`` that says anything of `path` says to ignore it."""
    for level in reversed(levels):
        relative = os.path.relpath(os.path.abspath(path), level.folder)  # noqa: PTH100
        answer = level.spec.check_file(relative + "/" if folder else relative).include
        if answer is not None:
            return answer
    return False


def _read_above(path: str, complain: Complain) -> Iterator[_Level]:
    """Yield the patterns of the directories above `path`, from the root of its repository on."""
    folders = [os.path.abspath(path)]  # noqa: PTH100
    while not os.path.exists(os.path.join(folders[-1], ".git")):  # noqa: PTH110, PTH118
        parent = os.path.dirname(folders[-1])  # noqa: PTH120
        if parent == folders[-1]:
            return
        folders.append(parent)
    yield from _read_patterns(os.path.join(folders[-1], ".git", "info", "exclude"), folders[-1], complain)  # noqa: PTH118
    for folder in reversed(folders[1:]):
        yield from _read_patterns(os.path.join(folder, ".gitignore"), folder, complain)  # noqa: PTH118


def _read_patterns(file: str, folder: str, complain: Complain) -> Iterator[_Level]:
    from pathspec import GitIgnoreSpec  # only where a directory is gone through

    lines: list[str] = []
    try:
        with suppress(FileNotFoundError, NotADirectoryError), open(file, "rb") as source:  # noqa: PTH123
            lines = [os.fsdecode(line.rstrip(b"\r\n")) for line in source]
    except OSError as error:
        complain(file, error)
    if lines:
        yield _Level(os.path.abspath(folder), GitIgnoreSpec.from_lines(_keep_valid(lines)))  # noqa: PTH100


def _keep_valid(lines: Iterable[str]) -> Iterator[str]:
    """Yield the patterns that mean something; git passes over the others too."""
    from pathspec import GitIgnoreSpec

    for line in lines:
        with suppress(ValueError):
            GitIgnoreSpec.from_lines([line])
            yield line
