"""One call of a pipeline: what its steps have made of a text so far, and what they found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeVar

from zhfix.blocks import cut_touched
from zhfix.edits import Edit, Finding, Mapping, Span, apply_edits, compose_edits
from zhfix.evidence import Evidence
from zhfix.result import Result, Step

Found = TypeVar("Found", Edit, Finding)


class Run:
    """One call: the text as it is by now, and how it came about.

    `known` is the evidence that each pass goes by, where there is some from elsewhere.  `chosen` are the places of the
    steps to run, but for those `left_out`, and `notes` are findings that are known beforehand.  Where nobody wants to
    be told the findings it `tells` none.
    """

    def __init__(
        self,
        text: str,
        known: Sequence[Evidence],
        chosen: Iterable[int],
        *,
        tells: bool = True,
        left_out: frozenset[int] = frozenset(),
        notes: Sequence[Finding] = (),
    ) -> None:
        self.source = self.text = text
        self.known, self.chosen, self.left_out, self.notes, self.tells = known, set(chosen), left_out, notes, tells
        self.has_lines = "\n" in text
        self.used: list[Evidence] = []  # by each pass
        self.heard: dict[int, Evidence] = {}  # by which steps looked at all lines, and what each asked of it
        self.edits: list[Edit] = []  # from source to text
        self.steps: list[Step] = []
        self.touched: list[Span] = []  # what edits have written, in order, those that were taken back included
        self.written: list[Span] = []  # those of the last step alone
        self.protected: Sequence[Span] | None = None  # what no edit may touch, where all of it is known
        self._findings: list[Finding] = []  # in the coordinates of `text`

    def without(self, steps: Iterable[int], notes: Sequence[Finding]) -> Run:
        """Return a new run over the same text that leaves out `steps` as well, and tells `notes`."""
        left_out = self.left_out.union(steps)
        notes = [*self.notes, *notes]
        return Run(self.source, self.known, self.chosen, tells=self.tells, left_out=left_out, notes=notes)

    def advance(self, rule: str, edits: Sequence[Edit], findings: Sequence[Finding]) -> None:
        """Make the edits of one step and note its findings."""
        if not edits:
            self._findings += findings
            return
        self.text = apply_edits(self.text, edits)
        self.edits = compose_edits(self.edits, edits)
        self.steps.append(Step(rule, tuple(edits)))
        moved = Mapping(edits)
        self.written = sorted({moved.to_output(edit[:2]) for edit in edits})
        self.touched = sorted({*map(moved.to_output, self.touched), *self.written})
        # What an earlier step found and this one has changed is no longer there; it is found again if it is.
        findings = [*keep_apart(self._findings, [edit[:2] for edit in edits]), *findings]
        self._findings = [_place(finding, moved.to_output(finding[:2])) for finding in findings]
        if self.protected is not None:
            self.protected = [moved.to_output(span) for span in self.protected]

    def list_written(self) -> str:
        """Return the lines that the last step has written in."""
        return "\n".join(block.text for block in cut_touched(self.text, self.written))

    def knows(self, findings: Sequence[Finding]) -> bool:
        """Return whether all of `findings` were noted already, when the text was as it is now."""
        return not findings or set(self._findings).issuperset(findings)

    def result(self) -> Result:
        """Return what came of it, in the coordinates of the source, as the notes are already."""
        if not (self.edits or self._findings or self.notes):
            return Result(self.source, self.text)
        back = Mapping(self.edits)
        distinct: dict[tuple[int, int, str], Finding] = {}
        for finding in (*(_place(x, back.to_source(x[:2])) for x in self._findings), *self.notes):
            distinct.setdefault((finding.start, finding.end, finding.rule), finding)
        findings = tuple(distinct[key] for key in sorted(distinct))
        return Result(self.source, self.text, tuple(self.edits), findings, tuple(self.steps))


def _place(finding: Finding, span: Span) -> Finding:
    return finding._replace(start=span[0], end=span[1])


def keep_apart(found: Iterable[Found], spans: Sequence[Span]) -> list[Found]:
    """Return those of `found` that overlap none of `spans`; side by side is no overlap."""
    ends = [end for _, end in spans]
    kept = []
    for each in found:
        k = bisect_right(ends, each.start)
        if k == len(spans) or each.end <= spans[k][0]:
            kept.append(each)
    return kept
