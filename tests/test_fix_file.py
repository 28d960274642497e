"""A path to a path: in the encoding that it came in, byte for byte but for what was repaired, all of it or nothing."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhfix
from strategies import damaged_text
from zhfix import Evidence, InputTypeError, OptionError, files

DAMAGED = "本次活動服務(wù)企業(yè)，\r\n推進(jìn)發(fā)展。\r\n"
SOUND = "本次活動服務企業，\r\n推進發展。\r\n"
LINE = "圖書館今天開門，我們在那裡讀書。\r\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes of POSIX")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(DAMAGED.encode())
    return path


def test_a_file_is_repaired_into_another(page: Path) -> None:
    target = page.with_name("repaired.txt")
    repair = zhfix.fix_file(page, str(target))
    assert target.read_bytes() == SOUND.encode()
    assert page.read_bytes() == DAMAGED.encode()
    assert (repair.encoding, repair.changed, dict(repair.edits)) == ("utf-8", True, {"annotation.strip_pinyin": 4})
    assert repair.confidence == 1.0
    assert sorted(path.name for path in page.parent.iterdir()) == ["page.txt", "repaired.txt"]


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("gb18030", b""),
        ("big5hkscs", b""),
    ],
)
def test_encoding_mark_and_line_ends_stay(page: Path, encoding: str, bom: bytes) -> None:
    lone = "\u200b" if encoding.startswith(("utf", "gb")) else ""
    damaged = LINE * 40 + f"他說：”今{lone}天很熱。“\n" + LINE
    page.write_bytes(bom + damaged.encode(encoding))
    repair = zhfix.fix_file(page, page)
    assert page.read_bytes() == bom + (LINE * 40 + "他說：“今天很熱。”\n" + LINE).encode(encoding)
    assert repair.bom == bom
    assert repair.edits["quotes.rebalance_quotes"] == 2


def test_bytes_that_are_no_character_stay_where_they_were(page: Path) -> None:
    lines = [LINE.encode()] * 30
    lines[7] = lines[7].replace("館".encode(), b"\xff\xfe")
    page.write_bytes(b"".join([*lines, DAMAGED.encode(), b"\xff\r\n"]))
    repair = zhfix.fix_file(page, page, encoding="utf-8")
    assert page.read_bytes() == b"".join([*lines, SOUND.encode(), b"\xff\r\n"])
    assert repair.unreadable[-1] == (len(b"".join([*lines, DAMAGED.encode()])), b"\xff")
    assert {offset for offset, _ in repair.unreadable} >= {len(LINE.encode()) * 7 + 6}
    assert repair.left["unrecoverable.report_lost"] >= 1
    assert repair.findings[0].start == len(LINE) * 7 + 2


def test_each_line_stays_in_its_own_encoding(page: Path) -> None:
    other = "用户登录成功，欢迎您回来，本次活动服务(wù)企业(yè)。\n"
    page.write_bytes(DAMAGED.encode() + other.encode("gb18030") * 20)
    zhfix.fix_file(page, page)
    mended = other.replace("(wù)", "").replace("(yè)", "")
    assert page.read_bytes() == SOUND.encode() + mended.encode("gb18030") * 20


def test_codes_that_read_alike_stay_as_they_were(page: Path) -> None:
    """Big5 has 十 twice; what is written again anyway is written as the standard has it."""
    odd = (LINE * 5).encode("big5") + b"\xa2\xcc\r\n"
    page.write_bytes(odd * 4_000)
    before = page.stat()
    repair = zhfix.fix_file(page, page)
    assert (repair.changed, repair.encoding) == (False, "big5")
    assert page.stat() == before
    assert zhfix.fix_file(page, page.with_name("copy")).changed is False
    assert page.with_name("copy").read_bytes() == odd * 4_000


def test_damaged_bytes_are_repaired(page: Path) -> None:
    page.write_bytes("我们在城里工作，你好。\n".encode().replace(b"\xa0", b" "))
    repair = zhfix.fix_file(page, page)
    assert page.read_bytes().decode() == "我们在城里工作，你好。\n"
    assert dict(repair.edits) == {"salvage.restore_blanks": 1} or sum(repair.edits.values()) == 1
    assert repair.changed


def test_another_encoding_and_line_end_can_be_told(page: Path) -> None:
    target = page.with_name("other")
    page.write_bytes(DAMAGED.encode("gb18030") * 5)
    for name, mark in (("utf-8", b""), ("utf-8-sig", codecs.BOM_UTF8), ("utf-16", codecs.BOM_UTF16_LE)):
        assert zhfix.fix_file(page, target, to_encoding=name).changed
        codec = name.removesuffix("-sig") if name != "utf-16" else "utf-16-le"
        assert target.read_bytes() == mark + (SOUND * 5).encode(codec)
    repair = zhfix.fix_file(page, target, encoding="gbk", newline="\n", to_encoding="utf-8")
    assert target.read_bytes() == (SOUND * 5).replace("\r\n", "\n").encode()
    assert repair.edits["lines.normalize_line_ends"] == 10
    page.write_bytes(codecs.BOM_UTF8 + SOUND.encode())
    assert not zhfix.fix_file(page, page, to_encoding="utf-8").changed


def test_what_is_no_text_stays_as_it_is(page: Path) -> None:
    target = page.with_name("other")
    for data in (bytes(range(256)) * 700, b"", b"plain ASCII\n" * 9_000 + bytes(range(256)) * 900):
        page.write_bytes(data)
        zhfix.fix_file(page, target, to_encoding="utf-8" if len(data) < 200_000 else "keep")
        assert target.read_bytes() == data


@settings(max_examples=40)
@given(st.lists(damaged_text, max_size=5), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "big5"]))
def test_the_text_is_what_decode_and_fix_make_of_it(texts: list[str], encoding: str) -> None:
    import tempfile

    data = "\n".join(texts).encode(encoding, "ignore")
    decoded = zhfix.decode(data)
    expected = decoded.text if decoded.encoding == "binary" else zhfix.fix(decoded.text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(data)
        try:
            repair = zhfix.fix_file(path, path.with_name("b"), to_encoding="utf-8")
        except zhfix.EncodeError:
            assert not path.with_name("b").exists()
            return
        written = path.with_name("b").read_bytes()
        assert repair.encoding == decoded.encoding
        if repair.unreadable:
            return
        if decoded.encoding == "binary":
            assert written == data
        else:
            assert written.decode("utf-8", "surrogatepass").removeprefix("\ufeff") == expected.removeprefix("\ufeff")


def test_a_character_that_the_encoding_lacks_leaves_all_as_it_was(page: Path) -> None:
    data = ("圖書館今天開門，我們在那裡讀書。\n" * 20 + "见到 \\u56fe\\u4e66\\u9986 了\n").encode("big5", "ignore")
    page.write_bytes(data)
    with pytest.raises(zhfix.EncodeError, match="big5 has no '图'"):
        zhfix.fix_file(page, page)
    assert page.read_bytes() == data
    assert [path.name for path in page.parent.iterdir()] == ["page.txt"]


@posix
def test_mode_times_and_links_stay(page: Path) -> None:
    page.chmod(0o640)
    os.utime(page, ns=(1_500_000_000_000_000_001, 1_600_000_000_000_000_007))
    link = page.with_name("link.txt")
    link.symlink_to(page.name)
    zhfix.fix_file(link, link)
    assert link.is_symlink()
    assert page.read_bytes() == SOUND.encode()
    status = page.stat()
    assert stat.S_IMODE(status.st_mode) == 0o640
    assert status.st_mtime_ns == 1_600_000_000_000_000_007


def test_whatever_fails_leaves_the_target_and_no_other_file(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page.write_bytes(DAMAGED.encode() * 4_000)
    data = page.read_bytes()
    for name in ("os.fsync", "os.replace", "zhfix.files._Tally.add"):
        for error in (OSError(28, "No space left on device"), KeyboardInterrupt()):

            def fail(*_args: object, raised: BaseException = error) -> None:
                raise raised

            with monkeypatch.context() as patch:
                patch.setattr(name, fail)
                with pytest.raises(type(error)):
                    zhfix.fix_file(page, page)
            assert page.read_bytes() == data
            assert [path.name for path in page.parent.iterdir()] == ["page.txt"]


def test_what_cannot_be_read_or_written_raises(page: Path) -> None:
    with pytest.raises(FileNotFoundError):
        zhfix.fix_file(page.with_name("none"), page)
    with pytest.raises(FileNotFoundError):
        zhfix.fix_file(page, page.parent / "no folder" / "file")
    with pytest.raises(OSError, match=r"directory|denied"):
        zhfix.fix_file(page.parent, page)
    with pytest.raises(OptionError, match="no regular file"):
        zhfix.fix_file(page, page.parent)
    assert page.read_bytes() == DAMAGED.encode()


def test_wrong_options_are_refused_before_a_file_is_touched(page: Path) -> None:
    target = page.with_name("other")
    for option, value in (
        ("preset", "mend"), ("encoding", "no such"), ("to_encoding", "no such"), ("newline", "\t"), ("jobs", 0),
        ("evidence", "x"), ("markup", "md"), ("candidates", ["no such"]), ("language", "xx"), ("select", ["no such"]),
    ):  # fmt: skip
        with pytest.raises((OptionError, InputTypeError)):
            zhfix.fix_file(page, target, **{option: value})  # type: ignore[arg-type]
    assert not target.exists()


def test_options_are_those_of_fix(page: Path) -> None:
    assert zhfix.fix_file(page, page, ignore=["annotation"]).changed is False
    lone = "由駝(tuó)夫帶領\n"
    page.write_bytes(lone.encode())
    assert not zhfix.fix_file(page, page).changed
    evidence = Evidence.gather(
        ["服務(wù)", "開(kāi)放", "企業(yè)", "發(fā)展", "推進(jìn)", "業(yè)務(wù)時間", "聯繫電(diàn)話"]
    )
    expected = zhfix.fix(lone, evidence=evidence)
    assert expected != lone
    assert zhfix.fix_file(page, page, evidence=evidence).changed
    assert page.read_bytes() == expected.encode()


def test_a_long_file_is_repaired_as_its_text_and_findings_are_bounded(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_FINDINGS", 5)
    text = (LINE * 300 + DAMAGED + "课程锟斤拷锟斤拷锟斤拷时间表\r\n") * 20
    page.write_bytes(text.encode("gb18030"))
    target = page.with_name("other")
    for jobs in (1, 2):
        repair = zhfix.fix_file(page, target, jobs=jobs)
        result = zhfix.explain(text)
        assert target.read_bytes() == result.text.encode("gb18030")
        assert repair.edits["annotation.strip_pinyin"] == 80
        assert repair.left["unrecoverable.report_lost"] == 20
        assert repair.findings == result.findings[:5]
