"""Checks of options that several functions take: a wrong value is refused at once, and the message says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhfix.errors import OptionError


def check_choice(option: str, value: object, known: Sequence[str], short_names: Sequence[str] = ()) -> str:
    """Return `value` if it is one of `known`; `short_names` are other names that the user may have had in mind.

    >>> check_choice("markup", "txt", ("text", "none"))
    Traceback (most recent call last):
        ...
    zhfix.errors.OptionError: unknown markup 'txt', did you mean 'text'? There are: text, none
    """
    if isinstance(value, str) and value in known:
        return value
    guess = _guess(value, [*known, *short_names])
    raise OptionError(f"unknown {option} {value!r}{guess} There are: {', '.join(known) or 'none'}")


def _guess(value: object, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # for a message only

    close = get_close_matches(value, known, n=1) if isinstance(value, str) else []
    return f", did you mean {close[0]!r}?" if close else "."


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
        raise OptionError(f"{option} takes a list of strings: pass [{value!r}], not {value!r}")
    if not isinstance(value, Iterable):
        raise OptionError(f"{option} takes a list of strings, not {value!r}")
    strings = tuple(value)
    for each in strings:
        if not isinstance(each, str) or not each:
            raise OptionError(f"{option} takes strings of one character or more, not {each!r}")
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
        raise OptionError(f"{option} is a number from 0 to 1, or None, not {value!r}")
    return value
