"""``zhfix report`` and ``zhfix fix --report`` with a report for people."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from test_cli import DAMAGED, SOUND, SOURCE, run

FORMS = (".html", ".md", ".txt")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with sound and damaged text, and with what is no text."""
    folder = tmp_path / "tree"
    for name, text in (
        ("a.txt", DAMAGED),
        ("sub/b.txt", DAMAGED * 2),
        ("sound.txt", SOUND),
        ("lost.txt", "锟斤拷锟斤拷"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (folder / "picture.png").write_bytes(bytes(range(256)) * 20)
    return folder


@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_written_while_files_are_repaired(tree: Path, tmp_path: Path, form: str) -> None:
    report = tmp_path / f"done{form}"
    done = run("fix", "-i", "--report", report, tree)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    assert (tree / "a.txt").read_bytes() == SOUND.encode()
    text = report.read_text(encoding="utf-8")
    for told in ("a.txt", "b.txt", "lost.txt", "strip", "wù", "by a converter"):
        assert told in text
    assert report.stat().st_mode & 0o777 == 0o666 & ~_read_umask()
    assert sorted(path.name for path in tmp_path.iterdir()) == [report.name, "tree"]


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_report_shows_what_is_damaged_and_changes_nothing(tree: Path) -> None:
    before = {path: path.read_bytes() for path in tree.rglob("*.*")}
    done = run("report", tree)
    text = done.stdout.decode()
    assert (done.stderr, done.returncode) == (b"", 0)
    assert f"{tree}/sub/b.txt  utf-8 · Repaired 8 · Left alone 0" in text
    assert "  Texts: 4\n  Damaged texts: 3 (75.0 %)\n" in text
    assert "  Files that are no text: 1\n" in text
    assert re.search(r"annotation\.strip_pinyin +12 +0 +█{24}\n", text)
    assert text.index("b.txt") < text.index("a.txt")  # most damage first
    assert {path: path.read_bytes() for path in tree.rglob("*.*")} == before


@pytest.mark.parametrize("form", FORMS)
def test_a_directory_is_reported_alike_by_several_processes_and_again(tree: Path, form: str) -> None:
    report = tree / f"corpus{form}"  # in the directory: it is no part of what it tells of
    assert run("report", "-o", report, ".", cwd=tree).returncode == 0
    first = report.read_bytes()
    assert run("report", "-o", report, "-j", "2", ".", cwd=tree).returncode == 0
    assert report.read_bytes() == first
    assert run("fix", "-i", "--report", report, ".", cwd=tree).returncode == 0
    assert b"corpus" not in report.read_bytes()


def test_a_report_that_leads_back_can_be_had_without_repairing(tree: Path) -> None:
    assert run("report", "-o", "x.json", "a.txt", cwd=tree).returncode == 0
    assert run("undo", "x.json", "-", stdin=SOUND.encode(), cwd=tree).stdout == DAMAGED.encode()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("form", "made"), [(".html", ["report", "-o"]), (".md", ["fix", "-i", "--report"]), (".txt", ["fix", "--report"])]
)
def test_a_report_in_json_is_rendered_later_as_if_at_once(
    tree: Path, tmp_path: Path, form: str, made: list[str], language: str
) -> None:
    long = "長(zhǎng)文沒有換行，" * 400 + "\n好" * 300 + "\n服務(wù)\n" + "好\n" * 300
    (tree / "long.txt").write_bytes(long.encode())
    (tree / "bytes.txt").write_bytes(DAMAGED.encode() * 9 + b"\xff" + DAMAGED.encode())
    at_once, saved, later = (tmp_path / name for name in (f"1{form}", "x.json", f"2{form}"))
    files = ["tree"] if made != ["fix", "--report"] else sorted(f"tree/{each.name}" for each in tree.glob("*.txt"))
    assert run("report", "-o", at_once, "--lang", language, *files, cwd=tmp_path).returncode == 0
    assert run(*made, saved, *files, cwd=tmp_path).returncode == 0
    for path in tree.iterdir():
        if path.is_file():
            path.unlink()  # the report is enough
    done = run("report", "--from", saved, "-o", later, "--lang", language)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    assert later.read_text(encoding="utf-8").splitlines() == at_once.read_text(encoding="utf-8").splitlines()


def test_reasons_that_do_not_fit_stay_as_they_were_told(tree: Path) -> None:
    """The report is of another version, or was changed: what was told counts, and not what it is said to come from."""
    run("report", "-o", "a.json", "a.txt", cwd=tree)
    whole = json.loads((tree / "a.json").read_bytes())
    told = [{}, 1, None, [], {"key": "annotation.junk"}, {"key": "no.such", "values": {}}, {"parts": [1]}, {"parts": 1}]
    told += [{"key": "annotation.junk", "values": {"base": "甲", "gloss": "乙"}}, {"key": "x", "values": {"key": 1}}]
    for each in told:
        for edit in whole["files"][0]["edits"]:
            edit["told"] = each
        (tree / "b.json").write_text(json.dumps(whole))
        done = run("report", "--from", "b.json", "--lang", "zh", cwd=tree)
        assert (done.stderr, done.returncode) == (b"", 0), each
        assert b"was written after" in done.stdout


def test_reports_in_json_are_printed_together_with_what_went_wrong(tree: Path) -> None:
    for name in ("a", "lost"):
        run("report", "-o", f"{name}.json", f"{name}.txt", "none.txt", cwd=tree)
    done = run("report", "--from", "a.json", "--from", "lost.json", "--lang", "zh", cwd=tree)
    assert (done.stderr, done.returncode) == (b"", 0)
    text = done.stdout.decode()
    assert text.index("a.txt  utf-8 · 已修复 4") < text.index("lost.txt  utf-8")
    assert text.count("cannot read none.txt") == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"name": 1}', "x.json: this is no report of zhfix (zhfix-report/1)"),
        (b"[1, 2]", "x.json: this is no report of zhfix"),
        (b"no JSON \xff", "x.json: this is no report of zhfix"),
        (b'{"schema": "zhfix-report/9", "files": []}', "x.json: the report is in the format zhfix-report/9"),
        (b'{"schema": "zhfix-report/1", "files": 3}', "x.json: this is no report of zhfix"),
        (
            b'{"schema": "zhfix-report/1", "files": [{"name": "\\u001b.txt", "source": []}]}',
            "x.json: what the report says of \\x1b.txt is not what this version of zhfix writes",
        ),
    ],
)
def test_what_is_no_report_is_named_and_the_others_are_shown(tree: Path, content: bytes, told: str) -> None:
    (tree / "x.json").write_bytes(content)
    run("report", "-o", "a.json", "a.txt", cwd=tree)
    done = run("report", "--from", "x.json", "--from", "a.json", cwd=tree)
    assert (done.stderr.decode().startswith(f"Error: {told}"), done.returncode) == (True, 2), done.stderr
    assert b"a.txt  utf-8" in done.stdout


def test_a_report_that_was_changed_is_refused_and_not_believed(tree: Path) -> None:
    run("report", "-o", "a.json", "a.txt", cwd=tree)
    whole = json.loads((tree / "a.json").read_bytes())
    broken: list[dict[str, object]] = [
        {"edits": [{**whole["files"][0]["edits"][0], "before": "x"}]},
        {"edits": [{"start": "0"}]},
        {"excerpts": [[9, 1, 1, "x"], [0, 1, 1, "y"]]},
        {"excerpts": [[0, 1]]},
        {"unreadable": [[0, "zz"]]},
        {"findings": 1},
    ]
    for change in broken:
        (tree / "b.json").write_text(json.dumps({**whole, "files": [{**whole["files"][0], **change}]}))
        done = run("report", "--from", "b.json", cwd=tree)
        assert (b"b.json: what the report says of a.txt is not" in done.stderr, done.returncode) == (True, 2), change


@pytest.mark.parametrize(
    "options", [["a.txt"], ["--encoding", "gbk"], ["--select", "quotes"], ["-o", "y.json"], ["--no-ignore"]]
)
def test_a_saved_report_takes_no_options_of_reading(tree: Path, options: list[str]) -> None:
    done = run("report", "--from", "x.json", *options, cwd=tree)
    assert (b"Error: --from " in done.stderr, done.returncode, (tree / "y.json").exists()) == (True, 2, False)


def test_a_full_disk_is_told_and_leaves_no_report(tree: Path) -> None:
    script = "import tempfile; tempfile.SpooledTemporaryFile = lambda *_, **__: open('/dev/full', 'w+b', 0); "
    script += "from zhfix.cli import main; main()"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script, "fix", "-i", "--report", "x.html", "a.txt"],
        capture_output=True,
        check=False,
        cwd=tree,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert (done.returncode, done.stderr) == (2, b"Error: cannot write x.html: No space left on device\n")
    assert sorted(path.name for path in tree.iterdir()) == ["a.txt", "lost.txt", "picture.png", "sound.txt", "sub"]


def test_standard_input_and_languages(tree: Path) -> None:
    text = run("report", "--lang", "zh", "-", stdin=DAMAGED.encode()).stdout.decode()
    assert "standard input  utf-8 · 已修复 4 · 未改动 0" in text
    assert "转换程序" in text
    run("report", "--lang", "zh", "-o", "x.html", "a.txt", cwd=tree)
    assert '<html lang="zh-Hans">' in (tree / "x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("option", "coloured"), [("always", True), ("never", False), ("auto", False)])
def test_colour_is_as_asked_for(tree: Path, option: str, *, coloured: bool) -> None:
    done = run("report", "--color", option, tree / "a.txt", NO_COLOR="1")
    assert (b"\x1b[31m(w\xc3\xb9)\x1b[0m" in done.stdout) == coloured
    assert (b"\x1b" in done.stdout) == coloured


def test_bytes_that_were_repaired_or_are_none_are_told_of(tmp_path: Path) -> None:
    sound = "本次活動已經結束，謝謝大家的參加。".encode()
    (tmp_path / "a.txt").write_bytes(sound * 3 + b"\xff" + sound)
    assert run("report", "-o", "x.txt", "a.txt", cwd=tmp_path).returncode == 0
    text = (tmp_path / "x.txt").read_text(encoding="utf-8")
    assert re.search(r'(?m)^  byte 153  salvage\.drop_byte  FF -> ""  \w', text)
    assert "Damaged characters: 1 (" in text
    (tmp_path / "b.txt").write_bytes(sound + "一".encode()[:2])
    run("report", "-o", "x.txt", "--encoding", "utf-8", "b.txt", cwd=tmp_path)
    assert "E4 B8  these bytes are no character" in (tmp_path / "x.txt").read_text(encoding="utf-8")


def test_what_is_wrong_is_told_and_is_part_of_the_report(tree: Path) -> None:
    done = run("report", "-o", "x.md", "none.txt", "a.txt", cwd=tree)
    assert done.returncode == 2
    assert "cannot read none.txt" in done.stderr.decode()
    text = (tree / "x.md").read_text(encoding="utf-8")
    assert "- cannot read none.txt" in text
    assert "| Texts | 1 |" in text


@pytest.mark.parametrize("name", ["x.pdf", "x", "none/x.html", "."])
def test_a_report_that_cannot_be_written_is_refused_before_any_file_is_changed(tree: Path, name: str) -> None:
    done = run("fix", "-i", "--report", name, "a.txt", cwd=tree)
    assert done.returncode == 2
    assert re.match(rb"Error: .*(ends in \.json, \.html, \.md or \.txt|No such file)", done.stderr)
    assert (tree / "a.txt").read_bytes() == DAMAGED.encode()
    assert not (tree / "x.pdf").exists()


@pytest.mark.parametrize("form", [*FORMS, ".json"])
@pytest.mark.parametrize("options", [["fix"], ["fix", "-i"], ["fix", "--diff"], ["report"]])
def test_a_report_never_replaces_a_file_that_is_read(tmp_path: Path, form: str, options: list[str]) -> None:
    path = tmp_path / f"data{form}"
    path.write_bytes(DAMAGED.encode())
    option = "--output" if options == ["report"] else "--report"
    done = run(*options, option, path, path)
    assert (done.returncode, b"is one of the files that are read" in done.stderr) == (2, True)
    assert path.read_bytes() == DAMAGED.encode()


def test_a_failed_run_keeps_the_report_that_was_there(tree: Path) -> None:
    (tree / "x.html").write_bytes(b"old")
    done = run("fix", "--report", "x.html", "--to-encoding", "no-such", "a.txt", cwd=tree)
    assert done.returncode == 2
    assert (tree / "x.html").read_bytes() == b"old"


def test_without_jinja_it_is_said_what_to_install(tree: Path) -> None:
    script = "import sys; sys.modules['jinja2'] = None; from zhfix.cli import main; main()"
    command = [sys.executable, "-c", script]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "fix", "-i", "--report", "x.html", "a.txt"],
        capture_output=True,
        check=False,
        cwd=tree,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert (done.returncode, b"install zhfix[cli]" in done.stderr) == (2, True)
    assert (tree / "a.txt").read_bytes() == DAMAGED.encode()
    assert not (tree / "x.html").exists()
    done = subprocess.run(  # noqa: S603
        [*command, "report", "-o", "x.md", "a.txt"],
        capture_output=True,
        check=False,
        cwd=tree,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    """Peak memory of the command, in kilobytes."""
    peaks = []
    for count in (100, 1_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.txt").write_bytes(("新\u200b橋" + "sound text. " * 400).encode())
        script = (
            "import subprocess, sys, resource\n"
            f"options = ['-o', {str(tmp_path / 'x.html')!r}, {str(folder)!r}]\n"
            "command = [sys.executable, '-m', 'zhfix', 'report', *options]\n"
            "subprocess.run(command, check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)  # noqa: S603 - ours
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 16_000
