"""Every reason that a user reads, in English and Chinese.

A rule says ``reason("annotation.junk", char="務")``; what comes back is a ``str`` in English that knows its own key, so a
report can print it in Chinese with :func:`translate`.

>>> text = reason("annotation.junk", base="務", gloss="(wù)")
>>> print(text)
the reading (wù) was written after 務 by a converter
>>> print(translate(text, "zh"))
“務”后的注音“(wù)”是转换程序写入的
"""

from __future__ import annotations

from zhfix.errors import OptionError

LANGUAGES = ("en", "zh")

MESSAGES: dict[str, tuple[str, str]] = {
    "annotation.junk": (
        "the reading {gloss} was written after {base} by a converter",
        "“{base}”后的注音“{gloss}”是转换程序写入的",
    ),
}


class Reason(str):
    """A sentence in English that can be had in Chinese too."""

    __slots__ = ("key", "values")

    key: str
    values: dict[str, object]

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self.key, self.values)


def reason(key: str, **values: object) -> Reason:
    """Return the message `key` in English, with `values` filled in."""
    message = Reason(MESSAGES[key][0].format(**values))
    message.key, message.values = key, values
    return message


def _restore(key: str, values: dict[str, object]) -> Reason:
    return reason(key, **values)


def translate(text: str, language: str) -> str:
    """Return a reason in `language` (``"en"`` or ``"zh"``); text that is no :class:`Reason` stays as it is."""
    if language not in LANGUAGES:
        raise OptionError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    if not isinstance(text, Reason):
        return text
    return MESSAGES[text.key][LANGUAGES.index(language)].format(**text.values)
