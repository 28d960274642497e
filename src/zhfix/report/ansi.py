"""A report as plain text, or with colours for a terminal; of the texts' own controls it sees code points only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from zhfix.messages import reason, translate
from zhfix.report.collection import Collection, show_percent
from zhfix.report.rows import Piece, Row
from zhfix.report.view import FileView
from zhfix.report.visible import show_invisible

BAR = 24
"""Characters of the longest bar of the chart."""
_BOLD, _DIM, _OLD, _NEW, _LEFT = "1", "2", "31", "32", "33"

Paint = Callable[[str, str], str]
Say = Callable[..., str]
"""The text of a label by its name, in the reader's language."""


def write_ansi(collection: Collection, language: str, *, coloured: bool) -> Iterator[str]:
    """Yield the report line by line."""

    def paint(text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if coloured and text else text

    def say(name: str, **counts: int) -> str:
        return translate(reason(f"report.{name}", **{key: f"{count:,}" for key, count in counts.items()}), language)

    entries = collection.list_shown()
    for entry in entries:
        yield from _write_text(collection.read_view(entry), say, paint)
        yield "\n"
    if collection.noted > len(entries):
        yield say("other_texts", count=collection.noted - len(entries)) + "\n\n"
    for problem in collection.problems:
        yield paint(show_invisible(problem), _OLD) + "\n"
    yield from _write_chart(collection, say, paint)
    yield from _write_totals(collection, say, paint)


def _write_text(view: FileView, say: Say, paint: Paint) -> Iterator[str]:
    counts = f"{say('repaired')} {sum(view.repaired.values()):,} · {say('left')} {sum(view.left.values()):,}"
    facts = " · ".join(filter(None, (view.encoding, counts)))
    yield f"{paint(show_invisible(view.name) or say('text'), _BOLD)}  {paint(facts, _DIM)}\n"
    for hunk in view.hunks:
        if hunk.characters:
            name, count = ("same_lines", hunk.lines) if hunk.lines else ("same_characters", hunk.characters)
            yield paint(f"  ⋯ {say(name, count=count)}", _DIM) + "\n"
        for row in hunk.rows:
            yield from _write_row(row, view, say, paint)
    if view.omitted:
        yield f"  {say('omitted', count=view.omitted)}\n"
    for found in view.findings:
        severity = say(found.severity)
        excerpt = (
            f"{show_invisible(found.before)}{paint(show_invisible(found.text), '33')}{show_invisible(found.behind)}"
        )
        yield f"  {found.line}:{found.column}  {severity}  {found.rule}  {excerpt}\n"
        if found.reason:
            yield paint(f"      {show_invisible(found.reason)}", _DIM) + "\n"
    for damaged in view.bytes:
        told = damaged.before if damaged.after is None else f'{damaged.before} -> "{show_invisible(damaged.after)}"'
        why = say("no_character") if damaged.after is None else damaged.reason
        yield f"  {say('offset')} {damaged.offset}  {damaged.rule}  {told}  {paint(show_invisible(why), _DIM)}\n"


def _write_row(row: Row, view: FileView, say: Say, paint: Paint) -> Iterator[str]:
    numbers = [piece.edit for piece in row.old if piece.edit >= 0]
    if not numbers:
        yield f"  {_join(row.old, '', paint)}\n"
        return
    yield f"{paint('-', _OLD)} {_join(row.old, _OLD, paint)}\n"
    yield f"{paint('+', _NEW)} {_join(row.new, _NEW, paint)}\n"
    for number in numbers:
        edit = view.edits[number]
        change = f'"{show_invisible(edit.before)}" -> "{show_invisible(edit.after)}"'
        yield paint(f"      {edit.line}:{edit.column}  {edit.rule}  {edit.confidence:.2f}  {change}", _DIM) + "\n"
        if edit.reason:
            yield paint(f"          {show_invisible(edit.reason)}", _DIM) + "\n"
        if edit.alternatives:
            others = ", ".join(f'"{show_invisible(other)}"' for other in edit.alternatives)
            yield paint(f"          {say('alternatives')}: {others}", _DIM) + "\n"


def _join(pieces: Sequence[Piece], style: str, paint: Paint) -> str:
    return "".join(
        paint(show_invisible(piece.text), style) if piece.edit >= 0 else show_invisible(piece.text, keep="\t")
        for piece in pieces
    )


def _write_chart(collection: Collection, say: Say, paint: Paint) -> Iterator[str]:
    rules = collection.list_rules()
    if not rules:
        yield say("sound") + "\n"
        return
    width = max(len(show_invisible(rule)) for rule, _ in rules)
    most = max(tally.repaired + tally.left for _, tally in rules)
    yield paint(say("kinds"), _BOLD) + f"  (█ {say('repaired')}, ░ {say('left')})\n"
    for rule, tally in rules:
        bar = draw_bar(tally.repaired, tally.left, most)
        yield f"  {show_invisible(rule):{width}}  {tally.repaired:>9,} {tally.left:>9,}  {bar}\n"


def draw_bar(repaired: int, left: int, most: int) -> str:
    """Return a bar in characters; what there is at all has one.

    >>> draw_bar(10, 1, 20)
    '████████████░'
    """
    solid = max(int(repaired > 0), round(BAR * repaired / most))
    return "█" * solid + "░" * max(int(left > 0), round(BAR * left / most))


def _write_totals(collection: Collection, say: Say, paint: Paint) -> Iterator[str]:
    share = collection.damaged / collection.files if collection.files else 0.0
    rows = [
        ("texts", f"{collection.files:,}"),
        ("damaged_texts", f"{collection.damaged:,} ({show_percent(share)})"),
        ("damaged_characters", f"{collection.damaged_characters:,} ({show_percent(collection.share)})"),
        *((name, f"{count:,}") for name in ("binary", "failed") if (count := getattr(collection, name))),
    ]
    yield paint(say("summary"), _BOLD) + "\n"
    for name, value in rows:
        yield f"  {say(name)}: {value}\n"
