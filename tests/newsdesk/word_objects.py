"""Tables, boxes, pictures, links, marks and other things in Word files, and forms that are odd. Each function fills a file."""

import io

from docx.document import Document as WordFile
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from tests.newsdesk.word_parts import TEXTS, TITLE, add, picture, texts


def table(file: WordFile) -> None:
    texts(file)
    grid = file.add_table(3, 3, style="Table Grid")
    for row, given in zip(
        grid.rows, (("单位", "问题数", "整改数"), ("甲公司", "5", "3"), ("乙公司", "6", "4")), strict=True
    ):
        for cell, text in zip(row.cells, given, strict=True):
            cell.text = text


def joined_table(file: WordFile) -> None:
    table(file)
    file.tables[-1].cell(0, 0).merge(file.tables[-1].cell(0, 1))
    file.tables[-1].cell(1, 2).merge(file.tables[-1].cell(2, 2))


def nested_table(file: WordFile) -> None:
    texts(file)
    outer = file.add_table(2, 2, style="Table Grid")
    outer.cell(0, 0).text, outer.cell(0, 1).text, outer.cell(1, 0).text = "单位", "明细", "甲公司"
    inner = outer.cell(1, 1).add_table(2, 2)
    for row, given in zip(inner.rows, (("项目", "结果"), ("台账", "合格")), strict=True):
        for cell, text in zip(row.cells, given, strict=True):
            cell.text = text


def frame(file: WordFile) -> None:
    box = file.add_table(1, 1, style="Table Grid")
    box.cell(0, 0).text = TEXTS[0]
    texts(file, 1, 2)


def _vml_box(text: str) -> str:
    return (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def box_xml(text: str, old: bool) -> str:
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    fallback = (
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        if old
        else ""
    )
    return (
        f'<w:r {nsdecls("w", "wp", "a")} xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="100" cy="100"/><wp:docPr id="9" name="框"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"{fallback}</mc:AlternateContent></w:r>"
    )


BOXED = "文本框里的重要提示：整改不到位的列入重点名单"


def old_box(file: WordFile) -> None:
    texts(file)
    file.paragraphs[-1]._p.append(parse_xml(_vml_box(BOXED)))


def both_box(file: WordFile) -> None:
    texts(file)
    file.paragraphs[-1]._p.append(parse_xml(box_xml(BOXED, True)))


def new_box(file: WordFile) -> None:
    texts(file)
    file.paragraphs[-1]._p.append(parse_xml(box_xml(BOXED, False)))


def title_in_box(file: WordFile) -> None:
    file.add_paragraph()._p.append(parse_xml(box_xml("信用简报第3期", True)))
    texts(file)


def images(file: WordFile) -> None:
    texts(file, 0)
    file.add_picture(io.BytesIO(picture()))
    add(file, "图1：执法人员查看台账", centred=True)
    texts(file, 1, 2)
    file.add_picture(io.BytesIO(picture("PNG", (300, 200))))
    file.paragraphs[-1]._p.find(".//" + qn("wp:docPr")).set("descr", "整改前后的仓库")


def undescribed(file: WordFile) -> None:
    texts(file)
    file.add_picture(io.BytesIO(picture("PNG", (300, 200))))
    file.paragraphs[-1]._p.find(".//" + qn("wp:docPr")).set("descr", "IMG_20261112.jpg")


def metafile(file: WordFile) -> None:
    texts(file)
    file.add_picture(io.BytesIO(picture("PNG", (30, 20))))


def image_in_table(file: WordFile) -> None:
    texts(file)
    grid = file.add_table(2, 2)
    for cell in grid.rows[0].cells:
        cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture("PNG", (300, 200))))
    for cell, text in zip(grid.rows[1].cells, ("图：检查现场", "图：整改现场"), strict=True):
        cell.text = text


def links(file: WordFile) -> None:
    texts(file)
    paragraph = file.add_paragraph("详见")
    relation = file.part.relate_to(
        "https://www.example.gov.cn/a(1)",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), relation)
    element.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>通知原文</w:t></w:r>"))
    paragraph._p.append(element)


def pasted_web(file: WordFile) -> None:
    for text in TEXTS:
        paragraph = add(file, text, font="微软雅黑", size=10.5)
        paragraph.paragraph_format.left_indent = Pt(30)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), "FFFFFF")
        paragraph._p.get_or_add_pPr().append(shade)
    add(
        file,
        '<div class="TRS_Editor"><p style="x">源代码</p></div> &nbsp; {{ x }} [链接](javascript:alert(1)) *星* _线_',
    )


def look_alikes(file: WordFile) -> None:
    texts(file)
    for text in (
        "# 不是标题",
        "- 不是列表，是一句以连字符开头的话。",
        "> 不是引用",
        "1. 不是列表，是一句话。",
        "a | b | c",
        "=====",
        "Title: 不是头部",
        "`不是代码` ~~~ ![x](y)",
        "    四个空格",
        ": 不是定义",
        "&#24858; \\反斜线",
    ):
        add(file, text)


def header_footer(file: WordFile) -> None:
    texts(file)
    file.sections[0].header.paragraphs[0].text = "内部资料"
    file.sections[0].footer.paragraphs[0].text = "第 1 页 共 2 页"


def tracked(file: WordFile) -> None:
    texts(file)
    author = 'w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"'
    file.paragraphs[-1]._p.append(
        parse_xml(f"<w:ins {nsdecls('w')} {author}><w:r><w:t>新增的一句话。</w:t></w:r></w:ins>")
    )
    file.paragraphs[-1]._p.append(
        parse_xml(f"<w:del {nsdecls('w')} {author}><w:r><w:delText>删去的一句话。</w:delText></w:r></w:del>")
    )


def hidden(file: WordFile) -> None:
    texts(file)
    run = file.paragraphs[-1].add_run("不应公开的备注")
    run.font.hidden = True


def formula(file: WordFile) -> None:
    texts(file)
    file.paragraphs[-1]._p.append(
        parse_xml(f"<m:oMath {nsdecls('m')}><m:r><m:t>合格率=整改数÷问题数</m:t></m:r></m:oMath>")
    )


def control(file: WordFile) -> None:
    texts(file)
    kept = "<w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent>"
    # The third is filled by a program that leaves the flag.
    for text, empty in (("填写了的内容", False), ("单击此处输入文字", True), ("带着标记的内容", True)):
        mark = "<w:showingPlcHdr/>" if empty else ""
        file.element.body.insert(
            len(file.element.body) - 1,
            parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr>{mark}</w:sdtPr>{kept.format(text)}</w:sdt>"),
        )


def byline(file: WordFile) -> None:
    add(file, TITLE, bold=True, size=18, centred=True)
    add(file, "来源：测试县应急管理局  作者：王五", centred=True)
    texts(file)
    add(file, "（供稿：王五  审核：赵六）")


def wide_form(file: WordFile) -> None:
    texts(file)


def odd_form(file: WordFile) -> None:
    texts(file)


def emphasis(file: WordFile) -> None:
    paragraph = add(file, "11月12日，")
    paragraph.add_run("县应急管理局").bold = True
    paragraph.add_run("组织检查，").italic = True
    paragraph.add_run(" 着重").bold = True
    paragraph.add_run("强调 ").bold = True
    paragraph.add_run("了承诺。").underline = True
    texts(file, 1, 2)


def page_breaks(file: WordFile) -> None:
    texts(file, 0)
    file.add_page_break()
    texts(file, 1, 2)


def rare(file: WordFile) -> None:
    texts(file)
    add(file, "𠮷林㐂镇龘某的承诺书、①②③、25㎡、（2026）〔3〕号、1‰")
