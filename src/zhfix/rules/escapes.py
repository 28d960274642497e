"""Escapes that no program undid: Chinese shown as the code points or bytes of its characters, in ASCII."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from zhfix.edits import Edit, Finding, Mapping, Span, apply_edits, compose_edits
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.patterns import HAN
from zhfix.rules import _escape_scene as scene
from zhfix.rules._escape_bytes import NOTATIONS, Region, find_regions
from zhfix.rules._escape_chars import Piece
from zhfix.rules._escape_codes import find_codes, find_names
from zhfix.rules._escape_lines import drop_overlapping, group_lines, judge_line
from zhfix.rules._escape_mail import find_hosts, find_utf7, find_word_spans, find_words
from zhfix.rules._escape_misread import FORM, find_misread
from zhfix.rules._escape_shifts import find_shifts, may_hold_shifts
from zhfix.rules._language import is_mostly_foreign

ROUNDS = 8
"""How often what was read is looked through again.  Text is escaped three times over at most; what takes longer to come
to rest was made to, and is left as it was."""
_CONFIDENCE = {"sealed": 0.99, "entity": 0.98, "mark": 0.97, "code": 0.98, "byte": 0.98, "wrap": 0.98}
_LEGACY_CONFIDENCE = 0.95
"""Of a reading that the bytes alone do not prove."""


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return what every notation holds, and what it looks like: together a necessary condition."""
    return tuple(
        (sign, re.compile(pattern))
        for sign, pattern in (
            ("\\", r"\\(?:u+[0-9A-Fa-f{]|U00|x[0-9A-Fa-f{]|[23][0-7]{2})"),
            ("%", "%(?:25){0,2}(?:u[0-9A-Fa-f]|[89A-Fa-f][0-9A-Fa-f])"),
            ("&", "&(?:amp;|#[0-9xX]|[A-Za-z]{4,6};|[A-Za-z0-9+,]{6,}-)"),
            ("=", r"=\?[\w\-]+(?:\*[\w\-]+)?\?[BbQq]\?|=[89A-F][0-9A-F]="),
            ("+", r"\+[A-Za-z0-9+/]{6}|<U\+[0-9A-F]{4}"),
            ("<", "<[89a-fA-F][0-9a-fA-F]><"),
            ("#U", "#U[0-9A-Fa-f]{4}"),
            ("xn--", ""),
        )
    )


def may_hold_escapes(text: str) -> bool:
    """Return whether `text` holds what may be an escape of something beyond ASCII."""
    return any(sign in text and pattern.search(text) for sign, pattern in _signs()) or may_hold_shifts(text)


@normalizer(probe=may_hold_escapes, signs=r"\\%&=+<#x$~\x0e", reach="line")
def decode_escapes(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    r"""Give back Chinese that was left escaped: ``\u4e2d\u6587``, ``%E4%B8%AD``, ``&#20013;``, ``=?GB2312?B?1tA=?=``.

    Logs and answers of servers show JSON without reading it, pages are stored with their entities, mail keeps its
    headers as they were sent, git and zip show bytes of file names. Each character is read from its number, bytes as
    UTF-8 or else as GBK or Big5 where that makes good Chinese, through three layers (``&amp;#20013;``,
    ``\\u4e2d``); written again, it gives what stood there.

    >>> decode_escapes(r"login: \u5bc6\u7801\u9519\u8bef")
    'login: 密码错误'
    >>> decode_escapes("今天&#24456;冷，wd=%CC%EC%C6%F8&n=8")
    '今天很冷，wd=天气&n=8'

    Escapes stay where they do their work: in source files, JSON of several lines, URLs, paths, in expressions such as
    ``[\u4e00-\u9fff]``, in text that explains them. So does the escape of one ideograph alone, of other languages, of
    controls, quotation marks, backslashes and whatever has a meaning in markup. A character that was cut is reported.
    Bytes that were taken for characters before they were escaped, ``\u00e5\u00ae\u008c``, are read wherever they
    stand: no sound file has them in the order of UTF-8.

    >>> decode_escapes(r"“中”的编码是\u4e2d，https://a.cn/%E4%B8%AD%E6%96%87")
    '“中”的编码是\\u4e2d，https://a.cn/%E4%B8%AD%E6%96%87'
    """
    if evidence.measure(scene.looks_like_source) or evidence.measure(is_mostly_foreign):
        yield from (_make_edit(text, piece) for piece in find_misread(text))
        return
    now, edits = text, list[Edit]()
    for _ in range(ROUNDS):
        if not (made := [_make_edit(now, piece) for piece in _find_pieces(now, expected=evidence.expect == "zh")]):
            break
        edits, now = compose_edits(edits, made), apply_edits(now, made)
    else:
        return
    yield from edits
    mapping = Mapping(edits)
    for match in _cut().finditer(now):
        span = mapping.to_source(match.span())
        yield Finding(*span, decode_escapes.rule, "warning", reason("escapes.cut", escape=match[0]), lost=1)


def _make_edit(text: str, piece: Piece) -> Edit:
    before = text[piece.start : piece.end]
    if piece.encoding:
        message = reason("escapes.bytes", form=piece.form, encoding=piece.encoding)
    else:
        message = reason("escapes.code", form=piece.form)
    legacy = piece.kind == "byte" and piece.encoding != "UTF-8"
    confidence = _LEGACY_CONFIDENCE if legacy else _CONFIDENCE[piece.kind]
    return Edit(piece.start, piece.end, before, piece.after, decode_escapes.rule, confidence, message)


@cache
def _cut() -> re.Pattern[str]:
    """Return what is left of an escape that a cut went through, right behind an ideograph."""
    return re.compile(
        # The first sign stands before the look back: a search for what begins with one is ten times as fast.
        rf"[\\%&](?<=[{HAN}].)(?:(?<=\\)\\{{0,3}}u[0-9A-Fa-f]{{1,3}}"
        r"|(?<=%)[89A-F][0-9A-F](?:%[89A-F][0-9A-F]){0,2}(?:%[0-9A-F]?)?"
        r"|(?<=\\)x[89a-f][0-9a-f](?:\\x[89a-f][0-9a-f]){0,2}(?:\\(?:x[0-9a-f]?)?)?"
        r"|(?<=&)#x?[0-9A-Fa-f]{1,4})(?=[\s\"'<…]|\Z)"
    )


def _find_pieces(text: str, *, expected: bool) -> list[Piece]:
    """Return all that is to be read in `text`, sorted and disjoint."""
    chosen: list[Piece] = []
    for line in group_lines(text, sorted(_find_sealed(text))):
        pieces = [each for each in line.found if isinstance(each, Piece)]
        if not scene.is_explained(text, line.start, line.end, pieces):
            chosen += pieces
    for line in group_lines(text, sorted(_find_loose(text), key=lambda each: each.start)):
        chosen += judge_line(text, line, expected=expected)
    return drop_overlapping(chosen)


def _find_sealed(text: str) -> Iterator[Piece]:
    """Yield what its notation proves."""
    if "=?" in text:
        yield from find_words(text)
    if "+" in text or "&" in text:
        yield from find_utf7(text)
    if "xn--" in text:
        yield from find_hosts(text)
    if may_hold_shifts(text):
        yield from find_shifts(text)
    if FORM in text:
        yield from find_misread(text)


def _find_loose(text: str) -> list[Piece | Region]:
    """Return what its line must judge; an encoded word of mail that stays, stays as a whole."""
    found: list[Piece | Region] = [*find_codes(text)]
    if "&" in text:
        found += find_names(text)
    for notation in NOTATIONS:
        if notation.sign in text:
            found += find_regions(text, notation)
    return _outside(found, find_word_spans(text)) if "=?" in text else found


def _outside(found: Sequence[Piece | Region], spans: Sequence[Span]) -> list[Piece | Region]:
    """Return what begins in none of `spans`."""
    ends = [end for _, end in spans]
    kept = []
    for each in found:
        k = bisect_right(ends, each.start)
        if k == len(spans) or each.start < spans[k][0]:
            kept.append(each)
    return kept
