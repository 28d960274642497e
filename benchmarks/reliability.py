"""How far confidence can be trusted: ``python benchmarks/reliability.py --corpora FOLDER [--rule NAME] [--n N]``.

Damages clean passages in seeded ways, repairs them by one rule, and prints as Markdown, for the edits by the
confidence that they report, how many there are and what share is right; then the promise: of edits reported at p or
more, the share that is right.  FOLDER holds ``simp-*.txt`` and ``trad-*.txt``, a passage a line.

An edit is right where the repaired text equals the clean text over the span that it wrote, with nothing missing inside
or at its edges; U+FFFD stands for any one character, since it claims none.  What is missing at the very beginning or
end of a text is not held against an edit: nobody can see it.
"""
# ruff: noqa: INP001, T201 - a script, which prints

from __future__ import annotations

import argparse
import random
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import zhfix
from zhfix import Edit, normalizers

EDGES = (0.0, 0.5, 0.75, 0.9, 0.95, 0.99)
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
SINGLE = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1254", "iso8859-15", "cp437", "cp850", "cp866", "mac_roman")
CHAINS = (
    *((true, page) for true in ("utf-8", "gbk", "cp950") for page in SINGLE),
    ("utf-8", "gbk"), ("utf-8", "cp932"), ("utf-8", "cp949"), ("gbk", "cp950"), ("gbk", "cp932"), ("gbk", "cp949"),
    ("gbk", "euc_jp"), ("cp950", "gbk"), ("cp950", "cp932"), ("cp950", "cp949"), ("utf-16-le", "utf-16-be"),
)  # fmt: skip
LENGTHS = (4, 6, 8, 12, 24, 60)
KINDS = ("alone", "embedded", "lossy", "lossy, embedded")


class Sample(NamedTuple):
    """A damaged text, and what it was."""

    damaged: str
    clean: str


def read_lines(folder: Path) -> list[str]:
    """Return the passages of 60 characters or more."""
    files = [*sorted(folder.glob("simp-*.txt")), *sorted(folder.glob("trad-*.txt"))]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if len(line) >= 60]
    if not lines:
        raise SystemExit(f"no passages of 60 characters in simp-*.txt or trad-*.txt under {folder}")
    return lines


def show(data: bytes, page: str) -> str:
    """Read bytes in a code page; in those of one byte a character, what has none is a C1 control, as in browsers."""
    if page in SINGLE:
        return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in data)
    return data.decode(page)


def misread(text: str, true: str, wrong: str) -> str | None:
    """Return what a program shows of `text`, or None where that loses anything or shows no difference."""
    try:
        data = text.encode(true)
        shown = show(data, wrong)
        if wrong not in SINGLE and shown.encode(wrong) != data:
            return None
    except UnicodeError:
        return None
    return shown if shown != text else None


def eat(data: bytes) -> str:
    """Read GBK as many programs on Windows do: a pair that is no character is one question mark."""
    out, at = [], 0
    while at < len(data):
        size = 1 if data[at] < 0x81 else 2
        out.append(
            "€" if data[at] == 0x80 else data[at : at + size].decode("gb18030", "replace").replace(UNREADABLE, "?")
        )
        at += size
    return "".join(char if len(char) == 1 else "?" for char in out)


def lose(text: str, rnd: random.Random) -> str | None:
    """Misread `text` in one of the ways that lose bytes, drawn at random."""
    utf8, gbk = text.encode(), text.encode("gb18030")
    # Of ASCII nothing is left to see that a byte was lost; a text begins with an ideograph.
    at, other = (rnd.choice([i for i, byte in enumerate(data) if byte >= 0x80]) for data in (utf8, gbk))
    utf8_cut = utf8[:-1] if utf8[-1] >= 0x80 else utf8
    ways = (
        lambda: utf8.decode("gbk", "replace"),
        lambda: utf8.decode("gbk", "replace").replace(UNREADABLE, "?"),
        lambda: utf8.decode("gbk", "ignore"),
        lambda: utf8.decode("cp1252", "ignore"),
        lambda: utf8.decode("cp1252", "replace"),
        lambda: utf8.decode("latin-1").replace("\xa0", " "),
        lambda: utf8[1:].decode("gbk", "replace"),
        lambda: show(utf8_cut, "cp1252"),
        lambda: gbk.decode("cp950", "replace"),
        lambda: show(gbk[:other] + gbk[other + 1 :], "latin-1"),
        lambda: show(utf8[:at] + utf8[at + 1 :], "latin-1"),
        lambda: eat(utf8),
    )
    shown = rnd.choice(ways)()
    return shown if shown != text else None


def cut(rnd: random.Random, lines: list[str]) -> str:
    """Return a stretch of a passage that begins with an ideograph and mostly is such."""
    while True:
        line, length = rnd.choice(lines), rnd.choice(LENGTHS)
        start = rnd.randrange(max(1, len(line) - length + 1))
        text = line[start : start + length].strip()
        if len(re.findall("[\u4e00-\u9fff]", text)) > 0.6 * length and "\u4e00" <= text[0] <= "\u9fff":
            return text


def draw(kind: str, rnd: random.Random, lines: list[str]) -> Sample:
    """Return one damaged text of a kind."""
    while True:
        text = cut(rnd, lines)
        shown = lose(text, rnd) if kind.startswith("lossy") else misread(text, *rnd.choice(CHAINS))
        if shown is None:
            continue
        if not kind.endswith("embedded"):
            return Sample(shown, text)
        line = rnd.choice(lines)[:120]
        at = rnd.randrange(len(line))
        return Sample(line[:at] + shown + line[at:], line[:at] + text + line[at:])


def judge(sample: Sample, rule: str) -> Iterator[tuple[Edit, bool]]:
    """Yield every edit that the rule makes in a sample, and whether it is right."""
    result = zhfix.explain(sample.damaged, select=[rule])
    got, want = result.text, sample.clean
    wrong = [
        (i, j)
        for tag, i, j, k, m in SequenceMatcher(None, got, want, autojunk=False).get_opcodes()
        if tag != "equal"
        and not (j - i == m - k and set(got[i:j]) == {UNREADABLE})
        and not (i == j and i in (0, len(got)))
    ]
    for edit in result.edits:
        start, end = result.to_output((edit.start, edit.end))
        yield edit, not any(i <= end and j >= start if i == j else i < end and j > start for i, j in wrong)


def print_table(title: str, judged: list[tuple[float, bool]]) -> None:
    """Print a row for each bin of confidence, and what is promised of its lower edge."""
    bins: dict[int, list[bool]] = defaultdict(list)
    for confidence, right in judged:
        bins[bisect_right(EDGES, confidence) - 1].append(right)
    print(f"\n| {title}: confidence | edits | right | of edits at this or more, right |\n|---|---:|---:|---:|")
    for k, low in enumerate(EDGES):
        name = f"{low:g} to {EDGES[k + 1]:g}" if k + 1 < len(EDGES) else f"{low:g} and more"
        above = [right for confidence, right in judged if confidence >= low]
        cells = [f"{sum(each) / len(each):.4f}" if each else "" for each in (bins[k], above)]
        print(f"| {name} | {len(bins[k])} | {cells[0]} | {cells[1]} |")


def main() -> None:
    """Damage, repair, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--rule", default="repair_mojibake", help="the rule, by its name in zhfix.normalizers")
    parser.add_argument("--n", type=int, default=400, help="samples of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rule = getattr(normalizers, options.rule.rpartition(".")[2]).rule
    lines, rnd = read_lines(options.corpora), random.Random(options.seed)  # noqa: S311 - a sample, and no secret
    judged: dict[str, list[tuple[float, bool]]] = {}
    for kind in KINDS:
        samples = (draw(kind, rnd, lines) for _ in range(options.n))
        judged[kind] = [(edit.confidence, right) for sample in samples for edit, right in judge(sample, rule)]
    print(f"`{rule}`, seed {options.seed}, {options.n} samples of each kind")
    print_table("all", [each for kind in KINDS for each in judged[kind]])
    for kind in KINDS:
        print_table(kind, judged[kind])


if __name__ == "__main__":
    main()
