"""Characters that cannot be seen, by what they do, and the characters that give them a meaning.

Regular-expression classes as text: rules compile them on first use.  A *run* is a stretch of such characters and
terminal sequences; what stands on either side of the whole run is what they are judged by, so that removing some never
changes how the others are judged.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from zhfix.patterns import HAN, HANGUL

SEPARATORS = "\x00\x01\x1c-\x1f"
"""NUL, U+0001, which data warehouses put between fields, and ASCII's separators of files, groups, records and units."""
CONTROLS = "\x02-\x08\x0e-\x1a\x7f"
"""Other C0 controls and DEL; tab, line feed, vertical tab, form feed and carriage return lay text out and stay."""
ESCAPE = "\x1b"
C1 = "\x80-\x84\x86-\x9f"
"""C1 controls but for NEXT LINE, which breaks lines."""
C1_MARKS = "\x80\x82\x84\x8b\x91-\x97\x99\x9b"
"""C1 controls that stand for marks such as € “ ” — where a Windows program meant its own code page."""
SOFT_HYPHEN = "\xad"
ZERO_WIDTH = "\u034f\u180e\u200b-\u200d\u2060\u206a-\u206f\ufeff"
"""COMBINING GRAPHEME JOINER, MONGOLIAN VOWEL SEPARATOR, ZERO WIDTH SPACE, NON-JOINER and JOINER, WORD JOINER,
deprecated format characters, the byte order mark."""
MATHEMATICAL = "\u2061-\u2064"
"""Invisible operators of formulas: FUNCTION APPLICATION, INVISIBLE TIMES, SEPARATOR and PLUS."""
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks, embeddings, overrides and isolates of the bidirectional algorithm."""
DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
"""Those of them that turn a stretch of text round, which can show source code other than it is (Trojan Source)."""
SELECTORS = "\ufe00-\ufe0f"
"""VARIATION SELECTOR-1 to -16: of ideographs, punctuation and symbols; the last two for text and emoji style."""
EMOJI_SELECTORS = "\ufe0e\ufe0f"
IDEOGRAPHIC_SELECTORS = "\U000e0100-\U000e01ef"
"""VARIATION SELECTOR-17 to -256, of ideographs alone."""
OBJECT = "\ufffc"
"""OBJECT REPLACEMENT CHARACTER: an image or another object stood here, which plain text cannot hold."""
ANCHORS = "\ufff9-\ufffb"
"""INTERLINEAR ANNOTATION ANCHOR, SEPARATOR and TERMINATOR."""
NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff"
NONCHARACTERS_BEYOND = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
TAGS = "\U000e0001\U000e0020-\U000e007f"
FILLERS = "\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f"
"""HANGUL CHOSEONG and JUNGSEONG FILLER, KHMER VOWEL INHERENT AQ and AA, MONGOLIAN FREE VARIATION SELECTOR ONE to FOUR:
each has a meaning in its own script alone."""
FILLERS_BEYOND = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
"""The same of Duployan shorthand, and the beams, ties, slurs and phrases of music."""
BLANKS = "\u2800\u3164\uffa0"
"""BRAILLE PATTERN BLANK, HANGUL FILLER and its halfwidth form: typed for blanks, since no strip() takes them off."""
UNASSIGNED = "\u2065\ufff0-\ufff8"
UNASSIGNED_BEYOND = "\U000e0000\U000e0002-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
"""What Unicode keeps for characters that are not to be seen, and is none yet: all else that is default-ignorable."""
BASIC = (
    SEPARATORS + CONTROLS + ESCAPE + C1 + SOFT_HYPHEN + ZERO_WIDTH + MATHEMATICAL + BIDI + SELECTORS + NONCHARACTERS
) + (OBJECT + ANCHORS + FILLERS + BLANKS + UNASSIGNED)
BEYOND = NONCHARACTERS_BEYOND + TAGS + IDEOGRAPHIC_SELECTORS + FILLERS_BEYOND + UNASSIGNED_BEYOND
"""What lies beyond the Basic Multilingual Plane, apart: a class with both is thirty times slower to search for."""
INVISIBLE = BASIC + BEYOND
SURROGATES = "\ud800-\udfff"

_CONTROL_SEQUENCE = "\x1b\\[[0-9;:<=>?]{0,24}[ -/]{0,4}[@-~]"
_SHORT_ESCAPES = "(?:\x1b(?:[()*+][0-9A-Z]|[78=>cDEHMNOZ]))"
SEQUENCE = (
    # Control sequences, such as ESC [ 3 1 m, and beside them short escapes, which by themselves may be no sequences.
    f"{_SHORT_ESCAPES}{{0,4}}{_CONTROL_SEQUENCE}{_SHORT_ESCAPES}{{0,4}}"
    # The same with one character in place of ESC [, unless that is a byte of misread text.
    "|(?<![\x80-\xff])\x9b[0-9;?]{1,24}[A-Za-z]"
    # Commands to the terminal: window titles, hyperlinks (8), images (1337).  Up to BEL or to ESC \\.
    "|\x1b\\][0-9]{0,4}[;A-Za-z][^\x07\x1b\x80-\x9f\r\n]{0,65536}(?:\x07|\x1b\\\\|\x9c)"
    "|(?<![\x80-\xff])\x9d[0-9]{1,4};[^\x07\x1b\x80-\x9f\r\n]{0,4096}(?:\x07|\x9c)"
    # Device control, application and privacy strings.
    "|\x1b[PX^_][^\x1b\x80-\x9f\r\n]{0,65536}\x1b\\\\"
)
"""A sequence that a terminal acts on and does not show."""
TOKEN = f"(?:{SEQUENCE})|[{INVISIBLE}]"

CJK = (
    HAN + "\u2e80-\u2fdf\u3000-\u302f\u3031-\u303c\u303e-\u312f\u31a0-\u31bf\u31f0-\u31ff\ufe30-\ufe4f"
    "\uff01-\uff9f\uffe0-\uffe6"
)
"""Ideographs, kana, bopomofo and their punctuation, halfwidth and fullwidth; not Hangul, which has spaces."""
LATIN_1 = "\xa0-\xff"
"""What the bytes of Chinese look like when read as Latin-1: invisible ones beside them may be bytes as well."""
RIGHT_TO_LEFT = (
    "\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
)
JOINING = RIGHT_TO_LEFT + ("\u0900-\u109f\u1700-\u1aff\u1b00-\u1cff\ua800-\uabff\U00011000-\U00011fff")
"""Scripts in which joiners shape letters or zero-width spaces part words: Arabic, Indic, Thai, Khmer, Mongolian, …"""
OWNERS = JOINING + HANGUL + "\u2800-\u28ff\U0001bc00-\U0001bc9f\U0001d100-\U0001d1ff"
"""Scripts in which fillers and blanks have a meaning: Hangul, Braille, Duployan, music and those of JOINING."""
EMOJI = (
    "\xa9\xae\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff"
)
VARIED = HAN + "，、。！？：；\uff0e‘’“”0\uff10\u2200-\u22ff\u2a00-\u2aff" + JOINING
"""What takes one of the first fourteen selectors: ideographs, marks (in the corner or centred, narrow or wide), zero,
operators, letters."""
BLACK_FLAG = "\U0001f3f4"
SENTENCE_MARKS = "，。！？；"


_KINDS = {
    "separator": SEPARATORS,
    "control": CONTROLS + ESCAPE,
    "c1": C1,
    "zero_width": ZERO_WIDTH + MATHEMATICAL,
    "bidi": BIDI,
    "soft_hyphen": SOFT_HYPHEN,
    "selector": SELECTORS + IDEOGRAPHIC_SELECTORS,
    "object": OBJECT,
    "annotation": ANCHORS,
    "noncharacter": NONCHARACTERS + NONCHARACTERS_BEYOND,
    "tag": TAGS,
    "filler": FILLERS + FILLERS_BEYOND,
    "blank_letter": BLANKS,
    "unassigned": UNASSIGNED + UNASSIGNED_BEYOND,
}


@cache
def find_kind(char: str) -> str:
    """Return to which kind an invisible character belongs."""
    return next(kind for kind, members in _KINDS.items() if is_in(members, char))


_ABBREVIATIONS = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
)


def name_char(char: str) -> str:
    """Return number and name of a character; controls have no names but abbreviations.

    >>> name_char(chr(7)), name_char(chr(0x2060))
    ('U+0007 BEL', 'U+2060 WORD JOINER')
    """
    code = ord(char)
    name = _ABBREVIATIONS.split()[code] if code < 0x20 else "DEL" if code == 0x7F else unicodedata.name(char, "")
    return f"U+{code:04X} {name}".rstrip()


@cache
def compile_class(members: str) -> re.Pattern[str]:
    """Return a pattern for one character of a class."""
    return re.compile(f"[{members}]")


def is_in(members: str, char: str) -> bool:
    """Return whether `char` belongs to a class; the edge of a text, ``""``, belongs to none."""
    return bool(char) and compile_class(members).match(char) is not None


def has_invisible(text: str) -> bool:
    """Return whether any invisible character or surrogate is in a text: 0.35 ms for 100,000 that are visible."""
    if compile_class(BASIC + SURROGATES).search(text):
        return True
    # A scan for BEYOND itself is thirty times slower, and there are few characters to ask it about.
    beyond = set(compile_class("\U00010000-\U0010ffff").findall(text))
    return any(map(compile_class(BEYOND).match, beyond))


class Line(NamedTuple):
    """A line of the text, and what is written in it."""

    start: int
    end: int
    chinese: bool
    right_to_left: bool
    bytelike: bool
    prose: bool

    @classmethod
    def around(cls, text: str, at: int) -> Line:
        """Return the line that holds the position `at`.

        A line of Latin-1 letters without any CJK is *bytelike*: its controls may be bytes of text in another encoding.
        """
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end

        def has(members: str) -> bool:
            return compile_class(members).search(text, start, end) is not None

        chinese = has(CJK)
        return cls(start, end, chinese, has(RIGHT_TO_LEFT), not chinese and has(LATIN_1), has(SENTENCE_MARKS))
