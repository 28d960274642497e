"""Say in ``PROVENANCE.toml`` from what, by which tool and with which digest a file of ``data/`` was made.

The file holds one table for each data file, sorted by name.  Tools call :func:`check_source` before they read anything
and :func:`record` after they wrote, so that a rebuild from other input cannot go unnoticed.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "zhfix" / "data"


def find_package_file(package: str, path: str) -> Path:
    """Return where a file of an installed package lies, without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"install {package} first: its data is what this tool reads")
    return Path(spec.submodule_search_locations[0]) / path


def compute_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_source(path: Path, digest: str) -> Path:
    """Return `path`, or stop with a message where it is not the file that this tool was written for."""
    found = compute_digest(path)
    if found != digest:
        raise SystemExit(f"{path} has SHA-256 {found}, not {digest}: check what changed, then pin the new digest")
    return path


def record(name: str, **fields: str) -> None:
    """Write the table of the data file `name`, its digest included, and leave the other tables as they are."""
    target = DATA / "PROVENANCE.toml"
    head, tables = _split(target.read_text(encoding="utf-8") if target.exists() else "")
    fields["sha256"] = compute_digest(DATA / name)
    tables[name] = f'["{name}"]\n' + "".join(f'{key} = "{value}"\n' for key, value in fields.items())
    text = "\n".join([head, *(tables[key] for key in sorted(tables))])
    target.write_text(text, encoding="utf-8", newline="\n")


def _split(text: str) -> tuple[str, dict[str, str]]:
    """Take the file apart into what stands above the first table, and the tables by name."""
    head, *parts = ("\n" + text).split('\n["')
    tables = {part.partition('"]')[0]: '["' + part.rstrip() + "\n" for part in parts}
    return head.strip() + "\n" if head.strip() else _HEAD, tables


_HEAD = "# From what, by which tool and with which SHA-256 each file here was made. Written by tools/, never by hand.\n"
