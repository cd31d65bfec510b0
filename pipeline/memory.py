"""What earlier rows and builds tell of a record (facts.MEMORY): corrections, full sets without it, tombstones.

Works on the records of one dataset; each answer is a small table by record, joined only where there is something
to tell. Reads the landed full sets and the ledger as they are given; writes nothing.
"""

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from pipeline.catalogue import Dataset
from pipeline.full_sets import FullSet
from pipeline.ledger import Shown

_BARRED = pa.schema([("record", pa.string()), ("barred", pa.string()), ("barred_on", pa.date32())])
_SETS = pa.schema(
    [("series", pa.string()), ("sequence", pa.int32()), ("received_on", pa.date32()), ("newest", pa.bool_())]
)


def corrections(dataset: Dataset, records: ir.Table) -> ir.Table:
    """record, corrected_on: the day on which the present public content first came, where there was another."""
    versions = records.filter(~records.rejected, ~records.pending, records.record.notnull())
    several = versions.filter(versions.superseded).select("record").distinct()
    own = versions.semi_join(several, "record")
    own = own.select("record", "superseded", "provided_on", content=_content(dataset, own))
    present = own.filter(~own.superseded).select("record", present=own.content)
    both = own.inner_join(present, "record")
    told = both.group_by("record").agg(
        corrected_on=both.provided_on.min(where=both.content == both.present),
        differs=(both.content != both.present).any(),
    )
    return told.filter(told.differs).select("record", "corrected_on")


def _content(dataset: Dataset, table: ir.Table) -> ir.StringValue:
    cells = [
        table[each.id].join("、") if each.type == "codes" else table[each.id].cast("string")
        for each in dataset.public_fields
    ]
    return ibis.literal("\x1f").join([cell.fill_null("") for cell in cells])


def vanished(records: ir.Table, sets: tuple[FullSet, ...], as_of: date) -> ir.Table:
    """record, vanished_on: what an earlier set of a series held and the newest does not.

    A row that came later than the set in any file, or that is in it and was refused, is there all the same; what
    never was in a set of the series is not missed by it.
    """
    known = ibis.memtable(pa.Table.from_pylist([vars(each) for each in sets], schema=_SETS))
    newest = known.filter(known.newest).select("series", set_sequence="sequence", set_on="received_on")
    rows = records.filter(records.record.notnull()).select("record", "sequence")
    seen = rows.group_by("record").agg(last_seen=rows.sequence.max())
    listed = rows.inner_join(known.select("series", "sequence"), "sequence")
    owed = (
        listed.select("record", "series").distinct().inner_join(newest, "series").inner_join(seen, "record")
    )
    gone = owed.filter(owed.last_seen < owed.set_sequence)
    return gone.group_by("record").agg(vanished_on=ibis.least(gone.set_on.min(), ibis.literal(as_of)))


def tombstones(dataset: Dataset, known: Mapping[str, Shown]) -> pa.Table:
    """record, barred, barred_on: what the ledger says is never to be shown again."""
    rows = [
        {"record": record, "barred": each.barred, "barred_on": each.barred_on}
        for record, each in known.items()
        if each.barred and each.dataset == dataset.name
    ]
    return pa.Table.from_pylist(rows, schema=_BARRED).sort_by("record")


def remember(
    dataset: Dataset, records: ir.Table, sets: tuple[FullSet, ...], known: Mapping[str, Shown], as_of: date
) -> ir.Table:
    """The records with those columns of facts.MEMORY that have something to tell."""
    told = []
    if bool(records.superseded.any().to_pyarrow().as_py()):
        told.append(corrections(dataset, records))
    if sets:
        told.append(vanished(records, sets, as_of))
    barred = tombstones(dataset, known)
    if barred.num_rows:
        told.append(ibis.memtable(barred))
    for table in told:
        records = records.left_join(table, "record").drop("record_right")
    return records
