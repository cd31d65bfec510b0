"""What a query means: streams of results in a fixed order, each found and ranked by Whoosh. Twin of client/engine.js.

Order: a whole credit code, alone; current names that hold every word (an equal name first); current or former names;
names that sound like a query of Latin letters; codes that begin with the query; document numbers (an equal one
first); articles. Reads nothing itself.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from whoosh.qparser import AndGroup, MultifieldPlugin, QueryParser, WhitespacePlugin
from whoosh.searching import Searcher

from search.decode import ArticleCard, Card, RecordCard
from search.normalise import key, phrases, words
from search.schema import ARTICLES, RECORDS, SUBJECTS, name_terms
from search.sounding import Sounds, heard, heard_plans


@dataclass(frozen=True)
class Found:
    """A result before its card is shown: `list` is subjects, records or articles.

    `matched` are the parts of a name taken for the query's words where they are not equal to them.
    """

    list: str
    document: int
    score: int
    matched: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The words of a query, the different ones, and all of them in one run."""

    words: tuple[str, ...]
    parts: tuple[str, ...]
    joined: str


def plan_query(text: str) -> Plan:
    """What a query's text means."""
    found = words(text)
    return Plan(tuple(found), tuple(dict.fromkeys(found)), "".join(found))


def sample(grams: Sequence[str]) -> Sequence[str]:
    """The pairs of a word that are asked for first: those after the place in a whole name, else every second one."""
    if len(grams) > 6:
        return grams[2:5]
    return [gram for i, gram in enumerate(grams) if i % 2 == 0 or i == len(grams) - 1]


@dataclass(frozen=True)
class Sources:
    """Where the streams read: Whoosh searchers and the cards."""

    subjects: Searcher
    records: Searcher
    articles: Searcher
    card: Callable[[int], Card]
    record: Callable[[int], RecordCard]
    article: Callable[[int], ArticleCard]
    article_text: Callable[[int], tuple[str, str]]
    codes: Callable[[], list[tuple[str, int]]]
    sounds: Sounds
    name_size: Callable[[int], int]


def _parser(schema: object, *fields: str) -> QueryParser:
    plugins = [WhitespacePlugin()]
    if len(fields) > 1:
        plugins.append(MultifieldPlugin(list(fields)))
    return QueryParser(fields[0] if len(fields) == 1 else None, schema, plugins=plugins, group=AndGroup)


_NAMES = _parser(SUBJECTS, "name")
_ALL_NAMES = _parser(SUBJECTS, "name", "former")
_NUMBERS = _parser(RECORDS, "number")
_ARTICLES = _parser(ARTICLES, "title", "text")


def _ranked(searcher: Searcher, parser: QueryParser, parts: Sequence[str]) -> list[tuple[int, int]]:
    """(document, score) by score, then document, all of them."""
    if searcher.doc_count_all() == 0:
        return []
    query = parser.parse(" ".join(parts))
    results = searcher.search(query, limit=None)
    return sorted(((d, int(s)) for s, d in results.top_n), key=lambda row: (-row[1], row[0]))


def _by_name(sources: Sources, plan: Plan) -> Iterator[Found]:
    # A name equal to the query has its length; whatever is not longer waits, so that equal ones come first.
    shortest = len(name_terms(plan.joined))
    equal: list[Found] = []
    other: list[Found] = []
    for document, score in _ranked(sources.subjects, _NAMES, plan.parts):
        name = key(sources.card(document).name)
        found = Found("subjects", document, score)
        if len(name_terms(name)) > shortest:
            yield from [*equal, *other]
            equal, other = [], []
        if name == plan.joined:
            equal.append(found)
        elif all(part in name for part in plan.parts):
            other.append(found)
    yield from [*equal, *other]


def _by_former_name(sources: Sources, plan: Plan) -> Iterator[Found]:
    for document, score in _ranked(sources.subjects, _ALL_NAMES, plan.parts):
        card = sources.card(document)
        names = [key(card.name), *(key(former) for former in card.former_names)]
        if all(part in names[0] for part in plan.parts):
            continue
        if all(any(part in name for name in names) for part in plan.parts):
            yield Found("subjects", document, score)


def _by_sound(sources: Sources, plan: Plan) -> Iterator[Found]:
    plans = heard_plans(plan.words, sources.sounds.table)
    documents = heard(sources.sounds, plans, lambda document: key(sources.card(document).name))
    yield from (Found("subjects", document, 0, parts) for document, parts in documents)


def by_code(sources: Sources, prefix: str) -> Iterator[int]:
    """Subjects whose code begins so, in order of codes."""
    codes = sources.codes()
    place = bisect_left(codes, (prefix, -1))
    while place < len(codes) and codes[place][0].startswith(prefix):
        yield codes[place][1]
        place += 1


def _by_code(sources: Sources, plan: Plan) -> Iterator[Found]:
    prefix = plan.joined.upper()
    if len(plan.parts) == 1 and 2 <= len(prefix) <= 18 and prefix.isascii():
        yield from (Found("subjects", document, 0) for document in by_code(sources, prefix))


def _by_number(sources: Sources, plan: Plan) -> Iterator[Found]:
    longer = tuple(part for part in plan.parts if len(part) > 1)
    if not longer:
        return
    documents = sorted(document for document, _ in _ranked(sources.records, _NUMBERS, longer))
    matching = [(d, key(sources.record(d).number)) for d in documents]
    yield from (Found("records", d, 0) for d, number in matching if number == plan.joined)
    for document, number in matching:
        if number != plan.joined and all(part in number for part in plan.parts):
            yield Found("records", document, 0)


def holds_phrases(sources: Sources, document: int, parts: Sequence[str]) -> bool:
    """Whether title or text of an article holds each part's runs as they are: lists tell of pairs, not of their order."""
    wanted = [phrases(part) for part in parts]
    if not any(wanted):
        return True
    texts = sources.article_text(document)
    return all(any(all(run in text for run in runs) for text in texts) for runs in wanted)


def _by_text(sources: Sources, plan: Plan) -> Iterator[Found]:
    for document, score in _ranked(sources.articles, _ARTICLES, plan.parts):
        if holds_phrases(sources, document, plan.parts):
            yield Found("articles", document, score)


STREAMS = (_by_name, _by_former_name, _by_sound, _by_code, _by_number, _by_text)
"""In the order in which results are shown."""


def find(sources: Sources, text: str) -> Iterator[Found]:
    """All results of a query, best first, each once."""
    plan = plan_query(text)
    if plan.joined == "":
        return
    if len(plan.joined) == 18:
        # A whole code has one meaning: what else might hold these characters is not looked for.
        exact = next(_by_code(sources, plan), None)
        if exact is not None:
            yield exact
            return
    seen: set[tuple[str, int]] = set()
    for stream in STREAMS:
        for found in stream(sources, plan):
            if (found.list, found.document) not in seen:
                seen.add((found.list, found.document))
                yield found
