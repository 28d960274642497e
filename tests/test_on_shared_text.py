"""What is promised of confidence and of sound text, on the corpora beside the project, where they are."""

from __future__ import annotations

import contextlib
import random
import re
from pathlib import Path

import pytest

import zhfix
from strategies import read_pairwise
from zhfix.encoding.slip import resync_bytes

UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def read_lines(shared: Path) -> list[str]:
    """Passages of 40 characters or more in both scripts, none of which was trained on."""
    folder = shared / "corpora" / "devtest"
    files = [*sorted(folder.glob("simp-*.txt")), *sorted(folder.glob("trad-*.txt"))]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line[:120] for line in lines if len(line) >= 40]


def lose_a_byte(text: str, at: int, lost: int) -> str:
    """Lose the first (0) or second byte of the character at `at`; eight characters on, ASCII stands."""
    data = text[at : at + 8].encode("gbk")
    return text[:at] + read_pairwise(data[:lost] + data[lost + 1 :]) + "(1)" + text[at + 8 :]


def test_of_edits_as_sure_as_nine_in_ten_at_least_nine_in_ten_are_right(shared: Path) -> None:
    # As in public damage, nearly all of what is lost is the first byte of a mark.
    rnd = random.Random(20261122)  # noqa: S311 - a sample, and no secret
    right: list[bool] = []
    for text in rnd.sample(read_lines(shared), 400):
        marks = [
            m.start()
            for m in re.finditer("[，。、：；！？]", text)
            if re.fullmatch("[^\0-\x7f]{8}", text[m.start() :][:8])
        ]
        with contextlib.suppress(UnicodeEncodeError, IndexError):
            at = rnd.choice(marks)
            damaged = lose_a_byte(text, at, int(rnd.random() < 0.1))
            for edit in resync_bytes.edits(damaged):
                if edit.confidence >= 0.9:
                    want = text[edit.start :][: len(edit.after)]
                    right.append(all(a in (b, UNREADABLE) for a, b in zip(edit.after, want, strict=False)))
    assert len(right) > 50
    assert sum(right) / len(right) >= 0.9


def test_sound_passages_stay(shared: Path) -> None:
    lines = [line for line in read_lines(shared) if not re.search('[“”「」『』‘’"・―\xa0]|``|&', line)]
    changed = [line for line in lines if zhfix.fix(line) is not line]
    assert len(lines) > 1_000
    assert len(changed) <= 0.002 * len(lines), changed[:5]


@pytest.mark.parametrize("name", ["other-japanese", "other-korean", "other-french", "other-classical"])
def test_other_languages_stay(shared: Path, name: str) -> None:
    lines = (shared / "corpora" / "devtest" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    changed = [line for line in lines if zhfix.fix(line) != line]
    assert len(changed) <= 0.002 * len(lines), changed[:5]


def test_the_sample_page_is_repaired_by_these_rules(shared: Path) -> None:
    """Against the careful editor's page, only script leaks are left, each a character for a character."""
    rules = ["strip_pinyin", "resync_bytes", "strip_controls", "rebalance_quotes"]
    fixed = zhfix.fix((shared / "samples" / "seed-news.txt").read_text(encoding="utf-8"), select=rules)
    want = (shared / "samples" / "seed-news.repair.txt").read_text(encoding="utf-8")
    assert len(fixed) == len(want)
    assert {a for a, b in zip(fixed, want, strict=True) if a != b} == set("范愿里并后于筑")
