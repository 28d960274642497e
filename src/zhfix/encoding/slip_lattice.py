"""The lattice of a byte slip: every way in which lost or added bytes can have made the text that is seen.

Nodes are a position in the text and a state: *aligned* (pairs are read as they were written) or *shifted*,
where the lead byte of the next character has been read already, as the second byte of the one before. A run
becomes shifted at a lost or added byte and is aligned again at an ASCII byte, at the end of the line, or where
a byte that begins no pair was dropped. ``。”合創(chuàng)`` without its first byte, A1, is A3 A1 | B1 BA | CF 84
| 93 and the reading, which is seen as ``！焙蟿(chuàng)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhfix.encoding.search import Arc, Lattice
from zhfix.encoding.slip_scene import CONVERSION, Gloss, Scene

ALIGNED = 512
_AFTER_DROP = 256  # added to a pending byte that is itself a guess, what stood before it having been dropped
_STATES = 1024

# What the channel charges beside `Costs`, in nats.
BYTE_ADDED = 21.0  # rarer than a lost one, and its value is one of 190 (5 nats)
MARKED_LOSS = 4.0  # a question mark stands where the lead byte was
MISREAD_GLOSS = 8.0  # a reading that fits neither the character seen nor the one restored
MARKED_80 = 2.0  # a question mark stands for 0x80 and the byte after it
DROPPED_80 = 5.0  # of 190 trail bytes only 0x80 vanishes by itself
DROPPED_PRIVATE = 3.0  # user-defined pairs are an eighth of all shifted ones; many programs drop them
REPLACED = 1.0
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
UNKNOWN_CHARACTER = 5.0  # U+FFFD that stays costs what an average character does

MARKS = frozenset("　、。·—～…‘’“”〔〕〈〉《》「」『』！（），．：；？")  # noqa: RUF001  # the marks themselves
_PRIVATE_LEADS = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))  # rows of GBK that are user-defined where the trail is A1-FE

# Kinds of arcs.
READ = "read"  # a character whose bytes are all there
CONVERTED = "converted"  # the same, from debris that was converted to traditional characters since
LEAD, TRAIL = "lead", "trail"  # a character whose lead or trail byte is inferred
HALF = "half"  # the last character of a run, inferred without what follows
PRIVATE = "private"  # a character of whose second byte only the range is known
KEPT = "kept"  # text left as it is
REMOVED = "removed"  # a reading taken out
ADDED = "added"  # a byte taken out
INFERRED = frozenset((LEAD, TRAIL, HALF, PRIVATE))


def node(position: int, state: int = ALIGNED) -> int:
    """Return the node of a position in a state: a lead byte that is pending, or :data:`ALIGNED`."""
    return position * _STATES + state


def split_node(number: int) -> tuple[int, bool]:
    """Return the position in the text of a node, and whether it is aligned."""
    return number // _STATES, number % _STATES == ALIGNED


def build_lattice(scene: Scene, start: int, end: int, entries: Iterable[int], drops: Iterable[int] = ()) -> Lattice:
    """Return the lattice of ``scene.text[start:end]``.

    Slips may begin at `entries`; before `drops`, in a shifted run, a private-use character may have been dropped.
    """
    builder = _Builder(scene, end, frozenset(entries), frozenset(drops))
    for i in range(start, end + 1):
        builder.leave_shifted(i)
        if i < end:
            builder.leave_aligned(i)
    return builder.lattice


class _Builder:
    """Adds arcs position by position; `pending` remembers which lead bytes are waiting where."""

    def __init__(self, scene: Scene, end: int, entries: frozenset[int], drops: frozenset[int]) -> None:
        self.scene, self.end, self.entries, self.drops = scene, end, entries, drops
        self.lattice: dict[int, list[Arc]] = {}
        self.pending: dict[int, set[int]] = {}

    def _add(self, source: int, position: int, state: int, text: str, cost: float, kind: str) -> None:
        if position > self.end:
            return
        if state != ALIGNED:
            self.pending.setdefault(position, set()).add(state)
        self.lattice.setdefault(source, []).append(Arc(node(position, state), text, cost, kind))

    # --- aligned -----------------------------------------------------------------------------------------------------

    def leave_aligned(self, i: int) -> None:
        """Add what can follow position `i` while pairs are read as they were written."""
        scene, here = self.scene, node(i)
        gloss = scene.glosses.get(i)
        if gloss is not None and gloss.end <= self.end:
            self._add(here, gloss.end, ALIGNED, "", 0.0 if scene.fits(i - 1, gloss) else gloss.misfit_cost, KEPT)
        elif scene.text[i] == UNREADABLE:  # what it stands for is not known: no reason to doubt its neighbours
            self._add(here, i + 1, ALIGNED, "", UNKNOWN_CHARACTER, KEPT)
        else:
            self._add(here, i + 1, ALIGNED, scene.text[i], 0.0, KEPT)
        self._tear(i)
        self._explain_ascii_gloss(i)
        if i in self.entries:
            for (lead, trail), cost in scene.pairs_at(i, converted=False):
                self._begin_slip(i, lead, trail, cost)
            if scene.text[i] == "?" and i not in scene.torn:
                self._replace_lead(i)

    def _begin_slip(self, i: int, lead: int, trail: int, cost: float) -> None:
        here, scene, table = node(i), self.scene, self.scene.table
        costs = scene.costs
        for char in scene.likely(table.with_trail(lead)):
            lost = costs.lead_of_mark_lost if char in MARKS else costs.lead_lost
            self._add(here, i + 1, trail, char, cost + lost, LEAD)
        for char in scene.likely(table.with_lead(lead)):
            self._add(here, i + 1, trail, char, cost + costs.trail_lost, TRAIL)
        for pending in {lead, trail}:
            self._add(here, i + 1, pending, "", cost + BYTE_ADDED, ADDED)

    def _replace_lead(self, i: int) -> None:
        """A question mark stands for the lead byte of what follows: `?` and `？榛` for 模块 (C4 A3|BF E9|BB)."""
        follow = i + 1
        while follow < self.end and self.scene.text[follow] < " ":  # controls may have been injected before the mark
            follow += 1
        if follow >= self.end:
            return
        for (lead, trail), cost in self.scene.pairs_at(follow, converted=False):
            for char in self.scene.likely(self.scene.table.with_trail(lead)):
                self._add(node(i), follow + 1, trail, char, cost + MARKED_LOSS, LEAD)

    def _tear(self, i: int) -> None:
        """A reading was written into a character: `因?yàn)` is D2 F2 | 9E + the reading, for F2 9E is 驗 yàn."""
        torn = self.scene.torn.get(i)
        if torn is None or not i:
            return
        for (_, trail), cost in self.scene.pairs_at(i - 1, converted=True):
            for second in self._seconds(trail, torn):
                self._add(node(i), torn.end, second, "", cost + torn.torn_cost, REMOVED)

    def _explain_ascii_gloss(self, i: int) -> None:
        """Explain a reading behind ASCII: `，F(xiàn)` is ， and F, `F(xiàn)` is 現 without its lead byte."""
        scene, here, char = self.scene, node(i), self.scene.text[i]
        gloss = scene.glosses.get(i + 1)
        if gloss is None or not char.isascii():
            return
        before = scene.pairs[i - 1] if i else None
        if before and scene.table.char(before[1], ord(char)) in scene.read_so(gloss.reading):
            self._add(here, i + 1, ALIGNED, char, 0.0, KEPT)
            self._add(node(i + 1), gloss.end, ALIGNED, "", 0.0, REMOVED)
        for lost in scene.table.with_trail(ord(char)):
            if lost in scene.read_so(gloss.reading):
                self._add(here, gloss.end, ALIGNED, lost, scene.costs.lead_lost, LEAD)

    # --- shifted -----------------------------------------------------------------------------------------------------

    def leave_shifted(self, i: int) -> None:
        """Add what can follow position `i` while a byte of the next character is pending."""
        for state in sorted(s for s in self.pending.get(i, ()) if s < _AFTER_DROP):
            if state < 0x80:  # an ASCII character that had been read as the second byte of a pair: itself again
                self._add(node(i, state), i, ALIGNED, chr(state), 0.0, READ)
            elif self.scene.table.with_lead(state):
                self._go_on(i, state, state)
                self._align(i, state)
                if i in self.drops:
                    self._restore_private(i, state)
        for state in sorted(s for s in self.pending.get(i, ()) if _AFTER_DROP <= s < ALIGNED):
            self._go_on(i, state, state - _AFTER_DROP)

    def _go_on(self, i: int, state: int, lead: int) -> None:
        if i >= self.end:
            return
        scene, here, char = self.scene, node(i, state), self.scene.text[i]
        for (first, second), cost in scene.pairs_at(i, converted=True):
            if read := scene.table.char(lead, first):
                self._add(here, i + 1, second, read, cost, CONVERTED if cost == CONVERSION else READ)
        byte = 0x80 if char == "€" else ord(char)
        if byte <= 0x80 and (read := scene.table.char(lead, byte)):
            self._add(here, i + 1, ALIGNED, read, 0.0, READ)
            after = scene.glosses.get(i + 1)
            if after is not None and read in scene.read_so(after.reading):  # `I(yè)` that is the end of 業
                self._add(here, after.end, ALIGNED, read, 0.0, READ)
        if char in ("?", UNREADABLE) and state == lead and i not in scene.torn:  # one guess in a row
            self._guess(here, i + 1, lead, REPLACED)
            if read := scene.table.char(lead, 0x80):  # 0x80 and the byte after it became one mark
                for pending in scene.leads:
                    self._add(here, i + 1, _AFTER_DROP + pending, read, MARKED_80, READ)
        gloss = scene.glosses.get(i)
        if gloss is not None and scene.fits(i - 1, gloss):
            self._add(here, gloss.end, lead, "", 0.0, REMOVED)

    def _align(self, i: int, lead: int) -> None:
        """End the shift: the last half character was dropped, or eaten together with a bracket."""
        scene, here = self.scene, node(i, lead)
        gloss, torn = scene.glosses.get(i), scene.torn.get(i)
        if torn is not None:
            for second in self._seconds(lead, torn):
                self._add(here, torn.end, ALIGNED, scene.table.char(lead, second), 0.0, READ)
        if gloss is not None:
            for char in scene.table.with_lead(lead):
                if char in scene.read_so(gloss.reading):
                    self._add(here, gloss.end, ALIGNED, char, 0.0, READ)
        if i == len(scene.text) or scene.text[i].isascii() or gloss is not None:
            self._guess(here, i, lead, MISREAD_GLOSS if gloss is not None else 0.0)
        elif read := scene.table.char(lead, 0x80):
            self._add(here, i, ALIGNED, read, DROPPED_80, READ)

    def _restore_private(self, i: int, lead: int) -> None:
        """Suppose that a pair of a user-defined area stood here and was dropped: two bytes of which little is known."""
        for first in _PRIVATE_LEADS:
            read = self.scene.table.char(lead, first)
            if self.scene.likely([read]):
                for second in range(0xA1, 0xFF):
                    self._add(node(i, lead), i, _AFTER_DROP + second, read, DROPPED_PRIVATE, PRIVATE)

    def _guess(self, here: int, position: int, lead: int, cost: float) -> None:
        for char in self.scene.likely(self.scene.table.with_lead(lead)):
            self._add(here, position, ALIGNED, char, cost, HALF)

    def _seconds(self, lead: int, gloss: Gloss) -> Iterator[int]:
        """Yield the bytes that make, after `lead`, a character with this reading."""
        readers = self.scene.read_so(gloss.reading)
        for char in self.scene.table.with_lead(lead):
            pair = self.scene.table.pair(char)
            if char in readers and pair is not None and pair[0] == lead:
                yield pair[1]
