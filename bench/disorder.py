"""Disordered days, seeded: nothing is shown past its end, nothing good is lost without a word.

`python -m bench.disorder [days] [seed]`. Two departments send full sets of penalties that are whole, repeated from the past,
reordered or cut off; builds are skipped at random, their clock is ahead or behind, and a stopped build is passed by the
operator after a while. After each build the public set and the last day of each entry (by which pages and search hide it,
whatever their age) are compared with the tests' plain-Python oracle, and what left with the findings. Works below a
temporary folder.
"""

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from pipeline import landing, ledger
from pipeline.bundle import Bundle
from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.checks.codes import BACKWARDS, VANISHED
from pipeline.errors import Stopped
from pipeline.finding_log import FindingLog
from pipeline.guarding import Accepted
from pipeline.last_good import write_last_good
from pipeline.prepare import prepare
from pipeline.progress import silent
from pipeline.settings import Settings, Site
from pipeline.sources.inbox import read_inbox
from tests import county
from tests.publicity import oracle

FIRST = date(2026, 11, 20)
UNITS = ("测试县市场监督管理局", "测试县生态环境局")
KEY = b"disorder"
PATIENCE = 2
"""Stopped builds in a row after which the operator asks the unit and passes them."""
SETTINGS = Settings(Path("/nonexistent"), Site("信用测试", "测试县", "https://credit.test.example"))
NORMAL, REPEATED, REORDERED, TRUNCATED = "whole", "repeated", "reordered", "truncated"
MANNERS = (NORMAL,) * 5 + (REPEATED, REORDERED, TRUNCATED, TRUNCATED)
NEEDED = ("entity", "penalty", "honour", "blacklist", "repair", "revocation", "objection", "duty")
"""Datasets of this world; the others have nothing to tell and a build asks for each."""
Row = dict[str, str]


@dataclass
class Unit:
    """A department: the rows it really has, every set it ever sent, and the sets that a build landed, oldest first."""

    name: str
    rows: dict[str, Row] = field(default_factory=dict)
    sent: list[list[Row]] = field(default_factory=list)
    landed: list[list[Row]] = field(default_factory=list)

    def expected(self) -> dict[str, Row]:
        """Number → newest row, of what is in the newest landed set."""
        known = {row["行政处罚决定书文号"]: row for rows in self.landed for row in rows}
        return {row["行政处罚决定书文号"]: known[row["行政处罚决定书文号"]] for row in self.landed[-1]}


@dataclass
class Town:
    """The world and what went wrong in it."""

    chance: random.Random
    folder: Path
    units: tuple[Unit, ...] = field(default_factory=lambda: tuple(Unit(name) for name in UNITS))
    repaired: dict[str, date] = field(default_factory=dict)
    barred: set[str] = field(default_factory=set)
    live: Bundle | None = None
    stopped: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))
    told: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def _catalogue() -> Catalogue:
    return Catalogue(tuple(each for each in load_catalogue().datasets if each.name in NEEDED))


def _penalty(town: Town, unit: Unit, today: date) -> Row:
    decided = today - timedelta(town.chance.randrange(3, 200))
    until = decided + timedelta(town.chance.randrange(200, 240))
    return county.penalty(
        town.chance.choice([county.CEDAR, county.BIRCH, county.STALL]),
        f"测罚〔2026〕{next(town.numbers)}号",
        decided.isoformat(),
        min(today, decided + timedelta(3)).isoformat(),
        公示截止期=until.isoformat(),
        处罚机关=unit.name,
        数据来源单位=unit.name,
    )


def _evolve(town: Town, today: date) -> None:
    """A day in the departments: new decisions, rows taken back, ends corrected, repairs."""
    for unit in town.units:
        for _ in range(town.chance.randrange(40 if not unit.rows else 3)):
            row = _penalty(town, unit, today)
            unit.rows[row["行政处罚决定书文号"]] = row
        numbers = sorted(unit.rows)
        if numbers and town.chance.random() < 0.2:
            del unit.rows[town.chance.choice(numbers)]
        numbers = sorted(unit.rows)
        if numbers and town.chance.random() < 0.3:
            number = town.chance.choice(numbers)
            end = today + timedelta(town.chance.randrange(-2, 9))
            unit.rows[number] = unit.rows[number] | {"公示截止期": end.isoformat()}
        if numbers and town.chance.random() < 0.15:
            town.repaired.setdefault(town.chance.choice(numbers), today)


def _send(town: Town, unit: Unit) -> None:
    manner = town.chance.choice(MANNERS)
    rows = list(unit.rows.values())
    if manner == REPEATED and unit.sent:
        rows = town.chance.choice(unit.sent)
    if manner == REORDERED:
        town.chance.shuffle(rows)
    if manner == TRUNCATED:
        rows = rows[: town.chance.randrange(1, max(2, len(rows)))]
    if rows:
        town.told[manner] += 1
        unit.sent.append(rows)
        county.write(town.folder / "inbox", f"penalty-{unit.name}-全量.csv", rows)


def _repairs(town: Town) -> None:
    rows = []
    for number, day in sorted(town.repaired.items()):
        found = [(unit, rows[number]) for unit in town.units for rows in (unit.rows,) if number in rows]
        rows += [_repair(unit.name, row, number, day) for unit, row in found]
    if rows:
        county.write(town.folder / "inbox", "repair.csv", rows)


def _repair(unit: str, row: Row, number: str, day: date) -> Row:
    subject = row["行政相对人代码_1(统一社会信用代码)"]
    return county.repair(subject, number, day.isoformat()) | {"作出机关": unit}


def _land(town: Town, as_of: date) -> None:
    catalogue = _catalogue()
    for table in read_inbox(town.folder / "inbox", catalogue):
        landing.land(table, town.folder / "landing", catalogue, as_of, KEY)
    for unit in town.units:
        if unit.sent and (not unit.landed or unit.landed[-1] is not unit.sent[-1]):
            unit.landed.append(unit.sent[-1])


def _build(town: Town, as_of: date, accepted: Accepted) -> list[str]:
    """What a build does but for the pages; the numbers of the records that findings name as withdrawn."""
    state = town.folder
    (state / "work").mkdir(exist_ok=True)
    with FindingLog(state / "work" / "findings.jsonl") as log:
        made = prepare(_catalogue(), SETTINGS, as_of, state, "key", log, silent, accepted)
        ledger.append(state / "ledger", made.entries, as_of)
        write_last_good(state / "last_good", made.good)
        codes = [each.code for each in log.counts() for _ in range(each.count)]
    town.live = made.bundle
    return codes


def _shown(town: Town) -> dict[str, date | None]:
    if town.live is None:
        return {}
    rows = town.live.records("penalty").select(["document_number", "until"]).to_pylist()
    return {row["document_number"]: row["until"] for row in rows}


def _expected(town: Town, as_of: date) -> dict[str, date | None]:
    """By the oracle: number → last day of everything that was landed and is to be shown on a day."""
    shown = {}
    for unit in town.units:
        for number, row in unit.expected().items() if unit.landed else ():
            # What was repaired stays gone by the ledger, also for a build whose clock is behind the repair.
            plain = _plain(row) | ({"barred": "repaired"} if number in town.barred else {})
            repaired = _landed_repair(town, number, as_of)
            events: list[Mapping[str, object]] = (
                [] if repaired is None else [{"event": "repair", "happened_on": repaired}]
            )
            if repaired is not None:
                town.barred.add(number)
            told = oracle.state_of("penalty", plain, events, as_of, frozenset(), False)
            if told["state"] == "published":
                shown[number] = told["until"]
    return shown


def _landed_repair(town: Town, number: str, as_of: date) -> date | None:
    path = town.folder / "inbox" / "repair.csv"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if f",{number}," not in text and number not in town.told:
        return None
    town.told[number] = 1  # a repair that was landed once stays in force
    day = town.repaired[number]
    return day if day <= as_of else None


def _plain(row: Row) -> dict[str, object]:
    return {
        "subject_name": row["行政相对人名称"],
        "subject_kind": row["行政相对人类别"],
        "subject_code": row["行政相对人代码_1(统一社会信用代码)"],
        "authority": row["处罚机关"],
        "decided_on": date.fromisoformat(row["处罚决定日期"]),
        "provided_on": date.fromisoformat(row["提供日期"]),
        "publicity_until": date.fromisoformat(row["公示截止期"]),
        "penalty_kinds": [row["处罚类别"]],
    }


def _attempt(town: Town, as_of: date, today: date) -> None:
    """One build on its clock; what it published and dropped is judged."""
    before = _shown(town)
    _repairs(town)
    _land(town, as_of)
    try:
        codes = _build(town, as_of, Accepted())
    except Stopped as stop:
        town.stopped += 1
        town.told["stopped"] += 1
        if town.stopped < PATIENCE:
            return
        names = tuple(re.findall(r"^  (\S+?)：", str(stop), re.MULTILINE))
        codes = _build(town, as_of, Accepted(names, "已电话核实"))
        town.told["passed"] += 1
    town.stopped = 0
    town.told["built"] += 1
    _judge(town, before, codes, as_of, today)


def _judge(town: Town, before: dict[str, date | None], codes: list[str], as_of: date, today: date) -> None:
    shown, expected = _shown(town), _expected(town, as_of)
    if shown != expected:
        town.faults.append(
            f"{today}（{as_of}）与核对结果不同：{sorted(shown.items() ^ expected.items())[:4]}"
        )
    kept = {number for unit in town.units if unit.landed for number in unit.expected()}
    lost = [number for number in before if number not in shown]
    unsent = [number for number in lost if number not in kept]
    explained = [n for n in lost if ((end := before[n]) is not None and end < as_of) or n in town.told]
    unsaid = [number for number in unsent if number not in explained]
    town.told["vanished"] += len(unsaid)
    if len(unsaid) > codes.count(VANISHED.code) and BACKWARDS.code not in codes:
        town.faults.append(
            f"{today}（{as_of}）撤下 {len(unsaid)} 条，提醒只有 {codes.count(VANISHED.code)} 条"
        )


def run(days: int, seed: int, tell: Callable[[str], None] = print) -> int:
    """How many faults there were."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(random.Random(seed), Path(folder))
        for number in range(days):
            today = FIRST + timedelta(number)
            _evolve(town, today)
            for unit in town.units:
                if town.chance.random() < 0.7:
                    _send(town, unit)
            if town.chance.random() < 0.6:
                _attempt(town, today + timedelta(town.chance.choice([0] * 6 + [1, 2, -1, -4])), today)
    counts = {name: number for name, number in sorted(town.told.items()) if name.isascii()}
    tell(f"{days} 天：{counts}；错误 {len(town.faults)} {town.faults[:5]}")
    return len(town.faults)


if __name__ == "__main__":
    days, seed = (*(int(each) for each in sys.argv[1:3]), *(120, 8)[len(sys.argv) - 1 :])
    sys.exit(1 if run(days, seed) else 0)
