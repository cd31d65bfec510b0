"""CSV: every encoding and every fault of real exports; nothing is lost, row numbers are those of the file."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.findings import Level
from pipeline.sources.codes import FileRefusedError
from pipeline.sources.delimited import read_delimited
from pipeline.sources.raw import ROW, RawTable

TEXT = "主体名称,备注\r\n甲公司,一\r\n乙公司,二\r\n"


def _read(content: str | bytes) -> RawTable:
    return read_delimited(
        content if isinstance(content, bytes) else content.encode(), "honour-1.csv", "honour"
    )


def _rows(table: RawTable) -> list[tuple[object, ...]]:
    return list(zip(*table.cells.to_pydict().values(), strict=True))


def _found(table: RawTable) -> list[tuple[str, int | None]]:
    return [(each.code, each.row) for each in table.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    table = _read(TEXT.replace("\r\n", end).encode(encoding))
    assert table.headings == ("主体名称", "备注")
    assert _rows(table) == [(2, "甲公司", "一"), (3, "乙公司", "二")]
    assert table.findings == ()


def test_row_numbers_are_lines_of_the_file() -> None:
    table = _read('\n主体名称,备注\n甲,"一\n二"\n\n,,\n乙,三\n')
    assert _rows(table) == [(3, "甲", "一\n二"), (7, "乙", "三")]


def test_ragged_rows_are_kept_and_told() -> None:
    table = _read("主体名称,备注\n甲\n乙,二,三,四\n丙,三,,\n")
    assert table.headings == ("主体名称", "备注", "第3列", "第4列")
    assert _rows(table) == [
        (2, "甲", None, None, None),
        (3, "乙", "二", "三", "四"),
        (4, "丙", "三", None, None),
    ]
    assert _found(table) == [("F-020", None), ("F-020", None), ("R-004", 2), ("R-003", 3)]


def test_an_open_quote_does_not_swallow_the_rows_below() -> None:
    table = _read('主体名称,备注\n甲,"一\n乙,二\n丙,三\n')
    assert _rows(table) == [(2, None, None), (3, "乙", "二"), (4, "丙", "三")]
    assert _found(table) == [("R-001", 2)]
    assert table.findings[0].level == Level.REJECT


def test_a_broken_quote_costs_one_row() -> None:
    table = _read('主体名称,备注\n"甲"x,一\n乙,"二"\n')
    assert _rows(table) == [(2, None, None), (3, "乙", "二")]
    assert _found(table) == [("R-001", 2)]


def test_a_row_of_thousands_of_cells_is_broken_not_wide() -> None:
    table = _read("主体名称\n" + "甲," * 5000 + "\n乙\n")
    assert _rows(table) == [(2, None), (3, "乙")]


def test_nul_is_taken_out_and_told() -> None:
    table = _read("主体名称,备注\n甲\0公司,一\n乙,二\n")
    assert _rows(table) == [(2, "甲公司", "一"), (3, "乙", "二")]
    assert _found(table) == [("R-005", 2)]


def test_headings_twice_missing_reserved_and_in_another_case() -> None:
    table = _read("备注,备注,,_row,BZ,bz,\n1,2,3,4,5,6,\n")
    assert table.headings == ("备注", "备注 (2)", "第3列", "_row (2)", "BZ", "bz (2)")
    assert _rows(table) == [(2, "1", "2", "3", "4", "5", "6")]
    assert {code for code, _ in _found(table)} == {"F-020", "F-021"}


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators(mark: str) -> None:
    assert _rows(_read(f"主体名称{mark}备注\n甲{mark}一,二\n")) == [(2, "甲", "一,二")]


def test_only_a_heading_is_told() -> None:
    assert _found(_read("主体名称,备注\n")) == [("F-019", None)]


HEADING = "主体名称,认定机关,备注\n"
LONG = "公司未按规定公示年度报告"


def _two_encodings() -> bytes:
    """Exports put together; the last lines are cut within a character, too short to tell, and in the first again."""
    first, second = f"{HEADING}甲{LONG},,一\n", f"乙{LONG},,二\n"
    cut = f"丙{LONG},,三".encode()[:-1] + b"\n"
    rest = f"丁{LONG},,四\n".encode() + "甲乙,,\n".encode() + f'"戊\n{LONG}",,五\n'.encode()
    rest += f"己{LONG},".encode() + f"{LONG},六\n".encode("gb18030")
    return first.encode() + second.encode("gb18030") + cut + rest


def test_of_a_file_in_two_encodings_each_line_is_read_in_its_own() -> None:
    table = _read(_two_encodings())
    assert [row[:2] for row in _rows(table)] == [
        (2, "甲" + LONG), (3, "乙" + LONG), (4, None), (5, "丁" + LONG), (6, None), (7, "戊\n" + LONG),
        (9, None),
    ]  # fmt: skip
    assert _found(table) == [("F-023", None), ("R-007", 4), ("R-007", 6), ("R-007", 9)]
    assert "第3行等 1 行" in table.findings[0].message


def test_one_damaged_character_costs_its_row_and_not_the_file() -> None:
    damaged = (HEADING + f"甲{LONG},,一\n乙{LONG},,二\n").encode("gb18030")[:-2] + b"\n"
    assert (_found(_read(damaged)), len(_rows(_read(damaged)))) == ([("R-007", 3)], 2)


def test_a_mark_of_utf8_before_gb18030_is_no_reason_to_refuse() -> None:
    table = _read(b"\xef\xbb\xbf" + (HEADING + f"甲{LONG},,一\n").encode("gb18030"))
    assert [row[1:] for row in _rows(table)] == [("甲" + LONG, None, "一")]
    assert not table.findings


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "F-006", "表头"),
        (b" \r\n,,\r\n", "F-006", "表头"),
        (b'"\n', "F-006", "表头"),
        (TEXT.encode("utf-16"), "F-008", "UTF-8"),
        ("主体名称\n甲".encode() + b"\xff\xff\n", "F-007", "第2行"),
        (b"a," * 2000, "F-009", "1000"),
    ],
)
def test_files_refused_whole(data: bytes, code: str, words: str) -> None:
    with pytest.raises(FileRefusedError, match=words) as caught:
        _read(data)
    assert caught.value.code.code == code


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff"), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=30), st.sampled_from(["utf-8", "gb18030"]))
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]], encoding: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(["主体名称", "备注", "认定机关"])
    writer.writerows(rows)
    table = _read(stream.getvalue().encode(encoding))
    expected = [tuple(cell or None for cell in row) for row in rows if "".join(row).strip()]
    assert [row[1:] for row in _rows(table)] == expected


@given(st.binary(max_size=200).map(lambda tail: "主体名称,备注\n".encode() + tail))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = _read(data)
    except FileRefusedError:
        return
    numbers = table.cells[ROW].to_pylist()
    assert numbers == sorted(set(numbers))
    assert {each.row for each in table.findings if each.code == "R-001"} <= set(numbers)


@given(st.text(alphabet='甲,"\n\r', max_size=80))
def test_every_line_with_content_is_in_a_row(tail: str) -> None:
    table = _read("主体名称,备注\n" + tail)
    kept = sum(text.count("甲") for row in _rows(table) for text in row[1:] if isinstance(text, str))
    broken = {each.row for each in table.findings if each.code == "R-001"}
    lines = io.StringIO("主体名称,备注\n" + tail, newline="").readlines()
    lost = sum(lines[row - 1].count("甲") for row in broken if row is not None)
    assert kept + lost == tail.count("甲")
