"""Finds names by how they sound: pinyin whole, initials, both, in one run or with blanks; homophones.

Twin of client/sounds.js, tied by test_twin.py. Reads the index of sounds (sounds.py) through what it is given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import Any

from whoosh.query import And, Term

from search.codec import searcher
from search.decode import Cursor
from search.published import PublishedIndex
from search.readings import character_at
from search.sounds import INITIALS, SYLLABLE

WAYS = 8
"""Ways to read a query that are tried, those of fewest syllables first: `xian` is 县 (xian), then 西安 (xi an)."""

WHOLE = 6
"""So many syllables and letters are taken one way only, when that gives something: whoever was found so is meant."""

NEVER_FIRST = frozenset("iuv")
"""No syllable begins with these letters."""

Element = int | str
"""A syllable by its place in the table, or a letter that a character begins with."""


@dataclass(frozen=True)
class Table:
    """Syllables, and for a character the places of its readings; characters nobody is called by stand in `others`."""

    syllables: list[str]
    readings: dict[str, tuple[int, ...]]
    others: dict[str, tuple[int, ...]]

    def of(self, character: str) -> tuple[int, ...]:
        """The readings of any character."""
        return self.readings.get(character) or self.others.get(character, ())


@dataclass(frozen=True)
class Sounds:
    """Who reads how, and the subjects in groups of cards whose names hold all of some terms, in order."""

    table: Table
    holding: Callable[[Sequence[str]], list[int]]


class SoundIndex(PublishedIndex):
    """The index of sounds seen as an index of names: its buckets are `s`, its documents groups of cards."""

    def shard(self, folder: str, number: int) -> bytes:
        """The payload of a shard."""
        return super().shard("s" if folder == "b" else folder, number)


def read_table(payload: bytes) -> tuple[list[str], dict[str, tuple[int, ...]]]:
    """Syllables, and the readings of some characters."""
    cursor = Cursor(payload)
    count = cursor.varint()
    syllables = cursor.front_coded(count)
    cursor.numbers(count)  # how often each is heard: of use for who reads few lists
    readings: dict[str, tuple[int, ...]] = {}
    for place, size in enumerate(cursor.numbers(count)):
        at = 0
        for gap in cursor.numbers(size):
            at += gap
            readings[character_at(at)] = (*readings.get(character_at(at), ()), place)
    return syllables, readings


def open_sounds(index: PublishedIndex) -> Sounds:
    """The sounds of a published index, read by Whoosh."""
    (syllables, readings), (_, others) = (read_table(index.shard("t", number)) for number in (0, 1))
    of: dict[str, Any] = index.manifest | {"buckets": index.manifest["sounds"]}
    found = searcher(SoundIndex(index.folder, of), "subjects")

    def holding(terms: Sequence[str]) -> list[int]:
        subjects, size = index.count("subjects"), index.manifest["pages"]["heard"]
        if subjects == 0:
            return []
        groups = sorted(found.docs_for_query(And([Term("name", term) for term in terms])))
        firsts = (group * size for group in groups)
        return [document for first in firsts for document in range(first, min(first + size, subjects))]

    return Sounds(Table(syllables, readings, others), holding)


def syllable_runs(word: str, table: Table) -> list[list[Element]]:
    """The ways to part letters into syllables, fewest first; of as many, the one with longer ones first."""
    places = {syllable: place for place, syllable in enumerate(table.syllables)}
    longest = max(map(len, places), default=0)
    ways: list[list[list[Element]]] = [[[]]]
    # From the end: ways[0] are those of the rest. Longer first syllables stand first, and the sort is stable.
    for start in reversed(range(len(word))):
        here: list[list[Element]] = []
        for size in range(min(longest, len(word) - start), 0, -1):
            place = places.get(word[start : start + size])
            if place is not None:
                here += [[place, *rest] for rest in ways[size - 1]]
        ways.insert(0, sorted(here, key=len)[:WAYS])
    return ways[0]


def _ways(word: str, table: Table, alone: bool) -> list[list[Element]]:
    found = syllable_runs(word, table)
    # Who parts words spells them: `mao` beside others is no m, a, o.
    spells = not alone and len(word) > 1 and len(found) > 0
    return found if spells or NEVER_FIRST & set(word) else [*found, list(word)]


def terms_of(run: Sequence[Element], syllables: Sequence[str]) -> list[str]:
    """Terms every name has that sounds so: pairs of syllables; four initials where one of four is a mere letter."""
    terms = []
    for one, other in pairwise(run):
        if isinstance(one, int) and isinstance(other, int):
            terms.append(chr(SYLLABLE + one) + chr(SYLLABLE + other))
    for start in range(len(run) - INITIALS + 1):
        some = run[start : start + INITIALS]
        if any(isinstance(each, str) for each in some):
            terms.append("".join(each if isinstance(each, str) else syllables[each][0] for each in some))
    return list(dict.fromkeys(terms))


def heard_plans(found: Sequence[str], table: Table) -> list[list[list[Element]]]:
    """The ways to take a query of Latin letters: for each, the runs that a name must hold.

    Each word is looked for by itself; where one is too short for that, all are taken as one run.
    """
    spelled = [word.replace("ü", "v") for word in found]
    if not spelled or any(not (word.isascii() and word.isalpha()) for word in spelled):
        return []
    each = [_ways(word, table, len(spelled) == 1) for word in spelled]
    alone = [[way for way in ways if terms_of(way, table.syllables)] for ways in each]
    if all(ways and terms_of(ways[0], table.syllables) for ways in each):
        return [list(way) for way in islice(product(*alone), WAYS)]
    glued = ([element for run in way for element in run] for way in islice(product(*each), WAYS))
    return [[run] for run in glued if terms_of(run, table.syllables)]


def homophone_plans(found: Sequence[str], table: Table) -> list[list[list[Element]]]:
    """The ways to read words of two characters or more aloud."""
    if not found or any(len(word) < 2 or not all(map(table.of, word)) for word in found):
        return []
    each = [list(islice(product(*map(table.of, word)), WAYS)) for word in found]
    return [[list(run) for run in way] for way in islice(product(*each), WAYS)]


def _sounds_like(character: str, element: Element, table: Table) -> bool:
    readings = table.of(character)
    if isinstance(element, int):
        return element in readings
    return character == element or any(table.syllables[place][0] == element for place in readings)


def heard_part(name: str, run: Sequence[Element], table: Table) -> str | None:
    """The first part of a name that sounds like a run."""
    for start in range(len(name) - len(run) + 1):
        if all(_sounds_like(name[start + i], element, table) for i, element in enumerate(run)):
            return name[start : start + len(run)]
    return None


def heard(
    sounds: Sounds, plans: Sequence[Sequence[Sequence[Element]]], name: Callable[[int], str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Subjects whose names sound like a plan, and the parts that do; plan by plan in order, one may come twice.

    A plan of `WHOLE` elements and more is the last one when anything was found.
    """
    found = False
    for runs in plans:
        terms = [term for run in runs for term in terms_of(run, sounds.table.syllables)]
        for document in sounds.holding(terms):
            parts = [heard_part(name(document), run, sounds.table) for run in runs]
            if None not in parts:
                found = True
                yield document, tuple(part for part in parts if part is not None)
        if found and sum(map(len, runs)) >= WHOLE:
            return
