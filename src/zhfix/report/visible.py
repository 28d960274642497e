r"""Characters that nobody sees, made visible, so that they neither run, nor hide, nor turn text round.

>>> list(split_invisible("中\u200b文"))
[('中', False), ('\u200b', True), ('文', False)]
>>> show_invisible("中\u200b文\r\n")
'中<U+200B>文<U+000D><U+000A>'
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))
_SEEN = " \N{IDEOGRAPHIC SPACE}"  # blanks that text is full of


def is_invisible(char: str) -> bool:
    """Return whether a character prints as nothing, as a blank like others, or as a box."""
    return char not in _SEEN and unicodedata.category(char) in _INVISIBLE


def split_invisible(text: str) -> Iterator[tuple[str, bool]]:
    """Yield stretches of `text` that are seen, and each character that is not, with whether it is one."""
    if text.isprintable():
        if text:
            yield text, False
        return
    for hidden, group in groupby(text, is_invisible):
        if hidden:
            yield from ((char, True) for char in group)
        else:
            yield "".join(group), False


def show_invisible(text: str, *, keep: str = "") -> str:
    """Return `text` with characters that nobody sees written as code points, but those of `keep`."""
    if text.isprintable():
        return text
    return "".join(
        f"<U+{ord(part):04X}>" if hidden and part not in keep else part for part, hidden in split_invisible(text)
    )
