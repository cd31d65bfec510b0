"""Several subjects in one cell: parted where names and codes say whose is which, left alone where they do not."""

import doctest
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import several
from pipeline.several import part_rows, subjects
from tests.checks.staged import staged
from tests.county import BIRCH, CEDAR, NAMES, STALL, penalty

CODE = "行政相对人代码_1(统一社会信用代码)"
A, B, C = NAMES[CEDAR], NAMES[BIRCH], NAMES[STALL]
THREE = f"{CEDAR}、{BIRCH}、{STALL}"


def _cells(name: str | None, code: str | None, **more: str | None) -> dict[str, str | None]:
    return {"subject_name": name, "subject_code": code, **more}


@pytest.mark.parametrize("between", ["、", "，", ",", "；", ";", "\n", "\r\n", "/", " ； "])
def test_names_and_codes_of_one_number_are_each_others(between: str) -> None:
    told = subjects(_cells(between.join((A, B, C)), between.join((CEDAR, BIRCH, STALL))))
    assert told == [_cells(A, CEDAR), _cells(B, BIRCH), _cells(C, STALL)]


def test_a_name_may_hold_a_separator_when_another_one_parts_them() -> None:
    told = subjects(_cells("测试县煤、气、水设备厂；测试乙有限公司", f"{CEDAR} {BIRCH}"))
    assert [each["subject_name"] for each in told or ()] == ["测试县煤、气、水设备厂", "测试乙有限公司"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (A, CEDAR),
        (f"{A}、{B}", CEDAR),
        (A, f"{CEDAR}、{BIRCH}"),
        (f"{A}、{B}", THREE),
        (f"{A}、{B}", f"{CEDAR}、{CEDAR}"),
        (f"{A}、{B}", f"{CEDAR}、{BIRCH[:17]}0{BIRCH[17:]}"),
        (f"{A}、{A}", f"{CEDAR}、{BIRCH}"),
        (f"{A}、{B}等2家", f"{CEDAR}、{BIRCH}"),
        (f"{A}、{B}等", f"{CEDAR}、{BIRCH}"),
        ("测试甲公司、乙公司；测试丙公司", f"{CEDAR}、{BIRCH}"),
        (f"{A}、李", f"{CEDAR}、{BIRCH}"),
        (None, f"{CEDAR}、{BIRCH}"),
        (f"{A}、{B}", None),
    ],
)
def test_what_is_not_certain_stays_one_row(name: str | None, code: str | None) -> None:
    assert subjects(_cells(name, code)) is None


def test_other_numbers_of_a_subject_must_be_as_many_and_kinds_may_be_said_once() -> None:
    two = (f"{A}、{B}", f"{CEDAR}、{BIRCH}")
    told = subjects(
        _cells(*two, legal_representative="甲某；乙某", subject_kind="法人及非法人组织", tax_number=None)
    )
    assert [(each["legal_representative"], each["subject_kind"]) for each in told or ()] == [
        ("甲某", "法人及非法人组织"),
        ("乙某", "法人及非法人组织"),
    ]
    assert subjects(_cells(*two, legal_representative="甲某")) is None
    assert subjects(_cells(*two, id_number="pid:0:0000")) is None


@settings(deadline=None)
@given(st.lists(st.sampled_from([None, A, f"{A}、{B}"]), min_size=1, max_size=8), st.booleans())
def test_rows_are_parted_in_their_order_and_none_is_lost(names: list[str | None], encoded: bool) -> None:
    codes = [f"{CEDAR}，{BIRCH}" if name and "、" in name else CEDAR for name in names]
    columns = {
        "subject_name": pa.array(names, pa.string()),
        "subject_code": pa.array(codes, pa.string()),
        "facts": pa.array([str(place) for place in range(len(names))]),
    }
    if encoded:
        columns = {name: column.dictionary_encode() for name, column in columns.items()}
    parted = part_rows(columns)
    expected = [
        (str(place), subject)
        for place, name in enumerate(names)
        for subject in ([(A, CEDAR), (B, BIRCH)] if name and "、" in name else [(name, CEDAR)])
    ]
    if parted is None:
        assert len(expected) == len(names)
        return
    told = zip(*(parted.columns[each].to_pylist() for each in ("subject_name", "subject_code")), strict=True)
    assert list(zip(parted.columns["facts"].to_pylist(), told, strict=True)) == expected
    assert [int(place) for place, _ in expected] == parted.places.to_pylist()
    assert {name: column.type for name, column in parted.columns.items()} == {
        name: column.type for name, column in columns.items()
    }


def test_a_row_of_a_file_becomes_a_record_for_each_subject(tmp_path: Path) -> None:
    day = ("2026-05-06", "2026-05-08")
    alone = penalty(CEDAR, "1号", *day)
    joint = penalty(CEDAR, "2号", *day, **{CODE: f"{CEDAR}、{BIRCH}", "行政相对人名称": f"{A}、{B}"})
    vague = joint | {"行政处罚决定书文号": "3号", CODE: CEDAR}
    result = staged(tmp_path, "penalty", [alone, joint, vague])
    rows = [(row["row"], row["part"], row["subject_code"], row["rejected"]) for row in result.records]
    assert rows == [(2, 0, CEDAR, False), (3, 1, CEDAR, False), (3, 2, BIRCH, False), (4, 0, CEDAR, True)]
    assert len({row["row_id"] for row in result.records}) == 4
    assert len({row["record"] for row in result.records}) == 4
    assert {row["facts"] for row in result.records[1:3]} == {joint["违法事实"]}
    told = [(each.row, each.code, each.level, each.value) for each in result.findings]
    assert told == [
        (3, "C-025", "warn", A),
        (3, "C-025", "warn", B),
        (4, "C-013", "reject", f"{A}、{B}"),
    ]


def test_examples() -> None:
    assert doctest.testmod(several).failed == 0
