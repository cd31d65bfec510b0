"""Searches a published index from the command line, with Whoosh on the very files that browsers read.

Reads an index folder; writes nothing.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from search.codec import searcher
from search.encode import day
from search.expressions import is_advanced, parse_expression
from search.matching import matches
from search.published import PublishedIndex, open_index
from search.query import Found, Sources, find, plan_query
from search.repair import near
from search.sounding import open_sounds


@dataclass(frozen=True)
class Hit:
    """One result. `kind` as in data-kind; `address` relative to the site's root; `detail` one line of Chinese; `near` when
    nothing was found and this may be meant.
    """

    kind: str
    title: str
    code: str
    detail: str
    address: str
    score: int
    near: bool = False


def open_sources(index: PublishedIndex) -> Sources:
    """The streams' sources over a published index."""
    bounds = index.manifest["name_lengths"]
    return Sources(
        searcher(index, "subjects"),
        searcher(index, "records"),
        searcher(index, "articles"),
        index.card,
        index.record,
        index.article,
        index.article_text,
        index.codes,
        open_sounds(index),
        lambda document: int(bounds[bisect_right(bounds, document, key=lambda row: row[0]) - 1][2]),
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
    detail = f"{kind['title']} {record.name}"
    if record.code == "":
        address = f"{kind['name']}/{record.month // 12:04d}-{record.month % 12 + 1:02d}/"
        return Hit(kind["name"], record.number, "", detail, address, 0)
    return Hit(kind["name"], record.number, record.code, detail, f"e/{record.code}/", 0)


def _hit(index: PublishedIndex, found: Found, today: int) -> Hit | None:
    if found.list == "subjects":
        return _subject(index, found, today)
    if found.list == "records":
        return _record(index, found, today)
    article = index.article(found.document)
    return Hit("news", article.title, "", article.department, article.url, found.score)


def search(index_dir: Path, query: str, limit: int = 20, today: date | None = None) -> list[Hit]:
    """The first `limit` results, or near ones; with `today` what may no longer be shown is left out, as in the browser.

    With operators (expressions.py) a QuerySyntaxError says what of them cannot be understood.
    """
    index = open_index(index_dir)
    sources = open_sources(index)

    def shown(found: Iterable[Found]) -> list[Hit]:
        hits = (_hit(index, each, day(today)) for each in found)
        return list(islice((hit for hit in hits if hit is not None), limit))

    if is_advanced(query):
        return shown(matches(sources, parse_expression(query)))
    exact = shown(find(sources, query))
    return exact or [replace(hit, near=True) for hit in shown(near(sources, plan_query(query)))]
