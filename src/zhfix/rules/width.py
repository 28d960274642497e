# ruff: noqa: RUF002 - fullwidth characters are what this module is about, and are meant where they stand
"""Marks, letters and digits that are too wide or too narrow for the text they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.edits import Edit
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.patterns import KANA, compile_in_lines
from zhfix.rules import _width_flattened as flattened
from zhfix.rules import _width_latin as latin
from zhfix.rules._width_brackets import find_chinese_pairs
from zhfix.rules._width_context import MARKUP, SEEN_THROUGH, Lines, Runs, is_han, is_latin
from zhfix.rules._width_marks import BRACKET, WIDE, Place, find_habit, judge_mark


@normalizer(signs="\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a")
def fold_ascii(text: str, *, keep: str = "") -> Iterator[Edit]:
    """Write fullwidth Latin letters and digits, and the few signs that join them, in ASCII.

    Input methods in fullwidth mode and systems that reckoned in columns of two bytes leave `ＣＰＵ`, `１２０` and
    `５０％`; a search for `CPU` or a program that reads numbers does not find them.

    >>> fold_ascii("ＣＰＵ使用率为８５％，ＵＳＢ－Ｃ接口２个")
    'CPU使用率为85%，USB-C接口2个'

    The signs ＠ ＃ ＄ ＆ ＊ ＋ － ／ ＝ ＿ ＼ are folded between letters or digits, ％ after a digit, and ＋＋ and ＃
    after C. Elsewhere they stay, as do all marks of punctuation: ，：（） are right in Chinese, and `narrow_marks`
    looks at those in numbers. Circled, squared and superscript characters stay, too, and so do ￥ and ～. Characters
    in `keep` are left alone.

    >>> fold_ascii("甲＋乙，Ａ片", keep="Ａ")
    '甲＋乙，Ａ片'
    """
    for match in latin.find_wide(text, keep):
        before, after = match[0], match[0].translate(latin.fold_table())
        yield Edit(*match.span(), before, after, fold_ascii.rule, 0.99, reason("width.folded"))


@normalizer(signs=",.;:!?()~", reach="paragraph")
def widen_marks(text: str, *, keep: str = "", evidence: Evidence) -> Iterator[Edit]:
    """Write ASCII marks in Chinese fullwidth: , . ; : ! ? ( ) ~ become ，。；：！？（）～.

    Keyboards left in English mode write them, and programs that normalise with NFKC, as many that prepare text for
    search, translation and training do, replace ，：；！？（）～ by ASCII and leave 。、《》 as they are. The blank
    that was typed beside an ASCII mark goes with it.

    >>> widen_marks("他说:今天不去了,下次(周三)再说! 行吗?")
    '他说：今天不去了，下次（周三）再说！行吗？'

    A mark is judged by the nearest letters on either side and by the line, never by other marks. Left alone are marks
    in numbers, times, ratios and versions (1,000 10:30 3:2 2.0), in addresses, names of files, code and tables of
    values, between words of English, in faces such as :-) and in the numbers of items (1. a) (1)); and all in lines of
    Japanese or of code, or where words of Latin letters outnumber Han.

    >>> widen_marks("1. 比分是3:2,用Python(pip, venv)写的 :)")
    '1. 比分是3:2，用Python(pip, venv)写的 :)'

    Brackets are converted in pairs, by what they hold and by their neighbours: with Han in them, or, after Han, a few
    words or a number of four digits. A full stop is one where it ends a sentence at the end of a line or before a
    blank; between Han only if the document has no 。 and ends other sentences so, and never inside a name such as
    列夫.托尔斯泰. Where a program flattened the marks of the document, those between words are put back, too.

    GB/T 15834-2011, Taiwan's handbook and CLREQ have all these marks fullwidth. Characters in `keep` are left alone.
    """
    lines, runs, habit = Lines(text), Runs(text, MARKUP), evidence.measure(find_habit)
    brackets = find_chinese_pairs(text) if "(" in text or ")" in text else {}
    done = 0
    for match in compile_in_lines(r"[,;:!?()~]|\.(?![0-9A-Za-z.])").finditer(text):  # else . ends no sentence
        at, mark = match.start(), match[0]
        if mark in keep:
            continue
        if mark in "()":
            confidence = BRACKET if brackets.get(at) else 0.0
        else:
            confidence = judge_mark(Place(text, at, runs.at(at), lines.at(at), habit, brackets))
        if confidence:
            start, end = _take_blanks(text, at, done) if mark != "~" else (at, at + 1)
            why = reason("width.widened", mark=mark, wide=WIDE[mark])
            yield Edit(start, end, text[start:end], WIDE[mark], widen_marks.rule, confidence, why)
            done = end


def _take_blanks(text: str, at: int, done: int) -> tuple[int, int]:
    """Return the span of a mark with the single blanks beside it that stand between it and text."""
    start, end = at, at + 1
    if at - 1 >= max(done, 1) and text[at - 1] == " " and _is_text(text[at - 2]):
        start -= 1
    if text[end : end + 1] == " " and _is_text(text[end + 1 : end + 2]):
        end += 1
    return start, end


def _is_text(char: str) -> bool:
    """Return whether a character belongs to running text: not a sign that begins an item, nor another blank."""
    return (
        is_han(char) or is_latin(char) or char in _TEXT_MARKS or compile_in_lines(f"[{KANA}]").match(char) is not None
    )


_TEXT_MARKS = tuple(sorted(set(SEEN_THROUGH) - set(" .~")))


@normalizer(probe=latin.may_hold_wide_marks, reach="line")
def narrow_marks(text: str) -> Iterator[Edit]:
    """Write fullwidth marks inside numbers, times and English sentences in ASCII.

    Keyboards left in Chinese mode write `3．14`, `1，000`, `10：30` and `Thank you，see you soon！`.

    >>> narrow_marks("共1，280元，下午3：05开始，圆周率3．14")
    '共1,280元，下午3:05开始，圆周率3.14'
    >>> narrow_marks("Thank you，see you soon！")
    'Thank you, see you soon!'

    English is what has no Han between quotation marks or the edges of a line, and two words in a row. Left alone are
    marks between Latin words of a Chinese sentence, where fullwidth is right, and lists such as `100，200`; `1：30分`
    may say that number 1 takes 30 minutes; 、 has no counterpart.

    >>> narrow_marks("支持Windows，Linux，macOS。方案1：30分钟")
    '支持Windows，Linux，macOS。方案1：30分钟'
    """
    found = {edit[0]: edit for edit in latin.find_numbers(text)}
    found.update((edit[0], edit) for edit in latin.find_english(text))
    for at, after, confidence, key in sorted(found.values()):
        why = reason(f"width.{key}", mark=text[at])
        yield Edit(at, at + 1, text[at], after, narrow_marks.rule, confidence, why)


@normalizer(probe=flattened.may_be_flattened, signs='"')
def restore_flattened_marks(text: str, *, evidence: Evidence) -> Iterator[Edit]:
    r"""Give back the digit 1 where a normaliser of punctuation wrote a straight quotation mark for it.

    A table in Moses, copied since into tools that prepare text from the web, maps the fullwidth digit １ to `"`, beside
    mapping marks to ASCII: of `２０１５年` it makes `20"5年`.

    >>> restore_flattened_marks('該公司成立於20"5年"0月,員工"2"人,其中女性3"人.')
    '該公司成立於2015年10月,員工"2"人,其中女性3"人.'

    Only what can be nothing else is repaired: a mark between two digits before a unit of count, one that completes a
    year of four digits, a month that lacks its first. A mark that may quote, or stand for inches, stays; so does every
    mark where the document has fullwidth marks or curly quotation marks, which those tools leave none of.

    >>> restore_flattened_marks('買了"2"個32"電視')
    '買了"2"個32"電視'

    The Chinese marks that the same tools turn into ASCII are put back by `widen_marks`: many authors write ASCII marks
    themselves, so that is no repair.
    """
    if not evidence.measure(flattened.has_no_wide_marks):
        return
    for at in flattened.find_digits(text):
        yield Edit(at, at + 1, '"', "1", restore_flattened_marks.rule, 0.95, reason("width.digit"))
