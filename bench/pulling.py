"""Pulls of a million rows: from the reference platform (signed, pages of 1,000), and from PostgreSQL.

`python -m bench.pulling [--rows N] [--only platform|database]`. Prints wall and CPU seconds of the pull (its landing
included), its peak memory, and the platform's own speed: the same pages asked for and thrown away.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import requests

from pipeline.sources.signing import decrypt_secret, signed_fields
from sample.platform.rules import Rules
from sample.platform.server import serving
from sample.platform.store import Store, Table

APPKEY = "bench-appkey-not-a-secret"
SIDS = {"penalty": "s_penalty"}
RULES = Rules(auth="signed", secret=APPKEY, sids=SIDS)
DAY = date(2026, 11, 20)


def template() -> dict[str, object]:
    """The longest row of the sample: 30 columns of the national template."""
    path = Path(__file__).resolve().parents[1] / "sample" / "data" / "platform" / "penalty.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return max(rows, key=lambda row: len(str(row["违法事实"])))


class Many(Table):
    """A million rows made when asked for: the same text but for stamp, document number and name."""

    def __init__(self, rows: int) -> None:
        super().__init__([])
        self.stamps = range(1, rows + 1)  # type: ignore[assignment]
        text = json.dumps(
            template()
            | {"_seq": "@seq@", "记录编号": "r-@seq@", "行政处罚决定书文号": "例罚〔2026〕@seq@号"},
            ensure_ascii=False,
        )
        self._pieces = text.replace('"@seq@"', "@seq@").encode().split(b"@seq@")

    def texts(self, places: Sequence[int]) -> list[bytes]:
        """The rows at these places as JSON."""
        return [str(place + 1).encode().join(self._pieces) for place in places]


def _serve(rows: int, pipe: Connection) -> None:
    with serving(Store({"penalty": Many(rows)}), RULES) as platform:
        pipe.send(platform.url)
        pipe.recv()


@contextmanager
def platform_of(rows: int) -> Iterator[str]:
    """The platform in a process of its own."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(rows, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("stop")
        process.join()


def own_speed(url: str, rows: int) -> float:
    """Seconds in which the platform gives all pages to someone who does nothing with them."""
    now = str(int(time.time() * 1000))
    fields = dict(signed_fields(RULES.prefix, APPKEY, "s_penalty", RULES.rid, now, ("sid", "rid", "rtime")))
    session = requests.Session()
    secret = session.post(f"{url}/sysapi/auth/refreshappsecret", json=fields).json()["data"]["secret"]
    key = decrypt_secret(secret, APPKEY)
    began = time.perf_counter()
    for page in range(1, rows // 1000 + 1):
        now = str(int(time.time() * 1000))
        headers = dict(signed_fields(RULES.prefix, key, "s_penalty", RULES.rid, now, ("sid", "rid", "rtime")))
        asked = {"page": page, "size": 1000}
        session.get(f"{url}/api/v1/penalty", params=asked, headers=headers).raise_for_status()
    return time.perf_counter() - began


PLATFORM = f"""
[[source]]
name = "province"
kind = "platform"
url = "@url@"
auth = "signed"
secret_env = "BENCH_SECRET"
rid = "{RULES.rid}"
sids = {{ penalty = "s_penalty" }}
datasets = ["penalty"]
page_size = 1000
"""
DATABASE = """
[[source]]
name = "front"
kind = "database"
url = "@url@"
datasets = ["penalty"]
tables = { penalty = "penalty" }
id_column = "id"
"""
SITE = '[site]\nname = "n"\nregion = "r"\nurl = "https://bench.example"\n'


def pull(folder: Path, source: str, url: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MB of `portal pull` with this source."""
    config = folder / "portal.toml"
    config.write_text(SITE + source.replace("@url@", url), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "pull",
        "--config",
        str(config),
        "--state",
        str(folder / "state"),
    ]
    began = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "BENCH_SECRET": APPKEY})
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"pull ended with {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measure_platform(rows: int) -> None:
    """The signed platform."""
    with platform_of(rows) as url, tempfile.TemporaryDirectory(prefix="bench-pull-") as folder:
        own = own_speed(url, rows)
        wall, cpu, peak = pull(Path(folder), PLATFORM, url)
    print(f"platform: {rows:,} rows, wall {wall:.1f} s, CPU {cpu:.1f} s, peak {peak:.0f} MB")
    print(f"  the platform alone {own:.1f} s")


def measure_database(rows: int) -> None:
    """A PostgreSQL of our own."""
    import sqlalchemy as sa  # noqa: PLC0415

    from tests.sources.database_servers import postgresql  # noqa: PLC0415 - Debian's PostgreSQL is needed

    columns = {key: str(value) for key, value in template().items() if key != "_seq"}
    with (
        tempfile.TemporaryDirectory(prefix="bench-pull-") as folder,
        postgresql() as server,
    ):
        engine = sa.create_engine(server)
        with engine.begin() as connection:
            names = ", ".join(f'"{name}" text' for name in columns)
            connection.exec_driver_sql(f"CREATE TABLE penalty (id bigint PRIMARY KEY, {names})")
            values = ", ".join(f":c{number}" for number in range(len(columns)))
            query = sa.text(f"INSERT INTO penalty SELECT n, {values} FROM generate_series(1, :rows) n")  # noqa: S608
            given = {f"c{number}": value for number, value in enumerate(columns.values())}
            connection.execute(query, given | {"rows": rows})
        engine.dispose()
        wall, cpu, peak = pull(Path(folder), DATABASE, server)
    print(f"PostgreSQL: {rows:,} rows, wall {wall:.1f} s, CPU {cpu:.1f} s, peak {peak:.0f} MB")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("platform", "database"))
    given = parser.parse_args()
    if given.only != "database":
        measure_platform(given.rows)
    if given.only != "platform":
        measure_database(given.rows)


if __name__ == "__main__":
    main()
