"""Protected spans: what is found, what only looks like it, and that finding takes linear time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import least_time
from strategies import any_text, damaged_text
from zhfix import OptionError
from zhfix.protect import MARKUPS, find_protected

# Each text with its markup, and what of it is protected, touching spans joined.
CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("protect_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


def join_touching(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_is_protected(case: dict[str, Any]) -> None:
    text = case["text"]
    assert [text[slice(*span)] for span in join_touching(find_protected(text, case["markup"]))] == case["protected"]
    assert find_protected(text, "none") == []


def test_cases_are_well_formed() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert {case["markup"] for case in CASES} == set(MARKUPS) - {"none"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_near_some_places_the_same_is_protected(case: dict[str, Any]) -> None:
    aside = "".join(f"看http://a.cn/{i}，第{i}頁說了很多，沒有甚麼可以保護的。\n" for i in range(40))
    before = "" if case["text"].startswith(("---", "+++", "[")) else aside
    text = f"{before}{case['text']}\n{aside}"
    low, high = len(before), len(before) + len(case["text"])

    def inside(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [span for span in spans if low <= span[0] < high]

    whole = find_protected(text, case["markup"])
    near = find_protected(text, case["markup"], near=[(low, high)])
    assert inside(near) == inside(whole)
    assert len(near) < len(whole)


def test_terms_are_protected_wherever_they_stand() -> None:
    assert find_protected("甲乙甲乙丙", terms=["甲乙", "乙甲", "丙"]) == [(0, 4), (4, 5)]
    assert find_protected("甲乙丙", "none", ["乙", "乙丙"]) == [(1, 3)]
    assert find_protected("a.c abc", "none", ["a.c"]) == [(0, 3)]


def test_unknown_markup_is_refused() -> None:
    with pytest.raises(OptionError, match="unknown markup 'latex'"):
        find_protected("", "latex")


# What the finders react to, whole and broken, in every mixture.
_PIECES = (
    "<", ">", "</", "/>", "<a", "<b>", "</b>", "<!--", "-->", "<![CDATA[", "]]>", "<code>", "</code>", "<ruby>", "&",
    ";", "&nbsp;", "[", "](", ")", "![", "](a.md)", "`", "``", "```\n", "~~~", "---\n", "|", "#", "# ", "- ", "1. ",
    "    x\n", "\t", "\n", "\n\n", "\r\n", "{", "}", '"甲":', '"', ": ", ", ", "\\", "\\u4e2d", "\\cite{", "C:\\",
    "/usr/", "./", "a.py", "://", "http://", "@", "a.cn", "www.", "$", "*", "_", "~~", "甲", "服務", "x", "1", " ",
    "\ud800", "\0", "\u2028",
)  # fmt: skip
marked_up = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)


@pytest.mark.parametrize("markup", MARKUPS)
@given(
    text=damaged_text | any_text | marked_up, terms=st.lists(st.sampled_from(["服務", "“", "(", "我們的"]), max_size=2)
)
def test_spans_are_sorted_disjoint_and_not_empty(markup: str, text: str, terms: list[str]) -> None:
    at = 0
    for start, end in find_protected(text, markup, terms):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize(
    "atom",
    [
    "`", "``a", "`a``b", "`甲'", "(`", "$", "$a", "$$a$", "$甲", "\\", "\\(", "\\[a", "\\begin{align}", "\\end{align}",
    "```\n", "`````\n````\n```\n", "~~~~ x\n~~~\n", "http://", "http://(((", "http://)", "www.", "www.w.", "a.", "@",
    "a@", "a@b.", "a:", "\n\n", "<", "<a ", "<a b=", '<a b="', "<a 'b' ", "<a  ", "<!--", "<![CDATA[", "<?x",
    "<code>", "</code", "<pre>", "&", "&#1", "](", "[a](", "](a ", '](a "', "](a(", "![", "{", '{"a":',
    ',"a": "', '"a":[', '"', "/", "/a", "/usr/", "/usr/a/", "a/", "a/b ", "~/a/", "C:\\", "C:\\a\\", "a.b",
    "a.py", "中.p", "\\cite{", "\\ab[", "-", "- ", "---\n", "|", "| ", " ", "\t", " \n", "> ", "1. ", "[^a", "[^a]: ",
    "[a]: ", "*", "_", "_a", "    a\n", "\n    ", "#", "# ", "---\na\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("markup", ["text", "markdown", "html"])
def test_finding_takes_linear_time(atom: str, markup: str) -> None:
    def seconds(size: int) -> float:
        text = atom * (size // len(atom))  # of one atom, and then nothing that closes it
        return least_time(lambda: find_protected(text, markup), 2)

    small, large = seconds(20_000), seconds(80_000)
    assert large < max(0.2, 10 * small)
