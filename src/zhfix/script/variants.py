"""Forms of one traditional character that regions and houses write differently: 裡 and 裏, 為 and 爲, 線 and 綫.

>>> unify_variants.using(region="TW")("這裏的羣眾")
'這裡的群眾'
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Edit
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice
from zhfix.script._glyphs import open_glyphs
from zhfix.script._page import count_scripts

REGIONS = ("follow", "TW", "HK")
LEAST, MARGIN = 3, 3
"""How often a form must stand on a page to be its habit, and how many times as often as every other one."""
# Forms that are words of their own beside the one that they are a form of: only the context tells which is meant.
_WORDS = frozenset("蔘參么幺叁兌只衹菸煙檯枱梁樑核覈臺台才纔污汙洩泄溼鯰鮎鍼")
_PARTICLE = "着著"
"""In Taiwan 著 stands for 着, too, so that which of the two is meant cannot be told from it."""


@cache
def _find_forms() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(open_glyphs().regional.keys() - _WORDS))}]")


def _has_forms(text: str) -> bool:
    return bool(_find_forms().search(text))


@normalizer(probe=_has_forms, reach="document")
def unify_variants(text: str, *, region: str = "follow", evidence: Evidence) -> Iterator[Edit]:
    """Write one form of a character where regions and houses have several.

    What it looks like: `這裏` in one line and `那裡` in the next, `説` beside `說`.  Who does it: input methods and
    converters of different regions, and texts put together from several; OpenCC's own standard has 爲, 裏 and 羣, which
    neither Taiwan nor Hong Kong writes throughout.

    >>> unify_variants("屋裡、心裡、夢裡和這裏")
    '屋裡、心裡、夢裡和這裡'

    What changes: with `region` as ``"follow"`` a form that a page has beside another one, to the one that it has three
    times as often; with ``"TW"`` and ``"HK"`` every form to that of the region, as OpenCC's tables of variants have
    them.

    What is left alone: pages that have both forms about equally often; simplified and Japanese text; forms that are
    words of their own as well (台 and 臺, 才 and 纔, 煙 and 菸); and 著, which in Taiwan is also written for 着.
    """
    check_choice("region", region, REGIONS)
    if not text:
        return  # the option is looked at, and no table is read for nothing
    habits = evidence.measure(measure_habits) if region == "follow" else _list_standard(region)
    if not habits:
        return
    line_end, is_elsewhere = -1, False
    for match in _find_forms().finditer(text):
        at, char = match.span()[0], match[0]
        if char not in habits:
            continue
        if at > line_end:
            start, line_end = text.rfind("\n", 0, at) + 1, text.find("\n", at) % (len(text) + 1)
            is_elsewhere = _is_elsewhere(text[start:line_end])
        if not is_elsewhere:
            why = reason("script.variant" if region == "follow" else "script.regional", char=char, other=habits[char])
            yield Edit(at, at + 1, char, habits[char], unify_variants.rule, 0.97, why)


def measure_habits(sample: str) -> dict[str, str]:
    """Return the form that a page has by far most often, for each of the other forms of the same character."""
    counts = Counter(_find_forms().findall(sample))
    habits: dict[str, str] = {}
    for forms in {regional.forms for regional in open_glyphs().regional.values()}:
        ranked = sorted(
            (form for form in forms if form not in _WORDS and form not in _PARTICLE), key=lambda form: -counts[form]
        )
        if len(ranked) > 1 and counts[ranked[0]] >= LEAST and counts[ranked[0]] >= MARGIN * counts[ranked[1]]:
            habits.update(dict.fromkeys(ranked[1:], ranked[0]))
    return habits


@cache
def _list_standard(region: str) -> dict[str, str]:
    """Return the form of a region for each other form."""
    standard = {}
    for char, regional in open_glyphs().regional.items():
        form = regional.taiwan if region == "TW" else regional.hongkong
        if char != form and char not in _WORDS and form not in _WORDS and char != "著":
            standard[char] = form
    return standard


def _is_elsewhere(line: str) -> bool:
    """Return whether a line is not in traditional Chinese."""
    simplified, traditional = count_scripts(line)
    return traditional <= simplified
