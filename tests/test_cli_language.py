"""What the command was given wrongly is told in the user's language, click's own words included."""

from __future__ import annotations

import gettext
import inspect
import json
import os
import re
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import click
import polib
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from test_cli import run
from zhfix.catalog import list_entries
from zhfix.cli import main
from zhfix.cli.commands import COMMANDS
from zhfix.cli.help import wrap_wide
from zhfix.cli.language import speak
from zhfix.complaints import explain_error
from zhfix.messages import translate

TOOL = Path(__file__).parent.parent / "tools/build_catalogue.py"
WRONG = [
    (["fix", "--nope"], "没有选项"),
    (["fix", "--jobs", "x"], "'x' 不是从 1 开始的进程数"),
    (["fix", "--preset", "x"], "'x' 不在"),
    (["fix", "--select", ","], "没有写出任何规则"),
    (["fix", "--min-confidence", "x"], "'x' 不是有效的"),
    (["fix", "-i", "--diff", "a.txt"], "不能同时使用"),
    (["fix", "--in-place"], "标准输入不是文件"),
    (["fix", "--backup", "a.txt"], "请同时给出两者"),
    (["fix", "--isolated=1"], "不带值"),
    (["convert"], "缺少参数"),
    (["names", "--report", "a.json", "."], "--apply"),
    (["check", "--output-format"], "需要一个值"),
    (["rules", "a", "b"], "多余的参数"),
    (["fxi"], "是否想用 'fix'"),
    (["fix", "no-such-file"], "无法读取 no-such-file：没有这个文件或目录"),
    (["fix", "-i", "/dev/null"], "/dev/null 不是普通文件"),
    (["fix", "--select", "pinyin"], "select 中的规则：'pinyin'，是否想写 'strip_pinyin'"),
    (["fix", "--min-confidence", "7"], "应为 0 到 1 之间的数"),
    (["fix", "--encoding", "gb2321"], "是否想写 'gb2312'"),
    (["convert", "s2x"], "没有这个转换配置：'s2x'"),
    (["rules", "no-such-rule"], "没有这个规则：'no-such-rule'"),
    (["fix", "--encoding", "no-such"], "没有这个编码：'no-such'"),
    (["convert", "s2t", "--term", ""], "terms 的每一项应为至少一个字符的字符串"),
    (["check", "--config", "no-such-file"], "无法读取 no-such-file：没有这个文件或目录"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG)
def test_what_is_wrong_is_told_in_chinese(arguments: list[str], told: str) -> None:
    done = run(arguments[0], "--lang", "zh", *arguments[1:])
    shown = done.stderr.decode()
    assert done.returncode == 2
    assert told in shown
    assert "错误：" in shown
    assert not any(english in shown for english in ("Error", "Usage", "Try", "Invalid", "Missing", "No such option"))


@pytest.mark.parametrize(
    ("arguments", "content", "told"),
    [
        (
            ["fix", "--to-encoding", "big5"],
            "这里\n",
            "标准输入 中：big5 中没有 '这'（U+8FD9，在文本的位置 0）",
        ),
        (["fix", "--to-encoding", "gbk"], "一\U0001f600\n", "U+1F600，在文本的位置 1）；gb18030 和 utf-8 中"),
        (["fix", "--field", "b", "--format", "csv"], "a,b\n1,2,3\n", "标准输入 中：第 2 行有 3 个单元格"),
        (["fix", "--field", "c", "--format", "csv"], "a,b\n1,2\n", "标准输入 中：没有字段 c；现有字段：a, b"),
        (["fix", "--field", "a", "--format", "jsonl"], "nope\n", "标准输入 中：第 1 行不是 JSON 对象"),
        (["fix", "--field", "a", "--format", "parquet"], "nope\n", "标准输入 中：这不是可以读取的 Parquet 文件"),
        (["undo", "-"], "nope", "标准输入 中：这不是 zhfix 的报告"),
    ],
)
def test_what_is_wrong_with_a_text_is_told_in_chinese(arguments: list[str], content: str, told: str) -> None:
    done = run(*arguments, "--lang", "zh", stdin=content.encode())
    assert (told in done.stderr.decode(), done.returncode) == (True, 2), done.stderr.decode()


@pytest.mark.parametrize(("char", "encoding"), [("这", "big5"), ("\U0001f600", "gb2312"), ("\ud83d", "utf-8")])
def test_what_an_encoding_lacks_is_told_alike(char: str, encoding: str) -> None:
    error = zhfix.EncodeError(7, char, encoding)
    told = explain_error(error)
    assert told == str(error)
    assert "在文本的位置 7" in translate(told, "zh")


@pytest.mark.parametrize(
    ("environ", "arguments", "prefix"),
    [
        ({"LC_ALL": "zh_TW.UTF-8"}, [], "错误："),
        ({"LANGUAGE": "zh_CN:en", "LANG": "en_GB.UTF-8"}, [], "错误："),
        ({"LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, [], "Error: "),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang=en"], "Error: "),
        ({"LANG": "de_DE.UTF-8"}, [], "Error: "),
        ({"LANG": "de_DE.UTF-8"}, ["--lang", "en", "--lang", "zh"], "错误："),
        ({"LANG": "zh_CN.UTF-8"}, ["--", "--lang", "en"], "错误："),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang", "fr"], "错误："),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang"], "错误："),
    ],
)
def test_the_language_is_that_asked_for_or_of_the_environment(
    environ: dict[str, str], arguments: list[str], prefix: str
) -> None:
    asked = {"LC_ALL": "", "LANGUAGE": "", "LANG": "", **environ}
    done = run("fix", "--nope", *arguments, stdin=b"", cwd=None, **asked)
    assert done.stderr.decode().splitlines()[-1].startswith(prefix)


PAGES = [[], *([name] for name in COMMANDS)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "zhfix")
def test_help_is_in_chinese(page: list[str]) -> None:
    shown = run(*page, "--help", "--lang", "zh", COLUMNS="80").stdout.decode()
    assert "用法：" in shown
    assert "选项" in shown
    assert "示例：" in shown
    assert "显示此帮助并退出。" in shown
    described, examples = shown.split("示例：")
    # What stays in Latin are commands, options, values and what stands for them: never a sentence.
    assert not re.search("[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+", re.sub("`[^`]*`", "", described))
    assert all(re.search("[\u4e00-\u9fff]", line) for line in examples.strip().splitlines())
    # An example is one line, however long; of all else none is wider than the terminal, but for a mark.
    assert max(map(count_columns, described.splitlines())) <= 80
    assert not any(line.lstrip().startswith(tuple("，。、；：！？）」”")) for line in shown.splitlines())


def count_columns(line: str) -> int:
    return sum(1 + (east_asian_width(char) in "WF") for char in line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "zhfix")
def test_help_in_english_has_no_chinese(page: list[str]) -> None:
    shown = run(*page, "--help", LC_ALL="en_GB.UTF-8").stdout.decode()
    assert "Examples:" in shown
    assert shown.isascii()


def test_commands_are_listed_by_a_sentence_in_chinese() -> None:
    shown = run("--lang", "zh", "--help", COLUMNS="80").stdout.decode().split("命令:")[1].split("示例：")[0]
    assert "  undo        把每个 FILE 还原成 `zhfix fix --report REPORT` 修复之前的样子\n" in shown
    assert "..." not in shown


def test_the_language_may_come_before_the_command(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("服務(wù)\n", encoding="utf-8")
    for arguments in (["--lang", "zh", "check"], ["--lang=zh", "check"], ["check", "--lang", "zh"]):
        done = run(*arguments, str(file))
        assert (done.returncode, "注音" in done.stdout.decode()) == (1, True)
    for arguments in (["--lang", "zh"], ["--lang=zh"]):
        done = run(*arguments, str(file))
        assert (done.returncode, done.stdout.decode()) == (0, "服務\n")
        assert run(*arguments, stdin=file.read_bytes()).stdout == done.stdout
    assert "需要一个值" in run("--lang", LC_ALL="zh_CN.UTF-8").stderr.decode()


def test_rules_are_told_in_chinese() -> None:
    lines = run("rules", "--lang", "zh").stdout.decode().splitlines()
    assert len(lines) == len(list_entries())
    assert all(re.search("[\u4e00-\u9fff].*。$", line) for line in lines)
    shown = run("rules", "trim_marks", "--lang", "zh").stdout.decode()
    assert "预设:\n" in shown
    assert "说明文字:\n" in shown
    sarif = json.loads(run("check", "--lang", "zh", "--output-format", "sarif", "-", stdin="服務(wù)".encode()).stdout)
    (rule,) = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"].startswith("去掉转换程序写在字后面的注音")


pieces = st.sampled_from(["中", "文", "，", "。", "（", "）", " ", "FILE", "-", "a"])


@given(st.lists(pieces).map("".join), st.integers(8, 30))
def test_wide_text_is_broken_into_lines(text: str, width: int) -> None:
    lines = wrap_wide(text, width)
    longest = max(map(len, re.findall("[!-~]+", text)), default=0)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert count_columns(line.rstrip("，。） ")) <= max(width, longest + 2 * line.count("（"))
    for line, following in pairwise(lines):
        assert line.strip("（") == "" or not line.endswith("（")
        assert not following.startswith(("，", "。", "）"))


def test_no_argument_is_no_language() -> None:
    done = run(stdin="他說：”服務(wù)“\n".encode(), LC_ALL="zh_CN.UTF-8")
    assert (done.returncode, done.stdout.decode()) == (0, "他說：“服務”\n")


def test_nothing_of_it_stays_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    place = gettext.bindtextdomain("messages")
    monkeypatch.setenv("LANGUAGE", "fr")
    result = CliRunner().invoke(main, ["fix", "--nope", "--lang", "zh"])
    assert "没有选项" in result.output
    assert os.environ["LANGUAGE"] == "fr"
    monkeypatch.delenv("LANGUAGE")
    with speak(["--lang", "zh"]):
        assert os.environ["LANGUAGE"] == "zh"
        assert Path(str(gettext.bindtextdomain("messages"))).parent.name == "cli"
    assert "LANGUAGE" not in os.environ
    assert gettext.bindtextdomain("messages") == place


def load_tool() -> Any:
    spec = spec_from_file_location("build_catalogue", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_catalogue_is_what_the_tool_writes() -> None:
    tool = load_tool()
    assert tool.build_catalogue() == tool.CATALOGUE.read_bytes()


def test_the_catalogue_holds_all_that_is_asked_of_it() -> None:
    entries = {entry.msgid: entry for entry in polib.pofile(str(load_tool().SOURCE))}
    asked = {"Examples:", "Presets", "Messages", *(entry.summary for entry in list_entries())}
    for name in ("", *COMMANDS):
        command = getattr(import_module(f"zhfix.cli.{name}"), name) if name else main
        asked.update(map(" ".join, map(str.split, inspect.cleandoc(command.help or "").split("\n\n"))))
        asked.update(option.help for option in command.params if isinstance(option, click.Option) and option.help)
        asked.update(what for _, what in command.examples)
    own = {message for message, entry in entries.items() if entry.comment != "click"}
    assert asked - set(entries) == set()
    assert own - asked == set()
    assert all(entry.translated() for entry in entries.values())
    for message in own:  # what is typed is the same in both languages
        chinese = entries[message].msgstr
        typed = set(re.findall(r"--[a-z-]+|`[^`]*zhfix[^`]*`|\b[A-Z]{4,}\b", message)) - {"ASCII", "ARGS"}
        assert all(each in chinese for each in typed), message
