"""The language of messages: that asked for, or else that of the environment; click's own among them.

Click asks gettext for what it says, which finds a catalogue by the environment: so the language is put there as long as
the command runs, and what was there before is put back.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from zhfix.messages import LANGUAGES

LANGUAGE = "zhfix.language"
"""Where the context of click keeps the language of messages."""
_OPTION = "--lang"
_DOMAIN = "messages"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the environment says which language is wanted, as gettext reads it."""


def _set_language(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.find_root().meta[LANGUAGE] = value


language_option = click.option(
    _OPTION,
    type=click.Choice(LANGUAGES),
    expose_value=False,
    is_eager=True,
    callback=_set_language,
    help="Language of messages; by default the locale's.",
)


def find_locale() -> str:
    """Return the language of the environment, of those that there are messages in."""
    locale = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return "zh" if locale.lower().startswith("zh") else "en"


@contextmanager
def speak(arguments: Sequence[str]) -> Iterator[None]:
    """Have click say what it says in the language that the arguments of the command ask for.

    They are looked through before click does: what is wrong with the first option is told in the language of the last.
    """
    language = _find_asked(arguments) or find_locale()
    before, place = os.environ.get("LANGUAGE"), gettext.bindtextdomain(_DOMAIN)
    gettext.bindtextdomain(_DOMAIN, str(Path(__file__).with_name("locale")))
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        gettext.bindtextdomain(_DOMAIN, place)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def _find_asked(arguments: Sequence[str]) -> str | None:
    """Return the last language that is asked for, if there are messages in it."""
    asked = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, _, value = argument.partition("=")
        language = value or "".join(arguments[place + 1 : place + 2])
        if name == _OPTION and language in LANGUAGES:
            asked = language
    return asked


def skip_language(arguments: Sequence[str]) -> int:
    """Return how many of the first arguments only say in which language to speak."""
    place = 0
    while place < len(arguments) and arguments[place].partition("=")[0] == _OPTION:
        place += 1 if "=" in arguments[place] else 2
    return place
