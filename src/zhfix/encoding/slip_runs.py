"""The runs of a line that were read shifted: found, read in step, and weighed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding.registry import BIG5, GBK, DoubleByteCodec
from zhfix.encoding.search import Solution, Step, solve
from zhfix.encoding.slip_lattice import (
    ADDED,
    CONVERTED,
    HALF,
    INFERRED,
    KEPT,
    READ,
    REMOVED,
    UNREADABLE,
    build_lattice,
    node,
    split_node,
)
from zhfix.encoding.slip_places import CONTEXT, Place, find_places
from zhfix.encoding.slip_scene import Costs, Scene
from zhfix.script.tables import to_traditional, traditional_only

SURE_OF_SLIP = 0.9
"""Posterior of the text having slipped from which it is repaired; below, it is reported."""
WORTH_REPORTING = 0.5
SURE_OF_READING = 0.6
"""Mean posterior of the characters read shifted below which the whole run is left: its beginning was not found."""
SURE_OF_CHARACTER = 0.5
"""Posterior from which an inferred character is written and not U+FFFD, where text follows that confirms it."""
SURE_OF_HALF = 0.75
"""The same for the last half character of a run: nothing behind it confirms it."""
NONSENSE = 9.5
"""Nats a character of restored text above which it is no Chinese: of 146 runs restored in news, reviews and
encyclopaedia prose the worst had 8.9; what reading UTF-8 debris shifted gives begins at 10.7."""
DEBRIS_AT_LEAST = 2
"""Characters of a shifted run without a reading below which nothing is believed: an odd symbol is an odd symbol."""
SPIKE = 8.5
"""Nats of a character in restored text from which a private-use character is supposed to be missing before it."""
SPIKES = 2
"""How many of them are looked at in a stretch: each tries a thousand pairs of bytes."""
ALTERNATIVES = 3
AROUND = 40
"""Characters on either side of places that raised suspicion in which a slip shows, if there is one: what it gains there
pays for it, and only then is the whole line searched."""


def is_wide(text: str) -> bool:
    """Return whether `text` holds an ideograph, a mark of East Asian text, or U+FFFD."""
    return any("\u3000" <= c <= "\u9fff" or "\uff01" <= c <= "\uff5e" or c in "—…‘’“”" or c == UNREADABLE for c in text)


class Run(NamedTuple):
    """A stretch of a line that was read shifted, and how it reads in step.

    `loss` is the kind of arc that it begins with, `certainty` the posterior of its having slipped at all,
    `doubtful` whether another way of beginning is nearly as likely; `lost` counts the U+FFFD in `after`.
    """

    start: int
    end: int
    before: str
    after: str
    loss: str
    certainty: float
    confidence: float
    doubtful: bool
    lost: int
    alternatives: tuple[str, ...]


def find_runs(line: str, costs: Costs, hints: Collection[int] = ()) -> list[Run]:
    """Return the shifted runs of a line.

    They are read as GBK, or where that explains nothing and the text is traditional, as Big5.  With `hints`, the
    places that raised suspicion, the rest of the line is searched only where one of them is in a run.
    """
    windows = _list_windows(line, hints)
    if windows and not any(_search(line[low:high], costs, [at - low for at in near]) for low, high, near in windows):
        return []
    return _search(line, costs, hints)


def _list_windows(line: str, hints: Collection[int]) -> list[tuple[int, int, list[int]]]:
    """Return stretches around the hints with those in each; none where they are most of the line."""
    windows: list[tuple[int, int, list[int]]] = []
    for at in sorted(hints):
        low, high = max(0, at - AROUND), min(len(line), at + AROUND)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high, [*windows[-1][2], at])
        else:
            windows.append((low, high, [at]))
    return windows if 2 * sum(high - low for low, high, _ in windows) < len(line) else []


def _search(line: str, costs: Costs, hints: Collection[int]) -> list[Run]:
    runs = _search_line(line, GBK, costs, hints)
    if any(run.certainty >= SURE_OF_SLIP for run in runs) or not any(traditional_only(char) for char in line):
        return runs
    return max(runs, _search_line(line, BIG5, costs, hints), key=lambda found: sum(run.certainty for run in found))


def _search_line(line: str, codec: DoubleByteCodec, costs: Costs, hints: Collection[int]) -> list[Run]:
    scene = Scene(line, codec, costs)
    places = find_places(scene, open_model())
    hinted = [place for place in places if not hints or any(place.low <= at < place.high for at in hints)]
    runs = [run for place in hinted for run in _search_place(scene, place)]
    if runs and len(hinted) < len(places):
        runs = [run for place in places for run in _search_place(scene, place)]
    return runs


def _search_place(scene: Scene, place: Place) -> Iterator[Run]:
    solution = _solve(scene, place, frozenset())
    if scene.private_dropped and (drops := _find_spikes(solution)):
        solution = _solve(scene, place, drops)
    for steps in _split_runs(solution.path):
        run = _read_run(scene, solution, steps)
        # Letters of pinyin are pairs too: what is read in step must be Chinese, unless only a reading goes.
        if run.before != run.after and (is_wide(run.after) or run.before.startswith(("(", "（"))):
            yield run


def _solve(scene: Scene, place: Place, drops: frozenset[int]) -> Solution:
    lattice = build_lattice(scene, place.low, place.high, place.entries, drops)
    before = scene.text[place.low - 1] if place.low else BOUNDARY
    return solve(lattice, node(place.low), node(place.high), open_model(), before)


def _find_spikes(solution: Solution) -> frozenset[int]:
    """Return the positions in shifted runs beside which private-use characters are probably missing."""
    model, before = open_model(), ""
    odd: list[tuple[float, int]] = []
    for step in solution.path:
        position, aligned = split_node(step.source)
        if not aligned and step.arc.text and before:
            odd.append((model.log_bigram(before, step.arc.text), position))
        before = step.arc.text or before
    spikes = [position for score, position in sorted(odd)[:SPIKES] if score < -SPIKE]
    return frozenset(place for position in spikes for place in (position - 1, position, position + 1))


def _split_runs(path: list[Step]) -> Iterator[list[Step]]:
    """Yield the stretches of the path that are not the text as it stands, one a slip."""
    run: list[Step] = []
    for step in path:
        if run and split_node(step.source)[1]:
            yield run
            run = []
        if step.arc.kind != KEPT:
            run.append(step)
    if run:
        yield run


def _read_run(scene: Scene, solution: Solution, steps: list[Step]) -> Run:
    start, end = split_node(steps[0].source)[0], split_node(steps[-1].arc.target)[0]
    kept = max((solution.share(node(i), KEPT) for i in range(start, end)), default=0.0)
    chars = [_read_char(solution, step) for step in steps]
    if any(step.arc.kind == CONVERTED for step in steps):
        chars = [char._replace(text=to_traditional(char.text)[0]) if char.text else char for char in chars]
    read = [solution.posterior(*step) for step in steps if step.arc.kind in (READ, CONVERTED)]
    after = "".join(char.text for char in chars)
    # One character read between two that are guessed says too little, unless something private stands there.
    guesswork = len(read) == 1 and steps[-1].arc.kind == HALF and not any(map(_is_private, scene.text[start:end]))
    plausible = not guesswork and _is_debris(scene, start, end)
    if read and plausible:
        plausible = _measure_surprise(scene, start, end, after) < NONSENSE
    certainty = 1.0 - kept if plausible else 0.0
    if sum(read) < SURE_OF_READING * len(read):
        certainty = min(certainty, WORTH_REPORTING)
    weakest = min((char for char in chars if char.text), key=lambda char: char.posterior, default=None)
    alternatives: tuple[str, ...] = ()
    if weakest is not None and weakest.others:
        k = chars.index(weakest)
        head, tail = "".join(c.text for c in chars[:k]), "".join(c.text for c in chars[k + 1 :])
        alternatives = tuple(head + other + tail for other in weakest.others)
    # As sure as its weakest step: a beginning that might lie elsewhere, or a character that might be another.
    weights = [char.posterior for char in chars if char.text != UNREADABLE]
    weights += [solution.posterior(*step) for step in steps if step.arc.kind in (READ, CONVERTED, ADDED, REMOVED)]
    confidence = certainty * min(weights, default=1.0)
    return Run(
        start,
        end,
        scene.text[start:end],
        after,
        steps[0].arc.kind,
        certainty,
        round(confidence, 4),
        solution.posterior(*steps[0]) < SURE_OF_SLIP,
        after.count(UNREADABLE),
        alternatives,
    )


OF_ITS_OWN = "[\u3041-\u30ff\u3105-\u312f\u02c7\u02ca\u02cb\u02d9\u2500-\u257f]"
"""Kana, letters of Zhuyin and box drawings, which in a row are what they are."""


def _is_debris(scene: Scene, start: int, end: int) -> bool:
    """Return whether what stands there can be what a slip leaves.

    Without a reading that points to it, that takes two characters, a private one being as good as two; an ideograph,
    a private or a fullwidth one among them; and text that the model can judge.  Letters of Zhuyin or kana in a row,
    and box drawings, are what they are.
    """
    before = scene.text[start:end]
    if any(start <= at <= end for at in (*scene.glosses, *scene.torn)):
        return True
    private = sum(map(_is_private, before))
    if sum(char > " " and char != "?" for char in before) + private < DEBRIS_AT_LEAST:
        return False
    if re.search(f"{OF_ITS_OWN}{{2}}", scene.text[max(0, start - 2) : end + 1]):
        return False
    if not private and not any("\u3400" <= char <= "\u9fff" or "\uff10" <= char <= "\uff5a" for char in before):
        return False
    context = scene.text[max(0, start - CONTEXT) : start]
    return len(context) < CONTEXT // 2 or _measure(context[0], context[1:]) < NONSENSE


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def _measure_surprise(scene: Scene, start: int, end: int, after: str) -> float:
    """Return the nats a character of `after` in its place."""
    return _measure(scene.text[start - 1] if start else BOUNDARY, after + scene.text[end : end + 1])


def _measure(before: str, text: str) -> float:
    """Return the nats a character of `text` behind `before`; U+FFFD and its neighbours do not count."""
    model, costs = open_model(), []
    for char in text:
        if UNREADABLE not in (before, char):
            costs.append(-model.log_bigram(before, char))
        before = char
    return sum(costs) / len(costs) if costs else 0.0


class _Char(NamedTuple):
    text: str
    posterior: float
    others: tuple[str, ...] = ()


def _read_char(solution: Solution, step: Step) -> _Char:
    """Return what a step says: for an inferred character the likeliest of all in its place, or U+FFFD."""
    arc = step.arc
    if arc.kind not in INFERRED:
        return _Char(arc.text, 1.0)
    shares: Counter[str] = Counter()
    for posterior, other in solution.rivals(step.source):
        if other.target == arc.target and other.kind in INFERRED:
            shares[other.text] += posterior  # type: ignore[assignment]  # a Counter of shares and not of counts
    total = sum(shares.values()) or 1.0
    ranked = [(text, share / total) for text, share in shares.most_common(ALTERNATIVES + 1)]
    text, share = ranked[0]
    others = tuple(other for other, _ in ranked)
    mass = min(1.0, total)
    if share < (SURE_OF_HALF if arc.kind == HALF else SURE_OF_CHARACTER):
        return _Char(UNREADABLE, share * mass, others[:ALTERNATIVES])
    return _Char(text, share * mass, others[1:])
