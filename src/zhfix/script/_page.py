"""What a page as a whole says of its script: which it is in, and how much of the other one leaked into it.

Characters that belong to one script are counted.  A line in the other script is no leak but another text: lines are
taken for a mixture of two kinds, those of the page's script, in which a share of the characters leaked, and those of
the other one, and both shares are estimated together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from zhfix.patterns import HAN, HANGUL, KANA, compile_pattern
from zhfix.script._classes import find_convertible, find_japanese, find_simplified, find_traditional
from zhfix.script._forms import SIMPLIFIED, TRADITIONAL, fold_char
from zhfix.script._glyphs import open_glyphs
from zhfix.script._odd import find_odd, name_kind
from zhfix.script._weigh import Scales, open_scales
from zhfix.script.tables import open_variants
from zhfix.uncommon import uncommon_ideographs

ROUNDS = 8
"""Of estimating both shares from each other; they hardly move after five."""
CLEAN, CLEAN_OVER = 0.02, 0.4
"""Leaks, and wrong conversions, that a text has before any is seen: what keeps the share of a sound one above zero.

In 157,000 characters of traditional devtest text two places then count as wrong conversions, and both are."""
FOREIGN, UNITS = 0.003, 50
"""Share of lines and quotations in the other script before any is seen, and how many seen ones that counts for."""
STRAY = 0.01
"""Share of characters of one script in text that is wholly in the other one."""
LEAKY = 0.003
"""Share of leaks from which any character of a page may be one."""
LEAST_SIGNS = LEAST_CHANCES = 4
"""Added to the signs of a text: a share of so few says little."""
CERTAIN = 4.0
"""Nats by which another form must be likelier for a place to count as damage of the page."""
MODERN = "的了是们們这這个個吗嗎呢吧她你么麼"
"""Characters that modern Chinese is never long without, and that neither classical text nor Japanese has much of."""
QUOTATION = "[“「『《〈][^“”「」『』《》〈〉\n]{1,40}[”」』》〉]"
"""A quotation or a title, which may be in another script than what is around it."""
UNIT_ENDS = '[\n“”「」『』《》〈〉【】（）()"]'
"""What stands between quotations or titles and what is around them."""
CLASSICAL = "[乎矣焉曰乃哉兮]", "之(?![後前間一外後后间])|[者也而]"
"""Particles of classical text, those of which one is enough and those that modern text has, too."""
DEBRIS = 6
"""One uncommon ideograph in so many makes a line debris: misread text has every other, sound text one in 300."""
CLOSE = 3
"""Characters from one uncommon ideograph to the next of debris, at most."""
HEAD = 4096
"""Characters of which the script is counted where only one occurs."""


class Page(NamedTuple):
    """What a page says of its script.

    `script` is that of most characters, None where there are none of either.  `signs` is how many characters of one
    script it has, `leaks` how many of them belong to the other; `misfits` how many that both have do, of `chances`
    that could, and `overs` how many a converter wrote that should not have been converted.  `others` is the share of
    lines in the other script.
    """

    script: str | None
    signs: float
    leaks: float
    misfits: float
    chances: float
    overs: float
    others: float
    is_classical: bool = False

    @property
    def is_leaky(self) -> bool:
        """Whether any character may be a leak, and not only those that something speaks against."""
        return (self.leaks > (3 if self.is_classical else 0.5) or self.misfits > 1) and self.leak_share() > LEAKY

    def leak_share(self, known: int = 0) -> float:
        """Return how likely any character leaked, as all leaks but `known` ones tell."""
        return _share(self.leaks + max(0.0, self.misfits - known), self.signs, CLEAN)

    def misfit_share(self) -> float:
        """Return how likely a character that both scripts have stands for another one, as all others tell."""
        share = (max(0.0, self.misfits - 1) + CLEAN) / (self.chances + LEAST_CHANCES)
        return min(0.5, max(share, self.leak_share(1)))

    def over_share(self, known: int = 0) -> float:
        """Return how likely any character was converted wrongly, as all of them but `known` ones tell."""
        return _share(self.overs - known, self.signs, CLEAN_OVER)


def _share(number: float, signs: float, before: float = CLEAN) -> float:
    return min(0.5, (max(0.0, number) + before) / (signs + LEAST_SIGNS))


def measure_page(sample: str) -> Page:
    """Measure a page; meant for :meth:`zhfix.Evidence.measure`."""
    sample = _leave_out_debris(sample)
    if not find_traditional().search(sample):
        counts = count_scripts(sample[:HEAD])
        return Page(SIMPLIFIED if counts[0] else None, counts[0], 0.0, 0.0, 0.0, 0.0, FOREIGN)
    lines = sample.split("\n")
    # A quotation or a title is a unit of its own, as it may be in the other script where its line is not.
    units = compile_pattern(UNIT_ENDS).split(sample) if find_simplified().search(sample) else []
    counted = [count_scripts(unit) for unit in units]
    traditional = sum(row[1] for row in counted) if counted else len(find_traditional().findall(sample))
    if counted and not is_traditional(sample):
        signs, leaks, others = _estimate([(t, s) for s, t in counted])
        return Page(SIMPLIFIED, signs, leaks, 0.0, 0.0, 0.0, others)
    signs, leaks, others = _estimate(counted) if counted else (float(traditional), 0.0, FOREIGN)
    misfits = overs = 0.0
    classical = is_classical(sample[:HEAD])
    for line in lines if not classical else ():
        for is_over in find_misfits(line):
            misfits, overs = misfits + (not is_over), overs + is_over
    chances = misfits + len(find_convertible().findall(sample)) if misfits > 1 else signs
    return Page(TRADITIONAL, signs, leaks, misfits, chances, overs, others, classical)


def _leave_out_debris(sample: str) -> str:
    """Return `sample` without the lines that were read in a wrong code page: what is there is in neither script.

    The page is measured before anything is repaired, so that a stream gets the same answer as the whole.
    """
    rare = uncommon_ideographs()
    if not any(_are_close(sample, at, behind) for at, behind in pairwise(rare.find(sample))):
        return sample
    find_all = compile_pattern(f"[{HAN}]").findall
    counted = ((line, len(list(rare.find(line)))) for line in sample.split("\n"))
    return "\n".join(line for line, found in counted if not found or DEBRIS * found <= len(find_all(line)))


def _are_close(sample: str, at: int, behind: int) -> bool:
    """Return whether two places may be of the same debris: two other characters between them, none of ASCII."""
    return behind - at <= CLOSE and not any(map(str.isascii, sample[at + 1 : behind]))


def find_misfits(line: str) -> Iterable[bool]:
    """Yield, for each character of a line that should most likely be another one, whether a converter wrote it."""
    scales: Scales | None = None
    for at in find_odd(line):
        if scales is None:
            if is_foreign(line):
                return
            scales = open_scales(line, TRADITIONAL)
        if scales.weigh(at).gain_over(name_kind(line[at])) > CERTAIN:
            yield line[at] != fold_char(line[at])


def is_classical(text: str) -> bool:
    """Return whether a text is in the classical language, by its particles: it writes 后 for 後 and 于 for 於."""
    strong, weak = (len(compile_pattern(particles).findall(text)) for particles in CLASSICAL)
    modern = len(compile_pattern(f"[{MODERN}]").findall(text))
    return 2 * strong + weak > 4 * modern


def is_traditional(text: str) -> bool:
    """Return whether most characters that tell are traditional, of those outside quotations if there are any."""
    outside = compile_pattern(QUOTATION).sub("", text)
    simplified, traditional = count_scripts(outside)
    if simplified == traditional:
        simplified, traditional = count_scripts(text)
    return traditional >= simplified


def count_scripts(text: str) -> tuple[int, int]:
    """Return how many characters of `text` belong to simplified and to traditional text only; none of Japanese."""
    simplified, traditional = len(find_simplified().findall(text)), len(find_traditional().findall(text))
    return (simplified, traditional) if (simplified or traditional) and not is_foreign(text) else (0, 0)


def is_foreign(line: str) -> bool:
    """Return whether a line is Japanese or Korean.

    Letters of theirs make up a tenth of it, or it has forms of Japan, none that Japan has given up or that only China
    made new, and no word that is only Chinese.
    """
    letters = len(compile_pattern(f"[{KANA}{HANGUL}]").findall(line))
    if letters * 10 > len(line):
        return True
    if compile_pattern(f"[{MODERN}]").search(line):
        return False
    glyphs = open_glyphs()
    signs = {*find_simplified().findall(line), *find_traditional().findall(line), *find_japanese().findall(line)}
    return not glyphs.new.isdisjoint(signs) and all(
        sign in glyphs.new or (sign not in glyphs.old and is_in_japan(sign)) for sign in signs
    )


def is_in_japan(char: str) -> bool:
    """Return whether Japan's standard lists a traditional character."""
    try:
        return char in open_variants().traditional and bool(char.encode("euc_jp"))
    except UnicodeEncodeError:
        return False


def _estimate(rows: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Return characters and leaks in lines of the page's script, and the share of lines in the other one.

    A row has how many characters of a line are of the other script and how many of the page's.
    """
    # Most lines are like many others; one character alone tells nothing of its unit.
    alike = Counter(row for row in rows if row[1] or row[0] > 1)
    mixed = [row for row in alike.elements() if row[1]]  # others may be in the other script throughout
    share, others, total = _share(sum(row[0] for row in mixed), sum(map(sum, mixed))), FOREIGN, alike.total()
    wrong = right = 0.0
    for _ in range(ROUNDS):
        wrong = right = lines = 0.0
        for (minor, major), number in alike.items():
            own = number * (1.0 if minor == 1 else 1 - other_share(minor, major, share, others))
            wrong, right, lines = wrong + own * minor, right + own * major, lines + own
        share = _share(wrong, wrong + right)
        others = (total - lines + FOREIGN * UNITS) / (total + UNITS)
    return wrong + right, wrong, others


def other_share(minor: int, major: int, leaks: float, others: float) -> float:
    """Return how likely a line with so many characters of either script is in the other one."""
    own = minor * log(leaks) + major * log(1 - leaks) + log(1 - others)
    other = minor * log(1 - STRAY) + major * log(STRAY) + log(others)
    return 1 / (1 + exp(max(-50.0, min(50.0, own - other))))
