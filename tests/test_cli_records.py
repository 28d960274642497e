"""``zhfix fix --field``: only the named fields of records are changed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
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


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"], ids=["CR", "LF", "CRLF"])
@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_rows_end_as_the_first_one_does(end: str, size: int) -> None:
    text = f't,o{end}{BAD},1{end}"{BAD}\r\n{BAD}",2{end}{BAD},3'
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    parts = list(repair_records(chunks, Records("csv", ("t",)), Pipeline.from_preset("repair"), None, pytest.fail))
    assert "".join(part.text for part in parts) == text
    assert "".join(apply_edits(part.text, part.edits) for part in parts) == text.replace(BAD, GOOD)
    assert len(parts) == 4


@pytest.mark.parametrize("size", [1, 7, 1_000])
@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f'"t","o\nn"\r{BAD},1\r{BAD},2\r', 3),
        (f't,"o\rn"\n{BAD},1\n{BAD},2\n', 3),
        (f't,5" x\r{BAD},1\r{BAD},2\r', 3),
        ("t,o\r", 1),
    ],
    ids=["LF in a cell of the header", "CR in a cell of the header", "inches in the header", "header alone"],
)
def test_a_break_inside_a_cell_of_the_header_ends_no_row(text: str, rows: int, size: int) -> None:
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    parts = list(repair_records(chunks, Records("csv", ("t",)), Pipeline.from_preset("repair"), None, pytest.fail))
    assert "".join(apply_edits(part.text, part.edits) for part in parts) == text.replace(BAD, GOOD)
    assert len(parts) == rows


def test_what_follows_a_quote_that_is_never_closed_is_repaired() -> None:
    rows = ["t,o\n", '"服務(wù),1\n', f"{BAD},2\n", f'"{BAD}",3\n', "x,4\n"]
    told: list[object] = []
    pipeline = Pipeline.from_preset("repair")
    parts = repair_records(["".join([*rows[:2], *rows[4:]])], Records("csv", ("t",)), pipeline, None, told.append)
    assert [apply_edits(part.text, part.edits) for part in parts] == [rows[0], rows[1], rows[4]]
    assert [str(each) for each in told] == ["line 2 opens a quoted cell that never ends"]


def test_a_quote_that_is_never_closed_holds_no_more_than_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhfix.records.LONGEST_ROW", 1_000)
    lines = ["t,o\n", '"open,1\n', *[f"{BAD},2\n"] * 200]
    taken = 0

    def read() -> Iterator[str]:
        nonlocal taken
        for line in lines:
            taken += 1
            yield line

    told: list[object] = []
    parts = repair_records(read(), Records("csv", ("t",)), Pipeline.from_preset("repair"), Evidence(BAD), told.append)
    found = [apply_edits(part.text, part.edits) for part in parts]
    assert found == [*lines[:2], *[f"{GOOD},2\n"] * 200]
    assert [str(each) for each in told] == ["line 2 opens a quoted cell that never ends"]
    assert taken == len(lines)


def test_other_files_of_a_directory_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"t\n{BAD}\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text(BAD, encoding="utf-8")
    assert run("fix", "-i", "--field", "t", "--backup", "-j", "2", tmp_path).returncode == 0
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == f"t\n{GOOD}\n"
    assert (tmp_path / "a.csv.bak").read_text(encoding="utf-8") == f"t\n{BAD}\n"
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == BAD
    named = run("fix", "-i", "--field", "t", tmp_path / "notes.txt")
    assert (named.returncode, b"says no format of records" in named.stderr) == (2, True)


def test_records_of_a_directory_go_into_another(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a.jsonl", "left.jsonl"):
        (raw / name).write_text(json.dumps({"t": BAD}, ensure_ascii=False), encoding="utf-8")
    (raw / ".gitignore").write_text("left.*\n", encoding="utf-8")
    assert run("fix", "--output-dir", tmp_path / "clean", "--field", "t", raw).returncode == 0
    assert [path.name for path in (tmp_path / "clean").iterdir()] == ["a.jsonl"]
    assert json.loads((tmp_path / "clean/a.jsonl").read_text(encoding="utf-8")) == {"t": GOOD}


# --- what was found, beside it ----------------------------------------------------

NOTE = {"field": "t", "rule": "annotation.strip_pinyin", "start": 4, "end": 8, "before": "(wù)", "after": ""}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        pytest.param("a.jsonl", '{"t": "本次服務(wù)", "n": 1}\r\n', '{"t": "本次服務", "n": 1, "f": %s}\r\n'),
        pytest.param("a.jsonl", '{"n":[{}],"t":"本次服務(wù)" }', '{"n":[{}],"t":"本次服務","f":%s }', id="compact"),
        pytest.param("a.csv", "t,o\n本次服務(wù),x", "t,o,f\n本次服務,x,%s", id="csv"),
        pytest.param("a.tsv", "o\tt\r\nx\t本次服務(wù)\r\n", "o\tt\tf\r\nx\t本次服務\t%s\r\n", id="tsv"),
    ],
)
def test_what_was_found_is_written_beside_the_field(tmp_path: Path, name: str, before: str, after: str) -> None:
    path = tmp_path / name
    path.write_bytes(before.encode())
    done = run("fix", "-i", "--field", "t", "--findings", "f", "--report", tmp_path / "r.json", path)
    assert (done.stderr, done.returncode) == (b"", 0)
    spaced = '": ' in before
    notes = json.dumps([{**NOTE, "confidence": 0.985}], ensure_ascii=False, separators=None if spaced else (",", ":"))
    written = notes if name.endswith("jsonl") else '"' + notes.replace('"', '""') + '"'
    assert path.read_bytes().decode() == after % written
    assert run("undo", tmp_path / "r.json", path).returncode == 0
    assert path.read_bytes().decode() == before


def test_records_without_anything_have_an_empty_list_and_broken_ones_stay(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{}\n\n{"t":"好"}\n[1]\n', encoding="utf-8")
    done = run("fix", "--field", "t", "--findings", "f", "a.jsonl", cwd=tmp_path)
    assert done.stdout.decode() == '{"f":[]}\n\n{"t":"好","f":[]}\n[1]\n'
    (tmp_path / "a.csv").write_text("t,o\n好,1\n\n短\n", encoding="utf-8")
    done = run("fix", "--field", "t", "--findings", "f", "a.csv", cwd=tmp_path)
    assert done.stdout.decode() == "t,o,f\n好,1,[]\n\n短\n"


@pytest.mark.parametrize(
    ("name", "text"), [("a.csv", "t,o\n好,1\n"), ("a.jsonl", '{"t":"好"}\n{"o":1}\n')], ids=["csv", "jsonl"]
)
def test_a_name_that_is_taken_is_refused(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    done = run("fix", "-i", "--field", "t", "--findings", "o", path)
    assert b"there is a field o already" in done.stderr
    assert done.returncode == 2
    assert path.read_text(encoding="utf-8") == text


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=5))
def test_a_json_line_stays_what_it_was_but_for_the_fields(members: list[tuple[str, str]]) -> None:
    record = {key: value for key, value in members if key != "f"} | {"t": BAD}
    line = json.dumps(record, ensure_ascii=False) + "\n"
    asked = Records("jsonl", ("t",), "f")
    (part,) = repair_records([line], asked, Pipeline.from_preset("repair"), None, pytest.fail)
    after = json.loads(apply_edits(part.text, part.edits))
    assert [note["rule"] for note in after.pop("f")] == ["annotation.strip_pinyin"] * 4
    assert list(after.items()) == list((record | {"t": GOOD}).items())
