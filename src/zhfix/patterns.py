"""What rules look for: the scripts of East Asia as classes, and expressions compiled when they are first asked for."""

from __future__ import annotations

import re
from functools import cache

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Ideographs, the ideographic zero among them, for a class of an expression: ``f"[{HAN}]"``."""
KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff\uff66-\uff9d"
"""Letters of Japanese, the sign of length among them, wide and narrow; not its marks, which Chinese text has, too."""
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff\uffa1-\uffdc"
"""Letters and syllables of Korean."""


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile an expression once."""
    return re.compile(pattern)


@cache
def compile_in_lines(pattern: str) -> re.Pattern[str]:
    """Compile an expression once, in which ``^`` and ``$`` stand for the ends of lines."""
    return re.compile(pattern, re.MULTILINE)
