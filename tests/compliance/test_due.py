"""What is overdue and soon due, as lists, reminders, calendar, feed and metrics."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipeline.bundle import Bundle
from pipeline.cli import main
from pipeline.compliance.due_items import DueItem, Matter, due_items, last_days, overdue, soon
from pipeline.compliance.feeds import calendar, overdue_feed
from pipeline.compliance.figures import figures
from pipeline.compliance.machine import COLUMNS, metrics, schema, timeliness, timeliness_csv
from pipeline.deadlines import due, load_rule_set
from tests.compliance.ground import bundle_of, duty, record
from tests.deadlines.calendars import SHIPPED
from tests.portal.building import SITE
from tests.toy import AS_OF

TITLES = {"permit": "行政许可"}


def day(number: int) -> dict[str, date]:
    return {"due_earliest": AS_OF + timedelta(number), "due_latest": AS_OF + timedelta(number)}


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """20 November 2026 is a Friday: Wednesday the 25th is the third working day."""
    refused = [record(compliant=False, **day(number)) for number in (-1, 0, 3, 5, 6)]
    duties = [duty(), duty(month="2026-10", **day(4)), duty(month="2026-04", expected=0)]
    return bundle_of(tmp_path / "bundle", [record(), *refused], duties)


def items(bundle: Bundle) -> tuple[DueItem, ...]:
    return due_items(bundle, figures(bundle))


def test_within_counts_working_days(bundle: Bundle) -> None:
    every = items(bundle)
    assert [(each.due_latest.day, each.left) for each in soon(every)] == [(20, 0), (23, 1), (24, 2), (25, 3)]
    assert [each.due_latest.day for each in soon(every, 1)] == [20, 23]
    assert [(each.matter, each.due_latest) for each in overdue(every)] == [
        (Matter.CORRECTION, date(2026, 11, 19))
    ]


def test_a_duty_that_is_met_or_zero_is_not_due(bundle: Bundle) -> None:
    assert [each.month for each in items(bundle) if each.matter is Matter.REPORT] == ["2026-10"]


def test_inside_an_interval_nothing_is_overdue(tmp_path: Path) -> None:
    between = record(compliant=False, due_earliest=AS_OF - timedelta(2), due_latest=AS_OF + timedelta(2))
    (item,) = items(bundle_of(tmp_path / "bundle", [between]))
    assert (item.left, item.overdue) == (None, False)


def test_the_command_as_text_and_json(bundle: Bundle, capsys: pytest.CaptureFixture[str]) -> None:
    state = str(bundle.path.parent)
    assert main(["due", "--state", state, "--within", "1"]) == 0
    text = capsys.readouterr().out
    assert text.count("今天到期") == 1
    assert text.count("已逾期") == 2  # the head, and one item
    assert main(["due", "--state", state, "--json", "--department", "甲局"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], len(told["due"]), len(told["overdue"])) == ("2026-11-20", 4, 1)
    assert main(["due", "--state", state, "--department", "没有的局"]) == 0
    assert "没有。" in capsys.readouterr().out
    assert main(["due", "--state", f"{state}/nowhere"]) == 2
    assert main(["due", "--state", state, "--within", "-1"]) == 2


def test_the_report_command_writes_both_files(bundle: Bundle, tmp_path: Path) -> None:
    config = tmp_path / "portal.toml"
    config.write_text(
        '[site]\nname = "测"\nregion = "测试县"\nurl = "https://test.example"\n', encoding="utf-8"
    )
    where = ["--state", str(bundle.path.parent), "--config", str(config), "--to", str(tmp_path / "to")]
    assert main(["report", "--month", "2026-05", *where]) == 0
    assert main(["report", "--half", "2026-H1", *where]) == 0
    assert main(["report", "--month", "2026-5", *where]) == 2
    assert sorted(path.suffix for path in (tmp_path / "to").iterdir()) == [".docx", ".docx", ".html", ".html"]


def test_last_days_are_those_of_the_rule() -> None:
    rules = load_rule_set("national")
    rule = rules.choose("permit", AS_OF)
    assert rule is not None
    for as_of in (AS_OF, date(2026, 2, 13), date(2026, 12, 28)):
        found = last_days(rules, SHIPPED, ["permit", "penalty", "honour"], as_of)
        told = {decided: (each.day, each.latest) for each in found for decided in each.decided}
        for decided in (as_of - timedelta(n) for n in range(60)):
            counted = due(rule, SHIPPED, decided)
            expected = (counted.earliest, counted.latest) if counted.earliest >= as_of else None
            assert told.get(decided) == expected


def test_the_calendar_is_well_formed(bundle: Bundle) -> None:
    days = last_days(load_rule_set("national"), SHIPPED, ["permit"], AS_OF)
    text = calendar("甲局", items(bundle), days, TITLES, SITE, AS_OF)
    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(days) + 5 + 1 - 1
    uids = re.findall(r"UID:(\S+)", text.replace("\r\n ", ""))
    assert len(set(uids)) == len(uids)
    assert "DTSTART;VALUE=DATE:20261120" in text
    assert calendar("乙局", items(bundle), (), TITLES, SITE, AS_OF).count("VEVENT") == 0


def test_the_feed_is_well_formed_and_lasting(bundle: Bundle) -> None:
    feed = overdue_feed(items(bundle), TITLES, {"甲局": "compliance/jia/"}, SITE, AS_OF)
    tree = ElementTree.fromstring(feed)
    name = "{http://www.w3.org/2005/Atom}"
    (entry,) = tree.findall(f"{name}entry")
    link = entry.find(f"{name}link")
    assert link is not None
    assert link.get("href") == "https://credit.test.example/compliance/jia/"
    assert entry.findtext(f"{name}updated") == "2026-11-20T00:00:00+08:00"


def test_metrics_are_in_the_text_format(bundle: Bundle) -> None:
    text = metrics(bundle, figures(bundle), items(bundle))
    sample = re.compile(r'[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?[0-9.e+]+')
    for line in text.splitlines():
        assert line.startswith("# ") or sample.fullmatch(line), line
    assert 'credit_portal_overdue{dataset="permit",department="甲局"} 1\n' in text
    assert "credit_portal_as_of_timestamp_seconds 1795104000\n" in text


def test_json_and_csv_hold_what_the_schema_says(bundle: Bundle) -> None:
    found = figures(bundle)
    content = timeliness(bundle, found)
    rows = json.loads(json.dumps(content))["rows"]
    assert {name for row in rows for name in row} == set(COLUMNS)
    definitions = json.loads(json.dumps(schema()))["$defs"]["row"]
    assert set(definitions["required"]) == set(definitions["properties"]) == set(COLUMNS)
    lines = timeliness_csv(found).splitlines()
    assert lines[0].split(",") == list(COLUMNS[:-1])
    assert len(lines) == 1 + len(rows)


def test_a_name_like_a_formula_is_text_in_a_spreadsheet(tmp_path: Path) -> None:
    found = figures(bundle_of(tmp_path / "bundle", [record(department="=1+1")]))
    assert ",'=1+1," in timeliness_csv(found)
