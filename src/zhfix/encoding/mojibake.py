"""Mojibake: text whose bytes were decoded in the wrong code page."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, prod

from zhfix.charlm import BOUNDARY
from zhfix.edits import Edit, Finding
from zhfix.encoding.codepages import UNREADABLE
from zhfix.encoding.mojibake_mentions import is_mention
from zhfix.encoding.mojibake_reading import Context, Outcome, find_reading, misread
from zhfix.encoding.mojibake_runs import SURE_OF_CHARACTER, Guess, Run
from zhfix.encoding.mojibake_sense import SURE_OF_ALL
from zhfix.encoding.mojibake_signs import is_odd_in_common, list_signs, list_windows, may_be_utf16, may_hold_mojibake
from zhfix.encoding.registry import Misreading
from zhfix.evidence import Evidence
from zhfix.messages import Reason, reason
from zhfix.normalizer import normalizer

SURE = 0.75
"""Probability of a reading from which it is made; below, it is reported."""
WORTH_REPORTING = 0.2
"""Probability of a reading from which it is reported."""
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


@normalizer(probe=may_hold_mojibake, signs=list_signs, unsigned=is_odd_in_common, everywhere=True)
def repair_mojibake(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Give back text that was decoded in the wrong code page: ``鏂囦欢`` was 文件, ``ÖÐÎÄ`` was 中文.

    A program that takes the bytes of Chinese for another encoding shows other characters for them: accented
    letters where it thought of Windows-1252, rare ideographs where it thought of GBK, Hangul, kana, Cyrillic
    or box drawings elsewhere. The causes are pages and mail without a declared charset, databases whose
    connection was set wrong, archives whose file names name no encoding, editors and compilers on another
    system's defaults. Every pair of :data:`~zhfix.encoding.registry.MISREADINGS` is looked at, up to three
    layers deep, in lines that are nothing else and in stretches of sound ones; the edges of a stretch are
    where the text is likeliest as a whole.

    Bytes are often lost on the way: U+FFFD or ``?`` stands for them, or nothing, or a blank for a no-break space. A
    character that lost some is restored where what stands around it leaves no doubt, and the edit names
    it and what else it may have been; elsewhere U+FFFD takes its place. A question mark that ate the ASCII character
    behind it gives back the quotation mark or the blank that is wanted there.

    A repair must be far likelier than the text as it stands, in whatever language that is, and than every other
    reading; a lossless one that gives the input back when it is misread again has confidence 0.999. Left alone: what
    another language may have meant, one ideograph alone, text that quotes mojibake to speak of it, and what lost
    most of its bytes, which is reported. ``expect="zh"`` and evidence from other lines of the document lower the bar.

    >>> repair_mojibake("他说：鏂囦欢鍒楄〃璇诲彇澶辫触，请重试。")
    '他说：文件列表读取失败，请重试。'
    >>> repair_mojibake("COMMENT 'ÎÄ¼þÃû'")
    "COMMENT '文件名'"
    >>> repair_mojibake("L’été, c’est déjà fini")
    'L’été, c’est déjà fini'
    """
    if may_be_utf16(text) and (whole := find_reading(text)) and _is_utf16(whole):
        yield from _report(text, 0, text, whole)
        return
    for line, windows in list_windows(text):
        for start, end in windows:
            window = line[0][start:end]
            outcome = _read_window(window, _context(line[0], start, end), evidence)
            if outcome is not None:
                for found in _report(line[0], start, window, outcome):
                    yield found._replace(start=found.start + line.start(), end=found.end + line.start())


def _is_utf16(outcome: Outcome) -> bool:
    return outcome.chain[0].was.startswith("utf-16") and outcome.confidence >= SURE


def _context(line: str, start: int, end: int) -> Context:
    return line[start - 1] if start else BOUNDARY, line[end] if end < len(line) else BOUNDARY


def _read_window(window: str, context: Context, evidence: Evidence) -> Outcome | None:
    """Return the best reading of a window; what is in doubt is decided by what the rest of the document shows."""
    most = EXPECTED_COST if evidence.expect == "zh" else inf
    outcome = find_reading(window, context, most=most)
    if (outcome is None or outcome.confidence < PROVEN) and evidence.measure(_has_lines):
        known = evidence.measure(measure_misreadings)
        if known:
            return find_reading(window, context, known, most)
    return outcome


def _has_lines(sample: str) -> bool:
    return "\n" in sample


def measure_misreadings(sample: str) -> frozenset[Misreading]:
    """Return the misreadings that lines of `sample` show beyond doubt."""
    seen: set[Misreading] = set()
    spent = 0
    for line, windows in list_windows(sample):
        for start, end in windows:
            outcome = find_reading(line[0][start:end], _context(line[0], start, end))
            if outcome is not None and outcome.total - outcome.rival >= CLEARLY:
                seen.update(outcome.chain)
            spent += end - start
        if spent > SAMPLE:
            break
    return frozenset(seen)


def _report(line: str, offset: int, window: str, outcome: Outcome) -> Iterator[Edit | Finding]:
    """Yield the edits and findings of a window that begins at `offset` of `line`."""
    if outcome.confidence < WORTH_REPORTING:
        return
    guesses = [guess for run in outcome.runs for guess in run.guesses]
    lost = sum(guess.posterior < SURE_OF_CHARACTER for guess in guesses)
    read = sum(len(run.after) for run in outcome.runs)
    for run in outcome.runs:
        span = offset + run.start, offset + run.end
        if is_mention(line, *span, run.after):
            continue
        if lost > MOST_LOST * read or (len(guesses) > MOST_GUESSED * read and not _is_certain(guesses)):
            message = _name(outcome, "mojibake.mostly_lost", reading=run.after)
            yield Finding(*span, repair_mojibake.rule, "error", message, lost=run.after.count(UNREADABLE))
        elif outcome.confidence < SURE:
            message = _name(outcome, "mojibake.suspected", reading=run.after)
            yield Finding(*span, repair_mojibake.rule, "warning", message)
        else:
            yield _make_edit(window[run.start : run.end], span, outcome, run)


def _is_certain(guesses: list[Guess]) -> bool:
    """Return whether no character that was inferred is in doubt."""
    return all(guess.posterior >= SURE_OF_ALL for guess in guesses)


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
