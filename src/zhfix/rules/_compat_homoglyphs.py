"""Characters of one script that stand in words of the other since they look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.charlm import open_language, open_model
from zhfix.patterns import HAN, HANGUL, KANA, compile_pattern
from zhfix.rules._compat_tables import find_lines
from zhfix.rules._language import is_foreign

_IDEOGRAPH = {
    "カ": "力", "エ": "工", "ロ": "口", "ニ": "二", "ハ": "八", "ト": "卜", "タ": "夕", "チ": "千", "オ": "才",
    "ヌ": "又", "ー": "一", "囗": "口", "—": "一",
    "ㄧ": "一",
}  # fmt: skip
"""What is meant in a Chinese word: by katakana, an enclosure that is no mouth, a dash, and a sign of zhuyin."""
_KANA = {ideograph: kana for kana, ideograph in _IDEOGRAPH.items() if "ァ" <= kana <= "ー"}
LOOKALIKES = "".join(_IDEOGRAPH)

# Nats of the ideograph between its neighbours, and by how many it must be likelier there than what stands in its place.
# In sound Chinese of corpora/devtest and train, 2026-11, no katakana stands between ideographs, and of 51 dashes the
# likeliest 一 has -9.8.  Of 4,000 ideographs that were replaced, 93 % have the gain.
_FITTING = -13.0
_GAIN = 7.0
_STRICTER = {"—": -8.0, "ー": -10.0, "ㄧ": -10.0}  # which are written between ideographs for their own sake: 喔ー好
_BOUND, _BOUND_FITTING = -2.5, -12.0
"""Nats of an ideograph that goes with the one before it (统一, 第一, but not 不一), and of both sides of it then."""
_ABOUT = "假名|字形|形近|日文|日语|日語|日本语|日本語|五十音|部首|偏旁|音标|音標|注音|缺字|脱字|脫字|□"

_ZHUYIN = "\u3105-\u312f"
_KATAKANA = "ァ-ヺー"
# A piece of a katakana word is no word if it is one letter, or begins as no word does.  Letters that are written
# between ideographs as particles and counters show nothing.
_NO_PIECE = frozenset("ノハニヲガトモデヘヶヵケカツヴ")
_NO_BEGINNING = frozenset("ァィゥェォッャュョヮンー")
_JAPANESE_GAIN = 4.0
"""By how many nats the katakana must be likelier in the model of Japanese.  Of 376 in katakana words of
corpora/devtest that were replaced, all have it; so do words of katakana with a number between, hence the pieces."""


def is_japanese(sample: str) -> bool:
    """Return whether a document is Japanese or Korean, letters that may stand for ideographs not counted."""
    return is_foreign(compile_pattern(f"[{LOOKALIKES}]+").sub("", sample))


class Homoglyph(NamedTuple):
    """A character, where it stands, and what it was taken for."""

    place: int
    meant: str


def find_in_chinese(text: str) -> Iterator[Homoglyph]:
    """Yield katakana and signs that stand for ideographs in lines of Chinese."""
    foreign = compile_pattern(f"[{KANA}{HANGUL}{_ZHUYIN}]")
    for start, end in find_lines(text, f"[{LOOKALIKES}]"):
        line = text[start:end]
        rest = compile_pattern(f"[{LOOKALIKES}]").sub("", line)
        if foreign.search(rest) or compile_pattern(_ABOUT).search(line):
            continue
        for match in _single().finditer(line):
            place, char = match.start(), match[0]
            before, after = line[place - 1 : place] or "\n", line[place + 1 : place + 2] or "\n"
            meant = _IDEOGRAPH[char]
            if char == "—" and "\n" in (before, after):
                continue
            model = open_model()
            bound = model.log_bigram(before, meant)
            fit = bound + model.log_bigram(meant, after)
            gain = fit - model.log_bigram(before, char) - model.log_bigram(char, after)
            if gain >= _GAIN and (fit >= _STRICTER.get(char, _FITTING) or (bound >= _BOUND and fit >= _BOUND_FITTING)):
                yield Homoglyph(start + place, meant)


@cache
def _single() -> re.Pattern[str]:
    """Match a look-alike with an ideograph on one side, and no more of its kind beside it."""
    kind = f"{KANA}{LOOKALIKES}"
    # The look-alike comes first, and then a look back: it is rare, so the scan is fast.
    left = f"(?:(?<=[{HAN}].)|(?<![^，。、；：！？「“（].)(?=[{HAN}]))(?<![{kind}].)"
    return re.compile(f"[{LOOKALIKES}]{left}(?![{kind}])(?=[{HAN}，。、；：！？」”）]|$)")


def find_in_katakana(text: str) -> Iterator[Homoglyph]:
    """Yield ideographs that stand for katakana inside of words."""
    for match in _mixed().finditer(text):
        word = match[0]
        if _shows_broken(word):
            for place, char in enumerate(word):
                if char in _KANA and _reads_better(text, match.start() + place, char):
                    yield Homoglyph(match.start() + place, _KANA[char])


@cache
def _mixed() -> re.Pattern[str]:
    """Match a word of katakana and look-alikes, with katakana at its beginning."""
    alike = "".join(_KANA)
    first = f"[{_KATAKANA}](?<![{_KATAKANA}{alike}].)[{_KATAKANA}]*"
    return re.compile(f"{first}(?:[{alike}]+[{_KATAKANA}]+)+(?:[{alike}](?![{HAN}]))?")


def _shows_broken(word: str) -> bool:
    """Return whether a piece between ideographs can be no word, so that they belong to it."""
    pieces = re.split(f"[{''.join(_KANA)}]+", word)
    return any(
        (len(piece) == 1 and piece not in _NO_PIECE) or (number and piece[:1] in _NO_BEGINNING)
        for number, piece in enumerate(pieces)
        if piece
    )


def _reads_better(text: str, place: int, char: str) -> bool:
    """Return whether the katakana is plainly likelier in Japanese, by two characters to either side."""
    model = open_language("ja")
    before, after = text[max(0, place - 2) : place], text[place + 1 : place + 3]
    context = text[place - 3 : place - 2] if place > 2 else "\n"
    sound, broken = before + _KANA[char] + after, before + char + after
    return model.log_probability(sound, context) - model.log_probability(broken, context) >= _JAPANESE_GAIN
