"""What rules look for: ideographs as a class, and expressions that are compiled when they are first asked for."""

from __future__ import annotations

import re
from functools import cache

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Ideographs, the ideographic zero among them, for a class of an expression: ``f"[{HAN}]"``."""


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile an expression once."""
    return re.compile(pattern)


@cache
def compile_in_lines(pattern: str) -> re.Pattern[str]:
    """Compile an expression once, in which ``^`` and ``$`` stand for the ends of lines."""
    return re.compile(pattern, re.MULTILINE)
