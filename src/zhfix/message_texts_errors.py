"""Why something was refused or failed, in English and Chinese; part of :data:`zhfix.messages.MESSAGES`."""

from __future__ import annotations

ERROR_MESSAGES: dict[str, tuple[str, str]] = {
    "encode.half": (
        "{encoding} has no {char} ({code}), at position {position} of the text: it is half a character; replace it",
        "{encoding} 中没有 {char}（{code}，在文本的位置 {position}）：它只是半个字符，请先替换",
    ),
    "encode.no_char": (
        "{encoding} has no {char} ({code}), at position {position} of the text; utf-8 has it",
        "{encoding} 中没有 {char}（{code}，在文本的位置 {position}）；utf-8 中有",
    ),
    "encode.no_char_gb": (
        "{encoding} has no {char} ({code}), at position {position} of the text; gb18030 and utf-8 have every character",
        "{encoding} 中没有 {char}（{code}，在文本的位置 {position}）；gb18030 和 utf-8 中什么字符都有",
    ),
    "file.irregular": (
        "{place} is no regular file, and nothing can take its place",
        "{place} 不是普通文件，无法被替换",
    ),
    "noun.config": ("config", "转换配置"),
    "noun.encoding": ("encoding", "编码"),
    "noun.ends": ("ends", "换行方式"),
    "noun.expectation": ("expectation", "预期语言"),
    "noun.format": ("format", "格式"),
    "noun.ideographic": ("ideographic", "全角空格的处理方式"),
    "noun.key": ("key", "配置项"),
    "noun.lang": ("lang", "语言"),
    "noun.language": ("language", "语言"),
    "noun.markup": ("markup", "标记语言"),
    "noun.mode": ("mode", "处理方式"),
    "noun.newline": ("newline", "换行符"),
    "noun.preset": ("preset", "预设"),
    "noun.region": ("region", "地区"),
    "noun.rule": ("rule", "规则"),
    "noun.style": ("style", "引号样式"),
    "option.bare": (
        "{option} takes a list of strings: pass [{value}], not {value}",
        "{option} 应为字符串的列表：请写作 [{value}]，而不是 {value}",
    ),
    "option.guess": (
        "unknown {option} {value}, did you mean {guess}? There are: {known}",
        "没有这个{option}：{value}，是否想写 {guess}？可用的有：{known}",
    ),
    "option.ignores": (
        'it is a table of patterns and lists of rules, such as "*.md" = ["quotes"], not {value}',
        '应为由模式和规则列表组成的表，例如 "*.md" = ["quotes"]，而不是 {value}',
    ),
    "option.jobs": (
        "jobs is a number of processes from 1 on, or None for one a processor, not {value}",
        "jobs 应为不小于 1 的进程数，或 None（每个处理器一个进程），而不是 {value}",
    ),
    "option.list": ("{option} takes a list of strings, not {value}", "{option} 应为字符串的列表，而不是 {value}"),
    "option.none": ("none", "无"),
    "option.pattern": ("{pattern} is no pattern: {why}", "{pattern} 不是有效的模式：{why}"),
    "option.rule_in": ("rule in {option}", "{option} 中的规则"),
    "option.share": (
        "{option} is a number from 0 to 1, or None, not {value}",
        "{option} 应为 0 到 1 之间的数或 None，而不是 {value}",
    ),
    "option.strings": (
        "{option} takes strings of one character or more, not {value}",
        "{option} 的每一项应为至少一个字符的字符串，而不是 {value}",
    ),
    "option.unknown": ("unknown {option} {value}. There are: {known}", "没有这个{option}：{value}。可用的有：{known}"),
    "option.within": ("{where}: {why}", "{where} 有误：{why}"),
    "system.EACCES": ("Permission denied", "权限不足"),
    "system.EBADF": ("Bad file descriptor", "文件描述符无效"),
    "system.EEXIST": ("File exists", "文件已存在"),
    "system.EIO": ("Input/output error", "输入或输出错误"),
    "system.EISDIR": ("Is a directory", "是目录"),
    "system.ELOOP": ("Too many levels of symbolic links", "符号链接的层数过多"),
    "system.EMFILE": ("Too many open files", "打开的文件过多"),
    "system.ENAMETOOLONG": ("File name too long", "文件名过长"),
    "system.ENOENT": ("No such file or directory", "没有这个文件或目录"),
    "system.ENOSPC": ("No space left on device", "磁盘空间不足"),
    "system.ENOTDIR": ("Not a directory", "不是目录"),
    "system.EPERM": ("Operation not permitted", "不允许此操作"),
    "system.EROFS": ("Read-only file system", "文件系统为只读"),
}
