"""Classes of thousands of characters: one by one and by expression they are the same."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix import charclass
from zhfix.charclass import CharClass
from zhfix.encoding.rare import rare_ideographs
from zhfix.uncommon import uncommon_ideographs

BOTH = pytest.mark.parametrize("dear", [charclass.DEAR, -1], ids=["one by one", "by expression"])
SOME = "a-fx\n一三-五\U0001f600-\U0010ffff"
texts = st.text(st.characters() | st.sampled_from("abgx\n一二三四五六🙀龘爨的"), max_size=40)


@BOTH
@given(text=texts, start=st.integers(0, 45))
def test_it_finds_what_the_expression_finds(dear: int, text: str, start: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charclass, "DEAR", dear)
        members = CharClass(SOME)
        wanted = [match.start() for match in re.compile(f"[{SOME}]").finditer(text, start)]
        assert list(members.find(text, start)) == wanted
        assert members.search(text, start) == (wanted[0] if wanted else -1)


@pytest.mark.parametrize("large", [uncommon_ideographs(), rare_ideographs()], ids=["uncommon", "rare"])
def test_every_character_is_one_or_none_as_in_the_expression(large: CharClass) -> None:
    pattern = re.compile(f"[{large.members}]")
    plane = [chr(code) for code in range(0x10000)]
    assert [char for char in plane if char in large] == [char for char in plane if pattern.match(char)]


def test_members_of_others_are_members() -> None:
    both = CharClass("a-c", CharClass("x"), CharClass("一-三"))
    assert [char for char in "abcdx一七三" if char in both] == list("abcx一七三")
    assert both.members == "a-cx一-三"


def test_ranges_that_touch_or_overlap_are_one() -> None:
    members = CharClass("d-ha-dg-ji")
    assert list(members.find("`abcdefghijk")) == list(range(1, 11))


def test_much_text_is_looked_at_by_the_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_really = re.compile

    def spy(pattern: str) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_really(pattern)

    monkeypatch.setattr(re, "compile", spy)
    members = CharClass("龘")
    assert members.search("的" * charclass.DEAR) == -1
    assert compiled == []
    assert list(members.find("的龘")) == list(members.find("的龘")) == [1]
    assert compiled == ["[龘]"]


def test_a_short_text_is_repaired_without_an_expression_of_thousands() -> None:
    script = (
        "import re; real, sizes = re.compile, []\n"
        "re.compile = lambda pattern, flags=0: sizes.append(len(pattern)) or real(pattern, flags)\n"
        "import zhfix\n"
        "assert zhfix.fix('会場裡有蘭花、山茶等！焙蟿(chuàng)嘉園藝公司的作品').endswith('合創嘉園藝公司的作品')\n"
        "print(max(sizes))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert int(done.stdout) < 5_000  # those of the two scripts have some 3,000
