"""The circular as a Word file (公文版式): the layout of GB/T 9704-2012. Writes one .docx; the same circular, the same bytes.

A4, margins 37/35/28/26 mm, 22 lines of 28 characters; title 方正小标宋 2号, text 仿宋_GB2312 3号, first headings 黑体, second
楷体_GB2312. Fonts are named, not embedded: the office's machines have them, another machine puts its own in their place.
"""

import io
from pathlib import Path

from docx import Document
from docx.document import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pipeline.compliance.circular import Circular, Table
from pipeline.files import beside, without_times

TITLE, TEXT, HEADING, SUBHEADING, NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
SIZE_2, SIZE_3, SIZE_4, SIZE_TABLE = Pt(22), Pt(16), Pt(14), Pt(10.5)
LINE = Pt(28.95)
"""22 lines in 225 mm (GB/T 9704-2012, 5.2.3)."""


def _font(run: Run, name: str, size: Pt) -> None:
    run.font.name = name
    run.font.size = size
    # python-docx has no setter for the East Asian font.
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _paragraph(file: WordFile, text: str, font: str, size: Pt, indent: bool = True) -> Paragraph:
    made = file.add_paragraph()
    shape = made.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.space_before = shape.space_after = Pt(0)
    if indent:
        shape.first_line_indent = Pt(size.pt * 2)
    _font(made.add_run(text), font, size)
    return made


def _page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    normal = file.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.font.name, normal.font.size = TEXT, SIZE_3
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), TEXT)


def _field(paragraph: Paragraph, code: str) -> None:
    """A field such as PAGE, which Word fills in."""
    run = paragraph.add_run()
    _font(run, NUMBER, SIZE_4)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _footer(file: WordFile) -> None:
    """— 1 —, 4号 宋体 (GB/T 9704-2012, 7.5)."""
    paragraph = file.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(paragraph.add_run("— "), NUMBER, SIZE_4)
    _field(paragraph, "PAGE")
    _font(paragraph.add_run(" —"), NUMBER, SIZE_4)


def _heads_pages(row: _Row) -> None:
    """The heading row is repeated on each page of a long table."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _table(file: WordFile, table: Table) -> None:
    caption = _paragraph(file, table.title, HEADING, SIZE_4, indent=False)
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    grid = file.add_table(1 + len(table.rows), len(table.headings), style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _heads_pages(grid.rows[0])
    lines = zip(grid.rows, (table.headings, *table.rows), strict=True)
    for number, (row, texts) in enumerate(lines):
        for cell, text in zip(row.cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _font(paragraph.add_run(text), HEADING if number == 0 else TEXT, SIZE_TABLE)
    _paragraph(file, "", TEXT, SIZE_TABLE, indent=False)


def _sign(file: WordFile, circular: Circular) -> None:
    _paragraph(file, "", TEXT, SIZE_3)
    for text in (circular.signed_by, circular.signed_on):
        line = _paragraph(file, text, TEXT, SIZE_3, indent=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(SIZE_3.pt * 4)


def _composed(circular: Circular) -> WordFile:
    file = Document()
    _page(file)
    _footer(file)
    title = _paragraph(file, circular.title, TITLE, SIZE_2, indent=False)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = LINE
    _paragraph(file, circular.addressee, TEXT, SIZE_3, indent=False)
    for block in circular.blocks:
        if block.table is not None:
            _table(file, block.table)
            continue
        font = {"heading": HEADING, "subheading": SUBHEADING}.get(block.kind, TEXT)
        made = _paragraph(file, block.text, font, SIZE_3)
        made.paragraph_format.keep_with_next = block.kind != "text"
    _sign(file, circular)
    file.core_properties.title, file.core_properties.author = circular.title, circular.signed_by
    return file


def write_word(circular: Circular, path: Path) -> None:
    """Write the circular to `path`."""
    stream = io.BytesIO()
    _composed(circular).save(stream)
    beside(path).write_bytes(without_times(stream.getvalue()))
    beside(path).replace(path)
