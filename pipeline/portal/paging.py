"""Which records stand on which page of a list by month (分页), and a digest of each page.

Reads and writes nothing. Rows are in the order in which they were first shown, then by date of decision, so that new ones
come last. A page ends before the row whose id is the least of those where it may end (content-defined cuts; Muthitacharoen
et al. 2001): what is corrected or leaves changes its own page and the first of its month, which tells how many there are,
hardly ever those that follow. A page tells of the others only what lies near; the last has an address that is always the
same, so that all can lead to it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipeline.portal.contexts_lists import Month
from pipeline.portal.filling import utf8
from pipeline.portal.list_feeds import ENTRIES
from pipeline.portal.tables import Ids, Numbers, record_ids

LEAST, MOST = 70, 170
"""Rows of a page that is not its month's last: 120 in the mean, about 60 kB of HTML, 8 kB compressed; 200 were 100 kB, and
36,000 pixels high on a phone."""

NEAR = 2
"""Pages on each side of the one at hand to which a pager leads, beside the first and the last."""

COLUMNS = ("record", "month", "shown_since", "decided_on")
"""Which pages records stand on follows from these."""

_DAYS, _EPOCH = 21, 1 << 20
"""Bits of a day as a number, from 900 B.C. on."""


@dataclass(frozen=True)
class PageRows:
    """A page of a month, whose place among the months this is; page numbers start at 1. It has rows `first` to `last`."""

    place: int
    number: int
    first: int
    last: int

    @property
    def count(self) -> int:
        """Rows on it."""
        return self.last - self.first


@dataclass(frozen=True, eq=False)
class Paging:
    """The pages of a dataset by month; `rows`: the rows of its table in their order; `ids`: of each row its record's
    number; `latest`: rows among which are those decided last and those shown last, as many as a feed has."""

    months: tuple[Month, ...]
    pages: tuple[PageRows, ...]
    rows: Numbers
    ids: Ids
    latest: Numbers

    def on(self, pages: Sequence[PageRows]) -> Numbers:
        """The rows that stand on some pages, in their order."""
        return np.concatenate([self.rows[:0], *(self.rows[page.first : page.last] for page in pages)])

    def address(self, page: PageRows) -> str:
        """Where a page lies."""
        month = self.months[page.place]
        return page_address(month.path, page.number, month.pages)


def page_address(path: str, number: int, last: int) -> str:
    """Where a page of the list at `path` lies: `permit/2026-10/`, then `permit/2026-10/2/`, in the end
    `permit/2026-10/last/`."""
    if number == 1:
        return path
    return f"{path}last/" if number == last else f"{path}{number}/"


def month_of(address: str) -> str:
    """The address of the month of a page."""
    return "".join(f"{each}/" for each in address.split("/")[:2])


def _days(column: pa.ChunkedArray) -> Numbers:
    made: Numbers = column.cast(pa.int32()).to_numpy().astype(np.int64) + _EPOCH
    return made


def _months(column: pa.ChunkedArray) -> tuple[list[str], Numbers]:
    """The months there are, in order, and of each row the place of its month."""
    held = column.unify_dictionaries().combine_chunks()
    names = held.dictionary.to_pylist()
    places = np.argsort(np.argsort(names)) if names else np.zeros(0, np.int64)
    found: Numbers = places[held.indices.to_numpy()]
    return sorted(names), found


def ends(ids: Ids) -> list[int]:
    """Where the pages of a month end that has these records in this order."""
    found, first = [], 0
    while len(ids) - first > MOST:
        first += LEAST + int(ids[first + LEAST : first + MOST].argmin())
        found.append(first)
    return [*found, len(ids)]


def _pages(ids: Ids, counts: Iterable[int]) -> Iterator[PageRows]:
    start = 0
    for place, count in enumerate(counts):
        first = start
        for number, end in enumerate(ends(ids[start : start + count]), 1):
            yield PageRows(place, number, first, start + end)
            first = start + end
        start += count


def _latest(days: Numbers) -> Numbers:
    """The rows of the last days, in whatever order; those of one day are among them all, or none."""
    least = np.partition(days, -ENTRIES)[-ENTRIES] if len(days) > ENTRIES else days.min(initial=0)
    return np.flatnonzero(days >= least)


def paged(dataset: str, table: pa.Table) -> Paging:
    """The pages of a dataset's records; `table` has `COLUMNS` of them, `month` as a dictionary."""
    names, places = _months(table.column("month"))
    ids = record_ids(utf8(table.column("record")), len(table))
    decided = _days(table.column("decided_on"))
    days = (_days(table.column("shown_since")) << _DAYS) + decided
    # The bytes of an id are its digits in order. Where a page ends goes by the last of them, order by the first: of many
    # records of a day the least would always be the one at hand.
    rows = np.lexsort((ids.byteswap(), (places << 2 * _DAYS) + days))
    counts = np.bincount(places, minlength=len(names)).tolist()
    pages = tuple(_pages(ids[rows], counts))
    number = np.bincount([each.place for each in pages], minlength=len(names)).tolist()
    told = zip(names, counts, number, strict=True)
    months = tuple(Month(name, f"{dataset}/{name}/", count, several) for name, count, several in told)
    return Paging(months, pages, rows, ids, np.union1d(_latest(decided), _latest(days)))


def _beside(months: Sequence[Month]) -> list[str]:
    """Of each month the months beside it, to which its pages lead."""
    names = [each.month for each in months]
    return [
        f"{names[max(number - 1, 0) : number]}{names[number + 1 : number + 2]}"
        for number in range(len(names))
    ]


def page_digests(paging: Paging, words: Ids) -> Iterator[tuple[str, str]]:
    """Address and digest of each page: of its rows, which decide their order, and of what else it shows. `words`: the
    digests of the table's rows as two numbers each."""
    if not paging.pages:
        return
    beside = _beside(paging.months)
    sums = np.add.reduceat(words[paging.rows], [each.first for each in paging.pages])
    for page, summed in zip(paging.pages, sums, strict=True):
        month = paging.months[page.place]
        whole = f"{month.count} {month.pages}" if page.number == 1 else ""
        further = min(month.pages - page.number, NEAR + 2)
        told = f"{beside[page.place]} {whole} {page.number} {further} {page.count} "
        digest = hashlib.blake2b(told.encode(), digest_size=16)
        digest.update(summed.tobytes())
        yield paging.address(page), digest.hexdigest()
