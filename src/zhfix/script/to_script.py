"""All of a text in one script, as a house of a region publishes it.

>>> to_traditional("后面的干部发现了头发"), to_simplified("後面的幹部發現了頭髮")
('後面的幹部發現了頭髮', '后面的干部发现了头发')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from zhfix.edits import Edit
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice, check_strings
from zhfix.script.convert import convert
from zhfix.script.tables import open_variants

TRADITIONAL = {"TW": "s2tw", "HK": "s2hk", "": "s2t"}
"""The configuration for each region; "" is OpenCC's own standard, which is no region's."""
SIMPLIFIED = {"TW": "tw2s", "HK": "hk2s", "": "tw2s"}
"""The same for the region that a text comes from. That of Taiwan knows the forms of the others as well."""
JAPANESE = 0.1
"""Kana for an ideograph from which a line is taken for Japanese; の in Chinese is a sign on a shop."""


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
    check_choice("region", region, list(TRADITIONAL))
    sound = evidence.measure(_lean) > 0
    yield from _convert_lines(text, TRADITIONAL[region], terms, _lean, _is_simplified, to_traditional.rule, sound=sound)


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
    check_choice("region", region, list(SIMPLIFIED))
    sound = evidence.measure(_lean) < 0
    yield from _convert_lines(
        text, SIMPLIFIED[region], terms, _lean_back, _is_traditional, to_simplified.rule, sound=sound
    )


def _convert_lines(
    text: str,
    config: str,
    terms: tuple[str, ...],
    lean: Callable[[str], int],
    is_other: Callable[[str], bool],
    rule: str,
    *,
    sound: bool,
) -> Iterator[Edit]:
    """Yield the edits of each line, of a page that is `sound` if it is in the script asked for."""
    terms = check_strings("terms", terms)
    why = reason("script.written", config=config)
    for line in re.finditer(r"[^\n]+", text):
        inclined = lean(line[0])
        if (not inclined and sound) or _is_japanese(line[0]):
            continue
        for edit in convert.edits(line[0], config, context=True, terms=terms):
            if inclined <= 0 or any(map(is_other, edit.before)):
                start = edit.start + line.start()
                told = edit.reason if edit.alternatives else why
                yield edit._replace(start=start, end=start + len(edit.before), rule=rule, reason=told)


def _lean(text: str) -> int:
    """Return by how many more characters `text` is traditional than simplified."""
    traditional, simplified = open_variants().traditional, open_variants().simplified
    return sum([(char in traditional) - (char in simplified) for char in text])


def _lean_back(text: str) -> int:
    return -_lean(text)


def _is_simplified(char: str) -> bool:
    return char in open_variants().simplified


def _is_traditional(char: str) -> bool:
    return char in open_variants().traditional


def _is_japanese(line: str) -> bool:
    kana = len(_kana().findall(line))
    return bool(kana) and kana > JAPANESE * len(line)


@cache
def _kana() -> re.Pattern[str]:
    return re.compile("[ぁ-ゖァ-ヺ]")
