"""From landed batches to the bundle: read, check, decide, balance, bundle. Writes `state/work/` and `state/bundle/`."""

import hashlib
import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import ibis.expr.types as ir

from pipeline import landing, ledger, office
from pipeline.bundling.balance import count_further, count_others, count_records, require_balance
from pipeline.bundling.build import BundleInputs, write_bundle
from pipeline.catalogue import Catalogue, Dataset
from pipeline.deadlines.calendar import load_calendar
from pipeline.deadlines.rules import load_rule_set
from pipeline.deciding import event_findings, events_table, options_of
from pipeline.engine.local import Engine, materialise, open_engine
from pipeline.finding_log import FindingLog
from pipeline.full_sets import full_sets
from pipeline.guarding import (
    Accepted,
    Case,
    again_findings,
    clock_findings,
    guard,
    guard_findings,
    shown_before,
)
from pipeline.last_good import LastGood, read_last_good
from pipeline.ledger import Entry, Shown
from pipeline.memory import remember
from pipeline.prepared import Prepared
from pipeline.progress import Progress
from pipeline.publicity import OBJECTION_RULES
from pipeline.publicity.caps import cap_findings
from pipeline.publicity.state import LISTS, decide, exclude_blacklisted
from pipeline.reading import read_dataset
from pipeline.records import Checking, check_dataset
from pipeline.settings import Settings


@dataclass(frozen=True)
class Workshop:
    """What every step of one build shares."""

    catalogue: Catalogue
    settings: Settings
    as_of: date
    state: Path
    engine: Engine
    log: FindingLog
    progress: Progress
    checking: Checking
    known: dict[str, Shown]

    def folder(self, name: str) -> Path:
        """A folder of `state/work/`, made when first asked for."""
        path = self.state / "work" / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def _salt(settings: Settings, key: str) -> str:
    """Keys the opaque record ids: the office's key when it gives one, else its address (then ids can be recomputed)."""
    return hashlib.sha256(f"record-id:{key or settings.site.url}".encode()).hexdigest()


def _received(catalogue: Catalogue, folder: Path) -> frozenset[str]:
    """The datasets of which anything was ever landed."""
    return frozenset(each.name for each in catalogue.datasets if landing.batches(folder, each.name))


def _read(shop: Workshop) -> dict[str, int]:
    """Read every dataset; rows landed per dataset."""
    landed: dict[str, int] = {}
    for dataset in shop.catalogue.datasets:
        batches = landing.batches(shop.state / "landing", dataset.name)
        shop.progress(f"读取 {dataset.title}", 0, 0)
        shop.log.add(read_dataset(dataset, batches, shop.folder("read") / f"{dataset.name}.arrow"))
        landed[dataset.name] = sum(each.rows for each in batches)
    return landed


def _check(shop: Workshop) -> dict[str, ir.Table]:
    """Check every dataset; the records by dataset."""
    for dataset in shop.catalogue.datasets:
        shop.progress(f"校验 {dataset.title}", 0, 0)
        source = shop.folder("read") / f"{dataset.name}.arrow"
        target = shop.folder("records") / f"{dataset.name}.parquet"
        shop.log.add(check_dataset(shop.engine, dataset, source, target, shop.checking))
    # As large as in memory, 0.5 GB a million rows, and nobody asks for it again.
    shutil.rmtree(shop.folder("read"))
    paths = {each.name: shop.folder("records") / f"{each.name}.parquet" for each in shop.catalogue.datasets}
    return {name: shop.engine.read_parquet(path) for name, path in paths.items()}


def decide_all(shop: Workshop, records: dict[str, ir.Table]) -> dict[str, ir.Table]:
    """Decide the state of every current record."""
    options = options_of(shop.settings, shop.catalogue)
    events = materialise(
        shop.engine, events_table(records, shop.catalogue), shop.folder("states") / "events.parquet"
    )
    states: dict[str, ir.Table] = {}

    def keep(dataset: Dataset, table: ir.Table) -> ir.Table:
        return materialise(shop.engine, table, shop.folder("states") / f"{dataset.name}.parquet")

    for dataset in shop.catalogue.of_kind("record"):
        shop.progress(f"判定 {dataset.title}", 0, 0)
        sets = full_sets(landing.batches(shop.state / "landing", dataset.name))
        table = remember(dataset, records[dataset.name], sets, shop.known, shop.as_of)
        states[dataset.name] = keep(dataset, decide(dataset, table, events, shop.as_of, options))
        shop.log.add(cap_findings(dataset, table, options))
        shop.log.add(event_findings(dataset, table, events))
    honours = shop.catalogue["honour"]
    lists = [states[each] for each in LISTS if each in states]
    states["honour"] = keep(
        replace(honours, name="honour-exclusive"), exclude_blacklisted(states["honour"], *lists)
    )
    return states


def _guard(
    shop: Workshop, records: dict[str, ir.Table], states: dict[str, ir.Table], accepted: Accepted
) -> tuple[LastGood, list[Entry]]:
    """Compare with the last good build; Stopped when a guard says no."""
    last = read_last_good(shop.state / "last_good")
    cases = [
        Case(each, records[each.name], states[each.name], shown_before(shop.known, each.name))
        for each in shop.catalogue.of_kind("record")
    ]
    shop.log.add(clock_findings(last, shop.as_of))
    for case in cases:
        shop.log.add(again_findings(case.dataset, case.states))
        shop.log.add(guard_findings(case, last, shop.as_of))
    return guard(cases, last, shop.settings.guards, accepted, shop.as_of)


def _office(shop: Workshop, states: dict[str, ir.Table], good: LastGood) -> None:
    """Write the office's own lists to `state/office/`."""
    events = shop.engine.read_parquet(shop.folder("states") / "events.parquet")
    rules = load_rule_set(shop.settings.rules.objections, OBJECTION_RULES)
    sheets = [
        office.objections(events, shop.catalogue, rules, load_calendar(), shop.as_of),
        office.government_bodies(states, shop.catalogue, shop.as_of),
        office.coming(good, shop.catalogue, shop.as_of),
        office.freshness(shop.settings.sources, shop.state, shop.catalogue, shop.as_of),
    ]
    office.write_office(shop.state / "office", sheets, shop.as_of)


def _counts(
    shop: Workshop, records: dict[str, ir.Table], states: dict[str, ir.Table]
) -> dict[str, dict[str, int]]:
    counts = {}
    for dataset in shop.catalogue.datasets:
        table = records[dataset.name]
        decided = states.get(dataset.name)
        counts[dataset.name] = (
            count_others(table, dataset) if decided is None else count_records(table, decided)
        )
    return counts


def _inputs(
    shop: Workshop,
    records: dict[str, ir.Table],
    states: dict[str, ir.Table],
    counts: dict[str, dict[str, int]],
) -> BundleInputs:
    return BundleInputs(
        catalogue=shop.catalogue,
        as_of=shop.as_of,
        records=records,
        states=states,
        known=shop.known,
        notice_days=shop.settings.publish.notice_days,
        calendar=load_calendar(),
        rules=load_rule_set(shop.settings.rules.deadlines),
        objections=load_rule_set(shop.settings.rules.objections, OBJECTION_RULES),
        counts=counts,
        findings=shop.log.counts(),
    )


def prepare(
    catalogue: Catalogue,
    settings: Settings,
    as_of: date,
    state: Path,
    key: str,
    log: FindingLog,
    progress: Progress,
    accepted: Accepted,
) -> Prepared:
    """All steps from landing to bundle; BalanceError when a row is not accounted for."""
    with open_engine() as engine:
        register = state / "work" / "records" / "entity.parquet"
        checking = Checking(catalogue, as_of, _salt(settings, key), register)
        catalogue = catalogue.in_use(_received(catalogue, state / "landing"))
        known = ledger.read(state / "ledger")
        shop = Workshop(catalogue, settings, as_of, state, engine, log, progress, checking, known)
        landed = _read(shop)
        records = _check(shop)
        states = decide_all(shop, records)
        counts = _counts(shop, records, states)
        further = {name: count_further(table) for name, table in records.items()}
        require_balance(counts, landed, further)
        good, passed = _guard(shop, records, states, accepted)
        _office(shop, states, good)
        progress("汇总公示包", 0, 0)
        bundle, entries = write_bundle(engine, _inputs(shop, records, states, counts), state / "bundle")
    return Prepared(catalogue, bundle, passed + entries, good, further)
