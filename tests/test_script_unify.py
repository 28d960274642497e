"""What leaked from the other script, and forms by region: laws, options, what pages say, and time."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_second_run, least_time
from strategies import any_text, damaged_text
from zhfix import Evidence, Normalizer, explain, fix
from zhfix.errors import DataError, OptionError
from zhfix.normalizers import unify_script, unify_variants
from zhfix.script._forms import SIMPLIFIED, TRADITIONAL, fold, list_forms
from zhfix.script._glyphs import open_glyphs
from zhfix.script._page import measure_page
from zhfix.script._pairs import Pairs, open_pairs, pack_pairs, unpack_pairs
from zhfix.script._weigh import REMEMBERED, open_scales

RULES = [unify_script, unify_variants, *(unify_variants.using(region=region) for region in ("TW", "HK"))]
by_rule = pytest.mark.parametrize("rule", RULES, ids=repr)
ATOMS = [
    *"后後里裡裏干乾幹只隻系係繫发發髮面麵台臺志誌于於范範愿願并並制製",
    *"这這们們国國学學说說着著为為爲群羣裡気黒対弑恒庄",
    *"我他人的了不，。「」“”《》（）\n",
    "他們決定下週開會，",
    "我们明天去图书馆，",
    "結束后",
    "公裏",
    "係統",
    "大学之道",
    "東京都の会社",
]
crowded_text = st.lists(st.sampled_from(ATOMS), max_size=24).map("".join)


@by_rule
@given(text=crowded_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(rule: Normalizer, text: str) -> None:
    assert len(check_second_run(rule, text)) == len(text)


@given(crowded_text)
def test_only_forms_of_the_same_character_are_written(text: str) -> None:
    assert fold(unify_script(text)) == fold(text)


def test_the_page_tells_how_readily_characters_are_changed() -> None:
    leaky = "他們決定下週開会，討論这個問題，还有別的事情。這里的人都知道。"
    assert unify_script(leaky) == "他們決定下週開會，討論這個問題，還有別的事情。這裡的人都知道。"
    field = "這里的人都知道"
    assert unify_script(field, evidence=Evidence(leaky)) == "這裡的人都知道"


def test_texts_of_both_scripts_stay() -> None:
    ours, theirs = "會議結束後，大家都回家了。", "会议结束后，大家都回家了。"
    for text in (f"{ours}\n{theirs}\n" * 5, f"{theirs}\n{ours}", f"他說：「{theirs}」然後離開了會場，沒有人說話。"):
        assert unify_script(text) is text


def test_terms_stay() -> None:
    text = "國王和皇後站在窗前"
    assert unify_script(text) != text
    assert unify_script(text, terms=("皇後",)) == text
    assert unify_script.using(terms=["皇後"])(text) == text
    assert fix(text, terms=["皇後"]) == text


def test_code_stays() -> None:
    text = "會議的`結束后`，大家都愿意等，关於這個。"
    result = explain(text)
    assert "`結束后`" in result.text
    assert result.text.endswith("大家都願意等，關於這個。")


def test_what_is_likely_and_not_sure_is_reported() -> None:
    text = "兩頰較乾部位呈現細紋，且有大片斑點"  # 幹部, or 部位
    assert unify_script(text) is text
    (found,) = unify_script.findings(text)
    assert (found.start, found.severity, found.fixable) == (3, "info", False)


def test_edits_tell_what_they_are() -> None:
    edits = unify_script.edits("國王和皇後站在窗前，关門以后走進了花園。")
    assert [edit.before for edit in edits] == ["後", "关", "后"]
    assert "converter" in edits[0].reason
    assert "simplified" in edits[1].reason
    assert all(0.6 <= edit.confidence <= 1 for edit in edits)


@by_rule
def test_rules_pickle(rule: Normalizer) -> None:
    again = pickle.loads(pickle.dumps(rule))  # noqa: S301 - written here
    assert again == rule
    assert again("國王和皇後站在窗前") == rule("國王和皇後站在窗前")


def test_regions_have_their_forms() -> None:
    text = "這裏的羣眾說：為什麼線索都在峯頂？"
    assert unify_variants(text) is text
    assert unify_variants.using(region="TW")(text) == "這裡的群眾說：為什麼線索都在峰頂？"
    assert unify_variants.using(region="HK")(text) == "這裏的羣眾説：為什麼線索都在峯頂？"
    assert fix(text, "publish-tw") == "這裡的群眾說：為什麼線索都在峰頂？"
    with pytest.raises(OptionError):
        unify_variants.using(region="JP")


@pytest.mark.parametrize(
    "atom",
    ["后", "國国", "裏裡説説", "公裏，", "國\ud800后\0", "他們說關係統一，這係統", "關於（关于）", "會議結束后我們"],
)
def test_time_is_linear(atom: str) -> None:
    def time_of(size: int) -> float:
        text = atom * (size // len(atom))
        return least_time(lambda: (unify_script.find(text), unify_variants.find(text)))

    time_of(1_000)  # which reads the tables
    assert time_of(24_000) < 8 * time_of(6_000) + 0.2


def test_pages_in_the_classical_language_are_left() -> None:
    page = measure_page("王后于是遂薨，群臣莫不哀之，而后諸侯至焉。")
    assert page.script == TRADITIONAL
    assert not page.is_leaky


def test_the_tables() -> None:
    glyphs = open_glyphs()
    assert set(glyphs.kin["裡"]) == {"裡", "裏"}
    assert "衹" not in glyphs.kin.get("只", "")
    assert {kind[0] for kind in list_forms("干", TRADITIONAL)} >= {"干", "乾", "幹"}
    pairs = open_pairs()
    assert unpack_pairs(pack_pairs(pairs)) == pairs


def test_a_damaged_file_of_pairs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhfix.script._pairs.unpack_pairs", lambda _: unpack_pairs_badly())
    open_pairs.cache_clear()
    with pytest.raises(DataError, match="reinstall"):
        open_pairs()
    monkeypatch.undo()
    open_pairs.cache_clear()


def unpack_pairs_badly() -> Pairs:
    return unpack_pairs(b"no file of pairs")


@pytest.mark.parametrize("stray", ["}}", "-{", "{{zh-cn:", "}-"])
def test_a_lone_brace_of_markup_keeps_nothing_from_repair(stray: str) -> None:
    text = f"會議結束后，大家都願意參加討論。\n程式裡有{stray}這樣的符號。\n會議結束后，大家都願意參加討論。"
    assert unify_script(text).count("會議結束後") == 2


def test_the_last_lines_are_remembered_and_no_more() -> None:
    scales = open_scales("皇后的頭發", TRADITIONAL)
    assert open_scales("皇后的頭發", TRADITIONAL) is scales
    assert open_scales("皇后的頭發", SIMPLIFIED) is not scales
    assert scales.weigh(4).best == "髮"
    for number in range(3):
        open_scales(f"{number}" + "字" * (REMEMBERED // 2), TRADITIONAL)
    assert open_scales("皇后的頭發", TRADITIONAL) is not scales
