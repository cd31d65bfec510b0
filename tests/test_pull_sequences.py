"""Pulls in any order of changes, faults and loss of memory, against an oracle: the newest of each row is right."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipeline import landing
from pipeline.catalogue import load_catalogue
from pipeline.errors import SourceError
from pipeline.progress import silent
from pipeline.pulling import Pulling, pull_all
from pipeline.source_settings import PlatformSource
from pipeline.sources.adapters import Outside
from sample.platform.faults import Fault, Switch
from sample.platform.rules import Rules
from sample.platform.server import serving
from sample.platform.store import Store, Table
from tests.sources.platform_rows import DATASET, timing

DAY = date(2026, 11, 20)
CATALOGUE = load_catalogue()
OPEN = Rules(auth="none")
SOURCE = PlatformSource("p", (DATASET,), auth="none", page_size=3, retries=1)


class Sequences(RuleBasedStateMachine):
    """Rows come and change, pulls run, fail, repeat, forget where they were: the newest of each is always right."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="sequences-")
        self.state = Path(self.folder.name)
        self.rows: dict[str, dict[str, object]] = {}
        self.seq = 0
        self.known: dict[str, object] = {}

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize(count=st.integers(0, 5))
    def begin(self, count: int) -> None:
        for number in range(count):
            self.change(number)

    @rule(number=st.integers(0, 7))
    def change(self, number: int) -> None:
        self.seq += 1
        self.rows[f"r{number}"] = {"_seq": self.seq, "记录编号": f"r{number}", "主体名称": f"第{self.seq}版"}

    @rule(
        size=st.integers(1, 4),
        fault=st.sampled_from([None, *(each for each in Fault if each not in (Fault.DRIP, Fault.BOMB))]),
        page=st.integers(1, 3),
        times=st.integers(1, 4),
        take=st.sampled_from(["changes", "full"]),
    )
    def pull(self, size: int, fault: Fault | None, page: int, times: int, take: str) -> None:
        switches = () if fault is None else (Switch(fault, page=page, times=times),)
        source = replace(SOURCE, page_size=size, take=take, name=f"p{take}")  # type: ignore[arg-type]
        with serving(Store({DATASET: Table(list(self.rows.values()))}), OPEN, switches) as platform:
            outside = Outside(DAY, {}, timing(), self.state, b"key")
            try:
                pull_all([replace(source, url=platform.url)], Pulling(CATALOGUE, self.state, outside, silent))
            except SourceError:
                assert fault is not None
            else:
                self.known = {key: row["主体名称"] for key, row in self.rows.items()}

    @rule()
    def forget(self) -> None:
        (self.state / "cursors.json").unlink(missing_ok=True)

    @invariant()
    def newest_is_right(self) -> None:
        found: dict[str, tuple[int, str]] = {}
        for batch in landing.batches(self.state / "landing", DATASET):
            for cells in landing.read_batch(batch).to_pylist():
                version = int(cells["主体名称"].strip("第版"))
                found[cells["记录编号"]] = max(
                    found.get(cells["记录编号"], (0, "")), (version, cells["主体名称"])
                )
        landed = {key: name for key, (_, name) in found.items()}
        assert {key: landed.get(key) for key in self.known} == self.known


Sequences.TestCase.settings = settings(
    max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSequences = Sequences.TestCase
