"""What the command says, in English and Chinese; part of :data:`zhfix.messages.MESSAGES`."""

from __future__ import annotations

CLI_MESSAGES: dict[str, tuple[str, str]] = {
    "cli.alternatives": ("or it was: {others}", "也可能是：{others}"),
    "cli.backup": (
        "--backup keeps the old file beside the one that --in-place writes: give both",
        "--backup 用于保留被 --in-place 改写的旧文件：请同时给出两者",
    ),
    "cli.binary": ("{name} is no text; it is left as it is", "{name} 不是文本，未改动"),
    "cli.bom": ("byte order mark", "有字节顺序标记"),
    "cli.broken_entry": (
        "what the report says of {name} is not what this version of zhfix writes: the report was changed, or is older",
        "报告中关于 {name} 的记录不是此版本的 zhfix 写入的：报告已被改动，或由更早的版本生成",
    ),
    "cli.broken_report": (
        "the entry of the report for this file does not lead back to what it was made from: the report was changed",
        "报告中关于该文件的记录无法还原出原来的内容：报告已被改动",
    ),
    "cli.bytes_lost": ("bytes that are no character: {count}", "不成字符的字节：{count} 处"),
    "cli.bytes_repaired": ("damaged bytes repaired: {count}", "已修复的损坏字节：{count} 处"),
    "cli.cannot_convert": ("cannot convert {name}: {why}", "无法转换 {name}：{why}"),
    "cli.cannot_print": ("cannot write standard output: {why}", "无法写入标准输出：{why}"),
    "cli.cannot_read": ("cannot read {name}: {why}", "无法读取 {name}：{why}"),
    "cli.cannot_repair": ("cannot repair {name}: {why}", "无法修复 {name}：{why}"),
    "cli.cannot_write": ("cannot write {name}: {why}", "无法写入 {name}：{why}"),
    "cli.column_left": ("left", "未改动"),
    "cli.column_repaired": ("repaired", "已修复"),
    "cli.column_rule": ("rule", "规则"),
    "cli.complaint": ("Error: {message}", "错误：{message}"),
    "cli.config_empty": ("{path} has no table [tool.zhfix]", "{path} 中没有 [tool.zhfix] 表"),
    "cli.config_table": (
        "{path}: tool.zhfix is a table: write [tool.zhfix]",
        "{path}：tool.zhfix 应为表，请写作 [tool.zhfix]",
    ),
    "cli.config_toml": ("{path} is no TOML in UTF-8: {why}", "{path} 不是 UTF-8 编码的 TOML：{why}"),
    "cli.diff_bytes": (
        "{name}: damaged bytes are repaired in {count} more places, which a diff of the text does not show",
        "{name}：另有 {count} 处损坏的字节得到修复，文本的差异中看不到",
    ),
    "cli.directory": (
        "{name} is a directory: say --in-place, --output-dir DIR or --diff",
        "{name} 是目录：请使用 --in-place、--output-dir DIR 或 --diff",
    ),
    "cli.error": ("error, left as it is", "错误，未改动"),
    "cli.exclusive": ("{options} exclude one another", "{options} 不能同时使用"),
    "cli.findings_of_fields": (
        "--findings writes beside fields what was found in them: name them with --field NAME",
        "--findings 在字段旁写入其中的发现：请用 --field NAME 指明字段",
    ),
    "cli.format_of_fields": (
        "--format says what has the fields: name them with --field NAME",
        "--format 说明字段所在的格式：请用 --field NAME 指明字段",
    ),
    "cli.found": ("{count} found", "发现 {count} 处"),
    "cli.from_alone": (
        "--from shows what an earlier run found: it takes no PATH, and no option of reading",
        "--from 显示以前运行的结果：不能再给出 PATH 或读取方面的选项",
    ),
    "cli.from_json": (
        "--from reads JSON: name an --output that ends in .html, .md or .txt",
        "--from 读取 JSON：请给出以 .html、.md 或 .txt 结尾的 --output",
    ),
    "cli.info": ("worth a look, left as it is", "请留意，未改动"),
    "cli.in_file": ("{name}: {why}", "{name} 中：{why}"),
    "cli.left": ("it is left as it was", "文件保持原样"),
    "cli.mistyped": (
        "no command and no file is called {word}; did you mean {close}?",
        "没有名为 {word} 的命令或文件；是否想用 {close}？",
    ),
    "cli.more_places": ("so it is at {more} more places", "另外还有 {more} 处也是如此"),
    "cli.names_no_rule": ("names no rule", "没有写出任何规则"),
    "cli.needs_apply": ("--report and --backup need --apply", "--report 和 --backup 需要与 --apply 一起使用"),
    "cli.needs_file": ("{option} needs a FILE, and standard input is none", "{option} 需要一个 FILE，标准输入不是文件"),
    "cli.no_folder": ("--output-dir names a directory, and {name} is none", "--output-dir 应为目录，而 {name} 不是"),
    "cli.no_format": (
        "{name}: its name says no format of records: give --format jsonl|csv|tsv|parquet",
        "{name}：从文件名看不出记录的格式：请给出 --format jsonl|csv|tsv|parquet",
    ),
    "cli.no_jobs": (
        "{value} is no number of processes from 1 on, nor 'auto'",
        "{value} 不是从 1 开始的进程数，也不是 'auto'",
    ),
    "cli.no_report": ("this is no report of zhfix ({schema})", "这不是 zhfix 的报告（{schema}）"),
    "cli.no_undo": (
        "the report has no file with these bytes (SHA-256 {digest}…): it was changed since, or is another file",
        "报告中没有内容相同的文件（SHA-256 {digest}…）：文件后来被改动过，或不是同一个文件",
    ),
    "cli.nothing": (
        "{name}: nothing to repair; findings left: {findings}",
        "{name}：无需修复；未改动的发现：{findings} 处",
    ),
    "cli.other_report": (
        "the report is in the format {found}, and this version of zhfix reads {schema}",
        "报告的格式是 {found}，此版本的 zhfix 只能读取 {schema}",
    ),
    "cli.output_ends": ("its output ends there", "输出到此为止"),
    "cli.own_target": (
        "{name} would be written over itself: say --in-place, or name another directory",
        "{name} 会被自身的结果覆盖：请使用 --in-place，或指定其他目录",
    ),
    "cli.parquet_no_text": (
        "{name}: Parquet is no text and has no --diff, --report or encoding; --findings NAME tells what was found",
        "{name}：Parquet 不是文本，不能使用 --diff、--report 和编码选项；可用 --findings NAME 写入其中的发现",
    ),
    "cli.report_exists": (
        "{name} is there already, and may be the only way back from an earlier run: name another report",
        "{name} 已经存在，它可能是撤销此前修改的唯一依据：请换一个报告文件名",
    ),
    "cli.report_format": (
        "{name}: the name of a report ends in .json, .html, .md or .txt",
        "{name}：报告的文件名应以 .json、.html、.md 或 .txt 结尾",
    ),
    "cli.report_is_input": (
        "{name} is one of the files that are read: name another report",
        "{name} 是要读取的文件之一：请换一个报告文件名",
    ),
    "cli.report_of_names": ("the name of a report of names ends in .json", "文件名修复报告的名称应以 .json 结尾"),
    "cli.report_tells_names": (
        "{name} was renamed: a report of names holds no text to show",
        "{name} 只是改了名：文件名的报告中没有可显示的文本",
    ),
    "cli.same_target": (
        "{name} and {other} would be written to the same file; the first of them is",
        "{name} 与 {other} 会写入同一个文件，只写入前者",
    ),
    "cli.standard_input": ("standard input", "标准输入"),
    "cli.summary": (
        "{name}: edits: {edits} ({rules}); findings left: {findings}",
        "{name}：修改 {edits} 处（{rules}）；未改动的发现：{findings} 处",
    ),
    "cli.total": (
        "files: {files}, changed: {changed}, failed: {failed}",
        "文件：{files} 个，改动：{changed} 个，失败：{failed} 个",
    ),
    "cli.undo_file": (
        "name the FILE to undo: this report is none of names",
        "请写出要撤销的 FILE：这份报告不是文件名的报告",
    ),
    "cli.undone": (
        "this is what the file was before (SHA-256 {digest}…): there is nothing to undo",
        "这就是修复前的文件（SHA-256 {digest}…）：无需撤销",
    ),
    "cli.unreadable_kept": (
        "{name} is not {encoding} throughout: bytes {shown} at offset {offset} are left as they are",
        "{name} 并非全部是 {encoding}：偏移 {offset} 处的字节 {shown} 保持原样",
    ),
    "cli.unreadable_replaced": (
        "{name} is not {encoding} throughout: bytes {shown} at offset {offset} are replaced by U+FFFD",
        "{name} 并非全部是 {encoding}：偏移 {offset} 处的字节 {shown} 替换为 U+FFFD",
    ),
    "cli.warning": ("doubtful, left as it is", "存疑，未改动"),
    "compressed.damaged": (
        "its {kind} data is damaged, or followed by something else ({why})",
        "其中的 {kind} 数据已损坏，或其后有其他内容（{why}）",
    ),
    "compressed.followed": (
        "its {kind} data ends too early, or is followed by something else",
        "其中的 {kind} 数据不完整，或其后有其他内容",
    ),
    "compressed.no_module": (
        "this Python was built without the module {module}, which reads it",
        "此 Python 未包含读取它所需的模块 {module}",
    ),
    "compressed.no_zstd": (
        "zstd is read by Python 3.14, or by the package {module}: pip install 'zhfix[zstd]'",
        "读取 zstd 需要 Python 3.14 或 {module} 包：pip install 'zhfix[zstd]'",
    ),
    "compressed.truncated": ("its {kind} data ends too early", "其中的 {kind} 数据不完整，提前结束"),
    "records.no_field": ("there is no field {field}; there are: {fields}", "没有字段 {field}；现有字段：{fields}"),
    "records.no_object": ("line {line} is no JSON object", "第 {line} 行不是 JSON 对象"),
    "records.no_pyarrow": (
        "Parquet is read by the package pyarrow: pip install 'zhfix[parquet]'",
        "读取 Parquet 需要 pyarrow 包：pip install 'zhfix[parquet]'",
    ),
    "records.no_table": ("it is no Parquet file that can be read: {why}", "这不是可以读取的 Parquet 文件：{why}"),
    "records.no_text": ("line {line}: the field {field} is no string", "第 {line} 行：字段 {field} 不是字符串"),
    "records.no_text_column": (
        "the column {field} holds no strings but {kind}",
        "列 {field} 中不是字符串，而是 {kind}",
    ),
    "records.no_utf8": (
        "row {row}: the field {field} is no UTF-8, and is left as it is",
        "第 {row} 行：字段 {field} 不是 UTF-8，未改动",
    ),
    "records.noted": ("what was found in the record is written beside it", "在记录旁写入其中的发现"),
    "records.open": ("line {line} opens a quoted cell that never ends", "第 {line} 行的引号单元格没有结束"),
    "records.ragged": (
        "line {line} has {found} cells and not {expected}",
        "第 {line} 行有 {found} 个单元格，应为 {expected} 个",
    ),
    "records.taken": (
        "line {line}: there is a field {field} already; give --findings another name",
        "第 {line} 行：已有字段 {field}；请为 --findings 另取名称",
    ),
    "records.taken_column": (
        "there is a column {field} already; give --findings another name",
        "已有列 {field}；请为 --findings 另取名称",
    ),
}
