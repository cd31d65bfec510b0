"""Full sets (全量数据): files that hold everything their sender has, so that what is missing from them was withdrawn.

A file is a full set when one of the parts of its name after the dataset is 全量 or full (`penalty-市监局-全量-20261120.csv`);
what stands before the mark names the series, and the newest file of a series takes the place of the ones before (the
first one of a series withdraws nothing, so a file that only happens to be called so does no harm).
A source that pulls whole sets names its tables so too. Reads names only.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from pipeline.landing import Batch

MARKS = ("全量", "full")


@dataclass(frozen=True)
class FullSet:
    """One landed full set. `newest`: no later one of its series was landed."""

    series: str
    sequence: int
    received_on: date
    newest: bool


def series(name: str) -> str | None:
    """The series that a file belongs to, None when it is no full set."""
    parts = [each.strip() for each in unicodedata.normalize("NFKC", PurePath(name).stem).split("-")]
    for place, part in enumerate(parts[1:], start=1):
        if part.casefold() in MARKS:
            return "-".join(parts[:place]).casefold()
    return None


def full_sets(batches: Iterable[Batch]) -> tuple[FullSet, ...]:
    """The full sets among the batches of a dataset; one without rows tells nothing and is left out."""
    told = [(name, each) for each in batches if each.rows > 0 and (name := series(each.name)) is not None]
    last = {name: each.sequence for name, each in sorted(told, key=lambda pair: pair[1].sequence)}
    return tuple(
        FullSet(name, each.sequence, each.received_on, last[name] == each.sequence) for name, each in told
    )
