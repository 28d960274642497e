"""A document that comes in pieces is repaired as the whole would be, in memory that does not grow: ``fix_lines``."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain

from zhfix.api import open_pipeline
from zhfix.blocks import Block, Part, cut_blocks, join_blocks, split_lines
from zhfix.edits import Edit, Finding, apply_edits
from zhfix.errors import InputTypeError
from zhfix.evidence import Evidence, check_evidence
from zhfix.pipeline import Pipeline
from zhfix.processes import count_processes, run_in_processes


def fix_lines(
    lines: Iterable[str],
    preset: str = "repair",
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_confidence: float | None = None,
    terms: Iterable[str] = (),
    markup: str = "text",
    expect: str | None = None,
    evidence: Evidence | None = None,
    jobs: int | None = 1,
) -> Iterator[str]:
    r"""Yield the lines of one document repaired; joined they are what :func:`zhfix.fix` makes of the whole.

    `lines` are pieces of the document, however it is cut: lines of an open file, or chunks.  What comes out are lines,
    each with the line feed that ends it, some 70,000 characters late, in memory that does not grow.  Unlike the texts
    of :func:`zhfix.fix_many` they are no documents of their own: a quotation may go on in the next line, and doubtful
    places are decided by the first 65,536 characters, or by `evidence`.  The options are those of :func:`~zhfix.fix`,
    checked at the call; `jobs` is as in :func:`~zhfix.fix_many`.

    >>> list(fix_lines(["他說：”服務(wù)", "企業(yè)。“\n推進(jìn)發(fā)展。"]))
    ['他說：“服務企業。”\n', '推進發展。']
    """
    if isinstance(lines, (str, bytes, bytearray, memoryview)) or not isinstance(lines, Iterable):
        kind = type(lines).__name__
        raise InputTypeError(f"fix_lines() takes the lines of a text, not one {kind}: zhfix.fix(text) takes a text")
    pipeline = open_pipeline(preset, select, ignore, min_confidence, terms, markup, expect)
    check_evidence(evidence)
    parts = repair_parts(_check_items(lines), pipeline, evidence, count_processes(jobs))
    return split_lines(apply_edits(part.text, part.edits) for part in parts)


def _check_items(lines: Iterable[object]) -> Iterator[str]:
    for index, line in enumerate(lines):
        if not isinstance(line, str):
            raise InputTypeError(f"fix_lines() takes text (str), and item {index} is {type(line).__name__}")
        yield line


def repair_parts(
    texts: Iterable[str], pipeline: Pipeline, evidence: Evidence | None = None, processes: int = 1
) -> Generator[Part, None, None]:
    """Yield the parts of the text that `texts` are together, with their edits, shared among `processes`."""
    known = () if evidence is None else (evidence,)
    blocks = cut_blocks(texts)
    if processes == 1:
        yield from join_blocks(pipeline.find_in_blocks(blocks, known))
        return
    first = next(blocks)
    found, used = pipeline.find_in_block(first, known)
    if first.last:
        yield from join_blocks([(first, *found)])
        return
    with closing(run_in_processes(_find_in_block, blocks, processes, _prepare, pipeline, known or used)) as answers:
        others = ((block, *answer) for block, answer in answers)
        yield from join_blocks(chain([(first, *found)], others))


_prepared: list[tuple[Pipeline, Sequence[Evidence]]] = []
"""In a process of the pool, what it works with: sent once and not with every block."""


def _prepare(pipeline: Pipeline, known: Sequence[Evidence]) -> None:
    _prepared[:] = [(pipeline, known)]


def _find_in_block(block: Block) -> tuple[list[Edit], list[Finding]]:
    ((pipeline, known),) = _prepared
    return pipeline.find_in_block(block, known)[0]
