"""Builds the search index from the bundle and the articles: `manifest.json` and immutable shards (FORMAT.md).

Reads the bundle; writes into an empty target folder, the manifest last. Does not render pages or copy the client.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.bundle import Bundle
from search.cards import all_pages
from search.documents import Article, Documents, read_documents
from search.encode import FORMAT, container
from search.normalise import key
from search.postings import Lists, gram_lists, text_lists
from search.schema import Field
from search.shards import DECODED, Payloads, term_shards

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class IndexSize:
    """What was built; `documents` are subjects, records with a document number, and articles."""

    documents: int
    files: int
    bytes: int


def quiet(_step: str, _done: int, _total: int) -> None:
    """Progress for callers that want none."""


def field_lists(documents: Documents) -> list[Lists]:
    """The postings of every field."""
    formers = [(key(name), place) for place, s in enumerate(documents.subjects) for name in s.former_names]
    count = len(documents.subjects)
    owners = np.array([place for _, place in formers], dtype=np.int64)
    records = [each.key for each in documents.records]
    return [
        gram_lists(Field.NAME, documents.name_keys, np.arange(count, dtype=np.int64), count),
        gram_lists(Field.FORMER, [former for former, _ in formers], owners, count),
        gram_lists(Field.NUMBER, records, np.arange(len(records), dtype=np.int64), len(records)),
        text_lists(Field.TITLE, [each.title for each in documents.articles]),
        text_lists(Field.TEXT, [each.text for each in documents.articles]),
    ]


def length_bounds(lengths: Sequence[int]) -> list[list[int]]:
    """[first document, length as Whoosh reads it back, true length] for each run of equal name lengths."""
    bounds: list[list[int]] = []
    for place, length in enumerate(lengths):
        if not bounds or bounds[-1][2] != length:
            bounds.append([place, int(DECODED[length]), length])
    return bounds


def _generation(payloads: Payloads, manifest: dict[str, object]) -> str:
    """Sixteen hex digits that change with any byte of the content; hosts know such names as immutable."""
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode("utf-8"))
    for (folder, number), payload in sorted(payloads.items()):
        digest.update(f"{folder}{number}:{len(payload)}:".encode("ascii") + payload)
    return digest.hexdigest()[:16]


def shard_path(generation: str, folder: str, number: int) -> str:
    """Where a shard lies below the index folder."""
    return f"{folder}/{number}.{generation}.bin"


def _write(payloads: Payloads, generation: str, target: Path, progress: Progress) -> int:
    for folder in {folder for folder, _ in payloads}:
        (target / folder).mkdir(parents=True, exist_ok=True)
    size = 0
    for done, ((folder, number), payload) in enumerate(sorted(payloads.items()), start=1):
        raw = container(generation, folder, number, payload)
        (target / shard_path(generation, folder, number)).write_bytes(raw)
        size += len(raw)
        if done % 1000 == 0:
            progress("index", done, len(payloads))
    progress("index", len(payloads), len(payloads))
    return size


def _manifest(bundle: Bundle, documents: Documents, lists: list[Lists], buckets: int) -> dict[str, object]:
    shown = zip(documents.kinds, documents.titles, strict=True)
    return {
        "format": FORMAT,
        "build_id": bundle.meta.build_id,
        "as_of": bundle.meta.as_of.isoformat(),
        "kinds": [{"name": name, "title": title} for name, title in shown],
        "buckets": buckets,
        "documents": {
            "subjects": len(documents.subjects),
            "records": len(documents.records),
            "articles": len(documents.articles),
        },
        "total_lengths": {each.field.label: each.total_length for each in lists},
        "name_lengths": length_bounds(documents.name_lengths),
    }


def build_index(
    bundle: Bundle, articles: Sequence[Article], target: Path, progress: Progress = quiet
) -> IndexSize:
    """Write the index of everything in the bundle and of the articles into `target`."""
    documents = read_documents(bundle, articles)
    lists = field_lists(documents)
    payloads, buckets = term_shards(lists)
    page_payloads, table = all_pages(documents)
    payloads |= page_payloads
    manifest = _manifest(bundle, documents, lists, buckets) | table
    generation = _generation(payloads, manifest)
    target.mkdir(parents=True, exist_ok=True)
    size = _write(payloads, generation, target, progress)
    raw = json.dumps({"generation": generation, **manifest}, ensure_ascii=False, separators=(",", ":"))
    draft = target / "manifest.json.part"
    draft.write_text(raw + "\n", encoding="utf-8", newline="\n")
    draft.replace(target / "manifest.json")
    total = len(documents.subjects) + len(documents.records) + len(documents.articles)
    return IndexSize(total, len(payloads) + 1, size + len(raw.encode("utf-8")) + 1)
