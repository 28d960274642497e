"""Mojibake: what is undone exactly, what is only reported, and what is no mojibake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix.encoding.mojibake import repair_mojibake

TEXT = "山上的茶園今天開放參觀，歡迎大家帶著孩子一起來走走。"


def show(text: str, code_page: str) -> str:
    """Return UTF-8 as `code_page` shows it, undefined bytes as controls."""
    return "".join(bytes([byte]).decode(code_page, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("code_page", ["cp1252", "latin-1"])
@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=20))
def test_damage_by_either_code_page_is_undone(code_page: str, text: str) -> None:
    damaged = show(text, code_page)
    assert repair_mojibake(damaged) == text
    (edit,) = repair_mojibake.edits(damaged)
    assert (edit.start, edit.end, edit.before, edit.after) == (0, len(damaged), damaged, text)


def test_a_stretch_that_lost_a_byte_stays() -> None:
    damaged = show("茶園", "cp1252")
    assert repair_mojibake(damaged[:-1] + "。今天開放") != "茶園。今天開放"
    assert "茶" in repair_mojibake(damaged[:-1] + "。今天開放")


@pytest.mark.parametrize("errors", ["replace", "ignore"])
def test_utf8_read_as_gbk_is_reported_and_left(errors: str) -> None:
    damaged = TEXT.encode().decode("gbk", errors)
    assert repair_mojibake(damaged) == damaged
    findings = repair_mojibake.findings(damaged)
    assert findings
    assert all(finding.severity == "error" and not finding.fixable for finding in findings)


@pytest.mark.parametrize(
    "text", [TEXT, "鏃跺", "琛琳玫瑰緹騁驍", "L\u2019\u00e9t\u00e9 \u00e0 Li\u00e8ge", "東京の天気", "날씨가 좋다"]
)
def test_sound_text_is_neither_changed_nor_reported(text: str) -> None:
    assert repair_mojibake.find(text) == []
