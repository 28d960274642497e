"""Bytes in encodings that zhfix has no model for: Polish, Greek, Turkish, Arabic, Thai and the like.

They must not pass for Chinese.  A hypothesis of any text in any encoding of one byte a character stands against the
others; where it wins, the package ``charset-normalizer`` says which encoding it is.
"""

from __future__ import annotations

from zhfix.encoding.registry import find_encoding
from zhfix.encoding.scoring import score_text
from zhfix.errors import OptionError

OTHER_PRIOR = -9.0
UNSPACED_PRIOR = -16.0
"""The prior where hardly an ASCII byte stands between the others: all but a few languages put blanks between words."""
SPACED_SHARE = 0.08
OTHER_COST = 5.2
"""Nats a byte beyond ASCII: one of 128, and a little for any language being as likely as any."""
ASKED_BYTES = 8_192
_HIGH = bytes(range(0x80, 0x100))
_EXCLUDED = [
    "gb18030",
    "gbk",
    "gb2312",
    "hz",
    "big5",
    "big5hkscs",
    "cp950",
    "utf_16",
    "utf_16_le",
    "utf_16_be",
    "utf_32",
]
"""What zhfix knows better than whom it asks."""


def score_other(sample: bytes) -> float:
    """Return the log-probability of `sample` being text of another language in another encoding.

    >>> from zhfix.encoding.codepages import read
    >>> polish = "Zażółć gęślą jaźń, proszę".encode("cp1250")
    >>> score_other(polish) > score_text(read(polish, "gb18030").text, "zh")
    True
    """
    bare = sample.translate(None, _HIGH)
    prior = OTHER_PRIOR if len(bare) >= SPACED_SHARE * len(sample) else UNSPACED_PRIOR
    return prior + score_text(bare.decode("ascii"), "zh") - OTHER_COST * (len(sample) - len(bare))


def ask_others(data: bytes) -> str | None:
    """Return the encoding that ``charset-normalizer`` finds, or None where it finds none that zhfix reads.

    >>> ask_others(("Zażółć gęślą jaźń. Książka jest na stole, a źródło wiedzy w książce. " * 5).encode("cp1250"))
    'cp1250'
    """
    from charset_normalizer import from_bytes  # takes as long to load as all that went before, and is seldom asked

    best = from_bytes(data[:ASKED_BYTES], cp_exclusion=_EXCLUDED).best()
    try:
        return find_encoding(best.encoding).name if best else None
    except OptionError:
        return None
