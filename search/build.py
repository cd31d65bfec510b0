"""Builds the search index from the bundle and the articles: `manifest.json` and immutable shards (FORMAT.md).

Reads the bundle; writes into an empty target folder, the manifest last. Does not render pages or copy the client.
"""

import hashlib
import json
import string
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle
from search import heads
from search.cards import all_pages, head_pages
from search.dictionary import Parts, common_parts
from search.documents import Article, Documents, read_documents
from search.encode import FORMAT, Numbers, container, deflated
from search.facets import facet_pages
from search.folds import TRADITIONAL
from search.kept_lists import name_lists, number_lists
from search.memory import Memory, Shard
from search.normalise import keys_of
from search.postings import Lists, gram_lists, text_lists
from search.schema import Field
from search.shards import DECODED, Payloads, heads_section, term_shards
from search.sounds import sound_shards

Progress = Callable[[str, int, int], None]

THREADS = 2

LATIN = "0123456789abcdefghijklmnopqrstuvwxyz"
"""The ASCII characters that a key can hold."""


@dataclass(frozen=True)
class IndexSize:
    """What was built; `documents` are subjects, records with a document number, and articles."""

    documents: int
    files: int
    bytes: int


def quiet(_step: str, _done: int, _total: int) -> None:
    """Progress for callers that want none."""


def field_lists(documents: Documents, memory: Memory) -> list[Lists]:
    """The postings of every field."""
    former = documents.subjects["former_names"].combine_chunks()
    owners = pc.list_parent_indices(former).to_numpy()
    count = len(documents.subjects)
    return [
        name_lists(documents, memory),
        gram_lists(Field.FORMER, keys_of(pc.list_flatten(former).to_pylist()), owners, count),
        number_lists(documents, memory),
        text_lists(Field.TITLE, [each.title for each in documents.articles]),
        text_lists(Field.TEXT, [each.text for each in documents.articles]),
    ]


def length_bounds(lengths: Numbers) -> list[list[int]]:
    """[first document, length as Whoosh reads it back, true length] for each run of equal name lengths."""
    firsts = np.flatnonzero(np.diff(lengths, prepend=-1))
    return [
        [place, int(DECODED[length]), length]
        for place, length in zip(firsts.tolist(), lengths[firsts].tolist(), strict=True)
    ]


def _joined(texts: pa.ChunkedArray) -> Iterator[str]:
    """The texts in a few long ones, with a blank between each two."""
    some = max(1, len(texts) // 8)
    for first in range(0, len(texts), some):
        part = texts.slice(first, some).combine_chunks()
        ends = pa.array([0, len(part)], pa.int32())
        yield pc.binary_join(pa.ListArray.from_arrays(ends, part), " ")[0].as_py()


def _points(texts: pa.ChunkedArray) -> npt.NDArray[np.uint32]:
    """The characters that texts hold, and the blank."""
    present = np.zeros(sys.maxunicode + 1, dtype=bool)
    present[ord(" ")] = True
    for whole in _joined(texts):
        present[np.frombuffer(whole.encode("utf-32-le"), dtype=np.uint32)] = True
    return np.flatnonzero(present).astype(np.uint32)


def _folds(documents: Documents) -> str:
    """The traditional characters that cards and titles have, each with its simplified form: a reader needs no others."""
    subjects, records = documents.subjects, documents.records
    columns = [
        subjects["name"],
        pc.list_flatten(subjects["former_names"]),
        records["number"],
        records["name"],
    ]
    points = np.unique(np.concatenate([_points(column) for column in columns]))
    found = {chr(point) for point in points.tolist()}.union(*(a.title for a in documents.articles))
    return "".join(f"{each}{TRADITIONAL[each]}" for each in sorted(found & TRADITIONAL.keys()))


def latin_pairs(lists: Sequence[Lists]) -> str:
    """Which pairs of digits and Latin letters names hold: bit 36 × first + second, in hex digits without zeros at the end.

    A query for a number holds some that are in no name, and so asks for no list of names.
    """
    bits = np.zeros(len(LATIN) ** 2, dtype=np.uint8)
    for term in (term for each in lists if each.field in (Field.NAME, Field.FORMER) for term in each.terms):
        if len(term) == 2 and term.isascii():
            bits[len(LATIN) * LATIN.index(term[0]) + LATIN.index(term[1])] = 1
    return np.packbits(bits).tobytes().hex().rstrip("0")


def _generation(payloads: Payloads, manifest: dict[str, object]) -> str:
    """Sixteen hex digits that change with any byte of the content; hosts know such names as immutable.

    The build's name and day are left out: files of the same content keep their names, whoever made them and when.
    """
    content = {name: value for name, value in manifest.items() if name not in {"build_id", "as_of"}}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode("utf-8"))
    for (folder, number), payload in sorted(payloads.items()):
        digest.update(f"{folder}{number}:{len(payload)}:".encode("ascii") + payload)
    return digest.hexdigest()[:16]


def shard_path(generation: str, folder: str, number: int) -> str:
    """Where a shard lies below the index folder."""
    return f"{folder}/{number}.{generation}.bin"


def _deflated(payloads: Payloads, memory: Memory) -> dict[Shard, bytes]:
    """All payloads deflated; by threads, for deflating lets others run, and the bytes are the same."""

    def some(shards: list[Shard]) -> list[bytes]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda shard: deflated(shard[0], payloads[shard]), shards))

    return memory.deflated(payloads, some)


def _write(payloads: Payloads, generation: str, target: Path, progress: Progress, memory: Memory) -> int:
    for folder in {folder for folder, _ in payloads}:
        (target / folder).mkdir(parents=True, exist_ok=True)
    size, squeezed = 0, _deflated(payloads, memory)
    for count, ((folder, number), raw) in enumerate(squeezed.items(), 1):
        whole = container(generation, folder, number, payloads[folder, number], raw)
        size += (target / shard_path(generation, folder, number)).write_bytes(whole)
        if count % 1000 == 0 or count == len(squeezed):
            progress("index", count, len(squeezed))
    return size


def _sounds(documents: Documents, memory: Memory) -> tuple[Payloads, dict[str, object]]:
    """The index of sounds, which depends on names alone."""

    def made() -> pa.Table:
        payloads, heard = sound_shards(documents.name_keys)
        folders, numbers = zip(*payloads, strict=True)
        columns = {
            "folder": folders,
            "number": numbers,
            "payload": pa.array(payloads.values(), pa.large_binary()),
        }
        return pa.table(columns).replace_schema_metadata({"heard": json.dumps(heard)})

    table = memory.table("sounds", documents.named, made)
    shards = zip(table["folder"].to_pylist(), table["number"].to_pylist(), strict=True)
    payloads = dict(zip(shards, table["payload"].to_pylist(), strict=True))
    return payloads, json.loads(table.schema.metadata[b"heard"])


def _parts(documents: Documents, memory: Memory) -> Parts:
    """The dictionary, which depends on names alone."""

    def made() -> pa.Table:
        parts = common_parts(documents.subjects["name"].combine_chunks())
        each = pa.array([parts.ends, parts.trades, parts.places], pa.list_(pa.string()))
        return pa.table({"runs": each})

    return Parts(*memory.table("parts", documents.named, made)["runs"].to_pylist())


def _heads(names: Lists, documents: Documents, memory: Memory) -> heads.Heads:
    """The heads, which depend on names alone."""

    def made() -> pa.Table:
        found = heads.find_heads(names, documents.name_keys)
        first = pa.FixedSizeListArray.from_arrays(pa.array(found.documents.reshape(-1)), heads.FIRST)
        return pa.table(
            {
                "term": pa.array(found.terms, pa.string()),
                "count": pa.array(found.counts, pa.int64()),
                "first": first,
            }
        )

    table = memory.table("heads", documents.named, made)
    first = table["first"].combine_chunks().flatten().to_numpy().reshape(-1, heads.FIRST)
    return heads.Heads(table["term"].to_pylist(), table["count"].to_pylist(), first)


def _longest_run(keys: pa.ChunkedArray) -> int:
    """Letters and digits of the longest run of them in any key."""
    inside = np.zeros(256, dtype=bool)
    inside[list(LATIN.encode("ascii"))] = True
    longest = 0
    for whole in _joined(keys):
        others = np.flatnonzero(~inside[np.frombuffer(f" {whole} ".encode(), dtype=np.uint8)])
        longest = max(longest, int(np.diff(others).max()) - 1)
    return longest


def _letters(keys: pa.ChunkedArray) -> str:
    """The letters a to z that are in any key."""
    return "".join(sorted(set(string.ascii_lowercase) & set(map(chr, _points(keys).tolist()))))


def _manifest(bundle: Bundle, documents: Documents, lists: list[Lists], buckets: int) -> dict[str, object]:
    shown = zip(documents.kinds, documents.titles, strict=True)
    return {
        "format": FORMAT,
        "build_id": bundle.meta.build_id,
        "as_of": bundle.meta.as_of.isoformat(),
        "kinds": [{"name": name, "title": title} for name, title in shown],
        "buckets": buckets,
        "heads": {"longest": heads.LONGEST, "first": heads.FIRST},
        "documents": {
            "subjects": len(documents.subjects),
            "records": len(documents.records),
            "articles": len(documents.articles),
        },
        "total_lengths": {each.field.label: each.total_length for each in lists},
        "name_lengths": length_bounds(documents.name_lengths),
        "folds": _folds(documents),
        "latin": latin_pairs(lists),
        "longest_run": _longest_run(documents.records["key"]),
        "letters": _letters(documents.records["key"]),
    }


def build_index(
    bundle: Bundle,
    articles: Sequence[Article],
    target: Path,
    progress: Progress = quiet,
    kept: Path | None = None,
) -> IndexSize:
    """Write the index of everything in the bundle and of the articles into `target`; `kept` is a Memory's folder."""
    memory = Memory(kept)
    documents = read_documents(bundle, articles, memory)
    lists = field_lists(documents, memory)
    frequent = _heads(lists[Field.NAME], documents, memory)
    runs, page_of = heads.packed(frequent)
    payloads, buckets = term_shards(lists, heads_section(frequent, page_of))
    parts = _parts(documents, memory)
    page_payloads, table = all_pages(documents, parts)
    sound_payloads, heard = _sounds(documents, memory)
    payloads |= page_payloads | sound_payloads | head_pages(documents, parts, runs) | facet_pages(documents)
    manifest = _manifest(bundle, documents, lists, buckets) | table | heard
    generation = _generation(payloads, manifest)
    target.mkdir(parents=True, exist_ok=True)
    size = _write(payloads, generation, target, progress, memory)
    raw = json.dumps({"generation": generation, **manifest}, ensure_ascii=False, separators=(",", ":"))
    draft = target / "manifest.json.part"
    draft.write_text(raw + "\n", encoding="utf-8", newline="\n")
    draft.replace(target / "manifest.json")
    total = len(documents.subjects) + len(documents.records) + len(documents.articles)
    return IndexSize(total, len(payloads) + 1, size + len(raw.encode("utf-8")) + 1)
