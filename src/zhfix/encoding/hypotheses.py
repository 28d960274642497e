"""What bytes of unknown encoding may be: pairs of an encoding and a language, and how likely each is beforehand.

A hypothesis that the bytes rule out by their structure alone is never read: most fall this way, which is what makes
detection quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhfix.encoding.codepages import count_wide
from zhfix.encoding.registry import ENCODINGS, find_encoding

LANGUAGES = ("zh", "ja", "ko", "ru", "western")


class Hypothesis(NamedTuple):
    """The bytes are in `encoding`, their language one of `languages`; `prior` is its log-probability beforehand."""

    encoding: str
    languages: tuple[str, ...]
    prior: float


class Hints(NamedTuple):
    """What the caller or the bytes themselves say of the encoding; canonical names.

    `candidates` are the only encodings to consider, `declared` is evidence, `language` likewise.  `pooled` are
    encodings with the logarithms of their shares of the fields around, in place of the priors.
    """

    candidates: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    language: str | None = None
    pooled: tuple[tuple[str, float], ...] = ()


# Rough shares of the files that a tool for Chinese meets.  Text of 8 characters outweighs any of them.
PRIORS = {
    "utf-8": 0.0, "gb18030": -2.0, "big5": -3.0, "cp1252": -3.0, "shift_jis": -5.0, "euc_jp": -5.0,
    "cp949": -5.0, "cp1251": -6.0, "koi8-r": -7.0, "utf-16-le": -6.0, "utf-16-be": -7.0, "cesu-8": -4.0, "mutf-8": -4.0,
    "big5-uao": -15.0, "euc-tw": -8.0, "cp950": -20.0, "hz": 9.0, "iso-2022-cn": 9.0, "iso2022_jp": 9.0,
    "utf-32-le": -8.0, "utf-32-be": -9.0,
}  # fmt: skip
UNUSUAL_PRIOR = -8.0
"""The prior of an encoding that only its being named as a candidate brings in."""
DECLARED_GAIN = 8.0
"""Nats that a declaration is worth: false ones are common, so eight characters that speak against it win."""
LANGUAGE_GAIN = 8.0
"""Nats of the language that the caller names, for encodings that only it is written in."""
UNCLOSED_COST = 12.0
"""Nats of text in HZ of which no stretch is closed: code has the opening signs, too."""
FAMILIES = {"gbk": "gb18030", "gb2312": "gb18030", "big5hkscs": "big5", "cp951": "big5", "latin-1": "cp1252"}
"""Encodings whose text is also read by another's decoder."""


def family(encoding: str) -> str:
    """Return the encoding that stands for `encoding` among the hypotheses."""
    return FAMILIES.get(encoding, encoding)


def list_hypotheses(sample: bytes, hints: Hints) -> Iterator[Hypothesis]:
    """Yield what `sample` may be, by its structure and the hints."""
    names = hints.candidates or tuple(name for name in PRIORS if _fits(name, sample))
    declared = {family(name) for name in hints.declared}
    priors = {**PRIORS, **dict(hints.pooled)}
    for name in names:
        languages = (ENCODINGS.get(name) or find_encoding(name)).languages or LANGUAGES
        prior = priors.get(family(name), UNUSUAL_PRIOR)
        if name == "hz" and not _closed_hz().search(sample):
            prior -= UNCLOSED_COST
        if family(name) in declared:
            prior += DECLARED_GAIN
        if hints.language in languages and len(languages) == 1:
            prior += LANGUAGE_GAIN
        spoken = (hints.language,) if hints.language in languages else languages
        yield Hypothesis(name, tuple(one for one in spoken if one in LANGUAGES), prior)


@cache
def _structure(name: str) -> re.Pattern[bytes]:
    return re.compile(_STRUCTURES[name])


# What bytes must hold to be worth reading in an encoding that few bytes are in.
_STRUCTURES = {
    "cesu-8": rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]",
    "mutf-8": rb"\xc0\x80",
    "hz": rb"~\{[\x21-\x77][\x21-\x7e]",
    "iso-2022-cn": rb"\x1b\$[)*+][A-M]",
    "iso2022_jp": rb"\x1b(?:\$[@B]|\([JI]|\$\(D)",
    "big5-uao": rb"[\x81-\xa0\xc6-\xc8\xf9-\xfe][\x40-\x7e\xa1-\xfe]",
}
_EUC_FOREIGN = bytes(byte for byte in range(256) if byte < 0x80 or byte >= 0xA1 or byte in (0x8E, 0x8F))
_EUC = frozenset(("euc_jp", "euc-tw"))
_FOREIGN_SHARE = 0.05
"""Of the bytes, how many may be ones that no EUC encoding has: damage, and no more."""
SOUND_SHARE = 0.4
"""Of the bytes beyond ASCII, how many must be in sequences of UTF-8 for it to be thought of."""
LAST_PLANE = 0x10
"""Third byte of the last character of Unicode in UTF-32."""


def _fits(name: str, sample: bytes) -> bool:
    if name == "utf-8":
        return SOUND_SHARE * count_wide(sample) <= sum(map(len, _sequences().findall(sample)))
    if name in _STRUCTURES:
        return bool(_structure(name).search(sample))
    if name in _EUC:
        return len(sample.translate(None, _EUC_FOREIGN)) <= _FOREIGN_SHARE * len(sample)
    if name.startswith("utf-32"):
        top, next_to_top = (sample[3::4], sample[2::4]) if name == "utf-32-le" else (sample[0::4], sample[1::4])
        return len(top) > 0 and not any(top) and max(next_to_top, default=0) <= LAST_PLANE and any(sample)
    if name == "cp950":  # its user-defined areas, where Big5 of the web has no character
        return bool(_user_defined().search(sample))
    return True


@cache
def _closed_hz() -> re.Pattern[bytes]:
    return re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")


@cache
def _sequences() -> re.Pattern[bytes]:
    return re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{1,2}|[\xf0-\xf4][\x80-\xbf]{1,3}")


@cache
def _user_defined() -> re.Pattern[bytes]:
    return re.compile(rb"[\x81-\xa0\xc6-\xc8\xfa-\xfe][\x40-\x7e\xa1-\xfe]")
