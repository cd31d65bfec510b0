"""Payloads of the pages a reader sees: cards of subjects, records by document number, codes, articles.

Column by column inside a page: like bytes side by side compress better, and a page is a slice of each column.
Layouts in FORMAT.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from search import heads
from search.columns import (
    CODE,
    Column,
    by_place,
    code_column,
    name_columns,
    number_column,
    page_of,
    sliced,
    text_column,
)
from search.dictionary import Parts, parted
from search.documents import Article
from search.encode import DICTIONARY, Numbers, day, numbers, text, varint
from search.normalise import flat
from search.shards import Payloads, fence_shards, pages

CARDS = 183
RECORDS = 256
CODES = 1024
"""Entries a page. 183 cards deflate to about 2.3 kB; a million subjects stay under 20,000 files."""

HEARD = 61
"""Cards that a list of the index of sounds tells as one; a page has a whole number of such groups. Of 144 a query for
four frequent syllables led to 480 pages for 16 names, of 36 all lists are a third longer.
"""

RECORD_PAGES = 1200
"""Pages of records at most: where there are more records, pages are larger."""


Add = Callable[[Payloads], None]
"""Takes payloads as soon as they are made."""


@dataclass(frozen=True)
class Cards:
    """The columns of all subjects' cards: figures, name in parts, former names, code. Heads and records take theirs from
    these, for an entry is the same bytes wherever it stands.
    """

    figures: list[Column]
    name: list[Column]
    former: list[Column]
    code: Column

    @property
    def columns(self) -> list[Column]:
        """All, as they stand in a page."""
        return [*self.figures, *self.name, *self.former, self.code]

    def taken(self, places: Numbers) -> list[Column]:
        """The columns of some subjects' cards."""
        return [column.taken(places) for column in self.columns]


def cards_of(subjects: pa.Table, kinds: Sequence[str], parts: Parts) -> Cards:
    """The cards of all subjects."""
    status = pc.index_in(subjects["status"].combine_chunks(), value_set=statuses_of(subjects))
    former = subjects["former_names"].combine_chunks()
    figures = [f"n_{kind}" for kind in kinds] + ["until", "counted_until"]
    owners = np.concatenate(([0], np.cumsum(pc.list_value_length(former).to_numpy(), dtype=np.int64)))
    return Cards(
        [
            number_column(status.to_numpy()),
            *(number_column(subjects[name].to_numpy()) for name in figures),
            number_column(np.diff(owners)),
        ],
        name_columns(parted(subjects["name"].combine_chunks(), parts)),
        [sliced(column, owners) for column in name_columns(parted(former.flatten(), parts))],
        code_column(subjects["code"].combine_chunks()),
    )


def head_pages(
    folder: str, columns: Callable[[Numbers], list[Column]], pages: Sequence[Sequence[int]]
) -> Payloads:
    """The cards or records of heads: a page's documents, then of these what `columns` gives, as in a page of cards."""
    if not pages:
        return {}
    starts = np.cumsum([0, *(len(page) for page in pages)])
    whole = np.array([document for page in pages for document in page], dtype=np.int64)
    gaps = np.diff(whole, prepend=-1) - 1
    gaps[starts[:-1]] = whole[starts[:-1]]
    both = [number_column(gaps), *columns(whole)]
    edges = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return {(folder, number): page_of(both, start, end) for number, (start, end) in enumerate(edges)}


def statuses_of(subjects: pa.Table) -> pa.Array:
    """The register's statuses that cards refer to."""
    return pc.unique(subjects["status"]).sort()


def _names(records: pa.Table, owner: pa.Array, cards: Cards, parts: Parts) -> list[Column]:
    """The names that records are shown with, in parts: of their subjects or of their own."""
    alone = pc.is_null(owner)
    own = records["name"].combine_chunks().filter(alone)
    places = np.arange(len(own)) + len(cards.code)
    at = pc.replace_with_mask(owner.cast(pa.int64()), alone, pa.array(places)).to_numpy()
    others = name_columns(parted(own, parts))
    return [one.followed(other).taken(at) for one, other in zip(cards.name, others, strict=True)]


def _record_columns(records: pa.Table, cards: Cards, parts: Parts) -> list[Column]:
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
        *_names(records, owner, cards, parts),
        sliced(cards.code.taken(owner.drop_null().to_numpy()), owners),
    ]


ARTICLES, ARTICLE_PAGES = 8, 200
"""Articles a page, in more than so many pages rather more: twenty results are on nearly as many pages."""

ARTICLE_TEXTS = 500
"""Shards of articles' texts at most; up to so many articles each has one of its own. A phrase that twenty articles hold
asks for as many shards nearly; with 200 of 1,000 articles such a query had 84 kB in the median.
"""


def _article(article: Article) -> bytes:
    """Title, address, department and date."""
    return text(article.title) + text(article.url) + text(article.department) + varint(day(article.date))


def article_texts(articles: Sequence[Article]) -> tuple[Payloads, int]:
    """Articles' titles and texts as searched, by which a phrase is told from its parts, with their cards, which a reader
    then needs no page for; and how many stand in a shard.
    """
    size = max(1, -(-len(articles) // ARTICLE_TEXTS))
    payloads = pages(
        "x",
        articles,
        size,
        lambda some: b"".join(text(flat(a.title)) + text(flat(a.text)) + _article(a) for a in some),
    )
    return payloads, size


def article_page(articles: Sequence[Article]) -> bytes:
    """The cards of articles."""
    return varint(len(articles)) + b"".join(map(_article, articles))


def begins_many(codes: pa.Array) -> npt.NDArray[np.bool_]:
    """Which of sorted codes are among the first of those that begin alike, where these are more."""
    table = np.frombuffer("".join(codes.to_pylist()).encode("ascii"), dtype=np.uint8).reshape(-1, CODE)
    found, new = np.zeros(len(table), dtype=bool), np.zeros(len(table), dtype=bool)
    new[:1] = True
    for place in range(CODE):
        new[1:] |= table[1:, place] != table[:-1, place]
        starts = np.flatnonzero(new)
        sizes = np.diff(starts, append=len(table))
        many = starts[sizes > heads.FIRST]
        found[(many[:, np.newaxis] + np.arange(heads.FIRST)).reshape(-1)] = True
    return found


def code_pages(cards: Cards, codes: pa.Array, subjects: Numbers) -> Payloads:
    """Sorted codes with their subjects, and the cards of those that stand first among many that begin alike."""
    columns = [cards.code.taken(subjects), number_column(subjects)]
    shown = np.flatnonzero(begins_many(codes))
    first = cards.taken(subjects[shown])
    edges = np.searchsorted(shown, np.arange(0, len(codes) + CODES, CODES)).tolist()
    pages = {}
    for start in range(0, len(codes), CODES):
        page = start // CODES
        own = slice(edges[page], edges[page + 1])
        places = numbers((np.diff(shown[own] - start, prepend=-1) - 1).tolist())
        end = min(start + CODES, len(codes))
        pages["k", page] = page_of(columns, start, end) + varint(own.stop - own.start) + places
        pages["k", page] += b"".join(column.page(own.start, own.stop) for column in first)
    return pages


@dataclass(frozen=True)
class Shown:
    """What the manifest tells of the subjects' pages: statuses, the roots of the fences of codes, what codes begin with."""

    statuses: list[str]
    roots: list[str]
    starts: list[str]


def subject_pages(
    subjects: pa.Table,
    kinds: Sequence[str],
    parts: Parts,
    runs: Sequence[Sequence[int]],
    add: Add,
) -> tuple[Cards, Shown]:
    """Give `add` the payloads of cards, of heads (`runs`: the documents of each page), of codes and of their fences."""
    codes = subjects["code"].combine_chunks()
    order = pc.sort_indices(codes).to_numpy()
    sorted_codes = codes.take(pa.array(order))
    cards = cards_of(subjects, kinds, parts)
    add(by_place("c", cards.columns, len(subjects), CARDS))
    add(head_pages("h", cards.taken, runs))
    add(code_pages(cards, sorted_codes, order))
    add({(DICTIONARY, 0): parts.payload()})
    fences, roots = fence_shards("f", sorted_codes, CODES)
    add(fences)
    starts = pc.unique(pc.utf8_slice_codeunits(sorted_codes, 0, 2)).to_pylist()
    return cards, Shown(statuses_of(subjects).to_pylist(), roots, starts)


def record_pages(
    records: pa.Table,
    cards: Cards,
    parts: Parts,
    numbered: Sequence[Sequence[int]],
    add: Add,
) -> tuple[int, list[str]]:
    """Give `add` the payloads of records, of heads of numbers (`numbered`: the documents of each page) and of fences; how many
    stand on a page, and the roots of fences."""
    size = max(RECORDS, -(-len(records) // RECORD_PAGES))
    if len(records) > 0:
        columns = _record_columns(records, cards, parts)
        add(by_place("r", columns, len(records), size))
        add(head_pages("j", lambda some: [column.taken(some) for column in columns], numbered))
    fences, roots = fence_shards("g", records["order"], size)
    add(fences)
    return size, roots


def article_pages(articles: Sequence[Article], add: Add) -> dict[str, int]:
    """Give `add` the payloads of articles' cards and texts; how many stand on a page of each."""
    size = max(ARTICLES, -(-len(articles) // ARTICLE_PAGES))
    add(pages("a", articles, size, article_page))
    texts, text_size = article_texts(articles)
    add(texts)
    return {"articles": size, "texts": text_size}
