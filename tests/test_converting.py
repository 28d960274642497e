"""Conversion in stretches of lines: however a text is cut, it is that of the whole."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from zhfix import apply_edits, converting
from zhfix.converting import Conversion, convert_parts

pieces = st.lists(st.text("鼠标里的软件头发后面皇后\n\r。x\u2028\x85", max_size=12), max_size=8)


@pytest.mark.parametrize("config", ["s2twp", "t2s"])
@given(texts=pieces, size=st.integers(1, 30))
def test_the_stretches_are_the_whole(config: str, texts: list[str], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converting, "STRETCH", size)
        converter = zhfix.convert.using(config=config)
        parts = list(convert_parts(texts, Conversion(converter, converter.rule)))
    whole = "".join(texts)
    assert "".join(apply_edits(part.text, part.edits) for part in parts) == zhfix.convert(whole, config)
    assert "".join(part.text for part in parts) == whole
    starts = [sum(len(part.text) for part in parts[:number]) for number in range(len(parts))]
    assert [part.start for part in parts] == starts


def test_a_stretch_ends_with_a_line_and_only_lines_that_change_are_written() -> None:
    conversion = Conversion(zhfix.convert.using(config="s2t"), "script.convert")
    line = "好" * 999 + "\n"
    parts = list(convert_parts([line * 100, "软件", line], conversion))
    assert [len(part.text) for part in parts] == [100_000, 1_002]
    assert all(part.text.endswith("\n") for part in parts)
    assert [[(edit.start, edit.before[:2]) for edit in part.edits] for part in parts] == [[], [(0, "软件")]]


def test_a_text_that_decides_as_one_is_one_part() -> None:
    seen: list[str] = []

    def convert(text: str) -> str:
        seen.append(text)
        return text

    list(convert_parts(["一\n"] * 90_000, Conversion(convert, "script.convert", whole=True)))
    assert seen == ["一\n" * 90_000]


def test_the_command_writes_before_all_is_read() -> None:
    command = [sys.executable, "-m", "zhfix", "convert", "s2t"]
    seen = threading.Event()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603

        def feed() -> None:
            assert process.stdin is not None
            with process.stdin:
                process.stdin.write("软件\n".encode() * 200_000)
                process.stdin.flush()
                seen.wait(60)  # a command that waits for the end of its input says nothing until then

        writer = threading.Thread(target=feed)
        writer.start()
        assert process.stdout is not None
        first = process.stdout.read(7)
        early = writer.is_alive()
        seen.set()
        rest = process.stdout.read()
        writer.join()
    assert (first.decode(), early, len(rest)) == ("軟件\n", True, 7 * 199_999)
