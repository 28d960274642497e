"""``zhfix fix --field`` on Parquet files: only texts of the named columns are changed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from test_cli import run

BAD, GOOD = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。", "本次活動服務企業，推進發展。"
SOUND = "今天天氣很好。"
META = {b"pandas": b"{}", b"own": b"1"}


def make_table(kind: Any, texts: list[str | None]) -> Any:
    """Return a table with a column `t` of a type, another text, and values of other types."""
    size = len(texts)
    columns = {
        "n": pa.array(range(size), pa.int16()),
        "t": pa.array(texts, kind),
        "o": pa.array(["服務(wù)"] * size),
        "l": pa.array([["a", None]] * size),
    }
    return pa.table(columns).replace_schema_metadata(META)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(pa.string(), id="string"),
        pytest.param(pa.large_string(), id="large string"),
        pytest.param(pa.dictionary(pa.int32(), pa.string()), id="dictionary"),
    ],
)
def test_only_the_column_is_changed(tmp_path: Path, kind: Any) -> None:
    path = tmp_path / "a.parquet"
    codecs = {"n": "gzip", "t": "zstd", "o": "none", "l.list.element": "snappy"}
    table = make_table(kind, [BAD, None, SOUND, BAD, "", GOOD])
    pq.write_table(table, path, row_group_size=4, compression=codecs)
    with pq.ParquetFile(path) as before:
        wanted = before.read().set_column(1, pa.field("t", kind), pa.array([GOOD, None, SOUND, GOOD, "", GOOD], kind))
    done = run("fix", "-i", "--field", "t", path)
    assert (done.stderr, done.returncode) == (b"", 0)
    with pq.ParquetFile(path) as after:
        assert after.read().to_pylist() == wanted.to_pylist()
        assert after.schema_arrow.equals(wanted.schema, check_metadata=True)
        assert after.schema_arrow.metadata == META
        groups = [after.metadata.row_group(i) for i in range(after.num_row_groups)]
        assert [group.num_rows for group in groups] == [4, 2]
        written = {(part := groups[0].column(i)).path_in_schema: part.compression for i in range(4)}
    assert written == {"n": "GZIP", "t": "ZSTD", "o": "UNCOMPRESSED", "l.list.element": "SNAPPY"}


def test_categories_keep_their_order_and_alike_ones_become_one(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    order = pa.array([SOUND, BAD, GOOD])
    column = pa.DictionaryArray.from_arrays(pa.array([2, 1, None, 0], pa.int8()), order, ordered=True)
    pq.write_table(pa.table({"t": column}), path)
    assert run("fix", "-i", "--field", "t", path).returncode == 0
    after = pq.read_table(path).column("t").combine_chunks()
    assert after.type.ordered
    assert after.to_pylist() == [GOOD, GOOD, None, SOUND]
    assert after.dictionary.to_pylist() == [SOUND, GOOD]


def test_a_sound_file_stays_byte_for_byte(tmp_path: Path) -> None:
    path, other = tmp_path / "a.parquet", tmp_path / "out"
    pq.write_table(make_table(pa.string(), [SOUND, None]), path)
    assert run("fix", "--field", "t", "-o", other, path).returncode == 0
    assert (other / "a.parquet").read_bytes() == path.read_bytes()


def test_findings_are_written_beside_the_texts() -> None:
    buffer = io.BytesIO()
    pq.write_table(make_table(pa.string(), [BAD, SOUND]), buffer)
    done = run("fix", "--field", "t", "--findings", "found", "--format", "parquet", stdin=buffer.getvalue())
    assert (done.stderr, done.returncode) == (b"", 0)
    after = pq.read_table(io.BytesIO(done.stdout))
    assert after.column("t").to_pylist() == [GOOD, SOUND]
    notes = [json.loads(text) for text in after.column("found").to_pylist()]
    assert [note["before"] for note in notes[0]] == ["(wù)", "(yè)", "(jìn)", "(fā)"]
    assert notes[1] == []


def test_bytes_that_are_no_text_are_told_and_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    broken = pa.array([BAD.encode(), b"\xff\xfe", BAD.encode()]).view(pa.string())
    pq.write_table(pa.table({"t": broken}), path)
    done = run("fix", "-i", "--field", "t", path)
    assert b"row 2: the field t is no UTF-8" in done.stderr
    assert done.returncode == 2
    after = pq.read_table(path).column("t").combine_chunks().view(pa.binary()).to_pylist()
    assert after == [GOOD.encode(), b"\xff\xfe", GOOD.encode()]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(["--field", "x"], b"no field x; there are: n, t, o, l", id="no column"),
        pytest.param(["--field", "n"], b"the column n holds no strings but int16", id="numbers"),
        pytest.param(["--field", "l"], b"the column l holds no strings but list<", id="lists"),
        pytest.param(["--field", "t", "--findings", "o"], b"a column o already", id="taken"),
    ],
)
def test_what_cannot_be_repaired_is_refused(tmp_path: Path, options: list[str], told: bytes) -> None:
    path, sound = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(make_table(pa.string(), [BAD]), path)
    before = path.read_bytes()
    done = run("fix", "-i", *options, path)
    assert told in done.stderr
    assert done.returncode == 2
    assert path.read_bytes() == before
    assert not sound.exists()


def test_a_damaged_file_is_told_and_the_others_repaired(tmp_path: Path) -> None:
    good, *damaged = (tmp_path / name for name in ("a.parquet", "b.parquet", "c.parquet", "d.parquet"))
    pq.write_table(make_table(pa.string(), [BAD] * 50), good)
    data = good.read_bytes()
    for path, content in zip(damaged, (b"", data[:-20], data[:4] + b"\xff" * 200 + data[204:]), strict=True):
        path.write_bytes(content)
    done = run("fix", "-i", "--field", "t", *damaged, good)
    assert done.returncode == 2
    for path in damaged:
        assert f"{path}: it is no Parquet file that can be read".encode() in done.stderr
    assert b"Traceback" not in done.stderr
    assert pq.read_table(good).column("t").to_pylist() == [GOOD] * 50


@pytest.mark.parametrize("option", ["--diff", "--report=r.json", "--to-encoding=gbk"])
def test_what_is_for_text_is_refused(tmp_path: Path, option: str) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(make_table(pa.string(), [BAD]), path)
    done = run("fix", "--field", "t", option, path)
    assert (b"Parquet is no text and has no" in done.stderr, done.returncode, done.stdout) == (True, 2, b"")


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(make_table(pa.string(), [BAD]), path)
    code = "import sys; sys.modules['pyarrow'] = None; from zhfix.cli import main; main()"
    call = [sys.executable, "-c", code, "fix", "-i", "--field", "t", str(path)]
    done = subprocess.run(call, capture_output=True, check=False, timeout=60)  # noqa: S603 - our own program
    assert (b"pip install 'zhfix[parquet]'" in done.stderr, done.returncode) == (True, 2)
