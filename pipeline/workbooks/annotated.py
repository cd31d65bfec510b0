"""A department's file as a workbook with its faults marked (标注副本): cells coloured and commented, lists beside it.

The first sheet holds the cells as sent, in the same rows and columns, as text; 问题清单 tells every finding, 可直接更正
what is certain. Made anew from the cells that were read: nothing else of a stranger's workbook is opened or copied.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pipeline.catalogue import Dataset, Field, match_headings
from pipeline.findings import Finding, Level
from pipeline.sources.raw import ROW, RawTable
from pipeline.workbooks.mends import mend
from pipeline.workbooks.saving import text_cell

WORDS = {Level.REJECT: "退回", Level.WARN: "提醒"}
_FILLS = {
    Level.REJECT: PatternFill("solid", fgColor="F8CBAD"),
    Level.WARN: PatternFill("solid", fgColor="FFE699"),
}
_NOTED = 2_000
"""Comments beyond these are left to the list: office programs open a sheet with tens of thousands of them slowly."""
_LISTED = 100_000


def _columns(dataset: Dataset, headings: Sequence[str]) -> dict[str, Field]:
    matched = match_headings(dataset, headings)
    return {heading: dataset.by_id[name] for heading, name in matched.items() if name in dataset.by_id}


def _by_cell(
    findings: Iterable[Finding], headings: Sequence[str], fields: Mapping[str, Field]
) -> dict[tuple[int, str], list[Finding]]:
    """Findings by (row, heading); one without a cell of its own stands at the row's first."""
    of_field = {field.id: heading for heading, field in fields.items()}
    found: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for each in findings:
        if each.row is not None and headings:
            heading = of_field.get(each.field or "", each.field or "")
            found[each.row, heading if heading in headings else headings[0]].append(each)
    return found


def _sheet(workbook: Workbook, title: str, widths: Sequence[int]) -> WriteOnlyWorksheet:
    sheet: WriteOnlyWorksheet = workbook.create_sheet(title)
    for place, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGH"[place]].width = width  # type: ignore[attr-defined]
    return sheet


def _bold(sheet: WriteOnlyWorksheet, texts: Sequence[str]) -> list[Cell]:
    cells = [text_cell(sheet, each) for each in texts]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


class _Marked:
    """The first sheet while it is written."""

    def __init__(self, found: Mapping[tuple[int, str], Sequence[Finding]]) -> None:
        self._found = found
        self._noted = 0

    def cell(self, sheet: WriteOnlyWorksheet, row: int, heading: str, text: str | None) -> Cell:
        """One cell, marked when something is wrong with it."""
        cell = text_cell(sheet, text or "")
        faults = self._found.get((row, heading), ())
        if faults:
            worst = Level.REJECT if any(each.level is Level.REJECT for each in faults) else Level.WARN
            cell.fill = _FILLS[worst]
            if self._noted < _NOTED:
                told = "\n".join(f"{each.code} {WORDS[each.level]}：{each.message}" for each in faults)
                cell.comment = Comment(told, "信用门户", width=360, height=140)
                self._noted += 1
        return cell


def _write_rows(workbook: Workbook, table: RawTable, marked: _Marked) -> None:
    """The cells as sent; rows that the source left out (blank ones) stay blank."""
    sheet: WriteOnlyWorksheet = workbook.create_sheet("数据")
    sheet.freeze_panes = "A2"
    sheet.append(_bold(sheet, table.headings))
    at = 1
    for batch in table.cells.to_batches(max_chunksize=5_000):
        for row in batch.to_pylist():
            while at < row[ROW] - 1:
                sheet.append([])
                at += 1
            sheet.append([marked.cell(sheet, row[ROW], each, row[each]) for each in table.headings])
            at += 1


def _write_findings(workbook: Workbook, findings: Sequence[Finding], titles: Mapping[str, str]) -> None:
    sheet = _sheet(workbook, "问题清单", (8, 30, 10, 10, 100, 40))
    sheet.append(_bold(sheet, ("行号", "字段", "编号", "处理", "问题和办法", "原值")))
    for each in findings[:_LISTED]:
        where = "整个文件" if each.row is None else str(each.row)
        field = titles.get(each.field or "", each.field or "")
        told = (where, field, each.code, WORDS[each.level], each.message, each.value)
        sheet.append([text_cell(sheet, text) for text in told])


def _write_mends(workbook: Workbook, table: RawTable, fields: Mapping[str, Field]) -> int:
    """The sheet of certain corrections; how many there are."""
    sheet = _sheet(workbook, "可直接更正", (8, 30, 50, 50))
    sheet.append(_bold(sheet, ("行号", "字段", "原值", "应改为")))
    number = 0
    rows = table.cells.column(ROW).to_pylist()
    for heading, field in fields.items():
        for row, sent in zip(rows, table.cells.column(heading).to_pylist(), strict=True):
            better = None if sent is None else mend(field, sent)
            if better is not None and number < _LISTED:
                number += 1
                told = (str(row), heading, sent, better)
                sheet.append([text_cell(sheet, text) for text in told])
    return number


def annotated_workbook(
    table: RawTable, dataset: Dataset, findings: Sequence[Finding]
) -> tuple[Workbook, int]:
    """The marked copy of a file, and how many certain corrections it proposes."""
    workbook = Workbook(write_only=True)
    fields = _columns(dataset, table.headings)
    _write_rows(workbook, table, _Marked(_by_cell(findings, table.headings, fields)))
    _write_findings(workbook, findings, {each.id: each.title for each in dataset.fields})
    return workbook, _write_mends(workbook, table, fields)
