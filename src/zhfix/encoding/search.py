"""The only search: the likeliest text among all that a lattice of readings allows, with exact posteriors.

A damaged stretch can be read in many ways.  Each way is a path through a *lattice*: nodes are states of the reading (a
position in what was observed, and the byte that waits for its other half), arcs are one decoded character each, with
what the channel charges for it (a lost byte, a replaced mark).  The character model scores what is read out.

The state of the search is a node and the character before it, so a bigram model is searched exactly: no beam hides
rivals and makes a winner look surer than it is.  Only states far behind the best of their own node are dropped.
"""

from __future__ import annotations

from heapq import nlargest
from math import exp, inf, log1p
from typing import NamedTuple

from zhfix.charlm import CharModel

PRUNE = 16.0
"""Nats behind the best state of its node at which a state is dropped: it has e**-16 of the probability there."""

WIDTH = 16
"""States of a node that are kept: characters that may stand before it.  Beyond a dozen they hold almost nothing."""


class Arc(NamedTuple):
    """One step of a reading: from its node to `target`, saying `text`, for `cost` nats.

    The search scores the first character of `text` after what stands before it; where there are more, their own
    log-probability is for the builder of the lattice to put into `cost`. `kind` tells it what the step stands for.
    """

    target: int
    text: str
    cost: float
    kind: str


class Step(NamedTuple):
    """An arc of the best path: where it starts, what it is, and how probable it is among all paths."""

    source: int
    arc: Arc
    posterior: float


Lattice = dict[int, list[Arc]]
"""Node -> the arcs that leave it.  Every arc leads to a greater node."""


class Solution:
    """The outcome of a search over one lattice; made by :func:`solve`.

    `path` is the likeliest path, empty where the end cannot be reached; `log_total` the log of the probability of all
    paths together.
    """

    def __init__(self, lattice: Lattice, start: int, end: int, model: CharModel, before: str) -> None:
        self._lattice, self._model = lattice, model
        self._forward = _forward(lattice, start, end, model, before)
        reached = self._forward.get(end, {})
        self.log_total = _log_sum([state[0] for state in reached.values()])
        self._backward = _backward(lattice, end, model, self._forward) if reached else {}
        self.path: list[Step] = []
        node, char = end, max(reached, key=lambda c: reached[c][1], default="")
        while reached and node != start:
            _, _, source, previous, arc = self._forward[node][char]
            assert arc is not None  # only the start has no arc behind it
            self.path.append(Step(source, arc, self.posterior(source, arc)))
            node, char = source, previous
        self.path.reverse()

    def posterior(self, source: int, arc: Arc) -> float:
        """Return the share of all paths, by probability, that go along `arc` from `source`."""
        beyond, mass = self._backward.get(arc.target, {}), 0.0
        for char, state in self._forward.get(source, {}).items():
            rest = beyond.get(arc.text[-1:] or char, -inf)
            if rest > -inf:
                gain = (self._model.log_bigram(char, arc.text[0]) if arc.text else 0.0) - arc.cost
                mass += exp(min(0.0, state[0] + gain + rest - self.log_total))
        return min(1.0, mass)

    def share(self, node: int, kind: str) -> float:
        """Return the share of all paths that leave `node` by an arc of `kind`."""
        return sum(self.posterior(node, arc) for arc in self._lattice.get(node, ()) if arc.kind == kind)

    def rivals(self, node: int) -> list[tuple[float, Arc]]:
        """Return the arcs that leave `node` with their posteriors, likeliest first."""
        return sorted(
            ((self.posterior(node, arc), arc) for arc in self._lattice.get(node, ())), key=lambda pair: -pair[0]
        )


def solve(lattice: Lattice, start: int, end: int, model: CharModel, before: str) -> Solution:
    """Search `lattice` from `start` to `end`; `before` is the character that stands before the stretch.

    >>> from zhfix.charlm import BOUNDARY, open_model
    >>> lattice = {0: [Arc(1, "中", 0, "read"), Arc(1, "鐘", 0, "read")], 1: [Arc(2, "國", 0, "read")]}
    >>> [step.arc.text for step in solve(lattice, 0, 2, open_model(), BOUNDARY).path]
    ['中', '國']
    """
    return Solution(lattice, start, end, model, before)


# A state: log of the summed probability of all paths to it, of the best one, and where the best one came from.
_State = tuple[float, float, int, str, "Arc | None"]


def _forward(lattice: Lattice, start: int, end: int, model: CharModel, before: str) -> dict[int, dict[str, _State]]:
    states: dict[int, dict[str, _State]] = {start: {before: (0.0, 0.0, start, before, None)}}
    for node in sorted(lattice):
        here = states.get(node)
        if not here or node == end:
            continue
        if len(here) > 1:
            here = states[node] = _prune(here)
        for arc in lattice[node]:
            into = states.setdefault(arc.target, {})
            for char, state in here.items():
                gain = (model.log_bigram(char, arc.text[0]) if arc.text else 0.0) - arc.cost
                after = arc.text[-1:] or char
                known = into.get(after)
                summed, best = state[0] + gain, state[1] + gain
                if known is None:
                    into[after] = summed, best, node, char, arc
                elif best > known[1]:
                    into[after] = _log_add(known[0], summed), best, node, char, arc
                else:
                    into[after] = _log_add(known[0], summed), *known[1:]
    return states


def _prune(states: dict[str, _State]) -> dict[str, _State]:
    floor = max(state[0] for state in states.values()) - PRUNE
    kept = {char: state for char, state in states.items() if state[0] >= floor}
    if len(kept) <= WIDTH:
        return kept
    return {char: kept[char] for char in nlargest(WIDTH, kept, key=lambda char: kept[char][0])}


def _backward(
    lattice: Lattice, end: int, model: CharModel, forward: dict[int, dict[str, _State]]
) -> dict[int, dict[str, float]]:
    """Return the log of the summed probability from each state to the end."""
    backward: dict[int, dict[str, float]] = {end: dict.fromkeys(forward[end], 0.0)}
    for node in sorted(forward, reverse=True):
        if node == end or node not in lattice:
            continue
        here: dict[str, float] = {}
        for arc in lattice[node]:
            beyond = backward.get(arc.target)
            if beyond is None:
                continue
            for char in forward[node]:
                rest = beyond.get(arc.text[-1:] or char, -inf)
                if rest > -inf:
                    gain = (model.log_bigram(char, arc.text[0]) if arc.text else 0.0) - arc.cost + rest
                    here[char] = _log_add(here[char], gain) if char in here else gain
        if here:
            backward[node] = here
    return backward


def _log_add(a: float, b: float) -> float:
    high, low = (a, b) if a >= b else (b, a)
    return high if low == -inf else high + log1p(exp(low - high))


def _log_sum(values: list[float]) -> float:
    total = -inf
    for value in values:
        total = _log_add(total, value)
    return total
