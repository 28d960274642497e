"""``zhfix completion``: what a shell needs to complete commands, options and files."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from zhfix.cli.help import Command
from zhfix.cli.options import common_options

SHELLS = ("bash", "zsh", "fish")


@click.command(
    cls=Command,
    examples=(
        ("zhfix completion bash >> ~/.bashrc", "for bash 4.4 and later"),
        ("zhfix completion zsh >> ~/.zshrc", "for zsh"),
        ("zhfix completion fish > ~/.config/fish/completions/zhfix.fish", "for fish"),
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@common_options
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes `zhfix` in SHELL."""
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "zhfix", "_ZHFIX_COMPLETE").source())
