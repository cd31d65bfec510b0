"""What a lasting page shows, as a digest (内容摘要): equal digests are equal content, whatever the day and the theme.

Reads the bundle. A page that shows anything else of the bundle than what is hashed here would go stale: whoever adds
to a subject's page or a month's list adds it here, and tests/portal/test_lasting.py fails until he does.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, as_text
from pipeline.portal.filling import Column, spans
from pipeline.portal.tables import records_path

SUBJECT_COLUMNS = (
    *("code", "name", "former_names", "kind"),
    *("status", "registered_on", "industry", "division"),
)
"""Columns of subjects.parquet that its page shows."""

_ROW = 32
"""Characters of a row's digest in the bundle."""


def _texts(table: pa.Table) -> Column:
    """Each row as one text."""
    columns = [as_text(table.column(name)) for name in table.column_names]
    return pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x1e")


def _bytes(digests: pa.ChunkedArray) -> bytes:
    """The digests one after the other."""
    return "".join(digests.to_pylist()).encode("ascii")


def _owned(bundle: Bundle, dataset: str, codes: pa.Array, some: bool) -> tuple[npt.NDArray[np.int64], Column]:
    """Of each subject the number of its records, and their digests one after the other behind the dataset's name.

    A subject without any has a null; records of no subject in `codes` are nobody's. `some`: they are not all subjects.
    """
    table = pq.read_table(records_path(bundle, dataset), columns=["subject_code", "digest"])
    column = table.column("subject_code")
    table = table.filter(pc.is_in(column, value_set=codes) if some else pc.is_valid(column))
    runs = pc.run_end_encode(table.column("subject_code").combine_chunks(), run_end_type=pa.int32())
    starts = np.concatenate(([0], runs.run_ends.to_numpy())).astype(np.int32)
    joined = pc.binary_join(pa.ListArray.from_arrays(starts, table.column("digest").combine_chunks()), "")
    places = pc.index_in(codes, value_set=runs.values)
    counts = pa.array(np.diff(starts).astype(np.int64)).take(places)
    return np.asarray(pc.fill_null(counts, 0)), pc.binary_join_element_wise(dataset, joined.take(places), "")


def _notices(bundle: Bundle, codes: pa.Array) -> Column:
    told: dict[str, str] = {}
    table = bundle.notices()
    for code, text in zip(table.column("subject_code").to_pylist(), _texts(table).to_pylist(), strict=True):
        told[code] = f"{told.get(code, '')}\x1d{text}"
    return pa.array(list(told.values()), pa.string()).take(
        pc.index_in(codes, value_set=pa.array(list(told), pa.string()))
    )


def subject_digests(bundle: Bundle, wanted: pa.Array | None = None) -> pa.Table:
    """code, digest and number of records of every subject, or of the `wanted` ones, sorted by code."""
    subjects = pq.read_table(bundle.path / "subjects.parquet", columns=list(SUBJECT_COLUMNS))
    if wanted is not None:
        subjects = subjects.filter(pc.is_in(subjects.column("code"), value_set=wanted))
    codes = subjects.column("code").combine_chunks()
    owned = [_owned(bundle, each.name, codes, wanted is not None) for each in bundle.meta.datasets]
    parts = [_texts(subjects), *(each for _, each in owned), _notices(bundle, codes)]
    shown = pc.binary_join_element_wise(*parts, "\x1d", null_handling="replace", null_replacement="")
    counts = sum((each for each, _ in owned), np.zeros(len(codes), np.int64))
    text, ends = spans(shown)
    digests = [hashlib.blake2b(text[a:b], digest_size=16).hexdigest() for a, b in pairwise(ends)]
    # Typed, for a site without a subject has rows of no type else.
    columns = {
        "code": codes,
        "digest": pa.array(digests, pa.string()),
        "records": pa.array(counts, pa.int32()),
    }
    return pa.table(columns)


def _beside(names: Sequence[str]) -> dict[str, str]:
    """Of each month, in order, the months beside it, to which its pages lead."""
    return {
        name: f"{names[max(number - 1, 0) : number]}{names[number + 1 : number + 2]}"
        for number, name in enumerate(names)
    }


def _digested(table: pa.Table, beside: Mapping[str, str]) -> dict[str, str]:
    """Month → digest of its rows and of the months beside it."""
    table = table.sort_by([("month", "ascending"), ("digest", "ascending")])
    rows, months = _bytes(table.column("digest")), table.column("month").value_counts()
    made, first = {}, 0
    for month, count in zip(
        months.field("values").to_pylist(), months.field("counts").to_pylist(), strict=True
    ):
        digest = hashlib.blake2b(beside[month].encode("utf-8"), digest_size=16)
        digest.update(rows[first * _ROW : (first + count) * _ROW])
        made[month] = digest.hexdigest()
        first += count
    return made


def month_digests(bundle: Bundle, last: Mapping[str, str] | None = None) -> dict[str, str]:
    """`<dataset>/<YYYY-MM>` of every month list → digest of its rows and of the months beside it.

    `last`: those of the bundle that this one is without some records (`bundle.fewer`).
    """
    made: dict[str, str] = {}
    for dataset in bundle.meta.datasets:
        head = f"{dataset.name}/"
        table = pq.read_table(records_path(bundle, dataset.name), columns=["month", "digest"])
        beside = _beside(sorted(table.column("month").unique().to_pylist()))
        same: set[str] = set()
        if last is not None and bundle.fewer is not None:
            gone = set(bundle.fewer.records[dataset.name].column("month").to_pylist())
            before = _beside(sorted(key.removeprefix(head) for key in last if key.startswith(head)))
            same = {each for each in beside if before.get(each) == beside[each]} - gone
            table = table.filter(
                pc.invert(pc.is_in(table.column("month"), pa.array(list(same), pa.string())))
            )
            made |= {f"{head}{month}": last[f"{head}{month}"] for month in sorted(same)}
        made |= {f"{head}{month}": digest for month, digest in _digested(table, beside).items()}
    return made
