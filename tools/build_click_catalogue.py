"""Write what click says in Chinese, as a catalogue of gettext: ``python tools/build_click_catalogue.py``.

Click asks gettext for each of its messages, and so speaks any language that it finds a catalogue of. The messages are
those of click 8.1 to 8.5; a message that is not here stays English.
"""

from __future__ import annotations

import struct
from pathlib import Path

CATALOGUE = Path(__file__).parent.parent / "src/zhfix/cli/locale/zh/LC_MESSAGES/messages.mo"

MESSAGES: dict[str, str | tuple[str, str]] = {
    "Aborted!": "已中止！",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 需要 {nargs} 个值。",
    "Commands": "命令",
    "Could not open file {filename!r}: {message}": "无法打开文件 {filename!r}：{message}",
    "Error: {message}": "错误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值无效：{message}",
    "Invalid value: {message}": "值无效：{message}",
    "Missing argument": "缺少参数",
    "Missing command.": "缺少命令。",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少 {param_type}",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such option: {name}": "没有选项：{name}",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Options": "选项",
    "Positional arguments": "参数",
    "Show the version and exit.": "显示版本并退出。",
    "Show this message and exit.": "显示此帮助并退出。",
    "Try '{command} {option}' for help.": "使用“{command} {option}”查看帮助。",
    "Usage:": "用法：",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "unknown error": "未知错误",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的 {number_type}。",
    "{value} is not in the range {range}.": "{value} 不在 {range} 的范围内。",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "Did you mean {possibility}?": ("是否想用 {possibility}？", "（是否想用其中之一：{possibilities}？）"),
    "Got unexpected extra argument ({args})": ("多余的参数（{args}）", "多余的参数（{args}）"),
    "Option {name!r} requires an argument.": ("选项 {name!r} 需要一个值。", "选项 {name!r} 需要 {nargs} 个值。"),
    "Takes {nargs} values but 1 was given.": ("需要 {nargs} 个值，只给了 1 个。", "需要 {nargs} 个值，给了 {len} 个。"),
    "{value!r} is not {choice}.": ("{value!r} 不是 {choice}。", "{value!r} 不在 {choices} 之中。"),
}
"""Each message of click in Chinese; two where it has one form for one thing and another for several."""
PLURALS = {
    "Did you mean {possibility}?": "(Did you mean one of: {possibilities}?)",
    "Got unexpected extra argument ({args})": "Got unexpected extra arguments ({args})",
    "Option {name!r} requires an argument.": "Option {name!r} requires {nargs} arguments.",
    "Takes {nargs} values but 1 was given.": "Takes {nargs} values but {len} were given.",
    "{value!r} is not {choice}.": "{value!r} is not one of {choices}.",
}
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def build_catalogue() -> bytes:
    """Return the bytes of the catalogue: two tables of lengths and places, and the texts that each ends with NUL."""
    entries = {"": HEADER}
    for message, chinese in MESSAGES.items():
        if isinstance(chinese, str):
            entries[message] = chinese
        else:
            entries[f"{message}\0{PLURALS[message]}"] = "\0".join(chinese)
    rows = sorted((key.encode(), value.encode()) for key, value in entries.items())
    place = 28 + 16 * len(rows)
    tables, texts = [], b""
    for column in (0, 1):
        for row in rows:
            tables.append(struct.pack("<2I", len(row[column]), place + len(texts)))
            texts += row[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, place) + b"".join(tables) + texts


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(build_catalogue())
