"""Words: what they gain over pairs, the laws of the sum, and the file they lie in."""

from __future__ import annotations

import hashlib
import math
import re
import subprocess
import sys
import time
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text, damaged_text
from zhfix.charlm import open_model
from zhfix.errors import DataError
from zhfix.script.tables import open_variants, to_simplified
from zhfix.words import LONGEST, STEP, open_words, pack_words, score_words, unpack_words

FOLDER = resources.files("zhfix").joinpath("data")
DATA = FOLDER.joinpath("words.bin").read_bytes()

wordy_text = st.lists(
    st.sampled_from(
        ["图书馆", "圖書館", "可视化", "数据库", "一致性", "文件名", "书", "馆", "化", "的", "，", "a", "\n"]
    ),
    max_size=8,
).map("".join)


def score_by_trying(text: str) -> float:
    """Return the best sum over all ways to take words out of a short text: every one of them is tried."""
    gains = open_words()
    found = [(i, j) for j in range(len(text) + 1) for i in range(j) if "".join(map(to_simplified, text[i:j])) in gains]

    def best(start: int) -> float:
        ways = ((i, j) for i, j in found if i >= start)
        return max((gains["".join(map(to_simplified, text[i:j]))] + best(j) for i, j in ways), default=0.0)

    return best(0)


@pytest.mark.parametrize(
    "word",
    [
        "文件名",
        "可视化",
        "一致性",
        "数据库",
        "图书馆",
        "资料库",
        "操作系统",
        "服务器",
        "葡萄牙",
        "占位符",
        "样式表",
        "表名",
    ],
)
def test_words_gain(word: str) -> None:
    assert score_words(word) > 0


@pytest.mark.parametrize("text", ["书图", "化视可", "表馆据", "的了是", "库据数", "锟斤拷", "鐨勬", "焙蟿"])
def test_what_is_no_word_gains_nothing(text: str) -> None:
    assert score_words(text) == 0


@pytest.mark.parametrize(
    "text", ["", "图", "\n", "\n\n\n", "library", "ひらがな", "도서관", "\ud800", "\udfff\ud800中", "\x00\x00"]
)
def test_what_holds_no_words_gains_nothing(text: str) -> None:
    assert score_words(text) == 0


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("请输入文件名：", "请输入文件否："),
        ("数据可视化工具", "数据可视区工具"),
        ("保持数据一致性", "保持数据一致怨"),
        ("操作系统崩溃", "操作系绞崩溃"),
        ("圖書館今天休息", "圖書餠今天休息"),
    ],
)
def test_the_word_is_told_from_what_shares_its_lead_bytes(right: str, wrong: str) -> None:
    differ = [(a, b) for a, b in zip(right, wrong, strict=True) if a != b]
    assert [a.encode()[:2] == b.encode()[:2] for a, b in differ] == [True]
    assert score_words(right) > score_words(wrong)


@pytest.mark.parametrize(
    "word", ["文件名", "样式表", "占位符", "配置项", "返回值", "主键", "用户名", "订单号", "不可用时"]
)
def test_the_last_character_of_a_term_is_the_likeliest_of_its_lead_bytes(word: str) -> None:
    """Comments and labels end behind such words; nothing but the line end follows."""
    model = open_model()
    first = ord(word[-1]) & ~63
    chars = sorted({to_simplified(char) for char in map(chr, range(first, first + 64)) if model.knows(char)})

    def score(char: str) -> float:
        return model.log_probability(char + "\n", word[-2]) + score_words(word[:-1] + char)

    assert max(chars, key=score) == word[-1]


@pytest.mark.parametrize("wrong", ["文件后", "文件吧", "文件吏"])
def test_a_file_has_a_name(wrong: str) -> None:
    model = open_model()
    gain = score_words("文件名") - score_words(wrong)
    assert gain > model.log_probability(wrong + "\n") - model.log_probability("文件名\n")


def test_words_that_overlap_do_not_both_count() -> None:
    gains = open_words()
    assert gains["数据库"] > gains["数据"] > 0
    assert score_words("数据库") == gains["数据库"]
    assert gains["表演艺术"] < gains["表演"] + gains["艺术"]
    assert score_words("表演艺术") == gains["表演"] + gains["艺术"]


@given(any_text | damaged_text)
def test_every_text_has_a_sum(text: str) -> None:
    score = score_words(text)
    assert 0 <= score <= 12 * (len(text) // 2)
    assert score % STEP == 0


@given(wordy_text, wordy_text)
def test_two_texts_gain_at_least_what_each_gains(one: str, other: str) -> None:
    assert score_words(one + other) >= score_words(one) + score_words(other)


@given(wordy_text, wordy_text)
def test_a_line_end_parts_words(one: str, other: str) -> None:
    assert score_words(one + "\n" + other) == score_words(one) + score_words(other)


@given(st.text(st.sampled_from("图书圖書馆館可视化数据库一致性的"), max_size=9))
def test_the_sum_is_the_best_of_all_ways(text: str) -> None:
    assert score_words(text) == score_by_trying(text)


@given(st.text(st.sampled_from(sorted(open_variants().traditional)), max_size=6) | wordy_text | damaged_text)
def test_traditional_text_gains_what_its_simplified_form_does(text: str) -> None:
    assert score_words(text) == score_words("".join(map(to_simplified, text)))


def test_long_text_takes_linear_time() -> None:
    for text in ("图书馆" * 27_000, "一" * 80_000, "數據庫可視化" * 13_000):
        start = time.perf_counter()
        score_words(text)
        assert time.perf_counter() - start < 2  # some 0.1 s on a machine with nothing else to do


def test_the_words_are_what_the_tool_says() -> None:
    gains = open_words()
    assert len(gains) > 90_000
    assert {len(word) for word in gains} == set(range(2, LONGEST + 1))
    assert min(gains.values()) == STEP
    assert max(gains.values()) == 12
    assert all("".join(map(to_simplified, word)) == word for word in gains if "薴" not in word)
    assert all(re.fullmatch("[\u3400-\u4dbf\u4e00-\u9fff]+", word) for word in gains)


def test_a_word_that_gains_is_a_surprise_to_pairs() -> None:
    """No word is likelier than one in fifty, so what gains g nats has pairs of less than e**-g of that."""
    model = open_model()
    for word, gain in list(open_words().items())[::50]:
        pairs = model.log_unigram(word[0]) + sum(model.log_bigram(before, char) for before, char in pairwise(word))
        assert pairs + gain < math.log(1 / 50)


def test_the_file_is_small() -> None:
    assert len(DATA) < 400_000


def test_packing_what_was_unpacked_gives_the_same_bytes() -> None:
    assert pack_words(unpack_words(DATA)) == DATA


@pytest.mark.parametrize("at", [0, 9, len(DATA) // 2, len(DATA) - 1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    damaged = DATA[:at] + bytes([DATA[at] ^ 1]) + DATA[at + 1 :]
    with pytest.raises(DataError, match="reinstall"):
        unpack_words(damaged)


def test_a_cut_file_is_noticed() -> None:
    with pytest.raises(DataError):
        unpack_words(DATA[:-100])


def test_the_words_are_read_once_and_not_before_they_are_asked_for() -> None:
    code = "from zhfix import words; print(words.open_words.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own interpreter and code
    assert done.stdout.strip() == "0"
    assert open_words() is open_words()


def test_the_file_is_the_one_that_its_provenance_records() -> None:
    tables = FOLDER.joinpath("PROVENANCE.toml").read_text("utf-8")
    found = re.search(r'\["words\.bin"\][^\[]*?source_sha256 = "(.*)"[^\[]*?\nsha256 = "(\w+)"', tables)
    assert found
    assert found[2] == hashlib.sha256(DATA).hexdigest()
    model = hashlib.sha256(FOLDER.joinpath("charlm.bin").read_bytes()).hexdigest()
    assert found[1].endswith(", " + model), "the character model is another: run tools/build_words.py again"
