"""The files of ``data/``, which modules read when they are first asked for something and keep."""

from __future__ import annotations

from importlib import resources

from zhfix.errors import DataError


def read_data(name: str) -> bytes:
    """Return the bytes of the file `name` of ``data/``; :class:`~zhfix.errors.DataError` where it cannot be read.

    >>> read_data("variants.txt")[:1]
    b'#'
    """
    try:
        return resources.files("zhfix").joinpath("data", name).read_bytes()
    except OSError as error:
        raise DataError(f"data/{name} is missing from the installed package ({error}); reinstall zhfix") from error


def read_rows(name: str) -> list[str]:
    """Return the lines of a table of ``data/``, less its comments and empty lines."""
    lines = read_data(name).decode("utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]
