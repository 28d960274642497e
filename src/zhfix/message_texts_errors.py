"""Why something was refused or failed, in English and Chinese; part of :data:`zhfix.messages.MESSAGES`."""

from __future__ import annotations

ERROR_MESSAGES: dict[str, tuple[str, str]] = {
    "file.irregular": (
        "{place} is no regular file, and nothing can take its place",
        "{place} 不是普通文件，无法被替换",
    ),
    "option.bare": (
        "{option} takes a list of strings: pass [{value}], not {value}",
        "{option} 应为字符串的列表：请写作 [{value}]，而不是 {value}",
    ),
    "option.guess": (
        "unknown {option} {value}, did you mean {guess}? There are: {known}",
        "没有 {option}：{value}，是否想写 {guess}？可用的有：{known}",
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
    "option.unknown": ("unknown {option} {value}. There are: {known}", "没有 {option}：{value}。可用的有：{known}"),
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
