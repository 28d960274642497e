"""What ``zhfix explain`` prints: each edit with its place and its reason, then what was left, then the counts."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.messages import reason, translate
from zhfix.result import Result

_SHOWN = 40  # characters of a replaced stretch that are printed
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # categories that print as nothing or break lines


def list_result(name: str, result: Result, language: str) -> Iterator[str]:
    """Yield the lines that explain `result`, reasons being in `language`."""
    lines = _Lines(result.source)
    for edit in result.edits:
        yield f"{name}:{lines.place(edit.start)}: {edit.rule} {edit.confidence:.2f}  {_change(edit)}"
        if edit.reason:
            yield f"    {translate(edit.reason, language)}"
        if edit.alternatives:
            others = reason("cli.alternatives", others=", ".join(map(show, edit.alternatives)))
            yield f"    {translate(others, language)}"
    for finding in result.findings:
        place = lines.place(finding.start)
        severity = translate(reason(f"cli.{finding.severity}"), language)
        yield f"{name}:{place}: {finding.rule} {severity}  {show(result.source[finding.start : finding.end])}"
        if finding.reason:
            yield f"    {translate(finding.reason, language)}"
    yield _summary(name, result.edits, result.findings, language)


def show(text: str) -> str:
    r"""Quote `text` on one line, with what cannot be seen written as code points.

    >>> show("中\u200b文\n")
    '"中<U+200B>文<U+000A>"'
    """
    cut = text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}…{text[-_SHOWN // 2 :]}"
    return '"' + "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in _INVISIBLE else c for c in cut) + '"'


def _change(edit: Edit) -> str:
    return f"{show(edit.before)} -> {show(edit.after)}"


def _summary(name: str, edits: tuple[Edit, ...], findings: tuple[Finding, ...], language: str) -> str:
    counts = Counter(edit.rule for edit in edits)
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items()))
    key = "cli.summary" if edits else "cli.nothing"
    summary = reason(key, name=name, edits=len(edits), rules=rules, findings=len(findings))
    return translate(summary, language)


class _Lines:
    """Line and column, counted from 1, of places in a text; lines end at line feeds."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, at: int) -> str:
        line = bisect_right(self._starts, at)
        return f"{line}:{at - self._starts[line - 1] + 1}"
