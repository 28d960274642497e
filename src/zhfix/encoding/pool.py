"""Many short fields that come from one place: what encodings they are in together, and then each by itself.

Two characters are too few to tell GBK from Big5 or UTF-8; a thousand names of two characters are not, if they are
mostly in one encoding.  The fields are taken for a mixture: each was written in one of the encodings, drawn with an
unknown share.  Expectation and maximisation find the shares, from how likely each encoding makes each field, and the
shares then are what is known of a field beforehand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import exp, log

from zhfix.encoding.detect import find_start, read_sample
from zhfix.encoding.hypotheses import PRIORS, Hints, family, list_hypotheses
from zhfix.evidence import is_neutral

ROUNDS = 5
MOST_FIELDS = 2_000
"""Different fields that are read for the shares, spread evenly; a share is known to a percent or so by then."""
SAMPLE = 96
"""Bytes of a field that are read: what it takes more to tell, needs no neighbours."""
SCALE = 0.4
"""What log-likelihoods are scaled by: a model is surer of two characters than it should be, and thousands of fields add
up its errors.  Of 2,000 fields of two characters in one encoding (names, words from corpora/devtest) 88 to 100 % come
out right with 1.0, all with 0.4; of those where one in ten is in another encoding, 99 % or more with 0.4 or 0.6, and
97.6 % with 0.25 (2026-11)."""
DISCOUNT = 0.5
"""Fields that an encoding has fewer than are thought: what one or two odd fields speak for is seldom there.  Columns
of 2 to 10 names come out right 0.5 to 5 % more often with it (2026-11)."""
FLOOR = -12.0
"""Nats below the most frequent encoding that one never falls under: a field of four characters in it is still found."""
PRIOR_WEIGHT = 2.0
"""Fields that the usual shares count for: a small pool stays near them, and what it has not seen stays possible."""


def pool_fields(fields: Iterable[bytes], hints: Hints | None = None) -> tuple[tuple[str, float], ...]:
    """Return the logarithm of each encoding's share of `fields`; nothing where they say nothing.

    >>> pool_fields([b"ID", b"42"])
    ()
    >>> shares = dict(pool_fields(name.encode("gbk") for name in ("李明", "王芳", "张伟", "刘洋")))
    >>> max(shares, key=shares.get)
    'gb18030'
    """
    counted = Counter(field for field in fields if not is_neutral(field))
    if not counted:
        return ()
    distinct = list(counted)
    step = -(-len(distinct) // MOST_FIELDS)
    candidates = hints.candidates if hints else ()
    scores = [(_score(field, candidates), counted[field]) for field in distinct[::step]]
    usual = _usual_shares()
    shares = dict(usual)
    for _ in range(ROUNDS):
        shares = _reestimate(scores, shares, usual)
    most = max(shares.values())
    return tuple((name, max(log(share / most) / SCALE, FLOOR)) for name, share in shares.items())


def _usual_shares() -> dict[str, float]:
    """Return the priors as shares, less those of encodings that fields show by their structure."""
    shares = {name: exp(SCALE * prior) for name, prior in PRIORS.items() if prior <= 0.0}
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


def _score(field: bytes, candidates: tuple[str, ...]) -> dict[str, float]:
    """Return the log-likelihood of `field` in each encoding that it may be in, by families, relative to the best.

    What is declared of all fields is no evidence of each, and counts when they are decided.
    """
    sample = field[(start := find_start(field)) : start + SAMPLE]
    hypotheses = list_hypotheses(sample, Hints(candidates))
    scores: dict[str, float] = {}
    for found in read_sample(sample, hypotheses, sure_of_utf8=not candidates):
        name = family(found.hypothesis.encoding)
        score = found.score - found.hypothesis.prior
        scores[name] = max(score, scores.get(name, score))
    best = max(scores.values())
    return {name: SCALE * (score - best) for name, score in scores.items()}


def _reestimate(
    scores: Sequence[tuple[dict[str, float], int]], shares: dict[str, float], usual: dict[str, float]
) -> dict[str, float]:
    """Return the shares that the fields have if each is in each encoding as surely as `shares` make it."""
    rest = min(usual.values())
    counted: defaultdict[str, float] = defaultdict(float)
    for likelihoods, count in scores:
        weights = {name: shares.get(name, rest) * exp(max(score, -700.0)) for name, score in likelihoods.items()}
        total = sum(weights.values()) or 1.0
        for name, weight in weights.items():
            counted[name] += count * weight / total
    found = {
        name: PRIOR_WEIGHT * usual.get(name, rest) + max(0.0, counted[name] - DISCOUNT) for name in {**usual, **counted}
    }
    total = sum(found.values())
    return {name: share / total for name, share in found.items()}
