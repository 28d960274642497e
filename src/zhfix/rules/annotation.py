"""What was written beside the text to help its reader, or to mask it: readings, ruby, notes, conversion markup."""

from __future__ import annotations

import math
from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.rules._annotation_pinyin import (
    ANNOTATION,
    SUPPORT,
    THRESHOLD,
    differs,
    find_annotations,
    measure_annotations,
)


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
