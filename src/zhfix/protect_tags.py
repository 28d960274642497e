"""Tags of HTML and XML, comments, entities, and elements whose content is no prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span

_UNCLOSED = frozenset("br dd dt hr img input li p td th tr wbr".split())
"""Elements that many pages never close."""

_RUBY = frozenset("ruby rb rt rtc rp".split())
"""Elements that annotate readings; their tags are open to the rules that take those away."""

_CODE = frozenset("code kbd samp script style tt".split())
"""Elements whose content is no prose wherever they stand."""
_LITERAL = _CODE | {"pre", "textarea"}
"""And those that are taken for code only in a text whose markup is known: pasted poems stand in ``<pre>``, too."""

_NAME = r"[A-Za-z][A-Za-z0-9_]*(?:[:.\-][A-Za-z0-9_]+)*"


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"<(?:!--|!\[CDATA\[|!DOCTYPE\b[^<>]*>|\?[A-Za-z]|(/?)({_NAME}))|\]\]>", re.IGNORECASE)


@cache
def _attributes() -> re.Pattern[str]:
    """Return what may stand behind the name of a tag: attributes as HTML, XML and templates write them."""
    value = r"""(?:"[^"<]*"|'[^'<]*'|[^\s"'<>=`]+)"""
    return re.compile(rf"(?:\s+[A-Za-z_:@#*.\[(][A-Za-z0-9_:.\-@*\])(]*(?:\s*(=)\s*{value})?)*\s*(/?)>")


@cache
def _loose_attributes() -> re.Pattern[str]:
    return re.compile(r"""(?=[\s/>])(?:(?:[^<>"']|"[^"<]*"|'[^'<]*')*|[^<>]*)>""")


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)


def find_tags(text: str, *, html: bool = False, literal: bool = False) -> Iterator[Span]:
    """Find tags with their attributes, comments, declarations, and whole elements that hold code.

    In running text a tag must look the part, since ``<`` is also less-than, and brackets stand for 《》: its name is
    ASCII, and it closes an element, is closed, closes itself, has attributes with values, or is of those that pages
    leave open.  In `html` everything is a tag that a browser takes for one.  `literal` adds what stands in ``<pre>``
    and ``<textarea>``.

    Tags of ruby are left out, and of CDATA only the marks are protected: both hold text that may be damaged.

    >>> text = '若a<b且b>c，<a href="x">此處</a><code>“x”</code>，<Nature>'
    >>> [text[start:end] for start, end in find_tags(text)]
    ['<a href="x">', '</a>', '<code>“x”</code>']
    """
    missing: set[str] = set()  # what was looked for from some place on and is not there
    names = frozenset(match[1].lower() for match in _closing_tag().finditer(text))
    at = opened = 0  # `opened` marks of CDATA were read and not closed yet
    while match := _opening().search(text, at):
        start, at = match.span()
        sign = match[0][:2]
        if sign == "]]":
            if opened:
                opened -= 1
                yield start, at
            continue
        opened += match[0][:3] == "<!["
        if match[2] is None:
            end = _find_end(text, match, missing)
        elif html:
            tag = _loose_attributes().match(text, at)
            end = tag.end() if tag else -1
        else:
            tag = _attributes().match(text, at)
            end = tag.end() if tag and _is_tag(match[2].lower(), sign, tag, names) else -1
        if end < 0:
            continue
        at = end
        if match[2] is not None:
            name = match[2].lower()
            if name in _RUBY:
                continue
            if sign != "</" and name in (_LITERAL if literal else _CODE) and name in names and text[end - 2] != "/":
                end = at = _find_closing(text, name, end, missing)
        yield start, end


@cache
def _closing_tag() -> re.Pattern[str]:
    return re.compile(rf"</({_NAME})\s*>")


def _is_tag(name: str, sign: str, tag: re.Match[str], closed: frozenset[str]) -> bool:
    """Return whether what looks like a tag is one."""
    return sign == "</" or name in closed or name in _UNCLOSED or name in _RUBY or bool(tag[1] or tag[2])


def _find_end(text: str, match: re.Match[str], missing: set[str]) -> int:
    """Return where a comment, a declaration or the opening mark of CDATA ends; -1 where it does not."""
    opening = match[0]
    if opening[:3] == "<![" or opening[-1] == ">":
        return match.end()
    mark = "-->" if opening == "<!--" else "?>"
    end = -1 if mark in missing else text.find(mark, match.end())
    if end < 0:
        missing.add(mark)
        return -1
    return end + len(mark)


def _find_closing(text: str, name: str, at: int, missing: set[str]) -> int:
    """Return the end of the element `name` whose content begins at `at`; `at` where nothing closes it."""
    closing = None if name in missing else _closing(name).search(text, at)
    if closing is None:
        missing.add(name)
        return at
    return closing.end()


@cache
def _entity() -> re.Pattern[str]:
    """Return the entities that have a meaning in markup, or no Chinese character to stand for."""
    names = (
        "lt gt quot apos nbsp ensp emsp thinsp zwnj zwj copy reg trade times divide deg plusmn laquo raquo larr rarr "
        "uarr darr euro yen cent pound sect para"
    )
    codes = "#(?:34|38|39|60|62|160)|#[xX](?:22|26|27|3[cCeE]|[aA]0)"
    return re.compile(rf"&(?:{'|'.join(names.split())}|{codes});|&amp;(?![A-Za-z#])")


@cache
def _any_entity() -> re.Pattern[str]:
    return re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def find_entities(text: str, *, html: bool = False) -> Iterator[Span]:
    """Find entities, all of them in `html`; in other text those of ideographs and quotation marks are damage.

    >>> text = "甲&nbsp;乙&#20013;"
    >>> [text[start:end] for start, end in find_entities(text)]
    ['&nbsp;']
    """
    for match in (_any_entity() if html else _entity()).finditer(text):
        yield match.span()
