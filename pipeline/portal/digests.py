"""What a lasting page shows, as a digest (内容摘要): equal digests are equal content, whatever the day and the theme.

Reads the bundle. A page that shows anything else of the bundle than what is hashed here would go stale: whoever adds
to a subject's page adds it here, to a page of a month in paging.py, and tests/portal/test_lasting.py fails until he does.
"""

import hashlib
from binascii import unhexlify

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, as_text
from pipeline.portal.filling import Column, utf8
from pipeline.portal.paging import COLUMNS, Paging, page_digests, paged
from pipeline.portal.tables import Ids, records_path

SUBJECT_COLUMNS = (
    *("code", "name", "former_names", "kind"),
    *("status", "registered_on", "industry", "division"),
)
"""Columns of subjects.parquet that its page shows."""

CONTENT = ("shown", "digest")
"""Columns of the subjects' `digests` that are the same where a page shows the same."""

_WORDS = 2
"""A digest is two numbers of 64 bits, in the bundle 32 hexadecimal digits."""


def _words(digests: pa.ChunkedArray) -> Ids:
    """The digests of rows as numbers, a row of two for each."""
    return np.frombuffer(unhexlify(utf8(digests)), np.uint64).reshape(-1, _WORDS)


def _texts(table: pa.Table) -> Column:
    """Each row as one text."""
    columns = [as_text(table.column(name)) for name in table.column_names]
    return pc.binary_join_element_wise(*columns, "\x1f", null_handling="replace", null_replacement="\x1e")


def _owned(
    codes: pa.ChunkedArray, words: Ids, dataset: str, wanted: pa.Array
) -> tuple[npt.NDArray[np.int64], Ids]:
    """Of each subject in `wanted` the number of its records, and the sum of their digests. `codes`: of each record its
    subject, sorted; `words` its digest.

    The records of a page are in an order that follows from what they say, so that the sum stands for all of them (a
    multiset hash; Bellare and Micciancio 1997). It is times an odd number of the dataset's own. Records of no subject in
    `wanted` are nobody's.
    """
    runs = pc.run_end_encode(codes.combine_chunks(), run_end_type=pa.int32())
    starts = np.concatenate(([0], runs.run_ends.to_numpy())).astype(np.int64)
    counts, sums = np.zeros(len(wanted), np.int64), np.zeros((len(wanted), _WORDS), np.uint64)
    places = pc.index_in(runs.values, value_set=wanted)
    known = places.is_valid().to_numpy(zero_copy_only=False)
    if len(codes):
        mine = places.drop_null().to_numpy()
        counts[mine] = np.diff(starts)[known]
        sums[mine] = np.add.reduceat(words, starts[:-1])[known]
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


def _shown(bundle: Bundle, subjects: pa.Table) -> Column:
    """What the page of each subject shows of itself, as text."""
    parts = [_texts(subjects), _notices(bundle, subjects.column("code").combine_chunks())]
    return pc.binary_join_element_wise(*parts, "\x1d", null_handling="replace", null_replacement="")


def digests(
    bundle: Bundle, wanted: pa.Array | None = None
) -> tuple[pa.Table, tuple[Paging, ...], dict[str, str]]:
    """Of every subject, or of the `wanted` ones, code, shown (what its page shows of itself, as text), digest of its
    records (16 bytes) and their number, sorted by code; of every dataset its pages by month, and the digest of each by its
    address.
    """
    subjects = pq.read_table(bundle.path / "subjects.parquet", columns=list(SUBJECT_COLUMNS))
    if wanted is not None:
        subjects = subjects.filter(pc.is_in(subjects.column("code"), value_set=wanted))
    codes = subjects.column("code").combine_chunks()
    counts, sums = np.zeros(len(codes), np.int64), np.zeros((len(codes), _WORDS), np.uint64)
    pagings: list[Paging] = []
    pages: dict[str, str] = {}
    for each in bundle.meta.datasets:
        names = ["subject_code", "digest", *COLUMNS]
        table = pq.read_table(records_path(bundle, each.name), columns=names, read_dictionary=["month"])
        words, owners = _words(table.column("digest")), table.column("subject_code")
        # Those of no subject are the last.
        owners = owners.slice(0, len(owners) - owners.null_count)
        number, owned = _owned(owners, words[: len(owners)], each.name, codes)
        counts += number
        sums += owned
        pagings.append(paged(each.name, table))
        pages |= page_digests(pagings[-1], words)
    # Typed, for a site without a subject has rows of no type else.
    buffers = [None, pa.py_buffer(sums.tobytes())]
    columns = {
        "code": codes,
        "shown": _shown(bundle, subjects),
        "digest": pa.FixedSizeBinaryArray.from_buffers(pa.binary(8 * _WORDS), len(codes), buffers),
        "records": pa.array(counts, pa.int32()),
    }
    return pa.table(columns), tuple(pagings), pages
