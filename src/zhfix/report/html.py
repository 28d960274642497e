"""A report as one page of HTML that needs nothing else: no network, no other file, and no script to be read."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib import resources
from typing import Any

from zhfix.errors import DataError, OptionError
from zhfix.message_texts_report import REPORT_MESSAGES
from zhfix.messages import reason, translate
from zhfix.report.collection import CLASSES, Collection, show_percent
from zhfix.report.view import EditView, FileView
from zhfix.report.visible import show_invisible, split_invisible

CHUNK = 40
"""Rows that a browser draws, or leaves undrawn, together."""
SURE, LIKELY = 0.95, 0.8
"""Confidence from which an edit is underlined as sure, and as likely; below it is doubtful."""
_HEIGHT = 110  # of the tallest column of the plot
# What the page, or its script, puts in later.
_SLOTS = {name: f"{{{name}}}" for name in "all all_edits all_findings count edits findings left repaired shown".split()}


def write_html(collection: Collection, language: str, version: str) -> Iterator[str]:
    """Yield the page piece by piece; the texts of the collection are read one at a time."""
    environment = _open_environment()
    page = environment.from_string(_read("page.html.jinja"))
    rules, shown = collection.list_rules(), collection.list_shown()
    yield from page.generate(
        language="zh-Hans" if language == "zh" else "en",
        version=version,
        css=_read("page.css"),
        js=_read("page.js"),
        t={key.removeprefix("report."): translate(reason(key, **_SLOTS), language) for key in REPORT_MESSAGES},
        total=collection,
        rules=rules,
        most=max((tally.repaired + tally.left for _, tally in rules), default=1),
        summaries={rule: _summarize(rule) if language == "en" else "" for rule, _ in rules},
        columns=_list_columns(collection, language),
        worst=collection.list_worst(),
        shown=len(shown),
        views=_number_views(collection),
        size=CHUNK,
    )


def _number_views(collection: Collection) -> Iterator[tuple[int, int, FileView]]:
    """Yield each text that is shown, its number from 1 on, and the number of edits before it."""
    base = 0
    for number, entry in enumerate(collection.list_shown(), 1):
        yield number, base, collection.read_view(entry)
        base += entry.shown


def _read(name: str) -> str:
    try:
        return resources.files("zhfix").joinpath("report", "templates", name).read_text("utf-8")
    except OSError as error:
        raise DataError(f"report/templates/{name} is missing from the package ({error}); reinstall zhfix") from error


def _open_environment() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters.update(
        visible=_mark_invisible,
        flowing=_mark_flowing,
        plain=show_invisible,
        others=lambda edit: "\n".join(map(show_invisible, edit.alternatives)),
        certainty=_name_certainty,
        number=lambda count: f"{count:,}",
        percent=show_percent,
        digest=_digest,
        bar=_measure_bar,
    )
    return environment


def _measure_bar(count: int, most: int) -> float:
    """Return how long a bar is, in percent; what there is at all can be seen."""
    return max(0.6, round(99 * count / most, 2)) if count else 0


def _digest(text: str) -> str:
    """Return how a policy of content names a script or a style sheet."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _name_certainty(edit: EditView) -> str:
    if edit.confidence >= SURE:
        return "sure"
    return "likely" if edit.confidence >= LIKELY else "doubtful"


def _mark_flowing(text: str) -> Any:
    """Return sound text as HTML: tabs stay."""
    return _mark_invisible(text, keep="\t")


def _mark_invisible(text: str, keep: str = "") -> Any:
    """Return text as HTML, with characters that nobody sees as code points."""
    from markupsafe import Markup

    return Markup("".join(_mark(part, hidden=hidden and part not in keep) for part, hidden in split_invisible(text)))  # noqa: S704


def _mark(part: str, *, hidden: bool) -> str:
    if not hidden:
        return escape(part)
    if part == "\n":
        return '<span class="x">↵</span>\n'
    return f'<span class="x">U+{ord(part):04X}</span>'


def _list_columns(collection: Collection, language: str) -> list[dict[str, Any]]:
    """Return the columns of the plot: how many texts have which share of damaged characters."""
    labels = [translate(reason("report.sound_column"), language), "≤ 0.1 %", "≤ 1 %", "≤ 10 %", "> 10 %"]
    counts = [collection.shares[limit] for limit in CLASSES]
    most = max(counts, default=0) or 1
    return [
        {"label": label, "count": count, "height": round(_HEIGHT * count / most, 1)}
        for label, count in zip(labels, counts, strict=True)
    ]


def _summarize(rule: str) -> Any:
    """Return what a rule does, as HTML, with its examples as code."""
    from markupsafe import Markup

    from zhfix.catalog import find_entry

    try:
        parts = enumerate(find_entry(rule).summary.split("`"))
        return Markup("".join(f"<code>{escape(part)}</code>" if number % 2 else escape(part) for number, part in parts))  # noqa: S704
    except OptionError:  # what repairs bytes, or a rule of the caller's own
        return ""
