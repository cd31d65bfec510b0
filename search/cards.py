"""Payloads of the pages a reader sees: cards of subjects, records by document number, codes, articles.

Column by column inside a page: like bytes side by side compress better, and a page is a slice of each column.
Layouts in FORMAT.md.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from search import shards
from search.columns import (
    Column,
    by_place,
    code_column,
    name_columns,
    number_column,
    page_of,
    sliced,
    text_column,
)
from search.dictionary import Parted, Parts, parted
from search.documents import Article, Documents
from search.encode import DICTIONARY, day, text, varint
from search.normalise import flat
from search.shards import Payloads, fence_shards, pages

CARDS = 144
RECORDS = 256
CODES = 1024
ARTICLES = 32
"""Entries a page. 144 cards deflate to about 2 kB; a million subjects stay under 20,000 files."""

RECORD_PAGES = 1200
"""Pages of records at most: where there are more records, pages are larger."""


def _subject_columns(
    subjects: pa.Table, kinds: Sequence[str], statuses: pa.Array, names: Parted, parts: Parts
) -> list[Column]:
    """The last column is that of the codes."""
    status = pc.index_in(subjects["status"], value_set=statuses)
    former = subjects["former_names"].combine_chunks()
    numbers = [f"n_{kind}" for kind in kinds] + ["until", "counted_until"]
    owners = np.concatenate(([0], np.cumsum(pc.list_value_length(former).to_numpy(), dtype=np.int64)))
    return [
        number_column(status.to_numpy()),
        *(number_column(subjects[name].to_numpy()) for name in numbers),
        number_column(np.diff(owners)),
        *name_columns(names),
        *(sliced(column, owners) for column in name_columns(parted(former.flatten(), parts))),
        code_column(subjects["code"].combine_chunks()),
    ]


def head_pages(documents: Documents, parts: Parts, pages: Sequence[Sequence[int]]) -> Payloads:
    """The cards of heads: a page's documents, then their cards as in a page of cards."""
    if not pages:
        return {}
    sizes = np.array([len(page) for page in pages])
    starts = np.cumsum([0, *sizes])
    whole = np.array([document for page in pages for document in page], dtype=np.int64)
    gaps = np.diff(whole, prepend=-1) - 1
    gaps[starts[:-1]] = whole[starts[:-1]]
    subjects = documents.subjects.take(pa.array(whole)).combine_chunks()
    names = parted(subjects["name"].combine_chunks(), parts)
    cards = _subject_columns(subjects, documents.kinds, statuses_of(documents), names, parts)
    columns = [number_column(gaps), *cards]
    edges = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return {("h", number): page_of(columns, start, end) for number, (start, end) in enumerate(edges)}


def statuses_of(documents: Documents) -> pa.Array:
    """The register's statuses that cards refer to."""
    return pc.unique(documents.subjects["status"]).sort()


def _names(records: pa.Table, owner: pa.Array, names: Parted, parts: Parts) -> Parted:
    """The names that records are shown with, in parts: of their subjects, parted already, or of their own."""
    alone = pc.is_null(owner)
    own = records["name"].combine_chunks().filter(alone)
    if len(own) == 0:
        return names.taken(owner)
    places = np.arange(len(names.ends), len(names.ends) + len(own))
    at = pc.replace_with_mask(owner.cast(pa.int64()), alone, pa.array(places))
    return names.followed(parted(own, parts)).taken(at)


def _record_columns(records: pa.Table, names: Parted, codes: Column, parts: Parts) -> list[Column]:
    """With its subject's name and code: twenty records of twenty subjects would lie on twenty pages of cards."""
    place = pc.subtract(records["subject"], 1).combine_chunks()
    owner = pc.if_else(pc.less(place, 0), None, place)
    owned = pc.is_valid(owner).to_numpy(zero_copy_only=False).astype(np.int64)
    owners = np.concatenate(([0], np.cumsum(owned)))
    return [
        number_column(records["kind"].to_numpy() * 2 + owned),
        number_column(records["until"].to_numpy()),
        number_column(records["month"].to_numpy()),
        *text_column(records["number"].combine_chunks()),
        *name_columns(_names(records, owner, names, parts)),
        sliced(codes.taken(owner.drop_null().to_numpy()), owners),
    ]


ARTICLE_TEXTS = 200
"""Shards of articles' texts at most; up to so many articles each has one of its own. With 2,000 a phrase that many of
1,000 articles may hold asked for 601 files instead of 252, for 4 % fewer bytes, and a million subjects came to 20,782
files instead of 19,982.
"""


def article_texts(articles: Sequence[Article]) -> tuple[Payloads, int]:
    """Articles' titles and texts as searched, by which a phrase is told from its parts; and how many stand in a shard."""
    size = max(1, -(-len(articles) // ARTICLE_TEXTS))
    payloads = pages(
        "x", articles, size, lambda some: b"".join(text(flat(a.title)) + text(flat(a.text)) for a in some)
    )
    return payloads, size


def article_page(articles: Sequence[Article]) -> bytes:
    """Title, address, department and date of each."""
    parts = [text(a.title) + text(a.url) + text(a.department) + varint(day(a.date)) for a in articles]
    return varint(len(articles)) + b"".join(parts)


def all_pages(documents: Documents, parts: Parts) -> tuple[Payloads, dict[str, object]]:
    """Payloads of every page and of the fences, and what the manifest says of them."""
    subjects, records = documents.subjects, documents.records
    size = max(RECORDS, -(-len(records) // RECORD_PAGES))
    codes = subjects["code"].combine_chunks()
    order = pc.sort_indices(codes).to_numpy()
    sorted_codes = codes.take(pa.array(order))
    statuses = statuses_of(documents)
    names = parted(subjects["name"].combine_chunks(), parts)
    cards = _subject_columns(subjects, documents.kinds, statuses, names, parts)
    payloads = by_place("c", cards, len(subjects), CARDS)
    payloads |= by_place("k", [code_column(sorted_codes), number_column(order)], len(codes), CODES)
    if len(records) > 0:
        payloads |= by_place("r", _record_columns(records, names, cards[-1], parts), len(records), size)
    payloads[DICTIONARY, 0] = parts.payload()
    payloads |= pages("a", documents.articles, ARTICLES, article_page)
    texts, text_size = article_texts(documents.articles)
    code_fences, code_roots = fence_shards("f", sorted_codes, CODES)
    number_fences, number_roots = fence_shards("g", records["order"], size)
    table: dict[str, object] = {
        "statuses": statuses.to_pylist(),
        "pages": {
            "cards": CARDS,
            "records": size,
            "codes": CODES,
            "articles": ARTICLES,
            "texts": text_size,
            "fences": shards.FENCES,
        },
        "fences": {"codes": code_roots, "numbers": number_roots},
        "starts": pc.unique(pc.utf8_slice_codeunits(sorted_codes, 0, 2)).to_pylist(),
    }
    return payloads | texts | code_fences | number_fences, table
