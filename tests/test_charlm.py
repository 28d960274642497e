"""The character model: its file, its laws, and what it must be able to tell apart."""

from __future__ import annotations

import math
import subprocess
import sys
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix._charlm_file import ModelTables, inflate_row, pack_model, unpack_model
from zhfix.charlm import BOUNDARY, CLASS_NAMES, CLASS_SPREAD, CharModel, class_of, fold_symbol, open_model
from zhfix.errors import DataError

DATA = resources.files("zhfix").joinpath("data", "charlm.bin").read_bytes()


def test_packing_what_was_unpacked_gives_the_same_bytes() -> None:
    assert pack_model(unpack_model(DATA)) == DATA


@pytest.mark.parametrize("at", [0, 9, 60, len(DATA) // 2, len(DATA) - 1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    damaged = DATA[:at] + bytes([DATA[at] ^ 1]) + DATA[at + 1 :]
    with pytest.raises(DataError, match="reinstall"):
        unpack_model(damaged)


def test_a_cut_file_is_noticed() -> None:
    with pytest.raises(DataError):
        unpack_model(DATA[:-100])


def test_rows_are_what_pack_stored() -> None:
    tables = unpack_model(DATA)
    assert {len(inflate_row(row)) for row in tables.rows[::97]} == {len(tables.rows)}
    assert list(tables.pair_keys) == sorted(set(tables.pair_keys))
    assert len(tables.pair_keys) == len(tables.pair_values)


def test_the_file_fits_the_wheel() -> None:
    assert len(DATA) < 3_000_000


def test_every_class_has_a_spread_and_a_member() -> None:
    assert set(CLASS_SPREAD) <= set(CLASS_NAMES)
    assert {class_of(chr(code)) for code in range(0x110000)} == set(CLASS_NAMES)


@given(st.characters())
def test_every_character_has_a_symbol_and_a_probability(char: str) -> None:
    model = open_model()
    assert len(fold_symbol(char)) in (1, 2)
    for value in (model.log_unigram(char), model.log_bigram(char, "的"), model.log_bigram("的", char)):
        assert -60 < value < 0


def test_lone_surrogates_have_a_probability() -> None:
    assert math.isfinite(open_model().log_probability("\ud800中\udfff"))


@pytest.mark.parametrize("before", ["的", "中", "國", "\n", "，", "龘", "a", "あ"])
def test_what_may_follow_sums_to_one(before: str) -> None:
    """Over all symbols, quantised as they are, and counting each class as the share of all its members."""
    model = open_model()
    listed = set(unpack_model(DATA).symbols)
    members = {fold_symbol(chr(code)): chr(code) for code in range(0x110000) if chr(code) not in listed}
    chars = [
        members[symbol] if len(symbol) == 2 else symbol for symbol in listed if len(symbol) == 1 or symbol in members
    ]
    total = sum(
        math.exp(model.log_bigram(before, char) + (0.0 if model.knows(char) else CLASS_SPREAD[fold_symbol(char)]))
        for char in chars
    )
    assert total == pytest.approx(1.0, abs=0.02)


@given(st.text(alphabet=st.sampled_from("我們的工作在城裡，。abc0あ가"), max_size=12))
def test_a_text_is_as_likely_as_its_pairs(text: str) -> None:
    model = open_model()
    pairs = sum(model.log_bigram(a, b) for a, b in zip(BOUNDARY + text, text, strict=False))
    assert model.log_probability(text) == pytest.approx(pairs)


@pytest.mark.parametrize(
    ("real", "damaged"),
    [
        ("公司今年在城郊开了一家新工厂", "公司今年在城郊开了一家新工厂".encode().decode("gb18030", "replace")),
        ("公司今年在城郊开了一家新工厂", "公司今年在城郊开了一家新工厂".encode("gbk").decode("latin-1")),
        ("公司今年在城郊開了一家新工廠", "公司今年在城郊開了一家新工廠".encode("big5").decode("gb18030", "replace")),
        (
            "公司今年在城郊开了一家新工厂",
            "公司今年在城郊开了一家新工厂".encode("gbk")[1:-1].decode("gb18030", "replace"),
        ),
    ],
)
def test_real_text_scores_far_above_its_misreading(real: str, damaged: str) -> None:
    model = open_model()
    assert model.log_probability(real) / len(real) > -7
    assert model.log_probability(damaged) / len(damaged) < -9.5


@pytest.mark.parametrize("pair", [("务", "務"), ("们", "們")])
def test_both_scripts_are_known(pair: tuple[str, str]) -> None:
    assert all(open_model().knows(char) for char in pair)


def test_another_model_in_another_process_says_the_same() -> None:
    code = "from zhfix.charlm import open_model; print(open_model().log_probability('天氣很好，我們去公園。'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own interpreter and code
    assert float(done.stdout) == open_model().log_probability("天氣很好，我們去公園。")


def test_a_tiny_model_backs_off_where_it_knows_no_pair() -> None:
    tables = unpack_model(DATA)
    empty = ModelTables(
        tables.symbols, tables.unigrams, tables.follows, tables.unknown_pair, [], tables.pair_keys[:0], b""
    )
    model = CharModel(pack_model(empty))
    full = open_model()
    assert model.log_unigram("的") == full.log_unigram("的")
    assert model.log_bigram("我", "们") < full.log_bigram("我", "们") - 2


def test_the_model_is_read_once() -> None:
    assert open_model() is open_model()
