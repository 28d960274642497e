"""``zhfix rules``: which rules there are, and all that is known of one."""

from __future__ import annotations

from gettext import gettext

import click

from zhfix.catalog import Entry, find_entry, list_entries
from zhfix.cli.help import Command
from zhfix.cli.options import common_options, usage_errors
from zhfix.cli.terminal import find_language, say


@click.command(
    cls=Command,
    examples=(
        ("zhfix rules", "all rules, by the order in which they run"),
        ("zhfix rules strip_pinyin", "what a rule does and leaves alone, with an example"),
    ),
)
@click.argument("rule", required=False)
@common_options
def rules(rule: str | None) -> None:
    """List the rules, or show the page of one RULE, by its id or function name."""
    if rule is None:
        entries = list_entries()
        width = max(len(entry.id) for entry in entries)
        for entry in entries:
            say(f"{entry.id:{width}}  {gettext(entry.summary)}")
        return
    with usage_errors():
        entry = find_entry(rule)
    _show(entry)


def _show(entry: Entry) -> None:
    say(entry.id, bold=True)
    say("")
    say(gettext(entry.summary))
    if entry.details:
        say("")
        for line in entry.details.splitlines():
            say(line)
    _show_list(gettext("Presets"), [f"{name} {_show_options(bound)}".rstrip() for name, bound in entry.presets.items()])
    _show_list(gettext("Options"), [f"{name} = {value!r}" for name, value in entry.options.items()])
    _show_list(gettext("Messages"), [texts[find_language()] for texts in entry.messages.values()])


def _show_options(bound: dict[str, object]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in bound.items())


def _show_list(title: str, lines: list[str]) -> None:
    if lines:
        say("")
        say(f"{title}:")
        for line in lines:
            say(f"  {line}")
