"""What was written beside the text to help its reader, or to mask it: readings, ruby, notes, conversion markup."""

from __future__ import annotations

import math
from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice
from zhfix.rules._annotation_masked import find_masked
from zhfix.rules._annotation_notes import find_note_marks
from zhfix.rules._annotation_pinyin import (
    ANNOTATION,
    HAN,
    SUPPORT,
    THRESHOLD,
    differs,
    find_annotations,
    find_script,
    measure_annotations,
)
from zhfix.rules._annotation_readings import find_glosses, find_rows
from zhfix.rules._annotation_ruby import find_aozora, find_ruby
from zhfix.rules._annotation_wiki import REGIONS, find_markup
from zhfix.rules._annotation_zhuyin import ZHUYIN

CERTAIN, LIKELY = 0.99, 0.9
"""Confidence where the form leaves no doubt, and where a writer may have meant something else."""


@normalizer(probe=ANNOTATION, reach="line")
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
    for found in verdict.found if text == evidence.sample else find_annotations(text, verdict.script):
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


@normalizer(probe=r"<[Rr][Uu][Bb][Yy]\b|[|\uff5c][^|\uff5c\n]{1,12}《", reach="document", everywhere=True)
def strip_ruby(text: str) -> Iterator[Edit | Finding]:
    """Remove ruby, the readings that a page sets above characters as markup, and keep what they are of.

    ``<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>`` is 汉 with its reading. Whoever takes the text out of the page
    for a search, a model or a reader aloud wants the one and not the other. Elements may lack their ends, as HTML
    allows; one ruby inside another holds two rows of readings. In the notation of Japanese e-texts,
    ``｜東京《とうきょう》``, the bar and the kana go where the text uses the bar at all: elsewhere 《》 hold titles.

    A ruby that is never closed stays and is reported. Ruby is no damage in a page that shows it: the rule is in the
    preset ``search``, and elsewhere on request.

    >>> strip_ruby("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>很美")
    '汉字很美'
    """
    for (start, end), closed in find_ruby(text):
        if closed:
            yield Edit(start, end, text[start:end], "", strip_ruby.rule, CERTAIN, reason("annotation.ruby"))
        else:
            yield Finding(start, end, strip_ruby.rule, "warning", reason("annotation.ruby_open"))
    for start, end in find_aozora(text):
        yield Edit(start, end, text[start:end], "", strip_ruby.rule, LIKELY, reason("annotation.ruby"))


@normalizer(probe=f"[{HAN}](?:[a-z\u00fc]{{0,5}}[\u0101-\u01dc1-5\u00e0-\u00fa]|[{ZHUYIN}])", reach="line")
def strip_flattened_ruby(text: str) -> Iterator[Edit]:
    """Remove readings that lost their markup and stand between the characters: ``汉hàn字zì很hěn美měi``.

    That is what remains of ruby when a page is turned into text by taking out its tags. The readings may be pinyin
    with tone marks or with numbers, ``汉han4字zi4``, or zhuyin, ``服ㄈㄨˊ務ㄨˋ``. They go where four and more
    characters in a row are each followed at once by a reading of theirs.

    Shorter rows stay, and readings with blanks between: a dictionary writes 汉 hàn, and a textbook 春chūn. So does a
    row in which a reading does not fit, from there on.

    >>> strip_flattened_ruby("今jīn天tiān天tiān气qì很好")
    '今天天气很好'
    >>> strip_flattened_ruby("汉 hàn 字 zì")
    '汉 hàn 字 zì'
    """
    for row in find_rows(text):
        for start, end in row.spans:
            why = reason("annotation.flattened", word=row.plain)
            yield Edit(start, end, text[start:end], "", strip_flattened_ruby.rule, CERTAIN, why)


@normalizer(probe=f"[(（](?<=[{HAN}].)", reach="line")
def strip_glosses(text: str) -> Iterator[Edit]:
    """Remove the readings of whole words in brackets behind them: ``服務（ㄈㄨˊ ㄨˋ）``, ``银行(yin2 hang2)``.

    In pinyin with tone marks, with numbers or without, or in zhuyin; as many syllables as there are characters, each a
    reading of its own. A bracket that holds anything else stays.

    Schoolbooks, dictionaries and careful writers put them there, so they are no damage: the rule is in the preset
    ``search``, and elsewhere on request. What a converter wrote behind single characters is for :func:`strip_pinyin`.

    >>> strip_glosses("鱻（ㄒㄧㄢ）是鮮的異體，银行(yin2 hang2)今天休息（暫停營業）")
    '鱻是鮮的異體，银行今天休息（暫停營業）'
    """
    for gloss in find_glosses(text):
        before = text[gloss.start : gloss.end]
        yield Edit(
            gloss.start, gloss.end, before, "", strip_glosses.rule, LIKELY, reason("annotation.gloss", word=gloss.word)
        )


@normalizer(probe=r"[\[\uff3b〔【\u00b2\u00b3\u00b9\u2070-\u2079\u2460-\u2473]", reach="document")
def strip_note_marks(text: str) -> Iterator[Edit]:
    """Remove the marks that point to a note, ``人口[1]``, ``条约〔注2〕``, ``理论³``, which copies of articles keep.

    Numbers of up to three digits in square or tortoise-shell brackets, alone or several, ``[來源請求]`` and its like,
    superscripts, and circled numbers where a line of the text begins with the same one and so lists the notes. They
    must stand behind a word or its punctuation.

    Left: the numbers of documents, 〔2011〕12号; what stands behind a letter, a blank or nothing, as an index a[1] or
    the list of references itself; circled numbers that count, 包括①甲②乙; links of Markdown. An author put the marks
    there, so the rule is in the preset ``search``, and elsewhere on request.

    >>> strip_note_marks("全市人口[1][2]有三百万，见国办发〔2011〕12号。")
    '全市人口有三百万，见国办发〔2011〕12号。'
    """
    for start, end in find_note_marks(text):
        yield Edit(start, end, text[start:end], "", strip_note_marks.rule, LIKELY, reason("annotation.note"))


@normalizer(probe=r"-\{", reach="document")
def unwrap_conversions(text: str, *, region: str = "", evidence: Evidence) -> Iterator[Edit | Finding]:
    """Show what readers of a region are shown of MediaWiki's markup ``-{zh-hans:计算机;zh-hant:電腦}-``.

    Pages of Chinese wikis say in it which word each region has, and dumps of their text keep it. `region` is ``"CN"``,
    ``"TW"`` or ``"HK"``; without one the script of the document decides. The words are taken by MediaWiki's own
    order: for Taiwan zh-tw, zh-hant, zh-hk and so on. ``-{里}-``, which keeps a word from being converted, is that
    word; titles, hidden rules and rules taken back, ``-{H|…}-``, show nothing. One piece may stand inside another.

    A piece that is never closed stays and is reported.

    >>> unwrap_conversions("这台-{zh-hans:计算机;zh-hant:電腦}-坏了")
    '这台计算机坏了'
    >>> unwrap_conversions("這臺-{zh-hans:计算机;zh-hant:電腦}-在-{巷里}-", region="TW")
    '這臺電腦在巷里'
    """
    if region:
        check_choice("region", region, REGIONS)
    else:
        region = "TW" if evidence.measure(find_script) == "T" else "CN"
    for piece in find_markup(text, region):
        if piece.shown is None:
            yield Finding(*piece[:2], unwrap_conversions.rule, "warning", reason("annotation.conversion_open"))
        else:
            why = reason("annotation.conversion", region=region)
            before = text[piece.start : piece.end]
            yield Edit(piece.start, piece.end, before, piece.shown, unwrap_conversions.rule, CERTAIN, why)


@normalizer(probe=f"[{HAN}](?:[a-z]{{3}}|[*\uff0a#\uff03^])|[a-z]{{3}}[{HAN}]", reach="line")
def report_masked(text: str) -> Iterator[Finding]:
    """Report words in which a character is masked, ``zheng府`` and ``政*府``, and change nothing.

    Writers mask what a filter would catch: by the reading of a character, or by a sign between two. A search for the
    word does not find it. Each such place is a finding of severity ``info`` that says which word it may be.

    It changes nothing, since the author meant what stands there. Not reported: abbreviations and brands, K线, T恤,
    卡拉OK; letters that are no syllable, or none that makes a word with what stands beside it; signs beside numbers.

    >>> [(found.start, found.end, str(found.reason)) for found in report_masked.findings("市zheng府昨天开会")]
    [(1, 7, 'a masked word, perhaps 政府')]
    >>> report_masked.findings("买了三张app优惠券")
    []
    """
    for masked in find_masked(text):
        message = reason("annotation.masked", word=masked.word)
        yield Finding(masked.start, masked.end, report_masked.rule, "info", message)
