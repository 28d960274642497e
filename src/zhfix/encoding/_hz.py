r"""HZ, RFC 1843: Chinese in seven bits, as the newsgroups of the nineties had it.

``~{`` begins pairs of GB 2312 without their high bits, ``~}`` ends them, ``~~`` is a tilde and ``~`` before the end of
a line joins it to the next.  The end of a line ends pairs, so that a lost ``~}`` ruins one line and no more.
"""

from __future__ import annotations

import re
from functools import cache

from zhfix.encoding._gb18030 import GB
from zhfix.encoding._reading import Builder, Reading
from zhfix.errors import EncodeError

HIGH_BITS = bytes(k | 0x80 for k in range(256))
LOW_BITS = bytes(k & 0x7F for k in range(256))


class HZ:
    """HZ: read as far as its pairs go, written without regard to the length of lines."""

    def __init__(self) -> None:
        self._pairs = GB("gb2312")

    def read(self, data: bytes) -> Reading:
        """Read `data`; a byte that is in no pair is a fault, and blanks and controls among pairs are themselves."""
        plain, paired = _tokens()
        tokens, start, built = plain, 0, Builder()
        while start < len(data):
            token = tokens.match(data, start)
            assert token, "every byte begins some token"
            end = token.end()
            if token["chars"]:
                built.add(token["chars"].decode("ascii"))
            elif token["pairs"]:
                built.add(self._pairs.read(token["pairs"].translate(HIGH_BITS)).text)
            elif token["turn"]:
                tokens = paired if token["turn"] == b"~{" else plain
                built.add(token["turn"].decode("ascii").strip("~{}"))
            elif token["tilde"]:
                built.add("~" if token["tilde"] == b"~~" else "")
            else:
                built.add_fault(start, end, cut=end == len(data) and data[start] < 0x80)
            start = end
        return built.build()

    def write(self, text: str) -> bytes:
        """Write GB 2312 and ASCII."""
        parts: list[bytes] = []
        for run in _runs().finditer(text):
            if run[0].isascii():
                parts.append(run[0].replace("~", "~~").encode("ascii"))
                continue
            try:
                pairs = self._pairs.write(run[0])
            except EncodeError as error:
                raise EncodeError(run.start() + error.position, error.char, "hz") from error
            parts.append(b"~{" + pairs.translate(LOW_BITS) + b"~}")
        return b"".join(parts)


@cache
def _tokens() -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Return what there is to see outside of pairs, and among them."""
    plain = rb"(?P<chars>[^~\x80-\xff]+)|(?P<turn>~\{)|(?P<tilde>~[~\n])|(?P<pairs>(?!))|[~\x80-\xff]"
    # Pairs in portions, since `re` keeps a record of each repetition.  Rows end at `w`, so that in sound text no byte
    # before `~}` wants a second one: where one does, it has lost that.
    pairs = rb"(?P<pairs>(?:[!-w](?!~\})[!-~]){1,256})"
    paired = pairs + rb"|(?P<turn>~\}|\n)|(?P<chars>[\0-\t\x0b-\x20\x7f]+)|(?P<tilde>(?!))|[!-~\x80-\xff]"
    return re.compile(plain), re.compile(paired)


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(r"[\0-\x7f]+|[^\0-\x7f]+")
