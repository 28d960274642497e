r"""What a report shows of one text: plain values, in the reader's language, in memory that is bounded.

>>> from zhfix.edits import Edit
>>> result = Result("服務(wù)\n", "服務\n", (Edit(2, 6, "(wù)", "", "annotation.strip_pinyin", 0.995, "junk"),))
>>> view = make_view("page.txt", result, "en")
>>> view.edits[0].line, view.edits[0].column, view.damaged, view.characters
(1, 3, 4, 7)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from zhfix.encoding.decoded import ByteEdit
from zhfix.encoding.encode import MARKED
from zhfix.excerpts import CONTEXT
from zhfix.lint import Lines
from zhfix.messages import translate
from zhfix.report.rows import LONGEST, Hunk, clip, cut_hunks
from zhfix.result import Result

MOST_EDITS = 20_000
"""Edits that are shown of one text, and of one report; more are counted.  A page with 10,000 opens in about a second
(tests/test_report_browser.py), and nobody looks at more."""
MOST_CHARACTERS = 4_000_000
"""Characters of edits that are shown of one text."""
MOST_FINDINGS = 1_000
"""Findings, and damaged bytes, that are shown of one text; more are counted."""
AROUND = 12
"""Characters before and behind a finding that are shown with it."""
EXCERPT = 120
"""Characters of a finding, or of an example, that are shown."""
SAMPLE = 20_000
"""Characters that tell in which script a text is."""
ALTERNATIVE = 200
"""Characters of an alternative that are shown."""


SEVERITIES = ("error", "warning", "info")


class EditView(NamedTuple):
    """An edit, with its line and column in the text as it was, from 1 on."""

    rule: str
    confidence: float
    reason: str
    before: str
    after: str
    alternatives: tuple[str, ...]
    line: int
    column: int


class FindingView(NamedTuple):
    """Damage that was left, with its line and column, and what stands around it."""

    rule: str
    severity: str
    reason: str
    before: str
    text: str
    behind: str
    line: int
    column: int


class ByteView(NamedTuple):
    """Damaged bytes in hexadecimal digits, and what they were repaired to; None where they are no character."""

    offset: int
    before: str
    after: str | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileView:
    """What is shown of one text.

    `repaired` and `left` count by rule.  `damaged` is how many of the `characters` were changed or are part of
    a finding that is more than worth a look.  `omitted` edits are not shown.  `encoding` is empty where the text was no
    file.
    """

    name: str
    language: str
    characters: int
    damaged: int
    repaired: Mapping[str, int]
    left: Mapping[str, int]
    hunks: list[Hunk]
    edits: list[EditView]
    findings: list[FindingView]
    omitted: int = 0
    encoding: str = ""
    bytes: list[ByteView] = field(default_factory=list)

    @property
    def damage(self) -> int:
        """How many places were repaired or left."""
        return sum(self.repaired.values()) + sum(self.left.values())


def make_view(name: str, result: Result, language: str, context: int | None = CONTEXT) -> FileView:
    """Return what is to be shown of a text: what was changed in it, with `context` lines around, or None for all."""
    lines = Lines(result.source)
    shown = result.edits[: _count_shown(result)]
    edits = [
        EditView(
            edit.rule,
            edit.confidence,
            translate(edit.reason, language),
            clip(edit.before, LONGEST),
            clip(edit.after, LONGEST),
            tuple(clip(other, ALTERNATIVE) for other in edit.alternatives),
            *lines.find(edit.start),
        )
        for edit in shown
    ]
    end = shown[-1].end if len(shown) < len(result.edits) else len(result.source)
    return FileView(
        name,
        _find_script(result.text),
        len(result.source),
        _measure_damage(result),
        Counter(edit.rule for edit in result.edits),
        Counter(finding.rule for finding in result.findings),
        list(cut_hunks(result.source[:end], shown, context)) if shown else [],
        edits,
        list(_view_findings(result, lines, language)),
        len(result.edits) - len(shown),
    )


def view_file(
    name: str,
    encoding: str,
    repaired: Mapping[str, int],
    result: Result,
    damaged: Sequence[ByteEdit],
    language: str,
) -> FileView:
    """Return what is to be shown of a file: what :func:`make_view` does, and its `damaged` bytes.

    `repaired` counts by rule what was repaired in bytes and text.
    """
    view = make_view(name, result, language)
    shown = [
        ByteView(
            edit.start,
            edit.before[:32].hex(" ").upper(),
            None if edit.rule == MARKED else edit.after,
            edit.rule,
            translate(edit.reason, language),
        )
        for edit in damaged[:MOST_FINDINGS]
    ]
    count = view.damaged + sum(max(1, len(edit.after)) for edit in damaged if edit.rule != MARKED)
    return replace(view, encoding=encoding, repaired=repaired, bytes=shown, damaged=min(count, view.characters))


def _count_shown(result: Result) -> int:
    room = MOST_CHARACTERS
    for number, edit in enumerate(result.edits[:MOST_EDITS]):
        room -= min(LONGEST, len(edit.before)) + min(LONGEST, len(edit.after))
        if room < 0:
            return number
    return min(len(result.edits), MOST_EDITS)


def _measure_damage(result: Result) -> int:
    """Return how many characters are damaged, each counted once, an insertion as one."""
    spans = [(edit.start, max(edit.end, edit.start + 1)) for edit in result.edits]
    spans += [(found.start, found.end) for found in result.findings if found.severity != "info"]
    total = at = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, at))
        at = max(at, end)
    return min(total, len(result.source))


def _view_findings(result: Result, lines: Lines, language: str) -> list[FindingView]:
    source = result.source
    return [
        FindingView(
            found.rule,
            found.severity if found.severity in SEVERITIES else "warning",
            translate(found.reason, language),
            source[max(0, found.start - AROUND) : found.start].rpartition("\n")[2],
            clip(source[found.start : found.end], EXCERPT),
            source[found.end : found.end + AROUND].partition("\n")[0],
            *lines.find(found.start),
        )
        for found in result.findings[:MOST_FINDINGS]
    ]


def _find_script(text: str) -> str:
    """Return the tag of the language that a text is most likely in, for the fonts and voices of its readers."""
    from zhfix.script.identify import identify_script

    return {"simplified": "zh-Hans", "traditional": "zh-Hant"}.get(identify_script(text[:SAMPLE]).kind, "zh")
