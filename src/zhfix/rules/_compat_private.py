"""What characters for private use stand for: which old table wrote them, and whether the text bears it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.edits import Span
from zhfix.ideographs import find_descriptions
from zhfix.patterns import HAN, compile_pattern
from zhfix.rules._compat_tables import PRIVATE, open_private
from zhfix.rules._language import count_in, is_foreign
from zhfix.script.tables import count_by_script, open_variants

_MARKS = "，。、；：！？「」『』（）《》〈〉“”‘’…—·"
PRIVATE_PLANES = "\U000f0000-\U000ffffd\U00100000-\U0010fffd"
"""A member of a character class: what no old table used."""
# Cantonese, which the model has not read, and other characters by which Hong Kong's table and that of Taiwan's users
# are known; each is at a place of its own among some 6,000.
_TELLING = frozenset("咗哋啲嘅嚟嘢喺冇噉瞓嗰攞嘥唞啱氹揸瀡喆堃峯衞粧綫裏着恒啓鎭煑牀羣邨鰂埗酆滙")
# Nats of a character between its neighbours, by which it is borne out.  Of the characters of these tables in sound
# text of corpora/devtest, 2026-11, 88 % have at least so many; of characters for private use put at random between
# two of its characters and read by the likelier of the two tables, 1.0 %.
_FITTING = -15.3
_GAIN, _LOSS, _NEEDED = 4.5, -1.0, 3.5
"""For each place that is borne out, for each that is not, and for the whole document: the logarithm of 88 to 1, of 1 in
3 (rare names fit nowhere), and of what icons and fonts of a site's own weigh against a table."""
_JOINED = -4.0
"""Nats of an ideograph behind the one before, from which on the two are of one word, and what stands between them is no
character.  In sound text of corpora/devtest, 2026-11, 32 % of pairs have so many, and 5 % of the pairs that have one
character between them (2,000 each)."""
_LEAST_PROSE = 6  # ideographs of a line that may hold characters of GBK's private use
_LEAST_READABLE = -9.0  # nats a character of a line, less what is for private use; mojibake has -12
_MOST_READ = 800  # characters of a line or a document that are read for that


class Private(NamedTuple):
    """A run of characters for private use, and the characters that a table gives for it."""

    start: int
    end: int
    restored: str


def find_private(text: str, table: str) -> Iterator[Private]:
    """Yield each run of characters for private use, with what `table` has for it; empty where that is not shown."""
    chars = open_private().get(table, {})
    line_end, prose = -1, False  # of the line that was looked at last, and whether it is prose
    described = {place for start, end in find_descriptions(text) for place in range(start, end)}
    for match in compile_pattern(f"[{PRIVATE}{PRIVATE_PLANES}]+").finditer(text):
        restored = "".join(chars.get(char, "\0") for char in match[0])
        sound = "\0" not in restored and described.isdisjoint(range(*match.span()))
        sound = sound and _may_stand(text, match.span(), restored, table)
        if sound and table == "gb" and match.end() > line_end:
            line_start, line_end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
            line_end = line_end if line_end >= 0 else len(text)
            prose = _is_prose(text[line_start : min(line_end, line_start + _MOST_READ)])
        sound = sound and (table != "gb" or prose)
        yield Private(*match.span(), restored if sound else "")


def choose_table(sample: str) -> str:
    """Return which table wrote the characters for private use of a document; empty where none is shown.

    Traditional text comes from Big5, so Hong Kong's table or that of Taiwan's users is chosen by what reads better.
    Other text comes from GBK or GB 18030, which left few codes open: the table is theirs if it has all that occur.
    """
    occurring = set(compile_pattern(f"[{PRIVATE}]").findall(sample))
    if not occurring or is_foreign(sample):
        return ""
    simplified, traditional = count_by_script(sample)
    if traditional < 2 or simplified * 4 > traditional:
        return "gb" if occurring <= set(open_private()["gb"]) and _reads_as_chinese(sample) else ""
    scores = {table: _score_table(sample, table) for table in ("hkscs", "uao")}
    best = max(scores, key=lambda table: scores[table])  # of equals the first
    return best if scores[best] >= _NEEDED else ""


def is_borne_out(text: str, run: Private) -> bool:
    """Return whether one of the characters that a run stands for is plainly the one that belongs there."""
    before, after = text[run.start - 1 : run.start] or "\n", text[run.end : run.end + 1] or "\n"
    model, whole = open_model(), f"{before}{run.restored}{after}"
    return any(
        char in _TELLING
        or (model.knows(char) and model.log_bigram(left, char) + model.log_bigram(char, right) >= _FITTING)
        for left, char, right in zip(whole, whole[1:], whole[2:], strict=False)
    )


def is_in_text(text: str, run: Private) -> bool:
    """Return whether a run has ideographs on both sides, where an icon is unlikely."""
    han = compile_pattern(f"[{HAN}]")
    return bool(run.start and han.match(text, run.start - 1) and han.match(text, run.end))


def _score_table(sample: str, table: str) -> float:
    """Return how much the document speaks for a table: each reading counts once, however often it occurs."""
    places: dict[str, bool] = {}
    for run in find_private(sample, table):
        if run.restored:
            places[run.restored] = places.get(run.restored, False) or is_borne_out(sample, run)
    return sum(_GAIN if borne_out else _LOSS for borne_out in places.values())


def _may_stand(text: str, span: Span, restored: str, table: str) -> bool:
    """Return whether a run stands in running text, where a table wrote characters and no font shows icons."""
    start, end = span
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    han, beside = compile_pattern(f"[{HAN}]"), compile_pattern(f"[{HAN}{_MARKS}\n]")
    if table != "gb":
        simplified = open_variants().simplified
        if any(char in simplified for char in restored):  # these tables have them, and traditional text has not
            return False
        return bool((han.match(before) or han.match(after)) and beside.match(before) and beside.match(after))
    if restored == "€":
        return compile_pattern("[0-9]").match(after) is not None
    if restored in ("\u1e3f", "\u01f9"):  # ḿ and ǹ, of readings
        return (
            compile_pattern("[(（ ]").match(before) is not None and compile_pattern("[)） ]").match(after) is not None
        )
    if han.match(before) and han.match(after) and open_model().log_bigram(before, after) >= _JOINED:
        return False
    return bool(beside.match(before) and beside.match(after)) and (before, after) != ("\n", "\n")


def _is_prose(line: str) -> bool:
    return count_in(HAN, line) >= _LEAST_PROSE and _reads_as_chinese(line)


def _reads_as_chinese(text: str) -> bool:
    rest = compile_pattern(f"[{PRIVATE}]").sub("", text[:_MOST_READ])
    return bool(rest) and open_model().log_probability(rest) >= _LEAST_READABLE * len(rest)
