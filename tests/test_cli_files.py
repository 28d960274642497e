"""The command on files: any encoding, in place, in several processes, and whatever is wrong with one of them."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

import zhfix
from test_cli import SOURCE, run
from zhfix.cli import main

DAMAGED = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\r\n"
SOUND = "本次活動服務企業，推進發展。\r\n"
LINE = "圖書館今天開門，我們在那裡讀書。\n"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and modes of POSIX")


def test_other_encodings_are_read_and_utf8_is_written(tmp_path: Path) -> None:
    for encoding in ("gb18030", "utf-16", "big5hkscs"):
        path = tmp_path / encoding
        path.write_bytes((LINE * 9 + "他說：”今天很熱。“\n").encode(encoding))
        done = run("fix", path)
        assert (done.stdout.decode(), done.stderr, done.returncode) == (LINE * 9 + "他說：“今天很熱。”\n", b"", 0)
    done = run("fix", "--encoding", "latin-1", "--select", "invisible", stdin=b"caf\xe9")
    assert (done.stdout, done.returncode) == ("café".encode(), 0)
    done = run("fix", "--to-encoding", "keep", stdin=DAMAGED.encode("gb18030") * 3)
    assert done.stdout == SOUND.encode("gb18030") * 3
    assert "annotation.strip_pinyin" in run("explain", stdin=DAMAGED.encode("gb18030") * 3).stdout.decode()


@pytest.mark.parametrize("option", ["--encoding", "--to-encoding", "--jobs"])
def test_what_means_nothing_is_a_usage_error(option: str) -> None:
    done = run("fix", option, "no such", stdin=b"x")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"no such" in done.stderr
    assert b"Traceback" not in done.stderr


def test_in_place_rewrites_files_and_prints_nothing(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b", "c")]
    for path, encoding in zip(paths, ("utf-8", "gb18030", "utf-8"), strict=True):
        path.write_bytes(((DAMAGED if path.name != "c" else SOUND) * 3).encode(encoding))
    sound = paths[2].stat()
    for jobs in ("1", "2"):
        done = run("fix", "--in-place", "--jobs", jobs, *paths)
        assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
        assert [p.read_bytes() for p in paths] == [(SOUND * 3).encode(e) for e in ("utf-8", "gb18030", "utf-8")]
        paths[0].write_bytes((DAMAGED * 3).encode())
    assert paths[2].stat().st_ino == sound.st_ino
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b", "c"]
    assert run("fix", "--in-place", stdin=b"x").returncode == 2


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_wrong_with_one_file_is_told_and_the_others_are_repaired(tmp_path: Path, jobs: str) -> None:
    good, missing, folder = tmp_path / "good", tmp_path / "missing\n", tmp_path / "folder"
    good.write_bytes(DAMAGED.encode())
    folder.mkdir()
    locked = tmp_path / "locked"
    locked.write_bytes(b"x")
    locked.chmod(0)
    refused = not os.access(locked, os.R_OK)
    for options in ([], ["--in-place"]):
        good.write_bytes(DAMAGED.encode())
        done = run("fix", "--jobs", jobs, *options, good, missing, folder, locked, good)
        assert done.returncode == 2
        lines = done.stderr.decode().splitlines()
        action = "repair" if options else "read"
        if not options:
            assert lines.pop(0) == f"Error: {folder} is a directory: say --in-place, --output-dir DIR or --diff"
        assert lines[0] == f"Error: cannot {action} {tmp_path / 'missing'}\\n: No such file or directory"
        assert len(lines) == 1 + refused
        assert good.read_bytes() == (SOUND if options else DAMAGED).encode()
        assert done.stdout == (b"" if options else SOUND.encode() + (b"" if refused else b"x") + SOUND.encode())


def test_bytes_that_are_no_character_are_told_and_kept() -> None:
    data = LINE.encode() + b"\xff" + DAMAGED.encode()
    done = run("fix", "--encoding", "utf-8", stdin=data)
    assert done.stdout == LINE.encode() + b"\xff" + SOUND.encode()
    assert done.returncode == 2
    message = done.stderr.decode()
    assert f"standard input is not utf-8 throughout: bytes 0xFF at offset {len(LINE.encode())} are left as" in message
    done = run("fix", "--encoding", "gb18030", stdin="图书馆\n".encode("gb18030") + b"\xff\n")
    assert done.stdout == "图书馆\n\ufffd\n".encode()
    assert b"0xFF at offset 7 are replaced by U+FFFD" in done.stderr
    done = run("fix", stdin=bytes(range(256)) * 9)
    assert (done.stdout, done.returncode) == (bytes(range(256)) * 9, 2)
    assert b"standard input is no text" in done.stderr


@posix
def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "zhfix", "fix"], input=b"x\n" * 99_999, stdout=full, stderr=-1, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[0].startswith("Error: cannot write standard output: ")


@posix
@pytest.mark.parametrize(
    "command",
    ["fix", "fix --diff -", "check -", "explain -", "report -", "encoding -", "convert t2s", "rules", "--help"],
)
def test_little_that_finds_no_room_is_one_line_too(command: str, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}  # what users have
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "zhfix", *command.split()],
            input=DAMAGED.encode(),
            stdout=full,
            stderr=-1,
            check=False,
            cwd=tmp_path,
            env={**environ, "PYTHONPATH": SOURCE},
        )
    told = b"Error: cannot write standard output: No space left on device\n"
    assert (done.stderr, done.returncode) == (told, 2)


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Let programs be interrupted: they ignore it where the tests were begun in the background of a shell."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@posix
@pytest.mark.usefixtures("interrupts")
def test_an_interrupt_is_no_finding(tmp_path: Path) -> None:
    script = (
        "import os, signal, zhfix.cli.check\n"
        "zhfix.cli.check.run_batch = lambda *_: os.kill(os.getpid(), signal.SIGINT) or []\n"
        "from zhfix.cli import main\n"
        "main(['check', '.'])"
    )
    (tmp_path / "a.txt").write_bytes(DAMAGED.encode())
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": SOURCE},
    )
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 128 + signal.SIGINT)


def test_jobs_give_the_same_of_a_long_file_and_of_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "long"
    data = ((LINE * 400 + DAMAGED) * 60).encode()
    assert len(data) > 1_000_000
    path.write_bytes(data)
    expected = zhfix.fix(data.decode()).encode()
    assert run("fix", "--jobs", "2", path).stdout == expected
    assert run("fix", "-j", "auto", stdin=data).stdout == expected
    assert run("fix", "-j", "2", "-i", path).returncode == 0
    assert path.read_bytes() == expected


# --- nothing is left behind ------------------------------------------------------------


def _start(args: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "zhfix", "fix", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _children(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait(condition: object, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@linux
@pytest.mark.usefixtures("interrupts")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_at_any_moment_it_leaves_no_process_and_no_half_of_a_file(tmp_path: Path, stop: signal.Signals) -> None:
    path = tmp_path / "long"
    data = ((LINE * 20 + DAMAGED) * 9_000).encode()
    path.write_bytes(data)
    with _start(["-i", "-j", "2", str(path)]) as process:
        try:
            assert _wait(lambda: len(_children(process.pid)) == 2)
            workers = _children(process.pid)
            if stop == signal.SIGINT:  # as a terminal does: to all
                os.killpg(process.pid, stop)
            else:
                process.send_signal(stop)
            process.wait(30)
            assert _wait(lambda: not any(map(_alive, workers)))
            assert process.stderr
            assert b"Traceback" not in process.stderr.read()
        finally:
            process.kill()
    assert process.returncode != 0
    assert path.read_bytes() == data
    if stop != signal.SIGKILL:
        assert [each.name for each in tmp_path.iterdir()] == ["long"]


@linux
def test_a_closed_pipe_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "long"
    path.write_bytes(((LINE * 20 + DAMAGED) * 3_000).encode())
    with _start(["-j", "2", str(path)]) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(300_000).startswith(LINE.encode())
        assert _wait(lambda: len(_children(process.pid)) == 2)
        workers = _children(process.pid)
        process.stdout.close()
        process.wait(30)
        assert process.stderr.read() == b""
        assert not any(map(_alive, workers))


@linux
def test_an_error_of_the_caller_leaves_no_process() -> None:
    texts = (DAMAGED for _ in range(100_000))
    results = zhfix.fix_many(texts, jobs=2)
    assert next(results) == SOUND
    workers = _children(os.getpid())
    assert len(workers) == 2

    def use(rest: Iterator[str]) -> None:
        for _ in rest:
            raise LookupError("the caller's own")

    with pytest.raises(LookupError):
        use(results)
    del results
    assert _wait(lambda: not any(map(_alive, workers)))
    lines = zhfix.fix_lines((LINE for _ in range(100_000)), jobs=2)
    next(lines)
    lines.close()  # type: ignore[attr-defined]  # a generator
    assert _wait(lambda: not _children(os.getpid()))


# --- memory -------------------------------------------------------------------------


@linux
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Peak memory of the command, in kilobytes, on text that is quick to read."""
    peaks = []
    for size in (2, 24):
        path = tmp_path / "text"
        path.write_bytes(b"A plain line of a log, of which there are many more.\n" * (size * 20_000))
        script = (
            "import subprocess, sys, resource\n"
            f"command = [sys.executable, '-m', 'zhfix', 'fix', {str(path)!r}]\n"
            "subprocess.run(command, stdout=subprocess.DEVNULL, check=True)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)  # noqa: S603 - ours
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 8_000
    assert peaks[1] < 200_000


def test_how_often_garbage_is_looked_for_is_given_back() -> None:
    before = gc.get_threshold()
    gc.set_threshold(123, 4, 5)
    try:
        CliRunner().invoke(main, ["rules", "trim_marks"])
        assert gc.get_threshold()[:2] == (123, 4)  # the third is not kept by every version
    finally:
        gc.set_threshold(*before)


def test_handlers_of_signals_are_given_back() -> None:
    def caught(*_: object) -> None: ...

    before = signal.signal(signal.SIGTERM, caught)
    try:
        CliRunner().invoke(main, ["rules", "trim_marks"])
        assert signal.getsignal(signal.SIGTERM) is caught
    finally:
        signal.signal(signal.SIGTERM, before)
    with ThreadPoolExecutor(1) as pool:  # where no handler can be set
        result = pool.submit(CliRunner().invoke, main, ["rules", "trim_marks"]).result()
    assert (result.exit_code, "spacing.trim_marks" in result.output) == (0, True)
