"""Writes the bundle: what is public today, the balance, and the opaque list of what was withdrawn.

Reads `work/records/`, `work/states/` and the ledger; writes `state/bundle/` beside the old one, then renames.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import reduce
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, FindingCount, open_bundle
from pipeline.bundling import history
from pipeline.bundling.deadlines import ORDER, Showing, deadlines, span
from pipeline.bundling.deadlines import SCHEMA as DEADLINES
from pipeline.bundling.duties import duties
from pipeline.bundling.identity import build_id, table_digests
from pipeline.bundling.notices import notices
from pipeline.bundling.records import published
from pipeline.bundling.subjects import subjects
from pipeline.catalogue import Catalogue, Dataset
from pipeline.deadlines import Calendar, RuleSet, due, due_table, working_days
from pipeline.deciding import current
from pipeline.engine.local import Engine, materialise, write_parquet
from pipeline.ledger import Entry, Shown


@dataclass(frozen=True)
class BundleInputs:
    """What the bundle is made of. Tables by dataset name; `known` is the ledger."""

    catalogue: Catalogue
    as_of: date
    records: Mapping[str, ir.Table]
    states: Mapping[str, ir.Table]
    known: dict[str, Shown]
    notice_days: int
    calendar: Calendar
    rules: RuleSet
    objections: RuleSet
    counts: dict[str, dict[str, int]]
    findings: tuple[FindingCount, ...]


def described(dataset: Dataset, rows: int) -> dict[str, object]:
    """What `meta.json` says of a dataset with pages: its words and its public columns."""
    columns = [{"id": each.id, "title": each.title, "label": each.shown_as} for each in dataset.public_fields]
    return {
        "name": dataset.name,
        "title": dataset.title,
        "law": dataset.law,
        "short": dataset.short,
        "measure": dataset.measure,
        "tone": dataset.tone,
        "section": dataset.section,
        "by": dataset.by,
        "emphasis": dataset.emphasis,
        "repair": dataset.repair,
        "caution": dataset.caution,
        "note": dataset.note,
        "list_fields": list(dataset.list_fields),
        "columns": columns,
        "records": rows,
    }


def _write_meta(inputs: BundleInputs, folder: Path, rows: Mapping[str, int]) -> None:
    tables = table_digests(folder)
    meta = {
        "as_of": inputs.as_of.isoformat(),
        "build_id": build_id(tables, [inputs.as_of.isoformat(), inputs.rules.id, inputs.counts]),
        "tables": tables,
        "deadline_rule": inputs.rules.id,
        "counts": inputs.counts,
        "datasets": [described(inputs.catalogue[name], rows[name]) for name in rows],
        "findings": [asdict(each) for each in inputs.findings],
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")


def _write_records(engine: Engine, inputs: BundleInputs, folder: Path) -> dict[str, ir.Table]:
    known = history.known_table(inputs.known).select("record", "shown_since")
    today = ibis.literal(inputs.as_of)

    def limit(accepted: date) -> date | None:
        """The last day on which an objection must be answered, the later one where holidays are not settled."""
        rule = inputs.objections.choose("objection", accepted)
        return None if rule is None else due(rule, inputs.calendar, accepted).latest

    written = {}
    for dataset in inputs.catalogue.of_kind("record"):
        if not dataset.has_pages:
            continue
        table = published(inputs.states[dataset.name], known, dataset, today, limit)
        written[dataset.name] = materialise(engine, table, folder / "records" / f"{dataset.name}.parquet")
    return written


def _write_subjects(
    engine: Engine, inputs: BundleInputs, written: Mapping[str, ir.Table], folder: Path
) -> None:
    register = current(inputs.records["entity"]).filter(lambda t: ~t.pending)
    write_parquet(engine, subjects(register, written), folder / "subjects.parquet")


def _write_notices(engine: Engine, inputs: BundleInputs, folder: Path) -> None:
    """Notices of subjects that have a page."""
    known = history.known_table(inputs.known)
    tables = [
        notices(inputs.catalogue[name], states, known, inputs.as_of, inputs.notice_days)
        for name, states in sorted(inputs.states.items())
    ]
    pages = engine.read_parquet(folder / "subjects.parquet").select(subject_code="code")
    every = reduce(lambda left, right: left.union(right), tables).semi_join(pages, "subject_code")
    write_parquet(engine, every.order_by("subject_code", ibis.desc("on"), "text"), folder / "notices.parquet")


def _showing(inputs: BundleInputs, written: Mapping[str, ir.Table]) -> Showing:
    """First days shown: by the ledger, and today for what this build is the first to show."""
    known = history.known_table(inputs.known).select("record", shown_on="shown_since")
    today = _all_ids(written, "record", "shown_since").rename(shown_on="shown_since").mutate(public=True)
    gone = known.anti_join(today, "record").mutate(public=ibis.literal(False))
    days = [each.since for each in inputs.known.values() if each.since is not None]
    return Showing(today.union(gone.select(*today.columns)), min(days, default=inputs.as_of))


def _write_duties(inputs: BundleInputs, folder: Path) -> None:
    def last_days(dataset: str, decided_on: date) -> tuple[date, date]:
        """Where no rule sets a deadline, the month itself is the period (报送周期)."""
        rule = inputs.rules.choose(dataset, decided_on)
        if rule is None:
            return decided_on, decided_on
        day = due(rule, inputs.calendar, decided_on)
        return day.earliest, day.latest

    rows = duties(inputs.records, inputs.catalogue, inputs.as_of, last_days)
    pq.write_table(rows, folder / "duties.parquet", compression="zstd")


def _write_deadlines(
    engine: Engine, inputs: BundleInputs, written: Mapping[str, ir.Table], folder: Path
) -> None:
    showing = _showing(inputs, written)
    tables = []
    for dataset in inputs.catalogue.of_kind("record"):
        records = inputs.records[dataset.name]
        days = span(records, inputs.as_of)
        if days is not None:
            last = due_table(inputs.rules, inputs.calendar, dataset.name, *days).drop_columns(["rule"])
            counted = ibis.memtable(working_days(inputs.calendar, days[0], inputs.as_of))
            tables.append(deadlines(records, ibis.memtable(last), counted, dataset.name, showing))
    path = folder / "deadlines.parquet"
    if tables:
        write_parquet(engine, reduce(lambda left, right: left.union(right), tables).order_by(ORDER), path)
    else:
        pq.write_table(DEADLINES.empty_table(), path)


def _all_ids(tables: Mapping[str, ir.Table], *columns: str) -> ir.Table:
    return reduce(
        lambda left, right: left.union(right), (table.select(*columns) for _, table in sorted(tables.items()))
    )


def _write_withdrawn(inputs: BundleInputs, written: Mapping[str, ir.Table], folder: Path) -> list[Entry]:
    """Write `withdrawn.parquet`; give the ledger entries this build will append once it is live."""
    shown = _all_ids(
        {name: table.mutate(dataset=ibis.literal(name)) for name, table in written.items()},
        "record",
        "dataset",
    )
    states = _all_ids(
        {name: table.mutate(dataset=ibis.literal(name)) for name, table in inputs.states.items()},
        *("record", "dataset", "state", "since", "rule"),
    )
    gone = history.withdrawn(history.known_table(inputs.known), shown, states, inputs.as_of)
    rows = gone.to_pyarrow()
    pq.write_table(rows.drop_columns(["current", "rule"]), folder / "withdrawn.parquet", compression="zstd")
    pairs = shown.to_pyarrow()
    new = list(zip(pairs.column("record").to_pylist(), pairs.column("dataset").to_pylist(), strict=True))
    return history.changes(inputs.known, new, rows.to_pylist(), inputs.as_of) + history.barred(
        states, inputs.known
    )


def write_bundle(engine: Engine, inputs: BundleInputs, target: Path) -> tuple[Bundle, list[Entry]]:
    """Write the bundle to `target`; also the ledger entries to append after the swap."""
    beside = target.with_name(target.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "records").mkdir(parents=True)
    written = _write_records(engine, inputs, beside)
    _write_subjects(engine, inputs, written, beside)
    _write_notices(engine, inputs, beside)
    _write_deadlines(engine, inputs, written, beside)
    _write_duties(inputs, beside)
    entries = _write_withdrawn(inputs, written, beside)
    rows = {name: int(table.count().to_pyarrow().as_py()) for name, table in written.items()}
    _write_meta(inputs, beside, rows)
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)
    return open_bundle(target), entries
