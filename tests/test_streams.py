"""Chunks, files and Python's own decoders: the same text as from the whole, in memory that does not grow."""

from __future__ import annotations

import codecs
import io
import itertools
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhfix
from zhfix import ByteEdit, Evidence, InputTypeError, OptionError, Segment

GB_LINE = "图书馆星期一开放，我们在那里读书。\n".encode("gb18030")
UTF8_LINE = "他说学校今天开学，老师也来了。\n".encode()
ATOMS = (
    GB_LINE, UTF8_LINE, "圖書館星期一開放。\n".encode("big5"), "图书馆".encode("utf-16-le"), b"plain text\n", b"\r\n",
    codecs.BOM_UTF8, codecs.BOM_UTF16_BE, b"\xff", b"\xe5\x9b", b"\x00\x00\x00", b"~{VPND~}", GB_LINE[3:],
    UTF8_LINE[:-5], GB_LINE * 40, "学校の図書館で本を読む。\n".encode("euc_jp"),
)  # fmt: skip
any_bytes = st.binary(max_size=60) | st.lists(st.sampled_from(ATOMS), max_size=8).map(b"".join)


def decode_in(chunks: list[bytes]) -> tuple[str, str | None]:
    decoder = zhfix.decoder()
    text = "".join(decoder.decode(chunk) for chunk in chunks)
    return text + decoder.decode(b"", final=True), decoder.encoding


@settings(max_examples=40)
@given(any_bytes, st.lists(st.integers(0, 400)))
def test_chunks_give_the_text_of_the_whole(data: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    chunks = [data[start:end] for start, end in itertools.pairwise(places)]
    text, _ = decode_in(chunks)
    assert text == zhfix.decode(data).text


@pytest.mark.parametrize("size", [1, 7, 65_536, 65_537, 300_000])
@pytest.mark.parametrize("lead", [b"", b"all ASCII here\n" * 9_000])
def test_many_blocks_give_the_text_of_the_whole(size: int, lead: bytes) -> None:
    damaged = GB_LINE * 100 + GB_LINE[:9] + GB_LINE[10:] + UTF8_LINE * 3
    data = (lead + damaged * 90)[:300_000]
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    begin = time.perf_counter()
    text, encoding = decode_in(chunks)
    assert time.perf_counter() - begin < 20
    assert text == zhfix.decode(data).text
    assert encoding == "gb18030"


def test_edits_and_segments_are_those_of_the_last_call() -> None:
    data = GB_LINE * 8_000 + b"\xff\n" + UTF8_LINE * 30
    whole = zhfix.decode(data)
    decoder = zhfix.decoder()
    edits: list[ByteEdit] = []
    segments: list[Segment] = []
    for start in range(0, len(data), 10_000):
        decoder.decode(data[start : start + 10_000], final=start + 10_000 >= len(data))
        edits += decoder.edits
        segments += decoder.segments
    assert tuple(edits) == whole.edits
    assert (segments[0].start, segments[-1].end) == (0, len(data))
    assert all(one.end == other.start for one, other in itertools.pairwise(segments))


def test_a_decoder_tells_what_it_found_and_begins_anew() -> None:
    decoder = zhfix.decoder()
    assert decoder.decode(b"plain") == ""
    seen = [(decoder.encoding, decoder.confidence, decoder.bom)]
    assert decoder.decode(b" text", final=True) == "plain text"
    seen.append((decoder.encoding, decoder.confidence, decoder.bom))
    assert decoder.decode(codecs.BOM_UTF8 + UTF8_LINE, final=True) == UTF8_LINE.decode()
    seen.append((decoder.encoding, decoder.confidence, decoder.bom))
    decoder.reset()
    seen.append((decoder.encoding, decoder.confidence, decoder.bom))
    assert seen == [(None, None, b""), ("ascii", 1.0, b""), ("utf-8-sig", 1.0, codecs.BOM_UTF8), (None, None, b"")]


def test_a_decoder_reads_as_it_is_told() -> None:
    decoder = zhfix.decoder(encoding="GBK")
    assert decoder.encoding == "gbk"
    assert decoder.decode(UTF8_LINE, final=True) == zhfix.decode(UTF8_LINE, encoding="gbk").text
    decoder = zhfix.decoder(candidates=["big5"], declared="text/html; charset=big5", language="zh")
    assert decoder.decode("圖書".encode("big5"), final=True) == "圖書"
    with pytest.raises(OptionError):
        zhfix.decoder(encoding="no such thing")
    with pytest.raises(InputTypeError):
        zhfix.decoder().decode("图")  # type: ignore[arg-type]


def test_memory_does_not_grow_with_the_stream() -> None:
    chunk = GB_LINE * 1_800  # 63 kB
    decoder = zhfix.decoder()
    size = sum(len(decoder.decode(chunk)) for _ in range(10))  # models and tables are loaded
    tracemalloc.start()
    begin = time.perf_counter()
    try:
        size += sum(len(decoder.decode(chunk)) for _ in range(310))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 9_000_000
    assert peak < 3_000_000
    assert time.perf_counter() - begin < 30


# --- files --------------------------------------------------------------------------

PAGE = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\r\n\r\n他說：”今天很熱。“\r\n"
REPAIRED = "本次活動服務企業，推進發展。\r\n\r\n他說：“今天很熱。”\r\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode("utf-8-sig"))
    return path


def test_a_file_is_read_repaired(page: Path) -> None:
    lines = REPAIRED.replace("\r\n", "\n").splitlines(keepends=True)
    with zhfix.open(page) as file:
        assert list(file) == lines
    assert file.closed
    with zhfix.open(str(page)) as file:
        assert file.readable()
        assert not file.seekable()
        assert not file.writable()
        assert isinstance(file, io.TextIOBase)
        assert file.encoding == "utf-8-sig"
        assert str(file.name) == str(page)
        assert file.readline() == lines[0]
        assert file.read(3) + file.read() == "".join(lines[1:])
        assert file.read() == ""


@pytest.mark.parametrize("newline", [None, "", "\n", "\r", "\r\n"])
def test_line_ends_are_as_with_the_built_in(tmp_path: Path, newline: str | None) -> None:
    path = tmp_path / "ends.txt"
    path.write_bytes("一\r\n二\r三\n四".encode())
    with zhfix.open(path, newline=newline) as ours, path.open(encoding="utf-8", newline=newline) as builtin:
        assert list(ours) == list(builtin)


def test_without_a_preset_a_file_is_decoded_and_no_more(page: Path) -> None:
    with zhfix.open(page, preset=None, newline="") as file:
        assert file.read() == PAGE
    with zhfix.open(page, encoding="latin-1", preset=None, newline="") as file:
        assert (file.encoding, file.read()) == ("latin-1", PAGE.encode("utf-8-sig").decode("latin-1"))


def test_what_cannot_be_opened_raises_as_ever(page: Path) -> None:
    with pytest.raises(FileNotFoundError):
        zhfix.open(page.with_name("nothing.txt"))
    with pytest.raises(OptionError, match="preset"):
        zhfix.open(page, preset="mend")
    with pytest.raises(OptionError, match="encoding"):
        zhfix.open(page, encoding="no such thing")
    with pytest.raises(OptionError, match="newline"):
        zhfix.open(page, newline="\t")


def test_an_empty_file_and_a_binary_one(tmp_path: Path) -> None:
    path = tmp_path / "any"
    for data in (b"", bytes(range(256)) * 8):
        path.write_bytes(data)
        with zhfix.open(path, preset=None, newline="") as file:
            assert file.read() == data.decode("latin-1")


SOUND = "這段文字沒有壞，只是很長，所以要分成幾塊來讀。他說：「今天天氣很好。」\n"
DAMAGED = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。"
LONG_PAGES = {
    "damage all over": (SOUND * 3 + DAMAGED + "\n") * 1_200,
    "one line": (SOUND.rstrip() + DAMAGED) * 1_200,
    "quotations over paragraphs": (SOUND + "他說：「第一段。\n\n第二段。」\n" + DAMAGED + "\n") * 1_500,
    "fenced code": (SOUND * 9 + "```\n" + DAMAGED + "\n\n說：”一“\n```\n" + DAMAGED + "\n") * 400,
    "slips": (SOUND * 40 + "主办方與“十月”!焙蟿(chuàng)出\n") * 50,
}


@pytest.mark.parametrize("name", LONG_PAGES)
def test_a_long_file_is_repaired_as_its_text_would_be(tmp_path: Path, name: str) -> None:
    page = LONG_PAGES[name]
    assert len(page) > 70_000
    path = tmp_path / "long.txt"
    path.write_bytes(page.encode())
    with zhfix.open(path, newline="") as file:
        text = file.read()
    assert text == zhfix.fix(page, evidence=Evidence.gather([page]))
    assert text != page


# --- the error handler ------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def _handler() -> None:
    zhfix.register_error_handler()
    zhfix.register_error_handler()  # which does no harm


def test_nothing_is_registered_unless_asked_for() -> None:
    with pytest.raises(LookupError):
        codecs.lookup_error("zhfix.not.asked.for")
    zhfix.register_error_handler("zhfix.asked.for")
    codecs.lookup_error("zhfix.asked.for")
    with pytest.raises(OptionError):
        zhfix.register_error_handler("")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("我们在城里工作，你好。".encode().replace(b"\xa0", b" "), "utf-8", "我们在城里工作，你好。"),
        ("今天学校已经开学了。".encode().replace("校".encode(), "校".encode()[:2]), "utf-8", "今天学校已经开学了。"),
        ("今天学校开学。".encode("gb18030") + b"\xff\n", "gb18030", "今天学校开学。\n"),  # FF is part of no character
        ("今天学校开学。".encode("gb18030") + b"\xd6\n", "gb18030", "今天学校开学。\ufffd\n"),
        ("今天学校开学。".encode("gbk")[:-1], "gbk", "今天学校开学\ufffd"),
        (b"abc\x81", "big5", "abc\ufffd"),
        (b"abc\xff\xfedef", "cp950", "abc\ufffd\ufffddef"),
        (b"abc\xff\xfedef", "euc_jp", "abc\ufffd\ufffddef"),
        (b"ab\xff", "ascii", "ab\ufffd"),
    ],
)
def test_damaged_places_are_restored_or_marked(data: bytes, encoding: str, text: str) -> None:
    assert data.decode(encoding, "zhfix") == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "big5", "cp950", "euc_jp", "utf-16"])
@given(data=any_bytes)
def test_any_bytes_are_decoded_and_sound_ones_as_ever(encoding: str, data: bytes) -> None:
    text = data.decode(encoding, "zhfix")
    sound = data.decode(encoding, "replace")
    assert text == sound or "\ufffd" in sound


def test_what_follows_a_fault_is_never_lost() -> None:
    for encoding in ("utf-8", "gb18030", "gbk", "big5", "cp950"):
        for lost in (b"\xff", b"\x81", b"\xe5"):
            assert (b"<b>" + lost + b"</b>\n").decode(encoding, "zhfix").endswith("/b>\n")


def test_files_are_opened_with_it(tmp_path: Path) -> None:
    path = tmp_path / "damaged.txt"
    path.write_bytes(GB_LINE * 3_000 + b"\xd6\n" + GB_LINE)
    with path.open(encoding="gb18030", errors="zhfix") as file:
        assert file.read() == GB_LINE.decode("gb18030") * 3_000 + "\ufffd\n" + GB_LINE.decode("gb18030")


def test_what_cannot_be_encoded_raises_as_with_strict() -> None:
    with pytest.raises(UnicodeEncodeError):
        "图".encode("big5", "zhfix")
    handler = codecs.lookup_error("zhfix")
    with pytest.raises(UnicodeTranslateError):
        handler(UnicodeTranslateError("图", 0, 1, "no"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("unit", [b"\xff", b"\xff\x80a\xfe", b"\xe5\x9b ", b"\xa4\xff\xb0\x81"])
def test_megabytes_of_faults_take_linear_time(encoding: str, unit: bytes) -> None:
    begin = time.perf_counter()
    (unit * (600_000 // len(unit))).decode(encoding, "zhfix")
    assert time.perf_counter() - begin < 15
