"""The benchmark of detection: the same seed gives the same samples, and "right" means what it says."""

from __future__ import annotations

import random
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks" / "accuracy"
COMMON = FOLDER.parent / "common"
SIMPLIFIED = "镇上的图书馆今天重新开放，读者可以借阅新书。上午来的人不多，下午孩子们放学以后，座位很快就坐满了。"
TRADITIONAL = "鎮上的圖書館今天重新開放，讀者可以借閱新書。上午來的人不多，成功許多次的誠實孩子放學以後都來。"
OTHER = {
    "japanese": "図書館は今日からまた開いています。こどもたちはほんをよんでいます。あしたもきてください。",
    "french": "La bibliothèque est rouverte dès aujourd'hui, et les élèves y sont déjà très nombreux.",
}


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """The modules of the benchmark, which are a script's and no package's."""
    if not FOLDER.is_dir():
        pytest.skip("the benchmark is not here")
    monkeypatch.syspath_prepend(str(COMMON))
    monkeypatch.syspath_prepend(str(FOLDER))
    names = ("passages", "tables", "judge", "cells", "damage", "streams", "report")
    loaded = {name: import_module(name) for name in names}
    for name in names:
        monkeypatch.delitem(sys.modules, name)
    return loaded


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    texts = {"simp-a": SIMPLIFIED, "trad-a": TRADITIONAL, **{f"other-{name}": text for name, text in OTHER.items()}}
    for name, text in texts.items():
        lines = [2 * text[i:] + text for i in range(0, len(text), 5)]
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def make_all(modules: dict[str, ModuleType], corpus: Path, seed: int) -> list[Any]:
    sources = modules["passages"].read_folder(corpus)
    return [
        *modules["cells"].make_detection(sources, 3, seed),
        *modules["damage"].make_damaged(sources, 2, seed),
        *modules["streams"].make_streams(sources, 2, seed),
        *modules["streams"].make_columns(sources, 2, seed),
    ]


def test_a_seed_decides_every_sample(modules: dict[str, ModuleType], corpus: Path) -> None:
    cells = make_all(modules, corpus, 1)
    assert cells == make_all(modules, corpus, 1)
    assert [c.samples for c in cells] != [c.samples for c in make_all(modules, corpus, 2)]


def test_every_group_has_cells_and_a_title(modules: dict[str, ModuleType], corpus: Path) -> None:
    cells = make_all(modules, corpus, 1)
    assert {cell.group for cell in cells} == set(modules["report"].TITLES)
    assert len({(cell.group, cell.name, cell.length) for cell in cells}) == len(cells)


def test_sound_samples_hold_their_text_and_damaged_ones_do_not(modules: dict[str, ModuleType], corpus: Path) -> None:
    for cell in make_all(modules, corpus, 1):
        for sample in cell.samples:
            if sample.damaged and not sample.spans:
                assert sample.data != sample.text.encode(sample.encoding), cell
            elif sample.encoding in ("utf-8", "gb18030", "utf-16-le", "hz", "euc_jp"):
                assert sample.data.decode(sample.encoding) == sample.text
            if cell.group == "clean":
                assert len(sample.text) == cell.length
            if cell.name == "big5hkscs":
                assert not set(sample.text).isdisjoint("嘅咗喺啲嚟冇嗰哋")
            for start, end, encoding in sample.spans:
                assert sample.data[start:end].decode(encoding) in sample.text


def test_text_is_compared_where_a_tool_gives_text(modules: dict[str, ModuleType]) -> None:
    judge = modules["judge"]
    sample = judge.Sample("图书".encode("gbk"), "gb18030", "图书")
    assert judge.is_right(sample, judge.Answer("gb18030", "图书"))
    assert judge.is_right(sample, judge.Answer("a name of its own", "图书"))
    assert not judge.is_right(sample, judge.Answer("gb18030", "图书\n"))


@pytest.mark.parametrize(
    ("text", "truth", "answer", "right"),
    [
        ("图书", "gb18030", "GB2312", True),
        ("圖書", "gb18030", "gb2312", True),  # as the web reads it
        ("图书", "gb18030", "big5", False),
        ("图书", "gb18030", None, False),
        ("图书", "gb18030", "no-such-encoding", False),
        ("圖書", "big5", "cp950", True),
        ("圖書", "big5", "Big5-HKSCS", True),
        ("嘅書", "big5hkscs", "big5", True),
        ("圖書", "big5", "gbk", False),
        ("été", "cp1252", "latin-1", True),
        ("été", "cp1252", "iso8859-15", True),  # another name, the same text
        ("œuvre", "cp1252", "iso8859-15", False),
        ("本", "cp932", "shift_jis", True),
    ],
)
def test_encodings_are_compared_by_what_they_read(
    modules: dict[str, ModuleType], text: str, truth: str, answer: str | None, *, right: bool
) -> None:
    judge = modules["judge"]
    sample = judge.Sample(text.encode(truth), truth, text)
    assert judge.is_right(sample, judge.Answer(answer)) is right


def test_damaged_bytes_are_judged_by_encoding(modules: dict[str, ModuleType]) -> None:
    judge = modules["judge"]
    sample = judge.Sample("图书馆".encode()[:-1], "utf-8", "图书馆", damaged=True)
    assert judge.is_right(sample, judge.Answer("utf-8", "图书\ufffd"))
    assert not judge.is_right(sample, judge.Answer("gb18030", "图书馆"))
    sample = judge.Sample("圖書".encode("big5") + b"\xa4", "big5", "圖書館", damaged=True)
    assert judge.is_right(sample, judge.Answer("big5-uao"))  # which Python does not have, and reads the same
    assert not judge.is_right(sample, judge.Answer("euc-tw"))


def test_false_chinese(modules: dict[str, ModuleType]) -> None:
    judge = modules["judge"]
    sample = judge.Sample("図書館はよい".encode("euc_jp"), "euc_jp", "図書館はよい")
    assert judge.is_false_chinese(sample, judge.Answer("gb18030"))
    assert judge.is_false_chinese(sample, judge.Answer("utf-16-le", "漢"))
    assert not judge.is_false_chinese(sample, judge.Answer("utf-16-le", "?"))
    assert not judge.is_false_chinese(sample, judge.Answer("euc-jp"))
    assert not judge.is_false_chinese(sample, judge.Answer("cp949"))  # wrong, and not Chinese
    assert not judge.is_false_chinese(sample, judge.Answer(None))


def test_characters_away_from_the_damage_count(modules: dict[str, ModuleType]) -> None:
    judge = modules["judge"]
    text = "甲乙丙丁戊己庚辛壬癸"
    sample = judge.Sample(b"", "gb18030", text, damaged=True, places=(4,))  # 乙丙丁戊己庚辛 are near
    assert judge.share_outside(sample, judge.Answer("gb18030", text)) == (3, 3)
    assert judge.share_outside(sample, judge.Answer("gb18030", "甲?壬癸")) == (3, 3)
    assert judge.share_outside(sample, judge.Answer("gb18030", "甲乙丙丁????癸")) == (2, 3)
    assert judge.share_outside(sample, judge.Answer(None)) == (0, 3)


def test_bytes_of_a_stream_count_where_their_segment_names_their_encoding(modules: dict[str, ModuleType]) -> None:
    judge = modules["judge"]
    first, second = "甲a\n".encode(), "乙丙\n".encode("gbk")
    spans = ((0, len(first), "utf-8"), (len(first), len(first + second), "gb18030"))
    sample = judge.Sample(first + second, "mixed", "甲a\n乙丙\n", damaged=True, spans=spans)
    assert judge.share_of_bytes(sample, judge.Answer("utf-8", "", 1.0, ((0, 10, "utf-8"),))) == (3, 7)
    assert judge.share_of_bytes(sample, judge.Answer("utf-8", "", 1.0, ((0, 4, "utf-8"), (4, 10, "gbk")))) == (7, 7)
    assert judge.share_of_bytes(sample, judge.Answer("utf-8")) == (0, 7)


def test_damage_knows_the_characters_it_touched(modules: dict[str, ModuleType]) -> None:
    damage, rnd = modules["damage"], random.Random(1)  # noqa: S311 - no secret
    written = damage.Written("上a功", "cp950")
    assert damage.double_backslash(written, rnd) == ("上a功".encode("cp950") + b"\\", [2])
    data, touched = damage.lose_byte(written, rnd)
    assert len(data) == 4
    assert [i for i in range(3) if data != written.data and i in touched] == touched
    assert damage.expand_line_ends(damage.Written("上下", "utf-16-le"), rnd) == (b"\r\n\x4e\x0b\x4e", [0])
    assert damage.blank_a0(damage.Written("甲", "gbk"), rnd) is None
