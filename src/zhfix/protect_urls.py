"""Addresses that no rule may touch: URLs, e-mail addresses, hosts, paths and names of files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhfix.edits import Span
from zhfix.patterns import compile_pattern

_DOMAINS = "com org net edu gov cn tw hk jp io ai app dev info me mobi asia xyz top cc tv co uk us de fr ru eu"
"""Top-level domains by which a host is known without its scheme."""

_EXTENSIONS = (
    "txt md rst pdf docx? xlsx? pptx? od[tsp] csv tsv jsonl? xml ya?ml toml ini cfg conf log html? css js ts jsx "
    "tsx py ipynb java kt cpp hpp cs rs rb php sh bat ps1 sql zip rar 7z tar gz bz2 xz exe dll apk ipa iso jpe?g png "
    "gif bmp svg webp ico psd mp[34] wav flac avi mkv mov epub mobi azw3 srt tex bib bak"
)
"""Extensions by which a name is known to be that of a file; none that is a word with which a sentence may begin."""

_ROOTS = (
    "Applications|Library|Users|Volumes|bin|boot|data|dev|etc|home|lib|media|mnt|opt|proc|root|run|srv|sys|tmp|usr|var"
)
"""Directories by which a Unix path is known that stands right behind an ideograph."""


@cache
def _ascii_word() -> re.Pattern[str]:
    return re.compile(r"[!-~]{2,}")


def _find_words(text: str, signs: str) -> Iterator[Span]:
    """Find runs of ASCII that hold one of `signs`: all that has to be looked at, and next to nothing of most texts."""
    end = 0
    for sign in compile_pattern(f"[{re.escape(signs)}]").finditer(text):
        start = sign.start()
        if start < end:
            continue
        while start > end and "!" <= text[start - 1] <= "~":
            start -= 1
        if word := _ascii_word().match(text, start):
            end = word.end()
            yield start, end


# --- URLs and e-mail ------------------------------------------------------------


@cache
def _bracketed_url() -> re.Pattern[str]:
    return re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.\-]{1,15}://|mailto:)[^\s<>]+>")


@cache
def _url_pattern() -> re.Pattern[str]:
    # A URL is ASCII here: in running text what follows it without a blank is Chinese prose far more often than an IRI,
    # and a browser copies the characters of an IRI percent-encoded.  Quotation marks and backticks end it.
    path = r"[\w!#$%&()*+,\-./:;=?@\[\]~]"
    host = r"[a-z0-9][a-z0-9\-]{0,62}\."
    return re.compile(
        rf"(?<![a-z0-9+.\-])[a-z][a-z0-9+.\-]{{1,15}}://{path}+"
        rf"|(?<![\w.\-@])www\.[\w\-]+\.{path}+"
        r"|(?<![\w.%+\-])[\w.%+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+"
        rf"|(?<![\w.\-@/])(?:{host}){{1,5}}(?:{'|'.join(_DOMAINS.split())})(?![\w\-])(?::\d{{1,5}})?(?:/{path}*)?"
        r"|(?<![\w\-])(?:data:[\w+.\-]{1,60}/[\w+.\-]{1,60}[;,]|magnet:\?)[\w!$%&()*+,\-./:;=?@~]+",
        re.ASCII | re.IGNORECASE,
    )


@cache
def _wiki_title() -> re.Pattern[str]:
    return re.compile(r"[\w()·%,:\-]+")


def find_urls(text: str) -> Iterator[Span]:
    """Find URLs, e-mail addresses and hosts, without the punctuation of the sentence around them.

    >>> text = "見https://a.cn/b，寫信到me@b.cn，或上c.com。"
    >>> [text[start:end] for start, end in find_urls(text)]
    ['https://a.cn/b', 'me@b.cn', 'c.com']
    """
    if "<" in text:
        yield from (match.span() for match in _bracketed_url().finditer(text))
    for word in _find_words(text, ".:"):
        for match in _url_pattern().finditer(text, *word):
            start, end = match.span()
            # The names of a wiki's pages are copied as they are read.
            if text.endswith("/wiki/", start, end) and (title := _wiki_title().match(text, end)):
                end = title.end()
            yield start, _trim_url(text, start, end)


def _trim_url(text: str, start: int, end: int) -> int:
    """Return where a URL ends without the punctuation of the sentence around it, and brackets opened before it."""
    unopened = {")": text.count(")", start, end) - text.count("(", start, end)}
    unopened["]"] = text.count("]", start, end) - text.count("[", start, end)
    while end > start:
        last = text[end - 1]
        if unopened.get(last, 0) > 0:
            unopened[last] -= 1
        elif last not in ".,;:!?([@":
            break
        end -= 1
    return end


# --- paths ----------------------------------------------------------------------


@cache
def _path_starts() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9_])[~./\\A-Za-z0-9_]")


@cache
def _path_pattern() -> re.Pattern[str]:
    plain = r"[A-Za-z0-9_.+@%~=\-]"  # one character of a name in ASCII
    any_name = r"[\w.+@%~=\-]"  # of a name in any language
    ends = rf"\.(?:{'|'.join(_EXTENSIONS.split())})(?![A-Za-z0-9])"
    # A backslash may begin an escape.
    backslash = r"\\(?![nrt](?![A-Za-z0-9_.\\])|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})"
    # A name that prose follows without a blank: no name ends with a full stop.
    directories = rf"(?:{any_name}{{1,255}}(?<![^/.]\.)/)*"
    # The last name of a path is followed by prose without a blank, so that one is Chinese only up to an extension.
    last = rf"(?:{any_name}{{1,80}}?{ends}|{plain}{{0,255}})"
    return re.compile(
        rf"(?<![./<:~\-])(?:~|\.{{1,2}})/(?={plain}|\w{{1,80}}/){directories}{last}"
        rf"|(?:(?<![\w./<:~\-])/{plain}{{1,64}}|(?<![./<:~\-])/(?:{_ROOTS}))/{directories}{last}"
        rf"|(?:[A-Za-z]:|\\{backslash}{plain}{{1,64}}){backslash}(?=[\w.~$(])"
        rf"(?:[\w .+@%~=$\-()]{{1,80}}{backslash})*(?:[\w.+@%~=\-()]{{1,80}}?{ends}|{plain}{{0,255}})"
        rf"|(?<![./\\:@%~+=\-])[A-Za-z0-9_]{plain}{{0,63}}/(?:{any_name}{{1,64}}/){{0,20}}{any_name}{{1,80}}?{ends}"
        rf"|(?<!{plain})(?P<lone>{plain}{{0,80}}{ends})"
    )


def find_paths(text: str) -> Iterator[Span]:
    r"""Find paths of Unix and Windows, and names of files with an extension that is known.

    Directories may have Chinese names.  So may the file itself, where an extension ends it: what follows a path without
    a blank is prose.  Of a lone file name in Chinese nobody can tell where it begins; its extension is protected with
    one character before it.

    >>> text = r"把/home/志工/名單.csv存到D:\資料\備份，看src/main.py和說明.pdf；男/女"
    >>> [text[start:end] for start, end in find_paths(text)]
    ['/home/志工/名單.csv', 'D:\\資料\\', 'src/main.py', '明.pdf']
    """
    reached = 0
    for word in _find_words(text, "./\\"):
        for begin in _path_starts().finditer(text, *word):
            at = begin.start()
            match = _path_pattern().match(text, at) if at >= reached else None
            if match is None:
                continue
            start, reached = match.span()
            if match["lone"] and text[start] == "." and text[start - 1 : start].isalpha():
                start -= 1
            end = reached
            while end > start and text[end - 1] in ".+-=~%@":
                end -= 1
            yield start, end
