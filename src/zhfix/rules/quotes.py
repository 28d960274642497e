"""Quotation marks of Chinese text: reversed, straight, mixed or missing ones, and those of another region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

from zhfix.edits import Edit, Finding, apply_edits
from zhfix.evidence import Evidence
from zhfix.messages import Reason, reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice
from zhfix.rules._language import REGIONS, is_chinese, is_foreign
from zhfix.rules._quotecurl import curl_paragraph, prefers_corners
from zhfix.rules._quotegaps import Gap, find_gaps
from zhfix.rules._quotelines import find_unsound
from zhfix.rules._quotemarks import CLOSER, INNER, OPENER, TEX, Mark, find_marks
from zhfix.rules._quotepairs import Pairing, pair_marks
from zhfix.rules._quoteplaces import Quoted, choose_place, read_quoted
from zhfix.rules._quoteregions import convert_paragraphs, is_inner_first

Terms = Callable[[], frozenset[str]]

# A missing mark is put back where its place is at least so likely.  In the passages of corpora/devtest of at most 400
# characters, each mark taken away in turn (1,673 gaps, by tools/fit_quotes.py --report, 2026-11), of the places
# given 0.6 and more 75 % are right, of those given 0.7 and more 80 %, 0.8: 84 %, 0.9: 93 %.  Where the other mark may
# stand in another paragraph, more is asked.
_LIKELY, _LIKELY_CUT = 0.6, 0.7
_PROVEN = 0.9
_APOSTROPHE = 0.5  # the cost of holding a mark for an apostrophe or a sign for inches; nothing is amiss then
_TERM_ROUNDS = 3
_MOST_GAPS = 2  # a paragraph that lacks more than this is no place to guess in
# Nor is one with more marks than this, or with so many among its characters: no prose, and it would take seconds.
_MOST_MARKS = 2_000
_FEW_MARKS, _DENSEST = 8, 0.3
_RECENT = 64  # paragraphs of which it is remembered how their marks pair: a block of a text seldom has more


@normalizer(probe='[“”「」『』‘’]|"[\u4e00-\u9fff]', signs='“”「」『』‘’"', reach="paragraph")
def rebalance_quotes(text: str, *, place_missing: bool = True, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Put right the quotation marks of a Chinese paragraph that do not pair.

    What it looks like: `说：”好“`, `“热“的`, `“早”和"晚"`, TeX marks, `“早""`, `“早”、“中、“晚”`.  Who does it: input
    methods that toggle between the two marks and lose count, editors that straighten or curl by rules for English, CSV
    and JSON read as text, TeX, and filters that drop what follows a byte they do not know.

    What changes: a mark that points the wrong way is turned; straight and TeX marks become those of the paragraph where
    it has others; a missing mark is put back where the structure or the text around makes its place likely enough
    (`place_missing`), and is reported otherwise.

    What is left alone: paragraphs whose marks pair, and straight marks where there are no others, since that is a
    style; a quotation that goes on in the next paragraph, or was cut off with the page; apostrophes, inches and
    minutes, Latin words in straight marks, code, tags, JSON; and every language but Chinese.

    >>> rebalance_quotes("他说：”今天很热。“")
    '他说：“今天很热。”'
    >>> rebalance_quotes('“早”和"晚"都可以')
    '“早”和“晚”都可以'
    >>> [finding.severity for finding in rebalance_quotes.findings("他说：“今天很热，明天也热。")]
    ['info']
    """
    yield from _find_narrators(text)
    yield from _find_straight(text)
    lines = find_unsound(text)
    if not lines or (evidence.expect != "zh" and evidence.measure(is_foreign)):
        return

    def quoted() -> frozenset[str]:
        return evidence.measure(quoted_terms)

    terms = quoted if place_missing else None
    known: dict[tuple[str, bool], list[Edit | Finding]] = {}  # paragraphs that recur are read once
    for line in lines:
        paragraph = text[line.start : line.end]
        if line.continued or not is_chinese(paragraph):
            continue
        key = paragraph, line.before_opener
        if key not in known:
            known[key] = _repair(paragraph, terms, open_end=line.before_opener)
        for found in known[key]:
            yield found._replace(start=found.start + line.start, end=found.end + line.start)


@cache
def _narrator() -> re.Pattern[str]:
    return re.compile("[。！？!?…][“「][^“”「」\n]{1,30}：[”」](?=[^\n])")


def _find_narrators(text: str) -> Iterator[Finding]:
    """Yield the pairs that enclose the narrator, `。“他说：”`: turned round, or others are lost."""
    if "：”" in text or "：」" in text:
        for match in _narrator().finditer(text):
            yield Finding(match.start() + 1, match.end(), rebalance_quotes.rule, "warning", reason("quotes.narrator"))


@cache
def _straight() -> re.Pattern[str]:
    return re.compile('"(?=[\u4e00-\u9fff《（])[^"\n]{1,40}(?<=[\u4e00-\u9fff》）。！？])"')


def _find_straight(text: str) -> Iterator[Finding]:
    """Yield straight marks around Chinese where the line has no others: not for a repair to change."""
    end, has_others = -1, False  # of the line that was looked at last: one may have thousands of marks
    for match in _straight().finditer(text) if '"' in text else ():
        if match.start() > end:
            end = text.find("\n", match.end()) % (len(text) + 1)
            line = text[text.rfind("\n", 0, match.start()) + 1 : end]
            has_others = re.search("[“”‘’「」『』]", line) is not None
        if not has_others:
            yield Finding(*match.span(), rebalance_quotes.rule, "info", reason("quotes.only_straight"))


def _repair(text: str, terms: Terms | None, *, open_end: bool) -> list[Edit | Finding]:
    """Return what to change in an unsound paragraph, and what to report.

    What is changed must not be changed again by a second run, whatever the repair of the next paragraph makes of its
    beginning: where it would be, everything is only reported.
    """

    def settles(edits: list[Edit]) -> bool:
        after = apply_edits(text, edits)
        return not edits or not find_unsound(after) or not _read(after, terms).all_edits()

    reading = _read(text, terms)
    if not (settles(reading.edits) and (not reading.closing or settles(reading.all_edits()))):
        notes = [Finding(edit.start, edit.end, edit.rule, "warning", edit.reason) for edit in reading.all_edits()]
        return [*reading.findings, *notes]
    if open_end:
        return [*reading.edits, *reading.findings, *reading.open_ends]
    return [*reading.all_edits(), *reading.findings]


def quoted_terms(sample: str) -> frozenset[str]:
    """Return the short quotations of a document, from paragraphs that are sound, or are so once they are repaired.

    A repaired paragraph must count as it will when the repaired document is read again.
    """
    lines = find_unsound(sample)
    unsound = {sample[line.start : line.end] for line in lines}
    terms = {term for line in sample.split("\n") if line.strip() not in unsound for term in _quotation().findall(line)}
    pending = {(sample[x.start : x.end], x.before_opener) for x in lines if not x.continued}
    for _ in range(_TERM_ROUNDS):
        known = frozenset(terms)
        for text, open_end in sorted(pending):
            found = _repair(text, partial(frozenset, known), open_end=open_end) if is_chinese(text) else ()
            edits = [x for x in found if isinstance(x, Edit)]
            if edits and not find_unsound(after := apply_edits(text, edits)):
                terms.update(_quotation().findall(after))
                pending.remove((text, open_end))
        if len(terms) == len(known):
            break
    return frozenset(terms)


@cache
def _quotation() -> re.Pattern[str]:
    return re.compile("[“「]([^“”「」\n]{2,20})[”」]")


class _Reading(NamedTuple):
    """What is to be done in a paragraph.

    `closing` are those marks that end what would be open at its end, to be put there unless the next paragraph goes on
    with it; `open_ends` is what to report in that case.
    """

    edits: list[Edit]
    findings: list[Finding]
    closing: list[Edit]
    open_ends: list[Finding]

    def all_edits(self) -> list[Edit]:
        return sorted((*self.edits, *self.closing), key=_span)


def _read(text: str, terms: Terms | None) -> _Reading:
    """Pair the marks of a paragraph; `terms` gives what the document quotes, without it no missing mark is put back."""
    reading = _Reading([], [], [], [])
    known = _pair(text)
    if isinstance(known, Finding):
        reading.findings.append(known)
        return reading
    marks, pairing, gaps = known
    edits = _pair_edits(text, marks, pairing, 0.9 if gaps else 0.99)
    for mark, step in zip(marks, pairing.steps, strict=True):
        if step.role == "none" and mark.skip > _APOSTROPHE:
            reading.findings.append(_report(mark, "info", reason("quotes.lone", mark=text[mark.start : mark.end])))
    quoted = read_quoted(text, marks, pairing, terms) if terms and 0 < len(gaps) <= _MOST_GAPS else None
    taken: set[int] = set()
    for gap in gaps:
        key = "quotes.cut" if gap.cut else "quotes.no_closing" if gap.closing else "quotes.no_opening"
        why = reason(key, mark=text[gap.mark.start : gap.mark.end])
        finding = _report(gap.mark, "info" if gap.cut else "warning", why)
        edit = _place(text, gap, quoted) if quoted else None
        if not edit or edit.start in taken:
            reading.findings.append(finding)
            continue
        taken.add(edit.start)
        if gap.cut and gap.closing:
            reading.closing.append(edit)
            reading.open_ends.append(finding)
        else:
            edits.append(edit)
    reading.edits.extend(sorted(edits, key=_span))
    return reading


@lru_cache(maxsize=_RECENT)
def _pair(text: str) -> tuple[list[Mark], Pairing, list[Gap]] | Finding:
    """Return the marks of a paragraph, how they pair, and the gaps; or what to report where they are too many."""
    marks = find_marks(text)
    if len(marks) > _MOST_MARKS or len(marks) > max(_FEW_MARKS, _DENSEST * len(text)):
        return _report(marks[0], "warning", reason("quotes.too_many", count=len(marks)))
    pairing = pair_marks(marks)
    return marks, pairing, find_gaps(text, marks, pairing)


def _span(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _report(mark: Mark, severity: str, why: Reason) -> Finding:
    return Finding(mark.start, mark.end, rebalance_quotes.rule, severity, why)


def _place(text: str, gap: Gap, quoted: Quoted) -> Edit | None:
    """Return the insertion of a missing mark where its place is likely enough."""
    family = gap.mark.family
    if family not in "“「『" or gap.mark.opens is not gap.closing:
        return None
    at, confidence = (gap.proven, _PROVEN) if gap.proven >= 0 else choose_place(text, gap, quoted)
    if confidence < (_LIKELY_CUT if gap.cut else _LIKELY):
        return None
    if gap.cut and _may_go_on(text, gap, at):
        return None
    sign = CLOSER[family] if gap.closing else family
    key = "quotes.missing_closing" if gap.closing else "quotes.missing_opening"
    why = reason(key, mark=sign, partner=text[gap.mark.start : gap.mark.end])
    return Edit(at, at, "", sign, rebalance_quotes.rule, round(min(confidence, _PROVEN), 2), why)


def _may_go_on(text: str, gap: Gap, at: int) -> bool:
    """Tell whether a quotation that reaches the paragraph's edge is speech: another paragraph may hold the rest."""
    if at not in (0, len(text)):
        return False
    start, end = (gap.mark.end, at) if gap.closing else (at, gap.mark.start)
    return any(char in "。！？!?；" for char in text[start:end]) or text[max(0, gap.mark.start - 1)] in "：:"


def _pair_edits(text: str, marks: Sequence[Mark], pairing: Pairing, confidence: float) -> list[Edit]:
    """Return what makes both marks of each pair alike and point at each other."""
    families = Counter(mark.family for mark in marks if mark.family in CLOSER)
    outer = max(("“", "「"), key=lambda family: families[family] + families[INNER[family]])
    edits: list[Edit] = []
    within: list[str] = []  # the families of the quotations that stand open
    for i, (mark, step, j) in enumerate(zip(marks, pairing.steps, pairing.partner, strict=True)):
        if step.role != "none" and step.lost == "close":
            within.pop()
        if step.role == "open":
            within.append(_choose_family(mark, marks[j] if j > i else mark, within, families, outer))
            after = within[-1]
        elif step.role == "close" and step.lost in ("", "close"):
            after = CLOSER[within.pop()]
        before = text[mark.start : mark.end]
        if j >= 0 and before != after:
            why = _why(mark, before, after)
            edits.append(Edit(mark.start, mark.end, before, after, rebalance_quotes.rule, confidence, why))
    return edits


def _choose_family(mark: Mark, partner: Mark, within: list[str], families: Counter[str], outer: str) -> str:
    """Return the kind of marks of a pair: as one of the two is, else as the paragraph quotes at this depth."""
    known = [each.family for each in (mark, partner) if each.family in CLOSER]
    if known:
        return max(known, key=families.__getitem__)
    return INNER[within[-1]] if within else outer


def _why(mark: Mark, before: str, after: str) -> Reason:
    if mark.family == TEX:
        key = "quotes.tex"
    elif mark.family not in CLOSER:
        key = "quotes.straight"
    else:
        key = "quotes.reversed" if mark.family == OPENER.get(after, after) else "quotes.mixed"
    return reason(key, before=before, after=after)


STYLES = ("follow", "curly", "corner")
# Of the 1,664 marks of 455 sound paragraphs of corpora/devtest, straightened, 99.4 % came back as they were and 0.2 %
# otherwise (2026-11).  A converted mark is as deep as the marks around it say, and some of those are wrong.
_CURLED, _CONVERTED = 0.99, 0.97


@cache
def _told(key: str, before: str, after: str) -> Reason:
    """Return a reason that is given for every mark of a page."""
    return reason(key, before=before, after=after)


@normalizer(probe=r"""["'][\u3400-\u9fff《（]|[\u3400-\u9fff》）。！？]["']""", reach="document")
def curl_quotes(text: str, *, style: str = "follow", evidence: Evidence) -> Iterator[Edit | Finding]:
    r"""Direct the straight quotation marks of Chinese paragraphs: `"好"` becomes `“好”`.

    Keyboards and programs for English have one mark for both sides.  Chinese has two, and a straight one is half as
    wide as what stands around it.  A paragraph that has directed marks as well is a matter of
    :func:`rebalance_quotes`; here are those that have none.

    `style` is ``"curly"`` for “ ‘ ’ ”, ``"corner"`` for 「『』」, or ``"follow"``, the default: corners where the
    document quotes with them, else curly.  Marks are paired over the paragraph, and inner ones get the inner kind.

    >>> curl_quotes('他说:"这叫\'缘分\'。"')
    '他说:“这叫‘缘分’。”'
    >>> curl_quotes('「早」上好。\n他也說"早"。')
    '「早」上好。\n他也說「早」。'

    Left alone: signs for inches, minutes and seconds; apostrophes; Latin words in straight marks among Latin; values of
    attributes, JSON, CSV and code; a paragraph in which a mark has no partner, which is reported; every language but
    Chinese.
    """
    check_choice("style", style, STYLES)
    if evidence.measure(is_foreign):
        return
    corner = style == "corner" or (style == "follow" and evidence.measure(prefers_corners))
    start = 0
    for paragraph in text.split("\n"):
        if ('"' in paragraph or "'" in paragraph) and curl_quotes.may_apply(paragraph) and is_chinese(paragraph):
            curls, lone = curl_paragraph(paragraph, "「" if corner else "“")
            for curl in curls:
                before = paragraph[curl.start : curl.end]
                why = _told("quotes.curled", before, curl.after)
                yield Edit(start + curl.start, start + curl.end, before, curl.after, curl_quotes.rule, _CURLED, why)
            if lone:
                why = reason("quotes.lone", mark=paragraph[lone.start : lone.end])
                yield Finding(start + lone.start, start + lone.end, curl_quotes.rule, "info", why)
        start += len(paragraph) + 1


@normalizer(signs="“”‘’「」『』《", reach="document")
def convert_quotes(text: str, *, region: str = "CN", evidence: Evidence) -> Iterator[Edit | Finding]:
    """Quote as a region does, in its order of nesting: `「早」` is `“早”` on the mainland.

    `region` is ``"CN"`` for “ outside and ‘ inside (GB/T 15834), ``"TW"`` or ``"HK"`` for 「 outside and 『 inside (the
    handbook of Taiwan's Ministry of Education; Hong Kong's government and schools do likewise, its press has both).
    Depth decides, not shape: what was nested the other way round, or in marks of one kind, is put in order, and so are
    titles inside titles.  Where each paragraph of a long quotation opens again, each mark stays as deep as the first.

    >>> convert_quotes("他說：「這叫『緣分』。」", region="CN")
    '他說：“這叫‘緣分’。”'
    >>> convert_quotes("他说：“这叫“缘分”。”读《论《诗》》", region="TW")
    '他说：「这叫『缘分』。」读《论〈诗〉》'

    Left alone: apostrophes, and quotations of Latin words among Latin; code; paragraphs that are not Chinese; 〈〉 that
    hold no other title, for articles have them.  An inner mark that stands alone where others of the document are outer
    ones keeps that difference, since the author may mean something by it, and is reported.
    """
    check_choice("region", region, REGIONS)
    if evidence.measure(is_foreign):
        return
    for change in convert_paragraphs(text, region, inner_first=evidence.measure(is_inner_first)):
        why = _told(f"quotes.{change.kind}", change.before, change.after)
        end = change.start + 1
        if change.before != change.after:
            edit = Edit(change.start, end, change.before, change.after, convert_quotes.rule, _CONVERTED, why)
            yield edit
        elif change.after in CLOSER:
            yield Finding(change.start, end, convert_quotes.rule, "info", why)


_STRAIGHT_FORMS = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_CORNER_FORMS = {"「": '"', "」": '"', "『": "'", "』": "'"}


@normalizer(signs="“”‘’「」『』")
def straighten_quotes(text: str, *, corners: bool = False) -> Iterator[Edit]:
    r"""Replace directed quotation marks by the straight ones of ASCII: `“好”` becomes `"好"`.

    For an index and its queries, and for programs that know no others.  Which way a mark points is lost, so no text to
    be read should go through this.

    >>> straighten_quotes("“it’s 好”")
    '"it\'s 好"'
    >>> straighten_quotes("「早『安』」", corners=True)
    '"早\'安\'"'

    Corners stay unless `corners` is true, for they are no variant of the straight marks in any font.
    """
    forms = {**_STRAIGHT_FORMS, **_CORNER_FORMS} if corners else _STRAIGHT_FORMS
    for match in re.finditer(f"[{''.join(forms)}]", text):
        before, after = match[0], forms[match[0]]
        why = _told("quotes.straightened", before, after)
        yield Edit(*match.span(), before, after, straighten_quotes.rule, 1.0, why)
