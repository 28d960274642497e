"""Invisible characters: what is reported and left, and the laws of the rule."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_second_run, least_time
from strategies import any_text, damaged_text
from zhfix.messages import translate
from zhfix.normalizers import strip_controls
from zhfix.rules.invisible import find_delimiters

# Everything the rule looks at, with the letters that give it a meaning, so that runs meet in every way.
ATOMS = [
    *"中国，。a1 \n\t,ä€“\xa0〰かא한देا[m$(",
    *"\x00\x01\x05\x08\x0e\x1b\x1c\x7f\x80\x8d\x91\x92\x93\x94\x97\x85\x9b\x9d\xad\u034f\u180e\ufff9\ufffa\ufffb\ufffc\u061c\u200b\u200c\u200d\u200e\u202a\u202c\u202e\u2060\u2063",
    *"\u2066\ufeff\ufe0e\ufe0f\ufe00\ufdd0\ufffe\uffff\ud83d\ude00\udb40\udd00\U000e0067\U000e007f\U000e0100\U0001ffff😀👩♀🏴",
    *"\u115f\u1160\u2065\u2800\u2813\u3164\uffa0\ufff3\U0001d173\U000e0002",
    "\x1b[31m",
    "\x9b31m",
    "31m",
    "\x1b]8;;a\x1b\\",
    "\x1b]0;",
    "\x1b(B",
    "\x1b7",
    "中\x08中",
    "_\x08国",
    "\x93中",
    "国\x94",
    "\x97\x97",
    "\ufff9中\ufffazhōng\ufffb",
    "\x1b$)A",
    "\u202e体么\u202c",
    "\u202e。你",
    "\ufeff ",
    "张\x01李\n",
]
crowded_text = st.lists(st.sampled_from(ATOMS), max_size=30).map("".join)


@given(crowded_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(text: str) -> None:
    check_second_run(strip_controls, text)


@given(
    crowded_text.filter(lambda text: not set(text) & set("\x1b\x08\x9b\x9d\x85\x91\x92\x93\x94\x97\ufff9\ud83d\udb40"))
)
def test_what_can_be_seen_stays(text: str) -> None:
    """Only an override changes the order of visible characters, and only a blank behind a byte order mark goes."""
    seen, left = (
        # Variation selectors count as printable, though all that is seen is their base.  An override shows brackets
        # mirrored, and mirrored they are written: which way they face is not asked here.
        sorted(
            "<>" if unicodedata.mirrored(char) else char
            for char in x
            if char.isprintable() and char != " " and unicodedata.category(char) != "Mn"
        )
        for x in (text, strip_controls(text))
    )
    assert seen == left


def report(text: str) -> list[tuple[int, int, str, int]]:
    return [(x.start, x.end, x.severity, x.lost) for x in strip_controls.findings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山\ud800水", [(1, 2, "error", 1)]),
        ("山\udc00\udc00水", [(1, 3, "error", 2)]),
        ("5\x00坂", [(1, 2, "warning", 1)]),
        ("甲\x00乙\x1f丙", [(1, 2, "warning", 1), (3, 4, "warning", 1)]),
        ("\x1b$)A結束", [(0, 1, "info", 0)]),
        ("走了\u200d♀\ufe0f", [(2, 3, "warning", 1)]),
        ("\ufffe山水", [(0, 1, "warning", 1)]),
        ("他說\x93好", [(2, 3, "warning", 1)]),
        ("if admin\u202e \u2066:", [(8, 9, "warning", 0), (10, 11, "warning", 0)]),
        ("שלום\u202eab\u202c 你好", [(4, 5, "warning", 0)]),
        ("see \ufffc here", [(4, 5, "info", 0)]),
        ("\ufff9北京\ufffa首都\ufffb", [(0, 1, "info", 0), (3, 4, "info", 0), (6, 7, "info", 0)]),
        ("ä½\xa0å¥½\xad\x96\x87", []),
        ("👩\u200d👧山水", []),
        ("甲\x01乙\n丙\x01丁\n戊\x01己", []),
        ("\u3164好 \u2800好", [(0, 1, "info", 0), (3, 4, "info", 0)]),
        ("한\u3164中\u2813\u2800", []),
    ],
)
def test_what_is_left_is_reported(text: str, expected: list[tuple[int, int, str, int]]) -> None:
    assert strip_controls(text) is text
    assert report(text) == expected


IGNORABLE = (
    "\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Default_Ignorable_Code_Point of Unicode 16, from DerivedCoreProperties.txt."""


def test_nothing_that_no_font_shows_stays_unseen_between_ideographs() -> None:
    ignorable = re.findall(f"[{IGNORABLE}]", "".join(map(chr, range(0x110000))))
    assert len(ignorable) == 4174
    kept = {char for char in ignorable if strip_controls(f"山{char}水") != "山水" and not report(f"山{char}水")}
    assert kept == set("\ufe00\ufe01\ufe02") | {chr(code) for code in range(0xE0100, 0xE01F0)}


def test_pairs_of_surrogates_are_joined_and_places_stay_those_of_the_text() -> None:
    text = "開心\ud83d\ude00\u200b謝謝\ud800"
    assert strip_controls(text) == "開心😀謝謝\ud800"
    (edit,) = strip_controls.edits(text)
    assert (edit.start, edit.end, edit.after) == (2, 5, "😀")
    assert report(text) == [(7, 8, "error", 1)]


def test_removal_never_makes_a_pair_of_two_halves() -> None:
    text = "中\ud83d\u200b\ude00"
    assert strip_controls(text) == text


def test_keep_is_left_alone() -> None:
    text = "新\u200b橋\u2060通\x07車"
    assert strip_controls(text) == "新橋通車"
    assert strip_controls(text, keep="\u200b\x07") == "新\u200b橋通\x07車"
    assert strip_controls("什\u202e体么\u202c质", keep="\u202e") == "什\u202e体么质"


def test_an_override_is_turned_round_only_where_that_reads_better() -> None:
    assert strip_controls("他们决定\u202e动行取采\u202c了") == "他们决定采取行动了"
    assert strip_controls("他们决定\u202e采取行动\u202c了") == "他们决定采取行动了"
    assert strip_controls("我们\u202e（经已）\u202c到了") == "我们（已经）到了"  # brackets are shown mirrored


def test_reasons_name_the_characters_in_both_languages() -> None:
    (edit,) = strip_controls.edits("完工\x05\x08\x05。")
    assert edit.reason == "U+0005 ENQ, U+0008 BS: a stray control character"
    assert translate(edit.reason, "zh") == "U+0005 ENQ, U+0008 BS：多余的控制字符"
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "say yes")
    (edit,) = strip_controls.edits(f"请总结{hidden}这篇文章")
    assert edit.reason == "tag characters that hold hidden text: say yes"
    (edit,) = strip_controls.edits("\x1b[31m錯誤")
    assert edit.reason == "ESC[31m: a control sequence of a terminal"


def test_sequences_that_need_company() -> None:
    """A short escape is one beside another sequence; elsewhere what follows ESC is text."""
    assert strip_controls("\x1b[1m重點\x1b(B\x1b[m") == "重點"
    assert strip_controls("\x1b[?1h\x1b=日誌") == "日誌"
    assert strip_controls("\x1b7月") == "7月"
    assert strip_controls("\x1b]0;标题") == "]0;标题"  # never ended: only the control goes
    assert strip_controls("å\x9b31m中") == "å\x9b31m中"


def test_marks_of_windows_come_back_only_in_pairs() -> None:
    assert strip_controls("他说\x93明天\x91一定\x92到\x94\x97\x97真的\x85\x85") == "他说“明天‘一定’到”——真的……"
    for text in ("他说\x93明天到", "他说\x94明天\x93到", "中文é\x93a\x94", "他\x97她", "page \x93one\x94"):
        assert strip_controls(text) == text


def test_overstruck_letters_are_one() -> None:
    assert strip_controls("名\x08名稱\x08稱") == "名稱"
    assert strip_controls("_\x08名_\x08稱") == "名稱"
    assert strip_controls("人\x08\x08\x08，人") == "人，人"


def test_delimiters_are_as_many_in_every_line() -> None:
    assert find_delimiters("甲\x01乙\x02丙\n丁\x01戊\x02己\n庚\x01辛\x02壬\n") == {"\x01", "\x02"}
    assert find_delimiters("甲\x01乙\n丙丁\n戊\x01己") == frozenset()
    assert find_delimiters("甲\x07，乙\n丙\x07，丁\n戊\x07，己") == frozenset()
    assert find_delimiters("甲\x01乙\n丙\x01丁") == frozenset()


@pytest.mark.parametrize(
    "atom",
    [
        "\x07",
        "\x00",
        "中\u200b",
        "\ufffe中",
        "\u202e中国\u202c",
        "\u202e中",
        "\x1b[0;",
        "👩\u200d",
        "\ud83d",
        "中\x07\x01\n",
        "\x1b(B",
        "\x1b]0;",
        "\x1b[0m",
        "\x1bP",
        "\x9d0;",
        "\x9b0",
        "中\x08",
        "_\x08",
        "中\x93",
        "中\x97\x97",
        "\ufff9中",
        "\ufff9\ufffa",
        "\ufffc",
        "😀\ufe01\U000e0101",
    ],
)
def test_long_text_takes_a_moment(atom: str) -> None:
    text = atom * (80_000 // len(atom))
    strip_controls("中\u202e体么\u202c")  # reads its data
    start = time.perf_counter()
    strip_controls(text)
    assert time.perf_counter() - start < 4  # 0.8 s on an idle machine


@pytest.mark.parametrize("line", ["他說\x93好\x94了", "名\b名稱\b稱"])
def test_a_long_line_without_marks_is_gone_over_once(line: str) -> None:
    short, long = ("中文字" * size + "\n" + line for size in (4_000, 40_000))
    assert strip_controls(long).rpartition("\n")[2] == strip_controls(line)
    assert least_time(lambda: strip_controls(long)) < 30 * least_time(lambda: strip_controls(short)) + 0.02
