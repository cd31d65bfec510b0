"""A county's public record day by day against plain Python: `python -m bench.simulation [days] [records] [first day]`.

Each day the public set of penalties is decided by the pipeline's rules and by the tests' oracle, row by row; a day on which
they differ is told and ends the run with 1. Builds nothing and writes nothing.
"""

import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.identifiers.document_number import key
from pipeline.publicity import Options, decide
from tests.publicity import oracle
from tests.publicity.county import county
from tests.publicity.tables import CATALOGUE, Row, events_table, records_table

FIRST = date(2024, 6, 1)
COLUMNS = ("state", "since", "until", "under_objection", "under_repair", "objection_from")


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


def run(days: int, size: int, skip: int = 0, dataset: str = "penalty") -> int:
    """The number of days on which the two disagree."""
    records, events = county(dataset, seed=8, size=size)
    told, wrong, engine_seconds, began = about(dataset, records, events), 0, 0.0, time.perf_counter()
    kinds: dict[str, int] = {}
    tables = records_table(CATALOGUE[dataset], records), events_table(events)
    for number in range(days):
        as_of = FIRST + timedelta(days=skip + number)
        start = time.perf_counter()
        table = decide(CATALOGUE[dataset], *tables, as_of, Options())
        rows = table.select("row_id", *COLUMNS).to_pyarrow().to_pylist()
        engine_seconds += time.perf_counter() - start
        answer = {row.pop("row_id"): row for row in rows}
        expected = {
            row["row_id"]: oracle.state_of(dataset, row, told[row["row_id"]], as_of, frozenset(), False)
            for row in records
        }
        wrong += answer != expected
        if number % 100 == 99:
            print(f"{as_of}，已核对 {number + 1} 天，不一致的天数 {wrong}", flush=True)
        for row in expected.values():
            kinds[row["state"]] = kinds.get(row["state"], 0) + 1
    print(f"{days} 天，{size} 条记录，{len(events)} 个事项：不一致的天数 {wrong}")
    print(f"判定 {engine_seconds:.0f} 秒，共 {time.perf_counter() - began:.0f} 秒；各状态的条日数 {kinds}")
    return wrong


if __name__ == "__main__":
    days, size, skip = (*(int(each) for each in sys.argv[1:4]), *(1000, 20_000, 0)[len(sys.argv) - 1 :])
    sys.exit(1 if run(days, size, skip) else 0)
