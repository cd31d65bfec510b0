"""What a lasting page shows, as a digest (内容摘要): equal digests are equal content, whatever the day and the theme.

Reads the bundle. A page that shows anything else of the bundle than what is hashed here would go stale: whoever adds
to a subject's page adds it here, to a page of a month in paging.py, and tests/portal/test_lasting.py fails until he does.
"""

import hashlib
from binascii import unhexlify
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.bundle import Bundle, as_text
from pipeline.portal.filling import Column, utf8
from pipeline.portal.paging import COLUMNS, Paging, page_digests, paged
from pipeline.portal.tables import Ids, Numbers, records_path

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


@dataclass(frozen=True, eq=False)
class Owners:
    """Whose the records of a dataset are, so many of which have a subject: a subject's place, where its records begin in
    the table, and where they end. Of some subjects only, if the others are of no interest."""

    records: int
    places: Numbers
    firsts: Numbers
    ends: Numbers

    def rows(self, wanted: npt.NDArray[np.bool_]) -> Numbers:
        """The rows of the records whose subjects are wanted."""
        mine = wanted[self.places]
        firsts, counts = self.firsts[mine], (self.ends - self.firsts)[mine]
        before = np.concatenate(([0], np.cumsum(counts)))
        return np.arange(before[-1]) + np.repeat(firsts - before[:-1], counts)


def _owners(tables: Sequence[pa.Table], wanted: pa.Array) -> list[Owners]:
    """Of each table, sorted by subject, whose its records are; those of no subject in `wanted` are nobody's."""
    owned = [table.column("subject_code").drop_null().combine_chunks() for table in tables]
    runs = [pc.run_end_encode(each, run_end_type=pa.int32()) for each in owned]
    # All at once, for each time the codes looked for are hashed anew.
    every = pa.chunked_array([each.values for each in runs], pa.string())
    found = pc.fill_null(pc.index_in(every, value_set=wanted), -1).to_numpy().astype(np.int64)
    made, done = [], 0
    for codes, run in zip(owned, runs, strict=True):
        ends = run.run_ends.to_numpy().astype(np.int64)
        places, done = found[done : done + len(ends)], done + len(ends)
        firsts, known = np.concatenate(([0], ends))[:-1], places >= 0
        made.append(Owners(len(codes), places[known], firsts[known], ends[known]))
    return made


def _summed(owners: Owners, words: Ids, dataset: str, number: int) -> Ids:
    """Of each of so many subjects the sum of the digests of its records; `words`: those of the rows.

    The records of a page are in an order that follows from what they say, so that the sum stands for all of them (a
    multiset hash; Bellare and Micciancio 1997). It is times an odd number of the dataset's own.
    """
    sums = np.zeros((number, _WORDS), np.uint64)
    if len(owners.places):
        # From one edge to the next: every second sum is that of records between two subjects.
        edges = np.column_stack((owners.firsts, owners.ends)).ravel()
        sums[owners.places] = np.add.reduceat(words, edges[edges < len(words)])[::2]
    own = hashlib.blake2b(dataset.encode("utf-8"), digest_size=8 * _WORDS).digest()
    return sums * (np.frombuffer(own, np.uint64) | np.uint64(1))


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


@dataclass(frozen=True, eq=False)
class Content:
    """What lasting pages show: of every subject code, shown (what its page shows of itself, as text), digest of its
    records (16 bytes) and their number, sorted by code; of every dataset whose its records are and its pages by month; the
    digest of each of these pages by its address."""

    subjects: pa.Table
    owners: tuple[Owners, ...]
    lists: tuple[Paging, ...]
    pages: Mapping[str, str]


def digests(bundle: Bundle, wanted: pa.Array | None = None) -> Content:
    """Of a bundle; of the subjects all, or the `wanted` ones."""
    subjects = pq.read_table(bundle.path / "subjects.parquet", columns=list(SUBJECT_COLUMNS))
    if wanted is not None:
        subjects = subjects.filter(pc.is_in(subjects.column("code"), value_set=wanted))
    codes, names = subjects.column("code").combine_chunks(), ["subject_code", "digest", *COLUMNS]
    tables = [
        pq.read_table(records_path(bundle, each.name), columns=names, read_dictionary=["month"])
        for each in bundle.meta.datasets
    ]
    owners, lists = _owners(tables, codes), list[Paging]()
    pages: dict[str, str] = {}
    counts, sums = np.zeros(len(codes), np.int64), np.zeros((len(codes), _WORDS), np.uint64)
    for each, table, owned in zip(bundle.meta.datasets, tables, owners, strict=True):
        words = _words(table.column("digest"))
        counts[owned.places] += owned.ends - owned.firsts
        sums += _summed(owned, words, each.name, len(codes))
        lists.append(paged(each.name, table))
        pages |= page_digests(lists[-1], words)
    # Typed, for a site without a subject has rows of no type else.
    buffers = [None, pa.py_buffer(sums.tobytes())]
    columns = {
        "code": codes,
        "shown": _shown(bundle, subjects),
        "digest": pa.FixedSizeBinaryArray.from_buffers(pa.binary(8 * _WORDS), len(codes), buffers),
        "records": pa.array(counts, pa.int32()),
    }
    return Content(pa.table(columns), tuple(owners), tuple(lists), pages)
