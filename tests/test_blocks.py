"""Blocks of more than 64 kB: where they end, what state goes over, and that chunks give what the whole gives."""

from __future__ import annotations

import codecs
import random

import pytest

import zhfix
from zhfix.encoding.codepages import write

LINE = "图书馆今天重新开放，读者可以借阅新书，也可以在那里自习。"
LONG = LINE * 1_700
"""Some 47,000 characters without a line end."""


def in_chunks(data: bytes, size: int, **options: str) -> str:
    decoder = zhfix.decoder(**options)
    parts = [decoder.decode(data[at : at + size]) for at in range(0, len(data), size)]
    return "".join([*parts, decoder.decode(b"", final=True)])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "hz", "iso-2022-cn", "iso2022_jp", "euc-tw"]
)
def test_a_long_text_without_lines_is_read_whole(encoding: str) -> None:
    text = LONG if encoding not in {"iso2022_jp", "euc-tw"} else "圖書館明日再開放人中大小" * 4_000
    data = write(text, encoding)
    assert len(data) > 65_536
    decoded = zhfix.decode(data, encoding=encoding)
    assert decoded.text == text
    assert decoded.edits == ()
    assert in_chunks(data, 9_973, encoding=encoding) == text


@pytest.mark.parametrize("encoding", ["hz", "iso-2022-cn", "gb18030", "utf-16-le"])
def test_a_long_text_without_lines_is_found_out(encoding: str) -> None:
    decoded = zhfix.decode(write(LONG, encoding))
    assert (decoded.text == LONG, decoded.encoding, decoded.edits) == (True, encoding, ())


def test_returns_alone_do_not_hold_the_reader_up() -> None:
    mangled = ("上海\n下雨了，今天很冷\n" * 13_000).encode("utf-16-le").replace(b"\n", b"\r\n")
    data = codecs.BOM_UTF16_LE + mangled + b"\r" * 140_000
    assert zhfix.decode(data).segments[-1].end == len(data)


@pytest.mark.parametrize("size", [2, 65_537, 1_000_000])
def test_offsets_hold_after_a_mark(size: int) -> None:
    data = codecs.BOM_UTF8 + LINE.encode() * 1_600 + b"\xff" + LINE.encode()
    whole = zhfix.decode(data, encoding="utf-8")
    (edit,) = whole.edits
    assert (edit.start, edit.before) == (data.index(b"\xff"), b"\xff")
    assert whole.segments[-1].end == len(data)
    assert in_chunks(data, size, encoding="utf-8") == whole.text


def test_a_fault_in_utf32_is_one_fault() -> None:
    text = "图书馆\n今天\n开放\n" * 5
    data = bytearray(text.encode("utf-32-le"))
    data[20:24] = b"\x00\xd8\x00\x00"  # half a surrogate pair, in place of 天
    decoded = zhfix.decode(bytes(data))
    assert decoded.text == text[:5] + "\ufffd" + text[6:]
    assert [(edit.start, edit.end) for edit in decoded.edits] == [(20, 24)]


def test_cesu8_is_cesu8_in_every_line() -> None:
    text = "今天很冷\n他笑了\N{GRINNING FACE}\n明天也是\n" * 3
    data = write(text, "cesu-8")
    decoded = zhfix.decode(data)
    assert (decoded.text, decoded.encoding) == (text, "cesu-8")
    assert len(decoded.segments) == 1
    assert zhfix.encode_like(decoded.text, decoded) == data


def test_what_mangled_utf16_lacks_is_an_edit() -> None:
    text = "上海\n下雨了，今天很冷\n" * 20
    data = bytearray(text.encode("utf-16-le"))
    data[6:8] = b"\x00\xd8"
    decoded = zhfix.decode(bytes(data).replace(b"\n", b"\r\n"))
    lost = [edit for edit in decoded.edits if edit.rule == "salvage.mark_unreadable"]
    assert decoded.text.count("\ufffd") == len(lost) == 1


def test_a_damaged_line_of_hz_is_no_ascii() -> None:
    data = write("今天很冷\n我们在城里工作\n明天也是\n", "hz")
    place = data.index(b"~{", 10) + 6
    decoded = zhfix.decode(data[:place] + data[place + 1 :])
    assert decoded.encoding == "hz"
    assert decoded.edits
    assert "今天很冷" in decoded.text
    assert "明天也是" in decoded.text


def test_lines_of_a_log_are_each_in_their_encoding() -> None:
    words = ["备份完成", "磁盘空间不足", "失败", "连接超时", "配置已更新", "权限不足", "正在重试", "服务启动成功"]
    choose = random.Random(7)  # noqa: S311 - no secret
    for _ in range(20):
        lines = [
            (f"2023-05-01 12:00:01 INFO {choose.choice(words)}\n", choose.choice(["gb18030", "utf-8"]))
            for _ in range(12)
        ]
        data = b"".join(line.encode(encoding) for line, encoding in lines)
        assert zhfix.decode(data).text == "".join(line for line, _ in lines)
