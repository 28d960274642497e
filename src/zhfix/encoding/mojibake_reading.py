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
from zhfix.encoding.mojibake_lattice import ENDED, INFERRED, KEPT, PLAIN, Move, read_scene
from zhfix.encoding.mojibake_layers import list_outer
from zhfix.encoding.mojibake_scenes import list_scenes
from zhfix.encoding.registry import Misreading
from zhfix.encoding.shown import EATEN, GUESSED, NEARBY, first_byte, guess_eaten
from zhfix.encoding.units import restore
from zhfix.encoding.wrong_pages import open_page
from zhfix.words import score_words

SURE_OF_CHARACTER = 0.75
"""Posterior from which a character that lost bytes is restored and not U+FFFD: where a wrong one costs three times what
a right one gains this is the best limit, and a trial on lossy text found none better."""
WORD_WEIGHT = 1.25
"""What the gain of words counts for: of those tried by benchmarks/measure_words.py the best on news, encyclopaedias
and software alike (2026-11)."""
WORD = 4
"""Characters on either side that a word may take in."""
ALTERNATIVES = 3
"""Other characters that are told of where one was inferred."""
LONG, FEW_DIFFERENT = 400, 10
"""So many characters, so few of them different, are no text in any encoding, and would be searched at length."""
FEWEST_LETTERS = 4
"""Letters beyond ASCII that must all be of one case before it is supposed that something made them so."""
FOLDED_COST = 8.0
"""Nats of that, beyond the misreading."""
LAYERS = 3
"""Misreadings one upon the other that are undone."""
SOUND = -6.8
"""Nats a character above which a whole reading is sound text."""
POOR = -7.5
"""Nats a character below which a reading is poor enough to look for another layer."""
USUAL_WIDE, USUAL_NARROW = 6.0, 3.5
"""Nats of a character at most where it shows two bytes of likely text, and where it shows one."""
ASCII_DECAY = 0.5
"""Nats that each character of ASCII takes off again: odd characters far apart are no stretch."""
ODD = 11.0
"""Nats beyond the usual from which a stretch is odd: what the commonest misreading costs, and a little."""
EXPECTED_ODD = 4.0
"""The same where misread text is expected, and costs less."""
CLEAR, MUCH_WORSE = 12.0, 0.7
"""How much worse others must look, in nats, than a misreading whose bytes are all there; or, as a share, than one that
lost some, to be searched no more."""
NOT_CHINESE = -10.0
"""Nats a character below which what was read out is noise, too."""
NO_NAME = -11.5
"""The same where Chinese is expected or proven: names are rare characters in rare pairs."""


Context = tuple[str, str]
NOTHING: Context = (BOUNDARY, BOUNDARY)
"""The characters that stand before a text and behind it: line ends."""


class Guess(NamedTuple):
    """A character that lost bytes: what it probably was, how probably, and what else it may have been.

    `at` is its place in what its run reads.
    """

    at: int
    char: str
    posterior: float
    rivals: tuple[tuple[float, str], ...]


class Run(NamedTuple):
    """One misread run: characters `start` to `end` read `after`.

    `guesses` are those of its characters that lost bytes, in order.
    """

    start: int
    end: int
    after: str
    guesses: tuple[Guess, ...]


class Outcome(NamedTuple):
    """A reading of a whole stretch: its log-probability `total`, that of the best rival, the chain and the runs."""

    total: float
    rival: float
    chain: tuple[Misreading, ...]
    runs: tuple[Run, ...]
    text: str

    @property
    def is_sound(self) -> bool:
        """Whether every byte of it was there, and all of it is likely text now."""
        return not any(run.guesses for run in self.runs) and self.total > SOUND * len(self.text)

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
    favoured, plain = score_leaving(text, context[0])
    leaving = plain if expected else favoured
    if not _is_odd(text, leaving, EXPECTED_ODD if expected else ODD):
        return None
    stands = sum(leaving) + open_model().log_bigram(text[-1], context[1])
    best = _find_single(text, context, (stands, plain), known, most)
    if layers > 1 and (best is None or (best.total + best.chain[0].cost) / len(best.text) < POOR):
        for misreading, edits in list_outer(text):
            inner_text = apply_edits(text, edits)
            inner = find_reading(inner_text, context, known, most, layers - 1)
            if inner is None:
                continue
            cost = min(misreading.cost, most)
            runs = tuple(_compose(edits, inner, inner_text))
            outer = Outcome(inner.total - cost, inner.rival - cost, (*inner.chain, misreading), runs, inner.text)
            best = _prefer(best, outer, stands)
    folded = _find_folded(text, context, stands)
    return _prefer(best, folded, stands) if folded is not None else best


def _prefer(best: Outcome | None, other: Outcome, stands: float) -> Outcome | None:
    """Return the likelier of two readings, the other one being its rival, and none where the text as it stands is."""
    better, worse = (other, best) if best is None or other.total > best.total else (best, other)
    if better.total <= stands:
        return best
    rivals = [better.rival, stands]
    if worse is not None and worse.text != better.text:
        rivals.append(worse.total)
    return better._replace(rival=max(rivals))


def _find_folded(text: str, context: Context, stands: float) -> Outcome | None:
    """Return the best reading of `text` where its letters, those that stand for bytes included, were made one case."""
    letters = [char for char in text if char > "\x7f" and char.lower() != char.upper()]
    if len(letters) < FEWEST_LETTERS or not ("".join(letters).isupper() or "".join(letters).islower()):
        return None
    small = "".join(char.lower() if char > "\x7f" and len(char.lower()) == 1 else char for char in text)
    plain = score_leaving(small, context[0]).plain
    outcome = _find_single(small, context, (stands, plain), frozenset(), inf, folded=True)
    if outcome is None:
        return None
    edits = [Edit(run.start, run.end, text[run.start : run.end], run.after, "") for run in outcome.runs]
    total, rival = outcome.total - FOLDED_COST, outcome.rival - FOLDED_COST
    return outcome._replace(total=total, rival=rival, text=apply_edits(text, edits))


def _is_lost(text: str) -> bool:
    """Return whether marks for what was lost are so many that nothing can be told from the rest."""
    wide = sum(char > "\x7f" for char in text)
    return 5 * text.count(UNREADABLE) > 2 * wide or len(_marked().findall(text)) * 2 > wide


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


def _find_single(
    text: str,
    context: Context,
    leaving: tuple[float, list[float]],
    known: frozenset[Misreading],
    most: float,
    *,
    folded: bool = False,
) -> Outcome | None:
    """Return the best reading of `text` by one misreading; `leaving` is what it is held against, all and each."""
    stands, left = leaving
    rivals = {text: stands}
    best: Outcome | None = None
    best_look = 0.0
    for look, scene in list_scenes(text, context, left, known, most, folded=folded):
        if best is not None and look < (best_look - CLEAR if best.is_sound else best_look * MUCH_WORSE):
            break
        total, moves = read_scene(scene)
        runs = tuple(_gather(text, moves, scene.misreading))
        after = apply_edits(text, [Edit(run.start, run.end, text[run.start : run.end], run.after, "") for run in runs])
        if (
            not runs
            or total <= rivals.get(after, -inf)
            or not _is_chinese(text, runs, scene.misreading, expected=bool(known) or most < inf)
        ):
            continue
        rivals[after] = total
        if best is None or total > best.total:
            best, best_look = Outcome(total, -inf, (scene.misreading,), runs, after), look
    if best is None or best.total <= stands:
        return None
    return best._replace(rival=max(score for other, score in rivals.items() if other != best.text))


def _is_chinese(text: str, runs: tuple[Run, ...], misreading: Misreading, *, expected: bool) -> bool:
    """Return whether what the runs read is likely text, and neither the least unlikely noise nor all guessed.

    One ideograph by itself proves nothing where no other stands in `text` and nothing says that it is Chinese, nor do
    marks that other languages use, too.
    """
    read = [run.after.replace(UNREADABLE, "") for run in runs]
    count = sum(map(len, read))
    if not count or all(len(run.guesses) >= len(run.after) for run in runs):
        return False
    ideographs = [char for each in read for char in _ideograph().findall(each)]
    if len(ideographs) > 1 and len(set(ideographs)) == 1:
        return False  # one character again and again is a cry, and was one
    if len(ideographs) < 2 and not expected:
        # Bytes of UTF-8 in their order prove more than any two others.
        beside = len(_ideograph().findall(_around(text, runs))) if misreading.was == "utf-8" else 0
        if len(ideographs) + beside < 2:
            return False
    if misreading.was != "utf-8" and len(ideographs) == 1 and any(_is_in_word(text, run) for run in runs):
        return False
    model = open_model()
    score = sum(model.log_probability(each[1:], each[0]) + model.log_unigram(each[0]) for each in read if each)
    proven = expected or (misreading.was == "utf-8" and len(ideographs) > 2)  # several in the order of UTF-8's bytes
    return score > (NO_NAME if proven else NOT_CHINESE) * count


def _is_in_word(text: str, run: Run) -> bool:
    """Return whether ASCII letters touch the run: é in a name and not 茅."""
    return any(
        side.isascii() and side.isalpha() for side in (text[run.start - 1 : run.start], text[run.end : run.end + 1])
    )


def _around(text: str, runs: tuple[Run, ...]) -> str:
    """Return what stands outside of the runs."""
    ends = [0, *(run.end for run in runs)]
    starts = [*(run.start for run in runs), len(text)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


@cache
def _ideograph() -> re.Pattern[str]:
    return re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


def _compose(edits: list[Edit], inner: Outcome, inner_text: str) -> Iterator[Run]:
    """Yield the runs of two layers as runs of the text that the outer one stands in."""
    later = [Edit(run.start, run.end, inner_text[run.start : run.end], run.after, "") for run in inner.runs]
    guesses = tuple(guess for run in inner.runs for guess in run.guesses)
    for number, edit in enumerate(compose_edits(edits, later)):
        # Where the inner guesses stand in the outer run is not traced: the first run answers for all.
        yield Run(edit.start, edit.end, edit.after, guesses if number == 0 else ())


def _gather(text: str, moves: list[Move], misreading: Misreading) -> Iterator[Run]:
    """Yield the misread runs: what lies between text that stays as it is."""
    row: list[Move] = []
    before, place = "", 0  # what is restored so far, and where
    for move in [*moves, Move(len(text), len(text), "", ENDED, 1.0, ())]:
        if move.kind not in (KEPT, PLAIN, ENDED):
            row.append(move)
            continue
        if row:
            before += text[place : row[0].start]
            run = _make_run(before, row, text, misreading)
            before, place = before + run.after, run.end
            if run.after != text[run.start : run.end]:
                yield run
        row = []


def _make_run(before: str, row: list[Move], text: str, misreading: Misreading) -> Run:
    """Write down what the moves of a run read: of what was inferred only what is sure enough, else U+FFFD."""
    start, end = row[0].start, row[-1].end
    after, guesses = "", []
    question: Move | None = None
    for move in row:
        if move.kind == GUESSED:
            question = move if "?" in text[move.start : move.end] else None
        if move.kind == INFERRED:
            guesses.append(Guess(len(after), move.text, move.posterior, move.rivals))
        if move.text != EATEN.decode():
            after += move.text
        if question and move.text:
            if move.start == question.end:  # else what follows was part of the same character
                certain = _must_have_eaten(move.text, text, question.end, misreading)
                line = (before + after)[-NEARBY:], text[question.end : question.end + NEARBY]
                after += guess_eaten(*line, certain=certain)
            question = None
    weighed = []
    for guess in guesses:
        likeliest = _weigh_words(guess, before + after[: guess.at], after[guess.at + 1 :] + text[end : end + WORD])
        weighed.append(likeliest)
        after = after[: guess.at] + likeliest.char + after[guess.at + 1 :]
    for guess in weighed:
        if guess.posterior < SURE_OF_CHARACTER:
            after = after[: guess.at] + UNREADABLE + after[guess.at + 1 :]
    return Run(start, end, after, tuple(weighed))


def _must_have_eaten(char: str, text: str, place: int, misreading: Misreading) -> bool:
    """Return whether the last byte of `char` and what stands at `place` would have been shown as a character."""
    page, data = open_page(misreading.read), restore(char, misreading.was)
    following = first_byte(text, place, page)
    return data is not None and following >= 0 and not page.is_single and data[-1] not in page.lost_before(following)


def _weigh_words(guess: Guess, before: str, after: str) -> Guess:
    """Return the guess with what words its candidates would be part of taken into account, which pairs cannot know."""
    before, after = before[-WORD:], after[:WORD]
    candidates = [(guess.posterior, guess.char), *guess.rivals]
    weights = [(share * exp(WORD_WEIGHT * score_words(before + char + after)), char) for share, char in candidates]
    unlisted = max(0.0, 1.0 - sum(share for share, _ in candidates))
    total = sum(weight for weight, _ in weights) + unlisted
    ranked = sorted(((weight / total, char) for weight, char in weights), reverse=True)
    return Guess(guess.at, ranked[0][1], ranked[0][0], tuple(ranked[1 : 1 + ALTERNATIVES]))


def misread(text: str, misreading: Misreading) -> str | None:
    """Return `text` as it is shown when it is misread so, or None where what it was stored in does not have it.

    >>> misread("中文", Misreading("gb18030", "cp1252", 8.0))
    'ÖÐÎÄ'
    """
    data = restore(text, misreading.was)
    return None if data is None else open_page(misreading.read).show(data)
