"""Byte slips: a byte of two-byte text was lost or added, and what follows was read shifted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zhfix.edits import Edit, Finding, Mapping, apply_edits, compose_edits
from zhfix.encoding.slip_lattice import ADDED, LEAD, TRAIL
from zhfix.encoding.slip_runs import SURE_OF_SLIP, WORTH_REPORTING, Run, find_runs
from zhfix.encoding.slip_scene import Costs
from zhfix.encoding.slip_suspects import find_suspects, list_signs, may_hold_slip
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer


@normalizer(probe=may_hold_slip, signs=list_signs)
def resync_bytes(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Read text again that was read one byte out of step.

    In GBK and Big5 a character is two bytes, and where one of them is lost or added every pair after it is made
    of the second byte of a character and the first of the next, up to an ASCII character or the end of the
    line: ``!焙蟿(chuàng)嘉錦`` was ``。”合創嘉錦``. The usual culprits are filters that work on bytes: some
    strip a byte that looks like punctuation, some write a reading after every pair that looks like a listed
    character, in the middle of two others (``因?yàn)`` was 因為, whose bytes D2 **F2 9E** E9 hold 驗 yàn), some
    cut text at a byte limit.

    A slip is repaired where the text read in step is so much likelier than the text as it stands that it pays
    for a lost byte. Lost bytes are inferred from what stands around them, and from a reading where one was
    left: the reading is then consumed. What cannot be inferred becomes U+FFFD, with the likeliest readings as the
    alternatives of the edit.

    Left alone: rare names, classical and other languages' text, however odd, unless a whole run of it reads
    well shifted; ``，F(xiàn)inTech``, where the filter only matched ， and F, loses its reading and nothing
    else; a run whose beginning cannot be found is reported.

    >>> resync_bytes("黨員便民點、會議室等！焙蟿(chuàng)嘉錦以黨建作為關鍵")
    '黨員便民點、會議室等。”合創嘉錦以黨建作為關鍵'
    """
    for start, end, places in find_suspects(text):
        for found in _repair_line(text[start:end], evidence, [place - start for place in places]):
            yield found._replace(start=found.start + start, end=found.end + start)


ROUNDS = 2
"""How often a line is looked at: one slip put right may be what shows another."""
LONG, FEW_DIFFERENT = 400, 10
"""So many characters, so few of them different, are a row of signs or a test."""
LOSSES_SAMPLE = 1_024
"""Characters of a document in which other slips are looked for, where one is in doubt."""


def _repair_line(line: str, evidence: Evidence, hints: list[int]) -> list[Edit | Finding]:
    """Return the edits and findings of a line, in its own coordinates, as the `hints`, which raised suspicion, are."""
    if len(line) > LONG and len(set(line)) < FEW_DIFFERENT:
        return []  # no text, and would be searched at length
    edits: list[Edit] = []
    text = line
    for _ in range(ROUNDS):
        costs = evidence.measure(measure_costs)
        runs = find_runs(text, costs, hints)
        if any(run.doubtful for run in runs) and (known := evidence.measure(measure_losses)) != costs:
            runs = find_runs(text, known, hints)
        found = [each for run in runs for each in _report(run)]
        new = [each for each in found if isinstance(each, Edit)]
        origin = Mapping(edits)
        if not new:
            break
        hints = []
        edits = compose_edits(edits, new)
        text = apply_edits(line, edits)
    spans = [
        (finding, origin.to_source((finding.start, finding.end))) for finding in found if isinstance(finding, Finding)
    ]
    left = [finding._replace(start=start, end=end) for finding, (start, end) in spans]
    return [*edits, *left]


def measure_costs(sample: str) -> Costs:
    """Return what losses cost in a document, by its ASCII marks.

    Where a page puts ASCII marks behind ideographs, they are full-width ones that were folded, and after the slip.
    """
    ascii_marks, wide_marks = _count_behind("!,:;?", sample), _count_behind("！，：；？", sample)
    return Costs(mark_folded=0.7) if ascii_marks > wide_marks else Costs()


def _count_behind(marks: str, sample: str) -> int:
    """Return how many of `marks` stand behind ideographs, or their readings."""
    # Each search begins with what is rare, and then looks back for the ideograph.
    behind = re.findall(f"[{marks}](?<=[\u4e00-\u9fff].)", sample)
    return len(behind) + len(re.findall(f"[(（](?<=[\u4e00-\u9fff].)[^()（）]{{1,8}}[)）][{marks}]", sample))


def measure_losses(sample: str) -> Costs:
    """Return what losses cost in a document, by its marks and by the slips in it that leave no doubt."""
    costs = measure_costs(sample)
    kinds = Counter(
        run.loss
        for start, end, _ in find_suspects(sample[:LOSSES_SAMPLE])
        for run in find_runs(sample[start:end], costs)
        if not run.doubtful and run.certainty >= SURE_OF_SLIP
    )
    return costs.seen(kinds[LEAD], kinds[TRAIL])


def _report(run: Run) -> Iterator[Edit | Finding]:
    """Yield the edit of a run, or a finding where it is not sure enough."""
    rule = resync_bytes.rule
    if re.search("([\u3400-\u9fff])\\1{3}", run.before):
        return  # a cry or a noise: what was read out of step seldom repeats itself
    if run.certainty >= SURE_OF_SLIP:
        yield Edit(run.start, run.end, run.before, run.after, rule, run.confidence, _explain(run), run.alternatives)
    elif run.certainty >= WORTH_REPORTING:
        message = reason("slip.doubtful", reading=run.after)
        yield Finding(run.start, run.end, rule, "warning", message, lost=run.lost)


def _explain(run: Run) -> str:
    if run.loss in (LEAD, TRAIL, ADDED):
        return reason(f"slip.{run.loss}")
    return reason("slip.across" if run.after in run.before else "slip.gloss")
