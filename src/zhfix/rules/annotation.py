"""What was written beside the text to help its reader, or to mask it: readings, ruby, notes, conversion markup."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import zip_longest

from zhfix.edits import MAX_ALTERNATIVES, Edit, Finding, apply_edits, compose_edits
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice
from zhfix.patterns import HAN, KANA
from zhfix.rules._annotation_masked import PROBE, SIGNS, find_masked
from zhfix.rules._annotation_notes import find_note_marks
from zhfix.rules._annotation_pinyin import (
    ANNOTATION,
    SUPPORT,
    THRESHOLD,
    differs,
    list_annotations,
    measure_annotations,
)
from zhfix.rules._annotation_readings import (
    LETTERS,
    find_glosses,
    find_places,
    find_rows,
    may_be_flattened,
    measure_flattening,
)
from zhfix.rules._annotation_ruby import find_aozora, find_ruby
from zhfix.rules._annotation_wiki import find_markup, find_reader
from zhfix.rules._language import REGIONS

CERTAIN, LIKELY = 0.99, 0.9
"""Confidence where the form leaves no doubt, and where a writer may have meant something else."""


@normalizer(probe=ANNOTATION, signs="(（")
def strip_pinyin(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Remove the readings that a converter wrote after characters, and leave those that a person wrote.

    Converters that make traditional pages of simplified ones, and spinners that make copies look original, write the
    reading of a character in brackets after it: ``服務(wù)``, ``網(wǎng)絡(luò )``, without tones ``烟(yan)台市(shi)``.
    The bracket goes, with the blanks in it, and nothing else.  A bracket stays that holds anything but one syllable
    which is a reading of the character before it: （四）, (2頁), 您好（nín hǎo）.

    >>> strip_pinyin("優(yōu)質(zhì)服務(wù)，值得信賴")
    '優質服務，值得信賴'

    Glosses that a person wrote stay, in a text for learners, a dictionary, a commentary or a list all of them: such are
    on rare characters, on characters that both scripts share, give a reading that is not the usual one, or stand where
    the text speaks of readings.  So does a reading that does not fit: it is a joke, an exercise, or, on a converter's
    page, the trace of a byte slip; there it is reported.

    >>> strip_pinyin("他在鬣(liè)狗出沒的草原上住了三年")
    '他在鬣(liè)狗出沒的草原上住了三年'
    """
    verdict = evidence.measure(measure_annotations)
    for found in list_annotations(text, evidence.sample, verdict):
        values = {"base": found.base, "gloss": text[found.start : found.end]}
        if not found.fits:
            if verdict.total > SUPPORT:
                why = reason("annotation.unfit", **values)
                yield Finding(found.start, found.end, strip_pinyin.rule, "warning", why, lost=1)
            continue
        others = verdict.total - (found.weight if found.window in verdict.counted else 0.0)
        score = found.weight + min(others, SUPPORT)
        if score > THRESHOLD:
            confidence = round(min(0.995, 1 / (1 + math.exp(-score))), 3)
            why = reason("annotation.junk", **values)
            yield Edit(found.start, found.end, values["gloss"], "", strip_pinyin.rule, confidence, why)
        elif found.toned and differs(found.base):  # a writer's, more likely than not
            yield Finding(found.start, found.end, strip_pinyin.rule, "info", reason("annotation.left", **values))


@normalizer(probe=rf"(?i)(?:<|&lt;)ruby\b|《[{KANA}]", reach="document", everywhere=True)
def strip_ruby(text: str) -> Iterator[Edit | Finding]:
    """Remove ruby, the readings that a page sets above characters as markup, and keep what they are of.

    ``<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>`` is 汉 with its reading. Whoever takes the text out of the page
    for a search, a model or a reader aloud wants the one and not the other. Elements may lack their ends, as HTML
    allows; one ruby inside another holds two rows of readings; the tags may be escaped, ``&lt;ruby&gt;``. In the
    notation of Japanese e-texts, ``｜東京《とうきょう》``, the bar and the kana go where the text uses the bar, or has
    three of them and hardly any other 《》: elsewhere those hold titles.

    A ruby that is never closed stays and is reported, with what stands in it. Ruby in code, between backticks or in
    ``<code>``, is an example and stays. Ruby is no damage in a page that shows it: the rule is in the preset
    ``search``, and elsewhere on request.

    >>> strip_ruby("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>很美，见`<ruby>`")
    '汉字很美，见`<ruby>`'
    """
    edits = []
    for (start, end), closed in find_ruby(text):
        if closed:
            edits.append(Edit(start, end, text[start:end], "", strip_ruby.rule, CERTAIN, reason("annotation.ruby")))
        else:
            yield Finding(start, end, strip_ruby.rule, "warning", reason("annotation.ruby_open"))
    middle = apply_edits(text, edits)
    noted = [
        Edit(start, end, middle[start:end], "", strip_ruby.rule, LIKELY, reason("annotation.ruby"))
        for start, end in find_aozora(middle)
    ]
    yield from compose_edits(edits, noted)


@normalizer(probe=may_be_flattened, signs=LETTERS)
def strip_flattened_ruby(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Remove readings that lost their markup and stand between the characters: ``汉hàn字zì很hěn美měi``.

    That is what remains of ruby when a page is turned into text by taking out its tags, or when a learners' book is
    copied. The readings may be pinyin with tone marks, with numbers, ``汉han4字zi4``, or without tones, or zhuyin,
    ``服ㄈㄨˊ務ㄨˋ``; they may stand behind each character or behind words, ``服务fúwù很好``. Each must be read off
    exactly the characters before it; only its tone may differ, as it does between regions.

    >>> strip_flattened_ruby("今jīn天tiān天tiān气qì很hěn好hǎo，我们wǒmen去公园gōngyuán吧ba。")
    '今天天气很好，我们去公园吧。'

    Whether they go, the document decides: several must stand within the text, with the next character right behind,
    and more of them in a long one. They stay, and are reported, where there are few, in a text that speaks of readings,
    and where blanks or line ends part them from the text, as in a dictionary or a list of words. A line of readings
    above or below the line that it is of is reported, too. A single letter, K歌 or 卡拉OK, is no reading.

    >>> strip_flattened_ruby("他很重zhòng视，汉 hàn 字 zì")
    '他很重zhòng视，汉 hàn 字 zì'
    """
    margin, every = evidence.measure(measure_flattening)
    confidence = CERTAIN if margin >= _SURE else LIKELY
    places, _ = find_places(text)
    for place, after in zip_longest(places, places[1:]):
        alone = not place.joined and (after is None or after.base != place.end)
        before, base = text[place.start : place.end], text[place.base : place.start]
        if margin > 0 and (place.toned or every or not alone):
            why = reason("annotation.flattened", word=base)
            yield Edit(place.start, place.end, before, "", strip_flattened_ruby.rule, confidence, why)
        elif place.toned and (place.inside or not alone):
            why = reason("annotation.left", base=base, gloss=before)
            yield Finding(place.start, place.end, strip_flattened_ruby.rule, "info", why)
    for start, end in find_rows(text):
        yield Finding(start, end, strip_flattened_ruby.rule, "info", reason("annotation.rows"))


_SURE = 3.0
"""What :func:`measure_flattening` gives for four characters of a row, each with its reading."""


@normalizer(probe=f"[(（](?<=[{HAN}].)", signs="(（")
def strip_glosses(text: str) -> Iterator[Edit]:
    """Remove the readings of words in brackets behind them: ``服務（ㄈㄨˊ ㄨˋ）``, ``您好（nín hǎo）``.

    In pinyin with tone marks, with numbers, ``银行(yin2 hang2)``, or without, or in zhuyin, with blanks between the
    syllables or not. They must be read off exactly as many characters before the bracket; only the tone may differ, as
    it does between regions. A bracket that holds anything else stays, and one with a single letter, 圖(a).

    Schoolbooks, dictionaries and careful writers put them there, so they are no damage: the rule is in the preset
    ``search``, and elsewhere on request. What a converter wrote behind single characters is for :func:`strip_pinyin`.

    >>> strip_glosses("鱻（ㄒㄧㄢ）是鮮的異體，银行(yínháng)今天休息（暂停营业）")
    '鱻是鮮的異體，银行今天休息（暂停营业）'
    """
    for gloss in find_glosses(text):
        before, why = text[gloss.start : gloss.end], reason("annotation.gloss", word=gloss.word)
        yield Edit(gloss.start, gloss.end, before, "", strip_glosses.rule, LIKELY, why)


@normalizer(signs="\\[\uff3b〔【\u00b2\u00b3\u00b9\u2070-\u2079\u2460-\u2473", reach="document")
def strip_note_marks(text: str) -> Iterator[Edit]:
    """Remove the marks that point to a note, ``人口[1]``, ``条约〔注2〕``, ``理论³``, which copies of articles keep.

    Numbers of up to three digits in square or tortoise-shell brackets, alone or several, ``[來源請求]`` and its like,
    superscripts, and circled numbers where a line of the text begins with the same one and so lists the notes. They
    must stand behind a word or its punctuation.

    Left: the numbers of documents, 〔2011〕12号; what stands behind a letter, a blank or nothing, as an index a[1] or
    the list of references itself; what the sentence needs, as 见[1], 第[12]条, 数组[0], 平方米²; circled numbers that
    count, 包括①甲②乙; links of Markdown. An author put the marks there, so the rule is in the preset ``search``, and
    elsewhere on request.

    >>> strip_note_marks("全市人口[1][2]有三百万，见国办发〔2011〕12号。")
    '全市人口有三百万，见国办发〔2011〕12号。'
    """
    for start, end in find_note_marks(text):
        yield Edit(start, end, text[start:end], "", strip_note_marks.rule, LIKELY, reason("annotation.note"))


@normalizer(probe=r"-\{", signs="{", reach="document")
def unwrap_conversions(text: str, *, region: str = "", evidence: Evidence) -> Iterator[Edit | Finding]:
    """Show what readers of a region are shown of MediaWiki's markup ``-{zh-hans:计算机;zh-hant:電腦}-``.

    Pages of Chinese wikis say in it which word each region has, and dumps of their text keep it. `region` is ``"CN"``,
    ``"TW"`` or ``"HK"``; without one the script of the document decides. The words are taken by MediaWiki's own
    order: for Taiwan zh-tw, zh-hant, zh-hk and so on. ``-{里}-``, which keeps a word from being converted, is that
    word; titles, rules for the page, ``-{H|…}-``, lists of them, ``-{D|…}-``, and rules taken back show nothing. One
    piece may stand inside another. Without a variant or Han, in it or before it, ``-{…}-`` is something else:
    ``log-{}-{}.txt``.

    Words of other regions are the alternatives of the edit. A piece that has none for this reader shows one of them,
    with less confidence. What stays is reported: a piece that is never closed, one with flags of which only the wiki
    knows the result, and one with several words where the document has no script.

    >>> unwrap_conversions("这台-{zh-hans:计算机;zh-hant:電腦}-坏了")
    '这台计算机坏了'
    >>> unwrap_conversions("這臺-{zh-hans:计算机;zh-hant:電腦}-在-{巷里}-", region="TW")
    '這臺電腦在巷里'
    >>> unwrap_conversions("-{zh-hans:计算机;zh-hant:電腦}-")
    '-{zh-hans:计算机;zh-hant:電腦}-'
    """
    if region:
        check_choice("region", region, REGIONS)
    reader = region or evidence.measure(find_reader)
    for start, end, shown in find_markup(text, reader):
        if shown is None or shown.text is None:
            why = reason(f"annotation.conversion_{'open' if shown is None else 'unknown'}")
            yield Finding(start, end, unwrap_conversions.rule, "warning", why)
        else:
            why = reason("annotation.conversion", reader=_READERS.get(reader, reader or "zh"))
            confidence = _OTHERS if not shown.exact else CERTAIN if region or len(shown.others) < 2 else LIKELY
            others = shown.others[:MAX_ALTERNATIVES]
            yield Edit(
                start, end, text[start:end], shown.text, unwrap_conversions.rule, confidence, why, alternatives=others
            )


_READERS = {"S": "zh-hans", "T": "zh-hant"}
_OTHERS = 0.7
"""Confidence where what is shown is a word of other readers."""


@normalizer(probe=PROBE, signs=SIGNS, reach="document", repairs=False)
def report_masked(text: str) -> Iterator[Finding]:
    """Report words in which a character is masked, ``zheng府``, ``政*府`` and ``敏.感``, and change nothing.

    Writers mask what a filter would catch: by the reading of a character, by its initials, ``zf``, or by signs between
    characters. A search for the word does not find it. Each such place is a finding of severity ``info`` that says
    which word it may be.

    It changes nothing, since the author meant what stands there. Not reported: abbreviations and brands, K线, T恤,
    卡拉OK; letters that are no syllable, or none that makes a word with what stands beside it; signs beside numbers,
    and signs that stand as often where they part no word, as a stop for 。 does. A word that is written with others of
    the same sound, 河蟹, may be meant, and is not reported.

    >>> [(found.start, found.end, str(found.reason)) for found in report_masked.findings("市zheng府昨天开会")]
    [(1, 7, 'a masked word, perhaps 政府')]
    >>> report_masked.findings("买了三张app优惠券，K线图")
    []
    """
    for masked in find_masked(text):
        message = reason("annotation.masked", word=masked.word)
        yield Finding(masked.start, masked.end, report_masked.rule, "info", message)
