"""Where in a line a byte slip may have begun: a bound on what a slip could gain, in time linear in the line.

What a shifted run reads as, once it is shifted, does not depend on which byte was lost; only where it began is
open. So the gain of reading on shifted from each position is a running sum from the right, and a slip can only
begin where that sum and the oddness of the character there pay for it.
"""

from __future__ import annotations

import re
from heapq import nlargest
from math import inf
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, CharModel
from zhfix.encoding.slip_lattice import DROPPED_80, UNKNOWN_CHARACTER, UNREADABLE
from zhfix.encoding.slip_scene import Scene

CONTEXT = 8
"""Characters on either side of a suspicious stretch that the search reads too."""
LIKELY_MARK = 3.0
"""The least that a restored character costs the model, near enough: a comma after a noun."""
SLACK = 14.0
"""Nats below the best beginning of a run at which a beginning is not tried."""
CHUNK, ENTRIES_A_CHUNK = 500, 20
"""Of each so many characters at most so many beginnings are tried, the best."""
ENTRIES_A_LINE = 40
"""And at most so many in a line: one that is all debris must not take minutes."""


class Place(NamedTuple):
    """A stretch ``low:high`` to search, and the positions in it at which a slip may begin."""

    low: int
    high: int
    entries: tuple[int, ...]


def find_places(scene: Scene, model: CharModel) -> list[Place]:
    """Return the stretches of the line that may hold a slip, in order and disjoint."""
    bounds = _bound_gains(scene, model)
    entries = {i for i, bound in bounds.items() if bound >= scene.costs.lead_of_mark_lost + LIKELY_MARK}
    entries = _thin_out(entries, bounds)
    likeliest = dict(bounds)
    misfits = [
        gloss.start for gloss in scene.glosses.values() if gloss.start and not scene.fits(gloss.start - 1, gloss)
    ]
    if len(misfits) > max(3, len(scene.glosses) // 2):
        misfits = []  # brackets that are something else in this text, and no hints
    for at in misfits:
        entries.update(range(max(0, at - 4), at))
        likeliest.update(dict.fromkeys(range(max(0, at - 4), at), inf))
    # A question mark may stand for a lead byte; controls may have been injected behind it since.
    entries.update(match.start() for match in re.finditer(r"\?(?=[\0-\x08]*[^\0-\x7f])", scene.text))
    entries = _keep_best(entries, likeliest)
    marks = entries | set(scene.torn) | set(misfits)
    return _merge(scene, sorted(marks), entries)


def _bound_gains(scene: Scene, model: CharModel) -> dict[int, float]:
    """Return, for each position whose character may be the first of a shifted run, what the run could gain at most."""
    text, pairs, table = scene.text, scene.pairs, scene.table
    odd = _measure_oddness(scene, model)
    bounds: dict[int, float] = {}
    # The gain of reading shifted from i + 1 on; where a run ends, half a character is left to guess.
    later = -LIKELY_MARK
    for i in range(len(text) - 1, -1, -1):
        pair = pairs[i]
        if pair is None:
            later = -LIKELY_MARK
        else:
            bounds[i] = odd[i] + later
        before = pairs[i - 1] if i else None
        if before is None or not (read := _read_shifted(scene, i, before[1])):
            continue
        earlier = pairs[i - 2] if i > 1 else None
        context = table.char(earlier[1], before[0]) if earlier is not None else ""
        gain = odd[i] + (model.log_bigram(context, read) if context else model.log_unigram(read))
        # A run may also end where the byte 0x80 was dropped, one more character having been lost with it.
        later = max(gain + (later if pair is not None else 0.0), -LIKELY_MARK - DROPPED_80)
    return bounds


def _measure_oddness(scene: Scene, model: CharModel) -> list[float]:
    """Return what each character costs as it stands; readings in brackets are passed over."""
    odd: list[float] = []
    before, inside = BOUNDARY, 0
    for i, char in enumerate(scene.text):
        if i in scene.glosses:
            inside = scene.glosses[i].end
        if i < inside:
            odd.append(0.0)
        elif UNREADABLE in (char, before):
            odd.append(UNKNOWN_CHARACTER)
            before = char
        else:
            odd.append(-model.log_bigram(before, char))
            before = char
    return odd


def _read_shifted(scene: Scene, i: int, lead: int) -> str:
    pair = scene.pairs[i]
    if pair is not None:
        return scene.table.char(lead, pair[0])
    return scene.table.char(lead, ord(scene.text[i])) if scene.text[i].isascii() else ""


def _thin_out(entries: set[int], bounds: dict[int, float]) -> set[int]:
    """Keep, of each run of neighbouring positions, those whose bound is near the best."""
    kept: set[int] = set()
    run: list[int] = []
    for i in [*sorted(entries), -1]:
        if run and i != run[-1] + 1:
            best = max(bounds[k] for k in run)
            kept.update(k for k in run if bounds[k] >= best - SLACK)
            kept.update(range(max(0, run[0] - 2), run[0]))
            run = []
        run.append(i)
    return kept


def _keep_best(entries: set[int], bounds: dict[int, float]) -> set[int]:
    chunks: dict[int, list[int]] = {}
    for i in sorted(entries):
        chunks.setdefault(i // CHUNK, []).append(i)
    best = (nlargest(ENTRIES_A_CHUNK, chunk, key=lambda i: bounds.get(i, 0.0)) for chunk in chunks.values())
    kept = [i for chunk in best for i in chunk]
    return set(nlargest(ENTRIES_A_LINE, kept, key=lambda i: bounds.get(i, 0.0)))


def _merge(scene: Scene, marks: list[int], entries: set[int]) -> list[Place]:
    """Return stretches around `marks`, each reaching from some context before it to some behind the next ASCII byte."""
    spans: list[list[int]] = []
    size = len(scene.text)
    for mark in marks:
        low, high = max(0, mark - CONTEXT), mark + 1
        if spans and mark < spans[-1][1] - CONTEXT:
            continue
        while high < size and not scene.text[high].isascii():
            high += 1
        high = min(size, high + CONTEXT)
        if spans and low <= spans[-1][1]:
            spans[-1][1] = max(high, spans[-1][1])
        else:
            spans.append([low, high])
    _keep_glosses_whole(scene, spans)
    return [Place(low, high, tuple(i for i in sorted(entries) if low <= i < high)) for low, high in spans]


def _keep_glosses_whole(scene: Scene, spans: list[list[int]]) -> None:
    """Move edges of spans that lie inside a reading; both are in order, so one walk along them does."""
    glosses = sorted((*scene.glosses.values(), *scene.torn.values()), key=lambda gloss: gloss.start)
    k = 0
    for span in spans:
        for side in (0, 1):
            while k < len(glosses) and glosses[k].end <= span[side]:
                k += 1
            if k < len(glosses) and glosses[k].start < span[side]:
                span[side] = glosses[k].start if side == 0 else glosses[k].end
