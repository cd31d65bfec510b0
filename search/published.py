"""Opens a published index folder: the Python mirror of client/entry.js, shards.js and lists.js.

Reads `manifest.json` and shards; writes nothing. A missing, cut or altered file is a DamagedIndexError.
"""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import PortalError
from search.decode import (
    ArticleCard,
    Card,
    Entry,
    Postings,
    RecordCard,
    read_article_texts,
    read_articles,
    read_bucket,
    read_cards,
    read_codes,
    read_parts,
    read_records,
    varint_array,
)
from search.dictionary import Parts
from search.encode import DICTIONARY, FORMAT, MAGIC, term_hash
from search.schema import Field

HEAD = 25
"""Bytes before the deflated payload."""


_READERS: dict[str, Callable[[bytes], Any]] = {
    "a": read_articles,
    "x": read_article_texts,
    "k": read_codes,
}


class DamagedIndexError(PortalError):
    """A file of the search index is missing, cut or altered."""


@dataclass(frozen=True)
class PublishedIndex:
    """An opened index folder; shards are read on demand and the last few kept."""

    folder: Path
    manifest: dict[str, Any]
    _kept: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_kept", lru_cache(maxsize=4096)(self._parsed))

    def _parsed(self, folder: str, number: int) -> Any:
        payload = self.shard(folder, number)
        match folder:
            case "b" | "n":
                return read_bucket(payload)
            case "c":
                statuses, kinds = self.manifest["statuses"], len(self.manifest["kinds"])
                return read_cards(payload, statuses, kinds, self._parts())
            case "r":
                return read_records(payload, self._parts())
            case "a" | "x" | "k":
                return _READERS[folder](payload)
            case "d":
                return read_parts(payload)
            case _:
                raise ValueError(folder)

    def _parts(self) -> Parts:
        parts: Parts = self._kept(DICTIONARY, 0)
        return parts

    def shard(self, folder: str, number: int) -> bytes:
        """The payload of a shard, checked."""
        generation = self.manifest["generation"]
        path = self.folder / folder / f"{number}.{generation}.bin"
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

    def count(self, kind: str) -> int:
        """How many subjects, records or articles there are."""
        return int(self.manifest["documents"][kind])

    def buckets(self, of: Field) -> tuple[str, int]:
        """The folder of a field's buckets, and how many there are."""
        return ("n", self.manifest["numbers"]) if of is Field.NUMBER else ("b", self.manifest["buckets"])

    def entry(self, term: str, of: Field) -> Entry | None:
        """A term's postings in a field, None when it does not occur."""
        folder, buckets = self.buckets(of)
        entries: dict[Field, Entry] = self._kept(folder, term_hash(term) & (buckets - 1)).get(term, {})
        return entries.get(of)

    def postings(self, entry: Entry) -> Postings:
        """All postings of an entry."""
        folder = "m" if entry.field is Field.NUMBER else "p"
        parts = [self.shard(folder, b.shard)[b.offset : b.offset + b.size] for b in entry.blocks]
        rows = varint_array(b"".join(parts) if entry.blocks else entry.inline)
        if not entry.field.weighted:
            return Postings(np.cumsum(rows + 1) - 1, np.ones_like(rows), np.zeros_like(rows))
        rows = rows.reshape(-1, 3)
        return Postings(np.cumsum(rows[:, 0] + 1) - 1, rows[:, 1], rows[:, 2])

    def card(self, place: int) -> Card:
        """The card of a subject."""
        size: int = self.manifest["pages"]["cards"]
        card: Card = self._kept("c", place // size)[place % size]
        return card

    def record(self, place: int) -> RecordCard:
        """The record with a document number."""
        size: int = self.manifest["pages"]["records"]
        record: RecordCard = self._kept("r", place // size)[place % size]
        return record

    def article(self, place: int) -> ArticleCard:
        """The card of an article."""
        size: int = self.manifest["pages"]["articles"]
        article: ArticleCard = self._kept("a", place // size)[place % size]
        return article

    def article_text(self, place: int) -> tuple[str, str]:
        """An article's title and text as searched."""
        size: int = self.manifest["pages"]["texts"]
        found: tuple[str, str] = self._kept("x", place // size)[place % size]
        return found

    def codes(self) -> list[tuple[str, int]]:
        """All credit codes with their subjects' document numbers, sorted."""
        pages = range(-(-self.count("subjects") // self.manifest["pages"]["codes"]))
        return [row for page in pages for row in self._kept("k", page)]


def open_index(folder: Path) -> PublishedIndex:
    """Open a published index folder."""
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DamagedIndexError(f"{folder} 中还没有检索索引。请先生成站点（portal build）。") from error
    except (OSError, ValueError) as error:
        raise DamagedIndexError(
            f"检索清单 {path} 无法读取：{error}。请先生成站点（portal build）。"
        ) from error
    if manifest.get("format") != FORMAT:
        raise DamagedIndexError(
            f"检索清单 {path} 的格式为 {manifest.get('format')}，本程序只读格式 {FORMAT}。请重新生成站点。"
        )
    return PublishedIndex(folder, manifest)
