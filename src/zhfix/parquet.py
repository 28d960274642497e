"""Text columns of Parquet files repaired, row group by row group: all that is known of Parquet, and of pyarrow."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from zhfix.compressed import Source
from zhfix.errors import RecordError
from zhfix.evidence import SAMPLE_LIMIT, Evidence
from zhfix.messages import reason
from zhfix.pipeline import Pipeline
from zhfix.recordnotes import list_notes, write_notes

CHUNK = 1 << 20
"""Bytes that are copied in one go."""
SAMPLE_ROWS = 1_024
"""Rows that are read at a time for the evidence."""
MOST_PROBLEMS = 1_000
"""Rows that are told of one by one."""


class Columns(NamedTuple):
    """Which columns are to be repaired, and the name of the one to write what was found in, if any."""

    fields: tuple[str, ...]
    findings: str | None = None


class TableRepair(NamedTuple):
    """What was done: repairs and what was left, by rule and counted a row each, and rows that are no text."""

    edits: Counter[str]
    left: Counter[str]
    problems: tuple[str, ...]
    changed: bool


class _Cell(NamedTuple):
    """What became of a text: its bytes as they are now, and what was found."""

    data: bytes | None
    notes: list[dict[str, Any]]


def repair_table(
    source: Source, write: Callable[[bytes], object], columns: Columns, pipeline: Pipeline, known: Evidence | None
) -> TableRepair:
    """Repair text columns of the Parquet file `source`, and give all of it to `write`.

    Other columns, the order of rows, nulls, row groups, compression and metadata stay; a file in which nothing is
    repaired stays byte for byte.  One row group is held in memory at a time.  The first 65,536 characters of a column
    are its evidence.  Raises :class:`~zhfix.errors.RecordError` where the file is damaged, where it has no such column,
    where a column holds no text, and where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise RecordError(reason("records.no_pyarrow")) from error
    # A Parquet file is read from its end, so what is a stream is put by first; both are files without a name.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as made:
        while data := source.read(CHUNK):
            given.write(data)
        try:
            repair = _rewrite(given, made, columns, pipeline, known)
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # a full disk
            why = " ".join(str(error).split())
            raise RecordError(reason("records.no_table", why=why)) from error
        result = made if repair.changed else given
        result.seek(0)
        while data := result.read(CHUNK):
            write(data)
    return repair


def _rewrite(
    given: BinaryIO, made: BinaryIO, columns: Columns, pipeline: Pipeline, known: Evidence | None
) -> TableRepair:
    import pyarrow.parquet as pq

    given.seek(0)
    with pq.ParquetFile(given) as file:
        schema = file.schema_arrow
        _check_columns(schema, columns)
        desks = {
            name: _Desk(name, pipeline, known or Evidence.gather(_sample(file, name), expect=pipeline.expect))
            for name in columns.fields
        }
        if columns.findings is not None:
            schema = schema.append(_note_field(columns.findings))
        changed = columns.findings is not None
        with pq.ParquetWriter(made, schema, **_list_settings(file, columns)) as writer:
            start = 0
            for number in range(file.num_row_groups):
                table = file.read_row_group(number)
                notes: list[list[dict[str, Any]]] = [[] for _ in range(table.num_rows)]
                for name, desk in desks.items():
                    at = table.schema.get_field_index(name)
                    column = desk.repair(table.column(at), start, notes)
                    if column is not None:
                        table, changed = table.set_column(at, schema.field(at), column), True
                if columns.findings is not None:
                    table = table.append_column(_note_field(columns.findings), [list(map(write_notes, notes))])
                writer.write_table(table, row_group_size=max(1, table.num_rows))
                start += table.num_rows
    edits, left = Counter[str](), Counter[str]()
    for desk in desks.values():
        edits, left = edits + desk.edits, left + desk.left
    problems = tuple(problem for desk in desks.values() for problem in desk.problems)
    return TableRepair(edits, left, problems, changed)


def _check_columns(schema: Any, columns: Columns) -> None:
    for name in columns.fields:
        if schema.names.count(name) != 1:
            raise RecordError(reason("records.no_field", field=name, fields=", ".join(schema.names) or "-"))
        kind = schema.field(name).type
        if not _is_text(kind):
            raise RecordError(reason("records.no_text_column", field=name, kind=kind))
    if columns.findings in schema.names:
        raise RecordError(reason("records.taken_column", field=columns.findings))


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    inner = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(inner) or types.is_large_string(inner))


def _binary_like(kind: Any) -> Any:
    """Return the type of bytes that are laid out as texts of the type `kind`."""
    import pyarrow as pa

    return pa.large_binary() if pa.types.is_large_string(kind) else pa.binary()


def _list_bytes(texts: Any) -> list[bytes | None]:
    """Return the bytes of texts, plain ones or numbers of a dictionary."""
    from pyarrow import types

    plain = texts.dictionary_decode() if types.is_dictionary(texts.type) else texts
    listed: list[bytes | None] = plain.view(_binary_like(plain.type)).to_pylist()
    return listed


def _decode(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _note_field(name: str) -> Any:
    import pyarrow as pa

    return pa.field(name, pa.string())


def _sample(file: Any, name: str) -> Iterator[str]:
    """Yield the texts of a column, as far as evidence needs them; one that is no UTF-8 is none."""
    size = 0
    for batch in file.iter_batches(batch_size=SAMPLE_ROWS, columns=[name]):
        for data in _list_bytes(batch.column(0)):
            text = None if data is None else _decode(data)
            if text is not None:
                yield text
                size += len(text) + 1
            if size >= SAMPLE_LIMIT:
                return


def _list_settings(file: Any, columns: Columns) -> dict[str, Any]:
    """Return how the file was written: its version, and of each column the compression and whether it has a dictionary.

    The first row group tells.
    """
    settings: dict[str, Any] = {"store_schema": b"ARROW:schema" in (file.metadata.metadata or {})}
    settings["version"] = {"1.0": "1.0", "2.4": "2.4"}.get(file.metadata.format_version, "2.6")
    if file.num_row_groups:
        group = file.metadata.row_group(0)
        parts = [group.column(i) for i in range(group.num_columns)]
        names = {"UNCOMPRESSED": "NONE"}
        codecs = {part.path_in_schema: names.get(part.compression, part.compression) for part in parts}
        if columns.findings is not None:
            codecs[columns.findings] = codecs[columns.fields[0]]
        settings["compression"] = codecs
        settings["use_dictionary"] = [part.path_in_schema for part in parts if part.has_dictionary_page]
        settings["use_deprecated_int96_timestamps"] = any(part.physical_type == "INT96" for part in parts)
    return settings


class _Desk:
    """Where the texts of one column are repaired, and what was done to them is counted."""

    def __init__(self, name: str, pipeline: Pipeline, evidence: Evidence) -> None:
        self._name, self._pipeline, self._evidence = name, pipeline, evidence
        self.edits: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        self.problems: list[str] = []
        self._cells: dict[bytes | None, _Cell] = {}  # of one row group: columns hold the same texts again

    def repair(self, column: Any, start: int, notes: list[list[dict[str, Any]]]) -> Any | None:
        """Return the column of a row group that begins at the row `start`, repaired; None where nothing is to be.

        What was found in each row is added to `notes`.
        """
        self._cells.clear()
        row = 0
        for chunk in column.chunks:
            for data in _list_bytes(chunk):
                cell = self._look_up(data)
                notes[row] += cell.notes
                for note in cell.notes:
                    (self.left if "reason" in note else self.edits)[note["rule"]] += 1
                row += 1
                if data is not None and cell.data is None and len(self.problems) < MOST_PROBLEMS:
                    self.problems.append(reason("records.no_utf8", row=start + row, field=self._name))
        if all(cell.data is None or cell.data == data for data, cell in self._cells.items()):
            return None
        import pyarrow as pa

        return pa.chunked_array([self._rebuild(chunk) for chunk in column.chunks], type=column.type)

    def _look_up(self, data: bytes | None) -> _Cell:
        if data not in self._cells:
            self._cells[data] = self._look_at(data)
        return self._cells[data]

    def _look_at(self, data: bytes | None) -> _Cell:
        text = None if data is None else _decode(data)
        if text is None:
            return _Cell(None, [])
        found = self._pipeline.explain(text, evidence=self._evidence)
        # The text itself may be sound and hold what UTF-8 cannot; what a repair writes always can be written.
        return _Cell(found.text.encode("utf-8"), list_notes(self._name, found))

    def _write(self, texts: Any) -> Any:
        """Return plain texts repaired; those that are no UTF-8 as they are."""
        import pyarrow as pa

        now = [data if (cell := self._look_up(data)).data is None else cell.data for data in _list_bytes(texts)]
        return pa.array(now, type=_binary_like(texts.type)).view(texts.type)

    def _rebuild(self, chunk: Any) -> Any:
        """Return a chunk repaired, of the same type."""
        import pyarrow as pa

        if not pa.types.is_dictionary(chunk.type):
            return self._write(chunk)
        entries = self._write(chunk.dictionary)
        first: dict[bytes | None, int] = {}  # two that are one when they are repaired are one entry
        places = [first.setdefault(data, len(first)) for data in _list_bytes(entries)]
        kept = list(first)
        distinct = pa.array(kept, type=_binary_like(entries.type)).view(entries.type)
        numbers = pa.array(places, type=chunk.indices.type).take(chunk.indices)
        return pa.DictionaryArray.from_arrays(numbers, distinct, ordered=chunk.type.ordered)
