"""Protected spans: what is found, what only looks like it, and that finding takes linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text, damaged_text
from zhfix import OptionError
from zhfix.protect import find_protected

# Each text, and what of it is protected.
CASES = {
    "url before Han": ("見http://a.cn/b服務", ["http://a.cn/b"]),
    "url before a Chinese mark": ("見https://a.cn/b(c)。好", ["https://a.cn/b(c)"]),
    "url in brackets": ("(http://a.cn/b)，（ftp://a.cn/c）", ["http://a.cn/b", "ftp://a.cn/c"]),
    "url before ASCII marks": ("看http://a.cn/b, 或http://a.cn/c?好", ["http://a.cn/b", "http://a.cn/c"]),
    "url percent-encoded": ("http://a.cn/%E4%B8%AD?x=1&y=2#z。", ["http://a.cn/%E4%B8%AD?x=1&y=2#z"]),
    "url in quotes": ("'http://a.cn/b','http://a.cn/c'", ["http://a.cn/b", "http://a.cn/c"]),
    "url without scheme": ("上www.a.cn/b看", ["www.a.cn/b"]),
    "no url": ("比例3://4，www.，a://，http://例子", []),
    "mail": ("寫信給me.you+x@mail.a.cn，", ["me.you+x@mail.a.cn"]),
    "no mail": ("@我 a@ @b a@b 價@5.0元", []),
    "code": ("用`print('x')`和`a`", ["`print('x')`", "`a`"]),
    "code with a backtick in it": ("用``x ` y``", ["``x ` y``"]),
    "code quoted in Chinese": ("用`“x”`", ["`“x”`"]),
    "a lone backtick": ("5`和", []),
    "backticks of two paragraphs": ("一`\n\n二`", []),
    "TeX quotation": ("``like this''", []),
    "two TeX quotations": ("``甲''和``乙''", []),
    "two TeX quotations, single": ("`甲'和`乙'、`丙'", []),
    "TeX quotations half repaired": ("``甲”和``乙''", []),
    "TeX quotation, then code": ("``甲''和`乙`", ["`乙`"]),
    "fence": ("甲\n```py\n“x”\n\n`\n```\n乙`丙`", ["```py\n“x”\n\n`\n```", "`丙`"]),
    "fence with a longer close": ("~~~\n乙\n~~~~~\n丙", ["~~~\n乙\n~~~~~"]),
    "fence in a fence": ("````\n```\n````\n", ["````\n```\n````"]),
    "fence never closed": ("```\n甲\n乙", []),
    "fence closed by another kind": ("```\n甲\n~~~", []),
    "inline math": ("若$x^2$與$y_1$，", ["$x^2$", "$y_1$"]),
    "display math": ("$$\na = b\n$$", ["$$\na = b\n$$"]),
    "math with words": (r"$\text{若}x$", [r"$\text{若}x$"]),
    "prices": ("$5 and $10，$5到$10，$5與US$", []),
    "variables": ("$HOME和$PATH", []),
    "escaped dollar": (r"\$5與$x$", ["$x$"]),
    "dollars of two paragraphs": ("$a\n\nb$", []),
    "LaTeX brackets": (r"\(x\)與\[y = 1\]", [r"\(x\)", r"\[y = 1\]"]),
    "LaTeX brackets around prose": (r"\(服務\)、\[中文\]", []),
    "LaTeX brackets of two paragraphs": ("\\(x\n\ny\\)", []),
    "environment": (r"\begin{align*}若&x\end{align*}甲", [r"\begin{align*}若&x\end{align*}"]),
    "environments nested": (
        r"\begin{equation}\begin{cases}甲\end{cases}\end{equation}",
        [r"\begin{equation}\begin{cases}甲\end{cases}\end{equation}"],
    ),
    "environment of prose": (r"\begin{document}“中文”\end{document}", []),
    "environment never closed": (r"\begin{align}甲", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_protected(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_protected(text)] == expected
    assert find_protected(text, "none") == []


def test_terms_are_protected_wherever_they_stand() -> None:
    assert find_protected("甲乙甲乙丙", terms=["甲乙", "乙甲", "丙"]) == [(0, 4), (4, 5)]
    assert find_protected("甲乙丙", "none", ["乙", "乙丙"]) == [(1, 3)]
    assert find_protected("a.c abc", "none", ["a.c"]) == [(0, 3)]


def test_unknown_markup_is_refused() -> None:
    with pytest.raises(OptionError, match="unknown markup 'latex'"):
        find_protected("", "latex")


@given(damaged_text | any_text, st.lists(st.sampled_from(["服務", "“", "(", "我們的"]), max_size=2))
def test_spans_are_sorted_disjoint_and_not_empty(text: str, terms: list[str]) -> None:
    at = 0
    for start, end in find_protected(text, terms=terms):
        assert at <= start < end <= len(text)
        at = end


@pytest.mark.parametrize(
    "atom",
    ["`", "``a", "`a``b", "`甲'", "(`", "$", "$a", "$$a$", "$甲", "\\", "\\(", "\\[a", "\\begin{align}", "\\end{align}",
     "```\n", "`````\n````\n```\n", "~~~~ x\n~~~\n", "http://", "http://(((", "http://)", "www.", "www.w.", "a.", "@",
     "a@", "a@b.", "a:", "\n\n"],
)  # fmt: skip
def test_finding_takes_linear_time(atom: str) -> None:
    def seconds(size: int) -> float:
        text = atom * (size // len(atom))
        start = time.process_time()
        find_protected(text)
        return time.process_time() - start

    small, large = min(seconds(40_000) for _ in range(3)), min(seconds(160_000) for _ in range(3))
    assert large < max(0.2, 10 * small)
