"""The only search: the likeliest text among all that a lattice of readings allows, with exact posteriors.

A damaged stretch can be read in many ways.  Each way is a path through a *lattice*: nodes are states of the reading (a
position in what was observed, and the byte that waits for its other half), arcs are one decoded character each, with
what the channel charges for it (a lost byte, a replaced mark).  The character model scores what is read out.

The state of the search is a node and the character before it, so a bigram model is searched exactly: no beam hides
rivals and makes a winner look surer than it is.  Only states far behind the best of their own node are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from heapq import nlargest
from math import exp, inf, log1p
from typing import NamedTuple

from zhfix.charlm import CharModel

PRUNE = 13.0
"""Nats behind the best state of its node at which a state is dropped: it has e**-13 of the probability there."""

FAR = 12.0
"""Nats below what is known already at which another way to the same state no longer counts: it has e**-12 of that."""

NEAR = 3.0
"""Nats below the last state that is kept at which another way to a state still counts."""

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


class Fan(NamedTuple):
    """Several arcs in one: to `target` by any one of `chars`, each for its own of `costs`.

    What a character that lost a byte may have been is such a choice, of dozens; as arcs each would be an object.
    """

    target: int
    chars: tuple[str, ...]
    costs: tuple[float, ...]
    kind: str

    def arc(self, char: str) -> Arc:
        """Return the one arc that says `char`."""
        return Arc(self.target, char, self.costs[_places(self.chars)[char]], self.kind)


class Step(NamedTuple):
    """An arc of the best path: where it starts, and what it is."""

    source: int
    arc: Arc


Lattice = Mapping[int, Sequence["Arc | Fan"]]
"""Node -> the arcs that leave it.  Every arc leads to a greater node."""


class Solution:
    """The outcome of a search over one lattice; made by :func:`solve`.

    `path` is the likeliest path, empty where the end cannot be reached; `log_total` the log of the probability of all
    paths together.  Posteriors are worked out when one is first asked for.
    """

    def __init__(self, lattice: Lattice, start: int, end: int, model: CharModel, before: str) -> None:
        self._lattice, self._model, self._end = lattice, model, end
        self._forward = _forward(lattice, start, end, model, before)
        reached = self._forward.get(end, {})
        self.log_total = _log_sum([state[0] for state in reached.values()])
        self.path: list[Step] = []
        node, char = end, max(reached, key=lambda c: reached[c][1], default="")
        while reached and node != start:
            _, _, source, previous, way = self._forward[node][char]
            assert way is not None  # only the start has no arc behind it
            arc = way.arc(char) if isinstance(way, Fan) else way
            self.path.append(Step(source, arc))
            node, char = source, previous
        self.path.reverse()

    @cached_property
    def _backward(self) -> dict[int, dict[str, float]]:
        if self._end not in self._forward:
            return {}
        return _backward(self._lattice, self._end, self._model, self._forward)

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
        return sum(self.posterior(node, arc) for arc in self.leaving(node) if arc.kind == kind)

    def rivals(self, node: int) -> list[tuple[float, Arc]]:
        """Return the arcs that leave `node` with their posteriors, likeliest first."""
        return sorted(((self.posterior(node, arc), arc) for arc in self.leaving(node)), key=lambda pair: -pair[0])

    def leaving(self, node: int) -> Iterator[Arc]:
        """Yield the arcs that leave `node`; of a fan those along which the end can be reached."""
        for way in self._lattice.get(node, ()):
            if not isinstance(way, Fan):
                yield way
                continue
            places = _places(way.chars)
            for char in self._backward.get(way.target, ()):
                if char in places:
                    yield way.arc(char)


def solve(lattice: Lattice, start: int, end: int, model: CharModel, before: str) -> Solution:
    """Search `lattice` from `start` to `end`; `before` is the character that stands before the stretch.

    >>> from zhfix.charlm import BOUNDARY, open_model
    >>> lattice = {0: [Arc(1, "中", 0, "read"), Arc(1, "鐘", 0, "read")], 1: [Arc(2, "國", 0, "read")]}
    >>> [step.arc.text for step in solve(lattice, 0, 2, open_model(), BOUNDARY).path]
    ['中', '國']
    """
    return Solution(lattice, start, end, model, before)


# A state: log of the summed probability of all paths to it, of the best one, and where the best one came from.
_State = tuple[float, float, int, str, "Arc | Fan | None"]
_States = dict[str, _State]
_Ways = tuple[list[float], list[float], list[str]]
"""Of each character of a fan: what a state's first three are, but for the price of the fan."""


@lru_cache(maxsize=1 << 10)
def _places(chars: tuple[str, ...]) -> dict[str, int]:
    return {char: place for place, char in enumerate(chars)}


def _forward(lattice: Lattice, start: int, end: int, model: CharModel, before: str) -> dict[int, _States]:
    states: dict[int, _States] = {start: {before: (0.0, 0.0, start, before, None)}}
    # Nodes that only one arc leads to, which says nothing, are the node it comes from with a price: what leaves several
    # such nodes by the same fan is reckoned once.
    roots: dict[int, tuple[int, float]] = {}
    reckoned: dict[tuple[int, tuple[str, ...]], _Ways] = {}
    for node in sorted(lattice):
        here = states.get(node)
        if not here or node == end:
            continue
        if len(here) > 1:
            here = states[node] = _prune(here)
        root, paid = roots.get(node, (node, 0.0))
        for way in lattice[node]:
            into = states.setdefault(way.target, {})
            roots.pop(way.target, None)
            if not into and not isinstance(way, Fan) and not way.text:
                roots[way.target] = root, paid + way.cost
            if isinstance(way, Fan):
                ways = reckoned.get((root, way.chars))
                if ways is None:
                    ways = reckoned[root, way.chars] = _reckon(way.chars, here, paid, model)
                _go_along_fan(way, node, ways, paid, into)
            elif way.text:
                _go_along(way, node, here, into, model)
            else:
                for char, state in here.items():
                    _reach(into, char, state[0] - way.cost, state[1] - way.cost, (node, char, way))
    return states


def _go_along(arc: Arc, node: int, here: _States, into: _States, model: CharModel) -> None:
    first, after, cost = arc.text[0], arc.text[-1], arc.cost
    summed, best, previous = -inf, -inf, ""
    for char, state in here.items():
        gain = model.log_bigram(char, first) - cost
        if state[0] + gain > summed - FAR:
            summed = _log_add(summed, state[0] + gain)
            if state[1] + gain > best:
                best, previous = state[1] + gain, char
    _reach(into, after, summed, best, (node, previous, arc))


def _reckon(chars: tuple[str, ...], here: _States, paid: float, model: CharModel) -> _Ways:
    """Return how probable each of `chars` is behind the states of a node, to which `paid` is given back."""
    numbers = model.number(chars)
    first, *others = sorted(here, key=lambda char: -here[char][0])  # most others are far behind the likeliest
    total, likeliest = here[first][0] + paid, here[first][1] + paid
    gains = model.log_bigrams(first, numbers)
    summed, best = [total + gain for gain in gains], [likeliest + gain for gain in gains]
    previous = [first] * len(chars)
    floor = _find_floor(summed) - NEAR
    for char in others:
        total, likeliest = here[char][0] + paid, here[char][1] + paid
        if total <= floor:  # and all that follow are less likely still
            break
        for k, gain in enumerate(model.log_bigrams(char, numbers)):
            if total + gain > floor and total + gain > summed[k] - FAR:
                summed[k] = _log_add(summed[k], total + gain)
                if likeliest + gain > best[k]:
                    best[k], previous[k] = likeliest + gain, char
    return summed, best, previous


def _go_along_fan(fan: Fan, node: int, ways: _Ways, paid: float, into: _States) -> None:
    summed, best, previous = ways
    totals = [total - cost for total, cost in zip(summed, fan.costs, strict=True)]
    floor = _find_floor(totals)
    for k, total in enumerate(totals):
        if total >= floor:
            _reach(into, fan.chars[k], total - paid, best[k] - fan.costs[k] - paid, (node, previous[k], fan))


def _find_floor(totals: list[float]) -> float:
    """Return the logarithm below which none of so many states of a node would be kept."""
    floor = max(totals) - PRUNE
    return max(floor, sorted(totals)[-WIDTH]) if len(totals) > WIDTH else floor


def _reach(into: _States, char: str, summed: float, best: float, way: tuple[int, str, Arc | Fan]) -> None:
    """Note that the state of `char` can be reached, from where and how probably."""
    known = into.get(char)
    if known is None:
        into[char] = summed, best, *way
    elif best > known[1]:
        into[char] = _log_add(known[0], summed), best, *way
    elif summed > known[0] - FAR:
        into[char] = _log_add(known[0], summed), *known[1:]


def _prune(states: _States) -> _States:
    floor = max(state[0] for state in states.values()) - PRUNE
    kept = {char: state for char, state in states.items() if state[0] >= floor}
    if len(kept) <= WIDTH:
        return kept
    return {char: kept[char] for char in nlargest(WIDTH, kept, key=lambda char: kept[char][0])}


def _backward(lattice: Lattice, end: int, model: CharModel, forward: dict[int, _States]) -> dict[int, dict[str, float]]:
    """Return the log of the summed probability from each state to the end."""
    backward: dict[int, dict[str, float]] = {end: dict.fromkeys(forward[end], 0.0)}
    for node in sorted(forward, reverse=True):
        if node == end or node not in lattice:
            continue
        here: dict[str, float] = {}
        for way in lattice[node]:
            beyond = backward.get(way.target)
            if beyond is None:
                continue
            for char in forward[node]:
                rest = _log_rest(way, char, beyond, model)
                if rest > -inf:
                    here[char] = _log_add(here.get(char, -inf), rest)
        if here:
            backward[node] = here
    return backward


def _log_rest(way: Arc | Fan, char: str, beyond: dict[str, float], model: CharModel) -> float:
    """Return the log of the summed probability of all that follows `char` along `way`."""
    if isinstance(way, Fan):
        places, total = _places(way.chars), -inf
        for after, rest in beyond.items():
            if after in places:
                gain = model.log_bigram(char, after) - way.costs[places[after]] + rest
                if gain > total - FAR:
                    total = _log_add(total, gain)
        return total
    rest = beyond.get(way.text[-1:] or char, -inf)
    if rest == -inf:
        return rest
    return (model.log_bigram(char, way.text[0]) if way.text else 0.0) - way.cost + rest


def _log_add(a: float, b: float) -> float:
    high, low = (a, b) if a >= b else (b, a)
    return high if low == -inf else high + log1p(exp(low - high))


def _log_sum(values: list[float]) -> float:
    total = -inf
    for value in values:
        total = _log_add(total, value)
    return total
