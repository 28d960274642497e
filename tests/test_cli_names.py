"""``zhfix names``: what it lists, what it renames, what it leaves, and the way back."""
# ruff: noqa: PTH103, PTH112, PTH114, PTH115, PTH118, PTH120, PTH123, PTH208 - names here are bytes, or no text

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from test_cli import SOURCE, run
from zhfix.cli import main
from zips import contents, pack

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of any bytes, signals")
HOLE = 1 << 26
NAMES = ["文件夹/", "文件夹/说明.txt", "图片.jpg", "plain.txt"]


def snapshot(top: Path) -> dict[bytes, tuple[str, object]]:
    """Return all that is below a folder: kind, and contents or target, by path."""
    found: dict[bytes, tuple[str, object]] = {}
    for folder, folders, files in os.walk(os.fsencode(top)):
        for name in folders + files:
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, os.fsencode(top))
            if os.path.islink(path):
                found[relative] = "link", os.readlink(path)
            elif os.path.isdir(path):
                found[relative] = "folder", None
            else:
                found[relative] = "file", Path(os.fsdecode(path)).read_bytes()
    return found


def make(top: Path, *names: str) -> None:
    """Make files, each with its name in it, and folders, which end in a slash."""
    for name in names:
        path = os.path.join(top, name)
        os.makedirs(path if name.endswith("/") else os.path.dirname(path), exist_ok=True)
        if not name.endswith("/"):
            Path(path).write_bytes(os.fsencode(name))


def listed(top: Path) -> list[str]:
    return sorted(os.fsdecode(path) for path in snapshot(top))


def call(*args: str | Path) -> Result:
    """Do what :func:`run` does without a process of its own, where many are asked for."""
    handler = signal.getsignal(signal.SIGTERM)
    try:
        return CliRunner().invoke(main, list(map(str, args)))
    finally:
        signal.signal(signal.SIGTERM, handler)


def test_a_dry_run_lists_and_changes_nothing(tmp_path: Path) -> None:
    make(tmp_path, "ÎÒµÄ/ÖÐÎÄ.txt", "Über uns.txt", "README")
    before = snapshot(tmp_path)
    done = run("names", ".", cwd=tmp_path)
    assert done.stdout.decode().splitlines() == [
        "./ÎÒµÄ/ÖÐÎÄ.txt -> 中文.txt  (this was gb18030, read as latin-1, 1.00)",
        "./ÎÒµÄ -> 我的  (this was gb18030, read as latin-1, 1.00)",
    ]
    assert (done.stderr, done.returncode) == (b"nothing was renamed: --apply changes 2 of these names\n", 1)
    assert snapshot(tmp_path) == before
    assert "原为 gb18030，被当作 latin-1 读取" in call("names", "--lang", "zh", tmp_path).output
    assert call("names", tmp_path / "README", tmp_path / "Über uns.txt").exit_code == 0


@linux
def test_apply_renames_from_below_and_undo_goes_back(tmp_path: Path) -> None:
    tree, report = tmp_path / "tree", tmp_path / "run.json"
    raw = os.fsdecode("报告.txt".encode("gbk"))
    make(tree, "ÎÒµÄ/ÖÐÎÄ.txt", "ÎÒµÄ/ÕÕÆ¬/Õ¾µã.jpg", "ÎÒµÄ/Über.txt", raw)
    make(tree, "b/#U4e2d#U6587.txt", "b/%E4%B8%AD%E6%96%87")
    (tree / "ÎÄ¼þ").symlink_to("ÎÒµÄ")
    (tree / "ÎÄ¼þ.zip").write_bytes(pack([name.encode("gbk") for name in NAMES]))
    before = snapshot(tree)
    times = (tree / "ÎÒµÄ" / "ÖÐÎÄ.txt").stat()
    done = run("names", "--apply", "--report", report, tree)
    assert (done.stderr, done.returncode) == (b"", 0)
    names = "b b/中文 b/中文.txt 我的 我的/Über.txt 我的/中文.txt 我的/照片 我的/照片/站点.jpg 报告.txt 文件 文件.zip"
    assert listed(tree) == sorted(names.split())
    assert os.readlink(tree / "文件") == "ÎÒµÄ"
    assert list(contents(tree / "文件.zip")) == NAMES
    now = (tree / "我的" / "中文.txt").stat()
    assert (now.st_mtime_ns, now.st_ino, now.st_nlink) == (times.st_mtime_ns, times.st_ino, 1)
    again = run("names", tree)
    assert (again.stdout, again.stderr, again.returncode) == (b"", b"", 0)
    done = run("undo", report)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    assert snapshot(tree) == before
    assert call("undo", report).exit_code == 0  # nothing is left to undo
    assert snapshot(tree) == before


def test_a_name_that_is_taken_stays(tmp_path: Path) -> None:
    make(tmp_path, "ÖÐÎÄ.txt", "中文.TXT", "a/#U4e2d#U6587", "a/%E4%B8%AD%E6%96%87", "b/ÕÕÆ¬", "b/#U7167#U7247/")
    before = snapshot(tmp_path)
    done = call("names", "--apply", tmp_path)
    assert "/ÖÐÎÄ.txt is left as it is: 中文.txt is there already" in done.output
    assert "others, too: 1" in done.output
    assert done.exit_code == 2
    assert snapshot(tmp_path) == before
    assert call("names", tmp_path).exit_code == 2


@linux
def test_a_name_of_a_stopped_run_is_told(tmp_path: Path) -> None:
    make(tmp_path, "ÖÐÎÄ.txt")
    os.link(tmp_path / "ÖÐÎÄ.txt", tmp_path / "中文.txt")
    assert "the same file by another name" in call("names", "--apply", tmp_path).output
    assert listed(tmp_path) == ["ÖÐÎÄ.txt", "中文.txt"]


@linux
def test_names_that_cannot_be_are_refused(tmp_path: Path) -> None:
    make(tmp_path, "%E4%B8%AD%E6%96%87%2F..", "#U4e2d#U6587#U202e", "#U4e2d#U6587#Uff0f")
    for raw in ("会议记录和年终总结的报告" * 10, "通知\x1b[31m", "我的文档"):
        make(tmp_path, "raw/" + os.fsdecode(raw.encode("gbk")[: -1 if raw == "我的文档" else None]))
    before = snapshot(tmp_path)
    done = run("names", "--apply", tmp_path)
    told = done.stderr.decode()
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr
    assert "it is no UTF-8, and nothing reads its bytes for certain" in told
    assert "would take 360 bytes, and 255 is the most" in told
    assert len(snapshot(tmp_path)) == len(before)
    assert all(name.count(".") < 3 for name in listed(tmp_path))


def test_ignored_and_hidden_names_stay(tmp_path: Path) -> None:
    make(tmp_path, ".git/ÖÐÎÄ", "sub/.git/ÖÐÎÄ", ".ÖÐÎÄ", "out/ÖÐÎÄ.log", "ÎÄ¼þ.log", "ÕÕÆ¬")
    (tmp_path / ".gitignore").write_text("*.log\n")
    done = run("names", "--output-format", "json", ".", cwd=tmp_path)
    assert [each["after"] for each in json.loads(done.stdout)] == ["照片"]
    everything = run("names", "--no-ignore", "--output-format", "json", ".", cwd=tmp_path)
    assert sorted(each["after"] for each in json.loads(everything.stdout)) == [".中文", "中文.log", "文件.log", "照片"]


def test_json_tells_all(tmp_path: Path) -> None:
    make(tmp_path, "ÖÐÎÄ.txt", "ÎÄ¼þ", "文件")
    (tmp_path / "a.zip").write_bytes(pack([name.encode("gbk") for name in NAMES], comment="注释".encode("gbk")))
    done = run("names", "--apply", "--output-format", "json", ".", cwd=tmp_path)
    found = {each["after"]: each for each in json.loads(done.stdout)}
    assert {after: (each["kind"], each["status"]) for after, each in found.items()} == {
        "文件夹/": ("member", "changed"), "文件夹/说明.txt": ("member", "changed"), "图片.jpg": ("member", "changed"),
        "注释": ("comment", "changed"), "中文.txt": ("file", "changed"), "文件": ("file", "left"),
    }  # fmt: skip
    assert found["文件"]["why"] == "文件 is there already"
    assert found["中文.txt"]["confidence"] > 0.9
    assert found["中文.txt"]["place"] == "."


def test_archives_are_written_as_a_whole_with_a_backup(tmp_path: Path) -> None:
    path, report = tmp_path / "a.zip", tmp_path / "r.json"
    data = pack([name.encode("gbk") for name in NAMES])
    path.write_bytes(data)
    path.chmod(0o640)
    os.utime(path, (10**9, 10**9))
    done = run("names", path)
    told = f"{path}: ═╝╞¼.jpg -> 图片.jpg  (this was gb18030, read as cp437, 1.00)"
    assert done.stdout.decode().splitlines()[2] == told
    assert (done.returncode, path.read_bytes()) == (1, data)
    assert call("names", "--apply", "--backup", "--report", report, path).exit_code == 0
    assert list(contents(path)) == NAMES
    assert (tmp_path / "a.zip.bak").read_bytes() == data
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.stat().st_mtime == 10**9
    moved = path.rename(tmp_path / "moved")
    assert call("undo", report, moved).exit_code == 0  # known by its bytes, as any file
    assert moved.read_bytes() == data
    assert call("names", moved).exit_code == 1  # an archive by how it begins
    assert call("names", "--apply", "--report", report, moved).exit_code == 2  # an earlier report is never replaced
    assert moved.read_bytes() == data


def test_what_unzip_makes_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(pack([name.encode("gbk") for name in NAMES], streamed=True))
    assert call("names", "--apply", path).exit_code == 0
    try:
        args = ["unzip", "-t", str(path)]
        done = subprocess.run(args, capture_output=True, check=False, timeout=20)  # noqa: S603
    except FileNotFoundError:
        pytest.skip("no unzip")
    assert done.returncode == 0
    assert b"No errors" in done.stdout


@pytest.mark.parametrize("data", [b"", b"PK\5\6", b"PK\3\4" + b"x" * 99, pack([b"a", b"b"])[:-9]])
def test_damaged_archives_are_told_of_and_the_rest_is_done(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(data)
    (tmp_path / "ok.zip").write_bytes(pack(["图片.jpg".encode("gbk")]))
    make(tmp_path, "ÕÕÆ¬")
    done = call("names", "--apply", tmp_path, tmp_path / "none")
    assert done.exit_code == 2
    assert f"cannot read {tmp_path / 'bad.zip'}: " in done.output
    assert "none: No such file" in done.output
    assert (tmp_path / "bad.zip").read_bytes() == data
    assert list(contents(tmp_path / "ok.zip")) == ["图片.jpg"]
    assert (tmp_path / "照片").exists()


def test_members_that_lead_outside_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(pack(["../图片.jpg".encode("gbk"), "说明.txt".encode("gbk")]))
    done = call("names", "--apply", path)
    assert done.exit_code == 2
    assert "outside of the folder it unpacks to" in done.output
    assert list(contents(path)) == ["../图片.jpg".encode("gbk").decode("cp437"), "说明.txt"]


@pytest.mark.parametrize(
    "args", [["--backup"], ["--report", "r.json"], ["--apply", "--report", "r.html"], ["--encoding", "x"]]
)
def test_what_means_nothing_is_a_usage_error(tmp_path: Path, args: list[str]) -> None:
    make(tmp_path, "ÕÕÆ¬")
    assert call("names", *args, tmp_path).exit_code == 2
    assert listed(tmp_path) == ["ÕÕÆ¬"]
    assert not Path("r.json").exists()
    assert call("names").exit_code == 2


def test_undo_never_replaces_and_is_not_led_elsewhere(tmp_path: Path) -> None:
    tree, report = tmp_path / "tree", tmp_path / "r.json"
    make(tree, "ÖÐÎÄ.txt", "ÕÕÆ¬", "ÎÄ¼þ")
    assert call("names", "--apply", "--report", report, tree).exit_code == 0
    (tree / "ÖÐÎÄ.txt").write_bytes(b"new")
    (tree / "照片").unlink()
    undone = run("undo", report)
    assert undone.returncode == 2
    assert "ÖÐÎÄ.txt is there already" in undone.stderr.decode()
    assert "照片 is not there any more" in undone.stderr.decode()
    assert listed(tree) == sorted(["ÖÐÎÄ.txt", "中文.txt", "ÎÄ¼þ"])
    forged = (("before", "../x"), ("before", ""), ("before", 3), ("folder", "tree"), ("after", "a/b"), ("folder", None))
    for key, value in forged:
        told = json.loads(report.read_bytes())
        for entry in told["files"]:
            entry["renamed"][key] = value
        (tmp_path / "forged.json").write_text(json.dumps(told))
        before = snapshot(tree)
        done = call("undo", tmp_path / "forged.json")
        assert done.exit_code == 2
        assert "the report was changed" in done.output
        assert snapshot(tree) == before


def start(*args: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "zhfix", "names", "--apply", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": SOURCE, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
    )


@linux
@pytest.mark.parametrize("moment", [1, 170])
def test_killed_at_any_moment_it_can_be_undone(tmp_path: Path, moment: int) -> None:
    tree, report = tmp_path / "tree", tmp_path / "r.json"
    wanted = {f"{folder}ÕÕÆ¬{number:03}": f"照片{number:03}" for folder in ("", "ÎÒµÄ/") for number in range(150)}
    make(tree, *wanted)
    before = snapshot(tree)
    with start("--report", report, tree) as process:
        assert process.stdout
        for _ in range(moment):
            process.stdout.readline()
        process.kill()
    held = sorted(str(what) for kind, what in set(snapshot(tree).values()) if kind == "file")
    assert held == sorted(str(what) for kind, what in before.values() if kind == "file")
    if report.exists() and report.stat().st_size:
        assert call("undo", report).exit_code == 0
    assert snapshot(tree) == before


@linux
def test_killed_while_an_archive_is_written_it_is_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = pack(["图片.jpg".encode("gbk")])
    with path.open("wb") as file:  # with a long hole before it, which takes a moment to copy
        file.truncate(HOLE)
        file.seek(0, os.SEEK_END)
        file.write(data)
    with start(path) as process:
        end = time.monotonic() + 20
        while len(os.listdir(tmp_path)) < 2 and time.monotonic() < end:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    with path.open("rb") as file:
        file.seek(HOLE)
        assert file.read() == data
    for left in tmp_path.iterdir():
        left.unlink()


PARTS = [
    "ÖÐÎÄ", "ÕÕÆ¬", "中文", "照片", "Über", "a", "A", "#U4e2d#U6587", "%E4%B8%AD%E6%96%87", "%2e%2e%2f%E4%B8%AD",
    "..#U4e2d#U6587", "#U002f#U4e2d#U6587", os.fsdecode("中文".encode("gbk")), os.fsdecode("功能".encode("big5")),
    os.fsdecode(b"\xff"), "-rf",
    "涓\ue15f枃", "\x1b[31m", "é", "e\u0301", "con", "#U4e2d#U6587#U003a", " ", ".ÖÐÎÄ",
]  # fmt: skip


@linux
@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3), max_size=7))
def test_no_name_leaves_its_folder_and_undo_gives_the_same_tree(paths: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        tree = top / "tree"
        tree.mkdir()
        for number, parts in enumerate(paths):
            path = os.path.join(tree, *parts)
            try:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "xb") as file:
                    file.write(b"%d" % number)
            except (FileExistsError, NotADirectoryError):
                continue
        before = snapshot(tree)
        done = call("names", "--apply", "--no-ignore", "--report", top / "r.json", tree)
        assert done.exit_code in (0, 2), done.output
        after = snapshot(tree)
        assert sorted(map(str, after.values())) == sorted(map(str, before.values()))
        assert sorted(path.count(b"/") for path in after) == sorted(path.count(b"/") for path in before)
        assert sorted(os.listdir(top)) == ["r.json", "tree"]
        assert call("undo", top / "r.json").exit_code == 0
        assert snapshot(tree) == before
