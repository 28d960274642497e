"""Conversion in context: words that only context decides, what an edit promises, and pages in one script."""

from __future__ import annotations

import pickle
import threading
import zlib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix import DataError, OptionError, Pipeline, apply_edits, convert, fix
from zhfix.edits import check_edits
from zhfix.normalizers import to_simplified, to_traditional
from zhfix.script._choice import open_choices, pack_choices, unpack_choices
from zhfix.script._contextual import open_chooser
from zhfix.script._opencc import CONFIGS

SHARED = Path(__file__).parent.parent.parent / "shared" / "corpora"
ALPHABET = "干发后里面系统只复覆资訊联系軟體软件布于分钟台湾裏裡為爲乾著瞭藉a1，。\n\uf900\ud800𠮷"
texts = st.text(st.sampled_from(ALPHABET), max_size=40) | st.text(max_size=20)

TAIWAN = [
    ("这座教堂有着300多年历史", "這座教堂有著300多年歷史"),
    ("他把日历挂在墙上，历数往事", "他把日曆掛在牆上，歷數往事"),
    ("皇后后来住在后宫里", "皇后後來住在後宮裡"),
    ("理发师发现头发太长", "理髮師發現頭髮太長"),
    ("干部吃饼干，若干年后", "幹部吃餅乾，若干年後"),
    ("想象不到的覆盖，凭借的是仿佛", "想像不到的覆蓋，憑藉的是彷彿"),
    ("面条放在桌面上，面粉在里面", "麵條放在桌面上，麵粉在裡面"),
    ("离村子三公里的树林里", "離村子三公里的樹林裡"),
    ("埃里克·范德维尔德", "埃里克·范德維爾德"),
    ("停止运作并合并至总公司", "停止運作並合併至總公司"),
    ("这套系统关系到联系方式", "這套系統關係到聯繫方式"),
    ("一只鸟只吃虫", "一隻鳥只吃蟲"),
    ("钟先生看时钟", "鍾先生看時鐘"),
    ("范女士的规范", "范女士的規範"),
    ("余教授剩余的时间", "余教授剩餘的時間"),
    ("沈先生说天色阴沉", "沈先生說天色陰沉"),
    ("岳老师去了五岳", "岳老師去了五嶽"),
    ("姜女士买生姜", "姜女士買生薑"),
    ("郁小姐心情忧郁", "郁小姐心情憂鬱"),
    ("万俟先生一万元", "万俟先生一萬元"),
    ("制造厂的制度", "製造廠的制度"),
    ("复杂的恢复过程", "複雜的恢復過程"),
    ("卷起袖子看这一卷书", "捲起袖子看這一卷書"),
    ("山谷里的稻谷", "山谷裡的稻穀"),
    ("拓跋珪攻下并州，兼并诸部", "拓跋珪攻下并州，兼併諸部"),
    ("两党并存，兼容并蓄", "兩黨並存，兼容並蓄"),
    ("住在鲗鱼涌和黄泥涌", "住在鰂魚涌和黃泥涌"),
    ("植物系与物理系是学系，关系不大", "植物系與物理系是學系，關係不大"),
    ("里贾纳·斯佩克特", "里賈納·斯佩克特"),
    ("于都县与白洋淀，党项人的采邑", "于都縣與白洋淀，党項人的采邑"),
    ("松岛枫和涂磊", "松島楓和涂磊"),
    ("编制表里的编制", "編制表裡的編制"),
    ("皇太后和太后", "皇太后和太后"),
]


@pytest.mark.parametrize(("text", "expected"), TAIWAN, ids=[text for text, _ in TAIWAN])
def test_context_chooses(text: str, expected: str) -> None:
    assert convert(text, "s2tw", context=True) == expected


def test_the_form_is_that_of_the_region() -> None:
    text = "山里下着雪"
    assert convert(text, "s2tw", context=True) == "山裡下著雪"
    assert convert(text, "s2hk", context=True) == "山裏下着雪"
    assert convert(text, "s2t", context=True) == "山裏下着雪"
    assert convert("鼠标里的软件", "s2twp", context=True) == "滑鼠裡的軟體"
    assert [convert("并州", config, context=True) for config in ("s2t", "s2tw", "s2hk")] == ["幷州", "并州", "并州"]
    assert convert("并州", "s2tw") == "幷州"  # without context as OpenCC


def test_traditional_characters_that_simplified_text_has_are_chosen_too() -> None:
    assert convert("乾隆年間的著作放著沒看", "tw2s", context=True) == "乾隆年间的著作放着没看"
    assert convert("衣服乾了，他瞭望遠方，瞭解情況", "t2s", context=True) == "衣服干了，他瞭望远方，了解情况"


@pytest.mark.parametrize("config", [config for config in CONFIGS if open_chooser(config) is None])
def test_without_a_choice_it_is_the_same(config: str) -> None:
    text = "後面的乾燥頭髮裡，着眼於干戈"
    assert convert(text, config, context=True) == convert(text, config)


@pytest.mark.parametrize("config", CONFIGS)
@given(text=texts)
def test_edits_make_the_text(config: str, text: str) -> None:
    edits = convert.edits(text, config, context=True)
    check_edits(text, edits)
    assert apply_edits(text, edits) == convert(text, config, context=True)
    assert all(0 < edit.confidence <= 1 and edit.after not in edit.alternatives for edit in edits)


def test_a_doubt_is_an_edit_of_its_own_with_alternatives() -> None:
    edits = convert.edits("他发面，后里干系，并征复余谷", "s2tw", context=True)
    doubts = [edit for edit in edits if edit.alternatives]
    assert doubts
    assert all(len(edit.before) == 1 and edit.confidence <= 0.999 for edit in doubts)
    assert all(edit.alternatives for edit in edits if edit.confidence < 0.99)
    sure = convert.edits("车长", "s2tw", context=True)
    assert [(edit.before, edit.after, edit.alternatives) for edit in sure] == [("车长", "車長", ())]


def test_a_line_that_is_traditional_gets_the_forms_of_the_region_only() -> None:
    text = "皇后與于先生走了三公里，村里的幹部看著他"
    assert convert(text, "s2tw", context=True) is text
    assert convert("在屋裏看着\n后面", "s2tw", context=True) == "在屋裡看著\n後面"


def test_words_and_terms_of_the_caller_count_first() -> None:
    assert convert("皇后的头发", "s2tw", context=True, terms=["头发"]) == "皇后的头发"
    assert convert("皇后的头发", "s2tw", context=True, words={"头发": "秀髮"}) == "皇后的秀髮"
    with pytest.raises(OptionError, match="context"):
        convert("头发", "s2tw", context="yes")


def test_it_is_pickled_and_shared_between_threads() -> None:
    in_context = convert.using(config="s2tw", context=True)
    expected = "這座教堂有著300多年歷史"
    assert pickle.loads(pickle.dumps(in_context))("这座教堂有着300多年历史") == expected  # noqa: S301 - made here
    seen: list[str] = []
    threads = [threading.Thread(target=lambda: seen.append(in_context("这座教堂有着300多年历史"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 8


def test_the_file_is_read_as_it_was_written() -> None:
    data = pack_choices(
        ({"后": "後后"}, {"乾": "干乾"}), (["斯尔", "的"], ["斯", "尔"]), [{"后5来": -40, "乾W干燥0": 7}, {}]
    )
    tables = unpack_choices(data)
    assert (tables.to_traditional, tables.to_simplified) == ({"后": "後后"}, {"乾": "干乾"})
    assert tables.kinds.coarse["尔"] == tables.kinds.coarse["斯"] != tables.kinds.fine["斯"]
    assert tables.weights == ({"后5来": -2.5, "乾W干燥0": 0.4375}, {})
    assert len(open_choices().to_traditional) > 150
    for damaged in (data[:-9], b"", zlib.compress(b"one line")):
        with pytest.raises(DataError):
            unpack_choices(damaged)


# --- pages in one script ---------------------------------------------------------------------------------------------


def test_a_page_is_written_in_one_script() -> None:
    assert to_traditional("头发在里面\n皇后", region="HK") == "頭髮在裏面\n皇后"
    assert to_simplified("頭髮在裡面\n皇后") == "头发在里面\n皇后"
    assert Pipeline([to_traditional.using(region="TW")])("软件里") == "軟件裡"
    assert fix("后台的“干部”发呆", preset="publish-tw") == "後臺的「幹部」發呆"
    assert fix("後台的「幹部」發呆", preset="publish-cn") == "后台的“干部”发呆"


@pytest.mark.parametrize(
    "text",
    [
        "皇后與于先生走了三公里",  # sound in traditional text
        "她在村里長大，鬆了一口氣，只有范先生知道",
        "これは中国の会社が作った学習システムです",  # Japanese has simplified characters of its own
        "plain ASCII, 123",
    ],
)
def test_traditional_text_stays(text: str) -> None:
    assert to_traditional(text) is text


def test_a_line_that_is_traditional_but_for_a_word_keeps_the_rest() -> None:
    assert to_traditional("皇后與于先生發現了问题") == "皇后與于先生發現了問題"
    assert to_simplified("著名的乾隆年间，人们發現了") == "著名的乾隆年间，人们发现了"


@given(text=texts)
@pytest.mark.parametrize("region", ["TW", "HK", ""])
def test_written_twice_it_is_the_same(region: str, text: str) -> None:
    for rule in (to_traditional, to_simplified):
        once = rule(text, region=region)
        assert rule(once, region=region) == once


@pytest.mark.skipif(not SHARED.exists(), reason="the corpora are not here")
def test_edits_are_as_sure_as_they_say() -> None:
    """On text that the choices were not learnt from; habits of spelling (周週 佔占) do not count."""
    right: Counter[float] = Counter()
    made: Counter[float] = Counter()
    habits = [
        set(each)
        for each in (
            "周週 占佔 布佈 杯盃 游遊 回迴 凶兇 升昇 托託 注註 群羣 床牀 台臺 才纔 岩巖 跡蹟迹 杆桿 吃喫"
        ).split()
    ]
    forms = open_choices().to_traditional
    simplified = {form: char for char, each in forms.items() for form in (*each, *convert(each, "t2tw"))}
    for path in sorted(SHARED.glob("devtest/trad-*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            simple = "".join(simplified.get(char, convert(char, "t2s")) for char in line)
            if len(simple) != len(line):
                continue
            for edit in convert.edits(simple, "s2tw", context=True):
                if edit.confidence == 1 or len(edit.before) != len(edit.after):
                    continue
                there = line[edit.start : edit.end]
                pairs = [pair for pair in zip(edit.after, there, strict=True) if pair[0] != pair[1]]
                correct = all(any({*pair} <= habit for habit in habits) for pair in pairs)
                for level in (0.6, 0.9, 0.99):
                    made[level] += edit.confidence >= level
                    right[level] += correct and edit.confidence >= level
    assert made[0.6] > 1000
    for level, number in made.items():
        assert right[level] >= level * number, (level, right[level] / number)
