"""Characters that nobody sees and that break search, comparison and display of Chinese text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.edits import Edit, Finding, Mapping, apply_edits, compose_edits
from zhfix.evidence import SAMPLE_LIMIT, Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.rules import _invisible_chars as chars
from zhfix.rules._invisible_chars import Line, is_in

# How sure a removal is, by what is removed.  Of some 60 found in public text, every one of the kinds at 0.99 was junk;
# the others were too few to count, and are placed by how well a meaning can be thought of.
_CONFIDENCE = {
    "control": 0.99,
    "zero_width": 0.99,
    "sequence": 0.99,
    "bidi": 0.97,
    "reversed": 0.97,
    "noncharacter": 0.95,
    "soft_hyphen": 0.95,
    "selector": 0.95,
    "tag": 0.95,
    "blank": 0.9,
    "separator": 0.85,
    "c1": 0.8,
}
_REVERSED_MARGIN, _UNCLOSED_MARGIN = -4.0, 2.0
"""By how many nats the reversed reading must be likelier than the other.  What an override holds was seen reversed, so
with its closing mark it is reversed unless that makes plainly worse Chinese; without one it must be better."""


class _Token(NamedTuple):
    """An invisible character or a terminal sequence, and what becomes of it.

    `kind` says why it goes; it is empty where the token stays, and then `left` may say why that is reported.
    """

    start: int
    end: int
    kind: str = ""
    left: str = ""


@normalizer(probe=chars.has_invisible, reach="line")
def strip_controls(text: str, *, keep: str = "", evidence: Evidence) -> Iterator[Edit | Finding]:
    r"""Remove control and other invisible characters that carry no meaning in Chinese text.

    Spinners of web pages inject runs of U+0005 to U+0008 before punctuation; editors and web pages leave byte order
    marks and zero-width spaces inside words; some sites hold words reversed under a RIGHT-TO-LEFT OVERRIDE, against
    copying; terminals leave colours in logs; programs cut a UTF-16 pair in two, or write it as two.

    >>> strip_controls("\ufeff選礦\u200b廠\x05\b\x07，已於昨日開工")
    '選礦廠，已於昨日開工'
    >>> strip_controls("這種\u202e法方\u202c很好")
    '這種方法很好'

    What carries meaning stays: tabs and line ends; joiners and selectors of emoji, of Indic, Arabic and Mongolian
    letters and of ideographs; bidirectional marks in a line with right-to-left letters; soft hyphens in Latin words;
    separators of fields; shifts of ISO-2022; C1 controls beside Latin-1 letters, which are bytes of misread text.
    What is left though it may be damage, as a lone surrogate or a NUL between two fields, is reported.

    >>> strip_controls("全家福👩\u200d👩\u200d👦❤\ufe0f") == "全家福👩\u200d👩\u200d👦❤\ufe0f"
    True

    Characters in `keep` are left alone.
    """
    joined = list(_join_surrogates(text))
    if not joined:
        yield from _find_invisible(text, keep, evidence)
        return
    found = list(_find_invisible(apply_edits(text, joined), keep, evidence))
    yield from compose_edits(joined, [x for x in found if isinstance(x, Edit)])
    mapping = Mapping(joined)
    for finding in found:
        if isinstance(finding, Finding):
            start, end = mapping.to_source((finding.start, finding.end))
            yield finding._replace(start=start, end=end)


def _join_surrogates(text: str) -> Iterator[Edit]:
    """Yield edits that make one character of a high and a low surrogate, as CESU-8 and broken JSON write it."""
    for match in _compile(_PARTED).finditer(text):
        pair = match[0]
        char = pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        if not is_in(chars.INVISIBLE, char):  # else what it means would depend on what it stands beside
            yield Edit(*match.span(), pair, char, strip_controls.rule, 0.99, reason("invisible.joined", char=char))


def _find_invisible(text: str, keep: str, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Yield what becomes of every invisible character, in a text whose surrogate pairs are joined."""
    held = evidence.measure(find_delimiters) | set(keep)
    shifted = _compile(_DESIGNATION).search(text) is not None
    runs = list(_compile(f"(?:{chars.TOKEN})+").finditer(text))
    line = _NO_LINE
    taken: set[int] = set()
    for run, after in zip_longest(runs, runs[1:]):
        if run.start() > line.end:
            line = Line.around(text, run.start())
        if override := _find_override(text, run, after, line, held):
            taken |= {override.start, override.end - 1}
            yield override
        tokens = [
            token if text[token.start] not in held else token._replace(kind="", left="")
            for token in _judge_run(text, run, line, shifted=shifted)
            if token.start not in taken
        ]
        yield from _report_run(text, tokens)
    for match in _compile(f"[{chars.SURROGATES}]+").finditer(text):
        lost = match.end() - match.start()
        yield Finding(*match.span(), strip_controls.rule, "error", reason("invisible.surrogate"), lost=lost)


def _find_override(
    text: str, run: re.Match[str], after: re.Match[str] | None, line: Line, held: frozenset[str] | set[str]
) -> Edit | None:
    """Return the edit that turns round the text which the override at the end of `run` shows reversed, or None.

    What it holds must be plain Chinese up to the POP DIRECTIONAL FORMATTING that begins the run `after`, or up to the
    end of the line.  Runs of anything but bidirectional characters are in the way, since what is done with those may
    depend on the letter beside them.
    """
    start = run.end()
    if text[start - 1] != _OVERRIDE or line.right_to_left or held & {_OVERRIDE, _POP} or not _is_bidi(run[0]):
        return None
    closed = after is not None and after.start() <= line.end and after[0][0] == _POP and _is_bidi(after[0])
    if after is not None and after.start() <= line.end and not closed:
        return None
    end = after.start() if after is not None and closed else line.end
    inner = text[start:end]
    if not is_in(chars.HAN, inner[:1]) and not _compile(f"[{chars.HAN}]").search(inner):
        return None
    if not _compile(f"[{chars.CJK} -~“”‘’…—·]+").fullmatch(inner):
        return None
    turned = "".join(reversed(_compile(".[\\u3099\\u309a]*").findall(inner))).translate(_MIRRORED)
    context, behind = text[start - 2 : start - 1] or "\n", text[end + 1 : end + 2] if closed else "\n"
    model = open_model()
    gain = model.log_probability(turned + behind, context) - model.log_probability(inner + behind, context)
    if gain < (_REVERSED_MARGIN if closed else _UNCLOSED_MARGIN):
        return None
    span = start - 1, end + 1 if closed else end
    confidence = _CONFIDENCE["reversed"] if closed else _CONFIDENCE["blank"]
    why = reason("invisible.reversed", inner=inner, turned=turned)
    return Edit(*span, text[slice(*span)], turned, strip_controls.rule, confidence, why)


def _judge_run(text: str, run: re.Match[str], line: Line, *, shifted: bool) -> list[_Token]:
    """Decide for every token of a run, by the visible characters before and behind the run."""
    place = _Place(text[run.start() - 1 : run.start()] if run.start() else "", text[run.end() : run.end() + 1], line)
    tokens = [_Token(*match.span()) for match in _compile(chars.TOKEN).finditer(text, *run.span())]
    if line.bytelike:
        marks = len(run[0]) - len(run[0].lstrip(_BYTE_ORDER_MARK)) if not run.start() else 0
        return [token._replace(kind="zero_width") for token in tokens[:marks]]
    flag = _compile(_FLAG_TAGS).match(text, run.start()) if place.before == chars.BLACK_FLAG else None
    separator = _judge_separators("".join(_compile(f"[{chars.SEPARATORS}]").findall(run[0])), place)
    judged = []
    for token in tokens:
        char, following = text[token.start], text[token.end : token.end + 1]
        if token.end - token.start > 1:
            kind, left = "sequence", ""
        elif flag and token.start < flag.end():
            kind, left = "", ""
        elif char == chars.ESCAPE:
            kind, left = ("", "shift") if following and following in _INTERMEDIATE else ("control", "")
        elif char in _SHIFTS and shifted:
            kind, left = "", "shift"
        elif char == _SWAPPED_MARK and not token.start:
            kind, left = "", "swapped"
        else:
            kind, left = _judge_char(char, place, separator)
        judged.append(token._replace(kind=kind, left=left))
    return judged


class _Place(NamedTuple):
    """Where a run stands: the visible characters on either side (empty at the edges of the text), and the line."""

    before: str
    after: str
    line: Line

    def touches(self, members: str) -> bool:
        """Return whether one of the neighbours belongs to a class."""
        return is_in(members, self.before) or is_in(members, self.after)

    def lies_in(self, members: str) -> bool:
        """Return whether one neighbour belongs to a class and the other does too, or is a blank or an edge."""
        return self.touches(members) and all(is_in(members + r"\s", char) or not char for char in self[:2])


def _judge_char(char: str, place: _Place, separator: tuple[str, str]) -> tuple[str, str]:
    """Return why a character goes, or else why it is reported; neither where it has its meaning."""
    kind = chars.find_kind(char)
    if kind == "separator":
        return separator
    if kind == "c1":
        return _judge_c1(char, place)
    if kind == "zero_width":
        return _judge_zero_width(char, place)
    goes = _GOES.get(kind)
    return (kind if goes is None or goes(place) else ""), ""


def _parts_no_letters(place: _Place) -> bool:
    return place.touches(chars.CJK) and not place.touches(chars.LATIN_1)


def _selects_nothing(place: _Place) -> bool:
    return place.line.chinese and (not place.before or is_in(chars.CJK + r"\s", place.before))


_GOES: dict[str, Callable[[_Place], bool]] = {
    "control": lambda place: not place.touches(chars.LATIN_1),
    "bidi": lambda place: place.line.chinese and not place.line.right_to_left,
    "soft_hyphen": _parts_no_letters,
    "selector": _selects_nothing,
}
"""Where a character of a kind goes; other kinds go everywhere."""


def _judge_separators(separators: str, place: _Place) -> tuple[str, str]:
    """Judge all of a run together: padding at the end of a field, or stray in a sentence; else they may part fields."""
    if not separators.strip(_NUL) and (place.before in _FIELD_STARTS or place.after in _FIELD_ENDS):
        return "separator", ""
    if len(separators) == 1 and place.line.prose and place.lies_in(chars.CJK):
        return "separator", ""
    return "", "separator"


def _judge_c1(char: str, place: _Place) -> tuple[str, str]:
    """A C1 control goes between Han; beside Latin-1 it is a byte, and as a mark of Windows it stands for something."""
    if place.touches(chars.LATIN_1):
        return "", ""
    if place.lies_in(chars.CJK) and not is_in(chars.C1_MARKS, char):
        return "c1", ""
    return "", "c1"


def _judge_zero_width(char: str, place: _Place) -> tuple[str, str]:
    """Joiners hold emoji together and shape letters of some scripts; everything else of no width is junk in Chinese."""
    if char == _BYTE_ORDER_MARK:
        return "zero_width", ""
    if place.touches(chars.JOINING):
        return "", ""
    if char == _JOINER and is_in(chars.EMOJI, place.after):
        return "", "" if is_in(chars.EMOJI, place.before) else "orphan"
    if is_in(chars.MATHEMATICAL, char):
        return "zero_width" if place.lies_in(chars.CJK) else "", ""
    return "zero_width" if place.line.chinese else "", ""


def _report_run(text: str, tokens: list[_Token]) -> Iterator[Edit | Finding]:
    """Yield one edit for every stretch of tokens that go, and one finding for every stretch left for one reason."""
    stretches: list[list[_Token]] = []
    for token in tokens:
        last = stretches[-1][-1] if stretches else None
        if last and last.end == token.start and bool(last.kind) == bool(token.kind) and last.left == token.left:
            stretches[-1].append(token)
        else:
            stretches.append([token])
    for stretch in stretches:
        start, end = stretch[0].start, stretch[-1].end
        names = _name_tokens(text, stretch)
        if stretch[0].left:
            why = reason(f"invisible.left_{stretch[0].left}", names=names)
            severity, lost = ("info", 0) if stretch[0].left == "shift" else ("warning", 1)
            yield Finding(start, end, strip_controls.rule, severity, why, lost=lost)
        elif stretch[0].kind and not _compile(_PARTED).match(text[max(0, start - 1) : start] + text[end : end + 1]):
            confidence = min(_CONFIDENCE[token.kind] for token in stretch)
            why = reason(f"invisible.{stretch[0].kind}", names=names)
            if not start and text[0] == _BYTE_ORDER_MARK and _has_one_blank(text, end):
                end, confidence, why = end + 1, _CONFIDENCE["blank"], reason("invisible.blank", names=names)
            yield Edit(start, end, text[start:end], "", strip_controls.rule, confidence, why)


def _has_one_blank(text: str, at: int) -> bool:
    """Return whether a single blank stands before Chinese: strip() of a program does not get past what precedes it."""
    return text[at : at + 1] == " " and is_in(chars.CJK, text[at + 1 : at + 2])


def _name_tokens(text: str, tokens: list[_Token]) -> str:
    """Return the names of different tokens, as U+200B or ESC[0m, at most four."""
    names = dict.fromkeys(
        f"U+{ord(text[token.start]):04X}" if token.end - token.start == 1 else "ESC" + text[token.start + 1 : token.end]
        for token in tokens
    )
    return ", ".join([*names][:4]) + (", …" if len(names) > 4 else "")


def find_delimiters(sample: str) -> frozenset[str]:
    r"""Return the controls that part the fields of a table: all lines have as many, and none stands before a mark.

    >>> find_delimiters("甲\x01乙\n丙\x01丁\n戊\x01己")
    frozenset({'\x01'})
    """
    lines = sample.split("\n")
    lines = [line for line in (lines[:-1] if len(sample) >= SAMPLE_LIMIT else lines) if line.strip("\r")]
    if len(lines) < _TABLE_LINES:
        return frozenset()
    present = set(_compile(f"[{chars.SEPARATORS}{chars.CONTROLS}]").findall(lines[0]))
    found = {char for char in present if len({line.count(char) for line in lines}) == 1}
    for run in _compile(f"(?:{chars.TOKEN})+").finditer(sample) if found else ():
        if is_in(_MARKS, sample[run.end() : run.end() + 1]):
            found -= set(run[0])
    return frozenset(found)


_NO_LINE = Line(0, -1, chinese=False, right_to_left=False, bytelike=False, prose=False)
_TABLE_LINES = 3
_NUL = "\x00"
_JOINER = "\N{ZERO WIDTH JOINER}"
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SWAPPED_MARK = "\ufffe"  # the noncharacter that a byte order mark becomes when bytes are swapped
_OVERRIDE, _POP = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"
_SHIFTS = "\x0e\x0f"
_INTERMEDIATE = "".join(map(chr, range(0x20, 0x30)))
_DESIGNATION = "\x1b[ -/]"
_FLAG_TAGS = "[\U000e0020-\U000e007e]{1,32}\U000e007f"
_FIELD_STARTS, _FIELD_ENDS = ("", "\n"), ("", "\n", "\r", "\t", ",", ";", "|", '"', "'")
_MARKS = "，。！？；：、,.!?;: \u3000\t\r\n"
_PARTED = r"[\ud800-\udbff][\udc00-\udfff]"
_MIRRORED = str.maketrans("()[]{}<>（）「」『』《》〈〉【】", ")(][}{><）（」「』『》《〉〈】【")


def _is_bidi(run: str) -> bool:
    return _compile(f"[{chars.BIDI}]+").fullmatch(run) is not None


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
