"""Text that is lost for good: reported, with an estimate of how much, and never changed."""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.edits import Finding
from zhfix.evidence import Evidence
from zhfix.messages import Reason, reason
from zhfix.normalizer import normalizer
from zhfix.rules._lost_marks import rate_boxes, rate_questions
from zhfix.rules._lost_mentions import Scene, discusses_garbling
from zhfix.rules._lost_shapes import find_lines, list_seeds, may_hold_debris
from zhfix.rules._lost_stretches import Stretch, find_stretches


@normalizer(probe=may_hold_debris, signs=list_seeds, reach="document", repairs=False)
def report_lost(text: str, *, evidence: Evidence) -> Iterator[Finding]:
    """Report what no repair can bring back, and change nothing.

    A program that meets bytes which are no text writes U+FFFD for them, and the bytes are gone. Saved as UTF-8 and read
    as GBK again, two U+FFFD are the notorious 锟斤拷, as Big5 嚙踝蕭, as CP949 占쏙옙, as Windows-1252 ``ï¿½ï¿½``. An
    encoder without a character writes ``?``, a font without one a box. And memory that was never written is 烫烫烫 or
    屯屯屯: of the text nothing is lost there, but where it ends was not seen.

    A finding covers one stretch of debris; its `lost` is about how many characters stood there, two U+FFFD for one,
    since GBK has two bytes a character.

    >>> [(found.start, found.end, found.lost) for found in report_lost.findings("课程锟斤拷锟斤拷锟斤拷时间表")]
    [(2, 11, 3)]

    Text that talks about such debris is none: quoted as a term, or written once or twice in sentences of sound Chinese
    that speak of garbled text. What may be either has severity ``"info"``, and so have question marks and boxes, which
    people write, too.

    >>> report_lost.findings("为什么乱码总是“锟斤拷”？")
    []
    """
    for match in find_lines(text):
        stretches = list(find_stretches(match[0]))
        scene = Scene(match[0], stretches, discussed=bool(stretches) and evidence.measure(discusses_garbling))
        for stretch in stretches:
            if severity := _rate(match[0], stretch, scene):
                start, end = match.start() + stretch.start, match.start() + stretch.end
                why = _explain(stretch, severity)
                yield Finding(start, end, report_lost.rule, severity, why, lost=stretch.lost)


def _rate(line: str, stretch: Stretch, scene: Scene) -> str:
    if stretch.kinds == {"questions"}:
        return rate_questions(line, stretch)
    if stretch.kinds == {"boxes"}:
        return rate_boxes(line, stretch)
    return scene.rate(stretch)


def _explain(stretch: Stretch, severity: str) -> Reason:
    """Return why a stretch is reported: by the misread U+FFFD in it, if there is any, for that says the most."""
    pages = {piece.kind: piece.page for piece in stretch.pieces}
    if severity == "info" and stretch.kinds & {"replaced", "unreadable", "fill"}:
        return reason("unrecoverable.quoted", shown=_shorten(stretch.text))
    if "replaced" in pages:
        return reason("unrecoverable.replaced", page=pages["replaced"], count=stretch.lost)
    if "unreadable" in pages:
        return reason("unrecoverable.unreadable", count=stretch.lost)
    if "fill" in pages:
        return reason("unrecoverable.fill", byte=pages["fill"], shown=_shorten(stretch.text))
    return reason(f"unrecoverable.{stretch.pieces[0].kind}", count=stretch.lost)


_SHOWN = 12


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
