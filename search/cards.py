"""Payloads of the pages a reader sees: cards of subjects, records by document number, codes, articles.

Column by column inside a page, because like bytes side by side compress better. Layouts in FORMAT.md.
"""

from collections.abc import Sequence

from search import shards
from search.documents import Article, Documents, Record, Subject
from search.encode import day, front_coded, numbers, text, varint
from search.shards import Payloads, fence_shards, pages

CARDS = 64
RECORDS = 128
CODES = 128
ARTICLES = 32
"""Entries a page. 64 cards deflate to about 1.8 kB."""


def card_page(subjects: Sequence[Subject], statuses: Sequence[str]) -> bytes:
    """Names, former names, codes, statuses, counts by kind, last days."""
    kinds = len(subjects[0].counts)
    parts = [varint(len(subjects)), *(text(each.name) for each in subjects)]
    for each in subjects:
        parts += [varint(len(each.former_names)), *(text(name) for name in each.former_names)]
    parts += [text(each.code) for each in subjects]
    parts.append(numbers(statuses.index(each.status) for each in subjects))
    parts += [numbers(each.counts[kind] for each in subjects) for kind in range(kinds)]
    parts.append(numbers(each.until for each in subjects))
    parts.append(numbers(each.counted_until for each in subjects))
    return b"".join(parts)


def month_number(month: str) -> int:
    """`YYYY-MM` as months since year 0."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def record_page(records: Sequence[Record]) -> bytes:
    """Numbers as printed, kinds, subjects (+1; 0 for none), last days; name and month where there is no subject."""
    parts = [varint(len(records)), front_coded([each.number for each in records])]
    parts.append(numbers(each.kind for each in records))
    parts.append(numbers(each.subject + 1 for each in records))
    parts.append(numbers(each.until for each in records))
    parts += [
        text(each.subject_name) + varint(month_number(each.month)) for each in records if each.subject < 0
    ]
    return b"".join(parts)


def code_page(codes: Sequence[tuple[str, int]]) -> bytes:
    """Codes and their subjects' document numbers."""
    return (
        varint(len(codes)) + front_coded([code for code, _ in codes]) + numbers(place for _, place in codes)
    )


def article_page(articles: Sequence[Article]) -> bytes:
    """Title, address, department and date of each."""
    parts = [text(a.title) + text(a.url) + text(a.department) + varint(day(a.date)) for a in articles]
    return varint(len(articles)) + b"".join(parts)


def all_pages(documents: Documents) -> tuple[Payloads, dict[str, object]]:
    """Payloads of every page and of the fences, and what the manifest says of them."""
    codes = sorted((each.code, place) for place, each in enumerate(documents.subjects))
    statuses = sorted({each.status for each in documents.subjects})
    payloads = pages("c", documents.subjects, CARDS, lambda some: card_page(some, statuses))
    payloads |= pages("r", documents.records, RECORDS, record_page)
    payloads |= pages("k", codes, CODES, code_page)
    payloads |= pages("a", documents.articles, ARTICLES, article_page)
    code_fences, code_roots = fence_shards("f", [code for code, _ in codes], CODES)
    number_fences, number_roots = fence_shards("g", [each.key for each in documents.records], RECORDS)
    table: dict[str, object] = {
        "statuses": statuses,
        "pages": {
            "cards": CARDS,
            "records": RECORDS,
            "codes": CODES,
            "articles": ARTICLES,
            "fences": shards.FENCES,
        },
        "fences": {"codes": code_roots, "numbers": number_roots},
    }
    return payloads | code_fences | number_fences, table
