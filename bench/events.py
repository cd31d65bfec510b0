"""Repairs and revocations of generated records: 1 % of all records repaired, 0.2 % revoked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from bench.texts import Columns

TITLES = {"permit": "行政许可", "penalty": "行政处罚", "blacklist": "严重失信主体名单"}
# Only penalties and list entries (16 % of the records) can be repaired: 1 % of all is 6.25 % of them.
REPAIRED = {"penalty": 0.0625, "blacklist": 0.0625}
REVOKED = {"permit": 0.002, "penalty": 0.002, "blacklist": 0.002}


@dataclass(frozen=True, slots=True)
class Picked:
    """A record that something happened to later."""

    event: str
    dataset: str
    name: str
    code: str
    number: str
    authority: str
    decided_on: date


def pick_rows(dataset: str, columns: Columns, rng: np.random.Generator) -> Iterator[Picked]:
    """The records of a block that are repaired or revoked."""
    chance = rng.random(len(columns["subject_name"]))
    repaired = REPAIRED.get(dataset, 0.0)
    revoked = REVOKED.get(dataset, 0.0)
    fields = ("subject_name", "subject_code", "document_number", "authority", "decided_on")
    for row in np.flatnonzero(chance < repaired + revoked).tolist():
        name, code, number, authority, decided = (columns[each][row].as_py() for each in fields)
        event = "repair" if chance[row] < repaired else "revocation"
        yield Picked(event, dataset, name, code, number, authority, date.fromisoformat(decided))


def event_columns(picked: Sequence[Picked], last_day: date) -> Columns:
    """Event rows: 200 days after the decision, at the latest on the day before `last_day`."""
    days = [min(each.decided_on + timedelta(days=200), last_day - timedelta(days=1)) for each in picked]
    columns = {
        "subject_name": [each.name for each in picked],
        "subject_code": [each.code for each in picked],
        "about": [TITLES[each.dataset] for each in picked],
        "document_number": [each.number for each in picked],
        "authority": [each.authority for each in picked],
        "happened_on": [day.isoformat() for day in days],
        "event_authority": [each.authority for each in picked],
        "provided_on": [(day + timedelta(days=1)).isoformat() for day in days],
    }
    return {name: pa.array(values, pa.string()) for name, values in columns.items()}
