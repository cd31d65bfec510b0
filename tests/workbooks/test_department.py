"""What a department gets: a template that office programs open, and its own file back with the faults marked."""

import csv
import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.catalogue import Field, load_catalogue, match_headings
from pipeline.cli import main
from pipeline.findings import Level
from pipeline.workbooks.annotated import annotated_workbook
from pipeline.workbooks.checking import check_file
from pipeline.workbooks.mends import mend
from pipeline.workbooks.saving import save
from pipeline.workbooks.template import asked_fields, template_workbook
from tests.county import CEDAR, NAMES, as_csv, penalty

CATALOGUE = load_catalogue()
AS_OF = date(2026, 11, 20)


def opened_by_office(path: Path, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice reads it."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice Calc is missing: run tools/test_packages.sh"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [soffice, "--headless", profile, "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120
    )
    return list(csv.reader(io.StringIO((folder / f"{path.stem}.csv").read_text("utf-8"))))


@pytest.mark.parametrize("dataset", CATALOGUE.datasets, ids=lambda each: each.name)
def test_the_template_of_every_dataset_reads_back_as_its_fields(dataset, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    save(template_workbook(dataset), tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    headings = [str(cell.value) for cell in book.worksheets[0][1]]
    assert list(match_headings(dataset, headings).values()) == [each.id for each in asked_fields(dataset)]
    assert all(cell.comment for cell in book.worksheets[0][1])
    with_codes = [each for each in asked_fields(dataset) if each.codes]
    lists = [each for each in book.worksheets[0].data_validations.dataValidation if each.type == "list"]
    assert len(lists) == len(with_codes)
    assert book["代码表"].sheet_state == "hidden"


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(template_workbook(CATALOGUE["penalty"]), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


ROWS = [
    penalty(CEDAR, "测市罚[2026]7号", "2026.5.6", "2026-05-08"),
    penalty(CEDAR, "测市罚〔2026〕8号", "2026-06-31", "2026-06-08", 处罚类别="罚款；口头教育"),
    penalty(CEDAR, "测市罚〔2026〕9号", "2026-06-06", "2026-06-08", 违法事实="=1+1 联系电话13800138000"),
]


def _file(tmp_path: Path) -> Path:
    path = tmp_path / "行政处罚-五月.csv"
    path.write_text(as_csv(ROWS), encoding="gb18030")
    return path


def test_a_file_comes_back_with_its_faults_marked(tmp_path: Path) -> None:
    checked = check_file(_file(tmp_path), "", CATALOGUE, AS_OF, None)
    assert {(each.code, each.row) for each in checked.findings if each.level is Level.REJECT} == {
        ("C-003", 3),
        ("C-006", 3),
    }
    workbook, mends = annotated_workbook(checked.table, checked.dataset, checked.findings)
    save(workbook, tmp_path / "copy.xlsx")
    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert book.sheetnames == ["数据", "问题清单", "可直接更正"]
    sheet = book["数据"]
    column = {cell.value: cell.column for cell in sheet[1]}
    faulty = sheet.cell(3, column["处罚决定日期"])
    assert faulty.value == "2026-06-31"
    assert faulty.fill.fgColor.rgb.endswith("F8CBAD")
    assert "C-003" in faulty.comment.text
    assert sheet.cell(2, column["处罚决定日期"]).comment is None
    assert sheet.cell(4, column["违法事实"]).value == "=1+1 联系电话13800138000"
    assert sheet.cell(4, column["违法事实"]).data_type == "s"
    told = [[cell.value for cell in row] for row in book["可直接更正"].iter_rows(min_row=2)]
    assert ["2", "行政处罚决定书文号", "测市罚[2026]7号", "测市罚〔2026〕7号"] in told
    assert ["2", "处罚决定日期", "2026.5.6", "2026-05-06"] in told
    assert mends == len(told)
    listed = [row[2].value for row in book["问题清单"].iter_rows(min_row=2)]
    assert sorted(listed) == sorted(each.code for each in checked.findings)


def test_the_command_and_what_libreoffice_makes_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", str(_file(tmp_path)), "--as-of", AS_OF.isoformat()]) == 1
    said = capsys.readouterr().out
    assert "会被退回 1 行" in said
    assert "13800138000" not in said
    copy = tmp_path / "行政处罚-五月-检查结果.xlsx"
    assert copy.stat().st_mode & 0o777 == 0o600
    rows = opened_by_office(copy, tmp_path / "office")
    assert rows[1][0] == NAMES[CEDAR]
    assert rows[3][rows[0].index("违法事实")] == "=1+1 联系电话13800138000"
    assert main(["template", "行政处罚"]) == 0
    rows = opened_by_office(tmp_path / "行政处罚-模板.xlsx", tmp_path / "office")
    assert rows[0] == [each.title for each in asked_fields(CATALOGUE["penalty"])]


def test_a_clean_file_needs_no_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        as_csv([penalty(CEDAR, "测市罚〔2026〕9号", "2026-06-05", "2026-06-08")]), encoding="utf-8"
    )
    assert main(["check", str(path), "--dataset", "penalty", "--as-of", AS_OF.isoformat()]) == 0
    assert "可以报送" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [path]
    assert main(["check", str(path)]) == 2
    assert main(["template", "没有"]) == 2


@pytest.mark.parametrize(
    ("field", "sent", "better"),
    [
        (Field("a", "a", type="date"), "2026年1月5日", "2026-01-05"),
        (Field("a", "a", type="date"), "五月", None),
        (Field("a", "a", type="amount", unit="万元"), "1,000.50", "1000.5"),
        (Field("a", "a", check="credit_code"), f" {CEDAR.lower()}", CEDAR),
        (Field("a", "a", check="credit_code"), "9.14E+17", None),
        (Field("document_number", "a"), "测市罚﹝２０２６﹞ 7 号", "测市罚〔2026〕7号"),
        (Field("a", "a"), " 甲\u200b ", "甲"),
        (Field("a", "a"), "甲", None),
        (Field("a", "a", personal="identity"), " 11010519491231002x", None),
    ],
)
def test_only_what_is_certain_is_mended(field: Field, sent: str, better: str | None) -> None:
    assert mend(field, sent) == better
