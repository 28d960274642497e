"""Zhuyin as pinyin: ``ㄈㄨˊ`` is fú."""

from __future__ import annotations

_LETTERS = dict(
    zip(
        "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ",
        "b p m f d t n l g k h j q x zh ch sh r z c s a o e e ai ei ao ou an en ang eng er i u ü".split(),
        strict=True,
    )
)
_TONES = {"\u02ca": "2", "\u02c7": "3", "\u02cb": "4", "\u02d9": "5"}  # acute, caron, grave, dot
ZHUYIN = "\u3105-\u3129"
TONES = "\u02ca\u02c7\u02cb\u02d9\u02c9"
# How pinyin spells a glide and what follows it, where the one does not simply stand before the other.
_SPELLINGS = {
    "iou": "iu", "uei": "ui", "uen": "un", "ueng": "ong", "ien": "in", "ieng": "ing", "üen": "ün", "üeng": "iong",
}  # fmt: skip
_ALONE = {
    "iu": "you", "ui": "wei", "un": "wen", "ong": "weng", "in": "yin", "ing": "ying", "iong": "yong", "i": "yi",
    "u": "wu",
}  # fmt: skip


def to_pinyin(zhuyin: str) -> str:
    """Return one syllable of zhuyin as pinyin with the number of its tone.

    >>> [to_pinyin(each) for each in ("ㄈㄨˊ", "ㄒㄩㄝˊ", "ㄨㄥ", "ㄐㄧㄡˇ", "˙ㄇㄚ", "ㄕ", "ㄌㄩˋ", "ㄩㄥˇ")]
    ['fu2', 'xue2', 'weng1', 'jiu3', 'ma5', 'shi1', 'lü4', 'yong3']
    """
    tone = next((_TONES[mark] for mark in zhuyin if mark in _TONES), "1")
    letters = [_LETTERS[char] for char in zhuyin if char in _LETTERS]
    initial = letters.pop(0) if _begins_with_initial(zhuyin) else ""
    final = "".join(letters)
    final = _SPELLINGS.get(final, final)
    if not final:
        final = "i"  # ㄕ is shi
    elif initial in ("j", "q", "x"):
        final = final.replace("ü", "u")
    if not initial:
        final = _spell_alone(final)
    return initial + final + tone


def _begins_with_initial(zhuyin: str) -> bool:
    return next((char for char in zhuyin if char in _LETTERS), "ㄚ") < "ㄚ"


def _spell_alone(final: str) -> str:
    if final in _ALONE:
        return _ALONE[final]
    if final[0] == "i":
        return "y" + final[1:]
    if final[0] == "u":
        return "w" + final[1:]
    return "yu" + final[1:] if final[0] == "ü" else final
