"""The character n-gram model: how likely a run of characters is as Chinese.  The only scorer in zhfix.

Bigrams of about 8,000 characters, simplified and traditional alike, learnt from 16 million characters of news, reviews,
law and prose and from the same in the other script; everything else falls into some thirty classes (kana, Hangul,
Cyrillic, rare ideographs, private use, …) that have bigrams of their own, so that Japanese, Korean or Russian text is
known when it is seen.  All figures are natural logarithms of probabilities (nats).  Real Chinese scores about -5 a
character, mojibake about -12.

>>> model = open_model()
>>> model.log_probability("我们都在城里工作") > model.log_probability("珈慌瑣瘴乩疲") + 20
True
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache

from zhfix._charlm_file import STEP, inflate_row, unpack_model
from zhfix.errors import OptionError
from zhfix.package_data import read_data

MODEL_FILE = "charlm.bin"
LANGUAGES = ("zh", "ja", "ko", "ru", "western")
"""What there is a model of: Chinese, and what bytes are taken for if they are not; "western" is written in Latin-1."""
BOUNDARY = "\n"
"""What stands before a text and behind it: a line end."""

# Classes of characters, by the first code point of each range that begins one; the name of a class has two characters
# and so is never that of a character.  What the vocabulary lists by itself (all common characters) is never asked here.
_CLASSES: tuple[tuple[int, str], ...] = (
    (0x0000, "c0"), (0x0020, "as"), (0x007F, "c1"), (0x00A0, "ls"), (0x00C0, "la"), (0x0250, "ip"), (0x0300, "cm"),
    (0x0370, "gr"), (0x0400, "cy"), (0x0530, "ot"), (0x0900, "in"), (0x1100, "jm"), (0x1200, "ot"), (0x1E00, "la"),
    (0x1F00, "gr"), (0x2000, "pu"), (0x2070, "sy"), (0x2190, "sy"), (0x2460, "en"), (0x2500, "bx"), (0x2600, "em"),
    (0x2800, "sy"), (0x2E80, "rd"), (0x3000, "pu"), (0x3040, "hi"), (0x30A0, "ka"), (0x3100, "bp"), (0x3130, "jm"),
    (0x3190, "en"), (0x31C0, "rd"), (0x31F0, "ka"), (0x3200, "en"), (0x3400, "xa"), (0x4DC0, "sy"), (0x4E00, "ha"),
    (0xA000, "ot"), (0xAC00, "ko"), (0xD7B0, "jm"), (0xD800, "su"), (0xE000, "pr"), (0xF900, "cp"), (0xFB00, "ot"),
    (0xFE00, "cm"), (0xFE10, "pu"), (0xFE70, "ot"), (0xFF00, "fw"), (0xFF10, "fd"), (0xFF1A, "fw"), (0xFF21, "fl"),
    (0xFF3B, "fw"), (0xFF41, "fl"), (0xFF5B, "fw"), (0xFF61, "hk"), (0xFFA0, "jm"), (0xFFE0, "sy"),
    (0xFFF0, "su"), (0x10000, "ot"), (0x1F000, "em"), (0x20000, "xb"), (0x30000, "xb"), (0x323B0, "ot"),
)  # fmt: skip
_CLASS_STARTS = [start for start, _ in _CLASSES]
CLASS_NAMES = tuple(dict.fromkeys(name for _, name in _CLASSES))
# How many members of a class a text may hold at all, as the natural logarithm: what a member costs beyond its class.
CLASS_SPREAD = {
    "c0": 3.0, "as": 3.0, "c1": 3.5, "ls": 3.0, "la": 4.5, "ip": 4.5, "cm": 4.0, "gr": 4.0, "cy": 3.5, "ot":
    8.0, "in": 7.0, "jm": 5.0, "pu": 3.5, "sy": 5.5, "en": 5.5, "bx": 5.0, "em": 6.0, "rd": 5.5, "hi": 4.0,
    "ka": 4.2, "bp": 3.6, "xa": 8.0, "ha": 9.0, "ko": 6.0, "su": 7.5, "pr": 8.5, "cp": 6.0, "fw": 3.0, "fl":
    4.0, "hk": 4.0, "xb": 10.5,
}  # fmt: skip


def fold_symbol(char: str) -> str:
    r"""Return the symbol that stands for `char` where the vocabulary does not list it: itself folded, or its class.

    ASCII digits are one symbol, full-width ones another.

    >>> fold_symbol("7"), fold_symbol("\N{FULLWIDTH DIGIT SEVEN}"), fold_symbol("ガ"), fold_symbol("\ue123")
    ('0', 'fd', 'ka', 'pr')
    """
    if "0" <= char <= "9":
        return "0"
    if char.isascii() and char.isprintable():
        return char
    return class_of(char)


def class_of(char: str) -> str:
    """Return the name of the class that `char` belongs to."""
    return _CLASSES[bisect_left(_CLASS_STARTS, ord(char) + 1) - 1][1]


class _Ids(dict[str, int]):
    """Character -> number of its symbol; a character that is not listed is looked up by its class and remembered."""

    def __missing__(self, char: str) -> int:
        folded = fold_symbol(char)
        number: int = self.get(folded, -1)
        if number < 0:
            number = self[class_of(char)]
        self[char] = number
        return number


class _SparseRow(dict[int, int]):
    """Number of a symbol -> quantum of the pair; 0, which says that the pair is not known, for all others."""

    def __missing__(self, number: int) -> int:
        return 0


class CharModel:
    """Log-probabilities of characters and of pairs; made by :func:`open_model`.  Safe to share between threads."""

    def __init__(self, data: bytes) -> None:
        tables = unpack_model(data)
        self._listed = {symbol: i for i, symbol in enumerate(tables.symbols)}
        self._ids = _Ids(self._listed)  # which grows by what is asked for
        self._spread = [CLASS_SPREAD.get(symbol, 0.0) for symbol in tables.symbols]
        self._unigram = [-STEP * q - s for q, s in zip(tables.unigrams, self._spread, strict=True)]
        self._follow = [-STEP * q - s for q, s in zip(tables.follows, self._spread, strict=True)]
        self._unknown = [-STEP * q for q in tables.unknown_pair]
        self._packed = tables.rows
        # Rows are made when they are first asked for: a short text needs some dozens of the 8,192.  Two threads may
        # both make one; they store equal rows.
        self._rows: list[bytes | _SparseRow | None] = [None] * len(tables.symbols)
        self._keys, self._values = tables.pair_keys, tables.pair_values

    @property
    def symbols(self) -> int:
        """How many symbols (characters and classes) the model knows."""
        return len(self._spread)

    def log_unigram(self, char: str) -> float:
        """Return log P(char), whatever stands before it."""
        return self._unigram[self._ids[char]]

    def knows(self, char: str) -> bool:
        """Return whether `char` is listed by itself and not only as one of a class."""
        return not self._spread[self._ids[char]]

    def list_known(self) -> list[str]:
        """Return the characters that are listed by themselves and not only as one of a class, commonest first."""
        return [char for char, number in self._listed.items() if len(char) == 1 and not self._spread[number]]

    def log_bigram(self, before: str, char: str) -> float:
        """Return log P(char | before)."""
        ids = self._ids
        i, j = ids[before], ids[char]
        row = self._rows[i]
        if row is None:
            row = self._open_row(i)
        quantum = row[j]
        if quantum:
            return -STEP * quantum - self._spread[j]
        return self._unknown[i] + self._follow[j]

    def number(self, chars: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers by which :meth:`log_bigrams` knows `chars`."""
        ids = self._ids
        return tuple([ids[char] for char in chars])

    def log_bigrams(self, before: str, numbers: Iterable[int]) -> list[float]:
        """Return log P(char | before) of each of the characters with these `numbers`.

        >>> model = open_model()
        >>> model.log_bigrams("中", model.number("文国")) == [model.log_bigram("中", char) for char in "文国"]
        True
        """
        i = self._ids[before]
        row = self._rows[i]
        if row is None:
            row = self._open_row(i)
        unknown, follow, spread = self._unknown[i], self._follow, self._spread
        return [-STEP * quantum - spread[j] if (quantum := row[j]) else unknown + follow[j] for j in numbers]

    def _open_row(self, i: int) -> bytes | _SparseRow:
        """Return, and keep, the quanta of all symbols behind number `i`, by their numbers."""
        keys, low = self._keys, bisect_left(self._keys, i << 16)
        high = bisect_left(keys, (i + 1) << 16, low)
        pairs = {keys[k] & 0xFFFF: self._values[k] for k in range(low, high)}
        row: bytes | _SparseRow = _SparseRow(pairs)
        if i < len(self._packed):
            dense = bytearray(inflate_row(self._packed[i])).ljust(len(self._rows), b"\0")
            for j, quantum in pairs.items():
                dense[j] = quantum
            row = bytes(dense)
        self._rows[i] = row
        return row

    def log_probability(self, text: str, before: str = BOUNDARY) -> float:
        """Return log P(text | before), the sum over its characters.

        >>> open_model().log_probability("") == 0
        True
        """
        ids, rows, spread = self._ids, self._rows, self._spread
        total, i = 0.0, ids[before]
        for char in text:  # log_bigram, written out: calling it costs as much as what it does
            j = ids[char]
            row = rows[i]
            if row is None:
                row = self._open_row(i)
            quantum = row[j]
            total += -STEP * quantum - spread[j] if quantum else self._unknown[i] + self._follow[j]
            i = j
        return total

    def log_bigrams_of(self, text: str, before: str = BOUNDARY) -> list[float]:
        """Return log P of each character of `text` after the one that precedes it.

        >>> model = open_model()
        >>> sum(model.log_bigrams_of("中文")) == model.log_probability("中文")
        True
        """
        ids, rows, spread = self._ids, self._rows, self._spread
        scores, i = [], ids[before]
        for char in text:
            j = ids[char]
            row = rows[i]
            if row is None:
                row = self._open_row(i)
            quantum = row[j]
            scores.append(-STEP * quantum - spread[j] if quantum else self._unknown[i] + self._follow[j])
            i = j
        return scores


@cache
def open_model() -> CharModel:
    """Return the model that ships with zhfix, read on first use and kept."""
    return CharModel(read_data(MODEL_FILE))


@cache
def open_language(language: str) -> CharModel:
    """Return the model of one of :data:`LANGUAGES`, read on first use and kept; ``"zh"`` is :func:`open_model`'s.

    All are probabilities over the same characters, so that what they say of two readings can be compared.

    >>> kana = "しています"
    >>> open_language("ja").log_probability(kana) > open_language("zh").log_probability(kana) + 10
    True
    """
    if language not in LANGUAGES:
        raise OptionError(f"language={language!r} has no model; there are {', '.join(map(repr, LANGUAGES))}.")
    return open_model() if language == "zh" else CharModel(read_data(f"charlm-{language}.bin"))
