"""What a lasting page shows, as a digest (内容摘要): equal digests are equal content, whatever the day and the theme.

Reads the bundle. A page that shows anything else of the bundle than what is hashed here would go stale: whoever adds
to a subject's page or a month's list adds it here, and tests/portal/test_lasting.py fails until he does.
"""

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, as_text
from pipeline.portal.filling import Column, utf8
from pipeline.portal.tables import records_path

SUBJECT_COLUMNS = (
    *("code", "name", "former_names", "kind"),
    *("status", "registered_on", "industry", "division"),
)
"""Columns of subjects.parquet that its page shows."""

CONTENT = ("shown", "digest")
"""Columns of `subject_digests` that are the same where a page shows the same."""

_WORDS = 2
"""A digest is two numbers of 64 bits, in the bundle 32 hexadecimal digits."""
_NIBBLES = np.zeros(256, np.uint8)
_NIBBLES[list(b"0123456789abcdef")] = np.arange(16)

Words = npt.NDArray[np.uint64]


def _words(digests: pa.ChunkedArray) -> Words:
    """The digests of rows as numbers, a row of two for each."""
    nibbles = _NIBBLES[np.frombuffer(utf8(digests), np.uint8)]
    return (nibbles[::2] << 4 | nibbles[1::2]).view(np.uint64).reshape(-1, _WORDS)


def _texts(table: pa.Table) -> Column:
    """Each row as one text."""
    columns = [as_text(table.column(name)) for name in table.column_names]
    return pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x1e")


def _owned(bundle: Bundle, dataset: str, codes: pa.Array, some: bool) -> tuple[npt.NDArray[np.int64], Words]:
    """Of each subject the number of its records, and the sum of their digests.

    The records of a page are in an order that follows from what they say, so that the sum stands for all of them (a
    multiset hash; Bellare and Micciancio 1997). It is times an odd number of the dataset's own. Records of no subject in
    `codes` are nobody's. `some`: they are not all subjects.
    """
    table = pq.read_table(records_path(bundle, dataset), columns=["subject_code", "digest"])
    column = table.column("subject_code")
    table = table.filter(pc.is_in(column, value_set=codes) if some else pc.is_valid(column))
    runs = pc.run_end_encode(table.column("subject_code").combine_chunks(), run_end_type=pa.int32())
    starts = np.concatenate(([0], runs.run_ends.to_numpy())).astype(np.int64)
    counts, sums = np.zeros(len(codes), np.int64), np.zeros((len(codes), _WORDS), np.uint64)
    places = pc.index_in(runs.values, value_set=codes)
    known = places.is_valid().to_numpy(zero_copy_only=False)
    if len(table):
        mine = places.drop_null().to_numpy()
        counts[mine] = np.diff(starts)[known]
        sums[mine] = np.add.reduceat(_words(table.column("digest")), starts[:-1])[known]
    own = hashlib.blake2b(dataset.encode("utf-8"), digest_size=8 * _WORDS).digest()
    return counts, sums * (np.frombuffer(own, np.uint64) | np.uint64(1))


def _notices(bundle: Bundle, codes: pa.Array) -> Column:
    told: dict[str, str] = {}
    table = bundle.notices()
    for code, text in zip(table.column("subject_code").to_pylist(), _texts(table).to_pylist(), strict=True):
        told[code] = f"{told.get(code, '')}\x1d{text}"
    return pa.array(list(told.values()), pa.string()).take(
        pc.index_in(codes, value_set=pa.array(list(told), pa.string()))
    )


def subject_digests(bundle: Bundle, wanted: pa.Array | None = None) -> pa.Table:
    """code, shown (what its page shows of itself, as text), digest of its records (16 bytes) and their number, of every
    subject, or of the `wanted` ones, sorted by code."""
    subjects = pq.read_table(bundle.path / "subjects.parquet", columns=list(SUBJECT_COLUMNS))
    if wanted is not None:
        subjects = subjects.filter(pc.is_in(subjects.column("code"), value_set=wanted))
    codes = subjects.column("code").combine_chunks()
    counts, digests = np.zeros(len(codes), np.int64), np.zeros((len(codes), _WORDS), np.uint64)
    for each in bundle.meta.datasets:
        number, owned = _owned(bundle, each.name, codes, wanted is not None)
        counts += number
        digests += owned
    parts = [_texts(subjects), _notices(bundle, codes)]
    shown = pc.binary_join_element_wise(*parts, "\x1d", null_handling="replace", null_replacement="")
    buffers = [None, pa.py_buffer(digests.tobytes())]
    # Typed, for a site without a subject has rows of no type else.
    columns = {
        "code": codes,
        "shown": shown,
        "digest": pa.FixedSizeBinaryArray.from_buffers(pa.binary(8 * _WORDS), len(codes), buffers),
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
    """Month → digest of its rows, in whatever order, and of the months beside it."""
    months = table.column("month").combine_chunks().dictionary_encode()
    if len(table) == 0:
        return {}
    places = months.indices.to_numpy().astype(np.int16)
    order = np.argsort(places, kind="stable")
    counts = np.bincount(places, minlength=len(months.dictionary))
    firsts = np.cumsum(counts) - counts
    sums = np.add.reduceat(_words(table.column("digest"))[order], firsts)
    made = {}
    for month, count, summed in zip(months.dictionary.to_pylist(), counts.tolist(), sums, strict=True):
        digest = hashlib.blake2b(f"{beside[month]} {count} ".encode(), digest_size=16)
        digest.update(summed.tobytes())
        made[month] = digest.hexdigest()
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
