"""Whether a document, a paragraph or a few words are Chinese, by the scripts of East Asia in them, and its regions."""

from __future__ import annotations

from zhfix.patterns import HAN, HANGUL, KANA, compile_pattern

REGIONS = ("CN", "TW", "HK")
"""The regions whose conventions rules know, as users name them."""
_FOREIGN = 20
"""A document with one letter of kana or Hangul to twenty Han is not Chinese, nor are its lines without any.  For each
ideograph Japanese passages of corpora/devtest have 1.1, Korean ones 15, Chinese ones at most 0.002 (2026-11)."""
_FOREIGN_WORDS = 6  # in a Chinese paragraph, some names in kana or Hangul may stand
_LATIN = 4  # and up to so many letters for each Han character
_MOSTLY = 4


def count_in(members: str, text: str) -> int:
    """Return how many characters of `text` belong to a class."""
    return sum(map(len, compile_pattern(f"[{members}]+").findall(text)))


def is_foreign(sample: str) -> bool:
    """Return whether a document is Japanese or Korean, and not Chinese that has a few words of them.

    >>> texts = "東京タワーに行きました", "昨天在京都買了一種叫做の的茶，覺得很好，下次還要再買一些", ""
    >>> [is_foreign(text) for text in texts]
    [True, False, False]
    """
    letters = count_in(KANA + HANGUL, sample)
    return letters > 0 and letters * _FOREIGN > count_in(HAN, sample)


def is_mostly_foreign(text: str) -> bool:
    """Return whether a few words are Japanese or Korean: for every four ideographs one letter of theirs or more.

    >>> is_mostly_foreign("日本語の文章です"), is_mostly_foreign("优の良品在哪里有卖"), is_mostly_foreign("한자")
    (True, False, True)
    """
    letters = count_in(KANA + HANGUL, text)
    return letters > 0 and _MOSTLY * letters > count_in(HAN, text)


def is_chinese(paragraph: str) -> bool:
    """Return whether a paragraph is Chinese: at most a word of kana or Hangul, and more than a name in Latin text."""
    han = count_in(HAN, paragraph)
    if not han or han < _FOREIGN_WORDS * count_in(KANA + HANGUL, paragraph):
        return False
    return han * _LATIN > count_in("A-Za-z\u00c0-\u024f", paragraph)
