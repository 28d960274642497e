"""``fix_many``: a preset run over many texts, one after another or in several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from zhfix.api import open_pipeline
from zhfix.errors import InputTypeError
from zhfix.evidence import Evidence, check_evidence
from zhfix.pipeline import Pipeline
from zhfix.processes import count_processes, run_in_processes

CHUNK_TEXTS, CHUNK_CHARACTERS = 512, 65_536
"""Where a chunk for one process ends: sending it costs as much as some texts, and results should come steadily."""


def fix_many(
    texts: Iterable[str],
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
    """Yield each of `texts` repaired, in order, as :func:`zhfix.fix` repairs it; one with no damage as the same object.

    Takes any iterable, endless ones too, and holds no more of it than it works on. The options are those of
    :func:`~zhfix.fix` and are checked at the call.

    Each text speaks for itself, as in :func:`~zhfix.fix`, unless `evidence` is given: whether a text is repaired does
    not depend on its neighbours. Short fields of one column that were damaged in the same way are decided better
    together, and then their evidence is gathered first: ``fix_many(column, evidence=Evidence.gather(column))``, from a
    list and not from an iterator, which this would use up. It takes the first 64 kB: of a sorted column, gather from a
    shuffled copy.

    With `jobs` other than 1 so many processes share the work, None standing for one a processor. The results are the
    same; some thousand texts are read ahead; a script then needs ``if __name__ == "__main__":``, as for all of
    :mod:`multiprocessing`.

    Anything but a ``str``, missing values (None, NaN) included, raises :class:`~zhfix.errors.InputTypeError` with its
    index, once what stands before it is yielded.

    >>> list(fix_many(["本次活動服務(wù)企業(yè)。", "這段文字沒有壞。"]))
    ['本次活動服務企業。', '這段文字沒有壞。']
    """
    if isinstance(texts, (str, bytes, bytearray, memoryview)) or not isinstance(texts, Iterable):
        kind = type(texts).__name__
        raise InputTypeError(f"fix_many() takes an iterable of texts, not one {kind}: zhfix.fix(text) takes one")
    pipeline = open_pipeline(preset, select, ignore, min_confidence, terms, markup, expect)
    check_evidence(evidence)
    processes = count_processes(jobs)
    checked = _check_items(iter(texts))
    if processes == 1:
        return (pipeline(text, evidence=evidence) for text in checked)
    return _fix_in_processes(checked, pipeline, evidence, processes)


def _check_items(texts: Iterable[object]) -> Iterator[str]:
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            advice = "fill or drop missing values first"
            if isinstance(text, bytes):
                advice = "zhfix.decode_many() takes bytes"
            raise InputTypeError(f"fix_many() takes texts (str), and item {index} is {type(text).__name__}: {advice}")
        yield text


# --- several processes ---------------------------------------------------------------


def _fix_in_processes(
    texts: Iterator[str], pipeline: Pipeline, evidence: Evidence | None, processes: int
) -> Iterator[str]:
    chunks = _cut_chunks(texts)
    with closing(run_in_processes(_fix_chunk, chunks, processes, _prepare, pipeline, evidence)) as done:
        for chunk, answers in done:
            # Of a text without damage only that comes back, so that it is the same object and nothing is copied.
            for text, fixed in zip(chunk, answers, strict=True):
                yield text if fixed is None else fixed


def _cut_chunks(texts: Iterator[str]) -> Iterator[list[str]]:
    """Yield texts in chunks; where the iterable fails, what came before is a chunk as well."""
    chunk: list[str] = []
    size = 0
    try:
        for text in texts:
            chunk.append(text)
            size += len(text)
            if len(chunk) >= CHUNK_TEXTS or size >= CHUNK_CHARACTERS:
                yield chunk
                chunk, size = [], 0
    except Exception:
        yield chunk
        raise
    yield chunk


_prepared: list[tuple[Pipeline, Evidence | None]] = []
"""In a process of the pool, what it works with: sent once and not with every chunk."""


def _prepare(pipeline: Pipeline, evidence: Evidence | None) -> None:
    _prepared[:] = [(pipeline, evidence)]


def _fix_chunk(chunk: Sequence[str]) -> list[str | None]:
    ((pipeline, evidence),) = _prepared
    return [None if (fixed := pipeline(text, evidence=evidence)) is text else fixed for text in chunk]
