"""JSON Lines: numbers as written, broken lines kept as rows of nulls."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.codes import FileRefusedError
from pipeline.sources.json_lines import read_json_lines
from pipeline.sources.raw import ROW, RawTable


def _read(content: str | bytes) -> RawTable:
    return read_json_lines(
        content if isinstance(content, bytes) else content.encode(), "honour.jsonl", "honour"
    )


def test_values_become_text_as_written() -> None:
    table = _read(
        '{"名称":"甲","额":12.50,"码":911100006000373411,"是":true,"无":null}\n\n{"新":"乙","名称":""}\n'
    )
    assert table.cells.to_pydict() == {
        ROW: [1, 3],
        "名称": ["甲", None],
        "额": ["12.50", None],
        "码": ["911100006000373411", None],
        "是": ["true", None],
        "无": [None, None],
        "新": [None, "乙"],
    }
    assert table.findings == ()


def test_nested_values_are_kept_as_json_and_told() -> None:
    table = _read('{"类别":["警告","罚款"],"附":{"甲":[1.0,{}]}}\n')
    assert table.cells["类别"].to_pylist() == ['["警告","罚款"]']
    assert table.cells["附"].to_pylist() == ['{"甲":["1.0",{}]}']
    assert [(each.code, each.row) for each in table.findings] == [("R-006", 1), ("R-006", 1)]


BROKEN = (
    '{"名称":"甲"',
    '["甲"]',
    "甲",
    '{"名称":"甲","名称":"乙"}',
    '{"名称":"\\ud800"}',
    '{"名\\u0000称":"甲"}',
    '{"名称":' + "[" * 100_000,
    '{"a":1}{"a":2}',
)


@pytest.mark.parametrize("line", BROKEN, ids=lambda each: each[:16])
def test_a_broken_line_is_a_row_of_nulls(line: str) -> None:
    table = _read('{"名称":"甲"}\n' + line + '\n{"名称":"丙"}')
    assert table.cells.to_pydict() == {ROW: [1, 2, 3], "名称": ["甲", None, "丙"]}
    assert [(each.code, each.row) for each in table.findings] == [("R-002", 2)]


def test_nul_is_taken_out_and_told() -> None:
    table = _read('{"名称":"甲\\u0000乙"}')
    assert table.cells["名称"].to_pylist() == ["甲乙"]
    assert [each.code for each in table.findings] == ["R-005"]


def test_all_lines_broken_is_still_all_rows() -> None:
    table = _read("甲\n乙\n")
    assert table.cells.to_pydict() == {ROW: [1, 2]}


def test_too_many_keys_and_no_lines_are_refused() -> None:
    with pytest.raises(FileRefusedError, match="1000"):
        _read(json.dumps({str(number): "x" for number in range(1001)}))
    with pytest.raises(FileRefusedError, match="表头"):
        _read("\n \n")


@given(st.lists(st.binary(max_size=20).filter(lambda line: not set(line) & {0, 10, 13}), max_size=10))
def test_every_line_with_content_is_a_row(lines: list[bytes]) -> None:
    try:
        table = _read(b"\n".join(lines))
    except FileRefusedError:
        return
    assert {each.row for each in table.findings} <= set(table.cells[ROW].to_pylist())
