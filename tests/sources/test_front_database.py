"""Front databases: real PostgreSQL and MariaDB servers, started here; SQLite for what needs no server."""

import datetime
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.errors import SettingsError, SourceError
from pipeline.source_settings import DatabaseSource
from pipeline.sources.front_database import CHUNK, FrontDatabase
from pipeline.sources.pull import Request, Taken, take
from tests.sources.database_servers import mariadb, postgresql
from tests.sources.platform_rows import untouched

SOURCE = DatabaseSource(
    "front",
    datasets=("permit",),
    tables={"permit": "t_permit"},
    columns={"XK_MC": "主体名称"},
    status_column="status",
    stamp_column="updated",
)
PASSWORD = "canary-password-91"
ROWS = CHUNK + 7


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    start = postgresql if request.param == "postgresql" else mariadb
    with start() as url:
        _fill(url)
        yield url


def _fill(url: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    table = sa.Table(
        "t_permit",
        sa.MetaData(),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("XK_MC", sa.String(200)),
        sa.Column("amount", sa.Numeric(20, 4)),
        sa.Column("status", sa.Integer),
        sa.Column("updated", sa.DateTime),
        mysql_default_charset="utf8mb4",
    )
    sa.Table(
        "t_receipt",
        table.metadata,
        sa.Column("dataset", sa.String(32)),
        sa.Column("batch", sa.String(64)),
        sa.Column("taken_at", sa.DateTime),
    )
    table.metadata.create_all(engine)
    with engine.begin() as connection:
        rows = [
            {
                "id": n,
                "XK_MC": f"示例第{n}有限公司𠀀",
                "amount": "12.5",
                "status": n % 5,
                "updated": _stamp(n),
            }
            for n in range(1, ROWS + 1)
        ]
        connection.execute(table.insert(), rows)


def _stamp(number: int) -> datetime.datetime:
    return datetime.datetime(2026, 11, 1) + datetime.timedelta(seconds=number)  # noqa: DTZ001


def pull(url: str, folder: Path, source: DatabaseSource = SOURCE, cursor: str = "") -> Taken:
    adapter = FrontDatabase(replace(source, url=url), "")
    return take(Request(adapter, "permit", cursor, folder / "incoming", untouched, lambda *_: None))


def test_only_rows_that_may_be_published_come_in_order_of_their_stamp(server: str, tmp_path: Path) -> None:
    taken = pull(server, tmp_path)
    wanted = [n for n in range(1, ROWS + 1) if n % 5 in (1, 4)]
    rows = [row for table in taken.incoming.tables() for row in table.to_pylist()]
    assert [row["id"] for row in rows] == [str(n) for n in wanted]
    assert rows[0] == {
        "_row": 1,
        "id": "1",
        "主体名称": "示例第1有限公司𠀀",
        "amount": "12.5000",
        "status": "1",
        "updated": "2026-11-01 00:00:01",
    }
    assert taken.whole.cursor == str(_stamp(wanted[-1]))


def test_the_next_pull_reads_from_the_last_second_on(server: str, tmp_path: Path) -> None:
    cursor = pull(server, tmp_path / "one").whole.cursor
    again = pull(server, tmp_path / "two", cursor=cursor)
    assert again.incoming.rows == 1
    assert again.whole.cursor == cursor


def test_a_table_without_stamp_is_a_full_set(server: str, tmp_path: Path) -> None:
    taken = pull(server, tmp_path, replace(SOURCE, stamp_column="", status_column=""))
    assert (taken.incoming.rows, taken.whole.name, taken.whole.cursor) == (ROWS, "front-permit-full", "")


def test_a_receipt_is_written_once_and_only_when_asked(server: str) -> None:
    engine = sa.create_engine(server, poolclass=sa.NullPool)
    FrontDatabase(replace(SOURCE, url=server), "").landed("permit", "batch-0")
    adapter = FrontDatabase(replace(SOURCE, url=server, receipt_table="t_receipt"), "")
    adapter.landed("permit", "batch-1")
    adapter.landed("permit", "batch-1")
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT dataset, batch FROM t_receipt").all()
    assert [tuple(each) for each in found] == [("permit", "batch-1")]


def test_reading_never_writes(server: str) -> None:
    if not server.startswith("postgresql"):
        return
    from pipeline.sources.front_database import _snapshot  # noqa: PLC0415

    with sa.create_engine(server, poolclass=sa.NullPool).connect() as connection:
        reading = _snapshot(connection)
        with pytest.raises(sa.exc.DBAPIError, match="read-only"):
            reading.exec_driver_sql("DELETE FROM t_permit")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"tables": {"permit": "nowhere"}}, "nowhere"),
        ({"stamp_column": "nothing"}, "没有列 nothing"),
    ],
)
def test_what_is_missing_is_named(server: str, tmp_path: Path, changed: dict[str, str], told: str) -> None:
    with pytest.raises(SourceError, match=told):
        pull(server, tmp_path, replace(SOURCE, **changed))  # type: ignore[arg-type]


def test_nobody_there_and_no_password_shown() -> None:
    source = replace(SOURCE, url="postgresql+psycopg://county@127.0.0.1:9/postgres")
    with pytest.raises(SourceError) as caught:
        next(iter(FrontDatabase(source, PASSWORD).chunks("permit", "", None, 1)))
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("url", [f"postgresql+psycopg://u:{PASSWORD}@a/b", "nonsense", "nosuch+driver://a/b"])
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        FrontDatabase(replace(SOURCE, url=url), "")
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
