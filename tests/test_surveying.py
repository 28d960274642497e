"""What is said of bytes that pass is what is said of all of them at once."""

from __future__ import annotations

import io
import tracemalloc
from dataclasses import replace

import pytest

import zhfix
from zhfix import filereading
from zhfix.surveying import survey

LINE = "图书馆今天开放，我们在那里读书。"
CASES = {
    "nothing": b"",
    "ASCII": b"one\r\ntwo\r\n",
    "a lone carriage return at the end": b"one\rtwo\r",
    "line ends of two kinds": LINE.encode("gb18030") + b"\r\n\n",
    "GB 18030": (LINE + "\r\n").encode("gb18030") * 9_000,
    "a mark": b"\xef\xbb\xbf" + (LINE + "\n").encode() * 50,
    "UTF-16": (LINE + "\n").encode("utf-16") * 2,
    "two encodings": ((LINE + "\n").encode("gb18030") * 40 + (LINE + "\n").encode() * 90) * 30,
    "damaged": ((LINE + "\n").encode("gb18030")[1:] + b"\xa1\n") * 60,
    "binary": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("size", [7, 1_000, filereading.CHUNK])
@pytest.mark.parametrize("data", CASES.values(), ids=CASES)
def test_it_says_what_decoding_says(data: bytes, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filereading, "CHUNK", size)
    assert survey(io.BytesIO(data)) == replace(zhfix.decode(data), text="")


def test_memory_does_not_grow_with_the_file() -> None:
    data = (LINE + "\r\n").encode("gb18030") * 250_000
    survey(io.BytesIO(data[:200_000]))  # what is read once is read
    source = io.BytesIO(data)
    tracemalloc.start()
    try:
        assert survey(source).encoding == "gb18030"
        assert tracemalloc.get_traced_memory()[1] < len(data) / 4
    finally:
        tracemalloc.stop()
