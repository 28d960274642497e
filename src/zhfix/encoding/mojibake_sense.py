"""Whether what was read is Chinese, or what stands there is something else that bytes of Chinese happen to show."""

from __future__ import annotations

import re
from functools import cache

from zhfix.charlm import open_model
from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.mojibake_runs import Run
from zhfix.encoding.mojibake_scenes import Stretch
from zhfix.encoding.registry import Misreading
from zhfix.encoding.wrong_pages import open_page

NOT_CHINESE = -10.0
"""Nats a character below which what was read out is noise, too."""
NO_NAME = -11.5
"""The same where Chinese is expected or proven: names are rare characters in rare pairs."""
FEW_LETTERS = 8
"""Capitals in a row that are more likely a list of letters than Chinese: of four bytes of GBK that Latin-1 shows as
letters, one is a capital with a capital behind it."""
FEW_LINES = 6
"""Characters of a drawing that may be a piece of a table: three ideographs of GBK, read in a code page of DOS."""
SELDOM_TWICE = -5.4
"""Nats of a character behind itself below which it is hardly written four times in a row: 哈 has -1.8, 啊 -5.2."""
SURE_OF_ALL = 0.9
"""Posterior that every character must have where all of a reading is inferred."""


def is_chinese(stretch: Stretch, runs: tuple[Run, ...], misreading: Misreading) -> bool:
    """Return whether what the runs read is likely text, and neither the least unlikely noise nor all guessed.

    One ideograph by itself proves nothing where no other stands in the text and nothing says that it is Chinese, nor do
    marks that other languages use, too.
    """
    read = [run.after.replace(UNREADABLE, "") for run in runs]
    count = sum(map(len, read))
    if not count or not _is_known(runs, misreading):
        return False
    ideographs = [char for each in read for char in _ideograph().findall(each)]
    if len(ideographs) > 1 and len(set(ideographs)) == 1:
        return False  # one character again and again is a cry, and was one
    if not stretch.is_expected and _is_something_else(stretch.text, runs, misreading):
        return False
    if misreading.was != "utf-8" and len(ideographs) == 1 and any(_is_in_word(stretch.text, run) for run in runs):
        return False
    model = open_model()
    if any(model.log_bigram(row[1], row[1]) < SELDOM_TWICE for each in read for row in _rows().finditer(each)):
        return False
    score = sum(model.log_probability(each[1:], each[0]) + model.log_unigram(each[0]) for each in read if each)
    # Several in the order of UTF-8's bytes are a proof, too.
    proven = stretch.is_expected or (misreading.was == "utf-8" and len(ideographs) > 2)
    return score > (NO_NAME if proven else NOT_CHINESE) * count


def _is_known(runs: tuple[Run, ...], misreading: Misreading) -> bool:
    """Return whether some of the characters have all their bytes, or what was inferred of all is beyond doubt."""
    if any(len(run.guesses) < len(run.after) for run in runs):
        return True
    guesses = [guess for run in runs for guess in run.guesses]
    return misreading.was == "utf-8" and len(guesses) > 1 and all(each.posterior >= SURE_OF_ALL for each in guesses)


def _is_something_else(text: str, runs: tuple[Run, ...], misreading: Misreading) -> bool:
    """Return whether what stands there has a sense of its own, or what it reads has hardly any."""
    shown = "".join([char for run in runs for char in text[run.start : run.end] if char > "\x7f"])
    if (
        _is_drawing(shown)
        or _own_sense().search(text)
        or _syllables().fullmatch(shown)
        or (len(shown) <= FEW_LETTERS and shown.isalpha() and shown.isupper())
    ):
        return True
    ideographs = sum(len(_ideograph().findall(run.after)) for run in runs)
    if misreading.was == "utf-8":  # its bytes in their order prove more than any two others
        return ideographs + len(_ideograph().findall(_around(text, runs))) < 2
    if open_page(misreading.read).is_single:
        return ideographs < 2
    # Ideographs for ideographs, each by itself, make a list of characters of another language as well as of Chinese.
    return not any(_two_ideographs().search(run.after) for run in runs)


def _is_drawing(shown: str) -> bool:
    """Return whether there are only lines and blocks, and they are few or straight, as in tables and pictures."""
    straight = sum(char in "\u2500\u2502\u2550\u2551\u2588\u2591" for char in shown)
    return bool(_drawing().fullmatch(shown)) and (len(shown) < FEW_LINES or 2 * straight > len(shown))


def _is_in_word(text: str, run: Run) -> bool:
    """Return whether ASCII letters touch the run: é in a name and not 茅."""
    return any(
        side.isascii() and side.isalpha() for side in (text[run.start - 1 : run.start], text[run.end : run.end + 1])
    )


def _around(text: str, runs: tuple[Run, ...]) -> str:
    """Return what stands outside of the runs."""
    ends = [0, *(run.end for run in runs)]
    starts = [*(run.start for run in runs), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


@cache
def _two_ideographs() -> re.Pattern[str]:
    return re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]{2}")


@cache
def _own_sense() -> re.Pattern[str]:
    """Return the pattern of faces, (\u309cД\u309c), and of zhuyin in a row: both have a sense of their own."""
    return re.compile("[(\uff08][^()\uff08\uff09]{0,4}\u309c[^()\uff08\uff09]{1,4}\u309c|[\u3105-\u3129]{4}")


@cache
def _syllables() -> re.Pattern[str]:
    """Return the pattern of zhuyin with its tones and of the vowels of pinyin, which code pages of two bytes have."""
    tones = "\u02c7\u02c9-\u02cb\u02d9"
    return re.compile(
        f"[\u3105-\u312f{tones}\u0101\xe1\u01ce\xe0\u0113\xe9\u011b\xe8\u012b\xed\u01d0\xec"
        "\u014d\xf3\u01d2\xf2\u016b\xfa\u01d4\xf9\u01d6\u01d8\u01da\u01dc\xfc\xea]+"
    )


@cache
def _rows() -> re.Pattern[str]:
    """Return the pattern of one ideograph four times or more."""
    return re.compile("([\u3400-\u9fff])\\1{3,}")


@cache
def _drawing() -> re.Pattern[str]:
    """Return the pattern of what tables and pictures are drawn with."""
    return re.compile("[\u2500-\u25ff]+")
