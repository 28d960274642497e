# ruff: noqa: RUF002 - look-alike marks are what this module is about
"""Marks that stand for others, or stand there once too often: ellipses, dashes, interpuncts, repeated marks."""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.edits import Edit, Finding
from zhfix.errors import OptionError
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.options import check_choice
from zhfix.rules import _punctuation_runs as runs
from zhfix.rules._language import REGIONS

ELLIPSIS, DASH = "……", "——"


@normalizer(probe=runs.ELLIPSIS_PROBE, reach="line")
def normalize_ellipses(text: str) -> Iterator[Edit]:
    """Write the ellipsis of Chinese as ……: two U+2026, six dots.

    Keyboards without one leave `...`, `。。。`, `．．．`, `、、、`, `···` or a single …; NFKC makes `......` of ……; TeX
    and East Asian fonts write ⋯⋯.

    >>> normalize_ellipses("他想了想...没有说话。。。。。。算了…")
    '他想了想……没有说话……算了……'

    GB/T 15834-2011, Taiwan's handbook and CLREQ have six dots. Twelve, alone in a line, stand for paragraphs left out
    and stay. What is not between Chinese stays: the ellipsis of an English sentence, `1...10`, spread operators,
    paths; and so do leaders, long rows of dots before the number of a page, and dots in lines of Japanese or code.

    >>> normalize_ellipses("Wait... what?")
    'Wait... what?'
    >>> normalize_ellipses("第三章 水利.............45")
    '第三章 水利.............45'
    """
    for start, end, confidence in runs.find_ellipses(text):
        before = text[start:end]
        yield Edit(
            start,
            end,
            before,
            ELLIPSIS,
            normalize_ellipses.rule,
            confidence,
            reason("punctuation.ellipsis", marks=before),
        )


@normalizer(probe=runs.DASH_PROBE, reach="line")
def normalize_dashes(text: str) -> Iterator[Edit]:
    r"""Write the dash of Chinese as ——: two U+2014, two characters wide.

    Keyboards leave `--`; Taiwan's Big5 and many fonts have box-drawing lines, ──; tables of GB 2312 that read A1AA as
    U+2015, ――; hands in a hurry `－－`, `––` or three; Moses writes ` -  - `.

    >>> normalize_dashes("只有一个办法--等。他--也许──不来了")
    '只有一个办法——等。他——也许——不来了'

    What stands on both sides must be Chinese, or Chinese and a word, or the end of a quotation. Single signs stay:
    they join (北京—上海, 1–2, 中-美) and differ by region, — – ～ on the mainland, – ～ in Taiwan. So do `--help`,
    bullets, signatures and comments in hyphens at the start of a line, rules and frames of five and more, and U+2E3A,
    the dash in one character.

    >>> normalize_dashes("运行 tar --help，\n-- \n王五")
    '运行 tar --help，\n-- \n王五'
    """
    for start, end, confidence in runs.find_dashes(text):
        why = reason("punctuation.dash", marks=text[start:end].strip())
        yield Edit(start, end, text[start:end], DASH, normalize_dashes.rule, confidence, why)


@normalizer(probe=runs.INTERPUNCT_PROBE, reach="line")
def normalize_interpuncts(text: str, *, region: str = "CN") -> Iterator[Edit]:
    """Write the dot between the parts of a name or a title as ·, U+00B7.

    Big5 has three dots for it (‧ U+2027, • U+2022, ． U+FF0E), JIS another (・ U+30FB), which decoders of GB 2312
    write, too; mathematicians have ∙ and ⋅.

    >>> normalize_interpuncts("列夫•托尔斯泰和乔治・奥威尔")
    '列夫·托尔斯泰和乔治·奥威尔'

    CLREQ recommends U+00B7 for all regions, and all presets write it. `region` is ``"CN"``, ``"TW"`` or ``"HK"``:
    Taiwan's ministry of education prints ‧, so with ``"TW"`` ‧ and · both stay, and others become ‧.

    Only a dot with Han directly on either side is one; a bullet at the start of a line or beside a blank is not, nor
    are the dots between kana, and ． not where the line also ends in it, as a full stop.

    >>> normalize_interpuncts("• 甲 • 乙", region="TW")
    '• 甲 • 乙'
    """
    check_choice("region", region, REGIONS)
    dot = "\N{HYPHENATION POINT}" if region == "TW" else "\N{MIDDLE DOT}"
    for at in runs.find_interpuncts(text):
        if text[at] != dot:
            why = reason("punctuation.interpunct", mark=text[at], dot=dot)
            yield Edit(at, at + 1, text[at], dot, normalize_interpuncts.rule, 0.95, why)


@normalizer(probe=runs.REPEAT_PROBE, reach="line")
def collapse_marks(text: str, *, most: int = 3) -> Iterator[Edit | Finding]:
    """Write once what was written twice: ，， 。。 ，。 and marks in both widths, `，,`.

    Editing leaves ，。 where a clause was cut, keyboards ，， where a key bounced, and search and replace of one width
    by the other `，,`.

    >>> collapse_marks("天黑了，，他还没回来，。我们很急！！！！！")
    '天黑了，他还没回来。我们很急！！！'

    Question and exclamation marks may be doubled: GB/T 15834-2011 allows three at most, and ？！ for both at once, so
    longer rows become three, or `most`, and longer mixtures ？！. 、 and ， before a mark that ends the sentence goes,
    and so does 。 behind ！ or ？. Which of 。， and ：， is right nobody can tell: those are reported and left.

    >>> collapse_marks("真的吗？！？！", most=1), [x.reason for x in collapse_marks.findings("来了。，坐")]
    ('真的吗？！', ['。，: one of these marks is too many, and nobody can tell which; left'])

    ~~ and …… stay, and so do marks after anything but Chinese or a word, as in faces and in blanks to fill in.
    """
    if not isinstance(most, int) or most < 1:
        raise OptionError(f"most is the number of marks to keep, 1 or more, not {most!r}")
    for start, end, after in runs.find_repeats(text, most):
        marks = text[start:end]
        if after:
            why = reason("punctuation.collapsed", marks=marks)
            yield Edit(start, end, marks, after, collapse_marks.rule, 0.95, why)
        else:
            yield Finding(start, end, collapse_marks.rule, "info", reason("punctuation.unclear", marks=marks))
