"""Files and folders given other names: never over something that is there, never out of their folder.

What is wrong with a name is found before anything is done (:func:`check_names`), and again by the system when it is
done: a file gets its new name beside the old one, which fails where there is something of that name, and then loses the
old one.  A folder, which can have one name only, is moved where nothing is; if something comes there in that moment,
only an empty folder could give way to it.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache

from zhfix.errors import ReportError
from zhfix.messages import Reason, reason

MOST_BYTES = 255
"""Bytes of a name, at most, on nearly every file system."""


def check_name(before: str, after: str) -> Reason | None:
    r"""Return what is wrong with `after` as a new name for `before`, None where nothing is.

    What Windows does not allow is refused everywhere, unless the name has it already.

    >>> check_name("ÖÐ.txt", "中.txt")
    >>> print(check_name("ÖÐ", "../中"))
    the repaired name would lead out of its folder
    >>> print(check_name("ÖÐ", "中?"))
    the repaired name would hold ?, which not every system allows
    """
    if after in ("", ".", "..") or "/" in after or "\0" in after:
        return reason("names.directory")
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in before for char in after):
        return reason("names.controls")
    odd = next((char for char in after if char in '<>:"\\|?*' and char not in before), None)
    if odd is None and after[-1] in ". " and before[-1:] != after[-1]:
        odd = f'"{after[-1]}"'
    if odd is None and (device := _device().match(after)) and not _device().match(before):
        odd = device[0]
    if odd is not None:
        return reason("names.forbidden", char=odd)
    size = len(os.fsencode(after)) if sys.platform != "win32" else len(after.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        return reason("names.long", bytes=size, most=MOST_BYTES)
    return None


@cache
def _device() -> re.Pattern[str]:
    """Return the pattern of names that Windows keeps for devices."""
    return re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?=\.|$)", re.IGNORECASE)


def fold(name: str) -> str:
    """Return what names have in common that some file system takes for one: by case, or by how accents are written.

    >>> fold("É.TXT") == fold("e\N{COMBINING ACUTE ACCENT}.txt")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def check_names(present: Iterable[str], wanted: Mapping[str, str]) -> dict[str, Reason]:
    """Return which of the names in `wanted` cannot be changed as it says in a folder of `present` names, and why.

    >>> print(check_names(["a", "b", "B"], {"a": "b"})["a"])
    b is there already
    """
    refused = {before: why for before, after in wanted.items() if (why := check_name(before, after))}
    there = {fold(name) for name in present}
    counted = Counter(fold(after) for before, after in wanted.items() if before not in refused)
    for before, after in wanted.items():
        if before in refused:
            continue
        key = fold(after)
        if key in there and key != fold(before):
            refused[before] = reason("names.exists", after=after)
        elif counted[key] > 1:
            refused[before] = reason("names.twice", after=after, others=counted[key] - 1)
    return refused


def rename(folder: str, before: str, after: str) -> None:
    """Give what is called `before` in `folder` the name `after`.

    Raises :class:`FileExistsError` where there is something of that name, and :class:`OSError` for the rest.

    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "old").write_text("1"), (folder / "there").write_text("2")
    >>> rename(str(folder), "old", "new")
    >>> rename(str(folder), "new", "there")
    Traceback (most recent call last):
        ...
    FileExistsError: ...
    """
    source, target = os.path.join(folder, before), os.path.join(folder, after)  # noqa: PTH118 - names may be no text
    if sys.platform == "win32":
        os.rename(source, target)  # noqa: PTH104 - which never replaces anything there
        return
    if not stat.S_ISDIR(os.lstat(source).st_mode):
        try:
            os.link(source, target, follow_symlinks=False)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # a system without links, or a file that one may not link to
            pass
        else:
            os.unlink(source)  # noqa: PTH108
            return
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
    os.rename(source, target)  # noqa: PTH104


def is_same(folder: str, before: str, after: str) -> bool:
    """Return whether both are names of one file: what a rename leaves that was stopped in the middle."""
    with suppress(OSError):
        one, other = (os.lstat(os.path.join(folder, name)) for name in (before, after))  # noqa: PTH118
        return os.path.samestat(one, other)
    return False


def rename_back(folder: str, before: str, after: str) -> None:
    """Undo :func:`rename`, also one that was stopped in the middle or never begun.

    Raises :class:`~zhfix.errors.ReportError` where what was renamed is not there any more, :class:`OSError` as there.
    """
    source, target = os.path.join(folder, after), os.path.join(folder, before)  # noqa: PTH118
    if is_same(folder, before, after):
        if not os.path.isdir(source):  # noqa: PTH112
            os.unlink(source)  # noqa: PTH108
    elif os.path.lexists(source):
        rename(folder, after, before)
    elif not os.path.lexists(target):
        raise ReportError(reason("names.undo_gone", after=after))
