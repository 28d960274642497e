"""Checks of options that several functions take: a wrong value is refused at once, and the message says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhfix.errors import OptionError
from zhfix.messages import MESSAGES, reason


def check_choice(option: str, value: object, known: Sequence[str], short_names: Sequence[str] = ()) -> str:
    """Return `value` if it is one of `known`; `short_names` are other names that the user may have had in mind.

    >>> check_choice("markup", "txt", ("text", "none"))
    Traceback (most recent call last):
        ...
    zhfix.errors.OptionError: unknown markup 'txt', did you mean 'text'? There are: text, none
    """
    if isinstance(value, str) and value in known:
        return value
    listed = ", ".join(known) or reason("option.none")
    if f"noun.{option}" in MESSAGES:
        option = reason(f"noun.{option}")
    if guess := _guess(value, [*known, *short_names]):
        raise OptionError(reason("option.guess", option=option, value=repr(value), guess=repr(guess), known=listed))
    raise OptionError(reason("option.unknown", option=option, value=repr(value), known=listed))


def _guess(value: object, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # for a message only

    close = get_close_matches(value, known, n=1) if isinstance(value, str) else []
    return close[0] if close else ""


def check_strings(option: str, value: object) -> tuple[str, ...]:
    """Return `value`, an iterable of strings, as a tuple; one bare string is not meant as a list of its letters.

    >>> check_strings("terms", ["新村"])
    ('新村',)
    >>> check_strings("terms", "新村")
    Traceback (most recent call last):
        ...
    zhfix.errors.OptionError: terms takes a list of strings: pass ['新村'], not '新村'
    """
    if isinstance(value, str):
        raise OptionError(reason("option.bare", option=option, value=repr(value)))
    if not isinstance(value, Iterable):
        raise OptionError(reason("option.list", option=option, value=repr(value)))
    strings = tuple(value)
    for each in strings:
        if not isinstance(each, str) or not each:
            raise OptionError(reason("option.strings", option=option, value=repr(each)))
    return strings


def check_share(option: str, value: object) -> float | None:
    """Return `value` if it is a number from 0 to 1, or None.

    >>> check_share("min_confidence", 90)
    Traceback (most recent call last):
        ...
    zhfix.errors.OptionError: min_confidence is a number from 0 to 1, or None, not 90
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise OptionError(reason("option.share", option=option, value=repr(value)))
    return value
