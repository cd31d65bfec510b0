"""The office's lists: limits of objections by two rules, government bodies on lists, the forecast."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline import office
from pipeline.deadlines.calendar import load_calendar
from pipeline.deadlines.rules import load_rule_set
from pipeline.last_good import FORECAST, LastGood
from pipeline.publicity import OBJECTION_RULES, Options, decide
from tests.publicity.tables import BLACKLIST, CATALOGUE, event, events_table, record, records_table

DAY = date(2026, 6, 1)
CALENDAR = load_calendar()


@pytest.mark.parametrize(
    ("rules", "as_of", "expected"),
    [
        ("20-days", date(2026, 6, 21), "剩 0 天"),
        ("20-days", date(2026, 6, 22), "已逾期 1 天"),
        ("20-working-days", date(2026, 6, 22), "剩 8 天"),
        ("20-working-days", date(2026, 7, 3), "已逾期 3 天"),
    ],
)
def test_the_limit_of_an_objection(rules: str, as_of: date, expected: str) -> None:
    told = [
        event("objection", "e1", happened_on=DAY, outcome="受理中"),
        event("objection", "e2", happened_on=DAY, outcome="不成立", closed_on=date(2026, 6, 5)),
        event("objection", "e3", happened_on=date(2027, 1, 1), outcome="受理中"),
        event("repair", "e4", happened_on=DAY),
    ]
    table = events_table(told).mutate(document_number=lambda t: t.document_key)
    sheet = office.objections(table, CATALOGUE, load_rule_set(rules, OBJECTION_RULES), CALENDAR, as_of)
    assert [(row[1], row[-1]) for row in sheet.rows] == [("行政处罚", expected)]


def test_government_bodies_on_a_list() -> None:
    rows = [
        record(
            "a", subject_code="114399990000000001", subject_name="示例县某局", decided_on=date(2026, 5, 2)
        ),
        record(
            "b", subject_code="124399990000000002", subject_name="示例县某校", decided_on=date(2026, 5, 1)
        ),
        record("c"),
        record("d", subject_code=None, subject_name="示例县某某局办公室", decided_on=date(2026, 5, 3)),
        record("f", subject_code=None, subject_name="示例县办公用品有限公司"),
        record("e", subject_code="114399990000000003", removed_on=DAY),
    ]
    table = decide(BLACKLIST, records_table(BLACKLIST, rows), events_table([]), DAY, Options())
    table = table.mutate(record=table.row_id)
    sheet = office.government_bodies({"blacklist": table}, CATALOGUE, DAY)
    assert [(row[0], row[-1]) for row in sheet.rows] == [
        ("示例县某校", "31"),
        ("示例县某局", "30"),
        ("示例县某某局办公室", "29"),
    ]


def test_the_page_escapes_and_the_forecast_counts(tmp_path: Path) -> None:
    rows = [
        {
            "record": f"r{n}",
            "dataset": "penalty",
            "department": "<b>局",
            "drops_on": date(2026, 6, 2 + n // 2),
        }
        for n in range(3)
    ]
    good = LastGood(DAY, {}, pa.Table.from_pylist(rows, schema=FORECAST))
    sheet = office.coming(good, CATALOGUE, DAY)
    assert [row[:1] + row[3:] for row in sheet.rows] == [("2026-06-02", "2", "是"), ("2026-06-03", "1", "是")]
    office.write_office(tmp_path, [sheet], DAY)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;局" in page
    assert "<b>局" not in page
    assert (tmp_path / "forecast.csv").read_text(encoding="utf-8").startswith("\ufeff停止公示日")
