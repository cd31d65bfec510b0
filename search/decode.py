"""Reads the published files: the Python mirror of client/bytes.js and client/shards.js.

Reads `manifest.json` and shards of one index folder; writes nothing. A missing, cut or altered file is a DamagedIndexError.
"""

import json
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import PortalError
from search.encode import FORMAT, MAGIC, Numbers, term_hash
from search.schema import Field

HEAD = 23
"""Bytes before the deflated payload."""


class DamagedIndexError(PortalError):
    """A file of the search index is missing, cut or altered."""


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


@dataclass(frozen=True)
class PublishedIndex:
    """An opened index folder; shards are read on demand and the last few kept."""

    folder: Path
    manifest: dict[str, Any]
    _shards: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_shards", lru_cache(maxsize=4096)(self._read_shard))

    def _read_shard(self, folder: str, number: int) -> bytes:
        generation = self.manifest["generation"]
        path = self.folder / generation / folder / f"{number}.bin"
        head = MAGIC + bytes.fromhex(generation) + folder.encode("ascii") + number.to_bytes(4, "little")
        try:
            raw = path.read_bytes()
            payload = zlib.decompress(raw[HEAD:], -15)
        except (OSError, zlib.error) as error:
            raise DamagedIndexError(f"检索文件 {path} 缺失或损坏：{error}。请重新生成站点。") from error
        check = len(payload).to_bytes(4, "little") + zlib.crc32(payload).to_bytes(4, "little")
        if raw[:HEAD] != head + check:
            raise DamagedIndexError(f"检索文件 {path} 与清单不符或已被改动。请重新生成站点。")
        return payload

    def shard(self, folder: str, number: int) -> bytes:
        """The payload of a shard."""
        payload: bytes = self._shards(folder, number)
        return payload

    def count(self, kind: str) -> int:
        """How many subjects, records or articles there are."""
        return int(self.manifest["documents"][kind])

    def entry(self, term: str, of: Field) -> Entry | None:
        """A term's postings in a field, None when it does not occur."""
        bucket = term_hash(term) & (self.manifest["buckets"] - 1)
        return read_bucket(self.shard("b", bucket)).get(term, {}).get(of)

    def postings(self, entry: Entry) -> Postings:
        """All postings of an entry."""
        parts = [self.shard("p", b.shard)[b.offset : b.offset + b.size] for b in entry.blocks]
        rows = varint_array(b"".join(parts) if entry.blocks else entry.inline)
        if not entry.field.weighted:
            return Postings(np.cumsum(rows + 1) - 1, np.ones_like(rows), np.zeros_like(rows))
        rows = rows.reshape(-1, 3)
        return Postings(np.cumsum(rows[:, 0] + 1) - 1, rows[:, 1], rows[:, 2])

    def card(self, place: int) -> Card:
        """The card of a subject."""
        size: int = self.manifest["pages"]["cards"]
        page = read_cards(
            self.shard("c", place // size), self.manifest["statuses"], len(self.manifest["kinds"])
        )
        return page[place % size]

    def record(self, place: int) -> RecordCard:
        """The record with a document number."""
        size: int = self.manifest["pages"]["records"]
        return read_records(self.shard("r", place // size))[place % size]

    def article(self, place: int) -> ArticleCard:
        """The card of an article."""
        size: int = self.manifest["pages"]["articles"]
        cursor = Cursor(self.shard("a", place // size))
        rows = [
            ArticleCard(cursor.text(), cursor.text(), cursor.text(), cursor.varint())
            for _ in range(cursor.varint())
        ]
        return rows[place % size]

    def codes(self) -> list[tuple[str, int]]:
        """All credit codes with their subjects' document numbers, sorted."""
        size, found = self.manifest["pages"]["codes"], []
        for page in range(-(-self.count("subjects") // size)):
            cursor = Cursor(self.shard("k", page))
            count = cursor.varint()
            found += list(zip(cursor.front_coded(count), cursor.numbers(count), strict=True))
        return found


def open_index(folder: Path) -> PublishedIndex:
    """Open a published index folder."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedIndexError(
            f"检索清单 {path} 无法读取：{error}。请先生成站点（portal build）。"
        ) from error
    if manifest.get("format") != FORMAT:
        raise DamagedIndexError(
            f"检索清单 {path} 的格式为 {manifest.get('format')}，本程序只读格式 {FORMAT}。请重新生成站点。"
        )
    return PublishedIndex(folder, manifest)
