"""Problems as text, as JSON, as annotations of GitHub, and in SARIF, which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from zhfix.lint import Problem, describe
from zhfix.messages import translate

FORMATS = ("text", "json", "github", "sarif")
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write_line(problem: Problem, language: str) -> str:
    """Return a problem as a line that editors know: ``path:line:column: rule message``."""
    told = describe(problem, translate(problem.reason, language))
    return f"{problem.path}:{problem.line}:{problem.column}: {problem.rule} {told}"


def write_github(problem: Problem, language: str) -> str:
    """Return a problem as a command of a workflow, which shows it beside the line.

    >>> write_github(Problem("a,b.txt", 1, 2, 1, 4, "my.rule", "warning", "50% sure"), "en")
    '::warning file=a%2Cb.txt,line=1,col=2,endLine=1,endColumn=4,title=my.rule::50%25 sure'
    """
    told = _escape(describe(problem, translate(problem.reason, language)))
    name = _escape(problem.path).replace(":", "%3A").replace(",", "%2C")
    place = f"line={problem.line},col={problem.column},endLine={problem.end_line},endColumn={problem.end_column}"
    return f"::{_COMMANDS[problem.severity]} file={name},{place},title={problem.rule}::{told}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def write_json(problems: Iterable[Problem], language: str) -> str:
    """Return problems as a list of objects."""
    found = [
        {
            **problem._asdict(),
            "reason": translate(problem.reason, language),
            "change": None if problem.change is None else dict(zip(("before", "after"), problem.change, strict=True)),
            "fixable": problem.fixable,
        }
        for problem in problems
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def write_sarif(
    problems: Iterable[Problem], language: str, version: str, summarize: Callable[[str], str | None]
) -> str:
    """Return problems as a log in SARIF 2.1.0; `summarize` says what a rule does, None where that is not known."""
    found = list(problems)
    rules = []
    for rule in sorted({problem.rule for problem in found}):
        summary = summarize(rule)
        rules.append({"id": rule, **({"shortDescription": {"text": summary}} if summary else {})})
    driver = {"name": "zhfix", "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_describe_result(problem, language) for problem in found],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _describe_result(problem: Problem, language: str) -> dict[str, Any]:
    uri = quote(problem.path.replace("\\", "/").encode("utf-8", "surrogateescape"))
    region = {
        "startLine": problem.line,
        "startColumn": problem.column,
        "endLine": problem.end_line,
        "endColumn": problem.end_column,
    }
    location = {"artifactLocation": {"uri": uri}, "region": region}
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": describe(problem, translate(problem.reason, language)) or problem.rule},
        "locations": [{"physicalLocation": location}],
    }
    if problem.change is not None:
        put = {"deletedRegion": region, "insertedContent": {"text": problem.change[1]}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": [put]}]}]
    return result
