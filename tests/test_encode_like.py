"""Text goes back to the bytes that it came from."""

from __future__ import annotations

import codecs
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from zhfix import Decoded, EncodeError, InputTypeError, OptionError
from zhfix.encoding.codepages import read
from zhfix.encoding.registry import ENCODINGS

SIMPLIFIED = "图书馆星期一开放，我们在那里读书。\r\n"
TRADITIONAL = "圖書館星期一開放，我們在那裡讀書。\n"
ATOMS = (
    SIMPLIFIED.encode("gb18030"), TRADITIONAL.encode("big5"), SIMPLIFIED.encode(), "他说\n".encode("utf-16-le"),
    codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"plain\n", b"\n", b"\r\n", b"\x00\x01\x02", b"\xff",
    b"\xe5\x9b", b"\x80", b"\xef\xbf\xbd", "学校".encode("euc_jp"), b"~{VPND~}", b"\x1b$)A\x0eVP\x0f",
)  # fmt: skip
any_bytes = st.binary(max_size=80) | st.lists(st.sampled_from(ATOMS) | st.binary(max_size=3), max_size=8).map(b"".join)

MARKED = {"salvage.mark_unreadable"}
# Encodings in which each character has one code, so that what was read is written as it was.
ONE_CODE = ("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
# What the search of Japanese and escape sequences reads cannot all be written by Python's codecs, or not as it stood.
UNWRITABLE = {"euc_jp", "hz", "iso-2022-cn", "iso2022_jp"}


@given(any_bytes)
def test_the_bytes_come_back_where_none_was_repaired(data: bytes) -> None:
    decoded = zhfix.decode(data)
    used = {segment.encoding for segment in decoded.segments}
    if {edit.rule for edit in decoded.edits} - MARKED or used & UNWRITABLE:
        return
    written = zhfix.encode_like(decoded.text, decoded)
    if used <= {*ONE_CODE, "binary"}:
        assert written == data
    elif len(used) == 1 and not decoded.edits:  # another code for a character is as good
        assert read(written, *used).text == read(data, *used).text


@pytest.mark.parametrize("encoding", [name for name in ENCODINGS if name not in UNWRITABLE])
@given(data=st.binary(max_size=60))
def test_what_an_encoding_reads_goes_back_to_bytes_that_read_the_same(encoding: str, data: bytes) -> None:
    decoded = zhfix.decode(data, encoding=encoding)
    written = zhfix.encode_like(decoded.text, decoded)
    assert zhfix.decode(written, encoding=encoding).text == decoded.text
    if encoding in ONE_CODE:
        assert written == data


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
@given(data=any_bytes)
def test_a_changed_text_is_written_in_its_encoding(encoding: str, data: bytes) -> None:
    decoded = zhfix.decode(data, encoding=encoding)
    changed = "。" + decoded.text  # before it, since what follows lost bytes may be read with them
    written = zhfix.encode_like(changed, replace(decoded, newline=None))
    assert read(written.removeprefix(decoded.bom), encoding).text == changed


@pytest.mark.parametrize(
    ("data", "encoding", "bom", "newline"),
    [
        (SIMPLIFIED.encode("gb18030"), "gb18030", b"", "\r\n"),
        (TRADITIONAL.encode("big5"), "big5", b"", "\n"),
        (SIMPLIFIED.encode("utf-8-sig"), "utf-8-sig", codecs.BOM_UTF8, "\r\n"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), "utf-16", codecs.BOM_UTF16_LE, "\r\n"),
        (codecs.BOM_UTF16_BE + TRADITIONAL.encode("utf-16-be"), "utf-16", codecs.BOM_UTF16_BE, "\n"),
        (codecs.BOM_UTF32_BE + TRADITIONAL.encode("utf-32-be"), "utf-32", codecs.BOM_UTF32_BE, "\n"),
        (SIMPLIFIED.encode().replace(b"\r\n", b"\r") * 2, "utf-8", b"", "\r"),
        (b"", "ascii", b"", None),
    ],
)
def test_mark_encoding_and_line_ends_stay(data: bytes, encoding: str, bom: bytes, newline: str | None) -> None:
    decoded = zhfix.decode(data)
    assert (decoded.encoding, decoded.bom, decoded.newline) == (encoding, bom, newline)
    assert zhfix.encode_like(decoded.text, decoded) == data
    if newline:  # an editor that thinks in \n
        assert zhfix.encode_like(decoded.text.replace(newline, "\n"), decoded) == data
        doubled = zhfix.encode_like(decoded.text * 2, decoded)
        assert doubled == data + data.removeprefix(bom)


def test_line_ends_that_differ_are_left_as_they_are() -> None:
    decoded = zhfix.decode("一\r\n二\n".encode("gb18030"), encoding="gb18030")
    assert zhfix.encode_like("一\n二\r\n", decoded) == "一\n二\r\n".encode("gb18030")


def test_each_segment_is_written_in_its_encoding() -> None:
    line, other = "他说学校今天开学。\n", "我知道，图书馆也开放。\n"
    data = (line.encode() + other.encode("gb18030")) * 3
    decoded = zhfix.decode(data)
    assert len(decoded.segments) == 6
    assert zhfix.encode_like(decoded.text, decoded) == data
    changed = zhfix.encode_like(decoded.text + "完", decoded)
    assert changed == (decoded.text + "完").encode(decoded.encoding)


def test_lost_bytes_go_back_in_order_while_their_number_stays() -> None:
    data = "图书馆".encode() + b"\xff" + "星期一".encode() + b"\xfe\n"
    decoded = zhfix.decode(data, encoding="utf-8")
    changed = decoded.text.replace("星期一", "明天")
    assert zhfix.encode_like(changed, decoded) == data.replace("星期一".encode(), "明天".encode())
    assert zhfix.encode_like(changed.replace("\ufffd", ""), decoded) == "图书馆明天\n".encode()
    with pytest.raises(EncodeError, match="matched in order") as caught:
        zhfix.encode_like("新\ufffd", decoded)
    assert (caught.value.position, caught.value.char) == (1, "\ufffd")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own


def test_a_replacement_character_of_the_text_itself_is_none_that_stands_for_bytes() -> None:
    data = "甲\ufffd乙".encode() + b"\xff"
    decoded = zhfix.decode(data, encoding="utf-8")
    assert zhfix.encode_like(decoded.text, decoded) == data
    assert zhfix.encode_like(decoded.text.replace("乙", "丙"), decoded) == data.replace("乙".encode(), "丙".encode())
    sound = zhfix.decode("甲".encode())
    assert zhfix.encode_like("甲\ufffd", sound) == "甲\ufffd".encode()
    with pytest.raises(EncodeError):
        zhfix.encode_like("甲\ufffd", zhfix.decode("甲".encode("big5"), encoding="big5"))


def test_repaired_places_stay_repaired() -> None:
    sound = "我们在城里工作，你好。".encode()
    decoded = zhfix.decode(sound.replace(b"\xa0", b" "))
    assert decoded.edits
    assert zhfix.encode_like(decoded.text, decoded) == sound


@pytest.mark.parametrize("euro", [b"\x80", b"\xa2\xe3"])
@pytest.mark.parametrize("behind", [b"", b"\xff", "他说学校今天开学。\n".encode()])
def test_the_euro_sign_is_written_as_it_was(euro: bytes, behind: bytes) -> None:
    data = "图书馆今天开放，门票".encode("gb18030") + euro + b"5\n" + behind
    decoded = zhfix.decode(data)
    assert "€" in decoded.text
    assert zhfix.encode_like(decoded.text, decoded) == data


def test_binary_comes_back_byte_by_byte() -> None:
    data = bytes(range(256)) * 4
    decoded = zhfix.decode(data)
    assert decoded.encoding == "binary"
    assert zhfix.encode_like(decoded.text, decoded) == data
    with pytest.raises(EncodeError) as caught:
        zhfix.encode_like("ÿ中", decoded)
    assert (caught.value.position, caught.value.encoding) == (1, "binary")


def test_an_error_tells_the_place_in_the_text_that_was_given() -> None:
    decoded = zhfix.decode("圖書館\r\n".encode("big5") + b"\xff", encoding="big5")
    with pytest.raises(EncodeError) as caught:
        zhfix.encode_like("圖\n\n\n书\ufffd", decoded)
    assert (caught.value.position, caught.value.char, caught.value.encoding) == (4, "书", "big5")
    with pytest.raises(EncodeError) as caught:
        zhfix.encode_like("圖\ufffd\n书", decoded)
    assert caught.value.position == 3


def test_another_encoding_may_be_written() -> None:
    decoded = zhfix.decode("圖書館\r\n".encode("big5"))
    assert zhfix.encode_like("图书馆\n", decoded, encoding="utf8") == "图书馆\r\n".encode()
    assert zhfix.encode_like("图\n", decoded, encoding="utf-8-sig") == codecs.BOM_UTF8 + "图\r\n".encode()
    with pytest.raises(EncodeError) as caught:
        zhfix.encode_like("\n\n图", decoded, encoding="big5")
    assert caught.value.position == 2
    with pytest.raises(OptionError):
        zhfix.encode_like("图", decoded, encoding="no such thing")


def test_a_text_that_a_preset_repaired_is_written_as_it_is() -> None:
    data = "本次活動服務(wù)企業(yè)。\n".encode("big5hkscs", "replace")
    decoded = zhfix.decode(data, preset="repair")
    assert zhfix.encode_like(decoded.text, decoded) == "本次活動服務企業。\n".encode("big5")


def test_what_is_made_by_hand_can_be_written() -> None:
    assert zhfix.encode_like("中\n", Decoded("", "gbk", 1.0, newline="\r\n")) == b"\xd6\xd0\r\n"


def test_wrong_types_say_so() -> None:
    with pytest.raises(InputTypeError):
        zhfix.encode_like(b"", zhfix.decode(b""))  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match=r"zhfix\.decode"):
        zhfix.encode_like("", "utf-8")  # type: ignore[arg-type]


def test_codes_of_two_characters_go_back_between_encodings() -> None:
    data = b"\xe8\xbc\xba\n\xb9\xce\n\x88b\x81"
    decoded = zhfix.decode(data)
    assert len(decoded.segments) == 2
    assert "\xca\u0304" in decoded.text
    assert zhfix.encode_like(decoded.text, decoded) == data
