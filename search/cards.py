"""Payloads of the pages a reader sees: cards of subjects, records by document number, codes, articles.

Column by column inside a page: like bytes side by side compress better, and a page is a slice of each column.
Layouts in FORMAT.md.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from search import shards
from search.columns import Column, by_place, code_column, number_column, page_of, sliced, text_column
from search.dictionary import common_parts
from search.documents import Article, Documents
from search.encode import DICTIONARY, day, text, varint
from search.shards import Payloads, fence_shards, pages

CARDS = 120
RECORDS = 512
CODES = 2048
ARTICLES = 32
"""Entries a page. 120 cards deflate to about 2.2 kB; a million subjects stay under 20,000 files."""


def _subject_columns(subjects: pa.Table, kinds: Sequence[str], statuses: pa.Array) -> list[Column]:
    status = pc.index_in(subjects["status"], value_set=statuses)
    former = subjects["former_names"].combine_chunks()
    numbers = [f"n_{kind}" for kind in kinds] + ["until", "counted_until"]
    owners = np.concatenate(([0], np.cumsum(pc.list_value_length(former).to_numpy(), dtype=np.int64)))
    return [
        number_column(status.to_numpy()),
        *(number_column(subjects[name].to_numpy()) for name in numbers),
        number_column(np.diff(owners)),
        *text_column(subjects["name"].combine_chunks()),
        *(sliced(column, owners) for column in text_column(former.flatten())),
        code_column(subjects["code"].combine_chunks()),
    ]


def head_pages(documents: Documents, pages: Sequence[Sequence[int]]) -> Payloads:
    """The cards of heads: a page's documents, then their cards as in a page of cards."""
    if not pages:
        return {}
    sizes = np.array([len(page) for page in pages])
    starts = np.cumsum([0, *sizes])
    whole = np.array([document for page in pages for document in page], dtype=np.int64)
    gaps = np.diff(whole, prepend=-1) - 1
    gaps[starts[:-1]] = whole[starts[:-1]]
    subjects = documents.subjects.take(pa.array(whole)).combine_chunks()
    columns = [number_column(gaps), *_subject_columns(subjects, documents.kinds, statuses_of(documents))]
    edges = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return {("h", number): page_of(columns, start, end) for number, (start, end) in enumerate(edges)}


def statuses_of(documents: Documents) -> pa.Array:
    """The register's statuses that cards refer to."""
    return pc.unique(documents.subjects["status"]).sort()


def _record_columns(records: pa.Table) -> list[Column]:
    texts = [text_column(records[name].combine_chunks()) for name in ("number", "name")]
    numbers = [number_column(records[name].to_numpy()) for name in ("kind", "until", "month", "subject")]
    return [*numbers, *(column for each in texts for column in each)]


def article_page(articles: Sequence[Article]) -> bytes:
    """Title, address, department and date of each."""
    parts = [text(a.title) + text(a.url) + text(a.department) + varint(day(a.date)) for a in articles]
    return varint(len(articles)) + b"".join(parts)


def all_pages(documents: Documents) -> tuple[Payloads, dict[str, object]]:
    """Payloads of every page and of the fences, and what the manifest says of them."""
    subjects, records = documents.subjects, documents.records
    codes = subjects["code"].combine_chunks()
    order = pc.sort_indices(codes).to_numpy()
    sorted_codes = codes.take(pa.array(order))
    statuses = statuses_of(documents)
    payloads = by_place("c", _subject_columns(subjects, documents.kinds, statuses), len(subjects), CARDS)
    payloads |= by_place("k", [code_column(sorted_codes), number_column(order)], len(codes), CODES)
    if len(records) > 0:
        payloads |= by_place("r", _record_columns(records), len(records), RECORDS)
    payloads[DICTIONARY, 0] = common_parts(subjects["name"].to_pylist())
    payloads |= pages("a", documents.articles, ARTICLES, article_page)
    code_fences, code_roots = fence_shards("f", sorted_codes.to_pylist(), CODES)
    number_fences, number_roots = fence_shards("g", documents.number_keys, RECORDS)
    table: dict[str, object] = {
        "statuses": statuses.to_pylist(),
        "pages": {
            "cards": CARDS,
            "records": RECORDS,
            "codes": CODES,
            "articles": ARTICLES,
            "fences": shards.FENCES,
        },
        "fences": {"codes": code_roots, "numbers": number_roots},
    }
    return payloads | code_fences | number_fences, table
