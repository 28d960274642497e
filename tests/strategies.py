"""Hypothesis strategies: any text at all, text that is likely to be damaged, and sound lists of edits."""

from __future__ import annotations

import contextlib

from hypothesis import strategies as st

from zhfix import Edit

# What repairs react to, whole and broken: sound prose, debris of each family of damage, and what must be left alone.
_ATOMS = (
    "我們", "服務", "这里的工作", "天氣很好", "，", "。", "！", "：", ",", ".", "!", ":", " ", "\n", "\n\n", "\t",
    "\r\n",
    "a", "Z", "7", "é", "ü", "か", "한", "я", "😀", "👨\u200d👩\u200d👧", "\u0301",
    # readings, as a converter writes them and as a teacher does
    "(wù)", "（wù）", "(wu4)", "(wu)", "(wù )", "(", ")", "業(yè)", "為(wèi)", "龘(dá)", "服務(wù)", "開(kāi)放",
    "因?yàn)樗",
    # bytes slipped, and bytes misread
    "焙蟿(chuàng)", "F(xiàn)", ",F(xiàn)場", "鐨", "锛", "ÖÐ", "ä\xb8\xad", "?", "\ufffd", "锟斤拷", "烫烫烫", "\ue4c6",
    # quotation marks of every kind
    "“", "”", "‘", "’", "「", "」", "『", "』", '"', "'", "``", "''", "`", "《", "》", '5"', "'s",
    # invisible characters, controls, noncharacters, lone surrogates
    "\u200b", "\u200d", "\ufeff", "\u00ad", "\x00", "\x05", "\x08\x07", "\x85", "\x9f", "\u202e", "\u202c", "\ufe0f",
    "\ufdd0", "\uffff", "\U0001ffff", "\ud800", "\udc00", "\ud83d", "\ude00", "\U000e0041", "\u2060",
    # what is protected
    "http://a.cn/b", "me@a.cn", "`code`", "```", "$x^2$", "$5", "\\(x\\)", "\\[", "\\begin{align}", "\\end{align}",
)  # fmt: skip

any_text = st.text(st.characters() | st.characters(categories=["Cs"]), max_size=60)
"""Every str that Python can hold, lone surrogates included."""

damaged_text = st.lists(st.sampled_from(_ATOMS) | any_text.filter(lambda x: len(x) < 4), max_size=24).map("".join)
"""Text in which rules find much to do, in every mixture."""

small_text = st.text("ab甲", max_size=12)
"""Text over so few letters that everything coincides with something."""


@st.composite
def sound_edits(draw: st.DrawFn, text: str, rule: str = "test.rule") -> list[Edit]:
    """Return a sound list of edits for `text`: disjoint, sorted, none without effect."""
    edits: list[Edit] = []
    at = 0
    while at <= len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, min(len(text), start + 4)))
        after = draw(st.text("ab乙", max_size=4))
        if after == text[start:end] or (edits and edits[-1].start == edits[-1].end == start == end):
            continue
        alternatives = tuple(draw(st.lists(st.text("xy", max_size=2), max_size=2, unique=True)))
        confidence = draw(st.sampled_from((0.5, 0.9, 1.0)))
        why = f"reason {len(edits) % 3}"
        edits.append(Edit(start, end, text[start:end], after, rule, confidence, why, alternatives))
        at = end
    return edits


def read_pairwise(data: bytes) -> str:
    """Decode as most programs do: two bytes from each lead byte on, what is no pair dropped."""
    out, i = [], 0
    while i < len(data):
        size = 1 if data[i] < 0x81 else 2
        with contextlib.suppress(UnicodeDecodeError):
            out.append(data[i : i + size].decode("gb18030"))
        i += size
    return "".join(out)
