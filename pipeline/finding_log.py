"""The build's list of findings, as JSON Lines and Parquet: written as they come, counted by kind for the dashboards."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.bundle import FindingCount
from pipeline.findings import Finding, Level, advice

_HELD = 10_000
_SCHEMA = pa.schema(
    [(each.name, pa.int32() if each.name == "row" else pa.string()) for each in fields(Finding)]
)


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    level: str
    dataset: str
    department: str


class FindingLog:
    """Writes `path` (JSON Lines) and the same rows beside it as Parquet; keeps of each kind (code, level, dataset,
    department) the number and what to do.
    """

    def __init__(self, path: Path) -> None:
        self._stream = path.open("w", encoding="utf-8", newline="\n")
        self._table = pq.ParquetWriter(path.with_suffix(".parquet"), _SCHEMA, compression="zstd")
        self._held: list[dict[str, object]] = []
        self._counts: dict[_Kind, FindingCount] = {}

    def __enter__(self) -> "FindingLog":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()
        self._table.close()
        self._stream.close()

    def add(self, findings: Iterable[Finding]) -> None:
        """Write each and count it."""
        for each in findings:
            row = asdict(each)
            self._stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._held.append(row)
            if len(self._held) >= _HELD:
                self._flush()
            kind = _Kind(each.code, each.level.value, each.dataset, each.department)
            count = self._counts.get(kind) or FindingCount(
                **asdict(kind), count=0, message=advice(each.message)
            )
            self._counts[kind] = replace(count, count=count.count + 1)

    def _flush(self) -> None:
        if self._held:
            self._table.write_table(pa.Table.from_pylist(self._held, _SCHEMA))
            self._held = []

    def counts(self) -> tuple[FindingCount, ...]:
        """All kinds, sorted."""
        kinds = sorted(self._counts, key=lambda kind: (kind.code, kind.dataset, kind.department, kind.level))
        return tuple(self._counts[kind] for kind in kinds)

    def summary(self) -> str:
        """How many findings of each code, as the build prints it."""
        totals: dict[tuple[str, str], int] = {}
        for each in self.counts():
            totals[each.code, each.level] = totals.get((each.code, each.level), 0) + each.count
        words = {Level.REJECT.value: "退回", Level.WARN.value: "提醒"}
        lines = [f"  {code}  {words[level]}  {number:,}" for (code, level), number in sorted(totals.items())]
        return "\n".join(["问题（按编号）：", *lines]) if lines else "没有发现问题。"
