"""Whether what ftfy makes of a line is text of another language, and the line nothing that may be Chinese.

Two questions, and both must be answered: whether the line's bytes make sense as Chinese in any of the code pages in
which Chinese is misread, and whether what comes out is all of one kind, with nothing of the damage left over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from zhfix.charlm import open_language, open_model
from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.foreign_pages import PAGES, byte_table, find_layers
from zhfix.encoding.foreign_runs import EAST_ASIAN, Change, is_east_asian
from zhfix.patterns import compile_pattern

CHINESE_PAGES = (
    "latin-1", "cp1252", "cp1250", "cp1251", "cp1254", "iso8859-2", "iso8859-15", "cp437", "cp850", "cp866",
    "mac_roman", "koi8-r",
)  # fmt: skip
"""The code pages in which Chinese is found misread."""
CHINESE_CODECS = ("gb18030", "big5hkscs", "utf-8")
ORDINARY = 8.5
"""Nats a character below which Chinese is likely: real Chinese costs 5 to 6, other bytes 11 and more."""
CHINESE_GAIN = 5.0
"""Nats by which a stretch must be likelier than that to be Chinese. Of 547 misread sentences and names in 25 languages
the greatest gain was 4.3, but for Japanese; half of what ftfy changes in misread Chinese gained 17 or more (2026)."""
FLUENT = 8.0
"""Nats a character that fluent Japanese or Korean costs at most, in the model of its own: real text costs 4 to 6."""
MIN_FLUENT = 3
"""Characters of Japanese or Korean that can be fluent at all."""
AROUND = 60
"""Characters on either side of a change that are looked at for Chinese."""

LOOKED_AT = 2_000
"""Characters of the repaired line that are looked at for Chinese of another layer."""
CHANGED = "\x00"
"""What stands for the change in its word: no line that holds a control comes here."""
KANA, HANGUL = "\u3041-\u30fa\u30fc-\u30ff", "\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"
MARKS = "\u2010-\u2027\u3000-\u3011\u3014-\u301b\uff01-\uff5e"
"""Marks of East Asian text and full-width forms, which say nothing of the language."""
OWN_SHARE = 0.25
"""The share of kana or Hangul below which the text may be Chinese as well."""
PLAIN_MARKS = "“”‘’\N{SINGLE LOW-9 QUOTATION MARK}„…–—•™€"
"""Marks that may stay beside repaired text: as bytes of Windows-1252 they are 80 to 9F, which GB 2312 does not use."""
ODD = (
    "¤¦\u0180-\u018e\u0190\u0191\u0193-\u019f\u01a2-\u01ae\u01b1-\u01cc\u01dd-\u0217\u021c-\u0258\u025a-\u02c5\u02c8-\u02d7"
    "\u02de-\u02ff\u0361-\u0383\u03e1-\u03ff\u0460-\u0489\u0700-\u08ff\u13a0-\u16ff\u1700-\u177f\u1800-\u1cff\ufb1d-\ufdff\ufe70-\ufefe"
)
"""Characters that hardly a language writes and that two bytes of an ideograph of GB 2312 often are in UTF-8, or three
of one and a half."""
SIGNS = (
    "\xa2-\xaa\xac\xae-\xba\xbc-\xbe\xd7\xf7\u0192\u02c6-\u02c7\u02d8-\u02dd\u2020\u2021\u2030\u2116\u2202\u2206\u220f\u2211"
    "\u221a\u221e\u222b\u2248\u2260\u2264\u2265\u2500-\u259f\u25ca"
)
"""Signs of the code pages that never touch a letter beyond ASCII, nor each other."""
KEPT_SHARE = 3
"""One character in this many may be the same before and after, where a repair cannot be proven."""
SCRIPTS = set(
    "LATIN GREEK CYRILLIC HEBREW ARABIC ARMENIAN GEORGIAN THAI LAO DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL "
    "TELUGU KANNADA MALAYALAM SINHALA MYANMAR KHMER ETHIOPIC TIBETAN".split()
)
FEW_LETTERS = 4
"""Pairs of ASCII letters below which a line is too short to tell a mark from a byte of UTF-16."""
LOST = 0x1A
SHOWN_IDEOGRAPHS = (
    rb"[\xe3-\xed][\x80-\xbf\x1a?]|\xef[\xbc\xbd\x1a?]|(?:\xef\xbf\xbd){2}"
    rb"|\xc3[\xa3-\xad][\xc2\xc3\xc5\xc6\xcb\xe2\x1a]"
)
"""The bytes of East Asian UTF-8, whole or not, of characters that were already lost before, or of another layer."""

IsBad = Callable[[str], bool]


def is_foreign(line: str, fixed: str, changes: Sequence[Change], is_bad: IsBad) -> bool:
    """Return whether all `changes` of a line are the repair of another language's mojibake.

    `is_bad` says whether text looks like mojibake of one byte a character, as ftfy sees it.
    """
    rest = list(line)
    for change in changes:
        rest[change.start : change.end] = "\n" * (change.end - change.start)
    remains = "".join(rest)
    if is_bad(remains):  # what is left over is not understood, so neither is the rest
        return False
    pairs = [(line[change.start : change.end], change.after) for change in changes]
    if any(is_east_asian(after) for _, after in pairs):
        return _are_fluent(pairs)
    if any(_is_mark_in_chinese(line, change) for change in changes):
        return False
    words = [_word_around(remains, change) for change in changes]
    if not all(_is_sound(*pair, word) for pair, word in zip(pairs, words, strict=True)):
        return False
    if len(changes) == 1 and not _is_likely_alone(*pairs[0], line, words[0]):
        return False
    return not any(map(may_be_chinese, (*_surroundings(line, changes), fixed[:LOOKED_AT])))


def _are_fluent(pairs: Sequence[tuple[str, str]]) -> bool:
    """Return whether the East Asian text that came out is Japanese, Korean or marks only, and all of it proven."""
    text = "".join(after for _, after in pairs)
    if UNREADABLE in text or not all(find_layers(before, after) for before, after in pairs):
        return False
    if compile_pattern(f"[{MARKS}]+").fullmatch(text):
        return True
    for language, own in (("ja", KANA), ("ko", HANGUL)):
        share = len(compile_pattern(f"[{own}]").findall(text)) / len(text)
        if len(text) >= MIN_FLUENT and share >= OWN_SHARE:
            return open_language(language).log_probability(text) >= -FLUENT * len(text)
    return False


def _word_around(remains: str, change: Change) -> str:
    """Return what stands unchanged on either side of a change, up to a blank, East Asian text or another change."""
    before = compile_pattern(f"[\\s{EAST_ASIAN}]").split(remains[max(0, change.start - AROUND) : change.start])[-1]
    after = compile_pattern(f"[\\s{EAST_ASIAN}]").split(remains[change.end : change.end + AROUND], maxsplit=1)[0]
    return before + CHANGED + after


def _is_sound(before: str, after: str, word: str) -> bool:
    """Return whether one run came out as text of one kind, in a word that holds nothing of the damage any more."""
    left = len(_beyond_ascii(word))
    if 2 * left > len(compile_pattern("[A-Za-z]").findall(word)):
        return False
    # Of what is not proven, most must have changed: of GBK a pair here and there is changed, and the rest stays.
    ours = _beyond_ascii(after)
    kept = sum(char in before for char in ours)
    if KEPT_SHARE * kept > len(ours) + after.count(UNREADABLE) and not find_layers(before, after):
        return False
    if compile_pattern(f"[{ODD}]").search(after) or any(
        unicodedata.category(char) in ("Cn", "Co", "Cs") for char in after
    ):
        return False
    if len(_scripts(after)) > 1 or _is_jumbled(word.replace(CHANGED, after)):
        return False
    if len(before) == len(after) and compile_pattern("[\x80-\x9f]").search(before):
        return _is_mark(before, word)
    return UNREADABLE not in after or not _may_have_been_ideographs(before)


def _beyond_ascii(text: str) -> list[str]:
    """Return the characters that are not ASCII, nor such as may stand beside any text."""
    return compile_pattern(f"[^\x00-\x7f\xa0{PLAIN_MARKS}{UNREADABLE}]").findall(text)


def _is_jumbled(word: str) -> bool:
    """Return whether letters and signs stand side by side as no language writes them: bytes of another layer."""
    if compile_pattern(f"[{SIGNS}][{SIGNS}]|[ÂÃÅ]\xa0").search(word):
        return True
    signs = [compile_pattern(f"[{SIGNS}]").match(char) is not None for char in word]
    return any(
        (a.islower() and b.isupper()) or (sign and b.isalpha()) or (a.isalpha() and its)
        for (a, sign), (b, its) in pairwise(zip(word, signs, strict=True))
        if a > "\x7f" and b > "\x7f"
    )


def _scripts(text: str) -> set[str]:
    """Return the scripts of the letters beyond ASCII, as the first word of their names."""
    letters = (char for char in text if char > "\x7f" and unicodedata.category(char)[0] == "L")
    return {unicodedata.name(char, "").partition(" ")[0] for char in letters} & SCRIPTS


def _is_mark_in_chinese(line: str, change: Change) -> bool:
    """Return whether C1 controls touch East Asian text, where they are bytes of it, or stray."""
    beside = line[max(0, change.start - 1) : change.start] + line[change.end : change.end + 1]
    return (
        is_east_asian(beside) and compile_pattern("[\x80-\x9f]+").fullmatch(line, change.start, change.end) is not None
    )


def _is_mark(before: str, word: str) -> bool:
    """Return whether C1 controls are marks of Windows-1252: inside a word none is but the apostrophe and letters."""
    inside = compile_pattern(f"[A-Za-z]{CHANGED}[A-Za-z]").search(word)
    return not inside or compile_pattern("[\x8a\x8c\x8e\x92\x96\x97\x9a\x9c\x9e\x9f]+").fullmatch(before) is not None


def _may_have_been_ideographs(before: str) -> bool:
    """Return whether bytes were lost that may have been of East Asian text, misread once or twice."""
    for page in PAGES:
        known = byte_table(page)
        if all(char < "\x80" or char in known or char == UNREADABLE for char in before):
            data = bytes(known.get(char, ord(char) if char < "\x80" else LOST) for char in before)
            return _compile_bytes(SHOWN_IDEOGRAPHS).search(data) is not None
    return True


def _is_likely_alone(before: str, after: str, line: str, word: str) -> bool:
    """Return whether the only change of a line says enough: one letter alone may be an ideograph as well."""
    if before == "\x85":  # a line end of mainframes, unless the line has letters of Latin-1
        return compile_pattern("[\xc0-\xff]").search(line) is not None
    if compile_pattern("[\x80-\x9f]+").fullmatch(before):
        return len(compile_pattern("[A-Za-z]{2}").findall(line)) >= FEW_LETTERS
    letters = [char for char in after if unicodedata.category(char)[0] in "LM"]
    return len(letters) != 1 or after.startswith("à") or compile_pattern("[A-Za-z]").search(word) is not None


def _surroundings(line: str, changes: Sequence[Change]) -> Iterator[str]:
    """Yield the line as far as it lies near a change."""
    start = end = -1
    for change in changes:
        if change.start - AROUND > end:
            if end >= 0:
                yield line[start:end]
            start = max(0, change.start - AROUND)
        end = change.end + AROUND
    yield line[start:end]


def may_be_chinese(text: str) -> bool:
    """Return whether some of `text` reads as Chinese once its characters are bytes again.

    >>> may_be_chinese("ÖÐ¹úÈË"), may_be_chinese("ZoÃ« et FranÃ§ois")
    (True, False)
    """
    seen = {b""}
    for page in CHINESE_PAGES:
        data = text.translate(_bytes_of(page)).encode("latin-1")
        for shifted in (data, _compile_bytes(rb"[\x80-\xff]+").sub(lambda run: b"\n" + run[0][1:], data)):
            if shifted not in seen:
                seen.add(shifted)
                if any(_holds_chinese(shifted.decode(codec, "replace")) for codec in CHINESE_CODECS):
                    return True
    return False


def _holds_chinese(text: str) -> bool:
    """Return whether a stretch of two characters or more is much likelier than chance."""
    model = open_model()
    for run in compile_pattern("[\u3001-\u3011\u4e00-\u9fff\uff01-\uff1f“”‘’—…·]{2,}").finditer(text):
        gain, last = 0.0, ""
        for char in run[0]:
            score = model.log_bigram(last, char) if gain > 0 else model.log_unigram(char)
            fresh = gain <= 0
            gain, last = max(gain, 0.0) + score + ORDINARY, char
            if gain >= CHINESE_GAIN and not fresh:
                return True
    return False


class _Bytes(dict[int, int]):
    """Character -> its byte, for ``str.translate``; what has none is a line end."""

    def __missing__(self, char: int) -> int:
        return 0x0A


@cache
def _bytes_of(page: str) -> _Bytes:
    shown = {ord(char): byte for char, byte in byte_table(page).items()}
    return _Bytes({**{byte: byte for byte in range(0x100)}, **shown})


@cache
def _compile_bytes(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)
