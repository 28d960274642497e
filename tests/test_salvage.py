"""Repair of bytes: the labelled cases of ``decode_cases.jsonl``, and what holds wherever the damage lies.

A line is ``{"id", "kind", "parts", "damage", "expected", "found", "edits", "inferred", "note"}``: `parts` are the text
that was written and its encoding, ``[encoding, text]`` each; `damage` is what happened to the bytes, ``[offset, bytes
taken, bytes put in]`` each, in offsets of the sound bytes; `expected` is the text that must come out, `found` the
encoding, and `edits` all that may be reported: ``[start, end, before, after, rule]``, in offsets of the damaged bytes.
Bytes are hexadecimal.  `inferred` is the one character that may stand in place of U+FFFD, where context may or may not
tell what was lost.  `kind` is *damage*, *sound* (no edit may be made) or *known-failure* (when it comes right, the case
must move).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from zhfix import decode

FILE = Path(__file__).with_name("decode_cases.jsonl")
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
KINDS = {"damage", "sound", "known-failure"}
RULES = {
    f"salvage.{name}"
    for name in (
        "restore_byte", "drop_byte", "join_wrapped", "restore_a0", "strip_padding", "halve_backslash",
        "mark_unreadable",
    )
}  # fmt: skip
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def damage_bytes(case: dict[str, Any]) -> bytes:
    """Return the bytes of a case with all that happened to them."""
    data = b"".join(text.encode(encoding) for encoding, text in case["parts"])
    for offset, taken, put in reversed(case.get("damage", ())):
        data = data[:offset] + bytes.fromhex(put) + data[offset + taken :]
    return data


def marked(case: dict[str, Any]) -> Any:
    failing = pytest.mark.xfail(strict=True, reason=case["note"]) if case["kind"] == "known-failure" else ()
    return pytest.param(case, id=case["id"], marks=failing)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    decoded = decode(damage_bytes(case))
    text, edits = decoded.text, [[e.start, e.end, e.before.hex(), e.after, e.rule] for e in decoded.edits]
    if case.get("inferred") and edits[0][3:] == [case["inferred"], "salvage.restore_byte"]:
        text = text.replace(case["inferred"], UNREADABLE, 1)
        edits[0][3:] = UNREADABLE, "salvage.mark_unreadable"
    assert text == case["expected"]
    assert decoded.encoding == case["found"]
    assert edits == case["edits"]


def test_cases_are_well_formed() -> None:
    assert [name for name, count in Counter(case["id"] for case in CASES).items() if count > 1] == []
    for case in CASES:
        name, data = case["id"], damage_bytes(case)
        assert case["kind"] in KINDS, name
        assert (case["kind"] == "sound") == (not case.get("damage") and not case["edits"]), name
        assert case["kind"] != "known-failure" or case["note"], f"{name}: say what is wrong"
        for start, end, before, _, rule in case["edits"]:
            assert data[start:end].hex() == before, name
            assert rule in RULES, name


def test_every_rule_has_cases() -> None:
    shown = {edit[4] for case in CASES if case["kind"] == "damage" for edit in case["edits"]}
    assert shown == RULES


SIMPLIFIED = (
    "镇上的图书馆今天重新开放，读者可以借阅新书，也可以在那里自习。",
    "气象台预计未来三天将有大到暴雨，请市民尽量减少外出，注意安全。",
    "这家公司去年的收入增长了两成，今年准备在南方再开五家分店。",
    "她把洗好的衣服晾在阳台上，然后坐下来喝茶，看窗外的雨慢慢停了。",
)
TRADITIONAL = (
    "鎮上的圖書館今天重新開放，讀者可以借閱新書，也可以在那裡自習。",
    "氣象局預計未來三天將有大到豪雨，請市民儘量減少外出，注意安全。",
    "這家公司去年的收入增長了兩成，今年準備在南方再開五家分店。",
    "她把洗好的衣服晾在陽台上，然後坐下來喝茶，看窗外的雨慢慢停了。",
)


def kept(text: str, sound: str) -> int:
    """Return how many characters of `sound` came out right before and behind the damaged place."""
    before = next((i for i, (one, other) in enumerate(zip(text, sound, strict=False)) if one != other), len(sound))
    pairs = zip(reversed(text), reversed(sound), strict=False)
    behind = next((i for i, (one, other) in enumerate(pairs) if one != other), len(sound))
    return min(len(sound), before + behind)


PUT = {"lost": b"", "changed to ASCII": b"?", "changed": b"\x91", "inserted": b"\xe7\x9a"}
# The texts in each encoding, and what may happen to one of their bytes.
SWEPT = [
    ("utf-8", SIMPLIFIED, tuple(PUT)),
    ("utf-8", TRADITIONAL, tuple(PUT)),
    ("gb18030", SIMPLIFIED, tuple(PUT)),
    ("gb18030", TRADITIONAL, ("changed",)),
    ("utf-16-le", SIMPLIFIED, tuple(PUT)),
    ("utf-16-be", TRADITIONAL, tuple(PUT)),
]
# What is read one byte out of step mostly passes for sound traditional text.
SHIFTED = [("gb18030", TRADITIONAL, ("lost", "inserted")), ("big5", TRADITIONAL, ("lost", "changed", "inserted"))]


def share_right(encoding: str, texts: tuple[str, ...], put: bytes) -> float:
    """Return in how many of the places of a damage all but two characters come out right."""
    right = []
    for text in texts:
        data = text.encode(encoding)
        for place in range(6, len(data) - 6, 9):
            decoded = decode(data[:place] + put + data[place + 1 :])
            right.append(decoded.encoding == encoding and kept(decoded.text, text) >= len(text) - 2)
    return sum(right) / len(right)


@pytest.mark.parametrize(
    ("encoding", "texts", "damage"),
    [(encoding, texts, damage) for encoding, texts, damages in SWEPT for damage in damages],
)
def test_all_but_the_place_of_the_damage_comes_out_right(encoding: str, texts: tuple[str, ...], damage: str) -> None:
    assert share_right(encoding, texts, PUT[damage]) >= 0.97


SHORT_SHIFTS = pytest.mark.xfail(reason="what is read one byte out of step mostly passes for sound traditional text")


@pytest.mark.parametrize(
    ("encoding", "texts", "damage"),
    [
        pytest.param(encoding, texts, damage, marks=() if (encoding, damage) == ("big5", "changed") else SHORT_SHIFTS)
        for encoding, texts, damages in SHIFTED
        for damage in damages
    ],
)
def test_all_but_the_place_comes_out_right_where_it_shifts(encoding: str, texts: tuple[str, ...], damage: str) -> None:
    assert share_right(encoding, texts, PUT[damage]) >= 0.9


@pytest.mark.parametrize(
    ("encoding", "texts"), [("gb18030", SIMPLIFIED), ("gb18030", TRADITIONAL), ("big5", TRADITIONAL)]
)
def test_a_shift_ends_where_ascii_stands(encoding: str, texts: tuple[str, ...]) -> None:
    for text in texts:
        data = f"{text} (1) {text}\n".encode(encoding)
        for place in (8, 9, 12):
            damaged = decode(data[:place] + data[place + 1 :]).text
            assert damaged.endswith(f"(1) {text}\n")


@pytest.mark.parametrize(
    ("encoding", "texts", "end"),
    [("utf-8", SIMPLIFIED, 3), ("gb18030", SIMPLIFIED, 2), ("utf-16-le", SIMPLIFIED, 2), ("big5", TRADITIONAL, 2)],
)
def test_a_cut_at_the_end_costs_one_character(encoding: str, texts: tuple[str, ...], end: int) -> None:
    for text in texts:
        for length in range(8, len(text), 3):
            data = text[:length].encode(encoding)
            for taken in range(1, end):
                decoded = decode(data[:-taken])
                assert decoded.encoding == encoding
                assert decoded.text[: length - 1] == text[: length - 1]
                # A cut ASCII-sized rest of a mark may be nothing; an ideograph is U+FFFD or what context says.
                assert len(decoded.text) == length
                assert decoded.edits[-1].end == len(data) - taken


def test_an_edit_says_what_it_does_and_what_else_it_could_be() -> None:
    data = "图书馆今天重新开放，读者可以借阅新书。".encode("gb18030")
    (inferred,) = decode(data[:14] + data[15:]).edits
    assert (inferred.rule, inferred.before, inferred.after) == ("salvage.restore_byte", data[15:16], "开")
    assert inferred.alternatives
    assert inferred.after not in inferred.alternatives
    assert inferred.before.hex(" ") in inferred.reason
    (lost,) = decode("读者可以借阅龘".encode()[:-1]).edits
    assert (lost.rule, lost.after) == ("salvage.mark_unreadable", UNREADABLE)
    assert "龍" in lost.alternatives
    data = "图书馆今天重新开放".encode()
    (dropped,) = decode(data[:6] + b"\x80" + data[6:]).edits
    assert (dropped.rule, dropped.before, dropped.after) == ("salvage.drop_byte", b"\x80", "")


VANISHES = pytest.mark.xfail(
    reason="what is left of a character is taken for bytes put in, and nothing marks the place"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", pytest.param("utf-16-le", marks=VANISHES)])
def test_no_character_vanishes_where_a_byte_was_lost(encoding: str) -> None:
    vanished = []
    for text in SIMPLIFIED:
        data = text.encode(encoding)
        for place in range(6, len(data) - 6, 4):
            decoded = decode(data[:place] + data[place + 1 :])
            if len(decoded.text) < len(text) and any(edit.confidence >= 0.9 for edit in decoded.edits):
                vanished.append((place, decoded.text))
    assert not vanished
