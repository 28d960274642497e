"""Characters that stand for others: the tables, what is left and reported, options, and the laws of the rules."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_second_run
from strategies import any_text, damaged_text
from zhfix import Evidence, Normalizer
from zhfix.errors import OptionError
from zhfix.ideographs import find_descriptions
from zhfix.messages import translate
from zhfix.normalizers import (
    flatten_vertical_forms,
    fold_zeros,
    restore_gb2312_marks,
    restore_homoglyphs,
    restore_private_use,
    unify_ideographs,
    unify_radicals,
    widen_kana,
)
from zhfix.rules._compat_tables import open_private, open_radicals

RULES = [
    unify_radicals,
    unify_ideographs,
    restore_private_use,
    flatten_vertical_forms,
    restore_gb2312_marks,
    widen_kana,
    fold_zeros,
    restore_homoglyphs,
]
by_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)

ATOMS = [
    *"中国人口第统個這 ，。\n、「」（“a1",
    *"⼀⼁⼈⼯⼾⿈⻉⺮⻊⻅⿰⿱⿲&;{}[]()",
    *"\uf92c\uf941\ufa0c\ufa11\ufa19\U0002f80a郎論",
    *"\ue40c\ue11a\ue772\ue82b\ue76c\ue7c8\ue7e8\uf015\U000f0001\U00100000",
    *"\ufe30\ufe10\ufe12\ufe16\ufe19\ufe31\ufe32\ufe35\ufe36\ufe3d\ufe3e\ufe41\ufe42\ufe4f",
    *"ｶﾞﾀｰﾄ･｡｢カエー一二力—囗ㄧ○〇の",
    *"\N{KATAKANA MIDDLE DOT}\N{HORIZONTAL BAR}한",
    "努カ工作",
    "コンピュ一タ",
    "二○○八年",
    "我們今天說的話，",
    "我们今天说的话，",
    "部首",
]
crowded_text = st.lists(st.sampled_from(ATOMS), max_size=30).map("".join)


@by_rule
@given(text=crowded_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(rule: Normalizer, text: str) -> None:
    check_second_run(rule, text)


@by_rule
@given(text=crowded_text)
def test_descriptions_stay_whole(rule: Normalizer, text: str) -> None:
    spans = list(find_descriptions(text))
    for edit in rule.edits(text):
        assert not any(edit.start < end and start < edit.end for start, end in spans)


@given(crowded_text)
def test_radicals_and_doubles_become_their_equivalents(text: str) -> None:
    for rule in (unify_radicals, unify_ideographs):
        for edit in rule.edits(text):
            same_shape = {"⼾": "户", "⿈": "黄", "⻉": "贝", "⻅": "见"}
            assert edit.after in (unicodedata.normalize("NFKC", edit.before), same_shape.get(edit.before))


@given(crowded_text)
def test_characters_come_and_go_one_for_one(text: str) -> None:
    for rule in (unify_radicals, unify_ideographs, restore_private_use, restore_homoglyphs, fold_zeros):
        assert len(rule(text)) == len(text)


def test_the_table_of_radicals_is_that_of_unicode() -> None:
    table = open_radicals()
    kangxi = [chr(code) for code in range(0x2F00, 0x2FD6)]
    assert [table[radical] for radical in kangxi] == [unicodedata.normalize("NFKC", radical) for radical in kangxi]
    supplement = [radical for radical in table if radical < "\u2f00"]
    assert {"⺟": "母", "⻉": "贝", "⻳": "龟"}.items() <= table.items()
    assert len(supplement) > 100
    assert all(unicodedata.name(radical).startswith("CJK RADICAL") for radical in supplement)


def test_the_table_of_hong_kong_agrees_with_the_codec() -> None:
    """Microsoft's formula takes a code of Big5 to private use, and CPython has what Hong Kong put at the code."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    table = open_private()["hkscs"]
    for lead, start in {0xFA: 0xE000, 0x8E: 0xE311, 0x92: 0xE585}.items():
        codes = [(chr(start + number), bytes((lead, trail))) for number, trail in enumerate(trails)]
        known = {char: code for char, code in codes if char in table}
        decoded = {char: code.decode("big5hkscs", "ignore") for char, code in known.items()}
        agreeing = sum(table[char] == decoded[char] for char in known)
        newer = sum(len(char) != 1 or char.isascii() for char in decoded.values())  # which CPython has not
        assert agreeing > 140
        assert agreeing + newer == len(known)


def test_the_table_of_gbk_has_what_its_standard_moved() -> None:
    gb = open_private()["gb"]
    assert len(gb) == 106
    vertical, readings, late = (gb["\ue78d"], gb["\ue796"]), (gb["\ue7c7"], gb["\ue7c8"]), (gb["\ue81e"], gb["\ue864"])
    assert (vertical, readings, late) == (("\ufe10", "\ufe19"), ("\u1e3f", "\u01f9"), ("\u9fb4", "\u9fbb"))
    assert gb["\ue816"] == "\U00020087"


@pytest.mark.parametrize(
    "text",
    [
        "我们⼀起⾛过那座⼤桥，看⻅河⽔流向⼭⾕，⼼⾥⼗分⾼兴。",
        "這⼀年⾬⽔很多，⽥⾥的⽲苗⻑得⼜⾼⼜密，農⺠都很⾼興。",
    ],
)
def test_damage_to_every_character_is_undone(text: str) -> None:
    sound = "".join(open_radicals().get(char, char) for char in text)
    assert unify_radicals(text) == sound
    assert unify_radicals(sound) is sound


def test_components_are_folded_where_asked() -> None:
    text = "康熙部首⼀（一），⺮字頭，⿰⺡⼯"
    assert unify_radicals(text) == text
    assert unify_radicals(text, components=True) == "康熙部首一（一），𥫗字頭，⿰⺡⼯"


def test_what_the_caller_knows_to_be_chinese_is_not_taken_for_korean() -> None:
    text = "李 이\n先生賜教，則弟子\uf941語可學"
    assert unify_ideographs(text) == text
    assert unify_ideographs(text, evidence=Evidence(text, expect="zh")) == "李 이\n先生賜教，則弟子論語可學"


def test_a_mapping_restores_wherever_its_characters_stand() -> None:
    mapping = {"\ue810": "天", "\ue9f3": "气", "\U000f0001": "好"}
    assert restore_private_use("\ue810 \ue9f3\U000f0001\ue810", mapping=mapping) == "天 气好天"
    (edit,) = restore_private_use.using(mapping={"\ue810": "天"}).edits("今\ue810气")
    assert (edit.start, edit.end, edit.after, edit.confidence) == (1, 2, "天", 1.0)


@pytest.mark.parametrize("mapping", [{"\ue810": "\ue811", "\ue811": "天"}, {"\ue810\ue811": "天"}, {"\ue810": 5}])
def test_a_mapping_that_means_nothing_is_refused(mapping: dict[str, str]) -> None:
    with pytest.raises(OptionError, match="mapping takes"):
        restore_private_use("今\ue810", mapping=mapping)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今\uf3a0气很好", [(1, 2, "warning", 1)]),
        ("今\uf3a0\uf3a1气，明\uf3a2天", [(1, 3, "warning", 2), (6, 7, "warning", 1)]),
        ("\ue611 首页", [(0, 1, "info", 0)]),
        ("圖\U000f0001標", [(1, 2, "warning", 1)]),
        ("香港\ue40c生署今日公布，流感高峯期已經過去", []),
    ],
)
def test_what_no_table_explains_is_reported(text: str, expected: list[tuple[int, int, str, int]]) -> None:
    assert [(x.start, x.end, x.severity, x.lost) for x in restore_private_use.findings(text)] == expected


def test_one_table_serves_the_whole_document() -> None:
    """What fits tells the table, and the rare characters beside it, which fit nowhere, are read by the same."""
    telling = "香港\ue40c生署今日公布，流感高峯期已經過去，市民仍須小心。\n"
    rare = "地點是九龍\ue00f街，開放時間請看告示。"
    assert restore_private_use(rare) == rare
    restored = restore_private_use(telling + rare)
    assert restored == telling.replace("\ue40c", "衞") + rare.replace("\ue00f", open_private()["hkscs"]["\ue00f"])
    sure, unsure = restore_private_use.edits(telling + rare)
    assert sure.confidence > unsure.confidence


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("一種⿰虫鬼也", [(2, 5)]),
        ("⿺辶⿱穴鬼⿰木木", [(0, 5), (5, 8)]),
        ("⿲彳⿱山王攵路", [(0, 6)]),
        ("⿰&CDP-8BAE;木", [(0, 12)]),
        ("⿾正面", [(0, 2)]),
        ("⿰木", [(0, 2)]),
        ("⿰木，⿱", [(0, 2)]),
        ("⿰⿱，", []),
        ("⿰ 木", []),
        ("木目", []),
    ],
)
def test_descriptions_are_found(text: str, spans: list[tuple[int, int]]) -> None:
    assert list(find_descriptions(text)) == spans


@given(crowded_text | any_text)
def test_descriptions_are_apart_and_in_order(text: str) -> None:
    spans = list(find_descriptions(text))
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start] == "\u31ef" or "\u2ff0" <= text[start] <= "\u2fff" for start, _ in spans)


def test_reasons_are_given_in_both_languages() -> None:
    (edit,) = unify_radicals.edits("这⼀天")
    assert edit.reason == "U+2F00 is a radical that stands for the character 一"
    assert translate(edit.reason, "zh") == "U+2F00 是部首字符，此处应为汉字“一”"
    (edit,) = restore_private_use.edits("沿\ue2e5海邊的公路開車，風景很美")
    assert "着" in translate(edit.reason, "zh")


@by_rule
@pytest.mark.parametrize(
    "atom",
    [
        "⼀",
        "⼀\n",
        "中⼀国",
        "{⻊叉}",
        "⿰⼀",
        "\uf92c才能人中\n",
        "中\ue815",
        "這個\ue40c",
        "﹁﹂",
        "﹁中﹂",
        "ｶﾞｱ",
        "努カ工",
        "コ一",
        "中—国",
        "○\u3007",
        "二○",
        "中\N{HORIZONTAL BAR}",
    ],
)
def test_long_text_takes_a_moment(rule: Normalizer, atom: str) -> None:
    text = atom * (80_000 // len(atom))
    rule("这⼀个，李\uf92c中赴闕的\ue815ｶﾞﾝﾀﾞﾑ努カ工作ミ二カー")  # reads its data
    start = time.perf_counter()
    rule(text)
    assert time.perf_counter() - start < 4  # at most 0.3 s on an idle machine
