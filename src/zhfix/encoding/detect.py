"""Bytes to text: which encoding makes them the likeliest text, and the text itself.

Detection is the search with a chain of length one: every candidate decodes the bytes, the character model
scores what is read out, and the likeliest reading wins. Known here are UTF-8, UTF-16 and UTF-32 with a byte
order mark, GB18030 (of which GB2312 and GBK are subsets) and Big5.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from math import exp

from zhfix.charlm import open_model
from zhfix.encoding.registry import BIG5
from zhfix.errors import InputTypeError, OptionError

SAMPLE_BYTES = 8_192
"""How much of the bytes is scored."""
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
UNREADABLE_COST = 14.0
"""Nats for bytes that a candidate cannot read: what a private-use character costs the model."""
PRIORS = {"utf-8": 0.0, "gb18030": -2.0, "big5": -3.0}
"""Log-probability of each encoding before the bytes are seen: rough shares of Chinese text on the web."""
_HIGH_BYTE = rb"[\x80-\xff]"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Detection:
    """An encoding that the bytes may be in, and how probable it is among those that give another text."""

    encoding: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text that was read from bytes: `text`, the `encoding` it was read in, and how sure that is (0..1)."""

    text: str
    encoding: str
    confidence: float


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    r"""Read `data` as text, in `encoding` where it is known and in the likeliest one where not.

    Never raises because of what the bytes are: what cannot be read becomes U+FFFD. Line ends stay, a byte order
    mark does not. Raises :class:`~zhfix.errors.InputTypeError` for anything but bytes and
    :class:`~zhfix.errors.OptionError` for an encoding that Python does not know.

    >>> decode("我们在城里工作。".encode("gbk"))
    Decoded(text='我们在城里工作。', encoding='gb18030', confidence=1.0)
    >>> decode(b"\xa7\xda\xad\xcc", encoding="big5").text
    '我們'
    """
    if encoding is not None:
        _check_bytes(data, "decode")
        _check_encoding(encoding)
        return Decoded(_read(bytes(data), encoding).removeprefix("\ufeff"), encoding, 1.0)
    best = detect_encoding(data)[0]
    return Decoded(_read(bytes(data), best.encoding), best.encoding, best.confidence)


def detect_encoding(data: bytes) -> list[Detection]:
    """Return the encodings that `data` may be in, likeliest first; there is always one.

    Only Chinese encodings are known so far: bytes in others are read as the likeliest of these, at low confidence or
    high. Pure ASCII is ``"ascii"``; of encodings that give the same text only the likelier is listed.

    >>> [found.encoding for found in detect_encoding("繁體中文".encode("big5"))][0]
    'big5'
    """
    _check_bytes(data, "detect_encoding")
    whole = bytes(data)
    for mark, name in _MARKS:
        if whole.startswith(mark):
            return [Detection(name, 1.0)]
    if whole.isascii():
        return [Detection("ascii", 1.0)]
    # ASCII says nothing: what is judged begins where it ends, in every encoding at the beginning of a character.
    start = re.search(_HIGH_BYTE, whole).start()  # type: ignore[union-attr]  # it is not all ASCII
    sample = whole[start : start + SAMPLE_BYTES]
    cut = start + len(sample) < len(whole)
    scores: dict[str, tuple[str, float]] = {}
    for name, prior in PRIORS.items():
        text = _read(sample, name)
        if cut:  # the last character may be cut in half, in any of the encodings
            text = text.rstrip(UNREADABLE)
        score = prior + _score(text)
        if text not in scores or score > scores[text][1]:
            scores[text] = name, score
    ranked = sorted(scores.values(), key=lambda pair: -pair[1])
    total = sum(exp(score - ranked[0][1]) for _, score in ranked)
    return [Detection(name, round(exp(score - ranked[0][1]) / total, 6)) for name, score in ranked]


def _score(text: str) -> float:
    return open_model().log_probability(text.replace(UNREADABLE, "")) - UNREADABLE_COST * text.count(UNREADABLE)


def _read(data: bytes, encoding: str) -> str:
    if encoding == BIG5.name:
        # Hong Kong's superset of Big5 reads what the older tables have no character for.
        return data.decode("big5hkscs", "replace")
    return data.decode(encoding, "replace")


def _check_encoding(encoding: str) -> None:
    """Raise unless `encoding` is one that can read any bytes with U+FFFD for what they are not."""
    try:
        b"\xff".decode(encoding, "replace")
    except (LookupError, ValueError, TypeError) as error:
        message = f"no text encoding is called {encoding!r}; give one that Python knows, such as 'gb18030' or 'big5'"
        raise OptionError(message) from error


def _check_bytes(data: object, function: str) -> None:
    if not isinstance(data, (bytes, bytearray, memoryview)):
        hint = " Text has no encoding any more: zhfix.fix(text) repairs it." if isinstance(data, str) else ""
        raise InputTypeError(f"{function}() takes bytes, and was given {type(data).__name__}.{hint}")
