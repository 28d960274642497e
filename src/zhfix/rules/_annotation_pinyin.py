"""Readings in brackets after characters, weighed: whether a converter wrote ``服務(wù)``, or a person.

Who wrote a reading can only be told from the document.  A converter annotates whatever character is on its list, as
often as the character occurs; a person annotates what readers may not know.  :func:`measure_annotations` weighs the one
against the other as a sum of log-likelihood ratios, in nats, over all annotations of the document.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.patterns import HAN
from zhfix.readings import open_readings, parse_syllable
from zhfix.rules._language import count_in
from zhfix.script.tables import count_by_script, simplified_only, to_simplified, traditional_only

_PINYIN = (
    "A-Za-z0-5:\u00c0-\u01dc\u01f8\u01f9\u0300-\u030c\u1e3e\u1e3f\u1ebe-\u1ec1"  # letters, tone marks, digits; u:
    "\u0251\u0261\u03b1\uff21-\uff3a\uff41-\uff5a"  # script a, script g and alpha; fullwidth letters
)
# The bracket comes first and then a look back at the Han before it: brackets are rare, so the scan is fast.
_BRACKET = rf"[ \u3000]{{0,2}}([{_PINYIN}]{{1,10}})[ \u3000]{{0,2}}[)）]"
ANNOTATION = rf"[(（](?<=[{HAN}].){_BRACKET}"

# How much each sign speaks for a converter (positive) or a writer (negative): natural logarithms of how much likelier
# it is under the one than under the other.  Measured on a news page of 194 annotations and two product pages with
# toneless ones, against some 150 true glosses in poems, textbooks, dictionaries, name lists and learners' pages; set
# together on 1,000 passages annotated by chance and 2,700 glossed by rarity (trad-drcd, trad-law, trad-gsd, classical).
_TYPES = math.log(8000)
"""A converter takes characters as often as they occur; a writer nearly evenly over the 8,000 that the model lists …"""
_COMMON = 1.5
"""… but for the common ones, which no writer explains: what is above zero counts this much …"""
_RAREST = -4.0
"""… and no less for the rarest, which are common in a text about what they name."""
_TRADITIONAL = 1.1
"""Converters with tone marks annotate characters that simplified text writes otherwise, a third of a traditional text
(trad-drcd, trad-law: 0.33) and all they did annotate (194 of 194); -ln 0.33."""
_COMMON_TO_BOTH = -5.0
"""… and next to none that both scripts share (below 1 in 194, against 0.67 of a text).  Of the converters without tones
some do the same and some take characters of any kind; what their document says decides."""
_SIMPLIFIED = -1.0
"""A simplified character with a toned reading: a page of a converter, simplified afterwards, or a schoolbook."""
_FOREIGN = -6.0
"""A character of the other script than the document's: its readers may well not know it."""
_SECOND_READING = -3.0
"""A reading that is not the commonest of its character: what writers annotate common characters for."""
_CAPITAL = -3.0
"""Names and headings are written with capitals, and no converter is known that writes them."""
_LISTED = -5.0
"""No Han before it, and no Han, digit or letter behind: an entry of a list or a dictionary, more often than prose."""
_DISCUSSED = -5.0
"""Words such as 讀作 or 拼音 nearby, or 姓 before it: the text speaks of readings, or of whose name is read so."""
_FULLWIDTH = -1.4
"""A document with fullwidth brackets: most writers type them, few converters do."""
_SIMPLIFIED_DOCUMENT = -1.5
"""Converters leave simplified pages alone, the toneless kind excepted."""
_UNFIT = -1.0
"""A reading that does not fit its character: a joke, a cloze, or the debris of a byte slip."""
_LONG_GLOSS = -2.0
"""A word of two characters with its reading, 您好（nín hǎo）."""
_TWO_READINGS = -3.0
"""One character with two of its readings in one document: the text explains them."""
_EVERY_CHARACTER = -2.0
"""For each annotation, where nearly every character of its lines is annotated: a page for learners."""
_PRIMER = -10.0
"""Words such as 讀作 or 拼音 nearby, or 姓 before it: the text speaks of readings, or of how a name is read."""
_PRIMER_LEAST = 3
_LONE = -5.0
"""A single annotation in the document, on a surname or on a character with several everyday readings."""
_SEVERAL, _SEVERAL_MOST = 1.0, 4.0
"""For each annotation after the first, and at most: converters write many in a passage, writers seldom do."""
_AGAIN = 0.5
"""At least this for a character that is annotated again: a writer explains it once, where it is first met."""
_LETTER = -4.0
"""A single letter, which more often is a name, 圖(a), and so says nothing about the document."""
_SPARSE = 1.5
"""At most this much less for few annotations in a long text; converters annotate 2 % of a text and more."""

THRESHOLD = 0.8
"""What the sum must reach for an annotation to go: just so much that 有(yǒu), which every reader knows, goes alone."""
SUPPORT = 9.5
"""What the rest of a document can add to one annotation: on a converter's page, too, a writer may explain 裛(yì)."""

_AROUND = 400
"""Characters to either side in which everything lies that is looked at: twelve, each of which may be annotated."""

_SURNAMES = "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何高林羅罗鄭郑梁謝谢宋唐許许"
_POLYPHONES = "為为還还長长重樂乐調调傳传藏彈弹數数處处種种當当興兴幾几單单會会參参強强轉转應应盡尽間间難难覺觉與与"
# Each word by its rarest character, which comes first, with a look back at what stands before it.
_DISCUSSION = (
    "[音唸讀读念聲声平切假化](?:(?<=唸)|(?<=[讀读念])[作做成為为如]|(?<=[讀读字拼注發发同諧谐叶古多破]音)|(?<=音)[同讀读]"
    "|(?<=異讀)|(?<=异读)|(?<=反切)|(?<=通假)|(?<=平)水韻"
    '|(?<=[讀读念]) ?[“「『‘"]?[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]'
    "|(?<=[是為为作讀读念][輕轻上去入陰阴陽阳][聲声平])|(?<=[讀读念])[一二三四][聲声]|(?<=[聲声])[調调]|(?<=[兒儿]化))"
)


class Annotation(NamedTuple):
    """A bracket after a character, with one syllable in it.

    `start` and `end` are the bracket's.  `fits` says whether the syllable is a reading of the character; where it is,
    `weight` is the log-likelihood ratio of the annotation by itself.  `window` is the text around it, by which it is
    known again; `toned` says whether the syllable has its tone.
    """

    start: int
    end: int
    base: str
    gloss: str
    fits: bool
    weight: float
    window: str
    toned: bool


class Verdict(NamedTuple):
    """What a document says about its annotations: the sum for a converter, which are in the sum, and the script.

    `found` are the annotations of the sample, which often is the whole text.
    """

    total: float
    counted: frozenset[str]
    script: str
    found: tuple[Annotation, ...]


def find_annotations(text: str, script: str) -> list[Annotation]:
    """Return the single syllables in brackets after Han, each weighed by itself, for a document in `script`."""
    readings = open_readings()
    matches = [
        match
        for match in _compile_annotation().finditer(text)
        if readings.is_syllable(match[1]) or readings.fits(text[match.start() - 1], match[1])
    ]
    plain, places = _strip_brackets(text, matches)
    speaks = speaks_of_readings(plain)
    weighed: dict[tuple[str, str], tuple[bool, bool, float]] = {}
    found = []
    for match, place in zip(matches, places, strict=True):
        (start, end), gloss = match.span(), match[1]
        base = text[start - 1]
        while (again := _compile_bracket().match(text, end)) and readings.fits(base, again[1]):
            end = again.end()  # written twice, by two filters or by one that ran twice
        if (base, gloss) not in weighed:
            weighed[base, gloss] = _weigh_gloss(base, gloss, script)
        fits, toned, weight = weighed[base, gloss]
        if fits:
            weight += _weigh_context(plain, place, speaks=speaks)
        window = text[max(0, start - 6) : end + 2]
        found.append(Annotation(start, end, base, gloss, fits, weight, window, toned))
    return found


def list_annotations(text: str, sample: str, verdict: Verdict) -> list[Annotation]:
    """Return the annotations of `text`; those of the sample that it begins with are known already."""
    if not text.startswith(sample):
        return find_annotations(text, verdict.script)
    if len(text) == len(sample):
        return list(verdict.found)
    known = [found for found in verdict.found if found.end + _AROUND <= len(sample)]
    seen = known[-1].end if known else 0
    begin = max(0, seen - _AROUND)
    rest = (
        found._replace(start=found.start + begin, end=found.end + begin)
        for found in find_annotations(text[begin:], verdict.script)
    )
    return [*known, *(found for found in rest if found.start >= seen)]


def _weigh_gloss(base: str, gloss: str, script: str) -> tuple[bool, bool, float]:
    """Return whether `gloss` is a reading of `base`, whether it has its tone, and what the two weigh."""
    readings = open_readings()
    rank = readings.rank(base, gloss)
    if rank is None:
        return False, False, 0.0
    syllable, reading = parse_syllable(gloss), parse_syllable(readings.of(base)[rank])
    toned = bool(syllable and reading and (syllable.tone or not reading.tone))  # 了(le) needs no tone
    weight = _weigh_character(base, rank, script, toned=toned)
    weight += _CAPITAL if gloss != gloss.lower() else 0.0
    return True, toned, weight + (_LETTER if _is_letter(gloss) else 0.0)


def _is_letter(gloss: str) -> bool:
    return len(gloss) == 1 and gloss.isascii()


def _strip_brackets(text: str, matches: list[re.Match[str]]) -> tuple[str, list[int]]:
    """Return the text without the annotations, and where in it the annotated characters stand.

    What surrounds an annotation is looked up there, so that it does not depend on which others are there.
    """
    parts, places, size, at = [], [], 0, 0
    for match in matches:
        parts.append(text[at : match.start()])
        size += len(parts[-1])
        places.append(size - 1)
        at = match.end()
    return "".join(parts) + text[at:], places


def _weigh_character(base: str, rank: int, script: str, *, toned: bool) -> float:
    """Weigh which character is annotated, and with which of its readings: how common it is, and of which script."""
    weight = max(_RAREST, open_model().log_unigram(base) + _TYPES)
    if rank:
        weight += _SECOND_READING
    elif weight > 0:
        weight *= _COMMON
    if (script == "T" and simplified_only(base)) or (script == "S" and traditional_only(base)):
        weight += _FOREIGN
    if toned and differs(base):
        weight += _TRADITIONAL
    elif toned:
        weight += _SIMPLIFIED if simplified_only(base) else _COMMON_TO_BOTH
    return weight


def differs(char: str) -> bool:
    """Return whether simplified text writes another character for this one."""
    return traditional_only(char) or to_simplified(char) != char


def _weigh_context(plain: str, place: int, *, speaks: bool) -> float:
    """Weigh what stands around the annotated character, in the text without annotations.

    `speaks` says whether the text speaks of readings anywhere, which spares the search in most.
    """
    before, after = plain[max(0, place - 12) : place], plain[place + 1 : place + 13]
    is_han = _compile_han().match
    in_prose = is_han(before[-1:]) or is_han(after[:1]) or (after[:1].isascii() and after[:1].isalnum())
    weight = 0.0 if in_prose else _LISTED
    weight += _DISCUSSED if before.endswith("姓") else 0.0
    if not speaks:
        return weight
    near = before.rpartition("\n")[2] + plain[place] + after.partition("\n")[0]
    return weight + (_DISCUSSED if speaks_of_readings(near) else 0.0)


def speaks_of_readings(text: str) -> bool:
    """Return whether `text` has words such as 讀作 or 拼音."""
    return _compile_discussion().search(text) is not None


def measure_annotations(sample: str) -> Verdict:
    """Weigh all annotations of a document together, and so whether a converter wrote them."""
    script = find_script(sample)
    found = find_annotations(sample, script)
    fitting = [annotation for annotation in found if annotation.fits and not _is_letter(annotation.gloss)]
    if not fitting:
        return Verdict(0.0, frozenset(), script, tuple(found))
    total, seen = 0.0, set()
    for annotation in fitting:
        again = (annotation.base, annotation.gloss) in seen
        seen.add((annotation.base, annotation.gloss))
        total += max(annotation.weight, _AGAIN) if again else annotation.weight
    total += _UNFIT * sum(not annotation.fits for annotation in found)
    total += _weigh_style(sample, fitting, script) + _weigh_density(sample, fitting)
    return Verdict(total, frozenset(annotation.window for annotation in fitting), script, tuple(found))


def _weigh_style(sample: str, fitting: list[Annotation], script: str) -> float:
    """Weigh what the annotations of a document have in common, once for all of them."""
    total = _SIMPLIFIED_DOCUMENT if script == "S" else 0.0
    if 2 * sum(sample[annotation.start] == "（" for annotation in fitting) > len(fitting):
        total += _FULLWIDTH
    total += _LONG_GLOSS * min(3, len(_compile_long_gloss().findall(sample)))
    toneless = [differs(annotation.base) for annotation in fitting if not annotation.toned]
    total += max(0.0, sum(_TRADITIONAL if apart else _COMMON_TO_BOTH for apart in toneless))
    glosses = defaultdict(set)
    for annotation in fitting:
        glosses[annotation.base].add(parse_syllable(annotation.gloss))
    total += _TWO_READINGS * sum(len(different) > 1 for different in glosses.values())
    if len(fitting) == 1 and fitting[0].base in _SURNAMES + _POLYPHONES:
        total += _LONE
    return total


def _weigh_density(sample: str, fitting: list[Annotation]) -> float:
    """Weigh how many characters are annotated: of the lines that have any, and of the document."""
    han = count_in(HAN, sample)
    total = min(_SEVERAL_MOST, _SEVERAL * (len(fitting) - 1))
    total -= min(_SPARSE, max(0.0, math.log(max(1, 0.01 * han) / len(fitting))))
    if len(fitting) >= _PRIMER_LEAST:
        lines = _split_annotated_lines(sample, fitting)
        if len(fitting) > 0.75 * sum(count_in(HAN, line) for line in lines):
            total += _EVERY_CHARACTER * len(fitting)
            if any(annotation.toned and not differs(annotation.base) for annotation in fitting):
                total += _PRIMER
    return total


def _split_annotated_lines(sample: str, fitting: list[Annotation]) -> list[str]:
    """Return the lines that hold annotations."""
    lines, at = [], 0
    for annotation in fitting:
        if annotation.start >= at:
            start, end = sample.rfind("\n", 0, annotation.start) + 1, sample.find("\n", annotation.start)
            at = len(sample) if end < 0 else end
            lines.append(sample[start:at])
    return lines


def find_script(sample: str) -> str:
    """Return ``"T"`` or ``"S"`` for a document that is mainly traditional or simplified, ``""`` where neither leads."""
    simplified, traditional = count_by_script(sample)
    if traditional > 2 * simplified:
        return "T"
    return "S" if simplified > 2 * traditional else ""


@cache
def _compile_annotation() -> re.Pattern[str]:
    return re.compile(ANNOTATION)


@cache
def _compile_bracket() -> re.Pattern[str]:
    return re.compile(f"[(（]{_BRACKET}")


@cache
def _compile_long_gloss() -> re.Pattern[str]:
    tones = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
    letters = f"a-z' {tones}"
    gloss = f"[{letters}]{{1,6}}[{tones}][{letters}]{{0,8}}[{tones}][{letters}]{{0,20}}"
    # The bracket stands before the look back: there are few of them.
    return re.compile(f"[(（](?<=[{HAN}]{{2}}.){gloss}[)）]", re.IGNORECASE)


@cache
def _compile_han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


@cache
def _compile_discussion() -> re.Pattern[str]:
    return re.compile(_DISCUSSION)
