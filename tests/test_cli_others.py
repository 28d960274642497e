"""The commands around repairing: encoding, convert, rules and completion, and what help says of all of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import zhfix
from test_cli import run
from zhfix.catalog import list_entries
from zhfix.cli.commands import COMMANDS

TEXT = "图书馆今天开门，我们在那里读书。\r\n"


# --- encoding -------------------------------------------------------------------------


def test_the_encoding_of_each_file_is_told(tmp_path: Path) -> None:
    for name in ("gb18030", "utf-8-sig", "utf-16"):
        (tmp_path / name).write_bytes(TEXT.encode(name))
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "empty").write_bytes(b"")
    done = run("encoding", "gb18030", "utf-8-sig", "utf-16", "none", "binary", "empty", cwd=tmp_path)
    assert done.returncode == 2
    assert b"cannot read none" in done.stderr
    lines = done.stdout.decode().splitlines()
    assert [line.split(",")[0].rsplit(" ", 1)[0] for line in lines] == [
        "gb18030: gb18030",
        "utf-8-sig: utf-8-sig",
        "utf-16: utf-16",
        "binary: binary",
        "empty: ascii",
    ]
    assert lines[0].endswith(", CRLF")
    assert "byte order mark" in lines[1]


def test_segments_and_damage_are_told(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes("启动完成\n".encode() + "用户登录成功\n".encode("gb18030"))
    assert run("encoding", log).stdout.decode().splitlines()[1:] == [
        "    0-13 utf-8 1.00",
        f"    13-26 gb18030 {zhfix.decode(log.read_bytes()).segments[1].confidence:.2f}",
    ]
    blanked = "你好，图书馆今天开放。".encode().replace(b"\xa0", b" ")
    assert "damaged bytes repaired: 1" in run("encoding", stdin=blanked).stdout.decode()
    assert "已修复的损坏字节：1 处" in run("encoding", "--lang", "zh", stdin=blanked).stdout.decode()
    told = json.loads(run("encoding", "--json", stdin=blanked).stdout)
    assert told["name"] == "standard input"
    assert told["edits"][0]["before"] == "e4bd20"
    assert "text" not in told


# --- convert --------------------------------------------------------------------------


def test_text_is_converted_as_the_library_does(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("鼠标里的软件\r\n这座教堂有着300多年历史\r\n".encode("gb18030"))
    done = run("convert", "s2twp", path)
    assert (done.stdout.decode(), done.returncode) == ("滑鼠裡的軟體\r\n這座教堂有著300多年曆史\r\n", 0)
    assert "年歷史" in run("convert", "--context", "s2tw", path).stdout.decode()
    assert "软件" in run("convert", "--term", "软件", "s2tw", path).stdout.decode()
    path.chmod(0o640)
    os.utime(path, (10**9, 10**9))
    assert run("convert", "s2tw", "-i", path).returncode == 0
    assert path.read_bytes().decode("gb18030").startswith("鼠標裡的軟件\r\n")
    assert (path.stat().st_mode & 0o777, path.stat().st_mtime) == (0o640, 10**9)


def test_bytes_that_are_no_character_stay_in_place_and_are_told(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("图书馆今天开放。\n我们在那里".encode("gb18030") + b"\xa1\n" + "读书。\n".encode("gb18030"))
    done = run("convert", "s2t", path)
    assert done.stdout.decode() == "圖書館今天開放。\n我們在那裏\ufffd\n讀書。\n"
    assert (b"0xA1" in done.stderr, done.returncode) == (True, 2)
    assert run("convert", "s2t", "-i", path).returncode == 2
    written = "圖書館今天開放。\n我們在那裏".encode("gb18030") + b"\xa1\n" + "讀書。\n".encode("gb18030")
    assert path.read_bytes() == written


def test_what_cannot_be_converted_is_told_and_left(tmp_path: Path) -> None:
    path, good = tmp_path / "page.txt", tmp_path / "good.txt"
    data = "圖書館今天開門，我們在那裡讀書。\n".encode("big5") * 3
    path.write_bytes(data)
    good.write_text("圖書館", encoding="utf-8")
    done = run("convert", "t2s", "-i", path, tmp_path / "none", good)
    assert done.returncode == 2
    assert b"big5 has no" in done.stderr
    assert b"cannot convert" in done.stderr
    assert path.read_bytes() == data
    assert good.read_text(encoding="utf-8") == "图书馆"
    assert b"unknown config 's2x'" in run("convert", "s2x", stdin="中".encode()).stderr
    assert run("convert", "s2t", stdin=bytes(range(256)) * 9).returncode == 2
    assert run("convert", "-i", "s2t").returncode == 2


# --- rules ----------------------------------------------------------------------------


def test_rules_are_listed_and_shown() -> None:
    lines = run("rules").stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == [entry.id for entry in list_entries()]
    shown = run("rules", "strip_pinyin", "--lang", "zh").stdout.decode()
    assert shown.startswith("annotation.strip_pinyin\n")
    assert ">>> strip_pinyin(" in shown
    assert "  repair" in shown
    assert "注音" in shown
    done = run("rules", "strip_pinyn")
    assert (done.returncode, b"did you mean 'strip_pinyin'" in done.stderr) == (2, True)


# --- completion and help --------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_one(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert b"_ZHFIX_COMPLETE" in done.stdout
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=done.stdout, capture_output=True, check=False)  # noqa: S603
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_commands_and_options_are_completed() -> None:
    def complete(words: str) -> set[str]:
        done = run(_ZHFIX_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
        return {line.partition(",")[2] for line in done.stdout.decode().splitlines()}

    assert complete("zhfix ") == set(COMMANDS)
    assert {"--in-place", "--diff", "--report"} <= complete("zhfix fix --")
    assert "publish-tw" in complete("zhfix fix --preset ")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_that_use_what_there_is(command: str) -> None:
    shown = run(command, "--help").stdout.decode()
    examples = shown.partition("Examples:\n")[2].rstrip().splitlines()
    assert examples
    for example in examples:
        assert example.startswith(f"    zhfix {command}") or command == "undo"
    assert "--lang" in shown
