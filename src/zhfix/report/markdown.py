r"""A report as Markdown, in tables that hold whatever the texts say.

>>> print(escape_markdown("a|b `c` <i>\n"))
a&#124;b &#96;c&#96; &#60;i&#62;&#60;U+000A&#62;
"""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.messages import reason, translate
from zhfix.report.ansi import Say, draw_bar
from zhfix.report.collection import Collection, show_percent
from zhfix.report.view import FileView
from zhfix.report.visible import show_invisible

_MARKS = {ord(mark): f"&#{ord(mark)};" for mark in "\\`*_{}[]<>&#|~$!:@^="}


def escape_markdown(text: str) -> str:
    """Return `text` as it is to be read, whatever Markdown would make of it; what nobody sees as code points."""
    return show_invisible(text).translate(_MARKS)


def _quote(text: str) -> str:
    """Return text for a cell, which drops blanks at either end."""
    blank = len(text) - len(text.lstrip(" "))
    body = text[blank:]
    end = len(body) - len(body.rstrip(" "))
    return "␣" * blank + escape_markdown(body[: len(body) - end]) + "␣" * end or "∅"


def write_markdown(collection: Collection, language: str) -> Iterator[str]:
    """Yield the report line by line."""

    def say(name: str, **counts: int) -> str:
        return translate(reason(f"report.{name}", **{key: f"{count:,}" for key, count in counts.items()}), language)

    yield f"# {say('title')}\n\n| {say('summary')} | |\n|---|---:|\n"
    share = collection.damaged / collection.files if collection.files else 0.0
    yield f"| {say('texts')} | {collection.files:,} |\n"
    yield f"| {say('damaged_texts')} | {collection.damaged:,} ({_percent(share)}) |\n"
    yield f"| {say('repaired')} | {collection.repaired:,} |\n"
    yield f"| {say('left')} | {collection.left:,} |\n"
    yield f"| {say('damaged_characters')} | {collection.damaged_characters:,} ({_percent(collection.share)}) |\n"
    for name in ("binary", "failed"):
        if count := getattr(collection, name):
            yield f"| {say(name)} | {count:,} |\n"
    if collection.problems:
        yield f"\n{say('problems')}\n\n"
        yield from (f"- {escape_markdown(problem)}\n" for problem in collection.problems)
    rules = collection.list_rules()
    if not rules:
        yield f"\n{say('sound')}\n"
        return
    yield from _write_rules(collection, say)
    entries = collection.list_shown()
    if collection.files > 1:
        yield from _write_worst(collection, say)
    for entry in entries:
        yield from _write_text(collection.read_view(entry), say)
    if collection.noted > len(entries):
        yield f"\n{say('other_texts', count=collection.noted - len(entries))}\n"


def _write_rules(collection: Collection, say: Say) -> Iterator[str]:
    rules = collection.list_rules()
    most = max(tally.repaired + tally.left for _, tally in rules)
    yield f"\n## {say('kinds')}\n\n| {say('rule')} | █ {say('repaired')} ░ {say('left')} "
    yield f"| {say('repaired')} | {say('left')} | {say('texts')} |\n|---|---|---:|---:|---:|\n"
    for rule, tally in rules:
        bar = draw_bar(tally.repaired, tally.left, most)
        yield f"| {escape_markdown(rule)} | {bar} | {tally.repaired:,} | {tally.left:,} | {tally.files:,} |\n"


def _write_worst(collection: Collection, say: Say) -> Iterator[str]:
    yield f"\n## {say('worst')}\n\n| {say('text')} | {say('encoding')} | {say('repaired')} | {say('left')} "
    yield f"| {say('damaged_share')} |\n|---|---|---:|---:|---:|\n"
    for entry in collection.list_worst():
        yield f"| {escape_markdown(entry.name)} | {escape_markdown(entry.encoding)} | {entry.repaired:,} "
        yield f"| {entry.left:,} | {_percent(entry.share)} |\n"


def _write_text(view: FileView, say: Say) -> Iterator[str]:
    yield f"\n## {escape_markdown(view.name) or say('text')}\n"
    if view.edits:
        yield f"\n| {say('place')} | {say('original')} | {say('result')} | {say('rule')} | {say('confidence')} "
        yield f"| {say('reason')} |\n|---|---|---|---|---:|---|\n"
    for edit in view.edits:
        why = edit.reason
        if edit.alternatives:
            why += f" ({say('alternatives')}: {', '.join(edit.alternatives)})"
        yield f"| {edit.line}:{edit.column} | {_quote(edit.before)} | {_quote(edit.after)} "
        yield f"| {escape_markdown(edit.rule)} | {edit.confidence:.2f} | {escape_markdown(why)} |\n"
    if view.omitted:
        yield f"\n{say('omitted', count=view.omitted)}\n"
    if view.findings:
        yield f"\n### {say('findings')}\n\n| {say('place')} | {say('text')} | {say('rule')} | {say('reason')} |\n"
        yield "|---|---|---|---|\n"
    for found in view.findings:
        excerpt = f"{escape_markdown(found.before)}**{_quote(found.text)}**{escape_markdown(found.behind)}"
        yield f"| {found.line}:{found.column} | {excerpt} | {escape_markdown(found.rule)} "
        yield f"| {say(found.severity)}: {escape_markdown(found.reason)} |\n"
    if view.bytes:
        yield f"\n### {say('bytes')}\n\n| {say('offset')} | {say('original')} | {say('result')} | {say('rule')} "
        yield f"| {say('reason')} |\n|---:|---|---|---|---|\n"
    for damaged in view.bytes:
        after = "" if damaged.after is None else _quote(damaged.after)
        why = say("no_character") if damaged.after is None else damaged.reason
        yield f"| {damaged.offset} | {damaged.before} | {after} | {escape_markdown(damaged.rule)} "
        yield f"| {escape_markdown(why)} |\n"


def _percent(share: float) -> str:
    return escape_markdown(show_percent(share))
