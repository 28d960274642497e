"""What ``zhfix explain`` prints: each edit with its place and its reason, then what was left, then the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.lint import Lines, show
from zhfix.messages import reason, translate
from zhfix.result import Result


def list_result(name: str, result: Result, language: str) -> Iterator[str]:
    """Yield the lines that explain `result`, reasons being in `language`."""
    lines = Lines(result.source)
    for edit in result.edits:
        yield f"{name}:{_place(lines, edit.start)}: {edit.rule} {edit.confidence:.2f}  {_change(edit)}"
        if edit.reason:
            yield f"    {translate(edit.reason, language)}"
        if edit.alternatives:
            others = reason("cli.alternatives", others=", ".join(map(show, edit.alternatives)))
            yield f"    {translate(others, language)}"
    for finding in result.findings:
        place = _place(lines, finding.start)
        severity = translate(reason(f"cli.{finding.severity}"), language)
        yield f"{name}:{place}: {finding.rule} {severity}  {show(result.source[finding.start : finding.end])}"
        if finding.reason:
            yield f"    {translate(finding.reason, language)}"
    yield _summary(name, result.edits, result.findings, language)


def _change(edit: Edit) -> str:
    return f"{show(edit.before)} -> {show(edit.after)}"


def _summary(name: str, edits: tuple[Edit, ...], findings: tuple[Finding, ...], language: str) -> str:
    counts = Counter(edit.rule for edit in edits)
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items()))
    key = "cli.summary" if edits else "cli.nothing"
    summary = reason(key, name=name, edits=len(edits), rules=rules, findings=len(findings))
    return translate(summary, language)


def _place(lines: Lines, at: int) -> str:
    line, column = lines.find(at)
    return f"{line}:{column}"
