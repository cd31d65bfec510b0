"""Rates: every group equals a plain count of its rows."""

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.bundle import Bundle, open_bundle
from pipeline.bundling.deadlines import SCHEMA
from pipeline.compliance.figures import Figures, Rate, figures
from tests.toy import write_toy_bundle

DAY = date(2026, 5, 6)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["permit", "penalty"]), st.sampled_from(["甲局", "乙局", "丙局"]),
        st.sampled_from(["2026-04", "2026-05"]),
        st.booleans(), st.sampled_from(["in_time", "late", "undetermined"]),
    ), max_size=60,
)  # fmt: skip
Row = tuple[str, str, str, bool, str]


class Given(Bundle):
    """A bundle with given deadlines."""

    rows: list[Row]

    def deadlines(self) -> pa.Table:
        lines = [
            {"dataset": d, "department": p, "source_unit": p, "month": m, "decided_on": DAY, "first_arrival": DAY,
             "due_earliest": DAY, "due_latest": DAY, "compliant": c, "result": r} for d, p, m, c, r in self.rows
        ]  # fmt: skip
        return pa.Table.from_pylist(lines, schema=SCHEMA)


def figures_of(rows: list[Row], bundle: Bundle) -> Figures:
    made = Given(bundle.path, bundle.meta)
    object.__setattr__(made, "rows", rows)
    return figures(made)


def oracle(rows: list[Row], keys: tuple[int, ...]) -> tuple[Rate, ...]:
    groups: dict[tuple[str, ...], Counter[str]] = {}
    for row in rows:
        count = groups.setdefault(tuple(str(row[key]) for key in keys), Counter())
        count.update(["received", row[4]] + ["compliant"] * row[3])
    blank = Rate("", "", "", 0, 0, 0, 0, 0)
    names = ("dataset", "department", "month")
    made = [
        replace(blank, **{names[key]: value for key, value in zip(keys, group, strict=True)}, **dict(count))  # type: ignore[arg-type]
        for group, count in groups.items()
    ]
    return tuple(sorted(made, key=lambda rate: (rate.dataset, rate.department, rate.month)))


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_group_is_a_plain_count(rows: list[Row]) -> None:
    made = figures_of(rows, TOY)
    assert made.rows == oracle(rows, (0, 1, 2))
    assert made.by_dataset == oracle(rows, (0,))
    assert made.by_department == oracle(rows, (1,))
    assert made.by_month == oracle(rows, (2,))
    assert made.by_department_month == oracle(rows, (1, 2))
    assert all(rate.in_time + rate.late + rate.undetermined == rate.received for rate in made.rows)


def test_no_data_is_not_a_hundred_percent() -> None:
    empty = figures_of([], TOY).total
    assert (empty.received, empty.compliance, empty.timeliness) == (0, None, None)


def test_undetermined_counts_in_no_rate() -> None:
    made = figures_of(
        [("permit", "甲局", "2026-05", True, "undetermined"), ("permit", "甲局", "2026-05", True, "late")],
        TOY,
    )
    assert made.total.timeliness == 0.0


def test_schema_of_the_bundle(tmp_path: Path) -> None:
    written = pq.read_table(write_toy_bundle(tmp_path / "bundle") / "deadlines.parquet")
    assert set(written.column_names) == set(SCHEMA.names)


def _toy() -> Bundle:
    return open_bundle(write_toy_bundle(Path(tempfile.mkdtemp()) / "bundle"))


TOY = _toy()
