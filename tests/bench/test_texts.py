"""`fill` against a row-by-row `str.format`."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from bench.texts import fill

TEMPLATES = ("{name}在{place}。", "无占位", "{place}{place}", "甲{name}")


@given(st.lists(st.tuples(st.integers(0, len(TEMPLATES) - 1), st.text(), st.text()), min_size=1))
def test_fill_is_format_row_by_row(rows: list[tuple[int, str, str]]) -> None:
    clean = [
        (n, name.encode("utf-8", "ignore").decode(), place.encode("utf-8", "ignore").decode())
        for n, name, place in rows
    ]
    columns = {"name": pa.array([row[1] for row in clean]), "place": pa.array([row[2] for row in clean])}
    filled = fill(TEMPLATES, np.array([row[0] for row in clean], np.int64), columns).to_pylist()
    assert filled == [TEMPLATES[n].format(name=name, place=place) for n, name, place in clean]
