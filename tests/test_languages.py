"""The models of other languages: distributions as the Chinese one is, and good enough to tell the languages apart."""

from __future__ import annotations

import hashlib
import math
import re
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhfix._charlm_file import pack_model, unpack_model
from zhfix.charlm import CLASS_SPREAD, LANGUAGES, class_of, fold_symbol, open_language, open_model
from zhfix.errors import OptionError

OTHERS = tuple(language for language in LANGUAGES if language != "zh")
FOLDER = resources.files("zhfix").joinpath("data")
FILES = {language: FOLDER.joinpath(f"charlm-{language}.bin").read_bytes() for language in OTHERS}

SENTENCES = {
    "ja": ["図書館は今日も開いています。", "駅前に新しいパン屋ができました。", "雨が降ったら、試合は中止になります。"],
    "ko": ["오늘은 도서관이 일찍 문을 닫습니다.", "비가 오면 경기는 취소됩니다.", "새로운 빵집이 역 앞에 생겼다."],
    "ru": [
        "Сегодня библиотека закрыта.",
        "Если пойдёт дождь, матч отменят.",
        "Возле вокзала открылась новая булочная.",
    ],
    "western": ["La bibliothèque est fermée à midi.", "Die Bäckerei öffnet früh.", "Mañana no habrá sesión."],
    "zh": ["图书馆今天提前关门。", "如果下雨，比赛就取消。", "車站前面開了一家新的麵包店。"],
}
CODECS = {
    "ja": ("euc_jp", "cp932"),
    "ko": ("cp949",),
    "ru": ("cp1251", "koi8_r"),
    "western": ("cp1252",),
    "zh": ("gb18030", "big5hkscs"),
}
SURE = 10.0  # nats: more than any prior of an encoding is worth


def score(text: str, language: str) -> float:
    """Every pair but those of ASCII, which all readings share; 20 nats for what cannot be read."""
    model, total = open_language(language), 0.0
    for before, char in zip("\n" + text, text, strict=False):
        if "\N{REPLACEMENT CHARACTER}" in (before, char):
            total -= 20.0 * (char == "\N{REPLACEMENT CHARACTER}")
        elif not (before + char).isascii():
            total += model.log_bigram(before, char)
    return total


def test_chinese_is_the_model_that_all_rules_use() -> None:
    assert open_language("zh") is open_model()


def test_each_model_is_read_once() -> None:
    assert len({id(open_language(language)) for language in LANGUAGES * 2}) == len(LANGUAGES)


@pytest.mark.parametrize("language", ["", "JA", "fr", "../charlm"])
def test_an_unknown_language_is_refused_with_those_that_are_known(language: str) -> None:
    with pytest.raises(OptionError, match="'western'"):
        open_language(language)


def test_the_files_are_small() -> None:
    assert sum(map(len, FILES.values())) < 400_000


@pytest.mark.parametrize("language", OTHERS)
def test_the_file_is_the_one_that_its_provenance_records(language: str) -> None:
    assert pack_model(unpack_model(FILES[language])) == FILES[language]
    tables = FOLDER.joinpath("PROVENANCE.toml").read_text("utf-8")
    found = re.search(rf'\["charlm-{language}\.bin"\][^\[]*?\nsha256 = "(\w+)"', tables)
    assert found
    assert found[1] == hashlib.sha256(FILES[language]).hexdigest()


@given(st.sampled_from(OTHERS), st.characters(codec=None), st.characters(codec=None))
def test_every_character_has_a_probability(language: str, before: str, char: str) -> None:
    model = open_language(language)
    assert -60 < model.log_unigram(char) < 0
    assert -60 < model.log_bigram(before, char) < 0


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(
    "before", ["\n", " ", "e", "0", "é", "ß", "の", "図", "、", "가", "다", "н", "Я", "«", "龘", "中"]
)
def test_what_may_follow_sums_to_one(language: str, before: str) -> None:
    """Over all symbols, quantised as they are, and counting each class as the share of all its members."""
    model, listed = open_language(language), set(unpack_model(FILES[language]).symbols)
    shares: dict[str, float] = {}
    for code in (*range(0x3400), 0x3400, *range(0x4E00, 0x11000), 0x1F600, 0x20000):
        char = chr(code)
        symbol = next(one for one in (char, fold_symbol(char), class_of(char)) if one in listed)
        spread = 0.0 if len(symbol) == 1 else CLASS_SPREAD.get(symbol, 0.0)
        shares[symbol] = math.exp(model.log_bigram(before, char) + spread)
    assert sum(shares.values()) == pytest.approx(1.0, abs=0.05)  # a byte is up to 1/24 off, and one may have it all


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_likeliest_in_their_own_language(language: str) -> None:
    for sentence in SENTENCES[language]:
        scores = {other: score(sentence, other) for other in LANGUAGES}
        assert all(scores[language] > scores[other] + SURE for other in LANGUAGES if other != language), (
            sentence,
            scores,
        )


@pytest.mark.parametrize(("language", "codec"), [(one, codec) for one in LANGUAGES for codec in CODECS[one]])
def test_bytes_are_likeliest_in_the_encoding_that_they_are_in(language: str, codec: str) -> None:
    for sentence in SENTENCES[language]:
        try:
            data = sentence.encode(codec)
        except UnicodeEncodeError:
            continue  # one script's characters in the other's Big5
        right = score(sentence, language)
        for other in LANGUAGES:
            wrong = [text for text in (data.decode(name, "replace") for name in CODECS[other]) if text != sentence]
            assert all(right > score(text, other) + SURE for text in wrong), (sentence, other, wrong)


@pytest.mark.parametrize(
    ("language", "before", "likely", "unlikely"),
    [
        ("western", "t", "é", "Ð"),
        ("western", "n", "ç", "þ"),
        ("western", "n", "’", "ÿ"),
        ("western", "é", "t", "ê"),
        ("western", "o", "ß", "Ë"),
        ("ru", "н", "ы", "Ъ"),
        ("ru", " ", "в", "ъ"),
        ("ko", "습", "니", "궤"),
        ("ja", "ま", "し", "ぢ"),
        ("ja", "図", "書", "の"),
        ("ja", "ﾃ", "ｽ", "図"),
    ],
)
def test_neighbours_count(language: str, before: str, likely: str, unlikely: str) -> None:
    model = open_language(language)
    assert model.log_bigram(before, likely) > model.log_bigram(before, unlikely) + 1


@pytest.mark.parametrize(
    ("language", "chars"), [("ja", "あアｱ図。「々"), ("ko", "가힘를습"), ("ru", "яЯёЁїђ«№"), ("western", "éÉßøÅ’“—€ñ")]
)
def test_characters_of_a_language_are_listed_by_themselves(language: str, chars: str) -> None:
    assert all(open_language(language).knows(char) for char in chars)


def test_accents_behind_ascii_letters_are_no_surprise() -> None:
    model = open_language("western")
    assert model.log_bigram("t", "é") > -5
    assert model.log_bigram(" ", "à") > -6
    assert open_model().log_bigram("t", "閠") < model.log_bigram("t", "é") - 5
