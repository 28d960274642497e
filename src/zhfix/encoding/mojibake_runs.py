"""What a search read, written down: runs of misread text, with what was inferred and how surely."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import NamedTuple

from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.mojibake_lattice import ENDED, INFERRED, KEPT, PLAIN, Move
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


def gather_runs(text: str, moves: list[Move], misreading: Misreading) -> Iterator[Run]:
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
            posterior = 0.0 if move.text == UNREADABLE else move.posterior
            guesses.append(Guess(len(after), move.text, posterior, move.rivals))
        if move.text != EATEN.decode():
            after += move.text
        if question and move.text:
            if move.start == question.end:  # else what follows was part of the same character
                # What was never misread did not follow when the rest was: that ended in half a character.
                follows = question.end < end or text[end : end + 1] < "\x80"
                certain = follows and _must_have_eaten(move.text, text, question.end, misreading)
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
    if not guess.rivals:
        return guess
    before, after = before[-WORD:], after[:WORD]
    candidates = [(guess.posterior, guess.char), *guess.rivals]
    weights = [(share * exp(WORD_WEIGHT * score_words(before + char + after)), char) for share, char in candidates]
    unlisted = max(0.0, 1.0 - sum(share for share, _ in candidates))
    total = sum(weight for weight, _ in weights) + unlisted
    ranked = sorted(((weight / total, char) for weight, char in weights), reverse=True)
    return Guess(guess.at, ranked[0][1], ranked[0][0], tuple(ranked[1 : 1 + ALTERNATIVES]))
