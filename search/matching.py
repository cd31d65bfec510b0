"""What a query with operators finds: subjects, then records, then articles, each in order of documents.

Twin of the second half of client/operators.js. Whoosh finds what holds a word's terms, cards decide. Reads nothing itself.
"""

from collections.abc import Callable, Iterator
from functools import cache

from whoosh.query import And, Term
from whoosh.searching import Searcher

from search.expressions import Tree
from search.normalise import key, pairs, phrases, tokens, triples
from search.query import Found, Sources, by_code

Leaf = Callable[[str, str], set[int]]
"""Documents of one kind that hold a word in a field, or anywhere (`any`)."""


def _holding(searcher: Searcher, field: str, terms: list[str]) -> list[int]:
    if searcher.doc_count_all() == 0 or not terms:
        return []
    return list(searcher.docs_for_query(And([Term(field, term) for term in terms])))


def _subjects(sources: Sources) -> Leaf:
    def leaf(field: str, word: str) -> set[int]:
        found: set[int] = set()
        if field in ("any", "name"):
            some = _holding(sources.subjects, "name", pairs(word))
            found |= {each for each in some if word in key(sources.card(each).name)}
        if field in ("any", "former"):
            some = _holding(sources.subjects, "former", pairs(word))
            formers = ((each, map(key, sources.card(each).former_names)) for each in some)
            found |= {each for each, names in formers if any(word in name for name in names)}
        if field in ("any", "code") and word.isascii() and 2 <= len(word) <= 18:
            found |= set(by_code(sources, word.upper()))
        return found

    return leaf


def _records(sources: Sources) -> Leaf:
    def leaf(field: str, word: str) -> set[int]:
        if field not in ("any", "number") or len(word) < 2:
            return set()
        some = _holding(sources.records, "number", triples(word))
        return {each for each in some if word in key(sources.record(each).number)}

    return leaf


def _articles(sources: Sources) -> Leaf:
    def leaf(field: str, word: str) -> set[int]:
        asked = [each for each in ("title", "text") if field in ("any", each)]
        found = {name: _holding(sources.articles, name, tokens(word)) for name in asked}
        places, runs = {"title": 0, "text": 1}, phrases(word)
        return {
            each
            for name, some in found.items()
            for each in some
            if all(run in sources.article_text(each)[places[name]] for run in runs)
        }

    return leaf


def _candidates(tree: Tree, leaf: Leaf) -> set[int] | None:
    """All that can match, None when a part sets no bound (`NOT`)."""
    if tree[0] == "not":
        return None
    if tree[0] not in ("and", "or"):
        return leaf(str(tree[0]), str(tree[1]))
    each = [_candidates(child, leaf) for child in tree[1:] if isinstance(child, list)]
    bound = [some for some in each if some is not None]
    if tree[0] == "or":
        return set().union(*bound) if len(bound) == len(each) else None
    return set.intersection(*bound) if bound else None


def _holds(tree: Tree, document: int, leaf: Leaf) -> bool:
    children = [child for child in tree[1:] if isinstance(child, list)]
    match tree[0]:
        case "not":
            return not _holds(children[0], document, leaf)
        case "and":
            return all(_holds(child, document, leaf) for child in children)
        case "or":
            return any(_holds(child, document, leaf) for child in children)
        case field:
            return document in leaf(str(field), str(tree[1]))


def matches(sources: Sources, tree: Tree) -> Iterator[Found]:
    """All that a tree finds."""
    kinds = {"subjects": _subjects, "records": _records, "articles": _articles}
    for name, leaf_of in kinds.items():
        leaf = cache(leaf_of(sources))
        for document in sorted(_candidates(tree, leaf) or ()):
            if _holds(tree, document, leaf):
                yield Found(name, document, 0)
