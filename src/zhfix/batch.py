"""Many files repaired, one after another or shared among processes: an error of one is told, and the others go on."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import groupby
from typing import NamedTuple

from zhfix.complaints import explain_error
from zhfix.compressed import Source, open_plain, split_name
from zhfix.encoding.decoded import BINARY
from zhfix.errors import EncodeError, RecordError
from zhfix.filereading import Account, WatchedSource
from zhfix.files import FileRepair, Plan, rewrite_file, rewrite_stream
from zhfix.messages import join_reasons, reason
from zhfix.processes import run_in_processes

STDIN = "-"
SMALL = 1_000_000
"""Bytes of a file that one process repairs as a whole; larger ones are shared among them."""


class Task(NamedTuple):
    """A file to repair: its name, ``-`` for standard input; where to, or None to give the bytes back.

    `found` is true of one that was found in a directory, where files that are no text are passed over.  `plan` is the
    number of the plan among those of the job.
    """

    name: str
    target: str | None = None
    found: bool = False
    plan: int = 0


class Job(NamedTuple):
    """What is to be done with all files.

    With `compare` nothing is written, and outcomes say what would be changed.  With `detailed` they have accounts;
    `backup` keeps the old file beside the new one.
    """

    plans: tuple[Plan, ...]
    compare: bool = False
    detailed: bool = False
    backup: bool = False


class Outcome(NamedTuple):
    """What became of one file: its bytes if they were to be given back, and what there is to complain of."""

    task: Task
    data: bytes = b""
    complaint: str = ""
    repair: FileRepair | None = None
    account: Account | None = None
    written: str | None = None  # the encoding that was asked for


class Hooks(NamedTuple):
    """What is called meanwhile: `write` with the bytes of what has no target, `watch` with how many bytes were read.

    `announce` is called with each outcome before a file is replaced.
    """

    write: Callable[[bytes], object]
    watch: Callable[[int], object] | None = None
    announce: Callable[[Outcome], object] | None = None


def run_batch(tasks: Iterable[Task], job: Job, hooks: Hooks) -> Iterator[Outcome]:
    """Repair files and yield what became of each, in order.

    Small ones are shared among the processes of the plan, unless their outcomes are to be announced: what was announced
    is then known before any file is replaced.
    """
    processes = job.plans[0].processes if job.plans else 1
    for small, group in groupby(tasks, lambda task: _is_small(task, job)):
        if small and processes > 1 and hooks.announce is None:
            outcomes = _share(list(group), job, processes)
        else:
            outcomes = (_repair(task, job, hooks) for task in group)
        for outcome in outcomes:
            if outcome.data:
                hooks.write(outcome.data)
            if hooks.watch is not None and small and processes > 1 and hooks.announce is None:
                hooks.watch(measure_file(outcome.task.name))
            yield outcome


def measure_file(name: str) -> int:
    """Return how many bytes a file has, 0 where that cannot be told."""
    try:
        return os.stat(name).st_size  # noqa: PTH116 - names come as they were typed
    except (OSError, ValueError):
        return 0


def _is_small(task: Task, job: Job) -> bool:
    name = task.name
    try:
        status = os.stat(name)  # noqa: PTH116 - names come as they were typed
    except (OSError, ValueError):
        return False
    if split_name(name)[1] and task.target is None and not job.compare:
        return False  # what it holds, which would be held in memory to be given back, may be a thousand times as much
    return name != STDIN and stat.S_ISREG(status.st_mode) and status.st_size <= SMALL


def _share(tasks: Sequence[Task], job: Job, processes: int) -> Iterator[Outcome]:
    """Repair small files, each in one of several processes, in order."""
    alone = job._replace(plans=tuple(plan._replace(processes=1) for plan in job.plans))
    if len(tasks) == 1:
        yield _collect(tasks[0], alone)
        return
    for _, outcome in run_in_processes(_work, tasks, min(processes, len(tasks)), _prepare, alone):
        yield outcome


_prepared: list[Job] = []
"""In a process of the pool, what it works at."""


def _prepare(job: Job) -> None:
    _prepared[:] = [job]


def _work(task: Task) -> Outcome:
    (job,) = _prepared
    return _collect(task, job)


def _collect(task: Task, job: Job) -> Outcome:
    buffer = BytesIO()
    outcome = _repair(task, job, Hooks(buffer.write))
    return outcome._replace(data=buffer.getvalue())


class _FileError(Exception):
    """What is wrong with one file, after which the others go on."""

    def __init__(self, action: str, name: str, error: OSError | ValueError) -> None:
        self.complaint = reason(f"cli.cannot_{action}", name=show_name(name), why=explain_error(error))
        super().__init__(self.complaint)


class _Source:
    """What is read from, with errors of reading told apart from those of writing."""

    def __init__(self, name: str, file: Source) -> None:
        self._name, self._file = name, file

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            raise _FileError("read", self._name, error) from error


def _repair(task: Task, job: Job, hooks: Hooks) -> Outcome:
    """Repair one file; what is wrong with it is a complaint."""
    plan = job.plans[task.plan]
    account = Account() if job.detailed or job.compare else None
    try:
        if job.compare or task.target is None:
            repair = _give_back(task, plan, account, hooks if not job.compare else hooks._replace(write=_drop))
        else:
            repair = _replace(task, plan, account, hooks, backup=job.backup)
    except _FileError as error:
        return Outcome(task, complaint=error.complaint)
    except (EncodeError, RecordError) as error:
        left = reason("cli.output_ends" if task.target is None else "cli.left")
        return Outcome(task, complaint=join_reasons([tell_of(task.name, explain_error(error)), left]))
    return Outcome(task, b"", _complain(task, repair, plan), repair, account, plan.written)


def _drop(data: bytes) -> None:
    """Write nothing."""


def _give_back(task: Task, plan: Plan, account: Account | None, hooks: Hooks) -> FileRepair:
    if task.name == STDIN:
        return rewrite_stream(_Source(STDIN, WatchedSource(sys.stdin.buffer, hooks.watch)), hooks.write, plan, account)
    try:
        file = open(task.name, "rb")  # noqa: PTH123, SIM115 - names come as they were typed
        plain = open_plain(WatchedSource(file, hooks.watch), task.name)
    except (OSError, ValueError) as error:
        raise _FileError("read", task.name, error) from error
    with file:
        return rewrite_stream(_Source(task.name, plain), hooks.write, plan, account)


def _replace(task: Task, plan: Plan, account: Account | None, hooks: Hooks, *, backup: bool) -> FileRepair:
    def announce(repair: FileRepair) -> None:
        if hooks.announce is not None:
            hooks.announce(Outcome(task, b"", "", repair, account, plan.written))

    target = task.target or task.name
    try:
        if target != task.name:
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)  # noqa: PTH103, PTH120
        return rewrite_file(
            task.name, target, plan, backup=backup, account=account, announce=announce, watch=hooks.watch
        )
    except (OSError, ValueError) as error:
        if isinstance(error, (EncodeError, RecordError)):
            raise
        raise _FileError("repair" if plan.conversion is None else "convert", task.name, error) from error


def show_name(name: str) -> str:
    """Return what to call a file in a message: undecodable names and controls as escapes."""
    if name == STDIN:
        return reason("cli.standard_input")
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)


def tell_of(name: str, why: str) -> str:
    """Return what is wrong with what is in a file."""
    return reason("cli.in_file", name=show_name(name), why=why)


def _complain(task: Task, repair: FileRepair, plan: Plan) -> str:
    """Return what is wrong with a file that was read, or nothing."""
    name = show_name(task.name)
    if repair.encoding == BINARY:
        return "" if task.found else reason("cli.binary", name=name)
    if repair.problems:
        return tell_of(task.name, join_reasons(list(repair.problems)))
    if not repair.unreadable:
        return ""
    offset, data = repair.unreadable[0]
    shown = " ".join(f"0x{byte:02X}" for byte in data[:4])
    kept = plan.written is None or plan.written == repair.encoding.removesuffix("-sig")
    told = reason(
        "cli.unreadable_kept" if kept else "cli.unreadable_replaced",
        name=name,
        encoding=repair.encoding,
        shown=shown,
        offset=offset,
    )
    more = len(repair.unreadable) - 1
    return join_reasons([told, reason("cli.more_places", more=more)]) if more else told
