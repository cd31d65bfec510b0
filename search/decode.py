"""Decodes payloads of shards: the Python mirror of client/bytes.js. Layouts in FORMAT.md; reads and writes no file."""

from dataclasses import dataclass

import numpy as np

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
    """A record by its document number; `subject` is a document number or -1."""

    number: str
    kind: int
    subject: int
    until: int
    subject_name: str
    month: int


@dataclass(frozen=True)
class ArticleCard:
    """An article as its result shows it."""

    title: str
    url: str
    department: str
    date: int


def _blocks(cursor: Cursor) -> tuple[Block, ...]:
    shard, offset, count = cursor.numbers(3)
    blocks, last = [], 0
    for number in range(count):
        gap, size = cursor.numbers(2)
        last += gap
        blocks.append(Block(shard + number, offset if number == 0 else 0, size, last))
    return tuple(blocks)


def read_bucket(payload: bytes) -> dict[str, dict[Field, Entry]]:
    """The terms of a bucket."""
    cursor = Cursor(payload)
    terms: dict[str, dict[Field, Entry]] = {}
    for _ in range(cursor.varint()):
        entries = terms.setdefault(cursor.text(), {})
        for _ in range(cursor.varint()):
            number, frequency = Field(cursor.varint()), cursor.varint()
            long = frequency & 1 == 1
            inline = b"" if long else cursor.take(cursor.varint())
            blocks = _blocks(cursor) if long else ()
            entries[number] = Entry(number, frequency >> 1, inline, blocks)
    return terms


def read_cards(payload: bytes, statuses: list[str], kinds: int) -> list[Card]:
    """A page of cards."""
    cursor = Cursor(payload)
    count = cursor.varint()
    names = [cursor.text() for _ in range(count)]
    formers = [tuple(cursor.text() for _ in range(cursor.varint())) for _ in range(count)]
    codes = [cursor.text() for _ in range(count)]
    status = [statuses[n] for n in cursor.numbers(count)]
    by_kind = [cursor.numbers(count) for _ in range(kinds)]
    counts = list(zip(*by_kind, strict=True)) if kinds else [()] * count
    ends, counted = cursor.numbers(count), cursor.numbers(count)
    return [Card(*row) for row in zip(names, formers, codes, status, counts, ends, counted, strict=True)]


def read_records(payload: bytes) -> list[RecordCard]:
    """A page of records."""
    cursor = Cursor(payload)
    count = cursor.varint()
    numbers = cursor.front_coded(count)
    kinds, subjects, ends = cursor.numbers(count), cursor.numbers(count), cursor.numbers(count)
    rows = []
    for number, kind, subject, until in zip(numbers, kinds, subjects, ends, strict=True):
        name, month = (cursor.text(), cursor.varint()) if subject == 0 else ("", 0)
        rows.append(RecordCard(number, kind, subject - 1, until, name, month))
    return rows


def read_articles(payload: bytes) -> list[ArticleCard]:
    """A page of articles."""
    cursor = Cursor(payload)
    count = cursor.varint()
    return [ArticleCard(cursor.text(), cursor.text(), cursor.text(), cursor.varint()) for _ in range(count)]


def read_codes(payload: bytes) -> list[tuple[str, int]]:
    """A page of codes and their subjects' document numbers."""
    cursor = Cursor(payload)
    count = cursor.varint()
    return list(zip(cursor.front_coded(count), cursor.numbers(count), strict=True))
