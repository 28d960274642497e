"""Several encodings in one stream: each stretch is read in its own, and the segments say which."""

from __future__ import annotations

import pytest

from zhfix import decode

Part = tuple[str, str]

CASES: dict[str, list[Part]] = {
    "log": [
        ("utf-8", "10:01 用户登录成功\n"),
        ("gb18030", "10:02 数据库连接失败，正在重试\n"),
        ("ascii", "10:03 GET /index 200\n"),
        ("utf-8", "10:04 请求已经处理完毕\n"),
        ("gb18030", "10:05 文件无法打开，请检查权限\n"),
    ],
    "joined": [
        ("big5", "鎮上的圖書館今天開放。\n讀者可以借閱新書。\n"),
        ("gb18030", "山里的小路很难走。\n我们走了一整天。\n"),
    ],
    "joined utf-8 first": [
        ("utf-8", "鎮上的圖書館今天開放。\n讀者可以借閱新書。\n" * 3),
        ("big5", "山裡的小路很難走。\n我們走了一整天。\n" * 3),
    ],
    "source": [
        ("ascii", "#include <stdio.h>\n"),
        ("gb18030", "int total; // 所有项目的总和\n"),
        ("ascii", "int rest;\n"),
        ("utf-8", "int count; // 剩下的数量\n"),
        ("ascii", "return 0;\n"),
    ],
    "one foreign line": [
        ("utf-8", "日志开始，系统正常运行。\n" * 3),
        ("gb18030", "错误\n"),
        ("utf-8", "日志结束，系统已经关闭。\n"),
    ],
    "gb18030 with a line of utf-8": [
        ("gb18030", "日志开始，系统正常运行。\n" * 3),
        ("utf-8", "配置文件读取失败。\n"),
        ("gb18030", "日志结束，系统已经关闭。\n"),
    ],
    "many turns": [
        ("utf-8", "第一个程序写的是这一行。\n"),
        ("gb18030", "第二个程序写的是另外一行。\n"),
    ]
    * 20,
    "crlf": [("utf-8", "第一封信已经收到。\r\n"), ("gb18030", "第二封信还在路上。\r\n")] * 2,
    "three encodings": [
        ("utf-8", "我们明天去爬山。\n"),
        ("big5", "我們明天去爬山。\n"),
        ("gb18030", "我们明天去爬山。\n"),
    ]
    * 3,
    "mail": [
        ("ascii", "From: a@example.org\n\n"),
        ("gb18030", "附件里是上个月的报表，请查收。\n"),
        ("ascii", "\nFrom: b@example.org\n\n"),
        ("big5", "謝謝，我已經收到報表，下週再回覆你。\n"),
        ("ascii", "\nFrom: c@example.org\n\n"),
        ("utf-8", "大家辛苦了，周末愉快！\n"),
    ],
}
FAILING = {
    "in one line": (
        [
            ("utf-8", "标题：今天的天气非常好 "),
            ("gb18030", "正文：我们一起去公园散步，然后回家吃饭。\n"),
        ],
        "one half is read in the encoding of the other",
    ),
    "in one line, without ASCII": (
        [("utf-8", "用户说：今天的天气非常好，"), ("gb18030", "我们一起去公园散步。")],
        "a change of encoding inside a line is not found without an ASCII character at it",
    ),
    "one line of Japanese": (
        [
            ("gb18030", "会议记录如下，请各位核对。\n" * 4),
            ("shift_jis", "今日は天気がとても良いので、公園を散歩しました。\n"),
            ("gb18030", "以上内容由秘书整理。\n"),
        ],
        "a line of Japanese in a Chinese file is read as rare ideographs",
    ),
}


def write(parts: list[Part]) -> bytes:
    return b"".join(text.encode(encoding) for encoding, text in parts)


def check(parts: list[Part]) -> None:
    decoded = decode(write(parts))
    assert decoded.text == "".join(text for _, text in parts)
    assert not decoded.edits
    at = 0
    for encoding, text in parts:
        size = len(text.encode(encoding))
        if not text.isascii():
            inside = [one for one in decoded.segments if one.start < at + size and one.end > at]
            # ASCII at either end may go with the neighbour; all that is wide is in one segment.
            assert encoding in {one.encoding for one in inside}
            first = at + next(i for i, byte in enumerate(text.encode(encoding)) if byte >= 0x80)
            holding = next(one for one in decoded.segments if one.start <= first < one.end)
            assert (holding.encoding, holding.end >= at + len(text.rstrip().encode(encoding))) == (encoding, True)
        at += size


@pytest.mark.parametrize("parts", CASES.values(), ids=CASES.keys())
def test_each_part_is_read_in_its_encoding(parts: list[Part]) -> None:
    check(parts)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(parts, id=name, marks=pytest.mark.xfail(strict=True, reason=why))
        for name, (parts, why) in FAILING.items()
    ],
)
def test_each_part_is_read_in_its_encoding_one_day(parts: list[Part]) -> None:
    check(parts)


def test_a_tail_in_gbk_behind_a_file_with_a_mark() -> None:
    head, tail = "会议记录：今天讨论了新的计划。\n", "补充：下次会议在星期三举行。\n"
    data = head.encode("utf-8-sig") + tail.encode("gb18030")
    decoded = decode(data)
    assert decoded.text == head + tail
    assert (decoded.encoding, decoded.bom) == ("utf-8-sig", b"\xef\xbb\xbf")
    assert [(one.end, one.encoding) for one in decoded.segments] == [
        (3 + len(head.encode()), "utf-8-sig"),
        (len(data), "gb18030"),
    ]


def test_ascii_goes_with_what_stands_before_it_or_else_with_what_follows() -> None:
    decoded = decode(b"head\n" + "我们明天去爬山。\n".encode("gb18030") + b"tail\n")
    assert [(one.start, one.encoding) for one in decoded.segments] == [(0, "gb18030")]
    assert [one.encoding for one in decode(b"all of it\n").segments] == ["ascii"]


def test_the_encoding_is_that_of_most_bytes() -> None:
    line, other = "日志开始，系统正常运行。\n", "配置文件读取失败。\n"
    assert decode((line * 5).encode("gb18030") + other.encode()).encoding == "gb18030"
    assert decode((line * 5).encode() + other.encode("gb18030")).encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_one_encoding_is_one_segment(encoding: str) -> None:
    text = "山中的小路很安全，大家都可以走，注意天色不要太晚。\n" * 40
    data = text.encode(encoding)
    decoded = decode(data)
    assert decoded.text == text
    assert [(one.start, one.end, one.encoding) for one in decoded.segments] == [(0, len(data), encoding)]


def test_damage_and_a_change_of_encoding_do_not_disturb_each_other() -> None:
    first, second = "图书馆今天重新开放，读者可以借阅新书。\n", "明天的会议改在下午三点举行，请准时参加。\n"
    data = first.encode()[:12] + first.encode()[13:] + second.encode("gb18030") + first.encode()
    decoded = decode(data)
    assert decoded.text.endswith(second + first)
    assert decoded.text.startswith("图书馆今")
    assert [one.encoding for one in decoded.segments] == ["utf-8", "gb18030", "utf-8"]
    assert all(edit.end <= len(first.encode()) for edit in decoded.edits)


def test_the_only_segment_is_in_the_encoding_of_the_whole() -> None:
    decoded = decode("Zażółć gęślą jaźń, proszę państwa, wszyscy już są.".encode("cp1250"))
    assert [one.encoding for one in decoded.segments] == [decoded.encoding]
