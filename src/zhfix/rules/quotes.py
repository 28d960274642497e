"""Quotation marks that are reversed, straight, mixed or missing in Chinese text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from zhfix.edits import Edit, Finding, apply_edits
from zhfix.evidence import Evidence
from zhfix.messages import Reason, reason
from zhfix.normalizer import normalizer
from zhfix.rules._quotemarks import CLOSER, INNER, STRAIGHT, TEX, Mark, find_marks
from zhfix.rules._quotepairs import Pairing, pair_marks

_LIMIT = 2_000  # marks in one unsound paragraph that are still paired; more are no prose, and would take a second


@normalizer(probe="[“”「」『』‘’]", reach="paragraph")
def rebalance_quotes(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Placeholder."""
    lines = list(_unsound_lines(text))
    if not lines or evidence.measure(_is_foreign):
        return
    for start, end in lines:
        paragraph = text[start:end]
        if not _is_chinese(paragraph):
            continue
        for found in _repair(paragraph):
            yield found._replace(start=found.start + start, end=found.end + start)


@cache
def _skeleton() -> re.Pattern[str]:
    return re.compile("[“”‘’「」『』\"`\n]")


@cache
def _left_over() -> re.Pattern[str]:
    return re.compile("[“”‘’「」『』]|\"|``")


def _unsound_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the paragraphs whose marks do not pair as they stand.

    All work is done on the marks alone, and by the methods of ``str``, so that sound text costs one scan.
    """
    marks = "".join(_skeleton().findall(text))
    bare = marks
    for _ in range(4):
        for opener, closer in CLOSER.items():
            bare = bare.replace(opener + closer, "")
    if not _left_over().search(bare):
        return
    start = 0
    for line, rest in zip(marks.split("\n"), bare.split("\n")):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if rest and _left_over().search(rest) and line.strip("\"`"):
            inside = text[start:end]
            yield end - len(inside.lstrip()), start + len(inside.rstrip())
        start = end + 1


@cache
def _scripts() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Runs of Han; of kana and Hangul; of Latin letters."""
    return (
        re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+"),
        re.compile("[\u3041-\u309f\u30a1-\u30fa\u1100-\u11ff\uac00-\ud7a3]+"),
        re.compile("[A-Za-z\u00c0-\u024f]+"),
    )


def _share(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))


def _is_foreign(sample: str) -> bool:
    """Tell whether a document is Japanese or Korean: then a line without kana is so too."""
    han, other, _ = _scripts()
    return _share(other, sample) * 10 > _share(han, sample)


def _is_chinese(paragraph: str) -> bool:
    """Tell whether a paragraph is Chinese: at most a word of kana or Hangul, and more than a name in Latin text."""
    han, other, latin = _scripts()
    count = _share(han, paragraph)
    return count * 4 > _share(latin, paragraph) and count >= 6 * _share(other, paragraph) and count > 0


def _repair(paragraph: str) -> list[Edit | Finding]:
    """Return what to change in one unsound paragraph, and what to report."""
    marks = find_marks(paragraph)
    if not marks:
        return []
    if len(marks) > _LIMIT:
        return [_report(marks[0], "warning", reason("quotes.too_many", count=len(marks)))]
    pairing = pair_marks(marks)
    edits = _pair_edits(paragraph, marks, pairing)
    return [*edits, *_reports(paragraph, marks, pairing)]


def _report(mark: Mark, severity: str, why: Reason) -> Finding:
    return Finding(mark.start, mark.end, rebalance_quotes.rule, severity, why)


def _pair_edits(paragraph: str, marks: Sequence[Mark], pairing: Pairing) -> list[Edit]:
    families = Counter(mark.family for mark in marks if mark.family in CLOSER)
    outer = max(("“", "「"), key=lambda family: families[family] + families[INNER[family]])
    edits: list[Edit] = []
    parents: list[str] = []
    for i, mark in enumerate(marks):
        step, j = pairing.steps[i], pairing.partner[i]
        if step.role == "close" and parents:
            if step.lost == "close":
                parents.pop()
            if step.lost != "open":
                family = parents.pop()
        elif step.role == "open":
            if step.lost == "close" and parents:
                parents.pop()
            family = _family(mark, marks[j] if j >= 0 else None, parents, families, outer)
            parents.append(family)
        if j < 0:
            continue
        after = family if step.role == "open" else CLOSER[family]
        before = paragraph[mark.start : mark.end]
        if before != after:
            edits.append(_change(mark, before, after, marks[j]))
    return edits


def _family(mark: Mark, partner: Mark | None, parents: list[str], families: Counter[str], outer: str) -> str:
    known = [m.family for m in (mark, partner) if m is not None and m.family in CLOSER]
    if known:
        return max(known, key=lambda family: families[family])
    if not parents:
        return outer
    return INNER[parents[-1]]


def _change(mark: Mark, before: str, after: str, partner: Mark) -> Edit:
    if mark.family in CLOSER:
        key = "quotes.reversed" if mark.family in (after, _opener(after)) else "quotes.mixed"
    else:
        key = "quotes.tex" if mark.family == TEX else "quotes.straight"
    return Edit(mark.start, mark.end, before, after, rebalance_quotes.rule, 0.99, reason(key, before=before, after=after))


def _opener(sign: str) -> str:
    return next((opener for opener, closer in CLOSER.items() if closer == sign), sign)


def _reports(paragraph: str, marks: Sequence[Mark], pairing: Pairing) -> Iterator[Finding]:
    for i, mark in enumerate(marks):
        step, j = pairing.steps[i], pairing.partner[i]
        sign = paragraph[mark.start : mark.end]
        if step.lost in ("open", "close"):
            yield _report(mark, "warning", reason("quotes.missing", before=sign))
        elif step.role == "none":
            if mark.skip > 0.5:
                yield _report(mark, "info", reason("quotes.lone", before=sign))
        elif j < 0:
            yield _report(mark, "info", reason("quotes.cut", before=sign))
