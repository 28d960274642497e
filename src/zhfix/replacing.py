"""Files that are replaced as a whole: there is the old one or the new one, whatever happens meanwhile."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from zhfix.errors import OptionError
from zhfix.messages import reason

BACKUP = ".bak"
"""What the name of a backup ends with; a number follows where there is one already."""


@contextmanager
def open_replacement(
    place: str, status: os.stat_result, *, backup: bool = False
) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    r"""Open a file beside `place` that takes its place once it is committed, and is gone otherwise.

    `place` is no symbolic link.  The new file has the owner, mode and times of `status`.  With
    `backup`, the old file stays beside it under the name that ends in ``.bak``.  What stands in the way of a regular
    file raises :class:`~zhfix.errors.OptionError`, a full disk or a lack of permission :class:`OSError`.

    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "page.txt")
    >>> _ = path.write_bytes(b"old")
    >>> with open_replacement(str(path), path.stat(), backup=True) as (file, commit):
    ...     _ = file.write(b"new")
    ...     commit()
    >>> path.read_bytes(), path.with_name("page.txt.bak").read_bytes()
    (b'new', b'old')
    """
    import tempfile

    check_replaceable(place)
    folder, name = os.path.split(place)
    descriptor, path = tempfile.mkstemp(prefix=f".{name[:40]}.", suffix=".zhfix", dir=folder or None)
    committed = False

    def commit() -> None:
        nonlocal committed
        committed = True

    try:
        with open(descriptor, "wb") as temporary:  # noqa: PTH123 - a descriptor
            yield temporary, commit
            if committed:
                temporary.flush()
                os.fsync(temporary.fileno())
        if committed:
            _take_over(path, status)
            if backup:
                _keep(place)
            os.replace(path, place)  # noqa: PTH105 - the counterpart of mkstemp
    finally:
        with suppress(FileNotFoundError):
            os.unlink(path)  # noqa: PTH108 - the counterpart of mkstemp


def check_replaceable(place: str) -> None:
    """Raise :class:`~zhfix.errors.OptionError` where something stands at `place` that is no regular file."""
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(os.stat(place).st_mode):  # noqa: PTH116 - a plain string
            raise OptionError(reason("file.irregular", place=place))


def replace_contents(path: str, data: bytes) -> None:
    """Write `data` into a file that is there, all of it or nothing; its mode and times stay, and links to it too."""
    place = os.path.realpath(path)
    with open_replacement(place, os.stat(place)) as (file, commit):  # noqa: PTH116 - a plain string
        file.write(data)
        commit()


def _keep(place: str) -> None:
    """Give the file at `place`, if there is one, another name as well."""
    number = 1
    while True:
        name = f"{place}{BACKUP}{number if number > 1 else ''}"
        try:
            os.link(place, name)
        except FileExistsError:
            number += 1
        except FileNotFoundError:
            return
        except OSError:  # a file system without hard links
            _copy(place, name)
            return
        else:
            return


def _copy(place: str, name: str) -> None:
    import shutil

    with open(name, "xb") as target, open(place, "rb") as source:  # noqa: PTH123 - plain strings
        shutil.copyfileobj(source, target)
    shutil.copystat(place, name)


def _take_over(path: str, status: os.stat_result) -> None:
    """Give a file the owner, mode and times that another one has, as far as one may."""
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(path, status.st_uid, status.st_gid)
    os.chmod(path, stat.S_IMODE(status.st_mode))  # noqa: PTH101 - a plain string
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
