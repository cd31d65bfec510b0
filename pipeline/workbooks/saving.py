"""Saves a workbook so that the same content gives the same bytes: fixed times, entries in their order."""

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from pipeline.files import write_whole

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first a zip directory can say."""
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_LONGEST = 32_767
"""Characters a cell of a workbook may hold."""


def text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """A cell that is text whatever it begins with: no formula, no number, no date."""
    cell: Cell = WriteOnlyCell(sheet, value="")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def save(workbook: Workbook, path: Path) -> None:
    """Write the workbook to `path` in one step."""
    made, fixed = io.BytesIO(), io.BytesIO()
    workbook.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            target.writestr(zipfile.ZipInfo(entry.filename, _MOMENT), content, zipfile.ZIP_DEFLATED)
    write_whole(path, fixed.getvalue())
