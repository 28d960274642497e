"""Zip archives: what their members are called, and the same archive with other names."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix.errors import ArchiveError
from zhfix.filereport import undo_bytes
from zhfix.ziplayout import read_layout
from zhfix.zipnames import plan_archive
from zhfix.zipwriting import write_archive
from zips import UTF8, contents, pack

NAMES = ["文件夹/", "文件夹/说明.txt", "图片.jpg", "plain.txt", "李明.doc"]
GBK = [name.encode("gbk") for name in NAMES]


def rewrite(data: bytes, encoding: str | None = None) -> bytes:
    """Return an archive with its names repaired, after a look at what leads back."""
    plan = plan_archive(io.BytesIO(data), encoding=encoding)
    target = io.BytesIO()
    written = write_archive(io.BytesIO(data), target, plan)
    output = target.getvalue()
    entry = {"source": written.source, "output": written.output, "undo": written.undo}
    assert undo_bytes(output, [entry]) == data
    assert (written.undo == []) == (output == data) == (not plan.is_change)
    return output


def named(data: bytes, encoding: str | None = None) -> list[str]:
    """Return what members are called afterwards."""
    return list(contents(rewrite(data, encoding)))


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_become_utf8_and_all_else_stays(encoding: str, streamed: bool) -> None:  # noqa: FBT001
    data = pack([name.encode(encoding) for name in NAMES], streamed=streamed)
    output = rewrite(data)
    assert list(contents(output)) == NAMES
    assert list(contents(output).values()) == list(contents(data).values())
    infos = [zipfile.ZipFile(io.BytesIO(each)).infolist() for each in (data, output)]
    for old, new in zip(*infos, strict=True):
        assert (old.CRC, old.date_time, old.external_attr, old.compress_type, old.compress_size, old.extra) == (
            new.CRC, new.date_time, new.external_attr, new.compress_type, new.compress_size, new.extra
        )  # fmt: skip
        assert new.flag_bits == old.flag_bits | (0 if new.filename.isascii() else UTF8)
    assert rewrite(output) == output


@pytest.mark.parametrize(
    ("names", "encoding"), [(["資料夾/報告.doc", "圖片"], "big5"), (["写真.jpg", "お知らせ.txt"], "cp932")]
)
def test_other_code_pages_are_found(names: list[str], encoding: str) -> None:
    assert named(pack([name.encode(encoding) for name in names])) == names


def test_names_that_are_said_to_be_utf8_and_were_misread_before_are_read_back() -> None:
    assert named(pack(["ÖÐÎÄ.txt".encode(), "Über.txt".encode()], flags=UTF8)) == ["中文.txt", "Über.txt"]
    broken = pack(["报告".encode("gbk"), "图片.jpg".encode("gbk"), "中文".encode()], flags=UTF8)
    assert [m.after for m in plan_archive(io.BytesIO(broken)).members] == ["报告", "图片.jpg", "中文"]


@pytest.mark.parametrize("name", ["Übung.txt", "Größe.doc", "Año nuevo.pdf", "Résumé/Café.txt", "plain.txt"])
def test_western_names_in_code_page_437_stay(name: str) -> None:
    data = pack([name.encode("cp437"), b"b.txt"])
    assert rewrite(data) == data


def test_the_unicode_path_comes_first_where_it_is_of_this_name() -> None:
    raw = "图片".encode("gbk")
    data = pack([raw, raw + b"2"], unicode_names={0: (raw, "照片"), 1: (b"older", "照片2")})
    plan = plan_archive(io.BytesIO(data))
    assert [(member.before, member.after) for member in plan.members] == [
        ("照片", "照片"), ((raw + b"2").decode("cp437"), "图片2")
    ]  # fmt: skip
    output = rewrite(data)
    members = read_layout(io.BytesIO(output)).members
    assert members[0] == read_layout(io.BytesIO(data)).members[0]._replace(head=members[0].head)
    assert members[1].extra == struct.pack("<2HB", 0x5455, 1, 0)  # the other field stays


def test_comments_become_utf8_with_the_names() -> None:
    comments = {0: "注释一".encode("gbk"), 1: "说明".encode("gbk"), 2: b"plain", 3: "注释".encode("gbk")}
    output = rewrite(pack([*GBK[1:3], GBK[4], b"a.txt"], comment="压缩包的注释".encode("gbk"), comments=comments))
    archive = zipfile.ZipFile(io.BytesIO(output))
    assert archive.comment.decode() == "压缩包的注释"
    assert [info.comment.decode() for info in archive.infolist()] == ["注释一", "说明", "plain", "注释"]
    assert all(info.flag_bits & UTF8 for info in archive.infolist() if not info.comment.isascii())
    for sound in (b"caf\xe9", b"plain", "注释".encode()):
        data = pack([b"a.txt"], comment=sound)
        assert rewrite(data) == data


def test_a_code_page_that_is_known_is_an_order() -> None:
    raw = "軝晱.txt".encode("big5")
    assert named(pack([raw]), "gbk") == [raw.decode("gbk")]
    lost = plan_archive(io.BytesIO(pack(["说明".encode("gbk") + b"\xd6"])), encoding="gbk")
    assert lost.members[0].why


def test_what_stands_before_an_archive_and_behind_it_stays() -> None:
    data = b"#!/bin/sh\nexit\n" + pack(GBK) + b"trailing"
    output = rewrite(data)
    assert output.startswith(b"#!/bin/sh\nexit\nPK")
    assert output.endswith(b"trailing")
    assert list(contents(output)) == NAMES
    fitted = io.BytesIO(b"prefix" * 9)  # with offsets from the beginning of the file
    fitted.seek(0, io.SEEK_END)
    with zipfile.ZipFile(fitted, "a") as archive:
        archive.writestr("ÖÐÎÄ.txt", "text")
    assert named(fitted.getvalue()) == ["中文.txt"]


def test_zip64_stays_zip64() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("ÖÐÎÄ.txt", "Õ¾µã.txt"):
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(b"text")
    data = to_zip64(target.getvalue())
    assert list(contents(data).values()) == [b"text"] * 2
    output = rewrite(data)
    assert contents(output) == {"中文.txt": b"text", "站点.txt": b"text"}
    assert read_layout(io.BytesIO(output)).end64 is not None


def to_zip64(data: bytes) -> bytes:
    """Return an archive with offsets and its end in the fields of eight bytes."""
    layout = read_layout(io.BytesIO(data))
    directory = b""
    for member in layout.members:
        extra = struct.pack("<2HQ", 1, 8, member.start)
        head = member.head[:30] + struct.pack("<H", len(extra)) + member.head[32:42] + b"\xff" * 4
        directory += head + member.name + extra
    start, count = layout.directory, len(layout.members)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), start)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, start + len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:start] + directory + end64 + locator + end


def test_encrypted_members_stay_encrypted() -> None:
    data = bytearray(pack(GBK[1:3]))
    for member in read_layout(io.BytesIO(bytes(data))).members:
        data[member.start + 6] |= 1
    for at in find_all(bytes(data), b"PK\1\2"):
        data[at + 8] |= 1
    output = rewrite(bytes(data))
    infos = zipfile.ZipFile(io.BytesIO(output)).infolist()
    assert [(info.filename, info.flag_bits) for info in infos] == [(name, UTF8 | 1) for name in NAMES[1:3]]


def find_all(data: bytes, sign: bytes) -> list[int]:
    return [at for at in range(len(data)) if data.startswith(sign, at)]


def test_names_that_would_meet_stay() -> None:
    data = pack(["中文.txt".encode("gbk"), "图片.jpg".encode("gbk"), b"IMG.JPG", b"img.jpg"])
    assert named(data) == ["中文.txt", "图片.jpg", "IMG.JPG", "img.jpg"]
    twins = plan_archive(io.BytesIO(pack(["说明书.txt".encode("gbk")] * 2)))  # which have one name already
    assert [(member.after, member.is_change) for member in twins.members] == [("说明书.txt", True)] * 2
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("中文.TXT", "1")
        archive.writestr("ÖÐÎÄ.txt", "2")
        archive.writestr("ÎÄ¼þ.txt", "3")
    plan = plan_archive(io.BytesIO(target.getvalue()))
    assert [member.is_change for member in plan.members] == [False, False, True]
    assert "others, too: 1" in plan.members[1].why


@pytest.mark.parametrize("name", ["../文件.txt", "/etc/文件.txt", "C:\\文件.txt", "文件/../../说明", "..\\文件.txt"])
def test_names_that_lead_outside_are_told_of_and_stay(name: str) -> None:
    data = pack([name.encode("gbk"), "图片.jpg".encode("gbk")])
    plan = plan_archive(io.BytesIO(data))
    assert plan.members[0].before == plan.members[0].after
    assert "outside" in plan.members[0].why
    assert plan.members[1].after == "图片.jpg"


@pytest.mark.parametrize("name", ["#U4e2d#U6587#U002f#U002e", "..#U4e2d#U6587", "#U4e2d#U6587#U003a"])
def test_no_new_name_leads_outside(name: str) -> None:
    after = plan_archive(io.BytesIO(pack([name.encode()]))).members[0].after
    assert "/" not in after
    assert ":" not in after


def test_what_is_no_archive_or_damaged_is_told() -> None:
    data = pack(GBK, comment=b"x")
    directory = read_layout(io.BytesIO(data)).directory
    end = b"PK\5\6" + b"\xff" * 18
    for bad in (b"", b"PK", b"PK\5\6", b"text" * 99, data[:-30], data[100:], end, data[:directory]):
        with pytest.raises(ArchiveError):
            plan_archive(io.BytesIO(bad))


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, b"XX"), (28, b"\xff\xff"), (30, b"\xff\xff"), (42, b"\xff\xff\xff\x7f"), (42, b"\xff\xff\xff\xff"),
     (20, b"\xff\xff\xff\x7f"), (8, b"\0\x20")],
)  # fmt: skip
def test_a_directory_that_says_nothing_sound_is_told(at: int, value: bytes) -> None:
    data = pack(GBK)
    place = read_layout(io.BytesIO(data)).directory + at
    with pytest.raises(ArchiveError):
        plan_archive(io.BytesIO(data[:place] + value + data[place + len(value) :]))


def test_members_that_share_bytes_are_told() -> None:
    data = bytearray(pack(GBK))
    first, second = find_all(bytes(data), b"PK\1\2")[:2]
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    with pytest.raises(ArchiveError, match="overlap"):
        plan_archive(io.BytesIO(bytes(data)))


def test_a_part_of_several_is_told() -> None:
    data = bytearray(pack(GBK))
    data[-22 + 4] = 1
    with pytest.raises(ArchiveError, match="parts"):
        plan_archive(io.BytesIO(bytes(data)))


@given(st.integers(0, 2**32))
def test_any_damage_is_told_or_leaves_an_archive_that_can_be_undone(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(pack(GBK, comment=b"c", streamed=seed % 2 == 0))
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(data))
        data[place] = chance.choice((0, 1, 0x50, 0x80, 0xFF, chance.randrange(256)))
    whole = bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
    try:
        plan = plan_archive(io.BytesIO(whole))
        target = io.BytesIO()
        written = write_archive(io.BytesIO(whole), target, plan)
    except ArchiveError:
        return
    entry = {"source": written.source, "output": written.output, "undo": written.undo}
    assert undo_bytes(target.getvalue(), [entry]) == whole
    assert [member.end - member.start - member.local for member in read_layout(target).members] == [
        member.end - member.start - member.local for member in plan.layout.members
    ]


@given(st.lists(st.sampled_from([*NAMES, "Übung.txt", "新建/文本.txt", "../x", "a b"]), unique=True, max_size=6))
def test_names_are_read_back_whatever_else_there_is(names: list[str]) -> None:
    data = pack([name.encode("gbk", "replace") if name != "Übung.txt" else b"\x9abung.txt" for name in names])
    assert [name for name in contents(rewrite(data)) if name != "../x"] == [name for name in names if name != "../x"]
