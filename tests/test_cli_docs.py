"""What ``docs/cli.md`` shows is what the command does, from its first example to its last; and it leaves none out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from test_cli import run
from zhfix.cli.commands import COMMANDS
from zhfix.config import KEYS

PAGE = (Path(__file__).parents[1] / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_examples_do_what_they_show(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes("本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\n".encode())
    shown = "".join(re.findall(r"(?ms)^```console\n(.*?)^```", PAGE))
    steps = re.findall(r"(?m)^\$ (.+)\n((?:(?!\$ ).*\n)*)", shown)
    assert len(steps) > 10
    for command, expected in steps:
        program, *args = shlex.split(command)
        if program == "cat":
            assert (tmp_path / args[0]).read_text(encoding="utf-8") == expected
        else:
            done = run(*args, cwd=tmp_path)
            assert (done.stdout.decode(), done.stderr) == (expected, b"")


def test_every_command_and_key_is_told_of() -> None:
    for command in COMMANDS:
        assert f"[`zhfix {command}`](#" in PAGE
    for key in KEYS:
        assert re.search(rf"(?m)^(\[tool\.zhfix\.)?{key}( = |\])", PAGE)


def test_the_configuration_that_is_shown_is_sound(tmp_path: Path) -> None:
    (text,) = re.findall(r"(?ms)^```toml\n(.*?)^```", PAGE)
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert run("check", "-", stdin=b"x", cwd=tmp_path).returncode == 0
