"""Mojibake as a lattice for the search: clean text, misread text, and the places where one begins or ends.

A state is a position in the text and what is pending there: nothing while text is taken as it stands, or the bytes of a
character that is not whole yet.  Where every byte is known and nothing can begin or end, a whole row of characters is
one arc; places where bytes may be missing are spelled out.
"""

from __future__ import annotations

from typing import NamedTuple

from zhfix.charlm import CharModel, open_model
from zhfix.encoding.codepages import UNREADABLE, read, read_sound
from zhfix.encoding.mojibake_looks import ODD_CHAR
from zhfix.encoding.registry import Misreading
from zhfix.encoding.scoring import FAULT_COST
from zhfix.encoding.search import Arc, Fan, Solution, solve
from zhfix.encoding.shown import (
    DOUBTFUL,
    DROPPED_COST,
    EATEN,
    GUESSED,
    MAYBE,
    Reading,
    list_dropped,
    list_readings,
    may_stand_for_bytes,
)
from zhfix.encoding.units import ANY, UTF16, Slots, Taken, take
from zhfix.encoding.wrong_pages import open_page

KEPT, PLAIN, READ, INFERRED, ENDED = "kept", "plain", "read", "inferred", "ended"
"""Kinds of arcs: text as it stands; ASCII inside misread text; bytes that are known; a character of which some are
guessed; the end of a misread stretch."""
CUT_COST = 4.0
"""Nats of a character that the beginning or the end of a stretch cuts."""
SPAN_COST = 4.5
"""Nats of misread text beginning or ending in the middle of other text: it could do so at any of some hundred places.
At ASCII and at a line's edge it is nothing."""
FEW_ENDS = 24
"""Characters without their last bytes that are looked into in one scene, beside one in 16."""
SCRIPT_COST = 5.0
"""Nats of a character, inferred, of the script that the text is not in: leaks of the other are one in some hundred."""
UNKNOWN_COST = 5.0
"""Nats of one that the model does not know, where it knows others that it may be."""
SHIFT_COST = 12.0
"""Nats of a byte lost in text of two bytes a character, where whatever follows reads as something: that of a slip."""
WORTH_NAMING = 0.0005
"""Posterior from which another character is kept as a rival of the one that was inferred."""
_ALONE, _ENTER, _END = (b"kept",), (b"enter",), (b"end",)
_RANKS, _EACH = 1 << 5, 1 << 12
"""How many ranks of states there are at a place, at most, and numbers for the states of a rank."""
_PENDING, _STANDING, _ENDING = _RANKS - 3, _RANKS - 2, _RANKS - 1
"""The ranks of the states in which nothing is pending, text is taken as it stands, and that has begun or ended."""


class Scene(NamedTuple):
    """A text and how it may have been misread.

    `left` is the log-probability of each character as it stands. `cuts` are the positions where misread text may begin
    or end, `loose` those before which bytes may have been dropped, and how many. `entry` is what its beginning costs.
    `avoided` are the characters of the script that the text is not in. `folded` says that capitals may have become
    small letters.

    With `guess_ascii` a blank or a question mark may stand for bytes.
    """

    text: str
    before: str
    after: str
    misreading: Misreading
    left: list[float]
    cuts: frozenset[int]
    loose: dict[int, int]
    entry: float
    avoided: frozenset[str]
    folded: bool = False
    guess_ascii: bool = True


class Move(NamedTuple):
    """A step of the likeliest reading: characters `start` to `end` are `text`."""

    start: int
    end: int
    text: str
    kind: str
    posterior: float
    """Of `text`, where it was inferred."""
    rivals: tuple[tuple[float, str], ...]


def read_scene(scene: Scene) -> tuple[float, list[Move]]:
    """Return the log-probability of all readings of `scene` together, and the likeliest one."""
    builder = _Builder(scene)
    solution = builder.solve()
    moves = []
    for step in solution.path:
        start, end = builder.place_of(step.source), builder.place_of(step.arc.target)
        shares = builder.weigh_inferred(solution, step.source) if step.arc.kind == INFERRED else {}
        rivals = [(share, text) for text, share in shares.items() if text != step.arc.text and share > WORTH_NAMING]
        posterior = shares.get(step.arc.text, 1.0)
        moves.append(Move(start, end, step.arc.text, step.arc.kind, posterior, tuple(sorted(rivals, reverse=True))))
    return solution.log_total, moves


def read_whole(scene: Scene) -> tuple[float, list[Move]] | None:
    """Read `scene` as :func:`read_scene` does, if all that was misread is read back and lost nothing.

    None where a character had to be guessed, or one stays that the code page has or that is odd where it stands.
    """
    total, moves = read_scene(scene)
    bytes_of = open_page(scene.misreading.read).bytes_of
    for move in moves:
        if move.kind == INFERRED:
            return None
        for place in range(move.start, move.end) if move.kind == KEPT else ():
            char = scene.text[place]
            if char > "\x7f" and (scene.left[place] < ODD_CHAR or bytes_of(char)):
                return None
    return (total, moves) if moves else None


class _Builder:
    """Adds arcs state by state, in the order in which they follow each other."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.text, self.end = scene, scene.text, len(scene.text)
        self.page, self.was = open_page(scene.misreading.read), scene.misreading.was
        self.model: CharModel = open_model()
        self.plain_ascii = self.was not in UTF16
        self.drop_cost = DROPPED_COST if self.was == "utf-8" else SHIFT_COST
        self.ends = FEW_ENDS + self.end // 16
        self.losses = (1, 2) if self.was == "utf-8" else (1,)
        self.lattice: dict[int, list[Arc | Fan]] = {}
        self.waiting: list[set[Slots]] = [set() for _ in range(self.end + 1)]
        self.slots: dict[int, Slots] = {}
        self.numbers: dict[tuple[int, Slots], int] = {}
        self.nodes: list[list[int]] = [[] for _ in range(self.end + 1)]
        self.known: dict[str, bytes] = {}
        self.costs: dict[tuple[tuple[str, ...], float], tuple[float, ...]] = {}
        self.total = [0.0]
        for score in scene.left:
            self.total.append(self.total[-1] + score)

    def solve(self) -> Solution:
        self.waiting[0] = {_ALONE}
        for place in range(self.end + 1):
            waiting = self.waiting[place]
            while pending := [slots for slots in waiting if slots not in (_ALONE, _ENTER)]:
                slots = max(pending, key=lambda each: (len(each), each))
                waiting.discard(slots)
                self._leave(place, slots)
            if _ALONE in waiting:
                self._leave_kept(place)
        start, end = self._node(0, _ALONE), self._node(self.end, _END)
        return solve(self.lattice, start, end, self.model, self.scene.before)

    def place_of(self, node: int) -> int:
        """Return the place of a node in the text."""
        return node // (_RANKS * _EACH)

    def _node(self, place: int, slots: Slots) -> int:
        """Return the number of a state.

        They are numbered by their places; at a place the longest pending first, then none, then text as it stands, and
        last what ends it or enters misread text.
        """
        node = self.numbers.get((place, slots))
        if node is None:
            rank = _ENDING if slots in (_ENTER, _END) else _STANDING if slots == _ALONE else _PENDING - len(slots)
            nodes = self.nodes[place]
            node = self.numbers[place, slots] = (place * _RANKS + rank) * _EACH + len(nodes)
            nodes.append(node)
            self.slots[node] = slots
        return node

    def weigh_inferred(self, solution: Solution, node: int) -> dict[str, float]:
        """Return the posterior of each character that may have stood where `node` stands, however it got lost."""
        place, pending, shares = self.place_of(node), self._count_pending(node), dict[str, float]()
        for other in self.nodes[place]:
            if self._count_pending(other) != pending:  # what follows on the same mark is another character
                continue
            for arc in solution.leaving(other):
                if arc.kind in (INFERRED, READ) and len(arc.text) == 1 and arc.text > "\x7f":
                    shares[arc.text] = min(1.0, shares.get(arc.text, 0.0) + solution.posterior(other, arc))
        return shares

    def _count_pending(self, node: int) -> int:
        return sum(slot != EATEN for slot in self.slots[node])

    def _add(self, source: int, place: int, slots: Slots, text: str | tuple[str, ...], cost: float, kind: str) -> None:
        """Add an arc, or one for each character of a tuple."""
        self.waiting[place].add(slots)
        target = self._node(place, slots)
        way = Arc(target, text, cost, kind) if isinstance(text, str) else self._make_fan(target, text, cost, kind)
        self.lattice.setdefault(source, []).append(way)

    def _make_fan(self, target: int, chars: tuple[str, ...], cost: float, kind: str) -> Fan:
        costs = self.costs.get((chars, cost))
        if costs is None:
            avoided = self.scene.avoided
            costs = tuple(
                [cost + SCRIPT_COST * (char in avoided) + UNKNOWN_COST * (char == UNREADABLE) for char in chars]
            )
            self.costs[chars, cost] = costs
        return Fan(target, chars, costs, kind)

    # --- text as it stands -------------------------------------------------------------------------------------------

    def _leave_kept(self, place: int) -> None:
        scene, node = self.scene, self._node(place, _ALONE)
        if place == self.end:  # what follows says how likely the last character is
            self.lattice[node] = [Arc(self._node(place, _END), scene.after, 0.0, KEPT)]
            return
        self._keep(node, place, self._next_cut(place), _ALONE, KEPT)
        if place in scene.cuts and (self.text[place] > "\x7f" or not self.plain_ascii):
            entered = self._node(place, _ENTER)
            self.lattice[node].append(Arc(entered, "", scene.entry + self._cost_of_edge(place), KEPT))
            self._consume(entered, place, ())
            if place == 0 or (place in scene.loose and self._stops_bytes(place - 1)):  # half a character that was cut
                cost = CUT_COST if place == 0 else self.drop_cost
                for count in self.losses if place == 0 else (self.scene.loose[place],):
                    self._consume(entered, place, (ANY,) * count, cost * count)

    def _cost_of_edge(self, place: int) -> float:
        """Return what it costs that misread text begins at `place`, or is cut off there."""
        joined = 0 < place < self.end and self.text[place - 1] > "\x7f" and self.text[place] > "\x7f"
        return SPAN_COST if joined else 0.0

    def _cost_of_end(self, place: int) -> float:
        """Return what it costs that misread text ends at `place`: ASCII before it may have been half a character."""
        return SPAN_COST if 0 < place < self.end and self.text[place] > "\x7f" else 0.0

    def _keep(self, source: int, place: int, end: int, slots: Slots, kind: str) -> None:
        """Add the arc of ``text[place:end]`` as it stands; the search scores its first character by the model."""
        text, left = self.text[place:end], self.scene.left
        before = self.text[place - 1] if place else self.scene.before
        bonus = left[place] - self.model.log_bigram(before, text[0])
        self._add(source, end, slots, text, self.total[place + 1] - self.total[end] - bonus, kind)

    def _next_cut(self, place: int) -> int:
        cuts = self.scene.cuts
        end = place + 1
        while end < self.end and end not in cuts:
            end += 1
        return end

    # --- misread text ------------------------------------------------------------------------------------------------

    def _leave(self, place: int, slots: Slots) -> None:
        """Add what can follow where misread text is at `place`, with the bytes of `slots` not read yet."""
        node = self._node(place, slots)
        if not slots:
            if place == self.end or place in self.scene.cuts:
                self._add(node, place, _ALONE, "", self._cost_of_end(place), ENDED)
            if place < self.end:
                self._consume(node, place, slots)
            return
        taken = take(slots, self.was)
        if isinstance(taken, Taken):
            self._take(node, place, slots, taken)
        elif taken is None:
            if len(slots[0]) == 1:  # a byte that is only supposed to have been there must be of some character
                self._add(node, place, slots[1:], UNREADABLE, FAULT_COST, INFERRED)
        else:
            if place < self.end:
                self._consume(node, place, slots)
            if place == self.end or (self._stops_bytes(place) and not self._may_be_lost(place)):
                self._finish(node, place, slots)

    def _stops_bytes(self, place: int) -> bool:
        """Return whether no byte of a character can follow: ASCII stands there, or what the code page does not have."""
        char = self.text[place]
        return char < "\x80" or not (self.page.bytes_of(char) or char in DOUBTFUL)

    def _may_be_lost(self, place: int) -> bool:
        """Return whether a question mark at `place` stands, if anything here lost bytes, for those."""
        return self.scene.guess_ascii and self.text[place] == "?" and may_stand_for_bytes(self.text, place)

    def _take(self, node: int, place: int, slots: Slots, taken: Taken) -> None:
        used = slots[: taken.size]
        sure = all(len(slot) == 1 for slot in used) or (self.scene.folded and len(taken.chars) == 1)
        kind = READ if sure else INFERRED
        chars = taken.chars if len(taken.chars) > 1 else taken.chars[0]
        cost = SCRIPT_COST if kind == INFERRED and chars in self.scene.avoided else 0.0  # that of a fan is added later
        self._add(node, place, slots[taken.size :], chars, cost, kind)

    def _finish(self, node: int, place: int, slots: Slots) -> None:
        """End with a character that is not whole: its last bytes were lost."""
        if place < self.end:  # where half a character stands before every other blank, none of them can be told
            self.ends -= 1
            if self.ends < 0:
                return
        for count in self.losses:
            taken = take(slots + (ANY,) * count, self.was)
            if isinstance(taken, Taken) and taken.size == len(slots) + count:
                cost = self._cost_of_edge(place) + (CUT_COST * count if place == self.end else self.drop_cost * count)
                self._add(node, place, _ALONE if place in self.scene.cuts else (), taken.chars, cost, INFERRED)
                return

    def _consume(self, node: int, place: int, slots: Slots, cost: float = 0.0) -> None:
        if not slots and self.plain_ascii and self.text[place] < "\x80":
            end = self._behind_ascii(place)
            self._keep(node, place, max(end, place + 1), (), PLAIN)
            if end > place:
                return
        if place in self.scene.loose and not cost:
            count = self.scene.loose[place]
            for price, dropped in list_dropped(self.text, place, self.page, self.drop_cost, before=self.was != "utf-8"):
                if count == 1 or dropped is not ANY:  # two bytes that may be any say nothing
                    self._consume(node, place, slots + (dropped,) * count, price * count)
        if not cost and place not in self.scene.loose and self._run(node, place, slots):
            return
        for reading in list_readings(self.text, place, self.page, folded=self.scene.folded):
            if reading.kind == GUESSED and self.text[place] in MAYBE and not self._may_guess(place, slots):
                continue
            self._follow(node, place, slots, reading, cost)

    def _may_guess(self, place: int, slots: Slots) -> bool:
        """Return whether ASCII may stand for bytes; a blank begins a character only where more of its bytes follow."""
        begins = not slots and self.text[place] == " " and self.was != "utf-8"
        return self.scene.guess_ascii and not (begins and self.text[place + 1 : place + 2] < "\x80")

    def _behind_ascii(self, place: int) -> int:
        """Return the end of the ASCII from `place` on that can be nothing else."""
        while place < self.end and self.text[place] < "\x80":
            if self.scene.guess_ascii and self.text[place] in MAYBE and may_stand_for_bytes(self.text, place):
                break
            place += 1
        return place

    def _follow(self, node: int, place: int, slots: Slots, reading: Reading, cost: float) -> None:
        after = slots + reading.slots
        if place in self.scene.loose or take(after, self.was) is not None:
            self._add(node, place + reading.size, after, "", cost + reading.cost, reading.kind)

    def _run(self, node: int, place: int, slots: Slots) -> bool:
        """Add one arc over a row of characters whose bytes are all known, up to the next stop; say whether it did."""
        if any(len(slot) > 1 for slot in slots):
            return False
        end, data = place, [*slots]
        while end < self.end and (end == place or not self._is_stop(end)) and (known := self._sure_bytes(end)):
            data.append(known)
            end += 1
        if end < place + 2:
            return False
        joined = b"".join(data)
        sound = read_sound(joined, self.was)
        text, rest = (sound, ()) if sound is not None else self._read_cut(joined)
        if not text:
            return False
        self._add(node, end, rest, text, -self.model.log_probability(text[1:], text[0]), READ)
        return True

    def _sure_bytes(self, place: int) -> bytes:
        """Return the bytes of the character at `place`, none where it may stand for several."""
        char = self.text[place]
        if char in DOUBTFUL or (self.scene.folded and char.upper() != char):
            return b""
        known = self.known.get(char)
        if known is None:
            several = self.page.bytes_of(char)
            known = self.known[char] = several[0] if len(several) == 1 else b""
        return known

    def _read_cut(self, data: bytes) -> tuple[str, Slots]:
        """Return the text of bytes that end in half a character, and that half; no text where more is wrong."""
        text, faults = read(data, self.was)
        if len(faults) != 1 or not faults[0].cut:
            return ("", ()) if faults else (text, ())
        rest = data[faults[0].start : faults[0].end]
        return text[: faults[0].at], tuple(rest[i : i + 1] for i in range(len(rest)))

    def _is_stop(self, place: int) -> bool:
        return place in self.scene.cuts or place in self.scene.loose or (self.text[place] < "\x80" and self.plain_ascii)
