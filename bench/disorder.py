"""Disordered days, seeded: nothing is shown past its end, nothing good is lost without a word.

`python -m bench.disorder [days] [seed]`. Two departments send full sets of penalties that are whole, repeated from the past,
reordered or cut off, some decisions under other spellings; decisions are corrected, repaired, revoked, objected to; subjects
are honoured, listed and taken off. Builds are skipped at random, their clock is ahead or behind, and a stopped build is passed
by the operator after a while. After each build the public set and the last day of each entry (by which pages and search hide
it, whatever their age) are compared with the tests' plain-Python oracle, and what left with the findings. Works below a
temporary folder.
"""

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.disorder_town import NUMBER, PROVIDED, Row, Town, Unit, evolve, send, write_events
from pipeline import landing, ledger
from pipeline.bundle import Bundle
from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.checks.codes import BACKWARDS, VANISHED
from pipeline.errors import Stopped
from pipeline.finding_log import FindingLog
from pipeline.guarding import Accepted
from pipeline.identifiers.document_number import key
from pipeline.last_good import write_last_good
from pipeline.prepare import prepare
from pipeline.progress import silent
from pipeline.settings import Settings, Site
from pipeline.sources.inbox import read_inbox
from tests.publicity import oracle

FIRST = date(2026, 11, 20)
KEY = b"disorder"
PATIENCE = 2
"""Stopped builds in a row after which the operator asks the unit and passes them."""
SETTINGS = Settings(Path("/nonexistent"), Site("信用测试", "测试县", "https://credit.test.example"))
NEEDED = ("entity", "penalty", "honour", "blacklist", "repair", "revocation", "objection", "duty")
"""Datasets of this world; the others have nothing to tell and a build asks for each."""
SHOWN = ("penalty", "honour", "blacklist")
DAYS = {"repair": "修复决定日期", "revocation": "撤销日期", "objection": "受理日期"}
Id = tuple[str, str, str]
"""Dataset, authority as written, number: what makes a record."""


@dataclass
class Portal:
    """What the builds did: the live bundle, what the oracle holds for barred and shown, and what went wrong."""

    town: Town
    live: Bundle | None = None
    barred: dict[Id, str] = field(default_factory=dict)
    shown: dict[tuple[str, str], Id] = field(default_factory=dict)
    stopped: int = 0
    told: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def _catalogue() -> Catalogue:
    return Catalogue(tuple(each for each in load_catalogue().datasets if each.name in NEEDED))


def _land(town: Town, as_of: date) -> None:
    catalogue = _catalogue()
    for table in read_inbox(town.folder / "inbox", catalogue):
        landing.land(table, town.folder / "landing", catalogue, as_of, KEY)
    for unit in town.units:
        if unit.sent and (not unit.landed or unit.landed[-1] is not unit.sent[-1]):
            unit.landed.append(unit.sent[-1])


def _build(portal: Portal, as_of: date, accepted: Accepted) -> list[str]:
    """What a build does but for the pages; the codes of its findings."""
    state = portal.town.folder
    (state / "work").mkdir(exist_ok=True)
    with FindingLog(state / "work" / "findings.jsonl") as log:
        made = prepare(_catalogue(), SETTINGS, as_of, state, "key", log, silent, accepted)
        ledger.append(state / "ledger", made.entries, as_of)
        write_last_good(state / "last_good", made.good)
        codes = [each.code for each in log.counts() for _ in range(each.count)]
    portal.live = made.bundle
    return codes


def _public(portal: Portal) -> dict[tuple[str, str], date | None]:
    """Dataset and number → last day of what the last build shows."""
    if portal.live is None:
        return {}
    shown: dict[tuple[str, str], date | None] = {}
    for name in SHOWN:
        rows = portal.live.records(name).select(["document_number", "until"]).to_pylist()
        shown |= {(name, key(row["document_number"])): row["until"] for row in rows}
    return shown


def _newest(
    rows: Iterable[Row], as_of: date, identity: Callable[[Row], tuple[str, ...]]
) -> Iterator[list[Row]]:
    """The versions of each thing that were provided by a day, the one that counts last."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if row[PROVIDED] <= as_of.isoformat():
            found.setdefault(identity(row), []).append(row)
    for versions in found.values():
        yield sorted(versions, key=lambda row: row[PROVIDED])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _events(town: Town, as_of: date) -> list[Mapping[str, Any]]:
    """Every event known by a day, as the oracle takes them."""

    def identity(row: Row) -> tuple[str, ...]:
        return row["文书号"], row["作出机关"], *(row[day] for day in DAYS.values() if day in row)

    return [
        {
            "event": name,
            "about": "penalty",
            "document_key": key(row["文书号"]),
            "authority": row["作出机关"],
            "subject_code": row["统一社会信用代码"],
            "subject_name": row["主体名称"],
            "happened_on": date.fromisoformat(row[DAYS[name]]),
            "outcome": row.get("处理状态"),
            "closed_on": _day(row.get("办结日期", "")),
        }
        for name, rows in town.events.items()
        for *_, row in _newest(rows, as_of, identity)
    ]


def _content(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != PROVIDED}


def _penalties(unit: Unit, as_of: date) -> Iterator[dict[str, Any]]:
    """The unit's decisions that ever came, as the oracle takes them."""
    every = (row for rows in unit.landed for row in rows)
    held = {(row["处罚机关"], key(row[NUMBER])) for row in (unit.landed[-1] if unit.landed else ())}
    for versions in _newest(every, as_of, lambda row: (row["处罚机关"], key(row[NUMBER]))):
        row = versions[-1]
        same = [each[PROVIDED] for each in versions if _content(each) == _content(row)]
        yield {
            "subject_name": row["行政相对人名称"],
            "subject_kind": row["行政相对人类别"],
            "subject_code": row["行政相对人代码_1(统一社会信用代码)"] or None,
            "document_number": row[NUMBER],
            "authority": row["处罚机关"],
            "decided_on": date.fromisoformat(row["处罚决定日期"]),
            "provided_on": date.fromisoformat(row[PROVIDED]),
            "publicity_until": date.fromisoformat(row["公示截止期"]),
            "penalty_kinds": [row["处罚类别"]],
            "remarks": row["备注"] or None,
            "corrected_on": date.fromisoformat(min(same)) if len(same) < len(versions) else None,
            "vanished_on": None if (row["处罚机关"], key(row[NUMBER])) in held else as_of,
        }


def _entries(town: Town, name: str, as_of: date) -> Iterator[dict[str, Any]]:
    day = {"honour": "认定日期", "blacklist": "列入日期"}[name]
    for *_, row in _newest(town.lists[name], as_of, lambda row: (row["认定文号"],)):
        yield {
            "subject_name": row["主体名称"],
            "subject_kind": row["主体类别"],
            "subject_code": row["统一社会信用代码"],
            "document_number": row["认定文号"],
            "authority": row["认定机关"],
            "decided_on": date.fromisoformat(row[day]),
            "provided_on": date.fromisoformat(row[PROVIDED]),
            "publicity_until": _day(row.get("公示截止期", "")),
            "removed_on": _day(row.get("移出日期", "")),
            "list_type": row.get("名单类型"),
        }


def _states(portal: Portal, as_of: date) -> dict[Id, dict[str, Any]]:
    """The oracle's answer for everything that was landed, and from now on what the ledger bars."""
    town, answers = portal.town, {}
    rows = {name: list(_entries(town, name, as_of)) for name in ("blacklist", "honour")}
    rows["penalty"] = [row for unit in town.units for row in _penalties(unit, as_of)]
    about: dict[int, list[Any]] = {}
    for each in _events(town, as_of):
        for row in oracle.about("penalty", each, rows["penalty"]):
            about.setdefault(id(row), []).append(each)
    beside: dict[str, list[Any]] = {}
    for name, own in rows.items():
        for row in own:
            record = (name, row["authority"], key(row["document_number"]))
            row["barred"] = portal.barred.get(record)
            told = oracle.state_of(name, row, about.get(id(row), []), as_of, frozenset(), False)
            if told["state"] in ("repaired", "revoked", "removed"):
                portal.barred.setdefault(record, told["state"])
            answers[record] = told
            beside.setdefault(name, []).append((row, told))
    oracle.without_listed(beside.get("honour", []), beside.get("blacklist", []))
    return answers


def _attempt(portal: Portal, as_of: date, today: date) -> None:
    """One build on its clock; what it published and dropped is judged."""
    write_events(portal.town)
    _land(portal.town, as_of)
    try:
        codes = _build(portal, as_of, Accepted())
    except Stopped as stop:
        portal.stopped += 1
        portal.told["stopped"] += 1
        if portal.stopped < PATIENCE:
            return
        names = tuple(re.findall(r"^  (\S+?)：", str(stop), re.MULTILINE))
        codes = _build(portal, as_of, Accepted(names, "已电话核实"))
        portal.told["passed"] += 1
    portal.stopped = 0
    portal.told["built"] += 1
    _judge(portal, codes, as_of, today)


def _judge(portal: Portal, codes: list[str], as_of: date, today: date) -> None:
    states, before = _states(portal, as_of), portal.shown
    expected = {
        (each[0], each[2]): told["until"] for each, told in states.items() if told["state"] == "published"
    }
    portal.shown = {(each[0], each[2]): each for each, told in states.items() if told["state"] == "published"}
    shown = _public(portal)
    if shown != expected:
        told = sorted(shown.items() ^ expected.items(), key=str)[:4]
        portal.faults.append(f"{today}（{as_of}）与核对结果不同：{told}")
    left = [
        states.get(record, {"state": "pending"})["state"]
        for place, record in before.items()
        if place not in shown
    ]
    portal.told.update(left)
    portal.told.update(f"shown {name}" for name, _ in shown)
    unsaid = left.count("withdrawn_by_source") > codes.count(VANISHED.code) or "pending" in left
    if unsaid and BACKWARDS.code not in codes:
        portal.faults.append(f"{today}（{as_of}）撤下 {Counter(left)}，提醒只有 {Counter(codes)}")


def run(days: int, seed: int, tell: Callable[[str], None] = print) -> int:
    """How many faults there were."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(random.Random(seed), Path(folder))
        portal = Portal(town)
        for number in range(days):
            today = FIRST + timedelta(number)
            evolve(town, today)
            for unit in town.units:
                if town.maybe(0.7) and (manner := send(town, unit)) is not None:
                    portal.told[manner] += 1
            if town.maybe(0.6):
                _attempt(portal, today + timedelta(town.chance.choice([0] * 6 + [1, 2, -1, -4])), today)
    tell(f"{days} 天：{dict(sorted(portal.told.items()))}；错误 {len(portal.faults)} {portal.faults[:5]}")
    return len(portal.faults)


if __name__ == "__main__":
    days, seed = (*(int(each) for each in sys.argv[1:3]), *(120, 8)[len(sys.argv) - 1 :])
    sys.exit(1 if run(days, seed) else 0)
