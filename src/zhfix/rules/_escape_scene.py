"""Where escapes stay: in source files and addresses, in expressions that match ranges, in text that explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zhfix.patterns import HAN, compile_pattern
from zhfix.rules._escape_chars import MARKS, Piece, count_han

# --- source files ---------------------------------------------------------------

SOURCE_LINES = 3
"""Lines that a text must have to be taken for a source file: one line of code is often a message with its quotes."""
SOURCE_SHARE = 0.4
"""The share of the lines that must look like code, comments and text between them left aside."""
DENSE_LINE, DENSE_SIGNS = 400, 8
"""Characters of a line of minified code at least, and how many signs of programs it must hold."""


@cache
def _code_line() -> re.Pattern[str]:
    return re.compile(
        r"[^\r\n]*(?:[;{}]|\)[:,]|[\]\"'],|\*/|\\|[\[(,])[ \t]*$"
        r"|[ \t]*(?:#include|#define|#if|#endif|import[ \t]|from[ \t]+[\w.]+[ \t]+import|def[ \t]|class[ \t]|return\b"
        r"|if\b|elif\b|else\b|for[ \t(]|while[ \t(]|try\b|except\b|public\b|private\b|const\b|let[ \t]|var[ \t]"
        r"|function\b|package[ \t]|using[ \t]|namespace\b|<\?|<!|</?[A-Za-z]|//|/\*|\*[ \t]|@\w|#!|>>>|::\w"
        r"|msg(?:id|str)[ \t]|[\w.]+\([^\r\n]*\)[ \t]*$)"
        r"|[ \t]*[\w.$\[\]\"'\-]{1,80}[ \t]*(?:[:+\-]?=|:[ \t]*(?:$|[\"'\[({\\&])|:=)",
        re.MULTILINE | re.ASCII,
    )


@cache
def _program_sign() -> re.Pattern[str]:
    return re.compile(r"\bfunction\b|=>|\b(?:var|let|const|return|typeof|void)[ \t]|===|&&|\|\||\);")


@cache
def _record() -> re.Pattern[str]:
    """Return what begins a mail, or a card of an address book: their lines look like settings, and hold text."""
    fields = r"From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Content-\w+"
    return re.compile(rf"\s*(?:BEGIN|{fields}):", re.IGNORECASE)


def looks_like_source(sample: str) -> bool:
    r"""Return whether `sample` is source code, a page with its tags, or a file of settings or data in JSON.

    >>> looks_like_source("import sys\n\ndef main():\n    print('\\u4e2d\\u6587')\n")
    True
    >>> looks_like_source("\\u4eca\\u5929\n\\u660e\\u5929\n\\u540e\\u5929")
    False
    """
    if compile_pattern(r"(?i)\s*(?:<!doctype|<html|<\?xml|<\?php)").match(sample):
        return True
    if _record().match(sample):
        return False
    lines = [line for line in sample.splitlines() if line.strip()]
    if any(len(line) >= DENSE_LINE and _is_dense(line) for line in lines):
        return True
    return len(lines) >= SOURCE_LINES and sum(map(bool, map(_code_line().match, lines))) >= SOURCE_SHARE * len(lines)


@cache
def _statement() -> re.Pattern[str]:
    """Return what one line of a program is: a call with a string, or a string that is given to a name or returned."""
    string = r"""[uUrRbfL]?(?:"[^"\r\n]*"|'[^'\r\n]*')"""
    name = r"[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)*"
    return re.compile(
        rf"[ \t]*(?:{name}\([^\r\n]*?{string}[^\r\n]*\)[ \t]*;?"
        rf"|(?:(?:var|let|const|final|static|public|private|auto|char|String|std::string)[ \t*]+)*{name}(?:\[\w*\])?"
        rf"[ \t]+=[ \t]+{string}[ \t]*;?|(?:return|echo|print|throw|puts|raise)[ \t]+{string}[ \t]*;?)[ \t]*\r?",
        re.ASCII,
    )


def is_statement(line: str) -> bool:
    r"""Return whether `line` is a statement of a program, whose strings are escaped for its compiler.

    >>> is_statement(r'print("\u4f60\u597d")'), is_statement(r'reply: "\u4f60\u597d" (5)')
    (True, False)
    """
    # It ends as one, or the expression would try every quotation mark of a long line.
    return line.rstrip(" \t\r;").endswith((")", '"', "'")) and _statement().fullmatch(line) is not None


def _is_dense(line: str) -> bool:
    return sum(1 for _ in _program_sign().finditer(line)) >= DENSE_SIGNS


# --- addresses and paths --------------------------------------------------------


@cache
def _address() -> re.Pattern[str]:
    """Return what begins an address, or the path of one, before the first escape in it."""
    return re.compile(
        r"[a-z][a-z0-9+.\-]{1,15}:(?://|\\/\\/)|\A\W*www\.|\]\(|\A[(\[{]*(?:\.{0,2}/|[#?])"
        r"|\A\W*(?:mailto|magnet|tel|data|javascript|urn|about|view-source):|[\w\-]+(?:\.[\w\-]+)+(?::[0-9]+)?/",
        re.ASCII | re.IGNORECASE,
    )


def find_addresses(text: str, start: int, end: int, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield spans of the line `start` to `end` that are addresses in which one of `places` lies.

    What begins an address is looked for before the first place only: escapes may stand for anything.
    """
    rest = iter(places)
    place = next(rest, end)
    for token in compile_pattern(r"[!#-&(-;=?-_a-~]+").finditer(text, start, end):
        while place < token.start():
            place = next(rest, end)
        if place < token.end() and _address().search(text[token.start() : place]):
            yield token.span()


def is_in_path(text: str, start: int, place: int) -> bool:
    r"""Return whether the escape at `place` is the backslash of a path of Windows, in a line that begins at `start`.

    >>> is_in_path(r"C:\data\u4e2d\u6587", 0, 7), is_in_path(r"a: \u4e2d", 0, 3)
    (True, False)
    """
    before = text[max(start, place - LONGEST_PATH) : place]
    begun = before.rfind(":\\")
    return begun > 0 and before[begun - 1].isalpha() and not compile_pattern(r"[\s\"'<>|]").search(before, begun)


LONGEST_PATH = 260
"""Characters of a path of Windows, at most."""


# --- ranges ---------------------------------------------------------------------

_BOUNDS = (
    "2e80 2fff 3000 3007 303f 3040 309f 30ff 3400 4db5 4dbf 4e00 9fa5 9fff f900 faff ff00 ffef d800 dfff e000 f8ff"
)


@cache
def _range() -> re.Pattern[str]:
    opening = r"(?:\\{1,4}[uUx]\{?|%u|&(?:amp;)*#x?|U\+)"
    one = opening + "[0-9A-Fa-f]{2,8}[};]?"
    bound = opening + "(?i:0*(?:" + "|".join(_BOUNDS.split()) + "))[};]?"
    return re.compile(rf"{bound}-{one}|{one}-{bound}|(?<![0-9A-Fa-f;}}]){one}-{one}(?![\\%&])")


def has_range(line: str) -> bool:
    r"""Return whether `line` has a range from one escape to another, as regular expressions have.

    >>> has_range(r"[\u4e00-\u9fff]"), has_range(r"\u5317\u4eac-\u4e0a\u6d77")
    (True, False)
    """
    return "-" in line and _range().search(line) is not None


# --- explanations ---------------------------------------------------------------

EXPLAINED_HAN = 20
"""Ideographs up to which escapes may be an example in a text about escapes; more are a text of their own."""
EXPLAINED_PIECES = 3
AROUND = 300
"""Characters before and behind a line in which what it escapes may stand as it is."""


@cache
def _talk() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return words of which text about escapes has one: beside Chinese, and anywhere."""
    anywhere = (
        r"(?i)\bescap(?:e|es|ed|ing)\b|\bunicode\b|\bcode ?points?\b|\bpercent-?encod|\bpunycode\b|\bentit(?:y|ies)\b"
    )
    beside = (
        r"编码|編碼|解码|解碼|转义|轉義|转码|轉碼|码点|碼點|码位|字符实体|实体编码|乱码|亂碼|正则|正則|字符集"
        r"|(?:是|用|为|為|叫)(?: ?[A-Za-z]{1,8} ?)?(?:字符|字元)?(?:实体|實體)(?![\u4e00-\u9fff])"
        r"|(?:实体|實體)(?:引用|字符|字元|符号|符號|形式|写法|寫法|[ :：]?\0)"
        r"|(?:写成|寫成|写作|寫作|变成|變成|显示成|顯示成|显示为|顯示為)了?[ “「\"'`:：]{0,2}\0"
        r"|encod|decod|utf-?(?:7|8|16)|\bgb(?:k|2312|18030)\b|\bbig5\b|\bhtml\b|\bbase64\b"
    )
    return re.compile(f"{anywhere}|{beside}"), re.compile(anywhere)


def is_explained(text: str, start: int, end: int, pieces: Sequence[Piece]) -> bool:
    """Return whether the line `start` to `end` tells of its escapes: it names them, or shows what they stand for.

    Escapes that a lossy encoding left are of characters which it does not have, so those are nowhere seen plain; and
    who shows one text in two notations compares them.
    """
    if len(pieces) > EXPLAINED_PIECES or sum(piece.han for piece in pieces) > EXPLAINED_HAN:
        return False
    line = _cut_out(text[start:end], start, pieces)
    beside, anywhere = _talk()
    if (beside if count_han(line) else anywhere).search(line):
        return True
    around = f"{text[max(0, start - AROUND) : start]}\n{line}\n{text[end : end + AROUND]}"
    words = [(compile_pattern(f"[{MARKS}\\s]+").sub("", piece.after), piece.form) for piece in pieces if piece.han]
    if any(word in (around if len(word) > 1 else line) for word, _ in words):
        return True
    return len({word for word, _ in words}) < len(set(words))


def _cut_out(line: str, start: int, pieces: Sequence[Piece]) -> str:
    """Return `line` without its pieces: an encoded word names its encoding itself."""
    for piece in reversed(pieces):
        line = f"{line[: piece.start - start]}\0{line[piece.end - start :]}"
    return line


# --- neighbours -----------------------------------------------------------------


def touches_chinese(text: str, start: int, end: int) -> bool:
    """Return whether an ideograph or a mark of Chinese stands right before `start` or at `end`."""
    return compile_pattern(f"[{HAN}{MARKS}]").search(text[max(0, start - 1) : start] + text[end : end + 1]) is not None


def lies_in_chinese(text: str, start: int, end: int) -> bool:
    """Return whether ideographs or marks of Chinese stand on both sides."""
    chinese = compile_pattern(f"[{HAN}{MARKS}]")
    return bool(chinese.match(text[max(0, start - 1) : start]) and chinese.match(text[end : end + 1]))


def is_in_class(text: str, place: int) -> bool:
    """Return whether a bracket is open before `place` and closed behind it, as around a class of characters."""
    before, behind = text[max(0, place - CLASS) : place], text[place : place + CLASS]
    return before.rfind("[") > before.rfind("]") and "]" in behind


CLASS = 100
"""Characters of such a class, at most, before the place and behind it."""
