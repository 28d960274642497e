"""``zhfix fix`` on directories, as a diff, with backups and reports, and the way back; ``zhfix undo``."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_cli import run
from zhfix.edits import Edit, apply_edits
from zhfix.result import Result
from zhfix.unified import write_diff

DAMAGED = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\r\n"
SOUND = "本次活動服務企業，推進發展。\r\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with text, sound and damaged, and with what is to be passed over."""
    folder = tmp_path / "tree"
    for name in ("a.txt", "sub/b.txt", "sub/deep/c.txt", ".hidden", "build/x.txt", "sub/skip.log", "sub/keep.log"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(DAMAGED.encode())
    (folder / "sound.txt").write_bytes(SOUND.encode())
    (folder / "picture.png").write_bytes(bytes(range(256)) * 20)
    (folder / ".gitignore").write_bytes(b"build/\n*.log\n!\n")
    (folder / "sub" / ".gitignore").write_bytes(b"!keep.log\n")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    (folder / "broken").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe")
    return folder


TAKEN = {"a.txt", "sub/b.txt", "sub/deep/c.txt", "sub/keep.log"}


def repaired(folder: Path) -> set[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(folder)) for path in files if path.read_bytes() == SOUND.encode()}


def test_a_directory_stands_for_its_files_but_what_git_ignores(tree: Path) -> None:
    done = run("fix", "-i", tree)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    assert repaired(tree) == TAKEN | {"sound.txt"}
    assert (tree / "link.txt").is_symlink()
    assert run("fix", "-i", "--no-ignore", tree).returncode == 0
    assert repaired(tree) == TAKEN | {"sound.txt", ".hidden", "build/x.txt", "sub/skip.log"}


def test_the_ignores_of_a_repository_hold_below_its_root(tree: Path) -> None:
    (tree / ".git" / "info").mkdir(parents=True)
    (tree / ".git" / "info" / "exclude").write_text("deep\n")
    assert run("fix", "-i", tree / "sub").returncode == 0
    assert repaired(tree) == {"sub/b.txt", "sub/keep.log", "sound.txt"}


def test_an_output_directory_gets_files_of_the_same_names(tree: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    (tree / "a.txt").chmod(0o640)
    assert run("fix", "--output-dir", clean, tree).returncode == 0
    assert repaired(clean) == TAKEN | {"sound.txt"}
    assert repaired(tree) == {"sound.txt"}
    assert (clean / "a.txt").stat().st_mode & 0o777 == 0o640
    done = run("fix", "-o", clean, tree / "a.txt", tree / "sub", tree / "sub" / "b.txt")
    assert done.returncode == 2
    assert b"b.txt would be written to the same file" in done.stderr
    assert run("fix", "-o", tree, tree / "a.txt").returncode == 2
    assert (tree / "a.txt").read_bytes() == DAMAGED.encode()
    inside = tree / "inside"
    for _ in range(2):
        assert run("fix", "-o", inside, tree).returncode == 0
    assert not (inside / "inside").exists()


def test_an_output_directory_that_is_none_is_refused_and_none_is_written_over_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(DAMAGED.encode())
    (tmp_path / "broken").symlink_to("nowhere")
    for folder in ("a.txt", "broken", ""):
        done = run("fix", "-o", folder, "a.txt", cwd=tmp_path)
        told = f"Error: --output-dir names a directory, and '{folder}' is none\n"
        assert (done.stderr.decode().endswith(told), done.returncode) == (True, 2), folder
    done = run("fix", "-o", ".", "a.txt", cwd=tmp_path)
    assert (b"a.txt would be written over itself: say --in-place" in done.stderr, done.returncode) == (True, 2)
    assert (path.read_bytes(), len(list(tmp_path.iterdir()))) == (DAMAGED.encode(), 2)


def test_a_backup_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    for _ in range(2):
        path.write_bytes(DAMAGED.encode())
        os.utime(path, (10**9, 10**9))
        assert run("fix", "-i", "--backup", link).returncode == 0
    assert path.read_bytes() == SOUND.encode()
    assert link.is_symlink()
    assert path.stat().st_mtime == 10**9
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.txt", "page.txt", "page.txt.bak", "page.txt.bak2"]
    assert (tmp_path / "page.txt.bak").read_bytes() == DAMAGED.encode()
    assert (tmp_path / "page.txt.bak").stat().st_mtime == 10**9


def test_a_diff_says_what_would_change_and_patch_takes_it(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    text = "第一行。\n" * 9 + DAMAGED + "中間。\n" * 9 + DAMAGED.rstrip()
    path.write_bytes(text.encode())
    done = run("fix", "--diff", "page.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert path.read_bytes() == text.encode()
    if shutil.which("patch"):
        subprocess.run(["patch", "--binary", "-s", "-p0"], input=done.stdout, cwd=tmp_path, check=True)  # noqa: S607
        assert path.read_bytes().decode() == text.replace(DAMAGED.rstrip(), SOUND.rstrip())
    path.write_bytes(SOUND.encode())
    done = run("fix", "--diff", path)
    assert (done.stdout, done.returncode) == (b"", 0)
    assert run("fix", "--diff", path, tmp_path / "none").returncode == 2


@given(st.lists(st.text("甲乙\n", max_size=4)), st.lists(st.tuples(st.integers(0, 3), st.text("丙\n", max_size=3))))
def test_a_diff_leads_from_the_source_to_the_text(pieces: list[str], changes: list[tuple[int, str]]) -> None:
    edits: list[Edit] = []
    at = 0
    source = "".join(pieces)
    for (gap, after), piece in zip(changes, pieces, strict=False):
        start, end = at + gap, at + gap + len(piece)
        if end > len(source) or (edits and start <= edits[-1].end) or source[start:end] == after:
            continue
        edits.append(Edit(start, end, source[start:end], after, "my.rule"))
        at = end + 1
    result = Result(source, apply_edits(source, edits), tuple(edits))
    lines = [line.removesuffix("\n") for line in write_diff("x", result, context=10**6)][2:]
    if not lines:
        assert result.text == source
        return
    assert lines.pop(0).startswith("@@ -")
    old: list[str] = []
    new: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        feed = "" if following.startswith("\\") else "\n"
        if line[0] in " -":
            old.append(line[1:] + feed)
        if line[0] in " +":
            new.append(line[1:] + feed)
    assert "".join(old) == source
    assert "".join(new) == result.text


# --- reports and the way back ---------------------------------------------------------

LOSSY = DAMAGED.encode("gb18030") * 3 + b"\xff\n" + DAMAGED.encode("gb18030")


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (("\ufeff" + DAMAGED).encode(), []),
        (LOSSY, ["--encoding", "gb18030"]),
        (LOSSY, ["--encoding", "gb18030", "--to-encoding", "utf-8"]),
        ((DAMAGED * 3).encode("utf-16"), []),
        ("启动完成\n".encode() + "用户登录成功\n".encode("gb18030") + DAMAGED.encode("gb18030"), []),
        ("你好，图书馆今天开放。".encode().replace(b"\xa0", b" "), []),
    ],
)
def test_a_report_leads_back_byte_for_byte(tmp_path: Path, data: bytes, options: list[str]) -> None:
    path, report = tmp_path / "page.txt", tmp_path / "run.json"
    path.write_bytes(data)
    run("fix", "-i", "--report", report, *options, path)
    after = path.read_bytes()
    assert after != data
    assert run("undo", report, "-", stdin=after).stdout == data
    done = run("undo", report, path)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    assert path.read_bytes() == data


def test_a_report_is_complete(tmp_path: Path) -> None:
    path, report = tmp_path / "page\udcff.txt", tmp_path / "run.json"
    path.write_bytes(LOSSY + "他說：「明天再來。\n".encode("gb18030"))
    assert run("fix", "--encoding", "gb18030", "--report", report, path, tmp_path / "none").returncode == 2
    told = json.loads(report.read_text(encoding="utf-8"))
    (entry,) = told["files"]
    assert told["schema"] == "zhfix-report/1"
    assert str(tmp_path / "none") in told["problems"][1]
    assert entry["name"] == str(path)
    assert entry["source"]["bytes"] == path.stat().st_size
    assert (entry["source"]["encoding"], entry["output"]["encoding"]) == ("gb18030", "utf-8")
    assert entry["unreadable"] == [[LOSSY.index(b"\xff\n"), "ff"]]
    assert "U+FFFD" in told["problems"][0]
    assert {edit["rule"] for edit in entry["edits"]} == {"annotation.strip_pinyin"}
    assert {finding["rule"] for finding in entry["findings"]} == {
        "quotes.rebalance_quotes",
        "unrecoverable.report_lost",
    }


def test_undo_refuses_what_is_not_as_it_was_written(tmp_path: Path) -> None:
    path, report = tmp_path / "page.txt", tmp_path / "run.json"
    path.write_bytes(DAMAGED.encode())
    assert run("fix", "-i", "--report", report, path).returncode == 0
    done = run("fix", "-i", "--report", report, path)
    assert done.returncode == 2
    assert b"is there already" in done.stderr
    other = tmp_path / "other.txt"
    other.write_bytes(SOUND.encode() + b"x")
    done = run("undo", report, other, path)
    assert done.returncode == 2
    assert f"Error: {other}: the report has no file with these bytes" in done.stderr.decode()
    assert other.read_bytes() == SOUND.encode() + b"x"
    assert path.read_bytes() == DAMAGED.encode()
    assert b"nothing to undo" in run("undo", report, path).stderr
    report.write_bytes(report.read_bytes().replace(b'"undo": [[', b'"undo": [[1, 1, "41"], ['))
    path.write_bytes(SOUND.encode())
    assert b"does not lead back" in run("undo", report, path).stderr
    odd = b'{"schema": "zhfix-report/1", "files": [{"source": [1], "output": {"sha256": "0"}}, {"source": {}}]}'
    for junk in (b"", b"{}", b"[]", b'{"schema": "zhfix-report/9", "files": []}', b"\xff", odd, b"[" * 100_000):
        report.write_bytes(junk)
        done = run("undo", report, path)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


def test_a_report_that_was_cut_off_still_leads_back(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_bytes((DAMAGED * (1 + (path.name == "b.txt"))).encode())
    report = tmp_path / "run.json"
    assert run("fix", "-i", "--report", report, *paths).returncode == 0
    report.write_bytes(report.read_bytes()[:-60])
    assert run("undo", report, paths[0]).returncode == 0
    assert paths[0].read_bytes() == DAMAGED.encode()


# --- whatever happens -----------------------------------------------------------------


def test_a_pipe_is_read_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = run("fix", "-i", pipe)
    assert (done.returncode, b"is no regular file" in done.stderr) == (2, True)
    writer = subprocess.Popen(["sh", "-c", f"printf '{DAMAGED}' > '{pipe}'"])  # noqa: S603, S607 - our own text
    try:
        assert run("fix", pipe).stdout.decode() == SOUND
    finally:
        writer.wait(10)


def test_a_broken_link_and_an_undecodable_name_are_told(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    Path(odd).write_bytes(DAMAGED.encode())
    for options in ([], ["-i"]):
        done = run("fix", *options, tmp_path / "broken", odd)
        assert done.returncode == 2
        assert b"broken: No such file or directory" in done.stderr
    assert Path(odd).read_bytes() == SOUND.encode()
    assert rb"\udcff.txt" in run("fix", odd + "x").stderr


def test_a_full_disk_leaves_the_file(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: what is written beside the file does not fit."""
    path = tmp_path / "page.txt"
    data = (DAMAGED * 2_000).encode()
    path.write_bytes(data)
    limit = "ulimit -f 16; trap '' XFSZ; exec \"$@\""
    command = ["sh", "-c", limit, "sh", sys.executable, "-m", "zhfix", "fix", "-i", str(path)]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})  # noqa: S603
    assert done.returncode == 2
    assert f"cannot repair {path}: File too large" in done.stderr.decode()
    assert path.read_bytes() == data
    assert [each.name for each in tmp_path.iterdir()] == ["page.txt"]


@pytest.mark.parametrize("delay", [0.2, 0.35, 0.5, 0.8])
def test_killed_at_any_moment_each_file_is_old_or_new(tmp_path: Path, delay: float) -> None:
    paths = [tmp_path / f"{number:03}.txt" for number in range(60)]
    for path in paths:
        path.write_bytes((DAMAGED * 40 + path.name).encode())
    report = tmp_path / "run.json"
    command = [sys.executable, "-m", "zhfix", "fix", "-i", "--report", str(report), str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own program
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    new = [path for path in paths if path.read_bytes() == (SOUND * 40 + path.name).encode()]
    old = [path for path in paths if path.read_bytes() == (DAMAGED * 40 + path.name).encode()]
    assert len(new) + len(old) == len(paths)
    if new:
        assert run("undo", report, *new).returncode == 0
        assert all(path.read_bytes().startswith(DAMAGED.encode()) for path in new)


# --- a terminal -----------------------------------------------------------------------


def on_terminal(*args: str | Path, **environ: str) -> tuple[str, int]:
    """Run the program on a pseudo-terminal; return what it shows, and its exit status."""
    leader, follower = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "zhfix", *map(str, args)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm", "NO_COLOR": "", **environ},
    ) as process:
        os.close(follower)
        shown = b""
        try:
            while data := os.read(leader, 65_536):
                shown += data
        except OSError:  # how a pseudo-terminal says that nobody writes to it any more
            pass
        finally:
            os.close(leader)
        process.wait(60)
    return shown.decode().replace("\r\n", "\n"), process.returncode


def test_controls_never_reach_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    text = "紅\x1b[31m字\x07\x9b2J，\u202e反\u202c。\r\n第二\rXX行\t好\n"
    path.write_bytes(text.encode())
    expected = "紅<U+001B>[31m字<U+0007><U+009B>2J，<U+202E>反<U+202C>。\n第二<U+000D>XX行\t好\n"
    shown, status = on_terminal("fix", "--select", "quotes", path)
    assert (shown, status) == (expected, 0)
    assert run("fix", "--select", "quotes", path).stdout == text.encode()
    for command in (["explain"], ["fix", "--diff"], ["explain", "--lang", "zh"]):
        shown, _ = on_terminal(*command, path, NO_COLOR="1")
        assert not set(shown) & set("\x1b\x07\x9b\u202e")


def test_colour_is_for_terminals_and_as_one_says(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(DAMAGED.encode())
    assert "\x1b[32m+" in on_terminal("fix", "--diff", path)[0]
    assert "\x1b[" not in on_terminal("fix", "--diff", path, NO_COLOR="1")[0]
    assert "\x1b[" not in on_terminal("fix", "--diff", "--color", "never", path)[0]
    assert b"\x1b[" not in run("fix", "--diff", path).stdout
    assert b"\x1b[32m+" in run("fix", "--diff", "--color", "always", path).stdout


def test_a_terminal_sees_a_summary(tree: Path) -> None:
    shown, status = on_terminal("fix", "-i", tree)
    assert status == 0
    assert "annotation.strip_pinyin" in shown
    assert shown.splitlines()[-1] == "files: 6, changed: 4, failed: 0"
    assert on_terminal("fix", "-i", "--quiet", tree) == ("", 0)


@pytest.mark.parametrize("without", ["", "rich"])
def test_long_work_shows_how_far_it_is(tmp_path: Path, without: str) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"A plain line of a log, of which there are many more.\n" * 100_000)
    if without:  # a module of that name that cannot be imported
        (tmp_path / "rich.py").write_text("raise ModuleNotFoundError('rich')")
    paths = os.pathsep.join(filter(None, [str(tmp_path) if without else "", os.environ.get("PYTHONPATH", "")]))
    shown, status = on_terminal("fix", "-i", path, PYTHONPATH=paths)
    assert status == 0
    assert "MB" in shown
    assert shown.splitlines()[-1].endswith("files: 1, changed: 0, failed: 0")
