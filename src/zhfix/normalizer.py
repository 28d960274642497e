"""``@normalizer``: a finder of edits becomes a ``str -> str`` function that can also say what it does.

A rule is written once, as a generator of edits.  The decorated function repairs text, lists its edits and its findings,
takes options and goes into a pipeline; all of them run the same generator, so they cannot disagree.

>>> @normalizer(signs="裏綫")
... def fold_variants(text: str, *, keep: str = "") -> Iterator[Edit]:
...     for i, char in enumerate(text):
...         if char in "裏綫" and char not in keep:
...             yield Edit(i, i + 1, char, {"裏": "裡", "綫": "線"}[char], fold_variants.rule)
>>> fold_variants("綫裏")
'線裡'
>>> fold_variants.using(keep="裏")("綫裏")
'線裏'
>>> [edit.start for edit in fold_variants.edits("在綫")]
[1]
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from zhfix.charclass import CharClass
from zhfix.edits import Edit, Finding, apply_edits
from zhfix.errors import OptionError, check_text
from zhfix.evidence import Evidence

Finder = Callable[..., Iterator["Edit | Finding"]]
Probe = str | Callable[[str], bool]
Signs = str | Callable[[], "str | CharClass"]

REACHES = ("line", "paragraph", "document")


class Normalizer:
    """A rule: call it to repair a text, or ask it for its edits.

    `rule` is its id, ``family.function``.  `reach` says how much text around a place a decision looks at.  `everywhere`
    says that it repairs code, URLs and formulas, too: bytes were damaged there as in prose.  `repairs` says that it
    makes edits, and does not only report.  `options` are those bound by :meth:`using`.  `signs` and `unsigned` are as
    in :func:`normalizer`.
    """

    def __init__(
        self,
        finder: Finder,
        probe: Probe | None,
        reach: str,
        options: dict[str, Any] | None = None,
        *,
        everywhere: bool = False,
        repairs: bool = True,
        signs: Sequence[Signs] = (),
        unsigned: Callable[[str], bool] | None = None,
    ) -> None:
        if reach not in REACHES:
            raise OptionError(f"reach must be one of {', '.join(REACHES)}, not {reach!r}")
        if probe is None and (not signs or unsigned):
            raise OptionError("a rule has a probe, or signs that are all of it")
        self._finder, self._probe, self.reach = finder, probe, reach
        self.everywhere, self.repairs = everywhere, repairs
        self.signs, self.unsigned = tuple(signs), unsigned
        self._search: Callable[[str], object] | None = probe if callable(probe) else None
        self._parameters = tuple(inspect.signature(finder).parameters)
        self._wants_evidence = "evidence" in self._parameters
        self.options: dict[str, Any] = dict(options or {})
        self.__name__ = finder.__name__
        self.__qualname__ = finder.__qualname__
        self.__module__ = finder.__module__
        self.__doc__ = finder.__doc__
        self.__wrapped__ = finder
        self.rule = f"{_family_of(finder.__module__)}.{finder.__name__}"

    def __call__(self, text: str, /, *, evidence: Evidence | None = None, **options: Any) -> str:
        """Return `text` with this rule's edits made; the same object where there are none."""
        return apply_edits(text, self.edits(text, evidence=evidence, **options))

    def edits(self, text: str, /, *, evidence: Evidence | None = None, **options: Any) -> list[Edit]:
        """Return the edits that this rule makes in `text`, sorted and disjoint."""
        return [x for x in self.find(text, evidence=evidence, **options) if isinstance(x, Edit)]

    def findings(self, text: str, /, *, evidence: Evidence | None = None, **options: Any) -> list[Finding]:
        """Return the damage that this rule sees in `text` and leaves as it is."""
        return [x for x in self.find(text, evidence=evidence, **options) if isinstance(x, Finding)]

    def find(self, text: str, /, *, evidence: Evidence | None = None, **options: Any) -> list[Edit | Finding]:
        """Return edits and findings together, sorted by position."""
        check_text(text, self.__name__)
        options = {**self.options, **self._checked(options)}
        if not self.may_apply(text):
            return []
        if self._wants_evidence:
            options["evidence"] = evidence if evidence is not None else Evidence(text)
        return sorted(self._finder(text, **options), key=_position)

    def find_by(self, evidence: Evidence, text: str) -> list[Edit | Finding]:
        """Return the same of a text that is known to be one: how a pipeline asks, thousands of times."""
        if not self.may_apply(text):
            return []
        if self._wants_evidence:
            return sorted(self._finder(text, evidence=evidence, **self.options), key=_position)
        return sorted(self._finder(text, **self.options), key=_position)

    def may_apply(self, text: str) -> bool:
        """Return whether the probe, a cheap necessary condition, finds anything in `text`."""
        if self._search is None:
            probe = (
                self._probe if isinstance(self._probe, str) else f"[{''.join(map(list_members, self.list_signs()))}]"
            )
            self._search = re.compile(probe).search
        return bool(self._search(text))

    def list_signs(self) -> list[str | CharClass]:
        """Return the groups of characters of each of which a text must hold one: classes, or the members of some."""
        return [signs if isinstance(signs, str) else signs() for signs in self.signs]

    def using(self, **options: Any) -> Normalizer:
        """Return the same rule with `options` bound; an unknown one is an :class:`~zhfix.errors.OptionError`."""
        bound = {**self.options, **self._checked(options)}
        # The rule looks at values that are chosen by name once, so that a wrong one is refused here and not by some
        # text, some day.  Switches cannot be wrong, and looking might read tables.
        if any(isinstance(value, (str, Mapping)) or type(value) is int for value in options.values()):
            evidence = {"evidence": Evidence("")} if self._wants_evidence else {}
            next(iter(self._finder("", **bound, **evidence)), None)
        return Normalizer(
            self._finder,
            self._probe,
            self.reach,
            bound,
            everywhere=self.everywhere,
            repairs=self.repairs,
            signs=self.signs,
            unsigned=self.unsigned,
        )

    def _checked(self, options: dict[str, Any]) -> dict[str, Any]:
        if not options:
            return options
        parameters = inspect.signature(self._finder).parameters
        known = [name for name in self._parameters if name not in ("text", "evidence")]
        for name, value in options.items():
            if name not in known:
                raise OptionError(f"{self.rule} has no option {name!r}; it has: {', '.join(known) or 'none'}")
            default = parameters[name].default
            if not _is_like(value, default):
                kind = "a list of strings" if isinstance(default, tuple) else type(default).__name__
                raise OptionError(f"option {name} of {self.rule} is {kind}, not {value!r}")
        return options

    def __eq__(self, other: object) -> bool:
        """Return whether `other` is the same rule with the same options bound."""
        return isinstance(other, Normalizer) and (self.rule, self.options) == (other.rule, other.options)

    def __hash__(self) -> int:
        return hash(self.rule)  # options may hold what cannot be hashed

    def __reduce__(self) -> tuple[Callable[..., Normalizer], tuple[str, str, dict[str, Any]]]:
        return _load_normalizer, (self.__module__, self.__name__, self.options)

    def __repr__(self) -> str:
        bound = "".join(f", {key}={value!r}" for key, value in self.options.items())
        return f"<normalizer {self.rule}{bound}>"


def list_members(signs: str | CharClass) -> str:
    """Return signs as the members of a class of an expression."""
    return signs if isinstance(signs, str) else signs.members


def _is_like(value: object, default: object) -> bool:
    """Return whether `value` is of the kind of `default`; one that is None tells nothing."""
    if default is None:
        return True
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, tuple):
        return isinstance(value, (tuple, list, set, frozenset))
    return isinstance(value, (int, float) if isinstance(default, float) else type(default))


def _family_of(module: str) -> str:
    """Return the family of the rules of `module`: its name, or ``script``, which is one family in several modules."""
    package, _, name = module.rpartition(".")
    return "script" if package == "zhfix.script" else name


def _position(found: Edit | Finding) -> tuple[int, int]:
    return found.start, found.end


def _load_normalizer(module: str, name: str, options: dict[str, Any]) -> Normalizer:
    """Find a rule again by its name: how rules are pickled."""
    rule: Normalizer = getattr(importlib.import_module(module), name)
    return rule.using(**options) if options else rule


def normalizer(
    *,
    probe: Probe | None = None,
    signs: Signs | tuple[Signs, ...] = (),
    unsigned: Callable[[str], bool] | None = None,
    reach: str = "line",
    everywhere: bool = False,
    repairs: bool = True,
) -> Callable[[Finder], Normalizer]:
    """Turn a generator of :class:`Edit` and :class:`Finding` into a :class:`Normalizer`.

    `probe` is a cheap necessary condition, a regular expression or a predicate: where it finds nothing, the text comes
    back as the same object.  An expression is compiled on first use.  A finder that has a parameter `evidence` is given
    the document's :class:`~zhfix.evidence.Evidence`; every other parameter but the text must be keyword-only, and is an
    option.  `everywhere` is for repairs of bytes, which markup does not protect.  A rule that only reports `repairs`
    nothing: it is not asked where only the repaired text is wanted.

    `signs` are the characters of which a text must hold one for the probe to be asked at all: as members of a class
    (``"\u2e80-\u2fd5"``), or what a function returns, which may be a :class:`~zhfix.charclass.CharClass`.  A pipeline
    scans for those of all its rules at once.  With several groups a text must hold one of each where it speaks for
    itself, and one of any where there is evidence from elsewhere.  A rule that looks for nothing else needs no probe.
    `unsigned` is true of texts without signs that the probe finds something in.
    """
    groups = signs if isinstance(signs, tuple) else (signs,)

    def decorate(finder: Finder) -> Normalizer:
        return Normalizer(finder, probe, reach, everywhere=everywhere, repairs=repairs, signs=groups, unsigned=unsigned)

    return decorate
