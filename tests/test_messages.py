"""Every reason exists in both languages with the same values, is used, and survives joining and pickling."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from zhfix import OptionError
from zhfix.message_texts import REPAIR_MESSAGES
from zhfix.message_texts_cli import CLI_MESSAGES
from zhfix.message_texts_errors import ERROR_MESSAGES
from zhfix.message_texts_names import NAME_MESSAGES
from zhfix.message_texts_report import REPORT_MESSAGES
from zhfix.message_texts_tidy import TIDY_MESSAGES
from zhfix.messages import LANGUAGES, MAX_REASONS, MESSAGES, JoinedReason, Reason, join_reasons, reason, translate

SOURCE = Path(zhfix.__file__).parent


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_both_languages_say_the_same(key: str) -> None:
    english, chinese = MESSAGES[key]
    assert fields(english) == fields(chinese)
    assert re.search("[\u4e00-\u9fff]", re.sub(r"\{\w+\}", "", chinese))
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"\{\w+\}", "", english))


def test_keys_are_sorted_by_family() -> None:
    for table in (REPAIR_MESSAGES, TIDY_MESSAGES, CLI_MESSAGES, NAME_MESSAGES, REPORT_MESSAGES, ERROR_MESSAGES):
        families = [key.partition(".")[0] for key in table]
        assert families == sorted(families)


def asked_for() -> list[tuple[str, ast.Call]]:
    """Return every call of `reason` in the source, with the file it stands in."""
    return [
        (path.name, node)
        for path in SOURCE.rglob("*.py")
        if not path.name.startswith("message")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reason"
    ]


def test_what_the_source_asks_for_exists_and_gets_its_values() -> None:
    calls = asked_for()
    assert calls
    for file, call in calls:
        key = call.args[0]
        if isinstance(key, ast.Constant):
            assert key.value in MESSAGES, f"{file} asks for {key.value!r}"
            values = {keyword.arg for keyword in call.keywords}
            needed = fields(MESSAGES[str(key.value)][0])
            assert needed <= values or None in values, f"{file}: {key.value!r} needs {needed}"


def labels() -> set[str]:
    """Return the keys of what templates of reports say: ``t.title`` is ``report.title``."""
    (page,) = SOURCE.rglob("*.jinja")
    return {f"report.{name}" for name in re.findall(r"\bt\.(\w+)", page.read_text(encoding="utf-8"))}


def test_what_templates_ask_for_exists() -> None:
    assert "report.title" in labels()
    assert labels() <= MESSAGES.keys()


def test_every_message_is_used() -> None:
    """By its whole key, or by a key put together of two literals: f"cli.{severity}"."""
    literals = {
        node.value
        for path in SOURCE.rglob("*.py")
        if not path.name.startswith("message")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for key in MESSAGES.keys() - literals - labels():
        assert any(key[:i] in literals and key[i:] in literals for i in range(len(key))), f"{key} is not used"


def test_a_reason_is_english_text_that_knows_its_chinese() -> None:
    told = reason("pipeline.callable", name="clean")
    assert told == "changed by the function clean"
    assert translate(told, "en") == told
    assert translate(told, "zh") == "由函数 clean 修改"
    assert translate("as it stands", "zh") == "as it stands"
    with pytest.raises(OptionError, match="language must be one of en, zh, not 'de'"):
        translate(told, "de")


@given(st.text(), st.text())
def test_values_may_be_any_text(name: str, other: str) -> None:
    both = join_reasons([reason("pipeline.callable", name=name), reason("pipeline.callable", name=other)])
    for language in LANGUAGES:
        assert name in translate(both, language)
        assert other in translate(both, language)
    copy: str = pickle.loads(pickle.dumps(both))  # noqa: S301 - our own bytes
    assert (copy, type(copy)) == (both, type(both))
    assert translate(copy, "zh") == translate(both, "zh")


def test_joined_reasons_are_told_once_and_translate() -> None:
    one, two = reason("pipeline.callable", name="a"), reason("pipeline.callable", name="b")
    assert join_reasons([]) == join_reasons(["", ""]) == ""
    assert join_reasons([one, "", one]) is one
    joined = join_reasons([one, two, one])
    assert isinstance(joined, JoinedReason)
    assert joined == "changed by the function a; changed by the function b"
    assert translate(joined, "zh") == "由函数 a 修改；由函数 b 修改"
    assert join_reasons([joined, two, "c"]) == f"{joined}; c"
    assert isinstance(one, Reason)


def test_joined_reasons_stay_short() -> None:
    many = join_reasons(map(str, range(100)))
    assert many == "; ".join([*map(str, range(MAX_REASONS)), "…"])
    assert join_reasons([many, "100", many]) == many
