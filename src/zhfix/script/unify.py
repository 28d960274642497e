"""One script in one text: characters of the other that leaked into it, and what bad converters wrote.

>>> unify_script("會議結束后，大家都愿意參加討論。")
'會議結束後，大家都願意參加討論。'
"""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_strings
from zhfix.script._classes import find_traditional
from zhfix.script._leaks import Leak, find_leaks
from zhfix.script._page import HEAD, measure_page

SURE = 0.75
"""How sure a repair must be to be made; what is less so is reported if it is likelier than not at least."""
WORTH_A_LOOK = 0.3
"""How sure a repair must be to be reported."""


@normalizer(probe="[\u4e00-\u9fff]", reach="paragraph")
def unify_script(text: str, *, terms: tuple[str, ...] = (), evidence: Evidence) -> Iterator[Edit | Finding]:
    """Write in one script."""
    kept = [(at, at + len(term)) for term in check_strings("terms", terms) for at in _find_all(text, term)]
    page = evidence.measure(measure_page)
    if page.script is None and find_traditional().search(text):
        page = measure_page(text[:HEAD])
    for leak in find_leaks(text, page):
        if any(start <= leak.at < end for start, end in kept):
            continue
        if leak.confidence >= SURE:
            yield _edit(leak)
        elif leak.confidence >= WORTH_A_LOOK:
            why = reason("script.doubtful", char=leak.before, other=leak.after)
            yield Finding(leak.at, leak.at + 1, unify_script.rule, "info", why)


def _edit(leak: Leak) -> Edit:
    why = reason(f"script.{leak.kind}", char=leak.before)
    confidence = round(leak.confidence, 6)
    return Edit(leak.at, leak.at + 1, leak.before, leak.after, unify_script.rule, confidence, why, leak.others)


def _find_all(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)
