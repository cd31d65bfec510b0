"""Explaining (公示说明): everything the last build knows of one row, as Chinese text for `portal explain`.

Reads `state/work/`, the landed full sets and the ledger; writes nothing. The chain of rules is publicity/explain.py's.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from pipeline import landing, ledger
from pipeline.catalogue import Catalogue, Dataset, office_catalogue
from pipeline.deciding import current, options_of
from pipeline.engine.local import Engine, open_engine
from pipeline.errors import Stopped
from pipeline.full_sets import full_sets
from pipeline.identifiers.document_number import key_expr
from pipeline.memory import remember
from pipeline.publicity.events import match
from pipeline.publicity.exits import PUBLISHED, STATES
from pipeline.publicity.explain import DECIDES, explain
from pipeline.publicity.facts import Options
from pipeline.publicity.state import HONOUR_BLACKLISTED, LISTS, decide, exclude_blacklisted
from pipeline.settings import Settings

_RECORD = re.compile(r"[0-9a-f]{16}")
_PLACE = re.compile(r"(?P<file>.+):(?P<row>\d+)")
_EVENTS = {"repair": "信用修复", "revocation": "撤销", "objection": "异议"}
_LEDGER = {
    "shown": "开始公示",
    "withdrawn": "停止公示",
    "barred": "终止公示，不再恢复",
    "lifted": "解除终止公示",
}


@dataclass(frozen=True)
class Desk:
    """What every explanation of one question shares."""

    engine: Engine
    catalogue: Catalogue
    state: Path
    options: Options
    as_of: date

    def table(self, *names: str) -> ir.Table | None:
        """A table of `state/work/`, None where the last build had none."""
        path = self.state.joinpath("work", *names)
        return self.engine.read_parquet(path) if path.exists() else None

    def records(self, dataset: Dataset) -> ir.Table | None:
        """The records of a dataset with what earlier builds tell of them."""
        table = self.table("records", f"{dataset.name}.parquet")
        if table is None or dataset.kind != "record":
            return table
        sets = full_sets(landing.batches(self.state / "landing", dataset.name))
        return remember(dataset, table, sets, ledger.read(self.state / "ledger"), self.as_of)

    def events(self) -> ir.Table:
        """The events of the last build."""
        table = self.table("states", "events.parquet")
        if table is None:
            raise Stopped(f"{self.state} 中没有生成过的数据。请先运行 portal build。")
        return table


def _asked(dataset: Dataset, table: ir.Table, question: str) -> ir.BooleanValue:
    """Which rows a question means: an opaque id, a file and row, else a record's document number in any spelling."""
    if _RECORD.fullmatch(question):
        return table.record == question
    place = _PLACE.fullmatch(question)
    if place is not None:
        return (table.file == place["file"]) & (table.row == int(place["row"]))
    if dataset.kind != "record" or "document_number" not in table.columns:
        return ibis.literal(False)
    return (key_expr(table.document_number) == key_expr(ibis.literal(question))).fill_null(False)


def _findings(desk: Desk, row: dict[str, Any]) -> list[str]:
    path = desk.state / "work" / "findings.jsonl"
    with path.open(encoding="utf-8") as stream:
        found = [json.loads(line) for line in stream if row["file"] in line]
    mine = [each for each in found if (each["file"], each["row"]) == (row["file"], row["row"])]
    return [f"  {each['code']} {each['message']}" for each in mine]


def _fate(row: dict[str, Any]) -> str | None:
    """Why a row has no state of its own, None where it has one."""
    if row["rejected"]:
        return "该行因下列问题被退回，不公示。请按说明更正后重新报送。"
    if row["superseded"]:
        newer = f"{row['newer_file']} 第 {row['newer_row']} 行"
        return f"{DECIDES}{STATES['superseded']}：同一条记录以{newer}为准。"
    return None


def _event_lines(desk: Desk, dataset: Dataset, records: ir.Table, row_id: str) -> list[str]:
    events = desk.events()
    pairs = match(dataset.name, current(records), events)
    mine = pairs.filter(pairs.record_row == row_id).select("event_row")
    rows = events.semi_join(mine, events.row_id == mine.event_row).order_by("happened_on", "row_id")
    return [
        f"  {_EVENTS.get(each['event'], each['event'])} {each['happened_on']}"
        + (f" {each['outcome']}" if each["outcome"] else "")
        + (f"，{each['closed_on']} 办结" if each["closed_on"] else "")
        + f"（{each['row_id']}：{each['file']} 第 {each['row']} 行）"
        for each in rows.to_pyarrow().to_pylist()
    ]


def _chain(desk: Desk, dataset: Dataset, records: ir.Table, row_id: str) -> list[str]:
    lines = explain(dataset, records, desk.events(), desk.as_of, options=desk.options, row_id=row_id)
    texts = [f"  {line.text}" for line in lines]
    decided = next(line for line in lines if line.decides)
    excluded = (
        _excluded(desk, records, row_id) if dataset.name == "honour" and decided.state == PUBLISHED else []
    )
    if excluded:
        texts = [each.replace(DECIDES, "", 1) for each in texts]
    state = STATES["removed"] if excluded else STATES[decided.state]
    return [f"{desk.as_of} 的判定：{state}", *texts, *excluded]


def _excluded(desk: Desk, honours: ir.Table, row_id: str) -> list[str]:
    """Whether a list takes an honour away (红黑名单互斥)."""

    def decided(name: str, records: ir.Table) -> ir.Table:
        return decide(desk.catalogue[name], records, desk.events(), desk.as_of, desk.options)

    told = {name: desk.records(desk.catalogue[name]) for name in LISTS}
    lists = [decided(name, records) for name, records in told.items() if records is not None]
    if not lists:
        return []
    rows = exclude_blacklisted(decided("honour", honours), *lists).filter(
        lambda t: (t.row_id == row_id) & (t.rule == HONOUR_BLACKLISTED)
    )
    return [
        f"  {DECIDES}主体已列入失信名单：是，自 {each['since']} 起，依据 {HONOUR_BLACKLISTED}（红黑名单互斥）。"
        for each in rows.to_pyarrow().to_pylist()
    ]


def _history(desk: Desk, record: str | None) -> list[str]:
    told = [each for each in ledger.entries(desk.state / "ledger") if record and each.record == record]
    return [
        f"  {each.on} {_LEDGER.get(each.event, each.event)}"
        + (f"：{STATES.get(each.reason, each.reason)}" if each.reason else "")
        + (f"，依据 {each.rule}" if each.rule else "")
        + (f"，理由：{each.because}" if each.because else "")
        for each in told
    ]


def _explained(desk: Desk, dataset: Dataset, records: ir.Table, row: dict[str, Any]) -> str:
    number = f"，文书号 {row['document_number']}" if row.get("document_number") else ""
    where = f"{row['file']} 第 {row['row']} 行，提供日期 {row['provided_on']}"
    unit = row["department"] or "单位未注明"
    lines = [f"{dataset.title}，记录 {row['record'] or '（无标识）'}：{where}，{unit}{number}"]
    fate = _fate(row)
    if fate is not None:
        lines.append(fate)
    elif dataset.kind == "record":
        lines += _chain(desk, dataset, records, row["row_id"])
    else:
        lines.append("该类数据本身不作为记录公示；它对其他记录的作用请用那条记录的文书号查询。")
    parts = [("该行的问题：", _findings(desk, row)), ("公示台账：", _history(desk, row["record"]))]
    if dataset.kind == "record" and fate is None:
        parts.insert(0, ("有关事项：", _event_lines(desk, dataset, records, row["row_id"])))
    for title, told in parts:
        lines += [title, *told] if told else []
    return "\n".join(lines)


def explanations(state: Path, settings: Settings, question: str, as_of: date) -> list[str]:
    """One text per row that the question means, in the order of datasets and rows."""
    told = []
    with open_engine() as engine:
        catalogue = office_catalogue(settings.root)
        desk = Desk(engine, catalogue, state, options_of(settings, catalogue), as_of)
        for dataset in desk.catalogue.datasets:
            records = desk.records(dataset)
            if records is None:
                continue
            rows = (
                records.filter(_asked(dataset, records, question))
                .order_by("file", "row")
                .to_pyarrow()
                .to_pylist()
            )
            told += [_explained(desk, dataset, records, row) for row in rows]
    return told
