"""The empty Word file for an article (稿件模板): a form with drop-downs and dates, then where the text goes.

Made from the office's settings alone; the same settings, the same bytes. What the form shows before it is filled are
placeholders, which the desk does not take for text.
"""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell

from pipeline.files import without_times
from pipeline.newsdesk.front_matter import ARTICLE_FIELDS, DAYS, Field
from pipeline.newsdesk.rules import Rules
from pipeline.newsdesk.word_form import INSTRUCTIONS
from pipeline.settings import Settings

_FORM = tuple(each for each in ARTICLE_FIELDS if each.clerk or each.key in ("source", "related"))
LABELS, VALUES = Mm(52), Mm(104)
_HINTS = {
    "title": "请写一句话，六到四十个字，不加句号",
    "author": "请写撰稿人姓名",
    "approved_by": "请写单位负责人姓名和职务",
    "source": "请写来源；与报送单位相同的可以不填",
    "summary": "请写一两句话，一百二十个字以内",
    "related": "请写统一社会信用代码，几个用顿号隔开；没有的不填",
}


def _child(parent: BaseOxmlElement, name: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    for key, text in attributes.items():
        made.set(qn(f"w:{key}"), text)
    parent.append(made)
    return made


def _control(cell: _Cell, field: Field, hint: str, choices: Sequence[str]) -> None:
    """A content control that shows a hint until it is filled."""
    control = _child(cell.paragraphs[0]._p, "w:sdt")
    properties = _child(control, "w:sdtPr")
    _child(properties, "w:alias", val=field.label)
    _child(properties, "w:tag", val=field.key)
    _child(properties, "w:showingPlcHdr")
    if choices:
        listed = _child(properties, "w:dropDownList")
        for text in choices:
            _child(listed, "w:listItem", displayText=text, value=text)
    elif field.key in DAYS:
        _child(_child(properties, "w:date"), "w:dateFormat", val="yyyy-MM-dd")
    else:
        _child(properties, "w:text")
    run = _child(_child(control, "w:sdtContent"), "w:r")
    _child(_child(run, "w:rPr"), "w:color", val="808080")
    _child(run, "w:t").text = hint


def _font(file: WordFile) -> None:
    normal = file.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        normal.font.name, normal.font.size = "仿宋_GB2312", Pt(14)
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")


def _label(field: Field) -> str:
    if field.key == "approved_by":
        return f"{field.label}（{field.note}）"
    return field.label if field.clerk else f"{field.label}（选填）"


def template_word(settings: Settings, rules: Rules) -> bytes:
    """The bytes of the template."""
    file = Document()
    _font(file)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    choices = {
        "department": [each.name for each in settings.departments],
        "category": [each.title for each in settings.columns],
        "class": list(rules.classes),
    }
    table = file.add_table(len(_FORM), 2, style="Table Grid")
    table.columns[0].width, table.columns[1].width = LABELS, VALUES
    table.autofit = False
    for row, field in zip(table.rows, _FORM, strict=True):
        label, filled = row.cells
        label.width, filled.width = LABELS, VALUES
        label.text = _label(field)
        _child(label._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill="E7EEF7")
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.space_before = Pt(4)
            cell.paragraphs[0].paragraph_format.space_after = Pt(4)
        listed = choices.get(field.key, [])
        hint = "请选择" if listed else "请选择日期，如 2026-06-12" if field.key in DAYS else _HINTS[field.key]
        _control(filled, field, hint, listed)
    file.add_paragraph()
    for text in INSTRUCTIONS:
        file.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.LEFT
    file.core_properties.title, file.core_properties.author = "信用信息稿件", ""
    stream = io.BytesIO()
    file.save(stream)
    return without_times(stream.getvalue())
