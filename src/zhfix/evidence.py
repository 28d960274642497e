"""What a document as a whole says, for the places that cannot be decided alone.

Damage is seldom alone: the filter that wrote one reading after a character wrote hundreds, and the convention of the
page tells which way a lone quotation mark points.  A rule measures what it needs over the *sample*, the beginning of
the document (or a gathering from many short fields), which is then frozen: a text and a stream of the same text get the
same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

SAMPLE_LIMIT = 65_536
"""Characters of a document that count as evidence."""


class Evidence:
    r"""A frozen sample of text, and what rules have measured over it.

    >>> evidence = Evidence.gather(["服務(wù)", "開(kāi)放"])
    >>> evidence.sample
    '服務(wù)\n開(kāi)放'
    >>> evidence.measure(len)
    14
    """

    __slots__ = ("_measured", "_sample", "expect")

    def __init__(self, sample: str = "", *, expect: str | None = None) -> None:
        self._sample = sample[:SAMPLE_LIMIT]
        self._measured: dict[Callable[[str], object], object] = {}
        self.expect = expect
        """What the caller knows the text to be: ``"zh"`` for Chinese, None where nothing is known."""

    @classmethod
    def gather(cls, texts: Iterable[str], *, expect: str | None = None) -> Evidence:
        """Pool the beginning of one text, or of many short ones, stopping at :data:`SAMPLE_LIMIT` characters."""
        parts, size = [], 0
        for text in texts:
            parts.append(text[: SAMPLE_LIMIT - size])
            size += len(parts[-1]) + 1
            if size >= SAMPLE_LIMIT:
                break
        return cls("\n".join(parts), expect=expect)

    @property
    def sample(self) -> str:
        """The text that counts as evidence."""
        return self._sample

    def measure(self, statistic: Callable[[str], T]) -> T:
        """Return ``statistic(sample)``, computed once.

        `statistic` must be a module-level function without side effects; two threads may both compute it.
        """
        if statistic not in self._measured:
            self._measured[statistic] = statistic(self._sample)
        return self._measured[statistic]  # type: ignore[return-value]  # the key is the function that gave it

    def __reduce__(self) -> tuple[Callable[..., Evidence], tuple[str, str | None]]:
        return _restore, (self._sample, self.expect)

    def __repr__(self) -> str:
        expected = f", expecting {self.expect!r}" if self.expect else ""
        return f"<Evidence of {len(self._sample)} characters{expected}>"


def _restore(sample: str, expect: str | None) -> Evidence:
    return Evidence(sample, expect=expect)
