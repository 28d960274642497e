"""What "right" means, once for all tools.

A tool that gives text is right where its text is the true text.  A tool that names an encoding is right where the bytes
read in it are the bytes read in the true one, both with U+FFFD for what is no character.  Both names are widened first,
as the web does: who says GB2312 means GB18030.  No answer is a wrong answer.
"""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from passages import is_han

SUPERSETS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), ("gb18030",)),
    **dict.fromkeys(("big5", "cp950", "big5hkscs"), ("cp950", "big5hkscs")),
    **dict.fromkeys(("shift_jis", "cp932"), ("cp932",)),
    **dict.fromkeys(("iso8859-1", "cp1252"), ("cp1252", "iso8859-1")),
    **dict.fromkeys(("euc_kr", "cp949"), ("cp949",)),
    **dict.fromkeys(("ascii", "utf-8"), ("utf-8",)),
}
"""Names of Python's codecs, and those that bytes so called are read with."""
CHINESE = {"gb18030", "cp950", "hz", "euctw", "iso2022cn", "cp951", "big5uao"}
"""First readings, or names without a codec, that say the text is Chinese."""


@dataclass(frozen=True)
class Sample:
    """Bytes for a tool, and the truth about them.

    `text` is the true text; where `damaged`, the bytes do not hold it whole, and encodings are compared, not texts.
    `places` are characters of the text that the damage touched, `spans` byte spans with the encoding of each, and
    `fields` the items of a column whose bytes joined by line feeds are `data`.
    """

    data: bytes
    encoding: str
    text: str
    damaged: bool = False
    places: tuple[int, ...] = ()
    spans: tuple[tuple[int, int, str], ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a tool said: the `encoding`; the text, confidence and segments where the tool gives them."""

    encoding: str | None
    text: str | None = None
    confidence: float | None = None
    segments: tuple[tuple[int, int, str], ...] | None = None
    texts: tuple[str, ...] | None = None
    error: str = field(default="", compare=False)


@cache
def widen(label: str) -> tuple[str, ...]:
    """Return the codecs that a label stands for; of one without a codec, its bare name."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ("".join(char for char in label.lower() if char.isalnum()),)
    return SUPERSETS.get(name, (name,))


def read_as(data: bytes, label: str) -> set[str]:
    """Return how `data` reads in the encoding called `label`: once for each codec that the label stands for."""
    readings = set()
    for name in widen(label):
        try:
            readings.add(data.decode(name, "replace"))
        except LookupError:
            readings |= read_by_zhfix(data, name)
        except ValueError:  # no encoding of text
            continue
    return readings


def read_by_zhfix(data: bytes, name: str) -> set[str]:
    """Return how `data` reads in an encoding that Python has no codec for, where zhfix is at hand and has one."""
    try:
        from zhfix.encoding.codepages import read

        return {read(data, name).text}
    except (ImportError, ValueError):
        return set()


def is_right(sample: Sample, answer: Answer) -> bool:
    """Return whether `answer` is right about `sample`: the one definition, as the head of this module gives it."""
    if answer.text is not None and not sample.damaged:
        return answer.text == sample.text
    if answer.encoding is None:
        return False
    if widen(answer.encoding) == widen(sample.encoding):
        return True
    readings = read_as(sample.data, answer.encoding)
    if sample.damaged:
        return not readings.isdisjoint(read_as(sample.data, sample.encoding))
    return sample.text in readings


def is_false_chinese(sample: Sample, answer: Answer) -> bool:
    """Return whether `answer` makes Chinese of bytes that are none, and so another text."""
    if answer.encoding is None or is_right(sample, answer):
        return False
    if not CHINESE.isdisjoint(widen(answer.encoding)):
        return True
    texts = {answer.text} if answer.text is not None else read_as(sample.data, answer.encoding)
    return widen(answer.encoding)[0].startswith("utf") and any(map(is_han, "".join(texts)))


WINDOW = 3
"""Characters either side of damage that need not come out right."""


def share_outside(sample: Sample, answer: Answer) -> tuple[int, int]:
    """Return how many characters away from the damage came out right, and how many there are."""
    near = {i for place in sample.places for i in range(place - WINDOW, place + WINDOW + 1)}
    outside = set(range(len(sample.text))) - near
    matcher = SequenceMatcher(None, sample.text, answer.text or "", autojunk=False)
    matched = {i for block in matcher.get_matching_blocks() for i in range(block.a, block.a + block.size)}
    return len(outside & matched), len(outside)


def share_of_bytes(sample: Sample, answer: Answer) -> tuple[int, int]:
    """Return how many bytes lie in a segment of the right encoding, and how many there are; ASCII says nothing."""
    right = total = 0
    said: list[Any] = [None] * len(sample.data)
    for start, end, encoding in answer.segments or ():
        said[start:end] = [widen(encoding)] * (min(end, len(said)) - start)
    for start, end, encoding in sample.spans:
        at = start
        for char in sample.data[start:end].decode(encoding):
            size = len(char.encode(encoding))
            if size > 1:
                total += size
                right += sum(name == widen(encoding) for name in said[at : at + size])
            at += size
    return right, total


def share_of_fields(sample: Sample, answer: Answer) -> tuple[int, int]:
    """Return how many items of a column came out right; a tool without columns is asked for the joined bytes."""
    if answer.texts is not None:
        return sum(map(str.__eq__, sample.fields, answer.texts)), len(sample.fields)
    return len(sample.fields) * is_right(sample, answer), len(sample.fields)


def judge(measure: str, sample: Sample, answer: Answer) -> tuple[int, int]:
    """Return how much of `sample` counts by `measure`, and how much there is to count."""
    if measure == "outside":
        return share_outside(sample, answer)
    if measure == "bytes":
        return share_of_bytes(sample, answer)
    if measure == "fields":
        return share_of_fields(sample, answer)
    if measure == "whole":
        return int(answer.text is not None and answer.text.rstrip("\0") == sample.text), 1
    if measure == "false":
        return int(is_false_chinese(sample, answer)), 1
    return int(is_right(sample, answer)), 1
