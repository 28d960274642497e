"""What is said of names of files and members, in English and Chinese; part of :data:`zhfix.messages.MESSAGES`."""

from __future__ import annotations

NAME_MESSAGES: dict[str, tuple[str, str]] = {
    "names.archive_comment": ("the comment of the archive", "压缩包的注释"),
    "names.bytes": ("its bytes are {encoding}", "文件名的字节是 {encoding}"),
    "names.central": (
        "the directory of the archive is damaged at byte {place}: it cannot be rewritten safely",
        "压缩包的目录在第 {place} 字节处损坏：无法安全改写",
    ),
    "names.controls": (
        "the repaired name would hold control characters",
        "修复后的文件名会含有控制字符",
    ),
    "names.directory": (
        "the repaired name would lead out of its folder",
        "修复后的文件名会指向所在文件夹之外",
    ),
    "names.disks": ("the archive is one of several parts: join them first", "这是分卷压缩包的一部分：请先合并"),
    "names.doubtful": (
        "{name} may be {after} ({confidence:.2f}, {why}), which is not sure enough: it stays; --encoding may help",
        "{name} 可能是 {after}（{confidence:.2f}，{why}），把握不足，未改动；可用 --encoding 指定编码",
    ),
    "names.end": (
        "no directory of an archive is found at the end: the file is cut off, or is no zip archive",
        "文件末尾找不到压缩包目录：文件不完整，或不是 zip 压缩包",
    ),
    "names.escape": ("its characters are left escaped as {form}", "字符以 {form} 的形式转义"),
    "names.exists": ("{after} is there already", "{after} 已经存在"),
    "names.forbidden": (
        "the repaired name would hold {char}, which not every system allows",
        "修复后的文件名会含有 {char}，并非所有系统都允许",
    ),
    "names.hidden_directory": (
        "the directory of the archive is encrypted: it cannot be rewritten",
        "压缩包的目录已加密：无法改写",
    ),
    "names.large": (
        "the archive would grow beyond 4 GB, which its format has no place for",
        "压缩包会超过 4 GB，其格式无法容纳",
    ),
    "names.long": (
        "the repaired name would take {bytes} bytes, and {most} is the most",
        "修复后的文件名需要 {bytes} 字节，最多只能有 {most} 字节",
    ),
    "names.lost": (
        "it is no UTF-8, and nothing reads its bytes for certain; if you know its code page, name it with --encoding",
        "它不是 UTF-8，其字节也无法可靠解读；如果知道编码，请用 --encoding 指定",
    ),
    "names.misread": ("this was {was}, read as {read}", "原为 {was}，被当作 {read} 读取"),
    "names.outside": (
        "a program that does not take care would write this member outside of the folder it unpacks to",
        "解压程序如不加防范，会把这一项写到目标文件夹之外",
    ),
    "names.overlap": (
        "members of the archive overlap at byte {place}: it is damaged, or made to do harm",
        "压缩包中的内容在第 {place} 字节处重叠：文件已损坏，或是恶意构造的",
    ),
    "names.planned": (
        "nothing was renamed: --apply changes {count} of these names",
        "尚未更名：加上 --apply 会更改其中 {count} 个名称",
    ),
    "names.refused": ("{name} is left as it is: {why}", "{name} 未改动：{why}"),
    "names.same_file": (
        "{after} is the same file by another name: a run that was stopped may have left both; delete one of them",
        "{after} 是同一个文件的另一个名字：可能是中断的操作留下的，请删除其中一个",
    ),
    "names.twice": (
        "{after} would be the name of others, too: {others}",
        "另有 {others} 个也会叫作 {after}",
    ),
    "names.undo_gone": (
        "{after} is not there any more: it was renamed or deleted since",
        "{after} 已不存在：后来被改名或删除",
    ),
}
