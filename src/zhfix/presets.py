"""Presets: ordered lists of rules.  The order is written out here, and argued, and comes from nowhere else."""

from __future__ import annotations

from zhfix.normalizer import Normalizer
from zhfix.normalizers import (
    collapse_marks,
    convert_quotes,
    curl_quotes,
    decode_escapes,
    flatten_vertical_forms,
    fold_ascii,
    fold_spaces,
    fold_zeros,
    indent_paragraphs,
    join_spaced_han,
    join_split_words,
    join_wrapped_lines,
    narrow_marks,
    normalize_dashes,
    normalize_ellipses,
    normalize_interpuncts,
    normalize_line_ends,
    rebalance_quotes,
    repair_foreign,
    repair_mojibake,
    report_lost,
    report_masked,
    restore_flattened_marks,
    restore_gb2312_marks,
    restore_homoglyphs,
    restore_private_use,
    resync_bytes,
    space_latin,
    straighten_quotes,
    strip_controls,
    strip_flattened_ruby,
    strip_glosses,
    strip_note_marks,
    strip_pinyin,
    strip_ruby,
    to_simplified,
    to_traditional,
    trim_marks,
    unify_ideographs,
    unify_radicals,
    unify_script,
    unify_variants,
    unwrap_conversions,
    widen_kana,
    widen_marks,
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
    # Characters that stand for others before whatever looks for words: radicals, doubles and what has no code first,
    # since the look-alikes are judged by the characters on either side.
    unify_radicals,
    unify_ideographs,
    restore_private_use,
    restore_homoglyphs,
    # Letters that stand apart before whatever looks for words or for what stands beside a character.
    join_spaced_han,
    # Readings before quotation marks: the brackets and the letters of `服務(wù)”` count as text when a mark is paired.
    strip_pinyin,
    strip_flattened_ruby,
    # Digits that a normaliser made straight marks of, before marks are paired with them.
    restore_flattened_marks,
    # Marks last of the repairs: they are paired over the paragraph as its author wrote it.
    rebalance_quotes,
    # What leaked from the other script after all that takes characters for what they stand for: bytes and readings tell
    # what was lost as it was written, and a quotation in the other script is known by its marks once they are paired.
    unify_script,
    # It changes nothing; what masks a word is best seen when readings and damage are gone.
    report_masked,
)

_TIDIES: tuple[Normalizer, ...] = (
    # What a wiki shows of its markup before all that judges text by what stands in it.
    unwrap_conversions,
    # Line ends next: what looks at lines should see all of them.
    normalize_line_ends,
    # Then marks and letters that stand in the shape of others, which all that follows should see as what they are.
    flatten_vertical_forms,
    restore_gb2312_marks,
    widen_kana,
    fold_zeros,
    # Letters and digits before marks, which are judged by the letters on either side.
    fold_ascii,
    # Blanks of one kind before rules that look for blanks; those inside words before lines are joined, which asks what
    # holds together.
    fold_spaces,
    join_split_words,
    # Wrapped lines by what they read like, when blanks between Han no longer make that look like letters apart, and
    # before the width of marks, which looks at what stands on either side.
    join_wrapped_lines,
    # Dots and hyphens that stand for one mark before single marks: widened, three full stops would no longer show what
    # they are.  Repeated marks while a pair in both widths still tells that one is too many.
    normalize_ellipses,
    normalize_dashes,
    normalize_interpuncts,
    collapse_marks,
    # Marks in Chinese wide, those in numbers and in English narrow: no place is claimed by both.
    widen_marks,
    narrow_marks,
    # Blanks beside marks when it is known which marks are wide.
    trim_marks,
)


_PAGE: tuple[Normalizer, ...] = (
    # What follows the habit of the page, when every mark and every letter is as wide as it will be.  Not for searching,
    # which folds the same places to what no page has.
    curl_quotes,
    # Forms of one character, by the region's standard where one is asked for.
    unify_variants,
    # Blanks beside Latin where a page has them nearly everywhere.  No region's standard asks for more, so the presets
    # for publishing follow the page too.
    space_latin,
)


def _conventions(region: str) -> tuple[Normalizer, ...]:
    """Return what a region's houses do to sound text, with `region` bound."""
    script = to_simplified if region == "CN" else to_traditional.using(region=region)
    return (
        # One script when what leaked from the other is repaired: a line is then in the one or the other, which decides.
        # After all repairs, which know words in either script, and before marks, which look at no ideograph.
        script,
        # After all marks are directed and paired, since it goes by their nesting.
        convert_quotes.using(region=region),
        # The indent stays where it is and is made one: empty lines part paragraphs as well, and in print and on the
        # web it is a matter of the style sheet in all regions.  Last, since it must know the paragraphs.
        indent_paragraphs,
    )


_FOLDS: tuple[Normalizer, ...] = (
    # What stands beside the text for its reader is in the way of a search: readings as markup and in brackets, and
    # marks of notes.  Before blanks beside Latin go, which part the syllables of a reading.
    strip_ruby,
    strip_glosses,
    strip_note_marks,
    # Whether somebody put blanks beside Latin, or filled a name up to a width, is nothing to a search.
    space_latin.using(mode="remove"),
    # Quotation marks of every kind as those that are typed into a query.
    straighten_quotes.using(corners=True),
)
_FOLDED = {
    fold_spaces.rule: fold_spaces.using(ideographic="space"),
    # A search for a part of a character finds it as radical and as ideograph.
    unify_radicals.rule: unify_radicals.using(components=True),
}

# `report_lost` ends every preset: it changes nothing, and comes after all that do.  What they brought back is not lost,
# and what they had to leave, U+FFFD among what they wrote included, is told once.


def _publish(region: str) -> tuple[Normalizer, ...]:
    bound = {unwrap_conversions.rule: unwrap_conversions.using(region=region)}
    if region != "CN":  # simplified text has no forms to choose from, and what traditional text has there is its habit
        bound[unify_variants.rule] = unify_variants.using(region=region)
    tidies = (bound.get(rule.rule, rule) for rule in (*_TIDIES, *_PAGE))
    return (*_REPAIRS, *tidies, *_conventions(region), report_lost)


REPAIR: tuple[Normalizer, ...] = (*_REPAIRS, report_lost)
TIDY: tuple[Normalizer, ...] = (*_REPAIRS, *_TIDIES, *_PAGE, report_lost)
PUBLISH_CN: tuple[Normalizer, ...] = _publish("CN")
PUBLISH_TW: tuple[Normalizer, ...] = _publish("TW")
PUBLISH_HK: tuple[Normalizer, ...] = _publish("HK")
SEARCH: tuple[Normalizer, ...] = (
    *(_FOLDED.get(rule.rule, rule) for rule in (*_REPAIRS, *_TIDIES)),
    *_FOLDS,
    report_lost,
)

PRESETS: dict[str, tuple[Normalizer, ...]] = {
    "repair": REPAIR,
    "tidy": TIDY,
    "publish-cn": PUBLISH_CN,
    "publish-tw": PUBLISH_TW,
    "publish-hk": PUBLISH_HK,
    "search": SEARCH,
}
"""Each preset by the name it is asked for."""
