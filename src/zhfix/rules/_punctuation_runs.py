# ruff: noqa: RUF001 - look-alike marks are what this module is about; those that look the same have their names
"""Where marks stand for an ellipsis, a dash or an interpunct, or stand there too often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhfix.patterns import HAN, KANA, compile_in_lines
from zhfix.rules._width_context import CLOSERS, Lines, Runs, is_han, is_latin, looks_like_code

Found = tuple[int, int, float]
"""Where a stretch of marks begins and ends, and how sure it is that it stands for another."""

_MIDLINE = "\N{MIDLINE HORIZONTAL ELLIPSIS}"
_TWO_DOTS = "\N{TWO DOT LEADER}"
_DOTS = f"…{_MIDLINE}{_TWO_DOTS}"
_LEADERS = f"[{_DOTS}]+(?: (?=[{_DOTS}]))?"  # a blank may part two of them
_ELLIPSES = rf"(?:{_LEADERS}|\.{{3,}}|。{{3,}}|．{{3,}}|、{{3,}}|·{{3,}}|・{{3,}}|(?<!\.) ?\.(?: \.){{2,}} ?)+"
ELLIPSIS_PROBE = rf"(?:(?<!…)…(?!…)|…{{3}}|… …|[{_MIDLINE}{_TWO_DOTS}]|\.\.\.|\. \.|。。。|．．．|、、、|···|・・・)"
_LEADER = r"[ \t]*(?:[0-9]{1,5}(?:\.[0-9]{1,2})?[ \t]*[元页頁]?|[IVXivx]{1,5})[ \t]*$"
_LONG = 4
"""Dots in a row that may lead to the number of a page, or to a price."""


def find_ellipses(text: str) -> Iterator[Found]:
    """Yield the stretches of dots in Chinese that are no ellipsis as the standards have it."""
    lines, runs = Lines(text), Runs(text, f"．·・{_DOTS}")
    for match in compile_in_lines(_ELLIPSES).finditer(text):
        start, end = match.span()
        dots = match[0]
        if dots == "……":
            continue
        line = lines.at(start)
        if not line.prose or _stands_alone(text, start, end, dots):
            continue
        if len(dots) >= _LONG and compile_in_lines(_LEADER).match(text, end):
            continue
        beside = runs.at(start)
        if is_han(beside.before) or (is_han(beside.after) and _may_begin(text, start)):
            yield start, end, 0.97 if is_han(beside.before) and not is_latin(beside.after) else 0.9
        elif line.chinese and is_latin(beside.before) and beside.after == "" and dots[0] != ".":
            yield start, end, 0.9


def _may_begin(text: str, start: int) -> bool:
    """Return whether dots before Han can be an ellipsis: not those that follow a digit, a letter or a slash."""
    before = text[start - 1] if start else "\n"
    return not (before.isascii() and (before.isalnum() or before in "/\\._-"))


def _stands_alone(text: str, start: int, end: int, dots: str) -> bool:
    """Return whether twelve dots fill a line: paragraphs were left out."""
    if dots not in ("…" * 4, "." * 12):
        return False
    before = text[max(0, start - _INDENT) : start].rpartition("\n")[2]
    return not before.strip() and text[end : end + 1] in ("", "\n", "\r")


_INDENT = 40
"""Blanks that a line may begin with."""

_BAR, _LIGHT, _HEAVY = "\N{HORIZONTAL BAR}", "\N{BOX DRAWINGS LIGHT HORIZONTAL}", "\N{BOX DRAWINGS HEAVY HORIZONTAL}"
_DASHES = rf"-{{2,4}}|－{{2,4}}|–{{2,4}}|—{{3,4}}|[{_BAR}{_LIGHT}{_HEAVY}]{{2,4}}|—[-－–]+|[-－–]—"
_SIGNS = f"-－–—{_BAR}{_LIGHT}{_HEAVY}"
DASH_PROBE = f"--|－－|––|———|[{_BAR}{_LIGHT}{_HEAVY}]{{2}}|—[-－–]|[-－–]—|-  -"
_MOSES = " -  - "


def find_dashes(text: str) -> Iterator[Found]:
    """Yield the stretches of two to four signs between Chinese that stand for a dash, with a blank on either side."""
    lines = Lines(text)
    for match in compile_in_lines(rf"{_MOSES}|(?<![{_SIGNS}<!])(?:{_DASHES})(?![{_SIGNS}>])").finditer(text):
        start, end = match.span()
        if not lines.at(start).prose:
            continue
        if match[0] != _MOSES and text[start - 1 : start] == " " == text[end : end + 1]:
            start, end = start - 1, end + 1
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        left, right = _is_chinese(before), _is_chinese(after) or after in _ENDS
        if _begins_line(text, start):  # speech, or who said it; hyphens may be a comment or a bullet
            drawn = match[0][0] not in "- "
            if drawn and (is_han(after) or (after == " " and is_han(text[end + 1 : end + 2]))):
                yield start, end, 0.9
            elif not drawn and is_han(after) and _follows_prose(text, start, lines.at(start).end):
                yield start, end, 0.8
        elif left and right:
            yield start, end, 0.95
        elif (
            match[0] != _MOSES
            and lines.at(start).chinese
            and ((left and _begins_word(text, end)) or (right and after not in _ENDS and _ends_word(text, start)))
        ):
            yield start, end, 0.85


_ENDS = tuple("”’」』")


def _follows_prose(text: str, start: int, end: int) -> bool:
    """Return whether hyphens at the start of a line are a dash: a line of Chinese stands before, and no list around.

    Comments in hyphens stand between lines of a program, and bullets among each other.
    """
    stop = text.rfind("\n", 0, start)
    line = text[max(text.rfind("\n", 0, max(0, stop)) + 1, stop - _LONGEST) : max(0, stop)].strip()
    behind = text[end + 1 : end + 1 + _INDENT].lstrip()
    listed = line.startswith("-") or behind.startswith("-")
    return bool(line) and not listed and _is_chinese(line[-1]) and not looks_like_code(line)


_LONGEST = 2_000
"""Characters of a line that are looked at."""


def _begins_line(text: str, at: int) -> bool:
    """Return whether nothing but a few blanks stands before a place in its line."""
    before = text[max(0, at - _INDENT) : at]
    return not before.rpartition("\n")[2].strip() and ("\n" in before or at <= _INDENT)


def _is_chinese(char: str) -> bool:
    """Return whether a character is Han or a mark that only Chinese has."""
    return is_han(char) or (char != "" and char in "“‘「『《〈（【”’」』》〉）】，。！？；：、…")


def _begins_word(text: str, at: int) -> bool:
    """Return whether a word with a capital begins here, as names do and options of commands do not."""
    return compile_in_lines("[A-Z][A-Za-z]").match(text, at) is not None


def _ends_word(text: str, at: int) -> bool:
    return compile_in_lines("[A-Za-z]{2}").match(text, max(0, at - 2)) is not None


_DOTS_BETWEEN = (
    "\N{BULLET}\N{HYPHENATION POINT}\N{KATAKANA MIDDLE DOT}\N{HALFWIDTH KATAKANA MIDDLE DOT}\N{FULLWIDTH FULL STOP}"
    "\N{BULLET OPERATOR}\N{DOT OPERATOR}\N{GREEK ANO TELEIA}\N{SMALL FULL STOP}"
)
INTERPUNCT_PROBE = f"[{_DOTS_BETWEEN}]"


def find_interpuncts(text: str) -> Iterator[int]:
    """Yield the places of dots, other than ·, with Han on either side."""
    lines = Lines(text)
    for match in compile_in_lines(f"(?<=[{HAN}])[{_DOTS_BETWEEN}·](?=[{HAN}])").finditer(text):
        at = match.start()
        line = lines.at(at)
        if match[0] != "·" and not line.japanese and not (match[0] in _STOPS and _ends_lines(text, match[0], line.end)):
            yield at


_STOPS = "\N{FULLWIDTH FULL STOP}\N{SMALL FULL STOP}"


def _ends_lines(text: str, stop: str, end: int) -> bool:
    """Return whether the line ends in the same mark, closing marks aside: there it is a full stop."""
    tail = text[max(0, end - 4) : end].rstrip('\r ”’」』）)"')
    return tail.endswith(stop)


_PAIRS = {",": "，", "，": "，", ".": "。", "。": "。", "、": "、", ";": "；", "；": "；", ":": "：", "：": "："}
_PAIRS |= {"!": "！", "！": "！", "?": "？", "？": "？"}
_MARKS = "".join(_PAIRS)
REPEAT_PROBE = f"[，。、；：！？,;:!?][{re.escape(_MARKS)}]|\\.[，。、；：！？]"
_FINALS, _PAUSES = "。！？", "，、；："


def find_repeats(text: str, most: int) -> Iterator[tuple[int, int, str]]:
    """Yield stretches of marks and what they should be, ``""`` where nobody can tell."""
    lines = Lines(text)
    for match in compile_in_lines(f"(?<=[{HAN}A-Za-z0-9{re.escape(CLOSERS)}])[{re.escape(_MARKS)}]{{2,}}").finditer(
        text
    ):
        start, end = match.span()
        marks = match[0]
        line = lines.at(start)
        if not line.prose or not line.chinese or not _is_punctuation(text, start, end):
            continue
        kinds = "".join(_PAIRS[mark] for mark in marks)
        after = _collapse(kinds, most)
        if after is None:
            yield start, end, ""
        elif after != kinds:
            yield start, end, _narrow(marks, after)


def _is_punctuation(text: str, start: int, end: int) -> bool:
    """Return whether marks belong to the Chinese before or behind them, and not to an address, a face or code."""
    marks, before, after = text[start:end], text[start - 1], text[end : end + 1]
    if (marks.isascii() and not is_han(before)) or (marks[-1] in ":;" and after in _MOUTHS):
        return False
    if ".." in marks or "。。。" in marks or "、、、" in marks or marks in ("::", ":;"):
        return False  # an ellipsis, or a sign of programs
    return compile_in_lines(f"[{KANA}/\\\\=_^<>*|)(-]").match(after) is None or after in (")", "）")


_MOUTHS = tuple(")(DPp")


def _collapse(kinds: str, most: int) -> str | None:
    """Return the marks that remain of a stretch, all fullwidth, or None where that cannot be told.

    >>> [_collapse(kinds, 3) for kinds in ("，，", "，。", "！！！！", "？！？", "。，")]
    ['，', '。', '！！！', '？！', None]
    """
    if len(set(kinds)) == 1:
        return kinds[: most if kinds[0] in "！？" else 1]
    finals = kinds.lstrip(_PAUSES)
    loud = finals.rstrip("。")
    if not finals or set(finals) - set(_FINALS) or "。" in loud:
        return None
    if len(set(loud)) < 2:
        return loud[:most] or "。"
    return loud if len(loud) == 2 else "？！"


def _narrow(marks: str, after: str) -> str:
    """Return the marks in ASCII where all of the stretch was: their width is another rule's business."""
    if not marks.isascii():
        return after
    ascii_of = {wide: mark for mark, wide in _PAIRS.items() if mark.isascii()}
    return "".join(ascii_of[mark] for mark in after)
