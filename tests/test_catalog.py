"""The catalogue knows every rule, and the pages say what it says."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

import zhfix
from zhfix import OptionError, normalizers
from zhfix.catalog import Entry, find_entry, list_entries
from zhfix.messages import LANGUAGES
from zhfix.normalizer import Normalizer
from zhfix.presets import PRESETS

ROOT = Path(__file__).parents[1]
ENTRIES = list_entries()
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_rule_pages", ROOT / "tools" / "build_rule_pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_rule_is_in_the_catalogue_and_in_normalizers() -> None:
    source = Path(zhfix.__file__).parent
    written = {
        f"{'script' if path.parent.name == 'script' else path.stem}.{name}"
        for path in source.rglob("*.py")
        for name in re.findall(r"(?m)^@normalizer\((?:.|\n)*?\)\ndef (\w+)", path.read_text(encoding="utf-8"))
    }
    assert {entry.id for entry in ENTRIES} == written
    assert sorted(normalizers.__all__) == sorted(entry.name for entry in ENTRIES)


def test_the_order_is_that_of_every_preset() -> None:
    order = [entry.id for entry in ENTRIES]
    for preset, rules in PRESETS.items():
        running = [rule.rule for rule in rules]
        assert running == sorted(running, key=order.index), preset


@each_entry
def test_an_entry_tells_what_a_user_asks(entry: Entry) -> None:
    rule: Normalizer = getattr(normalizers, entry.name)
    assert entry.id == rule.rule == f"{entry.family}.{entry.name}"
    assert re.fullmatch(r"[A-Z][^\n]*[.:]", entry.summary), "the docstring begins with one sentence"
    assert ">>> " in entry.details, "and has an example"
    assert entry.presets.keys() == {name for name, rules in PRESETS.items() if entry.id in [r.rule for r in rules]}
    for name, default in entry.options.items():
        assert rule.using(**{name: default}).options == {name: default}
        assert f"`{name}`" in entry.details, f"the docstring says what {name} does"
    assert json.loads(json.dumps(entry.to_dict(), ensure_ascii=False))["id"] == entry.id


@each_entry
def test_reasons_are_in_both_languages(entry: Entry) -> None:
    assert entry.messages, "a rule gives reasons"
    for key, texts in entry.messages.items():
        assert tuple(texts) == LANGUAGES, key
        fields = [sorted(set(re.findall(r"\{(\w+)", text))) for text in texts.values()]
        assert fields[0] == fields[1], key
        assert re.search("[\u4e00-\u9fff]", texts["zh"]), key


def test_the_pages_are_what_the_tool_writes() -> None:
    stale = [
        str(path.relative_to(ROOT))
        for path, content in load_tool().build_pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != content
    ]
    assert stale == [], "run: python tools/build_rule_pages.py"


@each_entry
def test_the_index_leads_to_the_page_of_the_rule(entry: Entry) -> None:
    page = ROOT / "docs" / "rules" / f"{entry.family}.md"
    assert f"\n## {entry.id}\n" in page.read_text(encoding="utf-8")
    assert f"(rules/{entry.family}.md)" in (ROOT / "docs" / "README.md").read_text(encoding="utf-8")


def test_what_is_written_by_hand_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = load_tool()
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    (tmp_path / "docs" / "rules").mkdir(parents=True)
    page = tmp_path / "docs" / "rules" / "quotes.md"
    page.write_text("# Marks\n\n## Figures\n\nMeasured.\n", encoding="utf-8")
    for _ in range(2):
        content = tool.build_pages()[page]
        page.write_text(content, encoding="utf-8")
    assert content.startswith(f"# quotes\n\n{tool.BEGIN}\n\n## quotes.")
    assert content.endswith(f"\n\n{tool.END}\n\n## Figures\n\nMeasured.\n")


def test_an_entry_is_found_by_id_or_name() -> None:
    assert find_entry("strip_controls") == find_entry("invisible.strip_controls")
    with pytest.raises(OptionError, match="unknown rule 'strip_control', did you mean 'strip_controls'"):
        find_entry("strip_control")


def test_literals_and_roles_become_markdown() -> None:
    convert = load_tool()._to_markdown  # noqa: SLF001 - of ours
    assert convert("see :func:`~zhfix.fix` and :data:`zhfix.x`: ``服務(wù)`` is `a`") == (
        "see `fix` and `zhfix.x`: `服務(wù)` is `a`"
    )
