"""What the ledger says of the records, compared with what is published today: first days shown, and withdrawals."""

from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pipeline.ledger import Entry, Shown
from pipeline.publicity.exits import REMOVED
from pipeline.publicity.state import HONOUR_BLACKLISTED

BARRING = ("repaired", "revoked", REMOVED)
NOT_BARRING = ("status-revoked", HONOUR_BLACKLISTED)
"""A 状态 column can say otherwise tomorrow, and an honour may return when its subject is off the list."""
_KNOWN = pa.schema(
    [("record", pa.string()), ("dataset", pa.string()), ("shown_since", pa.date32()), ("current", pa.bool_())]
)


def known_table(known: dict[str, Shown]) -> ir.Table:
    """What the ledger knows of records once shown, as a table (record, dataset, shown_since, current)."""
    rows = [(record, known[record]) for record in sorted(known) if known[record].since is not None]
    columns = (
        [record for record, _ in rows],
        [shown.dataset for _, shown in rows],
        [shown.since for _, shown in rows],
        [shown.current for _, shown in rows],
    )
    return ibis.memtable(
        pa.table(
            [pa.array(each, field.type) for each, field in zip(columns, _KNOWN, strict=True)], schema=_KNOWN
        )
    )


def withdrawn(known: ir.Table, published: ir.Table, states: ir.Table, as_of: date) -> ir.Table:
    """Rows of `withdrawn.parquet`: records once shown and not published today, with the state they went to."""
    gone = known.anti_join(published, "record")
    joined = gone.left_join(states.select("record", "state", "since", "rule").distinct(on="record"), "record")
    return joined.select(
        record=joined.record,
        dataset=joined.dataset,
        state=ibis.coalesce(joined.state, "withdrawn_by_source"),
        since=ibis.coalesce(joined.since, ibis.literal(as_of)),
        current=joined.current,
        rule=ibis.coalesce(joined.rule, "vanished"),
    ).order_by("record")


def barred(states: ir.Table, known: dict[str, Shown]) -> list[Entry]:
    """Tombstones of this build: records taken away for good by an event or off their list, not yet barred by the ledger."""
    ended = states.filter(states.state.isin(BARRING) & states.rule.notin(NOT_BARRING))
    rows = (
        ended.select("record", "dataset", "state", "since", "rule")
        .order_by("record")
        .to_pyarrow()
        .to_pylist()
    )
    return [
        Entry(
            each["record"], each["dataset"], "barred", each["since"].isoformat(), each["state"], each["rule"]
        )
        for each in rows
        if each["record"] not in known or not known[each["record"]].barred
    ]


def changes(
    known: dict[str, Shown], shown: list[tuple[str, str]], gone: list[dict[str, object]], as_of: date
) -> list[Entry]:
    """The ledger entries of this build: (record, dataset) now shown that were not, and records that no longer are."""
    on = as_of.isoformat()
    new = [
        Entry(record, dataset, "shown", on)
        for record, dataset in sorted(shown)
        if record not in known or not known[record].current
    ]
    lost = [
        Entry(str(row["record"]), str(row["dataset"]), "withdrawn", on, str(row["state"]), str(row["rule"]))
        for row in gone
        if row["current"]
    ]
    return new + lost
