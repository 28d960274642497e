"""What a pipeline found out about a text: the repaired text, every edit, and the damage that was left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from zhfix.edits import Edit, Finding, Mapping, Span, apply_edits, invert_edits
from zhfix.errors import EditError


class Step(NamedTuple):
    """What one rule did: its edits, in the coordinates of the text that the steps before it made."""

    rule: str
    edits: tuple[Edit, ...]


def split_steps(edits: Sequence[Edit], rules: Iterable[str]) -> tuple[Step, ...]:
    """Return `edits` as one step for each of their `rules`, in that order: together they do the same."""
    steps: list[Step] = []
    for rule in rules:
        shift, earlier = 0, {step.rule for step in steps}
        own: list[Edit] = []
        for edit in edits:
            if edit.rule == rule:
                own.append(edit._replace(start=edit.start + shift, end=edit.end + shift))
            elif edit.rule in earlier:
                shift += len(edit.after) - len(edit.before)
        steps.append(Step(rule, tuple(own)))
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Result:
    """A repaired text with all that was done to it.

    `edits` and `findings` are in the coordinates of `source`; a place that several rules changed is one edit.  `steps`
    holds the edits of each rule that made any, in the order they were made; for a long text, which goes through in
    blocks, `edits` by rule.

    >>> result = Result("服務(wù)", "服務", (Edit(2, 6, "(wù)", "", "annotation.strip_pinyin"),))
    >>> result.undo(), result.to_source((0, 2))
    ('服務(wù)', (0, 2))
    """

    source: str
    text: str
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    steps: tuple[Step, ...] = ()

    def undo(self) -> str:
        """Return the source again, made from the repaired text by taking every edit back."""
        return apply_edits(self.text, invert_edits(self.edits))

    def to_output(self, span: Span) -> Span:
        """Return the span of the repaired text that `span` of the source became."""
        _check_span(span, self.source)
        return Mapping(self.edits).to_output(span)

    def to_source(self, span: Span) -> Span:
        """Return the span of the source that became `span` of the repaired text."""
        _check_span(span, self.text)
        return Mapping(self.edits).to_source(span)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain dicts, lists, strings and numbers, for JSON."""
        return {
            "source": self.source,
            "text": self.text,
            "edits": [_plain(edit) for edit in self.edits],
            "findings": [_plain(finding) for finding in self.findings],
            "steps": [{"rule": step.rule, "edits": [_plain(edit) for edit in step.edits]} for step in self.steps],
        }


def _check_span(span: Span, text: str) -> None:
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise EditError(f"{start}:{end} is no span of a text of {len(text)} characters")


def _plain(found: Edit | Finding) -> dict[str, Any]:
    """Turn a named tuple into what JSON has: reasons become mere strings, tuples lists."""
    plain = found._asdict()
    plain["reason"] = str(found.reason)
    if isinstance(found, Edit):
        plain["alternatives"] = list(found.alternatives)
    return plain
