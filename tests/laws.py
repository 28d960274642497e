"""Laws that the tests of every family ask of their rules."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from zhfix import Evidence, Normalizer, apply_edits
from zhfix.edits import check_edits


def least_time(work: Callable[[], object], times: int = 3) -> float:
    """Return the least processor time in seconds of some runs, in none of which garbage of other tests is collected."""
    seconds = []
    gc.disable()
    try:
        for _ in range(times):
            start = time.process_time()
            work()
            seconds.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(seconds)


def check_second_run(rule: Normalizer, text: str, *, frozen: bool = True) -> str:
    """Check that a rule's edits are sound and that it finds nothing in its own output; return that output.

    With `frozen` it must find nothing there either by the evidence of the text as it was.
    """
    edits = rule.edits(text)
    check_edits(text, edits)
    once = apply_edits(text, edits)
    assert rule(once) == once
    if frozen:
        evidence = Evidence(text)
        first = rule(text, evidence=evidence)
        assert rule(first, evidence=evidence) == first
    return once
