"""Words of Chinese, for what pairs of characters cannot know: by how much a run is likelier as words.

Where a character lost bytes, its neighbours choose among some dozens, and a pair sees one character to either side:
of 可视? it sees 视?.  That 可视化 is a word decides it.

>>> score_words("可视化"), score_words("可视为")
(8.5, 0.75)
>>> score_words("圖書館") == score_words("图书馆")
True

The words are those that gain most over :mod:`zhfix.charlm`, of the list of ``wordfreq`` and of translations, comments
and documentation of software, which damaged text is full of and a general list lacks (占位符).  They are simplified;
text is looked up as simplified, so that both scripts are served.  They lie in ``data/words.bin``, which is read on
first use::

    index     ASCII, of each group: how many characters a word has, how many quarters of a nat it gains, how many words
              there are; numbers separated by blanks, with a line end behind them
    groups    GB18030, of each group: the first characters of all its words, then the second ones, and so on

and all of it deflated.  In columns it is a tenth smaller than word by word.  LZMA would save a tenth, and take
30 ms to read where zlib takes 3.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from operator import add

from zhfix.errors import DataError
from zhfix.package_data import read_data
from zhfix.script.tables import open_variants

LONGEST = 4
"""Characters of a word at most.  With 1,300 words of five, the score in docs/model.md was the same."""
STEP = 0.25
"""Nats: what gains are multiples of.  Sums of them are exact."""

_BEFORE = "\n" * (LONGEST - 1)  # so that a window may begin before the text; no word has a line end


def score_words(text: str) -> float:
    """Return by how many nats `text` is likelier as words than as pairs of characters, at least 0.

    It is the best sum of gains of words of two to four characters, side by side or apart, that share no character.  The
    gain of a word is the logarithm of its probability less that of its characters by the bigrams of
    :mod:`zhfix.charlm`, the first one without what stands before it; between 1/4 and 12.  So the sum may be added to
    the log-probability of the same text by that model, to compare readings that differ in a few characters: pass what
    differs with four characters to either side.  Traditional text has the sum of its simplified form.

    Words that their pairs explain as well (高兴) gain nothing, and terms that neither source holds neither: 0 says that
    words know no better, not that the text is wrong.  Text without Han has 0.

    >>> score_words("数据库"), score_words("数据裤"), score_words("")
    (6.0, 2.5, 0.0)
    >>> score_words("数据库图书馆") == score_words("数据库") + score_words("图书馆")
    True
    """
    gain_of, padded = open_words().get, _BEFORE + simplify(text)
    twos = list(map(add, padded, padded[1:]))
    threes = list(map(add, twos, padded[2:]))
    fours = map(add, threes, padded[3:])
    # The best sums of what ends where a word of four, of three and of two would begin, and of all so far.
    fourth = third = second = best = 0.0
    for two, three, four in zip(map(gain_of, twos[2:]), map(gain_of, threes[1:]), map(gain_of, fours), strict=True):
        here = best
        if two and second + two > here:
            here = second + two
        if three and third + three > here:
            here = third + three
        if four and fourth + four > here:
            here = fourth + four
        fourth, third, second, best = third, second, best, here
    return best


def simplify(text: str) -> str:
    """Return `text` as words are looked up: each character in its simplified form."""
    return text.translate(_simplified())


@cache
def open_words() -> Mapping[str, float]:
    """Return the gain of each word, in nats, read on first use and kept."""
    return unpack_words(read_data("words.bin"))


@cache
def _simplified() -> dict[int, str]:
    forms = open_variants().simplified_forms
    # Twice, as the form of 薴 has one in turn.
    return {ord(char): forms.get(form, form) for char, form in forms.items() if char != form}


def pack_words(gains: Mapping[str, float]) -> bytes:
    """Return the bytes of a file of words, each with a gain that is a multiple of :data:`STEP`."""
    groups: dict[tuple[int, int], list[str]] = {}
    for word, gain in gains.items():
        groups.setdefault((len(word), round(gain / STEP)), []).append(word)
    index, columns = [], []
    for (size, steps), words in sorted(groups.items()):
        words.sort(key=_to_bytes)  # in the order of the bytes, which deflates best
        index.append(f"{size} {steps} {len(words)}")
        columns += [_to_bytes("".join(column)) for column in zip(*words, strict=True)]
    return zlib.compress(" ".join(index).encode("ascii") + b"\n" + b"".join(columns), 9)


def unpack_words(data: bytes) -> dict[str, float]:
    """Read the bytes of a file of words; :class:`~zhfix.errors.DataError` where they are not what was written."""
    try:
        index, _, columns = zlib.decompress(data).partition(b"\n")
    except zlib.error as error:  # its check sum differs, among others
        raise DataError(f"the list of words is damaged ({error}): reinstall zhfix") from error
    chars, numbers = columns.decode("gb18030"), list(map(int, index.split()))
    gains: dict[str, float] = {}
    at = 0
    for size, steps, count in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        words: Iterable[str] = chars[at : at + count]
        for start in range(at + count, at + size * count, count):
            words = map(add, words, chars[start : start + count])
        gains.update(dict.fromkeys(words, steps * STEP))
        at += size * count
    return gains


def _to_bytes(text: str) -> bytes:
    return text.encode("gb18030")
