"""Stretches of characters that stand apart one by one, and whether what they spell is text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.edits import Span
from zhfix.patterns import HANGUL, KANA, compile_pattern
from zhfix.rules import _spacing_chars as chars
from zhfix.words import score_words, simplify

_GAP = f"[{chars.NARROW}{chars.IDEOGRAPHIC_SPACE}]"
_MARK = f"[{chars.WIDE_MARKS}{chars.QUOTATION}{chars.ASCII_STOPS}…—]"
_ITEM = f"(?:[{chars.RARE_HAN}](?![{chars.RARE_HAN}])|(?<![0-9A-Za-z])[0-9A-Za-z](?![0-9A-Za-z]))"
_WORD = "[0-9A-Za-z][0-9A-Za-z.+#-]{1,30}"
_WIDEST = 2  # blanks that may belong to one gap; what is wider parts words or columns

SHORTEST = 5
"""Han that stand apart, at least.  Titles of up to four are often set so (`目　录`, `会 议 纪 要`), and names."""
_SHORTEST_AMID = 8
"""The same in a line that has words, too: a corpus cut into words has runs of single ones."""
_SURE, _SURE_AMONG_MANY = 4.0, 2.0
"""Nats by which the characters must be likelier as text than as a list, and by which eight or more must.  Of the
beginnings of clauses of corpora/devtest, cut to 5 characters, 80 % are, of those cut to 8, 96 %, to 15, 99 %; of as
many characters drawn at random 0.4 %, 0.5 % and none (10,000 beginnings, 2026-11)."""

_LISTS = (
    "零一二三四五六七八九十", "日一二三四五六日", "壹贰叁肆伍陆柒捌玖拾", "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥", "春夏秋冬", "东南西北中", "东西南北中", "上下左右前后", "上中下", "左中右",
    "金木水火土", "鼠牛虎兔龙蛇马羊猴鸡狗猪", "年月日时分秒", "宫商角徵羽", "天地玄黄", "赵钱孙李周吴郑王",
    "大中小", "优良中差", "柴米油盐酱醋茶", "生旦净末丑", "酸甜苦辣咸", "琴棋书画诗酒花", "喜怒哀惧爱恶欲", "人口手足",
)  # fmt: skip
"""What is counted off character by character, as the heads of a table or a calendar are: no text for all that."""
_LISTED = 0.6  # so many of the neighbours follow each other in one of them


class Stretch(NamedTuple):
    """Characters that stand apart: as one string, how many of them are Han, and where the gaps are."""

    chars: str
    han: int
    gaps: tuple[Span, ...]


def find_stretches(line: str) -> list[Stretch]:
    """Return what stands apart in `line`, in parts that wide gaps separate.

    >>> [(x.chars, len(x.gaps)) for x in find_stretches("第 一 章   总 则 ，abc 全文 完")]
    [('第一章', 2), ('总则，', 2)]
    """
    gap = f"{_GAP}{{1,{_WIDEST}}}"
    separator = f"(?:{gap}(?:{_WORD}{gap})?|{_GAP}{{0,{_WIDEST}}}(?:{_MARK}{_GAP}{{0,{_WIDEST}}}){{1,4}})"
    head, tail = f"(?:(?<!\\S)[{chars.OPENERS}“‘]{gap})?", f"(?:{gap}{_MARK}{{1,3}})?"
    pattern = f"{head}(?<![{chars.RARE_HAN}]){_ITEM}(?:{separator}{_ITEM})+{tail}"
    found: list[Stretch] = []
    for match in compile_pattern(pattern).finditer(line):
        # Blanks beside a word in Latin stay.
        between = compile_pattern(f"(?<![0-9A-Za-z.+#-]{{2}}){_GAP}+(?![0-9A-Za-z.+#-]{{2}})")
        gaps = tuple(each.span() for each in between.finditer(line, *match.span()))
        han = len(compile_pattern(f"[{chars.RARE_HAN}]").findall(match[0]))
        if gaps:
            found.append(Stretch(compile_pattern(f"{_GAP}+").sub("", match[0]), han, gaps))
    return found


def choose_stretches(line: str) -> Iterator[Stretch]:
    """Yield the stretches of `line` that are text set apart character by character.

    In a line that has nothing else, all follow the first that is long enough; else each must be longer.
    """
    stretches = find_stretches(line)
    if not stretches or compile_pattern(f"[{KANA}{HANGUL}]").search(line):
        return
    alone = _has_no_words(line)
    sure = [x for x in stretches if x.han >= (SHORTEST if alone else _SHORTEST_AMID) and _is_text(x.chars)]
    yield from (x for x in stretches if not _is_list(x.chars)) if sure and alone else sure


def _has_no_words(line: str) -> bool:
    """Tell whether no two Han of `line` stand side by side."""
    return compile_pattern(f"[{chars.RARE_HAN}]{{2}}").search(line) is None


def _is_text(squeezed: str) -> bool:
    """Tell whether characters are likelier as text than each by itself, and no list."""
    if _is_list(squeezed):
        return False
    model = open_model()
    sum_of_pairs = 0.0
    for run in compile_pattern(f"[{chars.RARE_HAN}]{{2,}}").findall(squeezed):
        pairs = model.log_bigrams_of(run[1:], run[0])
        sum_of_pairs += sum(pair - model.log_unigram(char) for pair, char in zip(pairs, run[1:], strict=True))
    enough = _SURE if len(squeezed) < _SHORTEST_AMID else _SURE_AMONG_MANY
    return sum_of_pairs + score_words(squeezed) >= enough


def _is_list(squeezed: str) -> bool:
    """Tell whether most of the characters follow each other as in something that is counted off."""
    han = "".join(compile_pattern(f"[{chars.RARE_HAN}]").findall(squeezed))
    pairs = list(map("".join, zip(simplify(han), simplify(han[1:]), strict=False)))
    listed = sum(any(pair in row for row in _LISTS) for pair in pairs)
    return bool(pairs) and listed >= _LISTED * len(pairs)


def is_segmented(sample: str) -> bool:
    r"""Tell whether a document is cut into words: `今天 我们 去 公园`, as corpora for training are.

    >>> is_segmented("我们 明天 去 公园 散步 ，\n他 也 不 会 来 了"), is_segmented("他 也 不 会 来 了 吧 我 们 走 吧")
    (True, False)
    """
    words = compile_pattern(f"(?<![^ ])[{chars.HAN}]{{1,6}}(?= |\\n|$)").findall(sample)
    return len(words) >= _ENOUGH_WORDS and sum(len(word) > 1 for word in words) >= _LONG_WORDS * len(words)


_ENOUGH_WORDS, _LONG_WORDS = 8, 0.3
