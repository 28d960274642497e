"""Mojibake: text whose bytes were decoded in the wrong code page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf, prod

from zhfix.charlm import BOUNDARY
from zhfix.edits import Edit, Finding
from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.mojibake_mentions import is_mention
from zhfix.encoding.mojibake_reading import SURE_OF_CHARACTER, Context, Outcome, Run, find_reading, misread
from zhfix.encoding.mojibake_signs import find_stretches, may_be_utf16, may_hold_mojibake
from zhfix.encoding.registry import Misreading
from zhfix.evidence import Evidence
from zhfix.messages import Reason, reason
from zhfix.normalizer import normalizer

SURE = 0.75
"""Probability of a reading from which it is made; below, it is reported."""
WORTH_REPORTING = 0.2
MOST_LOST = 0.34
"""Share of a reading that may have lost bytes; beyond it there is too little context to restore the rest by."""
MOST_GUESSED = 0.5
"""Share of a reading that may be inferred at all."""
PROVEN, UNPROVEN = 0.999, 0.99
"""Confidence, at most, of a repair that gives the input back when it is damaged again, and of one that lost bytes."""
EXPECTED_COST = 3.0
"""Nats of any misreading where the caller knows that the text is Chinese."""
SAMPLE = 4_096
"""Characters of suspicious lines, at most, by which a document shows how it was misread."""
CLEARLY = 15.0
"""Nats by which a line must be likelier read back to be evidence for others."""


@normalizer(probe=may_hold_mojibake, everywhere=True)
def repair_mojibake(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """TODO."""
    if may_be_utf16(text) and (whole := find_reading(text)) and _is_utf16(whole):
        yield from _report(text, 0, text, whole)
        return
    for line in re.finditer("[^\r\n]+", text):
        for start, end in find_stretches(line[0]):
            stretch = line[0][start:end]
            outcome = _read_stretch(stretch, _context(line[0], start, end), evidence)
            if outcome is not None:
                for found in _report(line[0], start, stretch, outcome):
                    yield found._replace(start=found.start + line.start(), end=found.end + line.start())


def _is_utf16(outcome: Outcome) -> bool:
    return outcome.chain[0].was.startswith("utf-16") and outcome.confidence >= SURE


def _context(line: str, start: int, end: int) -> Context:
    return line[start - 1] if start else BOUNDARY, line[end] if end < len(line) else BOUNDARY


def _read_stretch(stretch: str, context: Context, evidence: Evidence) -> Outcome | None:
    """Return the best reading of a stretch; what is in doubt is decided by what the rest of the document shows."""
    most = EXPECTED_COST if evidence.expect == "zh" else inf
    outcome = find_reading(stretch, context, most=most)
    if (outcome is None or outcome.confidence < PROVEN) and "\n" in evidence.sample:
        known = evidence.measure(measure_misreadings)
        if known:
            return find_reading(stretch, context, known, most)
    return outcome


def measure_misreadings(sample: str) -> frozenset[Misreading]:
    """Return the misreadings that lines of `sample` show beyond doubt."""
    seen: set[Misreading] = set()
    spent = 0
    for line in re.finditer("[^\r\n]+", sample):
        for start, end in find_stretches(line[0]):
            outcome = find_reading(line[0][start:end], _context(line[0], start, end))
            if outcome is not None and outcome.total - outcome.rival >= CLEARLY:
                seen.update(outcome.chain)
            spent += end - start
        if spent > SAMPLE:
            break
    return frozenset(seen)


def _report(line: str, offset: int, stretch: str, outcome: Outcome) -> Iterator[Edit | Finding]:
    """Yield the edits and findings of a stretch that begins at `offset` of `line`."""
    if outcome.confidence < WORTH_REPORTING:
        return
    guesses = [guess for run in outcome.runs for guess in run.guesses]
    lost = sum(guess.posterior < SURE_OF_CHARACTER for guess in guesses)
    read = sum(len(run.after) for run in outcome.runs)
    for run in outcome.runs:
        span = offset + run.start, offset + run.end
        if is_mention(line, *span):
            continue
        if lost > MOST_LOST * read or len(guesses) > MOST_GUESSED * read:
            message = _name(outcome, "mojibake.mostly_lost", reading=run.after)
            yield Finding(*span, repair_mojibake.rule, "error", message, lost=run.after.count(UNREADABLE))
        elif outcome.confidence < SURE:
            message = _name(outcome, "mojibake.suspected", reading=run.after)
            yield Finding(*span, repair_mojibake.rule, "warning", message)
        else:
            yield _make_edit(stretch[run.start : run.end], span, outcome, run)


def _make_edit(before: str, span: tuple[int, int], outcome: Outcome, run: Run) -> Edit:
    restored = [guess for guess in run.guesses if guess.posterior >= SURE_OF_CHARACTER]
    best = UNPROVEN if run.guesses or not _is_proven(before, run.after, outcome) else PROVEN
    confidence = min(best, outcome.confidence) * prod(guess.posterior for guess in restored)
    if restored:
        message = _name(outcome, "mojibake.inferred", chars="".join(guess.char for guess in restored))
    elif len(outcome.chain) > 1:
        steps = "; ".join(f"{step.was} > {step.read}" for step in outcome.chain)
        message = reason("mojibake.layers", count=len(outcome.chain), chain=steps)
    else:
        message = _name(outcome, "mojibake.repaired")
    alternatives = _list_alternatives(run) if len(outcome.chain) == 1 else ()
    return Edit(*span, before, run.after, repair_mojibake.rule, confidence, message, alternatives)


def _name(outcome: Outcome, key: str, **values: object) -> Reason:
    first = outcome.chain[0]
    return reason(key, was=first.was, read=first.read, **values)


def _is_proven(before: str, after: str, outcome: Outcome) -> bool:
    """Return whether `after`, misread again in the same way, is `before`."""
    text: str | None = after
    for step in outcome.chain:
        text = None if text is None else misread(text, step)
    return text == before


def _list_alternatives(run: Run) -> tuple[str, ...]:
    """Return what the run may have been instead: with another character at the place that is least sure."""
    if not run.guesses:
        return ()
    least = min(run.guesses, key=lambda guess: guess.posterior)
    texts = [text for _, text in least.rivals]
    if least.posterior < SURE_OF_CHARACTER:
        texts.insert(0, least.char)
    return tuple(run.after[: least.at] + text + run.after[least.at + 1 :] for text in texts)
