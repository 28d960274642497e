"""Line ends and the indent of paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhfix.edits import Edit, apply_edits, compose_edits
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice
from zhfix.patterns import HAN, compile_pattern
from zhfix.rules import _lines_indent as indents
from zhfix.rules import _lines_wrapped as wrapped

ENDS = {"dominant": "", "lf": "\n", "crlf": "\r\n", "cr": "\r"}
_CONFIDENCE = {"ends": 0.99, "separator": 0.95, "vertical": 0.9, "joined": 0.95, "spaced": 0.9, "indent": 0.95}


@normalizer(signs="\n\r\x0b\x85\u2028\u2029", reach="document")
def normalize_line_ends(text: str, *, ends: str = "dominant", evidence: Evidence) -> Iterator[Edit]:
    r"""End every line in the same way.

    Files that were put together from several, or sent through several systems, mix the line ends of Unix (LF), Windows
    (CR LF) and old Macs (CR); a transfer that turns LF into CR LF twice leaves CR CR LF. Word processors write VERTICAL
    TAB for a line end inside a paragraph, layout programs LINE SEPARATOR and PARAGRAPH SEPARATOR, mainframes NEXT LINE;
    few programs take these for line ends, and some that do count lines otherwise than the rest.

    >>> normalize_line_ends("第一行\r\n第二行\n第三行\r\n第四行\u2028")
    '第一行\r\n第二行\r\n第三行\r\n第四行\r\n'

    All become the line end that most lines have, LF where none has any; or the one that `ends` asks for: ``"lf"``,
    ``"crlf"`` or ``"cr"``.

    >>> normalize_line_ends("第一行\r\n第二行\r\n", ends="lf")
    '第一行\n第二行\n'

    FORM FEED, which parts pages, stays, and so does U+0085 beside Latin-1 letters or control characters: there it is a
    byte of text that was read in a wrong encoding.
    """
    check_choice("ends", ends, tuple(ENDS))
    wanted = ENDS[ends] or evidence.measure(find_dominant_end)
    for match in compile_pattern(_LINE_END).finditer(text):
        found = match[0]
        if found != wanted:
            kind = "separator" if found in _SEPARATORS else "vertical" if found == "\x0b" else "ends"
            why = reason(f"lines.{kind}", found=_name_end(found), wanted=_name_end(wanted))
            yield Edit(*match.span(), found, wanted, normalize_line_ends.rule, _CONFIDENCE[kind], why)


_SEPARATORS = "\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_LINE_END = r"\r{1,2}\n|[\n\r\x0b\u2028\u2029]|(?<![\x80-\xff])\x85(?![\x80-\xff])"
_END_NAMES = {"\n": "LF", "\r\n": "CR LF", "\r": "CR", "\x0b": "U+000B", "\x85": "U+0085", "\u2028": "U+2028"}


def find_dominant_end(sample: str) -> str:
    r"""Return the line end that most lines of a document have, LF if it has none.

    >>> find_dominant_end("\r\n\r\n\n")
    '\r\n'
    """
    if "\r" not in sample:
        return "\n"
    counts = Counter(compile_pattern(r"\r?\n|\r(?!\r?\n)").findall(sample))
    return max(("\n", "\r\n", "\r"), key=lambda end: counts[end])


def _name_end(end: str) -> str:
    return _END_NAMES.get(end, "CR CR LF" if end.endswith("\n") else "U+2029")


@normalizer(probe=wrapped.may_be_wrapped, reach="paragraph")
def join_wrapped_lines(text: str, *, evidence: Evidence) -> Iterator[Edit]:
    r"""Join the lines of a paragraph that a program wrapped at a width.

    Text copied out of PDF, mail, newsgroups and bulletin boards is broken after so many columns, in the middle of
    sentences and of words, so that a search does not find them and a translator reads two halves.

    >>> print(join_wrapped_lines(
    ...     "昨天下午，縣立圖書館邀請了三位退休教師，為小朋友說明這一帶水\n"
    ...     "利設施的歷史。老師們從清代的水圳講到日治時期的抽水站，還帶大\n"
    ...     "家到河邊看閘門。"
    ... ))
    昨天下午，縣立圖書館邀請了三位退休教師，為小朋友說明這一帶水利設施的歷史。老師們從清代的水圳講到日治時期的抽水站，還帶大家到河邊看閘門。

    Between Han nothing is put, between Latin words a blank, between the two what the text does elsewhere. A word that a
    hyphen parts is joined only if the text has it elsewhere, with the hyphen or without; else the break stays, and so
    it does between digits.

    A block of lines is joined only if it is wrapped beyond doubt: lines of 32 columns (16 Han) and more, each so long
    that the beginning of the next did not fit, and breaks that read on as text does inside sentences. So verse, lyrics,
    lists, headings, tables, code, dialogue, chats, addresses and quoted mail stay, and so does a break behind a full
    stop, unless empty lines or indents show where paragraphs begin. Two blanks at the end of a line keep it, as in
    Markdown.

    >>> poem = "白日依山盡，黃河入海流。\n欲窮千里目，更上一層樓。"
    >>> join_wrapped_lines(poem) is poem
    True

    This is no repair but a matter of form: mail is sent wrapped, and source files are written so.
    """
    edits: list[Edit] = []
    current = text
    for _ in range(_ROUNDS):
        found = list(_join_once(current, evidence))
        if not found:
            yield from edits
            return
        edits = compose_edits(edits, found)
        current = apply_edits(current, found)


_ROUNDS = 8
"""What is joined may show that more is; text that does not come to rest is left as it was.  Two rounds are the rule."""


def _join_once(text: str, evidence: Evidence) -> Iterator[Edit]:
    """Yield the joins of one pass over the blocks of a text."""
    widths = evidence.measure(wrapped.find_widths)
    parted = evidence.measure(wrapped.parts_paragraphs)
    for block in wrapped.find_blocks(text):
        for above, below in wrapped.find_breaks(block, widths, parted=parted):
            end = above.end
            joint = _choose_joint(above.text, below.text, evidence)
            if joint is None:
                continue
            if joint == _NO_HYPHEN:
                end, joint = end - 1, ""
            before = text[end : below.start]
            confidence = _CONFIDENCE["spaced" if joint or end < above.end else "joined"]
            yield Edit(end, below.start, before, joint, join_wrapped_lines.rule, confidence, reason("lines.wrapped"))


_NO_HYPHEN = "-"


def _choose_joint(above: str, below: str, evidence: Evidence) -> str | None:
    """Return what goes between two lines that were one, :data:`_NO_HYPHEN` if their hyphen goes, None if none can tell.

    Whether letters on both sides are two words or one is asked of the document.
    """
    last, first = above[-1], below[0]
    if not (last.isascii() and first.isascii()):
        mixed = (last.isalnum() and first.isalnum()) and (last.isascii() or first.isascii())
        return " " if mixed and evidence.measure(is_spaced) else ""
    if last.isdigit() and first.isdigit():
        return None
    head, tail = compile_pattern(r"[A-Za-z]*-?$").search(above), compile_pattern("[A-Za-z]*").match(below)
    assert head is not None  # both match the empty string
    assert tail is not None
    words = evidence.measure(find_words)
    if last == "-":
        if head[0][:-1] + tail[0] in words:
            return _NO_HYPHEN
        return "" if head[0] + tail[0] in words else None
    opened = above.count('"') % 2 == 1
    if first in ")]}%,.;:!?/@_" or last in "([{/@_" or (opened and '"' in (last, first)):
        return ""
    return "" if head[0] and tail[0] and head[0] + tail[0] in words and not {head[0], tail[0]} <= words else " "


def find_words(sample: str) -> frozenset[str]:
    r"""Return the Latin words of a document that stand inside of lines, those with a hyphen whole.

    >>> sorted(find_words("an e-mail of\nours"))
    ['e-mail']
    """
    return frozenset(compile_pattern(r"(?<=[^A-Za-z\r\n-])[A-Za-z]+(?:-[A-Za-z]+)*(?=[^A-Za-z\r\n-])").findall(sample))


def is_spaced(sample: str) -> bool:
    """Return whether a document mostly writes a blank between Han and Latin.

    >>> is_spaced("用 Python 写"), is_spaced("用Python写")
    (True, False)
    """
    han = f"[{HAN}]"
    spaced = len(compile_pattern(f"{han} [A-Za-z0-9]|[A-Za-z0-9] {han}").findall(sample))
    return spaced > len(compile_pattern(f"{han}[A-Za-z0-9]|[A-Za-z0-9]{han}").findall(sample))


@normalizer(signs=HAN, reach="document")
def indent_paragraphs(text: str, *, mode: str = "leave", evidence: Evidence) -> Iterator[Edit]:
    r"""Indent paragraphs by two IDEOGRAPHIC SPACEs, or by none.

    The first line of a Chinese paragraph is set in by two characters. Writers and converters make that of four or eight
    blanks, of NO-BREAK SPACEs, of tabs, or of a mixture, and then the paragraphs of one page stand at different places.

    >>> indent_paragraphs("\u3000\u3000水庫昨天放水。\n    下游今天漲水。").count("\u3000")
    4

    With the `mode` ``"leave"`` paragraphs that are set in stay so, by two U+3000 each, and those that are not stay as
    they are; nothing changes unless at least half of the paragraphs are set in. ``"add"`` sets in every paragraph, and
    ``"remove"`` none.

    >>> indent_paragraphs("\u3000\u3000水庫昨天放水。", mode="remove")
    '水庫昨天放水。'

    A paragraph is a line of Chinese with a mark that ends sentences, and which does not go on from the line before.
    Headings, items of lists and what belongs to them, tables, code, quoted mail and short lines one below the other, as
    verse has them, stay as they are.

    The presets that publish leave the indent where it is: a page that parts its paragraphs by empty lines needs none,
    and in print and on the web it is a matter of the style sheet in all regions.
    """
    check_choice("mode", mode, indents.MODES)
    if mode == "leave" and not evidence.measure(indents.sets_paragraphs_in):
        return
    wanted = "" if mode == "remove" else indents.INDENT
    for start, blanks in indents.find_indents(text):
        if blanks != wanted and (blanks or mode == "add"):
            why = reason("lines.outdent" if mode == "remove" else "lines.indent")
            yield Edit(start, start + len(blanks), blanks, wanted, indent_paragraphs.rule, _CONFIDENCE["indent"], why)
