"""Edits are sound, compose and invert; spans map through them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text, small_text, sound_edits
from zhfix import Edit, EditError, apply_edits
from zhfix.diff import diff_edits
from zhfix.edits import MAX_ALTERNATIVES, Mapping, check_edits, compose_edits, invert_edits

RULE = "test.rule"


def edit(start: int, end: int, before: str, after: str, *alternatives: str) -> Edit:
    return Edit(start, end, before, after, RULE, alternatives=alternatives)


# --- soundness ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("edits", "complaint"),
    [
        ([edit(0, 1, "乙", "丙")], "expects '乙' at 0:1, where the text has '甲'"),
        ([edit(0, 1, "甲", "甲")], "changes nothing"),
        ([edit(1, 1, "", "")], "changes nothing"),
        ([edit(2, 3, "丙", ""), edit(0, 1, "甲", "")], "out of order"),
        ([edit(0, 2, "甲乙", ""), edit(1, 3, "乙丙", "")], "out of order"),
        ([edit(2, 4, "丙", "")], "outside 0:3"),
        ([edit(-1, 0, "", "x")], "outside 0:3"),
        ([edit(2, 1, "", "x")], "out of order"),
        ([edit(1, 1, "", "x"), edit(1, 1, "", "y")], "both insert at 1"),
    ],
)
def test_unsound_edits_are_refused(edits: list[Edit], complaint: str) -> None:
    with pytest.raises(EditError, match=complaint):
        check_edits("甲乙丙", edits)
    with pytest.raises(EditError, match=complaint):
        apply_edits("甲乙丙", edits)


def test_an_insertion_may_stand_beside_a_replacement() -> None:
    assert apply_edits("甲乙", [edit(0, 1, "甲", "x"), edit(1, 1, "", "y"), edit(1, 2, "乙", "z")]) == "xyz"


def test_no_edits_give_the_same_object() -> None:
    text = "甲" * 3
    assert apply_edits(text, []) is text


@given(st.data())
def test_apply_edits_replaces_each_span(data: st.DataObject) -> None:
    text = data.draw(small_text)
    edits = data.draw(sound_edits(text))
    expected = text
    for e in reversed(edits):
        expected = expected[: e.start] + e.after + expected[e.end :]
    assert apply_edits(text, edits) == expected


# --- inversion and composition --------------------------------------------------


@given(st.data())
def test_inverted_edits_undo(data: st.DataObject) -> None:
    text = data.draw(small_text)
    edits = data.draw(sound_edits(text))
    assert apply_edits(apply_edits(text, edits), invert_edits(edits)) == text


def test_deletions_side_by_side_are_undone_by_one_insertion() -> None:
    deletions = [edit(0, 1, "甲", ""), edit(1, 2, "乙", "")]
    assert invert_edits(deletions) == [edit(0, 0, "", "甲乙")]


@given(st.data())
def test_composed_edits_do_what_both_do(data: st.DataObject) -> None:
    text = data.draw(small_text)
    first = data.draw(sound_edits(text, "one.rule"))
    middle = apply_edits(text, first)
    second = data.draw(sound_edits(middle, "two.rule"))
    assert apply_edits(text, compose_edits(first, second)) == apply_edits(middle, second)  # and they are sound


@given(st.data())
def test_composition_is_associative_in_effect(data: st.DataObject) -> None:
    text = data.draw(small_text)
    lists, now = [], text
    for _ in range(3):
        lists.append(data.draw(sound_edits(now)))
        now = apply_edits(now, lists[-1])
    a, b, c = lists
    assert apply_edits(text, compose_edits(compose_edits(a, b), c)) == now
    assert apply_edits(text, compose_edits(a, compose_edits(b, c))) == now


@given(st.data())
def test_composing_with_nothing_changes_nothing(data: st.DataObject) -> None:
    edits = data.draw(small_text.flatmap(sound_edits))
    assert compose_edits(edits, []) == edits
    assert compose_edits([], edits) == edits


@given(st.data())
def test_composing_with_the_inverse_gives_nothing_where_edits_keep_apart(data: st.DataObject) -> None:
    text = data.draw(small_text)
    edits = data.draw(sound_edits(text))
    if all(a.end < b.start for a, b in pairwise(edits)):
        assert compose_edits(edits, invert_edits(edits)) == []


def test_edits_that_keep_apart_stay_apart() -> None:
    first, second = [edit(0, 1, "甲", "xyz", "w")], [edit(5, 6, "丁", "", "v")]  # 甲乙丙丁 -> xyz乙丙丁 -> xyz乙丙
    assert compose_edits(first, second) == [*first, edit(3, 4, "丁", "", "v")]


def test_a_later_edit_joins_only_the_replacements_it_touches() -> None:
    first = [edit(0, 1, "甲", "xx"), edit(1, 2, "乙", "y")]
    assert compose_edits(first, [edit(0, 1, "x", "z")]) == [edit(0, 1, "甲", "zx"), edit(1, 2, "乙", "y")]
    assert compose_edits(first, [edit(1, 2, "x", "z")]) == [edit(0, 2, "甲乙", "xzy")]


def test_joined_edits_keep_the_first_rule_both_reasons_and_the_product_of_confidences() -> None:
    first = [Edit(0, 1, "a", "bc", "one.rule", 0.9, "misread")]
    second = [Edit(1, 3, "cd", "", "two.rule", 0.5, "junk")]
    assert compose_edits(first, second) == [Edit(0, 2, "ad", "b", "one.rule", 0.45, "misread; junk")]


def test_joined_edits_keep_alternatives_with_what_the_other_rule_did() -> None:
    slip = [Edit(0, 2, "!焙", "。創", "slip.rule", 0.9, "", ("，創", "。闖"))]
    gloss = [Edit(2, 5, "(c)", "", "annotation.rule", 1.0, "")]
    (joined,) = compose_edits(slip, gloss)
    assert (joined.after, joined.alternatives) == ("。創", ("，創", "。闖"))
    # and the alternatives of the later edit, with what the earlier one did
    (joined,) = compose_edits([edit(0, 1, "a", "bc")], [edit(2, 3, "d", "e", "f")])
    assert (joined.after, joined.alternatives) == ("bce", ("bcf",))


def test_an_alternative_that_a_later_edit_cut_into_stands_without_that_edit() -> None:
    (joined,) = compose_edits([edit(0, 1, "a", "bcd", "xyz")], [edit(1, 2, "c", "C")])
    assert (joined.after, joined.alternatives) == ("bCd", ("xyz",))


@given(st.data())
def test_alternatives_of_joined_edits_are_few_and_differ(data: st.DataObject) -> None:
    text = data.draw(small_text)
    first = data.draw(sound_edits(text))
    second = data.draw(sound_edits(apply_edits(text, first)))
    as_given = {(e.before, e.after, e.alternatives) for e in [*first, *second]}
    for e in compose_edits(first, second):
        if (e.before, e.after, e.alternatives) not in as_given:
            assert len(set(e.alternatives) - {e.after}) == len(e.alternatives) <= MAX_ALTERNATIVES


# --- mapping --------------------------------------------------------------------


@given(st.data())
def test_unchanged_text_maps_to_itself(data: st.DataObject) -> None:
    text = data.draw(small_text)
    edits = data.draw(sound_edits(text))
    output, mapping = apply_edits(text, edits), Mapping(edits)
    edges = [0, *(x for e in edits for x in (e.start, e.end)), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if start < end:
            a, b = mapping.to_output((start, end))
            assert output[a:b] == text[start:end]
            assert mapping.to_source((a, b)) == (start, end)


@given(st.data())
def test_mapping_there_and_back_covers_the_span(data: st.DataObject) -> None:
    text = data.draw(small_text)
    edits = data.draw(sound_edits(text))
    output, mapping = apply_edits(text, edits), Mapping(edits)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    a, b = mapping.to_output((start, end))
    assert 0 <= a <= b <= len(output)
    if start < end:
        c, d = mapping.to_source((a, b))
        deleted = [e for e in edits if not e.after]
        if not deleted:
            assert c <= start <= end <= d
    for e in edits:  # a replacement maps to what replaced it
        if e.before and e.after:
            a, b = mapping.to_output((e.start, e.end))
            assert output[a:b] == e.after


def test_a_place_inside_a_replacement_maps_to_all_of_it() -> None:
    mapping = Mapping([edit(1, 4, "乙丙丁", "xy")])
    assert mapping.to_output((2, 3)) == (1, 3)
    assert mapping.to_output((0, 2)) == (0, 3)
    assert mapping.to_source((2, 3)) == (1, 4)


def test_spans_that_are_none_are_refused() -> None:
    with pytest.raises(EditError, match="2:1 is no span"):
        Mapping([]).to_output((2, 1))


# --- differences -----------------------------------------------------------------


@given(small_text, small_text)
def test_differences_turn_one_text_into_the_other(before: str, after: str) -> None:
    assert apply_edits(before, diff_edits(before, after, RULE)) == after


@given(any_text, any_text, any_text)
def test_differences_of_any_text(head: str, before: str, after: str) -> None:
    assert apply_edits(head + before, diff_edits(head + before, head + after, RULE)) == head + after


@given(st.lists(st.sampled_from(["甲\n", "乙丙\n", "\n", "x" * 700, "丁" * 600]), max_size=9), st.data())
def test_differences_of_texts_longer_than_a_window(lines: list[str], data: st.DataObject) -> None:
    before, after = "".join(lines), "".join(data.draw(st.permutations(lines)))
    assert apply_edits(before, diff_edits(before, after, RULE)) == after


def test_differences_of_a_long_text_are_as_small_as_the_changes() -> None:
    chars = [chr(0x4E00 + i * 7919 % 9000) for i in range(30_000)]
    before = "".join(chars)
    after = "".join(char for i, char in enumerate(chars) if i % 100)
    edits = diff_edits(before, after, RULE)
    assert [e[:4] for e in edits] == [(i, i + 1, chars[i], "") for i in range(0, 30_000, 100)]
    assert apply_edits(before, edits) == after
