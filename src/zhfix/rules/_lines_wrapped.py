"""Lines that a program wrapped at a width: found by the width, and by what reads on over the break.

A *block* is a run of lines without an empty one.  In wrapped text every line but the last is *full*: what stands first
in the next one would not have fitted.  Breaks of wrapped text fall anywhere, also inside words; those that an author
made, of verse, lists and headings, fall between words and mostly behind a mark.  Each break of a block says something
for or against, in nats, and the block is wrapped where the sum is beyond doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from zhfix.charlm import BOUNDARY, open_model
from zhfix.evidence import SAMPLE_LIMIT
from zhfix.patterns import HAN, compile_pattern
from zhfix.rules import _lines_kinds as kinds
from zhfix.words import score_words

NARROWEST, WIDEST = 32, 160
"""Columns of a wrapped line.  Verse is narrower (a couplet of seven-character lines takes 32 with its marks, and ends
with a full stop), and pages of small print have up to 80 Han in a line."""
SLACK = 2
"""Columns that a full line may lack, or have too many: marks that hang over, fonts that are not of fixed width."""
_LONGEST_UNIT = 24
_MOST_ROWS = 200
"""Lines that are judged together: a page or some; a long table of contents before a text says nothing about it."""

# A break between two characters is worth log P(b | a) - log P(line end | a) - log P(b | line end), plus what words say
# of the eight characters around it.  Of 15,000 breaks that wrapping at 36 Han made in encyclopaedia articles of both
# scripts this is 9.1 in the median, under 4.9 in 5 of 100; of 9,600 line ends between headlines, comments, articles of
# law and lines of classical prose 3.7, over 7.5 in 5 of 100.
_NEUTRAL, _MOST, _LEAST = 6.0, 6.0, -4.0
# Of breaks in wrapped text 8 of 100 fall behind a comma, 4 of 100 behind a full stop; of those in verse or with one
# sentence in a line nearly all.
_BEHIND_PAUSE, _BEHIND_END, _NOT_FULL, _FULL = -1.5, -2.0, -3.0, 1.0
PROOF = 4.0
"""Nats that prove a block to be wrapped; a single break must read on as one in 150 line ends of lists does."""
_HOPELESS = -40.0
"""Where to stop reading on: a list is known by some dozen lines."""
_GATE = -2.5
"""What a break must reach to be joined in a block that is only just proven: less is a heading or a list after all."""
_BEYOND_DOUBT = 12.0
"""Nats that leave no doubt of any full line in a block: 14 of 1,000 breaks of wrapped text do not reach the gate."""


BLANKS = " \t\u3000\xa0"
LINE_ENDS = ("\n", "\r\n", "\r")
_UNFINISHED = (
    rf"\n(?<=[{HAN}A-Za-z0-9,，、-]\n)[{BLANKS}]*[{HAN}A-Za-z0-9]"
    rf"|[{BLANKS}\r](?<=[{HAN}A-Za-z0-9,，、-][{BLANKS}\r])\n?[{BLANKS}]*[{HAN}A-Za-z0-9]"
)


class Row(NamedTuple):
    """A line of text: where it stands without its blanks, and its columns with those before it."""

    start: int
    end: int
    text: str
    blanks: str
    width: int
    trailing: int

    @property
    def indent(self) -> int:
        """The columns of the blanks before it."""
        return kinds.count_columns(self.blanks)

    @classmethod
    def read(cls, line: re.Match[str]) -> Row:
        """Make a row of the match of a line."""
        body = line[0].strip(BLANKS)
        blanks = line[0][: line[0].index(body)]
        start = line.start() + len(blanks)
        return cls(
            start, start + len(body), body, blanks, kinds.count_columns(blanks + body), line.end() - start - len(body)
        )


class Break(NamedTuple):
    """The line end between two rows of a wrapped block, which is to go."""

    above: Row
    below: Row


def find_blocks(text: str) -> Iterator[list[Row]]:
    """Yield the runs of two and more lines that no empty line parts, long ones in pieces that share a line."""
    block: list[Row] = []
    last = 0
    for line in compile_pattern(r"[^\r\n]+").finditer(text):
        empty = not line[0].strip(BLANKS)
        if empty or text[last : line.start()] not in LINE_ENDS:
            if len(block) > 1:
                yield block
            block = []
        elif len(block) == _MOST_ROWS:
            yield block
            block = block[-1:]
        if not empty:
            block.append(Row.read(line))
        last = line.end()
    if len(block) > 1:
        yield block


def may_be_wrapped(text: str) -> bool:
    """Return whether any line ends in the middle of a sentence and the next begins with text."""
    return compile_pattern(_UNFINISHED).search(text) is not None


def find_widths(sample: str) -> tuple[int, ...]:
    """Return the commonest widths, at most three, of the blocks of a document that are proven by themselves."""
    blocks = list(find_blocks(sample))
    if len(sample) >= SAMPLE_LIMIT:
        blocks = blocks[:-1]  # which may be cut short
    found = Counter(width for block in blocks if (width := _find_width(block)) and _weigh(block, width) >= PROOF)
    return tuple(width for width, _ in found.most_common(3))


def parts_paragraphs(sample: str) -> bool:
    """Return whether empty lines part the paragraphs of a document: two blocks of several lines or more have them."""
    return sum(1 for _ in find_blocks(sample)) > 1


def find_breaks(block: list[Row], widths: tuple[int, ...], *, parted: bool) -> Iterator[Break]:
    """Yield the line ends of a block that wrapping made; `widths` are those known to be wrapped at in the document."""
    width = _find_width(block)
    weight = _weigh(block, width) if width else _HOPELESS
    if weight < PROOF:
        widest = max(row.width for row in block)
        width = min((known for known in widths if known + SLACK >= widest), default=0)
    if not width:
        return
    parted = parted or _is_indented(block)
    gate = _LEAST if weight >= _BEYOND_DOUBT else _GATE
    speakers = _count_speakers(block)
    for above, below in pairwise(block):
        if _may_join(above, below, speakers) and _is_full(above, below, width):
            if above.text[-1] in kinds.TERMINAL:
                if parted:
                    yield Break(above, below)
            elif above.text[-1] in kinds.PAUSES or _read_on(above.text, below.text) >= gate:
                yield Break(above, below)


def _weigh(block: list[Row], width: int) -> float:
    """Return for how much it counts that the line ends of a block, together, are those of text wrapped at `width`."""
    speakers = _count_speakers(block)
    if not any(_may_join(above, below, speakers) for above, below in pairwise(block)):
        return _HOPELESS
    total, full, good = 0.0, 0, False
    for above, below in pairwise(block):
        last = above.text[-1]
        if total < _HOPELESS:
            return _HOPELESS
        if not _is_full(above, below, width):
            total += 0.0 if last in kinds.TERMINAL else _NOT_FULL
        elif _may_join(above, below, speakers):
            total += _FULL if full else 0.0
            full += 1
            if last in kinds.TERMINAL:
                total += _BEHIND_END
            elif last in kinds.PAUSES:
                total += _BEHIND_PAUSE
            else:
                gain = _read_on(above.text, below.text)
                total, good = total + gain, good or gain > 0
    return total if good else _HOPELESS


def _find_width(block: list[Row]) -> int:
    """Return the width that most lines of a block come close to, or 0 where it is not that of wrapped Chinese."""
    counts = Counter(row.width for row in block[:-1])
    near = {width: sum(counts[width - less] for less in range(4)) for width in counts}
    width = max(near, key=lambda width: (near[width], width))
    return width if NARROWEST <= width <= WIDEST else 0


def _is_full(above: Row, below: Row, width: int) -> bool:
    unit = min(kinds.count_columns(kinds.first_unit(below.text)), _LONGEST_UNIT)
    return above.width <= width + SLACK and above.width + unit > width - SLACK


def _may_join(above: Row, below: Row, speakers: int) -> bool:
    """Return whether two lines may be one by what kind of lines they are, whatever their width."""
    return (
        above.trailing < _HARD_BREAK
        and (below.indent <= above.indent or _hangs(above, below))
        and kinds.may_go_on(above.text)
        and kinds.may_be_continuation(below.text)
        and not (speakers > 1 and kinds.names_speaker(below.text))
        and kinds.count_han(above.text) * 5 >= above.width - above.indent
        and (kinds.count_han(below.text) * 6 >= below.width - below.indent or len(below.text) < _SHORT)
    )


_HARD_BREAK = 2
"""Blanks at the end of a line by which Markdown keeps its break."""
_SHORT = 5


def _hangs(above: Row, below: Row) -> bool:
    """Return whether a line is set in under one that goes on, as under the item of a list; U+3000 begins paragraphs."""
    return "\u3000" not in below.blanks and above.text[-1] not in kinds.TERMINAL


def _count_speakers(block: list[Row]) -> int:
    return sum(kinds.names_speaker(row.text) for row in block)


def _is_indented(block: list[Row]) -> bool:
    """Return whether the paragraphs of a block are known by an indent, which lines inside them do not have."""
    return block[0].indent > 0 and any(row.indent < block[0].indent for row in block)


def _read_on(above: str, below: str) -> float:
    """Return for how much it counts that a line reads on in the next, in nats: a wrapped break has more than 0."""
    if above[-1].isascii() or below[0].isascii():
        return 0.0  # Latin words look the same to the model wherever a line ends
    model = open_model()
    last, first = above[-1], below[0]
    gain = model.log_bigram(last, first) - model.log_bigram(last, BOUNDARY) - model.log_bigram(BOUNDARY, first)
    left, right = above[-4:], below[:4]
    gain += score_words(left + right) - score_words(left) - score_words(right)
    return max(_LEAST, min(_MOST, gain - _NEUTRAL))
