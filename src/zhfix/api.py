"""``fix``, ``explain`` and ``detect``: a preset run over one text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from zhfix.charlm import open_model
from zhfix.edits import Finding
from zhfix.errors import check_text
from zhfix.evidence import Evidence
from zhfix.options import check_choice, check_share, check_strings
from zhfix.pipeline import EXPECTATIONS, Pipeline
from zhfix.presets import PRESETS
from zhfix.protect import MARKUPS
from zhfix.result import Result

NOTHING: tuple[str, ...] = ()
"""What options that list something are where nothing is listed."""


def fix(
    text: str,
    preset: str = "repair",
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_confidence: float | None = None,
    terms: Iterable[str] = (),
    markup: str = "text",
    expect: str | None = None,
    evidence: Evidence | None = None,
) -> str:
    """Return `text` repaired; the same object where there is nothing to repair.

    `preset` names the list of rules.  `select` runs only some of them and `ignore` leaves some out; both take rule ids
    (``"quotes.rebalance_quotes"``), their function names or their families (``"quotes"``).  An id may be that of a rule
    which the preset does not run, and the name of a preset stands for all its rules, so that
    ``select=["repair", "width.fold_ascii"]`` adds one.  Repairs that are less sure than `min_confidence` are not made.
    `terms` are strings to leave alone wherever they stand.  In URLs, paths, code, tags and formulas nothing is changed
    but what was read in the wrong code page: `markup` says what else to expect, ``"markdown"`` or ``"html"`` in place
    of running ``"text"``, and ``"none"`` protects `terms` alone.  `expect` is ``"zh"`` where the text is known to be
    Chinese.  `evidence` decides doubtful places where a text is too short to do so: gather it from its neighbours.

    >>> fix("本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。")
    '本次活動服務企業，推進發展。'
    >>> sound = "這段文字沒有壞。"
    >>> fix(sound) is sound
    True
    """
    check_text(text, "fix")
    pipeline = open_pipeline(preset, select, ignore, min_confidence, terms, markup, expect)
    return pipeline(text, evidence=evidence)


def explain(
    text: str,
    preset: str = "repair",
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_confidence: float | None = None,
    terms: Iterable[str] = (),
    markup: str = "text",
    expect: str | None = None,
    evidence: Evidence | None = None,
) -> Result:
    """Return what :func:`fix` makes of `text`, with every edit, its reason, and the damage that was left.

    >>> result = explain("本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。")
    >>> result.edits[0].start, result.edits[0].before, str(result.edits[0].reason)
    (6, '(wù)', 'the reading (wù) was written after 務 by a converter')
    >>> result.undo() == result.source
    True
    """
    check_text(text, "explain")
    pipeline = open_pipeline(preset, select, ignore, min_confidence, terms, markup, expect)
    return pipeline.explain(text, evidence=evidence)


def detect(
    text: str,
    preset: str = "repair",
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_confidence: float | None = None,
    terms: Iterable[str] = (),
    markup: str = "text",
    expect: str | None = None,
    evidence: Evidence | None = None,
) -> list[Finding]:
    """Return everything that is wrong in `text`: what :func:`fix` would repair, and what it would leave.

    >>> found = detect("本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。")
    >>> [(finding.start, finding.end, finding.fixable) for finding in found]
    [(6, 10, True), (12, 16, True), (19, 24, True), (25, 29, True)]
    """
    check_text(text, "detect")
    pipeline = open_pipeline(preset, select, ignore, min_confidence, terms, markup, expect)
    result = pipeline.explain(text, evidence=evidence)
    repairs = (Finding(e.start, e.end, e.rule, "error", e.reason, fixable=True) for e in result.edits)
    return sorted(chain(repairs, result.findings))


def preload() -> None:
    """Load the model now: for a server before its first request, or a process before it forks."""
    open_model()


def open_pipeline(
    preset: str,
    select: Iterable[str],
    ignore: Iterable[str],
    min_confidence: float | None,
    terms: Iterable[str],
    markup: str,
    expect: str | None,
) -> Pipeline:
    """Return the pipeline for these options, checked; the same one for the same options."""
    none_listed = select is ignore is terms is NOTHING
    if none_listed and (min_confidence, expect) == (None, None) and type(preset) is type(markup) is str:
        # Most calls: to check what is nothing would take most of their time.
        return _build_pipeline(preset, (), (), (), None, markup, None)
    return _build_pipeline(
        check_choice("preset", preset, list(PRESETS)),
        check_strings("select", select),
        check_strings("ignore", ignore),
        check_strings("terms", terms),
        check_share("min_confidence", min_confidence),
        check_choice("markup", markup, MARKUPS),
        None if expect is None else check_choice("expectation", expect, EXPECTATIONS),
    )


@lru_cache(maxsize=64)
def _build_pipeline(
    preset: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    terms: tuple[str, ...],
    min_confidence: float | None,
    markup: str,
    expect: str | None,
) -> Pipeline:
    return Pipeline.from_preset(
        preset,
        select=select,
        ignore=ignore,
        markup=markup,
        terms=terms,
        min_confidence=min_confidence,
        expect=expect,
    )
