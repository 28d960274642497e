"""Quotation marks directed, made those of a region, or made straight: what is reported and left, and the laws."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text, damaged_text
from zhfix import Evidence, Normalizer, OptionError, apply_edits
from zhfix.edits import check_edits
from zhfix.messages import translate
from zhfix.normalizers import convert_quotes, curl_quotes, rebalance_quotes, straighten_quotes

MARKS = "“”‘’「」『』\"'《》〈〉"
ATOMS = [
    *MARKS,
    *'“”「」"',
    "甲",
    "我们",
    "说：",
    "好。",
    "，",
    " ",
    "\n",
    "\n",
    "it’s",
    "OK",
    '5"',
    "rock'n'roll",
    '{"a": 1}',
    "の",
]
quoting_text = st.lists(st.sampled_from(ATOMS), max_size=40).map("".join)
VARIANTS = [
    curl_quotes,
    curl_quotes.using(style="corner"),
    *(convert_quotes.using(region=region) for region in ("CN", "TW", "HK")),
    straighten_quotes,
    straighten_quotes.using(corners=True),
]
each_rule = pytest.mark.parametrize("rule", VARIANTS, ids=repr)

# Sound paragraphs as the two conventions write them.
PAIRS = [
    ("他说：“今天很热。”", "他說：「今天很熱。」"),
    ("他说：“这叫‘缘分’，你懂吗？”", "他說：「這叫『緣分』，你懂嗎？」"),
    ("“甲‘乙“丙”丁’戊”", "「甲『乙「丙」丁』戊」"),
    ("“第一段。\n“第二段‘甲’。\n\n“第三段。”他说完了。", "「第一段。\n「第二段『甲』。\n\n「第三段。」他說完了。"),
    (
        "“第一段没完，\n第二段也没完，\n第三段完了。”大家“鼓掌”。",
        "「第一段沒完，\n第二段也沒完，\n第三段完了。」大家「鼓掌」。",
    ),
    ("读《春》里的“柳”字，it’s 好", "讀《春》裡的「柳」字，it’s 好"),
]
TO_CORNERS, TO_CURLY = str.maketrans("“”‘’", "「」『』"), str.maketrans("「」『』", "“”‘’")


@each_rule
@given(quoting_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(rule: Normalizer, text: str) -> None:
    edits = rule.edits(text)
    check_edits(text, edits)
    once = apply_edits(text, edits)
    assert rule.edits(once) == []


@each_rule
@given(quoting_text | any_text)
def test_only_marks_change(rule: Normalizer, text: str) -> None:
    for edit in rule.edits(text):
        assert len(edit.after) == 1
        assert edit.after in MARKS
        assert set(edit.before) <= {*MARKS, "\\"}


@pytest.mark.parametrize(("mainland", "taiwan"), PAIRS)
def test_each_region_writes_the_same_its_way(mainland: str, taiwan: str) -> None:
    for text in (mainland, taiwan):
        assert convert_quotes(text, region="CN") == text.replace("it’s", "it'").translate(TO_CURLY).replace(
            "it'", "it’s"
        )
        cornered = text.replace("it’s", "it'").translate(TO_CORNERS).replace("it'", "it’s")
        assert convert_quotes(text, region="TW") == convert_quotes(text, region="HK") == cornered
    assert convert_quotes(mainland, region="CN") is mainland
    assert convert_quotes(taiwan, region="TW") is taiwan


def test_nesting_is_told_from_region() -> None:
    (first, last) = convert_quotes.edits("「甲「乙」丙」", region="TW")
    assert (first.start, first.after, last.start, last.after) == (2, "『", 4, "』")
    assert translate(first.reason, "zh") == "引号嵌套次序有误，此层的 「 应为 『"
    assert {edit.reason.key for edit in convert_quotes.edits("“甲”", region="TW")} == {"quotes.region"}  # type: ignore[attr-defined]


def test_an_inner_mark_that_stands_alone_is_a_distinction() -> None:
    text = "他常說「好」，也說「不好」，書裡叫『甲』。"
    assert convert_quotes(text, region="TW") is text
    (finding,) = convert_quotes.findings(text, region="TW")
    assert (text[finding.start], finding.severity) == ("『", "info")
    assert convert_quotes(text, region="CN") == "他常說“好”，也說“不好”，書裡叫‘甲’。"
    assert convert_quotes("書裡『甲「乙」』和『丙』", region="TW") == "書裡「甲『乙』」和「丙」"


def test_a_mark_that_lost_its_partner_holds_nothing() -> None:
    assert convert_quotes("甲「乙，丙「丁」戊", region="TW") == "甲「乙，丙「丁」戊"
    assert convert_quotes("甲“乙，丙“丁”戊", region="TW") == "甲「乙，丙「丁」戊"
    assert convert_quotes("甲”乙“丙”丁", region="TW") == "甲」乙「丙」丁"


def test_the_document_tells_which_marks_to_write() -> None:
    assert curl_quotes('"早"和"晚"') == "“早”和“晚”"
    assert curl_quotes('他說「早」。\n她說"晚"。') == "他說「早」。\n她說「晚」。"
    assert curl_quotes('她說"晚"。', evidence=Evidence("他說「早」。")) == "她說「晚」。"
    assert curl_quotes('他說「早」。\n她說"晚"。', style="curly") == "他說「早」。\n她說“晚”。"
    assert curl_quotes("\"早说'晚'好\"", style="corner") == "「早说『晚』好」"


def test_a_straight_mark_without_partner_is_reported() -> None:
    text = '这叫"早，又说"晚"'
    assert curl_quotes(text) is text
    (finding,) = curl_quotes.findings(text)
    assert (finding.rule, finding.severity) == ("quotes.curl_quotes", "info")


@given(quoting_text)
def test_what_is_directed_needs_no_balancing(text: str) -> None:
    """Marks that were directed pair, so the repair of marks leaves them alone."""
    if curl_quotes.edits(text) and not rebalance_quotes.edits(text):
        directed = curl_quotes(text)
        touched = {edit.start for edit in rebalance_quotes.edits(directed)}
        shift = 0
        for edit in curl_quotes.edits(text):
            assert edit.start + shift not in touched
            shift += len(edit.after) - len(edit.before)


def test_options_are_checked() -> None:
    with pytest.raises(OptionError, match="region"):
        convert_quotes("“甲”", region="SG")
    with pytest.raises(OptionError, match="style"):
        curl_quotes('"甲"', style="german")


@pytest.mark.parametrize(
    "text",
    [
        "He said “no” and ‘yes’. It’s fine.",
        "彼は「はい」と言った。\n「東京「新宿」』",
        '그는 "네"라고 말했다. “大韓”',
        "没有引号的一段话。",
    ],
)
@pytest.mark.parametrize("rule", VARIANTS[:5], ids=repr)
def test_other_text_is_left_alone(rule: Normalizer, text: str) -> None:
    assert rule(text) is text


@each_rule
@pytest.mark.parametrize(
    "atom", ["“", "”", "“中", '"中', '"中"', "'中'", "“中”", "「“", "《", "《〈", "》", "中“\n", '中"\n', "‘a", "中’a"]
)
def test_time_is_linear(rule: Normalizer, atom: str) -> None:
    text = atom * (80_000 // len(atom))
    start = time.perf_counter()
    rule(text + "中")
    assert time.perf_counter() - start < 4  # a second at most on a quiet machine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用时5’30”，身高5’11”", "用时5’30”，身高5’11”"),
        ("北纬39°54’27”，东经116°23’17”", "北纬39°54’27”，东经116°23’17”"),
        ("55”的屏幕比42”的贵", "55”的屏幕比42”的贵"),
        ("“用时5’30””和“第5”", "「用时5’30”」和「第5」"),
        ("‘80年代’的‘老歌’", "「80年代」的「老歌」"),
    ],
)
def test_signs_behind_figures_are_no_quotation_marks(text: str, expected: str) -> None:
    assert convert_quotes(text, region="TW") == expected
