r"""How likely decoded text is in a language, with ASCII neutral: what candidates for an encoding are compared by.

Everything is the natural logarithm of a probability (nats), summed over the text, so that candidates which read
different numbers of characters out of the same bytes compare directly.  ASCII is the same in nearly every encoding
and says nothing; the models disagree on how likely markup is, and in a page that is mostly tags this would outweigh
the text.  So an ASCII character costs the same constant in every language.

>>> chinese = score_text("镇上的图书馆今天开放", "zh")
>>> chinese > score_text("寘奻腔芞抎奪踏毞羲溫", "zh") + 40
True
"""

from __future__ import annotations

import re
from functools import cache
from math import inf

from zhfix.charlm import CharModel, open_language, open_model
from zhfix.encoding.codepages import UNREADABLE

ASCII_COST = 3.0
"""Nats of an ASCII character, where there are many."""
ODD_ASCII_COST = 4.6
"""Nats of an ASCII character, at most: one of 95, all as likely."""
FEW_ASCII = 64
"""ASCII characters up to which they are scored as text: a few may be halves of other characters, read wrongly."""
CONTROL_COST = 14.0
"""Nats of a control character that text seldom holds."""
PADDED_COST = 4.0
"""Nats of a run of NULs."""
PADDING_COST = 0.5
"""Nats of a NUL in a run of them: padding comes in dozens."""
FAULT_COST = 16.0
"""Nats of bytes that are no character."""
CUT_COST = 8.0
"""Nats of a character that the end of the data cuts: what a character costs, and a little for the cut."""
FLOOR = -7.5
"""Nats a character at which UTF-8 in a language without a model is taken: Arabic or Thai, read right."""
MIXED_WORD_COST = 2.5
"""Nats of an ideograph that touches a small Latin letter, beyond what the model charges: in a language that no model
knows, an accented letter may have been read as one."""
SHORT_FLOOR = -9.5
"""The same of a run of up to three characters: two bytes of any encoding are often one character of UTF-8."""
SHORT_RUN = 3
DIALECT_COST = 2.5
"""Nats of a character of Cantonese, beyond what the character costs that standard Chinese has in its place."""
PIECE = 8
"""Characters after which a score is held against its limit."""


# Characters that Cantonese is written with, and what stands in their places in the Chinese that the model knows.
_CANTONESE = "嘅咗喺哋嚟啲唔佢冇嘢嗰噉咁喎俾畀睇攞諗搵", "的了在們來些不他沒事那樣這呢給給看拿想找"


@cache
def _cantonese() -> re.Pattern[str]:
    return re.compile(f"[{_CANTONESE[0]}]")


@cache
def _wide_run() -> re.Pattern[str]:
    return re.compile("[^\x00-\x7f\N{REPLACEMENT CHARACTER}]+")


@cache
def _ascii_run() -> re.Pattern[str]:
    return re.compile("[\x00-\x7f]+")


@cache
def _control() -> re.Pattern[str]:
    return re.compile("\x00+|[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def score_text(
    text: str, language: str, *, floor: float | None = None, weigh_ascii: bool = False, limit: float = -inf
) -> float:
    """Return the log-probability of `text` in `language` (``"zh"``, ``"ja"``, ``"ko"``, ``"ru"``, ``"western"``).

    U+FFFD counts nothing here: what could not be read is charged by who read it.  With `floor`, a run of characters
    counts at least that many nats each.  With `weigh_ascii`, ASCII is scored as text, however much there is: what
    decides between escape sequences and ASCII itself.  What falls below `limit` is not scored to the end: then all that
    can be said of the result is that it lies below, too.

    >>> score_text("library", "zh") == score_text("library", "ru") > score_text("qZ~7vX+", "zh")
    True
    """
    model = open_language(language)
    dialect = 0.0
    if language == "zh" and (found := _cantonese().findall(text)):
        text, dialect = text.translate(str.maketrans(*_CANTONESE)), DIALECT_COST * len(found)
    total, wide = 0.0, text.count(UNREADABLE)
    for run in _wide_run().finditer(text):
        word, (start, end) = run.group(), run.span()
        score = 0.0
        for place in range(1, len(word), PIECE):
            score += model.log_probability(word[place : place + PIECE], before=word[place - 1])
            if total + score < limit and floor is None:
                return total + score
        score += _score_edges(model, language, text[start - 1 : start], word, text[end : end + 1])
        if floor is not None:
            score = max(score, (floor if len(word) > SHORT_RUN else SHORT_FLOOR) * len(word))
        total += score
        wide += len(word)
    return total - dialect + (_score_ascii(text, len(text) - wide, weigh=weigh_ascii) if wide < len(text) else 0.0)


def score_sound(text: str) -> float:
    """Return the log-probability of text that was read without a fault: as Chinese, or as the Japanese in it."""
    score = score_text(text, "zh")
    return max(score, score_text(text, "ja")) if _kana().search(text) else score


@cache
def _kana() -> re.Pattern[str]:
    return re.compile("[\u3041-\u30fa]")


def _score_edges(model: CharModel, language: str, before: str, word: str, after: str) -> float:
    """Return the log-probability of the first character of a run, and of how the run goes with the ASCII beside it.

    Markup beside Chinese, Japanese and Korean says nothing against them; letters do.  Beside Cyrillic or accented
    letters any character counts: é is a letter like those around it.
    """
    first, joined = word[0], language in ("ru", "western")
    score = model.log_unigram(first)
    if before and before != UNREADABLE:
        pair = model.log_bigram(before, first)
        score = pair if joined or before.isalpha() else max(pair, score)
    if after and after != UNREADABLE and (joined or after.isalpha()):
        gain = model.log_bigram(word[-1], after) - model.log_unigram(after)
        score += gain if joined else min(gain, 0.0)
    if not joined:
        score -= MIXED_WORD_COST * (before.islower() + after.islower())
    return score


def _score_ascii(text: str, count: int, *, weigh: bool) -> float:
    charged = 0.0
    if controls := _control().findall(text):
        charged = sum(map(_charge_control, controls))
        text = _control().sub("", text)
        count -= sum(map(len, controls))
    if count > FEW_ASCII and not weigh:
        return -charged - ASCII_COST * count
    runs = _ascii_run().findall(text)
    return sum(max(open_model().log_probability(run), -ODD_ASCII_COST * len(run)) for run in runs) - charged


def _charge_control(run: str) -> float:
    """Return what a control character costs, or a run of NULs."""
    return CONTROL_COST if len(run) == 1 else PADDED_COST + PADDING_COST * len(run)
