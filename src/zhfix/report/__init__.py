r"""Results as text that people read: a page of HTML, Markdown, or a diff for a terminal.

>>> import zhfix
>>> result = zhfix.explain("展覽館的志工服務(wù)隊(duì)今天開(kāi)始工作。\n")
>>> print(write_report({"page.txt": result}, "text"))  # doctest: +ELLIPSIS
page.txt...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import zhfix
from zhfix.messages import LANGUAGES
from zhfix.options import check_choice
from zhfix.report.collection import Collection
from zhfix.report.view import make_view
from zhfix.result import Result

FORMATS = ("html", "markdown", "text", "ansi")
"""The formats of a report; ``ansi`` is ``text`` with colours."""


def write_report(
    results: Result | Mapping[str, Result], format: str = "html", *, language: str = "en", context: int | None = 3
) -> str:
    """Return what became of a text, or of several by name, as a report in one of :data:`FORMATS`.

    `context` lines are shown around what was changed, with None all of the text; memory and time are bounded by what
    is shown, some 20,000 edits, and all are counted.
    """
    check_choice("format", format, FORMATS)
    check_choice("language", language, LANGUAGES)
    named = {"": results} if isinstance(results, Result) else results
    with Collection() as collection:
        for name, result in named.items():
            collection.add(make_view(name, result, language, context))
        return "".join(write_collection(collection, format, language))


def write_collection(collection: Collection, format: str, language: str) -> Iterator[str]:
    """Yield the report of a collection in one of :data:`FORMATS`, piece by piece."""
    if format == "html":
        from zhfix.report.html import write_html

        return write_html(collection, language, zhfix.__version__)
    if format == "markdown":
        from zhfix.report.markdown import write_markdown

        return write_markdown(collection, language)
    from zhfix.report.ansi import write_ansi

    return write_ansi(collection, language, coloured=format == "ansi")
