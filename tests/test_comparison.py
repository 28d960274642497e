"""What docs/comparison.md says that zhfix does, read from its table and tried."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zhfix

PAGE = Path(__file__).parent.parent / "docs" / "comparison.md"
ROW = re.compile(r"^\| `([^`|]+)` \| (as it was|`[^`|]+`) \|", re.MULTILINE)
CASES = ROW.findall(PAGE.read_text(encoding="utf-8").partition("## Blanks")[0])


def test_the_table_is_read() -> None:
    assert len(CASES) > 20


@pytest.mark.parametrize(("text", "said"), CASES)
def test_zhfix_does_what_the_table_says(text: str, said: str) -> None:
    tidied = zhfix.fix(text, "tidy")
    if said == "as it was":
        assert tidied == text
    else:
        assert tidied != text
        assert all(part in tidied for part in said.strip("`").split(", "))
