"""``decode``, ``detect_encoding`` and their kin: bytes to text, and a preset over it where one is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhfix.api import fix
from zhfix.encoding.decoded import Decoded
from zhfix.encoding.decoding import check_bytes, decode_bytes, make_hints
from zhfix.encoding.detect import Detection, rank_encodings


def decode(
    data: bytes,
    *,
    encoding: str | None = None,
    candidates: Iterable[str] = (),
    declared: str | None = None,
    language: str | None = None,
    strict: bool = False,
    preset: str | None = None,
) -> Decoded:
    r"""Return the text that `data` is, what its encoding was, and where its bytes were damaged.

    Never raises because of what the bytes are: a character that is lost is U+FFFD, and bytes that are no text come back
    as the characters of their numbers, with ``"binary"`` for an encoding.  Line ends stay, a byte order mark does not.

    With `encoding`, any name or label of one, the bytes are read as the web reads it: nothing is detected or repaired.
    `candidates` are the only encodings to consider, and damage is repaired; `declared` is a charset or a whole
    ``Content-Type`` header that came with the data, which is evidence and may be false, like those in the data itself;
    `language` is ``"zh"``, ``"ja"``, ``"ko"``, ``"ru"`` or ``"western"``.  With `strict`, bytes that are no text, or
    that were damaged anywhere, raise :class:`~zhfix.errors.DecodeError`.  `preset` names a preset that repairs the text.

    >>> decoded = decode("我们在城里工作。".encode("gbk"))
    >>> decoded.text, decoded.encoding, decoded.confidence
    ('我们在城里工作。', 'gb18030', 1.0)
    >>> damaged = decode("我们在城里工作，你好。".encode().replace(b"\xa0", b" "))
    >>> damaged.text, [(edit.start, edit.before, edit.after) for edit in damaged.edits]
    ('我们在城里工作，你好。', [(24, b'\xe4\xbd ', '你')])
    """
    whole = check_bytes(data, "decode")
    hints = make_hints(candidates, declared, language)
    decoded = decode_bytes(whole, encoding=encoding, hints=hints, strict=strict)
    return decoded if preset is None else replace(decoded, text=fix(decoded.text, preset))


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
