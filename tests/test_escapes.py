"""Escapes: every notation written by its own encoder and read back, what stays, and the laws of the rule."""

from __future__ import annotations

import base64
import hashlib
import json
import quopri
import time
from collections.abc import Callable
from email.header import Header
from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import any_text, damaged_text
from zhfix import Evidence, Pipeline, apply_edits
from zhfix.blocks import NEIGHBOURS
from zhfix.edits import check_edits
from zhfix.messages import translate
from zhfix.normalizers import decode_escapes
from zhfix.presets import REPAIR
from zhfix.result import Result
from zhfix.rules._escape_scene import AROUND


def hex_bytes(text: str, encoding: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode(encoding))


def octal(text: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in text.encode())


def utf7(text: str) -> str:
    return "+" + base64.b64encode(text.encode("utf-16-be")).decode().rstrip("=") + "-"


WRITERS: dict[str, Callable[[str], str]] = {
    "json": lambda text: json.dumps(text)[1:-1],
    "json twice": lambda text: json.dumps(json.dumps(text))[3:-3],
    "python": lambda text: text.encode("unicode_escape").decode(),
    "javascript": lambda text: "".join(f"%u{ord(char):04X}" for char in text),
    "decimal": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "decimal twice": lambda text: escape(text.encode("ascii", "xmlcharrefreplace").decode()),
    "decimal three times": lambda text: escape(escape(text.encode("ascii", "xmlcharrefreplace").decode())),
    "hexadecimal": lambda text: "".join(f"&#x{ord(char):X};" for char in text),
    "utf-8 bytes": lambda text: hex_bytes(text, "utf-8"),
    "gbk bytes": lambda text: hex_bytes(text, "gbk"),
    "gbk repr": lambda text: repr(text.encode("gbk"))[2:-1],
    "octal": octal,
    "percent": quote,
    "percent twice": lambda text: quote(quote(text)),
    "percent gbk": lambda text: quote(text, encoding="gbk"),
    "percent small": lambda text: quote(text, encoding="gbk").lower(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "encoded word": lambda text: Header(text, "utf-8").encode(),
    "encoded word gb2312": lambda text: Header(text, "gb2312").encode(),
    "encoded words folded": lambda text: Header(text * 9, "utf-8", maxlinelen=40).encode(),
    "utf-7": utf7,
    "punycode": lambda text: "xn--" + text.encode("punycode").decode(),
    "hz": lambda text: text.encode("hz").decode(),
}
WORDS = ("图书馆", "天气预报", "会议通知", "请稍后再试", "我们明天去爬山")


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("word", WORDS)
def test_what_an_encoder_wrote_is_read(writer: str, word: str) -> None:
    written = WRITERS[writer](word)
    assert written.isascii()
    assert decode_escapes(written) == (word * 9 if "folded" in writer else word)
    assert decode_escapes(f"log: {written} end") == f"log: {word * 9 if 'folded' in writer else word} end"


BIG5_WRITERS: tuple[Callable[[str], str], ...] = (
    lambda text: hex_bytes(text, "big5"),
    lambda text: repr(text.encode("big5"))[2:-1],
    lambda text: quote(text, encoding="big5"),
    lambda text: Header(text, "big5").encode(),
)


@pytest.mark.parametrize("word", ["圖書館", "天氣預報", "會議通知", "請稍後再試", "我們明天去爬山"])
@pytest.mark.parametrize("writer", BIG5_WRITERS)
def test_big5_is_read(word: str, writer: Callable[[str], str]) -> None:
    assert decode_escapes(writer(word)) == word


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("привет мир", "cp1251"),
        ("библиотека", "koi8-r"),
        ("Ελλάδα", "iso8859-7"),
        ("été à Noël", "latin-1"),
        ("straße größe", "latin-1"),
        ("źdźbło żółć", "cp1250"),
        ("שלום עולם", "cp1255"),
        ("السلام عليكم", "cp1256"),
        ("สวัสดีครับ", "cp874"),
        ("ありがとう", "shift_jis"),
        ("ありがとう", "euc_jp"),
        ("감사합니다", "cp949"),
        ("спасибо", "utf-8"),
        ("ありがとう", "utf-8"),
        ("감사합니다", "utf-8"),
    ],
)
def test_bytes_of_other_languages_stay(text: str, encoding: str) -> None:
    for written in (hex_bytes(text, encoding), quote(text, encoding=encoding)):
        assert decode_escapes(written) is written


def test_random_bytes_stay() -> None:
    read = 0
    for size in range(2, 42):
        for low in (0, 128):
            noise = hashlib.shake_128(bytes([size])).digest(size)
            data = bytes(low | byte for byte in noise)
            read += sum(decode_escapes(text) != text for text in ("".join(f"\\x{x:02x}" for x in data), quote(data)))
    assert read == 0


def test_a_text_is_judged_by_all_of_its_line() -> None:
    assert decode_escapes("N:=E7=8E=8B;=E8=8A=B3") == "N:王;芳"
    assert decode_escapes("N:=E7=8E=8B") == "N:=E7=8E=8B"
    assert decode_escapes(r"甲 \u597d 乙") == r"甲 \u597d 乙"


def test_source_and_text_of_the_same_escapes() -> None:
    lines = [r"\u4f60\u597d", r"\u518d\u89c1", r"\u8c22\u8c22"]
    assert decode_escapes("\n".join(lines)) == "你好\n再见\n谢谢"
    source = "\n".join(f'text[{i}] = "{line}";' for i, line in enumerate(lines))
    assert decode_escapes(source) is source
    mail = "Subject: =?utf-8?B?5Lya6K6u?=\nDate: 1\nContent-Type: text/plain;\n"
    assert decode_escapes(mail) == "Subject: 会议\nDate: 1\nContent-Type: text/plain;\n"


def test_a_cut_escape_is_reported_where_it_stands() -> None:
    text = r"log: \u4f60\u597d\u65"
    assert decode_escapes(text) == r"log: 你好\u65"
    (finding,) = decode_escapes.findings(text)
    assert (text[finding.start : finding.end], finding.severity, finding.lost) == (r"\u65", "warning", 1)
    assert [x.lost for x in decode_escapes.findings("%E4%BD%A0%E5%A5%BD%E5%90")] == [1]
    assert decode_escapes.findings(r"D:\u65 你好") == []


def test_confidence_and_reasons_tell_the_encoding() -> None:
    (modern,) = decode_escapes.edits("%E4%BD%A0%E5%A5%BD")
    (legacy,) = decode_escapes.edits("%C4%E3%BA%C3")
    assert modern.confidence > legacy.confidence
    assert modern.reason == "bytes of UTF-8, left escaped as %"
    assert translate(legacy.reason, "zh") == "GBK 字节以 % 形式转义，未还原"
    (code,) = decode_escapes.edits("&#20320;&#22909;")
    assert code.reason == "characters left escaped as &#;"


def test_expectation_spares_the_comparison_with_other_languages() -> None:
    text = "%C5%AE%B6%F9"  # 女儿, and letters of many a code page
    assert decode_escapes(text, evidence=Evidence(text, expect="zh")) == "女儿"


def test_the_preset_reads_what_was_escaped_and_then_misread() -> None:
    misread = "门票已经卖完了".encode().decode("latin-1")
    result: Result = Pipeline(REPAIR).explain("".join(f"&#{ord(char)};" for char in "门票") + "：" + misread)
    assert result.text == "门票：门票已经卖完了"
    assert Pipeline(REPAIR)("见 https://a.cn/%E9%97%A8%E7%A5%A8 与 `%E9%97%A8%E7%A5%A8`").count("%E9") == 2


# Pieces of every notation, whole and cut, so that they meet in every way.
ATOMS = [
    "\\", "\\\\", "\\u4e2d", "\\u6587", "\\\\u4e2d", "u4e2d", "%u4E2D", "&", "amp;", "#", "20013;",
    "&#20013;", "&#25991", "&amp;#20013;", "&#38;", "&ldquo;", "&amp;rdquo;", "&#72;", "&#x4e", "2d;",
    "%", "E4", "%E4%B8%AD", "%E6%96%87", "%D6%D0", "%CE%C4", "%A4H", "%25", "%20", "\\xe4\\xb8\\xad",
    "\\xd6\\xd0\\xce\\xc4", "\\344\\270\\255", "=", "=E4=B8=AD", "=\n", "=\r\n", "=?utf-8?B?5Lit?=",
    "=?gb2312?Q?", "=D6=D0", "?=", "=?utf-8?Q?=25E4=25B8=25AD=E6=96=87?=",
    "=?utf-8?B?XHU0ZTJkXHU2NTg3?=", "+Ti1lhw-", "+", "-", "&XfJT0ZAB-", "xn--fiq228c", ".", "/", "://",
    "~{VPND~}", "~{", "~}", "VPND", "\x0e", "\x0f", "\x1b$)A", "$A", "<U+4E2D>", "#U4e2d",
    "<e4><b8><ad>", "中", "文", "，", "“", " ", "\n", "\r", "a", '"', "[", "]", "-\\u9fff", "\\ud840",
    "\\udc0b", "\\u3042", "の", "한", "C:", "http://a.cn/", "编码", ";",
]  # fmt: skip
crowded_text = st.lists(st.sampled_from(ATOMS), max_size=24).map("".join)


@given(crowded_text | damaged_text | any_text)
def test_a_second_run_finds_nothing(text: str) -> None:
    frozen = Evidence(text)
    edits = decode_escapes.edits(text, evidence=frozen)
    check_edits(text, edits)
    once = apply_edits(text, edits)
    assert decode_escapes(once, evidence=frozen) == once
    assert decode_escapes(once) == once
    if any(decode_escapes.__wrapped__(text, evidence=frozen)):
        assert decode_escapes.may_apply(text)


@given(crowded_text)
def test_nothing_that_programs_read_comes_of_an_escape(text: str) -> None:
    """No quotation mark, backslash, sign of markup or control is there after that was not there before."""
    if "=?" in text:  # encoded words hold whatever was encoded
        return
    after = decode_escapes(text)
    for sign in "\\\"'<>&%=+~#;{}\0\t\n":
        assert after.count(sign) <= text.count(sign)


@pytest.mark.parametrize(
    "atom",
    ["\\u4e2d\\u6587 ", "中\\u4e2d", "&#20013;中", "&amp;ldquo;", "&amp;", "%D6%D0%CE%C4 ", "a/%E4", "=E4=B8=AD a=\n",
     "=?utf-8?B?5Lya?= ", "=?", "+Ti1lhw-", "xn--fiq228c.", "~{VPND~}", "~{", "\x0eVPND\x0f", "\\", "[\\u3000",
     "C:\\u4e2d", "\\ud83d", "<e4>", "\\xd6", "\n\\u4e2d\\u6587"],
)  # fmt: skip
def test_long_text_takes_a_moment(atom: str) -> None:
    text = atom * (80_000 // len(atom))
    decode_escapes("\\u4e2d\\u6587")  # reads its data
    start = time.perf_counter()
    decode_escapes(text)
    assert time.perf_counter() - start < 4  # 0.3 s on an idle machine


def test_a_line_that_is_read_again_is_seen_with_what_explains_its_escapes() -> None:
    """A pipeline runs again over lines that were changed, with so many characters around them."""
    assert NEIGHBOURS >= AROUND
