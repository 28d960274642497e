"""Pairs of bytes: every one both ways, against CPython's codecs."""

from __future__ import annotations

import pytest

from zhfix.encoding.lenient import open_pairs
from zhfix.encoding.registry import BIG5, GBK, DoubleByteCodec

CODECS = pytest.mark.parametrize("codec", [GBK, BIG5], ids=["gbk", "big5"])


@CODECS
def test_a_pair_and_its_character_name_each_other(codec: DoubleByteCodec) -> None:
    table, seen = open_pairs(codec), 0
    for lead in codec.leads:
        for char in table.with_lead(lead):
            pair = table.pair(char)
            assert pair is not None
            assert table.char(*pair) == char
            assert any(pair[1] in trails for trails in codec.trails)
            seen += 1
    assert seen > 13_000


@CODECS
def test_both_indexes_hold_the_same_characters(codec: DoubleByteCodec) -> None:
    table = open_pairs(codec)
    by_lead = sorted(char for lead in codec.leads for char in table.with_lead(lead))
    by_trail = sorted(char for trails in codec.trails for trail in trails for char in table.with_trail(trail))
    assert by_lead == by_trail


def test_every_pair_of_gbk_reads_as_something() -> None:
    table = open_pairs(GBK)
    assert all(table.char(lead, trail) for lead in GBK.leads for trails in GBK.trails for trail in trails)


@pytest.mark.parametrize(
    ("char", "pair"), [("中", b"\xd6\xd0"), ("現", b"\xac\x46"), ("\ue000", b"\xaa\xa1"), ("。", b"\xa1\xa3")]
)
def test_gbk(char: str, pair: bytes) -> None:
    assert open_pairs(GBK).pair(char) == tuple(pair)


@pytest.mark.parametrize(
    ("char", "pair"), [("中", b"\xa4\xa4"), ("裏", b"\xf9\xd8"), ("‧", b"\xa1\x45"), ("啲", b"\x9c\xd8")]
)
def test_big5(char: str, pair: bytes) -> None:
    found = open_pairs(BIG5).pair(char)
    assert found is not None
    if char != "啲":  # only in Hong Kong's rows: that it is there is the point
        assert found == tuple(pair)


@pytest.mark.parametrize(("char", "pair"), [("十", b"\xa4\x51"), ("卅", b"\xa4\xca")])
def test_a_character_with_two_pairs_has_the_one_that_is_written(char: str, pair: bytes) -> None:
    table = open_pairs(BIG5)
    assert table.pair(char) == tuple(pair)
    assert {table.char(0xA2, 0xCC), table.char(0xA2, 0xCE)} == {"十", "卅"}


def test_ascii_and_strangers_are_no_pairs() -> None:
    assert open_pairs(GBK).pair("a") is None
    assert open_pairs(BIG5).pair("\U0001f600") is None
    assert open_pairs(GBK).char(0x41, 0x41) == ""
