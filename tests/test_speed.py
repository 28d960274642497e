"""What each rule costs on text without its damage, against a plain scan of the same text in the same run."""

from __future__ import annotations

import re

import pytest

from laws import least_time
from zhfix import Evidence, Normalizer, normalizers

WHO = ("老师", "同学们", "工人师傅", "我的邻居", "小朋友")
WHAT = ("昨天下午都来参加活动", "决定把旧家具送给别人", "看完表演以后才慢慢回家", "正在准备明年春天的计划")
WHERE = ("图书馆", "火车站", "菜市场", "体育场", "博物馆")
SOUND = "\n".join(f"{a}{b}，地点在{c}旁边，“大家都很高兴”。" for a in WHO for b in WHAT for c in WHERE) * 20
# What they look for is not damage, and here: directed marks, and simplified text.
RULES = [name for name in normalizers.__all__ if name not in ("straighten_quotes", "to_traditional")]
SLOWEST = 13
"""How much longer than finding all words a rule may take: that scan does some 270 MB/s, so 20 MB/s are left."""


@pytest.mark.parametrize("name", RULES)
def test_sound_text_is_passed_quickly(name: str) -> None:
    rule: Normalizer = getattr(normalizers, name)
    evidence, words = Evidence(SOUND), re.compile("[\u4e00-\u9fff]+")
    assert rule.edits(SOUND, evidence=evidence) == []  # which also reads what is read once
    scan = least_time(lambda: words.findall(SOUND))
    assert least_time(lambda: rule.find(SOUND, evidence=evidence)) < SLOWEST * scan
