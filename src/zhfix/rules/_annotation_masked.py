"""Words in which a character is masked: by its reading, ``zheng府``, or with a sign in the middle, ``政*府``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.patterns import HAN
from zhfix.readings import open_readings
from zhfix.words import open_words, simplify

_BOND = 3.0
"""Nats by which two characters are likelier side by side than apart, gain of the list of words included, for a sign
between them to mask a word: 政府 has 6.8, 发票 3.6, 处女 2.9; 长宽 has 1.8, 好大 -0.9."""
_HYPHEN, _HYPHEN_BOND = "-", 6.0
"""The same where a hyphen parts the characters, in words of the list: it joins what has 5.8 (京沪) and 4.2 (京津)."""
_JOINED = frozenset("东西 买卖 两岸 男女 上下 进出 左右 南北 父子 往返 长宽高 东西南北 京津冀 上中下".split())
"""Words of the list whose characters such signs join all the same."""
_PART_BOND = 5.0
"""The same for two of several characters with a sign between all of them: 敏感 has 5.8 in 敏*感*词."""
_CHOSEN_BOND, _CHOSEN_WORD = 3.5, -12.0
"""The same for the best of all characters with a reading, and the least log-probability of the pair.  In 6.3 million
characters of news feeds all 20 findings stand in masked words; in 3 million of devtest and train one does not."""
_LONG_WORD = 2.0
"""Gain of a word of three characters, for which two letters are enough: fa轮功."""
_COMMON = -10.0
"""Log-probability of a character that a reader thinks of at its reading."""
_OWN_WORDS = frozenset(
    "ban bang bin bing can chi dan den die fan gang hang hen her kang lang lie long mai men nan pai pan pang pin ping "
    "sang sha she song sun ta tan tie wan wang yang zen".split()
)
"""Syllables that more often are words, names or abbreviations of their own, as the command ping."""
_INITIALS = {"zf": "政府", "tmd": "他妈的"}
"""Words that are masked by their initials, right behind an ideograph."""
_FITTING = 1.0
"""By how many nats what stands around initials must be likelier around the word: ZF also makes gears, 采用zf变速箱."""


SIGNS = r"a-z*\uff0a\^._|~\-"
"""Letters and signs that mask characters, as members of a class."""


class Masked(NamedTuple):
    """A word of which a part is masked, and what it is."""

    start: int
    end: int
    word: str


PROBE = f"[{SIGNS}](?:(?<=[{HAN}].)(?:(?<=[a-z])[a-z]|(?<![a-z])[{HAN}])|(?<=[a-z])[a-z][{HAN}])"
"""Two letters beside an ideograph, or a sign between two."""


def find_masked(text: str) -> list[Masked]:
    """Return the words that are masked, in order."""
    return sorted([*_find_signed(text), *_find_spelled(text)])


def _find_signed(text: str) -> Iterator[Masked]:
    """Find words with a sign between their characters.

    Where the sign stands between characters that make no word as often, it means something else: a stop, a product.
    """
    found = [(sign, masked) for sign, masked in _find_rows(text) if masked.word]
    all_of: Counter[str] = Counter(sign for sign, _ in _find_rows(text))
    rows = [(masked.start, masked.end) for _, masked in _find_rows(text)]
    row = 0
    for match in _sign().finditer(text):
        start, end = match.start() - 1, match.end() + 1
        while row < len(rows) and rows[row][1] <= start:
            row += 1
        if row < len(rows) and rows[row][0] <= start:
            continue
        if _formula().search(text, max(0, start - 1), end + 1) or match[0] in (
            text[start - 1 : start],
            text[end : end + 1],
        ):
            continue
        all_of[match[0]] += 1
        word = text[start] + text[end - 1]
        if _is_masked(match[0], word) and not _parts_words(
            text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
        ):
            found.append((match[0], Masked(start, end, word)))
    words_of: Counter[str] = Counter(sign for sign, _ in found)
    for sign, masked in found:
        if 2 * words_of[sign] > all_of[sign]:
            yield masked


def _find_rows(text: str) -> Iterator[tuple[str, Masked]]:
    """Yield three and more characters with the same sign between all of them, with the word that they make or ``""``.

    The whole must be a word, 共*产*党, or hold one of two characters that no sign but those for ranges parts.
    """
    for match in _match_rows(text):
        sign, word = match[1], match[0][::2]
        gains = open_words()
        whole = gains.get(simplify(word), 0.0) >= _LONG_WORD and simplify(word) not in _JOINED
        part = sign != _HYPHEN and any(
            _bond(*pair) >= _PART_BOND and gains.get(simplify("".join(pair)), 0.0) > 0 for pair in pairwise(word)
        )
        yield sign, Masked(*match.span(), word if whole or part else "")


def _match_rows(text: str) -> Iterator[re.Match[str]]:
    """Find such rows where the first of their signs is: far fewer places than characters that they might begin with."""
    end = 0
    for sign in _sign().finditer(text):
        at = sign.start() - 1
        if at >= end and text[at + 3 : at + 4] == sign[0] and (row := _row().match(text, at)):
            yield row
            end = row.end()


def _is_masked(sign: str, word: str) -> bool:
    """Return whether a sign between two characters masks a word; a hyphen also joins: 京-沪, 東-西."""
    if sign != _HYPHEN:
        return _bond(*word) >= _BOND
    return _bond(*word) >= _HYPHEN_BOND and open_words().get(simplify(word), 0.0) > 0 and simplify(word) not in _JOINED


def _parts_words(left: str, right: str) -> bool:
    """Return whether both characters belong to words of their own: 摆渡.黄泉."""
    return all(_is_word(pair) for pair in (left, right))


def _is_word(pair: str) -> bool:
    return len(_han().findall(pair)) == 2 and _bond(*pair) >= _BOND


def _find_spelled(text: str) -> Iterator[Masked]:
    """Find words with the reading or the initials of a character in its place."""
    for match in _spelled().finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        if match[0] in _INITIALS:
            word = _INITIALS[match[0]]
            if (
                _han().search(before[-1:])
                and _bond(before[-1], word[0]) + _bond(word[-1], after[:1] or "\n") >= _FITTING
            ):
                yield Masked(start, end, word)
        elif match[0] not in _OWN_WORDS and (best := _choose(match[0], before, after)):
            word, left, right = best
            yield Masked(start - left, end + right, word)


@lru_cache(maxsize=4096)  # a text masks the same words again and again
def _choose(syllable: str, before: str, after: str) -> tuple[str, int, int] | None:
    """Return the likeliest word with a character of this reading, and how many characters before and behind it has."""
    model, gains = open_model(), open_words()
    found: list[tuple[float, str, int, int]] = []
    for char in _list_chars(syllable):
        for word, left, right in ((before[-1:] + char, 1, 0), (char + after[:1], 0, 1)) if len(syllable) > 2 else ():
            score = model.log_probability(word[1], word[0]) + model.log_unigram(word[0]) if len(word) == 2 else -99.0
            if score >= _CHOSEN_WORD and _han().match(word[right - 1]) and _bond(*word) >= _CHOSEN_BOND:
                found.append((score, word, left, right))
        for word, left, right in ((before + char, 2, 0), (char + after, 0, 2)):
            if len(word) == 3 and gains.get(simplify(word), 0.0) >= _LONG_WORD:
                found.append((model.log_probability(word), word, left, right))
    return max(found)[1:] if found else None


@lru_cache(maxsize=1024)
def _list_chars(syllable: str) -> tuple[str, ...]:
    """Return the common characters with this reading."""
    readings, model = open_readings(), open_model()
    if not readings.is_syllable(syllable):
        return ()
    return tuple(char for char in readings.chars_with(syllable) if model.log_unigram(char) >= _COMMON)


def _bond(first: str, second: str) -> float:
    """Return by how many nats two characters are likelier side by side than apart."""
    model = open_model()
    return model.log_bigram(first, second) - model.log_unigram(second) + open_words().get(simplify(first + second), 0.0)


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


@cache
def _sign() -> re.Pattern[str]:
    return re.compile(f"[*\uff0a^._|~-](?<=[{HAN}].)(?=[{HAN}])")


@cache
def _row() -> re.Pattern[str]:
    """Return the pattern of single characters with the same sign between them, two of it and more."""
    sign = r"[*\uff0a^._|~-]"
    return re.compile(rf"(?<![A-Za-z0-9*#^._|~-])[{HAN}]({sign})[{HAN}](?:\1[{HAN}]){{1,6}}(?![A-Za-z0-9*#^_|~-])")


@cache
def _formula() -> re.Pattern[str]:
    """Return the pattern of what stands beside a sign that means something else: numbers, and more signs."""
    return re.compile(r"[*#^0-9][^*#^0-9]?[*#^]|[*#^][^*#^0-9]?[*#^0-9]")


@cache
def _spelled() -> re.Pattern[str]:
    # A letter comes first, and then a look at what stands before it: letters are rare, so the scan is fast.
    first = "[a-z](?<![A-Za-z0-9][a-z])"
    return re.compile(f"{first}(?:(?<=[{HAN}].)[a-z]{{1,5}}|[a-z]{{1,5}}(?=[{HAN}]))(?![A-Za-z0-9])")
