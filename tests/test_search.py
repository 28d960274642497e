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
from zhfix.encoding.search import Arc, Lattice, solve

ALPHABET = "我們的工作在城，a"


@st.composite
def lattices(draw: st.DrawFn) -> tuple[Lattice, int]:
    """Lattices of up to five nodes, each reachable from the one before, with up to three arcs a node."""
    size = draw(st.integers(1, 4))
    lattice: Lattice = {}
    for node in range(size):
        targets = draw(st.lists(st.integers(node + 1, size), max_size=2))
        arcs = [
            Arc(target, draw(st.sampled_from(["", *ALPHABET])), draw(st.floats(0, 8)), f"{node}.{i}")
            for i, target in enumerate([node + 1, *targets])
        ]
        lattice[node] = arcs
    return lattice, size


def all_paths(lattice: Lattice, node: int, end: int) -> Iterator[list[tuple[int, Arc]]]:
    if node == end:
        yield []
        return
    for arc in lattice.get(node, ()):
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
    with mock.patch.object(search, "PRUNE", math.inf):  # the algorithm is exact; dropping is a shortcut
        solution = solve(lattice, 0, end, open_model(), BOUNDARY)
    assert solution.log_total == pytest.approx(total, abs=1e-9)
    assert weigh([(step.source, step.arc) for step in solution.path]) == pytest.approx(max(weights), abs=1e-9)
    for step in solution.path:
        share = sum(
            math.exp(w - total) for path, w in zip(paths, weights, strict=True) if (step.source, step.arc) in path
        )
        same = sum(arc == step.arc for arc in lattice[step.source])
        assert step.posterior == pytest.approx(min(1.0, share / same), abs=1e-6)


@given(lattices())
def test_arcs_that_leave_the_start_share_all_probability(case: tuple[Lattice, int]) -> None:
    lattice, end = case
    rivals = solve(lattice, 0, end, open_model(), BOUNDARY).rivals(0)
    assert sum(share for share, _ in rivals) == pytest.approx(1.0)
    assert [share for share, _ in rivals] == sorted((share for share, _ in rivals), reverse=True)


def test_an_end_that_cannot_be_reached_has_no_path() -> None:
    solution = solve({0: [Arc(1, "我", 0.0, "")]}, 0, 5, open_model(), BOUNDARY)
    assert solution.path == []
    assert solution.log_total == -math.inf


def test_context_before_the_lattice_decides() -> None:
    lattice = {0: [Arc(1, "作", 0.0, ""), Arc(1, "城", 0.0, "")]}
    assert solve(lattice, 0, 1, open_model(), "工").path[0].arc.text == "作"
    assert solve(lattice, 0, 1, open_model(), "长").path[0].arc.text == "城"
