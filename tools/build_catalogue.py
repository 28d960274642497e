"""Compile what the command says in Chinese for gettext: ``python tools/build_catalogue.py``.

Click asks gettext for each of its own words, and the command for its help and the first sentences of rules, so that one
catalogue holds them all.  ``messages_zh.po`` is written by hand.  A message that is not there stays English.
"""

from __future__ import annotations

from pathlib import Path

import polib

SOURCE = Path(__file__).with_name("messages_zh.po")
CATALOGUE = Path(__file__).parent.parent / "src/zhfix/cli/locale/zh/LC_MESSAGES/messages.mo"


def build_catalogue() -> bytes:
    """Return the bytes of the catalogue."""
    compiled: bytes = polib.pofile(str(SOURCE), check_for_duplicates=True).to_binary()
    return compiled


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(build_catalogue())
