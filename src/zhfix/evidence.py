"""What a document as a whole says, for the places that cannot be decided alone.

Damage is seldom alone: the filter that wrote one reading after a character wrote hundreds, and the convention of the
page tells which way a lone quotation mark points.  A rule measures what it needs over the *sample*, the beginning of
the document (or a gathering from many short fields), which is then frozen: a text and a stream of the same text get the
same answers.  Short fields of bytes are evidence of their encoding in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from zhfix.errors import InputTypeError, OptionError

T = TypeVar("T")

SAMPLE_LIMIT = 65_536
"""Characters of a document that count as evidence, or bytes of fields."""
FIELD_LIMIT = 10_000
"""Fields of bytes that count as evidence."""


class Evidence:
    r"""A frozen sample of text or of fields of bytes, and what was measured over it.

    >>> evidence = Evidence.gather(["服務(wù)", "開(kāi)放"])
    >>> evidence.sample
    '服務(wù)\n開(kāi)放'
    >>> evidence.measure(len)
    14
    >>> Evidence.gather(["李明".encode("gbk"), b"ID 7", "王芳".encode("gbk")])
    <Evidence of 2 fields of bytes>
    """

    __slots__ = ("_asked", "_fields", "_measured", "_sample", "expect")

    def __init__(self, sample: str = "", *, expect: str | None = None, fields: Iterable[bytes] = ()) -> None:
        self._sample = sample[:SAMPLE_LIMIT]
        self._fields = tuple(fields)
        self._measured: dict[Callable[[Any], object], object] = {}
        self._asked: set[Callable[[Any], object]] | None = None  # of what is overheard
        self.expect = expect
        """What the caller knows the text to be: ``"zh"`` for Chinese, None where nothing is known."""

    @classmethod
    def gather(cls, items: Iterable[str] | Iterable[bytes], *, expect: str | None = None) -> Evidence:
        """Pool the beginning of one text or of many short ones, or fields of bytes that share an encoding.

        Stops at :data:`SAMPLE_LIMIT` characters, or at as many bytes of fields that are not ASCII, or at
        :data:`FIELD_LIMIT` fields.  For texts the evidence is of what was damaged and how; for bytes it is of their
        encoding, which :func:`zhfix.decode` and :func:`zhfix.decode_many` then take into account.
        """
        if isinstance(items, (str, bytes)) or not isinstance(items, Iterable):
            raise InputTypeError(f"Evidence.gather() takes an iterable of texts, not one {type(items).__name__}")
        texts: list[str] = []
        fields: list[bytes] = []
        size = 0
        for index, item in enumerate(items):
            if isinstance(item, str) and not fields:
                texts.append(item[: SAMPLE_LIMIT - size])
                size += len(texts[-1]) + 1
            elif isinstance(item, (bytes, bytearray, memoryview)) and not texts:
                field = bytes(item[: SAMPLE_LIMIT - size])
                if not is_neutral(field):
                    fields.append(field)
                    size += len(field)
            else:
                kinds = "all text or all bytes"
                raise InputTypeError(f"Evidence.gather() takes {kinds}, and item {index} is {type(item).__name__}")
            if size >= SAMPLE_LIMIT or (index + 1 >= FIELD_LIMIT and not texts):
                break
        return cls("\n".join(texts), expect=expect, fields=fields)

    def expecting(self, expect: str) -> Evidence:
        """Return the same evidence of text that the caller knows to be in the language `expect`."""
        return self if self.expect == expect else Evidence(self._sample, expect=expect, fields=self._fields)

    @property
    def sample(self) -> str:
        """The text that counts as evidence."""
        return self.measure(_as_it_is)

    @property
    def fields(self) -> tuple[bytes, ...]:
        """The fields of bytes that count as evidence, less those in ASCII."""
        return self._fields

    def measure(self, statistic: Callable[[str], T]) -> T:
        """Return ``statistic(sample)``, computed once.

        `statistic` must be a module-level function without side effects; two threads may both compute it.
        """
        if self._asked is not None:
            self._asked.add(statistic)
        if statistic not in self._measured:
            self._measured[statistic] = statistic(self._sample)
        return self._measured[statistic]  # type: ignore[return-value]  # the key is the function that gave it

    def overhear(self) -> Evidence:
        """Return the same evidence, sharing what is measured, that notes what it is asked from now on."""
        heard = Evidence(self._sample, expect=self.expect, fields=self._fields)
        heard._measured, heard._asked = self._measured, set()
        return heard

    def agrees_with(self, other: Evidence) -> bool:
        """Return whether all that `other` was asked has the same answer here, so that who asked cannot tell them apart.

        Of evidence that is not overheard that is all that was ever measured.
        """
        if self._measured is other._measured:
            return True
        asked = [*other._measured] if other._asked is None else other._asked
        same_kind = self.expect == other.expect and not self._fields and not other._fields
        return same_kind and all(self.measure(statistic) == other._measured[statistic] for statistic in asked)

    def measure_fields(self, statistic: Callable[[tuple[bytes, ...]], T]) -> T:
        """Return ``statistic(fields)``, computed once; see :meth:`measure`."""
        if statistic not in self._measured:
            self._measured[statistic] = statistic(self._fields)
        return self._measured[statistic]  # type: ignore[return-value]  # the key is the function that gave it

    def __reduce__(self) -> tuple[Callable[..., Evidence], tuple[str, str | None, tuple[bytes, ...]]]:
        return _restore, (self._sample, self.expect, self._fields)

    def __repr__(self) -> str:
        expected = f", expecting {self.expect!r}" if self.expect else ""
        size = f"{len(self._fields)} fields of bytes" if self._fields else f"{len(self._sample)} characters"
        return f"<Evidence of {size}{expected}>"


def _as_it_is(sample: str) -> str:
    return sample


def is_neutral(field: bytes) -> bool:
    """Return whether `field` says nothing of its encoding: ASCII, without what other encodings make of it."""
    return field.isascii() and not any(sign in field for sign in (b"\0", b"\x1b", b"~{"))


def _restore(sample: str, expect: str | None, fields: tuple[bytes, ...]) -> Evidence:
    return Evidence(sample, expect=expect, fields=fields)


def check_evidence(value: object) -> None:
    """Raise :class:`~zhfix.errors.OptionError` unless `value` is evidence, or None."""
    if not (value is None or isinstance(value, Evidence)):
        raise OptionError(f"evidence is an Evidence or None, not {value!r}")
