"""Many texts: the same answers as one by one, in order, as they come, and with the evidence that the caller gathers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhfix
from strategies import damaged_text
from zhfix import Evidence, InputTypeError, OptionError
from zhfix.many import CHUNK_TEXTS
from zhfix.processes import AHEAD

DAMAGED = "本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。"
SOUND = "這段文字沒有壞。"
# A reading behind one character: the other fields show whether a converter wrote it or a teacher.
LONE, JUNK = "社區服務(wù)站", ["企業(yè)管理", "科學(xué)研究", "開(kāi)放時間", "發(fā)展計劃", "會(huì)議紀錄"]


@settings(max_examples=20)
@given(st.lists(damaged_text, max_size=4))
def test_many_are_fixed_as_each_is(texts: list[str]) -> None:
    assert list(zhfix.fix_many(texts)) == [zhfix.fix(text) for text in texts]


def test_what_is_sound_is_the_same_object() -> None:
    texts = [SOUND, DAMAGED, "", "plain", "\ud800"]
    for jobs in (1, 2):
        fixed = list(zhfix.fix_many(texts, jobs=jobs))
        assert [a is b for a, b in zip(texts, fixed, strict=True)] == [True, False, True, True, True]


def test_nothing_is_read_before_it_is_asked_for_and_an_endless_iterable_will_do() -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        for i in itertools.count():
            read.append(i)
            yield f"{i}號服務(wù)企業(yè)，推進(jìn)發(fā)展。"

    results = zhfix.fix_many(endless())
    assert read == []
    assert [next(results) for _ in range(3)] == [f"{i}號服務企業，推進發展。" for i in range(3)]
    assert read == [0, 1, 2]


def test_processes_give_the_same_in_order_and_read_a_bounded_way_ahead() -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        for i in itertools.count():
            read.append(i)
            yield f"{i}" if i % 3 else f"{i}號服務(wù)企業(yè)，推進(jìn)發(fā)展。"

    results = zhfix.fix_many(endless(), jobs=2)
    assert read == []
    count = 2 * CHUNK_TEXTS + 3
    assert list(itertools.islice(results, count)) == [
        f"{i}" if i % 3 else f"{i}號服務企業，推進發展。" for i in range(count)
    ]
    assert len(read) <= (AHEAD * 2 + 3) * CHUNK_TEXTS
    results.close()  # type: ignore[attr-defined]  # a generator, though only an iterator is promised


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_text_speaks_for_itself_unless_evidence_is_given(jobs: int) -> None:
    column = [LONE, *JUNK]
    alone = list(zhfix.fix_many(column, jobs=jobs))
    assert alone == [zhfix.fix(text) for text in column]
    evidence = Evidence.gather(column * 3)
    together = list(zhfix.fix_many(column, evidence=evidence, jobs=jobs))
    assert together == [zhfix.fix(text, evidence=evidence) for text in column]
    assert together == ["社區服務站", "企業管理", "科學研究", "開放時間", "發展計劃", "會議紀錄"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_options_are_those_of_fix(jobs: int) -> None:
    texts = [DAMAGED + "\u200b中", "他說：”好“"]
    options = {"select": ["invisible"], "terms": ["好"], "markup": "none", "expect": "zh"}
    expected = [zhfix.fix(text, **options) for text in texts]  # type: ignore[arg-type]
    assert list(zhfix.fix_many(texts, "repair", jobs=jobs, **options)) == expected  # type: ignore[arg-type]
    assert expected[0] == DAMAGED + "中"


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("bad", "kind"), [(None, "NoneType"), (float("nan"), "float"), (b"\xd6\xd0", "bytes")])
def test_what_is_no_text_is_named_with_its_index_after_what_stands_before_it(jobs: int, bad: object, kind: str) -> None:
    results = zhfix.fix_many([DAMAGED, SOUND, bad, SOUND], jobs=jobs)  # type: ignore[list-item]
    assert next(results) == "本次活動服務企業，推進發展。"
    assert next(results) is SOUND
    with pytest.raises(InputTypeError, match=rf"item 2 is {kind}: "):
        next(results)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_iterable_comes_after_what_it_gave(jobs: int) -> None:
    def breaking() -> Iterator[str]:
        yield DAMAGED
        raise OSError("the disk is gone")

    results = zhfix.fix_many(breaking(), jobs=jobs)
    assert next(results) == "本次活動服務企業，推進發展。"
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


def test_wrong_arguments_are_refused_at_the_call() -> None:
    for one in ("一段文字", b"bytes"):
        with pytest.raises(InputTypeError, match=r"not one (str|bytes): zhfix.fix\(text\)"):
            zhfix.fix_many(one)  # type: ignore[arg-type]
    for jobs in (0, -1, 1.5, True, "2"):
        with pytest.raises(OptionError, match="jobs is a number of processes"):
            zhfix.fix_many([], jobs=jobs)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="unknown preset"):
        zhfix.fix_many([], "repare")
    with pytest.raises(OptionError, match="evidence"):
        zhfix.fix_many([], evidence=["服務(wù)"])  # type: ignore[arg-type]


def test_none_of_jobs_is_a_process_for_each_processor() -> None:
    assert list(zhfix.fix_many([DAMAGED, SOUND], jobs=None)) == ["本次活動服務企業，推進發展。", SOUND]
    assert list(zhfix.fix_many([], jobs=2)) == []


@pytest.mark.parametrize("texts", ["一段文字", b"bytes", None, 7])
def test_one_text_or_none_is_not_taken_for_many(texts: object) -> None:
    with pytest.raises(InputTypeError, match="iterable of texts, not one"):
        zhfix.fix_many(texts)  # type: ignore[arg-type]  # the wrong type is the point
    with pytest.raises(InputTypeError, match="iterable of texts, not one"):
        Evidence.gather(texts)  # type: ignore[arg-type]  # the wrong type is the point
