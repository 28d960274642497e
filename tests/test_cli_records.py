"""``zhfix fix --field``: only the named fields of records are changed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from test_cli import run
from zhfix.edits import apply_edits
from zhfix.evidence import Evidence
from zhfix.pipeline import Pipeline
from zhfix.records import Records, repair_records

BAD, GOOD = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。", "本次活動服務企業，推進發展。"
ESCAPED = json.dumps(BAD)[1:-1], json.dumps(GOOD)[1:-1]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param("a.jsonl", '{"n": 1.0, "t" :"%s","o":"服務(wù)"}\r\n', None, id="other keys and numbers"),
        pytest.param("a.jsonl", '\ufeff{"t":"x\\n%s\\ud800","n":1e5}', None, id="mark, escapes, no last newline"),
        pytest.param("a.csv", 'o,t\r\n"服務(wù)","a ""%s""\r\n第二"\r\n', None, id="quoted newline"),
        pytest.param("a.csv", "t,o\n%s,服務(wù)\n", None, id="no quotes"),
        pytest.param("a.tsv", "t\to\n%s\t服務(wù)\n", None, id="tabs"),
        pytest.param("a.csv", "t,o\n", "t,o\n", id="header only"),
        pytest.param("a.csv", "", "", id="empty"),
        pytest.param("a.jsonl", '{"t":"' + ESCAPED[0] + '"}\n', '{"t":"' + ESCAPED[1] + '"}\n', id="ASCII"),
    ],
)
def test_only_the_field_is_changed(tmp_path: Path, name: str, before: str, after: str | None) -> None:
    path = tmp_path / name
    path.write_bytes((before if after is not None else before % BAD).encode())
    done = run("fix", "-i", "--field", "t", path)
    assert (done.stderr, done.returncode) == (b"", 0)
    assert path.read_bytes().decode() == (after if after is not None else before % GOOD)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        pytest.param("a.jsonl", '{"t":\n[1]\n{"t":null}\n{"t":"%s"}\n', b"line 1 is no JSON object", id="JSON"),
        pytest.param("a.csv", 't\n%s\n"服務(wù)\n', b"line 3 opens a quoted cell", id="open quote"),
        pytest.param("a.csv", "t,o\n服務(wù)\n%s,1\n", b"line 2 has 1 cells", id="ragged"),
    ],
)
def test_a_broken_record_is_told_and_the_others_repaired(tmp_path: Path, name: str, text: str, told: bytes) -> None:
    path = tmp_path / name
    path.write_bytes((text % BAD).encode())
    done = run("fix", "--field", "t", path)
    assert told in done.stderr
    assert (done.stdout.decode(), done.returncode) == (text % GOOD, 2)


def test_a_field_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"t,o\n{BAD},1\n".encode())
    done = run("fix", "-i", "--field", "x", path)
    assert done.returncode == 2
    assert b"no field x; there are: t, o" in done.stderr
    assert path.read_bytes() == f"t,o\n{BAD},1\n".encode()


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_other_encodings_stay_and_can_be_undone(tmp_path: Path, encoding: str) -> None:
    path, report = tmp_path / "a.csv", tmp_path / "run.json"
    text = "编号,内容\r\n" + f"7,{BAD}\r\n" * 3
    path.write_bytes(text.encode(encoding))
    done = run("fix", "-i", "--report", report, "--encoding", encoding, "--field", "内容", path)
    assert (done.stderr, done.returncode) == (b"", 0)
    assert path.read_bytes() == text.replace(BAD, GOOD).encode(encoding)
    assert run("undo", report, path).returncode == 0
    assert path.read_bytes() == text.encode(encoding)


CELLS = st.lists(st.lists(st.text('a,"\n\r\t;服務(wù)', max_size=9), min_size=2, max_size=2), min_size=1, max_size=6)


@given(CELLS, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.integers(1, 9))
def test_parsed_only_the_field_differs(rows: list[list[str]], quoting: int, size: int) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=quoting).writerows([["t", "o"], *rows])  # type: ignore[arg-type]
    text = buffer.getvalue()
    pipeline = Pipeline.from_preset("repair")

    def repair(chunks: list[str]) -> str:
        parts = repair_records(chunks, Records("csv", ("t",)), pipeline, None, pytest.fail)
        return "".join(apply_edits(part.text, part.edits) for part in parts)

    done = repair([text])
    assert done == repair([text[at : at + size] for at in range(0, len(text), size)])
    evidence = Evidence.gather([row[0] for row in rows])
    expected = [["t", "o"], *([pipeline(cell, evidence=evidence), other] for cell, other in rows)]
    assert list(csv.reader(io.StringIO(done, newline=""))) == expected
