"""The installed program, run as a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

import zhfix

DAMAGED = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\r\n第二行沒有壞。\n"
SOURCE = str(Path(zhfix.__file__).parents[1])
"""Where the tests found zhfix, for those that run it in another directory."""
SOUND = "本次活動服務企業，推進發展。\r\n第二行沒有壞。\n"


def run(
    *args: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "zhfix", *map(str, args)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": SOURCE, "LC_ALL": "C.UTF-8", **environ},
    )


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A damaged file."""
    path = tmp_path / "page.txt"
    path.write_bytes(DAMAGED.encode())
    return path


@pytest.mark.parametrize("command", [["fix"], []])
def test_fix_prints_the_repaired_file(page: Path, command: list[str]) -> None:
    done = run(*command, page)
    assert (done.stdout, done.stderr, done.returncode) == (SOUND.encode(), b"", 0)
    assert page.read_bytes() == DAMAGED.encode()


@pytest.mark.parametrize("args", [["fix"], ["fix", "-"], ["-"], []])
def test_standard_input_is_read(args: list[str]) -> None:
    assert run(*args, stdin=DAMAGED.encode()).stdout == SOUND.encode()


def test_several_files_come_out_one_after_another(page: Path) -> None:
    assert run(page, "-", page, stdin=b"x").stdout == (SOUND + "x" + SOUND).encode()


@pytest.mark.parametrize("text", ["", "\n", "沒有換行", "一\r二\r\n三\n\u2028四\x0b\x0c", "\ufeff有標記\r\n"])
def test_sound_bytes_come_out_as_they_were(text: str) -> None:
    assert run("fix", stdin=text.encode()).stdout == text.encode()


def test_a_byte_order_mark_stays_and_does_not_count() -> None:
    data = ("\ufeff" + DAMAGED).encode()
    assert run("fix", stdin=data).stdout == ("\ufeff" + SOUND).encode()
    assert b"standard input:1:7: annotation.strip_pinyin" in run("explain", stdin=data).stdout


def test_explain_tells_place_rule_change_confidence_and_reason(page: Path) -> None:
    done = run("explain", page)
    lines = done.stdout.decode().splitlines()
    edits = zhfix.explain(DAMAGED).edits
    assert done.returncode == 0
    assert lines[0] == f'{page}:1:7: annotation.strip_pinyin {edits[0].confidence:.2f}  "(wù)" -> ""'
    assert lines[1] == f"    {edits[0].reason}"
    assert lines[-1] == f"{page}: edits: 4 (annotation.strip_pinyin 4); findings left: 0"
    assert len(lines) == 2 * 4 + 1


def test_explain_lists_findings_by_line_and_column() -> None:
    done = run("explain", stdin="第一行。\n他說：「明天再來。\n第三行。\n".encode())
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("standard input:2:4: quotes.rebalance_quotes ")
    assert lines[-1] == "standard input: nothing to repair; findings left: 1"


def test_explain_shows_what_cannot_be_seen() -> None:
    assert '"<U+0008><U+0007>" -> ""' in run("explain", stdin="中文是\x08\x07，好的。".encode()).stdout.decode()


@pytest.mark.parametrize(
    ("args", "environ", "expected"),
    [
        (["--lang", "zh"], {}, "注音"),
        (["--lang", "en"], {"LC_ALL": "zh_CN.UTF-8"}, "the reading"),
        ([], {"LC_ALL": "zh_TW.UTF-8"}, "注音"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "注音"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "the reading"),
    ],
)
def test_reasons_are_in_the_language_of_the_locale(args: list[str], environ: dict[str, str], expected: str) -> None:
    out = run("explain", *args, stdin=DAMAGED.encode(), cwd=None, PYTHONIOENCODING="utf-8", **environ).stdout.decode()
    assert expected in out


def test_a_terminal_of_another_encoding_shows_code_points() -> None:
    done = run("explain", stdin=DAMAGED.encode(), PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert b"the reading (w\xf9) was written after \\u52d9" in done.stdout


@pytest.mark.parametrize(
    "args",
    [
        ["--select", "quotes,invisible"],
        ["--ignore", "annotation"],
        ["--select", "quotes", "--select", "slip", "--preset", "repair"],
    ],
)
def test_rules_can_be_chosen(page: Path, args: list[str]) -> None:
    assert run(*args, page).stdout == DAMAGED.encode()
    assert run("explain", *args, page).stdout.count(b"\n") == 1


def test_the_markup_can_be_told() -> None:
    text = "# 服務(wù)企業(yè)\n\n本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\n\n    服務(wù)\n"
    done = run("fix", "--markup", "markdown", stdin=text.encode())
    assert done.stdout.decode() == "# 服務企業\n\n本次活動服務企業，推進發展。\n\n    服務(wù)\n"
    assert "服務(wù)" not in run("fix", "--markup", "text", stdin=text.encode()).stdout.decode()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--select", "quote"], "unknown rule in select 'quote', did you mean 'quotes'"),
        (["--preset", "repiar"], "'repiar' is not"),
        (["--markup", "md"], "'md' is not"),
        (["--lang", "fr"], "'fr' is not"),
        (["--in-place", "--diff"], "exclude one another"),
        (["--backup"], "--in-place"),
    ],
)
def test_wrong_options_are_usage_errors(page: Path, args: list[str], message: str) -> None:
    done = run("fix", *args, page)
    assert done.returncode == 2
    assert done.stdout == b""
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("command", ["fix", "explain"])
def test_a_missing_file_is_one_line_and_status_2(command: str, tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    done = run(command, path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [f"Error: cannot read {path}: No such file or directory"]
    assert run(command, tmp_path).returncode == 2
    assert run(command, path, LC_ALL="zh_CN.UTF-8").stderr.decode().startswith(f"错误：无法读取 {path}：")


def test_version_and_help() -> None:
    assert run("--version").stdout.decode() == f"zhfix {zhfix.__version__}\n"
    for args in (["--help"], ["-h"], ["fix", "--help"], ["explain", "-h"]):
        done = run(*args)
        assert done.returncode == 0
        assert b"Usage: " in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of a shell")
@pytest.mark.parametrize("command", ["fix", "explain"])
def test_a_closed_pipe_is_silent(tmp_path: Path, command: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text(DAMAGED * 3_000, encoding="utf-8", newline="")
    shell = f"'{sys.executable}' -m zhfix {command} '{path}' | head -c 10"
    done = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)  # noqa: S603, S607 - our own program
    assert len(done.stdout) == 10
    assert done.stderr == b""


def test_the_console_script_is_installed() -> None:
    try:
        installed = version("zhfix")
    except PackageNotFoundError:
        pytest.skip("run from the source tree, not installed")
    assert installed == zhfix.__version__
    program = shutil.which("zhfix", path=str(Path(sys.executable).parent))
    assert program
    done = subprocess.run([program, "--help"], capture_output=True, check=False)  # noqa: S603 - our own program
    assert b"Usage: zhfix" in done.stdout + done.stderr


def test_a_mistyped_command_is_told_from_a_file() -> None:
    done = run("explian", "no-such-file")
    assert done.returncode == 2
    assert "did you mean 'explain'" in done.stderr.decode()


def test_an_empty_list_of_rules_is_refused() -> None:
    done = run("fix", "--select", "", stdin="文字".encode())
    assert done.returncode == 2
    assert "names no rule" in done.stderr.decode()
