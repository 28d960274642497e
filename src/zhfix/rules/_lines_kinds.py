"""What kind of line a line is: which never go on in the next one, and which never go on from the one before.

Regular expressions as text or behind a cached function, so that nothing is compiled at import.
"""

from __future__ import annotations

from zhfix.patterns import HAN, compile_pattern

TERMINAL = "。！？!?…：:；;”」』’）》】.~～"
"""What may end a paragraph, a closing mark behind it included."""
PAUSES = "，、,"

_NO_START = (
    # Lists, quotations, headings, tables, code and what else is marked at the beginning of its line.
    r"[-*+•·‧●○■□◆◇▪▫▶►▷✓✔√×※☆★→⇒>#|`~$@=_<\[{}\\/%&^【〔—－―─\u2460-\u24ff\u3200-\u32ff\u2776-\u2793]"
    r"|[(（〔]?[0-9\uff10-\uff19]{1,3}[.\uff0e、)）〕:：](?![0-9])"
    r"|[(（]?[一二三四五六七八九十]{1,3}[、.\uff0e)）:：]"
    r"|[(（]?[A-Za-z][.\uff0e、)）:：]"
    r"|第[0-9\uff10-\uff19一二三四五六七八九十百零\u3007两兩]{1,6}[章节節回条條款编編卷篇]"
    r"|[卷表图圖][0-9\uff10-\uff19一二三四五六七八九十百]{1,6}(?:[\s:：.]|$)"
    r"|[0-9]{1,2}[:：][0-9]{2}|[0-9]{4}[-/.][0-9]"
    r"|(?:https?|ftp)://|www\."
)
_SPEAKER = r"[^\s，。！？、；：:,.!?;]{1,8}[：:]"
_TABLE = r"\t|[|｜│┃\u2500-\u259f]|\S(?: {2,}|\u3000+)\S"
_NUMBER = (
    r"(?:第[0-9\uff10-\uff19一二三四五六七八九十百零\u3007两兩]{1,6}[章节節回条條款编編卷篇]"
    r"|[(（]?(?:[一二三四五六七八九十]{1,3}|[0-9\uff10-\uff19]{1,3})[、.\uff0e)）])[ \u3000]+"
)
"""The number of an article or an item with the blanks behind it, which part no columns."""
_CODE_END = r"(?:[{};\\=]|\s//.*|\*/)$"
_NO_GOING_ON = r"[#>|`$]|//|/\*|={2,}|<[A-Za-z/!]|[-=_*~]{3,}"


_UNIT = r"[“‘「『（《〈【(\[]*(?:[A-Za-z0-9@#%&._/+'-]+|.)[，。！？、；：”’」』）》〉】,.!?;:)\]]*"


def may_go_on(line: str) -> bool:
    """Return whether a line, without its blanks, may go on in the next: no heading, table, code or quoted mail."""
    number = compile_pattern(_NUMBER).match(line)
    return not (
        compile_pattern(_NO_GOING_ON).match(line)
        or compile_pattern(_TABLE).search(line, number.end() if number else 0)
        or compile_pattern(_CODE_END).search(line)
    )


def may_be_continuation(line: str) -> bool:
    """Return whether a line, without its blanks, may go on from the one before: not marked as a beginning."""
    return not (
        compile_pattern(_NO_START).match(line)
        or compile_pattern(_TABLE).search(line)
        or compile_pattern(_CODE_END).search(line)
    )


def names_speaker(line: str) -> bool:
    """Return whether a line begins as that of a chat, a play or a form does: ``姓名：``."""
    return compile_pattern(_SPEAKER).match(line) is not None


def count_columns(line: str) -> int:
    """Return how many columns a line takes where a Han character takes two: its bytes in GBK, as old mailers count.

    >>> count_columns("“用 Python”")
    13
    """
    return len(line) if line.isascii() else len(line.encode("gbk", "replace"))


def count_han(line: str) -> int:
    """Return how many Han characters are in a line."""
    return len(compile_pattern(f"[{HAN}]").findall(line))


def is_han(char: str) -> bool:
    """Return whether `char` is an ideograph; ``""`` is none."""
    return bool(char) and compile_pattern(f"[{HAN}]").match(char) is not None


def first_unit(line: str) -> str:
    """Return what of the beginning of a line could not have stood at the end of the one before.

    >>> first_unit("（中文）"), first_unit("Python，很好"), first_unit("好，的")
    ('（中', 'Python，', '好，')
    """
    match = compile_pattern(_UNIT).match(line)
    return match[0] if match else line[:1]
