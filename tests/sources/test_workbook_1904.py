"""Workbooks that count their days from 1904 (macOS of old): dates and bare numbers are the same days."""

import datetime
import io

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.sources.workbook import read_workbook

DAY = datetime.date(2026, 1, 5)


def test_days_counted_from_1904(tmp_path: object) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.append(["许可决定日期", "有效期至", "数量"])
    sheet.append([DAY, (DAY - datetime.date(1904, 1, 1)).days, 44565])
    out = io.BytesIO()
    book.save(out)
    row = read_workbook(out.getvalue(), "a.xlsx", "permit").cells.to_pylist()[0]
    assert row["许可决定日期"] == row["有效期至"] == "2026-01-05"
    assert row["数量"] == "44565"
