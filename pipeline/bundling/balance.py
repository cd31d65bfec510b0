"""The balance of rows (行数平衡): received = published + rejected + withheld + dropped + superseded, per dataset."""

import ibis.expr.types as ir

from pipeline.bundle import COUNTS
from pipeline.catalogue import Dataset
from pipeline.errors import BalanceError

_WITHHELD = ("pending", "not_publishable")


def _total(table: ir.Table, column: str) -> dict[str, int]:
    rows = table.group_by(column).aggregate(rows=table.count()).to_pyarrow().to_pylist()
    return {str(row[column]): int(row["rows"]) for row in rows}


def count_records(records: ir.Table, states: ir.Table) -> dict[str, int]:
    """The balance of a dataset whose records have states."""
    by_state = _total(states, "state")
    withheld = sum(by_state.pop(state, 0) for state in _WITHHELD)
    published = by_state.pop("published", 0)
    return _balance(records, published=published, withheld=withheld, dropped=sum(by_state.values()))


def count_others(records: ir.Table, dataset: Dataset) -> dict[str, int]:
    """The balance of a register (its subjects are pages) or of events (never shown by themselves)."""
    current = records.filter(~records.rejected & ~records.superseded)
    pending = int(current.filter(current.pending).count().to_pyarrow().as_py())
    settled = int(current.count().to_pyarrow().as_py()) - pending
    if dataset.kind == "subject":
        return _balance(records, published=settled, withheld=pending, dropped=0)
    return _balance(records, published=0, withheld=settled + pending, dropped=0)


def _balance(records: ir.Table, published: int, withheld: int, dropped: int) -> dict[str, int]:
    received = int(records.count().to_pyarrow().as_py())
    rejected = int(records.filter(records.rejected).count().to_pyarrow().as_py())
    superseded = int(records.filter(~records.rejected & records.superseded).count().to_pyarrow().as_py())
    return dict(zip(COUNTS, (received, rejected, published, withheld, dropped, superseded), strict=True))


def count_further(records: ir.Table) -> int:
    """The second and later subjects of rows that name several: records that no row of their own was sent for."""
    return int(records.filter(records.part > 1).count().to_pyarrow().as_py())


def require_balance(
    counts: dict[str, dict[str, int]], landed: dict[str, int], further: dict[str, int]
) -> None:
    """Stop when a dataset's rows do not add up, or are not the rows that were landed and those parted from them."""
    for dataset, row in counts.items():
        explained = sum(row[name] for name in COUNTS if name != "received")
        more = further[dataset]
        if row["received"] != explained or row["received"] != landed[dataset] + more:
            raise BalanceError(
                f"“{dataset}”的行数不平：收到 {landed[dataset]} 行，按主体分出 {more} 行，读取 {row['received']} 行，"
                f"有去向的 {explained} 行。原站点未动。这是程序缺陷，请保留 state 目录并报告。"
            )


def show_balance(counts: dict[str, dict[str, int]], titles: dict[str, str], further: dict[str, int]) -> str:
    """The balance as the build prints it; `further` are the records parted from rows with several subjects."""
    words = ("收到", "退回", "公示", "不公示", "已撤下", "被取代")
    lines = [f"{'行数平衡':<12}" + "".join(f"{word:>8}" for word in words)]
    for dataset, row in counts.items():
        lines.append(f"{titles[dataset]:<12}" + "".join(f"{row[name]:>10,}" for name in COUNTS))
    for dataset, more in further.items():
        if more:
            sent = counts[dataset]["received"] - more
            lines.append(
                f"  {titles[dataset]}来件 {sent:,} 行，一格写有几个主体的按主体分开，多出 {more:,} 条。"
            )
    return "\n".join(lines)
