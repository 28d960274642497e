r"""Names of files, folders and members of archives that were read in the wrong code page.

A name is damaged in one of these ways, sometimes in several, one upon the other:

- it is bytes of GBK, Big5 or Shift-JIS where UTF-8 was expected: ``\udcd6\udcd0`` as Python shows it;
- it was misread before it was written: ``ÖÐÎÄ.txt``, ``涓\ue15f枃.txt``, ``╓╨╬─.txt`` from archives that name no
  encoding, which by their standard are in CP437;
- it was escaped: ``#U4e2d#U6587`` by unzip, ``%E4%B8%AD`` by browsers.

Names are short, so those of one folder tree or archive are decided together: they were mostly damaged alike.  A name
that is sound in any language stays, and one of which a byte is lost is not guessed.

>>> names = ["ÖÐÎÄ.txt", "Über uns.txt", "#U62a5#U544a.pdf", "Résumé.doc"]
>>> [(repair.before, repair.after) for repair in repair_names(names).values()]
[('ÖÐÎÄ.txt', '中文.txt'), ('#U62a5#U544a.pdf', '报告.pdf')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from math import prod
from typing import NamedTuple

from zhfix.decode_api import decode_many
from zhfix.edits import apply_edits
from zhfix.encoding.codepages import UNREADABLE, read_sound
from zhfix.encoding.decoded import BINARY
from zhfix.encoding.mojibake import repair_mojibake
from zhfix.encoding.names import RAW_COST, Way, count_letters, find_ways, read_names
from zhfix.encoding.registry import find_encoding
from zhfix.messages import join_reasons, reason

SURE = 0.9
"""Confidence from which a name is to be changed.  Of words of two ideographs, each alone, 66 % (GBK and Big5 read as
Latin-1) to 96 % (UTF-8) reach it, of three 93 to 99 %; one in three hundred of the former is read as another word.
Of 7,500 sound words of two to five characters, Chinese, Japanese and Korean, and 4,300 accented ones in French, none
does (2026-11, words of OpenCC's dictionaries and of corpora/devtest)."""
SURE_BYTES = 0.8
"""The same for bytes that are no UTF-8: as they are, they are no name that anyone can read."""
WORTH_TELLING = 0.8
LOST_CONFIDENCE = 0.85
"""Of a name that was misread and cut, or lost bytes, at most: it is told of, and a person has to name the file."""
LAYERS = 3
"""Damages one upon the other that are undone."""
ESCAPED_CONFIDENCE = 0.99
FEWEST_ESCAPES = 2
"""Escapes of code points in all names together, from which they are no coincidence; three bytes in the order of UTF-8
are none by themselves."""


class NameRepair(NamedTuple):
    """What becomes of a name.

    `rule` tells what was done: ``names.bytes``, ``names.misread``, ``names.escape`` or ``mojibake.repair_mojibake``,
    the last one where several; `confidence` (0..1) how sure it is, and `reason` why, in words.  Where the bytes of a
    name cannot be read, `after` is `before` and `rule` is ``names.lost``.  `encoding` is what the name was stored in,
    where it was read from its bytes.
    """

    before: str
    after: str
    rule: str
    confidence: float
    reason: str
    encoding: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the name is to be changed; else it is a guess that a person has to look at."""
        return self.after != self.before and self.confidence >= (SURE_BYTES if self.rule == "names.bytes" else SURE)


def repair_names(names: Iterable[str], *, encoding: str | None = None, archive: bool = False) -> dict[str, NameRepair]:
    r"""Return what to call those of `names` that are damaged, by the name as it is.

    A name is a single one and no path, as :func:`os.listdir` gives it: bytes that are no text are surrogates.  All of
    `names` are evidence for each other.  With `encoding`, what is damaged was written in that code page, which the
    caller knows.  With `archive`, names are those of members of a zip archive that says nothing of their encoding, read
    in CP437.

    Among the repairs are guesses that are not :attr:`~NameRepair.is_sure`.  Raises
    :class:`~zhfix.errors.OptionError` where `encoding` means nothing.

    >>> raw = ["中文.txt".encode("gbk").decode("utf-8", "surrogateescape")]
    >>> repair_names(raw)[raw[0]].after
    '中文.txt'
    >>> member = "说明.txt".encode("gbk").decode("cp437")
    >>> print(repair_names([member], archive=True)[member].reason)
    this was gb18030, read as cp437
    """
    known = None if encoding is None else find_encoding(encoding).name
    listed = list(dict.fromkeys(names))
    found = _repair_layer(listed, known, archive=archive)
    repairs = {name: found[name] for name in listed if name in found}
    for _ in range(LAYERS - 1):
        sure = {name: repair for name, repair in repairs.items() if repair.is_sure}
        found = _repair_layer([repair.after for repair in sure.values()], known, archive=False)
        deeper = {name: found[last.after] for name, last in sure.items() if last.after in found}
        deeper = {name: repair for name, repair in deeper.items() if repair.is_sure and repair.after != name}
        if not deeper:
            break
        for name, repair in deeper.items():
            confidence = round(sure[name].confidence * repair.confidence, 6)
            told = join_reasons([repair.reason, sure[name].reason])
            repairs[name] = NameRepair(name, repair.after, repair.rule, confidence, told, sure[name].encoding)
    return repairs


def _repair_layer(names: list[str], encoding: str | None, *, archive: bool) -> dict[str, NameRepair]:
    repairs: dict[str, NameRepair] = {}
    ways = find_ways(encoding, archive=archive)
    if not archive:
        repairs.update((repair.before, repair) for repair in _read_escapes(names))
        for repair, was in _read_raw(names, encoding):
            repairs[repair.before] = repair
            if repair.is_sure:
                ways[Way(was, "utf-8")] = RAW_COST
    rest = [name for name in names if name not in repairs and not name.isascii()]
    if encoding and archive:
        return {name: _read_member(name, encoding) for name in rest}
    for name, guess in read_names(rest, ways).items():
        if guess.confidence >= WORTH_TELLING:
            told = reason("names.misread", was=guess.way.was, read=guess.way.read)
            confidence = 1.0 if encoding else guess.confidence
            repairs[name] = NameRepair(name, guess.text, "names.misread", confidence, told, guess.way.was)
    if encoding is None and not archive:
        for name in dict.fromkeys(rest):
            if (name not in repairs or not repairs[name].is_sure) and (found := _repair_parts(name)):
                repairs[name] = found
    return repairs


def _read_member(name: str, encoding: str) -> NameRepair:
    text = read_sound(name.encode("cp437", "replace"), encoding)
    if text is None:
        return _lose(name)
    return NameRepair(name, text, "names.misread", 1.0, reason("names.misread", was=encoding, read="cp437"), encoding)


# --- bytes that are no UTF-8 -----------------------------------------------------


def _read_raw(names: Iterable[str], encoding: str | None) -> Iterator[tuple[NameRepair, str]]:
    """Yield what names with surrogates are, and their encodings; those that cannot be read are ``names.lost``."""
    raw = {name: data for name in dict.fromkeys(names) if (data := _find_bytes(name)) is not None}
    if encoding:
        for name, data in raw.items():
            text = read_sound(data, encoding)
            yield (_lose(name) if text is None else _name_bytes(name, text, encoding, 1.0)), encoding
        return
    for (name, _), decoded in zip(raw.items(), decode_many(raw.values()), strict=True):
        if decoded.edits or UNREADABLE in decoded.text or decoded.encoding == BINARY:
            yield _lose(name), decoded.encoding
        else:
            yield _name_bytes(name, decoded.text, decoded.encoding, decoded.confidence), decoded.encoding


def _find_bytes(name: str) -> bytes | None:
    if not _surrogate().search(name):
        return None
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character of UTF-16, as Windows allows in names
        return None


def _name_bytes(name: str, text: str, encoding: str, confidence: float) -> NameRepair:
    told = reason("names.bytes", encoding=encoding)
    return NameRepair(name, text, "names.bytes", round(confidence, 6), told, encoding)


def _lose(name: str) -> NameRepair:
    return NameRepair(name, name, "names.lost", 0.0, reason("names.lost"))


@cache
def _surrogate() -> re.Pattern[str]:
    return re.compile("[\udc80-\udcff]")


# --- escapes ---------------------------------------------------------------------


def _read_escapes(names: list[str]) -> Iterator[NameRepair]:
    """Yield names that hold escapes of ideographs, kana or syllables, if there are enough of them altogether."""
    found = [(name, _unescape(name)) for name in dict.fromkeys(names) if "#" in name or "%" in name]
    found = [(name, after) for name, after in found if after != name]
    proven = any(_byte_run().search(name) for name, _ in found)
    if not proven and sum(count_letters(after) - count_letters(name) for name, after in found) < FEWEST_ESCAPES:
        return
    for name, after in found:
        form = "#U" if _code().search(name) else "%"
        yield NameRepair(name, after, "names.escape", ESCAPED_CONFIDENCE, reason("names.escape", form=form))


def _unescape(name: str) -> str:
    def read_code(match: re.Match[str]) -> str:
        char = chr(int(match[1] or match[2], 16)) if int(match[1] or match[2], 16) <= 0x10FFFF else ""
        return char if char > "\x7f" and char.isprintable() else match[0]

    def read_bytes(match: re.Match[str]) -> str:
        text = read_sound(bytes.fromhex(match[0].replace("%", "")), "utf-8")
        return text if text is not None and text.isprintable() and not set(text) & _RESERVED else match[0]

    after = _code().sub(read_code, name)
    if _byte_run().search(after):
        after = _all_bytes().sub(read_bytes, after)
    return after if count_letters(after) > count_letters(name) else name


_RESERVED = frozenset('/\\:*?"<>|%')
"""Characters that stay escaped: names may not hold them everywhere, or they would be read as escapes again."""


@cache
def _code() -> re.Pattern[str]:
    """Return the pattern of what unzip writes for a character that a locale does not have."""
    return re.compile("#U([0-9A-Fa-f]{4})|#L([0-9A-Fa-f]{6})")


@cache
def _byte_run() -> re.Pattern[str]:
    """Return the pattern of a character of three or four bytes of UTF-8."""
    return re.compile("%[Ee][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f]){2}|%[Ff][0-4](?:%[89ABab][0-9A-Fa-f]){3}")


@cache
def _all_bytes() -> re.Pattern[str]:
    """Return the pattern of one character of UTF-8, escaped."""
    follow = "%[89ABab][0-9A-Fa-f]"
    return re.compile(f"%[CcDd][0-9A-Fa-f]{follow}|{_byte_run().pattern}|%[2-7][0-9A-Fa-f]")


# --- parts of a name -------------------------------------------------------------


def _repair_parts(name: str) -> NameRepair | None:
    """Return the name with what was misread inside it read back; where a part of it is lost, that is a guess."""
    edits = repair_mojibake.edits(name)
    if not edits:
        return None
    after = apply_edits(name, edits)
    confidence = round(prod(edit.confidence for edit in edits), 6)
    if any(edit.alternatives or UNREADABLE in edit.after for edit in edits):
        confidence = min(confidence, LOST_CONFIDENCE)
    return NameRepair(name, after, repair_mojibake.rule, confidence, join_reasons(edit.reason for edit in edits))
