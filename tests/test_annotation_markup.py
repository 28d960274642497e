"""Ruby, readings between characters and behind words, marks of notes, conversion markup and masked words."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text, damaged_text
from zhfix import Evidence, OptionError, Pipeline, normalizers
from zhfix.normalizers import report_masked, strip_flattened_ruby, strip_ruby, unwrap_conversions
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
    "\n", " ", "。", "a", "\ud800", "</rt>", "<rtc>", "&lt;ruby&gt;", "<ru", "by>", "`", "-", "{", "}", "|", "zh:",
    "(", ")", "(hàn)", "（ㄏㄢˋ）",
    "wèi", "了le", "12", "WTA", "A|", "¹", "\uff3b3\uff3d", "【注1】", "①见", "，", "zf", ".", "感",
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
    assert rule(once, evidence=evidence) == once
    alone = rule(text)
    assert rule(alone) == alone


@pytest.mark.parametrize("name", RULES)
@given(text=damaged_text | any_text)
def test_any_text_is_taken(name: str, text: str) -> None:
    rule = getattr(normalizers, name)
    once = rule(text)
    assert rule(once) == once


@pytest.mark.parametrize("name", ["strip_flattened_ruby", "strip_glosses"])
@given(text=texts)
def test_no_ideograph_is_lost(name: str, text: str) -> None:
    ideographs = re.compile("[\u4e00-\u9fff]")
    assert ideographs.findall(getattr(normalizers, name)(text)) == ideographs.findall(text)


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear(name: str, piece: str) -> None:
    text = piece * (40_000 // len(piece))
    start = time.process_time()
    getattr(normalizers, name).find(text)
    assert time.process_time() - start < 2.0


def test_how_deep_markup_may_lie_is_bounded() -> None:
    deep = "务" + "-{里" * 10_000 + "}-" * 10_000
    start = time.process_time()
    assert unwrap_conversions(deep) == deep
    assert strip_ruby("<ruby>甲<rt>" * 5_000 + "</ruby>" * 5_000) == "甲"
    assert time.process_time() - start < 2.0


SENTENCES = (
    ("小船很慢地走", "xiǎo chuán hěn màn de zǒu"),
    ("今天去海边看日落", "jīn tiān qù hǎi biān kàn rì luò"),
    ("研究所在山上", "yán jiū suǒ zài shān shàng"),
)


@pytest.mark.parametrize(("text", "readings"), SENTENCES)
@given(data=st.data())
def test_readings_behind_words_of_any_length_go(text: str, readings: str, data: st.DataObject) -> None:
    syllables = readings.split()
    parts: list[str] = []
    at = 0
    while at < len(text):
        size = data.draw(st.integers(1, 3))
        parts += text[at : at + size], "".join(syllables[at : at + size])
        at += size
    assert strip_flattened_ruby("".join(parts)) == text


def test_a_few_readings_in_a_long_text_stay_and_are_reported() -> None:
    text = "山shān水shuǐ" + "这一带有许多小河与池塘，春天时鸟很多。" * 20
    assert strip_flattened_ruby(text) is text
    assert len(strip_flattened_ruby.findings(text)) == 2
    assert strip_flattened_ruby(text, evidence=Evidence("山shān水shuǐ花huā")) == "山水" + text[10:]


def test_the_pipeline_takes_out_ruby_with_tags_in_it() -> None:
    text = '<p>今夜的<ruby><rb>海港</rb><rp>(</rp><rt><span lang="zh">hǎigǎng</span></rt><rp>)</rp></ruby>很静</p>'
    pipeline = Pipeline.from_preset("repair", select=["annotation.strip_ruby"])
    assert pipeline(text) == "<p>今夜的海港很静</p>"
    assert Pipeline.from_preset("repair")(text) is text


def test_words_of_other_regions_are_alternatives() -> None:
    (edit,) = unwrap_conversions.edits("這個-{zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-壞了")
    assert (edit.after, edit.alternatives) == ("軟體", ("软件", "軟件"))
    (sure,) = unwrap_conversions.edits("-{zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-", region="HK")
    (other,) = unwrap_conversions.edits("-{zh-cn:软件;zh-sg:软体}-", region="HK")
    assert other.confidence < edit.confidence < sure.confidence


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("天.气", ["天气"]),
        ("政-府", ["政府"]),
        ("听天*气*预*报", ["天气预报"]),
        ("问敏.感.词", ["敏感词"]),
        ("京-沪、东-西、东-西-南-北、长*宽*高", []),
        ("A.甲.乙.丙", []),
    ],
)
def test_words_with_signs_between_all_their_characters(text: str, words: list[str]) -> None:
    assert [str(found.reason).rpartition(" ")[2] for found in report_masked.findings(text)] == words
