"""Decodes payloads of shards: the Python mirror of client/bytes.js. Layouts in FORMAT.md; reads and writes no file."""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from search.checks import with_checks
from search.columns import CODE
from search.dictionary import Parts
from search.encode import Numbers
from search.schema import Field


class Cursor:
    """Reads a payload from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def varint(self) -> int:
        """One number."""
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def take(self, count: int) -> bytes:
        """The next bytes."""
        self.at += count
        return self.data[self.at - count : self.at]

    def text(self) -> str:
        """One string."""
        return self.take(self.varint()).decode("utf-8")

    def numbers(self, count: int) -> list[int]:
        """Several numbers."""
        return [self.varint() for _ in range(count)]

    def texts(self, count: int) -> list[str]:
        """Several strings: their lengths, then their bytes."""
        return [self.take(length).decode("utf-8") for length in self.numbers(count)]

    def front_coded(self, count: int) -> list[str]:
        """Several strings, each sharing its beginning with the one before."""
        found, before = [], b""
        for _ in range(count):
            shared, rest = self.varint(), self.varint()
            before = before[:shared] + self.take(rest)
            found.append(before.decode("utf-8"))
        return found


def varint_array(data: bytes) -> Numbers:
    """All numbers of a run of varints."""
    raw = np.frombuffer(data, dtype=np.uint8).astype(np.int64)
    if len(raw) == 0:
        return raw
    ends = np.flatnonzero(raw < 0x80)
    starts = np.concatenate(([0], ends[:-1] + 1))
    place = np.arange(len(raw)) - np.repeat(starts, ends - starts + 1)
    found: Numbers = np.add.reduceat((raw & 0x7F) << (7 * place), starts)
    return found


@dataclass(frozen=True)
class Block:
    """Where a block of a long list lies, and its last document."""

    shard: int
    offset: int
    size: int
    last: int


@dataclass(frozen=True)
class Entry:
    """A term's postings in one field: inline, or blocks."""

    field: Field
    frequency: int
    inline: bytes
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Postings:
    """Decoded postings."""

    documents: Numbers
    frequencies: Numbers
    lengths: Numbers


@dataclass(frozen=True)
class Card:
    """A subject as its result shows it; days are numbers, 0 none."""

    name: str
    former_names: tuple[str, ...]
    code: str
    status: str
    counts: tuple[int, ...]
    until: int
    counted_until: int


@dataclass(frozen=True)
class RecordCard:
    """A record by its document number; `code` is its subject's, empty where its list's month leads to it."""

    number: str
    kind: int
    code: str
    until: int
    name: str
    month: int


@dataclass(frozen=True)
class ArticleCard:
    """An article as its result shows it."""

    title: str
    url: str
    department: str
    date: int


def _blocks(cursor: Cursor) -> tuple[Block, ...]:
    blocks, shard, last = [], 0, 0
    for _ in range(cursor.varint()):
        further, offset, gap, size = cursor.numbers(4)
        shard, last = shard + further, last + gap
        blocks.append(Block(shard, offset, size, last))
    return tuple(blocks)


def read_bucket(payload: bytes) -> dict[str, dict[Field, Entry]]:
    """The terms of a bucket."""
    cursor = Cursor(payload)
    terms: dict[str, dict[Field, Entry]] = {}
    for number in Field:
        count = cursor.varint()
        lengths, coded, sizes = cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)
        texts = [cursor.take(length).decode("utf-8") for length in lengths]
        for term, frequency, size in zip(texts, coded, sizes, strict=True):
            body, long = cursor.take(size), frequency & 1 == 1
            inline, blocks = (b"", _blocks(Cursor(body))) if long else (body, ())
            terms.setdefault(term, {})[number] = Entry(number, frequency >> 1, inline, blocks)
    return terms


def _codes(cursor: Cursor, count: int) -> list[str]:
    places = [cursor.take(count).decode("ascii") for _ in range(CODE)]
    return [with_checks("".join(each)) for each in zip(*places, strict=True)]


def read_parts(payload: bytes) -> Parts:
    """The dictionary."""
    cursor = Cursor(payload)
    ends, trades, places = ([cursor.text() for _ in range(cursor.varint())] for _ in range(3))
    return Parts(ends, trades, places)


def _names(cursor: Cursor, count: int, parts: Parts) -> list[str]:
    each = [cursor.numbers(count) for _ in range(3)]
    ends, trades, places = (
        ["" if i == 0 else runs[i - 1] for i in row]
        for row, runs in zip(each, (parts.ends, parts.trades, parts.places), strict=True)
    )
    return ["".join(row) for row in zip(places, cursor.texts(count), trades, ends, strict=True)]


def read_cards(payload: bytes, statuses: list[str], kinds: int, parts: Parts) -> list[Card]:
    """A page of cards."""
    cursor = Cursor(payload)
    count = cursor.varint()
    status = [statuses[n] for n in cursor.numbers(count)]
    by_kind = [cursor.numbers(count) for _ in range(kinds)]
    counts = list(zip(*by_kind, strict=True)) if kinds else [()] * count
    ends, counted, held = (cursor.numbers(count) for _ in range(3))
    names = _names(cursor, count, parts)
    former = iter(_names(cursor, sum(held), parts))
    formers = [tuple(islice(former, many)) for many in held]
    codes = _codes(cursor, count)
    return [Card(*row) for row in zip(names, formers, codes, status, counts, ends, counted, strict=True)]


def read_records(payload: bytes, parts: Parts) -> list[RecordCard]:
    """A page of records."""
    cursor = Cursor(payload)
    count = cursor.varint()
    coded, until, months = (cursor.numbers(count) for _ in range(3))
    numbers, names = cursor.texts(count), _names(cursor, count, parts)
    held = iter(_codes(cursor, sum(each & 1 for each in coded)))
    codes = [next(held) if each & 1 == 1 else "" for each in coded]
    kinds = [each >> 1 for each in coded]
    return [RecordCard(*row) for row in zip(numbers, kinds, codes, until, names, months, strict=True)]


def read_article_texts(payload: bytes) -> list[tuple[str, str]]:
    """Title and text as searched of each article of a shard."""
    cursor, found = Cursor(payload), []
    while cursor.at < len(payload):
        found.append((cursor.text(), cursor.text()))
        _article(cursor)
    return found


def _article(cursor: Cursor) -> ArticleCard:
    return ArticleCard(cursor.text(), cursor.text(), cursor.text(), cursor.varint())


def read_articles(payload: bytes) -> list[ArticleCard]:
    """A page of articles."""
    cursor = Cursor(payload)
    count = cursor.varint()
    return [_article(cursor) for _ in range(count)]


def read_codes(payload: bytes) -> list[tuple[str, int]]:
    """A page of codes and their subjects' document numbers; the cards behind them are for who reads few pages."""
    cursor = Cursor(payload)
    count = cursor.varint()
    return list(zip(_codes(cursor, count), cursor.numbers(count), strict=True))
