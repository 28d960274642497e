"""Which lines are searched for byte slips: those with a slip, hardly any other, and at what cost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import least_time
from strategies import read_pairwise
from test_speed import SLOWEST, SOUND
from zhfix import Evidence
from zhfix.encoding.slip import resync_bytes
from zhfix.encoding.slip_suspects import find_suspects, may_hold_slip

RARE = (
    "饕餮纹和夔龙纹常见于青铜器。",
    "他囫囵吞枣地读完了，神情十分尴尬。",
    "鳜鱼（Siniperca）和鲟鱼都是淡水鱼。",
    "甲A联赛的球衣是T恤，有人喜欢唱K歌。",
    "这座城市（town）盛产琥珀、玛瑙和翡翠。",
    "①先浸泡，②再蒸煮，③最后晾晒，温度是80℃。",
)
SENTENCES = (
    "鎮上的老人都很高興，說這項工程是一件好事，以後出門方便多了。",
    "工廠的負責人表示，新的機器下個月就會運到，工人們正在接受訓練。",
    "今年的收成比往年好，村里准备修一条新的水泥路，大家都愿意出力。",
    "老师带着同学们参观了博物馆，孩子们对古代的铜钟很感兴趣，问个不停。",
)


@pytest.mark.parametrize("line", RARE)
def test_sound_lines_with_rare_characters_are_not_searched(line: str) -> None:
    assert may_hold_slip(line)
    assert list(find_suspects(line)) == []


@pytest.mark.parametrize("text", SENTENCES)
def test_lines_with_a_slip_are_searched_and_no_others(text: str) -> None:
    at = text.index("，")
    data = text[:at].encode("gbk") + text[at : at + 8].encode("gbk")[1:]
    broken = read_pairwise(data) + "7" + text[at + 8 :]
    lines = [RARE[0], broken, RARE[1], RARE[2]]
    ((start, end, places),) = find_suspects("\r\n".join(lines))
    assert (start, end) == (len(RARE[0]) + 2, len(RARE[0]) + 2 + len(broken))
    assert all(start <= place < end for place in places)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("鎮上的老人都很概d，說這項工程是一件好事", "鎮上的老人都很高興，說這項工程是一件好事"),
        ("鎮上的老人都很高興，者@項工程是一件好事", "鎮上的老人都很高興，說這項工程是一件好事"),
    ],
)
def test_a_letter_alone_is_enough_to_look(text: str, after: str) -> None:
    assert resync_bytes(text) == after


@settings(max_examples=200)
@given(st.text(st.sampled_from("饕的，�\ue123(（yà)）AL?\r\n囫0焙蟿のㄅ€\ud800"), max_size=60))
def test_suspects_are_places_in_lines_of_the_text(text: str) -> None:
    last = 0
    for start, end, places in find_suspects(text):
        assert last <= start < end <= len(text)
        assert not re.search("[\r\n]", text[start:end])
        assert start == 0 or text[start - 1] in "\r\n"
        assert end == len(text) or text[end] in "\r\n"
        assert all(start <= place < end for place in places)
        last = end


def test_sound_text_with_rare_words_is_passed_quickly() -> None:
    """Ten characters in a thousand raise suspicion, as in an encyclopaedia; test_speed has none."""
    sound = SOUND.splitlines()
    text = "\n".join(line + (RARE[k % len(RARE)] if k % 16 == 0 else "") for k, line in enumerate(sound))
    evidence, words = Evidence(text), re.compile("[\u4e00-\u9fff]+")
    assert resync_bytes.find(text, evidence=evidence) == []
    scan = least_time(lambda: words.findall(text))
    assert least_time(lambda: resync_bytes.find(text, evidence=evidence)) < SLOWEST * scan


@pytest.mark.parametrize(
    "atom",
    ["珈慌瑣瘴乩疲", "\ue123鐨?", "F(xiàn)", "我(you)", "囫圇A吞棗B", "的の", "\N{REPLACEMENT CHARACTER}猩", "饕餮\n"],
)
def test_suspicion_takes_linear_time(atom: str) -> None:
    short, long = (atom * (size // len(atom)) for size in (5_000, 40_000))
    times = [least_time(lambda text=text: list(find_suspects(text))) for text in (short, long)]  # type: ignore[misc]
    assert times[1] < 16 * times[0] + 0.05
