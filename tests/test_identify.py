"""``identify_script``: kinds, shares, regions, spans, and text that is neither."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given

from strategies import any_text, damaged_text
from zhfix import Script, identify_script
from zhfix.errors import InputTypeError

KIND_OF = {
    "我们决定明天开会": "simplified",
    "我們決定明天開會": "traditional",
    "我们決定明天開会": "mixed",
    "人山人海": "neutral",
    "": "neutral",
    "plain text": "neutral",
    "吃床群峰秘": "neutral",
    "乾坤瞭望徵羽慰藉": "neutral",
    "后里干只": "neutral",
    "東京都の会社で働いています": "neutral",
    "静岡県出身。": "neutral",
    "서울은 大韓民國의 首都이다": "neutral",
    "王后于是遂薨，群臣莫不哀之": "neutral",
}


@pytest.mark.parametrize("text", KIND_OF)
def test_kinds(text: str) -> None:
    assert identify_script(text).kind == KIND_OF[text]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("我们决定明天开会", "CN"),
        ("這個軟體的預設檔案在這裡", "TW"),
        ("佢哋喺呢度食飯，話個網絡好慢", "HK"),
        ("這裏的羣眾看着電視", "HK"),
        ("我們決定明天開會", None),
        ("我们決定明天開会", None),
    ],
)
def test_regions(text: str, region: str | None) -> None:
    assert identify_script(text).region == region


def test_spans_are_of_the_script_that_has_less() -> None:
    text = "會議開始以後，他說：“我们明天见”，然後離開會場。"
    found = identify_script(text)
    assert [text[start:end] for start, end in found.spans] == ["们明天见"]
    assert found.traditional > found.simplified
    text = "这是说明，見於書後。我们明天再讨论这个问题。"
    assert [text[start:end] for start, end in identify_script(text).spans] == ["見於書後"]


def test_lines_of_japanese_do_not_count() -> None:
    text = "我们决定明天开会。\n東京都の会社で働いています。\n還有別的。"
    assert identify_script(text).simplified < 1
    assert identify_script("東京都の会社で働いています。\n我们决定明天开会。").simplified == 1


def test_it_becomes_json() -> None:
    found = identify_script("我们決定")
    assert json.loads(json.dumps(found.to_dict())) == {
        "kind": "mixed",
        "simplified": 0.5,
        "traditional": 0.5,
        "region": None,
        "spans": [[2, 3]],
    }


def test_bytes_are_refused() -> None:
    with pytest.raises(InputTypeError, match="decode"):
        identify_script("們".encode())  # type: ignore[arg-type]


@given(damaged_text | any_text)
def test_any_text_is_taken(text: str) -> None:
    found = identify_script(text)
    assert isinstance(found, Script)
    assert found.kind in ("simplified", "traditional", "mixed", "neutral")
    assert found.region in ("CN", "TW", "HK", None)
    assert found.kind == "neutral" or abs(found.simplified + found.traditional - 1) < 1e-9
    ends = [0, *(place for span in found.spans for place in span), len(text)]
    assert ends == sorted(ends)


def test_time_is_linear() -> None:
    identify_script("們")
    start = time.process_time()
    for text in ("國国" * 40_000, "們" * 80_000, "们" * 80_000, "あ們\n" * 27_000):
        identify_script(text)
    assert time.process_time() - start < 4
