"""One dataset from one source, wholly or not at all: takes an adapter's chunks into the incomplete area until whole.

Chunks that contradict each other are thrown away and asked for anew, ROUNDS times in all. What was got before a
failure stays in `state/incoming/` and is gone on from next time. Lands nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import SourceError
from pipeline.findings import Finding
from pipeline.sources.incoming import MARK, Cleaner, Incoming
from pipeline.sources.platform_takes import Whole
from pipeline.sources.platform_walk import Disagree

ROUNDS = 3

Progress = Callable[[str, int, int], None]
"""Called after each chunk with dataset, rows so far, rows in all (0: unknown)."""


@dataclass(frozen=True)
class Chunk:
    """Rows as a source gave them: `rows` of them (blank ones counted), and where the pull stands after them."""

    table: pa.Table
    findings: list[Finding]
    rows: int
    position: Mapping[str, Any]
    total: int | None = None


class Adapter(Protocol):
    """A source that gives a dataset chunk by chunk."""

    name: str
    datasets: tuple[str, ...]

    def question(self, dataset: str, cursor: str) -> str:
        """What will be asked, in one line without secrets; another question is another pull."""

    def chunks(
        self, dataset: str, cursor: str, position: Mapping[str, Any] | None, row: int
    ) -> Iterator[Chunk]:
        """The chunks after `position`, rows numbered on from `row`; ends only when the set is whole."""

    def whole(self, dataset: str, cursor: str, position: Mapping[str, Any] | None) -> Whole:
        """Name and cursor of the set taken."""

    def is_distinct(self, dataset: str) -> bool:
        """Whether no two rows of a set may be the same: then a repeated page shows."""

    def tally(self) -> tuple[int, int, str]:
        """Requests and retries so far, and a remark for the receipt."""

    def landed(self, dataset: str, batch: str) -> None:
        """Told that the set is landed."""


@dataclass(frozen=True)
class Request:
    """One pull: what of whom, from where, into which folder."""

    adapter: Adapter
    dataset: str
    cursor: str
    folder: Path
    clean: Cleaner
    progress: Progress = field(repr=False)


@dataclass(frozen=True)
class Taken:
    """A whole set in the incomplete area; `resumed` rows were there before this pull."""

    incoming: Incoming
    whole: Whole
    resumed: int
    rounds: int


def take(request: Request) -> Taken:
    """The whole set; SourceError when it could not be had wholly, what was got being kept."""
    question = request.adapter.question(request.dataset, request.cursor)
    incoming = Incoming(request.folder, question, request.clean)
    resumed = incoming.rows
    if incoming.whole is not None:
        return Taken(incoming, Whole(**incoming.whole), resumed, 0)
    complaint = ""
    for number in range(1, ROUNDS + 1):
        try:
            _one_round(request, incoming)
        except Disagree as error:
            complaint = str(error)
            incoming.discard()
            continue
        except SourceError:
            incoming.keep()
            raise
        whole = request.adapter.whole(request.dataset, request.cursor, incoming.position)
        incoming.finish({"name": whole.name, "cursor": whole.cursor})
        return Taken(incoming, whole, resumed, number)
    raise SourceError(
        f"{complaint.removesuffix('。')}，共取 {ROUNDS} 次都不一致，本次不采用任何一页，网站保持上次内容。"
        "请稍后重试，或请平台运维检查分页。"
    )


def _one_round(request: Request, incoming: Incoming) -> None:
    adapter, dataset = request.adapter, request.dataset
    for chunk in adapter.chunks(dataset, request.cursor, incoming.position, incoming.rows + 1):
        incoming.add(chunk.table, chunk.findings, chunk.rows, chunk.position)
        request.progress(dataset, incoming.rows, chunk.total or 0)
    if adapter.is_distinct(dataset) and incoming.rows:
        incoming.keep()
        _require_distinct(adapter.name, dataset, incoming.marks())


def _require_distinct(source: str, dataset: str, marks: pa.ChunkedArray) -> None:
    twice = len(marks) - pc.count_distinct(marks).as_py()
    if twice:
        raise Disagree(
            f"数据来源 {source} 数据类别 {dataset}：有 {twice} 行与别的行完全相同，"
            "可能是分页重复而缺了别的行（确有相同的行时，请设 identical_rows = true）"
        )


__all__ = ["MARK", "Adapter", "Chunk", "Request", "Taken", "take"]
