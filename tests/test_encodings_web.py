"""GB 18030, Big5 and their relatives, code by code: against the web's own tables, and against digests of what they say.

The digests were taken where the tables of the WHATWG Encoding Standard, the decoder files of encoding_rs, ICU and glibc
lay beside the project and agreed with what is read; without them they hold that nothing changed since.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhfix.encoding._cns import pack_planes, unpack_planes
from zhfix.encoding.codepages import read, write
from zhfix.errors import DataError, EncodeError

TRAILS_GB = (*range(0x40, 0x7F), *range(0x80, 0xFF))
TRAILS_BIG5 = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
GB = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in TRAILS_GB]
BIG5 = [bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in TRAILS_BIG5]
GR = [bytes((row, cell)) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF)]
CNS = [b"\x8e" + bytes((plane,)) + pair for plane in (*range(0xA2, 0xA8), 0xAF) for pair in GR]


@pytest.mark.parametrize(
    ("name", "codes", "count", "digest"),
    [
        ("gb18030", GB, 23_940, "fd48ac1b9d0a4740"),
        ("big5", BIG5, 18_594, "a431748a8eda361d"),
        ("cp950", BIG5, 19_720, "6c1947af57c2b97a"),
        ("cp951", BIG5, 19_720, "6a8685972f784361"),
        ("big5-uao", BIG5, 19_782, "fa572085f5f82e4d"),
        ("euc-tw", GR + CNS, 55_876, "c1e1b8fd3470e7cc"),
    ],
)
def test_every_code_is_read_as_ever(name: str, codes: list[bytes], count: int, digest: str) -> None:
    readings = [read(code, name) for code in codes]
    assert sum(not reading.faults for reading in readings) == count
    lines = "\n".join(reading.text for reading in readings)
    assert hashlib.sha256(lines.encode()).hexdigest()[:16] == digest


def open_index(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the pointers and characters of an index of the Encoding Standard."""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r"\s*(\d+)\s+0x([0-9A-F]+)", line)
        if found:
            yield int(found[1]), chr(int(found[2], 16))


@pytest.mark.parametrize("name", ["gb18030", "gbk", "gb2312"])
def test_gb18030_is_the_webs(name: str, shared: Path) -> None:
    index = dict(open_index(shared / "external" / "whatwg-index-gb18030.txt"))
    assert len(index) == len(GB)
    for pointer, char in index.items():
        assert read(GB[pointer], name) == (char, [])
        if name == "gb2312" or GB[pointer] == b"\xa3\xa0":
            continue
        assert write(char, name) == (b"\x80" if (name, char) == ("gbk", "€") else GB[pointer])


def test_four_bytes_are_the_webs(shared: Path) -> None:
    ranges = list(open_index(shared / "external" / "whatwg-index-gb18030-ranges.txt"))
    edges = [first + step for first, _ in ranges for step in (-1, 0, 1) if first + step >= 0]
    for pointer in sorted({*edges, *range(0, 39_430, 7), 39_419, 39_420, 188_999, 189_000, 1_237_575, 1_237_576}):
        code = bytes(
            (0x81 + pointer // 12_600, 0x30 + pointer // 1_260 % 10, 0x81 + pointer // 10 % 126, 0x30 + pointer % 10)
        )
        if 39_419 < pointer < 189_000 or pointer > 1_237_575:
            assert read(code, "gb18030").faults == [(0, 4, 0, False)]
            continue
        first, char = max(pair for pair in ranges if pair[0] <= pointer)
        expected = "\ue7c7" if pointer == 7_457 else chr(ord(char) + pointer - first)
        assert read(code, "gb18030") == (expected, [])
        if len(write(expected, "gb18030")) != 2:  # a character that two bytes have had since 2022
            assert write(expected, "gb18030") == code
        else:
            assert expected in "\ufe10\ufe11\ufe12\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19龴龵龶龷龸龹龺龻"


@pytest.mark.parametrize("name", ["big5", "big5hkscs"])
def test_big5_is_the_webs(name: str, shared: Path) -> None:
    index = dict(open_index(shared / "external" / "whatwg-index-big5.txt"))
    index |= {1133: "Ê\u0304", 1135: "Ê\u030c", 1164: "ê\u0304", 1166: "ê\u030c"}
    codes = defaultdict(list)
    for pointer, code in enumerate(BIG5):
        if pointer in index:
            assert read(code, name) == (index[pointer], [])
            codes[index[pointer]].append(code)
        else:
            text, faults = read(code, name)
            size = 1 if code[1] < 0x80 else 2
            assert (text, faults) == ("\ufffd" + code[size:].decode(), [(0, size, 0, False)])
    for char, both in codes.items():  # the encoder of the standard, which has no codes of Hong Kong's below A140
        standard = [code for code in both if code[0] >= 0xA1]
        if standard or name == "big5hkscs":
            assert write(char, name) == (standard or both)[-1 if char in "═╞╡╪十卅" else 0]
        else:
            with pytest.raises(EncodeError):
                write(char, name)


@pytest.mark.parametrize("name", ["gb18030", "big5"])
def test_the_files_of_encoding_rs_are_read_as_there(name: str, shared: Path) -> None:
    data = (shared / "external" / f"encoding_rs-{name}_in.txt").read_bytes()
    expected = (shared / "external" / f"encoding_rs-{name}_in_ref.txt").read_bytes().decode()
    assert read(data, name).text == expected


def test_a_damaged_table_is_refused() -> None:
    planes = ["\0" * 8835 + char for char in "一丁丂七丄丅丆𠀀"]
    packed = pack_planes(planes)
    assert unpack_planes(packed) == planes
    for damaged in (
        b"",
        packed[:-9],
        packed[1:],
        packed.replace(b" 1\n", b" 2\n"),
        packed[:60] + b"\xff" + packed[61:],
    ):
        with pytest.raises(DataError):
            unpack_planes(damaged)


@pytest.mark.skipif(not shutil.which("iconv"), reason="no iconv")
def test_euc_tw_is_that_of_glibc_but_for_some_marks() -> None:
    codes = [code for code in GR + CNS if not read(code, "euc-tw").faults]
    command = ["iconv", "-f", "EUC-TW", "-t", "UTF-8"]
    done = subprocess.run(command, input=write("中", "euc-tw"), capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        pytest.skip("an iconv without EUC-TW")
    done = subprocess.run([*command, "-c"], input=b"\n".join(codes), capture_output=True, check=False)  # noqa: S603
    theirs = done.stdout.decode().split("\n")
    assert len(theirs) == len(codes)
    other = [
        code for code, char in zip(codes, theirs, strict=True) if len(char) == 1 and char != read(code, "euc-tw").text
    ]
    # Marks of plane 1 that Big5 and Unicode tell apart otherwise, and moves of the standard of 2007 that ICU follows.
    assert len(other) <= 40
    assert sum(len(code) == 2 for code in other) <= 13


@pytest.mark.parametrize(
    ("code", "private"),
    [
        ("fa40", 0xE000),
        ("fefe", 0xE310),
        ("8e40", 0xE311),
        ("a0fe", 0xEEB7),
        ("8140", 0xEEB8),
        ("8dfe", 0xF6B0),
        ("c6a1", 0xF6B1),
        ("c8fe", 0xF848),
    ],
)
def test_areas_of_ones_own_in_cp950(code: str, private: int) -> None:
    assert read(bytes.fromhex(code), "cp950") == (chr(private), [])
    assert write(chr(private), "cp950") == bytes.fromhex(code)


def test_relatives_of_big5_differ_where_they_should() -> None:
    for name, chars in {"big5": "①ぁ啲", "cp950": "\uf6b1\uf6f7\uecda", "cp951": "①ぁ啲"}.items():
        assert read(bytes.fromhex("c6a1c6e79df8"), name) == (chars, [])
    assert read(bytes.fromhex("9d43a3e1a145f9fe"), "big5-uao").text == "↑€‧▓"
    assert read(bytes.fromhex("81408157"), "cp951").faults == []
    assert read(b"\x81\x40", "cp951").text == "\ueeb8"  # Hong Kong has nothing there
