"""The office's own page (`state/office/`): objections and their limits, government bodies on lists, coming expiries,
the age of every source.

Reads this build's events, states and forecast as given; writes one CSV per list and `index.html`. It holds names that are
not public, so it lies in the state folder and never goes into the site.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import ibis
import ibis.expr.types as ir
from jinja2 import Environment

from pipeline.catalogue import Catalogue
from pipeline.deadlines.calendar import Calendar
from pipeline.deadlines.due import due
from pipeline.deadlines.rules import RuleSet
from pipeline.files import write_whole
from pipeline.last_good import LastGood
from pipeline.publicity.events import PENDING
from pipeline.publicity.exits import PUBLISHED
from pipeline.publicity.state import LISTS
from pipeline.source_settings import Source
from pipeline.sources import receipts

GOVERNMENT = ("11", "12", "13", "N")
"""Credit codes of 机关, 事业单位, 群众团体 and 村镇 (GB 32100 登记管理部门代码 1 机构编制 and N 农业)."""
_BODY = "(?:人民政府|办事处|委员会|办公室|局|厅|法院|检察院)$"
"""How the names of government bodies end: the courts name many without a code."""
_SOON = 30
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>内部事项（不公开）</title></head><body>
<h1>内部事项（{{ as_of }}，不公开）</h1>
{% for sheet in sheets %}<h2>{{ sheet.title }}（{{ sheet.rows|length }}）</h2>
<table border="1"><tr>{% for name in sheet.headings %}<th>{{ name }}</th>{% endfor %}</tr>
{% for row in sheet.rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>
{% endfor %}</body></html>
"""


@dataclass(frozen=True)
class Sheet:
    """One list of the page and its CSV file."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> str:
        """The list as a spreadsheet opens it."""
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows([self.headings, *self.rows])
        return "\ufeff" + stream.getvalue()


def _limit(earliest: date, latest: date, as_of: date) -> str:
    if as_of > latest:
        return f"已逾期 {(as_of - latest).days} 天"
    if as_of > earliest:
        return "可能已逾期（节假日安排未公布）"
    return f"剩 {(earliest - as_of).days} 天"


def objections(
    events: ir.Table, catalogue: Catalogue, rules: RuleSet, calendar: Calendar, as_of: date
) -> Sheet:
    """Objections that are still being checked, the most overdue first."""
    told = events.filter(events.event == "objection", events.outcome == PENDING, events.closed_on.isnull())
    rows = []
    for each in (
        told.filter(told.happened_on <= as_of).order_by("happened_on", "row_id").to_pyarrow().to_pylist()
    ):
        rule = rules.choose("objection", each["happened_on"])
        if rule is None:
            continue
        last = due(rule, calendar, each["happened_on"])
        about = catalogue.find(each["about"] or "")
        title = each["about"] if about is None else about.title
        place = (each["subject_name"], title, each["document_number"], each["authority"])
        days = (str(each["happened_on"]), str(last.latest), _limit(last.earliest, last.latest, as_of))
        rows.append(tuple(str(cell or "") for cell in (*place, *days)))
    headings = ("主体", "数据类别", "文书号", "作出机关", "受理日期", "办结期限", "状态")
    return Sheet("objections", f"核查中的异议（时限：{rules.title}）", headings, tuple(rows))


def government_bodies(states: Mapping[str, ir.Table], catalogue: Catalogue, as_of: date) -> Sheet:
    """Government bodies that are on a list today (政府机构失信，动态清零), the longest listed first."""
    rows = []
    for name in LISTS:
        if name not in states:
            continue
        table = states[name]
        coded = table.subject_code.re_search(f"^({'|'.join(GOVERNMENT)})")
        body = ibis.coalesce(coded, table.subject_name.re_search(_BODY) & ~table.person)
        listed = table.filter(table.state == PUBLISHED, body)
        for each in listed.order_by("decided_on", "record").to_pyarrow().to_pylist():
            days = (as_of - each["decided_on"]).days
            cells = (
                each["subject_name"],
                each["subject_code"],
                catalogue[name].title,
                each["document_number"],
            )
            rows.append((*(str(cell or "") for cell in cells), str(each["decided_on"]), str(days)))
    headings = ("单位", "统一社会信用代码", "名单", "文书号", "列入日期", "已列入天数")
    ordered = sorted(rows, key=lambda row: (row[4], row[0]))
    return Sheet("government", "政府机构和事业单位在失信名单中", headings, tuple(ordered))


def coming(good: LastGood, catalogue: Catalogue, as_of: date) -> Sheet:
    """How many records drop on each day of the forecast, by dataset; the first days by name of the department."""
    counted = good.forecast.group_by(["drops_on", "dataset", "department"]).aggregate([("record", "count")])
    rows = sorted(
        (
            each["drops_on"],
            catalogue[each["dataset"]].title,
            each["department"] or "未注明",
            each["record_count"],
        )
        for each in counted.to_pylist()
    )
    soon = as_of + timedelta(days=_SOON)
    cells = tuple(tuple(str(cell) for cell in (*row, "是" if row[0] <= soon else "")) for row in rows)
    return Sheet(
        "forecast", "到期预告（400天）", ("停止公示日", "数据类别", "单位", "条数", f"{_SOON}天内"), cells
    )


def freshness(sources: Sequence[Source], state: Path, catalogue: Catalogue, as_of: date) -> Sheet:
    """When each dataset of each source was last had wholly, how old that is, and what the last pull said if not whole."""
    asked = [(each.name, dataset) for each in sources for dataset in each.datasets]
    seen = [(each.source, each.dataset) for each in receipts.read(state) if catalogue.find(each.dataset)]
    rows = []
    for each in receipts.standings(state, as_of, dict.fromkeys([*asked, *seen])):
        dataset = catalogue.find(each.dataset)
        age = "从未取全" if each.age is None else f"{each.age} 天前"
        title = each.dataset if dataset is None else dataset.title
        rows.append((each.source, title, each.last_success or "", age, each.incomplete))
    headings = ("来源", "数据类别", "上次取全", "距今", "最近一次未取全的原因")
    return Sheet("sources", "数据来源", headings, tuple(rows))


def write_office(folder: Path, sheets: Sequence[Sheet], as_of: date) -> None:
    """Write the lists and the page that shows them."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        write_whole(folder / f"{sheet.name}.csv", sheet.csv())
    page = Environment(autoescape=True, trim_blocks=True).from_string(_PAGE)
    write_whole(folder / "index.html", page.render(sheets=sheets, as_of=as_of))
