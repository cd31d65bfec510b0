"""The empty workbook of a dataset (填报模板): headings with notes, drop-down lists, date and text formats.

Made from the catalogue alone. Sheets: the table to fill, 填报说明, and a hidden one with the code lists.
"""

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.catalogue import Dataset, Field

ROWS = 5_000
"""Rows that are formatted and validated; a month of a county's largest department is about a thousand."""
_CODES = "代码表"
_REQUIRED = PatternFill("solid", fgColor="FFF2CC")
_OPTIONAL = PatternFill("solid", fgColor="E7EEF7")
_FORMATS = {"date": "yyyy-mm-dd", "amount": "0.00####"}
_KINDS = {"text": "文本", "date": "日期，如 2026-01-05", "amount": "数字", "codes": "文本，多个值用顿号隔开"}
_PROVIDED = Field(
    "provided_on", "提供日期", type="date", note="首次报送到共享平台的日期；不填的按收到文件的日期"
)


def asked_fields(dataset: Dataset) -> list[Field]:
    """The fields of the template in force; what only the one of 2015 had is left out."""
    kept = [each for each in dataset.fields if each.columns or not (each.old_columns or each.old_titles)]
    return [*kept, _PROVIDED]


def note(field: Field, dataset: Dataset) -> str:
    """What a department has to know to fill a column."""
    lines = ["必填" if field.required else "选填"]
    if field.required_when is not None:
        other = dataset.by_id[field.required_when.field].title
        lines[0] = f"“{other}”为{'、'.join(field.required_when.values)}时必填"
    lines.append(_KINDS[field.type] + (f"，单位{field.unit}" if field.unit else ""))
    lines += [f"不超过 {field.length} 个字符"] if field.length and field.type == "text" else []
    lines += [f"可填：{'、'.join(field.codes)}"] if field.codes else []
    lines += [field.note] if field.note else []
    lines.append("公开" if field.public else "不公开")
    return "；".join(lines) + "。"


def _list(field: Field, place: int) -> DataValidation:
    """The drop-down of a code list; labels that may be joined or continued are offered, not enforced."""
    column = get_column_letter(place)
    rule = DataValidation(
        type="list", formula1=f"'{_CODES}'!${column}$2:${column}${len(field.codes) + 1}", allow_blank=True
    )
    rule.showErrorMessage = field.type != "codes" and not field.open_codes
    rule.errorTitle, rule.error = "不在代码表内", "请从下拉列表中选择。"
    return rule


def _date() -> DataValidation:
    rule = DataValidation(
        type="date", operator="between", formula1="18264", formula2="73050", allow_blank=True
    )
    rule.errorTitle, rule.error, rule.showErrorMessage = (
        "不是日期",
        "请填写日期，如 2026-01-05；长期填 2099-12-31。",
        True,
    )
    return rule


def _validate(sheet: Worksheet, field: Field, column: int, place: int) -> None:
    rule = _list(field, place) if field.codes else _date() if field.type == "date" else None
    if rule is not None:
        sheet.add_data_validation(rule)
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}{ROWS + 1}")


def _format(sheet: Worksheet, field: Field, column: int) -> None:
    """The column's format for the rows that programs will add; a column's own style costs no cells."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.number_format = _FORMATS.get(field.type, "@")
    dimension.width = 14 if field.type in ("date", "amount") else 22


def _heading(sheet: Worksheet, field: Field, dataset: Dataset, column: int) -> None:
    cell = sheet.cell(1, column, field.title)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    cell.fill = _REQUIRED if field.required else _OPTIONAL
    cell.comment = Comment(note(field, dataset), "信用门户", width=320, height=120)


def _explain(sheet: Worksheet, dataset: Dataset, fields: list[Field]) -> None:
    sheet.append(["字段", "列名", "说明"])
    for field in fields:
        sheet.append([field.title, "、".join(field.columns), note(field, dataset)])
    sheet.append([])
    sheet.append(["依据", "", dataset.law])
    sheet.append(["文件名", "", f"{dataset.title}-说明.xlsx，例如 {dataset.title}-2026年1月.xlsx"])
    for letter, width in (("A", 36), ("B", 24), ("C", 100)):
        sheet.column_dimensions[letter].width = width


def template_workbook(dataset: Dataset) -> Workbook:
    """The workbook a department fills for a dataset."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = dataset.title[:31]
    fields = asked_fields(dataset)
    lists = workbook.create_sheet("填报说明"), workbook.create_sheet(_CODES)
    for column, field in enumerate(fields, 1):
        _heading(sheet, field, dataset, column)
        _format(sheet, field, column)
        _validate(sheet, field, column, column)
        for row, text in enumerate((field.title, *field.codes) if field.codes else (), 1):
            lists[1].cell(row, column, text)
    _explain(lists[0], dataset, fields)
    lists[1].sheet_state = "hidden"
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 42
    return workbook
