"""Forty Word files as clerks make them: what each has, and what must come out of it.

Built with python-docx and by hand where it has no words for a thing; `THROUGH_OFFICE` are opened and saved again by
LibreOffice. All names and facts are invented.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from docx import Document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from PIL import Image

TITLE = "县应急管理局开展危险化学品企业信用分级检查"
TEXTS = (
    "11月12日，县应急管理局组织执法人员对六家危险化学品经营单位开展信用分级检查，查看承诺履行、台账记录和应急准备情况。",
    "检查发现问题十一处，当场整改七处，其余四处限期十日内整改，整改结果将记入企业信用档案并向社会公示。",
    "下一步，该局将根据信用等级确定检查频次，对守信企业减少检查，对失信企业加大检查力度。",
)
FORM = {
    "标题": TITLE,
    "报送单位": "测试县应急管理局",
    "栏目": "信用动态",
    "类别": "动态类",
    "事件日期": "2026年11月12日",
    "报送日期": "2026.11.16",
    "作者": "王五",
    "审核人（单位负责人）": "赵六（局长）",
    "来源": "测试县应急管理局",
    "摘要": "六家危险化学品经营单位接受信用分级检查。",
}


@dataclass(frozen=True)
class Case:
    """`headings`: (level, text) in order; `codes`: findings that must come; `has`: parts of the Markdown."""

    name: str
    make: Callable[[WordFile], None]
    headings: tuple[tuple[int, str], ...] = ()
    codes: frozenset[str] = frozenset()
    has: tuple[str, ...] = ()
    title: str = TITLE
    form: bool = True


def form_table(file: WordFile, columns: int = 2, fields: dict[str, str] = FORM) -> None:
    pairs = list(fields.items())
    each_row = columns // 2
    rows = [pairs[at : at + each_row] for at in range(0, len(pairs), each_row)]
    table = file.add_table(len(rows), columns, style="Table Grid")
    for row, given in zip(table.rows, rows, strict=True):
        for place, (label, text) in enumerate(given):
            row.cells[2 * place].text, row.cells[2 * place + 1].text = label, text


def add(
    file: WordFile, text: str, bold: bool = False, size: float = 0, font: str = "", centred: bool = False
) -> Paragraph:
    paragraph = file.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if font:
        run.font.name = font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def texts(file: WordFile, *which: int) -> None:
    for place in which or (0, 1, 2):
        add(file, TEXTS[place])


def picture(kind: str = "JPEG", size: tuple[int, int] = (1600, 900), exif: bool = True) -> bytes:
    target = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    tags = Image.Exif()
    tags[0x010F] = "SECRET-CAMERA"
    tags.get_ifd(0x8825)[1] = "N"
    image.save(target, kind, **({"exif": tags} if exif and kind == "JPEG" else {}))
    return target.getvalue()


def plain(file: WordFile) -> None:
    texts(file)


def styled(file: WordFile) -> None:
    file.add_heading(TITLE, 0)
    file.add_heading("一、检查情况", 1)
    texts(file, 0)
    file.add_heading("（一）发现的问题", 2)
    texts(file, 1)
    file.add_heading("二、下一步工作", 1)
    texts(file, 2)


def bold_headings(file: WordFile) -> None:
    add(file, TITLE, bold=True, size=22, centred=True)
    add(file, "检查情况", bold=True)
    texts(file, 0, 1)
    add(file, "下一步工作", bold=True)
    texts(file, 2)


def official(file: WordFile) -> None:
    add(file, TITLE, size=22, font="方正小标宋简体", centred=True)
    for text, font in (
        ("一、检查情况", "黑体"), ("（一）发现的问题", "楷体_GB2312"), (TEXTS[0], ""),
        ("二、下一步工作", "黑体"), (TEXTS[2], ""),
    ):  # fmt: skip
        add(file, text, size=16, font=font or "仿宋_GB2312")


def large_headings(file: WordFile) -> None:
    add(file, TITLE, size=20, centred=True)
    for text, size in (("检查情况", 15), (TEXTS[0], 12), (TEXTS[1], 12), ("下一步工作", 15), (TEXTS[2], 12)):
        add(file, text, size=size)


def unmarked_numbers(file: WordFile) -> None:
    for text in ("一、检查情况", TEXTS[0], TEXTS[1], "二、下一步工作", TEXTS[2]):
        add(file, text)


def all_bold(file: WordFile) -> None:
    for text in TEXTS:
        add(file, text, bold=True)


def run_in(file: WordFile) -> None:
    for number, text in zip("一二三", TEXTS, strict=True):
        paragraph = add(file, f"{number}是强化检查。", bold=True)
        paragraph.add_run(text)


def two_line_title(file: WordFile) -> None:
    add(file, "县应急管理局开展危险化学品企业", bold=True, size=22, centred=True)
    add(file, "信用分级检查", bold=True, size=22, centred=True)
    texts(file)


def blanks_and_indents(file: WordFile) -> None:
    for text in TEXTS:
        add(file, "\u3000\u3000" + text, font="宋体")
        add(file, "")
        add(file, "\u3000")


def nbsp_indents(file: WordFile) -> None:
    for text in TEXTS:
        add(file, "\u00a0\u00a0\u00a0\u00a0" + text)


def line_breaks(file: WordFile) -> None:
    paragraph = file.add_paragraph()
    for text in TEXTS:
        run = paragraph.add_run(text)
        run.add_break(WD_BREAK.LINE)


def bullets(file: WordFile) -> None:
    texts(file, 0)
    for text in ("查看承诺履行情况", "查看台账记录", "查看应急准备"):
        file.add_paragraph(text, style="List Bullet")
    texts(file, 1, 2)


def numbers(file: WordFile) -> None:
    texts(file, 0)
    for text in ("查看承诺履行情况；", "查看台账记录；", "查看应急准备。"):
        file.add_paragraph(text, style="List Number")
    texts(file, 1, 2)


def nested_list(file: WordFile) -> None:
    texts(file)
    file.add_paragraph("检查内容", style="List Bullet")
    file.add_paragraph("承诺履行情况", style="List Bullet 2")
    file.add_paragraph("台账记录", style="List Bullet 2")
    file.add_paragraph("检查结果", style="List Bullet")


def typed_bullets(file: WordFile) -> None:
    texts(file)
    for text in ("• 查看承诺履行情况", "● 查看台账记录", "◆查看应急准备"):
        add(file, text)


def typed_numbers(file: WordFile) -> None:
    texts(file)
    for number, text in enumerate(("查看承诺履行情况，共六家。", "查看台账记录，共十二本。"), 1):
        add(file, f"{number}. {text}")


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


H = ((2, "一、检查情况"), (3, "（一）发现的问题"), (2, "二、下一步工作"))
FLAT = ((2, "检查情况"), (2, "下一步工作"))
NUMBERED = ((2, "一、检查情况"), (2, "二、下一步工作"))
BOX = frozenset(("N-126",))
CASES = (
    Case("plain", plain),
    Case("styled", styled, H),
    Case("bold-headings", bold_headings, FLAT),
    Case("official", official, H),
    Case("large-headings", large_headings, FLAT),
    Case("unmarked-numbers", unmarked_numbers, NUMBERED),
    Case("all-bold", all_bold),
    Case("run-in", run_in),
    Case("two-line-title", two_line_title),
    Case("two-line-title-no-form", two_line_title, codes=frozenset(("N-001", "N-120")), form=False),
    Case("styled-no-form", styled, H, frozenset(("N-001", "N-120")), form=False),
    Case("blanks-and-indents", blanks_and_indents),
    Case("nbsp-indents", nbsp_indents),
    Case("line-breaks", line_breaks),
    Case("bullets", bullets, has=("-   查看台账记录\n",)),
    Case("numbers", numbers, has=("2.  查看台账记录；\n",)),
    Case("nested-list", nested_list, has=("-   检查内容\n    -   承诺履行情况\n",)),
    Case("typed-bullets", typed_bullets, has=("-   查看台账记录\n",)),
    Case("typed-numbers", typed_numbers, has=("1\\. 查看",)),
    Case("table", table, has=("| 甲公司 | 5 | 3 |",)),
    Case("joined-table", joined_table, has=('colspan="2"', 'rowspan="2"')),
    Case("nested-table", nested_table, has=("<table>", "台账")),
    Case("frame", frame),
    Case("old-box", old_box, codes=BOX, has=(BOXED,)),
    Case("both-box", both_box, codes=BOX, has=(BOXED,)),
    Case("new-box", new_box, codes=BOX, has=(BOXED,)),
    Case("title-in-box", title_in_box, codes=BOX, has=("信用简报第3期",)),
    Case("images", images, has=("![执法人员查看台账]", "![整改前后的仓库]")),
    Case("undescribed", undescribed, codes=frozenset(("N-070",))),
    Case("metafile", metafile, codes=frozenset(("N-130",))),
    Case("image-in-table", image_in_table, has=("![检查现场]", "![整改现场]")),
    Case(
        "links", links, codes=frozenset(("N-030",)), has=("[通知原文](https://www.example.gov.cn/a%281%29)",)
    ),
    Case("pasted-web", pasted_web, codes=frozenset(("N-060",)), has=("&lt;div",)),
    Case("look-alikes", look_alikes, has=("\\# 不是标题",)),
    Case("header-footer", header_footer, codes=frozenset(("N-124",))),
    Case("tracked", tracked, codes=frozenset(("N-124",)), has=("新增的一句话",)),
    Case("hidden", hidden, codes=frozenset(("N-125",))),
    Case("formula", formula, codes=frozenset(("N-123",))),
    Case("control", control, has=("填写了的内容", "带着标记的内容")),
    Case("byline", byline, codes=frozenset(("N-001", "N-120")), form=False),
    Case("wide-form", wide_form),
    Case("odd-form", odd_form, codes=frozenset(("N-121",))),
    Case("emphasis", emphasis, codes=frozenset(("N-045",)), has=("**县应急管理局**",)),
    Case("page-breaks", page_breaks),
    Case("rare", rare, has=("𠮷林㐂镇龘某",)),
)


def build(case: Case) -> bytes:
    """The bytes of one file."""
    file = Document()
    if case.form and case.name == "wide-form":
        form_table(file, 4)
    elif case.form and case.name == "odd-form":
        form_table(file, fields={**FORM, "字数": "五百字"})
    elif case.form:
        form_table(file)
    case.make(file)
    target = io.BytesIO()
    file.save(target)
    return as_metafile(target.getvalue()) if case.name == "metafile" else target.getvalue()


def as_metafile(data: bytes) -> bytes:
    """The file with its picture replaced by an enhanced metafile's first bytes."""
    return changed(
        data, lambda name, content: b"\x01\x00\x00\x00" + b"\0" * 100 if "/media/" in name else content
    )


def changed(
    data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None
) -> bytes:
    """The package with its parts changed and some added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            made.writestr(name, change(name, source.read(name)))
        for name, content in (more or {}).items():
            made.writestr(name, content)
    return target.getvalue()
