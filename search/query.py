"""What a query means: streams of results in a fixed order, each found and ranked by Whoosh. Twin of client/engine.js.

Order: the exact credit code; current names that hold every word (an equal name first); current or former names;
codes that begin with the query; document numbers (an equal one first); articles. Reads nothing itself.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from whoosh.qparser import AndGroup, MultifieldPlugin, QueryParser, WhitespacePlugin
from whoosh.searching import Searcher

from search.decode import ArticleCard, Card, RecordCard
from search.normalise import key, words
from search.schema import ARTICLES, RECORDS, SUBJECTS, name_terms


@dataclass(frozen=True)
class Found:
    """A result before its card is shown: `list` is subjects, records or articles."""

    list: str
    document: int
    score: int


@dataclass(frozen=True)
class Sources:
    """Where the streams read: Whoosh searchers and the cards."""

    subjects: Searcher
    records: Searcher
    articles: Searcher
    card: Callable[[int], Card]
    record: Callable[[int], RecordCard]
    article: Callable[[int], ArticleCard]
    codes: Callable[[], list[tuple[str, int]]]


def _parser(schema: object, *fields: str) -> QueryParser:
    plugins = [WhitespacePlugin()]
    if len(fields) > 1:
        plugins.append(MultifieldPlugin(list(fields)))
    return QueryParser(fields[0] if len(fields) == 1 else None, schema, plugins=plugins, group=AndGroup)


_NAMES = _parser(SUBJECTS, "name")
_ALL_NAMES = _parser(SUBJECTS, "name", "former")
_NUMBERS = _parser(RECORDS, "number")
_ARTICLES = _parser(ARTICLES, "title", "text")


def _ranked(searcher: Searcher, parser: QueryParser, parts: list[str]) -> list[tuple[int, int]]:
    """(document, score) by score, then document, all of them."""
    if searcher.doc_count_all() == 0:
        return []
    query = parser.parse(" ".join(parts))
    results = searcher.search(query, limit=None)
    return sorted(((d, int(s)) for s, d in results.top_n), key=lambda row: (-row[1], row[0]))


def _by_name(sources: Sources, parts: list[str]) -> Iterator[Found]:
    joined = "".join(parts)
    shortest = len(name_terms(joined))
    equal: list[Found] = []
    longer: list[Found] = []
    ranked = _ranked(sources.subjects, _NAMES, parts)
    for document, score in ranked:
        name = key(sources.card(document).name)
        found = Found("subjects", document, score)
        if len(name_terms(name)) > shortest:
            yield from [*equal, *longer]
            equal, longer = [], []
        if name == joined:
            equal.append(found)
        elif all(part in name for part in parts):
            longer.append(found)
    yield from [*equal, *longer]


def _by_former_name(sources: Sources, parts: list[str]) -> Iterator[Found]:
    for document, score in _ranked(sources.subjects, _ALL_NAMES, parts):
        card = sources.card(document)
        name, formers = key(card.name), [key(former) for former in card.former_names]
        if all(part in name for part in parts):
            continue
        if all(part in name or any(part in former for former in formers) for part in parts):
            yield Found("subjects", document, score)


def _by_code(sources: Sources, parts: list[str]) -> Iterator[Found]:
    prefix = parts[0].upper()
    if len(parts) > 1 or len(prefix) < 2 or not (prefix.isascii() and len(prefix) <= 18):
        return
    codes = sources.codes()
    place = bisect_left(codes, (prefix, -1))
    while place < len(codes) and codes[place][0].startswith(prefix):
        yield Found("subjects", codes[place][1], 0)
        place += 1


def _by_number(sources: Sources, parts: list[str]) -> Iterator[Found]:
    longer = [part for part in parts if len(part) > 1]
    if not longer:
        return
    joined = "".join(parts)
    documents = sorted(document for document, _ in _ranked(sources.records, _NUMBERS, longer))
    matching = [(d, key(sources.record(d).number)) for d in documents]
    yield from (Found("records", d, 0) for d, number in matching if number == joined)
    for document, number in matching:
        if number != joined and all(part in number for part in parts):
            yield Found("records", document, 0)


def _by_text(sources: Sources, parts: list[str]) -> Iterator[Found]:
    for document, score in _ranked(sources.articles, _ARTICLES, parts):
        yield Found("articles", document, score)


def find(sources: Sources, text: str) -> Iterator[Found]:
    """All results of a query, best first, each once."""
    parts = list(dict.fromkeys(words(text)))
    if not parts:
        return
    whole = len(parts) == 1 and len(parts[0]) == 18
    exact = [f for f in _by_code(sources, parts)] if whole else []  # noqa: C416 - a copy, taken once
    seen: set[tuple[str, int]] = set()
    for stream in (iter(exact), *(each(sources, parts) for each in STREAMS)):
        for found in stream:
            if (found.list, found.document) not in seen:
                seen.add((found.list, found.document))
                yield found


STREAMS = (_by_name, _by_former_name, _by_code, _by_number, _by_text)
"""In the order in which results are shown."""
