"""A county's public record day by day against plain Python: `python -m bench.simulation [days] [records] [first day]`.

Each day the state of every penalty, and each fifth day that of every licence, list entry and honour (those of listed
subjects removed), is decided by the pipeline's rules and by the tests' oracle, row by row; a day on which they differ is told
and ends the run with 1. Natural persons' licences are shown, and the minor penalties of one authority. Builds and writes nothing.
"""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir

from pipeline.identifiers.document_number import key
from pipeline.publicity import Options, decide, exclude_blacklisted
from tests.publicity import oracle
from tests.publicity.county import county
from tests.publicity.tables import CATALOGUE, Row, events_table, records_table

FIRST = date(2024, 6, 1)
COLUMNS = ("state", "since", "until", "under_objection", "under_repair", "objection_from")
SHARES = {"penalty": 0.6, "permit": 0.15, "blacklist": 0.1, "honour": 0.15}
OTHERS_EVERY = 5
"""Days: each question to the engine takes as long as the oracle takes for thousands of rows."""
NATURAL, ASKED = frozenset({"permit"}), frozenset({"乙局"})
OPTIONS = Options(natural_persons=NATURAL, minor_authorities=ASKED)


@dataclass
class Ran:
    """What a run came to: the days on which the two disagree, and in how many answers each state of a dataset was given."""

    wrong: list[tuple[date, str]] = field(default_factory=list)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    events: int = 0
    engine_seconds: float = 0.0


class Part:
    """The records of one dataset with the events about each."""

    def __init__(self, dataset: str, size: int) -> None:
        self.dataset = CATALOGUE[dataset]
        self.records, self.events = county(dataset, seed=8, size=size)
        self.told = about(dataset, self.records, self.events)
        self.tables = records_table(self.dataset, self.records), events_table(self.events)

    def decided(self, as_of: date) -> ir.Table:
        """The engine's states."""
        return decide(self.dataset, *self.tables, as_of, OPTIONS)

    def expected(self, as_of: date) -> dict[str, dict[str, Any]]:
        """The oracle's answers by row."""
        rows, name = self.records, self.dataset.name
        return {
            row["row_id"]: oracle.state_of(name, row, self.told[row["row_id"]], as_of, NATURAL, False, ASKED)
            for row in rows
        }

    def beside(self, answers: dict[str, dict[str, Any]]) -> list[tuple[Row, dict[str, Any]]]:
        """Each row with its answer."""
        return [(row, answers[row["row_id"]]) for row in self.records]


def about(dataset: str, records: Sequence[Row], events: Sequence[Row]) -> dict[str, list[Row]]:
    """Record → events about it, asked of the oracle number by number."""
    numbers: dict[str, list[Row]] = {}
    for row in records:
        numbers.setdefault(key(row["document_number"]), []).append(row)
    told: dict[str, list[Row]] = {row["row_id"]: [] for row in records}
    for each in events:
        for row in oracle.about(dataset, each, numbers.get(each["document_key"], [])):
            told[row["row_id"]].append(each)
    return told


def _answers(table: ir.Table) -> dict[str, dict[str, Any]]:
    rows = table.select("row_id", *COLUMNS).to_pyarrow().to_pylist()
    return {row.pop("row_id"): row for row in rows}


def _tables(parts: dict[str, Part], names: Sequence[str], as_of: date) -> dict[str, ir.Table]:
    tables = {name: parts[name].decided(as_of) for name in names}
    if "honour" in tables:
        tables["honour"] = exclude_blacklisted(tables["honour"], tables["blacklist"])
    return tables


def _day(parts: dict[str, Part], names: Sequence[str], as_of: date, ran: Ran) -> None:
    start = time.perf_counter()
    answers = {name: _answers(table) for name, table in _tables(parts, names, as_of).items()}
    ran.engine_seconds += time.perf_counter() - start
    expected = {name: parts[name].expected(as_of) for name in names}
    if "honour" in expected:
        oracle.without_listed(
            *(parts[name].beside(expected[name]) for name in ("honour", "blacklist")),
        )
    for name in names:
        if answers[name] != expected[name]:
            ran.wrong.append((as_of, name))
        ran.kinds.update((name, told["state"]) for told in expected[name].values())


def run(days: int, size: int, skip: int = 0) -> Ran:
    """Ask both every day."""
    parts = {name: Part(name, int(size * share)) for name, share in SHARES.items()}
    ran, began = Ran(events=sum(len(each.events) for each in parts.values())), time.perf_counter()
    for number in range(days):
        names = tuple(SHARES) if number % OTHERS_EVERY == 0 else ("penalty",)
        _day(parts, names, FIRST + timedelta(days=skip + number), ran)
        if number % 100 == 99:
            print(f"已核对 {number + 1} 天，不一致 {ran.wrong[:5]}", flush=True)
    print(f"{days} 天，{size} 条记录，{ran.events} 个事项：不一致的天数 {len(ran.wrong)} {ran.wrong[:5]}")
    print(
        f"判定 {ran.engine_seconds:.0f} 秒，共 {time.perf_counter() - began:.0f} 秒；各状态的条日数 {dict(ran.kinds)}"
    )
    return ran


if __name__ == "__main__":
    days, size, skip = (*(int(each) for each in sys.argv[1:4]), *(1000, 20_000, 0)[len(sys.argv) - 1 :])
    sys.exit(1 if run(days, size, skip).wrong else 0)
