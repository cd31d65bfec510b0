"""What is searched: subjects, records with a document number, and articles, as columns in their published order.

Reads the bundle; writes nothing. A document's number is its place in this order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from pipeline.bundle import Bundle
from search.encode import day
from search.normalise import key
from search.postings import field_lengths, key_grams


@dataclass(frozen=True)
class Article:
    """An article as the portal shows it; `url` is relative to the site's root, `text` plain text."""

    title: str
    url: str
    date: date
    department: str
    text: str


@dataclass(frozen=True)
class Subject:
    """One subject's card. `counts` by kind; `counted_until`: from the day after, the counts may be too high."""

    code: str
    name: str
    former_names: tuple[str, ...]
    status: str
    counts: tuple[int, ...]
    until: int
    counted_until: int


@dataclass(frozen=True)
class Record:
    """One record with a document number. `subject` is a document number or -1; then name and month lead to its list."""

    key: str
    number: str
    kind: int
    subject: int
    until: int
    subject_name: str
    month: str


@dataclass(frozen=True)
class Documents:
    """All documents in their order, and the names of the kinds that `counts` and `kind` refer to."""

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    subjects: tuple[Subject, ...]
    name_keys: tuple[str, ...]
    name_lengths: tuple[int, ...]
    records: tuple[Record, ...]
    articles: tuple[Article, ...]


def _first_end(bundle: Bundle, kinds: Sequence[str]) -> dict[str, date]:
    """For each subject code the first last day of any of its records."""
    ends: dict[str, date] = {}
    for kind in kinds:
        table = bundle.records(kind).select(["subject_code", "until"]).drop_null()
        least = table.group_by("subject_code").aggregate([("until", "min")])
        for code, until in zip(
            least["subject_code"].to_pylist(), least["until_min"].to_pylist(), strict=True
        ):
            ends[code] = min(until, ends.get(code, until))
    return ends


def _subjects(bundle: Bundle, kinds: Sequence[str]) -> list[Subject]:
    table = bundle.subjects()
    ends = _first_end(bundle, kinds)
    columns = [table[name].to_pylist() for name in ("code", "name", "former_names", "status", "until")]
    counts = zip(*(table[f"n_{kind}"].to_pylist() for kind in kinds), strict=True)
    if not kinds:
        counts = iter([()] * table.num_rows)  # type: ignore[assignment]
    return [
        Subject(code, name, tuple(former or ()), status or "", many, day(until), day(ends.get(code)))
        for code, name, former, status, until, many in zip(*columns, counts, strict=True)
    ]


def _ordered(subjects: list[Subject]) -> tuple[list[Subject], list[str], list[int]]:
    """Shortest name first, then most records, then name and code: the order that lets a reader stop early."""
    keys = [key(each.name) for each in subjects]
    grams = key_grams(keys, np.arange(len(keys), dtype=np.int64), (1, 2))
    lengths = field_lengths(grams, len(keys)).tolist()
    order = sorted(
        range(len(keys)),
        key=lambda i: (lengths[i], -sum(subjects[i].counts), keys[i], subjects[i].code),
    )
    return [subjects[i] for i in order], [keys[i] for i in order], [lengths[i] for i in order]


def _records(bundle: Bundle, kinds: Sequence[str], places: dict[str, int]) -> list[Record]:
    found = []
    for kind, name in enumerate(kinds):
        table: pa.Table = bundle.records(name)
        wanted = ("document_number", "subject_code", "subject_name", "until", "month")
        for number, code, subject_name, until, month in zip(
            *(table[column].to_pylist() for column in wanted), strict=True
        ):
            number_key = key(number or "")
            if number_key == "":
                continue
            place = places.get(code, -1)
            alone = place < 0
            found.append(
                Record(
                    number_key,
                    number,
                    kind,
                    place,
                    day(until),
                    subject_name if alone else "",
                    month if alone else "",
                )
            )
    found.sort(key=lambda r: (r.key, r.number, r.kind, r.subject, r.until, r.subject_name, r.month))
    return found


def read_documents(bundle: Bundle, articles: Sequence[Article]) -> Documents:
    """Everything to be searched, in its published order; newest article first."""
    datasets = bundle.meta.datasets
    kinds = tuple(each.name for each in datasets)
    subjects, keys, lengths = _ordered(_subjects(bundle, kinds))
    places = {each.code: number for number, each in enumerate(subjects)}
    return Documents(
        kinds,
        tuple(each.title for each in datasets),
        tuple(subjects),
        tuple(keys),
        tuple(lengths),
        tuple(_records(bundle, kinds, places)),
        tuple(sorted(articles, key=lambda a: (-a.date.toordinal(), a.title, a.url))),
    )
