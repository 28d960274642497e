"""What mail makes of Chinese: encoded words of RFC 2047, UTF-7, names of mail boxes and hosts in ASCII."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

from zhfix.patterns import HAN, compile_pattern
from zhfix.rules._escape_chars import Piece, count_han, is_readable, reads_as_chinese
from zhfix.rules._language import is_mostly_foreign

CHARSETS = {
    label: codec
    for codec, labels in (
        ("gb18030", "gb2312 gbk gb18030 gb_2312-80 eucgb2312_cn euc-cn cp936 ms936 windows-936 x-gbk"),
        ("cp950", "big5 big5_tw big5-hkscs big5hkscs cn-big5 x-big5 cp950"),
        ("utf-8", "utf-8 utf8"),
        ("utf-7", "utf-7 utf7 unicode-1-1-utf-7"),
        ("hz", "hz hz-gb-2312"),
    )
    for label in labels.split()
}
"""The labels of encoded words, Python's own names among them, and what reads them: who says gb2312 writes GBK."""


# --- RFC 2047 -------------------------------------------------------------------


class Word(NamedTuple):
    """An encoded word: its bytes, and what reads them."""

    start: int
    end: int
    codec: str
    data: bytes | None


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"=\?([\w\-]{2,32})(?:\*[\w\-]{1,16})?\?([BbQq])\?([!->@-~]*)\?=", re.ASCII)


def find_words(text: str) -> Iterator[Piece]:
    """Yield the text of encoded words, those that only blanks part taken together.

    A folded header has a line end and a blank between two words, which goes; a character may have bytes in both.

    >>> [piece.after for piece in find_words("Re: =?gb2312?B?1tA=?= =?gb2312?B?zsQ=?= ok =?utf-8?Q?caf=C3=A9?=")]
    ['中文']
    """
    rows: list[list[Word]] = []
    for match in _word().finditer(text):
        word = Word(*match.span(), CHARSETS.get(match[1].lower(), ""), _read_word(match[2], match[3]))
        gap = text[rows[-1][-1].end : word.start] if rows else "x"
        if rows and len(gap) < MAX_GAP and (not gap or gap.isspace()):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        after = "".join(_read_row(row))
        if after and count_han(after) and not is_mostly_foreign(after) and not compile_pattern(CONTROLS).search(after):
            yield Piece(row[0].start, row[-1].end, after, "=?", "sealed", row[0].codec)


def find_word_spans(text: str) -> list[tuple[int, int]]:
    """Return where encoded words stand, in whatever encoding."""
    return [match.span() for match in _word().finditer(text)]


MAX_GAP = 80
"""Characters of white space between two encoded words of a header, at most."""
CONTROLS = "[\0-\x08\x0a-\x1f\x7f-\x9f]"


def _read_word(kind: str, content: str) -> bytes | None:
    """Return the bytes of an encoded word, or None where it is broken."""
    try:
        if kind in "Bb":
            return base64.b64decode(content + "=" * (-len(content) % 4), validate=True)
        return binascii.a2b_qp(content.encode("ascii"), header=True)
    except (binascii.Error, ValueError):
        return None


def _read_row(row: list[Word]) -> Iterator[str]:
    """Yield the text of each stretch of words in one encoding; nothing at all where some byte cannot be read."""
    texts = []
    for codec, words in groupby(row, key=lambda word: word.codec):
        parts = [word.data for word in words]
        data = b"".join(part for part in parts if part is not None)
        try:
            text = data.decode(codec) if codec and None not in parts else ""
            if not text or (codec != "utf-7" and text.encode(codec) != data):
                return
        except UnicodeError:
            return
        texts.append(text)
    yield from texts


# --- UTF-7 ----------------------------------------------------------------------


@cache
def _shifted() -> re.Pattern[str]:
    letters = "A-Za-z0-9+/"
    return re.compile(
        rf"\+(?<![{letters}=\-]\+)([{letters}]{{6,}})(?:-|(?![{letters}=]))|&(?<![\w&;]&)([A-Za-z0-9+,]{{6,}})-"
    )


def find_utf7(text: str) -> Iterator[Piece]:
    """Yield what UTF-7 holds between ``+`` and ``-``, and names of mail boxes between ``&`` and ``-``.

    >>> [piece.after for piece in find_utf7("see +Ti1lhw- or &XfJT0ZAB-, 1+abcdef-2")]
    ['中文', '已发送']
    """
    for match in _shifted().finditer(text):
        content = match[1] or match[2].replace(",", "/")
        if len(content) % 8 not in (0, 3, 6):  # two bytes a character
            continue
        padded = content + "=" * (-len(content) % 4)
        data = base64.b64decode(padded)
        again = base64.b64encode(data).decode("ascii")
        try:
            after = data.decode("utf-16-be")
        except UnicodeDecodeError:
            continue
        if again == padded and reads_as_chinese(after) and all(map(is_readable, after)):
            closed = match[0].endswith("-") or count_han(after) > UNCLOSED_HAN
            if closed:
                yield Piece(*match.span(), after, "+" if match[1] else "&-", "sealed", "UTF-7")


UNCLOSED_HAN = 2
"""Ideographs that must be exceeded where only the end of the letters ends a stretch of UTF-7."""


# --- names of hosts -------------------------------------------------------------


def find_hosts(text: str) -> Iterator[Piece]:
    """Yield labels of host names that are in Punycode, unless they stand in an address that works as it is.

    >>> [piece.after for piece in find_hosts("xn--fiq228c.cn, http://xn--fiq228c.cn, a@xn--fiq228c.cn")]
    ['中文']
    """
    for match in compile_pattern(r"(?a)(?<![\w/@:.\-])(?:[\w\-]+\.)*xn--[\w\-.]+").finditer(text):
        if text[match.end() : match.end() + 1] in ("/", ":", "@"):
            continue
        for label in compile_pattern(r"(?a)(?<![\w\-])xn--([a-z0-9\-]{4,59})(?![\w\-])").finditer(text, *match.span()):
            try:
                after = label[1].encode("ascii").decode("punycode")
                same = after.encode("punycode").decode("ascii") == label[1]
            except (UnicodeError, ValueError):
                continue
            if same and compile_pattern(f"[{HAN}a-z0-9\\-]+").fullmatch(after) and reads_as_chinese(after):
                yield Piece(*label.span(), after, "xn--", "sealed", "Punycode")
