"""Work shared among processes: results in order, a bounded way ahead, and nothing left behind."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from zhfix.charlm import open_model
from zhfix.errors import OptionError
from zhfix.messages import reason

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

Task = TypeVar("Task")
Answer = TypeVar("Answer")

AHEAD = 2
"""Tasks for each process that are read ahead, so that none waits for the iterable."""


def count_processes(jobs: object) -> int:
    """Return how many processes `jobs` asks for: None is one a processor."""
    if jobs is None:
        available = getattr(os, "sched_getaffinity", None)  # fewer than os.cpu_count() in a container
        return len(available(0)) if available else os.cpu_count() or 1
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise OptionError(reason("option.jobs", value=repr(jobs)))
    return jobs


def run_in_processes(
    function: Callable[[Task], Answer],
    tasks: Iterable[Task],
    processes: int,
    prepare: Callable[..., None],
    *values: object,
) -> Generator[tuple[Task, Answer], None, None]:
    """Yield each of `tasks` with what `function` answers, in order; each process first calls ``prepare(*values)``.

    An error of `tasks` is raised when what came before it is yielded.  When the caller takes no more, or is
    interrupted, what is under way is finished and no process is left.
    """
    from concurrent.futures import ProcessPoolExecutor  # takes as long to import as all of zhfix

    source = _Source(tasks)
    pool = ProcessPoolExecutor(processes, _choose_context(), initializer=_start, initargs=(prepare, values))
    try:
        pending: deque[tuple[Task, Future[Answer]]] = deque()
        for task in source:
            pending.append((task, pool.submit(function, task)))
            if len(pending) >= AHEAD * processes:
                first, answer = pending.popleft()
                yield first, answer.result()
        for first, answer in pending:
            yield first, answer.result()
    finally:
        pool.shutdown(cancel_futures=True)
    if source.error is not None:
        raise source.error


class _Source(Iterable[Task]):
    """An iterable whose error ends it and is kept, since what came before it is to be yielded."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = tasks
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[Task]:
        try:
            yield from self._tasks
        except Exception as error:  # noqa: BLE001 - whatever the caller's iterator raises is raised again
            self.error = error


def _choose_context() -> BaseContext | None:
    """Return how to start processes: as copies of this one, which share the model that it loads, if that is safe.

    A copy of a process with several threads may find a lock taken that nobody will give back; Python's own choice is
    left then, and each process loads the model once.
    """
    import multiprocessing

    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return None
    open_model()
    return multiprocessing.get_context("fork")


def _start(prepare: Callable[..., None], values: tuple[object, ...]) -> None:
    """Make this process one that leaves interrupts to its parent, and ends with it however that ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*values)


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
