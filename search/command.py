"""Searches a published index from the command line, with Whoosh on the very files that browsers read.

Reads an index folder; writes nothing.
"""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from search.codec import searcher
from search.encode import day
from search.published import PublishedIndex, open_index
from search.query import Found, Sources, find
from search.sounding import open_sounds


@dataclass(frozen=True)
class Hit:
    """One result. `kind` as in data-kind; `address` relative to the site's root; `detail` one line of Chinese."""

    kind: str
    title: str
    code: str
    detail: str
    address: str
    score: int


def open_sources(index: PublishedIndex) -> Sources:
    """The streams' sources over a published index."""
    return Sources(
        searcher(index, "subjects"),
        searcher(index, "records"),
        searcher(index, "articles"),
        index.card,
        index.record,
        index.article,
        index.codes,
        open_sounds(index),
    )


def _subject(index: PublishedIndex, found: Found, today: int) -> Hit | None:
    card = index.card(found.document)
    if 0 < card.until < today:
        return None
    titles = [each["title"] for each in index.manifest["kinds"]]
    counted = zip(titles, card.counts, strict=True) if not 0 < card.counted_until < today else ()
    detail = " · ".join(f"{title} {count}" for title, count in counted if count > 0)
    return Hit("entity", card.name, card.code, detail, f"e/{card.code}/", found.score)


def _record(index: PublishedIndex, found: Found, today: int) -> Hit | None:
    record = index.record(found.document)
    if 0 < record.until < today:
        return None
    kind = index.manifest["kinds"][record.kind]
    if record.subject is None:
        detail = f"{kind['title']} {record.name}"
        address = f"{kind['name']}/{record.month // 12:04d}-{record.month % 12 + 1:02d}/"
        return Hit(kind["name"], record.number, "", detail, address, 0)
    card = index.card(record.subject)
    return Hit(kind["name"], record.number, card.code, f"{kind['title']} {card.name}", f"e/{card.code}/", 0)


def _hit(index: PublishedIndex, found: Found, today: int) -> Hit | None:
    if found.list == "subjects":
        return _subject(index, found, today)
    if found.list == "records":
        return _record(index, found, today)
    article = index.article(found.document)
    return Hit("news", article.title, "", article.department, article.url, found.score)


def search(index_dir: Path, query: str, limit: int = 20, today: date | None = None) -> list[Hit]:
    """The first `limit` results; with `today` what may no longer be shown is left out, as the browser does."""
    index = open_index(index_dir)
    hits = (_hit(index, found, day(today)) for found in find(open_sources(index), query))
    return list(islice((hit for hit in hits if hit is not None), limit))
