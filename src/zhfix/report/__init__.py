r"""Results as text that people read: a page of HTML, Markdown, or a diff for a terminal.

>>> from zhfix.edits import Edit
>>> result = Result("服務(wù)\n", "服務\n", (Edit(2, 6, "(wù)", "", "annotation.strip_pinyin", 0.995, "no word"),))
>>> print(write_report({"page.txt": result}, "text"))
page.txt  Repaired 1 · Left alone 0
- 服務(wù)
+ 服務
      1:3  annotation.strip_pinyin  0.99  "(wù)" -> ""
          no word
<BLANKLINE>
Damage by rule  (█ Repaired, ░ Left alone)
  annotation.strip_pinyin          1         0  ████████████████████████
Summary
  Texts: 1
  Damaged texts: 1 (100 %)
  Damaged characters: 4 (57.1 %)
<BLANKLINE>
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec

import zhfix
from zhfix.errors import OptionError
from zhfix.messages import LANGUAGES, reason
from zhfix.options import check_choice
from zhfix.report.collection import Collection
from zhfix.report.view import make_view
from zhfix.result import Result

FORMATS = ("html", "markdown", "text", "ansi")
"""The formats of a report; ``ansi`` is ``text`` with colours."""


def write_report(
    results: Result | Mapping[str, Result],
    format: str = "html",  # noqa: A002 - what it is called everywhere
    *,
    language: str = "en",
    context: int | None = 3,
) -> str:
    """Return what became of a text, or of several by name, as a report in one of :data:`FORMATS`.

    `context` lines are shown around what was changed, with None all of the text.  Of more than 20,000 edits the rest
    is counted.  Reasons and labels are in `language`, ``"en"`` or ``"zh"``.  HTML needs jinja2, which the extra
    ``zhfix[cli]`` installs; :class:`~zhfix.errors.OptionError` says so where it is missing.
    """
    check_choice("format", format, FORMATS)
    check_choice("language", language, LANGUAGES)
    named = {"": results} if isinstance(results, Result) else results
    with Collection() as collection:
        for name, result in named.items():
            collection.add(make_view(name, result, language, context))
        return "".join(write_collection(collection, format, language))


def find_missing(form: str) -> str:
    """Return what is to be installed for a format; empty where nothing is missing."""
    return reason("report.no_jinja") if form == "html" and find_spec("jinja2") is None else ""


def write_collection(collection: Collection, form: str, language: str) -> Iterator[str]:
    """Yield the report of a collection in one of :data:`FORMATS`, piece by piece."""
    if missing := find_missing(form):
        raise OptionError(missing)
    if form == "html":
        from zhfix.report.html import write_html

        return write_html(collection, language, zhfix.__version__)
    if form == "markdown":
        from zhfix.report.markdown import write_markdown

        return write_markdown(collection, language)
    from zhfix.report.ansi import write_ansi

    return write_ansi(collection, language, coloured=form == "ansi")
