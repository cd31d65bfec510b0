"""Pulling (取数): every source described is asked, what is whole is landed, then its cursor moves; a receipt each.

Reads the sources; writes `state/incoming/`, `state/landing/`, `state/cursors.json`, `state/receipts.jsonl`. A source
that fails does not keep the others from being asked; at the end the pull stops all the same, and nothing is published.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from pipeline import landing
from pipeline.catalogue import Catalogue
from pipeline.errors import SettingsError, SourceError
from pipeline.findings import Finding
from pipeline.progress import Progress
from pipeline.source_settings import DatabaseSource, FolderSource, PlatformSource, Source
from pipeline.sources import cursors, receipts
from pipeline.sources.adapters import Outside, make_adapter
from pipeline.sources.drop_folder import Annotate, FolderTask, take_folder
from pipeline.sources.incoming import Cleaner
from pipeline.sources.pull import Adapter, Request, Taken, take
from pipeline.sources.raw import RawTable
from pipeline.sources.receipts import Receipt
from pipeline.workbooks.annotated import annotated_workbook
from pipeline.workbooks.checking import check_table
from pipeline.workbooks.saving import save

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Pulling:
    """What every pull of one command shares."""

    catalogue: Catalogue
    state: Path
    outside: Outside
    progress: Progress

    @property
    def cursors(self) -> Path:
        """The file of cursors."""
        return self.state / "cursors.json"


def with_address(sources: tuple[Source, ...], url: str) -> tuple[Source, ...]:
    """The sources with `url` for the first platform; platforms that have no address then are left out."""
    if url:
        first = next((each for each in sources if isinstance(each, PlatformSource)), None)
        if first is None:
            raise SettingsError(
                '给了 --platform，但 portal.toml 中没有 kind = "platform" 的 [[source]]。请补充。'
            )
        sources = tuple(replace(first, url=url) if each is first else each for each in sources)
    return tuple(
        each for each in sources if not isinstance(each, PlatformSource | DatabaseSource) or each.url
    )


def pull_all(sources: Iterable[Source], pulling: Pulling) -> list[Receipt]:
    """Ask every source; SourceError when one could not be had wholly."""
    done: list[Receipt] = []
    failed: list[str] = []
    for source in sources:
        for receipt in _one_source(source, pulling):
            receipts.append(pulling.state, receipt)
            done.append(receipt)
            if receipt.outcome == "incomplete":
                failed.append(receipt.message)
    for dataset in pulling.catalogue.datasets:
        landing.compact(pulling.state / "landing", dataset.name)
    if failed:
        raise SourceError("\n".join(failed))
    return done


def _one_source(source: Source, pulling: Pulling) -> Iterator[Receipt]:
    if isinstance(source, FolderSource):
        outside = pulling.outside
        task = FolderTask(
            source,
            pulling.catalogue,
            pulling.state,
            outside.root,
            outside.today,
            outside.timing.now(),
            outside.key,
            _annotator(pulling),
        )
        for result in take_folder(task):
            yield _folder_receipt(source, result.table, result.batch, pulling)
        return
    adapter = make_adapter(source, pulling.outside)
    for dataset in source.datasets:
        yield _one_dataset(adapter, dataset, pulling)


def _annotator(pulling: Pulling) -> Annotate:
    """Checks what a department sent, against the register of the last build when there is one."""
    register = pulling.state / "work" / "records" / "entity.parquet"

    def annotate(table: RawTable, target: Path) -> tuple[Finding, ...]:
        known = register if register.exists() else None
        dataset = pulling.catalogue[table.dataset]
        checked = check_table(table, dataset, pulling.catalogue, pulling.outside.today, known)
        if checked.findings:
            save(annotated_workbook(table, dataset, checked.findings)[0], target)
        return checked.findings

    return annotate


def _folder_receipt(source: FolderSource, table: RawTable, batch: str, pulling: Pulling) -> Receipt:
    return Receipt(
        source=source.name,
        dataset=table.dataset,
        day=pulling.outside.today.isoformat(),
        ended_at=_time(pulling),
        outcome="whole" if batch else "nothing_new",
        window=("", ""),
        requests=1,
        retries=0,
        rounds=1,
        resumed=0,
        rows=len(table.cells),
        seconds=0.0,
        batch=batch,
        findings=dict(sorted(Counter(each.code for each in table.findings).items())),
        message=f"文件 {table.name}",
    )


def _time(pulling: Pulling) -> str:
    return datetime.fromtimestamp(pulling.outside.timing.now(), _ZONE).isoformat(timespec="seconds")


def _cleaner(dataset: str, pulling: Pulling) -> Cleaner:
    """Takes identity numbers out of a part before it touches the disk."""

    def clean(cells: pa.Table, findings: tuple[Finding, ...]) -> tuple[pa.Table, tuple[Finding, ...]]:
        raw = RawTable(dataset, "", "", cells, findings)
        done = landing.clean(raw, pulling.catalogue[dataset], pulling.outside.key)
        return next(iter(done.tables)), done.findings

    return clean


def _one_dataset(adapter: Adapter, dataset: str, pulling: Pulling) -> Receipt:
    if pulling.catalogue.find(dataset) is None:
        raise SettingsError(
            f"数据来源 {adapter.name} 的 datasets 中没有这种数据类别：{dataset}。请更正 portal.toml。"
        )
    before = cursors.cursor_of(pulling.cursors, adapter.name, dataset)
    folder = pulling.state / "incoming" / adapter.name / dataset
    began, (asked, retried, _) = pulling.outside.timing.steady(), adapter.tally()
    request = Request(adapter, dataset, before, folder, _cleaner(dataset, pulling), pulling.progress)
    taken: Taken | None = None
    message = ""
    try:
        taken = take(request)
    except SourceError as error:
        message = str(error)
    batch = "" if taken is None else _land(taken, adapter, dataset, pulling)
    requests, retries, remark = adapter.tally()
    findings = Counter(each.code for each in taken.incoming.findings()) if taken else Counter[str]()
    receipt = Receipt(
        source=adapter.name,
        dataset=dataset,
        day=pulling.outside.today.isoformat(),
        ended_at=_time(pulling),
        outcome="incomplete" if taken is None else "whole" if batch else "nothing_new",
        window=(before, before if taken is None else taken.whole.cursor),
        requests=requests - asked,
        retries=retries - retried,
        rounds=0 if taken is None else taken.rounds,
        resumed=0 if taken is None else taken.resumed,
        rows=0 if taken is None else taken.incoming.rows,
        seconds=round(pulling.outside.timing.steady() - began, 3),
        batch=batch,
        findings=dict(sorted(findings.items())),
        message=message or remark,
    )
    if taken is not None:
        taken.incoming.discard()
    return receipt


def _land(taken: Taken, adapter: Adapter, dataset: str, pulling: Pulling) -> str:
    """Land what is whole, then move the cursor; the name of the batch, empty when there was no row."""
    incoming, outside = taken.incoming, pulling.outside
    batch = ""
    if taken.whole.cursor != cursors.cursor_of(pulling.cursors, adapter.name, dataset) and not incoming.rows:
        cursors.advance(pulling.cursors, adapter.name, dataset, taken.whole.cursor)
    if incoming.rows:
        name = taken.whole.name
        findings = tuple(replace(each, file=name) for each in incoming.findings())
        sent = landing.Clean(pulling.catalogue[dataset], name, incoming.schema(), incoming.tables(), findings)
        batch = landing.keep(sent, pulling.state / "landing", outside.today, outside.key).batch
        cursors.advance(pulling.cursors, adapter.name, dataset, taken.whole.cursor)
    adapter.landed(dataset, batch)
    return batch


def plan(sources: Iterable[Source], pulling: Pulling) -> list[str]:
    """What a pull would ask, one line each, without asking."""
    lines: list[str] = []
    for source in sources:
        if isinstance(source, FolderSource):
            lines.append(f"{source.name}：收取交换目录 {source.path}/new 中的文件")
            continue
        adapter = make_adapter(source, pulling.outside)
        for dataset in source.datasets:
            cursor = cursors.cursor_of(pulling.cursors, source.name, dataset)
            lines.append(
                f"{source.name}：{dataset}，上次取到 {cursor or '（未取过）'}，将请求 {adapter.question(dataset, cursor)}"
            )
    return lines
