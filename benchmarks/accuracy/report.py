"""What was counted, as tables and as data."""
# ruff: noqa: INP001 - modules of a script, no package

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cells import POOLED, Cell
from judge import Answer, is_right, judge
from tables import draw_table

Result = dict[str, Any]
Answers = dict[str, list[Answer]]
"""What each tool said of the samples of a cell."""

LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
"""Confidences whose promise is checked."""
TITLES = {
    "clean": "Sound text, share right",
    "bad byte": "One byte replaced by another value, share whose encoding is right",
    "cut": "Cut in the middle of the last character, share whose encoding is right",
    "mixed": "Half ASCII, share right",
    "foreign": "Other languages in their own encodings, share taken for Chinese",
    "utf8": "Valid UTF-8, share right",
    "false declaration": "A page whose declared charset is false, share right",
    "damage, outside": "Damaged bytes: share of the characters right, those within 3 of the damage apart",
    "damage, whole": "Damaged bytes: share whose whole text came back",
    "several encodings": "Several encodings in one stream: share of the bytes beyond ASCII read in theirs",
    "columns": "Columns of so many 2-character fields: share of the fields right",
}


def count_cell(cell: Cell, answers: Answers) -> Result:
    """Return what one cell came to."""
    counts: dict[str, dict[str, int | str]] = {}
    for tool, said in answers.items():
        judged = [judge(cell.measure, sample, answer) for sample, answer in zip(cell.samples, said, strict=True)]
        errors = [answer.error for answer in said if answer.error]
        counts[tool] = {"counted": sum(x for x, _ in judged), "of": sum(y for _, y in judged)}
        if errors:
            counts[tool] |= {"errors": len(errors), "first error": errors[0]}
    names = {"group": cell.group, "name": cell.name, "length": cell.length, "measure": cell.measure}
    return {**names, "samples": len(cell.samples), "results": counts}


def pool(results: list[Result]) -> Iterator[Result]:
    """Yield what GBK and Big5 come to together, and other languages together."""
    for group, name, names in (
        ("clean", "GBK and Big5", POOLED),
        ("bad byte", "gb18030 and big5", POOLED),
        ("mixed", "GBK and Big5", POOLED),
        ("foreign", "all", None),
        ("utf8", "all", None),
    ):
        chosen = [r for r in results if r["group"] == group and (names is None or r["name"] in names)]
        for length in sorted({r["length"] for r in chosen}):
            same = [r for r in chosen if r["length"] == length]
            counts = {
                tool: {key: sum(r["results"][tool][key] for r in same) for key in ("counted", "of")}
                for tool in same[0]["results"]
            }
            yield {**same[0], "name": name, "results": counts}


def calibrate(cells: Iterable[tuple[Cell, Answers]]) -> list[Result]:
    """Return, of zhfix's answers at each confidence or more, the share that is right; and of all answers."""
    judged = [
        (answer.confidence, is_right(sample, answer))
        for cell, answers in cells
        if cell.measure in ("right", "false")
        for sample, answer in zip(cell.samples, answers.get("zhfix", ()), strict=False)
        if answer.confidence is not None
    ]
    rows = []
    for level in (0.0, *LEVELS):
        right = [ok for confidence, ok in judged if confidence >= level]
        rows.append({"confidence": level, "answers": len(right), "right": sum(right)})
    return rows if judged else []


def find_misses(cells: Iterable[tuple[Cell, Answers]]) -> Iterator[Result]:
    """Yield what zhfix got wrong, with the bytes, to look into."""
    for cell, answers in cells:
        for sample, answer in zip(cell.samples, answers.get("zhfix", ()), strict=False):
            counted, of = judge(cell.measure, sample, answer)
            if counted == (0 if cell.measure == "false" else of):
                continue
            row: Result = {"group": cell.group, "name": cell.name, "length": cell.length, "counted": counted, "of": of}
            row |= {"truth": sample.encoding, "text": sample.text, "data": sample.data.hex(), "places": sample.places}
            row |= {"encoding": answer.encoding, "confidence": answer.confidence, "got": answer.text}
            yield row | ({"error": answer.error} if answer.error else {})


def show_share(count: dict[str, int]) -> str:
    """Return a share in per cent; one that is not all is never rounded up to all."""
    if not count["of"]:
        return "-"
    share = 100 * count["counted"] / count["of"]
    return f"{share:.0f}" if share in (0, 100) else f"{min(max(share, 0.01), 99.99):.{1 if share < 99 else 2}f}"


def show_groups(results: list[Result]) -> Iterator[str]:
    """Yield a table for each group: a row for each encoding and tool, a column for each length."""
    results = [*pool(results), *results]
    for group in sorted({r["group"] for r in results}, key=list(TITLES).index):
        chosen = [r for r in results if r["group"] == group]
        lengths = sorted({r["length"] for r in chosen})
        rows = []
        for name in dict.fromkeys(r["name"] for r in chosen):
            by_length = {r["length"]: r["results"] for r in chosen if r["name"] == name}
            for tool in dict.fromkeys(tool for counts in by_length.values() for tool in counts):
                shares = [show_share(by_length[n][tool]) if n in by_length else "-" for n in lengths]
                rows.append([name, tool, *shares])
        count = max(r["samples"] for r in chosen)
        yield f"\n## {TITLES[group]}, in per cent (up to {count} samples a cell)\n"
        yield from draw_table(["", "tool", *(str(n) if n else "" for n in lengths)], rows)


def show_errors(results: list[Result]) -> Iterator[str]:
    """Yield what tools raised: each time a wrong answer, and a sign that the benchmark may be at fault."""
    raised: dict[tuple[str, str], int] = {}
    for result in results:
        for tool, count in result["results"].items():
            if "errors" in count:
                key = tool, count["first error"]
                raised[key] = raised.get(key, 0) + count["errors"]
    for (tool, error), times in raised.items():
        yield f"\n{tool} raised {times} times: {error}"


def show_calibration(rows: list[Result]) -> Iterator[str]:
    """Yield the table of zhfix's confidence."""
    if not rows:
        return
    yield "\n## zhfix: answers at that confidence or more, and the share right, in per cent\n"
    shares = [show_share({"counted": r["right"], "of": r["answers"]}) for r in rows]
    shown = [[f"{r['confidence']:g}", str(r["answers"]), share] for r, share in zip(rows, shares, strict=True)]
    yield from draw_table(["confidence", "answers", "right"], shown)
