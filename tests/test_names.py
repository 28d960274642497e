"""What names were that were read in the wrong code page, and those that are as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text
from zhfix import OptionError
from zhfix.names import repair_names

SOUND = Path(__file__).with_name("sound_names.txt").read_text(encoding="utf-8").splitlines()
SIMPLIFIED = ["我的文档", "新建文件夹", "报告.docx", "图片01.jpg", "李明", "通知（最终）.pdf", "年终总结.xls", "音乐"]
TRADITIONAL = ["我的文件", "新增資料夾", "報告.docx", "圖片01.jpg", "李明", "會議記錄.pdf", "年終總結.xls", "音樂"]
JAPANESE = ["写真.jpg", "新しいフォルダー", "ファイル.txt", "お知らせ.pdf", "議事録（最終）.doc"]
WAYS = [
    (SIMPLIFIED, "gb18030", "latin-1"),
    (SIMPLIFIED, "gb18030", "cp1252"),
    (SIMPLIFIED, "gb18030", "cp437"),
    (SIMPLIFIED, "gb18030", "cp850"),
    (SIMPLIFIED, "gb18030", "mac-roman"),
    (SIMPLIFIED, "gb18030", "shift_jis"),
    (SIMPLIFIED, "utf-8", "latin-1"),
    (SIMPLIFIED, "utf-8", "cp1252"),
    (SIMPLIFIED, "utf-8", "gb18030"),
    (SIMPLIFIED, "utf-8", "cp437"),
    (TRADITIONAL, "big5", "latin-1"),
    (TRADITIONAL, "big5", "cp437"),
    (TRADITIONAL, "utf-8", "cp1252"),
    (JAPANESE, "shift_jis", "cp437"),
    (JAPANESE, "utf-8", "cp437"),
]
ESCAPED = {
    "#U4e2d#U6587.txt": "中文.txt",
    "2023#U5e74#U5831#U544a.txt": "2023年報告.txt",
    "#L020bb7#U91ce#U5bb6": "𠮷野家",
    "%E4%B8%AD%E6%96%87.txt": "中文.txt",
    "%E4%B8%AD.txt": "中.txt",
    "%E6%8A%A5%E5%91%8A%20(1).pdf": "报告 (1).pdf",
    "%E4%B8%AD%2F%E6%96%87": "中%2F文",
}
STAYS = ["C#U1234", "#U4e2d", "a#U0041#U0042", "#Ud800#Udc00", "#Uffff#Ufffe", "#Lffffff", "50%25", "%20", "caf%C3%A9"]


def shown(name: str, was: str, read: str) -> str | None:
    """Return `name` as it is shown when it is misread, None where nothing or something else is."""
    try:
        damaged = name.encode(was).decode(read)
        return damaged if damaged.isprintable() or read == "latin-1" else None
    except UnicodeError:
        return None


@pytest.mark.parametrize(("names", "was", "read"), WAYS)
def test_names_of_one_folder_are_read_back(names: list[str], was: str, read: str) -> None:
    damaged = {text: name for name in names if (text := shown(name, was, read)) is not None and text != name}
    assert len(damaged) >= 2
    repairs = repair_names([*damaged, "README.md", "Über uns.txt"])
    assert {before: repair.after for before, repair in repairs.items()} == damaged
    assert all(repair.is_sure and repair.encoding in (was, "") for repair in repairs.values())


@pytest.mark.parametrize(
    ("before", "after"),
    {
        "ÖÐÎÄ.txt": "中文.txt",
        "涓\ue15f枃.txt": "中文.txt",
        "¤¤¤å": "中文",
        "Õ¾µã": "站点",
        "╓╨╬─.txt": "中文.txt",
        "ÕÕÆ¬": "照片",
        "2023Äê±¨¸æ - 副本.xlsx": "2023年报告 - 副本.xlsx",  # noqa: RUF001
        "鎴戠殑鏂囨。.doc": "我的文档.doc",
    }.items(),
)
def test_a_name_by_itself_is_read_back(before: str, after: str) -> None:
    assert repair_names([before])[before].after == after
    assert repair_names([before])[before].is_sure


@pytest.mark.parametrize(("before", "after"), ESCAPED.items())
def test_escapes_are_undone(before: str, after: str) -> None:
    assert repair_names([before])[before][1:3] == (after, "names.escape")


@pytest.mark.parametrize("name", STAYS)
def test_what_may_be_no_escape_stays(name: str) -> None:
    assert not repair_names([name])


@pytest.mark.parametrize(
    ("names", "encoding"), [(SIMPLIFIED, "gb18030"), (TRADITIONAL, "big5"), (JAPANESE, "shift_jis")]
)
def test_bytes_of_other_encodings_are_read(names: list[str], encoding: str) -> None:
    raw = {name.encode(encoding).decode("utf-8", "surrogateescape"): name for name in names}
    repairs = repair_names([*raw, "plain.txt", "中文.txt", "Ünü.txt"])
    assert {before: repair.after for before, repair in repairs.items()} == raw
    assert all(repair.is_sure for repair in repairs.values())


def test_bytes_that_are_utf8_by_chance_are_read_as_their_neighbours_are() -> None:
    chance = "图片".encode("gb18030").decode()
    raw = [name.encode("gb18030").decode("utf-8", "surrogateescape") for name in SIMPLIFIED]
    assert repair_names([*raw, chance])[chance].after == "图片"
    assert not repair_names([chance])


def test_bytes_of_which_one_is_lost_are_told_of_and_stay() -> None:
    cut = "我的文档".encode("gb18030")[:-1].decode("utf-8", "surrogateescape")
    repair = repair_names([cut])[cut]
    assert (repair.after, repair.rule, repair.is_sure) == (cut, "names.lost", False)
    assert not repair_names(["\ud83d"])  # half a character, as Windows has it


def test_a_misread_name_that_was_cut_is_a_guess() -> None:
    cut = "会议记录和年终总结".encode()[:-1].decode("latin-1")
    repair = repair_names([cut])[cut]
    assert repair.after.startswith("会议记录和年终总")
    assert not repair.is_sure


def test_an_encoding_that_is_known_is_an_order() -> None:
    assert not repair_names(["变巨"])  # 曹操 or not: two ideographs for two
    assert repair_names(["变巨"], encoding="big5")["变巨"].is_sure
    raw = "軝晱".encode("big5").decode("utf-8", "surrogateescape")
    assert repair_names([raw], encoding="gbk")[raw].encoding == "gbk"
    assert not repair_names(["中文.txt", "Über.txt"], encoding="gbk")
    with pytest.raises(OptionError, match="gb2312"):
        repair_names(["a"], encoding="gb2321")


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_name_by_itself_stays(name: str) -> None:
    assert not repair_names([name])


@pytest.mark.parametrize(("names", "was", "read"), [*WAYS[:4], WAYS[8], WAYS[11]])
def test_sound_names_among_damaged_ones_stay(names: list[str], was: str, read: str) -> None:
    damaged = [text for name in names if (text := shown(name, was, read)) is not None and text != name]
    assert len(SOUND) > 200
    repairs = repair_names([*damaged, *SOUND])
    assert not [(name, repairs[name].after) for name in SOUND if name in repairs and repairs[name].is_sure]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis", "utf-8"])
def test_members_are_read_from_code_page_437(encoding: str) -> None:
    names = {"gb18030": SIMPLIFIED, "big5": TRADITIONAL, "shift_jis": JAPANESE}.get(encoding, SIMPLIFIED)
    shown_as = {name.encode(encoding).decode("cp437"): name for name in names}
    assert {name: repair.after for name, repair in repair_names(shown_as, archive=True).items()} == shown_as
    for before, after in shown_as.items():
        assert repair_names([before], archive=True)[before].after == after


@pytest.mark.parametrize("name", ["Übung.txt", "Größe.doc", "Résumé.pdf", "Año.txt", "Ångström.txt", "naïve.txt"])
def test_members_that_are_in_code_page_437_stay(name: str) -> None:
    assert not repair_names([name], archive=True)


@given(st.lists(any_text | st.sampled_from([*SOUND, *ESCAPED, "ÖÐÎÄ", "\udcd6\udcd0"]), max_size=6))
def test_any_names_are_taken_and_answered_for(names: list[str]) -> None:
    repairs = repair_names(names)
    assert repairs.keys() <= set(names)
    for name, repair in repairs.items():
        assert repair.before == name
        assert 0.0 <= repair.confidence <= 1.0
        assert (repair.after == name) == (repair.rule == "names.lost")
        assert name in repair_names([*names, "README"])  # what says nothing changes nothing


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("我的文档".encode("gbk").decode("latin-1").encode().decode("cp1252"), "我的文档"),
        ("%C3%8E%C3%84%C2%BC%C3%BE%E4%B8%AD", "文件中"),
        ("#U93c2#U56e6#U6b22", "文件"),
    ],
)
def test_layers_are_undone(before: str, after: str) -> None:
    repair = repair_names([before])[before]
    assert (repair.before, repair.after, repair.is_sure) == (before, after, True)
    assert ";" in repair.reason  # of each layer
