"""``identify_script``: whether a text is simplified or traditional Chinese, both or neither, and of which region.

>>> identify_script("他們決定下週開會").kind
'traditional'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhfix.edits import Span
from zhfix.errors import check_text
from zhfix.patterns import HANGUL, KANA, compile_pattern
from zhfix.script._classes import find_simplified, find_traditional
from zhfix.script._page import is_foreign

PURE = 0.9
"""Share of one script from which a text is in it: what leaks into a page is seldom a tenth of it."""
# What one of the two traditional standards has and the other has not: forms first, then words. Mainland text in
# traditional characters has some of Hong Kong's forms and none of its words.
_TAIWAN = "裡 為什麼 軟體 硬體 網路 資訊 滑鼠 程式 影片 品質 計程車 捷運 公車 部落格 列印 伺服器 晶片 預設 檔案".split()
_HONG_KONG = "裏 着 綫 羣 衞 説 啓 嘅 喺 咗 哋 冇 啲 嚟 唔 佢 的士 巴士 港鐵 屋邨 軟件 網絡 質素 打印".split()


@dataclass(frozen=True, slots=True)
class Script:
    """What :func:`identify_script` found.

    `kind` is ``"simplified"``, ``"traditional"``, ``"mixed"``, or ``"neutral"`` where no character tells.  `simplified`
    and `traditional` are the shares of the characters that belong to one script only, together 1, or both 0 in neutral
    text.  `region` is the likely one, ``"CN"``, ``"TW"`` or ``"HK"``, or None where nothing tells.  `spans` are those
    of the script that has less, each run of its characters with what both scripts have in between.
    """

    kind: str
    simplified: float
    traditional: float
    region: str | None
    spans: tuple[Span, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON."""
        return {
            "kind": self.kind,
            "simplified": self.simplified,
            "traditional": self.traditional,
            "region": self.region,
            "spans": [list(span) for span in self.spans],
        }


def identify_script(text: str) -> Script:
    """Return which script `text` is in, how surely, of which region, and where it is in the other one.

    Only characters count that no text of the other script has.  Those that are standard in Taiwan or Hong Kong (吃 床
    群 峰 秘) and those that mainland standards keep in some words (乾 瞭 徵 藉 夥) tell nothing, nor do names and words
    that are written alike.  Lines of Japanese and Korean are passed, though they share characters with either script.

    >>> identify_script("这个软件很好用").kind, identify_script("這個軟體很好用").region
    ('simplified', 'TW')
    >>> mixed = identify_script("臺灣的網路新聞，中国大陆的报道")
    >>> mixed.kind, [("臺灣的網路新聞，中国大陆的报道"[a:b]) for a, b in mixed.spans]
    ('mixed', ['国大陆的报'])
    >>> identify_script("人山人海").kind, identify_script("東京都の天気です").kind
    ('neutral', 'neutral')
    """
    check_text(text, "identify_script")
    chinese = list(_list_chinese(text))
    simplified, traditional = (
        sum(len(pattern.findall(text, start, end)) for start, end in chinese)
        for pattern in (find_simplified(), find_traditional())
    )
    total = simplified + traditional
    if not total:
        return Script("neutral", 0.0, 0.0, None, ())
    share = traditional / total
    kind = "traditional" if share >= PURE else "simplified" if share <= 1 - PURE else "mixed"
    minor, major = find_simplified(), find_traditional()
    if traditional <= simplified:
        minor, major = major, minor
    spans = tuple(_list_runs(text, chinese, minor.pattern, major.pattern))
    return Script(kind, 1 - share, share, _guess_region(kind, text, chinese), spans)


def _list_chinese(text: str) -> Iterator[Span]:
    """Yield the spans that may be Chinese: all of it, less lines of Japanese and Korean."""
    if not compile_pattern(f"[{KANA}{HANGUL}]").search(text) and len(text) > 200:
        yield 0, len(text)  # a short text may be Japanese without a letter
        return
    start = 0
    for line in text.split("\n"):
        if not is_foreign(line):
            yield start, start + len(line)
        start += len(line) + 1


def _list_runs(text: str, chinese: list[Span], minor: str, major: str) -> Iterator[Span]:
    """Yield the spans of characters of one script, none of the other one's between them and at most a mark."""
    between = f"[^{major[1:-1]}\n。！？]"
    pattern = compile_pattern(f"{minor}(?:{between}{{0,8}}{minor})*")
    for start, end in chinese:
        yield from (match.span() for match in pattern.finditer(text, start, end))


def _guess_region(kind: str, text: str, chinese: list[Span]) -> str | None:
    """Return the likeliest region of the text's standard."""
    if kind == "simplified":
        return "CN"
    if kind != "traditional":
        return None
    taiwan, hong_kong = (
        sum(text.count(word, start, end) for word in words for start, end in chinese) for words in (_TAIWAN, _HONG_KONG)
    )
    if taiwan == hong_kong:
        return None
    return "TW" if taiwan > hong_kong else "HK"
