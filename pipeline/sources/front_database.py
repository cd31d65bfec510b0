"""A front database (前置库) as a source: a view or table per dataset, read through SQLAlchemy Core.

PostgreSQL and MySQL/MariaDB are tested; 达梦 and 人大金仓 by their SQLAlchemy dialects (docs/sources.md). Reads in one
read-only snapshot with a server-side cursor, so that rows are counted and read from the same state and memory does not
grow. Writes to the database only receipts, and only when `receipt_table` is set.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from pipeline.errors import SettingsError, SourceError
from pipeline.source_settings import DatabaseSource
from pipeline.sources.credentials import hide
from pipeline.sources.database_cells import texts
from pipeline.sources.platform_takes import Whole
from pipeline.sources.pull import Chunk
from pipeline.sources.raw import ROW

CHUNK = 10_000
"""Rows fetched at once: 12 MB of the longest template."""


class FrontDatabase:
    """One front database as described."""

    def __init__(self, source: DatabaseSource, password: str) -> None:
        self.name, self.datasets = source.name, source.datasets
        self._source, self._password = source, password
        self._engine = _engine(source, password)
        self._asked = 0

    def question(self, dataset: str, cursor: str) -> str:
        """Table, filter and columns."""
        source = self._source
        table: dict[str, object] = {"database": _shown(source), "table": self._table_name(dataset)}
        table |= {"after": cursor, "stamp": source.stamp_column, "batch": source.batch_column}
        table |= {"status": source.status_column, "statuses": source.statuses, "columns": source.columns}
        return json.dumps(table, ensure_ascii=False, sort_keys=True)

    def _table_name(self, dataset: str) -> str:
        return self._source.tables.get(dataset, dataset)

    def chunks(
        self, dataset: str, cursor: str, _position: Mapping[str, Any] | None, row: int
    ) -> Iterator[Chunk]:
        """One chunk per fetch; a snapshot cannot be gone on with, so a pull always begins anew."""
        try:
            with self._engine.connect() as connection:
                yield from self._read(_snapshot(connection), dataset, cursor, row)
        except SQLAlchemyError as error:
            raise SourceError(
                f"数据来源 {self.name} 数据类别 {dataset}：前置库没有读完（{self._reason(error)}），本次没有取全，"
                "网站保持上次内容。请检查网络、账号权限和表名，或与前置机运维联系。"
            ) from None

    def _read(self, connection: sa.Connection, dataset: str, cursor: str, row: int) -> Iterator[Chunk]:
        table = self._reflect(connection, dataset)
        where = self._filter(table, cursor)
        total = connection.execute(sa.select(sa.func.count()).select_from(table).where(where)).scalar_one()
        names = [each.name for each in table.columns]
        headings = [ROW, *(self._source.columns.get(each, each) for each in names)]
        places = {name: names.index(name) for name in self._order()}
        query = sa.select(table).where(where).order_by(*(table.c[each] for each in places))
        self._asked += 1
        done, first, last = 0, "", ""
        with closing(connection.execution_options(yield_per=CHUNK).execute(query)) as found:
            for part in found.partitions(CHUNK):
                cells, findings = texts(part, headings, dataset, row + done)
                done += len(part)
                if mark := self._mark_column():
                    first = first or str(part[0][places[mark]])
                    last = str(part[-1][places[mark]])
                yield Chunk(cells, findings, len(part), {"first": first, "last": last, "done": done}, total)
        if done != total:
            raise SourceError(
                f"数据来源 {self.name} 数据类别 {dataset}：应有 {total} 行，实读 {done} 行，本次不采用。请重试。"
            )

    def _reflect(self, connection: sa.Connection, dataset: str) -> sa.Table:
        name = self._table_name(dataset)
        table = sa.Table(name, sa.MetaData(), schema=self._source.schema or None, autoload_with=connection)
        wanted = [*self._order(), *([self._source.status_column] if self._source.status_column else [])]
        if missing := [each for each in wanted if each not in table.columns]:
            raise SourceError(
                f"数据来源 {self.name}：表 {name} 没有列 {'、'.join(missing)}。请更正 portal.toml 中这一来源的列名。"
            )
        return table

    def _mark_column(self) -> str:
        """The column that tells how far a pull went: an update time or a batch number; none means a full set."""
        return self._source.stamp_column or self._source.batch_column

    def _order(self) -> list[str]:
        return [each for each in (self._mark_column(), self._source.id_column) if each]

    def _filter(self, table: sa.Table, cursor: str) -> sa.ColumnElement[bool]:
        """Rows of the statuses that may be published (1 已整合, 4 已修正), from the cursor on.

        The cursor's own second or batch is read again: rows may have come into it after the last pull.
        """
        source = self._source
        parts: list[sa.ColumnElement[bool]] = [sa.true()]
        if source.status_column:
            status = sa.cast(table.c[source.status_column], sa.String(32))
            parts.append(status.in_(source.statuses))
        if cursor and (mark := self._mark_column()):
            column = table.c[mark]
            parts.append(column >= _typed(cursor, column))
        return sa.and_(*parts)

    def whole(self, dataset: str, cursor: str, position: Mapping[str, Any] | None) -> Whole:
        """Name and cursor of the set taken; a full set says so in its name."""
        stem = f"{self.name}-{dataset}"
        if not self._mark_column():
            return Whole(f"{stem}-full", "")
        first, last = (str(position[each]) if position else "" for each in ("first", "last"))
        return Whole(f"{stem}-{_plain(first)}-{_plain(last)}", last or cursor)

    def is_distinct(self, _dataset: str) -> bool:
        """A snapshot has no repeated pages."""
        return False

    def tally(self) -> tuple[int, int, str]:
        """Queries; a database is not asked twice."""
        return self._asked, 0, ""

    def landed(self, dataset: str, batch: str) -> None:
        """Write the receipt back, when the office wants it: table, batch, time; nothing else is ever written."""
        if not (self._source.receipt_table and batch):
            return
        columns: list[sa.ColumnClause[Any]] = [sa.column(each) for each in ("dataset", "batch", "taken_at")]
        receipt = sa.table(self._source.receipt_table, *columns, schema=self._source.schema or None)
        values = {"dataset": dataset, "batch": batch, "taken_at": sa.func.now()}
        try:
            with self._engine.begin() as connection:
                # Landed again after a stop: the receipt is there already.
                known = sa.select(sa.literal(1)).select_from(receipt).where(receipt.c.batch == batch)
                if connection.execute(known).first() is None:
                    connection.execute(sa.insert(receipt).values(values))
        except SQLAlchemyError as error:
            raise SourceError(
                f"数据来源 {self.name}：数据已入库，但回执没有写回 {self._source.receipt_table}"
                f"（{self._reason(error)}）。请检查该表和写权限，或在 portal.toml 去掉 receipt_table。"
            ) from None

    def _reason(self, error: SQLAlchemyError) -> str:
        """The database's own first line, without the password."""
        origin = getattr(error, "orig", None) or error
        return hide(str(origin).strip().split("\n")[0], (self._password,)) or type(error).__name__


def _shown(source: DatabaseSource) -> str:
    return sa.make_url(source.url).render_as_string(hide_password=True)


def _engine(source: DatabaseSource, password: str) -> sa.Engine:
    try:
        url = sa.make_url(source.url)
        if url.password is not None:
            raise SettingsError(
                f"数据来源 {source.name} 的 url 中写有密码。请去掉，改用 secret_env 或 secret_file。"
            )
        return sa.create_engine(
            url.set(password=password or None),
            poolclass=sa.NullPool,
            hide_parameters=True,
            connect_args=_connect_options(url, source),
        )
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SettingsError(
            f"数据来源 {source.name} 的数据库地址不能用：{hide(str(error), (password,))}。"
            "请检查 url，并安装对应的驱动（见 docs/sources.md）。"
        ) from None


def _connect_options(url: sa.URL, source: DatabaseSource) -> dict[str, Any]:
    return (
        {"connect_timeout": source.connect_seconds}
        if url.get_backend_name() in ("postgresql", "mysql", "mariadb")
        else {}
    )


def _snapshot(connection: sa.Connection) -> sa.Connection:
    """One state of the data for the whole of a reading, and where the database can promise it, no writing."""
    match connection.dialect.name:
        case "postgresql":
            return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        case "mysql" | "mariadb":
            return connection.execution_options(isolation_level="REPEATABLE READ")
        case _:
            return connection


def _typed(cursor: str, column: sa.ColumnElement[Any]) -> object:
    """The cursor as the column's own type compares it."""
    return sa.cast(sa.literal(cursor), column.type)


def _plain(text: str) -> str:
    return "".join(each for each in text if each.isalnum()) or "0"
