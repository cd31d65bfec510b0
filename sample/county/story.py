"""Collects the rows of the shared platform together with the plants they carry."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sample.county.model import Department, Plant, Row, Subject
from sample.county.records import Maker, about, choose_subject, honour, listing, penalty, permit

MAKERS: dict[str, Callable[[Maker, Subject, Department, date], dict[str, str]]] = {
    "permit": permit,
    "penalty": penalty,
    "honour": honour,
    "blacklist": listing,
}
TITLES = {
    "permit": "行政许可",
    "penalty": "行政处罚",
    "honour": "守信激励名单",
    "blacklist": "严重失信主体名单",
}


@dataclass
class Story:
    """Rows and plants so far; each `tell` adds both, so that none exists without the other."""

    maker: Maker
    rows: list[Row] = field(default_factory=list)
    plants: list[Plant] = field(default_factory=list)

    def make(
        self, dataset: str, department: str, day: date, changes: dict[str, str], who: Subject | None = None
    ) -> dict[str, str]:
        """A record of one department and day with `changes` laid over it."""
        deciding = self.maker.department(department)
        subject = who or choose_subject(self.maker, deciding)
        return MAKERS[dataset](self.maker, subject, deciding, day) | changes

    def tell(self, plant: Plant, *rows: tuple[str, dict[str, str]]) -> None:
        """Add a plant and the rows (dataset, values) that carry it."""
        self.plants.append(plant)
        self.rows.extend(Row(dataset, values, (plant.id,)) for dataset, values in rows)

    def event(self, dataset: str, record: dict[str, str], day: date, **changes: str) -> dict[str, str]:
        """The event row about a record of `dataset`."""
        return about(self.maker, TITLES[dataset], record, day) | changes
