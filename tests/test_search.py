"""The search over lattices, against the plain sum over all paths."""

from __future__ import annotations

import math
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix.charlm import BOUNDARY, open_model
from zhfix.encoding import search
from zhfix.encoding.search import Arc, Fan, Lattice, solve

ALPHABET = "我們的工作在城，a"


@st.composite
def lattices(draw: st.DrawFn) -> tuple[Lattice, int]:
    """Lattices of up to five nodes, each reachable from the one before, with up to three arcs a node."""
    size = draw(st.integers(1, 4))
    lattice: dict[int, list[Arc | Fan]] = {}
    for node in range(size):
        targets = draw(st.lists(st.integers(node + 1, size), max_size=2))
        ways: list[Arc | Fan] = [
            Arc(target, draw(st.sampled_from(["", *ALPHABET])), draw(st.floats(0, 8)), f"{node}.{i}")
            for i, target in enumerate([node + 1, *targets])
        ]
        if chars := tuple(draw(st.lists(st.sampled_from(ALPHABET), unique=True, max_size=3))):
            costs = tuple(draw(st.floats(0, 8)) for _ in chars)
            ways.append(Fan(node + 1, chars, costs, f"{node}.fan"))
        lattice[node] = ways
    return lattice, size


def spread(lattice: Lattice, node: int) -> list[Arc]:
    """Return the arcs that leave `node`, those of fans one by one."""
    ways = lattice.get(node, ())
    return [arc for way in ways for arc in ([way] if isinstance(way, Arc) else map(way.arc, way.chars))]


def all_paths(lattice: Lattice, node: int, end: int) -> Iterator[list[tuple[int, Arc]]]:
    if node == end:
        yield []
        return
    for arc in spread(lattice, node):
        for rest in all_paths(lattice, arc.target, end):
            yield [(node, arc), *rest]


def weigh(path: list[tuple[int, Arc]]) -> float:
    text = "".join(arc.text for _, arc in path)
    return open_model().log_probability(text) - sum(arc.cost for _, arc in path)


@given(lattices())
def test_the_path_is_the_best_and_posteriors_are_shares_of_all_paths(case: tuple[Lattice, int]) -> None:
    lattice, end = case
    paths = list(all_paths(lattice, 0, end))
    weights = [weigh(path) for path in paths]
    total = math.log(sum(math.exp(weight - max(weights)) for weight in weights)) + max(weights)
    # The algorithm is exact; dropping what is far behind is a shortcut.
    with mock.patch.object(search, "PRUNE", math.inf), mock.patch.object(search, "FAR", math.inf):
        solution = solve(lattice, 0, end, open_model(), BOUNDARY)
        posteriors = [solution.posterior(*step) for step in solution.path]
    assert solution.log_total == pytest.approx(total, abs=1e-9)
    assert weigh([(step.source, step.arc) for step in solution.path]) == pytest.approx(max(weights), abs=1e-9)
    for step, posterior in zip(solution.path, posteriors, strict=True):
        share = sum(
            math.exp(w - total) for path, w in zip(paths, weights, strict=True) if (step.source, step.arc) in path
        )
        same = sum(arc == step.arc for arc in spread(lattice, step.source))
        assert posterior == pytest.approx(min(1.0, share / same), abs=1e-6)


@given(lattices())
def test_arcs_that_leave_the_start_share_all_probability(case: tuple[Lattice, int]) -> None:
    lattice, end = case
    rivals = solve(lattice, 0, end, open_model(), BOUNDARY).rivals(0)
    assert sum(share for share, _ in rivals) == pytest.approx(1.0, abs=1e-4)  # less what is too far behind to count
    assert [share for share, _ in rivals] == sorted((share for share, _ in rivals), reverse=True)


def test_an_end_that_cannot_be_reached_has_no_path() -> None:
    solution = solve({0: [Arc(1, "我", 0.0, "")]}, 0, 5, open_model(), BOUNDARY)
    assert solution.path == []
    assert solution.log_total == -math.inf


def test_context_before_the_lattice_decides() -> None:
    lattice = {0: [Arc(1, "作", 0.0, ""), Arc(1, "城", 0.0, "")]}
    assert solve(lattice, 0, 1, open_model(), "工").path[0].arc.text == "作"
    assert solve(lattice, 0, 1, open_model(), "长").path[0].arc.text == "城"
