"""Builds the search index from the bundle and the articles: `manifest.json` and immutable shards (FORMAT.md).

Reads the bundle; writes into an empty target folder, the manifest last. Does not render pages or copy the client.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.bundle import Bundle
from search import cards, heads, shards
from search.cards import Add, Cards, Shown, article_pages, record_pages, subject_pages
from search.dictionary import Parts, common_parts
from search.documents import Article, documents_of, in_order, read_subjects
from search.encode import container, deflated
from search.facets import facet_pages
from search.kept_heads import name_heads
from search.kept_lists import name_lists
from search.kept_sounds import sounds_of
from search.manifest import latin_of, manifest_of
from search.memory import Memory, Shard, Squeezing
from search.names import Names, names_in_order
from search.normalise import keys_of
from search.numbers import numbers_of
from search.postings import Lists, gram_lists, no_lists, text_lists
from search.schema import Field
from search.shards import Payloads, Sizes, heads_section, term_shards

P = ParamSpec("P")
T = TypeVar("T")
Progress = Callable[[str, int, int], None]
THREADS = 2


@dataclass(frozen=True)
class IndexSize:
    """What was built; `documents` are subjects, records with a document number, and articles."""

    documents: int
    files: int
    bytes: int


def quiet(_step: str, _done: int, _total: int) -> None:
    """Progress for callers that want none."""


def name_terms(names: Names, subjects: pa.Table, memory: Memory) -> tuple[Lists, Lists]:
    """The postings of names and of former names."""
    former = subjects["former_names"].combine_chunks()
    owners, keys = pc.list_parent_indices(former).to_numpy(), keys_of(pc.list_flatten(former).to_pylist())
    return name_lists(names, memory), gram_lists(Field.FORMER, keys, owners, len(subjects))


def article_terms(articles: Sequence[Article]) -> tuple[Lists, Lists]:
    """The postings of titles and texts."""
    return (
        text_lists(Field.TITLE, [each.title for each in articles]),
        text_lists(Field.TEXT, [each.text for each in articles]),
    )


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


def _write(
    payloads: Payloads, generation: str, target: Path, progress: Progress, squeezed: dict[Shard, bytes]
) -> int:
    for folder in {folder for folder, _ in payloads}:
        (target / folder).mkdir(parents=True, exist_ok=True)
    size = 0
    for count, ((folder, number), raw) in enumerate(squeezed.items(), 1):
        whole = container(generation, folder, number, payloads[folder, number], raw)
        size += (target / shard_path(generation, folder, number)).write_bytes(whole)
        if count % 1000 == 0 or count == len(squeezed):
            progress("index", count, len(squeezed))
    return size


def _parts(subjects: pa.Table, names: Names, memory: Memory) -> Parts:
    """The dictionary, which depends on names alone."""

    def made() -> pa.Table:
        parts = common_parts(subjects["name"].combine_chunks())
        each = pa.array([parts.ends, parts.trades, parts.places], pa.list_(pa.string()))
        return pa.table({"runs": each})

    return Parts(*memory.table("parts", names.named, made)["runs"].to_pylist())


def _terms(lists: Sequence[Lists], names: Names, memory: Memory) -> tuple[Payloads, list[list[int]], int]:
    """Payloads of all terms but those of numbers, the documents of the pages of heads of names, the number of buckets."""
    frequent = name_heads(lists[Field.NAME], names, memory)
    runs, page_of = heads.packed(frequent, heads.NAMES.page)
    payloads, buckets = term_shards(lists, heads_section(frequent, page_of), Sizes())
    return payloads, runs, buckets


def _begun(helper: Executor | None, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> Future[T]:
    """Work being done by the helper, or done at once where there is none."""
    if helper is not None:
        return helper.submit(work, *given, **named)
    done = Future[T]()
    done.set_result(work(*given, **named))
    return done


@dataclass(frozen=True)
class _Named:
    """What was made of names: what records are made of, and what the manifest tells."""

    cards: Cards
    parts: Parts
    totals: dict[str, int]
    told: dict[str, object]
    shown: Shown


def _of_names(
    bundle: Bundle,
    names: Names,
    subjects: pa.Table,
    words: Future[tuple[Lists, Lists]],
    memory: Memory,
    add: Add,
) -> _Named:
    """All terms but those of numbers, and the pages of subjects."""
    lists = [*name_terms(names, subjects, memory), no_lists(Field.NUMBER), *words.result()]
    terms, runs, buckets = _terms(lists, names, memory)
    add(terms)
    totals, told = {each.field.label: each.total_length for each in lists}, latin_of(lists)
    lists.clear()  # a tenth of what the build holds, of no use from here on
    parts = _parts(subjects, names, memory)
    kinds = [each.name for each in bundle.meta.datasets]
    made, shown = subject_pages(subjects, kinds, parts, runs, add)
    return _Named(made, parts, totals, told | {"buckets": buckets}, shown)


def _all_payloads(
    bundle: Bundle, articles: Sequence[Article], memory: Memory, add: Add, helper: Executor | None
) -> tuple[dict[str, object], int]:
    """Give `add` all payloads, each sort as soon as it is made; the manifest, and how many documents there are."""
    articles = in_order(articles)
    words = _begun(helper, article_terms, articles)
    names = names_in_order(bundle, memory)
    # First, while little else is held: sounds take most memory of all.
    heard = _begun(helper, sounds_of, names.order["key"], names.named, memory)
    subjects = read_subjects(bundle, names, memory)
    numbered = _begun(helper, numbers_of, bundle, subjects.select(["code", "until"]), memory)
    named = _of_names(bundle, names, subjects, words, memory, add)
    sound_payloads, sounds = heard.result()
    add(sound_payloads)
    records, numbers = numbered.result()
    add(numbers.payloads)
    documents = documents_of(bundle, names, subjects, records, articles)
    size, number_roots = record_pages(records, named.cards, named.parts, numbers.runs, add)
    pages = {"cards": cards.CARDS, "heard": cards.HEARD, "records": size, "codes": cards.CODES}
    pages |= article_pages(articles, add)
    add(facet_pages(documents))
    manifest = manifest_of(bundle, documents, named.totals | {Field.NUMBER.label: numbers.total_length})
    manifest |= named.told | {"numbers": numbers.buckets, "statuses": named.shown.statuses}
    manifest |= {"pages": pages | {"fences": shards.FENCES}}
    manifest |= {
        "fences": {"codes": named.shown.roots, "numbers": number_roots},
        "starts": named.shown.starts,
    }
    return manifest | sounds, len(subjects) + len(records) + len(articles)


def build_index(
    bundle: Bundle,
    articles: Sequence[Article],
    target: Path,
    progress: Progress = quiet,
    kept: Path | None = None,
    helper: Executor | None = None,
) -> IndexSize:
    """Write the index of everything in the bundle and of the articles into `target`; `kept` is a Memory's folder, `helper` a
    process that makes some of it meanwhile."""
    memory, payloads = Memory(kept), Payloads()
    # Deflating lets others run, and the bytes are the same.
    with ThreadPoolExecutor(THREADS) as threads:
        squeezing = Squeezing(memory, deflated, threads)

        def add(some: Payloads) -> None:
            payloads.update(some)
            squeezing.add(some)

        manifest, documents = _all_payloads(bundle, articles, memory, add, helper)
        generation = _generation(payloads, manifest)
        target.mkdir(parents=True, exist_ok=True)
        size = _write(payloads, generation, target, progress, squeezing.finish())
    raw = json.dumps({"generation": generation, **manifest}, ensure_ascii=False, separators=(",", ":"))
    draft = target / "manifest.json.part"
    draft.write_text(raw + "\n", encoding="utf-8", newline="\n")
    draft.replace(target / "manifest.json")
    return IndexSize(documents, len(payloads) + 1, size + len(raw.encode("utf-8")) + 1)
