"""Rates: every group equals a plain count of its rows, and each rate the formula on the page."""

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.bundling.deadlines import SCHEMA
from pipeline.compliance.figures import Figures, Rate, figures
from pipeline.compliance.rate import DIMENSIONS, NUMBERS
from tests.compliance.ground import Row, bundle_of, duty, record
from tests.toy import AS_OF, write_toy_bundle

RESULTS = st.sampled_from(["in_time", "late", "undetermined"])
RECORDS = st.lists(
    st.builds(
        record,
        dataset=st.sampled_from(["permit", "penalty"]),
        department=st.sampled_from(["甲局", "乙局", None]),
        source_unit=st.sampled_from(["甲局", "丙中心", None]),
        month=st.sampled_from(["2026-04", "2026-05"]),
        compliant=st.booleans(),
        result=RESULTS,
        days_used=st.none() | st.integers(0, 40),
        shown_result=st.none() | RESULTS,
        shown_days=st.none() | st.integers(0, 9),
    ),
    max_size=60,
)
LATE_DUE, NEXT_DUE = AS_OF.replace(day=19), AS_OF.replace(day=25)
DUTIES = st.lists(
    st.builds(
        duty,
        dataset=st.sampled_from(["permit", "penalty"]),
        department=st.sampled_from(["甲局", "丁局"]),
        month=st.sampled_from(["2026-04", "2026-05"]),
        expected=st.none() | st.integers(0, 9),
        due_earliest=st.sampled_from([LATE_DUE, AS_OF, NEXT_DUE]),
    ).map(lambda row: row | {"due_latest": row["due_earliest"]}),
    max_size=8,
    unique_by=lambda row: (row["dataset"], row["department"], row["month"]),
)


def plain_counts(rows: list[Row], duties: list[Row], keys: tuple[str, ...]) -> tuple[Rate, ...]:
    """The second implementation: loops and counters."""
    groups: dict[tuple[str, ...], Counter[str]] = {}
    for row in rows:
        count = groups.setdefault(tuple(str(row[key] or "") for key in keys), Counter())
        count.update(["received", str(row["result"])] + ["compliant"] * bool(row["compliant"]))
        if row["shown_result"] is not None:
            count.update(["shown", f"shown_{row['shown_result']}"])
        count["shown_days"] += row["shown_days"] or 0  # type: ignore[operator]
    for row in [] if "source_unit" in keys else duties:
        place = ("dataset", "department", "month")
        here = sum(all((each[name] or "") == row[name] for name in place) for each in rows)
        count = groups.setdefault(tuple(str(row[key]) for key in keys), Counter())
        wanted = 1 if row["expected"] is None else int(str(row["expected"]))
        short, over = max(wanted - here, 0), row["due_latest"] < AS_OF  # type: ignore[operator]
        count["periods"] += int(over or short == 0)
        count["gaps"] += int(over and here == 0 and wanted > 0)
        if row["expected"] is not None:
            count["expected"] += wanted
            count["reported"] += wanted - short
            count["missing" if over else "awaited"] += short
    made = []
    for group, count in groups.items():
        named = dict(zip(keys, group, strict=True))
        made.append(Rate(**named, **{name: count[name] for name in NUMBERS}))  # type: ignore[arg-type]
    return tuple(sorted(made, key=lambda each: (each.dataset, each.department, each.source_unit, each.month)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("figures") / "bundle"


@settings(max_examples=60, deadline=None)
@given(RECORDS, DUTIES)
def test_every_group_is_a_plain_count(folder: Path, rows: list[Row], duties: list[Row]) -> None:
    made = figures(bundle_of(folder, rows, duties))
    assert made.rows == plain_counts(rows, duties, ("dataset", "department", "month"))
    assert made.by_dataset == plain_counts(rows, duties, ("dataset",))
    assert made.by_department == plain_counts(rows, duties, ("department",))
    assert made.by_month == plain_counts(rows, duties, ("month",))
    assert made.by_department_month == plain_counts(rows, duties, ("department", "month"))
    assert made.by_department_dataset == plain_counts(rows, duties, ("dataset", "department"))
    assert made.by_source_unit == plain_counts(rows, duties, ("department", "source_unit"))
    assert made.units == plain_counts(rows, duties, DIMENSIONS)
    assert (made.total,) == (plain_counts(rows, duties, ()) or (Rate(),))
    assert Counter((row["department"] or "", row["days_used"]) for row in rows) == {
        (each.department, each.days): each.records for each in made.spread
    }
    check_sums(made)


def check_sums(made: Figures) -> None:
    for rate in (*made.rows, made.total):
        assert rate.in_time + rate.late + rate.undetermined == rate.received
        assert rate.reported + rate.missing + rate.awaited == rate.expected


COUNTS = st.integers(0, 50)


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_each_rate_is_its_formula(
    received: int, in_time: int, late: int, missing: int, reported: int
) -> None:
    rate = Rate(
        received=received,
        compliant=received // 2,
        in_time=in_time,
        late=late,
        missing=missing,
        reported=reported,
    )

    def share(part: int, whole: int) -> float | None:
        return float(Fraction(part, whole)) if whole else None

    assert rate.compliance == share(received // 2, received)
    assert rate.timeliness == share(in_time, in_time + late + missing)
    assert rate.lateness == share(late + missing, in_time + late + missing)
    assert rate.reporting == share(reported, reported + missing)
    assert rate.concealment == share(missing, reported + missing)


def test_no_data_is_not_a_hundred_percent(folder: Path) -> None:
    empty = figures(bundle_of(folder, [])).total
    assert (empty.received, empty.compliance, empty.timeliness, empty.reporting) == (0, None, None, None)


def test_undetermined_and_awaited_count_in_no_rate(folder: Path) -> None:
    rows = [record(result="undetermined"), record(result="late")]
    duties = [duty(expected=9, due_earliest=NEXT_DUE, due_latest=NEXT_DUE)]
    total = figures(bundle_of(folder, rows, duties)).total
    assert (total.timeliness, total.reporting, total.awaited) == (0.0, 1.0, 7)


def test_what_never_arrived_and_is_overdue_is_late_and_missing(folder: Path) -> None:
    total = figures(bundle_of(folder, [record()], [duty(expected=4)])).total
    assert (total.timeliness, total.lateness, total.reporting) == (0.25, 0.75, 0.25)


def test_more_in_one_month_does_not_make_good_for_another(folder: Path) -> None:
    duties = [duty(expected=1), duty(expected=1, month="2026-04")]
    total = figures(bundle_of(folder, [record(), record()], duties)).total
    assert (total.reported, total.missing) == (1, 1)


def test_schema_of_the_bundle(tmp_path: Path) -> None:
    written = pq.read_table(write_toy_bundle(tmp_path / "bundle") / "deadlines.parquet")
    assert written.column_names == SCHEMA.names
