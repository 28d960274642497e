"""Files of data/: a missing one says what to do."""

from __future__ import annotations

import pytest

from zhfix.errors import DataError
from zhfix.package_data import read_data, read_rows


def test_a_missing_file_is_named() -> None:
    with pytest.raises(DataError, match=r"data/no_such\.bin .*reinstall zhfix"):
        read_data("no_such.bin")


def test_rows_are_the_lines_of_a_table() -> None:
    rows = read_rows("variants.txt")
    assert len(rows) > 3000
    assert not any(row.startswith("#") or not row for row in rows)
