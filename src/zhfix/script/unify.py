"""One script in one text: characters of the other that leaked into it, and what bad converters wrote.

>>> unify_script("會議結束后，大家都愿意參加討論。")
'會議結束後，大家都願意參加討論。'
"""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.evidence import SAMPLE_LIMIT, Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_strings
from zhfix.patterns import compile_pattern
from zhfix.script._classes import (
    find_ambiguous,
    find_simplified_or_japanese,
    find_traditional_or_japanese,
    list_members,
)
from zhfix.script._leaks import Leak, find_leaks
from zhfix.script._odd import find_odd
from zhfix.script._page import HEAD, measure_page

SURE, SURE_IN_SOUND = 0.6, 0.85
"""How sure a repair must be to be made, on a page that other characters leaked into, and on one that seems sound."""
FEW_SIGNS = 20
"""Characters of one script below which a page says little, and the text as it is now says more."""
CONVERSIONS = r"-\{[^{}]*\}-|\{\{[^{}]*zh-\w+:[^{}]*\}\}"
"""What a wiki's markup gives in both scripts on purpose."""
WORTH_A_LOOK = 0.3
"""How sure a repair must be to be reported."""


def _list_traditional() -> str:
    """Return what only traditional text and what only Japan has, as members of a class."""
    return list_members(find_traditional_or_japanese())


def _list_others() -> str:
    """Return what traditional text does not have, and what it has that may stand for another character."""
    return list_members(find_simplified_or_japanese()) + list_members(find_ambiguous())


@normalizer(probe="[\u4e00-\u9fff]", signs=(_list_traditional, _list_others), reach="paragraph")
def unify_script(text: str, *, terms: tuple[str, ...] = (), evidence: Evidence) -> Iterator[Edit | Finding]:
    """Repair characters of the other script that leaked into a text, and those that a converter should have left.

    What it looks like: `會議結束后，大家都愿意參加`, traditional but for two characters; `這个是调用的常量`,
    simplified but for one; `皇後的頭發`, `距離三公裏`, `係統`, where a converter wrote what no author does.  Who does
    it: converters that map characters and no words, input methods, and whoever puts a page together from both.  Forms
    of Japan (`天気`, `黒板`) come from fonts and dictionaries made there.

    >>> unify_script("比如係統磁盤的信息，離這裡三公裏"), unify_script("这种天気我们不去公园")
    ('比如系統磁盤的信息，離這裡三公里', '这种天气我们不去公园')

    What changes: in a line that one script clearly dominates, characters that only the other has; and characters
    that both have (后 里 于 范) where all that stands around them speaks for another one, the more readily the more of
    the page leaked.  Of several forms a model of the context chooses.

    >>> [(edit.before, edit.after) for edit in unify_script.edits("他志愿參加，並進行了模范演出，于是范先生很高興。")]
    [('愿', '願'), ('范', '範'), ('于', '於')]

    What is left alone: lines and quotations in the other script throughout, texts of both, names (范, 于, 岳), `terms`,
    characters that are spoken of (`后（後）`, `「国」`), forms that authors choose (台 and 臺, 群 and 羣), classical,
    Cantonese, Japanese and Korean text.  What is likely and not sure is reported.

    >>> unify_script("范先生和于太太坐在皇后酒店裡") == "范先生和于太太坐在皇后酒店裡"
    True
    """
    terms = check_strings("terms", terms)
    if evidence.sample == text and not _has_leaks(text):
        return  # it speaks for itself, and there is nothing to hold against it
    kept = [(at, at + len(term)) for term in terms for at in _find_all(text, term)]
    if "{" in text:
        kept += [match.span() for match in compile_pattern(CONVERSIONS).finditer(text)]
    page = evidence.measure(measure_page)
    if page.signs < FEW_SIGNS and len(evidence.sample) < SAMPLE_LIMIT:
        page = measure_page(text[:HEAD])  # repairs of bytes may have given back what tells
    sure = SURE if page.is_leaky else SURE_IN_SOUND
    for leak in find_leaks(text, page):
        if any(start <= leak.at < end for start, end in kept):
            continue
        if leak.confidence >= sure:
            yield _edit(leak)
        elif leak.confidence >= WORTH_A_LOOK:
            why = reason("script.doubtful", char=leak.before, other=leak.after)
            yield Finding(leak.at, leak.at + 1, unify_script.rule, "info", why)


def _has_leaks(text: str) -> bool:
    """Return whether a text in traditional characters holds any that is not, or one that a neighbour speaks against."""
    return find_simplified_or_japanese().search(text) is not None or next(find_odd(text), None) is not None


def _edit(leak: Leak) -> Edit:
    why = reason(f"script.{leak.kind}", char=leak.before)
    confidence = round(leak.confidence, 6)
    return Edit(leak.at, leak.at + 1, leak.before, leak.after, unify_script.rule, confidence, why, leak.others)


def _find_all(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)
