r"""Many texts in one report: what was found in all of them, and the worst ones in full, in bounded memory.

>>> from zhfix.edits import Edit
>>> from zhfix.report.view import make_view
>>> from zhfix.result import Result
>>> result = Result("服務(wù)", "服務", (Edit(2, 6, "(wù)", "", "annotation.strip_pinyin"),))
>>> with Collection() as collection:
...     collection.add(make_view("sound.txt", Result("好", "好"), "en"))
...     collection.add(make_view("page.txt", result, "en"))
...     [entry.name for entry in collection.list_worst()], collection.share
(['page.txt'], 0.5714285714285714)
"""

from __future__ import annotations

import heapq
import os
import pickle
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from types import TracebackType
from typing import NamedTuple

from zhfix.report.rows import clip
from zhfix.report.view import EXCERPT, MOST_EDITS, FileView

MOST_FILES = 500
"""Files that a report names one by one, the worst; all are counted."""
SPOOL = 8_000_000
"""Bytes of views that stay in memory; more lie in a temporary file."""
EXAMPLES = 3
"""Examples of a rule that are shown, each from another file where there are so many."""
CLASSES = (0.0, 0.001, 0.01, 0.1, 1.0)
"""Shares of damaged characters that files are counted by: none, and up to each of these."""


class Example(NamedTuple):
    """An edit of a rule, and where it was made; `after` is None of a finding."""

    name: str
    line: int
    before: str
    after: str | None


@dataclass(slots=True)
class RuleTally:
    """What one rule repaired and left in all texts, and in how many."""

    repaired: int = 0
    left: int = 0
    files: int = 0
    examples: list[Example] = field(default_factory=list)


class Entry(NamedTuple):
    """A file with edits or findings: how many there are, and the share of its characters that are damaged.

    `shown` is how many edits its view has, and `place` where that lies.
    """

    damage: int
    number: int
    name: str
    encoding: str
    repaired: int
    left: int
    share: float
    shown: int
    place: int


class Collection:
    """Takes the views of texts, one by one; counts stay in memory, and what is to be shown lies in a file.

    Of its `files`, `noted` ones have edits or findings, and `damaged` ones more than findings that are worth a look.
    """

    def __init__(self) -> None:
        self.files = self.damaged = self.noted = self.binary = self.failed = 0
        self.characters = self.damaged_characters = 0
        self.rules: dict[str, RuleTally] = {}
        self.shares: Counter[float] = Counter()
        self.problems: Sequence[str] = ()
        self._worst: list[Entry] = []
        self._spool = tempfile.SpooledTemporaryFile(SPOOL, prefix="zhfix-")  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Collection:  # noqa: PYI034 - Self is younger than Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()

    @property
    def share(self) -> float:
        """The share of all characters that are damaged."""
        return self.damaged_characters / self.characters if self.characters else 0.0

    @property
    def repaired(self) -> int:
        """How many places were repaired."""
        return sum(tally.repaired for tally in self.rules.values())

    @property
    def left(self) -> int:
        """How many places were found and left."""
        return sum(tally.left for tally in self.rules.values())

    def add(self, view: FileView) -> None:
        """Count a text, and keep it if it is among the worst so far."""
        self.files += 1
        self.characters += view.characters
        self.damaged_characters += view.damaged
        share = view.damaged / view.characters if view.characters else 0.0
        self.shares[next(limit for limit in CLASSES if share <= limit)] += 1
        self.damaged += bool(view.damaged)
        if not view.damage:
            return
        self.noted += 1
        self._count(view)
        repaired, left = sum(view.repaired.values()), sum(view.left.values())
        self._spool.seek(0, os.SEEK_END)
        place = self._spool.tell()
        entry = Entry(view.damage, -self.files, view.name, view.encoding, repaired, left, share, len(view.edits), place)
        if len(self._worst) < MOST_FILES:
            heapq.heappush(self._worst, entry)
        elif heapq.heappushpop(self._worst, entry) is entry:
            return
        pickle.dump(view, self._spool)

    def _count(self, view: FileView) -> None:
        for rule in view.repaired.keys() | view.left.keys():
            tally = self.rules.setdefault(rule, RuleTally())
            tally.repaired += view.repaired.get(rule, 0)
            tally.left += view.left.get(rule, 0)
            tally.files += 1
        for rule, found in _list_examples(view):
            tally = self.rules[rule]
            if len(tally.examples) < EXAMPLES:
                tally.examples.append(found)

    def list_rules(self) -> list[tuple[str, RuleTally]]:
        """Return the rules that found anything, those that found most first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].repaired - item[1].left, item[0]))

    def list_worst(self) -> list[Entry]:
        """Return the files with edits or findings, those with most first; of many, the worst :data:`MOST_FILES`."""
        return sorted(self._worst, reverse=True)

    def list_shown(self) -> list[Entry]:
        """Return the worst files, as many as have :data:`MOST_EDITS` edits together: those that are shown in full."""
        worst = self.list_worst()
        return [
            entry
            for entry, edits in zip(worst, accumulate(each.shown for each in worst), strict=True)
            if edits <= MOST_EDITS
        ]

    def read_view(self, entry: Entry) -> FileView:
        """Return the view of a file that was among the worst."""
        self._spool.seek(entry.place)
        view: FileView = pickle.load(self._spool)  # noqa: S301 - what this object wrote
        return view


def show_percent(share: float) -> str:
    """Return a share as it is read: never 0 where there is some, and never 100 where there is not all.

    >>> [show_percent(share) for share in (0, 0.00001, 0.0123, 0.99999, 1)]
    ['0 %', '< 0.1 %', '1.2 %', '> 99.9 %', '100 %']
    """
    if share in (0, 1):
        return f"{share * 100:.0f} %"
    if share < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if share > 0.999 else f"{share * 100:.1f} %"


def _list_examples(view: FileView) -> Iterator[tuple[str, Example]]:
    """Yield the first example of each rule in a text."""
    seen: set[str] = set()
    for edit in view.edits:
        if edit.rule not in seen:
            seen.add(edit.rule)
            yield edit.rule, Example(view.name, edit.line, clip(edit.before, EXCERPT), clip(edit.after, EXCERPT))
    for found in view.findings:
        if found.rule not in seen:
            seen.add(found.rule)
            yield found.rule, Example(view.name, found.line, found.text, None)
