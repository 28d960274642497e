"""Mojibake of other languages comes back, and nothing that may be Chinese is touched."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhfix
from zhfix.edits import check_edits
from zhfix.encoding.foreign import may_be_foreign, repair_foreign
from zhfix.encoding.foreign_pages import PAGES, byte_table, find_layers
from zhfix.encoding.foreign_runs import find_changes
from zhfix.encoding.foreign_sense import CHINESE_PAGES, may_be_chinese

SENTENCES: dict[str, str] = {
    (case := json.loads(line))["language"]: case["text"]
    for line in (Path(__file__).parent / "foreign_sentences.jsonl").read_text(encoding="utf-8").splitlines()
}
CHINESE = (
    "村口的老榕树下，几个老人正在下棋，旁边围着一群看热闹的孩子。",
    "今年夏天雨水多，河边的稻田长得特别好，大家都盼着秋天的收成。",
    "昨晚停电，我们点着蜡烛吃了晚饭，又讲了许多从前的故事。",
    "這家書店開了三十年，老闆記得每一位常客喜歡的作者。",
    "山上的茶園今天開放參觀，請大家穿好走的鞋子，帶足飲水。",
    "学习使用这台仪器之前，请先阅读说明书，并检查电源是否接好。",
)
CODECS = ("utf-8", "gbk", "big5")


def show(data: bytes, page: str) -> str:
    """Read bytes in a code page of one byte a character; those without a character are C1 controls, as in browsers."""
    return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp1250", "cp437"])
@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_comes_back_and_every_edit_is_proven(language: str, page: str) -> None:
    sentence = SENTENCES[language]
    damaged = show(sentence.encode(), page)
    edits = repair_foreign.edits(damaged)
    check_edits(damaged, edits)
    assert repair_foreign(damaged) == sentence
    for edit in edits:
        assert edit.confidence >= 0.97
        assert show(edit.after.encode(), page) == edit.before
    if " " in sentence and language != "marks":  # one edit for a run, not one for the line
        assert len(edits) > 1


@pytest.mark.parametrize("language", ["French", "Russian", "Thai", "marks"])
def test_two_layers_come_off(language: str) -> None:
    sentence = SENTENCES[language]
    damaged = show(show(sentence.encode(), "cp1252").encode(), "cp1252")
    result = zhfix.explain(damaged, select=["repair_foreign"])
    assert result.text == sentence
    assert result.undo() == damaged


def cut(rnd: random.Random, texts: list[str]) -> str:
    length = rnd.choice((2, 3, 4, 6, 12, 24, 60))
    text = rnd.choice(texts)
    start = rnd.randrange(max(1, len(text) - length + 1))
    return text[start : start + length]


def misread_chinese(rnd: random.Random, texts: list[str]) -> Iterator[tuple[str, str]]:
    """Yield Chinese and what became of it by every code page: whole, between other text, with something lost."""
    for codec in CODECS:
        for page in CHINESE_PAGES:
            text = cut(rnd, texts)
            data = text.encode(codec, "ignore")
            shown = show(data, page)
            sound = data.decode(codec)
            yield sound, shown
            yield f"檔名 {sound}.txt", f"檔名 {shown}.txt"
            yield f"// {sound}\nreturn", f"// {shown}\nreturn"
            at = rnd.randrange(max(1, len(data)))
            for rest in (data[:at] + data[at + 1 :], data[:-1], data[1:]):
                yield sound, show(rest, page)
            for lost in ("?", "\N{REPLACEMENT CHARACTER}", " "):
                yield sound, shown[:at] + lost + shown[at + 1 :]
            yield sound, re.sub("[\x80-\x9f]", "", shown).replace("\xa0", " ")
    yield text, text.encode().decode("gbk", "replace")
    yield text, text.encode().decode("cp950", "replace")
    yield text, text.encode("gb18030").decode("cp949", "replace")


def count_harm(seed: int, rounds: int, texts: list[str]) -> tuple[int, list[tuple[str, str]]]:
    """Return how many were tried, and those that were changed to something that they were not."""
    rnd = random.Random(seed)  # noqa: S311 - a sample, and no secret
    tried, harmed = 0, []
    for _ in range(rounds):
        for text, shown in misread_chinese(rnd, texts):
            tried += 1
            if repair_foreign(shown) not in (shown, text):
                harmed.append((shown, repair_foreign(shown)))
    return tried, harmed


def test_misread_chinese_is_never_touched() -> None:
    tried, harmed = count_harm(4, 8, list(CHINESE))
    assert tried > 2_000
    assert harmed == []


def test_misread_chinese_of_the_corpora_is_never_touched(shared: Path) -> None:
    files = [*(shared / "corpora" / "devtest").glob("simp-*.txt"), *(shared / "corpora" / "devtest").glob("trad-*.txt")]
    texts = [line for file in sorted(files) for line in file.read_text(encoding="utf-8").splitlines() if len(line) > 60]
    tried, harmed = count_harm(11, 12, texts)
    assert tried > 3_000
    assert harmed == []


@pytest.mark.parametrize("text", [*SENTENCES.values(), *CHINESE])
def test_sound_text_is_the_same_object(text: str) -> None:
    assert repair_foreign(text) is text


@pytest.mark.parametrize("name", ["other-japanese", "other-korean", "other-french", "other-classical"])
def test_other_languages_of_the_corpora_stay(shared: Path, name: str) -> None:
    text = (shared / "corpora" / "devtest" / f"{name}.txt").read_text(encoding="utf-8")
    assert repair_foreign(text) is text


def cases_of_ftfy(shared: Path) -> list[tuple[str, str, set[str]]]:
    """Return (file, text, what it may become) for each of ftfy's own labelled cases."""
    files = sorted((shared / "external").glob("ftfy-*.json"))
    if not files:
        pytest.skip("no cases of ftfy beside the project")
    return [
        (file.stem, case["original"], {case["fixed"], case.get("fixed-encoding", case["fixed"])})
        for file in files
        for case in json.loads(file.read_text(encoding="utf-8"))
    ]


def test_what_ftfy_repairs_is_repaired_but_for_chinese(shared: Path) -> None:
    from ftfy import fix_encoding

    for _, text, right in cases_of_ftfy(shared):
        theirs = fix_encoding(text)
        if theirs in right and not re.search("[\u4e00-\u9fff]", theirs):
            assert repair_foreign(text) in right


def test_the_preset_gets_as_many_cases_of_ftfy_right(shared: Path) -> None:
    from ftfy import fix_encoding

    cases = cases_of_ftfy(shared)
    ours = sum(zhfix.fix(text) in right for _, text, right in cases)
    theirs = sum(fix_encoding(text) in right for _, text, right in cases)
    assert ours >= theirs


DEBRIS = [
    *(
        show(text.encode(), page)
        for text in ("é", "à", "“", "п", "ー", "，", "\ufffd", "、")
        for page in ("cp1252", "mac_roman")
    ),
    *(show(show(text.encode(), "cp1252").encode(), "cp1252") for text in ("é", "”")),
    *(show(text.encode("gbk"), "latin-1") for text in ("中", "学习", "墙")),
    show("😀".encode("utf-16", "surrogatepass").decode("utf-16").encode("utf-16-be"), "latin-1"),
    *("ÃÂÅÐÑé\x85\x93\x9d?\ufffd\xa0 ab中，\n\ud83d"),
]
marred = st.lists(st.sampled_from(DEBRIS) | st.characters(max_codepoint=0x17F) | st.characters(), max_size=12).map(
    "".join
)


@given(text=marred)
def test_the_rule_comes_to_rest_on_any_debris(text: str) -> None:
    edits = repair_foreign.edits(text)
    check_edits(text, edits)
    once = repair_foreign(text)
    assert repair_foreign(once) is once
    assert [char for char in once if "!" <= char <= "~" and char != "?"] == [
        char for char in text if "!" <= char <= "~" and char != "?"
    ]


@given(text=st.text(max_size=20), page=st.sampled_from(sorted(PAGES)))
def test_a_layer_is_found_where_there_is_one(text: str, page: str) -> None:
    shown = show(text.encode("utf-8"), page)
    if not text.isascii():
        assert find_layers(shown, text)
    assert len(byte_table(page)) == 128


def test_changes_are_one_for_a_run() -> None:
    assert [tuple(change) for change in find_changes("x Ã©Ã¨ y中Ã©文", "x éè y中é文")] == [(2, 6, "éè"), (9, 11, "é")]
    assert [tuple(change) for change in find_changes("今天ï¼Œ好", "今天，好")] == [(2, 5, "，")]
    assert find_changes("abc", "abd") == []


@pytest.mark.parametrize("page", ["latin-1", "cp1251", "cp437", "koi8-r"])
def test_chinese_is_seen_in_its_bytes(page: str) -> None:
    for codec in ("gbk", "utf-8"):
        assert may_be_chinese(show("这台仪器的说明书".encode(codec), page))
    assert not may_be_chinese(show("über die Brücke".encode(), page))


def test_the_probe_passes_what_has_no_pair() -> None:
    for text in ("ascii only", "中文，没有别的。“引号”——", "café, naïve, Škoda, fröhlich", "кошка"):
        assert not may_be_foreign(text)
    assert may_be_foreign("cafÃ©")


def test_ftfy_is_loaded_only_where_there_is_mojibake() -> None:
    script = (
        "import sys, zhfix; zhfix.fix('今天天气不错，naïve café。'); print('ftfy' in sys.modules); "
        "zhfix.fix('cafÃ© ZoÃ«'); print('ftfy' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - a script of ours
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{script}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize("atom", [*DEBRIS, *(f"{atom} " for atom in DEBRIS), "a\x93b ", "caf\xc3\xa9 中文"])
def test_long_text_takes_a_moment(atom: str) -> None:
    repair_foreign("cafÃ©")  # loads ftfy
    start = time.process_time()
    repair_foreign(atom * (80_000 // len(atom)))
    assert time.process_time() - start < 4  # 1.2 s at most on an idle machine
