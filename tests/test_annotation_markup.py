"""Ruby, readings between characters and behind words, marks of notes, conversion markup and masked words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix import Evidence, OptionError, normalizers
from zhfix.normalizers import report_masked, strip_ruby, unwrap_conversions
from zhfix.readings import open_readings
from zhfix.rules._annotation_zhuyin import to_pinyin

RULES = (
    "strip_ruby",
    "strip_flattened_ruby",
    "strip_glosses",
    "strip_note_marks",
    "unwrap_conversions",
    "report_masked",
)
PIECES = (
    "<ruby>", "</ruby>", "<rt>", "</rt>", "<rp>(", "</rp>", "<rb>", "漢", "字", "hàn", "zi4", "ㄏㄢˋ", "(yin2 hang2)",
    "银行", "[1]", "〔2〕", "①", "²", "-{", "}-", "zh-cn:里;", "zh-tw:裡", "H|", "zheng", "府", "*", "｜東《ひが》",
    "\n", " ", "。", "a", "\ud800",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize("name", RULES)
@given(text=texts)
def test_edits_fit_and_a_second_run_changes_nothing(name: str, text: str) -> None:
    rule = getattr(normalizers, name)
    evidence = Evidence(text)
    for edit in rule.edits(text, evidence=evidence):
        assert text[edit.start : edit.end] == edit.before != edit.after
    once = rule(text, evidence=evidence)
    again = rule(once, evidence=evidence)
    # What is taken out may bring together what then is markup; that is for the pipeline to settle, and shrinks.
    assert again == once or len(again) < len(once)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear(name: str, piece: str) -> None:
    text = piece * (40_000 // len(piece))
    start = time.process_time()
    getattr(normalizers, name).find(text)
    assert time.process_time() - start < 2.0


def test_every_syllable_of_zhuyin_is_one_of_pinyin() -> None:
    initials, glides, finals = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙ", "ㄧㄨㄩ", "ㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥ"
    pairs = {
        "ㄅㄧㄠ": "biao1", "ㄋㄩˇ": "nü3", "ㄌㄨㄣˊ": "lun2", "ㄑㄩㄥˊ": "qiong2", "ㄏㄨㄟˋ": "hui4", "ㄧㄥ": "ying1",
        "ㄩㄣˊ": "yun2", "ㄩㄢˋ": "yuan4", "ㄨㄛˇ": "wo3", "ㄦˋ": "er4", "ㄓ": "zhi1", "ㄧㄠˋ": "yao4",
        "ㄉㄨㄥ": "dong1",
    }  # fmt: skip
    assert {zhuyin: to_pinyin(zhuyin) for zhuyin in pairs} == pairs
    known = [initial + glide + final for initial in initials for glide in ("", *glides) for final in ("", *finals)]
    assert sum(open_readings().is_syllable(to_pinyin(each)) for each in known if len(each) > 1) > 350


def test_a_region_has_its_words_and_a_wrong_one_is_refused() -> None:
    text = "-{zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-"
    assert [unwrap_conversions(text, region=region) for region in ("CN", "TW", "HK")] == ["软件", "軟體", "軟件"]
    assert unwrap_conversions("這臺" + text) == "這臺軟體"
    with pytest.raises(OptionError, match="did you mean 'TW'"):
        unwrap_conversions(text, region="TWN")


def test_what_stays_is_reported() -> None:
    assert [found.severity for found in strip_ruby.findings("<ruby>漢<rt>hàn")] == ["warning"]
    assert [str(found.reason) for found in report_masked.findings("市zheng府")] == ["a masked word, perhaps 政府"]
    assert report_masked.findings("K线、T恤、卡拉OK、app优惠券、2*3、长*宽") == []
