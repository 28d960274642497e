"""Text that a RIGHT-TO-LEFT OVERRIDE shows reversed, as some sites store it against copying."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhfix.charlm import open_model
from zhfix.patterns import HAN, compile_pattern
from zhfix.rules import _invisible_chars as chars
from zhfix.rules._invisible_chars import Line, is_in

_REVERSED_MARGIN, _UNCLOSED_MARGIN = -4.0, 2.0
"""By how many nats the reversed reading must be likelier than the other.  What an override holds was seen reversed, so
with its closing mark it is reversed unless that makes plainly worse Chinese; without one it must be better."""
OVERRIDE, POP = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{POP DIRECTIONAL FORMATTING}"
_MIRRORED = str.maketrans("()[]{}<>（）「」『』《》〈〉【】", ")(][}{><）（」「』『》《〉〈】【")


class Turned(NamedTuple):
    """A stretch with its controls, what it reads as, and whether a POP DIRECTIONAL FORMATTING closes it."""

    start: int
    end: int
    inner: str
    after: str
    closed: bool


def find_override(
    text: str, run: re.Match[str], after: re.Match[str] | None, line: Line, held: frozenset[str] | set[str]
) -> Turned | None:
    """Return the text which the override at the end of `run` shows reversed, turned round, or None.

    What it holds must be plain Chinese up to the POP DIRECTIONAL FORMATTING that begins the run `after`, or up to the
    end of the line.  Runs of anything but bidirectional characters are in the way, since what is done with those may
    depend on the letter beside them.
    """
    start = run.end()
    if text[start - 1] != OVERRIDE or line.right_to_left or held & {OVERRIDE, POP} or not _is_bidi(run[0]):
        return None
    closed = after is not None and after.start() <= line.end and after[0][0] == POP and _is_bidi(after[0])
    if after is not None and after.start() <= line.end and not closed:
        return None
    end = after.start() if after is not None and closed else line.end
    inner = text[start:end]
    if not is_in(HAN, inner[:1]) and not compile_pattern(f"[{HAN}]").search(inner):
        return None
    if not compile_pattern(f"[{chars.CJK} -~“”‘’…—·]+").fullmatch(inner):
        return None
    turned = "".join(reversed(compile_pattern(".[\\u3099\\u309a]*").findall(inner))).translate(_MIRRORED)
    context, behind = text[start - 2 : start - 1] or "\n", text[end + 1 : end + 2] if closed else "\n"
    model = open_model()
    gain = model.log_probability(turned + behind, context) - model.log_probability(inner + behind, context)
    if gain < (_REVERSED_MARGIN if closed else _UNCLOSED_MARGIN):
        return None
    return Turned(start - 1, end + 1 if closed else end, inner, turned, closed)


def shows_otherwise(
    text: str, run: re.Match[str], after: re.Match[str] | None, line: Line, held: frozenset[str] | set[str]
) -> tuple[int, ...]:
    """Return the places of an override and of what closes it where they show figures or Latin letters reversed.

    A reader of `U+202E 001 U+202C` sees 100, and a program 001: which of the two was meant nobody can tell.
    """
    start = run.end()
    if text[start - 1] != OVERRIDE or line.right_to_left or held & {OVERRIDE, POP} or not _is_bidi(run[0]):
        return ()
    closed = after is not None and after.start() <= line.end and after[0][0] == POP
    end = after.start() if after is not None and after.start() <= line.end else line.end
    inner = text[start:end]
    if not compile_pattern("[0-9A-Za-z]").search(inner) or inner == inner[::-1]:
        return ()
    return (start - 1, end) if closed else (start - 1,)


def _is_bidi(run: str) -> bool:
    return compile_pattern(f"[{chars.BIDI}]+").fullmatch(run) is not None
