"""Compressed files by name, read and written by the real command, and held to the standard library's own readers."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import pickle
import signal
import subprocess
import sys
import tarfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhfix
from test_cli import SOURCE, run
from zhfix.compressed import Packer, open_plain, split_name
from zhfix.encoding.archives import is_archive
from zhfix.errors import CompressionError

DAMAGED, SOUND = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\n", "本次活動服務企業，推進發展。\n"


class Kind(NamedTuple):
    ending: str
    name: str
    pack: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


if sys.version_info >= (3, 14):
    from compression import zstd

    def _pack_zstd(data: bytes) -> bytes:
        options: dict[int, int] = {zstd.CompressionParameter.checksum_flag: 1}
        return zstd.compress(data, options=options)

    def _unpack_zstd(data: bytes) -> bytes:
        return zstd.decompress(data)

else:
    import zstandard

    def _pack_zstd(data: bytes) -> bytes:
        return zstandard.ZstdCompressor(write_checksum=True).compress(data)

    def _unpack_zstd(data: bytes) -> bytes:
        return zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()


KINDS = (
    Kind(".gz", "gzip", gzip.compress, gzip.decompress),
    Kind(".bz2", "bzip2", bz2.compress, bz2.decompress),
    Kind(".xz", "xz", lzma.compress, lzma.decompress),
    Kind(".zst", "zstd", _pack_zstd, _unpack_zstd),
)
every = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
first = pytest.mark.parametrize("kind", KINDS[:1], ids=[KINDS[0].name])
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measures as Linux does")


@pytest.fixture
def page(kind: Kind, tmp_path: Path) -> Path:
    """A damaged file, compressed."""
    path = tmp_path / f"page.txt{kind.ending}"
    path.write_bytes(kind.pack(DAMAGED.encode("gb18030")))
    return path


# --- the command ---------------------------------------------------------------------


@every
def test_output_is_plain_text_as_behind_zcat(kind: Kind, page: Path) -> None:
    before = page.read_bytes()
    done = run("fix", page)
    assert (done.stdout, done.stderr, done.returncode) == (SOUND.encode(), b"", 0)
    assert page.read_bytes() == before
    assert kind.unpack(before).decode("gb18030") == DAMAGED


@first
def test_every_command_reads_it(kind: Kind, page: Path) -> None:
    assert f"-{DAMAGED}+{SOUND}" in run("fix", "--diff", page).stdout.decode()
    assert run("encoding", page).stdout.decode() == f"{page}: gb18030 1.00, LF\n"
    assert f"{page}:1:" in run("check", page).stdout.decode()
    assert "annotation.strip_pinyin" in run("report", page).stdout.decode()
    assert run("convert", "t2s", page).stdout.decode() == zhfix.convert(DAMAGED, "t2s")
    assert kind.unpack(page.read_bytes()).decode("gb18030") == DAMAGED


@every
def test_in_place_it_stays_compressed_with_mode_and_times(kind: Kind, page: Path) -> None:
    page.chmod(0o640)
    os.utime(page, (1_000_000_000, 1_100_000_000))
    before, old = page.stat(), page.read_bytes()
    done = run("fix", "-i", "--backup", "--report", page.with_name("run.json"), page)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", 0)
    assert kind.unpack(page.read_bytes()).decode("gb18030") == SOUND
    assert page.with_name(page.name + ".bak").read_bytes() == old
    status = page.stat()
    assert (status.st_mode, status.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)
    assert not zhfix.fix_file(page, page).changed
    assert page.stat().st_ino == status.st_ino  # there was nothing to repair any more
    assert run("undo", page.with_name("run.json"), page).returncode == 0
    assert kind.unpack(page.read_bytes()).decode("gb18030") == DAMAGED


@first
def test_check_and_convert_write_it_back_compressed(kind: Kind, page: Path) -> None:
    assert run("check", "--fix", page).returncode == 0
    assert kind.unpack(page.read_bytes()).decode("gb18030") == SOUND
    assert run("convert", "t2s", "-i", page).returncode == 0
    assert kind.unpack(page.read_bytes()).decode("gb18030") == zhfix.convert(SOUND, "t2s")


@first
def test_fields_of_compressed_records(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / f"a.jsonl{kind.ending}"
    record = '{"text": "%s", "other": "服務(wù)"}\n'
    path.write_bytes(kind.pack((record % DAMAGED.strip()).encode()))
    assert run("fix", "-i", "--field", "text", path).returncode == 0
    assert kind.unpack(path.read_bytes()).decode() == record % SOUND.strip()


COMMANDS = (["fix", "-i"], ["fix", "-i", "-j", "2"], ["check"], ["check", "--fix"], ["report"])


@pytest.mark.parametrize(
    ("kind", "command"),
    [*((kind, COMMANDS[0]) for kind in KINDS[1:]), *((KINDS[0], command) for command in COMMANDS)],
    ids=lambda value: value.name if isinstance(value, Kind) else " ".join(value),
)
def test_what_is_damaged_is_told_and_the_others_are_repaired(kind: Kind, command: list[str], tmp_path: Path) -> None:
    whole = kind.pack((DAMAGED * 40).encode())
    broken = {
        "cut": whole[:-9],
        "empty": b"",
        "flipped": _flip(whole),
        "followed": whole + b"else",
        "other": b"no\n" * 9,
    }
    for name, data in broken.items():
        (tmp_path / f"{name}.txt{kind.ending}").write_bytes(data)
    (tmp_path / "whole.txt").write_bytes(DAMAGED.encode())
    done = run(*command, tmp_path)
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert len(lines) == len(broken)
    for name, line in zip(sorted(broken), lines, strict=True):
        assert f"{name}.txt{kind.ending}: its {kind.name} data " in line
    assert "ends too early" in lines[0]
    found = {path.name.partition(".")[0]: path.read_bytes() for path in tmp_path.iterdir()}
    repairs = command[0] == "fix" or "--fix" in command
    assert found == {**broken, "whole": (SOUND if repairs else DAMAGED).encode()}


@first
def test_one_that_is_damaged_is_told_in_chinese_and_not_converted(kind: Kind, page: Path) -> None:
    page.write_bytes(page.read_bytes()[:-9])
    before = page.read_bytes()
    done = run("encoding", "--lang", "zh", page)
    assert (done.stderr.decode(), done.returncode) == (
        f"错误：无法读取 {page}：其中的 {kind.name} 数据不完整，提前结束\n",
        2,
    )
    assert run("convert", "t2s", "-i", page).returncode == 2
    assert page.read_bytes() == before


def _flip(data: bytes) -> bytes:
    """Return the data with a bit of its text wrong."""
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 0x10]) + data[len(data) // 2 + 1 :]


@every
def test_a_directory_has_compressed_text_and_no_archives(kind: Kind, page: Path, tmp_path: Path) -> None:
    archive = _make_tar(tarfile.PAX_FORMAT)
    others = {
        f"a.tar{kind.ending}": kind.pack(archive),
        f"b{kind.ending}": kind.pack(archive),
        f"c.png{kind.ending}": kind.pack(bytes(range(256)) * 9),
        f"d.txt{kind.ending}": kind.pack(SOUND.encode()) + kind.pack(SOUND.encode()),
        "e.tgz": gzip.compress(archive),
        "f.tar": archive,
    }
    source = tmp_path / "raw"
    source.mkdir()
    page.rename(source / page.name)
    for name, data in others.items():
        (source / name).write_bytes(data)
    done = run("fix", "-o", tmp_path / "clean", source)
    assert (done.stderr, done.returncode) == (b"", 0)
    written = {path.name: path.read_bytes() for path in (tmp_path / "clean").iterdir()}
    assert kind.unpack(written.pop(page.name)).decode("gb18030") == SOUND
    assert written == others  # what needs no repair is not compressed again
    assert run("fix", "-i", source).returncode == 0
    assert {name: (source / name).read_bytes() for name in others} == others


def _make_tar(form: int) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        info = tarfile.TarInfo("page.txt")
        info.size = len(DAMAGED.encode())
        archive.addfile(info, io.BytesIO(DAMAGED.encode()))
    return file.getvalue()


def test_other_endings_say_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.txt.lz4"
    path.write_bytes(DAMAGED.encode())
    assert run("fix", path).stdout == SOUND.encode()
    packed = gzip.compress(DAMAGED.encode())
    path.write_bytes(packed)
    done = run("fix", path)
    assert (done.stdout, done.returncode) == (packed, 2)
    assert b"is no text" in done.stderr
    assert run("fix", stdin=packed).stdout == packed


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="Python reads it itself")
def test_without_the_extra_it_is_named(tmp_path: Path) -> None:
    path, other = tmp_path / "page.zst", tmp_path / "page.txt"
    path.write_bytes(b"(\xb5/\xfd")
    other.write_bytes(DAMAGED.encode())
    script = "import sys; sys.modules['zstandard'] = None; from zhfix.cli import main; main()"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", script, "fix", "-i", str(path), str(other)],
        env={**os.environ, "PYTHONPATH": SOURCE, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        (
            f"Error: cannot repair {path}: zstd is read by Python 3.14, or by the package zstandard: "
            "pip install 'zhfix[zstd]'"
        )
    ]
    assert other.read_bytes() == SOUND.encode()


# --- killed, and bombs ------------------------------------------------------------------


@linux
@first
def test_killed_it_leaves_the_old_file(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / f"page.txt{kind.ending}"
    data = kind.pack((("圖書館今天開門，我們在那裡讀書。\n" * 20) + DAMAGED).encode() * 1_000)
    path.write_bytes(data)
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "zhfix", "fix", "-i", str(path)], env={**os.environ, "PYTHONPATH": SOURCE}
    ) as process:
        try:
            end = time.monotonic() + 20
            while not any(each.suffix == ".zhfix" for each in tmp_path.iterdir()):
                assert time.monotonic() < end
                assert process.poll() is None
                time.sleep(0.02)
        finally:
            process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert path.read_bytes() == data


@linux
@every
def test_a_bomb_takes_no_more_memory_than_a_small_file(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / f"zeros{kind.ending}"
    part = kind.pack(bytes(8_000_000))
    peaks = []
    for count in (1, 12):
        path.write_bytes(part * count)  # streams one after another are one file
        script = (
            "import subprocess, sys, resource\n"
            f"command = [sys.executable, '-m', 'zhfix', 'fix', '-j', '2', {str(path)!r}]\n"
            "with subprocess.Popen(command, stdout=-1, stderr=subprocess.DEVNULL) as process:\n"
            "    size = sum(map(len, iter(lambda: process.stdout.read(1 << 20), b'')))\n"
            "print(size, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
        )
        done = subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": SOURCE}, capture_output=True, check=True
        )
        size, peak = map(int, done.stdout.split())
        assert size == count * 8_000_000
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 16_000
    assert peaks[1] < 150_000


# --- the library ----------------------------------------------------------------------


@every
def test_names_of_source_and_target_say_what_each_is(kind: Kind, page: Path) -> None:
    plain = page.with_name("plain.txt")
    assert zhfix.fix_file(page, plain).encoding == "gb18030"
    assert plain.read_bytes().decode("gb18030") == SOUND
    zhfix.fix_file(plain, page)
    assert kind.unpack(page.read_bytes()).decode("gb18030") == SOUND
    for other in KINDS:
        target = page.with_name(f"other{other.ending}")
        zhfix.fix_file(page, target)
        assert other.unpack(target.read_bytes()).decode("gb18030") == SOUND


@every
def test_open_reads_it(kind: Kind, page: Path) -> None:
    with zhfix.open(page) as file:
        assert list(file) == [SOUND]
        assert file.encoding == "gb18030"
    page.write_bytes(page.read_bytes()[:-9])
    with zhfix.open(page) as file, pytest.raises(CompressionError, match=f"{kind.name} data ends too early") as caught:
        file.read()
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (str(copy), copy.filename) == (str(caught.value), str(page))
    assert isinstance(copy, OSError)


@every
@settings(max_examples=25)
@given(data=st.binary(max_size=300).map(lambda data: data * 40), cut=st.integers(1, 400))
def test_what_is_packed_is_read_by_others_and_the_reverse(kind: Kind, data: bytes, cut: int) -> None:
    name = f"a{kind.ending}"
    file = io.BytesIO()
    packer = Packer(file.write, name)
    for start in range(0, len(data), cut):
        packer.write(data[start : start + cut])
    packer.finish()
    assert kind.unpack(file.getvalue()) == data
    several = io.BytesIO(file.getvalue() + kind.pack(data) + bytes(512))
    reader = open_plain(several, name)
    read = b"".join(iter(lambda: reader.read(cut), b""))
    assert read == data * 2


@every
@settings(max_examples=25)
@given(data=st.binary(min_size=1, max_size=99), cut=st.integers(0, 10_000))
def test_no_part_of_a_file_passes_for_the_whole(kind: Kind, data: bytes, cut: int) -> None:
    packed = kind.pack(data)
    with pytest.raises(CompressionError):
        open_plain(io.BytesIO(packed[: cut % len(packed)]), f"a{kind.ending}").read(1_000)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("page.txt.gz", ("page.txt", ".gz")),
        ("PAGE.TXT.GZ", ("PAGE.TXT", ".gz")),
        ("a/page.zst", ("a/page", ".zst")),
        ("corpus.tar.xz", ("corpus.tar.xz", "")),
        ("corpus.tgz", ("corpus.tgz", "")),
        (".gz", (".gz", "")),
        ("gz", ("gz", "")),
        ("a.gz/page", ("a.gz/page", "")),
        ("page.gz.bak", ("page.gz.bak", "")),
    ],
)
def test_split_name(name: str, expected: tuple[str, str]) -> None:
    assert split_name(name) == split_name(Path(name)) == expected


@pytest.mark.parametrize("name", ["", "page.txt"])
@pytest.mark.parametrize("extra", [b"", b"\4\0ABCD"])
def test_the_header_of_gzip_keeps_name_and_time(tmp_path: Path, name: str, extra: bytes) -> None:
    path = tmp_path / "renamed.gz"
    flags = (8 if name else 0) | (4 if extra else 0)
    body = zlib.compressobj(wbits=-15)
    data = DAMAGED.encode()
    path.write_bytes(
        b"\x1f\x8b\x08" + bytes([flags]) + b"\x01\x02\x03\x04\0\x03" + extra + (name.encode() + b"\0" if name else b"")
        + body.compress(data) + body.flush() + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    )  # fmt: skip
    assert gzip.decompress(path.read_bytes()) == data
    zhfix.fix_file(path, path)
    head = path.read_bytes()[:19]
    assert gzip.decompress(path.read_bytes()) == SOUND.encode()
    assert head[4:8] == b"\x01\x02\x03\x04"
    assert (head[3] & 8 > 0, head[10:].startswith(b"page.txt\0")) == (bool(name), bool(name))


ARCHIVES = {form: _make_tar(form) for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)}


@pytest.mark.parametrize("form", ARCHIVES)
def test_a_tar_archive_of_text_is_no_text(form: int) -> None:
    data = ARCHIVES[form]
    assert is_archive(data)
    assert zhfix.decode(data).encoding == "binary"
    assert zhfix.decode(data[512:]).encoding == "utf-8" or form == tarfile.PAX_FORMAT
    assert not is_archive(data[:100] + b"9" + data[101:])  # its sum is wrong
    assert not is_archive(data[:511])


@pytest.mark.parametrize("pack", [kind.pack for kind in KINDS], ids=[kind.name for kind in KINDS])
def test_compressed_data_is_no_text_however_little_it_was_compressed(pack: Callable[[bytes], bytes]) -> None:
    for text in ("", "圖", DAMAGED, DAMAGED * 9):
        data = pack(text.encode())
        if not (text == "" and data.startswith(b"BZh")):
            assert zhfix.decode(data).encoding == "binary"


@pytest.mark.parametrize("text", ["BZh91 是什麼？", "PK 的結果", "7z 文件", "(µ/ 服務", "page.txt" + "\0" * 600])
def test_text_that_begins_almost_so_is_text(text: str) -> None:
    assert not is_archive(text.encode())
