"""What the command was given wrongly is told in the user's language, click's own words included."""

from __future__ import annotations

import gettext
import os
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from click.testing import CliRunner

from test_cli import run
from zhfix.cli import main
from zhfix.cli.language import speak

TOOL = Path(__file__).parent.parent / "tools/build_click_catalogue.py"
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
    (["convert", "s2x"], "没有 config：'s2x'"),
    (["rules", "no-such-rule"], "没有 rule：'no-such-rule'"),
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


def test_headings_of_help_are_in_chinese() -> None:
    shown = run("fix", "--help", "--lang", "zh").stdout.decode()
    assert "用法：" in shown
    assert "选项" in shown
    assert "显示此帮助并退出。" in shown


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


def test_the_catalogue_is_what_the_tool_writes() -> None:
    spec = spec_from_file_location("build_click_catalogue", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.build_catalogue() == tool.CATALOGUE.read_bytes()
    assert set(tool.PLURALS) == {message for message, chinese in tool.MESSAGES.items() if not isinstance(chinese, str)}
