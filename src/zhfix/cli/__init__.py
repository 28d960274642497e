"""The command line: ``zhfix fix FILE`` repairs, ``zhfix explain FILE`` says what is repaired and why.

Thin on purpose: it parses, reads, calls :mod:`zhfix` and prints.
"""

from __future__ import annotations

from zhfix.cli.commands import main

__all__ = ["main"]
