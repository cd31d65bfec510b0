"""Upward files read back as what was published, in both editions; the register knows what was sent and answered."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.catalogue import load_catalogue, match_headings
from pipeline.cli import main
from pipeline.errors import Stopped
from pipeline.state_folder import forget_reason, keep_reason
from pipeline.upward.files import csv_bytes, sheet, template_fields

CATALOGUE = load_catalogue()
PENALTY = CATALOGUE["penalty"]


def row(record: str, arrived: date, state: str = "published", **further: object) -> dict[str, object]:
    fixed = {"record": record, "state": state, "first_arrival": arrived, "decided_on": date(2026, 9, 30)}
    empty = {"fine": None, "penalty_kinds": [], "id_number": None}
    return fixed | empty | {"subject_name": f"{record}公司", "document_number": f"{record}号"} | further


ROWS = [
    row(
        "a",
        date(2026, 10, 1),
        subject_name="=甲公司",
        fine=1.5,
        penalty_kinds=["警告", "罚款"],
        id_number="pid:0",
    ),
    row("b", date(2026, 10, 31), fine=20.0),
    row("c", date(2026, 10, 5), "repaired"),
    row("d", date(2026, 11, 1)),
]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    (folder / "work/states").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(ROWS), folder / "work/states/penalty.parquet")
    return folder


@pytest.mark.parametrize("edition", ["2018", "2015"])
@pytest.mark.parametrize("name", ["permit", "penalty"])
def test_the_headings_are_those_our_own_reader_knows(name: str, edition: str) -> None:
    dataset = CATALOGUE[name]
    fields = template_fields(dataset, edition)
    assert len(fields) > 15
    assert match_headings(dataset, list(fields)) == {title: field.id for title, field in fields.items()}


def test_both_files_hold_the_months_published_records(state: Path, tmp_path: Path) -> None:
    assert export(state, tmp_path) == 0
    made = tmp_path / "out/行政处罚-2026-10-2018-1"
    rows = list(csv.reader(io.StringIO(made.with_suffix(".csv").read_text(encoding="utf-8-sig"))))
    book = openpyxl.load_workbook(made.with_suffix(".xlsx"), read_only=True)
    cells = [
        ["" if each is None else str(each) for each in row]
        for row in book.worksheets[0].iter_rows(values_only=True)
    ]
    book.close()
    assert [[each.removeprefix("'") for each in row] for row in rows] == cells
    by_title = [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
    assert [each["行政处罚决定书文号"] for each in by_title] == ["a号", "b号"]
    assert [each["罚款金额（万元）"] for each in by_title] == ["1.5", "20"]
    assert by_title[0]["处罚类别"] == "警告、罚款"
    assert by_title[0]["证件号码"] == ""
    assert rows[1][0] == "'=甲公司"


def export(state: Path, tmp_path: Path, *further: str, month: str = "2026-10") -> int:
    what = ["--for", "信用中国", "--dataset", "行政处罚", "--month", month, "--to", str(tmp_path / "out")]
    return main(["export", "--state", str(state), *what, *further])


def test_what_was_sent_is_not_sent_again_unless_refused(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(state, tmp_path) == export(state, tmp_path) == 0
    assert "没有要上传" in capsys.readouterr().out
    assert main(["export", "--state", str(state), "--answer", "1", "--accepted", "1", "--refused", "0"]) == 2
    assert main(["export", "--state", str(state), "--answer", "1", "--refused", "2", "--note", "格式"]) == 0
    assert main(["export", "--state", str(state), "--answer", "7", "--refused", "2"]) == 2
    assert export(state, tmp_path) == 0
    assert "第 2 次上传" in capsys.readouterr().out
    assert main(["export", "--state", str(state), "--list"]) == 0
    told = capsys.readouterr().out
    assert "退回 2。格式" in told
    assert "未答复" in told
    assert "甲公司" not in (state / "upward.jsonl").read_text(encoding="utf-8")


def test_wrong_use_is_told(state: Path, tmp_path: Path) -> None:
    assert export(state, tmp_path, month="十月") == 2
    assert (
        main(
            [
                "export",
                "--state",
                str(state),
                "--for",
                "信用中国",
                "--dataset",
                "守信激励名单",
                "--month",
                "2026-10",
            ]
        )
        == 2
    )
    assert main(["export", "--state", str(state), "--for", "信用中国"]) == 2


def test_what_a_stopped_build_decided_is_not_sent(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_reason(state, Stopped("护栏提示。"))
    assert export(state, tmp_path) == 1
    assert "护栏提示" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    forget_reason(state)
    assert export(state, tmp_path) == 0


def test_the_same_rows_give_the_same_bytes(state: Path) -> None:
    one, two = (csv_bytes(sheet(state, PENALTY, "2026-10", "2015", frozenset())) for _ in range(2))
    assert one == two
