"""A column means the same whatever parts it comes in and whatever was read before it."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogue import Field, load_catalogue
from pipeline.cells import columns
from pipeline.cells.columns import TEXTS, field_columns

CATALOGUE = load_catalogue()
FIELDS = [
    CATALOGUE["penalty"].by_id[each]
    for each in ("decided_on", "fine", "penalty_kinds", "subject_code", "subject_kind", "subject_name")
]
TEXT = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "空", "2026-01-05", "2026年1月5日", "0.5", "１万元", "罚款、警告", "其他-停业"]
    ),
    st.sampled_from(["91110000600037341L", " 9111 0000 6000 3734 1l", "个体工商户", "法人", "甲；乙公司"]),
    st.text(max_size=4),
)


def _values(field: Field, cells: list[str | None]) -> list[tuple[object, ...]]:
    sent = pa.array(cells, pa.string()).dictionary_encode().cast(TEXTS)
    return list(zip(*(column.to_pylist() for _, column in field_columns(field, sent)), strict=True))


@given(field=st.sampled_from(FIELDS), parts=st.lists(st.lists(TEXT, max_size=8), max_size=5))
def test_any_parts(field: Field, parts: list[list[str | None]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_REMEMBERED", 3)
        together = [value for cells in parts for value in _values(field, cells)]
        alone = [value for cells in parts for each in cells for value in _values(field, [each])]
    assert together == alone


def test_a_column_without_a_value() -> None:
    for field in FIELDS:
        assert {value for row in _values(field, [None, None]) for value in row} <= {None, False}
