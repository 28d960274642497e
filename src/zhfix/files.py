"""``fix_file``: a path to a path, in the encoding that it came in, all of it or nothing."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import BinaryIO, NamedTuple

from zhfix.api import open_pipeline
from zhfix.blocks import Part
from zhfix.compressed import Packer, Source, open_plain, split_name
from zhfix.converting import Conversion, convert_parts
from zhfix.edits import Finding
from zhfix.encoding.decoded import BINARY
from zhfix.encoding.decoding import make_hints
from zhfix.encoding.hypotheses import Hints
from zhfix.encoding.registry import find_encoding
from zhfix.encoding.rewrite import Rewriter
from zhfix.encoding.stream import StreamReader
from zhfix.evidence import Evidence, check_evidence
from zhfix.filereading import MAX_FINDINGS, Account, FileReading, WatchedSource
from zhfix.options import check_choice
from zhfix.pipeline import Pipeline
from zhfix.processes import count_processes
from zhfix.records import Records, repair_records
from zhfix.repairing import repair_parts
from zhfix.replacing import check_replaceable, open_replacement

NEWLINES = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}


@dataclass(frozen=True, slots=True)
class FileRepair:
    """What was done to a file.

    `encoding` and `confidence` are as in :class:`zhfix.Decoded`, `bom` the byte order mark that was read.  `edits`
    counts by rule what was repaired, in its bytes and in its text, and `left` what was found and left.  `findings` are
    the first thousand of the latter, in characters of the text as it was; `unreadable` the first thousand places, in
    bytes, where bytes are no character, and `problems` the first thousand records
    that could not be read.  `changed` tells whether what was written differs from what was read.
    """

    encoding: str
    confidence: float
    bom: bytes = b""
    edits: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unreadable: tuple[tuple[int, bytes], ...] = ()
    changed: bool = False
    problems: tuple[str, ...] = ()


class Plan(NamedTuple):
    """How files are to be repaired: options that were checked.

    With a `conversion` they are converted, and nothing is repaired.
    """

    pipeline: Pipeline
    evidence: Evidence | None
    hints: Hints
    encoding: str | None
    written: str | None
    processes: int
    records: Records | None = None
    conversion: Conversion | None = None


def fix_file(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    preset: str = "repair",
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    min_confidence: float | None = None,
    terms: Iterable[str] = (),
    markup: str = "text",
    expect: str | None = None,
    evidence: Evidence | None = None,
    encoding: str | None = None,
    candidates: Iterable[str] = (),
    declared: str | None = None,
    language: str | None = None,
    to_encoding: str = "keep",
    newline: str | None = None,
    jobs: int | None = 1,
) -> FileRepair:
    r"""Repair the file `source` and write it to `target`, which may be the same; memory does not grow with the file.

    The text is that of :func:`zhfix.decode`, with its arguments, repaired as by :func:`zhfix.fix`.  Encoding, byte
    order mark and line ends stay, unless `to_encoding` names another encoding, or `newline` a line end.  What was not
    changed is written as it was, byte for byte, also bytes that are no character, and so is a file that is no text.

    A name that ends in ``.gz``, ``.bz2``, ``.xz`` or ``.zst`` says that the file is, or is to be, compressed.

    All is written beside `target` and takes its place at the end, with the mode and the times of `source`: there is the
    old file or the new one, whatever happens meanwhile.  A symbolic link stays one and its file is replaced.  A file in
    place that needs no repair is not touched.

    With `jobs` other than 1, so many processes share the work on a long file, None standing for one a processor.
    Raises :class:`OSError` where a file cannot be read or written, and is damaged where it is compressed
    (:class:`~zhfix.errors.CompressionError`), and :class:`~zhfix.errors.EncodeError` where a repair has a character
    that the encoding lacks; the target is then as it was.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "page.txt")
    >>> _ = path.write_bytes("本次活動服務(wù)企業(yè)，\r\n推進(jìn)發(fā)展。\r\n".encode("big5hkscs", "replace"))
    >>> repair = fix_file(path, path)
    >>> repair.encoding, dict(repair.edits)
    ('big5', {'annotation.strip_pinyin': 4})
    >>> path.read_bytes() == "本次活動服務企業，\r\n推進發展。\r\n".encode("big5")
    True
    """
    pipeline = open_pipeline(preset, select, ignore, min_confidence, terms, markup, expect)
    hints = make_hints(candidates, declared, language)
    plan = make_plan(pipeline, evidence, hints, encoding, to_encoding, newline, jobs)
    return rewrite_file(source, target, plan)


def make_plan(
    pipeline: Pipeline,
    evidence: Evidence | None,
    hints: Hints,
    encoding: str | None,
    to_encoding: str,
    newline: str | None,
    jobs: int | None,
) -> Plan:
    """Return the options as a plan; what means nothing is refused."""
    check_evidence(evidence)
    if newline is not None:
        pipeline = _end_lines(pipeline, check_choice("newline", newline, list(NEWLINES)))
    told = None if encoding is None else find_encoding(encoding).name
    written = None if to_encoding == "keep" else find_encoding(to_encoding).name
    StreamReader(hints, told)  # which refuses what contradicts
    return Plan(pipeline, evidence, hints, told, written, count_processes(jobs))


def _end_lines(pipeline: Pipeline, newline: str) -> Pipeline:
    """Return the pipeline with line ends made `newline`, after all else has seen them as they were."""
    from zhfix.rules.lines import normalize_line_ends

    steps = [step for step in pipeline.steps if getattr(step, "rule", "") != normalize_line_ends.rule]
    return Pipeline(
        [*steps, normalize_line_ends.using(ends=NEWLINES[newline])],
        markup=pipeline.markup,
        terms=pipeline.terms,
        min_confidence=pipeline.min_confidence,
        expect=pipeline.expect,
    )


def rewrite_file(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    plan: Plan,
    *,
    backup: bool = False,
    account: Account | None = None,
    announce: Callable[[FileRepair], object] | None = None,
    watch: Callable[[int], object] | None = None,
) -> FileRepair:
    """Repair one file as :func:`fix_file` does.

    `account` is told of all of it, `watch` of how many bytes were read each time, and `announce` before `target` is
    replaced: what it raises leaves the old file.
    """
    place = os.path.realpath(target)
    if not os.path.isdir(source):  # noqa: PTH112  # else a pipe that is both would be waited for, and never end
        check_replaceable(place)
    with open(source, "rb") as file:  # noqa: PTH123 - paths come as they were given
        status = os.fstat(file.fileno())
        with open_replacement(place, status, backup=backup) as (temporary, commit):
            packer = Packer(temporary.write, target, file.peek())
            repair = rewrite_stream(open_plain(WatchedSource(file, watch), source), packer.write, plan, account)
            packer.finish()
            if not repair.changed and not _is_same(place, status):
                _keep_packed(file, source, temporary, target)
            if repair.changed or not _is_same(place, status):
                if announce is not None:
                    announce(repair)
                commit()
    return repair


def _keep_packed(
    file: BinaryIO, source: str | os.PathLike[str], temporary: BinaryIO, target: str | os.PathLike[str]
) -> None:
    """Write a compressed file that needs no repair as it is: to compress it again would change its bytes."""
    ending = split_name(source)[1]
    if ending and ending == split_name(target)[1] and file.seekable():
        file.seek(0)
        temporary.seek(0)
        temporary.truncate()
        shutil.copyfileobj(file, temporary)


def _is_same(place: str, status: os.stat_result) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.stat(place), status)  # noqa: PTH116 - a plain string
    return False


def rewrite_stream(
    source: Source, write: Callable[[bytes], object], plan: Plan, account: Account | None = None
) -> FileRepair:
    """Repair all that `source` holds, and give it to `write`, in order and bit by bit; `account` is told of it."""
    if plan.records is not None and plan.records.format == "parquet":
        return _rewrite_table(source, write, plan, plan.records)
    reading = FileReading(source, StreamReader(plan.hints, plan.encoding), Rewriter(plan.written), account)
    if account is not None:
        write = _join_writers(account.output.extend, write)
    writer = reading.writer
    tally = _Tally()
    problems: list[str] = []
    parts = _repair_parts(reading, plan, problems)
    opened = False
    try:
        for part in parts:
            if not opened:
                write(writer.open(reading.reader.bom))
                opened = True
            edits = part.edits
            if BINARY in reading.encodings:
                edits = [e for e in edits if not writer.is_binary(part.start + e.start, part.start + e.end)]
            told = part._replace(edits=edits)
            tally.add(told)
            if account is not None:
                account.parts.append(told)
            write(writer.write(part.text, edits))
    finally:
        parts.close()
    write(writer.finish())
    return replace(tally.sum_up(reading, plan.written), problems=tuple(problems))


def _repair_parts(reading: FileReading, plan: Plan, problems: list[str]) -> Generator[Part, None, None]:
    """Return the parts of a text that are repaired as they are asked for, telling what is wrong with records."""
    if reading.is_binary():
        return (Part(0, text, (), ()) for text in reading.texts())
    if plan.conversion is not None:
        return convert_parts(reading.texts(), plan.conversion)
    if plan.records is None:
        return repair_parts(reading.texts(), plan.pipeline, plan.evidence, plan.processes)

    def tell(problem: str) -> None:
        if len(problems) < MAX_FINDINGS:
            problems.append(problem)

    return repair_records(reading.texts(), plan.records, plan.pipeline, plan.evidence, tell)


def _rewrite_table(source: Source, write: Callable[[bytes], object], plan: Plan, records: Records) -> FileRepair:
    """Repair columns of a Parquet file, whose texts are UTF-8; there is no account of one, which is no text."""
    from zhfix.parquet import Columns, repair_table

    columns = Columns(records.fields, records.findings)
    repair = repair_table(source, write, columns, plan.pipeline, plan.evidence)
    edits, left = dict(sorted(repair.edits.items())), dict(sorted(repair.left.items()))
    return FileRepair("utf-8", 1.0, edits=edits, left=left, changed=repair.changed, problems=repair.problems)


def _join_writers(*writers: Callable[[bytes], object]) -> Callable[[bytes], None]:
    def write(data: bytes) -> None:
        for each in writers:
            each(data)

    return write


class _Tally:
    """What was done to a text, part by part."""

    def __init__(self) -> None:
        self._edits: Counter[str] = Counter()
        self._left: Counter[str] = Counter()
        self._findings: list[Finding] = []

    def add(self, part: Part) -> None:
        self._edits.update(edit.rule for edit in part.edits)
        self._left.update(finding.rule for finding in part.findings)
        room = MAX_FINDINGS - len(self._findings)
        shift = part.start
        self._findings += (f._replace(start=f.start + shift, end=f.end + shift) for f in part.findings[:room])

    def sum_up(self, reading: FileReading, written: str | None) -> FileRepair:
        edits = reading.edits + self._edits
        size = sum(reading.encodings.values())
        encoding = reading.reader.encoding or "ascii"
        bom = reading.reader.bom
        same = (
            written is None
            or encoding == BINARY
            or (
                {name.removesuffix("-sig") for name in reading.encodings} <= {written.removesuffix("-sig"), "ascii"}
                and reading.writer.open(bom) == bom
            )
        )
        return FileRepair(
            encoding,
            round(reading.certain / size, 6) if size else 1.0,
            bom,
            dict(sorted(edits.items())),
            dict(sorted(self._left.items())),
            tuple(self._findings),
            tuple(reading.unreadable),
            bool(edits) or not same,
        )
