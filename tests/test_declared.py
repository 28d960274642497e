"""What bytes declare of their encoding: the labelled cases of ``declarations.jsonl``, and what holds for any bytes.

A line is ``{"id", "text", "in", "label", "kind", "before", "note"}``: `text` is written in the encoding `in`; `label`
and `kind` are what must be found, null where nothing may be; `before` is what stands right before the label.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from laws import least_time
from zhfix.encoding.declared import HEAD_BYTES, Declaration, parse_charset, sniff_declaration

FILE = Path(__file__).with_name("declarations.jsonl")
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
KINDS = {"xml", "html", "css", "coding", "mail", "po"}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    data = case["text"].encode(case["in"])
    found = sniff_declaration(data)
    if case["label"] is None:
        assert found is None
        return
    assert found is not None
    assert (found.label, found.kind) == (case["label"], case["kind"])
    assert data[found.start : found.end].decode() == case["label"]
    assert data[: found.start].endswith(case["before"].encode())


def test_cases_are_well_formed_and_every_kind_has_both_sides() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert {case["kind"] for case in CASES} == KINDS | {None}
    for name in ("html", "xml", "css", "python", "emacs", "vim", "mail", "po"):
        assert any(case["id"].startswith(name) for case in CASES)
        assert any(case["id"].startswith(f"not-{name}") for case in CASES)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("gb2312", "gb2312"),
        ("GBK", "GBK"),
        (" 'big5' ", "big5"),
        ("GB 18030", "GB 18030"),
        ("ISO_8859-1:1987", "ISO_8859-1:1987"),
        ('text/html; charset="Big5"', "Big5"),
        ("text/html;charset=gbk", "gbk"),
        ("text/html charset = gbk", "gbk"),
        ("Content-Type: text/plain; charset=utf-8; format=flowed", "utf-8"),
        ('text/plain; name="charset=gbk"; charset=big5', "big5"),
        ("charset=gb18030", "gb18030"),
        ("text/html", None),
        ('text/plain; name="charset=gbk"', None),
        ("text/html; charset=", None),
        ("text/html; charset=none", None),
        ("charset", None),
        ("", None),
        ("   ", None),
        ("中文", None),
        ("gbk\0", None),
        ("\ud800", None),
    ],
)
def test_a_label_or_a_header_is_parsed(value: str, label: str | None) -> None:
    assert parse_charset(value) == label


PIECES = st.sampled_from(
    [
        *(b"<meta charset=gbk>", b"<!--", b"-->", b"<script>", b"</script>", b"<a b='", b'"', b">"),
        *(b"-*-", b"coding: gbk", b"# ", b"vim: fenc=", b"\n", b"\r\n", b"Content-Type: a/b; ", b"charset=", b"'"),
        *(b"<?xml encoding='", b"boundary=a", b"--a", b'msgid ""\nmsgstr "', b"@charset 'gbk';"),
        *(b"\xd6\xd0", b"\0", b" "),
    ]
)


@given(st.binary(max_size=300) | st.lists(PIECES, max_size=30).map(b"".join))
@example(b"\xef\xbb\xbf")
def test_any_bytes_are_read(data: bytes) -> None:
    found = sniff_declaration(data)
    assert found is None or (isinstance(found, Declaration) and found.kind in KINDS)
    if found:
        assert data[found.start : found.end].decode("ascii") == found.label


@given(st.text())
def test_any_value_is_parsed(value: str) -> None:
    label = parse_charset(value)
    assert label is None or label in value


@pytest.mark.parametrize(
    "piece",
    [b"<a b='", b"vim: ", b"-*-", b"# coding:", b"charset=", b"Content-Type: a/b;\n ", b"<!--", b"boundary=a", b"<"],
)
def test_no_bytes_take_long(piece: bytes) -> None:
    data = piece * (4 * HEAD_BYTES // len(piece))
    assert least_time(lambda: (sniff_declaration(data), sniff_declaration(b"<" + data))) < 0.2
