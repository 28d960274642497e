"""The code pages of one byte a character that text is misread in, byte by byte, and which of them show a text."""

from __future__ import annotations

from functools import cache

PAGES: dict[str, str] = {
    "latin-1": "Latin-1",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp1250": "Windows-1250",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "iso8859-2": "ISO-8859-2",
    "mac_roman": "Mac Roman",
    "cp437": "CP437",
}
"""Those that ftfy undoes, in the order in which it tries them, and what they are called in a reason."""
MAX_LAYERS = 3


@cache
def byte_table(page: str) -> dict[str, int]:
    r"""Return the byte beyond ASCII that each character stands for; bytes without one are C1 controls, as in browsers.

    >>> byte_table("cp1252")["€"], byte_table("cp1252")["\x81"]
    (128, 129)
    """
    return {bytes([byte]).decode(page, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}


def find_layers(before: str, after: str, *, most: int = MAX_LAYERS) -> tuple[str, ...]:
    """Return the names of the code pages that `after` was read in, one after another, to become `before`.

    This is the proof of a repair: every byte of the text in UTF-8 is shown, and nothing else.  Empty where no chain of
    `most` code pages shows it.

    >>> find_layers("Ã©", "é"), find_layers("ÃƒÂ©", "é"), find_layers("Ã", "à")
    (('Latin-1',), ('Latin-1', 'Windows-1252'), ())
    """
    inner = {page: text for page in PAGES if (text := _undo(before, page))}
    for page, text in inner.items():
        if text == after:
            return (PAGES[page],)
    for page, text in inner.items() if most > 1 else ():
        if rest := find_layers(text, after, most=most - 1):
            return (*rest, PAGES[page])
    return ()


def _undo(text: str, page: str) -> str:
    """Return the text whose bytes in UTF-8 are shown as `text`; the empty string where they are no UTF-8."""
    table = byte_table(page)
    try:
        data = bytes(ord(char) if char < "\x80" else table[char] for char in text)
        return data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16")
    except (KeyError, UnicodeDecodeError):  # no character of the page, or no UTF-8
        return ""
