"""Options that several commands have, and what they mean together with the configuration of a project."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import click

from zhfix.batch import STDIN
from zhfix.cli.language import LANGUAGE, language_option
from zhfix.cli.terminal import FileError, find_language, refuse
from zhfix.complaints import explain_error
from zhfix.errors import ConfigError, OptionError
from zhfix.messages import translate
from zhfix.pipeline import Pipeline
from zhfix.presets import PRESETS
from zhfix.protect import MARKUPS

Command = TypeVar("Command", bound=Callable[..., None])


@contextmanager
def usage_errors() -> Iterator[None]:
    """Report options that zhfix refuses as click reports those that it refuses itself."""
    try:
        yield
    except ConfigError as error:
        raise FileError(error.args[0]) from error
    except OptionError as error:
        raise click.UsageError(translate(explain_error(error), find_language())) from error


def _split_names(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Turn ``--select a,b --select c`` into names."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not names:
        raise refuse("cli.names_no_rule", click.BadParameter)
    return names


def _set_colour(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    if value != "auto":
        ctx.color = ctx.find_root().color = value == "always"


def common_options(command: Command) -> Command:
    """Add the options that every command has."""
    for option in (
        language_option,
        click.option(
            "--color",
            type=click.Choice(("auto", "always", "never")),
            default="auto",
            expose_value=False,
            is_eager=True,
            callback=_set_colour,
            help="Colour; by default on a terminal where NO_COLOR is not set.",
        ),
    ):
        command = option(command)
    return command


def rule_options(command: Command) -> Command:
    """Add the options that say which rules run; they come as the one argument `rules`."""

    def gather(ctx: click.Context, /, **values: object) -> None:
        names = ("preset", "select", "ignore", "terms", "markup", "min_confidence", "config", "isolated")
        rules = Rules(**{name: values.pop(name) for name in names})  # type: ignore[arg-type]
        rules.check()
        ctx.invoke(command, rules=rules, **values)

    gather.__doc__ = command.__doc__
    gather.__name__ = command.__name__
    gather.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    wrapped = click.pass_context(gather)
    for option in (
        click.option("--isolated", is_flag=True, help="Take no configuration file into account."),
        click.option(
            "--config", metavar="FILE", help="Take this configuration file, whatever stands beside the files."
        ),
        click.option(
            "--min-confidence", type=float, metavar="P", help="Leave what is less sure than this, from 0 to 1."
        ),
        click.option(
            "--term", "terms", multiple=True, metavar="TEXT", help="Leave this text alone wherever it stands."
        ),
        click.option("--ignore", multiple=True, callback=_split_names, metavar="RULES", help="Leave out these rules."),
        click.option("--select", multiple=True, callback=_split_names, metavar="RULES", help="Run only these rules."),
        click.option(
            "--markup",
            type=click.Choice(MARKUPS),
            help="What the text is marked up with; its marks stay as they are.  [default: text]",
        ),
        click.option("--preset", type=click.Choice(list(PRESETS)), help="The rules to run.  [default: repair]"),
    ):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


files_argument = click.argument("files", nargs=-1, metavar="[FILE]...")
encoding_option = click.option(
    "--encoding", metavar="NAME", help="Read each FILE in this encoding; by default as its bytes say."
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Which rules run, as it was asked for: what was not is for the configuration to say."""

    preset: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    terms: tuple[str, ...]
    markup: str | None
    min_confidence: float | None
    config: str | None
    isolated: bool

    @property
    def asked(self) -> bool:
        """Whether any option was given."""
        return self != Rules(None, (), (), (), None, None, None, isolated=False)

    def check(self) -> None:
        """Refuse a configuration file that cannot be read, whether or not there is a file that it is asked about."""
        from zhfix.config import read_config

        if self.config is not None and not self.isolated:
            with usage_errors():
                read_config(self.config)

    def open_pipeline(self, name: str) -> Pipeline:
        """Return the pipeline for the file of that name; ``-`` is in the current directory.

        Raises :class:`~zhfix.errors.OptionError` where an option or the configuration means nothing.
        """
        from zhfix.api import open_pipeline
        from zhfix.config import Config, find_config, read_config

        path = os.path.abspath(os.curdir if name == STDIN else name)  # noqa: PTH100 - names come as they were typed
        folder = path if name == STDIN else os.path.dirname(path)  # noqa: PTH120
        if self.isolated:
            config = Config()
        elif self.config is None:
            config = find_config(folder)
        else:
            config = read_config(self.config)
        if config.lang is not None:
            click.get_current_context().find_root().meta.setdefault(LANGUAGE, config.lang)
        ignored = config.ignore if name == STDIN else config.list_ignores(path)
        return open_pipeline(
            self.preset or config.preset,
            self.select or config.select,
            (*ignored, *self.ignore),
            config.min_confidence if self.min_confidence is None else self.min_confidence,
            (*config.terms, *self.terms),
            self.markup or config.markup,
            None,
        )


def check_jobs(_ctx: click.Context, _param: click.Parameter, value: str) -> int | None:
    """Turn ``--jobs`` into a number; None is one a processor."""
    if value == "auto":
        return None
    if not value.isascii() or not value.isdecimal() or int(value) < 1:
        raise refuse("cli.no_jobs", click.BadParameter, value=repr(value))
    return int(value)
