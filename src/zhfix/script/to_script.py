"""All of a text in one script, as a house of a region publishes it.

>>> to_traditional("后面的干部发现了头发"), to_simplified("後面的幹部發現了頭髮")
('後面的幹部發現了頭髮', '后面的干部发现了头发')
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhfix.edits import Edit
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice, check_strings
from zhfix.patterns import KANA, compile_pattern
from zhfix.script._classes import find_simplified, find_traditional
from zhfix.script.convert import convert
from zhfix.script.tables import open_variants

TO_TRADITIONAL = {"TW": "s2tw", "HK": "s2hk", "": "s2t"}
"""The configuration for each region; "" is OpenCC's own standard, which is no region's."""
TO_SIMPLIFIED = {"TW": "tw2s", "HK": "hk2s", "": "tw2s"}
"""The same for the region that a text comes from. That of Taiwan knows the forms of the others as well."""
JAPANESE = 0.1
"""Kana for a character from which a line is taken for Japanese; の in Chinese is a sign on a shop."""


@normalizer(probe=lambda text: not text.isascii(), reach="line")
def to_traditional(text: str, *, region: str = "TW", terms: tuple[str, ...] = (), evidence: Evidence) -> Iterator[Edit]:
    """Write simplified text in traditional characters, in the forms of a region, choosing them in context.

    What it looks like: 后面的干部发现了 on a page for Taiwan or Hong Kong. Each line whose characters are simplified,
    or common to both scripts on a page that is not traditional, is converted by :func:`~zhfix.convert` with
    ``context=True``.

    `region` is ``"TW"`` (裡 著), ``"HK"`` (裏 着) or ``""`` for OpenCC's own standard; `terms` stay as they are. The
    choice of words stays, too: 软件 becomes 軟件 and not 軟體; ``convert`` with ``s2twp`` changes them.

    In a line that is traditional but for a few characters only words with a simplified character are converted, since
    后 and 里 are sound there (皇后, 公里). Lines of Japanese stay, and so do the forms of another region in a line that
    is traditional.

    >>> to_traditional("她在后台对着镜子发呆", region="HK")
    '她在後台對着鏡子發呆'
    >>> to_traditional("皇后與公里數，于先生", region="TW")
    '皇后與公里數，于先生'
    """
    check_choice("region", region, list(TO_TRADITIONAL))
    yield from _convert_lines(text, TO_TRADITIONAL[region], terms, evidence, to_traditional.rule)


@normalizer(probe=lambda text: not text.isascii(), reach="line")
def to_simplified(text: str, *, region: str = "", terms: tuple[str, ...] = (), evidence: Evidence) -> Iterator[Edit]:
    """Write traditional text in simplified characters, choosing among them in context.

    What it looks like: 後面的幹部發現了 on a page for readers of the mainland. Each line whose characters are
    traditional is converted by :func:`~zhfix.convert` with ``context=True``: 乾燥 becomes 干燥, and 乾隆 stays.

    `region` is that of the text, ``"TW"`` or ``"HK"``, or ``""`` where nobody knows; `terms` stay as they are. The
    choice of words stays, too: 軟體 becomes 软体 and not 软件; ``convert`` with ``tw2sp`` changes them.

    In a line that is simplified but for a few characters only words with a traditional character are converted, since
    著 and 乾 are sound there (著名, 乾隆). Lines of Japanese stay.

    >>> to_simplified("名著放著沒看，窗外空氣乾燥，想起乾隆年間的事。")
    '名著放着没看，窗外空气干燥，想起乾隆年间的事。'
    >>> to_simplified("著名的乾隆年间")
    '著名的乾隆年间'
    """
    check_choice("region", region, list(TO_SIMPLIFIED))
    yield from _convert_lines(text, TO_SIMPLIFIED[region], terms, evidence, to_simplified.rule)


def _convert_lines(text: str, config: str, terms: tuple[str, ...], evidence: Evidence, rule: str) -> Iterator[Edit]:
    """Yield the edits of each line."""
    terms = check_strings("terms", terms)
    if not text:
        return  # the options are looked at, and no table is read for nothing
    is_traditional = config.startswith("s")
    variants = open_variants()
    others = variants.simplified if is_traditional else variants.traditional  # what this script lacks
    lean = evidence.measure(_lean)
    page = lean if is_traditional else -lean  # above 0 where it is in this script
    if page > 0 and others.isdisjoint(text):
        return
    why = reason("script.written", config=config)
    for line in re.finditer(r"[^\n]+", text):
        has_others = not others.isdisjoint(line[0])
        if not has_others and (page > 0 or _lean_to(line[0], config) > 0):
            continue
        if _is_japanese(line[0]):
            continue
        sound = _lean_to(line[0], config) > 0
        for edit in convert.edits(line[0], config, context=True, terms=terms):
            if not sound or not others.isdisjoint(edit.before):
                start = edit.start + line.start()
                told = edit.reason if edit.alternatives else why
                yield edit._replace(start=start, end=start + len(edit.before), rule=rule, reason=told)


def _lean_to(text: str, config: str) -> int:
    """Return by how many more characters `text` is in the script that `config` writes."""
    return _lean(text) if config.startswith("s") else -_lean(text)


def _lean(text: str) -> int:
    """Return by how many more characters `text` is traditional than simplified."""
    return len(find_traditional().findall(text)) - len(find_simplified().findall(text))


def _is_japanese(line: str) -> bool:
    """Return whether a line is Japanese by its kana alone: without them it may be Chinese, and is to be converted."""
    kana = len(compile_pattern(f"[{KANA}]").findall(line))
    return bool(kana) and kana > JAPANESE * len(line)
