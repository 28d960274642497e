"""The rules themselves, each a ``str -> str`` function by its own name.

>>> strip_pinyin("本次活動服務(wù)企業(yè)，推進(jìn)發(fā)展。")
'本次活動服務企業，推進發展。'
"""

from __future__ import annotations

from zhfix.encoding.foreign import repair_foreign
from zhfix.encoding.mojibake import repair_mojibake
from zhfix.encoding.slip import resync_bytes
from zhfix.rules.annotation import (
    report_masked,
    strip_flattened_ruby,
    strip_glosses,
    strip_note_marks,
    strip_pinyin,
    strip_ruby,
    unwrap_conversions,
)
from zhfix.rules.compat import (
    flatten_vertical_forms,
    fold_zeros,
    restore_gb2312_marks,
    restore_homoglyphs,
    restore_private_use,
    unify_ideographs,
    unify_radicals,
    widen_kana,
)
from zhfix.rules.escapes import decode_escapes
from zhfix.rules.invisible import strip_controls
from zhfix.rules.lines import indent_paragraphs, join_wrapped_lines, normalize_line_ends
from zhfix.rules.punctuation import collapse_marks, normalize_dashes, normalize_ellipses, normalize_interpuncts
from zhfix.rules.quotes import convert_quotes, curl_quotes, rebalance_quotes, straighten_quotes
from zhfix.rules.spacing import fold_spaces, join_spaced_han, join_split_words, space_latin, trim_marks
from zhfix.rules.unrecoverable import report_lost
from zhfix.rules.width import fold_ascii, narrow_marks, restore_flattened_marks, widen_marks
from zhfix.script.to_script import to_simplified, to_traditional
from zhfix.script.unify import unify_script
from zhfix.script.variants import unify_variants

__all__ = [
    "collapse_marks",
    "convert_quotes",
    "curl_quotes",
    "decode_escapes",
    "flatten_vertical_forms",
    "fold_ascii",
    "fold_spaces",
    "fold_zeros",
    "indent_paragraphs",
    "join_spaced_han",
    "join_split_words",
    "join_wrapped_lines",
    "narrow_marks",
    "normalize_dashes",
    "normalize_ellipses",
    "normalize_interpuncts",
    "normalize_line_ends",
    "rebalance_quotes",
    "repair_foreign",
    "repair_mojibake",
    "report_lost",
    "report_masked",
    "restore_flattened_marks",
    "restore_gb2312_marks",
    "restore_homoglyphs",
    "restore_private_use",
    "resync_bytes",
    "space_latin",
    "straighten_quotes",
    "strip_controls",
    "strip_flattened_ruby",
    "strip_glosses",
    "strip_note_marks",
    "strip_pinyin",
    "strip_ruby",
    "to_simplified",
    "to_traditional",
    "trim_marks",
    "unify_ideographs",
    "unify_radicals",
    "unify_script",
    "unify_variants",
    "unwrap_conversions",
    "widen_kana",
    "widen_marks",
]
