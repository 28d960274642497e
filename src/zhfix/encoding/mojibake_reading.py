"""The best reading of a stretch that may be mojibake, held against leaving it alone and against every other reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import exp, inf
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.edits import Edit, apply_edits, compose_edits
from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.leaving import score_leaving
from zhfix.encoding.mojibake_chance import ASCII_DECAY, USUAL_WIDE, list_chances
from zhfix.encoding.mojibake_lattice import read_scene, read_whole
from zhfix.encoding.mojibake_layers import list_outer
from zhfix.encoding.mojibake_looks import ODD_CHAR, Look
from zhfix.encoding.mojibake_runs import Run, gather_runs
from zhfix.encoding.mojibake_scenes import Stretch, find_looks, is_hopeless, is_whole, make_scene, make_whole_scene
from zhfix.encoding.mojibake_sense import is_chinese
from zhfix.encoding.registry import Misreading
from zhfix.encoding.units import restore
from zhfix.encoding.wrong_pages import open_page

LONG, FEW_DIFFERENT = 400, 10
"""So many characters, so few of them different, are no text in any encoding, and would be searched at length."""
FEWEST_LETTERS = 4
"""Letters beyond ASCII that must all be of one case before it is supposed that something made them so."""
_SHOWN_FOR_UTF8 = "âãäåæçèéïµÂÃ"
FOLDED_COST = 8.0
"""Nats of that, beyond the misreading."""
LAYERS = 3
"""Misreadings one upon the other that are undone."""
POOR = -7.5
"""Nats a character below which a reading is poor enough to look for another layer."""
USUAL_NARROW = 3.5
"""Nats of a character at most where it shows one byte of likely text."""
ODD_STRETCH = 11.0
"""Nats beyond the usual from which a stretch is odd: what the commonest misreading costs, and a little."""
EXPECTED_ODD_STRETCH = 4.0
"""The same where misread text is expected, and costs less."""
CLEAR, MUCH_WORSE = 12.0, 0.7
"""How much worse others must look, in nats, than a misreading whose bytes are all there; or, as a share, than one that
lost some, to be searched no more."""


Context = tuple[str, str]
NOTHING: Context = (BOUNDARY, BOUNDARY)
"""The characters that stand before a text and behind it: line ends."""


class Outcome(NamedTuple):
    """A reading of a whole stretch: its log-probability `total`, that of the best rival, the chain and the runs."""

    total: float
    rival: float
    chain: tuple[Misreading, ...]
    runs: tuple[Run, ...]
    text: str

    @property
    def is_likely(self) -> bool:
        """Whether what was read is likely text, and not the remains of another layer."""
        return self.total + sum(step.cost for step in self.chain) >= POOR * len(self.text)

    @property
    def confidence(self) -> float:
        """How probable the reading is, among all that were looked at."""
        return 1.0 / (1.0 + exp(min(50.0, self.rival - self.total)))


@lru_cache(maxsize=256)  # a pipeline asks again until nothing changes, and most windows have not
def find_reading(
    text: str,
    context: Context = NOTHING,
    known: frozenset[Misreading] = frozenset(),
    most: float = inf,
    layers: int = LAYERS,
) -> Outcome | None:
    """Return the best reading of `text`, or None where it is likeliest as it stands.

    `known` are the misreadings that other lines of the document show; a common one costs `most` at most. `layers` is
    how many misreadings, one upon the other, are looked for.
    """
    if _is_lost(text) or (len(text) > LONG and len(set(text)) < FEW_DIFFERENT):
        return None
    expected = bool(known) or most < inf  # then it is hardly another language that no model knows
    chances = None if expected else list_chances(text, context[0], ODD_STRETCH)
    if chances is not None and not chances:
        return None
    leaving = score_leaving(text, context[0])
    stands_each = leaving.plain if expected else leaving.favoured
    if not _is_odd(text, stands_each, EXPECTED_ODD_STRETCH if expected else ODD_STRETCH):
        return None
    stands = sum(stands_each) + open_model().log_bigram(text[-1], context[1])
    stretch = Stretch(text, context, leaving.plain, known, most, chances)
    looks = find_looks(stretch)
    may_be_folded = _may_be_folded(text)
    whole = None if may_be_folded else _find_whole(stretch, stands, looks, layers)
    if whole is not None:
        return whole
    best = _find_single(stretch, stands, looks)
    if best is not None and best.is_likely and not may_be_folded:
        return best
    if layers > 1 and (best is None or not best.is_likely):
        for misreading, edits in list_outer(text):
            outer = _peel(stretch, edits, misreading, layers)
            if outer is not None:
                best = _prefer(best, outer, stands)
    folded = _find_folded(stretch, stands) if may_be_folded else None
    return _prefer(best, folded, stands) if folded is not None else best


def _find_whole(stretch: Stretch, stands: float, looks: list[Look], layers: int) -> Outcome | None:
    """Return a reading that is beyond doubt at once: nothing was lost, and all that can have been misread was.

    Most damage is of this kind, and needs no search of where it begins, ends or has gaps.
    """
    if not looks or UNREADABLE in stretch.text or (len(looks) > 1 and looks[0].gain - looks[1].gain < CLEAR):
        return None
    misreading = looks[0].misreading
    if not is_whole(stretch, looks[0]):
        return None
    reading = read_whole(make_whole_scene(stretch, looks[0]))
    if reading is None:
        return None
    total, moves = reading
    runs = tuple(gather_runs(stretch.text, moves, misreading))
    edits = _list_edits(stretch.text, runs)
    outcome = Outcome(total, stands, (misreading,), runs, apply_edits(stretch.text, edits))
    if not outcome.is_likely:
        peeled = _peel(stretch, edits, misreading, layers) if layers > 1 and misreading.was == "utf-8" else None
        if peeled is None:
            return None
        outcome = peeled._replace(rival=max(peeled.rival, stands))
    elif not is_chinese(stretch, runs, misreading):
        return None
    return outcome if outcome.is_likely and outcome.total - stands > CLEAR else None


def _peel(stretch: Stretch, edits: list[Edit], misreading: Misreading, layers: int) -> Outcome | None:
    """Return the best reading of what appears when `edits` take off an outer layer, None where that is no mojibake."""
    inner_text = apply_edits(stretch.text, edits)
    inner = find_reading(inner_text, stretch.context, stretch.known, stretch.most, layers - 1)
    if inner is None:
        return None
    cost = min(misreading.cost, stretch.most)
    runs = tuple(_compose(edits, inner, inner_text))
    return Outcome(inner.total - cost, inner.rival - cost, (*inner.chain, misreading), runs, inner.text)


def _list_edits(text: str, runs: tuple[Run, ...]) -> list[Edit]:
    return [Edit(run.start, run.end, text[run.start : run.end], run.after, "") for run in runs]


def _prefer(best: Outcome | None, other: Outcome, stands: float) -> Outcome | None:
    """Return the likelier of two readings, the other one being its rival, and none where the text as it stands is."""
    better, worse = (other, best) if best is None or other.total > best.total else (best, other)
    if better.total <= stands:
        return best
    rivals = [better.rival, stands]
    if worse is not None and worse.text != better.text:
        rivals.append(worse.total)
    return better._replace(rival=max(rivals))


def _may_be_folded(text: str) -> bool:
    """Return whether all letters beyond ASCII are of one case, and not those alone that Latin-1 shows for UTF-8."""
    if max(text) >= "\u2e80":  # of two bytes a character: a folded one would be another
        return False
    letters = "".join([char for char in text if char > "\x7f" and char.lower() != char.upper()])
    one_case = letters.isupper() or letters.islower()
    return one_case and len(letters) >= FEWEST_LETTERS and bool(letters.strip(_SHOWN_FOR_UTF8))


def _find_folded(stretch: Stretch, stands: float) -> Outcome | None:
    """Return the best reading of `text` where its letters, those that stand for bytes included, were made one case."""
    text = stretch.text
    small = "".join(char.lower() if char > "\x7f" and len(char.lower()) == 1 else char for char in text)
    plain = score_leaving(small, stretch.context[0]).plain
    folded = Stretch(small, stretch.context, plain, frozenset(), inf, folded=True)
    outcome = _find_single(folded, stands, find_looks(folded))
    if outcome is None:
        return None
    total, rival = outcome.total - FOLDED_COST, outcome.rival - FOLDED_COST
    return outcome._replace(total=total, rival=rival, text=apply_edits(text, _list_edits(text, outcome.runs)))


def _is_lost(text: str) -> bool:
    """Return whether marks for what was lost are so many that nothing can be told from the rest."""
    wide = sum(char > "\x7f" for char in text)
    return 2 * text.count(UNREADABLE) > wide or len(_marked().findall(text)) * 2 > wide


@cache
def _marked() -> re.Pattern[str]:
    return re.compile("(?<=[^\\x00-\\x7f])\\?")


def _is_odd(text: str, leaving: list[float], limit: float) -> bool:
    """Return whether a stretch is so unlikely as it stands that what it was could pay for a misreading."""
    worst = 0.0
    for char, score in zip(text, leaving, strict=True):
        if "\x20" <= char < "\x80" or char in "\t\r\n":
            worst = max(0.0, worst - ASCII_DECAY)
            continue
        usual = USUAL_WIDE if "\u2e80" < char < "\uff61" else USUAL_NARROW
        worst = max(0.0, worst - score - usual)
        if worst > limit:
            return True
    return False


def _find_single(stretch: Stretch, stands: float, looks: list[Look]) -> Outcome | None:
    """Return the best reading by one misreading; `stands` is what it is held against."""
    text = stretch.text
    rivals = {text: stands}
    best: Outcome | None = None
    enough = -inf
    for look in looks:
        if look.gain < enough:
            break
        if is_hopeless(text, look):
            continue
        total, moves = read_scene(make_scene(stretch, look))
        runs = tuple(gather_runs(text, moves, look.misreading))
        after = apply_edits(text, _list_edits(text, runs))
        if not runs or total <= rivals.get(after, -inf) or not is_chinese(stretch, runs, look.misreading):
            continue
        rivals[after] = total
        if best is None or total > best.total:
            best = Outcome(total, -inf, (look.misreading,), runs, after)
            enough = _find_enough(best, look.gain, stretch)
    if best is None or best.total <= stands:
        return None
    return best._replace(rival=max(score for other, score in rivals.items() if other != best.text))


def _find_enough(best: Outcome, look: float, stretch: Stretch) -> float:
    """Return the gain below which another misreading need not be searched once `best` is found.

    A look at bytes that are all there promises what a search then finds. Of UTF-8 that lost bytes it promises too
    little, but then what the search found says enough: no other encoding reads its rows as anything. Where two bytes
    are a character, whatever follows a lost one looks bad, of the right code page as well.
    """
    if best.chain[0].was == "utf-8":
        return best.total - sum(stretch.left) - CLEAR
    if best.is_likely and not _leaves_odd(stretch, best.runs):
        return look - CLEAR
    return look * MUCH_WORSE


def _leaves_odd(stretch: Stretch, runs: tuple[Run, ...]) -> bool:
    """Return whether a character outside of the runs is odd where it stands."""
    inside = [False] * len(stretch.text)
    for run in runs:
        inside[run.start : run.end] = [True] * (run.end - run.start)
    places = zip(stretch.text, stretch.left, inside, strict=True)
    return any(char > "\x7f" and score < ODD_CHAR and not within for char, score, within in places)


def _compose(edits: list[Edit], inner: Outcome, inner_text: str) -> Iterator[Run]:
    """Yield the runs of two layers as runs of the text that the outer one stands in."""
    later = [Edit(run.start, run.end, inner_text[run.start : run.end], run.after, "") for run in inner.runs]
    guesses = tuple(guess for run in inner.runs for guess in run.guesses)
    for number, edit in enumerate(compose_edits(edits, later)):
        # Where the inner guesses stand in the outer run is not traced: the first run answers for all.
        yield Run(edit.start, edit.end, edit.after, guesses if number == 0 else ())


def misread(text: str, misreading: Misreading) -> str | None:
    """Return `text` as it is shown when it is misread so, or None where what it was stored in does not have it.

    >>> misread("中文", Misreading("gb18030", "cp1252", 8.0))
    'ÖÐÎÄ'
    """
    data = restore(text, misreading.was)
    return None if data is None else open_page(misreading.read).show(data)
