"""The texts of :mod:`zhfix.messages` for marks, blanks, lines, shapes and scripts, in English and Chinese."""

from __future__ import annotations

TIDY_MESSAGES: dict[str, tuple[str, str]] = {
    "compat.double": (
        "{code} is a double of {char}, for compatibility with old tables",
        "{code} 是为兼容旧编码而设的重复码位，即“{char}”",
    ),
    "compat.gb2312": (
        "a mark of Japan that some decoders of GB 2312 write for {after}",
        "某些 GB 2312 解码程序用日文标点代替了“{after}”",
    ),
    "compat.homoglyph": (
        "{char} looks like {meant}, which belongs here",
        "“{char}”与“{meant}”形近，此处应为后者",
    ),
    "compat.icon": (
        "{names}: for private use; an icon perhaps, and left",
        "{names}：私用区字符，可能是图标，未改动",
    ),
    "compat.kana": (
        "half-width katakana for {after}",
        "半角片假名，即“{after}”",
    ),
    "compat.mapped": (
        "{code} is for private use, and the mapping says what it means",
        "{code} 是私用区字符，已按给定的对照表还原",
    ),
    "compat.private": (
        "{names}: for private use; which character was meant is not known, and it is left",
        "{names}：私用区字符，无法确定原字，未改动",
    ),
    "compat.private_gb": (
        "GBK and GB 18030 wrote {char} as private use before Unicode had it",
        "在 Unicode 收录“{char}”之前，GBK 和 GB 18030 用私用区码位表示它",
    ),
    "compat.private_hkscs": (
        "Hong Kong's and ETEN's Big5 wrote {char} as private use before Unicode had it",
        "在 Unicode 收录“{char}”之前，香港增补字符集及倚天 Big5 用私用区码位表示它",
    ),
    "compat.private_uao": (
        "Taiwan's boards have {char} at a code that Microsoft's Big5 reads as private use",
        "台湾 BBS 的 Big5 扩展（UAO）中的“{char}”，被 Microsoft 的 Big5 读作私用区字符",
    ),
    "compat.radical": (
        "{radical} is a radical that stands for the character {char}",
        "{radical} 是部首字符，此处应为汉字“{char}”",
    ),
    "compat.vertical": (
        "a mark in its shape for vertical text, {after}",
        "竖排形式的标点，即“{after}”",
    ),
    "compat.zero": (
        "a circle that stands for 〇 among numerals",
        "数字中代替“〇”的圆圈",
    ),
    "lines.ends": (
        "a line end of another kind ({found}) than the others ({wanted})",
        "换行符（{found}）与其余各行（{wanted}）不一致",
    ),
    "lines.indent": (
        "a paragraph is set in by two characters",
        "段首应空两格",
    ),
    "lines.outdent": (
        "a paragraph that is not to be set in",
        "段首不空格",
    ),
    "lines.separator": (
        "{found} ends a line that should end with {wanted}",
        "以 {found} 换行，应为 {wanted}",
    ),
    "lines.vertical": (
        "VERTICAL TAB ({found}), a line end of word processors",
        "文字处理软件用作换行的垂直制表符（{found}）",
    ),
    "lines.wrapped": (
        "the line was broken at a width, in the middle of a sentence",
        "按固定宽度折行，句子被断开",
    ),
    "punctuation.collapsed": (
        "{marks}: marks repeated or one on top of another",
        "“{marks}”：标点重复或叠用",
    ),
    "punctuation.dash": (
        "{marks} stands for a Chinese dash, which is ——",
        "“{marks}”应为中文破折号“——”",
    ),
    "punctuation.ellipsis": (
        "{marks} stands for a Chinese ellipsis, which is ……",
        "“{marks}”应为中文省略号“……”",
    ),
    "punctuation.interpunct": (
        "{mark} stands for the dot between parts of a name, which is {dot}",
        "“{mark}”应为间隔号“{dot}”",
    ),
    "punctuation.unclear": (
        "{marks}: one of these marks is too many, and nobody can tell which; left",
        "“{marks}”：标点有多余，无法判断应保留哪一个，未改动",
    ),
    "quotes.curled": (
        "the straight mark {before} is {after} in Chinese",
        "直引号 {before} 在中文里应为 {after}",
    ),
    "quotes.cut": (
        "the other mark of {mark} is not in this paragraph: the quotation goes on elsewhere, was cut, or lost a mark",
        "{mark} 的另一半不在本段：引文跨段、被截断，或引号已丢失",
    ),
    "quotes.inner_alone": (
        "{before} stands alone where the document has outer marks: it may mean something else",
        "{before} 单独使用，而文中其他引号为外层引号，可能另有用意",
    ),
    "quotes.lone": (
        "{mark} pairs with no other mark",
        "{mark} 没有与之配对的引号",
    ),
    "quotes.missing_closing": (
        "the mark {mark} that closes {partner} was lost",
        "与 {partner} 配对的 {mark} 已丢失",
    ),
    "quotes.missing_opening": (
        "the mark {mark} that opens what {partner} closes was lost",
        "与 {partner} 配对的 {mark} 已丢失",
    ),
    "quotes.mixed": (
        "{before} closes or opens what another kind of mark quotes: {after}",
        "{before} 与另一种引号配对，应为 {after}",
    ),
    "quotes.narrator": (
        "these marks enclose the narrator and not the speech: both are reversed, or others are missing",
        "这对引号括住的是叙述而非话语：方向颠倒，或缺少其他引号",
    ),
    "quotes.nesting": (
        "{before} is nested in the wrong order: at this depth it is {after}",
        "引号嵌套次序有误，此层的 {before} 应为 {after}",
    ),
    "quotes.no_closing": (
        "the mark that closes {mark} is missing, and its place is not certain",
        "缺少与 {mark} 配对的后引号，位置无法确定",
    ),
    "quotes.no_opening": (
        "the mark that opens what {mark} closes is missing, and its place is not certain",
        "缺少与 {mark} 配对的前引号，位置无法确定",
    ),
    "quotes.region": (
        "{before} is {after} in this region",
        "该地区习惯用 {after} 代替 {before}",
    ),
    "quotes.reversed": (
        "{before} points the wrong way: the pairing of the paragraph asks for {after}",
        "{before} 方向有误，按本段配对应为 {after}",
    ),
    "quotes.straight": (
        "the straight mark {before} stands for {after}, as the other marks of the paragraph show",
        "按本段其他引号，直引号 {before} 应为 {after}",
    ),
    "quotes.straightened": (
        "{before} as {after}, for matching",
        "为便于匹配，{before} 改为 {after}",
    ),
    "quotes.tex": (
        "{before} is how TeX writes {after}",
        "{before} 是 {after} 的 TeX 写法",
    ),
    "quotes.title": (
        "{before} inside or around a title is {after}",
        "书名号嵌套次序有误，此处 {before} 应为 {after}",
    ),
    "quotes.too_many": (
        "{count} quotation marks in one paragraph do not pair; none was changed",
        "一段中有 {count} 个引号未能配对，均未改动",
    ),
    "quotes.only_straight": (
        "straight quotation marks around Chinese; repairs leave them where a paragraph has no others",
        "中文使用了直引号；段落中没有其他引号时不改动",
    ),
    "script.chosen": (
        "written in several ways in the other script, chosen by what stands around it: {forms}",
        "在另一种字体中有几种写法，按上下文选定：{forms}",
    ),
    "script.converted": (
        "converted by {config}",
        "按 {config} 转换",
    ),
    "script.doubtful": (
        "{char} may be {other} that leaked from the other script or was converted wrongly, but it is not sure enough",
        "{char}可能应为{other}，是另一种字形混入或转换错误，但把握不足",
    ),
    "script.japanese": (
        "{char} is a form of Japan in Chinese text",
        "中文里混入的日本字形{char}",
    ),
    "script.leaked": (
        "{char} is simplified, in traditional text",
        "繁体文中混入的简体字{char}",
    ),
    "script.leaked_traditional": (
        "{char} is traditional, in simplified text",
        "简体文中混入的繁体字{char}",
    ),
    "script.overconverted": (
        "{char} is what a converter makes of another word's character",
        "{char}是转换程序把别的字误转而成",
    ),
    "script.regional": (
        "{char} is written {other} in the region's standard",
        "该地区的标准字形写作{other}，而非{char}",
    ),
    "script.variant": (
        "{char} is written {other} nearly everywhere else on the page",
        "全文其他地方几乎都写作{other}，而非{char}",
    ),
    "script.written": (
        "written in the script of the page, by {config}",
        "按 {config} 改为全文所用的字体",
    ),
    "spacing.foreign": (
        "{count} {code} in place of a plain blank",
        "{count} 个 {code}，应为普通空格",
    ),
    "spacing.latin_added": (
        "a blank between Chinese and Latin letters or digits",
        "中文与西文字母或数字之间加空格",
    ),
    "spacing.latin_removed": (
        "no blank between Chinese and Latin letters or digits",
        "中文与西文字母或数字之间不加空格",
    ),
    "spacing.mark": (
        "a full-width mark needs no blank beside it",
        "全角标点旁不需要空格",
    ),
    "spacing.spaced": (
        "text set apart character by character",
        "文字被逐字隔开",
    ),
    "spacing.split": (
        "a blank inside a word",
        "词语中间有空格",
    ),
    "spacing.trailing": (
        "blanks at the end of a line",
        "行尾空白",
    ),
    "width.digit": (
        'a normaliser of punctuation wrote " for the fullwidth digit 1',
        "标点规范化程序把全角数字“１”写成了直引号",
    ),
    "width.folded": (
        "fullwidth letters or digits",
        "全角字母或数字",
    ),
    "width.in_english": (
        "a fullwidth {mark} in an English sentence",
        "英文句子里的全角标点“{mark}”",
    ),
    "width.in_number": (
        "a fullwidth {mark} inside a number or a time",
        "数字或时间里的全角标点“{mark}”",
    ),
    "width.widened": (
        "an ASCII {mark} in Chinese, which has {wide}",
        "中文里的半角标点“{mark}”，应为“{wide}”",
    ),
}
