"""What a project says of itself: ``[tool.zhfix]`` in ``pyproject.toml``, or ``zhfix.toml``.

The nearest one that says anything, from the directory of a file upwards, holds for that file; they are not merged.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from zhfix.complaints import explain_error
from zhfix.errors import ConfigError, OptionError
from zhfix.messages import LANGUAGES, reason
from zhfix.options import check_choice, check_share, check_strings
from zhfix.presets import PRESETS
from zhfix.protect import MARKUPS

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAMES = ("zhfix.toml", "pyproject.toml")
"""Where to look in a directory, in this order."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration says; `place` is the directory that it is in, None where there is none."""

    preset: str = "repair"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    markup: str = "text"
    min_confidence: float | None = None
    lang: str | None = None
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: str | None = None

    def list_ignores(self, path: str) -> tuple[str, ...]:
        """Return the rules that are left out of the file at `path`."""
        own = (
            rule
            for pattern, rules in self.per_file_ignores.items()
            if _open_pattern(pattern).match_file(os.path.relpath(path, self.place))
            for rule in rules
        )
        return tuple(dict.fromkeys([*self.ignore, *own]))


def find_config(folder: str) -> Config:
    """Return the configuration that holds for files in `folder`; see :func:`read_config` for what it raises."""
    return _find(os.path.abspath(folder))  # noqa: PTH100 - links are followed as they were typed


@cache
def _find(folder: str) -> Config:
    for name in NAMES:
        path = os.path.join(folder, name)  # noqa: PTH118
        if os.path.isfile(path):  # noqa: PTH113
            found = _read(path)
            if found is not None:
                return found
    parent = os.path.dirname(folder)  # noqa: PTH120
    return Config() if parent == folder else _find(parent)


def read_config(path: str) -> Config:
    """Return what the file at `path` says.

    Raises :class:`~zhfix.errors.ConfigError`, which names the file and the key and lists what may stand there.
    """
    found = _read(path)
    if found is None:
        raise ConfigError(reason("cli.config_empty", path=path))
    return found


def _read(path: str) -> Config | None:
    """Read a file; a ``pyproject.toml`` without ``[tool.zhfix]`` says nothing."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a plain string
            data = file.read()
    except OSError as error:
        raise ConfigError(reason("cli.cannot_read", name=path, why=explain_error(error))) from error
    own = os.path.basename(path) != "pyproject.toml"  # noqa: PTH119
    if not own and b"zhfix" not in data:
        return None
    table = _parse(path, data)
    if not own:
        tool = table.get("tool", {})
        if not isinstance(tool, dict) or "zhfix" not in tool:
            return None
        table = tool["zhfix"]
    where = f"{path}: " + ("" if own else "tool.zhfix.")
    if not isinstance(table, dict):
        raise ConfigError(reason("cli.config_table", path=path))
    values = {key.replace("-", "_"): _check(where, key, value) for key, value in table.items()}
    return Config(**values, place=os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120


def _parse(path: str, data: bytes) -> dict[str, Any]:
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib  # type: ignore[no-redef,import-not-found,unused-ignore]
    try:
        return tomllib.loads(data.decode("utf-8"))
    except ValueError as error:  # no UTF-8, or no TOML
        raise ConfigError(reason("cli.config_toml", path=path, why=error)) from error


KEYS = ("preset", "select", "ignore", "terms", "markup", "min-confidence", "lang", "per-file-ignores")


def _check(where: str, key: str, value: Any) -> Any:
    """Return the value of a key, checked."""
    try:
        check_choice("key", key, KEYS)
        if key == "preset":
            return check_choice(key, value, list(PRESETS))
        if key == "markup":
            return check_choice(key, value, MARKUPS)
        if key == "lang":
            return check_choice(key, value, LANGUAGES)
        if key == "min-confidence":
            return check_share(key, value)
        if key == "per-file-ignores":
            return _check_ignores(value)
        names = check_strings(key, value)
        if key in ("select", "ignore"):
            _check_rules(key, names)
    except OptionError as error:
        raise ConfigError(reason("option.within", where=f"{where}{key}", why=explain_error(error))) from error
    return names


def _check_ignores(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise OptionError(reason("option.ignores", value=repr(value)))
    found = {}
    for pattern, rules in value.items():
        try:
            _open_pattern(pattern)
        except ValueError as error:
            raise OptionError(reason("option.pattern", pattern=repr(pattern), why=error)) from error
        found[pattern] = check_strings(pattern, rules)
        try:
            _check_rules("ignore", found[pattern])
        except OptionError as error:
            raise OptionError(reason("option.within", where=pattern, why=explain_error(error))) from error
    return found


def _check_rules(option: str, names: Sequence[str]) -> None:
    """Raise :class:`~zhfix.errors.OptionError` unless all of `names` mean rules."""
    from zhfix.selection import choose_rules

    if option == "select":
        choose_rules("repair", names, (), None)
    else:
        choose_rules("repair", (), names, None)


@cache
def _open_pattern(pattern: str) -> GitIgnoreSpec:
    """Return a pattern as ``.gitignore`` has them: ``*.md`` in any directory, ``docs/*`` in that one."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([pattern])
