"""What bytes say of their own encoding: XML, HTML, CSS, ``coding:`` lines, headers of mail and HTTP, gettext.

A declaration is evidence and no more. Pages are moved from server to server and converted on the way, and what they
declare is often what they once were; so nothing here decodes anything, and no label is looked up.

Only places where a declaration counts are read: text that merely speaks of ``charset=``, a comment or a script declares
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

HEAD_BYTES = 4_096
"""How much of the beginning is read: four times what browsers look through, since mail has long headers."""
TAIL_BYTES = 1_024
"""How much of the end is read, for the modeline of an editor."""
MODELINES = 5
"""Vim looks for its modeline in that many lines at either end."""
NESTED = 4
"""How many blocks of headers may follow each other: HTTP inside WARC, parts of a mail within parts."""

Place = tuple[int, int]

_BOM = b"\xef\xbb\xbf"
_LABEL = rb"([A-Za-z0-9](?:[A-Za-z0-9_.:+-]{0,62}[A-Za-z0-9])?)"
_PLACEHOLDERS = (b"charset", b"encoding", b"none", b"null", b"undefined")
"""What stands in a template that nobody filled in."""
_RAW_TEXT = (b"script", b"style", b"title", b"textarea", b"xmp")
"""Elements whose content is text up to their end tag, whatever in it looks like a tag."""
_LINE_ENDS = (b"-unix", b"-dos", b"-mac")
"""What Emacs adds to a label for the line ends."""
# A quoted string is passed over whole: what it says belongs to another parameter.
_CHARSET = rb"(?i)(?<![\w-])charset\s*=\s*[\"']?\s*" + _LABEL + rb"|[\"'][^\"']*[\"']"
_END_OF_PARAMETER = rb"[\"']?\s*(?:[;,(]|[\r\n]|\Z)"
_XML = rb"\s*<\?xml\s[^<>]*?\sencoding\s*=\s*(?:\"\s*" + _LABEL + rb"\s*\"|'\s*" + _LABEL + rb"\s*')"
_CSS = rb"(?i)\s*@charset\s+(?:\"" + _LABEL + rb"\"|'" + _LABEL + rb"')\s*;"
_FIELDS = (
    rb"(?:(?:HTTP/\d|WARC/\d|From |[A-Z]{3,7} [^\n]* HTTP/\d)[^\n]*\n)?"
    rb"(?:[!-9;-~]+:[^\n]*(?:\n|\Z)(?:[ \t]+[^ \t\r\n][^\n]*(?:\n|\Z))*)+(?:\r?\n|\Z)"
)
_CONTENT_TYPE = rb"(?im)^Content-Type:\s*[\w.+-]+/[\w.+-]+([^\n]*(?:\n[ \t][^\n]*)*)"
_BOUNDARY = rb"(?i)\bboundary\s*=\s*(?:\"([^\"\r\n]+)\"|([^\s;\"]+))"
_TAG = rb"/?([A-Za-z][^\s/>]*)"
_ATTRIBUTE = rb"[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)))?"
# What must follow keeps a heading that speaks of coding from being taken for a declaration.
_PYTHON = rb"[ \t\f]*#.*?coding[:=][ \t]*" + _LABEL + rb"(?=[ \t]*(?:[;:,\r\n]|-\*-|\Z))"
_EMACS = rb"(?:(?<=-\*-)|(?<![\w-]))coding:[ \t]*" + _LABEL + rb"(?=[ \t]*(?:;|-\*-))"
_VIM = (
    rb"(?:^|\s)(?:vi|vim[<=>]?\d*|ex):[ \t]*(?:set?[ \t]+)?(?:[\w/,.=+-]+[ \t:]+)*(?:fileencoding|fenc)="
    + _LABEL
    + rb"(?=[ \t\r\n:]|\Z)"
)
_PO_HEADER = rb"(?m)^msgid \"\"\r?\nmsgstr \"[^\n]*(?:\n\"[^\n]*)*"
_PO = rb"(?i)(?:\"|\\n)Content-Type:[ \t]*text/plain;[ \t]*charset=" + _LABEL


class Declaration(NamedTuple):
    """A label, where it stands in the bytes, and what kind of declaration it is.

    `label` is as it was written; ``data[start:end]`` is its bytes. `kind` is ``"xml"``, ``"html"``, ``"css"``,
    ``"coding"`` (Python, Emacs, Vim), ``"mail"`` (headers of a mail or of HTTP) or ``"po"`` (gettext).
    """

    label: str
    start: int
    end: int
    kind: str


def sniff_declaration(data: bytes) -> Declaration | None:
    r"""Return what `data` declares its encoding to be, or None; any bytes will do.

    Headers go before what the body says, as on the web, and an XML declaration before ``<meta>``. A declaration in
    UTF-16 is not found: those bytes are known by their NULs.

    >>> sniff_declaration(b'<!DOCTYPE html><meta charset="gb2312">')
    Declaration(label='gb2312', start=30, end=36, kind='html')
    >>> sniff_declaration(b"# -*- coding: big5 -*-\n").label
    'big5'
    >>> sniff_declaration(b"<!-- <meta charset=gbk> --><p>charset=gbk</p>")
    """
    head = data[:HEAD_BYTES]
    start = len(_BOM) if head.startswith(_BOM) else 0
    place, body = _find_in_headers(head, start)
    if place:
        return _declare(data, place, "mail")
    for kind, pattern in (("xml", _XML), ("css", _CSS)):
        place = _place(_regex(pattern).match(head, body))
        if place:
            return _declare(data, place, kind)
    for kind, find, at in (("html", _find_meta, body), ("coding", _find_coding, start), ("po", _find_po, start)):
        place = find(head, at)
        if place:
            return _declare(data, place, kind)
    place = _find_last_modeline(data)
    return _declare(data, place, "coding") if place else None


def parse_charset(value: str) -> str | None:
    """Return the label in `value`, which is a label or a whole header; None where it names no encoding.

    >>> parse_charset("GBK"), parse_charset('text/html; charset="Big5"'), parse_charset("text/html")
    ('GBK', 'Big5', None)
    """
    data = value[:HEAD_BYTES].encode("ascii", "replace")
    bare = data.strip(b" \t\r\n\"';")
    if _regex(_LABEL + rb"\Z").match(bare.replace(b" ", b"_")):  # "GB 18030" is a label too
        return None if bare.lower() in _PLACEHOLDERS else bare.decode("ascii")
    place = next(_find_charsets(data, 0, len(data)), None)
    return data[slice(*place)].decode("ascii") if place else None


@cache
def _regex(pattern: bytes) -> re.Pattern[bytes]:
    """Compile on first use: importing this module costs nothing."""
    return re.compile(pattern)


def _place(match: re.Match[bytes] | None) -> Place | None:
    """Return where the label stands: the span of the one group that took part."""
    if match is None or match.lastindex is None or match[match.lastindex].lower() in _PLACEHOLDERS:
        return None
    return match.span(match.lastindex)


def _declare(data: bytes, place: Place, kind: str) -> Declaration:
    return Declaration(data[slice(*place)].decode("ascii"), *place, kind)


def _find_charsets(data: bytes, start: int, end: int) -> Iterator[Place]:
    """Yield the places of labels behind ``charset=``."""
    for match in _regex(_CHARSET).finditer(data, start, end):
        place = _place(match)
        if place:
            yield place


def _find_in_headers(head: bytes, start: int) -> tuple[Place | None, int]:
    """Return the label that headers at the top give, and where the body begins.

    A block counts only where every line of it is a field or the continuation of one. The parts of a mail that has
    several have headers of their own.
    """
    body = start
    for nested in range(NESTED):
        block = _regex(_FIELDS).match(head, body)
        kind = _regex(_CONTENT_TYPE).search(head, *block.span()) if block else None
        if not block or (nested and not kind):
            break
        body = block.end()
        if not kind:
            continue
        for place in _find_charsets(head, *kind.span(1)):
            if _regex(_END_OF_PARAMETER).match(head, place[1]):
                return place, body
        boundary = _regex(_BOUNDARY).search(head, *kind.span(1))
        if boundary:
            part = head.find(b"\n--" + (boundary[1] or boundary[2]), body - 1)
            line = head.find(b"\n", part + 1)
            if min(part, line) < 0:
                break
            body = line + 1
    return None, body


def _find_meta(head: bytes, at: int) -> Place | None:
    """Return the label of the first ``<meta>`` that gives one, as WHATWG's prescan finds it.

    Unlike that prescan this passes over scripts and titles, as the parser of a browser does; and bytes that do not
    begin with a tag are no page.
    """
    if head[at:].lstrip()[:1] != b"<":
        return None
    lowered = head.lower()
    while (at := lowered.find(b"<", at)) >= 0:
        if lowered.startswith(b"<!--", at):
            at = _skip(lowered, b"-->", at + 2)  # "<!-->" is a whole comment
            continue
        tag = _regex(_TAG).match(lowered, at + 1)
        if not tag:
            at = _skip(lowered, b">", at) if lowered[at + 1 : at + 2] in (b"!", b"?", b"/") else at + 1
            continue
        opens, name = not lowered.startswith(b"</", at), tag[1]
        attributes, at = _read_attributes(lowered, tag.end())
        if opens and name in _RAW_TEXT:
            at = _skip(lowered, b"</" + name, at)
        elif opens and name == b"meta" and (place := _read_meta(lowered, attributes)):
            return place
    return None


def _skip(data: bytes, mark: bytes, at: int) -> int:
    """Return where `mark` ends; the end of the data where there is none."""
    found = data.find(mark, at)
    return len(data) if found < 0 else found + len(mark)


def _read_attributes(lowered: bytes, at: int) -> tuple[dict[bytes, Place], int]:
    """Return where the values of a tag's attributes stand, the first of each name, and where the attributes end."""
    attributes: dict[bytes, Place] = {}
    while match := _regex(_ATTRIBUTE).match(lowered, at):
        at = match.end()
        attributes.setdefault(match[1], match.span(match.lastindex or 1))
    return attributes, at


def _read_meta(lowered: bytes, attributes: dict[bytes, Place]) -> Place | None:
    """Return the label of a ``<meta>``: its ``charset``, or that in its ``content`` where ``http-equiv`` says so."""
    if b"charset" in attributes:
        place = _place(_regex(rb"\s*" + _LABEL).match(lowered, *attributes[b"charset"]))
        if place:
            return place
    pragma = lowered[slice(*attributes.get(b"http-equiv", (0, 0)))].strip()
    if pragma != b"content-type" or b"content" not in attributes:
        return None
    return next(_find_charsets(lowered, *attributes[b"content"]), None)


def _find_coding(head: bytes, at: int) -> Place | None:
    """Return the label of a ``coding:`` line: of Python and Emacs in the first two lines, of Vim in the first five."""
    lines = head[at:].splitlines(keepends=True)[:MODELINES]
    for number, line in enumerate(lines):
        place = None
        if number == 0 or (number == 1 and lines[0].lstrip()[:1] in (b"", b"#")):
            place = _place(_regex(_PYTHON).match(line))
        if not place and number < 2 and (marker := line.find(b"-*-")) >= 0:
            place = _place(_regex(_EMACS).search(line, marker + 3))
        place = place or _place(_regex(_VIM).search(line))
        if place:
            start, end = place
            for ending in _LINE_ENDS:
                if line.endswith(ending, start, end):
                    end -= len(ending)
            return at + start, at + end
        at += len(line)
    return None


def _find_last_modeline(data: bytes) -> Place | None:
    """Return the label of Vim's modeline in the last five lines."""
    tail = data[-TAIL_BYTES:]
    if b"enc" not in tail:
        return None
    at = len(data)
    for line in reversed(tail.splitlines(keepends=True)[-MODELINES:]):
        at -= len(line)
        place = _place(_regex(_VIM).search(line))
        if place:
            return at + place[0], at + place[1]
    return None


def _find_po(head: bytes, at: int) -> Place | None:
    """Return the label in the header of a gettext catalogue, which is the translation of nothing."""
    header = _regex(_PO_HEADER).search(head, at)
    return _place(_regex(_PO).search(head, *header.span())) if header else None
