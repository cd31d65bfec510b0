"""Guarding (护栏与预告): counts this build, compares it with the last good one, and stops what looks broken.

Reads records, states, the ledger and what the last good build left, all as given; writes nothing. The numbers are
judged in publicity/guards.py, the forecast in publicity/forecast.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pipeline.catalogue import Dataset
from pipeline.checks.codes import AGAIN, BACKWARDS, OUTLIVED, UNFORESEEN, VANISHED, Check
from pipeline.errors import Stopped
from pipeline.findings import Finding
from pipeline.last_good import FORECAST, LastGood
from pipeline.ledger import Entry, Shown
from pipeline.publicity.exits import STATES
from pipeline.publicity.forecast import coming, outlived, unforeseen
from pipeline.publicity.guards import Breach, Figures, breaches
from pipeline.settings import Guards

EXPLAINED = ("expired", "repaired", "removed", "revoked", "objection_upheld")
"""States that a term, a list's own date or an event brings about."""


@dataclass(frozen=True)
class Case:
    """One dataset of this build. `shown`: ids that were published at the last good build."""

    dataset: Dataset
    records: ir.Table
    states: ir.Table
    shown: pa.Table


@dataclass(frozen=True)
class Accepted:
    """What the operator passes, and why."""

    guards: tuple[str, ...] = ()
    because: str = ""


def shown_before(known: Mapping[str, Shown], dataset: str) -> pa.Table:
    """Ids of the records of a dataset that the ledger holds for published."""
    ids = [record for record, each in known.items() if each.current and each.dataset == dataset]
    return pa.table({"record": pa.array(sorted(ids), pa.string())})


def _by_department(table: ir.Table) -> dict[str, int]:
    name = table.department.fill_null("")
    rows = table.group_by(name.name("department")).agg(rows=table.count()).to_pyarrow().to_pylist()
    return {
        str(row["department"]): int(row["rows"]) for row in sorted(rows, key=lambda each: each["department"])
    }


def _filled(case: Case, after: int) -> tuple[int, dict[str, float]]:
    """How many rows came after a batch, and the share of them that fills each required field."""
    rows = case.records.filter(case.records.sequence > after)
    needed = [each.id for each in case.dataset.fields if each.required]
    counts = rows.agg(rows=rows.count(), **{f"n_{name}": rows[name].count() for name in needed})
    told = counts.to_pyarrow().to_pylist()[0]
    number = int(told["rows"])
    return number, {name: int(told[f"n_{name}"]) / number for name in needed} if number else {}


def measure(case: Case, before: Figures) -> tuple[Figures, dict[str, float]]:
    """The figures of a dataset, and the shares filled of the rows that came since the last good build."""
    states = case.states
    last = case.records.sequence.max().to_pyarrow().as_py()
    fresh, shares = _filled(case, before.sequence)
    figures = Figures(
        rows=_by_department(states.filter(states.state != "withdrawn_by_source")),
        shown=_by_department(states.filter(states.state == "published")),
        filled=_filled(case, 0)[1],
        sequence=int(last or 0),
        fresh=fresh,
    )
    return figures, shares


def _lost(case: Case) -> dict[str, int]:
    """By department, records published at the last good build and gone without a term or event."""
    if case.shown.num_rows == 0:
        return {}
    kept = case.states.filter(case.states.state.isin(["published", *EXPLAINED])).select("record")
    gone = ibis.memtable(case.shown).anti_join(kept, "record")
    told = case.states.select("record", "department")
    return _by_department(gone.left_join(told, "record").drop("record_right"))


def _breaches(cases: list[Case], last: LastGood, limits: Guards) -> tuple[dict[str, Figures], list[Breach]]:
    figures: dict[str, Figures] = {}
    found: list[Breach] = []
    for case in cases:
        name = case.dataset.name
        before = last.figures.get(name, Figures())
        figures[name], shares = measure(case, before)
        if last.as_of is not None:
            found += breaches(name, before, figures[name], shares, _lost(case), limits)
    return figures, found


def comparable(last: LastGood, as_of: date) -> bool:
    """Whether the last good build can judge this one: one for an earlier day knows records that then had not come."""
    return last.as_of is not None and last.as_of <= as_of


def _require(found: list[Breach], titles: Mapping[str, str], accepted: Accepted) -> None:
    """Stop unless every breach is accepted; so is a name that means none."""
    left = [each for each in found if not each.accepted(accepted.guards)]
    if left:
        told = "".join(f"\n  {each.id}：“{titles[each.dataset]}”{each.text}。" for each in left)
        raise Stopped(
            f"与上次生成相比变化异常，可能是报送的数据不完整，原站点未动：{told}\n"
            "请向报送单位核实。确属实情的，用 --accept 写明上列编号并用 --because 写明理由后重新生成。"
        )
    unused = [name for name in accepted.guards if not any(each.accepted((name,)) for each in found)]
    if unused:
        raise Stopped(f"--accept 写明的 {'、'.join(unused)} 这次没有触发。请去掉后重新生成，原站点未动。")


def guard(
    cases: list[Case], last: LastGood, limits: Guards, accepted: Accepted, as_of: date
) -> tuple[LastGood, list[Entry]]:
    """What to leave for the next build, and the ledger entries of what was accepted; Stopped when a guard says no.

    A build for an earlier day than the last one is judged by nothing and leaves the later figures as they are.
    """
    if last.as_of is not None and not comparable(last, as_of):
        _require([], {}, accepted)
        return last, []
    figures, found = _breaches(cases, last, limits)
    _require(found, {each.dataset.name: each.dataset.title for each in cases}, accepted)
    drops = [coming(each.states, each.dataset.name, as_of).to_pyarrow() for each in cases]
    forecast = pa.concat_tables(
        [FORECAST.empty_table(), *(each.select(FORECAST.names).cast(FORECAST) for each in drops)]
    )
    entries = [
        Entry("", each.dataset, "accepted", as_of.isoformat(), each.id, "guards", accepted.because)
        for each in found
    ]
    order = [("drops_on", "ascending"), ("dataset", "ascending"), ("record", "ascending")]
    return LastGood(as_of, figures, forecast.sort_by(order)), entries


def clock_findings(last: LastGood, as_of: date) -> Iterator[Finding]:
    """A build for an earlier day than the last one: what has come since then is not shown, and no guard can judge."""
    if last.as_of is not None and not comparable(last, as_of):
        text = BACKWARDS.message.format(as_of=as_of, last=last.as_of)
        yield Finding(BACKWARDS.code, BACKWARDS.level, "", "", text, value=str(as_of))


def _findings(check: Check, dataset: Dataset, table: ir.Table) -> Iterator[Finding]:
    rows = table.order_by("file", "row", "record").to_pyarrow().to_pylist()
    for each in rows:
        facts = {name: each[name] for name in ("record", "until")}
        where = each["department"] or ""
        yield check.finding(dataset, each["file"], row=each["row"], department=where, **facts)


def again_findings(dataset: Dataset, states: ir.Table) -> Iterator[Finding]:
    """Each record that its row would have shown and that only the ledger keeps away: if that is wrong, nobody else says so."""
    held = states.filter(states.rule.startswith("tombstone-")).order_by("file", "row", "record")
    chosen = held.select("record", "file", "row", "department", "state", "since")
    for each in chosen.to_pyarrow().to_pylist():
        facts = {"record": each["record"], "since": str(each["since"]), "state": STATES[each["state"]]}
        where = each["department"] or ""
        yield AGAIN.finding(dataset, each["file"], row=each["row"], department=where, **facts)


def guard_findings(case: Case, last: LastGood, as_of: date) -> Iterator[Finding]:
    """Each record that left with a full set, ended without a forecast, or outlived its forecast."""
    if not comparable(last, as_of) or case.shown.num_rows == 0:
        return
    states, shown = case.states, ibis.memtable(case.shown)
    own = last.forecast.filter(pa.compute.equal(last.forecast.column("dataset"), case.dataset.name))
    gone = states.filter(states.state == "withdrawn_by_source").semi_join(shown, "record")
    yield from _findings(VANISHED, case.dataset, gone.select("record", "file", "row", "department", "until"))
    yield from _findings(UNFORESEEN, case.dataset, unforeseen(ibis.memtable(own), shown, states, as_of))
    yield from _findings(OUTLIVED, case.dataset, outlived(ibis.memtable(own), states, as_of))
