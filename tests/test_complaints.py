"""What an error says is told in Chinese where its words are known, and never changed in English."""

from __future__ import annotations

import errno
import os
import pickle

import pytest

from zhfix.complaints import explain_error
from zhfix.errors import CompressionError, OptionError
from zhfix.messages import MESSAGES, reason, translate

NAMES = [key.partition(".")[2] for key in MESSAGES if key.startswith("system.")]


@pytest.mark.parametrize("name", NAMES)
def test_errors_of_the_system_say_in_english_what_it_says(name: str) -> None:
    number = getattr(errno, name)
    told = explain_error(OSError(number, os.strerror(number), "page.txt"))
    assert told == os.strerror(number)
    assert translate(told, "zh") == MESSAGES[f"system.{name}"][1]
    copy: str = pickle.loads(pickle.dumps(told))  # noqa: S301 - our own bytes
    assert translate(copy, "zh") == translate(told, "zh")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOENT, "gone since noon", "page.txt"), "gone since noon"),
        (OSError(errno.EBUSY, os.strerror(errno.EBUSY)), os.strerror(errno.EBUSY)),
        (OSError("no number"), "no number"),
        (ValueError("embedded null byte"), "embedded null byte"),
        (ValueError(), ""),
        (OptionError("one", "two"), "('one', 'two')"),
        (CompressionError(None, "cut off", "page.gz"), "cut off"),
    ],
)
def test_other_words_stay(error: Exception, told: str) -> None:
    assert explain_error(error) == told
    assert translate(explain_error(error), "zh") == told


def test_a_reason_of_ours_can_still_be_translated() -> None:
    told = explain_error(OptionError(reason("option.share", option="x", value="7")))
    assert told == "x is a number from 0 to 1, or None, not 7"
    assert translate(told, "zh") == "x 应为 0 到 1 之间的数或 None，而不是 7"
