"""What a character can stand for in each script: the simplified one that all its forms share, and the forms themselves.

>>> fold_char("後"), fold_char("気"), list_forms("里", "traditional")
('后', '气', (('裡', '裏'), ('里',), ('哩',)))
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from zhfix.charlm import open_model
from zhfix.script._glyphs import open_glyphs
from zhfix.script.tables import open_variants

TRADITIONAL, SIMPLIFIED = "traditional", "simplified"
# Simplified text has them in some words, so that no table folds them: 瞭望, 於 as a surname, 着 that Taiwan writes 著.
_FOLDED = {"瞭": "了", "於": "于", "著": "着"}

Forms = tuple[tuple[str, ...], ...]
"""What a character can be: kinds, and of each the glyphs that regions or authors choose between."""


def fold_char(char: str) -> str:
    """Return the simplified character that all forms of `char` share."""
    code = ord(char)
    return chr(_folds().get(code, code))


def fold(text: str) -> str:
    """Return `text` with each character in the simplified form that all its forms share."""
    return text.translate(_folds())


def list_kinds(simplified: str, script: str) -> Forms:
    """Return what `simplified`, a character as :func:`fold_char` returns it, can be in text of `script`."""
    return _forms(script).get(simplified, ((simplified,),))


@cache
def list_forms(simplified: str, script: str) -> Forms:
    """Return the same with the commonest glyph of each kind first, which takes the model to tell."""
    weigh = open_model().log_unigram
    return tuple(tuple(sorted(kind, key=weigh, reverse=True)) for kind in list_kinds(simplified, script))


@cache
def _folds() -> dict[int, int]:
    simplified = open_variants().simplified_forms
    folds = {char: simplified.get(forms[0], forms[0]) for char, forms in simplified.items() if len(forms[0]) == 1}
    folds.update({char: simplified.get(old, old) for char, old in open_glyphs().japanese.items()})
    folds.update(_FOLDED)
    return {ord(char): ord(form) for char, form in folds.items() if char != form}


@cache
def _forms(script: str) -> dict[str, Forms]:
    """Return the forms of all characters that have another one than themselves, or several."""
    variants, folds = open_variants(), _folds()
    sources: dict[str, Iterable[str]] = {}
    if script == TRADITIONAL:
        sources = {char: forms for char, forms in variants.traditional_forms.items() if ord(char) not in folds}
        sources["着"] = dict.fromkeys((*sources.get("着", ()), "着"))
    else:
        known: dict[str, dict[str, None]] = {}
        for code, folded in folds.items():
            forms = known.setdefault(chr(folded), {chr(folded): None})
            if chr(code) not in variants.traditional and chr(code) not in open_glyphs().japanese:
                forms[chr(code)] = None
        sources.update(known)
    kin = open_glyphs().kin if script == TRADITIONAL else {}
    found = {char: _group(char, forms, kin) for char, forms in sources.items()}
    return {char: forms for char, forms in found.items() if forms != ((char,),)}


def _group(simplified: str, forms: Iterable[str], kin: dict[str, str]) -> Forms:
    """Put glyphs of one kind together."""
    kinds: list[tuple[str, ...]] = []
    for form in forms:
        if form not in kin:
            kinds.append((form,))
        elif not any(form in kind for kind in kinds):
            kinds.append(tuple(glyph for glyph in kin[form] if fold_char(glyph) == simplified or glyph == form))
    return tuple(kinds)


@cache
def list_ambiguous(script: str) -> frozenset[str]:
    """Return the simplified characters that can be several in text of `script`."""
    return frozenset(char for char, kinds in _forms(script).items() if len(kinds) > 1)
