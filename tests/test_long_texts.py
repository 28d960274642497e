"""Long texts in blocks: however a text is cut, and however many processes share it, the answer is one."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhfix
from strategies import any_text, damaged_text, sound_edits
from zhfix import Edit, Evidence, Finding, InputTypeError, OptionError, apply_edits, blocks
from zhfix.blocks import BLOCK, CONTEXT, LONGEST, Block, cut_blocks, join_blocks, keep_own

SOUND = "這段文字沒有壞，只是很長，所以要分成幾塊來讀。他說：「今天天氣很好。」\n"
DAMAGE = (
    "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。\n",
    "他說：”好“，就走了。\n",
    "\u200b這裡\x08有看不見的字。\n",
    "今天天氣很好。".encode().decode("gb18030", "replace") + "\n",
    "今天天气很好，我们去图书馆。".encode("gbk").decode("latin-1") + "\n",
    "主办方与“十月”!焙蟿(chuàng)出\n",
    "login: \\u5bc6\\u7801\\u9519\\u8bef\n",
    "```\n服務(wù)\n```\n",
    "课程锟斤拷锟斤拷锟斤拷时间表\n",
    "會議結束后，大家都愿意參加討論。\r\n",
    "“沒有說完\n\n又說了一段。”\n",
)


def make_document(seed: int, size: int = 160_000, share: float = 0.02) -> str:
    """Return a long text with damage of all kinds here and there, and some of it in every block."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    lines: list[str] = []
    while size > 0:
        line = chance.choice(DAMAGE) if chance.random() < share else SOUND
        if chance.random() < 0.2:
            line = line.rstrip("\r\n")
        lines.append(line)
        size -= len(line)
    return "".join(lines)


def cut(text: str, seed: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    at = 0
    while at < len(text):
        size = chance.choice((0, 1, 7, 4_000, 70_000))
        yield text[at : at + size]
        at += size


@pytest.mark.parametrize("seed", [1, 2])
def test_a_stream_gives_the_whole_however_it_is_cut(seed: int) -> None:
    text = make_document(seed)
    assert len(text) > 2 * LONGEST
    result = zhfix.explain(text)
    assert result.text != text
    assert apply_edits(text, result.edits) == result.text == zhfix.fix(text)
    assert result.undo() == text
    lines = list(zhfix.fix_lines(cut(text, seed)))
    assert "".join(lines) == result.text
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines[:-1])
    assert zhfix.fix(result.text) is result.text
    now = text
    for step in result.steps:
        now = apply_edits(now, step.edits)
    assert now == result.text


def test_so_do_rules_that_write_as_a_region_does() -> None:
    text = make_document(3, size=2 * LONGEST)
    assert "".join(zhfix.fix_lines(cut(text, 3), "publish-cn")) == zhfix.fix(text, "publish-cn") != text


def test_processes_give_the_whole() -> None:
    text = make_document(4)
    evidence = Evidence.gather([SOUND, *DAMAGE])
    for given_evidence in (None, evidence):
        expected = zhfix.fix(text, evidence=given_evidence)
        assert "".join(zhfix.fix_lines(cut(text, 5), evidence=given_evidence, jobs=2)) == expected
    assert list(zhfix.fix_lines(["短的服務(wù)企業(yè)。"], jobs=2)) == ["短的服務企業。"]


def test_damage_is_found_wherever_a_block_ends() -> None:
    """A long text is repaired as each of its paragraphs would be with the evidence of the whole."""
    text = make_document(6, size=150_000).replace("```\n", "").replace("\n\n", "\n")
    evidence = Evidence.gather([text])
    result = zhfix.explain(text, evidence=evidence)
    seen = {(e.start, e.end, e.after) for e in result.edits}
    cuts = list(itertools.accumulate(len(block.text) for block in cut_blocks([text])))[:-1]
    assert len(cuts) >= 2
    for place in cuts:  # text that was in two blocks is in the midst of one now
        start = text.rfind("\n", 0, place - 8_000) + 1
        end = text.find("\n", place + 8_000) + 1
        around = zhfix.explain(text[start:end], evidence=evidence).edits
        near = {(e.start + start, e.end + start, e.after) for e in around if abs(e.start + start - place) < 2_000}
        assert near == {each for each in seen if abs(each[0] - place) < 2_000}


def test_rules_decide_by_the_beginning_throughout() -> None:
    lone = "由駝(tuó)夫帶領\n"
    text = DAMAGE[0] * 40 + SOUND * 4_000 + lone
    assert len(text) > LONGEST
    assert zhfix.fix(lone) == lone
    assert zhfix.fix(text).endswith("由駝夫帶領\n")


def test_a_function_of_the_users_is_given_the_whole() -> None:
    text = SOUND * 4_000 + DAMAGE[0]
    seen: list[int] = []

    def look(whole: str) -> str:
        seen.append(len(whole))
        return whole

    pipeline = zhfix.Pipeline([look, *zhfix.presets.REPAIR])
    assert pipeline(text).endswith("推進發展。\n")
    assert seen == [len(text)]
    nested = zhfix.Pipeline([zhfix.Pipeline([look])])
    assert not nested.has_reach
    assert zhfix.Pipeline([zhfix.Pipeline(zhfix.presets.REPAIR)]).has_reach


# --- cutting and joining, without any rule ---------------------------------------------


small_pieces = st.lists(st.text("字\n。 `~", max_size=30), max_size=20)


@given(small_pieces, st.data())
def test_blocks_are_the_text_in_order_and_do_not_depend_on_its_pieces(pieces: list[str], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 20)
        patch.setattr(blocks, "CONTEXT", 5)
        patch.setattr(blocks, "LONGEST", 25)
        text = "".join(pieces)
        found = list(cut_blocks(pieces))
        assert found == list(cut_blocks([text])) == list(cut_blocks(text))
    assert "".join(block.text for block in found) == text
    assert [block.last for block in found] == [False] * (len(found) - 1) + [True]
    for block in found:
        assert text[block.start :].startswith(block.text + block.behind)
        assert text[: block.start].endswith(block.before)
        assert len(block.before) == min(5, block.start)
        assert len(block.text) <= (25 if block.last else 20)
        assert len(block.behind) >= (0 if block.last else 5)
        if "\n" in block.text and not block.last:
            assert block.text.endswith("\n")
    edits = data.draw(sound_edits(text))
    parts = list(join_blocks((block, *_find(block, edits)) for block in found))
    assert "".join(part.text for part in parts) == text
    assert [part.start for part in parts] == list(itertools.accumulate((len(p.text) for p in parts), initial=0))[:-1]
    assert "".join(apply_edits(part.text, part.edits) for part in parts) == apply_edits(text, edits)


def _find(block: Block, edits: list[Edit]) -> tuple[list[Edit], list[Finding]]:
    """Return what rules would find in a block that find the same wherever they look."""
    shift = len(block.before) - block.start
    end = len(block.seen)
    seen = [e._replace(start=e.start + shift, end=e.end + shift) for e in edits]
    inside = [e for e in seen if e.start >= 0]
    cut_off = [e for e in inside if e.end > end]
    own, findings = keep_own(block, inside, [Finding(e.start, e.end, e.rule, "info", "") for e in inside])
    assert not [e for e in cut_off if e.start < len(block.before) + len(block.text) and not block.last]
    return own, findings


def test_an_edit_that_reaches_over_an_end_goes_before_what_begins_in_it() -> None:
    one = Block(0, "", "甲乙丙", "丁戊", last=False)
    two = Block(3, "乙丙", "丁戊己", "", last=True)
    reaching, inside, later = Edit(2, 4, "丙丁", "x", "a.b"), Edit(0, 1, "丁", "y", "a.b"), Edit(2, 3, "己", "z", "a.b")
    parts = list(join_blocks([(one, [reaching], []), (two, [inside, later], [])]))
    assert [part.text for part in parts] == ["甲乙丙丁", "戊己"]
    assert "".join(apply_edits(part.text, part.edits) for part in parts) == "甲乙x戊z"


def test_code_between_fences_is_not_cut() -> None:
    code = "```\n" + "x = 1\n" * 1_500 + "```\n"
    text = SOUND * (BLOCK // len(SOUND) - 100) + code + SOUND * 4_000
    first, second, *_ = cut_blocks([text])
    assert second.text.startswith(code)
    assert first.text + second.text == text[: second.start + len(second.text)]
    unclosed = "```\n" + SOUND * 6_000
    assert [len(b.text) > BLOCK - len(SOUND) for b in cut_blocks([unclosed])][:-1] == [True] * 3


def test_a_line_without_end_is_cut_behind_a_stop() -> None:
    text = "天氣很好。" * 40_000
    assert all(block.text.endswith("。") for block in cut_blocks([text]))
    assert [len(block.text) for block in cut_blocks(["天" * (LONGEST + 1)])] == [BLOCK, CONTEXT + 1]
    assert [len(block.text) for block in cut_blocks(["天" * LONGEST])] == [LONGEST]
    assert [block.text for block in cut_blocks([])] == [""]


# --- fix_lines -----------------------------------------------------------------------


@settings(max_examples=30)
@given(damaged_text | any_text, st.integers(1, 9))
def test_lines_are_those_of_the_whole(text: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    lines = list(zhfix.fix_lines(pieces))
    whole = zhfix.fix(text)
    assert "".join(lines) == whole
    assert lines == [line for line in whole.replace("\n", "\n\0").split("\0") if line] or "\0" in whole


def test_an_endless_document_comes_out_as_it_goes_in() -> None:
    taken = itertools.count()
    lines = zhfix.fix_lines(SOUND for _ in taken)
    assert [next(lines) for _ in range(3)] == [SOUND] * 3
    assert next(taken) * len(SOUND) < LONGEST + 2 * len(SOUND)


def test_what_are_no_lines_is_refused() -> None:
    for one in ("一段文字", b"bytes", None):
        with pytest.raises(InputTypeError, match="fix_lines"):
            zhfix.fix_lines(one)  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="item 1 is bytes"):
        list(zhfix.fix_lines(["一", b"x"]))  # type: ignore[list-item]
    with pytest.raises(OptionError, match="jobs"):
        zhfix.fix_lines([], jobs=0)
    with pytest.raises(OptionError, match="evidence"):
        zhfix.fix_lines([], evidence="x")  # type: ignore[arg-type]
    assert list(zhfix.fix_lines([])) == []
