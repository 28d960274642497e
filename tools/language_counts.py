"""Expected counts of characters and pairs in text of a language, from a list of its words and how frequent each is.

No text is needed: a word list says how often each pair stands inside words, what words begin and end with, and so,
words being taken as independent, what stands side by side where one ends and the next begins. Blanks and marks are put
between words at the shares that a :class:`Recipe` says. Every count is a share of one word of text, so it is the same
on every run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import tomllib

WORD_LISTS = {
    "large_ca": "386451032613893f6a72ab8b6de52faef4aea1a61b8e089f6a1fb97092ed5b5b",
    "large_de": "8ef04d3f4a28fb48d800d25fa80a96d90a5f80c8496c9a453f99f887c6ad3c12",
    "large_en": "dffae8066b78dce0a6667cf5f58e567054f902674667090a7ac8a8a44628b05c",
    "large_es": "14f326b4f68d517f9b8b99c1e26ef56a508d2dc8d0ee7a9e6e8732ddab1aa65e",
    "large_fi": "98fb498142d5cb4ff47df65d6c4784dff4fa2fc6d191a0b26cf6341101922151",
    "large_fr": "6f16cd80b9b66c5698ed002becea83ae30d0584c3205f1cf01714ad562c00c8b",
    "large_it": "0b5500e425a50e0f1fefb256d9125e74f586ac6b2f2a6e41bc96634bd5613cc7",
    "large_ja": "e6ab743b939c1802fc03791f1d58dee2861e822ceecdcdee3f0e05b863ef26d8",
    "large_mk": "edec2769d3f093adc82da15c16177f29c29955dc2c2bcf6dc5393c2b6cb7a2c8",
    "large_nb": "8ac61baa0d7619b2d7529dcab18b6ad32e5f8915a1bf8619fe25779a2ad8386f",
    "large_nl": "cfdae01b2ccd5bc94be046645b6ba8682e65d6709beedf6ab98d7bdc5414d671",
    "large_pt": "7d764586bca6262f554d5fa77ad8e6841ef42534776e70558065140853660ce2",
    "large_ru": "0440613cc765c14a20fb9483225f2fec4d85e66672809076bcec9b29119f9b43",
    "large_sv": "16971de5b9c6731b0dc3647743f93357bd7ead336f783aa3f747db6855e36a90",
    "large_uk": "0a7d525ef5b9d2c84cd3ccd1064b02eb6a07232e5d1e465df40cc00168fdaac2",
    "small_bg": "b19e0a302b7c50439af94ed72b4e3d049b5233db9956add43f16922349fca359",
    "small_da": "80db682ff7bb30e7c8fd3e5dac2b9fe8c12faa206c45438f1a799a048ab10d8b",
    "small_is": "2c4d79aa407c827278c145d394e4843c6ce3b7c7d56847fba548b9170def87a4",
    "small_ko": "01014287a9e779d232f965d054a9cb5eb10b0bc46ee464fbd42935a5df7c8319",
    "small_sh": "aea3996335662bd8101383ba69d49123f7b5bc82d7f907f69f477d040bf74d89",
}
"""The word lists of wordfreq 3.1.1, and the SHA-256 of each file."""


class Recipe(NamedTuple):
    """How text of a language is put together from words; shares are of one word of text."""

    codec: str
    """Only words that this codec can write: the lists hold words of other languages as well."""
    joined: float
    """The share of words that the next one adjoins with nothing between."""
    unseen: float
    """The share of what follows the end of a word, or a letter in a pair of no word, drawn from all letters alike."""
    capital: float
    """The share of words with a capital letter at their head; a tenth as many are all in capitals."""
    accented: float
    """How many times commoner words with a letter beyond ASCII are in the text that matters: that has some."""
    power: float
    """What frequencies are raised to: less than one makes rare words commoner, and the rare characters in them."""
    words: Mapping[str, float]
    """Word lists, and the weight of each."""
    opening: Mapping[str, float]
    """Marks before a word; also several characters, such as a mark and a blank."""
    closing: Mapping[str, float]
    """Marks behind a word."""
    linking: Mapping[str, float]
    """Marks with a word on either side, such as the apostrophe."""
    phrases: Sequence[Mapping[str, Any]] = ()
    """Further words: a ``share`` of all words, and the ``words`` that have it, separated by blanks."""


def read_recipes() -> dict[str, Recipe]:
    """Return the recipes of ``languages.toml``, by language."""
    tables = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
    return {language: Recipe(**table) for language, table in tables.items()}


class Counts(NamedTuple):
    """What one word of text holds on average."""

    chars: dict[str, float]
    pairs: dict[tuple[str, str], float]
    after: dict[str, float]
    """What follows the end of a word: a distribution."""


def count_text(recipe: Recipe, words: Iterable[tuple[str, float]]) -> Counts:
    """Return the expected counts of text made by `recipe` from `words`, whose shares are made to sum to one."""
    chars: dict[str, float] = defaultdict(float)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    heads: dict[str, float] = defaultdict(float)

    def count(run: str, share: float) -> None:
        for char in run:
            chars[char] += share
        for pair in pairwise(run):
            pairs[pair] += share

    listed = list(words)
    whole = sum(share for _, share in listed)
    for word, weight in listed:
        folded = "".join(map(fold_digit, word))
        count(folded, weight / whole)
        heads[folded[0]] += weight / whole
    bare = 1 - sum(recipe.opening.values())
    beginnings = defaultdict(float, {head: bare * share for head, share in heads.items()})
    after: dict[str, float] = defaultdict(float)
    for mark, share in recipe.opening.items():
        beginnings[mark[0]] += share
    for mark, share in (*recipe.linking.items(), *recipe.closing.items()):
        after[mark[0]] += share
    for mark, share in (*recipe.opening.items(), *recipe.linking.items(), *recipe.closing.items()):
        count(mark, share)
    blank = (1 - recipe.joined) * (1 - sum(recipe.linking.values()))
    chars[" "] += blank
    rest = 1 - sum(after.values())
    after[" "] += rest * (1 - recipe.joined)
    for head, number in beginnings.items():
        after[head] += rest * recipe.joined * number
    _lead(pairs, recipe.opening, heads)
    _lead(pairs, {**recipe.linking, " ": blank}, beginnings)
    return Counts(dict(chars), dict(pairs), dict(after))


def _lead(pairs: dict[tuple[str, str], float], marks: Mapping[str, float], followers: Mapping[str, float]) -> None:
    """Count the pairs of the end of a mark and what begins behind it."""
    for mark, share in marks.items():
        for head, number in followers.items():
            pairs[mark[-1], head] += share * number


def fold_digit(char: str) -> str:
    """Return "0" for an ASCII digit, and any other character as it is."""
    return "0" if "0" <= char <= "9" else char


def read_words(recipe: Recipe) -> Iterator[tuple[str, float]]:
    """Yield the words of a recipe with their shares, capital letters and all."""
    import wordfreq  # only this function needs it

    for name, weight in recipe.words.items():
        size, _, language = name.partition("_")
        for word, share in wordfreq.get_frequency_dict(language, size).items():
            part = weight * share**recipe.power * (1 if word.isascii() else recipe.accented)
            for spelled, portion in spell(RESPELLED.get(name, str)(word), recipe.capital):
                if _can_write(spelled, recipe.codec):
                    yield spelled, part * portion
    for phrase in recipe.phrases:
        words = phrase["words"].split()
        yield from ((word, phrase["share"] / len(words)) for word in words)


def spell(word: str, capital: float) -> Iterator[tuple[str, float]]:
    """Yield `word` in lower case, with a capital at its head, and all in capitals, with the share of each."""
    if not capital or word == word.upper():
        yield word, 1.0
        return
    yield word, 1 - 1.1 * capital
    yield word[0].upper() + word[1:], capital
    yield word.upper(), 0.1 * capital


def _can_write(word: str, codec: str) -> bool:
    try:
        word.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


_LATIN = "lj nj dž a b v g d đ e ž z i j k l m n o p r s t ć u f h c č š".split()
_CYRILLIC = "љ њ џ а б в г д ђ е ж з и ј к л м н о п р с т ћ у ф х ц ч ш".split()  # noqa: RUF001 - Cyrillic it is
_SHARP_S = re.compile(
    "(?<=gro)ss|(?<=grö)ss|(?<=stra)sse|(?<=strä)ss|(?<=wei)ss|(?<=hei)ss|(?<=hie)ss|(?<=lie)ss|(?<=au)ss(?=e)|"
    "(?<=äu)ss(?=e)|(?<=fu)ss(?=b|$)|(?<=fü)ss(?=e)|(?<=mä)ss|(?<=spa)ss|(?<=gru)ss|(?<=grü)ss|(?<=sü)ss|(?<=sto)ss|"
    "(?<=stö)ss|(?<=flei)ss|(?<=drei)ss|(?<=nie)ss|(?<=gie)ss|(?<=schie)ss|(?<=blo)ss|(?<=bü)ss|(?<=preu)ss|"
    "(?<=bei)ss|(?<=rei)ss|(?<=spie)ss|(?<=drau)ss|^sass$|^ass$"
)


def write_in_cyrillic(word: str) -> str:
    """Return a Serbian word of Latin letters in Cyrillic ones."""
    for latin, cyrillic in zip(_LATIN, _CYRILLIC, strict=True):
        word = word.replace(latin, cyrillic)
    return word


def write_sharp_s(word: str) -> str:
    """Return a German word with the commoner of its sharp s, which the list writes as "ss"."""
    return _SHARP_S.sub(lambda found: found.group().replace("ss", "ß"), word)


RESPELLED: Mapping[str, Callable[[str], str]] = {"small_sh": write_in_cyrillic, "large_de": write_sharp_s}
"""Lists that write their words otherwise than text does, and what brings the letters back."""
