# ruff: noqa: RUF002 - characters that look like others are what this module is about
"""Characters that stand for others which look the same, or which old tables had no code for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zhfix.edits import Edit, Finding
from zhfix.errors import OptionError
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import normalizer
from zhfix.patterns import HAN, HANGUL, KANA, compile_pattern
from zhfix.rules._compat_doubles import DOUBLES, find_doubles
from zhfix.rules._compat_homoglyphs import LOOKALIKES, find_in_chinese, find_in_katakana, is_japanese
from zhfix.rules._compat_kana import find_halfwidth
from zhfix.rules._compat_private import PRIVATE_PLANES, choose_table, find_private, is_borne_out, is_in_text
from zhfix.rules._compat_radicals import find_radicals
from zhfix.rules._compat_tables import find_lines, is_simplified
from zhfix.rules._compat_vertical import find_vertical
from zhfix.rules._language import is_foreign


@normalizer(signs="\u2e80-\u2fd5")
def unify_radicals(text: str, *, components: bool = False, evidence: Evidence) -> Iterator[Edit]:
    """Write ideographs where radicals stand for them in running text.

    What it looks like: `⽤⼾可以⾃⼰设置`, which reads well and is found by no search.  Who does it: fonts in which a
    radical and an ideograph share one shape, so that a program that takes text from a PDF picks either, and whoever
    copies from such a text.

    >>> unify_radicals("⽤⼾可以⾃⼰设置硬拷⻉的⽂件名")
    '用户可以自己设置硬拷贝的文件名'

    What changes: the radicals of the Kangxi dictionary, and those of the Supplement that are characters in their own
    right, by Unicode's table of equivalents; in simplified text to the simplified form where the two look alike
    (户, 黄).  With `components`, which is for searching, every radical that has an equivalent, wherever it stands.

    What is left alone: the forms that a radical takes as a part of a character (⺮, ⻊), since no font has them for the
    character itself; lines that talk about radicals, list them, or hold one beside its ideograph (⼏几); descriptions
    of characters by their parts, such as ⿰⺡⼯ and {⻊叉}; and a radical that touches no text.

    >>> unify_radicals("无计{⻊叉}寻公") == "无计{⻊叉}寻公"
    True
    """
    simplified = evidence.measure(is_simplified)
    for place, ideograph in find_radicals(text, simplified=simplified, components=components):
        why = reason("compat.radical", radical=f"U+{ord(text[place]):04X}", char=ideograph)
        yield Edit(place, place + 1, text[place], ideograph, unify_radicals.rule, 0.99, why)


@normalizer(signs=DOUBLES)
def unify_ideographs(text: str, *, evidence: Evidence) -> Iterator[Edit]:
    r"""Write unified ideographs where their doubles for compatibility stand in Chinese text.

    What it looks like: nothing, for U+F92C and 郎 are one to the eye; but no search finds it.  Who does it: Korea's
    standard has characters twice that are read in two ways, so Chinese classics that were typed or converted there are
    full of doubles; Big5 has 兀 and 嗀 twice; Taiwan's and Japan's standards have variants that Unicode unified.

    What changes: ideographs of U+F900 to U+FAD9 and U+2F800 to U+2FA1D, to their canonical equivalents, in lines of
    Chinese.

    >>> unify_ideographs("先生賜教，則弟子\uf941語可學")
    '先生賜教，則弟子論語可學'

    What is left alone: the twelve of the block that are unified and equal to nothing (﨑, 﨟, …); Japanese and Korean
    text, where the difference may have been meant, as in a name; forms from Japanese standards, which look different,
    unless the line has words of Chinese; lines that talk of codes or hold a character in both forms, tables of
    characters, and names that stand alone.
    """
    if evidence.expect != "zh" and evidence.measure(is_foreign):
        return
    for place, unified in find_doubles(text):
        why = reason("compat.double", code=f"U+{ord(text[place]):04X}", char=unified)
        yield Edit(place, place + 1, text[place], unified, unify_ideographs.rule, 0.98, why)


@normalizer(signs=f"\ue000-\uf8ff{PRIVATE_PLANES}")
def restore_private_use(
    text: str, *, mapping: Mapping[str, str] | None = None, evidence: Evidence
) -> Iterator[Edit | Finding]:
    r"""Write the characters that old tables had no code for and put into areas for private use.

    What it looks like: a box, or another site's picture, in the middle of a sentence.  Who does it: GBK and GB 18030 up
    to 2005 wrote 106 characters so, Hong Kong's supplementary set some 5,000 until Unicode had them, and whoever reads
    text of Taiwan's boards with Microsoft's Big5 does it still.

    >>> restore_private_use("香港\ue40c生署今日公布，流感高\ue11a期已經過去。")
    '香港衞生署今日公布，流感高峯期已經過去。'

    What changes: a run of such characters inside running text, by one table for the whole document: Big5's in
    traditional text, where the characters of one fit their neighbours; GBK's in other text, where it has all that
    occur.  `mapping` is for tables of one's own, as of a site's font: its characters are replaced wherever they stand.

    >>> restore_private_use("今\ue810气很好", mapping={"\ue810": "天"})
    '今天气很好'

    What is left alone, and reported: what no table explains, such as icons of a font, which stand beside blanks and
    Latin letters, and the ciphers of sites that scramble their fonts.
    """
    chars = _check_mapping(mapping)
    for match in re.compile(f"[{''.join(map(re.escape, chars))}]").finditer(text) if chars else ():
        why = reason("compat.mapped", code=f"U+{ord(match[0]):04X}")
        if match[0] != chars[match[0]]:
            yield Edit(*match.span(), match[0], chars[match[0]], restore_private_use.rule, 1.0, why)
    table = evidence.measure(choose_table)
    for run in find_private(text, table):
        before = text[run.start : run.end]
        if any(char in chars for char in before):
            continue
        if run.restored:
            confidence = 0.97 if table != "gb" and is_borne_out(text, run) else 0.85
            why = reason(f"compat.private_{table}", char=run.restored)
            yield Edit(run.start, run.end, before, run.restored, restore_private_use.rule, confidence, why)
            continue
        severity, key = ("warning", "compat.private") if is_in_text(text, run) else ("info", "compat.icon")
        names = ", ".join(dict.fromkeys(f"U+{ord(char):04X}" for char in before[:4]))
        lost = len(before) if severity == "warning" else 0
        yield Finding(run.start, run.end, restore_private_use.rule, severity, reason(key, names=names), lost=lost)


def _check_mapping(mapping: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return the caller's table, or refuse it where it is none or would not come to rest."""
    if not (mapping is None or isinstance(mapping, Mapping)):
        raise OptionError(f"mapping takes a dict of single characters to text, not {mapping!r}")
    chars = mapping or {}
    for char, after in chars.items():
        if not (isinstance(char, str) and len(char) == 1 and isinstance(after, str)):
            raise OptionError(f"mapping takes single characters to text, and has {char!r}: {after!r}")
        if any(each in chars and chars[each] != each for each in after):
            raise OptionError(f"mapping takes {char!r} to {after!r}, which it would change again")
    return chars


@normalizer(signs="\ufe10-\ufe19\ufe30-\ufe32\ufe35-\ufe44\ufe47\ufe48")
def flatten_vertical_forms(text: str) -> Iterator[Edit]:
    """Write the marks of vertical text as those of horizontal text.

    What it looks like: `︽紅樓夢︾`, `時間︰`, `﹁是﹂`.  Who does it: typesetters and word processors that stored the
    turned shapes of marks, and Big5, which has codes for them and in which U+FE30 was taken for a colon.

    >>> flatten_vertical_forms("他說︰﹁︽詩經︾我讀過︒﹂")
    '他說：「《詩經》我讀過。」'

    What changes: brackets and quotation marks that pair on a line around text, marks after an ideograph, two dashes and
    dots of an ellipsis.

    What is left alone: ﹏ and the lines beside titles and names, which are marks of their own; sesame dots; a single
    ︱, which parts items; and the same shapes in faces, such as (︶︿︶).
    """
    for start, end, after in find_vertical(text):
        why = reason("compat.vertical", after=after)
        yield Edit(start, end, text[start:end], after, flatten_vertical_forms.rule, 0.97, why)


@normalizer(signs="\uff66-\uff9d")
def widen_kana(text: str) -> Iterator[Edit]:
    """Write half-width katakana in full width, with their voiced marks in one.

    What it looks like: `ｶﾞﾝﾀﾞﾑ模型`.  Who does it: bank and game systems of one byte a character, and Shift_JIS.

    >>> widen_kana("限定ｶﾞﾝﾀﾞﾑ模型，ﾌﾟﾗﾓ｢ﾃﾞｰﾀ｣")
    '限定ガンダム模型，プラモ「データ」'

    What changes: runs of two letters and more that read as Japanese, with the half-width marks that touch them.

    What is left alone: single letters and those of faces (ﾟ∀ﾟ), and mojibake of Shift_JIS, which needs its bytes.
    """
    for start, end, after in find_halfwidth(text):
        yield Edit(start, end, text[start:end], after, widen_kana.rule, 0.97, reason("compat.kana", after=after))


@normalizer(signs=LOOKALIKES)
def restore_homoglyphs(text: str, *, evidence: Evidence) -> Iterator[Edit]:
    """Write ideographs where katakana and signs that look the same stand in Chinese words, and the reverse.

    What it looks like: `努カ`, `第—次`, `ㄧ個`, `コンピュ一タ`.  Who does it: optical character recognition, which sees
    shapes, and typists, who take the key that is nearer.

    >>> restore_homoglyphs("我们努カ工作，第—次统ー了人囗数据")
    '我们努力工作，第一次统一了人口数据'
    >>> restore_homoglyphs("電卓とコンピュ一タ")
    '電卓とコンピュータ'

    What changes: alone between ideographs, カエロニハトタチオヌ to 力工口二八卜夕千才又, 囗 to 口, and ー, — and ㄧ to
    一, where the model of Chinese finds that plainly likelier; and the reverse inside words of katakana
    of which the pieces are no words.

    What is left alone: Japanese lines, 1カ所, 霞ヶ関; dashes between two names; 囗囗 for what cannot be read; lines
    that talk about shapes or kana; ○ among numerals, which `fold_zeros` is for.
    """
    found = list(find_in_katakana(text))
    if evidence.expect == "zh" or not evidence.measure(is_japanese):
        found += find_in_chinese(text)
    for place, meant in found:
        why = reason("compat.homoglyph", char=text[place], meant=meant)
        yield Edit(place, place + 1, text[place], meant, restore_homoglyphs.rule, 0.98, why)


_NUMERALS = "一二三四五六七八九"
_CIRCLES = "[\N{WHITE CIRCLE}\N{LARGE CIRCLE}〇]"


@normalizer(signs="\N{WHITE CIRCLE}\N{LARGE CIRCLE}")
def fold_zeros(text: str) -> Iterator[Edit]:
    """Write 〇 where ○ stands for it among Chinese numerals.

    What it looks like: `二○○八年`.  Who does it: Big5 and GB 2312, whose users found no 〇, and input methods since.
    Both are read alike, and only one is a numeral to search and conversion.

    >>> fold_zeros("二○○八年，民國一○三年")
    '二〇〇八年，民國一〇三年'

    What is left alone: ○ that stands for something else: `○月○日`, `張○一`, `○ 一`, a mark of a list.
    """
    for run in compile_pattern(f"{_CIRCLES}+").finditer(text):
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        if before and before in _NUMERALS and after and after in _NUMERALS + "年月日號号條条":
            for place in range(*run.span()):
                if text[place] != "〇":
                    yield Edit(place, place + 1, text[place], "〇", fold_zeros.rule, 0.95, reason("compat.zero"))


_DOT, _BAR = "\N{KATAKANA MIDDLE DOT}", "\N{HORIZONTAL BAR}"


@normalizer(signs=f"{_DOT}{_BAR}")
def restore_gb2312_marks(text: str, *, evidence: Evidence) -> Iterator[Edit]:
    """Write · and — where a decoder of GB 2312 wrote the marks of Japan for them.

    What it looks like: `约翰・史密斯`, `他来了――`.  Who does it: tables of GB 2312 that read A1A4 as KATAKANA MIDDLE
    DOT and A1AA as HORIZONTAL BAR, Python's `gb2312` among them; on the web they are MIDDLE DOT and EM DASH.

    >>> restore_gb2312_marks("约翰・史密斯说――好")
    '约翰·史密斯说——好'

    What is left alone: both in lines with kana or Hangul and in Japanese documents; and a dot that does not part
    ideographs or Latin letters, such as one before an item of a list.
    """
    if evidence.expect != "zh" and evidence.measure(is_foreign):
        return
    for start, end in find_lines(text, f"[{_DOT}{_BAR}]"):
        line = text[start:end]
        if compile_pattern(f"[{KANA}{HANGUL}]").search(line) or not compile_pattern(f"[{HAN}]").search(line):
            continue
        for match in compile_pattern(f"(?<=[{HAN}A-Za-z]){_DOT}(?=[{HAN}A-Za-z])|{_BAR}+").finditer(line):
            after = "·" if match[0] == _DOT else "—" * len(match[0])
            span, why = (start + match.start(), start + match.end()), reason("compat.gb2312", after=after)
            yield Edit(*span, match[0], after, restore_gb2312_marks.rule, 0.95, why)
