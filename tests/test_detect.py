"""Bytes to text: what is known of a first decoder, and that nothing at all makes it raise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix import InputTypeError, OptionError, decode, detect_encoding

SIMPLIFIED = "镇上的图书馆今天重新开放，读者可以借阅新书。"
TRADITIONAL = "鎮上的圖書館今天重新開放，讀者可以借閱新書。"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "utf-8-sig", "utf-8-sig"),
        (TRADITIONAL, "utf-16", "utf-16"),
        (TRADITIONAL, "utf-32", "utf-32"),
        ("plain ASCII\r\n", "ascii", "ascii"),
        ("", "ascii", "ascii"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str, found: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, found)
    assert decoded.confidence > 0.9


@pytest.mark.parametrize("length", [4, 6, 8])
@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gbk"), (TRADITIONAL, "big5"), (TRADITIONAL, "utf-8")])
def test_a_few_characters_are_enough(text: str, encoding: str, length: int) -> None:
    for start in range(10 - length):
        piece = text[start : start + length]
        assert decode(piece.encode(encoding)).text == piece


def test_a_known_encoding_is_believed() -> None:
    assert decode("中文".encode("gbk"), encoding="gbk").text == "中文"
    assert decode(SIMPLIFIED.encode("gbk"), encoding="latin-1").text != SIMPLIFIED


def test_text_cut_in_the_middle_of_a_character_is_still_read() -> None:
    decoded = decode(SIMPLIFIED.encode("gbk")[:-1])
    assert decoded.text == SIMPLIFIED[:-1] + "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "big5"])
def test_a_long_head_of_ascii_says_nothing(encoding: str) -> None:
    text = "a" * 20_000 + TRADITIONAL
    assert decode(text.encode(encoding)).text == text


def test_a_byte_order_mark_goes_whoever_names_the_encoding() -> None:
    assert decode(TRADITIONAL.encode("utf-8-sig"), encoding="utf-8").text == TRADITIONAL


def test_long_input_is_judged_by_its_beginning_and_read_whole() -> None:
    text = SIMPLIFIED * 2_000
    assert decode(text.encode("gbk")).text == text


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(decode(data).text, str)
    confidences = [found.confidence for found in detect_encoding(data)]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("data", ["文本", None, 5])
def test_what_is_no_bytes_is_refused(data: object) -> None:
    with pytest.raises(InputTypeError, match="takes bytes"):
        decode(data)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["ebcdic-nonsense", "hex", "", "a\0b", "idna", "punycode"])
def test_an_unknown_encoding_is_refused(name: str) -> None:
    with pytest.raises(OptionError, match="no text encoding"):
        decode(b"abc", encoding=name)
