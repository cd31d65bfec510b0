"""Workbooks: cells as text, one sheet, and every hostile file refused while this process stays as it was."""

import datetime
import doctest
import resource

import pytest

from pipeline.sources import workbook_child
from pipeline.sources.codes import FileRefusedError
from pipeline.sources.raw import ROW, RawTable
from pipeline.sources.workbook import read_workbook
from tests.sources import bad_workbooks as make


def _read(data: bytes) -> RawTable:
    return read_workbook(data, "honour-1.xlsx", "honour")


def test_cells_become_text() -> None:
    rows = [
        ("日期", "时刻", "整数", "小数", "代码", "真假", "文字"),
        (
            datetime.date(2026, 1, 5),
            datetime.datetime(2026, 1, 5, 8, 30),  # noqa: DTZ001
            50000,
            0.1,
            911100006000373411,
            True,
            " 甲 ",
        ),
        (None, None, None, None, None, None, None),
        (
            datetime.datetime(2026, 1, 5),  # noqa: DTZ001
            datetime.time(8, 30),
            -3.0,
            1e-7,
            999999999999999,
            False,
            "乙\n丙",
        ),
    ]
    table = _read(make.workbook(rows))
    assert table.headings == rows[0]
    assert list(zip(*table.cells.to_pydict().values(), strict=True)) == [
        (2, "2026-01-05", "2026-01-05 08:30:00", "50000", "0.1", "9.11E+17", "TRUE", " 甲 "),
        (4, "2026-01-05", "08:30:00", "-3", "0.0000001", "999999999999999", "FALSE", "乙\n丙"),
    ]
    assert table.findings == ()


def test_row_numbers_count_blank_rows_above_the_heading() -> None:
    table = _read(make.workbook([(), (), ("主体名称",), ("甲",), (), ("乙",)]))
    assert table.cells.to_pydict() == {ROW: [4, 6], "主体名称": ["甲", "乙"]}


def test_the_first_sheet_with_content_is_read_and_the_others_told() -> None:
    table = _read(make.workbook([()], [("主体名称",), ("甲",)], [("备注",)], [()]))
    assert table.headings == ("主体名称",)
    assert [each.code for each in table.findings] == ["F-018"]
    assert "表2" in table.findings[0].message
    assert "表3" in table.findings[0].message


def test_cells_that_are_no_numbers_do_no_harm() -> None:
    text = '<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>'
    value = '<row r="2"><c r="A2"><v>1e400</v></c></row><row r="3"><c r="A3"><v>NaN</v></c></row>'
    table = _read(make.with_sheet(text + value))
    assert table.cells["名称"].to_pylist() == ["INF", "NAN"]


REFUSED = {
    "nothing": (lambda: b"", "F-016"),
    "not a zip": (lambda: b"PK\x03\x04 nothing", "F-016"),
    "half a zip": (lambda: make.PLAIN[: len(make.PLAIN) // 2], "F-016"),
    "a zip of something else": (lambda: make.PLAIN.replace(b"xl/workbook.xml", b"xl/workbonk.xml"), "F-016"),
    "broken inside": (lambda: make.with_sheet("<row><c></row>"), "F-016"),
    "old workbook": (lambda: make.OLE_MAGIC + b"\0" * 512, "F-011"),
    "password": (make.encrypted, "F-012"),
    "macros": (lambda: make.with_part("xl/vbaProject.bin"), "F-013"),
    "old macros": (lambda: make.with_part("xl/macrosheets/sheet1.xml"), "F-013"),
    "external link": (lambda: make.with_part("xl/externalLinks/externalLink1.xml"), "F-014"),
    "bomb": (make.bomb, "F-015"),
    "wide range": (make.wide_range, "F-017"),
    "heavy": (make.heavy, "F-017"),
    "no content": (lambda: make.workbook([()]), "F-006"),
    "too many columns": (lambda: make.workbook([["x"] * 1001]), "F-009"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_and_broken_workbooks_are_refused(case: str) -> None:
    built, code = REFUSED[case]
    data = built()
    limits = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(FileRefusedError) as caught:
        _read(data)
    assert caught.value.code.code == code
    assert resource.getrlimit(resource.RLIMIT_AS) == limits


def test_many_entries_are_refused() -> None:
    extra = {f"xl/media/{number}.xml": b"" for number in range(2001)}
    with pytest.raises(FileRefusedError) as caught:
        _read(make.repacked(lambda _, content: content, extra))
    assert caught.value.code.code == "F-015"


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.jail.SECONDS", 0.001)
    with pytest.raises(FileRefusedError) as caught:
        _read(make.PLAIN)
    assert caught.value.code.code == "F-017"


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(workbook_child).failed == 0
