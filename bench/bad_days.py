"""Bad days and kills, seeded: whatever happens to a pull, what is landed in the end is what the platform holds.

`python -m bench.bad_days [--days N] [--kills N]`. A bad day: some faults at random pages of a random way of asking;
the pull is whole and equals the oracle, or says that it is not and lands nothing. A kill: `portal pull` is killed with
SIGKILL at a random moment; the next one leaves byte for byte the landing of a pull that was not disturbed.
"""

import argparse
import os
import random
import shutil
import tempfile
import time
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path

import pyarrow as pa

from pipeline import landing
from pipeline.catalogue import load_catalogue
from pipeline.commands import pull
from pipeline.commands.moment import Moment
from pipeline.errors import SourceError
from pipeline.progress import silent
from pipeline.pulling import Pulling, pull_all
from pipeline.source_settings import PlatformSource
from pipeline.sources import incoming
from pipeline.sources.adapters import Outside
from pipeline.sources.platform_http import Timing
from sample.platform.faults import Fault, Switch
from sample.platform.rules import Rules
from sample.platform.server import serving
from sample.platform.store import Store, Table

DATASET = "permit"
SECRET = "canary-bad-days-appkey"  # noqa: S105 - invented
DAY = date(2026, 11, 20)
SIDS = {DATASET: "s_permit"}
OPEN = Rules(auth="none")
SIGNED = Rules(auth="signed", secret=SECRET, sids=SIDS)
BASE = PlatformSource(
    "p",
    (DATASET,),
    auth="none",
    page_size=7,
    secret_env="S",  # noqa: S106 - a variable's name
    retries=3,
    first_day="2026-10-01",
)
SIGNER = replace(BASE, auth="signed", rid=SIGNED.rid, sids=SIDS)
WAYS: tuple[tuple[Rules, PlatformSource], ...] = (
    (OPEN, BASE),
    (SIGNED, SIGNER),
    (replace(SIGNED, secret_calls=5), SIGNER),
    (replace(OPEN, row_cap=21, cap_in_total=True), replace(BASE, row_cap=21)),
    (replace(OPEN, row_cap=21), replace(BASE, latest_field="")),
    (replace(OPEN, paging="offset"), replace(BASE, paging="offset", page_field="")),
    (replace(OPEN, paging="cursor"), replace(BASE, paging="cursor", page_field="")),
    (OPEN, replace(BASE, take="full")),
    (OPEN, replace(BASE, take="batches")),
    (replace(OPEN, row_cap=30), replace(BASE, take="days", row_cap=30)),
)
FAULTS = tuple(each for each in Fault if each not in (Fault.DRIP, Fault.BOMB))
"""Dripping takes its time and a bomb its memory: bad days of their own in the tests."""


def rows(count: int) -> list[dict[str, object]]:
    """Rows of a licence register, few columns."""
    return [
        {
            "_seq": n,
            "主体名称": f"示例第{n}有限公司",
            "记录编号": f"r{n}",
            "提供日期": f"2026-11-{1 + n % 19:02}",
        }
        for n in range(1, count + 1)
    ]


@dataclass(frozen=True)
class Day:
    """One bad day."""

    rules: Rules
    source: PlatformSource
    switches: tuple[Switch, ...]
    count: int


def bad_day(seed: int) -> Day:
    """The day of a seed: one to four faults on random pages, most of them passing."""
    chance = random.Random(seed)
    rules, source = WAYS[seed % len(WAYS)]
    switches = tuple(
        Switch(chance.choice(FAULTS), page=chance.randint(1, 9), times=chance.choice([1, 1, 2, 3, 6, None]))
        for _ in range(chance.randint(1, 4))
    )
    return Day(rules, source, switches, chance.randint(20, 60))


def landed(state: Path) -> list[str]:
    """The record numbers that are landed, sorted."""
    cells: list[pa.Table] = [landing.read_batch(each) for each in landing.batches(state / "landing", DATASET)]
    return sorted(number for table in cells for number in table["记录编号"].to_pylist())


def live(day: Day, tries: int = 1) -> str:
    """Live through a day, then ask again on a good one; `whole`, `incomplete`, or what was wrong."""
    table = Table(rows(day.count))
    wanted = sorted(f"r{n}" for n in range(1, day.count + 1))
    with tempfile.TemporaryDirectory(prefix="bad-day-") as folder:
        state = Path(folder)
        with serving(Store({DATASET: table}), day.rules, day.switches) as platform:
            outcomes = [_pull(replace(day.source, url=platform.url), state) for _ in range(tries)]
            found = landed(state)
        if (
            (found != wanted)
            if outcomes[-1] == "whole"
            else (outcomes == ["incomplete"] * tries and found != [])
        ):
            return f"{outcomes}: {len(found)} rows landed, {len(wanted)} wanted"
        with serving(Store({DATASET: table}), day.rules) as platform:
            after = _pull(replace(day.source, url=platform.url), state)
            found = sorted(set(landed(state)))
        return (
            outcomes[-1] if after == "whole" and found == wanted else f"not mended on the next day: {after}"
        )


def _pull(source: PlatformSource, state: Path) -> str:
    timing = Timing(time.time, sleep=lambda _: None)
    pulling = Pulling(load_catalogue(), state, Outside(DAY, {"S": SECRET}, timing, state, b"k"), silent)
    try:
        pull_all([source], pulling)
    except SourceError:
        return "incomplete"
    return "whole"


CONFIG = """
[site]
name = "n"
region = "r"
url = "https://bench.example"
[[source]]
name = "p"
kind = "platform"
auth = "none"
url = "@url@"
datasets = ["permit"]
page_size = 100
take = "@take@"
"""


def _tree(folder: Path) -> dict[str, bytes]:
    kept = [each for name in ("landing", "cursors.json") for each in _files(folder / name)]
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in sorted(kept)}


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]


class Killing:
    """One platform and one undisturbed pull; then as many killed ones as wanted."""

    def __init__(self, folder: Path, url: str, take: str) -> None:
        self._folder = folder
        self._config = folder / "portal.toml"
        self._config.write_text(CONFIG.replace("@url@", url).replace("@take@", take), encoding="utf-8")
        began = time.perf_counter()
        self._pulling(folder / "right").join()
        self.seconds = time.perf_counter() - began
        self._right = _tree(folder / "right")
        assert self._right  # noqa: S101

    def _pulling(self, state: Path) -> ForkProcess:
        """A pull in a process that has everything loaded, so that kills hit its work and not its imports."""
        process = get_context("fork").Process(target=_run_pull, args=(self._config, state))
        process.start()
        return process

    def once(self, moment: float, kills: int) -> bool:
        """Kill a pull `kills` times, each after that share of its time; whether the next one ends the same."""
        state = self._folder / "killed"
        shutil.rmtree(state, ignore_errors=True)
        for _ in range(kills):
            process = self._pulling(state)
            process.join(moment * self.seconds)
            process.kill()
            process.join()
        self._pulling(state).join()
        return _tree(state) == self._right and not list((state / "incoming").glob("*/*"))


def _run_pull(config: Path, state: Path) -> None:
    incoming.PART_ROWS = 500  # many parts, so that kills fall between and into them
    parser = argparse.ArgumentParser()
    pull.add(parser)
    given = ["--config", str(config), "--state", str(state), "--as-of", DAY.isoformat()]
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):  # noqa: PTH123
        pull.run(parser.parse_args(given), Moment(DAY, {"PORTAL_KEY": "k" * 32}, time.time))


def _serve(count: int, pipe: Connection) -> None:
    with serving(Store({DATASET: Table(rows(count))}), OPEN) as platform:
        pipe.send(platform.url)
        pipe.recv()


def kill(times: int, count: int, seed: int = 1, take: str = "changes") -> int:
    """Kill so many pulls at random moments; how many did not end in the same bytes."""
    chance = random.Random(seed)
    ours, theirs = get_context("spawn").Pipe()
    platform = get_context("spawn").Process(target=_serve, args=(count, theirs))
    platform.start()
    try:
        with tempfile.TemporaryDirectory(prefix="kill-") as folder:
            killing = Killing(Path(folder), ours.recv(), take)
            return sum(
                not killing.once(chance.uniform(0.0, 1.0), chance.choice([1, 1, 2])) for _ in range(times)
            )
    finally:
        ours.send("stop")
        platform.join()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--kills", type=int, default=100)
    given = parser.parse_args()
    outcomes = [live(bad_day(seed)) for seed in range(given.days)]
    for told in sorted(set(outcomes)):
        print(f"bad days: {outcomes.count(told)} {told}")
    wrong = kill(given.kills // 2, 6_000) + kill(given.kills - given.kills // 2, 6_000, 2, "full")
    print(f"kills: {given.kills}, of which {wrong} did not end in the same bytes")


if __name__ == "__main__":
    main()
