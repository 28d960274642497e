"""Presets: ordered lists of rules.  The order is written out here, and argued, and comes from nowhere else."""

from __future__ import annotations

from zhfix.normalizer import Normalizer
from zhfix.normalizers import (
    decode_escapes,
    rebalance_quotes,
    repair_foreign,
    repair_mojibake,
    report_lost,
    resync_bytes,
    strip_controls,
    strip_pinyin,
)

_REPAIRS: tuple[Normalizer, ...] = (
    # Escapes before all: what they hold may be damaged in its turn, and rules that judge a text by its characters see
    # none of them in `\\u4e2d`.
    decode_escapes,
    # Then what was misread, for it is not the text yet, and no other rule should judge it.  Other languages first: what
    # reads as Chinese is not theirs, and they leave every line of which that is possible; the search for Chinese, which
    # has no model of Hebrew or Greek, would find characters in what is proven to be theirs.
    repair_foreign,
    # A wrong code page before a lost byte: the bytes of the one are all there, or their gaps known, and those of the
    # other are searched for among what is left.
    repair_mojibake,
    # The readings that a filter wrote into the bytes tell which were lost, so this runs while they are still there.
    resync_bytes,
    # Then what cannot be seen: it stands between a character and its reading, or between a mark and the word it
    # encloses, and would hide both from the rules that look for them.
    strip_controls,
    # Slot: damage of lines (lines).
    # Slot: characters that stand for others (compat).
    # Slot: clear letter-spacing of Han (spacing.join_spaced_han).
    # Readings before quotation marks: the brackets and the letters of `服務(wù)”` count as text when a mark is paired.
    strip_pinyin,
    # Slot: other annotations (annotation).
    # Slot: marks put back (width.restore_flattened_marks).
    # Marks last of the repairs: they are paired over the paragraph as its author wrote it.
    rebalance_quotes,
)

_TIDIES: tuple[Normalizer, ...] = (
    # Slot: line ends (lines.normalize_line_ends).
    # Slot: folds of compatibility characters (compat).
    # Slot: width of letters and digits (width.fold_ascii).
    # Slot: spaces between Han (spacing).
    # Slot: wrapped lines (lines.join_wrapped_lines).
    # Slot: punctuation: ellipses, dashes, interpuncts, repeated marks (punctuation).
    # Slot: width of marks (width.widen_marks, width.narrow_marks).
    # Slot: directed quotation marks (quotes.curl_quotes).
)


def _conventions(region: str) -> tuple[Normalizer, ...]:  # noqa: ARG001 - bound by the rules that go here
    """Return what a region's houses do to sound text, with `region` bound."""
    return (
        # Slot: the region's quotation marks (quotes.convert_quotes.using(region=region)).
        # Slot: spaces between Han and Latin (spacing.space_latin).
        # Slot: the indent of paragraphs (lines.indent_paragraphs).
    )


_FOLDS: tuple[Normalizer, ...] = (
    # Slot: folds that an author would not want, for matching only.
)

# `report_lost` ends every preset: it changes nothing, and comes after all that do.  What they brought back is not lost,
# and what they had to leave, U+FFFD among what they wrote included, is told once.
REPAIR: tuple[Normalizer, ...] = (*_REPAIRS, report_lost)
TIDY: tuple[Normalizer, ...] = (*_REPAIRS, *_TIDIES, report_lost)
PUBLISH_CN: tuple[Normalizer, ...] = (*_REPAIRS, *_TIDIES, *_conventions("CN"), report_lost)
PUBLISH_TW: tuple[Normalizer, ...] = (*_REPAIRS, *_TIDIES, *_conventions("TW"), report_lost)
PUBLISH_HK: tuple[Normalizer, ...] = (*_REPAIRS, *_TIDIES, *_conventions("HK"), report_lost)
SEARCH: tuple[Normalizer, ...] = (*_REPAIRS, *_TIDIES, *_FOLDS, report_lost)

PRESETS: dict[str, tuple[Normalizer, ...]] = {
    "repair": REPAIR,
    "tidy": TIDY,
    "publish-cn": PUBLISH_CN,
    "publish-tw": PUBLISH_TW,
    "publish-hk": PUBLISH_HK,
    "search": SEARCH,
}
"""Each preset by the name it is asked for."""
