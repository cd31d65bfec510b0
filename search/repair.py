"""What a query that found nothing may have meant: one wrong character of a name, one wrong symbol of a code, homophones.

Twin of client/repair.js, tied by tests/search/test_repair.py. Reads the index through the streams' sources.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from whoosh.query import And, Term

from search.checks import SYMBOLS, WEIGHTS, inner_check
from search.normalise import key, pairs
from search.query import Found, Plan, Sources, by_code, sample
from search.schema import name_terms
from search.sounding import heard, homophone_plans

SHORTEST = 4
"""Shortest word that is repaired: of three characters, two would match half a register."""

COMMON = 5000
"""Names are looked for only by what at least one pair of at most so many names tells."""

CHECKED = 40
"""Names checked for one row, shortest first."""

ADDED = 3
"""Terms that an unknown character adds to a name: itself and the pairs on both sides."""


def within_one(a: str, b: str) -> bool:
    """Whether one wrong, missing, further or swapped character makes one of the other."""
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[i:] == long[i + 1 :]
    swapped = short[i : i + 2] == long[i : i + 2][::-1] and short[i + 2 :] == long[i + 2 :]
    return short[i + 1 :] == long[i + 1 :] or swapped


def near_part(name: str, word: str) -> str | None:
    """The first part of a name within one character of a word: at each place a shorter, an equal, a longer one."""
    size = len(word)
    for start in range(len(name)):
        for length in (size, size - 1, size + 1):
            part = name[start : start + length]
            if len(part) == length and within_one(part, word):
                return part
    return None


@dataclass(frozen=True)
class Row:
    """One place an error can have: runs of characters that a name then holds, and how many terms it then has."""

    parts: tuple[str, ...]
    least: int
    most: int

    @property
    def pairs(self) -> list[str]:
        """The pairs of the runs, each once."""
        return list(dict.fromkeys(pair for part in self.parts if len(part) > 1 for pair in pairs(part)))


def _row(parts: Sequence[str], further: int) -> Row:
    least = len({term for part in parts for term in name_terms(part)})
    return Row(tuple(part for part in parts if part != ""), least, least + further)


def rows_of(word: str) -> list[Row]:
    """What of a word stays whole, for every error it can have.

    One wrong, one missing character leave two parts; without a further one, or with two put right, all is known.
    """
    places = range(len(word))
    wrong = [(word[:i], word[i + 1 :]) for i in places]
    missing = [(word[:i], word[i:]) for i in places[1:]]
    further = [word[:i] + word[i + 1 :] for i in places]
    swapped = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1]]
    known = dict.fromkeys([*further, *swapped])
    return [*(_row(parts, ADDED) for parts in [*wrong, *missing]), *(_row([whole], 0) for whole in known)]


def _candidates(sources: Sources, row: Row) -> Iterator[int]:
    """Subjects whose names hold all pairs of a row, if one of them tells something."""
    reader = sources.subjects.reader()
    many = [reader.doc_frequency("name", pair.encode("utf-8")) for pair in row.pairs]
    if many and 0 < min(many) <= COMMON:
        terms = [Term("name", pair) for pair in row.pairs]
        yield from sorted(sources.subjects.docs_for_query(And(terms)))


def _near_in(sources: Sources, word: str, rows: Iterable[Row], whole: bool) -> list[Found]:
    found = {}
    for row in rows:
        sized = (
            d for d in _candidates(sources, row) if not whole or row.least <= sources.name_size(d) <= row.most
        )
        for document in islice(sized, CHECKED):
            name = key(sources.card(document).name)
            part = (name if within_one(name, word) else None) if whole else near_part(name, word)
            if part is not None:
                found[document] = Found("subjects", document, 0, (part,))
    return [found[document] for document in sorted(found)]


def _near_names(sources: Sources, word: str, whole: bool) -> list[Found]:
    """Most errors leave the sampled pairs whole, and names that hold them are nearer to what was meant.

    Where a whole name is meant, errors that leave nothing but typed pairs come before those that put pairs right.
    """
    typed = list(dict.fromkeys(pairs(word)))
    rows, telling = rows_of(word), set(sample(typed))
    intact = [row for row in rows if telling <= set(row.pairs)]
    rest = [row for row in rows if row not in intact]
    left = [row for row in rest if set(row.pairs) <= set(typed)] if whole else rest
    stages = (intact, left, [row for row in rest if row not in left])
    each = (_near_in(sources, word, some, whole) for some in stages)
    return next((found for found in each if found), [])


def _inner_holds(code: str) -> bool:
    return code[16] == inner_check(code)


def mended_codes(code: str) -> list[str]:
    """Codes with a right check that differ in one symbol, those first whose inner check holds as well."""
    values = [SYMBOLS.find(symbol) for symbol in code]
    found = []
    for place in range(18):
        for value, symbol in enumerate(SYMBOLS):
            tried = [*values[:place], value, *values[place + 1 :]]
            total = sum(weight * each for weight, each in zip(WEIGHTS, tried, strict=False))
            mended = code[:place] + symbol + code[place + 1 :]
            right = -1 not in tried and value != values[place] and (31 - total % 31) % 31 == tried[17]
            if right and mended[2:8].isdigit():
                found.append(mended)
    return sorted(found, key=lambda each: not _inner_holds(each))


def _near_codes(sources: Sources, code: str) -> list[Found]:
    found: list[Found] = []
    for mended in mended_codes(code):
        if found and not _inner_holds(mended):
            break
        found += [Found("subjects", document, 0, (mended,)) for document in by_code(sources, mended)]
    return found


def _homophones(sources: Sources, plan: Plan) -> list[Found]:
    table = sources.sounds.table
    documents = heard(
        sources.sounds, homophone_plans(plan.words, table), lambda document: key(sources.card(document).name)
    )
    return list({document: Found("subjects", document, 0, parts) for document, parts in documents}.values())


def near(sources: Sources, plan: Plan) -> list[Found]:
    """What the reader may have meant, for a query that found nothing; `matched` says what of it was taken instead."""
    if len(plan.joined) == 18 and plan.joined.isascii() and plan.joined.isalnum():
        return _near_codes(sources, plan.joined.upper())
    if len(plan.parts) == 1 and len(plan.joined) >= SHORTEST:
        found = _near_names(sources, plan.joined, whole=True) or _near_names(
            sources, plan.joined, whole=False
        )
        if found:
            return found
    return _homophones(sources, plan)
