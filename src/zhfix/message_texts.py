"""The texts of :mod:`zhfix.messages` for repairs: of each reason, by its key, the English one and the Chinese one."""

from __future__ import annotations

REPAIR_MESSAGES: dict[str, tuple[str, str]] = {
    "annotation.junk": (
        "the reading {gloss} was written after {base} by a converter",
        "“{base}”后的注音“{gloss}”是转换程序写入的",
    ),
    "annotation.left": (
        "the reading {gloss} of {base} is left: its writer may have meant it",
        "保留“{base}”的注音“{gloss}”：可能是作者所加",
    ),
    "annotation.conversion": (
        "markup of a wiki for conversion, as shown to readers of {reader}",
        "维基的字词转换标记，取 {reader} 读者所见的写法",
    ),
    "annotation.conversion_open": (
        "markup of a wiki for conversion that is never closed; left",
        "维基的字词转换标记没有结束，未改动",
    ),
    "annotation.conversion_unknown": (
        "markup of a wiki for conversion; what it shows here is not known, and it is left",
        "维基的字词转换标记，无法确定此处显示的内容，未改动",
    ),
    "annotation.flattened": (
        "readings that lost their markup stood between the characters of {word}",
        "注音失去标记后混进了“{word}”的文字之间",
    ),
    "annotation.gloss": (
        "the reading of {word} stood behind it in brackets",
        "“{word}”后面括号里是它的读音",
    ),
    "annotation.masked": (
        "a masked word, perhaps {word}",
        "可能是“{word}”的遮掩写法",
    ),
    "annotation.note": (
        "a mark that points to a note",
        "指向注释的标记",
    ),
    "annotation.rows": (
        "lines of readings above or below the lines that they are of; left",
        "注音单独成行，位于正文的上方或下方，未改动",
    ),
    "annotation.ruby": (
        "markup of readings above characters, and the readings",
        "文字上方注音的标记和读音",
    ),
    "annotation.ruby_open": (
        "markup of readings that is never closed; left",
        "注音标记没有结束，未改动",
    ),
    "annotation.unfit": (
        "{gloss} is no reading of {base}, though a converter wrote readings in this text: the character may be wrong",
        "“{gloss}”并非“{base}”的读音，而本文中的注音是转换程序写入的：该字可能有误",
    ),
    "escapes.bytes": (
        "bytes of {encoding}, left escaped as {form}",
        "{encoding} 字节以 {form} 形式转义，未还原",
    ),
    "escapes.code": (
        "characters left escaped as {form}",
        "字符以 {form} 形式转义，未还原",
    ),
    "escapes.cut": (
        "the escape {escape} was cut, so the character is lost",
        "转义序列“{escape}”被截断，该字已丢失",
    ),
    "foreign.inferred": (
        "this was UTF-8, read in another encoding, and lost bytes since; what they were is inferred or U+FFFD",
        "此处原为 UTF-8，被当作其他编码读取，之后又丢失了字节；所缺部分为推断或以 U+FFFD 表示",
    ),
    "foreign.layers": (
        "this was UTF-8, read in the wrong encoding several times: {read}",
        "此处原为 UTF-8，先后多次被当作其他编码读取：{read}",
    ),
    "foreign.mark": (
        "a C1 control, which stands for {mark} in Windows-1252",
        "C1 控制字符，在 Windows-1252 中是“{mark}”",
    ),
    "foreign.repaired": (
        "this was UTF-8 of another language, read as {read}",
        "此处原为其他语言的 UTF-8 文本，被当作 {read} 读取",
    ),
    "invisible.annotation": (
        "an interlinear annotation of {after}",
        "“{after}”的行间注释",
    ),
    "invisible.bidi": (
        "{names}: a mark for right-to-left text, in text that has none",
        "{names}：双向文字控制符，而此处没有从右到左的文字",
    ),
    "invisible.blank": (
        "{names} before the text, and the blank that nothing could strip because of it",
        "文首的 {names} 以及因其未能去除的空格",
    ),
    "invisible.c1": (
        "{names}: a stray C1 control character",
        "{names}：多余的 C1 控制字符",
    ),
    "invisible.control": (
        "{names}: a stray control character",
        "{names}：多余的控制字符",
    ),
    "invisible.filler": (
        "{names}: an invisible letter of another script, in Chinese",
        "{names}：其他文字的不可见字母，混入中文",
    ),
    "invisible.hidden": (
        "tag characters that hold hidden text: {hidden}",
        "标签字符暗藏文字：{hidden}",
    ),
    "invisible.joined": (
        "the two surrogates are one character, {char}",
        "两个代理码位合为一个字符“{char}”",
    ),
    "invisible.left_annotation": (
        "{names}: an annotation between the lines stands in the text; left",
        "{names}：行间注释混入正文，未改动",
    ),
    "invisible.left_blank_letter": (
        "{names}: a letter that shows as a blank, at an edge or beside a word; left",
        "{names}：显示为空白的字母，位于边缘或词旁，未改动",
    ),
    "invisible.left_c1": (
        "{names}: a C1 control character that may be a mark or a byte of another encoding; left",
        "{names}：C1 控制字符，可能是其他编码的标点或字节，未改动",
    ),
    "invisible.left_direction": (
        "{names}: what is shown here may not be what is written; left",
        "{names}：此处显示的可能与实际内容不同，未改动",
    ),
    "invisible.left_object": (
        "{names}: an image or another object stood here; left",
        "{names}：此处原有图片或其他对象，未改动",
    ),
    "invisible.left_orphan": (
        "{names} joins nothing: the emoji before it was lost",
        "{names} 前面的表情符号已丢失",
    ),
    "invisible.left_separator": (
        "{names} stands where a separator may have been; left",
        "{names} 处可能原有分隔符，未改动",
    ),
    "invisible.left_shift": (
        "{names}: a shift of ISO-2022, so the text may be in another encoding; left",
        "{names}：ISO-2022 切换序列，文本可能属于其他编码，未改动",
    ),
    "invisible.left_swapped": (
        "{names}: a byte order mark read with its bytes swapped; the whole text may be; left",
        "{names}：字节顺序颠倒的 BOM，全文可能都是如此，未改动",
    ),
    "invisible.mark": (
        "{names}: a mark of Windows, {after}",
        "{names}：Windows 编码的标点“{after}”",
    ),
    "invisible.noncharacter": (
        "{names}: a code point that is no character",
        "{names}：非字符码位",
    ),
    "invisible.object": (
        "{names} where an image or another object stood, which text cannot hold",
        "{names}：此处原有图片或其他对象，纯文本无法保留",
    ),
    "invisible.overstruck": (
        "{after} was overstruck for bold or underlined print",
        "为打印粗体或下划线而重叠打印的“{after}”",
    ),
    "invisible.reversed": (
        "a right-to-left override shows {inner} reversed, so {turned} is what is read",
        "从右到左覆盖符使“{inner}”倒序显示，读者看到的是“{turned}”",
    ),
    "invisible.selector": (
        "{names}: a variation selector after a character that has no variants",
        "{names}：变体选择符之前的字符没有变体",
    ),
    "invisible.separator": (
        "{names}: a stray separator or padding",
        "{names}：多余的分隔符或填充字符",
    ),
    "invisible.sequence": (
        "{names}: a control sequence of a terminal",
        "{names}：终端控制序列",
    ),
    "invisible.soft_hyphen": (
        "{names}: a soft hyphen in Chinese, which has none",
        "{names}：中文里不用的软连字符",
    ),
    "invisible.surrogate": (
        "half of a surrogate pair: the character is lost",
        "不成对的代理码位：该字符已丢失",
    ),
    "invisible.tag": (
        "{names}: a tag character outside an emoji flag",
        "{names}：不属于旗帜表情的标签字符",
    ),
    "invisible.unassigned": (
        "{names}: an invisible code point that is no character yet",
        "{names}：尚未分配字符的不可见码位",
    ),
    "invisible.zero_width": (
        "{names}: a character of no width",
        "{names}：零宽字符",
    ),
    "mojibake.inferred": (
        "this was {was}, read as {read}, and lost bytes; by what stands around them they were {chars}",
        "此处原为 {was}，被当作 {read} 读取并丢失了字节，据上下文推断为“{chars}”",
    ),
    "mojibake.layers": (
        "this was misread {count} times: {chain}",
        "此处被误读了 {count} 次：{chain}",
    ),
    "mojibake.mostly_lost": (
        "this was {was}, read as {read}, and lost too many bytes to be restored; what is left may read {reading}",
        "此处原为 {was}，被当作 {read} 读取，丢失的字节过多，无法复原；残余部分可能是“{reading}”",
    ),
    "mojibake.repaired": (
        "this was {was}, read as {read}",
        "此处原为 {was}，被当作 {read} 读取",
    ),
    "mojibake.suspected": (
        "this may be {was} that was read as {read}, and may be {reading}",
        "此处可能是被当作 {read} 读取的 {was}，原文可能是“{reading}”",
    ),
    "pipeline.callable": (
        "changed by the function {name}",
        "由函数 {name} 修改",
    ),
    "pipeline.unsettled": (
        "the rule goes on changing what it or another rule wrote here, so it was left out for this text",
        "该规则会反复改动自己或其他规则的结果，因此未用于此文本",
    ),
    "salvage.blanked": (
        "the bytes {bytes} end in a blank that was A0: {char}",
        "字节 {bytes} 末尾的空格原是 A0：{char}",
    ),
    "salvage.doubled": (
        "a backslash doubled inside a character",
        "字符内部的反斜杠被重复",
    ),
    "salvage.inserted": (
        "a byte was put into {char}: {bytes}",
        "“{char}”的字节之间混入了多余的字节：{bytes}",
    ),
    "salvage.padding": (
        "padding of {count} NUL bytes",
        "{count} 个用于填充的 NUL 字节",
    ),
    "salvage.restored": (
        "the bytes {bytes} are damaged; by what stands around them they were {char} ({others})",
        "字节 {bytes} 已损坏，据上下文推断为“{char}”（{others}）",
    ),
    "salvage.returned": (
        "a carriage return was put before a byte 0A that is no line end by itself",
        "在并非独立换行的字节 0A 之前被插入了回车",
    ),
    "salvage.stray": (
        "the bytes {bytes} belong to no character",
        "字节 {bytes} 不属于任何字符",
    ),
    "salvage.unreadable": (
        "the bytes {bytes} are no character, and what they were cannot be told",
        "字节 {bytes} 不构成字符，无法判断原文",
    ),
    "salvage.wrapped": (
        "a line was wrapped inside {char}: {bytes}",
        "“{char}”的字节之间被插入了换行：{bytes}",
    ),
    "slip.across": (
        "a filter took the second byte of one character and what follows for another, and wrote its reading here",
        "过滤程序把前一个字的第二个字节与其后的字节当作另一个字，在此写入了它的读音",
    ),
    "slip.added": (
        "a byte was added here, so what follows was read one byte out of step",
        "此处多出一个字节，其后的文字因此错位一个字节",
    ),
    "slip.doubtful": (
        "this may have been read one byte out of step, and may be {reading}",
        "此处可能因错位一个字节而误读，原文可能是“{reading}”",
    ),
    "slip.gloss": (
        "a reading was written into the middle of a character here, so what follows was read one byte out of step",
        "此处的注音被写入了某个字的两个字节之间，其后的文字因此错位一个字节",
    ),
    "slip.lead": (
        "the first byte of a character was lost here, so what follows was read one byte out of step",
        "此处丢失了某个字的第一个字节，其后的文字因此错位一个字节",
    ),
    "slip.trail": (
        "the second byte of a character was lost here, so what follows was read one byte out of step",
        "此处丢失了某个字的第二个字节，其后的文字因此错位一个字节",
    ),
    "unrecoverable.boxes": (
        "boxes that may stand for characters nobody could read or show: {count}",
        "方框可能代替了无法辨认或无法显示的字；字数：{count}",
    ),
    "unrecoverable.fill": (
        "{shown} is memory that was filled with {byte} and never written: the end of the text before it was not found",
        "“{shown}”是以 {byte} 填充、未曾写入的内存：其前的文字没有结束标记",
    ),
    "unrecoverable.questions": (
        "question marks that may stand for characters an encoding does not have: {count}",
        "问号可能代替了某种编码中没有的字；字数：{count}",
    ),
    "unrecoverable.quoted": (
        "{shown} is what lost text looks like, but may be meant here",
        "“{shown}”形同丢失的文字，但此处可能是有意写出的",
    ),
    "unrecoverable.replaced": (
        "bytes that could not be decoded became U+FFFD, which was read as {page}; characters lost, about: {count}",
        "无法解码的字节变成了 U+FFFD，又被当作 {page} 读取；约丢失字数：{count}",
    ),
    "unrecoverable.unreadable": (
        "bytes that could not be decoded stood here; characters lost, about: {count}",
        "此处曾有无法解码的字节；约丢失字数：{count}",
    ),
}
