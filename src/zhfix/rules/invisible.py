"""Characters that nobody sees and that break search, comparison and display of Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from zhfix.edits import Edit, Finding, Mapping, apply_edits, compose_edits
from zhfix.evidence import SAMPLE_LIMIT, Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.patterns import compile_pattern
from zhfix.rules import _invisible_chars as chars
from zhfix.rules._invisible_chars import Line, is_in, name_char
from zhfix.rules._invisible_judge import Token, judge_run
from zhfix.rules._invisible_marks import Change, find_annotations, find_marks, find_overstrikes
from zhfix.rules._invisible_overrides import find_override, shows_otherwise

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
    "filler": 0.95,
    "unassigned": 0.95,
    "separator": 0.85,
    "c1": 0.8,
    "object": 0.9,
    "annotation": 0.9,
    "overstruck": 0.9,
    "mark": 0.9,
}


@normalizer(probe=chars.has_invisible, signs=f"{chars.BASIC}{chars.SURROGATES}\U00010000-\U0010ffff")
def strip_controls(text: str, *, keep: str = "", evidence: Evidence) -> Iterator[Edit | Finding]:
    r"""Remove control and other invisible characters that carry no meaning in Chinese text.

    Spinners of web pages inject runs of U+0005 to U+0008 before punctuation; editors and web pages leave byte order
    marks and zero-width spaces inside words; some sites hold words reversed under a RIGHT-TO-LEFT OVERRIDE, against
    copying; terminals leave colours, titles and hyperlinks in logs; programs cut a UTF-16 pair in two, or write it as
    two. Tag characters and rows of variation selectors hide instructions from people who pass a text to a machine.

    >>> strip_controls("\ufeff選礦\u200b廠\x05\b\x07，已於昨日開工")
    '選礦廠，已於昨日開工'
    >>> strip_controls("這種\u202e法方\u202c很好")
    '這種方法很好'
    >>> strip_controls("\x1b]8;;http://a.example/\x1b\\詳情\x1b]8;;\x1b\\：\x1b[31m失敗\x1b[0m")
    '詳情：失敗'

    Some stand for what can be seen, and that is given back: quotation marks of Windows in pairs (U+0093 and U+0094),
    its dashes and dots in twos, characters overstruck for bold print, the base of an interlinear annotation.

    >>> strip_controls("他說\x93好\x94\x97\x97就走了，名\b名稱\b稱不詳")
    '他說“好”——就走了，名稱不詳'

    What carries meaning stays: tabs and line ends; joiners and selectors of emoji, of Indic, Arabic and Mongolian
    letters; fillers of Hangul, Khmer, Braille and music beside their own; the selectors of ideographs, operators and
    marks, one for each; bidirectional marks in a line with right-to-left letters; soft hyphens in Latin words;
    separators of fields; shifts of ISO-2022; C1 controls beside Latin-1 letters, which are bytes of misread text. What
    is left though it may be damage, as a letter that shows as a blank beside a word, a lone surrogate, a NUL
    between two fields, or an override in source code that may show it other than it is, is reported.

    >>> strip_controls("全家福👩\u200d👩\u200d👦❤\ufe0f") == "全家福👩\u200d👩\u200d👦❤\ufe0f"
    True

    Characters in `keep` are left alone.
    """
    held = evidence.measure(find_delimiters) | set(keep)
    restored = list(_restore(text, held))
    middle = apply_edits(text, restored)
    found = list(_find_invisible(middle, held))
    edits = sorted(x for x in found if isinstance(x, Edit))
    marks = list(_find_marks(apply_edits(middle, edits), held))
    removed = compose_edits(edits, marks)
    yield from compose_edits(restored, removed)
    given_back = {edit.start for edit in removed} if marks else set()
    mapping = Mapping(restored)
    for finding in found:
        if isinstance(finding, Finding) and finding.start not in given_back:
            start, end = mapping.to_source((finding.start, finding.end))
            yield finding._replace(start=start, end=end)


def _restore(text: str, held: frozenset[str]) -> list[Edit]:
    """Return the edits that give back characters of which the invisible ones are a part: pairs, annotations, bold."""
    edits = list(_join_surrogates(text))
    for char, kind, find in (("\ufff9", "annotation", find_annotations), ("\x08", "overstruck", find_overstrikes)):
        if char in text and char not in held:
            current = apply_edits(text, edits)
            found = [_make_edit(current, change, kind) for change in find(current)]
            edits = compose_edits(edits, found)
    return edits


def _find_marks(text: str, held: frozenset[str]) -> Iterator[Edit]:
    """Yield the edits that make marks of the C1 controls that stand for them."""
    if compile_pattern("[\x85\x91-\x94\x97]").search(text):
        for change in find_marks(text):
            if not held & set(text[change.start : change.end]):
                yield _make_edit(text, change, "mark")


def _make_edit(text: str, change: Change, kind: str) -> Edit:
    before = text[change.start : change.end]
    names = _name_tokens(before, [Token(i, i + 1) for i, char in enumerate(before) if is_in(chars.INVISIBLE, char)])
    why = reason(f"invisible.{kind}", names=names, after=change.after)
    return Edit(*change[:2], before, change.after, strip_controls.rule, _CONFIDENCE[kind], why)


def _join_surrogates(text: str) -> Iterator[Edit]:
    """Yield edits that make one character of a high and a low surrogate, as CESU-8 and broken JSON write it."""
    for match in compile_pattern(_PARTED).finditer(text):
        pair = match[0]
        char = pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        if not is_in(chars.INVISIBLE, char):  # else what it means would depend on what it stands beside
            yield Edit(*match.span(), pair, char, strip_controls.rule, 0.99, reason("invisible.joined", char=char))


def _find_invisible(text: str, held: frozenset[str]) -> Iterator[Edit | Finding]:
    """Yield what becomes of every invisible character, in a text whose surrogate pairs are joined."""
    shifted = chars.ESCAPE in text and _shifts(text)
    runs = list(_find_runs(text))
    line = _NO_LINE
    taken: set[int] = set()
    misleading: set[int] = set()
    for run, after in zip_longest(runs, runs[1:]):
        if run.start() > line.end:
            line = Line.around(text, run.start())
        if turned := find_override(text, run, after, line, held):
            taken |= {turned.start, turned.end - 1}
            before, confidence = text[turned.start : turned.end], _CONFIDENCE["reversed" if turned.closed else "blank"]
            why = reason("invisible.reversed", inner=turned.inner, turned=turned.after)
            yield Edit(turned.start, turned.end, before, turned.after, strip_controls.rule, confidence, why)
        else:
            misleading |= set(shows_otherwise(text, run, after, line, held))
        tokens = [
            token._replace(kind="", left="direction" if token.start in misleading else "")
            if text[token.start] in held or token.start in misleading
            else token
            for token in judge_run(text, run, line, shifted=shifted)
            if token.start not in taken
        ]
        yield from _report_run(text, tokens)
    for match in compile_pattern(f"[{chars.SURROGATES}]+").finditer(text):
        lost = match.end() - match.start()
        yield Finding(*match.span(), strip_controls.rule, "error", reason("invisible.surrogate"), lost=lost)


def _find_runs(text: str) -> Iterator[re.Match[str]]:
    """Find the rows of invisible characters and sequences, each where a fast scan for what may begin one stops."""
    row, end = compile_pattern(f"(?:{chars.TOKEN})+"), 0
    for first in compile_pattern(f"[{chars.BASIC}\U00010000-\U0010ffff]").finditer(text):
        if first.start() >= end and (run := row.match(text, first.start())):
            yield run
            end = run.end()


def _shifts(text: str) -> bool:
    """Return whether a text designates character sets as ISO-2022 does, outside the sequences of a terminal."""
    return compile_pattern(_DESIGNATION).search(compile_pattern(chars.SEQUENCE).sub("\n", text)) is not None


def _report_run(text: str, tokens: list[Token]) -> Iterator[Edit | Finding]:
    """Yield one edit for every stretch of tokens that go, and one finding for every stretch left for one reason."""
    stretches: list[list[Token]] = []
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
            severity, lost = _LEFT.get(stretch[0].left, ("warning", 1))
            yield Finding(start, end, strip_controls.rule, severity, why, lost=lost)
        elif stretch[0].kind and not compile_pattern(_PARTED).match(
            text[max(0, start - 1) : start] + text[end : end + 1]
        ):
            confidence = min(_CONFIDENCE[token.kind] for token in stretch)
            why = reason(f"invisible.{stretch[0].kind}", names=names)
            if hidden := _read_tags(text[start:end]):
                why = reason("invisible.hidden", hidden=hidden)
            if not start and text[0] == _BYTE_ORDER_MARK and _has_one_blank(text, end):
                end, confidence, why = end + 1, _CONFIDENCE["blank"], reason("invisible.blank", names=names)
            yield Edit(start, end, text[start:end], "", strip_controls.rule, confidence, why)


def _has_one_blank(text: str, at: int) -> bool:
    """Return whether a single blank stands before Chinese: strip() of a program does not get past what precedes it."""
    return text[at : at + 1] == " " and is_in(chars.CJK, text[at + 1 : at + 2])


def _read_tags(text: str) -> str:
    """Return the text that tag characters hold, printable ASCII; ``""`` where they are none, or a few letters."""
    hidden = "".join(chr(ord(char) & 0x7F) for char in text if "\U000e0020" <= char <= "\U000e007e")
    return hidden if len(hidden) >= _HIDDEN else ""


def _name_tokens(text: str, tokens: list[Token]) -> str:
    """Return the names of different tokens, as U+200B ZERO WIDTH SPACE or ESC[0m, at most four."""
    names = dict.fromkeys(
        name_char(text[token.start])
        if token.end - token.start == 1
        else compile_pattern(r"[^ -~]").sub("", f"ESC{text[token.start + 1 : token.end]}")[:_NAME]
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
    present = set(compile_pattern(f"[{chars.SEPARATORS}{chars.CONTROLS}]").findall(lines[0]))
    found = {char for char in present if len({line.count(char) for line in lines}) == 1}
    for run in compile_pattern(f"(?:{chars.TOKEN})+").finditer(sample) if found else ():
        if is_in(_MARKS, sample[run.end() : run.end() + 1]):
            found -= set(run[0])
    return frozenset(found)


_LEFT = {
    "blank_letter": ("info", 0),
    "shift": ("info", 0),
    "object": ("info", 0),
    "annotation": ("info", 0),
    "direction": ("warning", 0),
}
"""How what is left is reported, by why; everything else is a warning, with a character lost."""
_HIDDEN, _NAME = 3, 24
_NO_LINE = Line(0, -1, chinese=False, right_to_left=False, bytelike=False, prose=False)
_TABLE_LINES = 3
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_DESIGNATION = "\x1b[ -/]"
_MARKS = "，。！？；：、,.!?;: \u3000\t\r\n"
_PARTED = r"[\ud800-\udbff][\udc00-\udfff]"
