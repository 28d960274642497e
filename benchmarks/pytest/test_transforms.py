"""Each core transform, timed by pytest-benchmark.

``make bench-transforms`` does it, and so do::

    pip install -e '.[bench]'
    pytest benchmarks/pytest --benchmark-autosave --benchmark-compare

No part of the ordinary tests, which need no pytest-benchmark.
"""
# ruff: noqa: INP001 - no package

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import zhfix
from zhfix import Evidence, Normalizer
from zhfix.presets import PRESETS

Benchmark = Callable[..., Any]

WHO = ("老师", "同学们", "工人师傅", "我的邻居", "小朋友")
WHAT = ("昨天下午都来参加活动", "决定把旧家具送给别人", "看完表演以后才慢慢回家", "正在准备明年春天的计划")
WHERE = ("图书馆", "火车站", "菜市场", "体育场", "博物馆")
LINES = [f"{a}{b}，地点在{c}旁边，“大家都很高兴”。" for a in WHO for b in WHAT for c in WHERE]
SOUND = "\n".join(LINES * 10) + "\n"
HURT = {
    "utf-8 as latin-1": lambda line: line.encode().decode("latin-1"),
    "utf-8 as gbk": lambda line: line.encode().decode("gbk", "replace"),
    "readings": lambda line: line.replace("参加", "参(cān)加(jiā)").replace("家具", "家(jiā)具(jù)"),
    "directionless marks": lambda line: line.replace("“", '"').replace("”", '"'),
    "invisible": lambda line: line.replace("，", "\N{ZERO WIDTH SPACE}，"),
    "traditional leaks": lambda line: line.replace("师", "師").replace("书", "書"),
}
DAMAGED = (
    "\n".join(hurt(line) if i % 20 == 0 else line for hurt in HURT.values() for i, line in enumerate(LINES)) + "\n"
)
TEXTS = {"sound": SOUND, "damaged": DAMAGED}
RULES = {rule.rule: rule for rule in PRESETS["repair"]}
SENTENCES = LINES * 2
ENCODINGS = ("utf-8", "gb18030", "utf-16-le")

each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))


@each_text
def test_fix(benchmark: Benchmark, text: str) -> None:
    """Repair a long text."""
    zhfix.fix(text)  # loads what is loaded on first use
    assert benchmark(zhfix.fix, text)


def test_fix_sentences(benchmark: Benchmark) -> None:
    """Repair single sentences."""
    assert benchmark(lambda: [zhfix.fix(line) for line in SENTENCES]) == SENTENCES


@each_text
def test_explain(benchmark: Benchmark, text: str) -> None:
    """Say what is wrong with a long text."""
    zhfix.explain(text)
    assert benchmark(zhfix.explain, text).text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_decode(benchmark: Benchmark, encoding: str) -> None:
    """Read bytes whose encoding nobody tells."""
    assert benchmark(zhfix.decode, SOUND.encode(encoding)).text == SOUND


def test_decode_with_a_byte_lost(benchmark: Benchmark) -> None:
    """Read bytes of which one is missing."""
    data = SOUND.encode("gb18030")
    assert benchmark(zhfix.decode, data[:1001] + data[1002:]).edits


@pytest.mark.parametrize("context", [False, True], ids=["words", "context"])
@pytest.mark.parametrize("config", ["s2tw", "t2s"])
def test_convert(benchmark: Benchmark, config: str, context: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Convert a long text; each call finds what the one before left in memory."""
    text = SOUND if config == "s2tw" else zhfix.convert(SOUND, "s2t")
    assert benchmark(zhfix.convert, text, config, context=context) != text


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
@each_text
def test_rule(benchmark: Benchmark, rule: Normalizer, text: str) -> None:
    """Run one rule of the default preset over a long text."""
    evidence = Evidence(text)
    rule.find(text, evidence=evidence)
    benchmark(rule.find, text, evidence=evidence)
