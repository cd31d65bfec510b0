"""What a lasting page shows, as a digest (内容摘要): equal digests are equal content, whatever the day and the theme.

Reads the bundle. A page that shows anything else of the bundle than what is hashed here would go stale: whoever adds
to a subject's page or a month's list adds it here, and tests/portal/test_lasting.py fails until he does.
"""

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, as_text
from pipeline.portal.tables import records_path

SUBJECT_COLUMNS = (
    *("code", "name", "former_names", "kind"),
    *("status", "registered_on", "industry", "division"),
)
"""Columns of subjects.parquet that its page shows."""

_ROW = 32
"""Characters of a row's digest in the bundle."""

Runs = tuple[bytes, bytes, list[int], list[int]]
"""Dataset, the digests of its rows one after the other, and for each subject its first row and the row after its last."""


def _texts(table: pa.Table) -> list[str]:
    """Each row as one text."""
    columns = [as_text(table.column(name)) for name in table.column_names]
    joined = pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x1e")
    listed: list[str] = joined.to_pylist()
    return listed


def _bytes(digests: pa.ChunkedArray) -> bytes:
    """The digests one after the other."""
    return "".join(digests.to_pylist()).encode("ascii")


def _runs(bundle: Bundle, dataset: str, codes: pa.Array) -> Runs:
    table = pq.read_table(records_path(bundle, dataset), columns=["subject_code", "digest"])
    owned = table.slice(0, len(table) - table.column("subject_code").null_count)
    ends = pc.run_end_encode(owned.column("subject_code").combine_chunks(), run_end_type=pa.int32())
    places = pc.index_in(codes, value_set=ends.values).to_numpy(zero_copy_only=False)
    last = ends.run_ends.to_numpy()
    first = np.concatenate(([0], last[:-1])) if len(last) else last
    held = ~np.isnan(places)
    spans = np.zeros((2, len(codes)), np.int64)
    spans[:, held] = np.stack((first, last))[:, places[held].astype(np.int64)]
    return dataset.encode(), _bytes(owned.column("digest")), spans[0].tolist(), spans[1].tolist()


def _notices(bundle: Bundle) -> dict[str, str]:
    told: dict[str, str] = {}
    table = bundle.notices()
    for code, text in zip(table.column("subject_code").to_pylist(), _texts(table), strict=True):
        told[code] = f"{told.get(code, '')}\x1d{text}"
    return told


def subject_digests(bundle: Bundle) -> pa.Table:
    """code, digest and number of records of every subject, sorted by code."""
    subjects = pq.read_table(bundle.path / "subjects.parquet", columns=list(SUBJECT_COLUMNS))
    codes = subjects.column("code").combine_chunks()
    runs = [_runs(bundle, each.name, codes) for each in bundle.meta.datasets]
    notices = _notices(bundle)
    digests, counts = [], []
    for number, (code, text) in enumerate(zip(codes.to_pylist(), _texts(subjects), strict=True)):
        made, count = hashlib.blake2b(text.encode("utf-8"), digest_size=16), 0
        for name, rows, first, last in runs:
            start, end = first[number], last[number]
            if end > start:
                made.update(name + rows[start * _ROW : end * _ROW])
                count += end - start
        made.update(notices.get(code, "").encode("utf-8"))
        digests.append(made.hexdigest())
        counts.append(count)
    # Typed, for a site without a subject has rows of no type else.
    columns = {
        "code": codes,
        "digest": pa.array(digests, pa.string()),
        "records": pa.array(counts, pa.int32()),
    }
    return pa.table(columns)


def month_digests(bundle: Bundle) -> dict[str, str]:
    """`<dataset>/<YYYY-MM>` of every month list → digest of its rows and of the months beside it."""
    made: dict[str, str] = {}
    for dataset in bundle.meta.datasets:
        table = pq.read_table(records_path(bundle, dataset.name), columns=["month", "digest"])
        table = table.sort_by([("month", "ascending"), ("digest", "ascending")])
        rows, months = _bytes(table.column("digest")), table.column("month").value_counts()
        names, counts = months.field("values").to_pylist(), months.field("counts").to_pylist()
        first = 0
        for number, (month, count) in enumerate(zip(names, counts, strict=True)):
            beside = f"{names[number - 1 : number]}{names[number + 1 : number + 2]}"
            digest = hashlib.blake2b(beside.encode("utf-8"), digest_size=16)
            digest.update(rows[first * _ROW : (first + count) * _ROW])
            made[f"{dataset.name}/{month}"] = digest.hexdigest()
            first += count
    return made
