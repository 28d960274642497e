"""The table of encodings: its names, what they are called elsewhere, and what is none."""

from __future__ import annotations

import codecs
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix.encoding.registry import ENCODINGS, find_encoding
from zhfix.errors import OptionError

ROOT = Path(__file__).parents[1]


def test_names_are_canonical_and_labels_are_of_one_encoding_each() -> None:
    owners: dict[str, str] = {}
    for name, encoding in ENCODINGS.items():
        assert encoding.name == name == name.lower()
        for label in (name, *encoding.labels):
            folded = label.replace("-", "").replace("_", "").replace(" ", "")
            assert owners.setdefault(folded, name) == name, f"{label} is of {owners[folded]} and of {name}"
            assert find_encoding(label) is encoding


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_name_is_pythons_wherever_python_has_the_codec(name: str) -> None:
    foreign = {"cesu-8", "mutf-8", "cp951", "big5-uao", "euc-tw", "iso-2022-cn"}
    if name in foreign:
        with contextlib.suppress(LookupError):  # ftfy registers some, once it is loaded
            assert codecs.lookup(name).name not in ENCODINGS
    else:
        assert find_encoding(codecs.lookup(name).name).name == name


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("GB2312", "gb2312"),
        ("x-gbk", "gbk"),
        ("Windows-936", "gbk"),
        ("cp1386", "gbk"),
        ("cp54936", "gb18030"),
        ("cp20936", "gb2312"),
        ("CP51936", "gb2312"),
        (" GB 18030 ", "gb18030"),
        ("ms950", "cp950"),
        ("Big5-ETEN", "big5"),
        ("BIG5_HKSCS", "big5hkscs"),
        ("HZ-GB-2312", "hz"),
        ("EUC_TW", "euc-tw"),
        ("ISO-2022-CN-EXT", "iso-2022-cn"),
        ("UTF8", "utf-8"),
        ("utf_16_le", "utf-16-le"),
        ("Shift-JIS", "shift_jis"),
        ("windows-31j", "shift_jis"),
        ("EUC-KR", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("ISO-8859-1", "latin-1"),
        ("iso8859-15", "iso8859-15"),
        ("IBM855", "cp855"),
    ],
)
def test_labels(label: str, name: str) -> None:
    assert find_encoding(label).name == name


def test_other_codecs_of_python_have_no_language() -> None:
    assert find_encoding("cp855").languages == ()
    assert find_encoding("gbk").languages == ("zh",)


@pytest.mark.parametrize(
    "label", ["", "nothing", "rot13", "base64", "idna", "punycode", "unicode_escape", "gb\0", "中", "../x"]
)
def test_what_is_no_encoding(label: str) -> None:
    with pytest.raises(OptionError):
        find_encoding(label)


def test_a_slip_of_the_pen_is_guessed() -> None:
    with pytest.raises(OptionError, match="did you mean 'gb18030'"):
        find_encoding("gb18300")
    with pytest.raises(OptionError, match="not None"):
        find_encoding(None)  # type: ignore[arg-type]


@given(label=st.text(max_size=12))
def test_any_label_is_found_or_refused(label: str) -> None:
    try:
        found = find_encoding(label)
    except OptionError:
        return
    assert find_encoding(found.name).name == found.name


def test_the_page_of_encodings_has_every_one() -> None:
    page = (ROOT / "docs" / "encodings.md").read_text(encoding="utf-8")
    for name in ENCODINGS:
        assert f"`{name}`" in page, f"docs/encodings.md does not tell of {name}"
