"""``zhfix check``: what it lists, in which formats, with which exit status; and configuration files."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import zhfix
from test_cli import run
from zhfix.config import find_config, read_config
from zhfix.errors import ConfigError

DAMAGED = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\n"
SOUND = "本次活動服務企業，推進發展。\n"
OPEN = "他說：「明天再來。\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A directory with a damaged file, a sound one, and one that is no text."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "page.md").write_bytes((SOUND + DAMAGED).encode())
    (tmp_path / "sound.txt").write_bytes((SOUND + OPEN).encode())
    (tmp_path / "picture").write_bytes(bytes(range(256)) * 20)
    return tmp_path


def test_problems_are_listed_with_their_places(project: Path) -> None:
    done = run("check", cwd=project)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert len(lines) == 4
    where = os.path.join(".", "sub", "page.md")  # noqa: PTH118 - as it is printed
    reason = zhfix.explain(DAMAGED).edits[0].reason
    assert lines[0] == f'{where}:2:7: annotation.strip_pinyin "(wù)" -> ""  {reason}'
    assert all(re.fullmatch(r".+:\d+:\d+: [a-z_]+\.[a-z_]+ .+", line) for line in lines)


def test_the_exit_status_tells_what_was_found(project: Path) -> None:
    assert (run("check", project / "sound.txt").returncode, run("check", project).returncode) == (0, 1)
    listed = run("check", "--info", project / "sound.txt")
    assert (listed.returncode, listed.stdout.count(b"quotes.rebalance_quotes")) == (1, 1)
    done = run("check", project, project / "none")
    assert (done.returncode, done.stdout.count(b"\n")) == (2, 4)
    assert b"cannot read" in done.stderr
    assert run("check", "--preset", "no", project).returncode == 2
    assert run("check", "-", stdin=DAMAGED.encode()).stdout.startswith(b"standard input:1:7: ")


def test_fix_repairs_and_lists_what_is_left(project: Path) -> None:
    lost = "\ufffd\n" + DAMAGED
    (project / "lost.txt").write_bytes(lost.encode())
    done = run("check", "--fix", "-j", "2", cwd=project)
    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stdout.decode().splitlines()] == [os.path.join(".", "lost.txt:1:1")]  # noqa: PTH118
    assert (project / "sub" / "page.md").read_bytes() == (SOUND + SOUND).encode()
    assert run("check", "--fix", "sub", cwd=project).returncode == 0


def test_bytes_that_are_repaired_are_problems_too() -> None:
    blanked = ("第一行。\n今天" + "你好，图书馆今天开放。").encode().replace(b"\xbd\xa0", b"\xbd ")
    line = run("check", "-", stdin=blanked).stdout.decode()
    assert line.startswith("standard input:2:3: salvage.")
    assert '-> "你"' in line


def test_json_lists_everything(project: Path) -> None:
    done = run("check", "--output-format", "json", "--lang", "zh", project)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert len(found) == 4
    assert found[0]["path"] == str(project / "sub" / "page.md")
    assert [found[0][key] for key in ("line", "column", "end_line", "end_column")] == [2, 7, 2, 11]
    assert (found[0]["change"], found[0]["fixable"]) == ({"before": "(wù)", "after": ""}, True)
    assert "注音" in found[0]["reason"]
    assert json.loads(run("check", "--output-format", "json", project / "sound.txt").stdout) == []


def test_annotations_for_github(project: Path) -> None:
    lines = run("check", "--output-format", "github", "sub", cwd=project).stdout.decode().splitlines()
    place = "line=2,col=7,endLine=2,endColumn=11,title=annotation.strip_pinyin"
    assert lines[0].startswith(f"::error file={os.path.join('sub', 'page.md')},{place}::")  # noqa: PTH118


def test_sarif_tells_rules_places_and_repairs(project: Path) -> None:
    (project / "名 字.txt").write_bytes(DAMAGED.encode())
    log = json.loads(run("check", "--output-format", "sarif", "名 字.txt", cwd=project).stdout)
    (ran,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in ran["tool"]["driver"]["rules"]] == ["annotation.strip_pinyin"]
    result = ran["results"][0]
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "%E5%90%8D%20%E5%AD%97.txt"
    assert location["region"] == {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 11}
    assert (result["level"], bool(result["message"]["text"])) == ("error", True)
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"] == {"text": ""}


# --- configuration --------------------------------------------------------------------


def test_the_nearest_configuration_holds(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.zhfix]\nignore = ['annotation']\nlang = 'zh'\n")
    assert run("check", cwd=project).returncode == 0
    assert run("fix", project / "sub" / "page.md").stdout.decode() == SOUND + DAMAGED
    assert run("check", "--isolated", cwd=project).returncode == 1
    assert run("fix", stdin=DAMAGED.encode(), cwd=project / "sub").stdout.decode() == DAMAGED
    (project / "sub" / "pyproject.toml").write_text("[project]\nname = 'zhfix-user'\n")  # which says nothing of zhfix
    assert run("check", cwd=project / "sub").returncode == 0
    (project / "sub" / "zhfix.toml").write_text("preset = 'repair'\n")
    assert run("check", cwd=project).returncode == 1
    other = project / "other.toml"
    other.write_text("select = ['quotes']\n")
    assert run("check", "--config", other, project).returncode == 0


def test_rules_are_left_out_by_file_and_terms_left_alone(project: Path) -> None:
    (project / "zhfix.toml").write_text(
        "terms = ['服務(wù)', '企業(yè)']\n[per-file-ignores]\n'*.md' = ['annotation']\n", encoding="utf-8"
    )
    assert run("check", cwd=project).returncode == 0
    (project / "sub" / "page.md").rename(project / "page.txt")
    assert run("check", cwd=project).stdout.count(b"\n") == 2
    (project / "zhfix.toml").write_text("[per-file-ignores]\n'sub/*' = ['strip_pinyin']\n")
    assert run("check", "page.txt", cwd=project).returncode == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("preset = 'repiar'", "preset: unknown preset 'repiar', did you mean 'repair'? There are: repair, tidy"),
        ("ingore = []", "ingore: unknown key 'ingore', did you mean 'ignore'? There are: preset, select"),
        ("select = 'quotes'", "select: select takes a list of strings: pass ['quotes']"),
        ("ignore = ['quote']", "ignore: unknown rule in ignore 'quote', did you mean 'quotes'"),
        ("min-confidence = 7", "min-confidence: min-confidence is a number from 0 to 1"),
        ("lang = 'fr'", "lang: unknown lang 'fr'"),
        ("per-file-ignores = 1", "per-file-ignores: it is a table of patterns"),
        ("[per-file-ignores]\n'*.md' = ['nope']", "per-file-ignores: *.md: unknown rule in ignore 'nope'"),
        ("preset =", "is no TOML in UTF-8"),
    ],
)
def test_what_means_nothing_is_told_with_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "zhfix.toml"
    path.write_text(text)
    done = run("check", "-", stdin=b"x", cwd=tmp_path)
    assert done.returncode == 2
    assert str(path) in done.stderr.decode()
    assert message in done.stderr.decode()
    assert "Usage" not in done.stderr.decode()
    with pytest.raises(ConfigError, match=r"zhfix\.toml"):
        read_config(str(path))


def test_a_configuration_is_asked_for_that_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[project]\nname = 'x'\n")
    assert find_config(str(tmp_path)).preset == "repair"
    with pytest.raises(ConfigError, match="has no table"):
        read_config(str(path))
    path.write_text("[tool]\nzhfix = 3\n")
    with pytest.raises(ConfigError, match="is a table"):
        read_config(str(path))


def test_the_hooks_run_commands_that_there_are() -> None:
    hooks = (Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_text()
    entries = re.findall(r"entry: zhfix (.+)", hooks)
    assert len(entries) == 2
    for entry in entries:
        assert run(*entry.split(), "-", stdin=SOUND.encode()).returncode == 0


@pytest.mark.parametrize("command", ["check", "fix", "report", "explain"])
def test_a_configuration_that_is_not_there_is_told_where_there_is_no_file_either(command: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    inputs = [empty] if command in ("check", "report") else []
    done = run(command, "--config", "none.toml", *inputs, cwd=tmp_path)
    assert done.returncode == 2
    assert b"none.toml" in done.stderr
