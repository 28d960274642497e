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

from zhfix.errors import OptionError

LANGUAGES = ("en", "zh")

MESSAGES: dict[str, tuple[str, str]] = {
    "annotation.junk": (
        "the reading {gloss} was written after {base} by a converter",
        "“{base}”后的注音“{gloss}”是转换程序写入的",
    ),
    "annotation.unfit": (
        "{gloss} is no reading of {base}, though a converter wrote readings in this text: the character may be wrong",
        "“{gloss}”并非“{base}”的读音，而本文中的注音是转换程序写入的：该字可能有误",
    ),
    "cli.alternatives": (
        "or it was: {others}",
        "也可能是：{others}",
    ),
    "cli.error": (
        "error, left as it is",
        "错误，未改动",
    ),
    "cli.info": (
        "worth a look, left as it is",
        "请留意，未改动",
    ),
    "cli.nothing": (
        "{name}: nothing to repair; findings left: {findings}",
        "{name}：无需修复；未改动的发现：{findings} 处",
    ),
    "cli.summary": (
        "{name}: edits: {edits} ({rules}); findings left: {findings}",
        "{name}：修改 {edits} 处（{rules}）；未改动的发现：{findings} 处",
    ),
    "cli.warning": (
        "doubtful, left as it is",
        "存疑，未改动",
    ),
    "pipeline.callable": (
        "changed by the function {name}",
        "由函数 {name} 修改",
    ),
    "pipeline.unsettled": (
        "the rule goes on changing what it or another rule wrote here, so it was left out for this text",
        "该规则会反复改动自己或其他规则的结果，因此未用于此文本",
    ),
    "quotes.cut": (
        "the quotation of {before} begins or ends outside this paragraph, or its other mark was lost",
        "“{before}”所属的引文始于或止于本段之外，或其另一半引号已丢失",
    ),
    "quotes.lone": (
        "{before} pairs with no other mark",
        "“{before}”没有与之配对的引号",
    ),
    "quotes.missing": (
        "a quotation mark is missing before {before}",
        "“{before}”之前缺少一个引号",
    ),
    "quotes.mixed": (
        "{before} closes or opens what another kind of mark quotes: {after}",
        "“{before}”与另一种引号配对，应为“{after}”",
    ),
    "quotes.reversed": (
        "{before} points the wrong way: the pairing of the paragraph asks for {after}",
        "“{before}”方向有误，按本段配对应为“{after}”",
    ),
    "quotes.straight": (
        "the straight mark {before} stands for {after}, as the other marks of the paragraph show",
        "按本段其他引号，直引号“{before}”应为“{after}”",
    ),
    "quotes.tex": (
        "{before} is how TeX writes {after}",
        "“{before}”是“{after}”的 TeX 写法",
    ),
    "quotes.too_many": (
        "{count} quotation marks in one paragraph do not pair; none was changed",
        "一段中有 {count} 个引号未能配对，均未改动",
    ),
}

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
    return MESSAGES[text.key][LANGUAGES.index(language)].format(**text.values)


_SEPARATORS = {"en": "; ", "zh": "；"}
