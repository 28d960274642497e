"""Readings of characters, the tables of the scripts, and the digests of the data files."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from strategies import any_text
from zhfix.readings import Syllable, open_readings, parse_syllable
from zhfix.script.tables import simplified_only, to_simplified, to_traditional, traditional_only

DATA = Path(zhfix.__file__).parent / "data"
CHARS = [
    line[0]
    for line in (DATA / "readings.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
some_char = st.sampled_from(CHARS)


@pytest.mark.parametrize(
    ("gloss", "letters", "tone"),
    [
        ("wù", "wu", 4),
        ("WÙ", "wu", 4),
        ("wu\N{COMBINING GRAVE ACCENT}", "wu", 4),
        ("wu4", "wu", 4),
        ("wu", "wu", None),
        ("de5", "de", 5),
        ("de0", "de", 5),
        ("lǜ", "lü", 4),
        ("lv4", "lü", 4),
        ("lu:4", "lü", 4),
        ("lyu", "lü", None),
        ("nüè", "nüe", 4),
        ("nue4", "nüe", 4),
        ("xǘ", "xu", 2),
        ("yv2", "yu", 2),
        ("hǎo", "hao", 3),
        ("hăo", "hao", 3),
        ("h\N{LATIN SMALL LETTER ALPHA}o", "hao", None),
        ("\uff48\uff41\uff4f\uff13", "hao", 3),
        ("ńg", "ng", 2),
        ("ê̄", "e", 1),
    ],
)
def test_spellings_of_a_syllable(gloss: str, letters: str, tone: int | None) -> None:
    assert parse_syllable(gloss) == Syllable(letters, tone)


@pytest.mark.parametrize("gloss", ["", "4", "w4u4", "wùú", "nín hǎo", "四", "w-u", "ま", "x" * 17, "\ud800"])
def test_what_is_no_syllable(gloss: str) -> None:
    assert parse_syllable(gloss) is None
    assert not open_readings().is_syllable(gloss)


@pytest.mark.parametrize(
    ("char", "gloss"),
    [
        ("務", "wù"),
        ("务", "wu4"),
        ("為", "wèi"),
        ("為", "wéi"),
        ("點", "diǎnr"),
        ("兒", "r"),
        ("兒", "ér"),
        ("一", "yí"),
        ("一", "yì"),
        ("不", "bú"),
        ("子", "zi"),
        ("們", "men5"),
        ("女", "nv3"),
        ("綠", "lu"),
        ("龘", "dá"),
    ],
)
def test_readings_that_fit(char: str, gloss: str) -> None:
    assert open_readings().fits(char, gloss)
    assert open_readings().is_syllable(gloss) or gloss == "r"


@pytest.mark.parametrize(
    ("char", "gloss"),
    [("務", "wú1"), ("務", "fù"), ("喜", "chī"), ("俄", "er"), ("蟿", "chuàng"), ("a", "a"), ("，", "wù"), ("", "wù")],
)
def test_readings_that_do_not_fit(char: str, gloss: str) -> None:
    assert not open_readings().fits(char, gloss)


def test_rank_says_how_usual_a_reading_is() -> None:
    readings = open_readings()
    assert [readings.rank("長", gloss) for gloss in ("zhǎng", "cháng", "chang", "wù")] == [0, 1, 1, None]


def test_a_single_letter_is_no_syllable_but_may_be_a_reading() -> None:
    assert not open_readings().is_syllable("a")
    assert open_readings().fits("阿", "a")


@given(some_char)
def test_every_reading_fits_in_every_spelling(char: str) -> None:
    readings = open_readings()
    assert readings.of(char)
    for number, reading in enumerate(readings.of(char)):
        syllable = parse_syllable(reading)
        assert syllable is not None
        spellings = [
            reading,
            reading.upper(),
            unicodedata.normalize("NFD", reading),
            syllable.letters,
            f"{syllable.letters}{syllable.tone or 5}",
            syllable.letters.replace("ü", "v"),
            syllable.letters.replace("ü", "u:"),
        ]
        for spelling in spellings:
            assert readings.fits(char, spelling), spelling
        assert readings.rank(char, reading) is not None
        assert (readings.rank(char, reading) or 0) <= number


@given(some_char)
def test_chars_with_is_the_inverse_of_fits(char: str) -> None:
    readings = open_readings()
    reading = readings.of(char)[0]
    found = readings.chars_with(reading)
    assert char in found
    assert all(readings.fits(other, reading) for other in found)
    assert len(set(found)) == len(found)
    usual = [readings.rank(other, reading) == 0 for other in found]
    assert usual == sorted(usual, reverse=True)


@given(any_text, any_text)
def test_any_text_is_accepted(char: str, gloss: str) -> None:
    readings = open_readings()
    assert readings.of(char) == () or char in CHARS
    assert readings.fits(char, gloss) in (True, False)
    assert isinstance(readings.chars_with(gloss), tuple)
    assert isinstance(readings.is_syllable(gloss), bool)


def test_tables_know_the_scripts() -> None:
    for char in "務這們為發國後裡":
        assert traditional_only(char), char
        assert not simplified_only(char), char
    for char in "务这们为发国说关":
        assert simplified_only(char), char
        assert not traditional_only(char), char
    for char in "后里面干台床群峰乾著人，a":  # both scripts have them, or neither says anything
        assert not traditional_only(char), char
        assert not simplified_only(char), char


def test_tables_convert_single_characters() -> None:
    assert [to_simplified(char) for char in "髮發後乾人a"] == ["发", "发", "后", "干", "人", "a"]
    assert to_traditional("发") == ("發", "髮")
    assert to_traditional("人") == ("人",)


@given(some_char)
def test_what_is_in_one_script_only_has_a_form_in_the_other(char: str) -> None:
    assert not (traditional_only(char) and simplified_only(char))
    if traditional_only(char):
        assert to_simplified(char) != char
    if simplified_only(char):
        assert char not in to_traditional(char)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib is new in 3.11")
def test_data_files_are_those_that_were_built() -> None:
    import tomllib

    tables = tomllib.loads((DATA / "PROVENANCE.toml").read_text(encoding="utf-8"))
    assert tables.keys() >= {"readings.txt", "variants.txt"}
    for name, table in tables.items():
        assert table["sha256"] == hashlib.sha256((DATA / name).read_bytes()).hexdigest(), name
        assert table.keys() >= {"source", "version", "licence", "source_sha256", "tool"}, name
        assert Path(__file__).parents[1].joinpath(table["tool"]).is_file(), name


@pytest.mark.parametrize("name", ["readings.txt", "variants.txt"])
def test_tables_are_sorted_and_headed(name: str) -> None:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    body = lines[len(head) :]
    assert any("Source:" in line for line in head)
    assert [line[0] for line in body] == sorted({line[0] for line in body})
    assert all(line[1] == "\t" for line in body)
