"""Digits that a normaliser of punctuation turned into quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from zhfix.patterns import HAN, compile_in_lines

_UNITS = "年月日号號时時点點分秒元岁歲人名个個位次届屆万萬亿億"
_YEAR = r"(?=19|20|\"9)[0-9\"]{4}"
_LONGEST = 12
"""Digits of a number at most; what is longer, or in a longer row of marks, is none."""


def may_be_flattened(text: str) -> bool:
    """Return whether a straight mark touches a digit on either side."""
    return '"' in text and compile_in_lines(r"\"[0-9]|[0-9]\"").search(text) is not None


def has_no_wide_marks(sample: str) -> bool:
    """Return whether no mark is left in a document that the normalisers in question replace, though it is Chinese."""
    if compile_in_lines("[，。：；！？（）“”《》「」\uff10-\uff19]").search(sample):
        return False
    return compile_in_lines(f"[{HAN}]").search(sample) is not None


def find_digits(text: str) -> Iterator[int]:
    """Yield the places of marks that were the digit 1."""
    for match in compile_in_lines(r"[0-9\"]+").finditer(text):
        number, start, end = match[0], *match.span()
        unit = text[end : end + 1]
        if '"' not in number or len(number) > _LONGEST or not unit or unit not in _UNITS:
            continue
        if start and text[start - 1] in "°\N{PRIME}'":
            continue  # minutes and seconds of a place on the globe
        whole = _is_whole(number, unit)
        for i, char in enumerate(number):
            inside = 0 < i < len(number) - 1 and number[i - 1].isdigit() and number[i + 1].isdigit()
            if char == '"' and (whole or inside):
                yield start + i


def _is_whole(number: str, unit: str) -> bool:
    """Return whether every mark must be a digit: of a year of four, or of a month that lacks its first."""
    if unit == "年":
        # A quotation mark before 998年 is possible; one inside or behind a number that it makes a year is not.
        return '"' in number[1:] and compile_in_lines(_YEAR).fullmatch(number) is not None
    return unit == "月" and number == '"0'
