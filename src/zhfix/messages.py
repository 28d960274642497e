"""Every reason that a user reads, in English and Chinese.

A rule says ``reason("annotation.junk", base="務", gloss="(wù)")``; what comes back is a ``str`` in English that knows
its own key, so a report can print it in Chinese with :func:`translate`.

>>> text = reason("annotation.junk", base="務", gloss="(wù)")
>>> print(text)
the reading (wù) was written after 務 by a converter
>>> print(translate(text, "zh"))
“務”后的注音“(wù)”是转换程序写入的
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhfix.errors import OptionError
from zhfix.message_texts import REPAIR_MESSAGES
from zhfix.message_texts_cli import CLI_MESSAGES
from zhfix.message_texts_errors import ERROR_MESSAGES
from zhfix.message_texts_names import NAME_MESSAGES
from zhfix.message_texts_report import REPORT_MESSAGES
from zhfix.message_texts_tidy import TIDY_MESSAGES

MESSAGES = {**REPAIR_MESSAGES, **TIDY_MESSAGES, **CLI_MESSAGES, **REPORT_MESSAGES, **NAME_MESSAGES, **ERROR_MESSAGES}
"""Each reason by its key: English, Chinese."""
LANGUAGES = ("en", "zh")

MAX_REASONS = 4
"""How many sentences a joined reason keeps: enough to understand an edit that many rules made together."""


class Reason(str):
    """A sentence in English that can be had in Chinese too; made by :func:`reason`."""

    __slots__ = ("key", "values")

    key: str
    values: dict[str, object]

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self.key, self.values)


class JoinedReason(str):
    """Several sentences, each of which may be a :class:`Reason`; made by :func:`join_reasons`."""

    __slots__ = ("parts",)

    parts: tuple[str, ...]

    def __reduce__(self) -> tuple[object, ...]:
        return join_reasons, (self.parts,)


def reason(key: str, **values: object) -> Reason:
    """Return the message `key` in English, with `values` filled in."""
    message = Reason(MESSAGES[key][0].format(**values))
    message.key, message.values = key, values
    return message


def _restore(key: str, values: dict[str, object]) -> Reason:
    return reason(key, **values)


def join_reasons(reasons: Iterable[str]) -> str:
    """Join the reasons of edits that became one, each told once and the first few only.

    >>> both = join_reasons([reason("pipeline.callable", name="clean"), "as I wish", "as I wish"])
    >>> print(both)
    changed by the function clean; as I wish
    >>> print(translate(both, "zh"))
    由函数 clean 修改；as I wish
    """
    parts: dict[str, None] = {}
    for each in reasons:
        parts.update(dict.fromkeys(each.parts if isinstance(each, JoinedReason) else (each,)))
    parts.pop("", None)
    kept = list(parts)
    if len(kept) > MAX_REASONS:
        kept = [*[part for part in kept if part != "…"][:MAX_REASONS], "…"]
    if len(kept) < 2:
        return kept[0] if kept else ""
    joined = JoinedReason("; ".join(kept))
    joined.parts = tuple(kept)
    return joined


def translate(text: str, language: str) -> str:
    """Return a reason in `language` (``"en"`` or ``"zh"``); text that is no :class:`Reason` stays as it is."""
    if language not in LANGUAGES:
        raise OptionError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    if isinstance(text, JoinedReason):
        return _SEPARATORS[language].join(translate(part, language) for part in text.parts)
    if not isinstance(text, Reason):
        return text
    values = {name: translate(each, language) if isinstance(each, str) else each for name, each in text.values.items()}
    return MESSAGES[text.key][LANGUAGES.index(language)].format(**values)


def describe_reason(text: str) -> object:
    """Return a reason as what JSON has, of which :func:`restore_reason` makes it again in any language.

    >>> describe_reason(reason("pipeline.callable", name="clean"))
    {'key': 'pipeline.callable', 'values': {'name': 'clean'}}
    """
    if isinstance(text, JoinedReason):
        return {"parts": [describe_reason(part) for part in text.parts]}
    if not isinstance(text, Reason):
        return str(text)
    values = {
        name: describe_reason(each) if isinstance(each, str) else each if isinstance(each, (int, float)) else str(each)
        for name, each in text.values.items()
    }
    return {"key": text.key, "values": values}


def restore_reason(text: str, told: object) -> str:
    """Return the reason that was described as `told`, if it reads `text`; else, what can only be read in English."""
    try:
        restored = _rebuild(told)
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):  # changed by hand, or another version
        return text
    return restored if restored == text else text


def _rebuild(told: Any) -> str:
    if isinstance(told, str):
        return told
    if "parts" in told:
        return join_reasons(map(_rebuild, told["parts"]))
    values = {name: each if isinstance(each, (int, float)) else _rebuild(each) for name, each in told["values"].items()}
    return reason(told["key"], **values)


_SEPARATORS = {"en": "; ", "zh": "；"}
