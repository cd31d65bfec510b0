"""What odd cells become: text, with a finding where something was changed."""

from pathlib import Path

from pipeline.sources.platform_cells import table_of
from pipeline.sources.raw import ROW
from tests.sources.platform_rows import DATASET, Pulled, fetch, row, write_rows


def cells(tmp_path: Path, *rows: dict[str, object]) -> Pulled:
    pulled = fetch(write_rows(tmp_path, list(rows)))
    assert pulled.table is not None
    return pulled


def test_values_keep_their_text(tmp_path: Path) -> None:
    text = '{"_seq": 1, "金额": 12.5, "编码": 9110000000000000000000, "是否": true, "空": null}\n'
    (tmp_path / f"{DATASET}.jsonl").write_text(text, encoding="utf-8")
    pulled = fetch(tmp_path)
    assert pulled.table is not None
    assert pulled.table.to_pylist() == [
        {ROW: 1, "金额": "12.5", "编码": "9110000000000000000000", "是否": "true", "空": None}
    ]
    assert pulled.findings == ()


def test_nested_and_broken_text_is_kept_with_a_finding() -> None:
    table, findings = table_of([{"_seq": "1", "甲": {"乙": ["1"]}, "丙": "坏\ud800字"}], DATASET, 1, "_seq")
    assert table.to_pylist() == [{ROW: 1, "甲": '{"乙":["1"]}', "丙": "坏�字"}]
    assert [(each.code, each.row, each.field) for each in findings] == [
        ("R-006", 1, "甲"),
        ("R-091", 1, "丙"),
    ]


def test_broken_headings_are_made_legal() -> None:
    table, findings = table_of([{"_seq": "1", "坏\ud800": ["值\udfff"], "_row": "9"}], DATASET, 1, "_seq")
    assert table.to_pylist() == [{ROW: 1, "坏\\ud800": '["值�"]', "_row (2)": "9"}]
    assert [(each.code, each.field) for each in findings] == [("R-006", "坏\\ud800")]


def test_a_blank_row_is_left_out_with_a_finding(tmp_path: Path) -> None:
    pulled = cells(tmp_path, row(1), {"_seq": 2, "主体名称": "", "记录编号": None}, row(3))
    assert pulled.table is not None
    assert pulled.table[ROW].to_pylist() == [1, 3]
    assert [(each.code, each.row) for each in pulled.findings] == [("R-090", 2)]
    assert pulled.cursor == "3"


def test_headings_of_all_rows_are_there(tmp_path: Path) -> None:
    pulled = cells(tmp_path, row(1), row(2), row(3, 备注="有", _row="9"))
    assert pulled.table is not None
    assert tuple(pulled.table.column_names) == (ROW, "主体名称", "记录编号", "提供日期", "备注", "_row (2)")
    assert pulled.table["备注"].to_pylist() == [None, None, "有"]
