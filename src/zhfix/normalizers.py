"""The rules themselves, each a ``str -> str`` function by its own name.

>>> strip_pinyin("本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。")
'本次活動服務企業，推進發展。'
"""

from __future__ import annotations

from zhfix.encoding.mojibake import repair_mojibake
from zhfix.encoding.slip import resync_bytes
from zhfix.rules.annotation import strip_pinyin
from zhfix.rules.invisible import strip_controls
from zhfix.rules.quotes import rebalance_quotes

__all__ = ["rebalance_quotes", "repair_mojibake", "resync_bytes", "strip_controls", "strip_pinyin"]
