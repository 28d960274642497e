"""Which encoding makes bytes the likeliest text.

Detection is the search with a chain of length one: every hypothesis reads the bytes, a character model scores what is
read out, and the likeliest reading wins.  What is compared is text: two encodings that read the same text are one
answer, and the margin that confidence speaks of is to the best reading with a *different* text.

The first 128 bytes from the first that is not ASCII leave few hypotheses, and two kilobytes nearly always one; where
they do not, the sample grows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp, inf
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.encoding.archives import is_archive
from zhfix.encoding.byte_ways import UTF16
from zhfix.encoding.codepages import UNREADABLE, Fault, count_wide, read
from zhfix.encoding.declared import sniff_declaration
from zhfix.encoding.decoded import BINARY
from zhfix.encoding.hypotheses import Hints, Hypothesis, list_hypotheses
from zhfix.encoding.others import ask_others, score_other
from zhfix.encoding.registry import find_encoding
from zhfix.encoding.salvage import score_damaged
from zhfix.encoding.scoring import CUT_COST, FAULT_COST, FLOOR, PADDING_COST, score_text
from zhfix.encoding.utf16 import is_mangled, read_mangled
from zhfix.errors import OptionError

SAMPLES = (128, 2_048, 16_384, 262_144)
"""Bytes that are read, each time by those hypotheses that lie no more than `DECISIVE` behind the best."""
DECISIVE = 40.0
"""Nats behind the best at which a hypothesis is given up while more is read."""
CHINESE_COST = 3.3
"""Nats a byte beyond ASCII, a dozen characters or more, that only Chinese read right stays under: then what is rarer is
not tried."""
RARE_PRIOR = -4.5
"""The prior of what is rarer: all but UTF-8, GB18030, Big5 and Western text."""
HOPELESS = 25.0
"""Nats behind the best, in data that is all read, at which the rest of a text is not scored: it would not be listed."""
ASCII_GAIN = 0.05
ASCII_GAIN_AT_MOST = 8.0
"""Nats for UTF-8, for each ASCII character in the sample and for all of them at most."""
SURE_OF_UTF8 = 24
"""Bytes beyond ASCII from which bytes that are valid UTF-8 are UTF-8, whatever else they could be."""
SHARPNESS = 0.6
"""What log-probabilities are scaled by for a confidence: neighbouring characters are no independent evidence."""
BINARY_PRIOR = -6.0
"""The prior of bytes that are no text."""
PRINTABLE_BINARY_PRIOR = -16.0
"""The same for bytes without a control character, which few binary files are."""
BYTE_COST = 5.55
"""Nats a byte of data that is no text: one of 256 values, all as likely."""
WORTH_LISTING = 1e-6
"""Confidence below which an encoding is not listed."""
SHORT_TEXT = 3
SHORT_FOREIGN_COST = 4.0
"""Nats of up to three characters of UTF-8 in another language: 谢谢 in GBK is лл in UTF-8."""
REPLACED_COST = 6.0
"""Nats of a U+FFFD that is in the text itself."""
UNUSUAL_WIDE_COST = 24.0
"""Nats of UTF-16 without a mark in another language than Chinese: any two bytes are a syllable of Korean or the
like."""
LINES_ASKED = 12
"""Lines of a sample that are read one by one where no encoding reads all of it."""
OTHER = "other"
UNNAMED = (BINARY, OTHER)
SURE = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "hz", "iso-2022-cn", "iso2022_jp")
"""Encodings that no encoding of one byte a character is mistaken for."""
OTHER_TRUST, OTHER_DOUBT = 0.8, 0.3
"""How sure an encoding without a model is that another package named, and one that nobody could name."""
DAMAGED_SAMPLE = 384
"""Bytes in which damage is searched for, where no encoding reads them soundly."""
DOUBT_GAIN = 10.0
"""Nats that the best reading must be likelier than no text and any text, or it is doubted."""
DAMAGED_PRIOR = -6.0
"""Nats of bytes being damaged at all."""
WORTH_SEARCHING = 0.3
"""Share of the bytes beyond printable ASCII below which damage is not searched for: a few letters would pass for it."""
BIG5_KIN = frozenset(("cp950", "big5-uao"))
"""Encodings that differ from Big5 in a few rows."""
SALVAGED = frozenset(("utf-8", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "cp950", "utf-16-le", "utf-16-be"))
"""Encodings in which damage is searched for while the encoding is not known: those that are common."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte order marks, and what begins with them; UTF-32's first, for UTF-16's is how one of them begins."""


@dataclass(frozen=True, slots=True)
class Detection:
    """An encoding that bytes may be in, and how sure that is.

    `encoding` is a name that :func:`zhfix.decode` takes, or ``"binary"`` for bytes that are no text;
    `confidence` (0..1) is the probability that the text read so is right, among all readings that give another
    text; `language` is ``"zh"``, ``"ja"``, ``"ko"``, ``"ru"``, ``"western"``, or None where nothing speaks for
    one.
    """

    encoding: str
    confidence: float
    language: str | None = None


class Candidate(NamedTuple):
    """What a hypothesis reads out of a sample: `score` is the log-probability of encoding, language and text."""

    hypothesis: Hypothesis
    language: str | None
    score: float
    text: str
    faults: Sequence[Fault]


def rank_encodings(data: bytes, hints: Hints) -> list[Detection]:
    """Return the encodings that `data` may be in, likeliest first; there is always one."""
    if not hints.candidates:
        for mark, name in MARKS:
            if data.startswith(mark):
                return [Detection(name, 1.0)]
        if is_plain(data):
            return [Detection("ascii", 1.0)]
        if is_archive(data) or not data.strip(b"\x00"):
            return [Detection(BINARY, 0.0)]
    if not hints.declared and (found := sniff_declaration(data)):
        hints = hints._replace(declared=known_encodings((found.label,)))
    start = find_start(data)
    sample, candidates, doubtful = _narrow_down(data, start, hints)
    if doubtful:
        sample = data[start : start + DAMAGED_SAMPLE]
        hypotheses = list(list_hypotheses(sample, hints))
        candidates = read_damaged_sample(sample, hypotheses, first=start == 0, last=len(sample) == len(data) - start)
    graded = grade(candidates, sample, hints)
    if graded[0].encoding in UNNAMED and (asked := _ask_lines(data[start : start + SAMPLES[1]], hints)):
        graded = grade(asked[1], asked[0], hints)
    if graded[0].encoding == OTHER:
        named = _name_other(data[start:], graded, candidates)
        rest = (one for one in graded[1:] if one.encoding != named.encoding)
        graded = [named, *(replace(one, confidence=min(one.confidence, named.confidence)) for one in rest)]
    return graded


def _narrow_down(data: bytes, start: int, hints: Hints) -> tuple[bytes, list[Candidate], bool]:
    """Return a sample large enough to decide by, what is read out of it, and whether that is doubtful.

    Where the encoding changes inside a sample none reads it well: then the smaller one before it decides.
    """
    hypotheses = [_favour_utf8(one, data) for one in list_hypotheses(data[start : start + SAMPLES[1]], hints)]
    candidates: list[Candidate] = []
    sample, doubtful = b"", True
    sound: tuple[bytes, list[Candidate]] | None = None
    for size in SAMPLES:
        sample = data[start : start + size]
        candidates = read_sample(sample, hypotheses, sure_of_utf8=not hints.candidates)
        hypotheses = [one.hypothesis for one in candidates if candidates[0].score - one.score < DECISIVE]
        doubtful = is_doubtful(candidates[0], sample)
        if not doubtful:
            sound = sample, candidates
        if len(sample) < size or (size > SAMPLES[0] and len(hypotheses) == 1):
            break
    if doubtful and (found := sound or _ask_lines(data[start : start + SAMPLES[1]], hints)):
        return *found, False
    return sample, candidates, doubtful


def _favour_utf8(hypothesis: Hypothesis, data: bytes) -> Hypothesis:
    """Raise the prior of UTF-8 where a character stands among much ASCII: Chinese seldom comes in ones."""
    if hypothesis.encoding != "utf-8":
        return hypothesis
    plain = len(data[: SAMPLES[1]]) - count_wide(data[: SAMPLES[1]])
    return hypothesis._replace(prior=hypothesis.prior + min(ASCII_GAIN_AT_MOST, ASCII_GAIN * plain))


def _ask_lines(sample: bytes, hints: Hints) -> tuple[bytes, list[Candidate]] | None:
    """Return the longest line of a sample, and what was read out of it, if most of the lines are text one by one."""
    lines = [line for line in sample.split(b"\n")[:LINES_ASKED] if not line.isascii()]
    if len(lines) < 2:
        return None
    found = [(line, read_sample(line, list_hypotheses(line, hints))) for line in lines]
    sound = [(line, read) for line, read in found if not read[0].faults and not is_doubtful(read[0], line)]
    return max(sound, key=lambda pair: len(pair[0])) if 2 * len(sound) >= len(lines) else None


def _name_other(data: bytes, graded: list[Detection], candidates: Sequence[Candidate]) -> Detection:
    """Return what stands for text in an encoding that has no model here."""
    found = ask_others(data)
    if found is None:
        rest = next((one.encoding for one in graded[1:] if one.language != "zh"), BINARY)
        return Detection(rest, round(OTHER_DOUBT * graded[0].confidence, 6))
    text = read(data[: SAMPLES[0]], found).text
    known = next((one.hypothesis for one in candidates if one.text.startswith(text)), None)
    encoding, language = (known.encoding, known.languages[0]) if known else (found, None)
    return Detection(encoding, round(OTHER_TRUST * graded[0].confidence, 6), language)


def known_encodings(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the canonical names of those of `labels` that mean an encoding: what files declare may mean nothing."""
    known = []
    for label in labels:
        try:
            known.append(find_encoding(label).name)
        except OptionError:
            continue
    return tuple(known)


def find_start(data: bytes) -> int:
    """Return where to begin: at the first byte that is not plain ASCII, or up to three before it.

    All before is the same in every encoding, and a multiple of four keeps the units of UTF-16 and UTF-32 whole.
    """
    found = _telling().search(data)
    return found.start() & -4 if found and found.start() >= SAMPLES[0] else 0


@cache
def _telling() -> re.Pattern[bytes]:
    return re.compile(rb"[\x80-\xff\x00\x1b]|~\{")


def read_sample(sample: bytes, hypotheses: Iterable[Hypothesis], *, sure_of_utf8: bool = True) -> list[Candidate]:
    """Return what `hypotheses` read out of `sample`, the likeliest first, one for each text."""
    best: dict[str, Candidate] = {}
    wide = count_wide(sample)
    certain = sure_of_utf8 and wide >= SURE_OF_UTF8
    limit = big5 = top = -inf
    margin = DECISIVE if len(sample) >= SAMPLES[0] else HOPELESS
    for hypothesis in hypotheses:
        if hypothesis.encoding in BIG5_KIN and -inf < big5 < limit:  # they differ in a few rows only
            continue
        if wide >= SURE_OF_UTF8 and top > -CHINESE_COST * wide and hypothesis.prior < RARE_PRIOR:
            continue
        candidate = _read_candidate(sample, hypothesis, limit)
        limit = max(limit, candidate.score - margin)
        top = max(top, candidate.score)
        if hypothesis.encoding == "big5":
            big5 = candidate.score
        if certain and hypothesis.encoding == "utf-8" and all(fault.cut for fault in candidate.faults):
            return [candidate]
        known = best.get(candidate.text)
        if known is None or candidate.score > known.score:
            best[candidate.text] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.score)


def is_doubtful(candidate: Candidate, sample: bytes) -> bool:
    """Return whether the best reading is still a bad one: with faults, or far from any text."""
    if len(sample.translate(None, _PLAIN)) < WORTH_SEARCHING * len(sample):
        return False
    if any(not fault.cut for fault in candidate.faults):
        return True
    return candidate.score < DOUBT_GAIN + max(_score_binary(sample), score_other(sample))


def read_damaged_sample(sample: bytes, hypotheses: Iterable[Hypothesis], *, first: bool, last: bool) -> list[Candidate]:
    """Return what `hypotheses` read out of `sample`, Chinese ones with all the damage that bytes may have."""
    best: dict[str, Candidate] = {}
    for hypothesis in hypotheses:
        candidate = _read_candidate(sample, hypothesis)
        if hypothesis.encoding in SALVAGED:
            score = (
                hypothesis.prior + DAMAGED_PRIOR + score_damaged(sample, hypothesis.encoding, first=first, last=last)
            )
            candidate = candidate._replace(score=max(candidate.score, score))
        known = best.get(candidate.text)
        if known is None or candidate.score > known.score:
            best[candidate.text] = candidate
    return sorted(best.values(), key=lambda candidate: -candidate.score)


_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\r"


def _read_candidate(sample: bytes, hypothesis: Hypothesis, limit: float = -inf) -> Candidate:
    encoding, languages, prior = hypothesis
    text, faults = read(sample, encoding)
    if encoding in UTF16 and b"\r\n" in sample and is_mangled(sample, encoding):
        text, faults = read_mangled(sample, encoding).text, []
    floor = FLOOR if encoding.startswith("utf-8") and all(fault.cut for fault in faults) else None
    escaped = sample.isascii()
    spoken = [language for language in languages if len(languages) == 1 or is_possible(text, language)]
    bare = not any(is_possible(text, one) for one in languages)  # then a cut is all that speaks for it
    broken = sum(CUT_COST if fault.cut and not bare else FAULT_COST for fault in faults)
    limit += broken - prior  # below it, the score of the text decides nothing any more
    if limit > 0:
        return Candidate(hypothesis, None, prior - broken, text, faults)
    broken += REPLACED_COST * (text.count(UNREADABLE) - len(faults))
    wide = encoding.startswith("utf-16")
    short = SHORT_FOREIGN_COST if len(languages) > 1 and len(text) <= SHORT_TEXT else 0.0
    score, language = max(
        (
            score_text(text, one, floor=floor, weigh_ascii=escaped, limit=limit)
            - (0.0 if one == "zh" else UNUSUAL_WIDE_COST if wide else short),
            one,
        )
        for one in spoken or languages[:1]
    )
    return Candidate(hypothesis, language if spoken else None, score + prior - broken, text, faults)


_SCRIPTS = {
    "zh": "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]",
    "ja": "[\u3041-\u30ff]",
    "ko": "[\uac00-\ud7a3]",
    "ru": "[\u0400-\u04ff]",
    "western": "[\xa0-\u024f\u2013-\u2026\u20ac]",
}


@cache
def _script(language: str) -> re.Pattern[str]:
    return re.compile(_SCRIPTS[language])


def is_possible(text: str, language: str) -> bool:
    """Return whether `text` holds any character that `language` is written in and ASCII lacks."""
    return _script(language).search(text) is not None


_PAIRED_AT_LEAST = 6
_PAIRED_AT_MOST = 64
_PAIRED_PRIOR = -10.0
_LETTER_COST = 4.6


def is_plain(data: bytes) -> bool:
    """Return whether `data` is ASCII and nothing else: no escape sequence, no NUL, and no few ideographs in UTF-16.

    >>> is_plain(b"plain text"), is_plain(b"~{VPND~}"), is_plain("正在下".encode("utf-16-le"))
    (True, False, False)
    """
    if not data.isascii() or _telling().search(data):
        return False
    if len(data) % 2 or not _PAIRED_AT_LEAST <= len(data) <= _PAIRED_AT_MOST:
        return True
    letters = max(-_LETTER_COST * len(data), open_model().log_probability(data.decode()))
    paired = max(score_text(data.decode(end, "replace"), "zh") for end in ("utf-16-le", "utf-16-be"))
    return paired + _PAIRED_PRIOR < letters


def _score_binary(sample: bytes) -> float:
    """Return the log-probability of bytes that are no text."""
    prior = BINARY_PRIOR if _has_control().search(sample) else PRINTABLE_BINARY_PRIOR
    padding = sum(map(len, _padding().findall(sample)))
    return prior - BYTE_COST * (len(sample) - padding) - PADDING_COST * padding


@cache
def _padding() -> re.Pattern[bytes]:
    return re.compile(rb"\x00{2,}")


@cache
def _has_control() -> re.Pattern[bytes]:
    return re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def grade(candidates: Sequence[Candidate], sample: bytes, hints: Hints) -> list[Detection]:
    """Turn log-probabilities into probabilities; bytes of no known encoding and no text at all are possible, too."""
    scores = [(candidate.score, candidate.hypothesis.encoding, candidate.language) for candidate in candidates]
    if not hints.candidates:
        scores.append((_score_binary(sample), BINARY, None))
        if not sample.isascii() and candidates[0].hypothesis.encoding not in SURE:
            scores.append((score_other(sample), OTHER, None))
        scores.sort(key=lambda score: -score[0])
    weights = [exp(max(-700.0, SHARPNESS * (score - scores[0][0]))) for score, _, _ in scores]
    total = sum(weights)
    graded = [
        Detection(name, round(weight / total, 6), language)
        for weight, (_, name, language) in zip(weights, scores, strict=True)
    ]
    if graded[0].encoding == BINARY:
        graded[0] = Detection(BINARY, graded[1].confidence)
    return [graded[0], *(one for one in graded[1:] if one.confidence > WORTH_LISTING and one.encoding not in UNNAMED)]
