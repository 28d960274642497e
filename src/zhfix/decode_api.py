"""``decode``, ``detect_encoding`` and their kin: bytes to text, and a preset over it where one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from zhfix.api import fix
from zhfix.encoding.decoded import Decoded
from zhfix.encoding.decoding import check_bytes, decode_bytes, make_hints
from zhfix.encoding.detect import Detection, rank_encodings
from zhfix.encoding.encode import write_like
from zhfix.encoding.hypotheses import Hints
from zhfix.encoding.pool import pool_fields
from zhfix.errors import InputTypeError, check_text
from zhfix.evidence import FIELD_LIMIT, SAMPLE_LIMIT, Evidence, check_evidence, is_neutral


def decode(
    data: bytes,
    *,
    encoding: str | None = None,
    candidates: Iterable[str] = (),
    declared: str | None = None,
    language: str | None = None,
    strict: bool = False,
    evidence: Evidence | None = None,
    preset: str | None = None,
) -> Decoded:
    r"""Return the text that `data` is, what its encoding was, and where its bytes were damaged.

    Never raises because of what the bytes are: a character that is lost is U+FFFD, and bytes that are no text come back
    as the characters of their numbers, with ``"binary"`` for an encoding.  Line ends stay, a byte order mark does not.

    With `encoding`, any name or label of one, the bytes are read as the web reads it: nothing is detected or repaired.
    `candidates` are the only encodings to consider, and damage is repaired; `declared` is a charset or a whole
    ``Content-Type`` header that came with the data, which is evidence and may be false, like those in the data itself;
    `language` is ``"zh"``, ``"ja"``, ``"ko"``, ``"ru"`` or ``"western"``.  With `strict`, bytes that are no text, or
    that were damaged anywhere, raise :class:`~zhfix.errors.DecodeError`.  `evidence` tells what fields from the same
    place are in, see :meth:`Evidence.gather`.  `preset` names a preset that repairs the text.

    >>> decoded = decode("我们在城里工作。".encode("gbk"))
    >>> decoded.text, decoded.encoding, decoded.confidence
    ('我们在城里工作。', 'gb18030', 1.0)
    >>> damaged = decode("我们在城里工作，你好。".encode().replace(b"\xa0", b" "))
    >>> damaged.text, [(edit.start, edit.before, edit.after) for edit in damaged.edits]
    ('我们在城里工作，你好。', [(24, b'\xe4\xbd ', '你')])
    """
    whole = check_bytes(data, "decode")
    hints = _add_evidence(make_hints(candidates, declared, language), evidence)
    decoded = decode_bytes(whole, encoding=encoding, hints=hints, strict=strict)
    return decoded if preset is None else _repair(decoded, preset, evidence)


def _add_evidence(hints: Hints, evidence: Evidence | None) -> Hints:
    if evidence is None:
        return hints
    check_evidence(evidence)
    return hints._replace(pooled=evidence.measure_fields(pool_fields))


def _repair(decoded: Decoded, preset: str, evidence: Evidence | None) -> Decoded:
    """Repair the text; evidence that is of bytes alone says nothing of it."""
    known = evidence if evidence is not None and evidence.sample else None
    return replace(decoded, text=fix(decoded.text, preset, evidence=known))


def detect_encoding(
    data: bytes, *, candidates: Iterable[str] = (), declared: str | None = None, language: str | None = None
) -> list[Detection]:
    """Return the encodings that `data` may be in, likeliest first; there is always one.

    Of encodings that give the same text only the likelier is listed.  Pure ASCII is ``"ascii"``, bytes that are no text
    are ``"binary"``.  For the arguments see :func:`decode`.

    >>> found = detect_encoding("繁體中文".encode("big5"))[0]
    >>> found.encoding, found.language
    ('big5', 'zh')
    """
    whole = check_bytes(data, "detect_encoding")
    return rank_encodings(whole, make_hints(candidates, declared, language))


def decode_many(
    items: Iterable[bytes],
    *,
    candidates: Iterable[str] = (),
    declared: str | None = None,
    language: str | None = None,
    evidence: Evidence | None = None,
    preset: str | None = None,
) -> Iterator[Decoded]:
    """Yield what each of `items` says, in order: short fields of a column, a directory or an archive.

    Two characters are too few to tell their encoding, but fields that come from one place are mostly in the same one,
    or in one of a few.  So the first fields, 64 kB of those that are not ASCII or 10,000, are read ahead, the share of
    each encoding among them is estimated, and every field is decided with that in mind; one in another encoding is
    still found where it is long enough to show.  All later ones are read as they come.  With `evidence`, gathered
    before, nothing is read ahead.  `preset` names a preset that repairs the texts, each with the evidence of the first
    ones.  For the other arguments see :func:`decode`; anything but bytes among the items raises
    :class:`~zhfix.errors.InputTypeError` with its index.

    >>> names = ["李明", "王芳", "张伟", "刘洋", "陈静"]
    >>> [decoded.text for decoded in decode_many(name.encode("gbk") for name in names)] == names
    True
    """
    if isinstance(items, (str, bytes, bytearray, memoryview)):
        kind = type(items).__name__
        raise InputTypeError(f"decode_many() takes an iterable of bytes, not one {kind}: zhfix.decode(data) takes one")
    hints = make_hints(candidates, declared, language)
    return _decode_all(_check_items(items), _add_evidence(hints, evidence), evidence, preset)


def _decode_all(
    fields: Iterator[bytes], hints: Hints, evidence: Evidence | None, preset: str | None
) -> Iterator[Decoded]:
    first: list[bytes] = []
    if evidence is None:
        first = _read_ahead(fields)
        hints = hints._replace(pooled=pool_fields(first, hints))
    decoded = (decode_bytes(field, hints=hints) for field in chain(first, fields))
    if preset is None:
        yield from decoded
        return
    if evidence is None:
        ahead = [next(decoded) for _ in first]
        evidence = Evidence.gather(each.text for each in ahead)
        decoded = chain(ahead, decoded)  # type: ignore[assignment]  # an iterator like the other
    for each in decoded:
        yield _repair(each, preset, evidence)


def _check_items(items: Iterable[bytes]) -> Iterator[bytes]:
    for index, item in enumerate(items):
        if not isinstance(item, (bytes, bytearray, memoryview)):
            raise InputTypeError(f"decode_many() takes bytes, and item {index} is {type(item).__name__}")
        yield bytes(item)


def _read_ahead(fields: Iterator[bytes]) -> list[bytes]:
    """Take as many fields as count for evidence."""
    first: list[bytes] = []
    size = 0
    while size < SAMPLE_LIMIT and len(first) < FIELD_LIMIT and (field := next(fields, None)) is not None:
        first.append(field)
        size += 0 if is_neutral(field) else len(field)
    return first


def encode_like(text: str, decoded: Decoded, *, encoding: str | None = None) -> bytes:
    r"""Return `text` in the encoding that `decoded` came in, with its byte order mark and its line ends.

    If `text` is just what was decoded, each segment is written in its own encoding, and where bytes could not be read
    (U+FFFD) they are put back, so that the data comes back as it was but for what was repaired.  Of two codes for one
    character the standard's is written.  If it was changed, all of it is written in ``decoded.encoding``; U+FFFD
    become the bytes that they stand for as long as there are as many of them.  Where all lines ended in ``\r\n`` or in
    ``\r``, a lone ``\n`` becomes that.  A character that the encoding lacks raises
    :class:`~zhfix.errors.EncodeError`; `encoding` names one to write in instead, without a mark unless its name
    promises one.

    >>> decoded = decode("圖書館\r\n".encode("big5"))
    >>> encode_like(decoded.text + "開門\n", decoded) == "圖書館\r\n開門\r\n".encode("big5")
    True
    >>> encode_like("图书馆", decoded)
    Traceback (most recent call last):
        ...
    zhfix.errors.EncodeError: big5 has no '图' (U+56FE), at position 0 of the text; utf-8 has it
    """
    check_text(text, "encode_like")
    if not isinstance(decoded, Decoded):
        raise InputTypeError(f"encode_like() takes what zhfix.decode() gave, not {type(decoded).__name__}")
    return write_like(text, decoded, encoding)
