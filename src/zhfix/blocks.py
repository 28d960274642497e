r"""Long texts in blocks, each seen with what stands around it: one way for a text that is all there and for a stream.

Where a block ends is a matter of the text alone, and not of the pieces that it came in, so that both give the same.

>>> blocks = list(cut_blocks(["第一行。\n", "第二行。\n" * 20_000]))
>>> "".join(block.text for block in blocks) == "第一行。\n" + "第二行。\n" * 20_000
True
>>> [len(block.text) for block in blocks]
[65535, 34470]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhfix.edits import Edit, Finding, Span
from zhfix.evidence import SAMPLE_LIMIT
from zhfix.patterns import compile_pattern

BLOCK = SAMPLE_LIMIT
"""Characters of a block, at most.  A block with an edit is run through again, so that larger ones take longer: sound
text with an edit in 200 kB goes through at 0.70 MB/s in blocks of 64 kB and at 0.50 in blocks of 256 kB (2026-11)."""
CONTEXT = 4_096
"""Characters before and behind a block that are looked at with it: rules reach as far as a paragraph and its
neighbours."""
NEIGHBOURS = 300
"""Characters on either side of lines that are looked at again, for rules that look at a line and glance beyond it, as
far as those of escapes do."""
LONGEST = BLOCK + CONTEXT
"""A text of so many characters is repaired as a whole."""
_FENCE = r"(?m)^[ \t]{0,3}(?:```|~~~)"


class Block(NamedTuple):
    """A stretch of a text, from the character `start` on, with what stands before and behind it."""

    start: int
    before: str
    text: str
    behind: str
    last: bool

    @property
    def seen(self) -> str:
        """The text that the rules are given."""
        return self.before + self.text + self.behind


class Part(NamedTuple):
    """A stretch of a text, from the character `start` on, with its edits and findings in its own coordinates.

    Parts follow one another without gaps.  They are the blocks, but for the edits that reach from one into the next.
    """

    start: int
    text: str
    edits: Sequence[Edit]
    findings: Sequence[Finding]


def cut_blocks(texts: Iterable[str]) -> Iterator[Block]:
    """Cut the text that `texts` are together into blocks that end with a line where there is one."""
    held, at, start = "", 0, 0  # the block begins at `at` of what is held, and at `start` of the text
    pieces: list[str] = []
    waiting = fenced = 0
    for piece in texts:
        pieces.append(piece)
        waiting += len(piece)
        if len(held) - at + waiting <= LONGEST:
            continue
        kept = max(0, at - CONTEXT)
        held, at = "".join((held[kept:], *pieces)), at - kept
        pieces, waiting = [], 0
        while len(held) - at > LONGEST:
            end, fenced = _find_end(held, at, fenced)
            # The first is seen with all that the evidence is taken from, however short it is.
            behind = held[end : LONGEST if not start else end + CONTEXT]
            yield Block(start, held[max(0, at - CONTEXT) : at], held[at:end], behind, last=False)
            start, at = start + end - at, end
    held = "".join((held, *pieces))
    yield Block(start, held[max(0, at - CONTEXT) : at], held[at:], "", last=True)


def _find_end(text: str, start: int, fenced: int) -> tuple[int, int]:
    """Return where the block that begins at `start` ends, and whether code that began before stands open there.

    It ends before code between fences and not inside, if it can: markup is seen only where it begins.
    """
    limit = start + BLOCK
    end = text.rfind("\n", start, limit) + 1
    if not end:
        end = max(text.rfind(mark, start, limit) for mark in "\r。！？ ") + 1 or limit
    opened = start
    fences = text.find("```", start, end) >= 0 or text.find("~~~", start, end) >= 0
    for match in compile_pattern(_FENCE).finditer(text, start, end) if fences else ():
        fenced = not fenced
        opened = match.start()
    if fenced and opened > start:
        return opened, 0
    return end, int(fenced)


def cut_touched(text: str, spans: Iterable[Span]) -> Iterator[Block]:
    r"""Yield the lines of a text that hold one of `spans`, which are in order, with what stands around them.

    >>> [(block.start, block.text) for block in cut_touched("一\n二二\n三\n四\n五", [(3, 4), (9, 9)])]
    [(2, '二二\n'), (9, '五')]
    """
    start = end = -1
    for low, high in spans:
        if low >= end or end < 0:
            if end >= 0:
                yield _block_of(text, start, end)
            start = text.rfind("\n", 0, low) + 1
        if high >= end:
            end = text.find("\n", high) + 1 or len(text) + 1
    if end >= 0:
        yield _block_of(text, start, end)


def _block_of(text: str, start: int, end: int) -> Block:
    """Return the lines from `start` to `end` as a block, seen with whole lines on either side."""
    before = text.rfind("\n", 0, max(0, start - NEIGHBOURS)) + 1
    behind = text.find("\n", min(len(text), end + NEIGHBOURS)) + 1 or len(text)
    return Block(start, text[before:start], text[start:end], text[end:behind], last=end > len(text))


def keep_own(block: Block, edits: Iterable[Edit], findings: Iterable[Finding]) -> tuple[list[Edit], list[Finding]]:
    """Return what begins in a block itself, in its coordinates, out of what was found in ``block.seen``."""
    shift = len(block.before)
    end = shift + len(block.text) + block.last
    return (
        [e._replace(start=e.start - shift, end=e.end - shift) for e in edits if shift <= e.start < end],
        [f._replace(start=f.start - shift, end=f.end - shift) for f in findings if shift <= f.start < end],
    )


def join_blocks(repairs: Iterable[tuple[Block, Sequence[Edit], Sequence[Finding]]]) -> Iterator[Part]:
    """Yield the parts of a text, given its blocks in order with what was found in each.

    An edit that reaches into the next block goes before what begins there below its end.
    """
    reached = 0
    for block, found, notes in repairs:
        edits, findings = found, notes
        skip = max(0, reached - block.start)
        if skip:
            edits = [e._replace(start=e.start - skip, end=e.end - skip) for e in found if e.start >= skip]
            findings = [f._replace(start=f.start - skip, end=f.end - skip) for f in notes if f.start >= skip]
        end = max(len(block.text), edits[-1].end + skip if edits else 0, skip)
        text = block.text if not skip and end == len(block.text) else (block.text + block.behind)[skip:end]
        reached = block.start + end
        if text or block.last:
            yield Part(block.start + skip, text, edits, findings)


def split_lines(texts: Iterable[str], newline: str = "\n") -> Iterator[str]:
    r"""Yield the lines of the text that `texts` are together, each with the character that ends it.

    >>> list(split_lines(["一\n二", "三\n四"]))
    ['一\n', '二三\n', '四']
    """
    rest: list[str] = []
    for text in texts:
        *lines, last = text.split(newline)
        for line in lines:
            yield "".join((*rest, line, newline))
            rest.clear()
        if last:
            rest.append(last)
    if rest:
        yield "".join(rest)


def place_parts(parts: Iterable[Part]) -> tuple[list[Edit], list[Finding]]:
    """Return the edits and the findings of parts in the coordinates of the whole text."""
    edits: list[Edit] = []
    findings: list[Finding] = []
    for part in parts:
        edits += (e._replace(start=e.start + part.start, end=e.end + part.start) for e in part.edits)
        findings += (f._replace(start=f.start + part.start, end=f.end + part.start) for f in part.findings)
    return edits, findings
